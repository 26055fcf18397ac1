//! From an account to a statement: whether it is to get one, and what it says.

use domain::payment::Due;
use domain::statement::{Drawn, Frame, Position, Recipient, Sender, Statement};
use domain::story::VisitStory;
use domain::{GuarantorId, Money, PracticeId};
use time::Duration;
use uuid::Uuid;

use super::store::{self, New};
use super::{Policy, StatementError, Why, notices};
use crate::accounts::{self, Guarantor};
use crate::db::Tx;
use crate::hooks::news;
use crate::plans::view;
use crate::{Door, ledger, messages, visits, work};

/// Visits of one account.
const VISITS: i64 = 10_000;

/// Why an account is not to get a statement now; none when it is.
pub(super) async fn refusal(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
    policy: &Policy,
) -> Result<Option<Why>, sqlx::Error> {
    if let Some(why) = standing_reason(tx, practice, guarantor).await? {
        return Ok(Some(why));
    }
    let account = store::owed(tx, practice, guarantor).await?;
    let due: Money = visits::dues(tx, practice, guarantor).await?.iter().map(|due| due.amount).sum();
    if !account.due.is_positive() || account.credit >= account.due {
        return Ok(Some(Why::NothingDue));
    }
    if !due.is_positive() {
        // All of it is in question, or sent.
        let asked = visits::set_aside(tx, practice, guarantor).await?.is_empty();
        return Ok(Some(if asked { Why::OnItsWay } else { Why::Held }));
    }
    // What a plan in good standing asks for, no statement asks for.
    let due: Money = view::beside(tx, practice, guarantor).await?.iter().map(|due| due.amount).sum();
    if !due.is_positive() {
        return Ok(Some(Why::InPlan));
    }
    if due < policy.minimum {
        return Ok(Some(Why::TooLittle));
    }
    let today = accounts::today_in(tx, door, practice).await?;
    let last = store::last_issued_on(tx, practice, guarantor).await?;
    if last.is_some_and(|last| today < last + Duration::days(policy.rest_days)) {
        return Ok(Some(Why::Recent));
    }
    Ok(None)
}

/// Why nothing is sent to an account at all; none when nothing stands against it. A dispute does
/// not: what it is about is not due, and the rest is asked for as ever.
pub(crate) async fn standing_reason(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Why>, sqlx::Error> {
    let mut found = None;
    for hold in work::holds(tx, practice, guarantor).await?.into_iter().filter(|hold| !hold.is_of_a_dispute())
    {
        match hold.reason.as_str() {
            "deceased" => return Ok(Some(Why::Deceased)),
            "bad_address" => found = found.or(Some(Why::BadAddress)),
            _ => found = Some(Why::Held),
        }
    }
    // Whoever is told by email that they can read in the portal needs no address.
    if found == Some(Why::BadAddress) && messages::reaches(tx, practice, guarantor).await? {
        return Ok(None);
    }
    Ok(found)
}

/// Draws, numbers and keeps a statement, and says how it will be told.
pub(super) async fn issue_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
    policy: &Policy,
    run: Option<Uuid>,
    corrects: Option<Uuid>,
) -> Result<Uuid, StatementError> {
    // The number is taken first: who takes one holds the practice's counter until it is
    // kept, so that numbers have no gaps and two servers never give the same one.
    let number = store::next_number(tx, practice).await?;
    let account = accounts::guarantor(tx, practice, guarantor).await?.ok_or(StatementError::NotThere)?;
    let corrected = match corrects {
        Some(id) => {
            let row = store::statement(tx, practice, id).await?;
            Some(row.filter(|row| row.guarantor_id == guarantor).ok_or(StatementError::NotThere)?.kept()?)
        }
        None => None,
    };
    let before = store::of_guarantor(tx, practice, guarantor, 1).await?;
    let before = before.into_iter().next().map(store::StatementRow::kept).transpose()?;
    let today = accounts::today_in(tx, door, practice).await?;
    let frame = Frame {
        number: number_of(number),
        corrects: corrected.map(|kept| kept.statement.number),
        spanish: account.language == "es",
        issued_on: today,
        due_on: today + Duration::days(policy.due_days),
        from: sender(tx, practice).await?,
        to: recipient(tx, practice, &account).await?,
        on_its_way: store::on_its_way(tx, practice, guarantor).await?,
        in_plan: in_plan(tx, practice, guarantor).await?,
        position: store::position(tx, practice, guarantor).await?,
    };
    let drawn = drawn(tx, practice, guarantor).await?;
    let statement = Statement::draw(frame, &drawn, before.as_ref().map(|kept| &kept.statement));
    let id = door.id();
    let snapshot = serde_json::to_string(&statement)?;
    let new = New { id, guarantor, number, run, corrects, snapshot: &snapshot, now: door.now() };
    store::insert(tx, practice, &statement, &new).await?;
    news::stated(tx, door, practice, guarantor, id, &statement).await?;
    notices::announce_in(tx, door, practice, guarantor, id, policy).await?;
    Ok(id)
}

/// What a plan in good standing asks for of what is due.
async fn in_plan(tx: &mut Tx, practice: PracticeId, guarantor: GuarantorId) -> Result<Money, sqlx::Error> {
    let sum = |dues: Vec<Due>| -> Money { dues.iter().map(|due| due.amount).sum() };
    let all = sum(visits::dues(tx, practice, guarantor).await?);
    Ok((all - sum(view::beside(tx, practice, guarantor).await?)).or_zero())
}

/// A statement's number as it is printed.
#[must_use]
pub fn number_of(number: i64) -> String {
    format!("S-{number:06}")
}

/// Who sends statements of a practice.
///
/// # Errors
/// [`StatementError::NotThere`] when there is no such practice.
pub async fn sender(tx: &mut Tx, practice: PracticeId) -> Result<Sender, StatementError> {
    let known = accounts::practice(tx, practice).await?.ok_or(StatementError::NotThere)?;
    let address = store::remit_to(tx, practice).await?;
    Ok(Sender {
        name: known.name,
        address: address.lines(),
        phone: known.phone,
        email: known.email,
        hours: known.hours,
    })
}

async fn recipient(tx: &mut Tx, practice: PracticeId, account: &Guarantor) -> Result<Recipient, sqlx::Error> {
    Ok(Recipient {
        name: format!("{} {}", account.first_name, account.last_name),
        account_number: account.account_number.clone(),
        address: store::postal(tx, practice, account.id).await?.lines(),
    })
}

async fn drawn(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Drawn>, StatementError> {
    let aside = visits::set_aside(tx, practice, guarantor).await?;
    let mut all = Vec::new();
    for summary in visits::summaries(tx, practice, guarantor, VISITS).await? {
        let visit = summary.visit;
        let entries = ledger::entries_of_visit(tx, practice, visit.id).await?;
        let charges = visits::charges(tx, practice, visit.id).await?;
        all.push(Drawn {
            story: VisitStory::of(visit.id, &entries),
            aside: aside.iter().filter(|asked| asked.visit == visit.id).map(|asked| asked.amount).sum(),
            title: visit.description.or(visit.location).unwrap_or_else(|| "—".to_owned()),
            date: visit.service_date,
            patient_name: visit.patient_name,
            provider: visit.provider,
            payer: summary.payer,
            charges: charges.into_iter().map(|charge| (charge.id, charge.description, charge.code)).collect(),
        });
    }
    Ok(all)
}

/// How far the books have come, for the statement's own record.
pub(super) fn position(entries: i64, last: Option<domain::TransactionId>) -> Position {
    Position { entries: u64::try_from(entries).unwrap_or_default(), last }
}
