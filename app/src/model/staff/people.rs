//! Who works for a practice, and what they saw and did.

use domain::access::{Permission, Role};
use domain::{PracticeId, UserId};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::FormState;
use crate::model::Passkeys;

/// `/staff/people`: fields `role` (a role's word, or nothing for out), `required`; `…/invite`: `email`,
/// `as` (a role's word), `across`; `…/invited/{letter}/end` has none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PeoplePage {
    /// What was pressed and not taken.
    pub form: FormState,
    /// A change was just made.
    pub changed: bool,
    /// A letter was just sent.
    pub asked: bool,
    /// By name.
    pub members: Vec<MemberRow>,
    /// Who was asked in and has not come yet.
    pub invited: Vec<InvitedRow>,
    /// The reader says who works across the organisation, too.
    pub leads_across: bool,
    /// Whether codes can be asked for here: the installation has a key to seal their secrets.
    pub has_key: bool,
}

/// What a member of staff is asked for; a passkey of the host at hand is taken in place of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asks {
    /// The password.
    Password,
    /// A code.
    Code,
    /// A passkey, and nothing else.
    Passkey,
}

/// `/staff/sign-in/code`: the field `code`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodePage {
    /// Why it was not taken.
    pub form: FormState,
    /// What is asked for after the password.
    pub asks: Asks,
    /// Passkeys can be asked for under this host.
    pub passkeys: bool,
}

/// Whoever sits there shows again that it is them; then what they asked for goes on. The field
/// `again`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgainPage {
    /// Why it was not taken.
    pub form: FormState,
    /// What is asked for.
    pub asks: Asks,
    /// They came in by their password alone, and more is wanted by now: nothing else opens before.
    pub owed: bool,
    /// They have a passkey of this host, or can have brought one.
    pub passkeys: bool,
    /// Where the answer goes.
    pub action: String,
    /// What was sent there already, and is sent again with the answer.
    pub fields: Vec<(String, String)>,
}

/// `/staff/second`: the reader's own second factor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecondPage {
    /// The field `code`.
    pub form: FormState,
    /// The practice wants everybody to have one.
    pub required: bool,
    /// How things stand.
    pub state: SecondState,
    /// The reader's passkeys.
    pub passkeys: Passkeys,
}

/// How somebody's second factor stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SecondState {
    /// There can be none here: the installation has no key.
    NoKey,
    /// There is none.
    Off,
    /// The app is to learn it.
    Begun {
        /// The secret, to be typed.
        secret: String,
        /// The same as a QR code: an SVG.
        code: String,
    },
    /// The recovery codes, this once.
    Codes(Vec<String>),
    /// A code is asked for.
    On {
        /// Since when, where the practice is.
        since: Date,
        /// Recovery codes that are left.
        codes: u64,
    },
}

/// Somebody who was asked in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvitedRow {
    /// Which letter.
    pub letter: Uuid,
    /// Where it went.
    pub email: String,
    /// As what.
    pub role: Role,
    /// In every practice of the organisation.
    pub across: bool,
    /// The last day on which it can be used, where the practice is.
    pub until: Date,
}

/// `/staff/join/…`: the fields `name`, for a new login, and `password`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinPage {
    /// What is wrong with it.
    pub form: FormState,
    /// Where the form goes.
    pub action: String,
    /// The practice that asks.
    pub practice: String,
    /// The address that the letter went to.
    pub email: String,
    /// As what.
    pub role: Role,
    /// In every practice of its organisation.
    pub across: bool,
    /// The address has a login; its password is asked for.
    pub known: bool,
}

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemberRow {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Since when, where the practice is.
    pub since: Date,
    /// It is who reads.
    pub own: bool,
    /// They have a code or a passkey as well.
    pub second: bool,
    /// They are there across the organisation: not the practice's to change, but of who leads across it.
    pub across: bool,
}

/// In the place of what was asked for, when it came from a page made for another practice. A POST to
/// [`OtherPracticePage::action`] with the fields and `switch` goes there and carries it out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OtherPracticePage {
    /// The practice that the page was made for; none when it did not say, or they do not work there.
    pub made_for: Option<String>,
    /// The practice that they look at.
    pub now: String,
    /// Where it was sent.
    pub action: String,
    /// What was sent.
    pub fields: Vec<(String, String)>,
    /// What of it somebody typed.
    pub typed: Vec<String>,
    /// There were files, which have to be chosen again.
    pub files: bool,
}

/// `/staff/emergency`: the fields `practice` and `reason`; `…/end`: `emergency`, an id;
/// `…/{emergency}/end` and `…/{emergency}/seen` have none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct EmergencyPage {
    /// What was typed.
    pub form: FormState,
    /// Where the reader may take it, with the names.
    pub offered: Vec<(PracticeId, String)>,
    /// What was taken here, the newest first; none when the reader may not know.
    pub taken: Option<Vec<EmergencyRow>>,
    /// There is more than is shown; the file has all.
    pub more: bool,
    /// What the reader's last press did.
    pub done: bool,
}

/// An emergency access.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmergencyRow {
    /// Its id.
    pub id: Uuid,
    /// Who took it.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// When, where the practice is.
    pub taken_at: OffsetDateTime,
    /// Until when; it was ended earlier by hand when that was before.
    pub until: OffsetDateTime,
    /// It lasts.
    pub lasts: bool,
    /// The administrator who has looked at it.
    pub seen_by: Option<String>,
    /// The reader may say that they have.
    pub may_see: bool,
}

/// `/staff/audit`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditPage {
    /// What is looked for, as the address says it.
    pub wanted: AuditWanted,
    /// Whose can be looked for.
    pub people: Vec<(UserId, String)>,
    /// The newest first.
    pub events: Vec<AuditRow>,
    /// The address of what is older, when there is any.
    pub older: Option<String>,
    /// The address of the same as a file.
    pub file: String,
    /// It was asked for as a file, and is too much for one.
    pub too_much: bool,
}

/// Which events are looked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditWanted {
    /// Somebody's.
    pub user: Option<UserId>,
    /// About this id, or what was typed for one.
    pub about: String,
    /// From this day, where the practice is.
    pub from: Option<Date>,
    /// Through this day.
    pub to: Option<Date>,
    /// Changes alone, and what was refused.
    pub changes: bool,
    /// Under emergency access alone.
    pub emergency: bool,
}

/// Who did something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AuditWho {
    /// Of the staff, by name.
    Staff(String),
    /// Another program of the practice's, by the name of its key.
    Program(String),
    /// The operator, at the command line.
    Operator,
}

/// An event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditRow {
    /// Its place in the chain.
    pub number: i64,
    /// When, where the practice is.
    pub at: OffsetDateTime,
    /// Who.
    pub who: AuditWho,
    /// As what; none when no version of this program knows the word.
    pub role: Option<Role>,
    /// What it took; likewise.
    pub permission: Option<Permission>,
    /// It was refused.
    pub refused: bool,
    /// It changed something, or asked to.
    pub change: bool,
    /// It was under emergency access.
    pub emergency: bool,
    /// `POST /staff/payments/{payment}/refund`.
    pub route: String,
    /// The ids that stood in it, and the accounts behind them.
    pub subjects: Vec<String>,
}
