//! What a day brought, on a page and as a file, and what was counted.

use app::model::{CloseItem, CloseMark, CloseMethod, ClosePage, CloseRow, Method};
use app::{FormState, pages};
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::IntoResponse;
use billing::door::local;
use billing::payments::{self, receipt_number};
use billing::reconcile::takings::{self, Close, Count, DeskItem, Takings, Way};
use billing::reconcile::{self, Payout};
use domain::Money;
use time::Date;

use super::reconcile::payout_row;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::{Fields, day_field};
use crate::web::session::Staff;
use crate::web::sheet;

/// Payouts that arrive on one day.
const PAYOUTS: i64 = 50;

/// Everything a close of a day is made of.
struct Day {
    day: Date,
    takings: Vec<Takings>,
    items: Vec<DeskItem>,
    payouts: Vec<Payout>,
    closes: Vec<Close>,
}

async fn read(portal: &Shared, staff: &Staff, day: Date) -> Result<Day, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    Ok(Day {
        day,
        takings: takings::of_day(&mut tx, practice, day).await?,
        items: takings::at_desk(&mut tx, practice, day).await?,
        payouts: reconcile::payouts(&mut tx, practice, Some(day), PAYOUTS).await?,
        closes: takings::closes(&mut tx, practice, day).await?,
    })
}

/// The day that is asked for: today where the practice is, unless one before it is named.
fn day_of(portal: &Shared, staff: &Staff, text: Option<&str>) -> Result<Date, Fail> {
    let today = portal.door.today_in(&staff.practice.time_zone);
    let day = day_field(text.unwrap_or_default()).map_err(|_| Fail::NotFound)?.unwrap_or(today);
    if day > today { Err(Fail::NotFound) } else { Ok(day) }
}

fn asked(query: Option<&str>) -> Option<&str> {
    query.and_then(|query| query.strip_prefix("day="))
}

pub async fn close_page(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let day = day_of(&portal, &staff, asked(query.as_deref()))?;
    Ok(page(show(&portal, &staff, day, FormState::default()).await?))
}

async fn show(portal: &Shared, staff: &Staff, day: Date, form: FormState) -> Result<String, Fail> {
    let Day { takings, items, payouts, closes, .. } = read(portal, staff, day).await?;
    let (expected_cash, expected_checks) = takings::expected(&takings);
    let zone = &staff.practice.time_zone;
    let model = ClosePage {
        day,
        today: portal.door.today_in(&staff.practice.time_zone),
        rows: takings.iter().map(row).collect(),
        fees: takings.iter().map(|one| one.fees).sum(),
        total: takings.iter().map(Takings::net).sum(),
        items: items.into_iter().map(|one| item(one, zone)).collect(),
        payouts: payouts.into_iter().map(payout_row).collect(),
        expected_cash,
        expected_checks,
        closes: closes
            .into_iter()
            .rev()
            .map(|one| mark(one, (expected_cash, expected_checks), zone))
            .collect(),
        form,
    };
    Ok(pages::staff::close(&staff.ctx(portal), &model))
}

fn row(takings: &Takings) -> CloseRow {
    CloseRow {
        method: match takings.way {
            Way::Card => CloseMethod::Card,
            Way::Bank => CloseMethod::Bank,
            Way::Cash => CloseMethod::Cash,
            Way::Check => CloseMethod::Check,
            Way::Terminal => CloseMethod::Terminal,
        },
        payments: u64::try_from(takings.payments).unwrap_or_default(),
        taken: takings.taken,
        refunds: takings.refunds,
        chargebacks: takings.chargebacks,
        net: takings.net(),
    }
}

fn item(item: DeskItem, zone: &str) -> CloseItem {
    CloseItem {
        number: receipt_number(item.id),
        time: local(item.created_at, zone),
        method: match item.method() {
            payments::Method::Online => Method::Online { card: None },
            payments::Method::Cash => Method::Cash,
            payments::Method::Check => Method::Check,
            payments::Method::Terminal => Method::Terminal,
        },
        name: item.name,
        reference: item.reference,
        amount: Money::from_cents(item.amount_cents),
    }
}

fn mark(close: Close, now: (Money, Money), zone: &str) -> CloseMark {
    let cents = Money::from_cents;
    let (counted_cash, counted_checks) = (cents(close.counted_cash_cents), cents(close.counted_checks_cents));
    let (expected_cash, expected_checks) =
        (cents(close.expected_cash_cents), cents(close.expected_checks_cents));
    CloseMark {
        at: local(close.closed_at, zone),
        by: close.by,
        counted_cash,
        counted_checks,
        over_short: counted_cash + counted_checks - expected_cash - expected_checks,
        note: close.note,
        changed_since: (expected_cash, expected_checks) != now,
    }
}

pub async fn close(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let day = day_of(&portal, &staff, Some(fields.get("day")))?;
    let mut form = fields.form();
    let counted = |name: &str| match fields.get(name) {
        "" => Ok(Money::ZERO),
        typed => Money::parse_human(typed).map_err(|_| ()),
    };
    let (cash, checks) = (counted("counted_cash"), counted("counted_checks"));
    for (field, wrong) in [("counted_cash", cash.is_err()), ("counted_checks", checks.is_err())] {
        if wrong {
            form = form.with_error(field, "error-amount-form");
        }
    }
    let note = fields.get("note");
    if note.chars().count() > 500 {
        form = form.with_error("note", "error-too-long");
    }
    let (Ok(cash), Ok(checks), true) = (cash, checks, form.errors.is_empty()) else {
        return Ok(refused(show(&portal, &staff, day, form).await?));
    };
    let count = Count { day, cash, checks, note: Some(note.to_owned()).filter(|note| !note.is_empty()) };
    takings::close(&portal.db, &portal.door, staff.practice.id, staff.user.id, &count).await?;
    Ok(see(&format!("/staff/close?day={day}")))
}

pub async fn file(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let day = day_of(&portal, &staff, asked(query.as_deref()))?;
    let csv = sheet_of(&read(&portal, &staff, day).await?).map_err(std::io::Error::other)?;
    let name = format!("attachment; filename=\"deposits-{day}.csv\"");
    let kind = "text/csv; charset=utf-8".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], csv).into_response())
}

/// The day as a sheet: what each way brought, what was taken at the desk, and the payouts
/// that arrived, one kind of line after the other under one head.
fn sheet_of(day: &Day) -> Result<Vec<u8>, csv::Error> {
    let mut sheet = csv::Writer::from_writer(Vec::new());
    sheet.write_record([
        "day",
        "line",
        "what",
        "number",
        "name",
        "reference",
        "count",
        "taken",
        "refunds",
        "chargebacks",
        "fees",
        "net",
    ])?;
    let date = day.day.to_string();
    let mut write = |line: &str, what: &str, words: [&str; 3], count: i64, amounts: [Money; 5]| {
        let [number, name, reference] = words.map(sheet::harmless);
        let amounts = amounts.map(|amount| amount.to_string());
        let mut record =
            vec![date.clone(), line.to_owned(), what.to_owned(), number, name, reference, count.to_string()];
        record.extend(amounts);
        sheet.write_record(&record)
    };
    for one in &day.takings {
        let amounts = [one.taken, one.refunds, one.chargebacks, one.fees, one.net() - one.fees];
        write("method", way_word(one.way), [""; 3], one.payments, amounts)?;
    }
    for item in &day.items {
        let amount = Money::from_cents(item.amount_cents);
        let number = receipt_number(item.id);
        let words = [number.as_str(), &item.name, item.reference.as_deref().unwrap_or_default()];
        let amounts = [amount, Money::ZERO, Money::ZERO, Money::ZERO, amount];
        write("desk", item.method().code(), words, 1, amounts)?;
    }
    for payout in &day.payouts {
        let of = |kind: reconcile::PartKind| -> Money {
            payout.parts.iter().filter(|part| part.kind == kind).map(|part| part.amount).sum()
        };
        let count = payout.parts.iter().map(|part| part.count).sum();
        let amounts = [
            of(reconcile::PartKind::Payments),
            -of(reconcile::PartKind::Refunds),
            -of(reconcile::PartKind::Chargebacks),
            -of(reconcile::PartKind::Fees) - of(reconcile::PartKind::Other),
            payout.amount,
        ];
        write("payout", "payout", [&payout.id, "", ""], count, amounts)?;
    }
    sheet.into_inner().map_err(|error| error.into_error().into())
}

fn way_word(way: Way) -> &'static str {
    match way {
        Way::Card => "card",
        Way::Bank => "bank",
        Way::Cash => "cash",
        Way::Check => "check",
        Way::Terminal => "terminal",
    }
}
