//! What a patient changes about a plan: shown first, with the schedule before and after, and
//! done by the press that follows. What is worse for them wants their consent.

use app::model::{PlanChangePage, PlanDaysPage, PlanRefusedPage, PlanWish, PlanWords};
use app::{FormState, Lang, pages};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use billing::payments::PaymentError;
use billing::plans::sign::Consent;
use billing::plans::{PlanError, enrol, steps, view};
use domain::plan::{
    Autopay, Event, Instalment, NOTICE, PauseReason, Refused, Rhythm, State as Stands, Worse,
};
use domain::{Money, PlanId};
use time::Date;

use super::plans_told::{self, Seen, seen, unpaid, why_not};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::{Fields, day_field};
use crate::web::session::Patient;

fn wish_of(code: &str) -> Result<PlanWish, Fail> {
    PlanWish::ALL.into_iter().find(|wish| wish.code() == code).ok_or(Fail::NotFound)
}

/// The event of a wish that [`steps::change`] takes; the others have operations of their own.
fn event_of(wish: PlanWish) -> Option<Event> {
    match wish {
        PlanWish::Skip => Some(Event::Skipped),
        PlanWish::Pause => Some(Event::Paused { reason: PauseReason::PatientAsked }),
        PlanWish::Resume => Some(Event::Resumed),
        PlanWish::Cure => Some(Event::Cured),
        PlanWish::Cancel => Some(Event::Cancelled),
        PlanWish::Days | PlanWish::Stop | PlanWish::Remove | PlanWish::Limit => None,
    }
}

pub async fn show(
    State(portal): State<Shared>,
    patient: Patient,
    Path((id, code)): Path<(PlanId, String)>,
) -> Answer {
    patient.must_own()?;
    let wish = wish_of(&code)?;
    let at = load(&portal, &patient, id).await?;
    if wish == PlanWish::Days && at.is_offered(wish) {
        return Ok(page(days(&portal, &patient, &at, first_days(&at))));
    }
    Ok(page(at.ask(&portal, &patient, wish, event_of(wish), FormState::default(), Vec::new()).await?))
}

/// The plan as its changes are drawn from.
struct At {
    seen: Seen,
    today: Date,
}

async fn load(portal: &Shared, patient: &Patient, id: PlanId) -> Result<At, Fail> {
    let mut tx = portal.db.read().await?;
    let seen = seen(&mut tx, portal, patient, id).await?;
    Ok(At { seen, today: portal.door.today_in(&patient.practice.time_zone) })
}

impl At {
    fn id(&self) -> PlanId {
        self.seen.card.id
    }

    fn is_offered(&self, wish: PlanWish) -> bool {
        // A limit that takes every payment already has nothing to be raised for.
        let raises = match self.seen.standing.plan.autopay {
            Autopay::On { cap } => self.limit() > cap,
            _ => false,
        };
        (wish != PlanWish::Limit || raises) && plans_told::wishes(&self.seen.standing, true).contains(&wish)
    }

    fn earliest(&self) -> Date {
        self.today.checked_add(NOTICE).unwrap_or(Date::MAX)
    }

    /// The most that the next payments may be: what a new limit has to take.
    fn limit(&self) -> Money {
        let largest = self.seen.standing.plan.unpaid().map(Instalment::left).max().unwrap_or_default();
        largest.max(self.seen.standing.plan.overdue(self.today.next_day().unwrap_or(self.today)))
    }

    /// The page that asks whether to do it, or that says why not.
    async fn ask(
        &self,
        portal: &Shared,
        patient: &Patient,
        wish: PlanWish,
        event: Option<Event>,
        form: FormState,
        carried: Vec<(&'static str, String)>,
    ) -> Result<String, Fail> {
        let ctx = patient.ctx(portal);
        let plan = &self.seen.standing.plan;
        let now = unpaid(&plan.instalments);
        let (then, worse) = match event {
            Some(event) => match self.preview(portal, patient, event).await? {
                Ok(outcome) => outcome,
                Err(error) => {
                    let refused = PlanRefusedPage { plan: self.id(), wish, why: why_not(error)? };
                    return Ok(pages::plan_refused(&ctx, &refused));
                }
            },
            None if self.is_offered(wish) => (now.clone(), Vec::new()),
            None => {
                let why = app::model::PlanWhyNot::NotNow;
                return Ok(pages::plan_refused(&ctx, &PlanRefusedPage { plan: self.id(), wish, why }));
            }
        };
        let mut tx = portal.db.read().await?;
        let method = view::method(&mut tx, patient.practice.id, &self.seen.standing).await?;
        let ends = wish == PlanWish::Cancel;
        let model = PlanChangePage {
            plan: self.id(),
            version: plan.version,
            wish,
            amount: if ends { plan.left() } else { self.limit() },
            // What is left after the end is no schedule any more: a sentence says it.
            then: if ends { now.clone() } else { then },
            now,
            worse,
            method: method.map(|method| method.kept.instrument.label),
            carried,
            form,
        };
        Ok(pages::plan_change(&ctx, &model))
    }

    /// What is still to be paid after a wish, and in which ways that is worse.
    async fn preview(
        &self,
        portal: &Shared,
        patient: &Patient,
        event: Event,
    ) -> Result<Result<(Vec<Instalment>, Vec<Worse>), PlanError>, Fail> {
        let mut tx = portal.db.read().await?;
        let practice = patient.practice.id;
        let door = &portal.door;
        if !self.seen.standing.plan.is_patients_to_ask(&event) {
            return Ok(Err(Refused::IsPaused.into()));
        }
        let worse = match steps::preview(&mut tx, door, practice, self.id(), event.clone(), false).await {
            Ok(_) => Vec::new(),
            Err(PlanError::Refused(Refused::NeedsConsent { worse })) => worse,
            Err(error) => return Ok(Err(error)),
        };
        Ok(match steps::preview(&mut tx, door, practice, self.id(), event, true).await {
            Ok((plan, _)) => Ok((unpaid(&plan.instalments), worse)),
            Err(error) => Err(error),
        })
    }
}

pub async fn press(
    State(portal): State<Shared>,
    patient: Patient,
    Path((id, code)): Path<(PlanId, String)>,
    fields: Fields,
) -> Answer {
    patient.must_own()?;
    let wish = wish_of(&code)?;
    let at = load(&portal, &patient, id).await?;
    match wish {
        PlanWish::Days => move_days(&portal, &patient, &at, &fields).await,
        PlanWish::Stop | PlanWish::Remove | PlanWish::Limit => {
            method(&portal, &patient, &at, wish, &fields).await
        }
        _ => {
            let event = event_of(wish).ok_or(Fail::NotFound)?;
            change(&portal, &patient, &at, wish, event, &fields, Vec::new()).await
        }
    }
}

/// The page again, with what is wrong; what is drawn on it is as it stands now.
async fn again(
    portal: &Shared,
    patient: &Patient,
    at: &At,
    (wish, event): (PlanWish, Option<Event>),
    (field, error): (&str, &str),
    carried: Vec<(&'static str, String)>,
) -> Answer {
    let form = FormState::wrong(field, error);
    Ok(refused(at.ask(portal, patient, wish, event, form, carried).await?))
}

async fn change(
    portal: &Shared,
    patient: &Patient,
    at: &At,
    wish: PlanWish,
    event: Event,
    fields: &Fields,
    carried: Vec<(&'static str, String)>,
) -> Answer {
    let consent = !fields.get("agree").is_empty();
    let Ok(version) = fields.get("seen").parse::<u32>() else {
        return again(portal, patient, at, (wish, Some(event)), ("", "error-moved"), carried).await;
    };
    let payer = patient.payer();
    let changed = steps::ask(&portal.db, &portal.door, payer, at.id(), version, event.clone(), consent).await;
    match changed {
        Ok(_) => Ok(see(&format!("/plans/{}?{}", at.id(), done(wish)))),
        Err(PlanError::OfferChanged) => {
            again(portal, patient, at, (wish, Some(event)), ("", "error-moved"), carried).await
        }
        Err(PlanError::Refused(Refused::NeedsConsent { .. })) => {
            again(portal, patient, at, (wish, Some(event)), ("agree", "error-agree"), carried).await
        }
        // The page says why, and what else there is.
        Err(PlanError::Refused(_)) => {
            again(portal, patient, at, (wish, Some(event)), ("", "error-moved"), carried).await
        }
        Err(PlanError::NotThere) => Err(Fail::NotFound),
        Err(error) => Err(error.into()),
    }
}

fn done(wish: PlanWish) -> &'static str {
    if wish == PlanWish::Cancel { "ended" } else { "changed" }
}

/// What is about the card or account: stopping, removing, allowing more.
async fn method(portal: &Shared, patient: &Patient, at: &At, wish: PlanWish, fields: &Fields) -> Answer {
    if !at.is_offered(wish) {
        return Ok(refused(at.ask(portal, patient, wish, None, FormState::default(), Vec::new()).await?));
    }
    // Stopping what is taken is taken as it is meant, whatever has changed meanwhile.
    let raises = wish == PlanWish::Limit;
    if raises && fields.get("seen").parse::<u32>() != Ok(at.seen.card.version) {
        return again(portal, patient, at, (wish, None), ("", "error-moved"), Vec::new()).await;
    }
    let payer = patient.payer();
    let Some(gateway) = &portal.gateway else {
        let form = FormState::wrong("", "error-gateway");
        let html = at.ask(portal, patient, wish, None, form, Vec::new()).await?;
        return Ok((StatusCode::SERVICE_UNAVAILABLE, Html(html)).into_response());
    };
    let (db, door) = (&portal.db, &portal.door);
    let outcome = match wish {
        PlanWish::Stop => enrol::pay_self(db, door, gateway, payer, at.id()).await,
        PlanWish::Remove => enrol::remove_method(db, door, gateway, payer, at.id()).await,
        _ => {
            let consent = consent(patient, fields, PlanWords::Limit, at.limit());
            enrol::raise_cap(db, door, payer, at.id(), &consent).await.map(drop)
        }
    };
    match outcome {
        Ok(()) => {}
        // It is done here; the gateway is asked again to forget.
        Err(PlanError::Payment(PaymentError::Gateway(error))) => {
            tracing::warn!(plan = %at.id(), %error, "a means of payment is not forgotten at the gateway yet");
        }
        Err(PlanError::CapTooLow { .. } | PlanError::Refused(_)) => {
            return again(portal, patient, at, (wish, None), ("", "error-moved"), Vec::new()).await;
        }
        Err(PlanError::NotThere) => return Err(Fail::NotFound),
        Err(error) => return Err(error.into()),
    }
    let began = at.seen.standing.plan.state == Stands::Proposed;
    Ok(see(&format!("/plans/{}?{}", at.id(), if began { "signed" } else { done(wish) })))
}

/// What somebody agrees to on these pages, word by word.
pub fn consent(patient: &Patient, fields: &Fields, words: PlanWords, amount: Money) -> Consent {
    // In the language in which it was shown.
    let lang = Lang::from_code(fields.get("language")).unwrap_or(patient.asked.lang);
    let agreement = pages::plan_words(words, amount, lang);
    let cap = (words == PlanWords::Limit).then_some(amount);
    Consent {
        language: lang.code().to_owned(),
        terms_version: pages::TERMS_VERSION.to_owned(),
        autopay: cap.map(|cap| (agreement.clone(), cap)),
        agreement,
        address: patient.asked.from.clone(),
    }
}

/// The form as the plan is now.
fn first_days(at: &At) -> FormState {
    let (code, day) = match at.seen.standing.plan.terms.pace.rhythm {
        Rhythm::Monthly { day } => ("monthly", day.to_string()),
        Rhythm::EveryTwoWeeks => ("two-weeks", String::new()),
        Rhythm::FirstAndFifteenth => ("twice", String::new()),
    };
    FormState::default().with_value("rhythm", code).with_value("day", &day)
}

fn days(portal: &Shared, patient: &Patient, at: &At, form: FormState) -> String {
    let now = unpaid(&at.seen.standing.plan.instalments);
    let model = PlanDaysPage { plan: at.id(), now, earliest: at.earliest(), form };
    pages::plan_days(&patient.ctx(portal), &model)
}

/// The days that were typed, or the field that is wrong and why.
fn typed(fields: &Fields, earliest: Date) -> Result<Event, (&'static str, &'static str)> {
    let first = day_field(fields.get("first")).map_err(|_| ("first", "error-plan-first"))?;
    let rhythm = match fields.get("rhythm") {
        "monthly" => {
            let named = fields.get("day");
            // Without a day of the month it is the one of the first date.
            let day = match (named.is_empty(), first) {
                (true, Some(first)) => first.day(),
                _ => named
                    .parse::<u8>()
                    .ok()
                    .filter(|day| (1..=31).contains(day))
                    .ok_or(("day", "error-plan-month-day"))?,
            };
            Rhythm::Monthly { day }
        }
        "two-weeks" => Rhythm::EveryTwoWeeks,
        "twice" => Rhythm::FirstAndFifteenth,
        _ => return Err(("rhythm", "error-plan-rhythm")),
    };
    let first = first.or_else(|| rhythm.first_from(earliest)).ok_or(("first", "error-plan-first"))?;
    if first < earliest || !rhythm.fits(first) {
        return Err(("first", "error-plan-first"));
    }
    Ok(Event::Moved { rhythm, first })
}

async fn move_days(portal: &Shared, patient: &Patient, at: &At, fields: &Fields) -> Answer {
    let event = match typed(fields, at.earliest()) {
        Ok(event) => event,
        Err((field, error)) => {
            let form = fields.form().with_error(field, error);
            return Ok(refused(days(portal, patient, at, form)));
        }
    };
    let carried = [("do", "take"), ("rhythm", fields.get("rhythm")), ("day", fields.get("day"))];
    let mut carried: Vec<(&'static str, String)> =
        carried.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    if let Event::Moved { first, .. } = event {
        carried.push(("first", first.to_string()));
    }
    if fields.get("do") == "take" {
        return change(portal, patient, at, PlanWish::Days, event, fields, carried).await;
    }
    let html = at.ask(portal, patient, PlanWish::Days, Some(event), FormState::default(), carried).await?;
    Ok(page(html))
}

/// Whether autopay would take more at once than it may, and how much it may.
pub fn above_cap(plan: &domain::plan::Plan, after: &[Instalment]) -> Option<Money> {
    let (Autopay::On { cap } | Autopay::NeedsMethod { cap }) = plan.autopay else { return None };
    after.iter().any(|one| one.left() > cap).then_some(cap)
}
