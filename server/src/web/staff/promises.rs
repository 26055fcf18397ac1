//! On an account: an offer beyond the rule, and promises to pay.

use app::FormState;
use app::model::{AccountPlans, ExceptionRow, PromiseRow, PromiseState};
use axum::extract::{Path, State};
use billing::db::Tx;
use billing::plans::exception::{self, Ask, ExceptionProblem, MOST_MONTHS};
use billing::plans::staff as listed;
use domain::access::Permission;
use domain::{GuarantorId, Money};
use time::{Date, Duration};
use uuid::Uuid;

use super::accounts::{known, show};
use super::plans::row;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, refused, see};
use crate::web::fields::{Fields, day_field};
use crate::web::session::Staff;

/// What the account's page says of plans.
pub(super) async fn of_account(
    tx: &mut Tx,
    portal: &Shared,
    staff: &Staff,
    id: GuarantorId,
) -> Result<AccountPlans, Fail> {
    let practice = staff.practice.id;
    let today = portal.door.today_in(&staff.practice.time_zone);
    let plans = listed::of_account(tx, &portal.door, practice, id).await?;
    let exception = match exception::standing(tx, practice, id, today).await? {
        Some(one) => {
            let policy = one.policy()?;
            Some(ExceptionRow {
                id: one.id,
                months: policy.longest.iter().map(|band| band.months).max().unwrap_or_default(),
                smallest: policy.smallest,
                until: one.until,
                waits: one.state == "asked",
                own: one.asked_by == staff.user.id,
                reason: one.reason,
            })
        }
        None => None,
    };
    let promises = listed::promises(tx, practice, id).await?.into_iter().map(|one| PromiseRow {
        id: one.id,
        amount: Money::from_cents(one.amount_cents),
        due: one.due_on,
        note: one.note,
        state: match one.state.as_str() {
            "kept" => PromiseState::Kept,
            "broken" => PromiseState::Broken,
            "withdrawn" => PromiseState::Withdrawn,
            _ => PromiseState::Open,
        },
    });
    Ok(AccountPlans { plans: plans.into_iter().map(row).collect(), exception, promises: promises.collect() })
}

pub async fn ask(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let ask = match read(&fields, id) {
        Ok(ask) => ask,
        Err(form) => return Ok(refused(show(&portal, &staff, id, form, None).await?)),
    };
    let mut tx = portal.db.begin().await?;
    match exception::ask_in(&mut tx, &portal.door, staff.practice.id, staff.user.id, &ask).await {
        Ok(open) => {
            tx.commit().await?;
            Ok(see(&format!("/staff/accounts/{id}?{}", if open { "offered" } else { "asked" })))
        }
        Err(ExceptionProblem::Sqlx(error)) => Err(error.into()),
        Err(problem) => {
            drop(tx);
            let (field, error) = match problem {
                ExceptionProblem::NoReason => ("why", "error-plan-why"),
                ExceptionProblem::Until => ("until", "error-plan-day"),
                ExceptionProblem::Term => ("months", "error-plan-number"),
                ExceptionProblem::Smallest => ("smallest", "error-amount-form"),
                ExceptionProblem::NothingDue => ("", "error-plan-nothing"),
                _ => ("", "error-plan-standing"),
            };
            let form = fields.form().with_error(field, error);
            Ok(refused(show(&portal, &staff, id, form, None).await?))
        }
    }
}

fn read(fields: &Fields, guarantor: GuarantorId) -> Result<Ask, FormState> {
    let mut form = fields.form();
    let months = fields.get("months").parse().ok().filter(|months| (1..=MOST_MONTHS).contains(months));
    let smallest = Money::parse_human(fields.get("smallest")).ok();
    let until = day_field(fields.get("until")).ok().flatten();
    for (there, field, error) in [
        (months.is_some(), "months", "error-plan-number"),
        (smallest.is_some(), "smallest", "error-amount-form"),
        (until.is_some(), "until", "error-plan-day"),
    ] {
        if !there {
            form = form.with_error(field, error);
        }
    }
    match (months, smallest, until) {
        (Some(months), Some(smallest), Some(until)) => {
            let reason = fields.get("why").chars().take(500).collect();
            Ok(Ask { guarantor, months, smallest, until, reason })
        }
        _ => Err(form),
    }
}

pub async fn decide(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let exception: Uuid = fields.get("id").parse().map_err(|_| Fail::NotFound)?;
    // Who asked takes it back; it takes more to agree or refuse.
    if fields.get("do") != "withdraw" {
        staff.must(&portal, Permission::ApproveBeyondLimits)?;
    }
    let mut tx = portal.db.begin().await?;
    let (door, practice, by) = (&portal.door, staff.practice.id, staff.user.id);
    let decided = match fields.get("do") {
        "agree" => exception::decide_in(&mut tx, door, practice, exception, by, true).await,
        "refuse" => exception::decide_in(&mut tx, door, practice, exception, by, false).await,
        "withdraw" => {
            let may_refuse = staff.may(Permission::ApproveBeyondLimits);
            exception::withdraw_in(&mut tx, door, practice, exception, (by, may_refuse)).await
        }
        _ => return Err(Fail::NotFound),
    };
    match decided {
        Ok(()) => {
            tx.commit().await?;
            Ok(see(&format!("/staff/accounts/{id}?decided")))
        }
        Err(ExceptionProblem::Sqlx(error)) => Err(error.into()),
        Err(ExceptionProblem::SamePerson) => {
            drop(tx);
            let form = FormState::wrong("", "error-second-person");
            Ok(refused(show(&portal, &staff, id, form, None).await?))
        }
        Err(_) => Err(Fail::NotFound),
    }
}

/// A promise is for so many days at most.
const FAR: Duration = Duration::days(180);

pub async fn promise(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let mut form = fields.form();
    let amount = Money::parse_human(fields.get("promised")).ok().filter(|amount| amount.is_positive());
    let today = portal.door.today_in(&staff.practice.time_zone);
    let latest = today.checked_add(FAR).unwrap_or(Date::MAX);
    let day = day_field(fields.get("promised_on")).ok().flatten();
    let day = day.filter(|day| (today..=latest).contains(day));
    if amount.is_none() {
        form = form.with_error("promised", "error-amount-form");
    }
    if day.is_none() {
        form = form.with_error("promised_on", "error-plan-day");
    }
    let (Some(amount), Some(day)) = (amount, day) else {
        return Ok(refused(show(&portal, &staff, id, form, None).await?));
    };
    let note: String = fields.get("promise_note").chars().take(500).collect();
    let note = Some(note.as_str()).filter(|note| !note.is_empty());
    let mut tx = portal.db.begin().await?;
    let whose = (staff.practice.id, id);
    listed::promise_in(&mut tx, &portal.door, whose, staff.user.id, amount, day, note).await?;
    tx.commit().await?;
    Ok(see(&format!("/staff/accounts/{id}?promised")))
}

pub async fn withdraw(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let promise: Uuid = fields.get("id").parse().map_err(|_| Fail::NotFound)?;
    let mut tx = portal.db.begin().await?;
    if !listed::withdraw_in(&mut tx, &portal.door, staff.practice.id, promise).await? {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see(&format!("/staff/accounts/{id}?promised")))
}
