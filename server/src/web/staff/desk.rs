//! The desk: figures, waiting claims, patients.

use app::model::{InviteState, StaffHome, StaffPatient, StaffPatientsPage, UnmatchedItem, UnmatchedPage};
use app::pages;
use axum::extract::{Path, State};
use billing::accounts::{self, AccountFound};
use billing::{identity, remittance};
use domain::access::Permission;
use domain::{GuarantorId, Money};

use super::emergency;
use super::imports::recent_rows;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page};
use crate::web::fields::Fields;
use crate::web::session::Staff;

/// Rows on one page.
const SHOWN: i64 = 100;

pub async fn home(State(portal): State<Shared>, staff: Staff) -> Answer {
    if !staff.may(Permission::SeeBooks) {
        return Ok(page(pages::staff::window(&staff.ctx(&portal))));
    }
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let totals = accounts::totals(&mut tx, practice).await?;
    let (waiting, unapplied) = remittance::waiting_totals(&mut tx, practice).await?;
    let model = StaffHome {
        emergencies: emergency::unseen(&mut tx, &portal, &staff).await?,
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
        id: claim.id,
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

async fn found(portal: &Shared, staff: &Staff, typed: &str, invited: Option<String>) -> Answer {
    let mut tx = portal.db.read().await?;
    let found = accounts::search(&mut tx, staff.practice.id, typed).await?;
    let model = StaffPatientsPage {
        query: Some(typed.to_owned()),
        rows: found.accounts.into_iter().map(row).collect(),
        more: found.more,
        invited,
    };
    Ok(page(pages::staff::patients(&staff.ctx(portal), &model)))
}

fn row(account: AccountFound) -> StaffPatient {
    let patients = account.patients.into_iter().map(|patient| match patient.fits {
        true => (format!("{} {}", patient.first_name, patient.last_name), Some(patient.birth_date)),
        false => (patient.first_name, None),
    });
    StaffPatient {
        guarantor: account.id,
        name: format!("{} {}", account.first_name, account.last_name),
        born: account.birth_date,
        patients: patients.collect(),
        account_number: account.account_number,
        email: account.email,
        phone: account.phone,
        due: Money::from_cents(account.due_cents),
        state: if account.has_login { InviteState::Registered } else { InviteState::NotInvited },
    }
}

pub async fn invite(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    let mut tx = portal.db.begin().await?;
    let guarantor = accounts::guarantor(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?;
    let sent = identity::invite_in(&mut tx, &portal.door, staff.practice.id, &guarantor).await?;
    tx.commit().await?;
    let name = format!("{} {}", guarantor.first_name, guarantor.last_name);
    let typed = Some(fields.get("q")).filter(|typed| !typed.is_empty());
    found(&portal, &staff, typed.unwrap_or(&guarantor.account_number), sent.then_some(name)).await
}
