//! Disputes prove themselves: each is drawn anew from its steps, and what rests is what is open.

use std::collections::BTreeSet;

use domain::dispute::Dispute;
use domain::{DisputeId, Money, PracticeId};

use super::{Case, store};
use crate::accounts;
use crate::db::Tx;

/// Disputes are read so many at a time.
const PAGE: i64 = 200;

/// What is out of place, over all practices; ids and figures only.
///
/// # Errors
/// The database's word, or that something stored cannot be read at all.
pub async fn violations(tx: &mut Tx) -> Result<Vec<String>, sqlx::Error> {
    let mut found: Vec<String> = store::wrong_caches(tx, 100)
        .await?
        .into_iter()
        .map(|visit| {
            format!("what is set aside for disputes, or was decided about, is not what is kept with {visit}")
        })
        .collect();
    let mut frozen = BTreeSet::new();
    for practice in accounts::practices(tx).await? {
        of_practice(tx, practice.id, &mut frozen, &mut found).await?;
    }
    // Staff can hold an account for a dispute that reached them in another way; what such a hold
    // is about is no id.
    let holds: BTreeSet<(PracticeId, DisputeId)> = store::holds(tx)
        .await?
        .into_iter()
        .filter_map(|(practice, subject)| Some((practice, subject.parse().ok()?)))
        .collect();
    for (_, id) in frozen.difference(&holds) {
        found.push(format!("dispute {id}: it is open and its account is not held"));
    }
    for (_, id) in holds.difference(&frozen) {
        found.push(format!("dispute {id}: its account is held and it is not open"));
    }
    Ok(found)
}

async fn of_practice(
    tx: &mut Tx,
    practice: PracticeId,
    frozen: &mut BTreeSet<(PracticeId, DisputeId)>,
    found: &mut Vec<String>,
) -> Result<(), sqlx::Error> {
    let mut after = None;
    loop {
        let page = store::after(tx, practice, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.id);
        for case in page {
            if case.dispute.is_frozen() {
                frozen.insert((practice, case.id));
            }
            for sentence in of_case(tx, &case).await? {
                found.push(format!("dispute {}: {sentence}", case.id));
            }
        }
    }
}

async fn of_case(tx: &mut Tx, case: &Case) -> Result<Vec<String>, sqlx::Error> {
    let mut found = Vec::new();
    let steps = store::steps(tx, case.practice, case.id).await?;
    let numbers: Vec<i64> = steps.iter().map(|step| step.seq).collect();
    if numbers != (1..=case.seq).collect::<Vec<i64>>() {
        found.push("a step is missing or superfluous".to_owned());
    }
    let mut drawn = Dispute::open(case.dispute.reason, case.opened_on);
    for kept in steps.iter().skip(1) {
        let taken = kept.step().map(|step| drawn.take(step, kept.on_day));
        match taken {
            Some(Ok(next)) => drawn = next,
            Some(Err(refused)) => found.push(format!("its steps do not follow from each other: {refused}")),
            None => found.push(format!("it has the unknown step {:?}", kept.step)),
        }
    }
    if drawn != case.dispute {
        found.push("its steps come to another state than is kept".to_owned());
    }
    let rests = if case.dispute.is_frozen() { case.amount } else { Money::ZERO };
    if case.frozen != rests {
        found.push(format!("{} rests of it instead of {rests}", case.frozen));
    }
    Ok(found)
}
