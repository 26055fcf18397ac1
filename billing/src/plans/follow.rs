//! What the books make of a plan: called by the ledger for every transaction that touches a
//! visit which a plan pays.

use std::collections::BTreeMap;

use domain::ledger::Kind;
use domain::plan::{Event, Instalment, State, Then};
use domain::{Money, PaymentId, PlanId, PracticeId, TransactionId, VisitId};
use time::Date;

use super::charges::{self, Visits};
use super::steps::{self, Source};
use super::{Held, PlanError, Waits, attempts, store};
use crate::db::Tx;
use crate::ledger::{Fact, LedgerError, VisitBalance};
use crate::payments::{self, Method};
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts};

/// What a transaction did to a plan's visits.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Change {
    /// To what they owe.
    owed: Money,
    /// To what of them is with insurers.
    pending: Money,
}

/// What a payment is for, where anybody said so.
enum Word {
    /// These instalments, by autopay.
    Autopay(Vec<u32>),
    /// The plan, as the patient said.
    Said(String),
    /// What is owed beside the plan: what the pay page asks for.
    Beside,
    /// Nothing was said, or something else.
    None,
}

/// Turns what a transaction did to the visits of plans into the events that it is. The caller
/// holds the visits, and has written their balances.
///
/// # Errors
/// The ledger's, or the database's word. What a plan does not take is put before a person, and the money is in
/// the books all the same.
pub(crate) async fn follow_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    (transaction, fact): (TransactionId, &Fact),
    before: &BTreeMap<VisitId, VisitBalance>,
    after: &BTreeMap<VisitId, VisitBalance>,
) -> Result<(), LedgerError> {
    // What a plan itself made of something.
    if fact.kind == Kind::PlanCharge {
        return Ok(());
    }
    let mut changes: BTreeMap<PlanId, Change> = BTreeMap::new();
    for (visit, now) in after {
        if let Some(plan) = now.plan {
            let was = before.get(visit).copied().unwrap_or_default();
            let change = changes.entry(plan).or_default();
            change.owed += now.patient - was.patient;
            change.pending += now.insurance + now.denied - was.insurance - was.denied;
        }
    }
    for (plan, change) in changes {
        if change == Change::default() {
            continue;
        }
        if let Some(mut held) = store::lock(tx, practice, plan).await? {
            let source = Source { by: None, transaction: Some(transaction), payment: fact.payment };
            follow_one_in(tx, door, &mut held, (fact.kind, change), after, &source).await?;
        }
    }
    Ok(())
}

async fn follow_one_in(
    tx: &mut Tx,
    door: &Door,
    held: &mut Held,
    (kind, change): (Kind, Change),
    visits: &Visits,
    source: &Source,
) -> Result<(), LedgerError> {
    if matches!(held.plan.state, State::Cancelled(_)) {
        return Ok(());
    }
    let (owed, pending) = store::owed(tx, held.practice, held.plan.id).await?;
    // What its visits owed beside the plan before this.
    let outside = (owed - change.owed - held.asked()).or_zero();
    let events = if kind == Kind::DisputeDecision {
        // What it makes of the plan was said before it was posted ([`super::disputed`]).
        Vec::new()
    } else if kind == Kind::PatientWriteOff {
        forgiven(change, outside)
    } else if !kind.is_guarantors_money() {
        by_insurer(held, change, outside, pending)
    } else if change.owed.is_positive() {
        given_back(tx, held, kind, change.owed, source.payment).await?
    } else if change.owed.is_negative() {
        paid(tx, door, held, kind, -change.owed, outside, source.payment).await?
    } else {
        Vec::new()
    };
    for event in events {
        happen(tx, door, held, event, source).await?;
    }
    let today = accounts::today_in(tx, door, held.practice).await?;
    charges::book_in(tx, door, held, visits, today).await?;
    let (owed, _) = store::owed(tx, held.practice, held.plan.id).await?;
    // Whatever else: a plan never asks for more than its visits owe.
    let excess = held.asked() - owed;
    if excess.is_positive() && !matches!(held.plan.state, State::Cancelled(_)) {
        happen(tx, door, held, Event::Lowered { amount: excess }, source).await?;
    }
    Ok(())
}

/// A fact that the plan does not take is a person's to look at; nothing is charged until then.
async fn happen(
    tx: &mut Tx,
    door: &Door,
    held: &mut Held,
    event: Event,
    source: &Source,
) -> Result<(), sqlx::Error> {
    let before = held.plan.held;
    let reviewed = matches!(event, Event::Disputed { .. } | Event::DisputeSettled { .. });
    if !take_fact(tx, door, held, event, source).await? {
        return Ok(());
    }
    let now = held.plan.held;
    held.in_review = if reviewed {
        (held.in_review + now - before).or_zero()
    } else {
        // What was lowered may have been taken off what is held.
        held.in_review.min(now)
    };
    store::save(tx, held, door.now()).await
}

/// The same for a fact that leaves what is an insurer's as it is; says whether the plan took it.
pub(super) async fn take_fact(
    tx: &mut Tx,
    door: &Door,
    held: &mut Held,
    event: Event,
    source: &Source,
) -> Result<bool, sqlx::Error> {
    match steps::take_in(tx, door, held, event, false, source).await {
        Ok(_) => Ok(true),
        Err(PlanError::Sqlx(error)) => Err(error),
        Err(error) => {
            tracing::warn!(plan = %held.plan.id, %error, "a plan did not take what happened in the books");
            held.waits = Some(Waits::Look);
            held.next_due = None;
            store::save(tx, held, door.now()).await?;
            let work = Work {
                kind: WorkKind::PlanLook,
                subject: &held.plan.id.to_string(),
                guarantor: Some(held.plan.guarantor),
                payment: source.payment,
                amount: Some(held.plan.left()),
                due: None,
            };
            work::open_in(tx, door, held.practice, &work).await?;
            Ok(false)
        }
    }
}

/// What insurers, or the practice itself, made of what is owed. What went back to an insurer
/// is held until it decides again; then what still stands is asked again, and what does not
/// falls away.
fn by_insurer(held: &Held, change: Change, outside: Money, pending: Money) -> Vec<Event> {
    let mut events = Vec::new();
    let less = (-change.owed - outside).or_zero();
    let again = less.min(change.pending.or_zero());
    if again.is_positive() {
        events.push(Event::Disputed { amount: again });
    }
    if (less - again).is_positive() {
        events.push(Event::Lowered { amount: less - again });
    }
    let more = change.owed.or_zero();
    let stands = more.min(held.in_review);
    let decided = pending.is_zero() && !change.owed.is_negative();
    let dropped = if decided { held.in_review - stands } else { Money::ZERO };
    if (stands + dropped).is_positive() {
        events.push(Event::DisputeSettled { dropped, stands });
    }
    if (more - stands).is_positive() {
        events.push(Event::Raised { amount: more - stands });
    }
    events
}

/// The practice gave up part of what is owed: what the plan does not ask for falls first, the rest
/// is forgiven on the plan. What was not needed of it lowers a credit, and no plan hears of it.
fn forgiven(change: Change, outside: Money) -> Vec<Event> {
    let amount = (-change.owed - outside).or_zero();
    if amount.is_positive() { vec![Event::Forgiven { amount }] } else { Vec::new() }
}

/// Money went back: what of it had been paid on the plan is owed on the plan again, the rest
/// was never the plan's.
async fn given_back(
    tx: &mut Tx,
    held: &Held,
    kind: Kind,
    change: Money,
    payment: Option<PaymentId>,
) -> Result<Vec<Event>, sqlx::Error> {
    let Some(payment) = payment else { return Ok(Vec::new()) };
    let (here, _) = store::of_payment(tx, held.practice, held.plan.id, payment).await?;
    let amount = change.min(here);
    if !amount.is_positive() {
        return Ok(Vec::new());
    }
    Ok(vec![match kind {
        Kind::Chargeback => Event::ChargedBack { amount },
        _ => Event::Refunded { amount },
    }])
}

/// Money came.
async fn paid(
    tx: &mut Tx,
    door: &Door,
    held: &Held,
    kind: Kind,
    amount: Money,
    outside: Money,
    payment: Option<PaymentId>,
) -> Result<Vec<Event>, sqlx::Error> {
    let mut events = Vec::new();
    let mut rest = amount;
    if let (Kind::ChargebackReversed, Some(payment)) = (kind, payment) {
        let (_, taken) = store::of_payment(tx, held.practice, held.plan.id, payment).await?;
        let won = rest.min(taken);
        if won.is_positive() {
            events.push(Event::ChargebackWon { amount: won });
            rest -= won;
        }
    }
    let word = match payment {
        Some(payment) if kind == Kind::PatientPayment => word_of(tx, held, payment).await?,
        _ => Word::None,
    };
    let today = accounts::today_in(tx, door, held.practice).await?;
    // What won money pays is not there for the rest.
    let left = (held.plan.left() - (amount - rest)).or_zero();
    let named = rest.min(left);
    let event = match word {
        Word::Autopay(numbers) => {
            let unpaid = |number: &u32| held.plan.unpaid().any(|one| one.number == *number);
            match numbers.first() {
                Some(first) if !numbers.iter().any(unpaid) => {
                    Event::PaidTwice { number: *first, amount: named }
                }
                _ => Event::Paid { amount: named },
            }
        }
        Word::Said(word) => match word.as_str() {
            "fewer" => Event::PaidExtra { amount: named, then: Then::Fewer },
            "smaller" => Event::PaidExtra { amount: named, then: Then::Smaller },
            "payoff" => Event::PaidOff { amount: named },
            _ => Event::Paid { amount: named },
        },
        Word::Beside => Event::Paid { amount: (rest - outside).or_zero().min(left) },
        Word::None => {
            let tomorrow = today.next_day().unwrap_or(today);
            let due = rest.min(held.plan.overdue(tomorrow)).min(left);
            let ahead = (rest - due - outside).or_zero().min(left - due);
            Event::Paid { amount: due + ahead }
        }
    };
    let event = spared(held, event, today);
    let nothing = matches!(
        event,
        Event::Paid { amount } | Event::PaidTwice { amount, .. } | Event::PaidExtra { amount, .. } | Event::PaidOff { amount }
            if amount.is_zero()
    );
    if !nothing || held.plan.state == State::Proposed {
        // A proposal ends when anything is paid for what it was drawn for.
        events.push(if nothing { Event::Paid { amount } } else { event });
    }
    Ok(events)
}

/// Where there is interest, what comes ahead without a word shortens the plan, and what pays
/// everything pays it off: neither pays interest of what is still to come.
fn spared(held: &Held, event: Event, today: Date) -> Event {
    let Event::Paid { amount } = event else { return event };
    let due = held.plan.overdue(today.next_day().unwrap_or(today));
    let next = held.plan.unpaid().find(|one| one.due > today).map_or(Money::ZERO, Instalment::left);
    if held.plan.terms.rate().is_zero() || amount <= due {
        event
    } else if amount >= held.plan.payoff(today) {
        Event::PaidOff { amount }
    } else if amount == due + next {
        event
    } else {
        Event::PaidExtra { amount, then: Then::Fewer }
    }
}

async fn word_of(tx: &mut Tx, held: &Held, payment: PaymentId) -> Result<Word, sqlx::Error> {
    let tried = attempts::of_payment(tx, held.practice, payment).await?;
    let numbers: Vec<u32> = tried
        .into_iter()
        .filter(|(plan, _)| *plan == held.plan.id)
        .filter_map(|(_, number)| u32::try_from(number).ok())
        .collect();
    if !numbers.is_empty() {
        return Ok(Word::Autopay(numbers));
    }
    let said = attempts::word(tx, held.practice, payment).await?;
    if let Some((_, word)) = said.filter(|(plan, _)| *plan == held.plan.id) {
        return Ok(Word::Said(word));
    }
    let payment = payments::of_practice(tx, held.practice, payment).await?;
    let online = payment.is_some_and(|payment| payment.method == Method::Online);
    Ok(if online { Word::Beside } else { Word::None })
}
