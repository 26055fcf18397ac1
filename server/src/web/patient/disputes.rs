//! What a patient says is wrong, or asks: the form, the conversation, the files.

mod tell;

use app::model::{DisputeBy, DisputeCard, DisputePage, DisputeStep, DisputeTold, DisputesPage, FederalCase};
use app::{FormState, pages};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, Path, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use billing::db::Tx;
use billing::disputes::federal;
use billing::disputes::{self, Case, DisputeError, DocumentError, KeptStep, act, decide, documents};
use billing::{estimates, visits};
use domain::dispute::{Reason, State as Stands, Step};
use domain::estimate::rule;
use domain::{DisputeId, Money, VisitId};
use uuid::Uuid;

use super::upload;
use super::visits::{title, told_before};
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Patient;
use crate::web::{Portal, Shared};

pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/tell", get(tell::which))
        .route("/disputes", get(list))
        .route("/disputes/{dispute}", get(show))
        .route("/disputes/{dispute}/withdraw", post(withdraw))
        .route("/disputes/{dispute}/files/{file}", get(file))
}

/// Forms with files have a bound of their own.
pub fn uploads() -> Router<Shared> {
    Router::new()
        .route("/visits/{visit}/tell", get(tell::tell_page).post(tell::tell))
        .route("/disputes/{dispute}/write", post(write))
        .route("/disputes/{dispute}/appeal", post(appeal))
        .layer(DefaultBodyLimit::max(upload::LARGEST))
}

/// The error at the field of a file.
pub fn file_error(error: DocumentError) -> &'static str {
    match error {
        DocumentError::OtherKind => "error-file-kind",
        DocumentError::TooLarge => "error-file-size",
        DocumentError::TooMany => "error-file-many",
        DocumentError::Odd => "error-file-odd",
        DocumentError::NoKey | DocumentError::Sealed => "error-file-broken",
    }
}

/// A form's fields for words, for files, and for what it is about.
type Places = (&'static str, &'static str, &'static str);

const WRITE: Places = ("words", "file", "line");
const APPEAL: Places = ("appeal", "appeal-file", "appeal");

/// The error of a refusal at its field; none when it is no refusal of what was typed.
fn wrong(error: &DisputeError, (words, file, about): Places) -> Option<(&'static str, &'static str)> {
    match error {
        DisputeError::Words => Some((words, "error-case-words")),
        DisputeError::OpenAlready(_) => Some((about, "error-case-open")),
        DisputeError::Refused(_) | DisputeError::Changed => Some(("", "error-case-changed")),
        DisputeError::Document(error) => Some((file, file_error(*error))),
        _ => None,
    }
}

/// One in short.
async fn card(tx: &mut Tx, case: &Case) -> Result<DisputeCard, Fail> {
    let info = visits::of_practice(tx, case.practice, case.visit).await?.ok_or(Fail::NotFound)?;
    Ok(DisputeCard {
        id: case.id,
        reference: case.spoken(),
        reason: case.dispute.reason,
        state: case.dispute.state,
        outcome: case.dispute.outcome,
        visit: case.visit,
        title: title(info.description, info.location),
        visit_date: info.service_date,
        opened_on: case.opened_on,
        frozen: match case.dispute.state {
            // Nothing of the visit is asked for, whatever was charged or decided since.
            Stands::WaitingFederal => {
                let aside = visits::set_aside(tx, case.practice, case.guarantor).await?;
                aside.iter().filter(|due| due.visit == case.visit).map(|due| due.amount).sum()
            }
            _ => case.frozen,
        },
        act_by: case.dispute.act_by,
        decide_by: case.dispute.decide_by,
    })
}

/// What a patient took to a federal reviewer, as pages show it.
///
/// # Errors
/// The database's word.
pub async fn federal_case(tx: &mut Tx, case: &Case) -> Result<Option<FederalCase>, Fail> {
    let Some(federal) = federal::of_case(tx, case.practice, case.id).await? else { return Ok(None) };
    let answer = federal::answer_of(tx, case.practice, case.id).await?;
    Ok(Some(FederalCase {
        rule: rule(federal.started_on),
        started_on: federal.started_on,
        reference: federal.reference,
        came: answer.map(|answer| (answer.how, answer.to_pay)),
    }))
}

/// Everything the reader may see of it, newest first.
///
/// # Errors
/// The database's word.
pub async fn cards(tx: &mut Tx, patient: &Patient, open_only: bool) -> Result<Vec<DisputeCard>, Fail> {
    let mut cards = Vec::new();
    for case in disputes::of_guarantor(tx, patient.practice.id, patient.guarantor).await? {
        let over = case.dispute.state == Stands::Closed;
        if !(patient.sight.withholds_case(case.visit) || (open_only && over)) {
            cards.push(card(tx, &case).await?);
        }
    }
    Ok(cards)
}

async fn list(State(portal): State<Shared>, patient: Patient) -> Answer {
    let mut tx = portal.db.read().await?;
    let disputes = cards(&mut tx, &patient, false).await?;
    Ok(page(pages::disputes(&patient.ctx(&portal), &DisputesPage { disputes })))
}

async fn show(
    State(portal): State<Shared>,
    patient: Patient,
    Path(id): Path<DisputeId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let told = match query.as_deref() {
        Some("opened") => Some(DisputeTold::Opened),
        Some("written") => Some(DisputeTold::Written),
        Some("withdrawn") => Some(DisputeTold::Withdrawn),
        Some("appealed") => Some(DisputeTold::Appealed),
        _ => None,
    };
    Ok(page(html(&portal, &patient, id, (told, FormState::default())).await?))
}

/// A dispute that the reader may see.
async fn seen(tx: &mut Tx, patient: &Patient, id: DisputeId) -> Result<Case, Fail> {
    let case = disputes::case(tx, patient.practice.id, patient.guarantor, id).await?;
    case.filter(|case| !patient.sight.withholds_case(case.visit)).ok_or(Fail::NotFound)
}

async fn html(
    portal: &Portal,
    patient: &Patient,
    id: DisputeId,
    (told, form): (Option<DisputeTold>, FormState),
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let case = seen(&mut tx, patient, id).await?;
    let practice = case.practice;
    let today = portal.door.today_in(&patient.practice.time_zone);
    let named = disputes::charges(&mut tx, practice, id).await?;
    let charges = visits::charges(&mut tx, practice, case.visit).await?;
    let lines = named.iter().filter_map(|id| charges.iter().find(|charge| charge.id == *id));
    let files = disputes::handed_in(&mut tx, practice, id).await?;
    let mut happened = Vec::new();
    for step in disputes::steps(&mut tx, practice, id).await? {
        if let Some(mut told) = told_of(patient, &step)? {
            let with = files.iter().filter(|file| file.seq == step.seq);
            told.files = with.map(|file| (file.id, file.name.clone(), file.bytes)).collect();
            happened.push(told);
        }
    }
    let decides = acts(patient).may_end(&case) && case.dispute.state != Stands::WaitingFederal;
    let above = case.dispute.reason == Reason::AboveEstimate;
    let before = estimates::compared(&mut tx, practice, case.visit, today).await?;
    let before = before.filter(|_| above && decides).map(told_before);
    let federal = federal_case(&mut tx, &case).await?;
    let dispute = &case.dispute;
    let model = DisputePage {
        card: card(&mut tx, &case).await?,
        seq: case.seq,
        lines: lines.map(|charge| charge.description.clone()).collect(),
        happened,
        may_write: dispute.state != Stands::Closed,
        may_withdraw: decides && dispute.is_open(),
        appeal_by: dispute.act_by.filter(|_| decides && dispute.may_appeal(today)),
        files_left: if portal.document_key().is_some() {
            documents::FILES_MOST.saturating_sub(files.len())
        } else {
            0
        },
        before,
        federal,
        told,
        form,
    };
    Ok(pages::dispute(&patient.ctx(portal), &model))
}

/// A step as the patient is told of it; none of what stays among staff.
fn told_of(patient: &Patient, step: &KeptStep) -> Result<Option<DisputeStep>, Fail> {
    let what = match step.step() {
        None if step.step == "opened" => "opened",
        None | Some(Step::Noted | Step::Assigned | Step::Proposed | Step::Returned) => return Ok(None),
        Some(step) => step.code().0,
    };
    let decision = decide::decision_of(step)?;
    let cents = |of: fn(&disputes::Decision) -> i64| {
        decision.as_ref().map_or(Money::ZERO, |decision| Money::from_cents(of(decision)))
    };
    Ok(Some(DisputeStep {
        what,
        by: match (step.by_patient, step.by_user) {
            (true, Some(user)) if user != patient.user.id => DisputeBy::Account,
            (true, _) => DisputeBy::You,
            (false, Some(_)) => DisputeBy::Practice,
            (false, None) => DisputeBy::Itself,
        },
        on: step.on_day,
        message: step.message.clone(),
        outcome: decision.as_ref().map(|decision| decision.outcome),
        taken_off: cents(|decision| decision.taken_off_cents),
        to_insurer: cents(|decision| decision.to_insurer_cents),
        files: Vec::new(),
    }))
}

fn acts(patient: &Patient) -> act::Patient {
    act::Patient {
        practice: patient.practice.id,
        guarantor: patient.guarantor,
        user: patient.user.id,
        answers: patient.sight.is_own(),
    }
}

/// The step that their page showed; what comes from a page that said none is taken as it is.
fn at(fields: &Fields) -> i64 {
    fields.get("seq").parse().unwrap_or_default()
}

async fn write(
    State(portal): State<Shared>,
    patient: Patient,
    Path(id): Path<DisputeId>,
    parts: Multipart,
) -> Answer {
    seen(&mut portal.db.read().await?, &patient, id).await?;
    let upload = upload::read(parts).await;
    let done = match &upload.files {
        Ok(papers) => {
            let key = portal.document_key();
            let mut tx = portal.db.begin().await?;
            let said = (upload.fields.get(WRITE.0), papers.as_slice());
            let page = (id, at(&upload.fields));
            match act::write_in(&mut tx, &portal.door, key.as_ref(), acts(&patient), page, said).await {
                Ok(_) => Ok(tx.commit().await?),
                Err(error) => Err(error),
            }
        }
        Err(error) => return again(&portal, &patient, id, upload.fields.form(), (WRITE.1, error)).await,
    };
    answer(&portal, &patient, id, upload.fields.form(), done, (WRITE, "written")).await
}

async fn appeal(
    State(portal): State<Shared>,
    patient: Patient,
    Path(id): Path<DisputeId>,
    parts: Multipart,
) -> Answer {
    seen(&mut portal.db.read().await?, &patient, id).await?;
    let upload = upload::read(parts).await;
    let done = match &upload.files {
        Ok(papers) => {
            let key = portal.document_key();
            let mut tx = portal.db.begin().await?;
            let said = (upload.fields.get(APPEAL.0), papers.as_slice());
            let page = (id, at(&upload.fields));
            match act::appeal_in(&mut tx, &portal.door, key.as_ref(), acts(&patient), page, said).await {
                Ok(_) => Ok(tx.commit().await?),
                Err(error) => Err(error),
            }
        }
        Err(error) => return again(&portal, &patient, id, upload.fields.form(), (APPEAL.1, error)).await,
    };
    answer(&portal, &patient, id, upload.fields.form(), done, (APPEAL, "appealed")).await
}

async fn answer(
    portal: &Portal,
    patient: &Patient,
    id: DisputeId,
    form: FormState,
    done: Result<(), DisputeError>,
    (places, told): (Places, &str),
) -> Answer {
    match done {
        Ok(()) => Ok(see(&format!("/disputes/{id}?{told}"))),
        Err(error) => match wrong(&error, places) {
            Some(problem) => again(portal, patient, id, form, problem).await,
            None => Err(error.into()),
        },
    }
}

async fn again(
    portal: &Portal,
    patient: &Patient,
    id: DisputeId,
    form: FormState,
    (field, error): (&str, &str),
) -> Answer {
    let form = form.with_error(field, error);
    Ok(refused(html(portal, patient, id, (None, form)).await?))
}

async fn withdraw(State(portal): State<Shared>, patient: Patient, Path(id): Path<DisputeId>) -> Answer {
    seen(&mut portal.db.read().await?, &patient, id).await?;
    let done = {
        let mut tx = portal.db.begin().await?;
        match act::withdraw_in(&mut tx, &portal.door, acts(&patient), id).await {
            Ok(_) => Ok(tx.commit().await?),
            Err(error) => Err(error),
        }
    };
    answer(&portal, &patient, id, FormState::default(), done, (WRITE, "withdrawn")).await
}

/// A file as it was handed in: to be saved, never to be shown as a page of ours.
async fn file(
    State(portal): State<Shared>,
    patient: Patient,
    Path((id, file)): Path<(DisputeId, Uuid)>,
) -> Answer {
    let mut tx = portal.db.read().await?;
    let case = seen(&mut tx, &patient, id).await?;
    served(&portal, &mut tx, &case, file).await
}

/// Answers with a file of a dispute that the reader may see.
///
/// # Errors
/// [`Fail::NotFound`] when it has no such file; that it cannot be opened.
pub async fn served(portal: &Portal, tx: &mut Tx, case: &Case, file: Uuid) -> Answer {
    let kept = disputes::handed_in(tx, case.practice, case.id).await?;
    let kept = kept.into_iter().find(|kept| kept.id == file).ok_or(Fail::NotFound)?;
    let kind = kept.kind().ok_or(Fail::NotFound)?;
    let key = portal.document_key();
    let bytes = documents::read(tx, key.as_ref(), (case.practice, case.id), file).await?;
    let bytes = bytes.ok_or(Fail::NotFound)?;
    // The name was made harmless when it came; what an old reader cannot read is left out.
    let plain: String = kept.name.chars().filter(char::is_ascii).collect();
    let whole =
        url::form_urlencoded::byte_serialize(kept.name.as_bytes()).collect::<String>().replace('+', "%20");
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type())),
        (header::CONTENT_DISPOSITION, crate::web::session::header_value(&disposition)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    Ok((headers, bytes).into_response())
}

/// Disputes and questions about a visit that are not over, as its page names them.
///
/// # Errors
/// The database's word.
pub async fn of_visit(
    tx: &mut Tx,
    patient: &Patient,
    visit: VisitId,
) -> Result<Vec<(DisputeId, String)>, Fail> {
    let cases = disputes::of_visit(tx, patient.practice.id, visit).await?;
    let open = cases.into_iter().filter(|case| case.dispute.state != Stands::Closed);
    Ok(open.map(|case| (case.id, case.spoken())).collect())
}
