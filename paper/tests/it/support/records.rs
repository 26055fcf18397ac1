//! An account's records, of every kind.

use domain::Money;
use domain::statement::Sender;
use paper::{Head, PaidFor, Told, Year};
use time::macros::date;

pub fn head(from: &Sender, spanish: bool) -> Head<'_> {
    let (name, account_number) = ("Maria Ortega", "RFM-20418");
    Head { from, name, account_number, spanish, made_on: date!(2026 - 11 - 24) }
}

fn told(date: time::Date, what: &str, about: &[&str], cents: i64) -> Told {
    Told {
        date,
        what: what.into(),
        state: None,
        about: about.iter().map(|about| (*about).to_owned()).collect(),
        amount: Some(Money::from_cents(cents)),
    }
}

/// Newest first, over two years, as the page tells it.
pub fn events() -> Vec<Told> {
    vec![
        Told { state: Some("On its way".into()), ..told(date!(2026 - 11 - 23), "Your payment", &[], -6_000) },
        told(date!(2026 - 11 - 20), "A statement was sent", &["S-000412"], 14_920),
        told(date!(2026 - 11 - 2), "You paid", &["Office visit", "for Maria"], -3_500),
        told(date!(2026 - 10 - 29), "Became your part", &["Office visit", "for Maria"], 12_840),
        told(
            date!(2026 - 10 - 29),
            "Larkspur Health PPO paid",
            &["Office visit, 30 to 39 minutes, with an interpreter for the whole of it", "for Ana Sofía"],
            -25_000,
        ),
        told(date!(2025 - 12 - 30), "Sent back to you", &["Blood test", "for דינה"], 5_580),
        told(date!(2025 - 12 - 3), "Charged", &["Well-child visit", "for O’Brien-Nguyễn"], 44_000),
    ]
}

/// Something on each of so many days, newest first.
pub fn many(count: i64) -> Vec<Told> {
    let from = date!(2026 - 11 - 20);
    let event = |n: i64| {
        told(from - time::Duration::days(n * 4), "You paid", &["Office visit", "for Leo"], -1_000 - n)
    };
    (0..count).map(event).collect()
}

/// A year of two patients, with money that went back.
pub fn year() -> Year {
    let row = |care, service: &str, patient: &str, paid_on, cents| PaidFor {
        date_of_service: care,
        service: service.into(),
        patient: patient.into(),
        paid_on,
        amount: Money::from_cents(cents),
    };
    let rows = vec![
        row(date!(2025 - 12 - 30), "Well-child visit with Dr. Núñez", "Leo", date!(2026 - 1 - 14), 12_000),
        row(date!(2026 - 10 - 14), "Office visit with Dr. Chen", "Maria", date!(2026 - 11 - 2), 3_500),
        row(date!(2026 - 10 - 14), "Office visit with Dr. Chen", "Maria", date!(2026 - 11 - 9), -1_500),
        row(date!(2026 - 10 - 21), "Blood test", "Leo", date!(2026 - 11 - 20), 5_580),
    ];
    let sum = |name: &str| rows.iter().filter(|row| row.patient == name).map(|row| row.amount).sum();
    let totals = vec![("Maria".to_owned(), sum("Maria")), ("Leo".to_owned(), sum("Leo"))];
    Year { year: 2026, total: rows.iter().map(|row| row.amount).sum(), totals, rows }
}
