//! All SQL of plans that lose visits.

use domain::{GuarantorId, PlanId, PracticeId, VisitId};

use crate::db::Tx;
use crate::{on, run};

/// The visits that a plan pays and of which anything is open.
pub async fn open_visits(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Vec<VisitId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT visit_id FROM visit_balances
         WHERE practice_id = $1 AND plan_id = $2
           AND patient_cents + insurance_cents + denied_cents + credit_cents > 0
         ORDER BY visit_id",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}

/// A visit is no longer paid by this plan; the caller holds its balance.
pub async fn leave_visit(
    tx: &mut Tx,
    practice: PracticeId,
    id: PlanId,
    visit: VisitId,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE visit_balances SET plan_id = NULL WHERE practice_id = $1 AND visit_id = $3 AND plan_id = $2"
        )
        .bind(practice)
        .bind(id)
        .bind(visit)
    )
    .map(drop)
}

pub async fn left_behind(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<PlanId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT p.id FROM visit_balances b
         JOIN plans p ON p.practice_id = b.practice_id AND p.id = b.plan_id
         WHERE b.practice_id = $1 AND b.guarantor_id = $2 AND b.patient_cents > 0
           AND p.guarantor_id <> $2 AND p.state = 'cancelled' AND p.reason = 'party_changed'
         ORDER BY p.changed_at DESC, p.id DESC LIMIT 1",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_optional(c))
}
