//! A plan in the words of its pages.

use app::model::{
    PlanBy, PlanCard, PlanHappening, PlanHow, PlanNext, PlanStands, PlanTry, PlanWhyNot, PlanWish,
};
use billing::db::Tx;
use billing::plans::view::{self, Asked, Version};
use billing::plans::{self, Attempt, PlanError, Standing, Waits};
use billing::{identity, sqlx};
use domain::plan::{Autopay, Decline, Event, Instalment, Refused, State as Stands};
use domain::{Money, PracticeId, UserId};
use time::Date;

use crate::web::Shared;
use crate::web::answer::Fail;
use crate::web::session::Patient;

/// A plan with what its page needs to say how it stands.
pub struct Seen {
    /// The plan.
    pub standing: Standing,
    /// What autopay tried.
    pub attempts: Vec<Attempt>,
    /// Sent and not arrived.
    pub on_its_way: Money,
    /// What it asks for today.
    pub asked: Asked,
    /// In short.
    pub card: PlanCard,
}

impl Seen {
    /// As it stands today.
    ///
    /// # Errors
    /// The database's word.
    pub async fn of(
        tx: &mut Tx,
        practice: PracticeId,
        standing: Standing,
        today: Date,
    ) -> Result<Self, sqlx::Error> {
        let attempts = plans::attempts(tx, practice, standing.plan.id).await?;
        let on_its_way = view::on_its_way(tx, practice, standing.plan.id).await?;
        let asked = Asked::of(&standing.plan, on_its_way, today);
        let card = card(&standing, &attempts, asked);
        Ok(Self { standing, attempts, on_its_way, asked, card })
    }
}

/// A plan of the account that is looked at.
///
/// # Errors
/// [`Fail::NotFound`] when there is none.
pub async fn seen(tx: &mut Tx, portal: &Shared, patient: &Patient, id: domain::PlanId) -> Result<Seen, Fail> {
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let standing = plans::plan(tx, practice, guarantor, id).await?.ok_or(Fail::NotFound)?;
    let today = portal.door.today_in(&patient.practice.time_zone);
    Ok(Seen::of(tx, practice, standing, today).await?)
}

fn card(standing: &Standing, attempts: &[Attempt], asked: Asked) -> PlanCard {
    let plan = &standing.plan;
    let asks = matches!(plan.state, Stands::Active | Stands::AtRisk | Stands::Defaulted);
    PlanCard {
        id: plan.id,
        version: plan.version,
        stands: stands(standing, attempts, asked),
        paid: plan.instalments.iter().map(|one| one.paid).sum(),
        left: plan.left(),
        due: if asks { asked.due } else { Money::ZERO },
        next: asked.next.map(|(due, amount)| PlanNext { due, amount }),
        taken: matches!(plan.autopay, Autopay::On { .. }),
    }
}

fn stands(standing: &Standing, attempts: &[Attempt], asked: Asked) -> PlanStands {
    let plan = &standing.plan;
    match plan.state {
        Stands::Proposed => return PlanStands::Proposed,
        Stands::Finished => return PlanStands::Finished,
        Stands::Cancelled(why) => return PlanStands::Ended(why),
        Stands::Defaulted => return PlanStands::Broken,
        Stands::Paused(why) => return PlanStands::Paused(why),
        Stands::Active | Stands::AtRisk => {}
    }
    match (standing.waits, plan.autopay) {
        (Some(Waits::Look), _) => PlanStands::Look,
        (Some(Waits::OverCap), Autopay::On { cap }) => PlanStands::OverCap(cap),
        (Some(Waits::Confirm), _) if asked.due.is_positive() => PlanStands::Confirm,
        (Some(Waits::Method), _) | (_, Autopay::NeedsMethod { .. }) => PlanStands::NoMethod,
        (Some(Waits::Told), _) if asked.due.is_positive() => PlanStands::Declined,
        _ if plan.state == Stands::AtRisk => PlanStands::Behind,
        _ => in_time(standing, attempts, asked),
    }
}

/// A plan on which nothing is missed.
fn in_time(standing: &Standing, attempts: &[Attempt], asked: Asked) -> PlanStands {
    let plan = &standing.plan;
    let Some((due, _)) = asked.next.filter(|_| asked.due.is_positive()) else { return PlanStands::OnTrack };
    if matches!(plan.autopay, Autopay::Off) {
        return PlanStands::Due(plan.grace_until(due));
    }
    let first = plan.unpaid().find(|one| one.due == due);
    let last = first.and_then(|one| {
        attempts.iter().filter(|tried| tried.is_of(one.number, one.due)).max_by_key(|tried| tried.attempt)
    });
    match last.and_then(|tried| tried.next_on) {
        Some(again) => PlanStands::Retry(again),
        None => PlanStands::OnTrack,
    }
}

/// How a plan is paid.
///
/// # Errors
/// The database's word.
pub async fn how(tx: &mut Tx, practice: PracticeId, standing: &Standing) -> Result<PlanHow, sqlx::Error> {
    let Autopay::On { cap } = standing.plan.autopay else {
        return Ok(match standing.plan.autopay {
            Autopay::Off => PlanHow::ByHand,
            _ => PlanHow::NoMethod,
        });
    };
    let method = view::method(tx, practice, standing).await?;
    Ok(method.map_or(PlanHow::NoMethod, |method| PlanHow::Taken { label: method.kept.instrument.label, cap }))
}

/// What the bank refused, newest first.
pub fn tries(attempts: &[Attempt]) -> Vec<PlanTry> {
    let refused = attempts.iter().filter(|one| one.state == "declined").map(|one| PlanTry {
        on: one.tried_on,
        due: one.due_on,
        why: match one.decline.as_deref() {
            Some("never_charged") => Decline::Unavailable,
            Some(code) => Decline::from_stripe(code),
            None => Decline::Hard,
        },
        again: one.next_on,
    });
    let mut refused: Vec<PlanTry> = refused.collect();
    refused.sort_by_key(|one| std::cmp::Reverse(one.on));
    refused
}

/// What can be asked for now; nothing by who helps.
pub fn wishes(standing: &Standing, own: bool) -> Vec<PlanWish> {
    let plan = &standing.plan;
    let mut wishes = match plan.state {
        _ if !own => return Vec::new(),
        Stands::Active if plan.terms.skips_a_year > 0 => {
            vec![PlanWish::Days, PlanWish::Skip, PlanWish::Pause, PlanWish::Cancel]
        }
        Stands::Active | Stands::AtRisk => vec![PlanWish::Days, PlanWish::Pause, PlanWish::Cancel],
        Stands::Paused(_) if plan.is_patients_to_ask(&Event::Resumed) => {
            vec![PlanWish::Resume, PlanWish::Cancel]
        }
        Stands::Paused(_) => vec![PlanWish::Cancel],
        Stands::Defaulted => vec![PlanWish::Cure, PlanWish::Cancel],
        Stands::Proposed => return vec![PlanWish::Stop, PlanWish::Cancel],
        Stands::Finished | Stands::Cancelled(_) => return Vec::new(),
    };
    if plan.autopay != Autopay::Off {
        wishes.push(PlanWish::Stop);
    }
    if let Autopay::On { .. } = plan.autopay {
        wishes.extend([PlanWish::Remove, PlanWish::Limit]);
    }
    wishes
}

/// Why a plan does not take a wish, where there is a kind word for it.
///
/// # Errors
/// What is not a refusal of the plan.
pub fn why_not(error: PlanError) -> Result<PlanWhyNot, Fail> {
    Ok(match error {
        PlanError::NotThere => return Err(Fail::NotFound),
        PlanError::Refused(refused) => match refused {
            Refused::Behind => PlanWhyNot::Behind,
            Refused::IsPaused => PlanWhyNot::Paused,
            Refused::IsBroken => PlanWhyNot::Broken,
            Refused::NoSkipLeft { from } => PlanWhyNot::NoSkip((from != Date::MAX).then_some(from)),
            Refused::Over | Refused::NotSigned => PlanWhyNot::Over,
            _ => PlanWhyNot::NotNow,
        },
        error => return Err(error.into()),
    })
}

/// What is still to be paid.
pub fn unpaid(instalments: &[Instalment]) -> Vec<Instalment> {
    let left = |one: &Instalment| Instalment {
        principal: one.left(),
        interest: Money::ZERO,
        fee: Money::ZERO,
        paid: Money::ZERO,
        ..*one
    };
    instalments.iter().filter(|one| one.left().is_positive()).map(left).collect()
}

/// What happened to a plan, newest first.
///
/// # Errors
/// The database's word.
pub async fn happened(
    tx: &mut Tx,
    portal: &Shared,
    patient: &Patient,
    plan: domain::PlanId,
) -> Result<Vec<PlanHappening>, Fail> {
    let mut told = Vec::new();
    for version in view::versions(tx, patient.practice.id, plan).await? {
        let by = by(tx, portal, patient, version.kept.by_user).await?;
        told.push(happening(version, by));
    }
    told.reverse();
    Ok(told)
}

fn happening(version: Version, by: PlanBy) -> PlanHappening {
    let redrawn = version.redrawn();
    let about = match version.step.event {
        Event::Missed { number } | Event::Declined { number, .. } => {
            version.before.iter().find(|one| one.number == number).map(|one| one.due)
        }
        _ => None,
    };
    let money = version.kept.paid_cents > 0;
    PlanHappening {
        on: version.step.on,
        about,
        by,
        receipt: version.kept.payment_id.filter(|_| money),
        redrawn: redrawn.then(|| (unpaid(&version.before), unpaid(&version.after))),
        what: version.step.event,
    }
}

/// Who asked: the reader, the practice, or nobody whom the reader has to know by name.
async fn by(
    tx: &mut Tx,
    portal: &Shared,
    patient: &Patient,
    user: Option<UserId>,
) -> Result<PlanBy, sqlx::Error> {
    let Some(user) = user else { return Ok(PlanBy::Itself) };
    if user == patient.user.id {
        return Ok(PlanBy::You);
    }
    let here = (patient.practice.id, patient.guarantor);
    let grants = identity::grants_of(tx, &portal.door, user).await?;
    let theirs = grants.iter().any(|grant| (grant.practice, grant.guarantor) == here);
    Ok(if theirs { PlanBy::Itself } else { PlanBy::Practice })
}
