//! Plans prove themselves: each is drawn anew from what was signed and what happened since.

use domain::plan::{Plan, State, Step};
use domain::{Money, PracticeId};

use super::{Held, papers, sign, store};
use crate::accounts;
use crate::db::Tx;

/// Plans are read so many at a time.
const PAGE: i64 = 200;

/// What is out of place, over all practices; ids and figures only.
///
/// # Errors
/// The database's word, or that something stored cannot be read at all.
pub async fn violations(tx: &mut Tx) -> Result<Vec<String>, sqlx::Error> {
    let mut found = Vec::new();
    for practice in accounts::practices(tx).await? {
        of_practice(tx, practice.id, &mut found).await?;
    }
    Ok(found)
}

async fn of_practice(tx: &mut Tx, practice: PracticeId, found: &mut Vec<String>) -> Result<(), sqlx::Error> {
    let mut after = None;
    loop {
        let page = store::after(tx, practice, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.plan.id);
        for held in page {
            for sentence in of_plan(tx, &held).await? {
                found.push(format!("plan {}: {sentence}", held.plan.id));
            }
        }
    }
}

async fn of_plan(tx: &mut Tx, held: &Held) -> Result<Vec<String>, sqlx::Error> {
    let mut found = Vec::new();
    let steps = store::steps(tx, held.practice, held.plan.id).await?;
    let numbers: Vec<i64> = steps.iter().map(|step| step.seq).collect();
    if numbers != (1..=held.seq).collect::<Vec<i64>>() {
        found.push("a step is missing or superfluous".to_owned());
    }
    for document in papers::documents(tx, held.practice, held.plan.id).await? {
        if !document.is_whole() {
            found.push("a document is not what was signed".to_owned());
        }
    }
    let Some(proposal) = sign::proposal(tx, held).await? else {
        found.push("nothing was signed".to_owned());
        return Ok(found);
    };
    let steps: Vec<Step> = steps.iter().map(|step| sign::read_step(&step.step)).collect::<Result<_, _>>()?;
    match proposal.replay(&steps) {
        Ok(plan) if plan == held.plan => {}
        Ok(plan) => found.push(differs(&plan, &held.plan)),
        Err(refused) => found.push(format!("its steps do not follow from each other: {refused}")),
    }
    let booked = store::charges::booked(tx, held.practice, held.plan.id).await?;
    if booked != held.charges {
        found.push(format!(
            "{} of its interest and fees are booked, {} are kept",
            booked.total(),
            held.charges.total()
        ));
    }
    if !held.plan.balances() {
        found.push("its parts do not add up".to_owned());
    }
    let runs = matches!(held.plan.state, State::Active | State::AtRisk | State::Paused(_) | State::Defaulted);
    let owed = if runs { store::owed(tx, held.practice, held.plan.id).await?.0 } else { Money::ZERO };
    if runs && held.asked() > owed {
        found.push(format!("it asks for {} and its visits owe {owed}", held.asked()));
    }
    Ok(found)
}

fn differs(drawn: &Plan, kept: &Plan) -> String {
    format!(
        "its steps come to {} left at version {}, and {} left at version {} is kept",
        drawn.left(),
        drawn.version,
        kept.left(),
        kept.version
    )
}
