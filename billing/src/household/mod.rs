//! Whose bills somebody sees, and how much of them.
//!
//! A guarantor answers for the bills of everybody on the account. That is about money;
//! what the care was belongs to whoever was treated:
//! * a patient who has come of age decides alone ([`sight`]): from that birthday the
//!   guarantor sees what is owed for them and not what it was for, unless the patient
//!   has agreed ([`consent_in`]). A spouse, as the practice recorded them, is seen. The rule
//!   is [`domain::household`]'s;
//! * the guarantor may let somebody help ([`sharing`]): to pay and see amounts only, or
//!   to see what the care was, until a day or until it is taken back.
//!
//! What is granted is asked for on every request, so that taking it back works at once.
//! Who granted what when stays in a log that nothing deletes from.

pub mod sharing;
pub mod sight;
mod store;

use domain::plan::State;
use domain::{GuarantorId, Money, PatientId, PracticeId, UserId};
use time::Date;

pub use domain::household::Seen;
pub use sight::Sight;
pub use store::Helper;

use crate::accounts::{self, Practice};
use crate::db::Tx;
use crate::identity::Scope;
use crate::{Door, plans};

/// An account that a login may look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The practice.
    pub practice: Practice,
    /// The account.
    pub guarantor: GuarantorId,
    /// The guarantor's name.
    pub name: String,
    /// How much of it the login may see.
    pub scope: Scope,
    /// The last day of that.
    pub ends_on: Option<Date>,
    /// What is to be paid now, beside payment plans.
    pub due: Money,
    /// What payment plans ask for by today.
    pub plans_due: Money,
}

/// Every account that a login may look at, their own first.
///
/// # Errors
/// The database's word.
pub async fn places(tx: &mut Tx, door: &Door, user: UserId) -> Result<Vec<Place>, sqlx::Error> {
    let mut places = Vec::new();
    for grant in crate::identity::grants_of(tx, door, user).await? {
        let Some(practice) = accounts::practice(tx, grant.practice).await? else { continue };
        let Some(account) = accounts::guarantor(tx, grant.practice, grant.guarantor).await? else { continue };
        let dues = plans::view::beside(tx, grant.practice, grant.guarantor).await?;
        let tomorrow = door.today_in(&practice.time_zone).next_day().unwrap_or(time::Date::MAX);
        let running = plans::view::running(tx, grant.practice, grant.guarantor).await?;
        let asking = running.iter().filter(|held| !matches!(held.plan.state, State::Paused(_)));
        places.push(Place {
            practice,
            guarantor: grant.guarantor,
            name: format!("{} {}", account.first_name, account.last_name),
            scope: grant.scope,
            ends_on: grant.ends_on,
            due: dues.iter().map(|due| due.amount).sum(),
            plans_due: asking.map(|held| held.plan.overdue(tomorrow)).sum(),
        });
    }
    Ok(places)
}

/// Somebody on an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// The patient.
    pub patient: PatientId,
    /// The given name.
    pub name: String,
    /// They answer for this account themselves.
    pub is_guarantor: bool,
    /// Whether what their care was is seen, and why.
    pub seen: Seen,
}

/// Everybody on an account, the guarantor first: who is on it now, and who once was and
/// whose visits it still answers for.
///
/// # Errors
/// The database's word.
pub async fn members(
    tx: &mut Tx,
    door: &Door,
    practice: &Practice,
    guarantor: GuarantorId,
) -> Result<Vec<Member>, sqlx::Error> {
    let today = door.today_in(&practice.time_zone);
    let rows = store::members(tx, practice.id, guarantor).await?;
    Ok(rows.into_iter().map(|row| row.member(today)).collect())
}

/// Records that a patient of age lets the guarantor see what their care is, in place of what
/// was recorded before; says whether there is such a patient, whose word it is.
///
/// # Errors
/// The database's word.
pub async fn consent_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    patient: PatientId,
    by: UserId,
    (how, ends_on): (&str, Option<Date>),
) -> Result<bool, sqlx::Error> {
    let Some(here) = accounts::practice(tx, practice).await? else { return Ok(false) };
    let members = members(tx, door, &here, guarantor).await?;
    if !members.iter().any(|member| member.patient == patient && member.seen.is_theirs_to_say()) {
        return Ok(false);
    }
    store::withdraw_consent(tx, practice, guarantor, patient, door.now()).await?;
    store::insert_consent(tx, (practice, door.id()), (guarantor, patient), (how, ends_on), by, door.now())
        .await?;
    let about = store::About { user: None, patient: Some(patient), what: "consented", scope: None, ends_on };
    store::log(tx, (practice, door.id()), guarantor, &about, by, door.now()).await?;
    Ok(true)
}

/// Records that a grown patient took that back; says whether they had given it.
///
/// # Errors
/// The database's word.
pub async fn withdraw_consent_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    patient: PatientId,
    by: UserId,
) -> Result<bool, sqlx::Error> {
    if !store::withdraw_consent(tx, practice, guarantor, patient, door.now()).await? {
        return Ok(false);
    }
    let about =
        store::About { user: None, patient: Some(patient), what: "withdrawn", scope: None, ends_on: None };
    store::log(tx, (practice, door.id()), guarantor, &about, by, door.now()).await?;
    Ok(true)
}

/// From which birthday a patient of a practice decides alone.
///
/// # Errors
/// The database's word.
pub async fn set_adult_age_in(tx: &mut Tx, practice: PracticeId, years: i64) -> Result<(), sqlx::Error> {
    store::set_adult_age(tx, practice, years).await
}
