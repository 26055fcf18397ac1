//! Getting in and out: signing in, registering, asking for a new password.

use app::model::{CheckEmailKind, CheckEmailPage, ForgotPage, RegisterPage, SignInNotice, SignInPage};
use app::{FormState, Lang, pages};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use billing::accounts::{self, AccountMatch};
use billing::identity::{self, IdentityError, PasswordProblem, Registered, User, Wing};

use crate::mail::is_email;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::{Fields, birth_date};
use crate::web::passkeys::here;
use crate::web::session::{Asked, Patient, closed_cookies, lang_cookie, open_cookies};

#[derive(serde::Deserialize)]
pub struct Why {
    why: Option<String>,
}

pub async fn sign_in_page(State(portal): State<Shared>, asked: Asked, Query(query): Query<Why>) -> Response {
    let notice = match query.why.as_deref() {
        Some("signed-out") => Some(SignInNotice::SignedOut),
        Some("registered") => Some(SignInNotice::RegisteredElsewhere),
        _ => asked.next().map(|_| SignInNotice::Expired),
    };
    let model = SignInPage { form: FormState::default(), notice, passkeys: here(&asked) };
    page(pages::sign_in(&asked.ctx(&portal), &model))
}

pub async fn sign_in(State(portal): State<Shared>, asked: Asked, fields: Fields) -> Answer {
    let (email, password) = (fields.get("email"), fields.exact("password"));
    let wrong = |form: FormState| {
        let model = SignInPage { form, notice: None, passkeys: here(&asked) };
        Ok(refused(pages::sign_in(&asked.ctx(&portal), &model)))
    };
    let mut form = fields.form();
    if email.is_empty() {
        form = form.with_error("email", "error-email-missing");
    }
    if password.is_empty() {
        form = form.with_error("password", "error-password-missing");
    }
    if !form.errors.is_empty() {
        return wrong(form);
    }
    match identity::sign_in(&portal.db, &portal.door, Wing::Patient, email, password, &asked.from).await {
        Ok((secret, user)) => {
            let next = asked.next().unwrap_or_else(|| "/home".to_owned());
            Ok((open_cookies(&portal, Wing::Patient, secret), of_user(&portal, &user), see(&next))
                .into_response())
        }
        Err(IdentityError::NotMatching) => wrong(form.with_error("", "error-sign-in")),
        Err(IdentityError::TooMany) => wrong(form.with_error("", "error-too-many")),
        Err(error) => Err(error.into()),
    }
}

/// The language that somebody keeps, for the pages that follow.
pub fn of_user(portal: &Shared, user: &User) -> axum_extra::extract::CookieJar {
    lang_cookie(portal, Lang::from_code(&user.language).unwrap_or_default())
}

pub async fn sign_out(State(portal): State<Shared>, patient: Result<Patient, Fail>) -> Answer {
    if let Ok(patient) = patient {
        identity::sign_out(&portal.db, &patient.session).await?;
    }
    Ok((closed_cookies(&portal, Wing::Patient), see("/sign-in?why=signed-out")).into_response())
}

pub async fn sign_out_everywhere(State(portal): State<Shared>, patient: Patient) -> Answer {
    identity::sign_out_everywhere(&portal.db, &patient.session).await?;
    Ok((closed_cookies(&portal, Wing::Patient), see("/sign-in?why=signed-out")).into_response())
}

#[derive(serde::Deserialize)]
pub struct ForPractice {
    practice: Option<String>,
}

async fn practices(portal: &Shared) -> Result<Vec<(String, String)>, Fail> {
    let mut tx = portal.db.read().await?;
    Ok(accounts::practices(&mut tx)
        .await?
        .into_iter()
        .map(|practice| (practice.slug, practice.name))
        .collect())
}

pub async fn register_page(
    State(portal): State<Shared>,
    asked: Asked,
    Query(query): Query<ForPractice>,
) -> Answer {
    let form = FormState::default().with_value("practice", query.practice.as_deref().unwrap_or_default());
    let model = RegisterPage { form, practices: practices(&portal).await? };
    Ok(page(pages::register(&asked.ctx(&portal), &model)))
}

pub async fn register(State(portal): State<Shared>, asked: Asked, fields: Fields) -> Answer {
    let mut form = fields.form();
    let practice = {
        let mut tx = portal.db.read().await?;
        accounts::practice_by_slug(&mut tx, fields.get("practice")).await?
    };
    let birth_date = birth_date(&fields);
    for (wrong, field, error) in [
        (practice.is_none(), "practice", "error-practice"),
        (fields.get("account_number").is_empty(), "account_number", "error-account-missing"),
        (birth_date.is_none(), "birth_date", "error-birth-date"),
        (fields.get("zip").chars().filter(char::is_ascii_digit).count() < 5, "zip", "error-zip"),
        (fields.get("email").is_empty(), "email", "error-email-missing"),
        (!fields.get("email").is_empty() && !is_email(fields.get("email")), "email", "error-email-form"),
        (fields.exact("password").is_empty(), "password", "error-password-missing"),
    ] {
        if wrong && form.error(field).is_none() {
            form = form.with_error(field, error);
        }
    }
    if let (Some(practice), Some(birth_date), true) = (&practice, birth_date, form.errors.is_empty()) {
        let registered = Registered {
            practice: practice.id,
            account: AccountMatch {
                account_number: fields.get("account_number").to_owned(),
                birth_date,
                zip: fields.get("zip").to_owned(),
            },
            email: fields.get("email"),
            password: fields.exact("password"),
            language: asked.lang.code(),
            from: &asked.from,
        };
        match identity::register(&portal.db, &portal.door, registered).await {
            Ok(()) => return Ok(see("/check-email?why=register")),
            Err(IdentityError::NoAccount) => form = form.with_error("", "error-no-match"),
            Err(IdentityError::TooMany) => form = form.with_error("", "error-too-many"),
            Err(IdentityError::Password(problem)) => {
                form = form.with_error("password", password_error(problem))
            }
            Err(error) => return Err(error.into()),
        }
    }
    let model = RegisterPage { form, practices: practices(&portal).await? };
    Ok(refused(pages::register(&asked.ctx(&portal), &model)))
}

/// What is wrong with a new password, as pages say it.
pub fn password_error(problem: PasswordProblem) -> &'static str {
    match problem {
        PasswordProblem::TooShort => "error-password-short",
        PasswordProblem::TooLong => "error-password-long",
        PasswordProblem::Common => "error-password-common",
    }
}

pub async fn forgot_page(State(portal): State<Shared>, asked: Asked) -> Response {
    page(pages::forgot(&asked.ctx(&portal), &ForgotPage::default()))
}

pub async fn forgot(State(portal): State<Shared>, asked: Asked, fields: Fields) -> Answer {
    let form = fields.form();
    let wrong = |form| Ok(refused(pages::forgot(&asked.ctx(&portal), &ForgotPage { form })));
    let email = fields.get("email");
    if !is_email(email) {
        let error = if email.is_empty() { "error-email-missing" } else { "error-email-form" };
        return wrong(form.with_error("email", error));
    }
    match identity::request_reset(&portal.db, &portal.door, email, asked.lang.code(), &asked.from).await {
        Ok(()) => Ok(see("/check-email?why=forgot")),
        Err(IdentityError::TooMany) => wrong(form.with_error("", "error-too-many")),
        Err(error) => Err(error.into()),
    }
}

pub async fn check_email(State(portal): State<Shared>, asked: Asked, Query(query): Query<Why>) -> Response {
    let kind = match query.why.as_deref() {
        Some("forgot") => CheckEmailKind::Forgot,
        _ => CheckEmailKind::Register,
    };
    page(pages::check_email(&asked.ctx(&portal), &CheckEmailPage { kind }))
}
