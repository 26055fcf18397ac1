//! What does not agree, and the one step that makes each agree.

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::{Money, PaymentId, PracticeId, RefundId};
use time::{Duration, OffsetDateTime};

use super::store::{self, OpenLine, Why};
use super::{Reading, ReconcileError, lines};
use crate::chargebacks::ChargebackError;
use crate::db::{Db, Tx};
use crate::ledger::{self, Fact, Writers};
use crate::payments::gateway::GatewayError;
use crate::payments::gateway::checkout::Progress;
use crate::payments::gateway::movement::{About, Movement};
use crate::payments::{self, Gateway};
use crate::{Door, accounts, refunds};

/// What the books hold and the gateway's account does not show is no difference before it
/// is a day old: a line may appear late.
const GRACE: Duration = Duration::hours(24);

/// What kind of difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DifferenceKind {
    /// The gateway collected money that no payment of ours asked for.
    ChargeNotOurs,
    /// The gateway gave money back that nobody here asked for: in its dashboard.
    RefundNotOurs,
    /// Both know of it, at different amounts.
    AmountDiffers,
    /// The books hold a payment that the gateway's account does not show.
    PaymentNotThere,
    /// The books hold a refund that the gateway's account does not show.
    RefundNotThere,
    /// The parts of a payout do not come to it.
    PayoutDiffers,
    /// A fee or an adjustment that is about nothing we know.
    Unassigned,
}

/// The steps that settle a difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// Book the money as unidentified, in sight until somebody finds out whose it is.
    BookUnidentified,
    /// Take a refund made in the gateway's dashboard over into the books.
    AdoptRefund,
    /// Book what the gateway collected instead of what we asked for.
    CorrectAmount,
    /// Take out of the books what the gateway says never happened.
    TakeBack,
    /// Read the gateway's account again, from before the difference.
    AskAgain,
    /// Book it as the practice's cost.
    BookFee,
}

impl Action {
    /// Every one with the word a form sends.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::BookUnidentified, "book_unidentified"),
        (Self::AdoptRefund, "adopt_refund"),
        (Self::CorrectAmount, "correct_amount"),
        (Self::TakeBack, "take_back"),
        (Self::AskAgain, "ask_again"),
        (Self::BookFee, "book_fee"),
    ];
}

impl DifferenceKind {
    /// The steps that may settle it, the likeliest first.
    #[must_use]
    pub fn actions(self) -> &'static [Action] {
        match self {
            Self::ChargeNotOurs => &[Action::BookUnidentified],
            Self::RefundNotOurs => &[Action::AdoptRefund, Action::BookUnidentified],
            Self::AmountDiffers => &[Action::CorrectAmount, Action::BookUnidentified],
            Self::PaymentNotThere | Self::RefundNotThere => &[Action::AskAgain, Action::TakeBack],
            Self::PayoutDiffers => &[Action::AskAgain],
            Self::Unassigned => &[Action::BookFee, Action::BookUnidentified],
        }
    }
}

/// One thing that does not agree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The gateway's line or payout, or the ledger's fact.
    pub id: String,
    /// What kind.
    pub kind: DifferenceKind,
    /// What the gateway says.
    pub theirs: Option<Money>,
    /// What the books say.
    pub ours: Option<Money>,
    /// Since when.
    pub at: OffsetDateTime,
    /// The gateway's id of what it is about, or ours.
    pub reference: String,
}

/// What does not agree for a practice. What belongs to no practice is everybody's where
/// there is one, and nobody's where there are many: `openbalance reconcile` lists it.
///
/// # Errors
/// The database's word.
pub async fn differences(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
) -> Result<Vec<Difference>, sqlx::Error> {
    let alone = accounts::practices(tx).await?.len() == 1;
    let lines = store::open_lines(tx).await?.into_iter();
    let mut found: Vec<Difference> =
        lines.filter(|line| line.practice == Some(practice)).map(of_line).collect();
    if alone {
        found.extend(nobodys(tx, door).await?);
    }
    if let Some((through, _)) = store::last_run(tx).await? {
        for (fact, kind, cents, at) in store::unseen(tx, practice, through.min(door.now()) - GRACE).await? {
            let kind = match kind.as_str() {
                "patient_payment" => DifferenceKind::PaymentNotThere,
                _ => DifferenceKind::RefundNotThere,
            };
            let reference = fact.clone();
            found.push(Difference {
                id: fact,
                kind,
                theirs: None,
                ours: Some(Money::from_cents(cents)),
                at,
                reference,
            });
        }
    }
    Ok(found)
}

/// What does not agree and belongs to no practice, or to several: an installation's own.
///
/// # Errors
/// The database's word.
pub async fn nobodys(tx: &mut Tx, door: &Door) -> Result<Vec<Difference>, sqlx::Error> {
    let lines = store::open_lines(tx).await?.into_iter();
    let mut found: Vec<Difference> = lines.filter(|line| line.practice.is_none()).map(of_line).collect();
    for (id, paid, parts, at) in store::odd_payouts(tx, door.now() - GRACE).await? {
        found.push(Difference {
            reference: id.clone(),
            id,
            kind: DifferenceKind::PayoutDiffers,
            theirs: Some(Money::from_cents(paid)),
            ours: Some(Money::from_cents(parts)),
            at,
        });
    }
    Ok(found)
}

fn of_line(line: OpenLine) -> Difference {
    let kind = match line.why {
        Why::ChargeNotOurs => DifferenceKind::ChargeNotOurs,
        Why::RefundNotOurs => DifferenceKind::RefundNotOurs,
        Why::AmountDiffers => DifferenceKind::AmountDiffers,
        Why::Unassigned => DifferenceKind::Unassigned,
    };
    Difference {
        reference: line.source.unwrap_or_else(|| line.kind.clone()),
        id: line.id,
        kind,
        theirs: Some(line.amount),
        ours: None,
        at: line.created,
    }
}

/// Takes one step that settles a difference of a practice.
///
/// # Errors
/// [`ReconcileError::NotThere`] when it is gone or the step does not fit it;
/// [`ReconcileError::WasMade`] when the gateway says that what is to be taken back happened.
pub async fn resolve(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    id: &str,
    action: Action,
) -> Result<(), ReconcileError> {
    let own = {
        let mut tx = db.read().await?;
        differences(&mut tx, door, practice).await?
    };
    settle(db, door, gateway, practice, own, id, action).await
}

/// The same for whoever runs the installation, who may also give a practice what is
/// nobody's.
///
/// # Errors
/// As [`resolve`].
pub async fn resolve_any(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    id: &str,
    action: Action,
) -> Result<(), ReconcileError> {
    let all = {
        let mut tx = db.read().await?;
        let mut all = differences(&mut tx, door, practice).await?;
        all.extend(nobodys(&mut tx, door).await?);
        all
    };
    settle(db, door, gateway, practice, all, id, action).await
}

async fn settle(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    among: Vec<Difference>,
    id: &str,
    action: Action,
) -> Result<(), ReconcileError> {
    let difference = among.into_iter().find(|one| one.id == id);
    let difference =
        difference.filter(|one| one.kind.actions().contains(&action)).ok_or(ReconcileError::NotThere)?;
    match action {
        Action::AskAgain => {
            super::run_from(db, door, gateway, Some(difference.at - GRACE)).await?;
        }
        Action::TakeBack => take_back(db, door, gateway, practice, &difference).await?,
        Action::BookFee | Action::BookUnidentified | Action::AdoptRefund | Action::CorrectAmount => {
            let line = gateway.movement(id).await?;
            if found_its_place(db, door, gateway, &line).await? {
                return Ok(super::tell(db, door).await?);
            }
            match action {
                Action::BookFee => book(db, door, practice, &line, Account::GatewayFees).await?,
                Action::AdoptRefund => adopt(db, door, &line).await?,
                Action::CorrectAmount => correct(db, door, gateway, practice, &line).await?,
                _ => book(db, door, practice, &line, Account::UnappliedGateway).await?,
            }
        }
    }
    super::tell(db, door).await?;
    Ok(())
}

/// Looks at a line once more: an earlier step, or time, may have settled it along with another.
async fn found_its_place(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    line: &Movement,
) -> Result<bool, ReconcileError> {
    match lines::take(db, door, gateway, line, &mut Reading::default()).await {
        Err(ReconcileError::Chargeback(ChargebackError::TooEarly)) => {}
        taken => taken?,
    }
    let mut tx = db.read().await?;
    Ok(store::settled(&mut tx, &[&line.id]).await?.contains(&line.id))
}

async fn book(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    line: &Movement,
    against: Account,
) -> Result<(), ReconcileError> {
    let mut tx = db.begin().await?;
    let booked = lines::book_whole_in(&mut tx, door, practice, line, against).await?;
    if !store::place(&mut tx, &line.id, practice, booked).await? {
        return Err(ReconcileError::NotThere);
    }
    Ok(tx.commit().await?)
}

/// A refund that was made in the gateway's dashboard becomes one of ours, and the line
/// finds it.
async fn adopt(db: &Db, door: &Door, line: &Movement) -> Result<(), ReconcileError> {
    let About::Refund(theirs) = &line.about else { return Err(ReconcileError::NotThere) };
    let mut tx = db.begin().await?;
    // One that left and came back has two lines. Whoever booked one of them as unidentified
    // has to book the other likewise: as a refund it would enter the books with both.
    if store::is_placed(&mut tx, &theirs.id).await? {
        return Err(ReconcileError::NotThere);
    }
    refunds::adopt_in(&mut tx, door, theirs).await?;
    tx.commit().await?;
    lines::take_refund(db, door, line, theirs).await
}

/// The payment takes the amount that the gateway collected, and is booked.
async fn correct(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    line: &Movement,
) -> Result<(), ReconcileError> {
    let About::Charge(charge) = &line.about else { return Err(ReconcileError::NotThere) };
    let payment = lines::payment_of(db, charge).await?.filter(|payment| payment.practice == practice);
    let payment = payment.filter(|_| line.amount.is_positive()).ok_or(ReconcileError::NotThere)?;
    let mut tx = db.begin().await?;
    payments::set_amount_in(&mut tx, practice, payment.id, line.amount).await?;
    tx.commit().await?;
    let mut reading = Reading::default();
    lines::take(db, door, gateway, line, &mut reading).await
}

/// Takes out of the books what the gateway, asked once more, says never happened.
async fn take_back(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    difference: &Difference,
) -> Result<(), ReconcileError> {
    let (word, id) = difference.id.split_once(':').ok_or(ReconcileError::NotThere)?;
    match word {
        "payment" => {
            let id: PaymentId = id.parse().map_err(|_| ReconcileError::NotThere)?;
            if was_paid(db, gateway, practice, id).await? {
                return Err(ReconcileError::WasMade);
            }
            undo(db, door, practice, &difference.id, Kind::PaymentCorrection, Some(id)).await
        }
        "refund" => {
            let id: RefundId = id.parse().map_err(|_| ReconcileError::NotThere)?;
            let payment = refund_not_given(db, gateway, practice, id).await?;
            undo(db, door, practice, &difference.id, Kind::RefundFailed, Some(payment)).await
        }
        _ => Err(ReconcileError::NotThere),
    }
}

async fn was_paid(
    db: &Db,
    gateway: &Gateway,
    practice: PracticeId,
    id: PaymentId,
) -> Result<bool, ReconcileError> {
    let payment = {
        let mut tx = db.read().await?;
        payments::of_practice(&mut tx, practice, id).await?.ok_or(ReconcileError::NotThere)?
    };
    let Some(session) = payment.session_id else { return Ok(false) };
    match gateway.checkout(&session).await {
        Ok(checkout) => Ok(checkout.progress == Progress::Paid),
        // Any other refusal, of our key for one, says nothing about the payment.
        Err(GatewayError::Refused(code)) if code == "resource_missing" => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The payment of a refund of which the gateway knows nothing.
async fn refund_not_given(
    db: &Db,
    gateway: &Gateway,
    practice: PracticeId,
    id: RefundId,
) -> Result<PaymentId, ReconcileError> {
    let (refund, intent) = {
        let mut tx = db.read().await?;
        let refund = refunds::refund(&mut tx, practice, id).await?.ok_or(ReconcileError::NotThere)?;
        let intent = payments::payment_intent(&mut tx, practice, refund.payment).await?;
        (refund, intent.ok_or(ReconcileError::NotThere)?)
    };
    let theirs = gateway.refunds_of(&intent).await?;
    if theirs.iter().any(|theirs| theirs.refund == Some(id) || Some(&theirs.id) == refund.gateway_id.as_ref())
    {
        return Err(ReconcileError::WasMade);
    }
    Ok(refund.payment)
}

/// Posts the opposite of a fact, and marks what it was about as failed.
async fn undo(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    fact: &str,
    kind: Kind,
    payment: Option<PaymentId>,
) -> Result<(), ReconcileError> {
    let mut tx = db.begin().await?;
    ledger::lock_books(&mut tx, practice, Writers::Some).await?;
    let (transaction, entries) =
        ledger::entries_of_fact(&mut tx, practice, fact).await?.ok_or(ReconcileError::NotThere)?;
    // What became a credit of a visit is owed for that visit again; the ledger lets a credit
    // that still stands pay it.
    let owed = |entry: &Entry| match entry.account {
        Account::PatientCredit => Entry { account: Account::PatientReceivable, ..entry.undone() },
        _ => entry.undone(),
    };
    let own = entries.iter().map(owed).collect();
    let today = accounts::today_in(&mut tx, door, practice).await?;
    let mut correction = Fact::new(kind, today, format!("undo:{fact}"));
    correction.payment = payment;
    correction.refund = fact.strip_prefix("refund:").and_then(|id| id.parse().ok());
    correction.reverses = Some(transaction);
    ledger::post_in(&mut tx, door, practice, &correction, &Balanced::new(own)?).await?;
    match (correction.refund, payment) {
        (Some(refund), _) => refunds::set_failed_in(&mut tx, door, practice, refund).await?,
        (None, Some(payment)) => payments::set_failed_in(&mut tx, door, practice, payment).await?,
        (None, None) => {}
    }
    Ok(tx.commit().await?)
}
