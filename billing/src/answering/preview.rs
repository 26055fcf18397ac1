//! What a change would do, and what stands in its way.

use std::collections::{BTreeMap, BTreeSet};

use domain::plan::{Plan, State};
use domain::{GuarantorId, Money, PatientId, PlanId, PracticeId, VisitId};
use serde::Serialize;
use sha2::{Digest, Sha256};
use time::Date;

use super::{AnswerError, Change, store};
use crate::db::Tx;
use crate::plans::leave;
use crate::{accounts, disputes};

/// A visit that moves, or could.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Moving {
    /// The visit.
    pub visit: VisitId,
    /// The practice's number for it.
    pub number: String,
    /// The day of service.
    pub date: Date,
    /// Whose.
    pub patient: PatientId,
    /// Their given name.
    pub patient_name: String,
    /// Due of it.
    pub due: Money,
    /// With insurers, refused ones included.
    pub insurance: Money,
    /// Paid too much of it.
    pub credit: Money,
    /// The plan that pays it, whatever became of that.
    pub plan: Option<PlanId>,
}

/// What becomes of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Fate {
    /// The plan.
    pub plan: PlanId,
    /// What is left of it now.
    pub left: Money,
    /// It ends: nothing that is open of it stays. Otherwise it loses what moves.
    pub ends: bool,
}

/// What has to end before a visit can move.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Block {
    /// A payment is under way.
    Payment,
    /// Something of it is in question.
    Dispute(domain::DisputeId),
}

/// What a change would do.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// Who answers now.
    pub from: GuarantorId,
    /// Who would.
    pub to: GuarantorId,
    /// What moves, oldest first.
    pub visits: Vec<Moving>,
    /// What becomes of plans.
    pub plans: Vec<Fate>,
    /// Statements that were sent to who answers now, and stay as they are.
    pub statements: i64,
    /// Pay links that are taken back.
    pub links: i64,
    /// Questions of who answers now about these visits, which go on.
    pub questions: usize,
    /// What stands in the way; nothing moves then.
    pub blocked: Vec<Block>,
    /// A second person has to agree.
    pub beyond: bool,
}

impl Preview {
    /// The visits that are in plans, by plan.
    pub(super) fn in_plans(&self) -> BTreeMap<PlanId, Vec<VisitId>> {
        let mut plans: BTreeMap<PlanId, Vec<VisitId>> = BTreeMap::new();
        for one in &self.visits {
            if let Some(plan) = one.plan {
                plans.entry(plan).or_default().push(one.visit);
            }
        }
        plans
    }

    /// What is due of it all, and what was paid too much.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.visits.iter().map(|visit| visit.due + visit.credit).sum()
    }

    /// Names it: what moves is what was shown, or nothing does.
    ///
    /// # Errors
    /// It cannot be written down.
    pub fn seen(&self) -> Result<String, sqlx::Error> {
        let said = serde_json::to_vec(self).map_err(|error| sqlx::Error::Encode(error.into()))?;
        Ok(crate::hex(&Sha256::digest(said)))
    }
}

/// Shows what would move.
///
/// # Errors
/// [`AnswerError::NotThere`] when an account is not the practice's or a visit cannot move.
pub async fn preview(
    tx: &mut Tx,
    practice: PracticeId,
    (from, to): (GuarantorId, GuarantorId),
    visits: &[VisitId],
) -> Result<Preview, AnswerError> {
    if from == to {
        return Err(AnswerError::SameAccount);
    }
    for account in [from, to] {
        accounts::guarantor(tx, practice, account).await?.ok_or(AnswerError::NotThere)?;
    }
    let wanted: BTreeSet<VisitId> = visits.iter().copied().collect();
    let mut moving = store::movable(tx, practice, from).await?;
    moving.retain(|one| wanted.contains(&one.visit));
    if moving.is_empty() || moving.len() != wanted.len() {
        return Err(AnswerError::NotThere);
    }
    let mut blocked = Vec::new();
    let under_way = store::paid_now(tx, practice, from).await?;
    if wanted.iter().any(|visit| under_way.contains(visit)) {
        blocked.push(Block::Payment);
    }
    let mut questions = 0;
    for visit in &wanted {
        for case in disputes::of_visit(tx, practice, *visit).await? {
            if case.dispute.is_frozen() {
                blocked.push(Block::Dispute(case.id));
            } else if case.dispute.is_open() {
                questions += 1;
            }
        }
    }
    let mut plans = Vec::new();
    let all: BTreeSet<PlanId> = moving.iter().filter_map(|one| one.plan).collect();
    for plan in all {
        if let Some((held, ends)) = leave::fate(tx, practice, plan, &wanted).await?
            && asks(&held)
        {
            plans.push(Fate { plan, left: held.left(), ends });
        }
    }
    let mut preview = Preview {
        from,
        to,
        visits: moving,
        plans,
        statements: store::statements(tx, practice, from).await?,
        links: store::links(tx, practice, from, &wanted).await?,
        questions,
        blocked,
        beyond: false,
    };
    for (plan, visits) in preview.in_plans() {
        for (visit, owed) in leave::lets_go(tx, practice, plan, &visits).await? {
            for one in preview.visits.iter_mut().filter(|one| one.visit == visit) {
                one.due -= owed;
            }
        }
    }
    preview.beyond = preview.amount() > accounts::policy(tx, practice).await?.second_person;
    Ok(preview)
}

/// What a change that is over did, or one that waits was asked for.
///
/// # Errors
/// The database's word.
pub async fn kept(tx: &mut Tx, practice: PracticeId, change: &Change) -> Result<Preview, sqlx::Error> {
    Ok(Preview {
        from: change.ask.from,
        to: change.ask.to,
        visits: store::kept(tx, practice, change.id).await?,
        plans: Vec::new(),
        statements: 0,
        links: 0,
        questions: 0,
        blocked: Vec::new(),
        beyond: false,
    })
}

fn asks(plan: &Plan) -> bool {
    !matches!(plan.state, State::Finished | State::Cancelled(_))
}
