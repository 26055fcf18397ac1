//! Payment plans as staff see them: by how they stand, one by one, and the practice's rule.

use domain::plan::{EndReason, Instalment, PauseReason};
use domain::{GuarantorId, Money, PlanId};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::FormState;

/// `/staff/plans`, with the group in the address (`?at_risk`, [`PlanGroup::code`]). `POST
/// /staff/plans` has `plan` for each that is ticked, as `id:version`, and `do`
/// ([`PlanAct::code`]).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffPlansPage {
    /// Which are shown.
    pub group: PlanGroup,
    /// How many there are in each group, in the order of [`PlanGroup::ALL`].
    pub counts: [u64; 4],
    /// Those that changed last first.
    pub plans: Vec<StaffPlanRow>,
    /// What the last press did.
    pub told: Option<ManyTold>,
}

/// What a press on many plans did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ManyTold {
    /// So many were changed.
    pub done: usize,
    /// Those that were not, by name, each with why.
    pub left: Vec<(String, PlanRefusal)>,
}

/// How plans stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanGroup {
    /// Behind, paused, or waiting for the patient.
    AtRisk,
    /// Running and paid as agreed.
    OnTrack,
    /// Broken, or ended before it was paid.
    Broken,
    /// Paid.
    Finished,
}

impl PlanGroup {
    /// Those that need somebody first.
    pub const ALL: [Self; 4] = [Self::AtRisk, Self::OnTrack, Self::Broken, Self::Finished];

    /// The word in the address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AtRisk => "at_risk",
            Self::OnTrack => "on_track",
            Self::Broken => "broken",
            Self::Finished => "finished",
        }
    }
}

/// A plan in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffPlanRow {
    /// The plan.
    pub id: PlanId,
    /// Its version, as it is shown.
    pub version: u32,
    /// Whose.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: String,
    /// Why it stands as it does.
    pub why: PlanWhy,
    /// What is left.
    pub left: Money,
    /// What was due before today.
    pub overdue: Money,
    /// When the next instalment is due.
    pub next: Option<Date>,
}

/// Why a plan stands as it does, in one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanWhy {
    /// Paid as agreed.
    OnTrack,
    /// Signed, and waiting for a means of payment.
    Proposed,
    /// An instalment is missed.
    Behind,
    /// Nothing is asked for a while.
    Paused(PauseReason),
    /// More is due than autopay may take at once.
    OverCap,
    /// The bank wants its owner to confirm.
    Confirm,
    /// The means of payment is gone or does not work.
    Method,
    /// The bank said no too often.
    Told,
    /// A person has to look.
    Look,
    /// Broken by missed instalments.
    Defaulted,
    /// Ended before it was paid.
    Ended(EndReason),
    /// Paid.
    Finished,
}

/// What staff can do with a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanAct {
    /// Nothing is asked for a while.
    Pause,
    /// It goes on.
    Resume,
    /// What is overdue moves to the end.
    Reage,
    /// It is broken, as its terms allow.
    Default,
    /// The way back from that.
    Cure,
    /// It ends.
    Cancel,
}

impl PlanAct {
    /// Every one, as the buttons stand.
    pub const ALL: [Self; 6] =
        [Self::Pause, Self::Resume, Self::Reage, Self::Cure, Self::Default, Self::Cancel];

    /// The word of the field `do`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Reage => "reage",
            Self::Default => "default",
            Self::Cure => "cure",
            Self::Cancel => "cancel",
        }
    }
}

/// Why a plan did not take what staff asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanRefusal {
    /// It is another one than was shown.
    Changed,
    /// The patient has to agree: it would be worse for them.
    NeedsConsent,
    /// It does not fit how the plan stands.
    NotNow,
    /// It has ended.
    Over,
}

/// `/staff/plans/{id}`. `POST …` has `do` ([`PlanAct::code`] or `looked`) and the version seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffPlanPage {
    /// The plan as the list shows it.
    pub row: StaffPlanRow,
    /// What its visits owe beside it.
    pub outside: Money,
    /// The most autopay takes at once; none when the patient pays by hand.
    pub cap: Option<Money>,
    /// By date.
    pub instalments: Vec<Instalment>,
    /// Newest first.
    pub steps: Vec<PlanStepRow>,
    /// What was agreed to, oldest first.
    pub papers: Vec<PlanPaperRow>,
    /// What can be done now.
    pub acts: Vec<PlanAct>,
    /// Why the last press did nothing.
    pub refusal: Option<PlanRefusal>,
    /// The last press did what it said.
    pub done: bool,
}

/// One thing that happened to a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanStepRow {
    /// When.
    pub at: OffsetDateTime,
    /// The event's word, such as `signed`.
    pub kind: String,
    /// How much more counts as paid.
    pub paid: Money,
    /// Who; none: by itself.
    pub by: Option<String>,
}

/// What somebody agreed to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanPaperRow {
    /// `agreement`, `autopay` or `joined`.
    pub kind: String,
    /// When.
    pub at: OffsetDateTime,
    /// The text as it was shown.
    pub text: String,
    /// It is what was signed, to the letter.
    pub whole: bool,
}

/// `/staff/plans/policy`. `POST` has the fields of [`crate::pages::staff::PLAN_POLICY`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanPolicyPage {
    /// The rule that holds today, and those that are to come, in their order.
    pub rules: Vec<domain::plan::Policy>,
    /// Today where the practice is.
    pub today: Date,
    /// What was typed, and what is wrong.
    pub form: FormState,
    /// The rule is saved.
    pub saved: bool,
}

/// What stands on an account beside plans: an exception and promises.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AccountPlans {
    /// Newest first.
    pub plans: Vec<StaffPlanRow>,
    /// An offer beyond the rule that stands or waits.
    pub exception: Option<ExceptionRow>,
    /// Newest first.
    pub promises: Vec<PromiseRow>,
}

/// An offer beyond the rule. `POST …/exception` has `months`, `smallest`, `until`, `why`; `POST
/// …/exception/decide` has the hidden `id` and `do`: `agree`, `refuse` or `withdraw`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExceptionRow {
    /// Its id.
    pub id: Uuid,
    /// Why.
    pub reason: String,
    /// The longest term in months.
    pub months: u16,
    /// The smallest instalment.
    pub smallest: Money,
    /// The last day to sign.
    pub until: Date,
    /// It waits for a second person.
    pub waits: bool,
    /// The reader asked for it, and cannot agree to it.
    pub own: bool,
}

/// A promise to pay. `POST …/promises` has `promised`, `promised_on`, `promise_note`; `POST
/// …/promises/withdraw` the hidden `id`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromiseRow {
    /// Its id.
    pub id: Uuid,
    /// How much.
    pub amount: Money,
    /// Until when.
    pub due: Date,
    /// In the staff's words.
    pub note: Option<String>,
    /// How it stands.
    pub state: PromiseState,
}

/// How a promise stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PromiseState {
    /// Its day has not come.
    Open,
    /// That much was paid.
    Kept,
    /// It was not.
    Broken,
    /// It was taken back.
    Withdrawn,
}
