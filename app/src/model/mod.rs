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
pub use home::{HomePage, LatelyItem, LatelyState, LatelyWhat, OnTheWay, OnTheWayKind, WithInsurance};
pub use other::{About, ErrorKind, HelpPage, OutboxMessage, OutboxPage};
pub use pay::{
    PayCancelledPage, PayCheckingPage, PayChoice, PayDue, PayPage, PaymentItem, PaymentState, PaymentsPage,
    ReceiptPage, ReceiptPart,
};
pub use staff::{
    ImportKind, ImportReportPage, ImportRow, ImportsPage, InviteState, Refused, StaffHome, StaffPatient,
    StaffPatientsPage, StaffSignInPage, UnmatchedItem, UnmatchedPage,
};
pub use visit::{ChargeInfo, VisitCard, VisitPage};
