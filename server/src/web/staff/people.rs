//! Who works here, and as what.

use app::model::{InvitedRow, MemberRow, PeoplePage};
use app::{FormState, pages};
use axum::extract::{Path, RawQuery, State};
use billing::Tx;
use billing::door::local_date;
use billing::identity::people::{self, PeopleError};
use billing::identity::{colleagues, second};
use domain::UserId;
use domain::access::Role;

use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;
use crate::web::{Portal, Shared};

pub async fn list(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    Ok(page(show(&portal, &staff, FormState::default(), query.as_deref()).await?))
}

/// The page, with what was just done.
pub async fn show(
    portal: &Portal,
    staff: &Staff,
    form: FormState,
    done: Option<&str>,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let members = people::of_practice(&mut tx, staff.practice.id).await?;
    let required = second::required(&mut tx, staff.practice.id).await?;
    let row = |member: people::Member| MemberRow {
        user: member.user_id,
        own: member.user_id == staff.user.id,
        name: member.name,
        email: member.email,
        role: member.role,
        since: local_date(member.granted_at, &staff.practice.time_zone),
        second: member.second,
        across: member.across,
    };
    let letter = |letter: colleagues::Invited| InvitedRow {
        letter: letter.id,
        email: letter.email,
        role: letter.role,
        across: letter.across,
        until: local_date(letter.expires_at, &staff.practice.time_zone),
    };
    let invited = colleagues::waiting(&mut tx, &portal.door, staff.practice.id).await?;
    let model = PeoplePage {
        form: if required { form.with_value("required", "yes") } else { form },
        changed: done == Some("changed"),
        asked: done == Some("asked"),
        invited: invited.into_iter().map(letter).collect(),
        leads_across: people::leads_across(&mut tx, staff.practice.id, staff.user.id).await?,
        members: members.into_iter().map(row).collect(),
        has_key: portal.document_key().is_some(),
    };
    Ok(pages::staff::people(&staff.ctx(portal), &model))
}

pub async fn change(
    State(portal): State<Shared>,
    staff: Staff,
    Path(user): Path<UserId>,
    fields: Fields,
) -> Answer {
    let role = named(&fields)?;
    let mut tx = portal.db.begin().await?;
    let done = people::change_in(&mut tx, &portal.door, staff.practice.id, staff.user.id, user, role).await;
    changed(&portal, &staff, &fields, tx, done).await
}

/// The same for who works across the organisation.
pub async fn change_across(
    State(portal): State<Shared>,
    staff: Staff,
    Path(user): Path<UserId>,
    fields: Fields,
) -> Answer {
    let role = named(&fields)?;
    let mut tx = portal.db.begin().await?;
    let done =
        people::change_across_in(&mut tx, &portal.door, staff.practice.id, staff.user.id, user, role).await;
    changed(&portal, &staff, &fields, tx, done).await
}

/// The role that was chosen; none: out.
fn named(fields: &Fields) -> Result<Option<Role>, Fail> {
    match fields.get("role") {
        "" => Ok(None),
        word => Role::from_code(word).map(Some).ok_or(Fail::NotFound),
    }
}

async fn changed(
    portal: &Portal,
    staff: &Staff,
    fields: &Fields,
    tx: Tx,
    done: Result<(), PeopleError>,
) -> Answer {
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(see("/staff/people?changed"))
        }
        Err(error @ (PeopleError::Own | PeopleError::Elsewhere)) => {
            drop(tx);
            let own = matches!(error, PeopleError::Own);
            let said = if own { "error-own-role" } else { "error-works-elsewhere" };
            Ok(refused(show(portal, staff, fields.form().with_error("", said), None).await?))
        }
        Err(PeopleError::NotThere) => Err(Fail::NotFound),
        Err(PeopleError::NotAllowed) => Err(staff.not_allowed(portal)),
        Err(PeopleError::Sqlx(error)) => Err(error.into()),
    }
}

/// Takes away the second factor of a colleague who has lost it.
pub async fn end_second(
    State(portal): State<Shared>,
    staff: Staff,
    Path(user): Path<UserId>,
    fields: Fields,
) -> Answer {
    let mut tx = portal.db.begin().await?;
    let done = people::end_second_in(&mut tx, &portal.door, staff.practice.id, staff.user.id, user).await;
    changed(&portal, &staff, &fields, tx, done).await
}

/// Whether everybody here signs in with a code as well.
pub async fn require(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let required = !fields.get("required").is_empty();
    if required && portal.document_key().is_none() {
        let form = fields.form().with_error("required", "error-no-key");
        return Ok(refused(show(&portal, &staff, form, None).await?));
    }
    let mut tx = portal.db.begin().await?;
    second::require_in(&mut tx, staff.practice.id, required).await?;
    tx.commit().await?;
    Ok(see("/staff/people?changed"))
}
