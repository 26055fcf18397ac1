//! Paying a plan by hand: an instalment, more than is due, or everything.
//!
//! What the patient says a payment is for is committed before the payment is, under the same
//! press, and is read when the money enters the books. It pays the plan's visits and no
//! others.

use domain::payment::{Choice, ChoiceError};
use domain::plan::{State, Then};
use domain::{Money, PlanId};
use uuid::Uuid;

use super::view::Asked;
use super::{PlanError, attempts, charges, store};
use crate::db::Db;
use crate::payments::saved::Browser;
use crate::payments::{self, Gateway, Payer, Press, Started, Way};
use crate::{Door, accounts};

/// What a payment by hand is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum For {
    /// What is due, or the next instalment when nothing is.
    Instalment,
    /// This much, with what it makes of the rest.
    Extra(Money, Then),
    /// Everything that is left.
    Payoff,
}

/// Starts a payment on a plan, or resumes the one this press began.
///
/// # Errors
/// [`PlanError`]; nothing was charged then.
pub async fn start(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    browser: Browser<'_>,
    payer: Payer,
    (plan, press): (PlanId, Uuid),
    what: For,
) -> Result<Started, PlanError> {
    let (visits, amount, other) = {
        let mut tx = db.begin().await?;
        let whole = charges::lock_whole(&mut tx, payer.practice, plan).await?;
        let (mut held, whole) = whole.ok_or(PlanError::NotThere)?;
        if held.plan.guarantor != payer.guarantor {
            return Err(PlanError::NotThere);
        }
        if matches!(held.plan.state, State::Proposed | State::Finished | State::Cancelled(_)) {
            return Err(PlanError::Refused(domain::plan::Refused::Over));
        }
        let today = accounts::today_in(&mut tx, door, payer.practice).await?;
        charges::book_in(&mut tx, door, &mut held, &whole, today).await?;
        // What is on its way is not asked for again.
        let sent = attempts::sent_for(&mut tx, payer.practice, plan).await?;
        let asked = Asked::of(&held.plan, sent, today);
        let left = asked.left;
        let (amount, word) = match what {
            For::Payoff => (left, "payoff"),
            For::Extra(amount, Then::Fewer) => (amount, "fewer"),
            For::Extra(amount, Then::Smaller) => (amount, "smaller"),
            For::Instalment => (asked.instalment(), "instalment"),
        };
        if amount > left {
            return Err(payments::PaymentError::Choice(ChoiceError::TooMuch(left)).into());
        }
        let account = (payer.practice, payer.guarantor);
        attempts::set_word(&mut tx, account, press, plan, word).await?;
        let visits = store::visits(&mut tx, payer.practice, plan).await?;
        // One that is under way with another word is another payment, even of the same amount.
        let mut other = payments::under_way(&mut tx, payer.practice, payer.guarantor).await?;
        if let Some(open) = &other {
            let said = attempts::word(&mut tx, payer.practice, open.id).await?;
            other = other.filter(|_| said.is_none_or(|(of, said)| (of, said.as_str()) != (plan, word)));
        }
        tx.commit().await?;
        (visits, amount, other)
    };
    if let Some(other) = other {
        payments::close(db, door, gateway, &other).await?;
    }
    let press = Press { id: press, choice: Choice::Amount(amount), spanish: browser.spanish };
    let by = (Way::Page, Some(&visits[..]));
    Ok(payments::start_by(db, door, gateway, browser.public_url, payer, &press, by).await?)
}
