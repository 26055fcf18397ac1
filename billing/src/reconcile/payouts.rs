//! The gateway pays out to the bank: a payout is the sum of its parts.

use std::collections::BTreeMap;

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::{Money, PracticeId};
use time::Date;

use super::ReconcileError;
use super::store;
use crate::db::{Db, Tx};
use crate::ledger::{self, Fact, Writers};
use crate::payments::Gateway;
use crate::payments::gateway::movement::PayoutState;
use crate::{Door, accounts};

/// A payout as a practice sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payout {
    /// The gateway's id.
    pub id: String,
    /// How much, of this practice.
    pub amount: Money,
    /// How far it has come.
    pub state: PayoutState,
    /// When it is in the bank.
    pub arrives_on: Date,
    /// What it is made of, of this practice.
    pub parts: Vec<Part>,
    /// Its parts, of every practice, come to what the gateway paid out.
    pub agrees: bool,
}

/// What a payout is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    /// Lines of which kind.
    pub kind: PartKind,
    /// How many.
    pub count: i64,
    /// Their sum.
    pub amount: Money,
}

/// The kinds of lines a payout is made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PartKind {
    /// What was collected, before fees.
    Payments,
    /// What went back.
    Refunds,
    /// What payers' banks took or gave back.
    Chargebacks,
    /// What the gateway kept.
    Fees,
    /// Anything else.
    Other,
}

impl PartKind {
    pub(super) fn of(kind: &str) -> Self {
        match kind {
            "charge" | "payment" => Self::Payments,
            "refund" | "payment_refund" | "refund_failure" | "payment_failure_refund" => Self::Refunds,
            "adjustment" | "payment_reversal" => Self::Chargebacks,
            "stripe_fee" | "tax_fee" => Self::Fees,
            _ => Self::Other,
        }
    }
}

/// A payout that has not been booked, or whose failure has not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Unbooked {
    pub id: String,
    pub amount: Money,
    pub automatic: bool,
    pub failed: bool,
    pub booked: bool,
}

/// Books every payout whose parts are known, in the books of each practice at its part.
pub(super) async fn settle(db: &Db, door: &Door, gateway: &Gateway) -> Result<(), ReconcileError> {
    let (unbooked, arrived) = {
        let mut tx = db.read().await?;
        (store::unbooked(&mut tx).await?, store::not_arrived(&mut tx, door.today()).await?)
    };
    // One that takes longer than its line is read again for is asked about by itself.
    for id in arrived {
        let payout = gateway.payout(&id).await?;
        let mut tx = db.begin().await?;
        store::keep_payout(&mut tx, &payout).await?;
        tx.commit().await?;
    }
    for payout in unbooked {
        if payout.automatic && !payout.booked {
            read_parts(db, gateway, &payout.id).await?;
        }
        book(db, door, &payout).await?;
    }
    Ok(())
}

/// Asks the gateway of which lines a payout is the sum.
async fn read_parts(db: &Db, gateway: &Gateway, payout: &str) -> Result<(), ReconcileError> {
    let mut before: Option<String> = None;
    loop {
        let page = gateway.movements(None, Some(payout), before.as_deref()).await?;
        // The payout's own line is listed among its parts; one of another payout is a part.
        let parts = page.lines.iter().filter(|line| line.source.as_deref() != Some(payout));
        let ids: Vec<&str> = parts.map(|line| line.id.as_str()).collect();
        let mut tx = db.begin().await?;
        store::set_payout(&mut tx, payout, &ids).await?;
        tx.commit().await?;
        before = page.lines.last().map(|line| line.id.clone());
        if !page.more || before.is_none() {
            return Ok(());
        }
    }
}

async fn book(db: &Db, door: &Door, payout: &Unbooked) -> Result<(), ReconcileError> {
    let mut tx = db.begin().await?;
    let Some(shares) = shares_in(&mut tx, payout).await? else { return Ok(()) };
    if !payout.booked {
        for (practice, share) in &shares {
            post_in(&mut tx, door, *practice, payout, Kind::Payout, *share).await?;
        }
        store::set_booked(&mut tx, &payout.id, door.now()).await?;
    }
    if payout.failed && store::came_back(&mut tx, &payout.id).await? {
        for (practice, share) in &shares {
            post_in(&mut tx, door, *practice, payout, Kind::PayoutFailed, -*share).await?;
        }
        store::set_undone(&mut tx, &payout.id, door.now()).await?;
    }
    Ok(tx.commit().await?)
}

/// What of a payout belongs to each practice; none while part of it has no practice or its
/// parts do not come to it.
async fn shares_in(tx: &mut Tx, payout: &Unbooked) -> Result<Option<Vec<(PracticeId, Money)>>, sqlx::Error> {
    if !payout.automatic {
        // Made by hand: the gateway does not say of what. With one practice it is clear.
        let practices = accounts::practices(tx).await?;
        let [practice] = practices.as_slice() else { return Ok(None) };
        return Ok(Some(vec![(practice.id, payout.amount)]));
    }
    let mut shares: BTreeMap<PracticeId, Money> = BTreeMap::new();
    for (practice, amount) in store::shares(tx, &payout.id).await? {
        let Some(practice) = practice else { return Ok(None) };
        *shares.entry(practice).or_default() += amount;
    }
    for (earlier, amount) in store::carried(tx, &payout.id).await? {
        // It belonged to each practice as it did then.
        let Some(parts) = Box::pin(shares_in(tx, &earlier)).await? else { return Ok(None) };
        for (practice, share) in parts {
            *shares.entry(practice).or_default() += if amount.is_negative() { -share } else { share };
        }
    }
    let total: Money = shares.values().copied().sum();
    Ok((total == payout.amount).then(|| shares.into_iter().collect()))
}

async fn post_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    payout: &Unbooked,
    kind: Kind,
    amount: Money,
) -> Result<(), ReconcileError> {
    let Ok(entries) =
        Balanced::new(vec![Entry::new(Account::Bank, amount), Entry::new(Account::GatewayCash, -amount)])
    else {
        return Ok(());
    };
    ledger::lock_books(tx, practice, Writers::Some).await?;
    let today = accounts::today_in(tx, door, practice).await?;
    let word = if kind == Kind::Payout { "payout" } else { "payout-failed" };
    let fact = Fact::new(kind, today, format!("{word}:{}", payout.id));
    ledger::post_in(tx, door, practice, &fact, &entries).await?;
    Ok(())
}

/// The payouts of a practice, newest first; of one day when it is named.
///
/// # Errors
/// The database's word.
pub async fn payouts(
    tx: &mut Tx,
    practice: PracticeId,
    day: Option<Date>,
    limit: i64,
) -> Result<Vec<Payout>, sqlx::Error> {
    let mut payouts = Vec::new();
    for (mut payout, of_all) in store::payouts(tx, practice, day, limit).await? {
        let mut parts: Vec<Part> = Vec::new();
        let mut add =
            |kind: PartKind, count: i64, amount: Money| match parts.iter_mut().find(|part| part.kind == kind)
            {
                Some(part) => {
                    part.count += count;
                    part.amount += amount;
                }
                None => parts.push(Part { kind, count, amount }),
            };
        for (kind, count, amount, fees) in store::parts(tx, practice, &payout.id).await? {
            add(PartKind::of(&kind), count, amount);
            if !fees.is_zero() {
                add(PartKind::Fees, count, -fees);
            }
        }
        // Earlier payouts that came back, at this practice's part of them; one made by hand
        // has no lines and is all of the practice's, or of nobody's.
        let mut carried = store::carried(tx, &payout.id).await?;
        if !of_all.automatic {
            let amount = of_all.amount;
            carried.push((of_all, amount));
        }
        for (earlier, amount) in carried {
            let shares = shares_in(tx, &earlier).await?.unwrap_or_default();
            for (_, share) in shares.into_iter().filter(|(of, _)| *of == practice) {
                add(PartKind::Other, 1, if amount.is_negative() { -share } else { share });
            }
        }
        if parts.is_empty() {
            continue;
        }
        parts.sort_by_key(|part| part.kind);
        payout.amount = parts.iter().map(|part| part.amount).sum();
        payout.parts = parts;
        payouts.push(payout);
    }
    Ok(payouts)
}
