//! The queue of what insurers refused: found by filters that stand in the address.

use app::model::{DenialQueuePage, DenialRow, DenialsWanted};
use app::pages;
use axum::extract::{Query, State};
use billing::denials::Case;
use billing::denials::desk::{self, Place, Wanted};
use domain::access::Permission;
use domain::denial::{Route, SOON, State as Stands};
use serde::Deserialize;
use time::Date;

use super::queue;
use crate::web::Shared;
use crate::web::answer::{Answer, page};
use crate::web::session::Staff;

/// Refusals on one page.
const SHOWN: usize = 50;

/// The address's words: ids and codes alone.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    state: String,
    route: String,
    whose: String,
    due: String,
    order: String,
    after: String,
}

impl Asked {
    fn said(&self) -> DenialsWanted {
        DenialsWanted {
            state: Stands::from_code(&self.state),
            route: Route::from_code(&self.route),
            whose: self.whose.clone(),
            due: self.due.clone(),
            order: self.order.clone(),
        }
    }

    fn wanted(&self, staff: &Staff, today: Date) -> Wanted {
        Wanted {
            state: Stands::from_code(&self.state),
            route: Route::from_code(&self.route),
            whose: queue::whose(&self.whose, staff),
            before: queue::before(&self.due, today, SOON),
            order: queue::order(&self.order),
        }
    }

    /// The same list from a place in it.
    fn query(&self, after: Place) -> String {
        queue::query(&[
            ("state", &self.state),
            ("route", &self.route),
            ("whose", &self.whose),
            ("due", &self.due),
            ("order", &self.order),
            ("after", &format!("{}.{}", after.mark, after.id)),
        ])
    }

    fn after(&self) -> Option<Place> {
        let (mark, id) = self.after.split_once('.')?;
        Some(Place { mark: mark.parse().ok()?, id: id.parse().ok()? })
    }
}

pub async fn list(State(portal): State<Shared>, staff: Staff, Query(asked): Query<Asked>) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let today = portal.door.today_in(&staff.practice.time_zone);
    let wanted = asked.wanted(&staff, today);
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let mut found = desk::list(&mut tx, practice, &wanted, asked.after(), limit).await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let next = found.last().filter(|_| more).map(|last| Place::of(&last.case, wanted.order));
    let totals = desk::totals(&mut tx, practice, today).await?;
    let model = DenialQueuePage {
        wanted: asked.said(),
        counts: [totals.open, totals.late].map(|count| u64::try_from(count).unwrap_or_default()),
        sums: [totals.amount, totals.recovered],
        rows: found
            .into_iter()
            .map(|line| row(&line.case, line.patient, line.payer, line.assigned, today))
            .collect(),
        more: next.map(|next| asked.query(next)),
        people: queue::workers(&mut tx, practice, Permission::WorkDenials).await?,
    };
    Ok(page(pages::staff::denials(&staff.ctx(&portal), &model)))
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
        refused_on: case.refused_on,
        act_by: denial.act_by,
        clock: denial.clock(today),
        amount: denial.amount,
        assigned,
    }
}
