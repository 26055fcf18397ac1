//! Disputes: what is in question rests from the moment it is told, and what is decided posts itself.

mod answers;
mod books;
pub mod federal;
mod moved;
mod papers;
mod queue;
mod races;
mod rests;
mod reviewer;

use billing::disputes::act::Patient;
use billing::disputes::open::Opening;
use billing::disputes::{self, Act, Case, Decision, DisputeError, act, decide, open};
use billing::{Db, Door};
use domain::dispute::{Outcome, Reason};
use domain::{ChargeId, DisputeId, UserId};

use crate::payments::till::Till;
use crate::practice::press_id;

/// Opens a dispute about lines of a visit, by their place; none: all of it.
pub async fn tell(
    till: &Till,
    press: u128,
    visit: &str,
    lines: &[usize],
    reason: Reason,
) -> Result<Case, DisputeError> {
    let charges = charges(till, visit, lines).await;
    let opening = opening(till, press, visit, &charges, reason).await;
    let t = &till.practice.t;
    open_by(&t.db, &t.door, &opening).await
}

pub async fn open_by(db: &Db, door: &Door, opening: &Opening<'_>) -> Result<Case, DisputeError> {
    let mut tx = db.begin().await.unwrap();
    let case = open::open_in(&mut tx, door, None, opening).await?;
    tx.commit().await.unwrap();
    Ok(case)
}

pub async fn charges(till: &Till, visit: &str, lines: &[usize]) -> Vec<ChargeId> {
    let visit = till.practice.visit(visit).await;
    let mut tx = till.practice.t.db.read().await.unwrap();
    let all = billing::visits::charges(&mut tx, till.payer.practice, visit).await.unwrap();
    lines.iter().map(|line| all[*line].id).collect()
}

pub async fn opening<'a>(
    till: &Till,
    press: u128,
    visit: &str,
    charges: &'a [ChargeId],
    reason: Reason,
) -> Opening<'a> {
    Opening {
        practice: till.payer.practice,
        guarantor: till.payer.guarantor,
        user: till.payer.user,
        press: press_id(press),
        visit: till.practice.visit(visit).await,
        charges,
        reason,
        words: "I was never there that day.",
        papers: &[],
    }
}

pub fn patient(till: &Till) -> Patient {
    let billing::payments::Payer { practice, guarantor, user, .. } = till.payer;
    Patient { practice, guarantor, user, answers: true }
}

/// The case as it is now.
pub async fn now(till: &Till, id: DisputeId) -> Case {
    let mut tx = till.practice.t.db.read().await.unwrap();
    disputes::of_practice(&mut tx, till.payer.practice, id).await.unwrap().unwrap()
}

pub async fn does(till: &Till, by: UserId, case: &Case, what: &Act) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let case = act::act_in(&mut tx, &t.door, (till.payer.practice, by), (case.id, case.seq), what).await?;
    tx.commit().await.unwrap();
    Ok(case)
}

pub fn decision(outcome: Outcome, taken_off: i64, to_insurer: i64) -> Decision {
    Decision {
        outcome,
        taken_off_cents: taken_off,
        to_insurer_cents: to_insurer,
        refund: false,
        message: "We looked at it.".to_owned(),
        note: None,
    }
}

pub async fn decides(
    till: &Till,
    by: UserId,
    case: &Case,
    decision: &Decision,
) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let case = if case.dispute.state == domain::dispute::State::InReview {
        case.clone()
    } else {
        does(till, by, case, &Act::TakeUp).await?
    };
    let mut tx = t.db.begin().await.unwrap();
    let case =
        decide::decide_in(&mut tx, &t.door, (till.payer.practice, by), (case.id, case.seq), decision).await?;
    tx.commit().await.unwrap();
    Ok(case)
}

pub async fn withdraws(till: &Till, id: DisputeId) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let case = act::withdraw_in(&mut tx, &t.door, patient(till), id).await?;
    tx.commit().await.unwrap();
    Ok(case)
}

/// From the page as it is now.
pub async fn appeals(till: &Till, id: DisputeId) -> Result<Case, DisputeError> {
    let seen = now(till, id).await.seq;
    appeals_from(till, patient(till), (id, seen)).await
}

pub async fn appeals_from(till: &Till, by: Patient, page: (DisputeId, i64)) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let case = act::appeal_in(&mut tx, &t.door, None, by, page, ("Look again.", &[])).await?;
    tx.commit().await.unwrap();
    Ok(case)
}

pub async fn writes(
    till: &Till,
    by: Patient,
    page: (DisputeId, i64),
    words: &str,
) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let case = act::write_in(&mut tx, &t.door, None, by, page, (words, &[])).await?;
    tx.commit().await.unwrap();
    Ok(case)
}
