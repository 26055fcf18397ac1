//! Insurer money that met no visit: one decision on one screen, and what staff do with it.

use std::collections::BTreeSet;

use app::model::{UnmatchedClaimPage, UnmatchedStep};
use app::{FormState, pages};
use axum::extract::{Path, RawQuery, State};
use billing::db::Tx;
use billing::door::local;
use billing::remittance::by_hand::{self, ByHandError, Meant};
use domain::access::Permission;
use domain::{ClaimId, GuarantorId};

use super::door;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;
use crate::web::{Portal, Shared};

/// What the page shows beside the decision.
#[derive(Default)]
struct Shown {
    form: FormState,
    unfit: Option<String>,
    /// The visit whose number was typed, to be looked at.
    typed: Option<Meant>,
    done: bool,
}

pub async fn show(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<ClaimId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let done = query.as_deref() == Some("done");
    Ok(page(html(&portal, &staff, id, Shown { done, ..Shown::default() }).await?))
}

async fn html(portal: &Portal, staff: &Staff, id: ClaimId, shown: Shown) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let zone = &staff.practice.time_zone;
    let looked = match by_hand::look(&mut tx, practice, id).await {
        Err(ByHandError::NotThere) => return Err(Fail::NotFound),
        looked => looked?,
    };
    let meant = if looked.waits { by_hand::meant(&mut tx, practice, &looked).await? } else { Vec::new() };
    drop(tx);
    if !meant.is_empty() {
        let accounts: BTreeSet<GuarantorId> = meant.iter().map(|visit| visit.guarantor_id).collect();
        door::shown(portal, staff, (Permission::SeeBooks, "/staff/unmatched/{claim}"), accounts).await?;
    }
    let (days, claim) = (looked.days(), looked.claim);
    let model = UnmatchedClaimPage {
        id,
        payer: looked.payer,
        from: (looked.trace, looked.paid_on, looked.file_name, claim.segment),
        patient: format!("{} {}", claim.patient.first, claim.patient.last),
        days,
        amounts: [claim.charge, claim.paid, claim.patient_responsibility],
        reversal: claim.status.is_reversal(),
        lines: claim.lines.into_iter().map(|line| (line.procedure.code, line.charge, line.paid)).collect(),
        number: claim.patient_control_number,
        reason: looked.reason,
        waits: looked.waits,
        account: looked.visit.map(|(_, account)| account),
        typed: shown.typed.is_some(),
        meant: shown
            .typed
            .map_or(meant, |typed| vec![typed])
            .into_iter()
            .map(|visit| {
                let charged = visit.charged();
                (visit.visit_number, visit.patient, visit.service_date, charged)
            })
            .collect(),
        steps: looked
            .steps
            .into_iter()
            .map(|step| UnmatchedStep {
                step: step.step,
                words: step.words,
                by: step.by_name,
                at: local(step.at, zone),
            })
            .collect(),
        form: shown.form,
        unfit: shown.unfit,
        done: shown.done,
    };
    Ok(pages::staff::unmatched_claim(&staff.ctx(portal), &model))
}

/// Ends a press: looks again where it was taken; says in place why it was not.
async fn ended<T>(
    portal: &Portal,
    staff: &Staff,
    id: ClaimId,
    (fields, field): (&Fields, &str),
    (tx, taken): (Tx, Result<T, ByHandError>),
) -> Answer {
    let error = match taken {
        Ok(_) => {
            tx.commit().await?;
            return Ok(see(&format!("/staff/unmatched/{id}?done")));
        }
        Err(ByHandError::NotThere) => return Err(Fail::NotFound),
        Err(error) => error,
    };
    drop(tx);
    let form = fields.form();
    let shown = match error {
        ByHandError::Changed => {
            // Who was faster may have left nothing of it to look at.
            let there = by_hand::look(&mut portal.db.read().await?, staff.practice.id, id).await;
            if matches!(there, Err(ByHandError::NotThere)) {
                return Ok(see("/staff/unmatched"));
            }
            Shown { form: form.with_error("", "error-claim-moved"), ..Shown::default() }
        }
        ByHandError::NoVisit => {
            Shown { form: form.with_error(field, "error-visit-number"), ..Shown::default() }
        }
        ByHandError::Reversal => {
            Shown { form: form.with_error("", "error-claim-reversal"), ..Shown::default() }
        }
        ByHandError::Words => {
            Shown { form: form.with_error(field, "error-dispute-words"), ..Shown::default() }
        }
        ByHandError::DoesNotFit(reason) => Shown { form, unfit: Some(reason), ..Shown::default() },
        error => return Err(error.into()),
    };
    Ok(refused(html(portal, staff, id, shown).await?))
}

pub async fn to_visit(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<ClaimId>,
    fields: Fields,
) -> Answer {
    let by = (staff.practice.id, staff.user.id);
    let typed = fields.get("visit");
    let mut tx = portal.db.read().await?;
    let found = by_hand::visit(&mut tx, by.0, typed).await?;
    let waits = by_hand::look(&mut tx, by.0, id).await.is_ok_and(|looked| looked.waits);
    drop(tx);
    if let Some((visit, found)) = found.filter(|_| waits) {
        // The form names whose it is, which the route does not.
        let what = (Permission::SettleWork, "/staff/unmatched/{claim}/match");
        door::chosen(&portal, &staff, what, [id.to_string(), visit.to_string()]).await?;
        // A number that was typed may be anybody's: its visit is looked at first.
        if fields.get("sure").is_empty() {
            let shown = Shown { form: fields.form(), typed: Some(found), ..Shown::default() };
            return Ok(page(html(&portal, &staff, id, shown).await?));
        }
    }
    let mut tx = portal.db.begin().await?;
    let taken = by_hand::match_in(&mut tx, &portal.door, by, id, typed).await;
    ended(&portal, &staff, id, (&fields, "visit"), (tx, taken)).await
}

pub async fn note(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<ClaimId>,
    fields: Fields,
) -> Answer {
    let by = (staff.practice.id, staff.user.id);
    let mut tx = portal.db.begin().await?;
    let taken = by_hand::note_in(&mut tx, &portal.door, by, id, fields.get("note")).await;
    ended(&portal, &staff, id, (&fields, "note"), (tx, taken)).await
}

pub async fn give_back(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<ClaimId>,
    fields: Fields,
) -> Answer {
    let by = (staff.practice.id, staff.user.id);
    let mut tx = portal.db.begin().await?;
    let taken = by_hand::return_in(&mut tx, &portal.door, by, id, fields.get("why")).await;
    ended(&portal, &staff, id, (&fields, "why"), (tx, taken)).await
}
