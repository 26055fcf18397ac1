//! A new balance joins a plan: chosen, shown with what it does, and agreed to.

use app::model::{PlanJoinLine, PlanJoinPage, PlanJoining, PlanWords};
use app::{FormState, pages};
use axum::extract::{Path, State};
use billing::db::Tx;
use billing::plans::join::{self, Joining};
use billing::plans::{PlanError, offer};
use domain::payment::Due;
use domain::plan::Refused;
use domain::{PlanId, VisitId};

use super::pay::named;
use super::plans_change::{above_cap, consent};
use super::plans_told::{seen, unpaid, why_not};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Patient;

pub async fn show(State(portal): State<Shared>, patient: Patient, Path(id): Path<PlanId>) -> Answer {
    patient.must_own()?;
    Ok(page(whole(&portal, &patient, id, None, FormState::default()).await?))
}

/// What may join, in the words of the page.
async fn lines(
    tx: &mut Tx,
    portal: &Shared,
    patient: &Patient,
    picked: Option<&[VisitId]>,
) -> Result<Vec<PlanJoinLine>, Fail> {
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let choices = offer::choices(tx, &portal.door, practice, guarantor).await?;
    let t = patient.text(portal);
    let mut lines = Vec::new();
    for balance in choices.open() {
        let due = Due { visit: balance.visit, amount: balance.amount };
        let picked = picked.is_none_or(|picked| picked.contains(&balance.visit));
        lines.extend(named(tx, patient, &due, t).await?.map(|due| PlanJoinLine { due, picked }));
    }
    Ok(lines)
}

async fn whole(
    portal: &Shared,
    patient: &Patient,
    id: PlanId,
    picked: Option<&[VisitId]>,
    form: FormState,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let plan = seen(&mut tx, portal, patient, id).await?.standing;
    let lines = lines(&mut tx, portal, patient, picked).await?;
    let chosen: Vec<VisitId> = lines.iter().filter(|line| line.picked).map(|line| line.due.visit).collect();
    let (mut joining, mut why) = (None, None);
    match join::preview(&mut tx, &portal.door, patient.payer(), id, &chosen).await {
        Ok(drawn) => joining = Some(drawn),
        Err(PlanError::Refused(Refused::NoAmount) | PlanError::InPlan | PlanError::NotOffered(_)) => {}
        Err(error) => why = Some(why_not(error)?),
    }
    let amount = joining.as_ref().map(Joining::amount).unwrap_or_default();
    let seen = joining.as_ref().map(Joining::seen).transpose()?.unwrap_or_default();
    let model = PlanJoinPage {
        plan: id,
        lines,
        raised: plan.outside,
        joining: joining.map(|drawn| PlanJoining {
            amount,
            now: unpaid(&drawn.before),
            then: unpaid(&drawn.after),
            seen,
            above_cap: above_cap(&plan.plan, &drawn.after),
            disclosure: drawn.disclosure,
        }),
        why,
        form,
    };
    Ok(pages::plan_join(&patient.ctx(portal), &model))
}

pub async fn press(
    State(portal): State<Shared>,
    patient: Patient,
    Path(id): Path<PlanId>,
    fields: Fields,
) -> Answer {
    patient.must_own()?;
    let picked: Vec<VisitId> = fields.all("visit").filter_map(|id| id.parse().ok()).collect();
    let refuse = async |field: &str, error: &str| -> Answer {
        let form = FormState::wrong(field, error);
        Ok(refused(whole(&portal, &patient, id, Some(&picked), form).await?))
    };
    let drawn = {
        let mut tx = portal.db.read().await?;
        seen(&mut tx, &portal, &patient, id).await?;
        join::preview(&mut tx, &portal.door, patient.payer(), id, &picked).await
    };
    let drawn = match drawn {
        Ok(drawn) => drawn,
        Err(PlanError::Refused(Refused::NoAmount)) => return refuse("visit", "error-together").await,
        Err(PlanError::InPlan | PlanError::NotOffered(_) | PlanError::Refused(_)) => {
            return refuse("", "error-moved").await;
        }
        Err(PlanError::NotThere) => return Err(Fail::NotFound),
        Err(error) => return Err(error.into()),
    };
    if fields.get("do") != "join" {
        return Ok(page(whole(&portal, &patient, id, Some(&picked), FormState::default()).await?));
    }
    if fields.get("seen") != drawn.seen()? {
        return refuse("", "error-moved").await;
    }
    if fields.get("agree").is_empty() {
        return refuse("agree", "error-agree").await;
    }
    let consent = consent(&patient, &fields, PlanWords::Join, drawn.amount());
    let payer = patient.payer();
    match join::join(&portal.db, &portal.door, payer, id, &drawn, &consent).await {
        Ok(_) => Ok(see(&format!("/plans/{id}?joined"))),
        Err(
            PlanError::OfferChanged
            | PlanError::BalanceChanged { .. }
            | PlanError::InPlan
            | PlanError::NotOffered(_)
            | PlanError::Refused(_),
        ) => refuse("", "error-moved").await,
        Err(PlanError::NotThere) => Err(Fail::NotFound),
        Err(error) => Err(error.into()),
    }
}
