//! The queue of disputes: found by filters that stand in the address, taken one by one or many at
//! once, and looked at again by whoever has it open.

use std::hash::{DefaultHasher, Hash, Hasher};

use app::model::{DisputeQueuePage, QueueRow, QueueTold, QueueWanted};
use app::{FormState, pages};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use billing::db::Tx;
use billing::disputes::act::{Act, act_in};
use billing::disputes::desk::{self, Line, Place, Wanted, Whose};
use billing::disputes::{self, Case, DisputeError};
use domain::access::Permission;
use domain::dispute::{Reason, State as Stands};
use domain::{DisputeId, Money, UserId};
use serde::{Deserialize, Serialize};
use time::Date;

use super::accounts::name_of_user;
use super::queue;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::{Fields, day_field};
use crate::web::session::Staff;

/// Cases on one page.
const SHOWN: usize = 50;
/// Business days that count as soon.
const SOON: u32 = 3;

/// The address's words: ids and codes alone.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    state: String,
    reason: String,
    whose: String,
    due: String,
    order: String,
    after: String,
    done: String,
}

impl Asked {
    fn said(&self) -> QueueWanted {
        QueueWanted {
            state: Stands::from_code(&self.state),
            reason: Reason::from_code(&self.reason),
            whose: self.whose.clone(),
            due: self.due.clone(),
            order: self.order.clone(),
        }
    }

    fn wanted(&self, staff: &Staff, today: Date) -> Wanted {
        Wanted {
            state: Stands::from_code(&self.state),
            reason: Reason::from_code(&self.reason),
            whose: queue::whose(&self.whose, staff),
            before: queue::before(&self.due, today, SOON),
            order: queue::order(&self.order),
        }
    }

    /// The same list, from its beginning or from a place in it.
    fn query(&self, after: Option<&str>) -> String {
        queue::query(&[
            ("state", &self.state),
            ("reason", &self.reason),
            ("whose", &self.whose),
            ("due", &self.due),
            ("order", &self.order),
            ("after", after.unwrap_or_default()),
        ])
    }

    fn after(&self) -> Option<Place> {
        let mut parts = self.after.split('.');
        let act_by = day_field(parts.next()?).ok()?;
        let frozen = Money::from_cents(parts.next()?.parse().ok()?);
        Some(Place { act_by, frozen, id: parts.next()?.parse().ok()? })
    }
}

fn placed(place: Place) -> String {
    let day = place.act_by.map(|day| day.to_string()).unwrap_or_default();
    format!("{day}.{}.{}", place.frozen.cents(), place.id)
}

async fn lines(tx: &mut Tx, staff: &Staff, asked: &Asked, today: Date) -> Result<Vec<Line>, Fail> {
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    Ok(desk::list(tx, staff.practice.id, &asked.wanted(staff, today), asked.after(), limit).await?)
}

pub async fn list(State(portal): State<Shared>, staff: Staff, Query(asked): Query<Asked>) -> Answer {
    let told = asked.done.parse().ok().map(|done| QueueTold { done, left: Vec::new() });
    Ok(page(show(&portal, &staff, &asked, told, FormState::default()).await?))
}

async fn show(
    portal: &Shared,
    staff: &Staff,
    asked: &Asked,
    told: Option<QueueTold>,
    form: FormState,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let today = portal.door.today_in(&staff.practice.time_zone);
    let mut found = lines(&mut tx, staff, asked, today).await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let next = found.last().filter(|_| more).map(|last| placed(Place::of(&last.case)));
    let mut counts = [0; 4];
    let groups = [
        (Whose::User(staff.user.id), None),
        (Whose::Nobody, None),
        (Whose::Any, Some(today)),
        (Whose::Any, None),
    ];
    for (count, (whose, before)) in counts.iter_mut().zip(groups) {
        *count = u64::try_from(desk::count(&mut tx, practice, whose, before).await?).unwrap_or_default();
    }
    let model = DisputeQueuePage {
        wanted: asked.said(),
        query: asked.query(None),
        here: asked.query(Some(&asked.after)),
        counts,
        rows: found.into_iter().map(|line| row(line.case, line.name, line.assigned, today)).collect(),
        more: next.map(|next| asked.query(Some(&next))),
        people: queue::workers(&mut tx, practice, Permission::WorkDisputes).await?,
        told,
        form,
    };
    Ok(pages::staff::disputes(&staff.ctx(portal), &model))
}

/// A case as lists show it.
pub(super) fn row(case: Case, name: String, assigned: Option<String>, today: Date) -> QueueRow {
    let dispute = case.dispute;
    QueueRow {
        id: case.id,
        reference: case.spoken(),
        name,
        reason: dispute.reason,
        state: dispute.state,
        appealed: dispute.appealed,
        proposed: dispute.proposed,
        opened: case.opened_on,
        act_by: dispute.act_by,
        clock: dispute.clock(today),
        amount: case.frozen,
        free: dispute.is_open() && case.assigned_to.is_none(),
        assigned,
        seq: case.seq,
    }
}

#[derive(Serialize)]
struct Now {
    id: DisputeId,
    seq: i64,
    who: Option<String>,
}

/// The same page of the list, for whoever has it open: what each case's last step is, and whose it
/// is. Nothing when nothing moved.
pub async fn now(
    State(portal): State<Shared>,
    staff: Staff,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let mut tx = portal.db.read().await?;
    let today = portal.door.today_in(&staff.practice.time_zone);
    let found = lines(&mut tx, &staff, &asked, today).await?.into_iter().take(SHOWN);
    let now: Vec<Now> =
        found.map(|line| Now { id: line.case.id, seq: line.case.seq, who: line.assigned }).collect();
    let body = serde_json::to_vec(&now).map_err(std::io::Error::other)?;
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let mark = format!("\"{:016x}\"", hasher.finish());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == mark.as_bytes()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let mark = crate::web::session::header_value(&mark);
    let kind = HeaderValue::from_static("application/json");
    Ok(([(header::ETAG, mark), (header::CONTENT_TYPE, kind)], body).into_response())
}

pub async fn many(
    State(portal): State<Shared>,
    staff: Staff,
    Query(asked): Query<Asked>,
    fields: Fields,
) -> Answer {
    let one = fields.get("claim");
    let (what, chosen): (&str, Vec<&str>) =
        if one.is_empty() { (fields.get("do"), fields.all("case").collect()) } else { ("claim", vec![one]) };
    let to = match what {
        "claim" => Some(staff.user.id),
        "release" => None,
        "assign" => {
            let there =
                queue::workers(&mut portal.db.read().await?, staff.practice.id, Permission::WorkDisputes)
                    .await?;
            let to = fields.get("to").parse().ok().filter(|to| there.iter().any(|(id, _)| id == to));
            let Some(to) = to else {
                let form = FormState::wrong("to", "error-dispute-to");
                return Ok(refused(show(&portal, &staff, &asked, None, form).await?));
            };
            Some(to)
        }
        _ => return Err(Fail::NotFound),
    };
    let parsed = chosen.into_iter().map(|press| {
        let (id, seen) = press.split_once(':')?;
        Some((id.parse().ok()?, seen.parse().ok()?))
    });
    let presses: Vec<(DisputeId, i64)> = parsed.collect::<Option<_>>().ok_or(Fail::NotFound)?;
    let mut told = QueueTold::default();
    for (id, seen) in presses {
        match give(&portal, &staff, (id, seen), to).await? {
            None => told.done += 1,
            Some(left) => told.left.push(left),
        }
    }
    if told.left.is_empty() {
        let query = asked.query(Some(&asked.after));
        return Ok(see(&format!("/staff/disputes?{query}&done={}", told.done)));
    }
    Ok(refused(show(&portal, &staff, &asked, Some(told), FormState::default()).await?))
}

/// Makes a case somebody's; says which one was not, and who has it, when it moved on meanwhile.
async fn give(
    portal: &Shared,
    staff: &Staff,
    (id, seen): (DisputeId, i64),
    to: Option<UserId>,
) -> Result<Option<(String, Option<String>)>, Fail> {
    let mut tx = portal.db.begin().await?;
    match act_in(&mut tx, &portal.door, (staff.practice.id, staff.user.id), (id, seen), &Act::Assign { to })
        .await
    {
        Ok(_) => {
            tx.commit().await?;
            return Ok(None);
        }
        Err(DisputeError::Changed | DisputeError::Refused(_)) => drop(tx),
        Err(DisputeError::NotThere) => return Err(Fail::NotFound),
        Err(error) => return Err(error.into()),
    }
    let mut tx = portal.db.read().await?;
    let case = disputes::of_practice(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?;
    let who = name_of_user(&mut tx, case.assigned_to).await?;
    Ok(Some((case.spoken(), who)))
}
