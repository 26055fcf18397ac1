//! All SQL of payments.

use domain::payment::Due;
use domain::{GuarantorId, Money, PayLinkId, PaymentId, PracticeId, UserId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::gateway::checkout::Instrument;
use crate::db::Tx;
use crate::{on, run};

/// How far a payment has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaymentState {
    /// Committed; the gateway has not been heard of it.
    Intent,
    /// The hosted page is open.
    Open,
    /// The payer is done, the money is on its way (a bank debit).
    Processing,
    /// The money is here and in the books.
    Paid,
    /// It did not come to pass: no page could be opened, or the bank returned it.
    Failed,
    /// The page closed without a payment.
    Expired,
}

impl PaymentState {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Intent, "intent"),
        (Self::Open, "open"),
        (Self::Processing, "processing"),
        (Self::Paid, "paid"),
        (Self::Failed, "failed"),
        (Self::Expired, "expired"),
    ];

    fn code(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, code)| code)
    }
}

/// Which way money came or goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Method {
    /// Through the gateway.
    Online,
    /// Coins and notes at the desk.
    Cash,
    /// A cheque.
    Check,
    /// The desk's card terminal.
    Terminal,
}

impl Method {
    /// Every one with the word the database stores.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Online, "online"),
        (Self::Cash, "cash"),
        (Self::Check, "check"),
        (Self::Terminal, "terminal"),
    ];

    /// The word the database stores.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(method, _)| *method == self).map_or("", |(_, code)| code)
    }

    /// The one of a column whose CHECK admits these words only.
    pub(crate) fn of(code: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == code).map_or(Self::Online, |(method, _)| *method)
    }
}

/// One attempt of a guarantor to pay.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payment {
    /// The practice.
    pub practice: PracticeId,
    /// Its id, which the gateway knows it by.
    pub id: PaymentId,
    /// For which account.
    pub guarantor: GuarantorId,
    /// Who pressed Pay, or took the money at the desk.
    pub user: UserId,
    /// Which way.
    pub method: Method,
    /// The number of the cheque or of the terminal's slip.
    pub reference: Option<String>,
    /// What an online payment was made with, where the gateway has told.
    pub instrument: Option<Instrument>,
    /// How much.
    pub amount: Money,
    /// How far it has come.
    pub state: PaymentState,
    /// The gateway's id of the hosted page.
    pub session_id: Option<String>,
    /// Where the hosted page is.
    pub session_url: Option<String>,
    /// The kept means of payment that it is charged to, without a page.
    pub saved: Option<Uuid>,
    /// Why that was declined, in the gateway's word.
    pub decline: Option<String>,
    /// The link that it is paid by, without a login.
    pub link: Option<PayLinkId>,
    /// When Pay was pressed.
    pub created_at: OffsetDateTime,
    /// The day it entered the books, where the practice is.
    pub paid_on: Option<Date>,
}

#[derive(FromRow)]
struct PaymentRow {
    practice_id: PracticeId,
    id: PaymentId,
    guarantor_id: GuarantorId,
    user_id: UserId,
    method: String,
    reference: Option<String>,
    instrument: Option<String>,
    instrument_label: Option<String>,
    amount_cents: i64,
    state: String,
    session_id: Option<String>,
    session_url: Option<String>,
    saved_id: Option<Uuid>,
    decline: Option<String>,
    link_id: Option<PayLinkId>,
    created_at: OffsetDateTime,
    paid_on: Option<Date>,
}

impl From<PaymentRow> for Payment {
    fn from(row: PaymentRow) -> Self {
        let state = PaymentState::ALL.iter().find(|(_, code)| *code == row.state);
        Self {
            practice: row.practice_id,
            id: row.id,
            guarantor: row.guarantor_id,
            user: row.user_id,
            method: Method::of(&row.method),
            reference: row.reference,
            instrument: row.instrument.map(|kind| Instrument {
                bank: kind == "bank",
                label: row.instrument_label.unwrap_or_default(),
            }),
            amount: Money::from_cents(row.amount_cents),
            // The column's CHECK admits these six words only.
            state: state.map_or(PaymentState::Failed, |(state, _)| *state),
            session_id: row.session_id,
            session_url: row.session_url,
            saved: row.saved_id,
            decline: row.decline,
            link: row.link_id,
            created_at: row.created_at,
            paid_on: row.paid_on,
        }
    }
}

macro_rules! columns {
    () => {
        "practice_id, id, guarantor_id, user_id, method, reference, instrument, instrument_label, amount_cents, state,
         session_id, session_url, saved_id, decline, link_id, created_at, paid_on"
    };
}

macro_rules! select_payment {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM payments ", $rest)
    };
}

mod lists;
mod states;

pub use lists::{
    PaymentPart, before, claim_waiting, described_parts, flags_to_drop, history, of_link, unsettled_since,
};
pub use states::{
    call_back, change_state, end_unopened, opened, paid, set_amount, set_failed, set_instrument,
};

pub async fn insert(tx: &mut Tx, payment: &Payment, press: Uuid, parts: &[Due]) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO payments (practice_id, id, guarantor_id, user_id, press, method, reference, amount_cents, state,
                               created_at, changed_at, paid_on, saved_id, link_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13)",
    )
    .bind(payment.practice)
    .bind(payment.id)
    .bind(payment.guarantor)
    .bind(payment.user)
    .bind(press)
    .bind(payment.method.code())
    .bind(&payment.reference)
    .bind(payment.amount.cents())
    .bind(payment.state.code())
    .bind(payment.created_at)
    .bind(payment.paid_on)
    .bind(payment.saved)
    .bind(payment.link))?;
    for part in parts {
        run!(tx, sqlx::query(
            "INSERT INTO payment_parts (practice_id, payment_id, visit_id, amount_cents) VALUES ($1, $2, $3, $4)",
        )
        .bind(payment.practice)
        .bind(payment.id)
        .bind(part.visit)
        .bind(part.amount.cents()))?;
    }
    Ok(())
}

pub async fn payment(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
) -> Result<Option<Payment>, sqlx::Error> {
    let row: Option<PaymentRow> = on!(tx, c => sqlx::query_as(select_payment!("WHERE practice_id = $1 AND id = $2"))
        .bind(practice)
        .bind(id)
        .fetch_optional(c))?;
    Ok(row.map(Payment::from))
}

/// Reads a payment and holds it until the transaction ends.
pub async fn lock(tx: &mut Tx, practice: PracticeId, id: PaymentId) -> Result<Option<Payment>, sqlx::Error> {
    let row: Option<PaymentRow> = match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as(select_payment!("WHERE practice_id = $1 AND id = $2"))
                .bind(practice)
                .bind(id)
                .fetch_optional(&mut **tx)
                .await?
        }
        Tx::Postgres(tx) => {
            sqlx::query_as(select_payment!("WHERE practice_id = $1 AND id = $2 FOR UPDATE"))
                .bind(practice)
                .bind(id)
                .fetch_optional(&mut **tx)
                .await?
        }
    };
    Ok(row.map(Payment::from))
}

pub async fn by_press(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    press: Uuid,
) -> Result<Option<Payment>, sqlx::Error> {
    let row: Option<PaymentRow> = on!(tx, c => sqlx::query_as(
        select_payment!("WHERE practice_id = $1 AND guarantor_id = $2 AND press = $3"),
    )
    .bind(practice)
    .bind(guarantor)
    .bind(press)
    .fetch_optional(c))?;
    Ok(row.map(Payment::from))
}

pub async fn under_way(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Payment>, sqlx::Error> {
    let row: Option<PaymentRow> = on!(tx, c => sqlx::query_as(
        select_payment!("WHERE practice_id = $1 AND guarantor_id = $2 AND state IN ('intent', 'open')"),
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_optional(c))?;
    Ok(row.map(Payment::from))
}

/// The gateway's id of a payment itself, once money has come.
pub async fn payment_intent(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
) -> Result<Option<String>, sqlx::Error> {
    let found: Option<Option<String>> = on!(tx, c => sqlx::query_scalar(
        "SELECT payment_intent FROM payments WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    Ok(found.flatten())
}

pub async fn by_intent(tx: &mut Tx, intent: &str) -> Result<Option<Payment>, sqlx::Error> {
    let row: Option<PaymentRow> = on!(tx, c => sqlx::query_as(select_payment!("WHERE payment_intent = $1"))
        .bind(intent)
        .fetch_optional(c))?;
    Ok(row.map(Payment::from))
}

pub async fn parts(tx: &mut Tx, practice: PracticeId, id: PaymentId) -> Result<Vec<Due>, sqlx::Error> {
    let rows: Vec<(VisitId, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT p.visit_id, p.amount_cents FROM payment_parts p
         JOIN visits v ON v.practice_id = p.practice_id AND v.id = p.visit_id
         WHERE p.practice_id = $1 AND p.payment_id = $2 ORDER BY v.service_date, v.id",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(|(visit, cents)| Due { visit, amount: Money::from_cents(cents) }).collect())
}

pub async fn by_session(tx: &mut Tx, session: &str) -> Result<Option<Payment>, sqlx::Error> {
    let row: Option<PaymentRow> = on!(tx, c => sqlx::query_as(select_payment!("WHERE session_id = $1"))
        .bind(session)
        .fetch_optional(c))?;
    Ok(row.map(Payment::from))
}
