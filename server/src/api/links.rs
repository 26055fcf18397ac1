//! Pay links: made, listed, read and taken back.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use billing::api_keys::Scope;
use billing::branding;
use billing::db::Tx;
use billing::pay_links::make::{self, MakeError, Wanted};
use billing::pay_links::{self, Aim, PayLink};
use domain::{GuarantorId, Money, PayLinkId, VisitId};
use serde::{Deserialize, Serialize};
use time::Duration;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::asked::{self, Answer, Asked, Begun, Done, Id, Page, Params};
use super::caller::Caller;
use super::problem::{Kind, Problem};
use super::shapes::{Amount, account_of, amount_at, instant};
use crate::web::{Portal, Shared};

/// What links that are made here are counted under, unless the caller says otherwise.
const CAMPAIGN: &str = "API";

/// What a link opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// Whatever is due when it is opened.
    Due,
    /// What is still due of a statement.
    Statement,
    /// What is still due of a visit.
    Visit,
    /// A fixed amount of what is due.
    Amount,
}

/// A link that is wanted. The account is named by exactly one of `guarantor_id` and
/// `account_number`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkWanted {
    /// The account, by our id.
    pub guarantor_id: Option<Uuid>,
    /// The account, by your own number.
    #[schema(min_length = 1, max_length = 50)]
    pub account_number: Option<String>,
    /// What it opens; `due` unless you say otherwise.
    pub opens: Option<Opens>,
    /// Which statement, for `statement`.
    pub statement_id: Option<Uuid>,
    /// Which visit, for `visit`.
    pub visit_id: Option<Uuid>,
    /// How much, for `amount`.
    pub amount: Option<Amount>,
    /// Whether one payment ends it.
    #[serde(default)]
    #[schema(required = false)]
    pub single_use: bool,
    /// How many days it works: 1 to 365, 30 unless you say otherwise.
    #[schema(minimum = 1, maximum = 365)]
    pub days: Option<i64>,
    /// What it is sent with, for counting; nothing about a person.
    #[schema(min_length = 1, max_length = 60)]
    pub campaign: Option<String>,
}

/// How a link stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It can be opened, if anything is due.
    Open,
    /// Something was paid by it; it may still be open for the rest.
    Paid,
    /// Its one payment was made.
    Used,
    /// It was taken back.
    Revoked,
    /// Wrong answers or refused cards locked it.
    Locked,
    /// It is out of date.
    Expired,
}

/// A pay link.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Link {
    /// Its id.
    pub id: Uuid,
    /// The account.
    pub guarantor_id: Uuid,
    /// What it opens.
    pub opens: Opens,
    /// Which statement.
    pub statement_id: Option<Uuid>,
    /// Which visit.
    pub visit_id: Option<Uuid>,
    /// How much.
    pub amount: Option<Amount>,
    /// Whether one payment ends it.
    pub single_use: bool,
    /// What it was sent with.
    pub campaign: String,
    /// How it stands.
    pub state: LinkState,
    /// When it was made.
    #[schema(format = DateTime)]
    pub made_at: String,
    /// Until when it works.
    #[schema(format = DateTime)]
    pub expires_at: String,
    /// The day of the first payment by it.
    #[schema(format = Date)]
    pub paid_on: Option<String>,
    /// Its address: given when the link is made, and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri", nullable = false)]
    pub url: Option<String>,
}

/// A part of a list of links, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LinkList {
    /// The links.
    pub data: Vec<Link>,
    /// Where it goes on; null at its end.
    pub next_cursor: Option<String>,
}

/// Which links.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Of one account only.
    #[param(nullable = false)]
    pub guarantor_id: Option<Uuid>,
}

fn shown(portal: &Portal, link: PayLink) -> Result<Link, Problem> {
    let state = match &link {
        link if link.revoked_at.is_some() => LinkState::Revoked,
        link if link.locked_at.is_some() => LinkState::Locked,
        link if link.used_at.is_some() => LinkState::Used,
        link if link.expires_at <= portal.door.now() => LinkState::Expired,
        link if link.paid_on.is_some() => LinkState::Paid,
        _ => LinkState::Open,
    };
    let (opens, statement_id, visit_id, amount) = match link.aim {
        Aim::Due => (Opens::Due, None, None, None),
        Aim::Statement(id) => (Opens::Statement, Some(id), None, None),
        Aim::Visit(id) => (Opens::Visit, None, Some(id.0), None),
        Aim::Amount(amount) => (Opens::Amount, None, None, Some(amount.into())),
    };
    Ok(Link {
        id: link.id.0,
        guarantor_id: link.guarantor.0,
        opens,
        statement_id,
        visit_id,
        amount,
        single_use: link.single_use,
        campaign: link.campaign,
        state,
        made_at: instant(link.made_at)?,
        expires_at: instant(link.expires_at)?,
        paid_on: link.paid_on.map(|day| day.to_string()),
        url: None,
    })
}

/// What is asked for, or where it contradicts itself.
fn aim_of(wanted: &LinkWanted) -> Result<Aim, Problem> {
    let opens = wanted.opens.unwrap_or(Opens::Due);
    let extra = [
        (Opens::Statement, "/statement_id", wanted.statement_id.is_some()),
        (Opens::Visit, "/visit_id", wanted.visit_id.is_some()),
        (Opens::Amount, "/amount", wanted.amount.is_some()),
    ];
    for (of, pointer, given) in extra {
        match (of == opens, given) {
            (true, false) => return Err(Problem::at(pointer, "is missing")),
            (false, true) => return Err(Problem::at(pointer, "does not go with what the link opens")),
            _ => {}
        }
    }
    Ok(match (opens, wanted.statement_id, wanted.visit_id, &wanted.amount) {
        (_, Some(id), _, _) => Aim::Statement(id),
        (_, _, Some(id), _) => Aim::Visit(VisitId(id)),
        (_, _, _, Some(amount)) => Aim::Amount(positive("/amount", amount)?),
        _ => Aim::Due,
    })
}

fn positive(pointer: &str, amount: &Amount) -> Result<Money, Problem> {
    let amount = amount_at(pointer, amount)?;
    if amount.is_positive() { Ok(amount) } else { Err(Problem::at(pointer, "is above zero")) }
}

async fn made(
    portal: &Portal,
    tx: &mut Tx,
    caller: &Caller,
    wanted: &LinkWanted,
    name: &str,
) -> Result<PayLink, Problem> {
    let aim = aim_of(wanted)?;
    let days = wanted.days.unwrap_or(make::LIVES.whole_days());
    if !(1..=make::LONGEST.whole_days()).contains(&days) {
        return Err(Problem::at("/days", "is 1 to 365"));
    }
    let campaign = wanted.campaign.as_deref().unwrap_or(CAMPAIGN);
    if campaign.chars().any(char::is_control) {
        return Err(Problem::at("/campaign", "holds a character that is no text"));
    }
    let practice = caller.practice();
    let account = account_of(tx, practice, wanted.guarantor_id, wanted.account_number.as_deref()).await?;
    let wanted = Wanted {
        guarantor: account.id,
        aim,
        single_use: wanted.single_use,
        expires_at: portal.door.now() + Duration::days(days),
        campaign: campaign.to_owned(),
        by: None,
    };
    let token = |id: PayLinkId| token(caller, name, id.0);
    let id =
        make::make_as_in(tx, &portal.door, practice, &wanted, token).await.map_err(|error| match error {
            MakeError::NotThere if matches!(aim, Aim::Visit(_)) => {
                Problem::at("/visit_id", "is no visit of this account")
            }
            MakeError::NotThere => Problem::at("/statement_id", "is no statement of this account"),
            MakeError::Expiry => Problem::at("/days", "is 1 to 365"),
            MakeError::Campaign => Problem::at("/campaign", "is 1 to 60 characters"),
            MakeError::TooMuch => Problem::at("/amount", "is above what is due"),
            MakeError::Sqlx(error) => error.into(),
        })?;
    pay_links::link(tx, practice, id).await?.ok_or_else(|| Kind::Broken.into())
}

/// The token of a link, which is kept nowhere: 64 hexadecimal digits.
fn token(caller: &Caller, name: &str, id: Uuid) -> String {
    caller.secret_for("pay-link", name, id).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// With the link's address, under the practice's own host name where it has one.
async fn with_url(portal: &Portal, caller: &Caller, done: Done) -> Result<Done, Problem> {
    let token = token(caller, &done.name, done.id());
    let mut tx = portal.db.read().await?;
    let address = branding::address(&mut tx, caller.practice(), &portal.config.public_url).await?;
    Ok(done.showing("url", format!("{address}/l/{token}")))
}

/// Make a pay link
///
/// The answer holds the link's address, `url`, this once: we keep a fingerprint of it only. The
/// same request under the same `Idempotency-Key` is answered with the same address.
#[utoipa::path(
    post, path = "/links", tag = "links", operation_id = "create_link",
    security(("key" = ["links:write"])),
    request_body = LinkWanted,
    responses((status = 201, description = "The link, with its address.", body = Link)),
)]
pub async fn create(State(portal): State<Shared>, caller: Caller, asked: Asked) -> Answer {
    caller.may(&portal, Scope::LinksWrite).await?;
    let wanted: LinkWanted = asked.json()?;
    let done = match asked::begin(&portal, &caller, &asked).await? {
        Begun::Done(done) => done,
        Begun::New(mut work) => {
            let name = work.name.clone();
            let link = made(&portal, &mut work.tx, &caller, &wanted, &name).await?;
            work.done(StatusCode::CREATED, &shown(&portal, link)?).await?
        }
    };
    Ok(with_url(&portal, &caller, done).await?.into_response())
}

/// List pay links
///
/// Newest first, without their addresses.
#[utoipa::path(
    get, path = "/links", tag = "links", operation_id = "list_links",
    security(("key" = ["links:read"])),
    params(Page, Which),
    responses((status = 200, description = "The links.", body = LinkList)),
)]
pub async fn list(
    State(portal): State<Shared>,
    caller: Caller,
    Params(page): Params<Page>,
    Params(which): Params<Which>,
) -> Answer {
    caller.may(&portal, Scope::LinksRead).await?;
    let (before, limit) = page.read()?;
    let (practice, guarantor) = (caller.practice(), which.guarantor_id.map(GuarantorId));
    if let Some(account) = guarantor {
        caller.asked(&portal, account).await?;
    }
    let mut tx = portal.db.read().await?;
    let before = before.map(PayLinkId);
    let mut links = pay_links::before(&mut tx, practice, guarantor, before, asked::one_more(limit)).await?;
    let next_cursor = asked::cut(&mut links, limit, |link| link.id.0);
    let data = links.into_iter().map(|link| shown(&portal, link)).collect::<Result<_, _>>()?;
    Ok(Json(LinkList { data, next_cursor }).into_response())
}

/// Read a pay link
#[utoipa::path(
    get, path = "/links/{id}", tag = "links", operation_id = "read_link",
    security(("key" = ["links:read"])),
    params(("id" = Uuid, Path, description = "The link.")),
    responses((status = 200, description = "The link.", body = Link)),
)]
pub async fn read(State(portal): State<Shared>, caller: Caller, Id(id): Id) -> Answer {
    caller.may(&portal, Scope::LinksRead).await?;
    let mut tx = portal.db.read().await?;
    let link = pay_links::link(&mut tx, caller.practice(), PayLinkId(id)).await?.ok_or(Kind::NotFound)?;
    Ok(Json(shown(&portal, link)?).into_response())
}

/// Take a pay link back
///
/// Whoever opens it from now on is told how to reach the practice. One that was taken back before
/// stays so.
#[utoipa::path(
    post, path = "/links/{id}/revoke", tag = "links", operation_id = "revoke_link",
    security(("key" = ["links:write"])),
    params(("id" = Uuid, Path, description = "The link.")),
    responses((status = 200, description = "The link as it stands now.", body = Link)),
)]
pub async fn revoke(State(portal): State<Shared>, caller: Caller, Id(id): Id, asked: Asked) -> Answer {
    caller.may(&portal, Scope::LinksWrite).await?;
    let mut work = match asked::begin(&portal, &caller, &asked).await? {
        Begun::Done(done) => return Ok(done.into_response()),
        Begun::New(work) => work,
    };
    let (practice, id) = (caller.practice(), PayLinkId(id));
    pay_links::link(&mut work.tx, practice, id).await?.ok_or(Kind::NotFound)?;
    make::revoke_in(&mut work.tx, &portal.door, practice, id).await?;
    let link = pay_links::link(&mut work.tx, practice, id).await?.ok_or(Kind::NotFound)?;
    Ok(work.done(StatusCode::OK, &shown(&portal, link)?).await?.into_response())
}
