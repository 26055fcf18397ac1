//! Why reminders, statements and collections rest.

use leptos::prelude::*;

use crate::Text;
use crate::model::{HoldReason, HoldRow, StaffAccountPage};
use crate::pages::staff::parts::iso;
use crate::parts::select;

/// What rests now, above everything else on the page.
pub(super) fn held(page: &StaffAccountPage, may: bool, t: Text) -> AnyView {
    let now = page.holds.iter().filter(|hold| hold.until.is_none());
    now.map(|hold| standing(page, hold, may, t)).collect_view().into_any()
}

fn standing(page: &StaffAccountPage, hold: &HoldRow, may: bool, t: Text) -> AnyView {
    let id = match hold.reason {
        HoldReason::Chargeback => "hold-chargeback",
        HoldReason::Deceased => "hold-deceased",
        HoldReason::BadAddress => "hold-bad-address",
        HoldReason::Dispute => "hold-dispute",
        HoldReason::Assistance => "hold-assistance",
        HoldReason::Other => "hold-other",
    };
    let said = t.with(id, &[("since", &t.day(hold.since))]);
    let end = (may && hold.ends_by_staff).then(|| {
        view! {
            <form method="post" action=format!("/staff/accounts/{}/holds/end", page.guarantor)>
                <input type="hidden" name="subject" value=hold.subject.clone()/>
                <button class="button small">{t.t("hold-end")}<span class="hidden">": "{name(hold.reason, t)}</span></button>
            </form>
        }
    });
    view! { <div class="notice notice-wait hold"><p>{said}</p>{end}</div> }.into_any()
}

fn name(reason: HoldReason, t: Text) -> String {
    t.t(&format!("hold-reason-{}", reason.code()))
}

/// What rested before, and a new reason.
pub(super) fn holds(page: &StaffAccountPage, may: bool, t: Text) -> Option<AnyView> {
    let past = page.holds.iter().filter_map(|hold| hold.until.map(|until| (hold, until)));
    let past: Vec<AnyView> = past
        .map(|(hold, until)| {
            view! { <li>{iso(hold.since)}" – "{iso(until)}"\u{a0}· "{name(hold.reason, t)}</li> }.into_any()
        })
        .collect();
    if past.is_empty() && !may {
        return None;
    }
    let past = (!past.is_empty()).then(|| view! { <ul class="soft" role="list">{past}</ul> });
    let reasons = HoldReason::BY_STAFF.map(|reason| (reason.code(), name(reason, t)));
    let add = may.then(|| {
        view! {
            <form
                method="post" action=format!("/staff/accounts/{}/holds", page.guarantor) class="form desk-form" novalidate
            >
                <p>{t.t("hold-what")}</p>
                {select("reason", "hold-reason", &reasons, &page.form, t)}
                <button class="button">{t.t("hold-add")}</button>
            </form>
        }
    });
    Some(view! { <h2>{t.t("holds-title")}</h2>{past}{add} }.into_any())
}
