//! The desk: figures, waiting claims, patients.

use app::model::{InviteState, StaffHome, StaffPatient, StaffPatientsPage, UnmatchedItem, UnmatchedPage};
use app::pages;
use axum::extract::{Path, State};
use billing::{accounts, identity, remittance};
use domain::access::Permission;
use domain::{GuarantorId, Money};

use super::imports::recent_rows;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page};
use crate::web::fields::Fields;
use crate::web::session::Staff;

/// Rows on one page.
const SHOWN: i64 = 100;

pub async fn home(State(portal): State<Shared>, staff: Staff) -> Answer {
    if !staff.role.may(Permission::SeeBooks) {
        return Ok(page(pages::staff::window(&staff.ctx(&portal))));
    }
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let totals = accounts::totals(&mut tx, practice).await?;
    let (waiting, unapplied) = remittance::waiting_totals(&mut tx, practice).await?;
    let model = StaffHome {
        patient_receivable: totals.patient,
        insurance_receivable: totals.insurance,
        denied: totals.denied,
        unapplied,
        credit: totals.credit,
        work: staff.work,
        unmatched_count: u64::try_from(waiting).unwrap_or_default(),
        patients_count: u64::try_from(totals.guarantors).unwrap_or_default(),
        imports: recent_rows(&mut tx, practice, 5).await?,
    };
    Ok(page(pages::staff::home(&staff.ctx(&portal), &model)))
}

pub async fn unmatched(State(portal): State<Shared>, staff: Staff) -> Answer {
    let mut tx = portal.db.read().await?;
    let waiting = remittance::waiting(&mut tx, staff.practice.id, SHOWN).await?;
    let items = waiting.into_iter().map(|claim| UnmatchedItem {
        control_number: claim.control_number,
        payer: Some(claim.payer),
        trace: Some(claim.trace),
        paid: Money::from_cents(claim.paid_cents),
        reason: claim.reason.unwrap_or_default(),
        file: claim.file_name,
        segment: u64::try_from(claim.segment).unwrap_or_default(),
        date: claim.paid_on,
    });
    Ok(page(pages::staff::unmatched(&staff.ctx(&portal), &UnmatchedPage { items: items.collect() })))
}

pub async fn patients_page(State(portal): State<Shared>, staff: Staff) -> Answer {
    Ok(page(pages::staff::patients(&staff.ctx(&portal), &StaffPatientsPage::default())))
}

/// By POST, so that a name is in no address.
pub async fn find_patients(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    found(&portal, &staff, fields.get("q"), None).await
}

async fn found(portal: &Shared, staff: &Staff, words: &str, invited: Option<String>) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let limit = SHOWN / 2;
    let found = accounts::search(&mut tx, practice, words, limit + 1).await?;
    let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > limit;
    let mut rows = Vec::new();
    for guarantor in found.into_iter().take(usize::try_from(limit).unwrap_or_default()) {
        rows.push(StaffPatient {
            guarantor: guarantor.id,
            name: format!("{} {}", guarantor.first_name, guarantor.last_name),
            account_number: guarantor.account_number,
            email: guarantor.email,
            patients: accounts::household(&mut tx, practice, guarantor.id).await?,
            due: Money::from_cents(guarantor.due_cents),
            state: if guarantor.has_login { InviteState::Registered } else { InviteState::NotInvited },
        });
    }
    let model = StaffPatientsPage { query: Some(words.to_owned()), rows, more, invited };
    Ok(page(pages::staff::patients(&staff.ctx(portal), &model)))
}

pub async fn invite(State(portal): State<Shared>, staff: Staff, Path(id): Path<GuarantorId>) -> Answer {
    let mut tx = portal.db.begin().await?;
    let guarantor = accounts::guarantor(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?;
    let sent = identity::invite_in(&mut tx, &portal.door, staff.practice.id, &guarantor).await?;
    tx.commit().await?;
    let name = format!("{} {}", guarantor.first_name, guarantor.last_name);
    found(&portal, &staff, &guarantor.account_number, sent.then_some(name)).await
}
