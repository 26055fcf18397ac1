//! Telling what is wrong, or asking: which visit, and the form.

use app::model::{TellLine, TellPage, TellWhichPage};
use app::{FormState, Text, pages};
use axum::extract::{Multipart, Path, Query, State};
use billing::db::Tx;
use billing::disputes::open::Opening;
use billing::disputes::{self, DisputeError, documents, open};
use billing::{estimates, ledger, visits};
use domain::dispute::Reason;
use domain::story::VisitStory;
use domain::{ChargeId, Money, VisitId};
use uuid::Uuid;

use super::{WRITE, wrong};
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::patient::upload::{self, Upload};
use crate::web::patient::visits::{title, told_before};
use crate::web::session::Patient;
use crate::web::{Portal, Shared};

/// Visits to choose from.
const SHOWN: i64 = 100;

pub(super) async fn which(State(portal): State<Shared>, patient: Patient) -> Answer {
    let mut tx = portal.db.read().await?;
    let t = patient.text(&portal);
    let summaries = visits::summaries(&mut tx, patient.practice.id, patient.guarantor, SHOWN).await?;
    let mut visits: Vec<_> = summaries
        .into_iter()
        .map(|summary| summary.visit)
        .filter(|visit| !patient.sight.withholds(visit.id))
        .map(|visit| {
            let whom = for_whom(visit.is_self, &visit.patient_name, t);
            (visit.id, title(visit.description, visit.location), visit.service_date, whom)
        })
        .collect();
    visits.sort_by_key(|(id, _, date, _)| std::cmp::Reverse((*date, *id)));
    Ok(page(pages::tell_which(&patient.ctx(&portal), &TellWhichPage { visits })))
}

pub(super) fn for_whom(is_self: bool, name: &str, t: Text) -> String {
    if is_self { t.t("for-you") } else { t.with("for-name", &[("name", name)]) }
}

#[derive(serde::Deserialize)]
pub(super) struct TellQuery {
    line: Option<ChargeId>,
    /// A question is begun: the patient's own, or the answer to who insures them.
    ask: Option<String>,
}

pub(super) async fn tell_page(
    State(portal): State<Shared>,
    patient: Patient,
    Path(visit): Path<VisitId>,
    Query(query): Query<TellQuery>,
) -> Answer {
    let form = match query.line {
        Some(line) => FormState::default().with_value(&format!("line-{line}"), "yes"),
        None => FormState::default(),
    };
    let form = match query.ask {
        Some(_) => form.with_value("reason", Reason::Question.code()),
        None => form,
    };
    let token = portal.door.id();
    Ok(page(tell_html(&portal, &patient, visit, (token, form)).await?))
}

/// A visit whose bill can be talked about with who is signed in.
async fn theirs(tx: &mut Tx, patient: &Patient, visit: VisitId) -> Result<visits::VisitInfo, Fail> {
    if patient.sight.withholds(visit) {
        return Err(Fail::NotFound);
    }
    visits::visit(tx, patient.practice.id, patient.guarantor, visit).await?.ok_or(Fail::NotFound)
}

async fn tell_html(
    portal: &Portal,
    patient: &Patient,
    visit: VisitId,
    (token, form): (Uuid, FormState),
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let info = theirs(&mut tx, patient, visit).await?;
    let practice = patient.practice.id;
    let story = VisitStory::of(visit, &ledger::entries_of_visit(&mut tx, practice, visit).await?);
    let (mut open, mut taken, mut whole) = (Vec::new(), Vec::new(), false);
    for case in disputes::of_visit(&mut tx, practice, visit).await? {
        if case.dispute.is_frozen() {
            let lines = disputes::charges(&mut tx, practice, case.id).await?;
            whole |= lines.is_empty();
            taken.extend(lines);
            open.push((case.id, case.spoken()));
        }
    }
    let lines = visits::charges(&mut tx, practice, visit).await?.into_iter().map(|charge| {
        let line = story.lines.iter().find(|line| line.charge == Some(charge.id));
        TellLine {
            id: charge.id,
            name: charge.description,
            charged: Money::from_cents(charge.amount_cents),
            share: line.map_or(Money::ZERO, |line| line.breakdown.share),
            taken: whole || taken.contains(&charge.id),
        }
    });
    let t = patient.text(portal);
    let today = portal.door.today_in(&patient.practice.time_zone);
    let before = estimates::compared(&mut tx, practice, visit, today).await?;
    let model = TellPage {
        before: before.map(told_before),
        visit,
        title: title(info.description, info.location),
        date: info.service_date,
        patient_name: for_whom(info.is_self, &info.patient_name, t),
        lines: lines.collect(),
        open,
        files: if portal.document_key().is_some() { documents::FILES_MOST } else { 0 },
        token: token.to_string(),
        form,
    };
    Ok(pages::tell(&patient.ctx(portal), &model))
}

/// What was typed, with the lines that were ticked.
fn typed(upload: &Upload) -> FormState {
    let fields = &upload.fields;
    fields.all("line").fold(fields.form(), |form, line| form.with_value(&format!("line-{line}"), "yes"))
}

pub(super) async fn tell(
    State(portal): State<Shared>,
    patient: Patient,
    Path(visit): Path<VisitId>,
    parts: Multipart,
) -> Answer {
    theirs(&mut portal.db.read().await?, &patient, visit).await?;
    let upload = upload::read(parts).await;
    let fields = &upload.fields;
    let Ok(press) = fields.get("press").parse::<Uuid>() else {
        let form = typed(&upload).with_error("", "error-expired");
        return Ok(refused(tell_html(&portal, &patient, visit, (portal.door.id(), form)).await?));
    };
    let refuse = async |field: &str, error: &str| -> Answer {
        let form = typed(&upload).with_error(field, error);
        Ok(refused(tell_html(&portal, &patient, visit, (press, form)).await?))
    };
    let papers = match &upload.files {
        Ok(papers) => papers,
        Err(error) => return refuse("file", error).await,
    };
    let charges: Result<Vec<ChargeId>, _> = fields.all("line").map(str::parse).collect();
    let Ok(charges) = charges else { return refuse("line", "error-case-line").await };
    let Some(reason) = Reason::from_code(fields.get("reason")) else {
        return refuse("reason", "error-reason").await;
    };
    let opening = Opening {
        practice: patient.practice.id,
        guarantor: patient.guarantor,
        user: patient.user.id,
        press,
        visit,
        charges: &charges,
        reason,
        words: fields.get("words"),
        papers,
    };
    let key = portal.document_key();
    let mut tx = portal.db.begin().await?;
    match open::open_in(&mut tx, &portal.door, key.as_ref(), &opening).await {
        Ok(case) => {
            tx.commit().await?;
            Ok(see(&format!("/disputes/{}?opened", case.id)))
        }
        Err(DisputeError::NotThere) => {
            drop(tx);
            refuse("line", "error-case-line").await
        }
        Err(error) => {
            drop(tx);
            match wrong(&error, WRITE) {
                Some((field, said)) => refuse(field, said).await,
                None => Err(error.into()),
            }
        }
    }
}
