//! A patient's statements, and whether they come on paper.

use app::model::{StatementItem, StatementPage, StatementRef, StatementsPage};
use app::{FormState, Lang, Text, pages};
use axum::extract::{Path, State};
use billing::db::Tx;
use billing::door::local_date;
use billing::payments::{self, PaymentState};
use billing::plans::view;
use billing::statements::{self, Kept, paperless};
use billing::visits;
use domain::{GuarantorId, PracticeId};
use uuid::Uuid;

use super::plan_new;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Patient;
use crate::web::{papers, sight};

/// Statements on one page: five years of monthly ones.
const SHOWN: i64 = 60;

pub async fn list(State(portal): State<Shared>, patient: Patient) -> Answer {
    Ok(page(show(&portal, &patient, FormState::default()).await?))
}

async fn show(portal: &Shared, patient: &Patient, form: FormState) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let dues = visits::dues(&mut tx, practice, guarantor).await?;
    let kept = statements::of_guarantor(&mut tx, practice, guarantor, SHOWN).await?;
    let number = |id: Option<Uuid>| {
        kept.iter().find(|other| Some(other.id) == id).map(|other| other.statement.number.clone())
    };
    let items = kept.iter().map(|one| StatementItem {
        id: one.id,
        number: one.statement.number.clone(),
        issued_on: one.statement.issued_on,
        due_on: one.statement.due_on,
        due: one.statement.due,
        corrects: one.statement.corrects.clone(),
        corrected_by: number(one.corrected_by),
        settled: one.still_due(&dues).is_zero(),
    });
    let since = paperless::since(&mut tx, practice, guarantor).await?;
    let paperless = since.map(|since| local_date(since, &patient.practice.time_zone));
    let model = StatementsPage { items: items.collect(), own: patient.sight.is_own(), paperless, form };
    Ok(pages::statements(&patient.ctx(portal), &model))
}

pub async fn statement(State(portal): State<Shared>, patient: Patient, Path(id): Path<String>) -> Answer {
    // One route for both: the page, and the same as a PDF.
    let (id, as_pdf) = papers::named(&id)?;
    let mut tx = portal.db.read().await?;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let mut kept = statements::statement(&mut tx, practice, guarantor, id).await?.ok_or(Fail::NotFound)?;
    let lang = match (as_pdf, kept.statement.spanish) {
        (false, _) => patient.asked.lang,
        (true, true) => Lang::Es,
        (true, false) => Lang::En,
    };
    sight::statement(&patient.sight, &mut kept.statement, Text::new(lang, portal.door.today()));
    if as_pdf {
        drop(tx);
        return papers::statement(&portal, practice, kept, papers::Code::Page).await;
    }
    let mut model = told(&mut tx, practice, guarantor, kept, format!("/statements/{id}.pdf")).await?;
    model.over_time = plan_new::offered(&mut tx, &portal, &patient).await?.is_some();
    Ok(page(pages::statement(&patient.ctx(&portal), &model)))
}

/// A statement as its page tells it, for patients and staff.
pub async fn told(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    kept: Kept,
    pdf: String,
) -> Result<StatementPage, Fail> {
    let dues = visits::dues(tx, practice, guarantor).await?;
    let still_due = kept.still_due(&view::beside(tx, practice, guarantor).await?);
    let under_way = payments::under_way(tx, practice, guarantor).await?;
    let corrected_by = match kept.corrected_by {
        Some(id) => statements::statement(tx, practice, guarantor, id).await?,
        None => None,
    };
    Ok(StatementPage {
        id: kept.id,
        pdf,
        still_due,
        in_plan: (kept.still_due(&dues) - still_due).or_zero(),
        pay_open: under_way.is_some_and(|payment| payment.state == PaymentState::Open),
        // Asked for on the patient's own page.
        over_time: false,
        rights: papers::rights_of(tx, practice, &kept.statement).await?,
        corrected_by: corrected_by.map(|other| StatementRef { id: other.id, number: other.statement.number }),
        statement: kept.statement,
    })
}

pub async fn go_paperless(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    patient.must_own()?;
    let mut form = fields.form();
    for (field, error) in [("agree", "error-agree"), ("can_open", "error-can-open")] {
        if fields.get(field).is_empty() {
            form = form.with_error(field, error);
        }
    }
    if !form.errors.is_empty() {
        return Ok(refused(show(&portal, &patient, form).await?));
    }
    let mut tx = portal.db.begin().await?;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    paperless::agree_in(&mut tx, &portal.door, practice, guarantor, patient.user.id).await?;
    tx.commit().await?;
    Ok(see("/statements"))
}

pub async fn want_paper(State(portal): State<Shared>, patient: Patient) -> Answer {
    patient.must_own()?;
    let mut tx = portal.db.begin().await?;
    paperless::withdraw_in(&mut tx, &portal.door, patient.practice.id, patient.guarantor).await?;
    tx.commit().await?;
    Ok(see("/statements"))
}
