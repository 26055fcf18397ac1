//! All SQL of plans and their steps; of autopay ([`attempts`]), of what they cost beside their
//! principal ([`charges`]), of papers and notices ([`papers`]), of what staff list ([`desk`]).

pub mod attempts;
pub mod charges;
pub mod desk;
pub mod exceptions;
mod leave;
pub mod papers;

use domain::plan::{Charges, EndReason, Event, Note, PauseReason, Plan, State, Step};
use domain::{GuarantorId, Money, PaymentId, PlanId, PracticeId, UserId, VisitId};
use serde::Serialize;
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

pub use leave::{leave_visit, left_behind, open_visits};

use super::steps::Source;
use crate::db::Tx;
use crate::payments::Payer;
use crate::{on, run};

/// Why autopay does not take what is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waits {
    /// It is more than the patient signed for at once.
    OverCap,
    /// The bank wants its owner to confirm.
    Confirm,
    /// The means of payment is gone or does not work.
    Method,
    /// The bank said no too often: the patient was told and pays by hand.
    Told,
    /// Something does not fit: a person has to look.
    Look,
}

impl Waits {
    const ALL: [(Self, &'static str); 5] = [
        (Self::OverCap, "over_cap"),
        (Self::Confirm, "confirm"),
        (Self::Method, "method"),
        (Self::Told, "told"),
        (Self::Look, "look"),
    ];

    /// The word the database stores.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(waits, _)| *waits == self).map_or("", |(_, code)| code)
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(waits, _)| *waits)
    }
}

/// A plan with what is kept beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The practice.
    pub practice: PracticeId,
    /// The plan.
    pub plan: Plan,
    /// Who signed it.
    pub user: UserId,
    /// The number of its last step.
    pub seq: i64,
    /// The most autopay may take at once, as authorised.
    pub cap: Option<Money>,
    /// The kept means of payment.
    pub saved: Option<Uuid>,
    /// What of it is with an insurer again, and not asked until that has decided.
    pub in_review: Money,
    /// What of its interest and fees is in the books.
    pub charges: Charges,
    /// How often any of them was booked.
    pub bookings: i64,
    /// Why autopay does not take what is due.
    pub waits: Option<Waits>,
    /// The next day on which autopay takes something.
    pub next_due: Option<Date>,
    /// The next day on which the sweep looks at it.
    pub next_sweep: Option<Date>,
    /// The day on which it looked last.
    pub swept_on: Date,
}

impl Held {
    /// What it asks of its visits.
    pub(super) fn asked(&self) -> Money {
        let unpaid = self.charges.total() - self.plan.charges_paid().total();
        self.plan.principal_left() + unpaid - self.in_review
    }

    /// What of that is in its schedule: not in question, and not with an insurer.
    pub(super) fn asks(&self) -> Money {
        self.asked() - (self.plan.held - self.in_review)
    }

    /// A plan as it is before its first step.
    pub(super) fn proposed(payer: Payer, plan: Plan, cap: Option<Money>, today: Date) -> Self {
        Self {
            practice: payer.practice,
            plan,
            user: payer.user,
            seq: 0,
            cap,
            saved: None,
            in_review: Money::ZERO,
            charges: Charges::default(),
            bookings: 0,
            waits: None,
            next_due: None,
            next_sweep: None,
            swept_on: today,
        }
    }
}

/// The word for a state, and the reason of those that have one.
pub(super) fn words(state: State) -> (&'static str, Option<&'static str>) {
    match state {
        State::Proposed => ("proposed", None),
        State::Active => ("active", None),
        State::AtRisk => ("at_risk", None),
        State::Defaulted => ("defaulted", None),
        State::Finished => ("finished", None),
        State::Paused(why) => (
            "paused",
            Some(match why {
                PauseReason::PatientAsked => "patient_asked",
                PauseReason::AssistanceReview => "assistance_review",
                PauseReason::Dispute => "dispute",
                PauseReason::Chargeback => "chargeback",
                PauseReason::Staff => "staff",
            }),
        ),
        State::Cancelled(why) => (
            "cancelled",
            Some(match why {
                EndReason::Cancelled => "cancelled",
                EndReason::OfferLapsed => "offer_lapsed",
                EndReason::PartyChanged => "party_changed",
                EndReason::PracticeLeft => "practice_left",
            }),
        ),
    }
}

/// JSON for a column.
pub fn json<T: Serialize>(value: &T) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

#[derive(FromRow)]
struct PlanRow {
    practice_id: PracticeId,
    user_id: UserId,
    last_seq: i64,
    snapshot: String,
    cap_cents: Option<i64>,
    saved_id: Option<Uuid>,
    review_cents: i64,
    interest_cents: i64,
    fee_cents: i64,
    bookings: i64,
    waits: Option<String>,
    next_due: Option<Date>,
    next_sweep: Option<Date>,
    swept_on: Date,
}

impl PlanRow {
    fn read(self) -> Result<Held, sqlx::Error> {
        Ok(Held {
            practice: self.practice_id,
            plan: serde_json::from_str(&self.snapshot).map_err(|error| sqlx::Error::Decode(error.into()))?,
            user: self.user_id,
            seq: self.last_seq,
            cap: self.cap_cents.map(Money::from_cents),
            saved: self.saved_id,
            in_review: Money::from_cents(self.review_cents),
            charges: Charges {
                interest: Money::from_cents(self.interest_cents),
                fees: Money::from_cents(self.fee_cents),
            },
            bookings: self.bookings,
            waits: self.waits.as_deref().and_then(Waits::from_code),
            next_due: self.next_due,
            next_sweep: self.next_sweep,
            swept_on: self.swept_on,
        })
    }
}

macro_rules! select_plan {
    ($rest:literal) => {
        concat!(
            "SELECT practice_id, user_id, last_seq, snapshot, cap_cents, saved_id, review_cents, interest_cents,
                    fee_cents, bookings, waits, next_due, next_sweep, swept_on
             FROM plans ",
            $rest
        )
    };
}

pub async fn plan(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Option<Held>, sqlx::Error> {
    let row: Option<PlanRow> = on!(tx, c => sqlx::query_as(select_plan!("WHERE practice_id = $1 AND id = $2"))
        .bind(practice)
        .bind(id)
        .fetch_optional(c))?;
    row.map(PlanRow::read).transpose()
}

/// Reads a plan and holds it until the transaction ends.
pub async fn lock(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Option<Held>, sqlx::Error> {
    let Tx::Postgres(postgres) = tx else { return plan(tx, practice, id).await };
    let row: Option<PlanRow> = sqlx::query_as(select_plan!("WHERE practice_id = $1 AND id = $2 FOR UPDATE"))
        .bind(practice)
        .bind(id)
        .fetch_optional(&mut **postgres)
        .await?;
    row.map(PlanRow::read).transpose()
}

/// The next plan that the sweep has to look at, held; no other process waits for it.
pub async fn next_to_sweep(
    tx: &mut Tx,
    practice: PracticeId,
    today: Date,
) -> Result<Option<Held>, sqlx::Error> {
    macro_rules! next {
        ($lock:literal) => {
            select_plan!("WHERE practice_id = $1 AND next_sweep <= $2 ORDER BY next_sweep, id LIMIT 1 FOR UPDATE SKIP LOCKED")
        };
        () => {
            select_plan!("WHERE practice_id = $1 AND next_sweep <= $2 ORDER BY next_sweep, id LIMIT 1")
        };
    }
    let row: Option<PlanRow> = match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as(next!()).bind(practice).bind(today).fetch_optional(&mut **tx).await?
        }
        Tx::Postgres(tx) => {
            sqlx::query_as(next!("skip")).bind(practice).bind(today).fetch_optional(&mut **tx).await?
        }
    };
    row.map(PlanRow::read).transpose()
}

pub async fn of_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Held>, sqlx::Error> {
    let rows: Vec<PlanRow> = on!(tx, c => sqlx::query_as(
        select_plan!("WHERE practice_id = $1 AND guarantor_id = $2 ORDER BY created_at DESC, id DESC LIMIT 100"),
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?;
    rows.into_iter().map(PlanRow::read).collect()
}

/// Whether a guarantor has, or had, a plan.
pub async fn has_plan(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM plans WHERE practice_id = $1 AND guarantor_id = $2)",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_one(c))
}

/// Every plan of every practice after one, in order.
pub async fn after(
    tx: &mut Tx,
    practice: PracticeId,
    after: Option<PlanId>,
    limit: i64,
) -> Result<Vec<Held>, sqlx::Error> {
    let after = after.unwrap_or(PlanId(Uuid::nil()));
    let rows: Vec<PlanRow> = on!(tx, c => sqlx::query_as(
        select_plan!("WHERE practice_id = $1 AND id > $2 ORDER BY id LIMIT $3"),
    )
    .bind(practice)
    .bind(after)
    .bind(limit)
    .fetch_all(c))?;
    rows.into_iter().map(PlanRow::read).collect()
}

pub async fn by_press(tx: &mut Tx, payer: Payer, press: Uuid) -> Result<Option<PlanId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT id FROM plans WHERE practice_id = $1 AND guarantor_id = $2 AND press = $3",
    )
    .bind(payer.practice)
    .bind(payer.guarantor)
    .bind(press)
    .fetch_optional(c))
}

pub async fn insert(tx: &mut Tx, held: &Held, press: Uuid, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO plans (practice_id, id, guarantor_id, user_id, press, state, version, last_seq, snapshot,
                            cap_cents, swept_on, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $11)",
    )
    .bind(held.practice)
    .bind(held.plan.id)
    .bind(held.plan.guarantor)
    .bind(held.user)
    .bind(press)
    .bind(words(held.plan.state).0)
    .bind(i64::from(held.plan.version))
    .bind(json(&held.plan)?)
    .bind(held.cap.map(Money::cents))
    .bind(held.swept_on)
    .bind(now))
    .map(drop)
}

pub async fn save(tx: &mut Tx, held: &Held, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    let (state, reason) = words(held.plan.state);
    run!(tx, sqlx::query(
        "UPDATE plans SET guarantor_id = $3, state = $4, reason = $5, version = $6, last_seq = $7, snapshot = $8,
                          cap_cents = $9, saved_id = $10, waits = $11, next_due = $12, next_sweep = $13,
                          swept_on = $14, changed_at = $15, review_cents = $16, interest_cents = $17, fee_cents = $18,
                          bookings = $19
         WHERE practice_id = $1 AND id = $2",
    )
    .bind(held.practice)
    .bind(held.plan.id)
    .bind(held.plan.guarantor)
    .bind(state)
    .bind(reason)
    .bind(i64::from(held.plan.version))
    .bind(held.seq)
    .bind(json(&held.plan)?)
    .bind(held.cap.map(Money::cents))
    .bind(held.saved)
    .bind(held.waits.map(Waits::code))
    .bind(held.next_due)
    .bind(held.next_sweep)
    .bind(held.swept_on)
    .bind(now)
    .bind(held.in_review.cents())
    .bind(held.charges.interest.cents())
    .bind(held.charges.fees.cents())
    .bind(held.bookings))
    .map(drop)
}

/// A visit is paid by this plan from now on; the caller holds its balance.
pub async fn join_visit(
    tx: &mut Tx,
    held: &Held,
    visit: VisitId,
    amount: Money,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO plan_visits (practice_id, plan_id, visit_id, amount_cents, joined_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(held.practice)
        .bind(held.plan.id)
        .bind(visit)
        .bind(amount.cents())
        .bind(now)
    )?;
    run!(
        tx,
        sqlx::query("UPDATE visit_balances SET plan_id = $3 WHERE practice_id = $1 AND visit_id = $2")
            .bind(held.practice)
            .bind(visit)
            .bind(held.plan.id)
    )
    .map(drop)
}

/// The visits that a plan pays.
pub async fn visits(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Vec<VisitId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT visit_id FROM visit_balances WHERE practice_id = $1 AND plan_id = $2 ORDER BY visit_id",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}

/// What a plan's visits owe now, and what of them is with insurers.
pub async fn owed(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<(Money, Money), sqlx::Error> {
    let (owed, pending): (i64, i64) = on!(tx, c => sqlx::query_as(
        "SELECT CAST(COALESCE(SUM(patient_cents), 0) AS BIGINT),
                CAST(COALESCE(SUM(insurance_cents + denied_cents), 0) AS BIGINT)
         FROM visit_balances WHERE practice_id = $1 AND plan_id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_one(c))?;
    Ok((Money::from_cents(owed), Money::from_cents(pending)))
}

/// What of a plan's visits may be asked for: not what is in question.
pub async fn due(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Money, sqlx::Error> {
    let cents: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(CASE WHEN federal OR disputed_cents >= patient_cents THEN 0
                                       ELSE patient_cents - disputed_cents END), 0) AS BIGINT)
         FROM visit_balances WHERE practice_id = $1 AND plan_id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_one(c))?;
    Ok(Money::from_cents(cents))
}

/// The guarantor's visits that a plan pays which has not ended.
pub async fn visits_in_plans(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<VisitId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT b.visit_id FROM visit_balances b
         JOIN plans p ON p.practice_id = b.practice_id AND p.id = b.plan_id
         WHERE b.practice_id = $1 AND b.guarantor_id = $2 AND p.state IN ('active', 'at_risk', 'paused', 'defaulted')",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}

/// The first word of an event as JSON writes it.
fn kind_of(event: &Event) -> Result<String, sqlx::Error> {
    let event = serde_json::to_value(event).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(match event {
        serde_json::Value::String(word) => word,
        serde_json::Value::Object(members) => members.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    })
}

pub async fn insert_step(
    tx: &mut Tx,
    held: &Held,
    step: &Step,
    notes: &[Note],
    paid: Money,
    source: &Source,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO plan_steps (practice_id, plan_id, seq, kind, step, notes, by_user, transaction_id, payment_id,
                                 paid_cents, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(held.practice)
    .bind(held.plan.id)
    .bind(held.seq)
    .bind(kind_of(&step.event)?)
    .bind(json(step)?)
    .bind(json(&notes)?)
    .bind(source.by)
    .bind(source.transaction)
    .bind(source.payment)
    .bind(paid.cents())
    .bind(now))
    .map(drop)
}

/// One thing that happened to a plan.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct HistoryStep {
    /// Counts from 1.
    pub seq: i64,
    /// The event's word.
    pub kind: String,
    /// [`Step`] as JSON.
    pub step: String,
    /// Its [`Note`]s as JSON.
    pub notes: String,
    /// Who; none: by itself.
    pub by_user: Option<UserId>,
    /// Their name.
    pub by_name: Option<String>,
    /// The payment it comes from.
    pub payment_id: Option<PaymentId>,
    /// How much more counts as paid since, in cents.
    pub paid_cents: i64,
    /// When.
    pub at: OffsetDateTime,
}

pub async fn steps(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Vec<HistoryStep>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT s.seq, s.kind, s.step, s.notes, s.by_user, u.name AS by_name, s.payment_id, s.paid_cents, s.at
         FROM plan_steps s LEFT JOIN users u ON u.id = s.by_user
         WHERE s.practice_id = $1 AND s.plan_id = $2 ORDER BY s.seq",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}

/// Whether an event of this kind ever happened to it.
pub async fn has_step(
    tx: &mut Tx,
    practice: PracticeId,
    id: PlanId,
    event: &Event,
) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM plan_steps WHERE practice_id = $1 AND plan_id = $2 AND kind = $3)",
    )
    .bind(practice)
    .bind(id)
    .bind(kind_of(event)?)
    .fetch_one(c))
}

/// What of a payment counts as paid on a plan, and what of it the payer's bank holds.
pub async fn of_payment(
    tx: &mut Tx,
    practice: PracticeId,
    id: PlanId,
    payment: PaymentId,
) -> Result<(Money, Money), sqlx::Error> {
    let (paid, taken): (i64, i64) = on!(tx, c => sqlx::query_as(
        "SELECT CAST(COALESCE(SUM(paid_cents), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN kind IN ('charged_back', 'chargeback_won') THEN -paid_cents ELSE 0 END), 0) AS BIGINT)
         FROM plan_steps WHERE practice_id = $1 AND plan_id = $2 AND payment_id = $3",
    )
    .bind(practice)
    .bind(id)
    .bind(payment)
    .fetch_one(c))?;
    Ok((Money::from_cents(paid), Money::from_cents(taken)))
}

/// The day after this one the sweep looks at a plan again.
pub async fn sweep_later(
    tx: &mut Tx,
    practice: PracticeId,
    plan: PlanId,
    today: Date,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE plans SET next_sweep = $3 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(plan)
            .bind(today.next_day())
    )
    .map(drop)
}
