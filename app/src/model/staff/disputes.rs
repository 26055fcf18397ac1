//! Disputes and questions of patients, as the desk works on them.

use domain::dispute::{Clock, Outcome, Reason, State};
use domain::ledger::Kind;
use domain::story::ChargeStory;
use domain::{DisputeId, GuarantorId, Money, UserId};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::model::{ChargeInfo, FederalCase, NoteRow, QueueTold, SentRow, ToldBefore};
use crate::{FormState, Lang};

/// `/staff/disputes`; its filters are its query. POST to the same address has the fields `case`
/// (`{id}:{seq}`, many), `all` and `there` (as `case`, every one of the page), `to` (a user), and `do`
/// (`claim`, `assign`, `release`) or `claim` (one case).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DisputeQueuePage {
    /// What is asked for.
    pub wanted: QueueWanted,
    /// Its words in an address, without where a page begins.
    pub query: String,
    /// This very page's words, with where it begins.
    pub here: String,
    /// Mine, nobody's, late and all open ones; a thousand at most are counted.
    pub counts: [u64; 4],
    /// In the order that is asked for.
    pub rows: Vec<QueueRow>,
    /// Where the list goes on.
    pub more: Option<String>,
    /// Who works on disputes, to be given some.
    pub people: Vec<(UserId, String)>,
    /// What the reader's last press did.
    pub told: Option<QueueTold>,
    /// What was ticked when the form was not taken, as `case` says it.
    pub chosen: Vec<String>,
    /// Something is wrong with the form, under `to` or the empty name.
    pub form: FormState,
}

/// Which cases, in which order, as the filters say it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QueueWanted {
    /// In this state; none: whatever is open.
    pub state: Option<State>,
    /// Of this reason.
    pub reason: Option<Reason>,
    /// Whose: empty, `me`, `nobody`, or a user's id.
    pub whose: String,
    /// By when: empty, `late`, or `soon`.
    pub due: String,
    /// Empty (by deadline), `oldest`, or `amount`.
    pub order: String,
}

/// A case in the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueRow {
    /// The case.
    pub id: DisputeId,
    /// As it is said: `4829 1537`.
    pub reference: String,
    /// Whose account.
    pub name: String,
    /// What it says.
    pub reason: Reason,
    /// How far it has come.
    pub state: State,
    /// It was appealed.
    pub appealed: bool,
    /// A decision waits for a second person.
    pub proposed: bool,
    /// Since when.
    pub opened: Date,
    /// Until when something has to be done.
    pub act_by: Option<Date>,
    /// Where its clock stands.
    pub clock: Clock,
    /// What rests.
    pub amount: Money,
    /// Who works on it.
    pub assigned: Option<String>,
    /// It can be taken: it is open and nobody's.
    pub free: bool,
    /// Its last step.
    pub seq: i64,
}

/// `/staff/disputes/{dispute}`. POST there has the fields `seq`, `do` ([`CaseDo::code`]) and
/// `message` or `note`; `…/decide` has `seq`, `outcome`, `taken_off`, `to_insurer`, `refund`, `why`
/// and `remark`; `…/agree` has `seq`, `do` (`agree`, `return`) and `returned`; `…/close` has `seq` and
/// `closing`; `…/federal` has `seq`, `federal_on` and `federal_number`; `…/federal/answer` has `seq`, `how`
/// (a word of [`domain::estimate::How`], or `ended`), `to_pay` and `federal_why`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisputeCasePage {
    /// The case in short.
    pub row: QueueRow,
    /// Whose account.
    pub guarantor: GuarantorId,
    /// The account's number.
    pub account: String,
    /// The language in which they are written to.
    pub lang: Lang,
    /// For whom, what, and when the visit was.
    pub visit: (String, String, Date),
    /// What the visit is, for its owed sum.
    pub due: Money,
    /// What of the share is of the lines in question: no decision takes more.
    pub share: Money,
    /// Above this a second person agrees.
    pub limit: Money,
    /// What was in question when it was opened, or appealed.
    pub amount: Money,
    /// What came of it last.
    pub outcome: Option<Outcome>,
    /// The last day for deciding it.
    pub decide_by: Date,
    /// Everything that happened, oldest first.
    pub steps: Vec<CaseStepRow>,
    /// What was handed in.
    pub papers: Vec<CasePaperRow>,
    /// The lines in question, with their story, and what concerns no single line; all of the visit's when
    /// it is about the whole.
    pub lines: Vec<ChargeStory>,
    /// What was paid, forgiven and charged beside the lines of the visit, oldest first: the day, what, and
    /// how it changed what is due.
    pub beside: Vec<(Date, Kind, Money)>,
    /// It is about the whole visit.
    pub whole: bool,
    /// What those lines are.
    pub charges: Vec<ChargeInfo>,
    /// Other disputes and questions of the account, newest first.
    pub others: Vec<QueueRow>,
    /// What else happened on the account lately, newest first: the day, what, and how much.
    pub lately: Vec<CaseContact>,
    /// What colleagues noted about the account, newest first.
    pub notes: Vec<NoteRow>,
    /// What was sent to them, newest first.
    pub sent: Vec<SentRow>,
    /// What can be done now.
    pub acts: Vec<CaseDo>,
    /// Answers that the practice keeps, by name.
    pub answers: Vec<(Uuid, String)>,
    /// It can be decided now.
    pub decidable: bool,
    /// It can be closed now.
    pub closable: bool,
    /// What was told of the visit beforehand; none when nothing was.
    pub before: Option<ToldBefore>,
    /// What the patient took to a federal reviewer, and how it ended there.
    pub federal: Option<FederalCase>,
    /// That can be written down now.
    pub may_federal: bool,
    /// The decision that waits for a second person.
    pub proposal: Option<CaseProposal>,
    /// It is the reader's own.
    pub own: bool,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
    /// Somebody was faster: what they did since the reader looked.
    pub raced: Vec<CaseStepRow>,
    /// The last press was taken.
    pub done: bool,
}

/// What staff can do with a case, beside deciding and closing it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaseDo {
    /// It becomes theirs.
    Claim,
    /// It becomes nobody's.
    Release,
    /// It was read; with words to the patient or without.
    Acknowledge,
    /// Somebody looks at it.
    TakeUp,
    /// The patient is asked.
    AskPatient,
    /// The patient is told.
    Write,
    /// An insurer is asked.
    AskInsurer,
    /// The insurer has answered.
    InsurerAnswered,
    /// A note among staff.
    Note,
}

impl CaseDo {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Claim,
        Self::Release,
        Self::Acknowledge,
        Self::TakeUp,
        Self::AskPatient,
        Self::Write,
        Self::AskInsurer,
        Self::InsurerAnswered,
        Self::Note,
    ];

    /// Its word in a form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Release => "release",
            Self::Acknowledge => "acknowledge",
            Self::TakeUp => "take_up",
            Self::AskPatient => "ask_patient",
            Self::Write => "write",
            Self::AskInsurer => "ask_insurer",
            Self::InsurerAnswered => "insurer_answered",
            Self::Note => "note",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A step of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseStepRow {
    /// Its number.
    pub seq: i64,
    /// Its word in the database.
    pub step: String,
    /// What was decided.
    pub outcome: Option<Outcome>,
    /// When.
    pub at: OffsetDateTime,
    /// Who; none: by itself.
    pub by: Option<String>,
    /// By the patient's side.
    pub by_patient: bool,
    /// What patient and practice say to each other.
    pub message: Option<String>,
    /// What stays among staff.
    pub note: Option<String>,
    /// What is decided about money.
    pub taken_off: Money,
    /// And what goes back to the insurer.
    pub to_insurer: Money,
}

/// Something handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CasePaperRow {
    /// Its address ends with it.
    pub id: Uuid,
    /// What its file was called.
    pub name: String,
    /// How large, in bytes.
    pub bytes: i64,
    /// When.
    pub at: OffsetDateTime,
}

/// An earlier contact of the account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseContact {
    /// The day.
    pub date: Date,
    /// What it was.
    pub what: ContactWhat,
    /// How much it was about.
    pub amount: Money,
}

/// What an earlier contact was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ContactWhat {
    /// A statement was sent.
    Statement,
    /// They paid.
    Payment,
    /// Money went back.
    Refund,
}

/// A decision that waits for a second person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseProposal {
    /// What came of it.
    pub outcome: Outcome,
    /// Falls away.
    pub taken_off: Money,
    /// Is the insurer's again.
    pub to_insurer: Money,
    /// What was paid too much goes back at once.
    pub refund: bool,
    /// What the patient will read.
    pub message: String,
    /// Who proposed it.
    pub by: Option<String>,
    /// That was the reader.
    pub own: bool,
}
