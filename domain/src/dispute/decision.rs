//! What a decision does to the books: part of the share of what was in question falls away, or
//! becomes the insurer's again.

use crate::ledger::{Account, Entry};
use crate::story::{ShareReason, VisitStory};
use crate::{ChargeId, GuarantorId, Money};

/// What is decided about money; both parts are zero where the bill stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Relief {
    /// Falls away: a correction, or a courtesy.
    pub taken_off: Money,
    /// Is the insurer's again: the claim is sent anew.
    pub to_insurer: Money,
}

impl Relief {
    /// Both parts.
    #[must_use]
    pub fn total(self) -> Money {
        self.taken_off + self.to_insurer
    }
}

/// What of a visit's share is of these charge lines; of all when none is named.
#[must_use]
pub fn share_of(story: &VisitStory, charges: &[ChargeId]) -> Money {
    parts(story, charges).map(|(_, why)| why.amount).sum()
}

/// What is in question: the share of the lines, as far as it is still owed and not in question
/// already. What was paid for a visit counts for its other lines first.
#[must_use]
pub fn in_question(story: &VisitStory, charges: &[ChargeId], owed: Money, aside: Money) -> Money {
    share_of(story, charges).min(owed - aside).or_zero()
}

/// The entries of a decision: line by line, reason by reason as the insurer gave it, what falls
/// away first. None when more is decided about than these lines' share.
#[must_use]
pub fn entries(
    story: &VisitStory,
    charges: &[ChargeId],
    relief: Relief,
    guarantor: GuarantorId,
) -> Option<Vec<Entry>> {
    if relief.taken_off.is_negative() || relief.to_insurer.is_negative() {
        return None;
    }
    let mut left = relief;
    let mut entries = Vec::new();
    for (charge, why) in parts(story, charges) {
        let off = left.taken_off.min(why.amount);
        let moved = left.to_insurer.min(why.amount - off);
        left = Relief { taken_off: left.taken_off - off, to_insurer: left.to_insurer - moved };
        let mut of = |account, amount: Money| {
            if !amount.is_zero() {
                let entry = Entry::new(account, amount).of_visit(story.visit, charge).of_guarantor(guarantor);
                entries.push(Entry { reason: why.reason.clone(), ..entry });
            }
        };
        of(Account::PatientReceivable, -(off + moved));
        of(Account::OtherAdjustment, off);
        of(Account::InsuranceReceivable, moved);
    }
    left.total().is_zero().then_some(entries)
}

fn parts<'a>(
    story: &'a VisitStory,
    charges: &'a [ChargeId],
) -> impl Iterator<Item = (Option<ChargeId>, &'a ShareReason)> {
    let asked = move |charge: Option<ChargeId>| {
        charges.is_empty() || charge.is_some_and(|charge| charges.contains(&charge))
    };
    let lines = story.lines.iter().filter(move |line| asked(line.charge));
    lines
        .flat_map(|line| line.breakdown.reasons.iter().map(move |why| (line.charge, why)))
        .filter(|(_, why)| why.amount.is_positive())
}
