//! Setting up a payment plan: the choice, the review and signature, the means of payment.

use domain::plan::Offer;
use domain::{Money, PlanId};
use uuid::Uuid;

use super::PayDue;
use crate::FormState;
use crate::islands::plan_choice::{PlanRule, PlanTyped};

/// `/plans/new`. `POST /plans/new` shows the schedule of what is typed, `POST /plans/review`
/// goes on to the review; both have the fields of [`PlanTyped`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanNewPage {
    /// What is wrong with the whole form, under the empty name. What is wrong with a field
    /// the page knows from `typed`.
    pub form: FormState,
    /// What may be chosen, and by which rule.
    pub rule: PlanRule,
    /// The balances of the rule, in its order.
    pub dues: Vec<PayDue>,
    /// What is due and cannot be chosen.
    pub kept: Vec<PlanKept>,
    /// What is chosen.
    pub typed: PlanTyped,
    /// Somebody pressed a button: what is wrong is said.
    pub tried: bool,
    /// A plan that is signed and waits for its card or bank account.
    pub unfinished: Option<PlanId>,
}

/// A balance that cannot be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanKept {
    /// The balance.
    pub due: PayDue,
    /// Why.
    pub why: KeptOut,
}

/// Why a balance cannot be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeptOut {
    /// It is in a plan already.
    InPlan,
    /// The patient questions it.
    Disputed,
    /// It is looked at for financial assistance.
    Assistance,
    /// It is with an agency.
    Placed,
}

/// `/plans/review`. `POST /plans/sign` has the fields of
/// [`PlanTyped`] and `press`, `seen`, `owed`, `language`, `how` (`auto` or `self`), `cap`,
/// `agree`, `electronic`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanReviewPage {
    /// What is wrong, under `how`, `cap`, `agree`, `electronic` or the empty name; and what was
    /// typed there.
    pub form: FormState,
    /// What was chosen.
    pub typed: PlanTyped,
    /// The chosen balances.
    pub dues: Vec<PayDue>,
    /// What is to be signed.
    pub offer: Offer,
    /// Names the offer.
    pub seen: String,
    /// The hidden field `press`: one press, one plan.
    pub token: String,
}

/// `/plans/{id}/method`: the way to the page that keeps a card or account. `POST` has `press`
/// and, where nothing has been authorised, `cap` and
/// `agree`; `POST /plans/{id}/method/self` is "I will
/// pay each one myself".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanMethodPage {
    /// What is wrong, under `cap`, `agree` or the empty name; and what was typed there.
    pub form: FormState,
    /// The plan.
    pub plan: PlanId,
    /// Why somebody is here.
    pub why: MethodWhy,
    /// The most that may be taken at once; none when nothing has been authorised.
    pub cap: Option<Money>,
    /// The largest payment that is still to come.
    pub largest: Money,
    /// The hidden field `press`: one press, one visit to the hosted page.
    pub token: String,
}

/// Why somebody comes to choose a card or account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MethodWhy {
    /// The plan is signed, and this was not done yet.
    Unfinished,
    /// The same, and they came back from the hosted page without having done it.
    Stopped,
    /// The plan runs: another card or account, or the first one.
    Running,
}

/// `/plans/method/{setup}`, while the gateway has not said what came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanCheckingPage {
    /// The visit to the hosted page.
    pub setup: Uuid,
}
