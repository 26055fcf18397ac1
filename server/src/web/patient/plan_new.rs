//! Setting up a payment plan: the choice, its schedule, the review and the signature.
//!
//! What is chosen travels in forms and, from one page to the next, in a cookie: never in the
//! address, but for the visits, as on `/pay`. Nothing is kept here before it is signed.

use app::islands::plan_choice::{PlanRule, PlanTyped};
use app::model::{KeptOut, PayDue, PlanKept, PlanNewPage, PlanReviewPage};
use app::{FormState, Lang, pages};
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use billing::db::Tx;
use billing::payments::saved::Browser;
use billing::payments::{PaymentError, Started};
use billing::plans::offer::{self, Choices, Review, Wish};
use billing::plans::sign::{self, Consent, Signature};
use billing::plans::{self, PlanError, down};
use billing::visits;
use domain::plan::{Instalment, Standing, State as Stands};
use domain::{Money, PlanId, VisitId};
use uuid::Uuid;

use super::pay::named;
use super::plan_method::to_hosted_page;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::{Patient, card, no_plan_choice, plan_choice_cookie};
use crate::web::{Portal, Shared};

/// What the reader may pay over time; none where they may not sign, or nothing can be chosen.
pub async fn offered(tx: &mut Tx, portal: &Portal, patient: &Patient) -> Result<Option<Choices>, Fail> {
    if !patient.sight.is_own() {
        return Ok(None);
    }
    let choices = offer::choices(tx, &portal.door, patient.practice.id, patient.guarantor).await?;
    Ok(Some(choices).filter(Choices::any))
}

pub async fn page_of(State(portal): State<Shared>, patient: Patient, RawQuery(query): RawQuery) -> Answer {
    patient.must_own()?;
    let query = query.unwrap_or_default();
    let wanted: Vec<VisitId> = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| name == "visit")
        .filter_map(|(_, id)| id.parse().ok())
        .collect();
    let table = Table::of(&portal, &patient).await?;
    let before = chosen_before(&patient, &table.rule).filter(|_| wanted.is_empty());
    let mut typed = before.unwrap_or_else(|| PlanTyped::usual(&table.rule, &wanted));
    if !wanted.is_empty()
        && let Some(amount) = paid_before(&portal, &patient).await?
    {
        typed = PlanTyped { by: "amount".to_owned(), amount: amount.to_string(), ..typed };
    }
    // What was asked for is not to be had by itself: perhaps with everything else.
    let fits = typed.drawn(&table.rule).is_ok();
    let typed = if fits { typed } else { PlanTyped::usual(&table.rule, &[]) };
    let tried = typed.drawn(&table.rule).is_err();
    Ok(page(table.calculator(&portal, &patient, typed, None, tried)))
}

/// What the plan took each time that paid these bills before they were the reader's.
async fn paid_before(portal: &Portal, patient: &Patient) -> Result<Option<Money>, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = patient.practice.id;
    let Some(plan) = plans::leave::left_behind(&mut tx, practice, patient.guarantor).await? else {
        return Ok(None);
    };
    Ok(plans::standing(&mut tx, practice, plan).await?.map(|standing| standing.plan.regular))
}

/// What was chosen on this page a while ago, as far as it can still be chosen.
fn chosen_before(patient: &Patient, rule: &PlanRule) -> Option<PlanTyped> {
    let fields: Vec<_> = url::form_urlencoded::parse(patient.asked.plan_choice()?.as_bytes()).collect();
    let mut typed = PlanTyped::read(fields.iter().map(|(name, value)| (&**name, &**value)));
    typed.visits.retain(|id| rule.balances.iter().any(|(visit, _)| visit.to_string() == *id));
    (!typed.visits.is_empty()).then_some(typed)
}

/// Keeps what is chosen in the browser and goes on; none when the browser cannot keep it.
fn keep(portal: &Portal, typed: &PlanTyped, next: &str) -> Option<Response> {
    let choice = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(typed.fields()).finish();
    Some((plan_choice_cookie(portal, choice)?, see(next)).into_response())
}

/// The schedule of what is typed, for whoever has no script.
pub async fn again(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    patient.must_own()?;
    let table = Table::of(&portal, &patient).await?;
    let typed = typed(&fields);
    if typed.drawn(&table.rule).is_err() {
        return Ok(refused(table.calculator(&portal, &patient, typed, None, true)));
    }
    let kept = keep(&portal, &typed, "/plans/new");
    Ok(kept.unwrap_or_else(|| page(table.calculator(&portal, &patient, typed, None, false))))
}

pub async fn review_of(State(portal): State<Shared>, patient: Patient) -> Answer {
    patient.must_own()?;
    let table = Table::of(&portal, &patient).await?;
    let Some(typed) = chosen_before(&patient, &table.rule) else { return Ok(see("/plans/new")) };
    match table.review(&typed)? {
        Ok((_, review)) => {
            let press = portal.door.id();
            Ok(page(table.reviewed(&portal, &patient, typed, review, press, FormState::default())))
        }
        // It was possible when it was chosen: the calculator says why not any more.
        Err(why) => Ok(page(table.calculator(&portal, &patient, typed, why, true))),
    }
}

pub async fn review(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    patient.must_own()?;
    let table = Table::of(&portal, &patient).await?;
    let typed = typed(&fields);
    match table.review(&typed)? {
        Ok((_, review)) => Ok(keep(&portal, &typed, "/plans/review").unwrap_or_else(|| {
            let press = portal.door.id();
            page(table.reviewed(&portal, &patient, typed, review, press, FormState::default()))
        })),
        Err(why) => Ok(refused(table.calculator(&portal, &patient, typed, why, true))),
    }
}

pub async fn sign(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    patient.must_own()?;
    let table = Table::of(&portal, &patient).await?;
    let typed = typed(&fields);
    let Ok(press) = fields.get("press").parse::<Uuid>() else {
        return Ok(refused(table.calculator(&portal, &patient, typed, Some("error-expired"), true)));
    };
    let (wish, review) = match table.review(&typed)? {
        Ok(fits) => fits,
        Err(why) => {
            // The same press again, after its plan has taken the balances.
            let known = sign::signed_by(&mut portal.db.read().await?, patient.payer(), press).await?;
            return match known {
                Some(plan) => go_on(&portal, &patient, plan, press).await,
                None => Ok(refused(table.calculator(&portal, &patient, typed, why, true))),
            };
        }
    };
    let cap = match consented(&fields, &review) {
        Ok(cap) => cap,
        Err(form) => {
            return Ok(refused(table.reviewed(&portal, &patient, typed, review, press, form)));
        }
    };
    let signature = Signature {
        press,
        wish,
        owed: Money::parse(fields.get("owed")).unwrap_or_default(),
        seen: fields.get("seen").to_owned(),
        consent: consent(&patient, &fields, &review, cap),
    };
    let said = match sign::sign(&portal.db, &portal.door, patient.payer(), &signature).await {
        Ok(plan) => return go_on(&portal, &patient, plan, press).await,
        Err(PlanError::BalanceChanged { .. }) => ("", "error-plan-owed"),
        Err(PlanError::OfferChanged) => ("", "error-plan-offer"),
        Err(PlanError::CapTooLow { .. }) => ("cap", "error-plan-cap"),
        Err(PlanError::InPlan | PlanError::NotOffered(_)) => ("", "error-plan-in"),
        Err(PlanError::NotThere) => return Err(Fail::NotFound),
        Err(error) => return Err(error.into()),
    };
    // What was shown no longer holds: what holds now is shown, and nothing was signed.
    let table = Table::of(&portal, &patient).await?;
    let html = match table.review(&typed)? {
        Ok((_, review)) => {
            let form = answers(&fields).with_error(said.0, said.1);
            table.reviewed(&portal, &patient, typed, review, press, form)
        }
        Err(why) => table.calculator(&portal, &patient, typed, why.or(Some(said.1)), true),
    };
    Ok(refused(html))
}

fn typed(fields: &Fields) -> PlanTyped {
    PlanTyped::read(fields.pairs())
}

/// What was answered on the review, to be shown again.
fn answers(fields: &Fields) -> FormState {
    let names = ["how", "cap", "agree", "electronic"];
    names.iter().fold(FormState::default(), |form, name| form.with_value(name, fields.get(name)))
}

/// The limit of automatic payments, or none; or what is missing.
fn consented(fields: &Fields, review: &Review) -> Result<Option<Money>, FormState> {
    let mut form = answers(fields);
    let least = review.offer.instalments.iter().map(Instalment::amount).max().unwrap_or_default();
    let cap = match fields.get("how") {
        "auto" => {
            Money::parse_human(fields.get("cap")).ok().filter(|cap| *cap >= least).map(Some).ok_or("cap")
        }
        "self" => Ok(None),
        _ => Err("how"),
    };
    if let Err(field) = cap {
        form = form.with_error(field, if field == "cap" { "error-plan-cap" } else { "error-plan-how" });
    }
    for (field, error) in [("agree", "error-agree"), ("electronic", "error-plan-electronic")] {
        if fields.get(field) != "yes" {
            form = form.with_error(field, error);
        }
    }
    match cap {
        Ok(cap) if form.errors.is_empty() => Ok(cap),
        _ => Err(form),
    }
}

/// What is agreed to, in the language in which it was shown.
fn consent(patient: &Patient, fields: &Fields, review: &Review, cap: Option<Money>) -> Consent {
    let lang = Lang::from_code(fields.get("language")).unwrap_or(patient.asked.lang);
    let agreement = pages::plan_agreement(lang, &card(&patient.practice), &review.offer);
    Consent {
        language: lang.code().to_owned(),
        terms_version: pages::TERMS_VERSION.to_owned(),
        agreement: agreement.text(),
        autopay: cap.map(|cap| (agreement.authorisation, cap)),
        address: patient.asked.from.clone(),
    }
}

/// It is signed: on to the means of payment, or to the plan.
async fn go_on(portal: &Portal, patient: &Patient, plan: PlanId, press: Uuid) -> Answer {
    let standing = {
        let mut tx = portal.db.read().await?;
        plans::plan(&mut tx, patient.practice.id, patient.guarantor, plan).await?.ok_or(Fail::NotFound)?
    };
    let response = if standing.plan.state == Stands::Proposed {
        let opened = to_hosted_page(portal, patient, plan, press, None).await?;
        opened.unwrap_or_else(|_| see(&format!("/plans/{plan}/method?later")))
    } else {
        let down = to_down_payment(portal, patient, plan).await?;
        down.unwrap_or_else(|| see(&format!("/plans/{plan}?signed")))
    };
    Ok((no_plan_choice(portal), response).into_response())
}

/// The page of a down payment that was just signed for; none when there is none to make, or it
/// cannot be made now: the plan's page says so and leads there.
async fn to_down_payment(portal: &Portal, patient: &Patient, plan: PlanId) -> Result<Option<Response>, Fail> {
    let Some(gateway) = &portal.gateway else { return Ok(None) };
    let spanish = patient.asked.lang == Lang::Es;
    let browser = Browser { public_url: &patient.asked.base, spanish };
    match down::start(&portal.db, &portal.door, gateway, browser, patient.payer(), plan).await {
        Ok(Some(Started::Page(url))) => Ok(Some(see(&url))),
        Ok(Some(Started::Done(_)) | None) | Err(PlanError::Payment(PaymentError::PressUsed)) => Ok(None),
        Err(PlanError::Payment(PaymentError::Gateway(error))) => {
            tracing::warn!(%plan, %error, "no hosted page could be opened");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// What somebody can choose from, in the books' words and in the pages'.
struct Table {
    choices: Choices,
    rule: PlanRule,
    dues: Vec<PayDue>,
    kept: Vec<PlanKept>,
    unfinished: Option<PlanId>,
}

impl Table {
    async fn of(portal: &Portal, patient: &Patient) -> Result<Self, Fail> {
        let mut tx = portal.db.read().await?;
        let (practice, guarantor) = (patient.practice.id, patient.guarantor);
        let choices = offer::choices(&mut tx, &portal.door, practice, guarantor).await?;
        let t = patient.text(portal);
        let (mut dues, mut kept) = (Vec::new(), Vec::new());
        for due in visits::dues(&mut tx, practice, guarantor).await? {
            let Some(named) = named(&mut tx, patient, &due, t).await? else { continue };
            match why_not(&choices, due.visit) {
                Some(why) => kept.push(PlanKept { due: named, why }),
                None => dues.push(named),
            }
        }
        let balances = choices.open().map(|balance| (balance.visit, balance.amount)).collect();
        let rule = PlanRule::of(&choices.policy, balances, choices.today);
        let plans = plans::of_guarantor(&mut tx, practice, guarantor).await?;
        let unfinished = plans.iter().find(|held| held.plan.state == Stands::Proposed);
        let unfinished = unfinished.map(|held| held.plan.id);
        Ok(Self { choices, rule, dues, kept, unfinished })
    }

    /// What is typed as the books draw it, or what to say beside what the page says by itself.
    fn review(&self, typed: &PlanTyped) -> Result<Result<(Wish, Review), Option<&'static str>>, Fail> {
        let Ok(request) = typed.request(&self.rule) else { return Ok(Err(None)) };
        let wish = Wish {
            visits: typed.visits.iter().filter_map(|visit| visit.parse().ok()).collect(),
            down: request.down,
            rhythm: request.rhythm,
            first: request.first,
            size: request.size,
        };
        match self.choices.review(&wish) {
            Ok(review) => Ok(Ok((wish, review))),
            Err(PlanError::NotOffered(_)) if typed.drawn(&self.rule).is_err() => Ok(Err(None)),
            Err(PlanError::InPlan | PlanError::NotOffered(_)) => Ok(Err(Some("error-plan-in"))),
            Err(error) => Err(error.into()),
        }
    }

    fn calculator(
        self,
        portal: &Portal,
        patient: &Patient,
        typed: PlanTyped,
        whole: Option<&str>,
        tried: bool,
    ) -> String {
        let form = whole.map_or_else(FormState::default, |error| FormState::wrong("", error));
        let Self { rule, dues, kept, unfinished, .. } = self;
        let model = PlanNewPage { form, rule, dues, kept, typed, tried, unfinished };
        // By GET it is shown there, whatever it answers now.
        let ctx = app::Ctx { path: "/plans/new".to_owned(), ..patient.ctx(portal) };
        pages::plan_new(&ctx, &model)
    }

    fn reviewed(
        self,
        portal: &Portal,
        patient: &Patient,
        typed: PlanTyped,
        review: Review,
        press: Uuid,
        form: FormState,
    ) -> String {
        let chosen = |due: &PayDue| review.balances.iter().any(|balance| balance.visit == due.visit);
        let model = PlanReviewPage {
            form,
            typed,
            dues: self.dues.into_iter().filter(chosen).collect(),
            offer: review.offer,
            seen: review.seen,
            token: press.to_string(),
        };
        let ctx = app::Ctx { path: "/plans/review".to_owned(), ..patient.ctx(portal) };
        pages::plan_review(&ctx, &model)
    }
}

fn why_not(choices: &Choices, visit: VisitId) -> Option<KeptOut> {
    if choices.open().any(|balance| balance.visit == visit) {
        return None;
    }
    let balance = choices.balances.iter().find(|balance| balance.visit == visit);
    Some(match balance.and_then(|balance| balance.standing) {
        None => KeptOut::InPlan,
        Some(Standing::Disputed) => KeptOut::Disputed,
        Some(Standing::AssistanceReview) => KeptOut::Assistance,
        Some(Standing::Placed) => KeptOut::Placed,
    })
}
