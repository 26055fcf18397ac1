//! The queue of what insurers refused: found by filters that stand in the address.

use app::model::{DenialQueuePage, DenialRow, DenialsWanted};
use app::pages;
use axum::extract::{Query, State};
use billing::db::Tx;
use billing::denials::Case;
use billing::denials::desk::{self, Order, Place, Wanted, Whose};
use billing::identity::people;
use domain::access::Permission;
use domain::business_days::after;
use domain::denial::{Route, SOON, State as Stands};
use domain::{PracticeId, UserId};
use serde::Deserialize;
use time::Date;

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
            whose: match self.whose.as_str() {
                "me" => Whose::User(staff.user.id),
                "nobody" => Whose::Nobody,
                id => id.parse().map_or(Whose::Any, Whose::User),
            },
            before: match self.due.as_str() {
                "late" => Some(today),
                "soon" => after(today, SOON).next_day(),
                _ => None,
            },
            order: match self.order.as_str() {
                "oldest" => Order::Oldest,
                "amount" => Order::Amount,
                _ => Order::Deadline,
            },
        }
    }

    /// The same list from a place in it.
    fn query(&self, after: Place) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let words = [&self.state, &self.route, &self.whose, &self.due, &self.order];
        for (name, value) in ["state", "route", "whose", "due", "order"].into_iter().zip(words) {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.append_pair("after", &format!("{}.{}", after.mark, after.id));
        query.finish()
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
        people: workers(&mut tx, practice).await?,
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

/// Who works on refusals here, by name.
async fn workers(tx: &mut Tx, practice: PracticeId) -> Result<Vec<(UserId, String)>, Fail> {
    let members = people::of_practice(tx, practice).await?.into_iter();
    let members = members.filter(|member| member.role.may(Permission::WorkDenials));
    Ok(members.map(|member| (member.user_id, member.name)).collect())
}
