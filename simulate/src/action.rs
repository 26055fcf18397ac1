//! What somebody may do through the real operations of `billing`, and how it ends.

use std::num::NonZeroUsize;
use std::pin::Pin;

use billing::answering::AnswerError;
use billing::payments::desk::{self, DeskError, Taken};
use billing::payments::{self, Payer, PaymentError, PaymentState, Press, Started, together, webhook};
use billing::plans::{charge, sweep, told};
use billing::reconcile::takings::Count;
use billing::reconcile::{self, ReconcileError};
use billing::refunds::{self, Ask, Refund, RefundError};
use billing::{credits, imports, messages, work};
use domain::{PaymentId, RefundId, UserId};
use stripe_sandbox::webhooks;
use uuid::Uuid;

use crate::files::Claim;
use crate::house::{House, PUBLIC_URL, SECRET};
use crate::moving::Move;
use crate::plans::{self, Act};
use crate::post::Letter;

/// One thing somebody does.
#[derive(Clone, Debug)]
pub enum Action {
    /// A patient presses Pay.
    Pay(Payer, Press),
    /// A patient's browser comes back, or they look again.
    Return(PaymentId),
    /// Somebody does something about a payment plan.
    Plan(Act),
    /// Staff take money at the desk.
    Desk(UserId, Taken),
    /// Staff ask for a refund.
    Ask(UserId, Ask),
    /// Staff agree to a refund or decline it.
    Decide(UserId, RefundId, bool),
    /// An agreed refund is sent to the gateway.
    Send(RefundId),
    /// A refund that came back is sent again.
    Retry(UserId, RefundId),
    /// A refund that came back is given by cheque.
    ByHand(UserId, RefundId),
    /// Staff let somebody else answer for a visit.
    Move(Move),
    /// Staff settle a difference.
    Resolve(String, reconcile::Action),
    /// Staff close the day.
    Close(UserId, Count),
    /// Staff say that an item of work is done.
    Done(UserId, Uuid),
    /// A file is imported.
    Import(Paper),
    /// A webhook arrives.
    Deliver(Letter),
    /// A task of the server's own.
    Chore(Chore),
}

/// What the server does by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Chore {
    /// Applies events that were kept and not applied.
    ApplyWaiting,
    /// Asks about unsettled payments.
    SettleWaiting,
    /// Sends refunds, and asks about those on their way.
    SendWaiting,
    /// Reads the gateway's account if an hour has passed.
    ReconcileIfDue,
    /// Reads it now.
    Reconcile,
    /// Puts unknown payments before a person.
    FlagUnknown,
    /// Lets the practice's policy move credits.
    Credits,
    /// Goes on with what was begun on pages that keep a card.
    Setups,
    /// Takes instalments that are due.
    ChargeDue,
    /// Looks at plans by the calendar.
    SweepPlans,
    /// Tells what happened to plans.
    TellPlans,
    /// Sends what is in the outbox.
    Outbox,
}

impl Chore {
    /// In the order of a round of the server's.
    pub const ROUND: [Self; 7] = [
        Self::ApplyWaiting,
        Self::SettleWaiting,
        Self::SendWaiting,
        Self::ReconcileIfDue,
        Self::FlagUnknown,
        Self::Credits,
        Self::Outbox,
    ];

    /// The same where there are plans.
    pub const ROUND_WITH_PLANS: [Self; 11] = [
        Self::ApplyWaiting,
        Self::SettleWaiting,
        Self::Setups,
        Self::ChargeDue,
        Self::SendWaiting,
        Self::ReconcileIfDue,
        Self::SweepPlans,
        Self::TellPlans,
        Self::FlagUnknown,
        Self::Credits,
        Self::Outbox,
    ];
}

/// A file to import, and what it tells the model.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its name.
    pub name: String,
    /// Its content.
    pub text: String,
    /// What the model believes once it was taken.
    pub tells: Tells,
}

/// What a file tells.
#[derive(Clone, Debug)]
pub enum Tells {
    /// The practice's export: visits with all that is known of them.
    Visits(Vec<(String, crate::model::Visit)>),
    /// Decisions of the so manieth insurer of their visits.
    Decisions(usize, Vec<Claim>),
    /// Nothing new.
    Nothing,
}

/// How it ended.
#[derive(Debug)]
pub enum Outcome {
    /// The patient is on the hosted page.
    Page(String),
    /// Staff were shown the state of a refund.
    Refund(Box<Refund>),
    /// The payment stands like this.
    Stands(PaymentState),
    /// The import's report: whether the file was taken whole.
    Report(bool),
    /// It is done, and there is nothing to show for it.
    Done,
    /// A refusal or a silence that may happen, in words.
    Refused(String),
    /// What must never happen.
    Broken(String),
}

/// How an error counts.
trait Judged: std::fmt::Display {
    /// Whether somebody may well meet it.
    fn is_expected(&self) -> bool;

    fn outcome(&self) -> Outcome {
        if self.is_expected() {
            Outcome::Refused(self.to_string())
        } else {
            Outcome::Broken(self.to_string())
        }
    }
}

impl Judged for PaymentError {
    fn is_expected(&self) -> bool {
        matches!(self, Self::Choice(_) | Self::PressUsed | Self::Gateway(_))
    }
}

impl Judged for RefundError {
    fn is_expected(&self) -> bool {
        matches!(
            self,
            Self::NotThere | Self::TooLittle | Self::TooMuch(_) | Self::SamePerson | Self::Gateway(_)
        )
    }
}

impl Judged for DeskError {
    fn is_expected(&self) -> bool {
        !matches!(self, Self::Ledger(_) | Self::Sqlx(_))
    }
}

impl Judged for AnswerError {
    fn is_expected(&self) -> bool {
        matches!(self, Self::NotThere | Self::Blocked | Self::Changed)
    }
}

impl Judged for ReconcileError {
    fn is_expected(&self) -> bool {
        match self {
            Self::Gateway(_) | Self::NotThere | Self::WasMade => true,
            Self::Payment(error) => error.is_expected(),
            Self::Refund(error) => error.is_expected(),
            _ => false,
        }
    }
}

macro_rules! never_expected {
    ($($error:ty)*) => {$(
        impl Judged for $error {
            fn is_expected(&self) -> bool {
                false
            }
        }
    )*};
}
never_expected!(billing::sqlx::Error imports::ImportError webhook::WebhookError std::io::Error);

/// Whether somebody may well meet it.
pub(crate) fn is_expected(error: &PaymentError) -> bool {
    Judged::is_expected(error)
}

fn ended<T, E: Judged>(result: Result<T, E>, done: impl FnOnce(T) -> Outcome) -> Outcome {
    match result {
        Ok(value) => done(value),
        Err(error) => error.outcome(),
    }
}

impl Action {
    /// Begins it; the future owns all it needs.
    #[must_use]
    pub fn begin(self, house: House) -> Pin<Box<dyn Future<Output = Outcome>>> {
        Box::pin(async move { self.run(&house).await })
    }

    async fn run(self, house: &House) -> Outcome {
        let House { db, door, gateway, .. } = house;
        let practice = house.cast.practice;
        let shown = |refund: Refund| Outcome::Refund(Box::new(refund));
        match self {
            Self::Pay(payer, press) => {
                let started = payments::start(db, door, gateway, PUBLIC_URL, payer, &press).await;
                ended(started, |started| match started {
                    Started::Page(url) => Outcome::Page(url),
                    Started::Done(_) => Outcome::Done,
                })
            }
            Self::Return(payment) => {
                ended(payments::settle(db, door, gateway, practice, payment).await, |(state, _)| {
                    Outcome::Stands(state)
                })
            }
            Self::Plan(act) => act.run(house).await,
            Self::Desk(by, taken) => {
                ended(desk::take(db, door, practice, by, &taken).await, |_| Outcome::Done)
            }
            Self::Ask(by, ask) => ended(refunds::ask(db, door, practice, by, &ask).await, shown),
            Self::Decide(by, refund, agreed) => {
                ended(refunds::decide(db, door, practice, refund, by, agreed).await, shown)
            }
            Self::Send(refund) => {
                ended(refunds::send(db, door, gateway, practice, refund).await, |_| Outcome::Done)
            }
            Self::Retry(by, refund) => ended(refunds::retry(db, door, practice, refund, by).await, shown),
            Self::ByHand(by, refund) => {
                ended(refunds::by_hand(db, door, practice, refund, by, "1001").await, shown)
            }
            Self::Move(moving) => ended(moving.run(house).await, |moved| {
                if moved { Outcome::Done } else { Outcome::Refused("nobody agreed".to_owned()) }
            }),
            Self::Resolve(id, action) => {
                ended(reconcile::resolve(db, door, gateway, practice, &id, action).await, |()| Outcome::Done)
            }
            Self::Close(by, count) => {
                ended(reconcile::takings::close(db, door, practice, by, &count).await, |()| Outcome::Done)
            }
            Self::Done(by, item) => {
                let done = async {
                    let mut tx = db.begin().await?;
                    work::done_in(&mut tx, door, practice, item, by, None).await?;
                    tx.commit().await
                };
                ended(done.await, |()| Outcome::Done)
            }
            Self::Import(paper) => {
                let path = house.folder.join("import");
                if let Err(error) = std::fs::write(&path, &paper.text) {
                    return error.outcome();
                }
                let report = imports::import_file(db, door, practice, &path, &paper.name).await;
                ended(report, |report| Outcome::Report(!report.incomplete && report.refused.is_empty()))
            }
            Self::Deliver(letter) => {
                let at = house.shared.lock().now();
                let signature = webhooks::signature(SECRET, at, &letter.payload);
                let secrets = [SECRET.to_owned()];
                let taken = webhook::receive(db, door, gateway, &secrets, &letter.payload, &signature).await;
                ended(taken, |()| Outcome::Done)
            }
            Self::Chore(chore) => chore.run(house).await,
        }
    }
}

impl Chore {
    async fn run(self, house: &House) -> Outcome {
        let House { db, door, gateway, .. } = house;
        let nothing = |_| Outcome::Done;
        match self {
            Self::ApplyWaiting => ended(webhook::apply_waiting(db, door).await, nothing),
            Self::SettleWaiting => ended(payments::settle_waiting(db, door, gateway).await, nothing),
            Self::SendWaiting => ended(refunds::send_waiting(db, door, gateway).await, nothing),
            Self::ReconcileIfDue => ended(reconcile::run_if_due(db, door, gateway).await, |_| Outcome::Done),
            Self::Reconcile => ended(reconcile::run(db, door, gateway).await, |_| Outcome::Done),
            Self::FlagUnknown => ended(payments::flag_unknown(db, door).await, |()| Outcome::Done),
            Self::Credits => ended(credits::run(db, door, house.cast.practice).await, |_| Outcome::Done),
            Self::Setups => ended(together::go_on_with_waiting(db, door, gateway).await, nothing),
            Self::ChargeDue => {
                plans::ended(charge::charge_due(db, door, gateway, NonZeroUsize::MIN).await, |_| {
                    Outcome::Done
                })
            }
            Self::SweepPlans => plans::ended(sweep::sweep(db, door, Some(gateway)).await, |_| Outcome::Done),
            Self::TellPlans => ended(told::send_due(db, door).await, |_| Outcome::Done),
            Self::Outbox => ended(empty_outbox(house).await, |()| Outcome::Done),
        }
    }
}

/// Sends every message that is due. What leaves the house is of no interest here; that it
/// leaves, and is recorded, is.
async fn empty_outbox(house: &House) -> Result<(), billing::sqlx::Error> {
    for message in messages::take_due(&house.db, &house.door, 20).await? {
        messages::sent(&house.db, &house.door, message.id, false).await?;
    }
    Ok(())
}
