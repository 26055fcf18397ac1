//! Whose bills somebody sees, and who else sees theirs.

use domain::{GuarantorId, Money, PatientId, PracticeId, UserId};
use time::Date;
use uuid::Uuid;

use super::VisitCard;
use crate::FormState;

/// How much of an account somebody sees.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sees {
    /// They answer for it.
    Own,
    /// Amounts, and what the care was.
    Care,
    /// Amounts only.
    Amounts,
}

impl Sees {
    /// What a guarantor can let somebody see, in the order in which it is offered.
    pub const SHARED: [Self; 2] = [Self::Amounts, Self::Care];

    /// Its word in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Care => "care",
            Self::Amounts => "amounts",
        }
    }
}

/// `/household`. `POST …/look` has the hidden fields `practice` and `guarantor`;
/// `POST …/invite` the fields `email`, `scope` ([`Sees::code`]) and `ends_on`;
/// `POST …/end` the hidden field `user`, `POST …/cancel` the hidden field `invitation`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HouseholdPage {
    /// Every account the reader may look at, their own first.
    pub places: Vec<PlaceRow>,
    /// What is due over the accounts of one organisation that one press can pay; none when
    /// there are not several.
    pub together: Option<Money>,
    /// Everybody on the account that is looked at.
    pub people: Vec<PersonRow>,
    /// The reader answers for the account that is looked at, and decides who sees it.
    pub own: bool,
    /// Who was let see it.
    pub helpers: Vec<HelperRow>,
    /// Who was asked and has not answered.
    pub invitations: Vec<InvitationRow>,
    /// What was typed, and what is wrong, under `email`, `scope`, `ends_on` or the empty
    /// name.
    pub form: FormState,
    /// What the reader's last press did.
    pub notice: Option<HouseholdNotice>,
}

/// What the reader's last press did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HouseholdNotice {
    /// A letter with a link is on its way.
    Invited,
    /// An invitation was taken back.
    Cancelled,
    /// Somebody no longer sees the account.
    Ended,
}

/// An account that the reader may look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlaceRow {
    /// The practice.
    pub practice: PracticeId,
    /// Its name.
    pub practice_name: String,
    /// The account.
    pub guarantor: GuarantorId,
    /// The guarantor's name.
    pub name: String,
    /// How much the reader sees.
    pub sees: Sees,
    /// The last day of that.
    pub ends_on: Option<Date>,
    /// To be paid now, beside payment plans.
    pub due: Money,
    /// What payment plans ask for by today.
    pub plans_due: Money,
    /// It is the one that is looked at.
    pub here: bool,
}

/// Somebody on an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    /// The patient.
    pub patient: PatientId,
    /// The given name.
    pub name: String,
    /// Whether whoever answers for the account sees what their care is.
    pub seen: PersonSeen,
}

/// Whether whoever answers for an account sees what somebody's care is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PersonSeen {
    /// They answer for it themselves.
    Guarantor,
    /// A child under age, or a spouse.
    Always,
    /// They have come of age and agreed; until this day, if there is one.
    ByConsent(Option<Date>),
    /// They have come of age and not agreed.
    Amounts,
}

/// Somebody who was let see an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HelperRow {
    /// Their login.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they see.
    pub sees: Sees,
    /// The last day of that.
    pub ends_on: Option<Date>,
}

/// An invitation that nobody has taken up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvitationRow {
    /// Its id.
    pub id: Uuid,
    /// The address it went to.
    pub email: String,
    /// What it lets them see.
    pub sees: Sees,
    /// The last day of that.
    pub ends_on: Option<Date>,
}

/// `/shared/{secret}`: somebody is asked to help. Fields `name` (of a new login) and
/// `password`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SharedPage {
    /// The form's address.
    pub path: String,
    /// Who asks.
    pub asks: String,
    /// With whose bills.
    pub practice: String,
    /// What they will see.
    pub sees: Sees,
    /// The last day of that.
    pub ends_on: Option<Date>,
    /// The address that was asked.
    pub email: String,
    /// It has a login already, whose password is asked for.
    pub known: bool,
    /// What was typed, and what is wrong, under `name`, `password` or the empty name.
    pub form: FormState,
}

/// `/visits/{id}` of a visit that is not the reader's to see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WithheldVisitPage {
    /// What is shown of it.
    pub card: VisitCard,
    /// The reader helps with somebody else's account.
    pub helping: bool,
    /// Since when the reader's account answers for it; none when it always did.
    pub since: Option<Date>,
    /// It was in a plan of whoever answered before, and the reader may have one too.
    pub plan_before: bool,
}
