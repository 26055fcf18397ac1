//! Everything that happened on an account, and a year of it for taxes; as pages and files.

use app::model::{
    HistoryFilters, HistoryItem, HistoryKind, HistoryPage, HistoryState, HistoryWhat, YearPage, YearRow,
};
use app::pages::HistoryLine;
use app::{Lang, Text, pages};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use billing::history::{self, Class, Event, Filter, What};
use billing::payments::{self, Payment, PaymentState};
use billing::{accounts, statements};
use domain::statement::Sender;
use domain::{Money, PatientId};
use paper::{PaidFor, Told};
use serde::Deserialize;
use time::Date;

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page};
use crate::web::fields::Fields;
use crate::web::session::Patient;
use crate::web::{papers, sheet, sight, told};

/// Items on one page.
const SHOWN: usize = 100;

/// What an address asks for; nothing personal: `who` is a place in a list.
#[derive(Deserialize)]
pub struct Asked {
    what: Option<String>,
    who: Option<String>,
    year: Option<String>,
}

impl Asked {
    fn filters(&self) -> HistoryFilters {
        HistoryFilters {
            what: self.what.as_deref().and_then(HistoryKind::from_code).unwrap_or_default(),
            who: self.who.as_deref().and_then(|who| who.parse().ok()),
            year: self.year.as_deref().and_then(|year| year.parse().ok()),
        }
    }
}

pub async fn history(State(portal): State<Shared>, patient: Patient, Query(asked): Query<Asked>) -> Answer {
    show(&portal, &patient, asked.filters(), None).await
}

/// By POST, so that no word anybody looks for is in an address.
pub async fn search(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    let of = |name: &str| Some(fields.get(name).to_owned()).filter(|value| !value.is_empty());
    let asked = Asked { what: of("what"), who: of("who"), year: of("year") };
    show(&portal, &patient, asked.filters(), of("q")).await
}

async fn show(portal: &Shared, patient: &Patient, filters: HistoryFilters, words: Option<String>) -> Answer {
    let mut model = history_page(portal, patient, filters, words).await?;
    model.more = model.items.len() > SHOWN;
    model.items.truncate(SHOWN);
    Ok(page(pages::history(&patient.ctx(portal), &model)))
}

/// All that is chosen of it.
async fn history_page(
    portal: &Shared,
    patient: &Patient,
    filters: HistoryFilters,
    words: Option<String>,
) -> Result<HistoryPage, Fail> {
    let mut tx = portal.db.read().await?;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let people = history::people(&mut tx, practice, guarantor, &patient.sight).await?;
    let items = items(portal, patient, &filters, words.clone(), &people).await?;
    Ok(HistoryPage {
        filters,
        query: words,
        people: people.into_iter().map(|(_, name)| name).collect(),
        years: history::years(&mut tx, practice, guarantor).await?,
        items,
        more: false,
    })
}

/// The same on paper, all of it.
pub async fn paper(State(portal): State<Shared>, patient: Patient, Query(asked): Query<Asked>) -> Answer {
    let model = history_page(&portal, &patient, asked.filters(), None).await?;
    let t = patient.text(&portal);
    let chosen = pages::history_chosen(&model, t);
    let events: Vec<Told> = model
        .items
        .iter()
        .map(|item| {
            let HistoryLine { what, state, about, amount } = pages::history_line(item, t);
            Told { date: item.date, what, state, about, amount }
        })
        .collect();
    let whose = whose(&portal, &patient).await?;
    papers::record("history.pdf", t, move |words| paper::history(&whose.head(), &chosen, &events, words))
        .await
}

/// Whose record it is.
pub(super) struct Whose {
    from: Sender,
    name: String,
    account_number: String,
    spanish: bool,
    made_on: Date,
}

impl Whose {
    pub(super) fn head(&self) -> paper::Head<'_> {
        paper::Head {
            from: &self.from,
            name: &self.name,
            account_number: &self.account_number,
            spanish: self.spanish,
            made_on: self.made_on,
        }
    }
}

/// The account that is looked at, as its records are headed.
///
/// # Errors
/// [`Fail`].
pub(super) async fn whose(portal: &Shared, patient: &Patient) -> Result<Whose, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = patient.practice.id;
    let account = accounts::guarantor(&mut tx, practice, patient.guarantor).await?.ok_or(Fail::NotFound)?;
    Ok(Whose {
        from: statements::sender(&mut tx, practice).await?,
        name: format!("{} {}", account.first_name, account.last_name),
        account_number: match patient.sight.is_own() {
            true => account.account_number,
            false => sight::shortened(&account.account_number),
        },
        spanish: patient.asked.lang == Lang::Es,
        made_on: portal.door.today_in(&patient.practice.time_zone),
    })
}

async fn items(
    portal: &Shared,
    patient: &Patient,
    filters: &HistoryFilters,
    words: Option<String>,
    people: &[(PatientId, String)],
) -> Result<Vec<HistoryItem>, Fail> {
    let mut tx = portal.db.read().await?;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let t = patient.text(portal);
    let class = match filters.what {
        HistoryKind::All => None,
        HistoryKind::Statements => Some(Class::Statements),
        HistoryKind::Payments => Some(Class::Payments),
        HistoryKind::Refunds => Some(Class::Refunds),
        HistoryKind::Insurance => Some(Class::Insurance),
    };
    let filter = Filter {
        class,
        patient: filters.who.and_then(|who| people.get(who)).map(|(id, _)| *id),
        year: filters.year,
        words,
    };
    let events = history::events(&mut tx, practice, guarantor, &filter, &patient.sight).await?;
    let mut items: Vec<HistoryItem> = events.into_iter().map(|event| item(event, t)).collect();
    // What has not reached the books is told too: it is what people ask about.
    if matches!(filters.what, HistoryKind::All | HistoryKind::Payments)
        && filter.patient.is_none()
        && filter.words.is_none()
    {
        let zone = &patient.practice.time_zone;
        let unknown = payments::unknown(&mut tx, &portal.door, practice, guarantor).await?;
        let history = payments::history(&mut tx, practice, guarantor, 200).await?;
        items.extend(unknown.iter().chain(&history).filter_map(|payment| not_paid(payment, zone)));
        items.retain(|item| filters.year.is_none_or(|year| item.date.year() == year));
        items.sort_by_key(|item| std::cmp::Reverse(item.date));
    }
    Ok(items)
}

fn not_paid(payment: &Payment, zone: &str) -> Option<HistoryItem> {
    let state = match payment.state {
        PaymentState::Paid => return None,
        PaymentState::Processing => HistoryState::OnItsWay,
        PaymentState::Intent | PaymentState::Open => HistoryState::Checking,
        PaymentState::Failed | PaymentState::Expired => HistoryState::NotPaid,
    };
    Some(HistoryItem {
        date: told::day(payment, zone),
        what: HistoryWhat::Payment,
        amount: Some(payment.amount),
        title: None,
        patient: None,
        link: None,
        state,
    })
}

fn item(event: Event, t: Text) -> HistoryItem {
    let payer = event.payer.unwrap_or_else(|| sight::payer(t));
    let visit = event.visit.map(|visit| format!("/visits/{visit}"));
    let receipt = |payment| Some(format!("/receipts/{payment}"));
    let (what, link) = match event.what {
        What::Charged => (HistoryWhat::Charged, visit),
        What::InsurerPaid => (HistoryWhat::InsurerPaid(payer), visit),
        What::InsurerTookBack => (HistoryWhat::InsurerTookBack(payer), visit),
        What::Adjusted => (HistoryWhat::Adjusted, visit),
        What::BecameYours => (HistoryWhat::BecameYours, visit),
        What::Paid(payment) => (HistoryWhat::Payment, receipt(payment)),
        What::Refunded(payment) => (HistoryWhat::Refund, receipt(payment)),
        What::RefundReturned(payment) => (HistoryWhat::RefundFailed, receipt(payment)),
        What::TakenBack(payment) => (HistoryWhat::TakenBack, receipt(payment)),
        What::GivenBack(payment) => (HistoryWhat::GivenBack, receipt(payment)),
        What::CreditApplied => (HistoryWhat::CreditApplied, visit),
        What::PlanCost => (HistoryWhat::PlanCost, visit),
        What::Forgiven => (HistoryWhat::Forgiven, visit),
        What::Statement(id) => (HistoryWhat::Statement, Some(format!("/statements/{id}"))),
    };
    HistoryItem {
        date: event.date,
        what,
        amount: Some(event.amount),
        title: if event.withheld { Some(sight::title(t)) } else { event.title },
        patient: event.patient.map(|(_, name)| name),
        link,
        state: HistoryState::Done,
    }
}

pub async fn file(State(portal): State<Shared>, patient: Patient, Query(asked): Query<Asked>) -> Answer {
    let people = {
        let mut tx = portal.db.read().await?;
        history::people(&mut tx, patient.practice.id, patient.guarantor, &patient.sight).await?
    };
    let items = items(&portal, &patient, &asked.filters(), None, &people).await?;
    let head = ["date", "what", "amount", "for", "patient", "insurer", "state"];
    let rows = items.into_iter().map(|item| {
        let (what, payer) = word(&item.what);
        let amount = item.amount.map(|amount| amount.to_string()).unwrap_or_default();
        let state = match item.state {
            HistoryState::Done => "done",
            HistoryState::OnItsWay => "on its way",
            HistoryState::Checking => "checking",
            HistoryState::NotPaid => "not paid",
        };
        [
            item.date.to_string(),
            what.to_owned(),
            amount,
            sheet::harmless(&item.title.unwrap_or_default()),
            sheet::harmless(&item.patient.unwrap_or_default()),
            sheet::harmless(&payer),
            state.to_owned(),
        ]
    });
    sheet::answer("history.csv", head, rows)
}

fn word(what: &HistoryWhat) -> (&'static str, String) {
    match what {
        HistoryWhat::Statement => ("statement", String::new()),
        HistoryWhat::Payment => ("payment", String::new()),
        HistoryWhat::Refund => ("refund", String::new()),
        HistoryWhat::RefundFailed => ("refund returned", String::new()),
        HistoryWhat::TakenBack => ("taken back by the bank", String::new()),
        HistoryWhat::GivenBack => ("given back by the bank", String::new()),
        HistoryWhat::InsurerPaid(payer) => ("insurer paid", payer.clone()),
        HistoryWhat::InsurerTookBack(payer) => ("insurer took back", payer.clone()),
        HistoryWhat::Adjusted => ("taken off", String::new()),
        HistoryWhat::BecameYours => ("became yours", String::new()),
        HistoryWhat::Charged => ("charged", String::new()),
        HistoryWhat::CreditApplied => ("credit applied", String::new()),
        HistoryWhat::PlanCost => ("plan interest or fee", String::new()),
        HistoryWhat::Forgiven => ("forgiven", String::new()),
    }
}

pub async fn year(State(portal): State<Shared>, patient: Patient, Path(name): Path<String>) -> Answer {
    let (year, kind) = name.split_once('.').unwrap_or((&name, ""));
    let year: i32 = year.parse().map_err(|_| Fail::NotFound)?;
    if !(1900..=9999).contains(&year) {
        return Err(Fail::NotFound);
    }
    let model = year_page(&portal, &patient, year).await?;
    match kind {
        "" => Ok(page(pages::year(&patient.ctx(&portal), &model))),
        "csv" => year_file(&model),
        "pdf" => year_paper(&portal, &patient, model).await,
        _ => Err(Fail::NotFound),
    }
}

async fn year_paper(portal: &Shared, patient: &Patient, model: YearPage) -> Answer {
    let t = patient.text(portal);
    let whose = whose(portal, patient).await?;
    let rows = model.rows.iter().map(|row| PaidFor {
        date_of_service: row.date_of_service,
        service: pages::year_service(row, t),
        patient: row.patient.clone(),
        paid_on: row.paid_on,
        amount: row.amount,
    });
    let year = paper::Year {
        year: model.year,
        rows: rows.collect(),
        totals: model.totals.clone(),
        total: model.total,
    };
    let name = format!("paid-{}.pdf", model.year);
    papers::record(&name, t, move |words| paper::year(&whose.head(), &year, words)).await
}

async fn year_page(portal: &Shared, patient: &Patient, year: i32) -> Result<YearPage, Fail> {
    let mut tx = portal.db.read().await?;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let account = accounts::guarantor(&mut tx, practice, guarantor).await?.ok_or(Fail::NotFound)?;
    let paid = history::paid_in(&mut tx, practice, guarantor, year, &patient.sight).await?;
    let t = patient.text(portal);
    let mut people: Vec<String> = history::people(&mut tx, practice, guarantor, &patient.sight)
        .await?
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    people.push(sight::patient(t));
    let rows: Vec<YearRow> = paid
        .into_iter()
        .map(|paid| YearRow {
            paid_on: paid.paid_on,
            date_of_service: paid.service_date,
            provider: paid.provider,
            service: if paid.withheld {
                sight::title(t)
            } else {
                paid.service.unwrap_or_else(|| "—".to_owned())
            },
            patient: if paid.withheld { sight::patient(t) } else { paid.patient },
            amount: paid.amount,
        })
        .collect();
    let of =
        |name: &str| -> Money { rows.iter().filter(|row| row.patient == name).map(|row| row.amount).sum() };
    let mut totals: Vec<(String, Money)> = Vec::new();
    for name in people {
        if rows.iter().any(|row| row.patient == name) && !totals.iter().any(|(known, _)| *known == name) {
            let total = of(&name);
            totals.push((name, total));
        }
    }
    Ok(YearPage {
        year,
        totals,
        total: rows.iter().map(|row| row.amount).sum(),
        rows,
        practice: statements::sender(&mut tx, practice).await?,
        payer_name: format!("{} {}", account.first_name, account.last_name),
    })
}

fn year_file(model: &YearPage) -> Answer {
    let head = ["paid_on", "date_of_service", "provider", "service", "patient", "amount"];
    let rows = model.rows.iter().map(|row| {
        [
            row.paid_on.to_string(),
            row.date_of_service.to_string(),
            sheet::harmless(row.provider.as_deref().unwrap_or_default()),
            sheet::harmless(&row.service),
            sheet::harmless(&row.patient),
            row.amount.to_string(),
        ]
    });
    let answer: Response = sheet::answer(&format!("paid-{}.csv", model.year), head, rows)?;
    Ok(answer)
}
