//! Payment plans: by how they stand, one by one, many at once.

use app::model::{
    ManyTold, PlanAct, PlanGroup, PlanPaperRow, PlanRefusal, PlanStepRow, PlanWhy, StaffPlanPage,
    StaffPlanRow, StaffPlansPage,
};
use app::pages;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use billing::accounts;
use billing::door::local;
use billing::plans::staff::{self as listed, Group, Line};
use billing::plans::{self, PlanError, Standing, Waits, steps};
use domain::access::Permission;
use domain::plan::{Autopay, Event, PauseReason, State as Stands};
use domain::{Money, PlanId};
use time::Date;

use super::accounts::name_of;
use super::door;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;

/// Plans on one page.
const SHOWN: i64 = 200;

pub async fn list(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    Ok(page(show(&portal, &staff, group_of(query.as_deref()), None).await?))
}

fn group_of(query: Option<&str>) -> PlanGroup {
    let named = PlanGroup::ALL.into_iter().find(|group| Some(group.code()) == query);
    named.unwrap_or(PlanGroup::AtRisk)
}

async fn show(
    portal: &Shared,
    staff: &Staff,
    group: PlanGroup,
    told: Option<ManyTold>,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let counts = listed::counts(&mut tx, practice).await?;
    let count = |group: Group| {
        let found = counts.iter().find(|(known, _)| *known == group);
        found.map_or(0, |(_, count)| u64::try_from(*count).unwrap_or_default())
    };
    let plans = listed::list(&mut tx, &portal.door, practice, known(group), SHOWN).await?;
    let model = StaffPlansPage {
        group,
        counts: PlanGroup::ALL.map(|group| count(known(group))),
        plans: plans.into_iter().map(row).collect(),
        told,
    };
    Ok(pages::staff::plans(&staff.ctx(portal), &model))
}

fn known(group: PlanGroup) -> Group {
    match group {
        PlanGroup::AtRisk => Group::AtRisk,
        PlanGroup::OnTrack => Group::OnTrack,
        PlanGroup::Broken => Group::Broken,
        PlanGroup::Finished => Group::Finished,
    }
}

/// A plan of a list in the page's words.
pub(super) fn row(line: Line) -> StaffPlanRow {
    StaffPlanRow {
        id: line.id,
        version: line.version,
        guarantor: line.guarantor,
        name: line.name,
        why: why(line.state, line.waits),
        left: line.left,
        overdue: line.overdue,
        next: line.next,
    }
}

fn why(state: Stands, waits: Option<Waits>) -> PlanWhy {
    match (state, waits) {
        (Stands::Finished, _) => PlanWhy::Finished,
        (Stands::Cancelled(reason), _) => PlanWhy::Ended(reason),
        (Stands::Defaulted, _) => PlanWhy::Defaulted,
        (_, Some(Waits::Look)) => PlanWhy::Look,
        (Stands::Proposed, _) => PlanWhy::Proposed,
        (Stands::Paused(reason), _) => PlanWhy::Paused(reason),
        (_, Some(Waits::OverCap)) => PlanWhy::OverCap,
        (_, Some(Waits::Confirm)) => PlanWhy::Confirm,
        (_, Some(Waits::Method)) => PlanWhy::Method,
        (_, Some(Waits::Told)) => PlanWhy::Told,
        (Stands::AtRisk, None) => PlanWhy::Behind,
        (Stands::Active, None) => PlanWhy::OnTrack,
    }
}

/// The wish that staff's word is.
fn wish(act: PlanAct) -> Event {
    match act {
        PlanAct::Pause => Event::Paused { reason: PauseReason::Staff },
        PlanAct::Resume => Event::Resumed,
        PlanAct::Reage => Event::Reaged,
        PlanAct::Default => Event::Defaulted,
        PlanAct::Cure => Event::Cured,
        PlanAct::Cancel => Event::Cancelled,
    }
}

fn act_of(word: &str) -> Option<PlanAct> {
    PlanAct::ALL.into_iter().find(|act| act.code() == word)
}

/// Does it, without anybody's consent; says why not.
async fn change(
    portal: &Shared,
    staff: &Staff,
    (plan, version): (PlanId, u32),
    act: PlanAct,
) -> Result<Option<PlanRefusal>, Fail> {
    let plan = (staff.practice.id, plan);
    match steps::change(&portal.db, &portal.door, staff.user.id, plan, version, wish(act), false).await {
        Ok(_) => Ok(None),
        Err(PlanError::OfferChanged) => Ok(Some(PlanRefusal::Changed)),
        Err(PlanError::NotThere) => Err(Fail::NotFound),
        Err(PlanError::Refused(domain::plan::Refused::NeedsConsent { .. })) => {
            Ok(Some(PlanRefusal::NeedsConsent))
        }
        Err(PlanError::Refused(domain::plan::Refused::Over)) => Ok(Some(PlanRefusal::Over)),
        Err(PlanError::Refused(_)) => Ok(Some(PlanRefusal::NotNow)),
        Err(error) => Err(error.into()),
    }
}

pub async fn many(
    State(portal): State<Shared>,
    staff: Staff,
    RawQuery(query): RawQuery,
    fields: Fields,
) -> Answer {
    let act = act_of(fields.get("do")).ok_or(Fail::NotFound)?;
    let ticked = fields.all("plan").map(|ticked| {
        let (plan, version) = ticked.split_once(':')?;
        Some((plan.parse().ok()?, version.parse().ok()?))
    });
    let ticked: Vec<(PlanId, u32)> = ticked.collect::<Option<_>>().ok_or(Fail::NotFound)?;
    let what = (Permission::ManagePlans, "/staff/plans");
    door::chosen(&portal, &staff, what, ticked.iter().map(|(plan, _)| *plan)).await?;
    let mut told = ManyTold { done: 0, left: Vec::new() };
    for (plan, version) in ticked {
        match change(&portal, &staff, (plan, version), act).await? {
            None => told.done += 1,
            Some(refusal) => told.left.push((named(&portal, &staff, plan).await?, refusal)),
        }
    }
    // Answered in place: which ones were left, and why, is in no address.
    // Which practice the page was made for stands behind it.
    let group = query.as_deref().and_then(|query| query.split('&').next());
    Ok(page(show(&portal, &staff, group_of(group), Some(told)).await?))
}

async fn named(portal: &Shared, staff: &Staff, plan: PlanId) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let standing = plans::standing(&mut tx, staff.practice.id, plan).await?.ok_or(Fail::NotFound)?;
    let guarantor = accounts::guarantor(&mut tx, staff.practice.id, standing.plan.guarantor).await?;
    Ok(guarantor.as_ref().map(name_of).unwrap_or_default())
}

pub async fn plan(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<PlanId>,
    RawQuery(query): RawQuery,
) -> Answer {
    Ok(page(show_one(&portal, &staff, id, None, query.as_deref() == Some("done")).await?))
}

async fn show_one(
    portal: &Shared,
    staff: &Staff,
    id: PlanId,
    refusal: Option<PlanRefusal>,
    done: bool,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let (practice, zone) = (staff.practice.id, &staff.practice.time_zone);
    let standing = plans::standing(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let today = portal.door.today_in(zone);
    let guarantor = accounts::guarantor(&mut tx, practice, standing.plan.guarantor).await?;
    let steps = plans::history(&mut tx, practice, id).await?.into_iter().rev().map(|step| PlanStepRow {
        at: local(step.at, zone),
        kind: step.kind,
        paid: Money::from_cents(step.paid_cents),
        by: step.by_name,
    });
    let papers = plans::documents(&mut tx, practice, id).await?;
    let papers = papers.into_iter().map(|paper| PlanPaperRow {
        at: local(paper.signed_at, zone),
        whole: paper.is_whole(),
        text: [Some(paper.agreement), paper.autopay].into_iter().flatten().collect::<Vec<_>>().join("\n\n"),
        kind: paper.kind,
    });
    let model = StaffPlanPage {
        row: row_of(&standing, guarantor.as_ref().map(name_of).unwrap_or_default(), today),
        outside: standing.outside,
        cap: match standing.plan.autopay {
            Autopay::On { cap } | Autopay::NeedsMethod { cap } => Some(cap),
            Autopay::Off => None,
        },
        instalments: standing.plan.instalments.clone(),
        steps: steps.collect(),
        papers: papers.collect(),
        acts: acts(standing.plan.state),
        refusal,
        done,
    };
    Ok(pages::staff::plan(&staff.ctx(portal), &model))
}

fn row_of(standing: &Standing, name: String, today: Date) -> StaffPlanRow {
    let plan = &standing.plan;
    StaffPlanRow {
        id: plan.id,
        version: plan.version,
        guarantor: plan.guarantor,
        name,
        why: why(plan.state, standing.waits),
        left: plan.left(),
        overdue: plan.overdue(today),
        next: plan.unpaid().next().map(|one| one.due),
    }
}

/// What a state takes.
fn acts(state: Stands) -> Vec<PlanAct> {
    match state {
        Stands::Active => vec![PlanAct::Pause, PlanAct::Cancel],
        Stands::AtRisk => vec![PlanAct::Reage, PlanAct::Pause, PlanAct::Default, PlanAct::Cancel],
        Stands::Paused(_) => vec![PlanAct::Resume, PlanAct::Cancel],
        Stands::Defaulted => vec![PlanAct::Cure, PlanAct::Cancel],
        Stands::Proposed => vec![PlanAct::Cancel],
        Stands::Finished | Stands::Cancelled(_) => Vec::new(),
    }
}

pub async fn press(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<PlanId>,
    fields: Fields,
) -> Answer {
    if fields.get("do") == "looked" {
        return match steps::looked(&portal.db, &portal.door, staff.user.id, (staff.practice.id, id)).await {
            Ok(()) => Ok(see(&format!("/staff/plans/{id}?done"))),
            Err(PlanError::NotThere) => Err(Fail::NotFound),
            Err(error) => Err(error.into()),
        };
    }
    let act = act_of(fields.get("do")).ok_or(Fail::NotFound)?;
    let version: u32 = fields.get("version").parse().map_err(|_| Fail::NotFound)?;
    match change(&portal, &staff, (id, version), act).await? {
        None => Ok(see(&format!("/staff/plans/{id}?done"))),
        Some(refusal) => {
            let html = show_one(&portal, &staff, id, Some(refusal), false).await?;
            Ok((StatusCode::CONFLICT, Html(html)).into_response())
        }
    }
}
