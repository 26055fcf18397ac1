//! Registration, who answers, the ledger of an account and what is noted about it, as staff see them.

use domain::answering::ChangeReason;
use domain::ledger::Kind;
use domain::{DisputeId, GuarantorId, Money, PatientId, PaymentId, PlanId, VisitId};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::FormState;

/// `/staff/accounts/{guarantor}/registration`. One form corrects who answers and how they are reached:
/// fields `first_name`, `last_name`, `birth_date_month` …, `address1`, `address2`, `city`, `state`,
/// `zip`, `email`, `phone`, `language`; one for each patient has the hidden field `patient`. All have the
/// hidden field `seen`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegistrationPage {
    /// The guarantor.
    pub guarantor: GuarantorId,
    /// The name, as on file.
    pub name: String,
    /// What is on file, or was typed; and what is wrong with it.
    pub form: FormState,
    /// Whose form came back: a patient's; none: the guarantor's.
    pub about: Option<PatientId>,
    /// Everybody on the account; none of who is the guarantor themself.
    pub patients: Vec<RegisteredPatient>,
    /// Names what is on file.
    pub seen: String,
    /// Where somebody else was faster: what is on file now of the fields in which it differs from what
    /// was typed, by the field's message id.
    pub now: Vec<(&'static str, String)>,
    /// Something was corrected a moment ago.
    pub saved: bool,
    /// What was corrected, newest first.
    pub corrections: Vec<CorrectionRow>,
    /// The reader may correct.
    pub may: bool,
}

/// A patient as registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegisteredPatient {
    /// The patient.
    pub id: PatientId,
    /// The practice's number for them.
    pub number: String,
    /// What is on file, or was typed.
    pub form: FormState,
    /// The whole name, as on file.
    pub name: String,
}

/// One correction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CorrectionRow {
    /// The message ids of the fields.
    pub fields: Vec<&'static str>,
    /// Of which patient; none: of who answers.
    pub patient: Option<String>,
    /// Who.
    pub by: String,
    /// When, where the practice is.
    pub at: OffsetDateTime,
}

/// A note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoteRow {
    /// What it says.
    pub words: String,
    /// Who wrote it.
    pub by: String,
    /// When, where the practice is.
    pub at: OffsetDateTime,
}

/// A message that was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentRow {
    /// The template's word.
    pub kind: String,
    /// How far it came.
    pub state: SentState,
    /// When it left, or was written.
    pub at: OffsetDateTime,
}

/// How far a message came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SentState {
    /// It has not left.
    Waits,
    /// It has.
    Sent,
    /// It could not be delivered.
    Failed,
}

/// `/staff/accounts/{guarantor}/ledger`, with `?before=` a transaction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerPage {
    /// The guarantor.
    pub guarantor: GuarantorId,
    /// The name.
    pub name: String,
    /// Newest first.
    pub lines: Vec<LedgerLine>,
    /// Where the next page begins.
    pub older: Option<String>,
}

/// What a transaction did to a visit; the amounts are changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerLine {
    /// What it records.
    pub kind: Option<Kind>,
    /// The day it happened.
    pub date: Date,
    /// When it was posted, where the practice is.
    pub posted: OffsetDateTime,
    /// The payment.
    pub payment: Option<PaymentId>,
    /// The practice's number for the visit.
    pub visit: String,
    /// With insurers.
    pub insurance: Money,
    /// Due.
    pub due: Money,
    /// Paid too much.
    pub credit: Money,
    /// Another account answered then.
    pub before: bool,
}

/// A visit that can move.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MovingRow {
    /// The visit.
    pub visit: VisitId,
    /// The practice's number for it.
    pub number: String,
    /// The day of service.
    pub date: Date,
    /// The patient's given name.
    pub patient: String,
    /// Due of it.
    pub due: Money,
    /// With insurers.
    pub insurance: Money,
    /// Paid too much.
    pub credit: Money,
}

/// An account that could answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtherAccount {
    /// Its guarantor.
    pub id: GuarantorId,
    /// The name.
    pub name: String,
    /// The practice's number for it.
    pub number: String,
    /// The guarantor's date of birth.
    pub born: Date,
}

/// `/staff/accounts/{guarantor}/guarantor`: fields `visit` and `patient` (both repeated), `reason`
/// ([`ChangeReason::code`]), `note`, `day`, `who` (searched for), `to`; those of a registration and
/// `number` for a new account; `do` is `find`, `make` or `look`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuarantorPage {
    /// Who answers now.
    pub guarantor: GuarantorId,
    /// The name.
    pub name: String,
    /// What can move, oldest first.
    pub visits: Vec<MovingRow>,
    /// Everybody on the account, by whole name.
    pub patients: Vec<(PatientId, String)>,
    /// What is ticked.
    pub picked: Vec<VisitId>,
    /// Whose later visits go along.
    pub going: Vec<PatientId>,
    /// What the search found; none before one.
    pub found: Option<Vec<OtherAccount>>,
    /// The form for a new account is open.
    pub making: bool,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
}

/// What stands in the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MoveBlock {
    /// A payment is under way.
    Payment,
    /// Something is in question.
    Dispute(DisputeId),
}

/// What a change does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moves {
    /// Who answers now, and the name.
    pub from: (GuarantorId, String),
    /// Who would, and the name.
    pub to: (GuarantorId, String),
    /// Why.
    pub reason: ChangeReason,
    /// In words.
    pub note: String,
    /// From which day on.
    pub day: Date,
    /// What moves.
    pub visits: Vec<MovingRow>,
    /// Whose later visits go along, by name.
    pub patients: Vec<String>,
    /// Plans, what is left of them, and whether they end.
    pub plans: Vec<(PlanId, Money, bool)>,
    /// Statements that stay as they are.
    pub statements: i64,
    /// Links that are taken back.
    pub links: i64,
    /// Questions that go on.
    pub questions: usize,
    /// What stands in the way.
    pub blocked: Vec<MoveBlock>,
    /// Due, and paid too much, of it all.
    pub amount: Money,
    /// The practice's limit, where a second person has to agree.
    pub limit: Option<Money>,
}

/// What a change would do, before it is done: `POST /staff/accounts/{guarantor}/guarantor/move`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuarantorLookPage {
    /// What it does.
    pub moves: Moves,
    /// What was chosen, as hidden fields.
    pub sent: Vec<(String, String)>,
    /// The hidden field `seen`.
    pub seen: String,
    /// What is wrong, under the empty name.
    pub form: FormState,
}

/// How far a change has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChangeState {
    /// It waits for a second person.
    Asked,
    /// It is done.
    Done,
    /// The second person said no.
    Returned,
}

/// `/staff/changes/{change}`: fields `do` (`agree`, `return`), `seen`, `returned`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangePage {
    /// Its id.
    pub id: Uuid,
    /// What it does, or did.
    pub moves: Moves,
    /// How far it has come.
    pub state: ChangeState,
    /// Who asked.
    pub asked_by: String,
    /// Who agreed, or said no.
    pub decided_by: Option<String>,
    /// The reader asked.
    pub own: bool,
    /// The hidden field `seen`; none when it cannot be done any more as it was asked for.
    pub seen: Option<String>,
    /// What is wrong.
    pub form: FormState,
}

/// A change on an account's page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeRow {
    /// Its page is `/staff/changes/{id}`.
    pub id: Uuid,
    /// From which day on.
    pub day: Date,
    /// The other account's name.
    pub other: String,
    /// This account answered before.
    pub left: bool,
    /// How far it has come.
    pub state: ChangeState,
}
