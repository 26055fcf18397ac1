//! One visit and its story.

use app::model::{ChargeInfo, GoneVisit, Refusal, ToldBefore, VisitCard, VisitPage, WithheldVisitPage};
use app::pages;
use axum::extract::{Path, State};
use billing::answering::{self, told::Gone};
use billing::db::Tx;
use billing::estimates::{self, Compared};
use billing::plans::leave;
use billing::visits::{self, VisitInfo};
use billing::{denials, ledger};
use domain::denial::Route;
use domain::story::VisitStory;
use domain::{Money, PracticeId, VisitId};

use super::plans::Planned;
use super::{disputes, plan_new};
use crate::web::answer::{Answer, Fail, page};
use crate::web::session::Patient;
use crate::web::{Shared, sight};

pub async fn visit(State(portal): State<Shared>, patient: Patient, Path(id): Path<VisitId>) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = patient.practice.id;
    let Some(info) = visits::visit(&mut tx, practice, patient.guarantor, id).await? else {
        let gone = gone(&mut tx, &patient).await?.into_iter().find(|gone| gone.id == id);
        return Ok(page(pages::gone_visit(&patient.ctx(&portal), &gone.ok_or(Fail::NotFound)?)));
    };
    let since = answering::told::since(&mut tx, practice, id).await?;
    let before = match since {
        Some(_) => leave::left_behind(&mut tx, practice, patient.guarantor).await?,
        None => None,
    };
    let offered = plan_new::offered(&mut tx, &portal, &patient).await?;
    let over_time = offered.is_some_and(|choices| choices.open().any(|balance| balance.visit == id));
    let plan_before = before.is_some();
    if patient.sight.withholds(id) {
        let (mut card, _) = told(&mut tx, practice, info).await?;
        Planned::of(&mut tx, practice, patient.guarantor).await?.mark(&mut card);
        let card = sight::card(&patient.sight, card, patient.text(&portal));
        let helping = !patient.sight.is_own();
        let plan_before = plan_before && over_time;
        let model = WithheldVisitPage { card, helping, since, plan_before };
        return Ok(page(pages::withheld_visit(&patient.ctx(&portal), &model)));
    }
    let location = info.location.clone();
    let (mut card, story) = told(&mut tx, practice, info).await?;
    Planned::of(&mut tx, practice, patient.guarantor).await?.mark(&mut card);
    let charges = visits::charges(&mut tx, practice, id).await?.into_iter().map(charge);
    let cases = disputes::of_visit(&mut tx, &patient, id).await?;
    let refusal = refusal(&mut tx, practice, id).await?;
    let today = portal.door.today_in(&patient.practice.time_zone);
    let told = estimates::compared(&mut tx, practice, id, today).await?.map(told_before);
    let charges = charges.collect();
    let model =
        VisitPage { card, location, story, charges, over_time, cases, told, refusal, since, plan_before };
    Ok(page(pages::visit(&patient.ctx(&portal), &model)))
}

/// What the reader's account answered for and no longer does.
pub async fn gone(tx: &mut Tx, patient: &Patient) -> Result<Vec<GoneVisit>, Fail> {
    let gone = answering::told::gone(tx, patient.practice.id, patient.guarantor).await?;
    let visit =
        |gone: Gone| GoneVisit { id: gone.visit, date: gone.date, since: gone.since, paid: gone.paid };
    Ok(gone.into_iter().map(visit).collect())
}

/// What the practice does about what is refused of a visit.
async fn refusal(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Option<Refusal>, Fail> {
    let open = denials::of_visit(tx, practice, visit).await?.filter(|case| case.denial.state.is_open());
    let Some(case) = open else { return Ok(None) };
    let since = denials::since(tx, &case).await?;
    let ask = case.route == Route::Coverage;
    Ok(Some(Refusal { state: case.denial.state, since, ask }))
}

/// What was told of a visit, as pages show it.
pub fn told_before(told: Compared) -> ToldBefore {
    let Compared { estimate, others, bill, route, rule } = told;
    ToldBefore { estimate, others, billed: bill.billed, charged: bill.charged, route, rule }
}

/// A visit as cards show it, and its story.
pub async fn told(
    tx: &mut Tx,
    practice: PracticeId,
    info: VisitInfo,
) -> Result<(VisitCard, VisitStory), Fail> {
    let story = VisitStory::of(info.id, &ledger::entries_of_visit(tx, practice, info.id).await?);
    let card = VisitCard {
        id: info.id,
        title: title(info.description, info.location),
        provider: info.provider,
        date: info.service_date,
        patient_name: info.patient_name,
        is_self: info.is_self,
        payers: visits::payers(tx, practice, info.id).await?,
        breakdown: story.breakdown.clone(),
        forgiven: story.forgiven_in_all(),
        paid: story.paid,
        due: story.due,
        credit: story.credit,
        plan: None,
        aside: Money::ZERO,
        planned: Money::ZERO,
    };
    Ok((card, story))
}

/// What a visit is called: by its largest charge, else by where it was.
pub fn title(description: Option<String>, location: Option<String>) -> String {
    description.or(location).unwrap_or_else(|| "—".to_owned())
}

/// A charge as pages show it.
pub fn charge(info: visits::ChargeInfo) -> ChargeInfo {
    ChargeInfo {
        id: info.id,
        code: info.code,
        modifiers: info.modifiers.split_whitespace().map(str::to_owned).collect(),
        description: info.description,
        units: info.units,
        amount: Money::from_cents(info.amount_cents),
    }
}
