//! What I owe, what is not mine yet, what is on its way.

use app::model::{
    CreditPlan, HomePage, LatelyItem, LatelyState, LatelyWhat, Merged, OnTheWay, OnTheWayKind,
    PatientRefundState, Reopened, VisitCard, WithInsurance,
};
use app::{Text, pages};
use axum::extract::State;
use billing::db::Tx;
use billing::door::local_date;
use billing::payments::{self, Payment, PaymentState};
use billing::visits::{self, VisitSummary};
use billing::{accounts, chargebacks, credits, household, leaving, merging};
use domain::story::VisitStory;
use domain::{GuarantorId, Money, PracticeId};
use time::{Date, Duration};

use super::plans::{self, Planned};
use super::visits::{gone, told};
use super::{afford, disputes, plan_new};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page};
use crate::web::session::Patient;
use crate::web::{sight, told};

/// Visits on the home page: everything open, and the latest others up to this many.
const SHOWN: i64 = 12;

/// For how long it is said that the practice is part of another one.
const NEWS: Duration = Duration::days(180);

/// How much of the past stands under "lately".
const LATELY: usize = 6;

pub async fn home(State(portal): State<Shared>, patient: Patient) -> Answer {
    let mut tx = portal.db.read().await?;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let zone = &patient.practice.time_zone;
    let account = accounts::guarantor(&mut tx, practice, guarantor).await?;
    let summaries = visits::summaries(&mut tx, practice, guarantor, SHOWN).await?;
    let planned = Planned::of(&mut tx, practice, guarantor).await?;
    let today = portal.door.today_in(zone);
    let mut plans = plans::cards(&mut tx, (practice, guarantor), today).await?;
    plans.retain(|plan| !plans::is_over(plan));
    let payments = payments::history(&mut tx, practice, guarantor, 10).await?;
    let household = household(&mut tx, &portal, &patient).await?;
    let t = patient.text(&portal);
    let name = account.map(|account| account.first_name).unwrap_or_default();
    let under_way = payments::under_way(&mut tx, practice, guarantor).await?;
    let unknown = payments::unknown(&mut tx, &portal.door, practice, guarantor).await?;

    let mut page_of = HomePage {
        name: if patient.sight.is_own() { name.clone() } else { patient.user.name.clone() },
        due_total: planned.beside.iter().map(|due| due.amount).sum(),
        visits_due: planned.beside.len(),
        plans,
        credit: summaries.iter().map(|visit| Money::from_cents(visit.credit_cents)).sum(),
        household: if household.len() > 1 { household } else { Vec::new() },
        pay_open: unknown.is_none() && under_way.is_some_and(|payment| payment.state == PaymentState::Open),
        ..HomePage::default()
    };
    let leaving = leaving::leaving(&mut tx, practice).await?.filter(|one| one.left);
    page_of.left = leaving.map(|one| (one.on, one.elsewhere));
    page_of.asked_for_help = afford::newest(&mut tx, &portal, &patient).await?;
    page_of.merged = merged(&mut tx, practice, today).await?;
    page_of.gone = gone(&mut tx, &patient).await?;
    page_of.cases = disputes::cards(&mut tx, &patient, true).await?;
    page_of.over_time = plan_new::offered(&mut tx, &portal, &patient).await?.is_some();
    let mut lately = Vec::new();
    for summary in summaries {
        let seen = !patient.sight.withholds(summary.visit.id);
        page_of.with_insurance.extend(with_insurance(&summary, seen, t));
        let (mut card, story) = told(&mut tx, practice, summary.visit).await?;
        planned.mark(&mut card);
        lately.extend(insurers_paid(&card, &story, seen, t));
        let card = sight::card(&patient.sight, card, t);
        page_of.visits.push(card);
    }
    sort_cards(&mut page_of.visits);
    page_of.credit_plan = credit_plan(&mut tx, practice, guarantor, page_of.credit).await?;
    // Of one day, what came later stands first.
    for (reopened, when) in taken_back(&mut tx, practice, guarantor, zone).await? {
        page_of.reopened.push(reopened);
        lately.push(when);
    }
    for payment in &payments {
        lately.extend(went_back(&mut tx, payment, zone).await?);
    }
    page_of.on_the_way =
        unknown.iter().chain(&payments).filter_map(|payment| on_the_way(payment, zone)).collect();
    lately.extend(payments.iter().filter_map(|payment| you_paid(payment, zone)));
    lately.sort_by_key(|item| std::cmp::Reverse(item.date));
    lately.truncate(LATELY);
    page_of.lately = lately;
    Ok(page(pages::home(&patient.ctx(&portal), &page_of)))
}

/// That the practice is part of another one, while that is news.
async fn merged(tx: &mut Tx, practice: PracticeId, today: Date) -> Result<Option<Merged>, Fail> {
    let merging = merging::merging(tx, practice).await?;
    Ok(merging.and_then(|one| {
        let news = today - one.on < NEWS;
        one.before.filter(|_| news).map(|before| Merged { before, into: one.into_name, since: one.on })
    }))
}

/// Due ones oldest first, then the others newest first.
fn sort_cards(cards: &mut [VisitCard]) {
    cards.sort_by(|a, b| {
        let due = |card: &VisitCard| card.asked().is_positive();
        due(b).cmp(&due(a)).then_with(|| if due(a) { a.date.cmp(&b.date) } else { b.date.cmp(&a.date) })
    });
}

/// Everyone on the account whose care the reader sees.
async fn household(tx: &mut Tx, portal: &Shared, patient: &Patient) -> Result<Vec<String>, Fail> {
    let members = household::members(tx, &portal.door, &patient.practice, patient.guarantor).await?;
    let seen = members.into_iter().filter(|member| !patient.sight.withholds_patient(member.patient));
    Ok(seen.map(|member| member.name).collect())
}

fn with_insurance(visit: &VisitSummary, seen: bool, t: Text) -> Vec<WithInsurance> {
    [(visit.insurance_cents, false), (visit.denied_cents, true)]
        .into_iter()
        .filter(|(cents, _)| *cents > 0)
        .map(|(cents, refused)| WithInsurance {
            payer: if seen { visit.payer.clone() } else { Some(sight::payer(t)) },
            amount: Money::from_cents(cents),
            // No export says when a claim was sent.
            since: None,
            refused,
            visit: visit.visit.id,
        })
        .collect()
}

fn insurers_paid(card: &VisitCard, story: &VisitStory, seen: bool, t: Text) -> Vec<LatelyItem> {
    let link = Some(format!("/visits/{}", card.id));
    story
        .insurer_payments
        .iter()
        .map(|payment| LatelyItem {
            what: LatelyWhat::InsurerPaid(
                payment.payer.clone().filter(|_| seen).unwrap_or_else(|| sight::payer(t)),
            ),
            amount: payment.amount,
            date: payment.date,
            link: link.clone(),
            state: LatelyState::Done,
        })
        .collect()
}

fn on_the_way(payment: &Payment, zone: &str) -> Option<OnTheWay> {
    let kind = match payment.state {
        PaymentState::Processing => OnTheWayKind::Bank,
        PaymentState::Intent | PaymentState::Open => OnTheWayKind::Checking,
        _ => return None,
    };
    Some(OnTheWay { amount: payment.amount, started: local_date(payment.created_at, zone), kind })
}

/// What happens with a credit, by the practice's policy.
async fn credit_plan(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    credit: Money,
) -> Result<Option<CreditPlan>, Fail> {
    if !credit.is_positive() {
        return Ok(None);
    }
    let back = credits::goes_back_on(tx, practice, guarantor).await?;
    Ok(Some(match (back, accounts::policy(tx, practice).await?.credit_applies) {
        (Some(day), true) => CreditPlan::RefundBy(day),
        (Some(day), false) => CreditPlan::RefundOnly(day),
        (None, true) => CreditPlan::Apply,
        (None, false) => CreditPlan::Ask,
    }))
}

/// Payments that a bank took back, so that what they paid is due again: as a reason, and as
/// something that happened.
async fn taken_back(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    zone: &str,
) -> Result<Vec<(Reopened, LatelyItem)>, Fail> {
    let mut taken = Vec::new();
    for chargeback in chargebacks::standing(tx, practice, guarantor).await? {
        let amount = chargebacks::taken_of(tx, practice, chargeback.payment).await?;
        let payment = payments::payment(tx, practice, guarantor, chargeback.payment).await?;
        if let Some(payment) = payment.filter(|_| amount.is_positive()) {
            let bank = payment.instrument.as_ref().is_some_and(|instrument| instrument.bank);
            let lately = LatelyItem {
                what: LatelyWhat::TakenBack,
                amount,
                date: local_date(chargeback.opened_at, zone),
                link: Some(format!("/receipts/{}", payment.id)),
                state: LatelyState::Done,
            };
            taken.push((Reopened { amount, paid_on: told::day(&payment, zone), bank }, lately));
        }
    }
    Ok(taken)
}

/// What went back of a payment.
async fn went_back(tx: &mut Tx, payment: &Payment, zone: &str) -> Result<Vec<LatelyItem>, Fail> {
    let returned = told::returned(tx, payment, zone).await?;
    let sent = returned.refunds.into_iter().filter(|refund| refund.state != PatientRefundState::Failed);
    Ok(sent
        .map(|refund| LatelyItem {
            what: LatelyWhat::SentBack,
            amount: refund.amount,
            date: refund.date,
            link: Some(format!("/receipts/{}", payment.id)),
            state: match refund.state {
                PatientRefundState::Done => LatelyState::Done,
                _ => LatelyState::OnItsWay,
            },
        })
        .collect())
}

fn you_paid(payment: &Payment, zone: &str) -> Option<LatelyItem> {
    let state = match payment.state {
        PaymentState::Paid => LatelyState::Done,
        PaymentState::Processing => LatelyState::OnItsWay,
        _ => return None,
    };
    Some(LatelyItem {
        what: LatelyWhat::YouPaid,
        amount: payment.amount,
        date: payment.paid_on.unwrap_or_else(|| local_date(payment.created_at, zone)),
        link: (state == LatelyState::Done).then(|| format!("/receipts/{}", payment.id)),
        state,
    })
}
