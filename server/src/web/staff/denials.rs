//! The queue of what insurers refused: found by filters that stand in the address.

pub mod many;
pub mod payers;

use app::model::{DenialQueuePage, DenialRow, DenialsWanted, QueueTold};
use app::{FormState, pages};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use billing::accounts;
use billing::db::Tx;
use billing::denials::desk::{self, Line, Place, Wanted};
use billing::denials::{Case, payers as payer_days};
use domain::DenialId;
use domain::access::Permission;
use domain::denial::{Route, SOON, State as Stands};
use serde::Deserialize;
use time::Date;

use super::queue::{self, Now};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page};
use crate::web::session::Staff;

/// Refusals on one page.
const SHOWN: usize = 50;

/// The address's words: ids and codes alone.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    state: String,
    route: String,
    payer: String,
    whose: String,
    due: String,
    order: String,
    after: String,
    done: String,
    waits: String,
}

impl Asked {
    fn said(&self) -> DenialsWanted {
        DenialsWanted {
            state: Stands::from_code(&self.state),
            route: Route::from_code(&self.route),
            payer: self.payer.parse().ok(),
            whose: self.whose.clone(),
            due: self.due.clone(),
            order: self.order.clone(),
        }
    }

    fn wanted(&self, staff: &Staff, today: Date) -> Wanted {
        Wanted {
            state: Stands::from_code(&self.state),
            route: Route::from_code(&self.route),
            payer: self.payer.parse().ok(),
            whose: queue::whose(&self.whose, staff),
            before: queue::before(&self.due, today, SOON),
            order: queue::order(&self.order),
        }
    }

    /// The same list from a place in it.
    fn query(&self, after: &str) -> String {
        queue::query(&[
            ("state", &self.state),
            ("route", &self.route),
            ("payer", &self.payer),
            ("whose", &self.whose),
            ("due", &self.due),
            ("order", &self.order),
            ("after", after),
        ])
    }

    fn after(&self) -> Option<Place> {
        let (mark, id) = self.after.split_once('.')?;
        Some(Place { mark: mark.parse().ok()?, id: id.parse().ok()? })
    }
}

async fn lines(tx: &mut Tx, staff: &Staff, asked: &Asked, today: Date) -> Result<Vec<Line>, Fail> {
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let wanted = asked.wanted(staff, today);
    Ok(desk::list(tx, staff.practice.id, &wanted, asked.after(), limit).await?)
}

pub async fn list(State(portal): State<Shared>, staff: Staff, Query(asked): Query<Asked>) -> Answer {
    let waits = asked.waits.parse().unwrap_or_default();
    let told = asked.done.parse().ok().map(|done| QueueTold { done, waits, each: Vec::new() });
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
    let order = queue::order(&asked.order);
    let next = found.last().filter(|_| more).map(|last| Place::of(&last.case, order));
    let totals = desk::totals(&mut tx, practice, today).await?;
    let model = DenialQueuePage {
        wanted: asked.said(),
        counts: [totals.open, totals.late].map(|count| u64::try_from(count).unwrap_or_default()),
        sums: [totals.amount, totals.recovered],
        rows: found
            .into_iter()
            .map(|line| row(&line.case, line.patient, line.payer, line.assigned, today))
            .collect(),
        more: next.map(|next| asked.query(&format!("{}.{}", next.mark, next.id))),
        here: asked.query(&asked.after),
        people: queue::workers(&mut tx, practice, Permission::WorkDenials).await?,
        payers: payer_days::refusing(&mut tx, practice).await?,
        limit: accounts::policy(&mut tx, practice).await?.second_person,
        told: shown.told,
        chosen: shown.chosen,
        form: shown.form,
    };
    Ok(pages::staff::denials(&staff.ctx(portal), &model))
}

/// The same page of the list, for whoever has it open.
pub async fn now(
    State(portal): State<Shared>,
    staff: Staff,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let mut tx = portal.db.read().await?;
    let today = portal.door.today_in(&staff.practice.time_zone);
    let found = lines(&mut tx, &staff, &asked, today).await?.into_iter().take(SHOWN);
    let now: Vec<Now<DenialId>> =
        found.map(|line| Now { id: line.case.id, seq: line.case.seq, who: line.assigned }).collect();
    queue::looked(&now, &headers)
}

/// A refusal as lists show it.
pub(super) fn row(
    case: &Case,
    patient: String,
    payer: Option<String>,
    assigned: Option<String>,
    today: Date,
) -> DenialRow {
    let denial = case.denial;
    DenialRow {
        id: case.id,
        patient,
        payer,
        reason: case.reason.clone(),
        route: case.route,
        state: denial.state,
        proposed: denial.proposed,
        answered: denial.answered,
        refused_on: case.refused_on,
        act_by: denial.act_by,
        clock: denial.clock(today),
        deadline: denial.deadline,
        amount: denial.amount,
        free: denial.state.is_open() && case.assigned_to.is_none(),
        assigned,
        seq: case.seq,
    }
}
