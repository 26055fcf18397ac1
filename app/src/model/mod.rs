//! What each page is made of. Amounts are what the ledger says; a page decides only
//! how to say it.

mod account;
mod afford;
mod api;
mod dispute;
mod estimate;
mod guest;
mod history;
mod home;
mod household;
mod other;
mod passkey;
mod pay;
mod plan;
mod plan_new;
mod staff;
mod statement;
mod together;
mod visit;

pub use account::{
    BadTokenPage, CheckEmailKind, CheckEmailPage, ForgotPage, RegisterPage, Saved, SettingsPage,
    SignInNotice, SignInPage, TokenKind, TokenPage,
};
pub use afford::{AffordPage, AskedForHelp, HelpRequestPage};
pub use api::{ApiDocsPage, ApiOperation, ApiProblem, ApiScope};
pub use dispute::{
    DisputeBy, DisputeCard, DisputePage, DisputeStep, DisputeTold, DisputesPage, TellLine, TellPage,
    TellWhichPage,
};
pub use estimate::{AccountEstimates, EstimateVisit, FederalCase, ToldBefore};
pub use guest::{
    GuestBillPage, GuestCheckingPage, GuestPaid, GuestTold, LinkAsks, LinkGonePage, LinkQuestionPage,
};
pub use history::{
    HistoryFilters, HistoryItem, HistoryKind, HistoryPage, HistoryState, HistoryWhat, YearPage, YearRow,
};
pub use home::{
    CreditPlan, HomePage, LatelyItem, LatelyState, LatelyWhat, Merged, OnTheWay, OnTheWayKind, Reopened,
    WithInsurance,
};
pub use household::{
    HelperRow, HouseholdNotice, HouseholdPage, InvitationRow, PersonRow, PersonSeen, PlaceRow, Sees,
    SharedPage, WithheldVisitPage,
};
pub use other::{About, ErrorKind, HelpPage, OutboxMessage, OutboxPage};
pub use passkey::{PasskeyNewPage, PasskeyRow, PasskeyTold, Passkeys};
pub use pay::{
    Method, PatientRefund, PatientRefundState, PayCancelledPage, PayCheckingPage, PayChoice, PayDue, PayPage,
    PaymentItem, PaymentState, PaymentsPage, ReceiptPage, ReceiptPart,
};
pub use plan::{
    PlanBy, PlanCard, PlanChangePage, PlanDaysPage, PlanExtraPage, PlanHappening, PlanHistoryPage, PlanHow,
    PlanJoinLine, PlanJoinPage, PlanJoining, PlanNext, PlanPage, PlanPayPage, PlanRefusedPage, PlanStands,
    PlanTold, PlanTry, PlanWhyNot, PlanWish, PlanWords, PlansElsewhere, PlansPage,
};
pub use plan_new::{
    KeptOut, MethodWhy, PlanCheckingPage, PlanKept, PlanMethodPage, PlanNewPage, PlanReviewPage,
};
pub use staff::{
    AccountNotice, AccountPlans, AccountWriteOffs, AgainPage, AnswerRow, AnswersPage, ApiKeyRow, ApiKeyState,
    Asks, AuditPage, AuditRow, AuditWanted, AuditWho, BatchRow, Became, BrandingPage, CaseContact, CaseDo,
    CasePaperRow, CaseProposal, CaseStepRow, ChangePage, ChangeRow, ChangeState, ChargebackRow,
    ChargebackState, CloseItem, CloseMark, CloseMethod, ClosePage, CloseRow, CodePage, ContactWhat,
    CorrectionRow, DeliveryRow, DeliveryState, DenialCasePage, DenialDo, DenialHeard, DenialLine,
    DenialQueuePage, DenialRow, DenialStepRow, DenialTerms, DenialTold, DenialsWanted, DifferenceAction,
    DifferenceKind, DifferenceRow, DisputeCasePage, DisputeQueuePage, EmergencyPage, EmergencyRow,
    ExceptionRow, FunnelRow, GuarantorLookPage, GuarantorPage, HoldReason, HoldRow, HookRow, ImportKind,
    ImportReportPage, ImportRow, ImportsPage, InviteState, InvitedRow, JoinPage, LedgerLine, LedgerPage,
    LetterState, LinkAim, LinkBatchItem, LinkBatchPage, LinkBatchRow, LinkBatchesPage, LinkState, MadeLink,
    MadeSecret, ManyTold, MemberRow, MoveBlock, Moves, MovingRow, NoteRow, OtherAccount, OtherPracticePage,
    PartKind, PayerRow, PayersPage, PayoutRow, PayoutState, PeoplePage, PlanAct, PlanGroup, PlanPaperRow,
    PlanPolicyPage, PlanRefusal, PlanStepRow, PlanWhy, PromiseRow, PromiseState, QueueRow, QueueTold,
    QueueWanted, ReconcileNotice, ReconcilePage, RefundReason, RefundRow, RefundState, Refused,
    RegisteredPatient, RegistrationPage, RunItemRow, RunPage, RunRow, RunState, SecondPage, SecondState,
    SentRow, SentState, StaffAccountPage, StaffApiPage, StaffDue, StaffFunnelPage, StaffHome, StaffHookPage,
    StaffLinkRow, StaffLinksPage, StaffPatient, StaffPatientsPage, StaffPaymentPage, StaffPaymentRow,
    StaffPaymentState, StaffPlanPage, StaffPlanRow, StaffPlansPage, StaffSignInPage, StaffStatementPage,
    StaffStatementRow, StatementCycle, StatementPolicy, StatementRunsPage, StatementsNotice, TakePaymentPage,
    UnmatchedClaimPage, UnmatchedItem, UnmatchedPage, UnmatchedStep, WhyNot, WorkItem, WorkKind, WorkPage,
    WriteOffRow, WriteOffState, WriteOffVisit,
};
pub use statement::{
    NewStatement, StatementItem, StatementPage, StatementRef, StatementRights, StatementsPage,
};
pub use together::{TogetherDonePage, TogetherDue, TogetherPage, TogetherPart, TogetherState};
pub use visit::{ChargeInfo, GoneVisit, Refusal, VisitCard, VisitPage};
