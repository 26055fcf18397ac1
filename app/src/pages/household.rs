//! `/household`: whose bills I see, who is on the account, and who else sees it.

mod shared;
mod sharing;
mod withheld;

use leptos::prelude::*;

pub use self::shared::shared;
use self::sharing::sharing;
pub use self::withheld::withheld_visit;
use crate::model::{HouseholdNotice, HouseholdPage, PersonRow, PersonSeen, PlaceRow, Sees};
use crate::parts::{Mood, amount, error_summary, notice};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn household(ctx: &Ctx, page: &HouseholdPage) -> String {
    document(ctx, Head::new(ctx.text().t("household-title")), |t| {
        let said = page.notice.map(|what| {
            let id = match what {
                HouseholdNotice::Invited => "household-invited",
                HouseholdNotice::Cancelled => "household-cancelled",
                HouseholdNotice::Ended => "household-ended",
            };
            notice(Mood::Good, view! { <p role="status">{t.t(id)}</p> })
        });
        view! {
            <div class="narrow">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                {error_summary(&page.form, &["email", "scope", "ends_on"], t)}
                {said}
                <h1>{t.t("household-title")}</h1>
                {places(page, t)}
                {people(page, t)}
                {page.own.then(|| sharing(page, t))}
            </div>
        }
        .into_any()
    })
}

/// How much somebody sees, and until when.
fn extent(sees: Sees, ends_on: Option<time::Date>, t: Text) -> String {
    let what = t.t(&format!("sees-{}", sees.code()));
    match ends_on {
        Some(day) => t.with("sees-until", &[("what", &what), ("date", &t.date(day))]),
        None => what,
    }
}

fn places(page: &HouseholdPage, t: Text) -> Option<AnyView> {
    if page.places.len() < 2 && page.own {
        return None;
    }
    let total = page.places.iter().map(|place| place.due).sum::<domain::Money>();
    let rows = page.places.iter().map(|place| row(place, t)).collect_view();
    let together = page.together.map(|sum| {
        let pay = t.with("household-together", &[("amount", &t.money(sum))]);
        view! { <p><a class="button primary" href="/pay/together">{pay}</a></p> }
    });
    Some(
        view! {
            <section aria-labelledby="places">
                <h2 id="places">{t.t("household-places")}</h2>
                <p>{t.with("household-places-total", &[("amount", &t.money(total))])}</p>
                <div class="card card-rows"><ul class="rows" role="list">{rows}</ul></div>
                {together}
            </section>
        }
        .into_any(),
    )
}

fn row(place: &PlaceRow, t: Text) -> AnyView {
    let look = if place.here {
        view! { <span class="pill" aria-current="true">{t.t("household-here")}</span> }.into_any()
    } else {
        view! {
            <form method="post" action="/household/look">
                <input type="hidden" name="practice" value=place.practice.to_string()/>
                <input type="hidden" name="guarantor" value=place.guarantor.to_string()/>
                <button class="button small">
                    {t.t("household-look")}<span class="hidden">": "{place.name.clone()}", "{place.practice_name.clone()}</span>
                </button>
            </form>
        }
        .into_any()
    };
    let planned = place.plans_due.is_positive().then(|| {
        let sentence = t.with("household-plan", &[("amount", &t.money(place.plans_due))]);
        view! { <p>{sentence}</p> }
    });
    view! {
        <li class="row row-more">
            <div>
                <p class="row-title">{place.name.clone()}</p>
                <p class="soft">{place.practice_name.clone()}"\u{a0}· "{extent(place.sees, place.ends_on, t)}</p>
                {planned}
                {look}
            </div>
            <b>{amount(place.due, t)}</b>
        </li>
    }
    .into_any()
}

fn people(page: &HouseholdPage, t: Text) -> Option<AnyView> {
    if page.people.len() < 2 {
        return None;
    }
    let grown = page.people.iter().any(|person| person.seen == PersonSeen::Amounts);
    let why = grown.then(|| view! { <p>{t.t("household-grown")}</p> });
    let rows = page.people.iter().map(|one| person(one, t)).collect_view();
    Some(
        view! {
            <section aria-labelledby="people">
                <h2 id="people">{t.t("household-people")}</h2>
                <div class="card card-rows"><ul class="rows" role="list">{rows}</ul></div>
                {why}
            </section>
        }
        .into_any(),
    )
}

fn person(person: &PersonRow, t: Text) -> AnyView {
    let seen = match person.seen {
        PersonSeen::Guarantor => t.t("person-guarantor"),
        PersonSeen::Always => t.t("person-always"),
        PersonSeen::ByConsent(None) => t.t("person-consent"),
        PersonSeen::ByConsent(Some(day)) => t.with("person-consent-until", &[("date", &t.date(day))]),
        PersonSeen::Amounts => t.t("person-amounts"),
    };
    view! {
        <li class="row"><div><p class="row-title">{person.name.clone()}</p><p class="soft">{seen}</p></div></li>
    }
    .into_any()
}
