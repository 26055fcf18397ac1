//! The balance explains itself: from what was charged to what is left.
//!
//! A visit's story is drawn from its ledger entries and nothing else, so its parts
//! add up exactly because the entries do: charged = discount + other adjustments +
//! insurers paid + with insurance + refused + the patient's share.

use time::Date;

use crate::ledger::{Account, Entry, Kind, Reason};
use crate::{ChargeId, Money, Share, VisitId};

/// An entry as the ledger holds it, with what a reader wants to know of its
/// transaction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posted {
    /// The entry.
    pub entry: Entry,
    /// What its transaction records.
    pub kind: Kind,
    /// The day the fact happened: service, insurer's payment, or payment.
    pub date: Date,
    /// Who paid or decided: the insurer's name as its 835 gives it.
    pub payer: Option<String>,
    /// The insurer's check or transfer number (`X12 835 TRN02`).
    pub trace: Option<String>,
    /// Its guarantor no longer answers for the visit.
    pub before: bool,
}

/// A reason why part of the charge is the patient's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShareReason {
    /// The kind, in a patient's words.
    pub share: Share,
    /// The insurer's reason as a footnote; none for a visit without insurance.
    pub reason: Option<Reason>,
    /// The amount; above zero.
    pub amount: Money,
}

/// What one insurer paid, or took back, on one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InsurerPayment {
    /// The insurer's name.
    pub payer: Option<String>,
    /// Check or transfer number.
    pub trace: Option<String>,
    /// The day it paid.
    pub date: Date,
    /// The amount; negative when it took money back.
    pub amount: Money,
}

/// Money of the patient's for the visit: a payment, or one that went back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatientPayment {
    /// What happened: paid, refunded, taken back by the bank, moved from another visit.
    pub kind: Kind,
    /// The day it happened.
    pub date: Date,
    /// The amount; negative when it went back to the patient.
    pub amount: Money,
    /// It was whoever answered for the visit before.
    pub before: bool,
}

/// What a payment plan cost beside the visit's share, or no longer asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanCost {
    /// [`Account::PlanInterest`] or [`Account::LateFees`].
    pub account: Account,
    /// The day from which it is owed.
    pub date: Date,
    /// The amount; negative when it is not asked any more.
    pub amount: Money,
}

/// What the practice gave up of what the patient owes, or what of that was not needed in the end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forgiven {
    /// The day it happened.
    pub date: Date,
    /// The amount; negative when it was not needed any more, because the share fell.
    pub amount: Money,
}

/// How a charge, or a visit's charges together, became the patient's share.
///
/// `charged = discount + other + insurers + with_insurance + refused + share`, and
/// `due = share + plan costs − forgiven − paid + credit`, to the cent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Breakdown {
    /// What the practice charged.
    pub charged: Money,
    /// Taken off by contract.
    pub discount: Money,
    /// Taken off for another reason.
    pub other: Money,
    /// Paid by insurers.
    pub insurers: Money,
    /// Waiting for an insurer's decision; not to be paid yet.
    pub with_insurance: Money,
    /// Refused by an insurer and being worked by the practice; not to be paid.
    pub refused: Money,
    /// The patient's part of the charge.
    pub share: Money,
    /// Why, largest first; adds up to `share`.
    pub reasons: Vec<ShareReason>,
}

impl Breakdown {
    /// The story of these entries, all of one visit or of one charge of it.
    fn of<'a>(entries: impl Iterator<Item = &'a Posted>) -> Self {
        let mut story = Self::default();
        for Posted { entry, kind, .. } in entries {
            let amount = entry.amount;
            match entry.account {
                Account::Revenue => story.charged -= amount,
                Account::ContractualAdjustment => story.discount += amount,
                Account::OtherAdjustment if *kind != Kind::PatientWriteOff => story.other += amount,
                Account::InsurerCash => story.insurers += amount,
                Account::InsuranceReceivable => story.with_insurance += amount,
                Account::DeniedReceivable => story.refused += amount,
                Account::PatientReceivable if is_share(*kind, entry) => story.add_share(entry),
                _ => {}
            }
        }
        story.reasons.retain(|reason| !reason.amount.is_zero());
        story.reasons.sort_by(|a, b| b.amount.cmp(&a.amount).then(a.share.cmp(&b.share)));
        story
    }

    fn add_share(&mut self, entry: &Entry) {
        self.share += entry.amount;
        let share = entry.reason.as_ref().map_or(Share::SelfPay, |reason| Share::of(&reason.carc));
        match self.reasons.iter_mut().find(|known| known.reason == entry.reason) {
            Some(known) => known.amount += entry.amount,
            None => {
                self.reasons.push(ShareReason { share, reason: entry.reason.clone(), amount: entry.amount })
            }
        }
    }

    /// The sum of the parts, which is what was charged.
    #[must_use]
    pub fn explained(&self) -> Money {
        self.discount + self.other + self.insurers + self.with_insurance + self.refused + self.share
    }
}

/// Whether an entry on the patient's receivable is part of the share, and not a
/// payment or a movement of credit: the insurer gave a reason, or it is a charge that
/// nobody insures, or what the practice decided about one. Credit moves name no charge line, whatever transaction they are in.
fn is_share(kind: Kind, entry: &Entry) -> bool {
    entry.reason.is_some()
        || (entry.charge.is_some()
            && matches!(kind, Kind::Charge | Kind::ChargeCorrection | Kind::DisputeDecision))
}

/// A charge line with its own story.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChargeStory {
    /// The charge line; none for what the insurer said of the visit as a whole.
    pub charge: Option<ChargeId>,
    /// From charge to share.
    pub breakdown: Breakdown,
    /// The entries behind it, in the order they were posted.
    pub entries: Vec<Posted>,
}

/// The whole story of a visit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisitStory {
    /// The visit.
    pub visit: VisitId,
    /// All its charges together.
    pub breakdown: Breakdown,
    /// Each insurer's payments, in order.
    pub insurer_payments: Vec<InsurerPayment>,
    /// What a payment plan cost beside the share, in order.
    pub plan_costs: Vec<PlanCost>,
    /// What the practice gave up of it, in order: beside the share, which stays as it was explained.
    pub forgiven: Vec<Forgiven>,
    /// The patient's payments and what went back, in order.
    pub payments: Vec<PatientPayment>,
    /// What was paid in all, less what went back.
    pub paid: Money,
    /// Of that, by whoever answered for the visit before.
    pub paid_before: Money,
    /// What is to be paid now.
    pub due: Money,
    /// Paid beyond the share: a credit.
    pub credit: Money,
    /// Line by line, in the order in which the lines were first posted; what has
    /// no line comes last.
    pub lines: Vec<ChargeStory>,
}

impl VisitStory {
    /// What payment plans cost beside the share, all in all.
    #[must_use]
    pub fn plan_cost(&self) -> Money {
        self.plan_costs.iter().map(|cost| cost.amount).sum()
    }

    /// What the practice gave up of it, all in all.
    #[must_use]
    pub fn forgiven_in_all(&self) -> Money {
        self.forgiven.iter().map(|one| one.amount).sum()
    }

    /// Draws the story from every entry of the visit, in the order of posting.
    #[must_use]
    pub fn of(visit: VisitId, entries: &[Posted]) -> Self {
        let on = |account| -> Money {
            entries.iter().filter(|p| p.entry.account == account).map(|p| p.entry.amount).sum()
        };
        let mut insurer_payments: Vec<InsurerPayment> = Vec::new();
        let mut payments: Vec<PatientPayment> = Vec::new();
        let mut plan_costs: Vec<PlanCost> = Vec::new();
        let mut forgiven: Vec<Forgiven> = Vec::new();
        for posted in entries {
            let amount = posted.entry.amount;
            match posted.entry.account {
                Account::InsurerCash => {
                    let same = insurer_payments.iter_mut().find(|p| {
                        p.date == posted.date && p.trace == posted.trace && p.payer == posted.payer
                    });
                    match same {
                        Some(payment) => payment.amount += amount,
                        None => insurer_payments.push(InsurerPayment {
                            payer: posted.payer.clone(),
                            trace: posted.trace.clone(),
                            date: posted.date,
                            amount,
                        }),
                    }
                }
                account @ (Account::PlanInterest | Account::LateFees) => {
                    plan_costs.push(PlanCost { account, date: posted.date, amount: -amount });
                }
                Account::OtherAdjustment if posted.kind == Kind::PatientWriteOff => {
                    forgiven.push(Forgiven { date: posted.date, amount });
                }
                Account::PatientReceivable | Account::PatientCredit if posted.kind.is_guarantors_money() => {
                    let Posted { kind, date, before, .. } = *posted;
                    match payments.iter_mut().find(|p| (p.date, p.kind, p.before) == (date, kind, before)) {
                        Some(payment) => payment.amount -= amount,
                        None => payments.push(PatientPayment { kind, date, amount: -amount, before }),
                    }
                }
                _ => {}
            }
        }
        insurer_payments.retain(|payment| !payment.amount.is_zero());
        payments.retain(|payment| !payment.amount.is_zero());
        let paid: Money = payments.iter().map(|payment| payment.amount).sum();
        let paid_before: Money =
            payments.iter().filter(|payment| payment.before).map(|payment| payment.amount).sum();
        Self {
            visit,
            breakdown: Breakdown::of(entries.iter()),
            insurer_payments,
            plan_costs,
            forgiven,
            paid,
            // What went back since is entered for whoever answers now.
            paid_before: paid_before.min(paid).or_zero(),
            payments,
            due: on(Account::PatientReceivable),
            credit: -on(Account::PatientCredit),
            lines: lines_of(entries),
        }
    }
}

fn lines_of(entries: &[Posted]) -> Vec<ChargeStory> {
    let mut lines: Vec<ChargeStory> = Vec::new();
    for posted in entries.iter().filter(|posted| tells(posted)) {
        let charge = posted.entry.charge;
        match lines.iter_mut().find(|line| line.charge == charge) {
            Some(line) => line.entries.push(posted.clone()),
            None => lines.push(ChargeStory {
                charge,
                breakdown: Breakdown::default(),
                entries: vec![posted.clone()],
            }),
        }
    }
    for line in &mut lines {
        line.breakdown = Breakdown::of(line.entries.iter());
    }
    lines.sort_by_key(|line| line.charge.is_none());
    lines
}

/// Payments, credit and what was given up belong to the visit, not to the story of a line.
fn tells(posted: &Posted) -> bool {
    if posted.kind == Kind::PatientWriteOff {
        return false;
    }
    match posted.entry.account {
        Account::PatientReceivable => is_share(posted.kind, &posted.entry),
        Account::PatientCredit | Account::GatewayCash | Account::PlanInterest | Account::LateFees => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests;
