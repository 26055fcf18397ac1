//! Keys for other programs, and where those are told what happened.

use app::model::{
    ApiKeyRow, ApiKeyState, DeliveryRow, DeliveryState, HookRow, MadeSecret, StaffApiPage, StaffHookPage,
};
use app::{FormState, pages};
use axum::extract::{Path, RawQuery, State};
use billing::api_keys::{self, ApiKey, KeyError, PER_MINUTE, Scope};
use billing::door::{local, local_date};
use billing::hooks::{self, EventKind, Hook, HookError};
use time::Duration;
use uuid::Uuid;

use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;
use crate::web::{Portal, Shared};

/// How long a replaced key or secret works on.
const OVERLAP: Duration = Duration::hours(24);

/// Messages on an endpoint's page.
const SHOWN: i64 = 100;

/// Everything but what only a test is.
fn events() -> impl Iterator<Item = EventKind> {
    EventKind::ALL.iter().copied().filter(|kind| *kind != EventKind::WebhookTest)
}

async fn drawn(
    portal: &Portal,
    staff: &Staff,
    form: FormState,
    made: Option<MadeSecret>,
    revoked: bool,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let keys = api_keys::list(&mut tx, practice).await?;
    let model = StaffApiPage {
        form,
        scopes: Scope::ALL.iter().map(|scope| scope.code().to_owned()).collect(),
        events: events().map(|kind| kind.code().to_owned()).collect(),
        made,
        revoked,
        keys: keys.into_iter().map(|key| key_row(portal, staff, key)).collect(),
        hooks: hooks::hooks(&mut tx, practice).await?.iter().map(hook_row).collect(),
    };
    Ok(pages::staff::api(&staff.ctx(portal), &model))
}

fn key_row(portal: &Portal, staff: &Staff, key: ApiKey) -> ApiKeyRow {
    let zone = &staff.practice.time_zone;
    let state = match key.expires_at {
        _ if key.revoked_at.is_some() => ApiKeyState::Revoked,
        None => ApiKeyState::Works,
        Some(end) if portal.door.now() < end => ApiKeyState::Until(local(end, zone)),
        Some(_) => ApiKeyState::Replaced,
    };
    ApiKeyRow {
        id: key.id,
        name: key.name,
        prefix: key.prefix,
        scopes: key.scopes.iter().map(|scope| scope.code().to_owned()).collect(),
        made: local_date(key.made_at, zone),
        used: key.used_on,
        state,
    }
}

fn hook_row(hook: &Hook) -> HookRow {
    HookRow {
        id: hook.id,
        url: hook.url.clone(),
        events: hook.events.iter().map(|kind| kind.code().to_owned()).collect(),
        enabled: hook.disabled_at.is_none(),
    }
}

pub async fn look(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let revoked = query.as_deref() == Some("revoked");
    Ok(page(drawn(&portal, &staff, FormState::default(), None, revoked).await?))
}

/// What was typed, with what was chosen by its code.
fn typed(fields: &Fields) -> FormState {
    let chosen = |form: FormState, name: &str| {
        fields.all(name).fold(form, |form, code| form.with_value(&format!("{name}:{code}"), "yes"))
    };
    chosen(chosen(fields.form(), "scope"), "event")
}

/// Answered in place, not with a redirect: what is shown once cannot be looked up again.
pub async fn make(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let wanted = api_keys::Wanted {
        name: fields.get("name").to_owned(),
        scopes: fields.all("scope").filter_map(Scope::from_code).collect(),
        per_minute: PER_MINUTE,
        by: Some(staff.user.id),
    };
    let mut tx = portal.db.begin().await?;
    let made = api_keys::make_in(&mut tx, &portal.door, staff.practice.id, &wanted).await;
    let (field, error) = match made {
        Ok((_, secret)) => {
            tx.commit().await?;
            let made = Some(MadeSecret::Key(secret));
            return Ok(page(drawn(&portal, &staff, FormState::default(), made, false).await?));
        }
        Err(KeyError::Sqlx(error)) => return Err(error.into()),
        Err(KeyError::Scopes) => ("scope", "error-api-scope"),
        Err(_) => ("name", "error-api-name"),
    };
    drop(tx);
    Ok(refused(drawn(&portal, &staff, typed(&fields).with_error(field, error), None, false).await?))
}

pub async fn rotate(State(portal): State<Shared>, staff: Staff, Path(key): Path<Uuid>) -> Answer {
    let mut tx = portal.db.begin().await?;
    let (practice, by) = (staff.practice.id, Some(staff.user.id));
    match api_keys::rotate_in(&mut tx, &portal.door, practice, key, OVERLAP, by).await {
        Ok((_, secret)) => {
            tx.commit().await?;
            let made = Some(MadeSecret::Key(secret));
            Ok(page(drawn(&portal, &staff, FormState::default(), made, false).await?))
        }
        Err(KeyError::Sqlx(error)) => Err(error.into()),
        Err(_) => Err(Fail::NotFound),
    }
}

pub async fn revoke(State(portal): State<Shared>, staff: Staff, Path(key): Path<Uuid>) -> Answer {
    let mut tx = portal.db.begin().await?;
    if !api_keys::revoke_in(&mut tx, &portal.door, staff.practice.id, key).await? {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see("/staff/api?revoked"))
}

impl From<HookError> for Fail {
    fn from(error: HookError) -> Self {
        match error {
            HookError::Sqlx(error) => error.into(),
            _ => Self::NotFound,
        }
    }
}

pub async fn add_hook(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let events: Vec<_> = fields.all("event").filter_map(EventKind::from_code).collect();
    let wanted = hooks::Wanted {
        url: fields.get("url"),
        events: &events,
        reach: portal.config.webhooks,
        by: Some(staff.user.id),
    };
    let secret = hooks::secret_of(&portal.door.secret());
    let mut tx = portal.db.begin().await?;
    let added = hooks::add_in(&mut tx, &portal.door, staff.practice.id, &wanted, |_| secret.clone()).await;
    let error = match added {
        Ok(_) => {
            tx.commit().await?;
            let made = Some(MadeSecret::Hook(secret));
            return Ok(page(drawn(&portal, &staff, FormState::default(), made, false).await?));
        }
        Err(HookError::Url(_)) => "error-api-url",
        Err(HookError::TooMany) => "error-api-most",
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    Ok(refused(drawn(&portal, &staff, typed(&fields).with_error("url", error), None, false).await?))
}

async fn hook_page(portal: &Portal, staff: &Staff, id: Uuid, made: Option<String>, sending: bool) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let hook = hooks::hook(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let row = |one: hooks::Delivery| DeliveryRow {
        event: one.event,
        kind: one.kind,
        happened: local(one.happened_at, &staff.practice.time_zone),
        state: match one.state {
            hooks::DeliveryState::Waiting => DeliveryState::Waiting,
            hooks::DeliveryState::Delivered => DeliveryState::Delivered,
            hooks::DeliveryState::GivenUp => DeliveryState::GivenUp,
        },
        attempts: one.attempts,
        last: one.last_status.map(|status| status.to_string()).or(one.last_error),
    };
    let told = hooks::deliveries(&mut tx, practice, id, None, SHOWN).await?;
    let model = StaffHookPage {
        hook: hook_row(&hook),
        made,
        sending,
        deliveries: told.into_iter().map(row).collect(),
    };
    Ok(page(pages::staff::hook(&staff.ctx(portal), &model)))
}

pub async fn hook(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<Uuid>,
    RawQuery(query): RawQuery,
) -> Answer {
    hook_page(&portal, &staff, id, None, query.as_deref() == Some("sending")).await
}

pub async fn rotate_hook(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    let secret = hooks::secret_of(&portal.door.secret());
    let mut tx = portal.db.begin().await?;
    hooks::rotate_in(&mut tx, &portal.door, staff.practice.id, id, OVERLAP, &secret).await?;
    tx.commit().await?;
    hook_page(&portal, &staff, id, Some(secret), false).await
}

async fn set_enabled(portal: &Portal, staff: &Staff, id: Uuid, enabled: bool) -> Answer {
    let mut tx = portal.db.begin().await?;
    let by = Some(staff.user.id);
    hooks::set_enabled_in(&mut tx, &portal.door, staff.practice.id, id, enabled, by).await?;
    tx.commit().await?;
    Ok(see(&format!("/staff/api/hooks/{id}")))
}

pub async fn enable_hook(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    set_enabled(&portal, &staff, id, true).await
}

pub async fn disable_hook(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    set_enabled(&portal, &staff, id, false).await
}

pub async fn remove_hook(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    let mut tx = portal.db.begin().await?;
    hooks::remove_in(&mut tx, &portal.door, staff.practice.id, id, Some(staff.user.id)).await?;
    tx.commit().await?;
    Ok(see("/staff/api"))
}

pub async fn test_hook(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    let mut tx = portal.db.begin().await?;
    hooks::test_in(&mut tx, &portal.door, staff.practice.id, id).await?;
    tx.commit().await?;
    Ok(see(&format!("/staff/api/hooks/{id}?sending")))
}

pub async fn replay(
    State(portal): State<Shared>,
    staff: Staff,
    Path((id, event)): Path<(Uuid, Uuid)>,
) -> Answer {
    let mut tx = portal.db.begin().await?;
    if !hooks::replay_in(&mut tx, &portal.door, staff.practice.id, id, event).await? {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see(&format!("/staff/api/hooks/{id}?sending")))
}
