//! The second factor: given at the door, set up and ended by whose it is.

use app::model::{Asks, CodePage, SecondPage, SecondState};
use app::{FormState, pages};
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse;
use billing::door::local_date;
use billing::identity::Wing;
use billing::identity::second::{self, SecondError, Setup};
use billing::seal::{SealKey, Unopened};

use super::links::qr;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::{Asked, Staff, open_cookies};
use crate::web::{Portal, Shared, passkeys};

/// The door: `/staff/sign-in/code`.
pub async fn code_page(State(portal): State<Shared>, asked: Asked) -> Answer {
    let (_, asks) = owing(&portal, &asked).await?;
    Ok(page(door_page(&portal, &asked, asks, FormState::default())))
}

fn door_page(portal: &Portal, asked: &Asked, asks: second::Asks, form: FormState) -> String {
    let model = CodePage { form, asks: told(asks), passkeys: passkeys::here(asked) };
    pages::staff::code(&asked.ctx(portal), &model)
}

/// What is asked for, as pages say it.
pub(super) fn told(asks: second::Asks) -> Asks {
    match asks {
        second::Asks::Password => Asks::Password,
        second::Asks::Code => Asks::Code,
        second::Asks::Passkey => Asks::Passkey,
    }
}

/// The secret of somebody who has given their password and owes more, and what.
async fn owing<'a>(portal: &Portal, asked: &'a Asked) -> Result<(&'a str, second::Asks), Fail> {
    let nobody = Fail::SignIn { at: "/staff/sign-in", next: None };
    let Some(secret) = asked.secret(portal, Wing::Staff) else { return Err(nobody) };
    second::owed(&portal.db, &portal.door, secret).await?.map(|asks| (secret, asks)).ok_or(nobody)
}

pub async fn give_code(State(portal): State<Shared>, asked: Asked, fields: Fields) -> Answer {
    let (secret, asks) = owing(&portal, &asked).await?;
    let proved = match portal.document_key() {
        Some(key) => second::prove(&portal.db, &portal.door, &key, secret, fields.get("code")).await,
        None => Err(Unopened.into()),
    };
    match proved {
        Ok(secret) => Ok((open_cookies(&portal, Wing::Staff, secret), see("/staff")).into_response()),
        Err(error) => {
            let form = FormState::wrong("code", wrong(error)?);
            Ok(refused(door_page(&portal, &asked, asks, form)))
        }
    }
}

/// What a refusal says at the code's field.
pub(super) fn wrong(error: SecondError) -> Result<&'static str, Fail> {
    match error {
        SecondError::Wrong => Ok("error-code"),
        SecondError::TooMany => Ok("error-too-many"),
        SecondError::NotThere | SecondError::Already => Ok("error-moved"),
        SecondError::Sealed(_) => {
            tracing::error!(
                "a second factor cannot be opened: OPENBALANCE_DOCUMENT_KEY is missing or another"
            );
            Ok("error-no-key")
        }
        other => Err(other.into()),
    }
}

/// `/staff/second`.
pub async fn look(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    Ok(page(show(&portal, &staff, None, FormState::default(), query.as_deref()).await?))
}

/// The page as things stand, or with what is shown this once.
pub(super) async fn show(
    portal: &Portal,
    staff: &Staff,
    state: Option<SecondState>,
    form: FormState,
    query: Option<&str>,
) -> Result<String, Fail> {
    let passkeys = passkeys::list(portal, &staff.asked, &staff.session, &staff.practice, query).await?;
    let mut tx = portal.db.read().await?;
    let required = second::required(&mut tx, staff.practice.id).await?;
    let state = match (state, second::factor(&mut tx, staff.user.id).await?) {
        (Some(state), _) => state,
        (None, Some(factor)) => SecondState::On {
            since: local_date(factor.since, &staff.practice.time_zone),
            codes: factor.codes,
        },
        (None, None) if portal.document_key().is_none() => SecondState::NoKey,
        (None, None) => SecondState::Off,
    };
    Ok(pages::staff::second(&staff.ctx(portal), &SecondPage { form, required, state, passkeys }))
}

fn begun(setup: Setup) -> Result<SecondState, Fail> {
    let code = qr::Qr::of(&setup.address).ok_or(Unopened).map_err(SecondError::from)?;
    let fours: Vec<String> =
        setup.secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into()).collect();
    Ok(SecondState::Begun { secret: fours.join(" "), code: code.svg() })
}

pub async fn press(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let Some(key) = portal.document_key() else {
        return Ok(refused(show(&portal, &staff, None, FormState::default(), None).await?));
    };
    let (db, door, user, code) = (&portal.db, &portal.door, staff.user.id, fields.get("code"));
    let done = match fields.get("do") {
        "begin" => match second::begin(db, door, &key, &staff.user, &staff.practice.name).await {
            Ok(setup) => Ok(begun(setup)?),
            Err(error) => Err(error),
        },
        "confirm" => second::confirm(db, door, &key, &staff.session, code).await.map(SecondState::Codes),
        "codes" => second::renew_codes(db, door, &key, user, code).await.map(SecondState::Codes),
        "end" => match second::end(db, door, &key, user, code).await {
            Ok(()) => return Ok(see("/staff/second")),
            Err(error) => Err(error),
        },
        _ => return Err(Fail::NotFound),
    };
    match done {
        // Pressed twice: the first press has turned it on.
        Err(SecondError::Wrong | SecondError::Already)
            if fields.get("do") == "confirm" && is_on(&portal, &staff).await? =>
        {
            Ok(see("/staff/second"))
        }
        Ok(state) => Ok(page(show(&portal, &staff, Some(state), FormState::default(), None).await?)),
        Err(error) => again(&portal, &staff, &key, &fields, error).await,
    }
}

async fn is_on(portal: &Portal, staff: &Staff) -> Result<bool, Fail> {
    Ok(second::factor(&mut portal.db.read().await?, staff.user.id).await?.is_some())
}

/// Says at the field why it was refused; what was begun stays on the page.
async fn again(portal: &Portal, staff: &Staff, key: &SealKey, fields: &Fields, error: SecondError) -> Answer {
    let field = if fields.get("do") == "begin" { "" } else { "code" };
    let form = FormState::wrong(field, wrong(error)?);
    let setup = {
        let mut tx = portal.db.read().await?;
        second::begun(&mut tx, key, &staff.user, &staff.practice.name).await
    };
    let state = match setup {
        Ok(setup) => Some(begun(setup)?),
        Err(SecondError::NotThere) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(refused(show(portal, staff, state, form, None).await?))
}
