//! All SQL of payments.

use domain::payment::Due;
use domain::{GuarantorId, Money, PayLinkId, PaymentId, PlanId, PracticeId, UserId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::Checkout;
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

pub async fn history(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<Payment>, sqlx::Error> {
    let rows: Vec<PaymentRow> = on!(tx, c => sqlx::query_as(
        select_payment!(
            "WHERE practice_id = $1 AND guarantor_id = $2
               AND (state IN ('paid', 'processing') OR (state = 'failed' AND session_id IS NOT NULL))
             ORDER BY created_at DESC, id DESC LIMIT $3"
        ),
    )
    .bind(practice)
    .bind(guarantor)
    .bind(limit)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

pub async fn before(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: Option<GuarantorId>,
    before: Option<PaymentId>,
    limit: i64,
) -> Result<Vec<Payment>, sqlx::Error> {
    let before = before.unwrap_or(PaymentId(Uuid::max()));
    let rows: Vec<PaymentRow> = match guarantor {
        None => on!(tx, c => sqlx::query_as(
            select_payment!("WHERE practice_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
        )
        .bind(practice)
        .bind(before)
        .bind(limit)
        .fetch_all(c))?,
        Some(guarantor) => on!(tx, c => sqlx::query_as(
            select_payment!("WHERE practice_id = $1 AND guarantor_id = $4 AND id < $2 ORDER BY id DESC LIMIT $3"),
        )
        .bind(practice)
        .bind(before)
        .bind(limit)
        .bind(guarantor)
        .fetch_all(c))?,
    };
    Ok(rows.into_iter().map(Payment::from).collect())
}

pub async fn of_link(
    tx: &mut Tx,
    practice: PracticeId,
    link: PayLinkId,
) -> Result<Vec<Payment>, sqlx::Error> {
    let rows: Vec<PaymentRow> = on!(tx, c => sqlx::query_as(
        select_payment!(
            "WHERE practice_id = $1 AND link_id = $2 AND state IN ('paid', 'processing')
             ORDER BY created_at DESC, id DESC LIMIT 20"
        ),
    )
    .bind(practice)
    .bind(link)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

/// Takes unsettled payments that were last touched before `before`. The update itself
/// claims them: a second process finds them touched.
pub async fn claim_waiting(
    tx: &mut Tx,
    before: OffsetDateTime,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<Payment>, sqlx::Error> {
    let rows: Vec<PaymentRow> = on!(tx, c => sqlx::query_as(concat!(
        "UPDATE payments SET changed_at = $2
         WHERE changed_at < $1 AND state IN ('intent', 'open', 'processing')
           AND id IN (SELECT id FROM payments
                      WHERE changed_at < $1 AND state IN ('intent', 'open', 'processing')
                      ORDER BY changed_at LIMIT $3)
         RETURNING ", columns!()
    ))
    .bind(before)
    .bind(now)
    .bind(limit)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

/// Payments begun before an instant of which nobody knows how they stand. A bank debit on
/// its way is known to be.
pub async fn unsettled_since(tx: &mut Tx, before: OffsetDateTime) -> Result<Vec<Payment>, sqlx::Error> {
    let rows: Vec<PaymentRow> = on!(tx, c => sqlx::query_as(
        select_payment!("WHERE state IN ('intent', 'open') AND created_at < $1 ORDER BY id LIMIT 1000"),
    )
    .bind(before)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

/// Open work items about payments that have been found out about since.
pub async fn flags_to_drop(tx: &mut Tx) -> Result<Vec<(PracticeId, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT w.practice_id, w.subject FROM work_items w
         JOIN payments p ON p.practice_id = w.practice_id AND p.id = w.payment_id
         WHERE w.kind = 'payment_unknown' AND w.closed_at IS NULL AND p.state NOT IN ('intent', 'open')",
    )
    .fetch_all(c))
}

/// Records where the page is; says whether the payment still waits for it. It does not
/// when another tab closed it meanwhile, or when a webhook was faster and finished it.
pub async fn opened(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    session: &str,
    url: &str,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let waiting = run!(
        tx,
        sqlx::query(
            "UPDATE payments SET state = 'open', session_id = $3, session_url = $4, changed_at = $5
         WHERE practice_id = $1 AND id = $2 AND state IN ('intent', 'open')",
        )
        .bind(practice)
        .bind(id)
        .bind(session)
        .bind(url)
        .bind(now)
    )?;
    Ok(waiting == 1)
}

/// Ends a payment of which no page is known; says whether that was so.
pub async fn end_unopened(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    state: PaymentState,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let ended = run!(
        tx,
        sqlx::query(
            "UPDATE payments SET state = $3, changed_at = $4
         WHERE practice_id = $1 AND id = $2 AND state = 'intent' AND session_id IS NULL AND saved_id IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(state.code())
        .bind(now)
    )?;
    Ok(ended == 1)
}

/// Moves a payment that is under way to `processing`, `expired` or `failed`. What has
/// ended stays as it ended, whatever is reported late; only money on its way can still
/// fail.
pub async fn change_state(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    state: PaymentState,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE payments SET state = $3, changed_at = $4
         WHERE practice_id = $1 AND id = $2
           AND (state IN ('intent', 'open') OR (state = 'processing' AND $3 = 'failed'))",
        )
        .bind(practice)
        .bind(id)
        .bind(state.code())
        .bind(now)
    )
    .map(drop)
}

pub async fn paid(
    tx: &mut Tx,
    payment: &Payment,
    checkout: &Checkout,
    today: Date,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE payments
         SET state = 'paid', session_id = $3, payment_intent = $4, paid_on = $5, changed_at = $6,
             instrument = COALESCE($7, instrument), instrument_label = COALESCE($8, instrument_label)
         WHERE practice_id = $1 AND id = $2",
        )
        .bind(payment.practice)
        .bind(payment.id)
        .bind(&checkout.id)
        .bind(&checkout.payment_intent)
        .bind(today)
        .bind(now)
        .bind(checkout.instrument.as_ref().map(Instrument::code))
        .bind(checkout.instrument.as_ref().map(|instrument| &instrument.label))
    )
    .map(drop)
}

/// Records what a payment was made with, once the gateway tells.
pub async fn set_instrument(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    instrument: &Instrument,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE payments SET instrument = $3, instrument_label = $4
             WHERE practice_id = $1 AND id = $2 AND instrument IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(instrument.code())
        .bind(&instrument.label)
    )
    .map(drop)
}

pub async fn set_amount(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    amount: Money,
    parts: &[Due],
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE payments SET amount_cents = $3 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(id)
            .bind(amount.cents())
    )?;
    for part in parts {
        let statement = if part.amount.is_positive() {
            "UPDATE payment_parts SET amount_cents = $4 WHERE practice_id = $1 AND payment_id = $2 AND visit_id = $3"
        } else {
            "DELETE FROM payment_parts WHERE practice_id = $1 AND payment_id = $2 AND visit_id = $3 AND $4 <= 0"
        };
        run!(tx, sqlx::query(statement).bind(practice).bind(id).bind(part.visit).bind(part.amount.cents()))?;
    }
    Ok(())
}

pub async fn set_failed(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE payments SET state = 'failed', changed_at = $3
             WHERE practice_id = $1 AND id = $2 AND state = 'paid'",
        )
        .bind(practice)
        .bind(id)
        .bind(now)
    )
    .map(drop)
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

/// What a payment paid for, as a receipt tells it.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct PaymentPart {
    /// The visit.
    pub visit_id: VisitId,
    /// How much of the payment, in cents.
    pub amount_cents: i64,
    /// Date of service.
    pub service_date: Date,
    /// Who treated.
    pub provider: Option<String>,
    /// The patient's given name.
    pub patient_name: String,
    /// What the largest charge was for.
    pub description: Option<String>,
}

pub async fn described_parts(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
) -> Result<Vec<PaymentPart>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT p.visit_id, p.amount_cents, v.service_date, v.provider, n.first_name AS patient_name,
                (SELECT h.description FROM charges h WHERE h.practice_id = v.practice_id AND h.visit_id = v.id
                 ORDER BY h.amount_cents DESC, h.line LIMIT 1) AS description
         FROM payment_parts p
         JOIN visits v ON v.practice_id = p.practice_id AND v.id = p.visit_id
         JOIN patients n ON n.practice_id = v.practice_id AND n.id = v.patient_id
         WHERE p.practice_id = $1 AND p.payment_id = $2 ORDER BY v.service_date, v.id",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}

pub async fn by_session(tx: &mut Tx, session: &str) -> Result<Option<Payment>, sqlx::Error> {
    let row: Option<PaymentRow> = on!(tx, c => sqlx::query_as(select_payment!("WHERE session_id = $1"))
        .bind(session)
        .fetch_optional(c))?;
    Ok(row.map(Payment::from))
}

/// Who answers one at this moment holds it, and is passed over.
pub async fn call_back(
    tx: &mut Tx,
    practice: PracticeId,
    plan: PlanId,
    why: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    macro_rules! call_back {
        ($lock:literal) => {
            concat!(
                "UPDATE payments SET state = 'failed', decline = $3, changed_at = $4
                 WHERE practice_id = $1 AND state = 'intent'
                   AND id IN (SELECT p.id FROM payments p
                              WHERE p.practice_id = $1 AND p.state = 'intent'
                                AND EXISTS (SELECT 1 FROM plan_attempts a
                                            WHERE a.practice_id = $1 AND a.plan_id = $2 AND a.payment_id = p.id
                                              AND a.state = 'open')",
                $lock,
                ")"
            )
        };
    }
    match tx {
        Tx::Sqlite(tx) => {
            let query = sqlx::query(call_back!(""));
            query.bind(practice).bind(plan).bind(why).bind(now).execute(&mut **tx).await.map(drop)
        }
        Tx::Postgres(tx) => {
            let query = sqlx::query(call_back!(" FOR UPDATE SKIP LOCKED"));
            query.bind(practice).bind(plan).bind(why).bind(now).execute(&mut **tx).await.map(drop)
        }
    }
}
