//! From the words of an 835 claim to the words of [`domain::posting`].

use domain::ledger::Reason;
use domain::posting::{DecidedLine, Decision};
use domain::{ChargeId, Group, Money};
use x12::{Adjustment, AdjustmentGroup, Claim, ClaimStatus, ServiceLine};

use crate::visits::ChargeInfo;

/// Which payer decided, first, second or third, when the status says so
/// (`X12 835 CLP02`). A denial (4) does not say.
pub fn rank(status: &ClaimStatus) -> Option<u8> {
    match status {
        ClaimStatus::ProcessedPrimary | ClaimStatus::PrimaryForwarded => Some(1),
        ClaimStatus::ProcessedSecondary | ClaimStatus::SecondaryForwarded => Some(2),
        ClaimStatus::ProcessedTertiary | ClaimStatus::TertiaryForwarded => Some(3),
        _ => None,
    }
}

/// Which payer refused a claim when neither status nor coverage tells: one that repeats
/// what an earlier payer settled (`OA-23`) is not the first.
pub fn rank_by_prior_payer(claim: &Claim) -> u8 {
    let repeats = |a: &Adjustment| a.group == AdjustmentGroup::OtherAdjustment && a.reason == "23";
    if claim.all_adjustments().any(repeats) { 2 } else { 1 }
}

/// The decision that a claim carries, its lines matched to the charges of the visit.
pub fn decision(claim: &Claim, rank: u8, charges: &[ChargeInfo]) -> Decision {
    let forwarded = matches!(
        claim.status,
        ClaimStatus::PrimaryForwarded | ClaimStatus::SecondaryForwarded | ClaimStatus::TertiaryForwarded
    );
    let mut free: Vec<&ChargeInfo> = charges.iter().collect();
    Decision {
        rank,
        forwarded,
        paid: claim.paid,
        adjustments: reasons(&claim.adjustments),
        lines: claim
            .lines
            .iter()
            .map(|line| DecidedLine {
                charge: take_match(line, &mut free),
                paid: line.paid,
                adjustments: reasons(&line.adjustments),
            })
            .collect(),
    }
}

fn reasons(adjustments: &[Adjustment]) -> Vec<(Reason, Money)> {
    adjustments
        .iter()
        .map(|adjustment| {
            let group = match adjustment.group {
                AdjustmentGroup::ContractualObligation => Group::CO,
                AdjustmentGroup::PatientResponsibility => Group::PR,
                AdjustmentGroup::OtherAdjustment => Group::OA,
                AdjustmentGroup::PayerInitiated => Group::PI,
                AdjustmentGroup::CorrectionReversal => Group::CR,
            };
            (Reason { group, carc: adjustment.reason.clone() }, adjustment.amount)
        })
        .collect()
}

/// The charge a service line is about: by the line number we sent (`REF*6R`), else by
/// the submitted code with the same amount, else by the code alone. Each charge is
/// matched once; a line that matches none stays with the visit as a whole.
fn take_match(line: &ServiceLine, free: &mut Vec<&ChargeInfo>) -> Option<ChargeId> {
    let submitted = line.submitted.as_ref().unwrap_or(&line.procedure);
    let code = |charge: &ChargeInfo| charge.code == submitted.code || charge.code == line.procedure.code;
    let number = line.control_number.as_deref();
    let found = free
        .iter()
        .position(|charge| number == Some(charge.line.as_str()) && code(charge))
        .or_else(|| free.iter().position(|c| code(c) && c.amount_cents == line.charge.cents()))
        .or_else(|| free.iter().position(|charge| code(charge)))?;
    Some(free.remove(found).id)
}
