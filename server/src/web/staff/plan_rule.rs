//! The practice's rule for payment plans.

use app::model::PlanPolicyPage;
use app::{FormState, pages};
use axum::extract::{RawQuery, State};
use billing::accounts;
use billing::plans::policy::{self, PolicyProblem};
use domain::Money;
use domain::plan::{Band, Policy, Rate, Retries, Standing};
use time::Date;

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::{Fields, day_field};
use crate::web::session::Staff;

pub async fn rule(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let saved = query.as_deref() == Some("saved");
    Ok(page(show(&portal, &staff, FormState::default(), saved).await?))
}

async fn show(portal: &Shared, staff: &Staff, form: FormState, saved: bool) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let today = accounts::today_in(&mut tx, &portal.door, practice).await?;
    let mut coming: Vec<Policy> = policy::all(&mut tx, practice).await?;
    coming.retain(|rule| rule.effective > today);
    coming.sort_by_key(|rule| rule.effective);
    let mut rules = vec![policy::in_force(&mut tx, practice, today).await?];
    rules.extend(coming);
    let model = PlanPolicyPage { rules, today, form, saved };
    Ok(pages::staff::plan_policy(&staff.ctx(portal), &model))
}

pub async fn save(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let rule = match read(&fields) {
        Ok(rule) => rule,
        Err(form) => return Ok(refused(show(&portal, &staff, form, false).await?)),
    };
    let mut tx = portal.db.begin().await?;
    match policy::set_in(&mut tx, &portal.door, staff.practice.id, staff.user.id, &rule).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(see("/staff/plans/policy?saved"))
        }
        Err(PolicyProblem::Sqlx(error)) => Err(error.into()),
        Err(problem) => {
            let (field, error) = match problem {
                PolicyProblem::InThePast => ("effective", "error-plan-day"),
                PolicyProblem::NotAllowed => ("state_allows", "error-plan-allowed"),
                _ => ("least", "error-plan-bounds"),
            };
            let form = fields.form().with_error(field, error);
            Ok(refused(show(&portal, &staff, form, false).await?))
        }
    }
}

/// The rule as it was typed; otherwise the form with everything that is wrong with it.
fn read(fields: &Fields) -> Result<Policy, FormState> {
    let mut form = fields.form();
    let mut wrong = |field: &str, error: &str| form = std::mem::take(&mut form).with_error(field, error);
    let effective = day_field(fields.get("effective")).ok().flatten();
    if effective.is_none() {
        wrong("effective", "error-plan-day");
    }
    let mut money = |field: &str| -> Money {
        Money::parse_human(fields.get(field)).ok().filter(|amount| amount.is_positive()).unwrap_or_else(
            || {
                wrong(field, "error-amount-form");
                Money::ZERO
            },
        )
    };
    let (least, most, smallest) = (money("least"), money("most"), money("smallest"));
    let mut number = |field: &str, least: u16, most: u16| -> u16 {
        let typed = fields.get(field).parse().ok().filter(|number| (least..=most).contains(number));
        typed.unwrap_or_else(|| {
            wrong(field, "error-plan-number");
            least
        })
    };
    let most_instalments = u32::from(number("most_instalments", 1, 60));
    let down_percent = number("down_percent", 0, 90);
    let first_within_days = number("first_within_days", 1, 120);
    let (grace, missed, skips) =
        (number("grace_days", 0, 60), number("missed_to_default", 0, 12), number("skips_a_year", 0, 12));
    let tries = number("tries", 1, u16::from(Retries::MOST));
    let above = number("months_3", 1, 60);
    let rate = rate(fields.get("rate")).unwrap_or_else(|| {
        wrong("rate", "error-plan-rate");
        Rate::ZERO
    });
    let late_fee = fee(fields.get("late_fee")).unwrap_or_else(|| {
        wrong("late_fee", "error-amount-form");
        Money::ZERO
    });
    let longest = bands(fields, above).unwrap_or_else(|field| {
        wrong(field, "error-plan-band");
        Vec::new()
    });
    if !form.errors.is_empty() {
        return Err(form);
    }
    let small = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
    let kept_out =
        [("excluded_disputed", Standing::Disputed), ("excluded_assistance", Standing::AssistanceReview)];
    let kept_out = kept_out.into_iter().filter(|(field, _)| fields.get(field) == "yes");
    Ok(Policy {
        effective: effective.unwrap_or(Date::MAX),
        least,
        most,
        longest,
        smallest,
        down_percent: small(down_percent),
        rate,
        state_allows: fields.get("state_allows") == "yes",
        grace_days: small(grace),
        late_fee,
        missed_to_default: small(missed),
        balances_may_join: fields.get("balances_may_join") == "yes",
        skips_a_year: small(skips),
        // What is with an agency is never the practice's to offer.
        excluded: kept_out.map(|(_, standing)| standing).chain([Standing::Placed]).collect(),
        most_instalments,
        first_within_days,
        tries: small(tries),
    })
}

/// A yearly rate; nothing typed is none.
fn rate(typed: &str) -> Option<Rate> {
    if typed.is_empty() { Some(Rate::ZERO) } else { Rate::parse_human(typed) }
}

fn fee(typed: &str) -> Option<Money> {
    if typed.is_empty() {
        return Some(Money::ZERO);
    }
    Money::parse_human(typed).ok().filter(|fee| !fee.is_negative())
}

/// The longest terms by balance, rising; otherwise the field that is wrong.
fn bands(fields: &Fields, above: u16) -> Result<Vec<Band>, &'static str> {
    let mut bands: Vec<Band> = Vec::new();
    for (up_to, months, field) in [("up_to_1", "months_1", "months_1"), ("up_to_2", "months_2", "months_2")] {
        let (up_to, months) = (fields.get(up_to), fields.get(months));
        if up_to.is_empty() && months.is_empty() {
            continue;
        }
        let up_to = Money::parse_human(up_to).map_err(|_| field)?;
        let months: u16 = months.parse().map_err(|_| field)?;
        let rises = bands.last().is_none_or(|last| last.up_to < Some(up_to));
        if !up_to.is_positive() || !(1..=60).contains(&months) || !rises {
            return Err(field);
        }
        bands.push(Band { up_to: Some(up_to), months });
    }
    bands.push(Band { up_to: None, months: above });
    Ok(bands)
}
