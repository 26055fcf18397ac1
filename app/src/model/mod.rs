//! What each page is made of. Amounts are what the ledger says; a page decides only
//! how to say it.

mod account;
mod home;
mod other;
mod pay;
mod staff;
mod visit;

pub use account::{
    BadTokenPage, CheckEmailKind, CheckEmailPage, ForgotPage, RegisterPage, Saved, SettingsPage,
    SignInNotice, SignInPage, TokenKind, TokenPage,
};
pub use home::{
    CreditPlan, HomePage, LatelyItem, LatelyState, LatelyWhat, OnTheWay, OnTheWayKind, Reopened,
    WithInsurance,
};
pub use other::{About, ErrorKind, HelpPage, OutboxMessage, OutboxPage};
pub use pay::{
    Method, PatientRefund, PatientRefundState, PayCancelledPage, PayCheckingPage, PayChoice, PayDue, PayPage,
    PaymentItem, PaymentState, PaymentsPage, ReceiptPage, ReceiptPart,
};
pub use staff::{
    ChargebackRow, ChargebackState, CloseItem, CloseMark, CloseMethod, ClosePage, CloseRow, DifferenceAction,
    DifferenceKind, DifferenceRow, HoldReason, HoldRow, ImportKind, ImportReportPage, ImportRow, ImportsPage,
    InviteState, PartKind, PayoutRow, PayoutState, ReconcileNotice, ReconcilePage, RefundReason, RefundRow,
    RefundState, Refused, StaffAccountPage, StaffDue, StaffHome, StaffPatient, StaffPatientsPage,
    StaffPaymentPage, StaffPaymentRow, StaffPaymentState, StaffSignInPage, TakePaymentPage, UnmatchedItem,
    UnmatchedPage, WorkItem, WorkKind, WorkPage,
};
pub use visit::{ChargeInfo, VisitCard, VisitPage};
