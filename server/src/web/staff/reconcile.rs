//! Stripe's account beside the books.

use app::model::{
    DifferenceAction, DifferenceKind, DifferenceRow, PartKind, PayoutRow, PayoutState, ReconcileNotice,
    ReconcilePage,
};
use app::pages;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use billing::door::local;
use billing::payments::gateway::movement;
use billing::reconcile::{self, Action, Difference, Payout, ReconcileError};

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;

/// Payouts on one page.
const SHOWN: i64 = 30;

pub async fn look(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let notice = match query.as_deref() {
        Some("resolved") => Some(ReconcileNotice::Resolved),
        Some(ran) => ran.strip_prefix("ran=").and_then(|counts| {
            let (new, recovered) = counts.split_once('-')?;
            Some(ReconcileNotice::Ran { new: new.parse().ok()?, recovered: recovered.parse().ok()? })
        }),
        None => None,
    };
    Ok(page(show(&portal, &staff, notice).await?))
}

async fn show(portal: &Shared, staff: &Staff, notice: Option<ReconcileNotice>) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let zone = &staff.practice.time_zone;
    let last = reconcile::last_run(&mut tx).await?;
    let payouts = reconcile::payouts(&mut tx, practice, None, SHOWN).await?;
    let differences = reconcile::differences(&mut tx, &portal.door, practice).await?;
    let model = ReconcilePage {
        last_run: last.map(|(_, ran)| local(ran, zone)),
        checked_through: last.map(|(through, _)| local(through, zone)),
        movements: u64::try_from(reconcile::count(&mut tx, practice).await?).unwrap_or_default(),
        payouts: payouts.into_iter().map(payout_row).collect(),
        differences: differences.into_iter().map(|one| difference_row(one, zone)).collect(),
        notice,
        configured: portal.gateway.is_some(),
    };
    Ok(pages::staff::reconcile(&staff.ctx(portal), &model))
}

/// A payout as pages show it.
pub fn payout_row(payout: Payout) -> PayoutRow {
    let parts = payout.parts.into_iter().map(|part| {
        let kind = match part.kind {
            reconcile::PartKind::Payments => PartKind::Payments,
            reconcile::PartKind::Refunds => PartKind::Refunds,
            reconcile::PartKind::Chargebacks => PartKind::Chargebacks,
            reconcile::PartKind::Fees => PartKind::Fees,
            reconcile::PartKind::Other => PartKind::Other,
        };
        (kind, u64::try_from(part.count).unwrap_or_default(), part.amount)
    });
    PayoutRow {
        parts: parts.collect(),
        id: payout.id,
        date: payout.arrives_on,
        amount: payout.amount,
        agrees: payout.agrees,
        state: match payout.state {
            movement::PayoutState::OnTheWay => PayoutState::OnTheWay,
            movement::PayoutState::Paid => PayoutState::Paid,
            movement::PayoutState::Failed => PayoutState::Failed,
        },
    }
}

fn difference_row(difference: Difference, zone: &str) -> DifferenceRow {
    let actions = difference.kind.actions().iter().map(|action| match action {
        Action::BookUnidentified => DifferenceAction::BookUnidentified,
        Action::AdoptRefund => DifferenceAction::AdoptRefund,
        Action::CorrectAmount => DifferenceAction::CorrectAmount,
        Action::TakeBack => DifferenceAction::TakeBack,
        Action::AskAgain => DifferenceAction::AskAgain,
        Action::BookFee => DifferenceAction::BookFee,
    });
    DifferenceRow {
        actions: actions.collect(),
        kind: match difference.kind {
            reconcile::DifferenceKind::ChargeNotOurs => DifferenceKind::ChargeNotOurs,
            reconcile::DifferenceKind::RefundNotOurs => DifferenceKind::RefundNotOurs,
            reconcile::DifferenceKind::AmountDiffers => DifferenceKind::AmountDiffers,
            reconcile::DifferenceKind::PaymentNotThere => DifferenceKind::NotAtStripe,
            reconcile::DifferenceKind::RefundNotThere => DifferenceKind::RefundNotAtStripe,
            reconcile::DifferenceKind::PayoutDiffers => DifferenceKind::PayoutDiffers,
            reconcile::DifferenceKind::Unassigned => DifferenceKind::Unassigned,
        },
        id: difference.id,
        stripe: difference.theirs,
        books: difference.ours,
        date: local(difference.at, zone).date(),
        reference: difference.reference,
    }
}

pub async fn check(State(portal): State<Shared>, staff: Staff) -> Answer {
    let Some(gateway) = &portal.gateway else { return Ok(see("/staff/reconcile")) };
    match reconcile::run(&portal.db, &portal.door, gateway).await {
        Ok(reading) => Ok(see(&format!("/staff/reconcile?ran={}-{}", reading.new, reading.recovered))),
        Err(error) => not_now(&portal, &staff, error).await,
    }
}

pub async fn resolve(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let Some(gateway) = &portal.gateway else { return Ok(see("/staff/reconcile")) };
    let action = Action::ALL.iter().find(|(_, code)| *code == fields.get("action"));
    let (action, _) = *action.ok_or(Fail::NotFound)?;
    let practice = staff.practice.id;
    let id = fields.get("difference");
    match reconcile::resolve(&portal.db, &portal.door, gateway, practice, id, action).await {
        Ok(()) => Ok(see("/staff/reconcile?resolved")),
        // Gone, or it happened after all: the list says how it stands.
        Err(ReconcileError::NotThere | ReconcileError::WasMade) => {
            Ok(refused(show(&portal, &staff, None).await?))
        }
        Err(error) => not_now(&portal, &staff, error).await,
    }
}

async fn not_now(portal: &Shared, staff: &Staff, error: ReconcileError) -> Answer {
    let ReconcileError::Gateway(error) = error else { return Err(error.into()) };
    tracing::warn!(%error, "the gateway's account could not be read");
    let html = show(portal, staff, Some(ReconcileNotice::NoAnswer)).await?;
    Ok((StatusCode::BAD_GATEWAY, Html(html)).into_response())
}
