//! Payment plans as their patients see them: the list, a plan's own page, and all that happened.

use app::model::{
    PlanCard, PlanHistoryPage, PlanPage, PlanStands, PlanTold, PlansElsewhere, PlansPage, VisitCard,
};
use app::pages;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::routing::get;
use billing::db::Tx;
use billing::household;
use billing::plans::offer;
use billing::plans::{self, Standing, down, view};
use billing::visits;
use domain::payment::Due;
use domain::plan::State as Stands;
use domain::{GuarantorId, Money, PlanId, PracticeId, VisitId};
use time::Date;

use super::plans_told::{self, Seen, seen};
use super::{plan_new, plans_change, plans_join, plans_papers, plans_pay};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page};
use crate::web::session::Patient;

/// How much of what happened stands on the plan's own page.
const LATELY: usize = 5;

pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/plans", get(list))
        .route("/plans/{plan}", get(plan))
        .route("/plans/{plan}/history", get(history))
        .route("/plans/{plan}/pay", get(plans_pay::show).post(plans_pay::press))
        .route("/plans/{plan}/join", get(plans_join::show).post(plans_join::press))
        .route("/plans/{plan}/change/{wish}", get(plans_change::show).post(plans_change::press))
        .route("/plans/{plan}/agreement.pdf", get(plans_papers::agreement))
        .route("/plans/{plan}/dates.ics", get(plans_papers::dates))
}

/// What plans ask for of the visits of an account, and what is in question: no page asks for it as well.
pub struct Planned {
    /// What is due beside plans.
    pub beside: Vec<Due>,
    /// What is in question, and due nowhere.
    pub aside: Vec<Due>,
    plans: Vec<(VisitId, PlanId)>,
}

impl Planned {
    /// As the account stands now.
    ///
    /// # Errors
    /// The database's word.
    pub async fn of(
        tx: &mut Tx,
        practice: PracticeId,
        guarantor: GuarantorId,
    ) -> Result<Self, billing::sqlx::Error> {
        Ok(Self {
            beside: view::beside(tx, practice, guarantor).await?,
            aside: visits::set_aside(tx, practice, guarantor).await?,
            plans: view::plan_of(tx, practice, guarantor).await?,
        })
    }

    /// Says on a visit's card what of it is in question, and which plan pays how much of the rest.
    pub fn mark(&self, card: &mut VisitCard) {
        card.aside = self.aside.iter().filter(|due| due.visit == card.id).map(|due| due.amount).sum();
        let plan = self.plans.iter().find(|(visit, _)| *visit == card.id).map(|(_, plan)| *plan);
        if plan.is_some() {
            let beside = self.beside.iter().find(|due| due.visit == card.id).map(|due| due.amount);
            card.plan = plan;
            card.planned = (card.due - card.aside - beside.unwrap_or(Money::ZERO)).or_zero();
        }
    }
}

/// Every plan of an account, in short, newest first.
///
/// # Errors
/// The database's word.
pub async fn cards(
    tx: &mut Tx,
    (practice, guarantor): (PracticeId, GuarantorId),
    today: Date,
) -> Result<Vec<PlanCard>, Fail> {
    let mut cards = Vec::new();
    for held in plans::of_guarantor(tx, practice, guarantor).await? {
        let plan = plans::plan(tx, practice, guarantor, held.plan.id).await?;
        if let Some(standing) = plan {
            cards.push(Seen::of(tx, practice, standing, today).await?.card);
        }
    }
    Ok(cards)
}

/// Whether a plan is over.
pub fn is_over(card: &PlanCard) -> bool {
    matches!(card.stands, PlanStands::Finished | PlanStands::Ended(_))
}

async fn list(State(portal): State<Shared>, patient: Patient) -> Answer {
    let mut tx = portal.db.read().await?;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let today = portal.door.today_in(&patient.practice.time_zone);
    let own = patient.sight.is_own();
    let offered = plan_new::offered(&mut tx, &portal, &patient).await?;
    let mut elsewhere = Vec::new();
    for place in household::places(&mut tx, &portal.door, patient.user.id).await? {
        if (place.practice.id, place.guarantor) == (practice, guarantor) {
            continue;
        }
        let today = portal.door.today_in(&place.practice.time_zone);
        let mut plans = cards(&mut tx, (place.practice.id, place.guarantor), today).await?;
        plans.retain(|card| !is_over(card));
        if !plans.is_empty() {
            elsewhere.push(PlansElsewhere {
                practice: place.practice.id,
                practice_name: place.practice.name,
                guarantor: place.guarantor,
                name: place.name,
                plans,
            });
        }
    }
    let model = PlansPage {
        plans: cards(&mut tx, (practice, guarantor), today).await?,
        elsewhere,
        can_start: offered.is_some(),
        own,
    };
    Ok(page(pages::plans(&patient.ctx(&portal), &model)))
}

async fn plan(
    State(portal): State<Shared>,
    patient: Patient,
    Path(id): Path<PlanId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let mut tx = portal.db.read().await?;
    let seen = seen(&mut tx, &portal, &patient, id).await?;
    let practice = patient.practice.id;
    let own = patient.sight.is_own();
    let mut lately =
        if own { plans_told::happened(&mut tx, &portal, &patient, id).await? } else { Vec::new() };
    let more = lately.len() > LATELY || lately.iter().any(|one| one.redrawn.is_some());
    lately.truncate(LATELY);
    let down = down::unpaid(&mut tx, practice, id).await?;
    let may_join = may_join(&mut tx, &portal, &patient, &seen.standing, down).await?;
    let how = if own { Some(plans_told::how(&mut tx, practice, &seen.standing).await?) } else { None };
    let told = match query.as_deref() {
        Some("signed") => Some(PlanTold::Signed),
        Some("changed") => Some(PlanTold::Changed),
        Some("method") => Some(PlanTold::Method),
        Some("joined") => Some(PlanTold::Joined),
        Some("ended") => Some(PlanTold::Ended),
        _ => None,
    };
    let model = PlanPage {
        how,
        held: seen.standing.plan.held,
        outside: seen.standing.outside,
        down,
        on_its_way: seen.on_its_way,
        may_join,
        tries: if own { plans_told::tries(&seen.attempts) } else { Vec::new() },
        lately,
        more,
        wishes: plans_told::wishes(&seen.standing, own),
        signed_on: seen.standing.plan.terms.signed_on,
        own,
        told,
        token: portal.door.id().to_string(),
        instalments: seen.standing.plan.instalments,
        card: seen.card,
    };
    Ok(page(pages::plan(&patient.ctx(&portal), &model)))
}

/// What is due beside plans and may join this one, with what was raised on its own visits.
async fn may_join(
    tx: &mut Tx,
    portal: &Shared,
    patient: &Patient,
    standing: &Standing,
    down: Money,
) -> Result<Money, Fail> {
    let plan = &standing.plan;
    if plan.state != Stands::Active || !plan.terms.balances_may_join || !patient.sight.is_own() {
        return Ok(Money::ZERO);
    }
    let choices = offer::choices(tx, &portal.door, patient.practice.id, patient.guarantor).await?;
    Ok(choices.open().map(|balance| balance.amount).sum::<Money>() + standing.outside - down)
}

async fn history(State(portal): State<Shared>, patient: Patient, Path(id): Path<PlanId>) -> Answer {
    patient.must_own()?;
    let mut tx = portal.db.read().await?;
    seen(&mut tx, &portal, &patient, id).await?;
    let happened = plans_told::happened(&mut tx, &portal, &patient, id).await?;
    Ok(page(pages::plan_history(&patient.ctx(&portal), &PlanHistoryPage { plan: id, happened })))
}
