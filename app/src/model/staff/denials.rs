//! What insurers refused, as the desk works on it.

use domain::denial::{Route, State};
use domain::dispute::{Clock, Reason};
use domain::ledger;
use domain::{DenialId, DisputeId, GuarantorId, Money, PayerId, UserId};
use time::{Date, OffsetDateTime};

use crate::FormState;
use crate::model::{CasePaperRow, CaseStepRow, QueueTold};

/// `/staff/denials`; its filters are its query. POST to the same address has the fields `case`
/// (`{id}:{seq}`, many), `all` and `there` (as `case`, every one of the page), and `do`: `claim`, `release`,
/// `assign` with `to` (a user), `sent_again` or `appealed` with `sent_on` and `what`; or `claim` (one of
/// them). `…/write-off` has `why`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DenialQueuePage {
    /// What is asked for.
    pub wanted: DenialsWanted,
    /// How many are open, and how many of them are late.
    pub counts: [u64; 2],
    /// Refused now, and recovered so far.
    pub sums: [Money; 2],
    /// In the order that is asked for.
    pub rows: Vec<DenialRow>,
    /// Where the list goes on.
    pub more: Option<String>,
    /// This very page's words in an address, with where it begins.
    pub here: String,
    /// Who works on refusals.
    pub people: Vec<(UserId, String)>,
    /// The insurers that ever refused something.
    pub payers: Vec<(PayerId, String)>,
    /// Above this a second person agrees to writing off.
    pub limit: Money,
    /// What the reader's last press did.
    pub told: Option<QueueTold>,
    /// What was ticked when the form was not taken, as `case` says it.
    pub chosen: Vec<String>,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
}

/// Which refusals, in which order, as the filters say it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DenialsWanted {
    /// In this state; none: whatever is open.
    pub state: Option<State>,
    /// To be gone about in this way.
    pub route: Option<Route>,
    /// Of this insurer.
    pub payer: Option<PayerId>,
    /// Whose: empty, `me`, `nobody`, or a user's id.
    pub whose: String,
    /// By when: empty, `late`, or `soon`.
    pub due: String,
    /// Empty (by deadline), `oldest`, or `amount`.
    pub order: String,
}

/// A refusal in the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DenialRow {
    /// The refusal.
    pub id: DenialId,
    /// Who was treated.
    pub patient: String,
    /// The insurer whose days to appeal are counted, where it is known.
    pub payer: Option<String>,
    /// Its reason for most of it.
    pub reason: ledger::Reason,
    /// The usual way to go about it.
    pub route: Route,
    /// How far it has come.
    pub state: State,
    /// Writing it off waits for a second person.
    pub proposed: bool,
    /// The patient wrote, and nobody has looked at that yet.
    pub answered: bool,
    /// The day of the remittance that refused last.
    pub refused_on: Date,
    /// Until when something has to be done.
    pub act_by: Option<Date>,
    /// Where its clock stands.
    pub clock: Clock,
    /// The last day to appeal.
    pub deadline: Date,
    /// Refused now.
    pub amount: Money,
    /// Who works on it.
    pub assigned: Option<String>,
    /// Nobody does, and it is open.
    pub free: bool,
    /// Its last step.
    pub seq: i64,
}

/// `/staff/denials/{denial}`. POST there has the fields `seq`, `do` ([`DenialDo::code`]), and `note`,
/// or `sent_on`, `reference` and `what`; `…/write-off` has `seq` and `why`; `…/agree` has `seq`, `do`
/// (`agree`, `return`) and `returned`; `…/letter` has `letter`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DenialCasePage {
    /// The refusal in short.
    pub row: DenialRow,
    /// Whose account.
    pub guarantor: GuarantorId,
    /// What the visit was, its number and its day.
    pub visit: (String, String, Date),
    /// What the insurer said, where its decision is kept.
    pub told: Option<DenialTold>,
    /// Whose days to appeal are counted, and how many there are.
    pub terms: DenialTerms,
    /// What came of it: recovered, left to the patient, given up, with the insurer again.
    pub came: [Money; 4],
    /// What is refused now, line by line.
    pub lines: Vec<DenialLine>,
    /// Everything that happened, oldest first.
    pub steps: Vec<DenialStepRow>,
    /// What can be done now.
    pub acts: Vec<DenialDo>,
    /// Above this a second person agrees.
    pub limit: Money,
    /// Who proposed to write it off, and whether the reader did.
    pub proposal: Option<(String, bool)>,
    /// What the patient said and handed in about the visit, newest case first: what is missing may be there.
    pub heard: Vec<DenialHeard>,
    /// The letter as it is drafted, to be changed before it is taken along.
    pub letter: Option<String>,
    /// Its last step.
    pub seq: i64,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
    /// Somebody was faster.
    pub raced: bool,
    /// The last press was taken.
    pub done: bool,
}

/// A dispute or a question about the visit of a refusal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DenialHeard {
    /// The case.
    pub id: DisputeId,
    /// Its reference.
    pub reference: String,
    /// What it says.
    pub reason: Reason,
    /// It is not over.
    pub open: bool,
    /// Everything that happened to it, oldest first.
    pub steps: Vec<CaseStepRow>,
    /// What was handed in with it.
    pub papers: Vec<CasePaperRow>,
}

/// What an insurer said when it refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DenialTold {
    /// Its number for the claim; empty when it gave none.
    pub number: String,
    /// The number of its check or transfer.
    pub trace: String,
    /// Its remark codes.
    pub remarks: Vec<String>,
}

/// A refused line, or the claim as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DenialLine {
    /// The procedure's code and what it is; none: the claim as a whole.
    pub charge: Option<(String, String)>,
    /// The insurer's reason.
    pub reason: ledger::Reason,
    /// Refused of it.
    pub amount: Money,
}

/// Something that happened to a refusal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DenialStepRow {
    /// `opened`, or the word of a step.
    pub step: String,
    /// The day it is about.
    pub on: Date,
    /// When it was written down, where the practice is.
    pub at: OffsetDateTime,
    /// Who; none: by itself.
    pub by: Option<String>,
    /// What was noted.
    pub note: Option<String>,
    /// The insurer's number for what was sent.
    pub reference: Option<String>,
    /// Refused after it.
    pub left: Money,
    /// It added: recovered, left to the patient, given up.
    pub came: [Money; 3],
    /// The days to appeal since then, where it changed them.
    pub days: Option<usize>,
}

/// Whose days to appeal a refusal counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DenialTerms {
    /// The insurer; none when its decision is not kept.
    pub payer: Option<String>,
    /// How many days it takes appeals.
    pub days: usize,
    /// Whether the practice says so of this insurer alone.
    pub own: bool,
    /// The day from which they are counted.
    pub from: Date,
}

/// `/staff/denials/payers`. POST to `…/{payer}` has the fields `seq` and `days` (empty: the practice's own).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PayersPage {
    /// The insurers that remittances name; who refuses most comes first.
    pub rows: Vec<PayerRow>,
    /// How many days those take appeals of which nothing else is said.
    pub days: usize,
    /// The last press was taken, and so many refusals have another last day.
    pub saved: Option<usize>,
    /// Of which payer the form was not taken.
    pub wrong: Option<PayerId>,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
}

/// An insurer, and how many days it takes appeals.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayerRow {
    /// The insurer.
    pub id: PayerId,
    /// As its newest remittance names it.
    pub name: String,
    /// By what its remittances are told apart.
    pub key: String,
    /// Its own days; none: the practice's.
    pub days: Option<usize>,
    /// How many of its refusals are open.
    pub open: u64,
    /// Who changed its days last, and when.
    pub changed: Option<(String, OffsetDateTime)>,
    /// The number of that change.
    pub seq: i64,
}

/// What staff can do with a refusal, beside writing it off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DenialDo {
    /// It becomes theirs.
    Claim,
    /// It becomes nobody's.
    Release,
    /// A note.
    Note,
    /// The claim was sent again.
    SentAgain,
    /// An appeal was sent.
    Appealed,
}

impl DenialDo {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Claim, Self::Release, Self::Note, Self::SentAgain, Self::Appealed];

    /// Its word in a form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Release => "release",
            Self::Note => "note",
            Self::SentAgain => "sent_again",
            Self::Appealed => "appealed",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}
