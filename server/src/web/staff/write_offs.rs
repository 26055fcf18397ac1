//! On an account: part of what is owed is given up.

use app::FormState;
use app::model::{AccountWriteOffs, WriteOffRow, WriteOffState, WriteOffVisit};
use axum::extract::{Path, State};
use billing::db::Tx;
use billing::door::local_date;
use billing::visits;
use billing::write_offs::{self, Ask, Ended, Verdict, WriteOff, WriteOffError};
use domain::access::Permission;
use domain::write_off::WriteOffReason;
use domain::{GuarantorId, Money, VisitId};
use time::Date;
use uuid::Uuid;

use super::accounts::{known, name_of_user, show};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, refused, see};
use crate::web::fields::Fields;
use crate::web::patient::title;
use crate::web::session::Staff;

/// What the account's page says of it.
pub(super) async fn of_account(
    tx: &mut Tx,
    staff: &Staff,
    id: GuarantorId,
) -> Result<AccountWriteOffs, Fail> {
    let practice = staff.practice.id;
    let mut all = AccountWriteOffs::default();
    if staff.may(Permission::WriteOffBalances) {
        for due in write_offs::open(tx, practice, id).await? {
            let (title, date) = called(tx, staff, due.visit).await?;
            all.visits.push(WriteOffVisit { visit: due.visit, title, date, most: due.amount });
        }
    }
    for one in write_offs::of_account(tx, practice, id).await? {
        all.rows.push(row(tx, staff, one).await?);
    }
    Ok(all)
}

/// What a visit is called, and when it was.
async fn called(tx: &mut Tx, staff: &Staff, visit: VisitId) -> Result<(String, Date), Fail> {
    let visit = visits::of_practice(tx, staff.practice.id, visit).await?.ok_or(Fail::NotFound)?;
    Ok((title(visit.description, visit.location), visit.service_date))
}

async fn row(tx: &mut Tx, staff: &Staff, one: WriteOff) -> Result<WriteOffRow, Fail> {
    let (title, _) = called(tx, staff, one.ask.visit).await?;
    Ok(WriteOffRow {
        id: one.id,
        title,
        on: local_date(one.asked_at, &staff.practice.time_zone),
        amount: one.ask.amount,
        standing: one.standing,
        reason: one.ask.reason,
        note: one.ask.note,
        by: name_of_user(tx, Some(one.asked_by)).await?,
        own: one.asked_by == staff.user.id,
        state: match one.state {
            write_offs::State::Asked => WriteOffState::Waits,
            write_offs::State::Posted => WriteOffState::Done,
            write_offs::State::Refused => WriteOffState::Refused,
            write_offs::State::Withdrawn => WriteOffState::Withdrawn,
            write_offs::State::Ended(Ended::LessOwed) => WriteOffState::LessOwed,
            write_offs::State::Ended(Ended::SomebodyElses) => WriteOffState::SomebodyElses,
        },
    })
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
    match write_offs::ask_in(&mut tx, &portal.door, (staff.practice.id, staff.user.id), &ask).await {
        Ok(one) => {
            tx.commit().await?;
            let asked = one.state == write_offs::State::Asked;
            Ok(see(&format!("/staff/accounts/{id}?{}", if asked { "off-asked" } else { "off" })))
        }
        Err(error) => {
            drop(tx);
            wrong(&portal, &staff, id, (&fields, error)).await
        }
    }
}

fn read(fields: &Fields, guarantor: GuarantorId) -> Result<Ask, FormState> {
    let mut form = fields.form();
    let press: Option<Uuid> = fields.get("press").parse().ok();
    let visit: Option<VisitId> = fields.get("off_visit").parse().ok();
    let amount = Money::parse_human(fields.get("off_amount")).ok().filter(|amount| amount.is_positive());
    let reason = WriteOffReason::from_code(fields.get("off_reason"));
    let note = fields.get("off_note").trim();
    let said = !note.is_empty();
    for (there, field, error) in [
        (press.is_some(), "", "error-expired"),
        (visit.is_some(), "off_visit", "error-write-off-visit"),
        (amount.is_some(), "off_amount", "error-amount-form"),
        (reason.is_some(), "off_reason", "error-reason"),
        (said, "off_note", "error-note"),
    ] {
        if !there {
            form = form.with_error(field, error);
        }
    }
    match (press, visit, amount, reason) {
        (Some(press), Some(visit), Some(amount), Some(reason)) if said => {
            Ok(Ask { press, guarantor, visit, amount, reason, note: note.to_owned() })
        }
        _ => Err(form),
    }
}

/// Says in place what is wrong, with what was typed.
async fn wrong(
    portal: &Shared,
    staff: &Staff,
    id: GuarantorId,
    (fields, error): (&Fields, WriteOffError),
) -> Answer {
    let (field, error) = match error {
        WriteOffError::NotThere => ("off_visit", "error-write-off-visit"),
        WriteOffError::TooLittle => ("off_amount", "error-amount-form"),
        WriteOffError::TooMuch(_) => ("off_amount", "error-write-off-most"),
        WriteOffError::Words => ("off_note", "error-too-long"),
        WriteOffError::SamePerson => ("", "error-second-person"),
        WriteOffError::NotNow => ("", "error-moved"),
        WriteOffError::Ledger(error) => return Err(error.into()),
        WriteOffError::Sqlx(error) => return Err(error.into()),
    };
    let form = fields.form().with_error(field, error);
    Ok(refused(show(portal, staff, id, form, None).await?))
}

pub async fn decide(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let request: Uuid = fields.get("id").parse().map_err(|_| Fail::NotFound)?;
    let verdict = match fields.get("do") {
        "agree" => Verdict::Agree,
        "refuse" => Verdict::Refuse,
        "withdraw" => Verdict::Withdraw,
        _ => return Err(Fail::NotFound),
    };
    // Who asked takes it back; it takes more to agree or refuse.
    if verdict != Verdict::Withdraw {
        staff.must(&portal, Permission::ApproveBeyondLimits)?;
    }
    let mut tx = portal.db.begin().await?;
    let by = (staff.practice.id, staff.user.id);
    match write_offs::decide_in(&mut tx, &portal.door, by, (id, request), verdict).await {
        Ok(one) => {
            tx.commit().await?;
            let word = match one.state {
                write_offs::State::Posted => "off",
                write_offs::State::Ended(_) => "off-ended",
                _ => "off-closed",
            };
            Ok(see(&format!("/staff/accounts/{id}?{word}")))
        }
        Err(WriteOffError::NotThere) => Err(Fail::NotFound),
        // It began to be paid while somebody agreed: whoever presses again is told what came of it.
        Err(WriteOffError::TooMuch(_)) => {
            drop(tx);
            wrong(&portal, &staff, id, (&fields, WriteOffError::NotNow)).await
        }
        Err(error) => {
            drop(tx);
            wrong(&portal, &staff, id, (&fields, error)).await
        }
    }
}
