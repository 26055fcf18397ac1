//! Who comes by a pay link: one question, one balance, no login.
//!
//! The token leaves the address bar at once, for a cookie that is sent to these pages only. A
//! GET changes nothing: a mail scanner that follows a link sees the question and uses nothing
//! up. What is not open says so in the same words, whatever the reason.

mod bill;
mod money;

use app::model::{LinkAsks, LinkGonePage, LinkQuestionPage};
use app::{Ctx, FormState, pages};
use axum::Router;
use axum::extract::{FromRequestParts, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use billing::accounts::{self, Practice};
use billing::pay_links::open::{self, Answer as Given, AnswerError, Found};
use billing::pay_links::{Asks, guard};
use domain::PracticeId;

use super::answer::{Answer, Fail, page, refused, see};
use super::fields::{Fields, birth_date};
use super::session::{Asked, card};
use super::{Portal, Shared};

pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/l", get(question).post(answer))
        .route("/l/{token}", get(arrive))
        .route("/l/fresh", post(fresh))
        .route("/l/bill", get(bill::show))
        .route("/l/help", get(bill::help))
        .route("/l/account", post(bill::invite))
        .route("/l/leave", post(leave))
        .route("/bills/{practice}", get(pay_a_bill))
        .route("/l/pay", post(money::press))
        .route("/l/return/{payment}", get(money::returned))
        .route("/l/cancelled/{payment}", get(money::cancelled))
        .route("/l/receipt/{payment}", get(money::receipt))
}

/// The token of a link that was opened a moment ago.
const LINK: &str = "ob_link";
/// The session of who has answered.
const GUEST: &str = "ob_guest";

/// Reading a letter again, finding the date of birth of who gets the bills.
const LINK_LIVES: time::Duration = time::Duration::minutes(30);

fn cookie(portal: &Portal, name: &'static str, value: String, lives: time::Duration) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/l")
        .http_only(true)
        .secure(portal.config.is_https())
        .same_site(SameSite::Lax)
        .max_age(lives)
        .build()
}

fn without(portal: &Portal, name: &'static str) -> Cookie<'static> {
    cookie(portal, name, String::new(), time::Duration::ZERO)
}

/// From the address bar into the cookie. What is no token is one that opens nothing.
async fn arrive(State(portal): State<Shared>, Path(token): Path<String>) -> Response {
    let token = if token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        token.to_ascii_lowercase()
    } else {
        String::from("none")
    };
    let jar = CookieJar::new().add(cookie(&portal, LINK, token, LINK_LIVES)).add(without(&portal, GUEST));
    (jar, see("/l")).into_response()
}

async fn practice_ctx(portal: &Portal, asked: &Asked, practice: Option<PracticeId>) -> Result<Ctx, Fail> {
    let mut tx = portal.db.read().await?;
    let known = match practice {
        Some(practice) => accounts::practice(&mut tx, practice).await?,
        None => None,
    };
    let bare = asked.ctx(portal);
    Ok(match known {
        Some(practice) => with_practice(portal, bare, &practice),
        None => bare,
    })
}

fn with_practice(portal: &Portal, bare: Ctx, practice: &Practice) -> Ctx {
    Ctx { today: portal.door.today_in(&practice.time_zone), practice: Some(card(practice)), ..bare }
}

async fn gone(portal: &Portal, asked: &Asked, practice: Option<PracticeId>, done: bool) -> Answer {
    let ctx = practice_ctx(portal, asked, practice).await?;
    Ok((StatusCode::GONE, Html(pages::link_gone(&ctx, &LinkGonePage { asked: done }))).into_response())
}

fn asks(asks: Asks) -> LinkAsks {
    match asks {
        Asks::Nothing => LinkAsks::Nothing,
        Asks::LastName => LinkAsks::LastName,
        Asks::Zip => LinkAsks::Zip,
    }
}

fn token(asked: &Asked) -> String {
    asked.cookie(LINK).unwrap_or_default().to_owned()
}

async fn question(State(portal): State<Shared>, asked: Asked, RawQuery(query): RawQuery) -> Answer {
    let token = token(&asked);
    if token.is_empty() && asked.cookie(GUEST).is_some() {
        return Ok(see("/l/bill"));
    }
    let found = open::find(&mut portal.db.read().await?, &portal.door, &token).await?;
    match found {
        Found::Gone(practice) => gone(&portal, &asked, practice, query.as_deref() == Some("asked")).await,
        Found::Asks(found) => {
            let ctx = practice_ctx(&portal, &asked, Some(found.practice)).await?;
            let model = LinkQuestionPage { form: FormState::default(), asks: asks(found.asks) };
            Ok(page(pages::link_question(&ctx, &model)))
        }
    }
}

async fn answer(State(portal): State<Shared>, asked: Asked, fields: Fields) -> Answer {
    let token = token(&asked);
    let again = async |form: FormState| -> Answer {
        match open::find(&mut portal.db.read().await?, &portal.door, &token).await? {
            Found::Gone(practice) => gone(&portal, &asked, practice, false).await,
            Found::Asks(found) => {
                let ctx = practice_ctx(&portal, &asked, Some(found.practice)).await?;
                let model = LinkQuestionPage { form, asks: asks(found.asks) };
                Ok(refused(pages::link_question(&ctx, &model)))
            }
        }
    };
    let form = fields.form();
    let Some(birth_date) = birth_date(&fields) else {
        return again(form.with_error("birth_date", "error-birth-date")).await;
    };
    let given = Given { birth_date, more: fields.get("more").to_owned() };
    match open::answer(&portal.db, &portal.door, &token, &given, &asked.from).await {
        Ok(secret) => {
            let session = cookie(&portal, GUEST, secret, open::ABSOLUTE);
            let jar = CookieJar::new().add(session).add(without(&portal, LINK));
            Ok((jar, see("/l/bill")).into_response())
        }
        Err(AnswerError::Wrong) => again(form.with_error("", "error-link-wrong")).await,
        Err(AnswerError::Gone(practice)) => gone(&portal, &asked, practice, false).await,
        Err(AnswerError::TooMany) => again(form.with_error("", "error-too-many")).await,
        Err(AnswerError::Sqlx(error)) => Err(error.into()),
    }
}

async fn fresh(State(portal): State<Shared>, asked: Asked) -> Answer {
    guard::ask_afresh(&portal.db, &portal.door, &token(&asked)).await?;
    Ok(see("/l?asked"))
}

async fn leave(State(portal): State<Shared>, asked: Asked) -> Answer {
    if let Some(secret) = asked.cookie(GUEST) {
        open::leave(&portal.db, secret).await?;
    }
    let jar = CookieJar::new().add(without(&portal, GUEST)).add(without(&portal, LINK));
    Ok((jar, see("/l")).into_response())
}

/// Somebody who has answered, while their session lives.
struct Guest {
    asked: Asked,
    who: open::Guest,
    practice: Practice,
}

impl Guest {
    fn ctx(&self, portal: &Portal) -> Ctx {
        with_practice(portal, self.asked.ctx(portal), &self.practice)
    }
}

impl FromRequestParts<Shared> for Guest {
    /// Back to the question, which says what there is to do.
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Shared) -> Result<Self, Response> {
        let Ok(asked) = Asked::from_request_parts(parts, portal).await;
        let away = || (CookieJar::new().add(without(portal, GUEST)), see("/l")).into_response();
        let broken = |error: billing::sqlx::Error| Fail::from(error).into_response();
        let Some(secret) = asked.cookie(GUEST).map(str::to_owned) else { return Err(away()) };
        let who = open::guest(&portal.db, &portal.door, &secret).await.map_err(broken)?;
        let Some(who) = who else { return Err(away()) };
        let mut tx = portal.db.read().await.map_err(broken)?;
        let practice = accounts::practice(&mut tx, who.link.practice).await.map_err(broken)?;
        let Some(practice) = practice else { return Err(away()) };
        Ok(Self { asked, who, practice })
    }
}

/// Where the button on the practice's own site leads: for everybody.
async fn pay_a_bill(State(portal): State<Shared>, asked: Asked, Path(slug): Path<String>) -> Answer {
    let known = accounts::practice_by_slug(&mut portal.db.read().await?, &slug).await?;
    let practice = known.ok_or(Fail::NotFound)?;
    let ctx = with_practice(&portal, asked.ctx(&portal), &practice);
    Ok(page(pages::pay_a_bill(&ctx)))
}
