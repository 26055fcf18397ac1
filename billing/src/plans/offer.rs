//! What a patient may sign today: what the calculator and the review show, and what the
//! server draws again when they sign.

use domain::plan::{Balance, Offer, Policy, Request, Rhythm, Size, Standing as KeptOut};
use domain::{GuarantorId, Money, PracticeId, VisitId};
use sha2::{Digest, Sha256};
use time::Date;
use uuid::Uuid;

use super::{PlanError, exception, policy, store};
use crate::db::Tx;
use crate::{Door, accounts, visits, work};

/// From what a patient can choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choices {
    /// The practice's policy today, or what is offered to this account instead.
    pub policy: Policy,
    /// What is due and in no plan, oldest first; with what keeps it out for now, if anything.
    pub balances: Vec<Balance>,
    /// The day, where the practice is.
    pub today: Date,
    /// The exception from the practice's policy that is offered here, if any.
    pub exception: Option<Uuid>,
}

/// What a patient chose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    /// Which balances.
    pub visits: Vec<VisitId>,
    /// Paid at signing.
    pub down: Money,
    /// On which days.
    pub rhythm: Rhythm,
    /// From when on.
    pub first: Date,
    /// How much each time, or how many times.
    pub size: Size,
}

/// What they review before they sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Review {
    /// For what.
    pub balances: Vec<Balance>,
    /// Terms, schedule and disclosure.
    pub offer: Offer,
    /// Names the offer: what is signed is what was shown, or nothing is.
    pub seen: String,
}

/// From what a guarantor can choose today.
///
/// # Errors
/// The database's word.
pub async fn choices(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Choices, sqlx::Error> {
    let today = accounts::today_in(tx, door, practice).await?;
    let standing = kept_out(tx, practice, guarantor).await?;
    let taken = store::visits_in_plans(tx, practice, guarantor).await?;
    let dues = visits::dues(tx, practice, guarantor).await?;
    let aside = visits::set_aside(tx, practice, guarantor).await?;
    let asked = |visit| aside.iter().any(|asked| asked.visit == visit).then_some(KeptOut::Disputed);
    let balances = dues
        .into_iter()
        .filter(|due| !taken.contains(&due.visit))
        .map(|due| Balance {
            visit: due.visit,
            amount: due.amount,
            standing: standing.or_else(|| asked(due.visit)),
        })
        .collect();
    let exception = exception::in_force(tx, practice, guarantor, today).await?;
    let policy = match &exception {
        Some(exception) => exception.policy()?,
        None => policy::in_force(tx, practice, today).await?,
    };
    Ok(Choices { policy, balances, today, exception: exception.map(|one| one.id) })
}

/// What keeps the balances of an account out: a hold is on the account as a whole, but for that
/// of a dispute, which is about one visit.
async fn kept_out(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<KeptOut>, sqlx::Error> {
    let mut holds = work::holds(tx, practice, guarantor).await?;
    holds.retain(|hold| !hold.is_of_a_dispute());
    let holds_for = |reason: &str| holds.iter().any(|hold| hold.reason == reason);
    Ok(match (holds_for("dispute"), holds_for("assistance")) {
        (true, _) => Some(KeptOut::Disputed),
        (false, true) => Some(KeptOut::AssistanceReview),
        (false, false) => None,
    })
}

/// What a wish comes to today.
///
/// # Errors
/// [`PlanError::NotOffered`] with everything that is in the way.
pub async fn review(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
    wish: &Wish,
) -> Result<Review, PlanError> {
    let choices = choices(tx, door, practice, guarantor).await?;
    choices.review(wish)
}

impl Choices {
    /// The balances that nothing keeps out.
    pub fn open(&self) -> impl Iterator<Item = &Balance> {
        let kept_out = |standing: KeptOut| self.policy.excluded.contains(&standing);
        self.balances.iter().filter(move |balance| !balance.standing.is_some_and(kept_out))
    }

    /// Whether anything can be paid in instalments at all.
    #[must_use]
    pub fn any(&self) -> bool {
        let sum: Money = self.open().map(|balance| balance.amount).sum();
        sum >= self.policy.least
    }

    /// What a wish comes to.
    ///
    /// # Errors
    /// [`PlanError::InPlan`] when a chosen balance is not to choose from, and
    /// [`PlanError::NotOffered`] with everything that is in the way.
    pub fn review(&self, wish: &Wish) -> Result<Review, PlanError> {
        let chosen = |balance: &&Balance| wish.visits.contains(&balance.visit);
        let balances: Vec<Balance> = self.balances.iter().filter(chosen).copied().collect();
        if wish.visits.iter().any(|visit| !balances.iter().any(|balance| balance.visit == *visit)) {
            return Err(PlanError::InPlan);
        }
        let request =
            Request { balances, down: wish.down, rhythm: wish.rhythm, first: wish.first, size: wish.size };
        let offer = self.policy.offer(&request, self.today).map_err(PlanError::NotOffered)?;
        let seen = digest(&offer)?;
        Ok(Review { balances: request.balances, offer, seen })
    }
}

/// The name of an offer: SHA-256 of its JSON.
fn digest(offer: &Offer) -> Result<String, sqlx::Error> {
    Ok(crate::hex(&Sha256::digest(store::json(offer)?)))
}
