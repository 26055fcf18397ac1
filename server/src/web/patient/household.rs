//! Whose bills the reader sees, who is on the account, and who else sees it.

use app::model::{
    HelperRow, HouseholdNotice, HouseholdPage, InvitationRow, PersonRow, PersonSeen, PlaceRow, Sees,
};
use app::{FormState, pages};
use axum::extract::{RawQuery, State};
use billing::accounts;
use billing::db::Tx;
use billing::household::sharing::{self, Invite, SharingError};
use billing::household::{self, Helper, Member, Seen};
use billing::identity::{self, Scope};
use domain::Money;

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::{Fields, day_field};
use crate::web::session::{Patient, is_local};

pub async fn show(State(portal): State<Shared>, patient: Patient, RawQuery(query): RawQuery) -> Answer {
    let notice = match query.as_deref() {
        Some("invited") => Some(HouseholdNotice::Invited),
        Some("cancelled") => Some(HouseholdNotice::Cancelled),
        Some("ended") => Some(HouseholdNotice::Ended),
        _ => None,
    };
    Ok(page(whole(&portal, &patient, FormState::default(), notice).await?))
}

async fn whole(
    portal: &Shared,
    patient: &Patient,
    form: FormState,
    notice: Option<HouseholdNotice>,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let own = patient.sight.is_own();
    let (mut helpers, mut invitations) = (Vec::new(), Vec::new());
    if own {
        helpers = sharing::helpers(&mut tx, &portal.door, practice, guarantor).await?;
        invitations = sharing::open_invitations(&mut tx, &portal.door, practice, guarantor).await?;
    }
    let members = household::members(&mut tx, &portal.door, &patient.practice, guarantor).await?;
    let siblings = accounts::siblings(&mut tx, practice).await?;
    let places = places(&mut tx, portal, patient).await?;
    let due = places.iter().filter(|place| siblings.contains(&place.practice) && place.due.is_positive());
    let due: Vec<Money> = due.map(|place| place.due).collect();
    let model = HouseholdPage {
        together: (due.len() > 1).then(|| due.into_iter().sum()),
        places,
        people: if own { members.into_iter().map(person).collect() } else { Vec::new() },
        own,
        helpers: helpers.into_iter().map(helper).collect(),
        invitations: invitations
            .into_iter()
            .map(|asked| InvitationRow {
                id: asked.id,
                email: asked.email,
                sees: sees(asked.scope),
                ends_on: asked.ends_on,
            })
            .collect(),
        form,
        notice,
    };
    Ok(pages::household(&patient.ctx(portal), &model))
}

async fn places(tx: &mut Tx, portal: &Shared, patient: &Patient) -> Result<Vec<PlaceRow>, Fail> {
    let places = household::places(tx, &portal.door, patient.user.id).await?;
    let here = (patient.practice.id, patient.guarantor);
    Ok(places
        .into_iter()
        .map(|place| PlaceRow {
            here: (place.practice.id, place.guarantor) == here,
            practice: place.practice.id,
            practice_name: place.practice.name,
            guarantor: place.guarantor,
            name: place.name,
            sees: sees(place.scope),
            ends_on: place.ends_on,
            due: place.due,
            plans_due: place.plans_due,
        })
        .collect())
}

/// How much a login sees, in the words of pages.
pub fn sees(scope: Scope) -> Sees {
    match scope {
        Scope::Own => Sees::Own,
        Scope::Care => Sees::Care,
        Scope::Amounts => Sees::Amounts,
    }
}

/// Somebody who helps, in the words of pages.
pub fn helper(helper: Helper) -> HelperRow {
    HelperRow {
        user: helper.user_id,
        name: helper.name,
        email: helper.email,
        sees: sees(helper.scope),
        ends_on: helper.ends_on,
    }
}

/// Somebody on an account, in the words of pages.
pub fn person(member: Member) -> PersonRow {
    let seen = match member.seen {
        Seen::Always if member.is_guarantor => PersonSeen::Guarantor,
        Seen::Always | Seen::Spouse => PersonSeen::Always,
        Seen::ByConsent(until) => PersonSeen::ByConsent(until),
        Seen::Amounts => PersonSeen::Amounts,
    };
    PersonRow { patient: member.patient, name: member.name, seen }
}

/// Looks at another account that was granted.
pub async fn look(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    let practice = fields.get("practice").parse().map_err(|_| Fail::NotFound)?;
    let guarantor = fields.get("guarantor").parse().map_err(|_| Fail::NotFound)?;
    let there =
        identity::switch_account(&portal.db, &portal.door, &patient.session, practice, guarantor).await?;
    let next = fields.get("next");
    if there { Ok(see(if is_local(next) { next } else { "/home" })) } else { Err(Fail::NotFound) }
}

pub async fn invite(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    patient.must_own()?;
    let mut form = fields.form();
    let scope = Scope::from_code(fields.get("scope")).filter(|scope| *scope != Scope::Own);
    let ends_on = day_field(fields.get("ends_on"));
    if scope.is_none() {
        form = form.with_error("scope", "error-share-scope");
    }
    if ends_on.is_err() {
        form = form.with_error("ends_on", "error-share-day");
    }
    if let (Some(scope), Ok(ends_on)) = (scope, ends_on) {
        let asked = Invite { email: fields.get("email"), scope, ends_on };
        let place = (patient.practice.id, patient.guarantor);
        let (field, error) =
            match sharing::invite(&portal.db, &portal.door, place, &patient.user, asked).await {
                Ok(()) => return Ok(see("/household?invited")),
                Err(SharingError::Address) => ("email", "error-email-form"),
                Err(SharingError::Own) => ("email", "error-share-own"),
                Err(SharingError::Already) => ("email", "error-share-already"),
                Err(SharingError::Past) => ("ends_on", "error-share-past"),
                Err(SharingError::TooMany) => ("", "error-share-too-many"),
                Err(SharingError::Sqlx(error)) => return Err(error.into()),
            };
        form = form.with_error(field, error);
    }
    Ok(refused(whole(&portal, &patient, form, None).await?))
}

pub async fn cancel(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    patient.must_own()?;
    let id = fields.get("invitation").parse().map_err(|_| Fail::NotFound)?;
    let place = (patient.practice.id, patient.guarantor);
    let mut tx = portal.db.begin().await?;
    if !sharing::cancel_in(&mut tx, &portal.door, place, id, patient.user.id).await? {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see("/household?cancelled"))
}

pub async fn end(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    patient.must_own()?;
    let helper = fields.get("user").parse().map_err(|_| Fail::NotFound)?;
    let place = (patient.practice.id, patient.guarantor);
    let mut tx = portal.db.begin().await?;
    if !sharing::end_in(&mut tx, &portal.door, place, helper, patient.user.id).await? {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see("/household?ended"))
}
