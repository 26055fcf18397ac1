//! One account, and money taken at the desk for it.

use app::model::{
    AccountNotice, HoldReason, HoldRow, LetterState, QueueRow, StaffAccountPage, StaffDue, StaffPaymentRow,
    StaffPaymentState, StaffStatementPage, StaffStatementRow, TakePaymentPage,
};
use app::{FormState, pages};
use axum::extract::{Path, RawQuery, State};
use billing::accounts::Guarantor;
use billing::db::Tx;
use billing::door::local_date;
use billing::household::sharing;
use billing::payments::desk::{self, DeskError, Taken};
use billing::payments::{self, Method, Payment, PaymentState};
use billing::statements::{self, StatementError, Why, notices};
use billing::visits::{self, VisitSummary};
use billing::{accounts, hardship, household, identity, work};
use domain::{GuarantorId, Money, PracticeId, UserId, VisitId};
use uuid::Uuid;

use super::statements::why_not;
use super::{disputes, estimates, promises, records, write_offs};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::papers;
use crate::web::patient::{helper, person, statement_page, title};
use crate::web::session::Staff;
use crate::web::sight::as_guarantor;
use crate::web::told;

/// Visits and payments on one page.
const SHOWN: i64 = 200;

pub async fn account(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let notice = query.as_deref().and_then(notice_of);
    Ok(page(show(&portal, &staff, id, FormState::default(), notice).await?))
}

/// What the reader's last press did, as the address after it says.
fn notice_of(query: &str) -> Option<AccountNotice> {
    match query {
        "issued" => Some(AccountNotice::Issued),
        "corrected" => Some(AccountNotice::Corrected),
        "returned" => Some(AccountNotice::LetterReturned),
        "held" => Some(AccountNotice::HoldAdded),
        "ended" => Some(AccountNotice::HoldEnded),
        "consented" => Some(AccountNotice::ConsentRecorded),
        "offered" => Some(AccountNotice::ExceptionOpen),
        "asked" => Some(AccountNotice::ExceptionAsked),
        "decided" => Some(AccountNotice::ExceptionDecided),
        "estimated" => Some(AccountNotice::EstimateRecorded),
        "federal" => Some(AccountNotice::FederalStarted),
        "promised" => Some(AccountNotice::Promised),
        "noted" => Some(AccountNotice::Noted),
        "off" => Some(AccountNotice::WrittenOff),
        "off-asked" => Some(AccountNotice::WriteOffAsked),
        "off-closed" => Some(AccountNotice::WriteOffClosed),
        "off-ended" => Some(AccountNotice::WriteOffEnded),
        "moved" => Some(AccountNotice::Moved),
        "move-asked" => Some(AccountNotice::MoveAsked),
        "unseen" => Some(AccountNotice::SightEnded),
        _ => query.strip_prefix("not=").and_then(Why::from_code).map(why_not).map(AccountNotice::NotIssued),
    }
}

pub(super) async fn show(
    portal: &Shared,
    staff: &Staff,
    id: GuarantorId,
    form: FormState,
    notice: Option<AccountNotice>,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let zone = &staff.practice.time_zone;
    let guarantor = accounts::guarantor(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let visits = visits::summaries(&mut tx, practice, id, SHOWN).await?;
    let sum = |cents: fn(&VisitSummary) -> i64| Money::from_cents(visits.iter().map(cents).sum());
    let mut payments = Vec::new();
    let mut on_the_way = Money::ZERO;
    let unknown = payments::unknown(&mut tx, &portal.door, practice, id).await?;
    let history = payments::history(&mut tx, practice, id, SHOWN).await?;
    for payment in unknown.into_iter().chain(history) {
        let row = row(&mut tx, &payment, zone).await?;
        if matches!(row.state, StaffPaymentState::OnTheWay | StaffPaymentState::Checking) {
            on_the_way += payment.amount;
        }
        payments.push(row);
    }
    let in_question: Money =
        visits::set_aside(&mut tx, practice, id).await?.iter().map(|due| due.amount).sum();
    let holds = work::holds(&mut tx, practice, id).await?;
    let name = name_of(&guarantor);
    let today = portal.door.today_in(zone);
    let records = records::of(&mut tx, staff, id).await?;
    let helpers = sharing::helpers(&mut tx, &portal.door, practice, id).await?;
    let model = StaffAccountPage {
        guarantor: id,
        name: name.clone(),
        account_number: guarantor.account_number,
        household: accounts::household(&mut tx, practice, id).await?,
        due: sum(|visit| visit.patient_cents) - in_question,
        in_question,
        with_insurance: sum(|visit| visit.insurance_cents),
        credit: sum(|visit| visit.credit_cents),
        on_the_way,
        holds: holds
            .into_iter()
            .map(|hold| HoldRow {
                reason: HoldReason::from_code(&hold.reason).unwrap_or(HoldReason::Other),
                ends_by_staff: hold.is_ended_by_staff(),
                subject: hold.subject,
                since: local_date(hold.since, zone),
                until: None,
            })
            .collect(),
        people: household::members(&mut tx, &portal.door, &staff.practice, id)
            .await?
            .into_iter()
            .map(person)
            .collect(),
        helpers: helpers.into_iter().map(helper).collect(),
        estimates: estimates::of_account(&mut tx, staff, id, (today, portal.door.id())).await?,
        notes: records.notes,
        sent: records.sent,
        changes: records.changes,
        press: records::press_of(portal, &form),
        plans: promises::of_account(&mut tx, portal, staff, id).await?,
        write_offs: write_offs::of_account(&mut tx, staff, id).await?,
        disputes: disputes_of(&mut tx, portal, staff, id, &name).await?,
        statements: statement_rows(&mut tx, practice, id).await?,
        form,
        notice,
        dues: dues(&mut tx, practice, id).await?,
        payments,
    };
    Ok(pages::staff::account(&staff.ctx(portal), &model))
}

/// The account's disputes and questions, newest first.
async fn disputes_of(
    tx: &mut Tx,
    portal: &Shared,
    staff: &Staff,
    id: GuarantorId,
    name: &str,
) -> Result<Vec<QueueRow>, Fail> {
    let today = portal.door.today_in(&staff.practice.time_zone);
    let mut rows = Vec::new();
    for case in billing::disputes::of_guarantor(tx, staff.practice.id, id).await? {
        let who = name_of_user(tx, case.assigned_to).await?;
        rows.push(disputes::row(case, name.to_owned(), who, today));
    }
    Ok(rows)
}

async fn statement_rows(
    tx: &mut Tx,
    practice: PracticeId,
    id: GuarantorId,
) -> Result<Vec<StaffStatementRow>, Fail> {
    let kept = statements::of_guarantor(tx, practice, id, SHOWN).await?;
    let mut rows = Vec::new();
    for one in &kept {
        let corrected_by = kept.iter().find(|other| Some(other.id) == one.corrected_by);
        rows.push(StaffStatementRow {
            id: one.id,
            number: one.statement.number.clone(),
            issued_on: one.statement.issued_on,
            due_on: one.statement.due_on,
            due: one.statement.due,
            corrects: one.statement.corrects.clone(),
            corrected_by: corrected_by.map(|other| other.statement.number.clone()),
            letter: match notices::letter_of(tx, practice, one.id).await?.as_deref() {
                Some("waiting") => LetterState::Waits,
                Some("sent") => LetterState::Sent,
                Some("returned") => LetterState::Returned,
                _ => LetterState::None,
            },
        });
    }
    Ok(rows)
}

pub async fn statement(
    State(portal): State<Shared>,
    staff: Staff,
    Path((id, name)): Path<(GuarantorId, String)>,
) -> Answer {
    let (statement, as_pdf) = papers::named(&name)?;
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let guarantor = accounts::guarantor(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let mut kept = statements::statement(&mut tx, practice, id, statement).await?.ok_or(Fail::NotFound)?;
    if as_pdf {
        // Paper is for the guarantor, whoever prints it.
        as_guarantor(&mut tx, &portal, &staff.practice, &mut kept).await?;
        drop(tx);
        return papers::statement(&portal, practice, kept, papers::Code::of(&staff)).await;
    }
    let pdf = format!("/staff/accounts/{id}/statements/{statement}.pdf");
    let told = statement_page(&mut tx, practice, id, kept, pdf).await?;
    let model = StaffStatementPage { guarantor: id, name: name_of(&guarantor), page: told };
    Ok(page(pages::staff::statement(&staff.ctx(&portal), &model)))
}

pub async fn issue(State(portal): State<Shared>, staff: Staff, Path(id): Path<GuarantorId>) -> Answer {
    issue_for(&portal, &staff, id, None).await
}

pub async fn correct(
    State(portal): State<Shared>,
    staff: Staff,
    Path((id, statement)): Path<(GuarantorId, Uuid)>,
) -> Answer {
    issue_for(&portal, &staff, id, Some(statement)).await
}

async fn issue_for(portal: &Shared, staff: &Staff, id: GuarantorId, corrects: Option<Uuid>) -> Answer {
    known(portal, staff, id).await?;
    let word = match statements::issue(&portal.db, &portal.door, staff.practice.id, id, corrects).await {
        Ok(_) if corrects.is_some() => "corrected".to_owned(),
        Ok(_) => "issued".to_owned(),
        Err(StatementError::NotNow(why)) => format!("not={}", why.code()),
        Err(StatementError::NotThere) => return Err(Fail::NotFound),
        Err(error) => return Err(error.into()),
    };
    Ok(see(&format!("/staff/accounts/{id}?{word}")))
}

/// An account of this practice.
pub(super) async fn known(portal: &Shared, staff: &Staff, id: GuarantorId) -> Result<(), Fail> {
    let mut tx = portal.db.read().await?;
    accounts::guarantor(&mut tx, staff.practice.id, id).await?.map(drop).ok_or(Fail::NotFound)
}

pub async fn returned(
    State(portal): State<Shared>,
    staff: Staff,
    Path((id, statement)): Path<(GuarantorId, Uuid)>,
) -> Answer {
    known(&portal, &staff, id).await?;
    match notices::came_back(&portal.db, &portal.door, staff.practice.id, statement).await {
        Ok(()) => Ok(see(&format!("/staff/accounts/{id}?returned"))),
        Err(StatementError::NotThere) => Err(Fail::NotFound),
        Err(error) => Err(error.into()),
    }
}

pub async fn hold(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let reason = HoldReason::BY_STAFF.into_iter().find(|reason| reason.code() == fields.get("reason"));
    let Some(reason) = reason else {
        let form = fields.form().with_error("reason", "error-reason");
        return Ok(refused(show(&portal, &staff, id, form, None).await?));
    };
    let mut tx = portal.db.begin().await?;
    let practice = staff.practice.id;
    let subject = format!("{}:{id}", reason.code());
    match reason {
        // Its plans rest too.
        HoldReason::Assistance => {
            hardship::hold_in(&mut tx, &portal.door, (practice, id), staff.user.id, &subject).await?;
        }
        reason => work::hold_because_in(&mut tx, &portal.door, practice, id, reason.code(), &subject).await?,
    }
    tx.commit().await?;
    Ok(see(&format!("/staff/accounts/{id}?held")))
}

pub async fn end_hold(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let mut tx = portal.db.begin().await?;
    let practice = staff.practice.id;
    hardship::end_hold_in(&mut tx, &portal.door, (practice, id), staff.user.id, fields.get("subject"))
        .await?;
    tx.commit().await?;
    Ok(see(&format!("/staff/accounts/{id}?ended")))
}

/// A guarantor's whole name.
pub fn name_of(guarantor: &Guarantor) -> String {
    format!("{} {}", guarantor.first_name, guarantor.last_name)
}

/// The name of somebody who acted; of who has left, too.
pub async fn name_of_user(tx: &mut Tx, user: Option<UserId>) -> Result<Option<String>, Fail> {
    let Some(user) = user else { return Ok(None) };
    Ok(identity::user_in(tx, user).await?.map(|user| user.name))
}

async fn row(tx: &mut Tx, payment: &Payment, zone: &str) -> Result<StaffPaymentRow, Fail> {
    let returned = told::returned(tx, payment, zone).await?;
    Ok(StaffPaymentRow {
        id: payment.id,
        date: told::day(payment, zone),
        method: told::method(payment),
        amount: payment.amount,
        refunded: returned.refunded,
        charged_back: returned.charged_back,
        state: state_of(payment, &returned),
    })
}

/// What became of a payment, in one word.
pub fn state_of(payment: &Payment, returned: &told::Returned) -> StaffPaymentState {
    match payment.state {
        PaymentState::Intent | PaymentState::Open => StaffPaymentState::Checking,
        PaymentState::Processing => StaffPaymentState::OnTheWay,
        PaymentState::Failed | PaymentState::Expired => StaffPaymentState::Failed,
        PaymentState::Paid if returned.charged_back.is_positive() => StaffPaymentState::ChargedBack,
        PaymentState::Paid if returned.refunded >= payment.amount => StaffPaymentState::Refunded,
        PaymentState::Paid if returned.refunded.is_positive() => StaffPaymentState::PartlyRefunded,
        PaymentState::Paid => StaffPaymentState::Paid,
    }
}

/// Visits that are due or carry a credit, oldest first.
async fn dues(tx: &mut Tx, practice: PracticeId, id: GuarantorId) -> Result<Vec<StaffDue>, Fail> {
    let mut dues: Vec<StaffDue> = visits::summaries(tx, practice, id, SHOWN)
        .await?
        .into_iter()
        .filter(|visit| visit.patient_cents > 0 || visit.credit_cents > 0)
        .map(|summary| StaffDue {
            visit: summary.visit.id,
            title: title(summary.visit.description, summary.visit.location),
            date: summary.visit.service_date,
            patient_name: summary.visit.patient_name,
            due: Money::from_cents(summary.patient_cents),
            credit: Money::from_cents(summary.credit_cents),
        })
        .collect();
    dues.sort_by_key(|due| (due.date, due.visit));
    Ok(dues)
}

pub async fn take_page(State(portal): State<Shared>, staff: Staff, Path(id): Path<GuarantorId>) -> Answer {
    let press = portal.door.id().to_string();
    Ok(page(show_take(&portal, &staff, id, FormState::default(), Vec::new(), press).await?))
}

async fn show_take(
    portal: &Shared,
    staff: &Staff,
    id: GuarantorId,
    form: FormState,
    picked: Vec<VisitId>,
    press: String,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let guarantor = accounts::guarantor(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let dues: Vec<StaffDue> =
        dues(&mut tx, practice, id).await?.into_iter().filter(|due| due.due.is_positive()).collect();
    let model = TakePaymentPage {
        guarantor: id,
        name: name_of(&guarantor),
        due: dues.iter().map(|due| due.due).sum(),
        dues,
        form,
        picked,
        press,
    };
    Ok(pages::staff::take_payment(&staff.ctx(portal), &model))
}

pub async fn take(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    let picked: Vec<VisitId> = fields.all("visit").filter_map(|id| id.parse().ok()).collect();
    let taken = match read(&fields, id, &picked) {
        Ok(taken) => taken,
        Err((field, error)) => {
            let form = fields.form().with_error(field, error);
            let press = fields.get("press").to_owned();
            return Ok(refused(show_take(&portal, &staff, id, form, picked, press).await?));
        }
    };
    known(&portal, &staff, id).await?;
    match desk::take(&portal.db, &portal.door, staff.practice.id, staff.user.id, &taken).await {
        Ok(payment) => Ok(see(&format!("/staff/payments/{payment}?taken"))),
        Err(error) => {
            let (field, error) = match error {
                DeskError::TooLittle => ("amount", "error-amount-form"),
                DeskError::NoVisit => ("", "error-nothing-due"),
                DeskError::NoReference => ("reference", "error-reference"),
                DeskError::NotAtDesk => ("method", "error-method"),
                DeskError::Ledger(error) => return Err(error.into()),
                DeskError::Sqlx(error) => return Err(error.into()),
            };
            let form = fields.form().with_error(field, error);
            Ok(refused(show_take(&portal, &staff, id, form, picked, taken.press.to_string()).await?))
        }
    }
}

fn read(
    fields: &Fields,
    guarantor: GuarantorId,
    picked: &[VisitId],
) -> Result<Taken, (&'static str, &'static str)> {
    let press: Uuid = fields.get("press").parse().map_err(|_| ("", "error-expired"))?;
    let method = match fields.get("method") {
        "cash" => Method::Cash,
        "check" => Method::Check,
        "terminal" => Method::Terminal,
        _ => return Err(("method", "error-method")),
    };
    let amount = match fields.get("amount") {
        "" => return Err(("amount", "error-amount-form")),
        typed => Money::parse_human(typed).map_err(|_| ("amount", "error-amount-form"))?,
    };
    let reference = Some(fields.get("reference").to_owned()).filter(|number| !number.is_empty());
    if reference.as_ref().is_some_and(|number| number.chars().count() > 60) {
        return Err(("reference", "error-too-long"));
    }
    let visits = match fields.get("choice") {
        "visits" if picked.is_empty() => return Err(("visit", "error-no-visit")),
        "visits" => picked.to_vec(),
        _ => Vec::new(),
    };
    Ok(Taken { press, guarantor, method, reference, amount, visits })
}
