//! What waits for a person.

use app::model::{WorkItem, WorkKind, WorkPage};
use app::pages;
use axum::extract::{Path, RawQuery, State};
use billing::door::local;
use billing::work;
use domain::Money;
use domain::access::Permission;
use uuid::Uuid;

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;

/// Items on one page, the most urgent first.
const SHOWN: i64 = 200;

pub async fn list(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let mut tx = portal.db.read().await?;
    let waiting = work::waiting(&mut tx, staff.practice.id, SHOWN).await?;
    let now = portal.door.now();
    let zone = &staff.practice.time_zone;
    let items = waiting.into_iter().filter_map(|item| {
        let kind = item.kind()?;
        Some(WorkItem {
            id: item.id,
            kind: match kind {
                work::WorkKind::RefundApproval => WorkKind::RefundApproval,
                work::WorkKind::RefundFailed => WorkKind::RefundFailed,
                work::WorkKind::RefundUnknown => WorkKind::RefundUnknown,
                work::WorkKind::Chargeback => WorkKind::Chargeback,
                work::WorkKind::PaymentUnknown => WorkKind::PaymentUnknown,
                work::WorkKind::Credit => WorkKind::CreditApproval,
                work::WorkKind::Difference => WorkKind::Difference,
                work::WorkKind::ReturnedMail if item.is_about_email() => WorkKind::RefusedEmail,
                work::WorkKind::ReturnedMail => WorkKind::ReturnedMail,
                work::WorkKind::PlanLook => WorkKind::PlanLook,
                work::WorkKind::PlanException => WorkKind::PlanException,
                work::WorkKind::PromiseBroken => WorkKind::PromiseBroken,
                work::WorkKind::LinkLocked => WorkKind::LinkLocked,
                work::WorkKind::HookDisabled => WorkKind::HookDisabled,
                work::WorkKind::Dispute => WorkKind::Dispute,
                work::WorkKind::DisputeApproval => WorkKind::DisputeApproval,
                work::WorkKind::DenialApproval => WorkKind::DenialApproval,
                work::WorkKind::GuarantorApproval => WorkKind::GuarantorApproval,
                work::WorkKind::WriteOffApproval => WorkKind::WriteOffApproval,
                work::WorkKind::Rebill => WorkKind::Rebill,
                work::WorkKind::Hardship => WorkKind::Hardship,
                work::WorkKind::Untold => WorkKind::Untold,
            },
            amount: Money::from_cents(item.amount_cents.unwrap_or_default()),
            name: item.guarantor_name,
            opened: local(item.opened_at, zone),
            due: item.due_at.map(|due| local(due, zone)),
            late: item.due_at.is_some_and(|due| due < now),
            link: match (kind, item.payment_id, item.guarantor_id) {
                (
                    work::WorkKind::Dispute
                    | work::WorkKind::DisputeApproval
                    | work::WorkKind::Rebill
                    | work::WorkKind::Untold,
                    ..,
                ) => Some(format!("/staff/disputes/{}", item.subject)),
                (work::WorkKind::Hardship, ..) => Some(format!("/staff/help/{}", item.subject)),
                (work::WorkKind::GuarantorApproval, ..) => Some(format!("/staff/changes/{}", item.subject)),
                (work::WorkKind::DenialApproval, ..) => Some(format!("/staff/denials/{}", item.subject)),
                (work::WorkKind::PlanLook, ..) => Some(format!("/staff/plans/{}", item.subject)),
                (work::WorkKind::HookDisabled, ..) => Some(format!("/staff/api/hooks/{}", item.subject)),
                (work::WorkKind::Difference, ..) => Some("/staff/reconcile".to_owned()),
                (_, Some(payment), _) => Some(format!("/staff/payments/{payment}")),
                (_, None, Some(guarantor)) => Some(format!("/staff/accounts/{guarantor}")),
                _ => None,
            },
            note: None,
            closable: kind.is_closed_by_hand() && staff.may(Permission::SettleWork),
        })
    });
    let model = WorkPage { items: items.collect(), done: query.as_deref() == Some("done") };
    Ok(page(pages::staff::work(&staff.ctx(&portal), &model)))
}

pub async fn done(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<Uuid>,
    fields: Fields,
) -> Answer {
    let note: String = fields.get("note").chars().take(500).collect();
    let note = Some(note.as_str()).filter(|note| !note.is_empty());
    let mut tx = portal.db.begin().await?;
    if !work::done_in(&mut tx, &portal.door, staff.practice.id, id, staff.user.id, note).await? {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see("/staff/work?done"))
}
