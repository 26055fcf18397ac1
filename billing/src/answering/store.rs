//! All SQL of who answers for what.

use std::collections::BTreeSet;

use domain::answering::ChangeReason;
use domain::{GuarantorId, Money, PatientId, PlanId, PracticeId, TransactionId, UserId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::preview::Moving;
use super::told::Gone;
use super::{Ask, Change, State};
use crate::db::Tx;
use crate::{on, run};

#[derive(FromRow)]
struct MovingRow {
    id: VisitId,
    visit_number: String,
    service_date: Date,
    patient_id: PatientId,
    first_name: String,
    patient_cents: i64,
    insurance_cents: i64,
    credit_cents: i64,
    plan_id: Option<PlanId>,
}

impl MovingRow {
    fn moving(self) -> Moving {
        Moving {
            visit: self.id,
            number: self.visit_number,
            date: self.service_date,
            patient: self.patient_id,
            patient_name: self.first_name,
            due: Money::from_cents(self.patient_cents),
            insurance: Money::from_cents(self.insurance_cents),
            credit: Money::from_cents(self.credit_cents),
            plan: self.plan_id,
        }
    }
}

pub async fn movable(
    tx: &mut Tx,
    practice: PracticeId,
    from: GuarantorId,
) -> Result<Vec<Moving>, sqlx::Error> {
    let rows: Vec<MovingRow> = on!(tx, c => sqlx::query_as(
        "SELECT v.id, v.visit_number, v.service_date, v.patient_id, p.first_name, b.patient_cents,
                b.insurance_cents + b.denied_cents AS insurance_cents, b.credit_cents, b.plan_id
         FROM visit_balances b
         JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
         JOIN patients p ON p.practice_id = v.practice_id AND p.id = v.patient_id
         WHERE b.practice_id = $1 AND b.guarantor_id = $2
           AND b.patient_cents + b.insurance_cents + b.denied_cents + b.credit_cents > 0
         ORDER BY v.service_date, v.id",
    )
    .bind(practice)
    .bind(from)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(MovingRow::moving).collect())
}

/// What was open of each visit of a change when it was done, or asked for.
pub async fn kept(tx: &mut Tx, practice: PracticeId, change: Uuid) -> Result<Vec<Moving>, sqlx::Error> {
    let rows: Vec<MovingRow> = on!(tx, c => sqlx::query_as(
        "SELECT v.id, v.visit_number, v.service_date, v.patient_id, p.first_name, c.patient_cents,
                c.insurance_cents, c.credit_cents, b.plan_id
         FROM guarantor_change_visits c
         JOIN visits v ON v.practice_id = c.practice_id AND v.id = c.visit_id
         JOIN visit_balances b ON b.practice_id = v.practice_id AND b.visit_id = v.id
         JOIN patients p ON p.practice_id = v.practice_id AND p.id = v.patient_id
         WHERE c.practice_id = $1 AND c.change_id = $2 ORDER BY v.service_date, v.id",
    )
    .bind(practice)
    .bind(change)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(MovingRow::moving).collect())
}

/// The visits that a payment under way of an account is for.
pub async fn paid_now(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<VisitId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT a.visit_id FROM payments p
         JOIN payment_parts a ON a.practice_id = p.practice_id AND a.payment_id = p.id
         WHERE p.practice_id = $1 AND p.guarantor_id = $2 AND p.state IN ('intent', 'open', 'processing')",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}

pub async fn statements(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT COUNT(*) FROM statements WHERE practice_id = $1 AND guarantor_id = $2")
        .bind(practice)
        .bind(guarantor)
        .fetch_one(c))
}

async fn links_of(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    visits: &BTreeSet<VisitId>,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let rows: Vec<(Uuid, VisitId)> = on!(tx, c => sqlx::query_as(
        "SELECT id, visit_id FROM pay_links
         WHERE practice_id = $1 AND guarantor_id = $2 AND visit_id IS NOT NULL AND revoked_at IS NULL",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?;
    Ok(rows.into_iter().filter(|(_, visit)| visits.contains(visit)).map(|(id, _)| id).collect())
}

/// Links to nothing but one of these visits that are not taken back yet.
pub async fn links(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    visits: &BTreeSet<VisitId>,
) -> Result<i64, sqlx::Error> {
    let links = links_of(tx, practice, guarantor, visits).await?;
    Ok(i64::try_from(links.len()).unwrap_or(i64::MAX))
}

pub async fn revoke_links(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    visits: &BTreeSet<VisitId>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    for id in links_of(tx, practice, guarantor, visits).await? {
        run!(
            tx,
            sqlx::query("UPDATE pay_links SET revoked_at = $3 WHERE practice_id = $1 AND id = $2")
                .bind(practice)
                .bind(id)
                .bind(now)
        )?;
    }
    Ok(())
}

pub async fn patients_of(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<PatientId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT id FROM patients WHERE practice_id = $1 AND guarantor_id = $2")
        .bind(practice)
        .bind(guarantor)
        .fetch_all(c))
}

pub async fn insert(
    tx: &mut Tx,
    practice: PracticeId,
    change: &Change,
    visits: &[Moving],
) -> Result<(), sqlx::Error> {
    let ask = &change.ask;
    run!(
        tx,
        sqlx::query(
            "INSERT INTO guarantor_changes
                 (practice_id, id, from_id, to_id, reason, note, effective_on, state, asked_by, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(practice)
        .bind(change.id)
        .bind(ask.from)
        .bind(ask.to)
        .bind(ask.reason.code())
        .bind(&ask.note)
        .bind(ask.effective_on)
        .bind(change.state.code())
        .bind(change.asked_by)
        .bind(change.asked_at)
    )?;
    for moving in visits {
        run!(
            tx,
            sqlx::query(
                "INSERT INTO guarantor_change_visits
                     (practice_id, change_id, visit_id, patient_cents, insurance_cents, credit_cents)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(practice)
            .bind(change.id)
            .bind(moving.visit)
            .bind(moving.due.cents())
            .bind(moving.insurance.cents())
            .bind(moving.credit.cents())
        )?;
    }
    for patient in &ask.patients {
        run!(
            tx,
            sqlx::query(
                "INSERT INTO guarantor_change_patients (practice_id, change_id, patient_id) VALUES ($1, $2, $3)
                 ON CONFLICT (practice_id, change_id, patient_id) DO NOTHING",
            )
            .bind(practice)
            .bind(change.id)
            .bind(*patient)
        )?;
    }
    Ok(())
}

#[derive(FromRow)]
struct ChangeRow {
    id: Uuid,
    from_id: GuarantorId,
    to_id: GuarantorId,
    reason: String,
    note: String,
    effective_on: Date,
    state: String,
    asked_by: UserId,
    asked_at: OffsetDateTime,
    decided_by: Option<UserId>,
}

fn unknown(word: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("changes of guarantor hold the unknown word {word:?}").into())
}

pub async fn change(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Change>, sqlx::Error> {
    let row: Option<ChangeRow> = on!(tx, c => sqlx::query_as(
        "SELECT id, from_id, to_id, reason, note, effective_on, state, asked_by, asked_at, decided_by
         FROM guarantor_changes WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    let Some(row) = row else { return Ok(None) };
    let visits: Vec<VisitId> = on!(tx, c => sqlx::query_scalar(
        "SELECT visit_id FROM guarantor_change_visits WHERE practice_id = $1 AND change_id = $2 ORDER BY visit_id",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))?;
    let patients: Vec<PatientId> = on!(tx, c => sqlx::query_scalar(
        "SELECT patient_id FROM guarantor_change_patients
         WHERE practice_id = $1 AND change_id = $2 ORDER BY patient_id",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))?;
    let states = [State::Asked, State::Done, State::Returned];
    let state = states.into_iter().find(|state| state.code() == row.state);
    Ok(Some(Change {
        id: row.id,
        ask: Ask {
            from: row.from_id,
            to: row.to_id,
            visits,
            patients,
            reason: ChangeReason::from_code(&row.reason).ok_or_else(|| unknown(&row.reason))?,
            note: row.note,
            effective_on: row.effective_on,
        },
        state: state.ok_or_else(|| unknown(&row.state))?,
        asked_by: row.asked_by,
        asked_at: row.asked_at,
        decided_by: row.decided_by,
    }))
}

pub async fn of_account(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Uuid>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT id FROM guarantor_changes WHERE practice_id = $1 AND (from_id = $2 OR to_id = $2)
         ORDER BY asked_at DESC, id DESC LIMIT 50",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}

/// Says whether it waited until now.
pub async fn decide(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    state: State,
    by: UserId,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let decided = run!(
        tx,
        sqlx::query(
            "UPDATE guarantor_changes SET state = $3, decided_by = $4, decided_at = $5
             WHERE practice_id = $1 AND id = $2 AND state = 'asked'",
        )
        .bind(practice)
        .bind(id)
        .bind(state.code())
        .bind(by)
        .bind(now)
    )?;
    Ok(decided == 1)
}

/// The caller holds the balance.
pub async fn set_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    to: GuarantorId,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE visits SET guarantor_id = $3 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(visit)
            .bind(to)
    )?;
    run!(
        tx,
        sqlx::query("UPDATE visit_balances SET guarantor_id = $3 WHERE practice_id = $1 AND visit_id = $2")
            .bind(practice)
            .bind(visit)
            .bind(to)
    )
    .map(drop)
}

pub async fn moved(
    tx: &mut Tx,
    practice: PracticeId,
    change: Uuid,
    moving: &Moving,
    from: GuarantorId,
    transaction: Option<TransactionId>,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE guarantor_change_visits SET left_id = $4, patient_cents = $5, insurance_cents = $6,
                    credit_cents = $7, transaction_id = $8
             WHERE practice_id = $1 AND change_id = $2 AND visit_id = $3",
        )
        .bind(practice)
        .bind(change)
        .bind(moving.visit)
        .bind(from)
        .bind(moving.due.cents())
        .bind(moving.insurance.cents())
        .bind(moving.credit.cents())
        .bind(transaction)
    )
    .map(drop)
}

/// What an insurer refused of a visit is worked for whoever answers for it.
pub async fn move_refusal(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    to: GuarantorId,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE denials SET guarantor_id = $3 WHERE practice_id = $1 AND visit_id = $2")
            .bind(practice)
            .bind(visit)
            .bind(to)
    )
    .map(drop)
}

pub async fn gone(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Gone>, sqlx::Error> {
    let rows: Vec<(VisitId, Date, Date, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT v.id, v.service_date, g.effective_on,
                CAST(COALESCE((SELECT -SUM(e.cents) FROM payments p
                               JOIN ledger_transactions t ON t.practice_id = p.practice_id AND t.payment_id = p.id
                               JOIN ledger_entries e ON e.practice_id = t.practice_id AND e.transaction_id = t.id
                               WHERE p.practice_id = $1 AND p.guarantor_id = $2 AND e.visit_id = v.id
                                 AND e.account IN ('patient_receivable', 'patient_credit')), 0) AS BIGINT)
         FROM guarantor_change_visits c
         JOIN guarantor_changes g ON g.practice_id = c.practice_id AND g.id = c.change_id
         JOIN visits v ON v.practice_id = c.practice_id AND v.id = c.visit_id
         WHERE c.practice_id = $1 AND c.left_id = $2 AND v.guarantor_id <> $2
           AND NOT EXISTS (SELECT 1 FROM guarantor_change_visits n
                           JOIN guarantor_changes h ON h.practice_id = n.practice_id AND h.id = n.change_id
                           WHERE n.practice_id = c.practice_id AND n.visit_id = c.visit_id AND n.left_id = $2
                             AND n.change_id > c.change_id)
         ORDER BY g.effective_on DESC, v.service_date DESC, v.id",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?;
    let gone = rows.into_iter().map(|(visit, date, since, cents)| Gone {
        visit,
        date,
        since,
        paid: Money::from_cents(cents),
    });
    Ok(gone.collect())
}

pub async fn since(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Option<Date>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT MAX(g.effective_on) FROM guarantor_change_visits c
         JOIN guarantor_changes g ON g.practice_id = c.practice_id AND g.id = c.change_id
         WHERE c.practice_id = $1 AND c.visit_id = $2 AND c.left_id IS NOT NULL",
    )
    .bind(practice)
    .bind(visit)
    .fetch_one(c))
}
