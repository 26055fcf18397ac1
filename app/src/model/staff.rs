//! What staff see: figures, imports, what matched nothing, patients; and, a file each,
//! an account, a payment, statements, what waits, Stripe beside the books, a day's close.

mod account;
mod answering;
mod answers;
mod api;
mod close;
mod denials;
mod disputes;
mod links;
mod payment;
mod people;
mod plans;
mod queue;
mod reconcile;
mod statements;
mod unmatched;
mod work;
mod write_offs;

pub use account::{
    AccountNotice, HoldReason, HoldRow, StaffAccountPage, StaffDue, StaffPaymentRow, StaffPaymentState,
    TakePaymentPage,
};
pub use answering::{
    ChangePage, ChangeRow, ChangeState, CorrectionRow, GuarantorLookPage, GuarantorPage, LedgerLine,
    LedgerPage, MoveBlock, Moves, MovingRow, NoteRow, OtherAccount, RegisteredPatient, RegistrationPage,
    SentRow, SentState,
};
pub use answers::{AnswerRow, AnswersPage};
pub use api::{
    ApiKeyRow, ApiKeyState, DeliveryRow, DeliveryState, HookRow, MadeSecret, StaffApiPage, StaffHookPage,
};
pub use close::{CloseItem, CloseMark, CloseMethod, ClosePage, CloseRow};
pub use denials::{
    DenialCasePage, DenialDo, DenialHeard, DenialLine, DenialQueuePage, DenialRow, DenialStepRow,
    DenialTerms, DenialTold, DenialsWanted, PayerRow, PayersPage,
};
pub use disputes::{
    CaseContact, CaseDo, CasePaperRow, CaseProposal, CaseStepRow, ContactWhat, DisputeCasePage,
    DisputeQueuePage, QueueRow, QueueWanted,
};
pub use links::{
    BrandingPage, FunnelRow, LinkAim, LinkBatchItem, LinkBatchPage, LinkBatchRow, LinkBatchesPage, LinkState,
    MadeLink, StaffFunnelPage, StaffLinkRow, StaffLinksPage,
};
pub use payment::{ChargebackRow, ChargebackState, RefundReason, RefundRow, RefundState, StaffPaymentPage};
pub use people::{
    AgainPage, Asks, AuditPage, AuditRow, AuditWanted, AuditWho, CodePage, EmergencyPage, EmergencyRow,
    InvitedRow, JoinPage, MemberRow, OtherPracticePage, PeoplePage, SecondPage, SecondState,
};
pub use plans::{
    AccountPlans, ExceptionRow, ManyTold, PlanAct, PlanGroup, PlanPaperRow, PlanPolicyPage, PlanRefusal,
    PlanStepRow, PlanWhy, PromiseRow, PromiseState, StaffPlanPage, StaffPlanRow, StaffPlansPage,
};
pub use queue::{Became, QueueTold};
pub use reconcile::{
    DifferenceAction, DifferenceKind, DifferenceRow, PartKind, PayoutRow, PayoutState, ReconcileNotice,
    ReconcilePage,
};
pub use statements::{
    BatchRow, LetterState, RunItemRow, RunPage, RunRow, RunState, StaffStatementPage, StaffStatementRow,
    StatementCycle, StatementPolicy, StatementRunsPage, StatementsNotice, WhyNot,
};
pub use unmatched::{UnmatchedClaimPage, UnmatchedStep};
pub use work::{WorkItem, WorkKind, WorkPage};
pub use write_offs::{AccountWriteOffs, WriteOffRow, WriteOffState, WriteOffVisit};

use domain::{ClaimId, Group, GuarantorId, Money};
use time::{Date, OffsetDateTime};

use crate::FormState;

/// `/staff/sign-in`: fields `email`, `password`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StaffSignInPage {
    /// What was typed; the password never.
    pub form: FormState,
    /// Why the reader is here.
    pub notice: Option<super::SignInNotice>,
    /// Passkeys can be asked for under this host.
    pub passkeys: bool,
}

/// `/staff`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StaffHome {
    /// Emergency access that no administrator has looked at, for who answers for that.
    pub emergencies: Vec<EmergencyRow>,
    /// Owed by patients.
    pub patient_receivable: Money,
    /// With insurers.
    pub insurance_receivable: Money,
    /// Refused by insurers and being worked.
    pub denied: Money,
    /// Insurer money without a place.
    pub unapplied: Money,
    /// Paid by patients beyond what they owe.
    pub credit: Money,
    /// Things that wait for a person.
    pub work: u64,
    /// Claims that matched no visit.
    pub unmatched_count: u64,
    /// Patients on file.
    pub patients_count: u64,
    /// The latest imports, newest first.
    pub imports: Vec<ImportRow>,
}

/// What a file was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImportKind {
    /// The practice's export.
    Practice,
    /// An insurer's remittance (X12 835).
    Remittance,
}

/// An import in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportRow {
    /// Its address is `/staff/imports/{id}`.
    pub id: String,
    /// The file's name.
    pub file: String,
    /// When it came.
    pub at: OffsetDateTime,
    /// What it was.
    pub kind: ImportKind,
    /// Claims or charge lines read.
    pub claims: u64,
    /// Posted of them.
    pub posted: u64,
    /// Known already.
    pub duplicates: u64,
    /// Without a visit.
    pub unmatched: u64,
    /// Refused parts.
    pub refused: u64,
}

/// `/staff/imports`: upload by POST, multipart field `file`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportsPage {
    /// What is wrong with the upload, under `file`.
    pub form: FormState,
    /// Newest first.
    pub imports: Vec<ImportRow>,
}

/// `/staff/imports/{id}`: the same figures as `openbalance import --json`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportReportPage {
    /// The import in short.
    pub row: ImportRow,
    /// What was refused, where and why.
    pub refused: Vec<Refused>,
    /// Sum of `CLP03`.
    pub billed: Money,
    /// Sum of `CLP04`.
    pub insurer_paid: Money,
    /// Sum of `CLP05`.
    pub patient_responsibility: Money,
    /// Sum of `CAS` by group.
    pub adjustments: Vec<(Group, Money)>,
    /// Sum of `PLB`.
    pub provider_adjustments: Money,
}

/// A part of a file that was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// Where: `segment 31`, `row 12, column birth_date`.
    pub at: String,
    /// Why, as the import says it.
    pub reason: String,
}

/// `/staff/unmatched`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UnmatchedPage {
    /// Newest first.
    pub items: Vec<UnmatchedItem>,
}

/// A claim that met no visit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnmatchedItem {
    /// The decision.
    pub id: ClaimId,
    /// The patient control number (`CLP01`).
    pub control_number: String,
    /// The insurer.
    pub payer: Option<String>,
    /// Check or transfer number.
    pub trace: Option<String>,
    /// What the insurer paid for it.
    pub paid: Money,
    /// Why it met none, as the import says it.
    pub reason: String,
    /// In which file.
    pub file: String,
    /// At which segment.
    pub segment: u64,
    /// When the insurer paid.
    pub date: Date,
}

/// `/staff/patients`: POST searches by field `q`; POST
/// `/staff/patients/{guarantor}/invite` invites, and searches again by its `q`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StaffPatientsPage {
    /// What was searched for; none before the first search.
    pub query: Option<String>,
    /// Who was found, the best first, at most as many as fit a page.
    pub rows: Vec<StaffPatient>,
    /// Whether more were found than are shown.
    pub more: bool,
    /// The name of somebody who has just been invited.
    pub invited: Option<String>,
}

/// Somebody who answers for bills.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffPatient {
    /// The guarantor.
    pub guarantor: GuarantorId,
    /// The name.
    pub name: String,
    /// The practice's account number.
    pub account_number: String,
    /// The day of birth.
    pub born: Date,
    /// Where an invitation would go.
    pub email: Option<String>,
    /// The telephone, where that is what was typed.
    pub phone: Option<String>,
    /// Everyone answered for: the given name, or the whole name and the day of birth of whoever was
    /// looked for rather than the guarantor.
    pub patients: Vec<(String, Option<Date>)>,
    /// To be paid now.
    pub due: Money,
    /// Whether they use the portal.
    pub state: InviteState,
}

/// Whether somebody uses the portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InviteState {
    /// Not invited.
    NotInvited,
    /// Invited on this day.
    Invited(Date),
    /// Registered.
    Registered,
}
