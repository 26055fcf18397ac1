//! A payment plan as the patient who pays it sees it.

use domain::plan::{Decline, Disclosure, EndReason, Event, Instalment, PauseReason, Then, Worse};
use domain::{Money, PaymentId, PlanId};
use time::Date;

use super::PayDue;
use crate::FormState;

/// A plan in short: in the list, on the home page, at the head of its own page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanCard {
    /// The plan.
    pub id: PlanId,
    /// Its version, as it is shown: what changed since has to be seen first.
    pub version: u32,
    /// How it stands.
    pub stands: PlanStands,
    /// What has been paid on it.
    pub paid: Money,
    /// What is still to be paid by its schedule.
    pub left: Money,
    /// What was due by today and is not paid.
    pub due: Money,
    /// The first payment that is not made.
    pub next: Option<PlanNext>,
    /// It is taken automatically.
    pub taken: bool,
}

/// The next payment of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanNext {
    /// When it is due.
    pub due: Date,
    /// What is left of it.
    pub amount: Money,
}

/// How a plan stands, for one sentence and one step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanStands {
    /// Signed, and not begun: it waits for a means of payment.
    Proposed,
    /// Nothing is to be done.
    OnTrack,
    /// A payment is due by today, to be made by hand; nobody is late until this day.
    Due(Date),
    /// The bank said no; it is tried again on this day.
    Retry(Date),
    /// A payment did not come within its grace days.
    Behind,
    /// Nothing is asked for a while.
    Paused(PauseReason),
    /// More is due than may be taken at once, which is this much.
    OverCap(Money),
    /// The bank wants its owner to confirm.
    Confirm,
    /// The means of payment is gone or does not work.
    NoMethod,
    /// The bank said no, and it is not tried again.
    Declined,
    /// A person of the practice looks at it; nothing is taken until then.
    Look,
    /// Broken by payments that did not come.
    Broken,
    /// Paid.
    Finished,
    /// Ended before it was paid.
    Ended(EndReason),
}

/// `/plans`: every plan of the account that is looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlansPage {
    /// Newest first.
    pub plans: Vec<PlanCard>,
    /// Those of other accounts that the reader may look at.
    pub elsewhere: Vec<PlansElsewhere>,
    /// One can be set up at `/plans/new`.
    pub can_start: bool,
    /// The reader answers for the account.
    pub own: bool,
}

/// Plans of another account that the reader may look at. `POST /household/look` leads there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlansElsewhere {
    /// The practice.
    pub practice: domain::PracticeId,
    /// Its name.
    pub practice_name: String,
    /// The account.
    pub guarantor: domain::GuarantorId,
    /// The guarantor's name.
    pub name: String,
    /// Those that are not over.
    pub plans: Vec<PlanCard>,
}

/// `/plans/{id}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanPage {
    /// The plan in short.
    pub card: PlanCard,
    /// By date, paid ones included.
    pub instalments: Vec<Instalment>,
    /// How it is paid; none when that is not the reader's to see.
    pub how: Option<PlanHow>,
    /// In question, and not asked.
    pub held: Money,
    /// What its visits owe beside it.
    pub outside: Money,
    /// Of that, the down payment that was signed and is still to be paid.
    pub down: Money,
    /// Sent and not arrived.
    pub on_its_way: Money,
    /// What is due beside plans and may join this one; zero when nothing may.
    pub may_join: Money,
    /// What autopay tried and the bank refused, newest first.
    pub tries: Vec<PlanTry>,
    /// What happened, newest first, the last few.
    pub lately: Vec<PlanHappening>,
    /// There is more of it at `/plans/{id}/history`.
    pub more: bool,
    /// What the reader can do now, beside paying.
    pub wishes: Vec<PlanWish>,
    /// The day of the signature.
    pub signed_on: Date,
    /// The reader answers for the account.
    pub own: bool,
    /// What the reader's last press did.
    pub told: Option<PlanTold>,
    /// The hidden field `press` of `POST /plans/{id}/method`, which keeps a card or account.
    pub token: String,
}

/// How a plan is paid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PlanHow {
    /// The patient makes each payment.
    ByHand,
    /// Taken from this card or account.
    Taken {
        /// How the payer would know it: `Visa ending 4242`.
        label: String,
        /// The most that is taken at once.
        cap: Money,
    },
    /// Authorised, and waiting for a card or account.
    NoMethod,
}

/// One time that the bank refused an automatic payment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanTry {
    /// When it was tried.
    pub on: Date,
    /// The due date of what was to be paid.
    pub due: Date,
    /// Why not.
    pub why: Decline,
    /// When it is tried again.
    pub again: Option<Date>,
}

/// Something that happened to a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanHappening {
    /// The day.
    pub on: Date,
    /// What.
    pub what: Event,
    /// The due date of the payment that it is about, where it is about one.
    pub about: Option<Date>,
    /// Who asked for it.
    pub by: PlanBy,
    /// The receipt, where it is one's to see.
    pub receipt: Option<PaymentId>,
    /// What was still to be paid before and after, where dates or amounts changed.
    pub redrawn: Option<(Vec<Instalment>, Vec<Instalment>)>,
}

/// Who asked for a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanBy {
    /// The reader.
    You,
    /// The practice.
    Practice,
    /// Nobody: it happened by itself.
    Itself,
}

/// What a patient can do about a plan, each at `/plans/{id}/change/{code}`: GET shows what it
/// would do, POST does it with the hidden field `seen`, and `agree` where it is worse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanWish {
    /// Other days. The fields `rhythm`, `day` and `first`; `do` is `look` or `take`.
    Days,
    /// The next payment and all after it come one date later.
    Skip,
    /// Nothing is asked for a while.
    Pause,
    /// It goes on.
    Resume,
    /// Nothing is taken automatically any more; what was kept is forgotten.
    Stop,
    /// The card or account is forgotten, and another one is waited for.
    Remove,
    /// More may be taken at once.
    Limit,
    /// The way back from a broken plan.
    Cure,
    /// It ends.
    Cancel,
}

impl PlanWish {
    /// Every one, as they stand on the page.
    pub const ALL: [Self; 9] = [
        Self::Days,
        Self::Skip,
        Self::Pause,
        Self::Resume,
        Self::Stop,
        Self::Remove,
        Self::Limit,
        Self::Cure,
        Self::Cancel,
    ];

    /// The word in the address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Skip => "skip",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Stop => "stop",
            Self::Remove => "remove",
            Self::Limit => "limit",
            Self::Cure => "cure",
            Self::Cancel => "cancel",
        }
    }
}

/// Words that are agreed to on these pages; a form sends their `language` along.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanWords {
    /// More may be taken at once.
    Limit,
    /// A balance joins.
    Join,
}

/// What the reader's last press did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanTold {
    /// The plan was set up.
    Signed,
    /// It is another one now, as asked.
    Changed,
    /// The card or account is another one now.
    Method,
    /// A balance joined.
    Joined,
    /// It ended.
    Ended,
}

/// `/plans/{id}/change/{code}`: what a wish would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanChangePage {
    /// The plan.
    pub plan: PlanId,
    /// Its version as shown: the hidden field `seen`.
    pub version: u32,
    /// The wish.
    pub wish: PlanWish,
    /// What is still to be paid now.
    pub now: Vec<Instalment>,
    /// And after it; the same where nothing of that changes.
    pub then: Vec<Instalment>,
    /// In which ways it is worse: the patient has to agree (`agree`).
    pub worse: Vec<Worse>,
    /// An amount that the question names: the new limit, what is an ordinary balance again.
    pub amount: Money,
    /// The card or account that is meant.
    pub method: Option<String>,
    /// What was typed, and is sent again in hidden fields.
    pub carried: Vec<(&'static str, String)>,
    /// What is wrong, under `agree` or the empty name.
    pub form: FormState,
}

/// A wish that the plan does not take now, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanRefusedPage {
    /// The plan.
    pub plan: PlanId,
    /// The wish.
    pub wish: PlanWish,
    /// Why not.
    pub why: PlanWhyNot,
}

/// Why a plan does not take a wish.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanWhyNot {
    /// A payment is overdue: it comes first.
    Behind,
    /// It is paused.
    Paused,
    /// It is broken: the way back comes first.
    Broken,
    /// None may be skipped before this day; none: never.
    NoSkip(Option<Date>),
    /// It does not fit how the plan stands.
    NotNow,
    /// It has ended.
    Over,
}

/// `/plans/{id}/change/days`: other days. Fields `rhythm` (`monthly`, `two-weeks`, `twice`),
/// `day` (of the month) and `first`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanDaysPage {
    /// The plan.
    pub plan: PlanId,
    /// What is still to be paid now.
    pub now: Vec<Instalment>,
    /// The first day that can be chosen.
    pub earliest: Date,
    /// What was typed, and what is wrong, under `rhythm`, `day` or `first`.
    pub form: FormState,
}

/// `/plans/{id}/pay`: fields `press`, `choice` (`instalment`, `extra`, `payoff`), `amount`, and
/// for more than is due `then` (`fewer`, `smaller`), without which its outcome is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanPayPage {
    /// The plan in short.
    pub card: PlanCard,
    /// What is due, or the next payment when nothing is.
    pub instalment: Money,
    /// What pays everything today.
    pub payoff: Money,
    /// Sent and not arrived.
    pub on_its_way: Money,
    /// A payment of which nobody knows yet if it was made.
    pub checking: Option<Money>,
    /// The hidden field `press`: one press, one payment.
    pub token: String,
    /// The reader answers for the account, and may say what becomes of the rest.
    pub own: bool,
    /// What is wrong, under `choice`, `amount` or the empty name, and what was typed.
    pub form: FormState,
}

/// The same, when more than is due is to be paid: what becomes of the rest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanExtraPage {
    /// The plan.
    pub plan: PlanId,
    /// What is to be paid.
    pub amount: Money,
    /// What is still to be paid now.
    pub now: Vec<Instalment>,
    /// What would be, for each choice, with its hidden field `press`: each is a payment of its
    /// own.
    pub after: Vec<(Then, Vec<Instalment>, String)>,
}

/// `/plans/{id}/join`: fields `visit` (repeated), `do` (`look` or `join`), `seen`, `agree`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanJoinPage {
    /// The plan.
    pub plan: PlanId,
    /// What may join.
    pub lines: Vec<PlanJoinLine>,
    /// What an insurer raised on the plan's own visits: it joins as well.
    pub raised: Money,
    /// What it would do; none when nothing is chosen, or the plan does not take it.
    pub joining: Option<PlanJoining>,
    /// Why the plan takes nothing now.
    pub why: Option<PlanWhyNot>,
    /// What is wrong, under `visit`, `agree` or the empty name.
    pub form: FormState,
}

/// A balance that may join.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanJoinLine {
    /// For what, and how much.
    pub due: PayDue,
    /// It is among those that are chosen.
    pub picked: bool,
}

/// What joining would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanJoining {
    /// Everything that joins.
    pub amount: Money,
    /// What is still to be paid now.
    pub now: Vec<Instalment>,
    /// And after it.
    pub then: Vec<Instalment>,
    /// Where the law asks for it (12 CFR 1026.18).
    pub disclosure: Option<Disclosure>,
    /// Names what is shown: the hidden field `seen`.
    pub seen: String,
    /// The most that may be taken at once, where the new payments would be above it.
    pub above_cap: Option<Money>,
}

/// `/plans/{id}/history`: everything that happened, newest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanHistoryPage {
    /// The plan.
    pub plan: PlanId,
    /// What happened.
    pub happened: Vec<PlanHappening>,
}
