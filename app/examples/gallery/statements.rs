//! Statements, the history behind them, and a year for taxes: usual, crowded, corrected,
//! paid since, nothing due.

use app::FormState;
use app::model::*;
use domain::Money;
use domain::statement::{Drawn, Frame, Position, Recipient, Sender, Statement};
use time::Date;
use time::macros::date;
use uuid::Uuid;

use super::{
    blood, cents, credit, hospital, office, partly_paid, refused, self_pay, settled, unpaid, waiting,
};

pub fn sender() -> Sender {
    Sender {
        name: "Riverside Family Medicine".into(),
        address: vec!["PO Box 4100".into(), "Springfield, IL 62701-4100".into()],
        phone: Some("(555) 010-0142".into()),
        email: Some("billing@riverside.example".into()),
        hours: Some("Monday to Friday, 8 to 5".into()),
    }
}

fn frame(number: &str, issued_on: Date) -> Frame {
    Frame {
        number: number.into(),
        corrects: None,
        spanish: false,
        issued_on,
        due_on: issued_on + time::Duration::days(21),
        from: sender(),
        to: Recipient {
            name: "Maria Alvarez".into(),
            account_number: "A-20418".into(),
            address: vec!["118 Birch Lane".into(), "Springfield, IL 62704".into()],
        },
        on_its_way: Money::ZERO,
        in_plan: Money::ZERO,
        position: Position { entries: 40, last: None },
    }
}

fn drawn(page: VisitPage) -> Drawn {
    Drawn {
        aside: Money::ZERO,
        title: page.card.title,
        date: page.card.date,
        patient_name: page.card.patient_name,
        provider: page.card.provider,
        payer: page.card.payers.into_iter().next(),
        charges: page
            .charges
            .into_iter()
            .map(|charge| (charge.id, charge.description, charge.code))
            .collect(),
        story: page.story,
    }
}

fn draw(frame: Frame, visits: Vec<VisitPage>, before: Option<&Statement>) -> Statement {
    Statement::draw(frame, &visits.into_iter().map(drawn).collect::<Vec<_>>(), before)
}

fn page(statement: Statement) -> StatementPage {
    StatementPage {
        still_due: statement.due,
        in_plan: Money::ZERO,
        id: Uuid::from_u128(412),
        pdf: "/statements/412.pdf".into(),
        pay_open: false,
        over_time: true,
        corrected_by: None,
        rights: StatementRights::default(),
        statement,
    }
}

fn before() -> Statement {
    draw(frame("S-000398", date!(2026 - 10 - 10)), vec![unpaid(), settled(20, "Maria")], None)
}

/// A household of nine with more visits than a telephone shows.
fn crowd() -> Vec<VisitPage> {
    let names = ["Maximiliano Guadalupe", "Leo", "Inés", "Seán O’Brien", "דינה", "Ana", "José", "Sofía"];
    let mut visits = vec![office(), blood(), partly_paid(), self_pay(), waiting(), refused(), credit()];
    visits.push(settled(20, "Maria"));
    visits.extend(names.iter().zip(30..).map(|(name, n)| settled(n, name)));
    visits
}

pub fn statements() -> Vec<(&'static str, StatementPage)> {
    let usual = || {
        draw(
            frame("S-000412", date!(2026 - 11 - 20)),
            vec![office(), blood(), partly_paid(), settled(20, "Maria"), waiting()],
            Some(&before()),
        )
    };
    let first = draw(frame("S-000412", date!(2026 - 11 - 20)), vec![self_pay(), refused()], None);
    let rights = StatementRights {
        estimate_dispute: true,
        assistance_url: Some("https://www.riverside.example/financial-assistance".into()),
    };
    let many = Frame { on_its_way: cents(6_000), ..frame("S-000412", date!(2026 - 11 - 20)) };
    let corrected = Frame { corrects: Some("S-000411".into()), ..frame("S-000412", date!(2026 - 11 - 20)) };
    let nothing = draw(frame("S-000412", date!(2026 - 11 - 20)), vec![credit(), waiting()], None);
    let long = draw(frame("S-000412", date!(2026 - 11 - 20)), vec![hospital(300)], None);
    let replaced = StatementPage {
        corrected_by: Some(StatementRef { id: Uuid::from_u128(413), number: "S-000413".into() }),
        ..page(usual())
    };
    let partly = StatementPage { still_due: cents(4_200), pay_open: true, ..page(usual()) };
    vec![
        ("statement", page(usual())),
        ("statement-first", StatementPage { rights, ..page(first) }),
        ("statement-crowd", page(draw(many, crowd(), Some(&before())))),
        ("statement-corrects", page(draw(corrected, vec![office()], None))),
        ("statement-replaced", replaced),
        ("statement-paid", StatementPage { still_due: Money::ZERO, ..page(usual()) }),
        ("statement-partly", partly),
        ("statement-nothing", page(nothing)),
        ("statement-long", page(long)),
    ]
}

pub fn statement_items() -> Vec<StatementItem> {
    let item = |n: u128, issued_on: Date, due, settled| StatementItem {
        id: Uuid::from_u128(n),
        number: format!("S-000{n}"),
        issued_on,
        due_on: issued_on + time::Duration::days(21),
        due: cents(due),
        corrects: None,
        corrected_by: None,
        settled,
    };
    vec![
        StatementItem {
            corrects: Some("S-000411".into()),
            ..item(412, date!(2026 - 11 - 20), 32_420, false)
        },
        StatementItem {
            corrected_by: Some("S-000412".into()),
            ..item(411, date!(2026 - 11 - 19), 123_456_789, false)
        },
        item(398, date!(2026 - 10 - 10), 24_000, true),
        item(120, date!(2025 - 12 - 31), 3_500, true),
    ]
}

pub fn statement_lists() -> Vec<(&'static str, StatementsPage)> {
    let usual = StatementsPage { items: statement_items(), own: true, ..StatementsPage::default() };
    let wrong = StatementsPage {
        form: FormState::wrong("can_open", "error-can-open").with_value("agree", "yes"),
        ..usual.clone()
    };
    let paperless = StatementsPage { paperless: Some(date!(2026 - 09 - 01)), ..usual.clone() };
    vec![
        ("statements", usual),
        ("statements-error", wrong),
        ("statements-paperless", paperless),
        ("statements-none", StatementsPage::default()),
    ]
}

fn item(date: Date, what: HistoryWhat, amount: i64, title: Option<&str>, link: Option<&str>) -> HistoryItem {
    HistoryItem {
        date,
        what,
        amount: Some(cents(amount)),
        title: title.map(Into::into),
        patient: None,
        link: link.map(Into::into),
        state: HistoryState::Done,
    }
}

fn happened() -> Vec<HistoryItem> {
    use HistoryWhat::*;
    let payer = || "Blue Cross".to_owned();
    let visit = |date, what, amount, title, name: &str| HistoryItem {
        patient: Some(name.into()),
        ..item(date, what, amount, Some(title), Some("/visits/1"))
    };
    let state = |state, item: HistoryItem| HistoryItem { state, ..item };
    let paid = |date, amount, title| item(date, Payment, amount, title, Some("/receipts/1"));
    vec![
        item(date!(2026 - 11 - 24), Payment, 18_420, None, None),
        state(HistoryState::OnItsWay, item(date!(2026 - 11 - 22), Payment, 6_000, None, None)),
        state(HistoryState::Checking, item(date!(2026 - 11 - 21), Payment, 4_200, None, None)),
        state(HistoryState::NotPaid, item(date!(2026 - 11 - 21), Payment, 4_200, None, None)),
        item(date!(2026 - 11 - 20), Statement, 32_420, Some("S-000412"), Some("/statements/412")),
        visit(date!(2026 - 11 - 04), BecameYours, 5_580, "Blood test", "Leo"),
        visit(date!(2026 - 11 - 04), Adjusted, 6_420, "Blood test", "Leo"),
        paid(date!(2026 - 11 - 02), 3_500, Some("Office visit")),
        visit(date!(2026 - 10 - 28), InsurerPaid(payer()), 25_000, "Office visit", "Maria"),
        visit(date!(2026 - 10 - 25), InsurerTookBack(payer()), 1_200, "Annual checkup", "Maria"),
        visit(date!(2026 - 10 - 25), BecameYours, -1_200, "Annual checkup", "Maria"),
        visit(date!(2026 - 10 - 25), Adjusted, -1_200, "Annual checkup", "Maria"),
        visit(date!(2026 - 10 - 14), Charged, 61_200, "Office visit", "Maria"),
        visit(date!(2026 - 10 - 02), CreditApplied, 2_500, "Minor surgery", "Maria"),
        state(HistoryState::OnItsWay, item(date!(2026 - 09 - 20), Refund, 2_500, None, Some("/receipts/1"))),
        item(date!(2026 - 09 - 12), RefundFailed, 4_000, None, Some("/receipts/1")),
        item(date!(2025 - 12 - 24), GivenBack, 8_000, None, Some("/receipts/1")),
        item(date!(2025 - 12 - 12), TakenBack, 8_000, None, Some("/receipts/1")),
    ]
}

pub fn histories() -> Vec<(&'static str, HistoryPage)> {
    let usual = HistoryPage {
        people: vec!["Maria".into(), "Leo".into(), "Ana".into()],
        years: vec![2026, 2025, 2024],
        items: happened(),
        more: true,
        ..HistoryPage::default()
    };
    let filters = HistoryFilters { what: HistoryKind::Payments, who: Some(1), year: Some(2026) };
    let searched = HistoryPage {
        filters,
        query: Some("blood <b>".into()),
        items: happened().drain(5..7).collect(),
        more: false,
        ..usual.clone()
    };
    let no_such = HistoryPage { filters, items: vec![], more: false, ..usual.clone() };
    vec![
        ("history", usual),
        ("history-search", searched),
        ("history-none-such", no_such),
        ("history-none", HistoryPage::default()),
    ]
}

pub fn years() -> Vec<(&'static str, YearPage)> {
    let row = |paid_on, date_of_service, service: &str, patient: &str, amount| YearRow {
        paid_on,
        date_of_service,
        provider: Some("Dr. Chen".into()),
        service: service.into(),
        patient: patient.into(),
        amount: cents(amount),
    };
    let rows = vec![
        row(date!(2026 - 01 - 04), date!(2025 - 12 - 18), "Office visit", "Maria", 3_000),
        row(date!(2026 - 04 - 09), date!(2026 - 03 - 18), "Office visit", "Leo", 3_000),
        row(date!(2026 - 08 - 03), date!(2026 - 08 - 03), "Annual checkup", "Maria", 6_000),
        row(date!(2026 - 09 - 20), date!(2026 - 08 - 03), "Annual checkup", "Maria", -2_500),
        row(date!(2026 - 10 - 12), date!(2026 - 09 - 09), "Minor surgery", "Maria", 10_000),
    ];
    let usual = YearPage {
        year: 2026,
        total: rows.iter().map(|row| row.amount).sum(),
        rows,
        totals: vec![("Maria".into(), cents(16_500)), ("Leo".into(), cents(3_000))],
        practice: sender(),
        payer_name: "Maria Alvarez".into(),
    };
    let none = YearPage { year: 2024, rows: vec![], totals: vec![], total: Money::ZERO, ..usual.clone() };
    vec![("year", usual), ("year-none", none)]
}
