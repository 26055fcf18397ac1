//! The queue of disputes: found by filters that stand in the address, taken one by one or many at
//! once, and looked at again by whoever has it open.

use app::model::{Became, DisputeQueuePage, QueueRow, QueueTold, QueueWanted};
use app::{FormState, pages};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use billing::db::Tx;
use billing::disputes::act::{Act, act_in};
use billing::disputes::desk::{self, Line, Place, Wanted, Whose};
use billing::disputes::{self, Case, DisputeError};
use domain::access::Permission;
use domain::dispute::{Reason, State as Stands};
use domain::{DisputeId, Money, UserId};
use serde::Deserialize;
use time::Date;

use super::accounts::name_of_user;
use super::door;
use super::queue::{self, Now};
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
    let told = asked.done.parse().ok().map(|done| QueueTold { done, ..QueueTold::default() });
    Ok(page(show(&portal, &staff, &asked, Shown { told, ..Shown::default() }).await?))
}

/// What the page shows beside the list: what became of a press, and the form as it was sent.
#[derive(Default)]
struct Shown {
    told: Option<QueueTold>,
    chosen: Vec<String>,
    form: FormState,
}

async fn show(portal: &Shared, staff: &Staff, asked: &Asked, shown: Shown) -> Result<String, Fail> {
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
        told: shown.told,
        chosen: shown.chosen,
        form: shown.form,
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
    let now: Vec<Now<DisputeId>> =
        found.map(|line| Now { id: line.case.id, seq: line.case.seq, who: line.assigned }).collect();
    queue::looked(&now, &headers)
}

pub async fn many(
    State(portal): State<Shared>,
    staff: Staff,
    Query(asked): Query<Asked>,
    fields: Fields,
) -> Answer {
    let to = match queue::whom(&portal, &staff, &fields, Permission::WorkDisputes).await? {
        Ok(to) => to,
        Err(form) => return again(&portal, &staff, &asked, (&fields, form)).await,
    };
    let presses: Vec<(DisputeId, i64)> = queue::chosen(&fields)?;
    if presses.is_empty() {
        let form = fields.form().with_error("", "error-queue-none");
        return again(&portal, &staff, &asked, (&fields, form)).await;
    }
    let what = (Permission::WorkDisputes, "/staff/disputes");
    door::chosen(&portal, &staff, what, presses.iter().map(|press| press.0)).await?;
    let mut each = Vec::new();
    for press in presses {
        each.push(give(&portal, &staff, press, to).await?);
    }
    let done = each.iter().filter(|(_, became)| became.is_taken()).count();
    if done == each.len() {
        let query = asked.query(Some(&asked.after));
        return Ok(see(&format!("/staff/disputes?{query}&done={done}")));
    }
    let shown = Shown { told: Some(QueueTold { done, waits: 0, each }), ..Shown::default() };
    Ok(refused(show(&portal, &staff, &asked, shown).await?))
}

/// The list with the form as it was sent, and what is wrong with it.
async fn again(
    portal: &Shared,
    staff: &Staff,
    asked: &Asked,
    (fields, form): (&Fields, FormState),
) -> Answer {
    let shown = Shown { form, chosen: queue::ticked(fields), ..Shown::default() };
    Ok(refused(show(portal, staff, asked, shown).await?))
}

/// Makes a case somebody's; says how it is called and what became of it.
async fn give(
    portal: &Shared,
    staff: &Staff,
    (id, seen): (DisputeId, i64),
    to: Option<UserId>,
) -> Result<(String, Became), Fail> {
    let mut tx = portal.db.begin().await?;
    let by = (staff.practice.id, staff.user.id);
    match act_in(&mut tx, &portal.door, by, (id, seen), &Act::Assign { to }).await {
        Ok(case) => {
            tx.commit().await?;
            return Ok((case.spoken(), Became::Done));
        }
        Err(DisputeError::Changed | DisputeError::Refused(_)) => drop(tx),
        Err(DisputeError::NotThere) => return Err(Fail::NotFound),
        Err(error) => return Err(error.into()),
    }
    let mut tx = portal.db.read().await?;
    let case = disputes::of_practice(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?;
    let who = name_of_user(&mut tx, case.assigned_to).await?;
    Ok((case.spoken(), Became::Moved(who)))
}
