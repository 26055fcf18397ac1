//! What the desk's queues have in common: their filters, as they stand in the address; what is chosen
//! of them, with the step that the reader saw; the look of whoever has one open.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;

use app::FormState;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use billing::db::Tx;
use billing::disputes::desk::{Order, Whose};
use billing::identity::people;
use domain::access::Permission;
use domain::business_days::after;
use domain::{PracticeId, UserId};
use serde::Serialize;
use time::Date;

use crate::web::Shared;
use crate::web::answer::{Answer, Fail};
use crate::web::fields::Fields;
use crate::web::session::{Staff, header_value};

/// Whose.
pub fn whose(word: &str, staff: &Staff) -> Whose {
    match word {
        "me" => Whose::User(staff.user.id),
        "nobody" => Whose::Nobody,
        id => id.parse().map_or(Whose::Any, Whose::User),
    }
}

/// Before which day something has to be done; `soon` is in so many business days.
pub fn before(word: &str, today: Date, soon: u32) -> Option<Date> {
    match word {
        "late" => Some(today),
        "soon" => after(today, soon).next_day(),
        _ => None,
    }
}

/// In which order.
pub fn order(word: &str) -> Order {
    match word {
        "oldest" => Order::Oldest,
        "amount" => Order::Amount,
        _ => Order::Deadline,
    }
}

/// The words of an address, without those that say nothing.
pub fn query(words: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(words.iter().filter(|(_, value)| !value.is_empty()));
    query.finish()
}

/// Who of the staff works on it, by name.
pub async fn workers(
    tx: &mut Tx,
    practice: PracticeId,
    permission: Permission,
) -> Result<Vec<(UserId, String)>, Fail> {
    let members = people::of_practice(tx, practice).await?.into_iter();
    let members = members.filter(|member| member.role.may(permission));
    Ok(members.map(|member| (member.user_id, member.name)).collect())
}

/// What is to be done: a row's own button, or a word for all that are chosen.
pub fn what(fields: &Fields) -> &str {
    if fields.get("claim").is_empty() { fields.get("do") } else { "claim" }
}

/// Which ones, each with the step that the reader saw: a row's own, all of the page, or those ticked.
///
/// # Errors
/// [`Fail::NotFound`] when they are no rows of ours.
pub fn chosen<Id: FromStr>(fields: &Fields) -> Result<Vec<(Id, i64)>, Fail> {
    let name = match fields.get("all") {
        _ if !fields.get("claim").is_empty() => "claim",
        "" => "case",
        _ => "there",
    };
    let parsed = fields.all(name).map(|press| {
        let (id, seen) = press.split_once(':')?;
        Some((id.parse().ok()?, seen.parse().ok()?))
    });
    parsed.collect::<Option<_>>().ok_or(Fail::NotFound)
}

/// What was ticked, as it is shown again.
pub fn ticked(fields: &Fields) -> Vec<String> {
    fields.all("case").map(str::to_owned).collect()
}

/// Whose the chosen ones become; otherwise the form with what is wrong with it.
///
/// # Errors
/// [`Fail::NotFound`] when it says nothing of that.
pub async fn whom(
    portal: &Shared,
    staff: &Staff,
    fields: &Fields,
    permission: Permission,
) -> Result<Result<Option<UserId>, FormState>, Fail> {
    match what(fields) {
        "claim" => Ok(Ok(Some(staff.user.id))),
        "release" => Ok(Ok(None)),
        "assign" => {
            let there = workers(&mut portal.db.read().await?, staff.practice.id, permission).await?;
            let to = fields.get("to").parse().ok().filter(|to| there.iter().any(|(id, _)| id == to));
            Ok(to.map(Some).ok_or_else(|| fields.form().with_error("to", "error-dispute-to")))
        }
        _ => Err(Fail::NotFound),
    }
}

/// A row as whoever has the queue open looks at it again: its last step, and whose it is.
#[derive(Serialize)]
pub struct Now<Id> {
    pub id: Id,
    pub seq: i64,
    pub who: Option<String>,
}

/// The same page of a queue, for whoever has it open; nothing when nothing moved.
///
/// # Errors
/// None of its own.
pub fn looked<Id: Serialize>(now: &[Now<Id>], headers: &HeaderMap) -> Answer {
    let body = serde_json::to_vec(now).map_err(std::io::Error::other)?;
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let mark = format!("\"{:016x}\"", hasher.finish());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == mark.as_bytes()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let kind = HeaderValue::from_static("application/json");
    Ok(([(header::ETAG, header_value(&mark)), (header::CONTENT_TYPE, kind)], body).into_response())
}
