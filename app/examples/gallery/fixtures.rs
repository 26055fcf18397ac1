//! Invented people and visits in every state that the pages are designed for.

#[path = "desk.rs"]
mod desk;
#[path = "desk_answering.rs"]
pub mod desk_answering;
#[path = "desk_api.rs"]
mod desk_api;
#[path = "desk_books.rs"]
mod desk_books;
#[path = "desk_denials.rs"]
mod desk_denials;
#[path = "desk_disputes.rs"]
mod desk_disputes;
#[path = "desk_plans.rs"]
mod desk_plans;
#[path = "dispute.rs"]
pub mod dispute;
#[path = "guest.rs"]
mod guest;
#[path = "household.rs"]
mod household;
#[path = "ledger.rs"]
mod ledger;
#[path = "paid.rs"]
mod paid;
#[path = "people.rs"]
mod people;
#[path = "plan.rs"]
mod plan;
#[path = "plan_new.rs"]
mod plan_new;
#[path = "runs.rs"]
mod runs;
#[path = "statements.rs"]
mod statements;

pub use desk::*;
pub use desk_api::*;
pub use desk_books::*;
pub use desk_denials::*;
pub use desk_disputes::*;
pub use desk_plans::*;
pub use guest::*;
pub use household::*;
pub use paid::*;
pub use people::*;
pub use plan::*;
pub use plan_new::*;
pub use runs::*;
pub use statements::*;

use app::model::*;
use app::{Assets, Ctx, FormState, Lang, PracticeCard, SignedIn};
use domain::access::Role;
use domain::denial::State;
use domain::{Group, Money, PaymentId, VisitId};
use ledger::Book;
use time::macros::{date, datetime};
use uuid::Uuid;

pub fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

pub fn ctx(lang: Lang, path: &str) -> Ctx {
    Ctx {
        lang,
        today: date!(2026 - 11 - 24),
        nonce: "n0nce".into(),
        assets: Assets {
            css: "main.css".into(),
            guest_css: "guest.css".into(),
            font: Some("fonts/atkinson-hyperlegible-next.woff2".into()),
            icon: Some("icon.svg".into()),
            js: Some("/pkg/app.js".into()),
            wasm: Some("/pkg/app.wasm".into()),
        },
        practice: Some(PracticeCard {
            name: "Riverside Family Medicine".into(),
            phone: Some("(555) 010-0142".into()),
            email: Some("billing@riverside.example".into()),
            hours: Some("Monday to Friday, 8 to 5".into()),
            languages: Some("English, español".into()),
            brand: None,
        }),
        user: Some(SignedIn { name: "Maria".into() }),
        whose: None,
        path: path.into(),
        demo: false,
        plans: true,
        work: Some(7),
        disputes: Some(3),
        role: Some(Role::Administrator),
        places: None,
        emergencies: Vec::new(),
    }
}

pub fn office() -> VisitPage {
    Book::new(1, "Office visit", date!(2026 - 10 - 14), "Maria")
        .covered("Blue Cross")
        .charge("99214", "Office visit, 30 to 39 minutes", 45_200)
        .charge("76700", "Ultrasound of the belly", 16_000)
        .decided(date!(2026 - 10 - 28), 0, 20_000, &[(Group::CO, "45", 15_200), (Group::PR, "1", 10_000)])
        .decided(date!(2026 - 10 - 28), 1, 5_000, &[(Group::CO, "45", 8_160), (Group::PR, "2", 2_840)])
        .page()
}

pub fn blood() -> VisitPage {
    Book::new(2, "Blood test", date!(2026 - 10 - 21), "Leo")
        .covered("Blue Cross")
        .charge("80053", "Blood test, metabolic panel", 12_000)
        .decided(date!(2026 - 11 - 04), 0, 0, &[(Group::CO, "45", 6_420), (Group::PR, "1", 5_580)])
        .page()
}

pub fn waiting() -> VisitPage {
    Book::new(3, "MRI of the knee", date!(2026 - 11 - 07), "Maria")
        .covered("Blue Cross")
        .charge("73721", "MRI of the knee", 124_000)
        .page()
}

pub fn refused() -> VisitPage {
    let refusal = Refusal { state: State::SentAgain, since: date!(2026 - 11 - 20), ask: true };
    let page = Book::new(4, "Physical therapy", date!(2026 - 11 - 02), "Maria")
        .covered("Blue Cross")
        .charge("97110", "Therapeutic exercise, 15 minutes", 24_000)
        .decided(date!(2026 - 11 - 16), 0, 0, &[(Group::CO, "16", 24_000)])
        .page();
    VisitPage { refusal: Some(refusal), ..page }
}

pub fn credit() -> VisitPage {
    Book::new(5, "Annual checkup", date!(2026 - 08 - 03), "Maria")
        .covered("Blue Cross")
        .charge("99396", "Preventive visit", 25_000)
        .decided(date!(2026 - 08 - 20), 0, 17_500, &[(Group::CO, "45", 4_000), (Group::PR, "3", 3_500)])
        .paid(date!(2026 - 08 - 03), 6_000, 2_500)
        .page()
}

fn surgery() -> Book {
    Book::new(6, "Minor surgery", date!(2026 - 09 - 09), "Maria")
        .covered("Blue Cross")
        .charge("11400", "Removal of a skin growth", 80_000)
        .decided(
            date!(2026 - 09 - 30),
            0,
            31_000,
            &[
                (Group::CO, "45", 20_000),
                (Group::PR, "2", 15_000),
                (Group::PR, "204", 9_000),
                (Group::OA, "144", 5_000),
            ],
        )
}

pub fn unpaid() -> VisitPage {
    surgery().page()
}

pub fn partly_paid() -> VisitPage {
    surgery().paid(date!(2026 - 10 - 12), 10_000, 0).page()
}

pub fn self_pay() -> VisitPage {
    Book::new(7, "Flu shot", date!(2026 - 11 - 12), "Ana").charge("90686", "Flu vaccine", 4_500).page()
}

/// Far above what was told beforehand.
pub fn above_estimate() -> VisitPage {
    let page = Book::new(8, "Colonoscopy", date!(2026 - 11 - 02), "Maria")
        .charge("45378", "Colonoscopy", 104_000)
        .page();
    VisitPage { told: Some(dispute::told_before()), ..page }
}

pub fn settled(number: u128, name: &'static str) -> VisitPage {
    Book::new(number, "Office visit", date!(2026 - 03 - 18), name)
        .covered("Blue Cross")
        .charge("99213", "Office visit, 20 to 29 minutes", 21_000)
        .decided(date!(2026 - 04 - 01), 0, 14_000, &[(Group::CO, "45", 4_000), (Group::PR, "3", 3_000)])
        .paid(date!(2026 - 04 - 09), 3_000, 0)
        .page()
}

/// A stay with so many lines.
pub fn hospital(lines: usize) -> VisitPage {
    let mut book = Book::new(9, "Hospital stay", date!(2026 - 10 - 02), "Leo").covered("Blue Cross");
    for _ in 0..lines {
        book = book.charge("J0131", "Acetaminophen, 10 mg, by vein", 1_250);
    }
    for line in 0..lines {
        book =
            book.decided(date!(2026 - 10 - 20), line, 700, &[(Group::CO, "45", 450), (Group::PR, "2", 100)]);
    }
    book.page()
}

pub fn cent() -> VisitPage {
    Book::new(8, "Office visit", date!(2026 - 10 - 14), "Maria")
        .covered("Blue Cross")
        .charge("99213", "Office visit, 20 to 29 minutes", 21_000)
        .decided(date!(2026 - 10 - 28), 0, 16_999, &[(Group::CO, "45", 4_000), (Group::PR, "2", 1)])
        .page()
}

fn home_of(visits: Vec<VisitPage>) -> HomePage {
    let visits: Vec<VisitCard> = visits.into_iter().map(|page| page.card).collect();
    HomePage {
        over_time: visits.iter().map(|card| card.due).sum::<Money>() >= cents(5_000),
        name: "Maria".into(),
        due_total: visits.iter().map(VisitCard::asked).sum(),
        visits_due: visits.iter().filter(|card| card.asked().is_positive()).count(),
        due_by: Some(date!(2026 - 12 - 12)),
        credit: visits.iter().map(|card| card.credit).sum(),
        visits,
        ..HomePage::default()
    }
}

fn with_insurance(page: &VisitPage, refused: bool) -> WithInsurance {
    let story = &page.card.breakdown;
    WithInsurance {
        payer: page.card.payers.first().cloned(),
        amount: if refused { story.refused } else { story.with_insurance },
        since: Some(date!(2026 - 11 - 09)),
        refused,
        visit: page.card.id,
    }
}

fn lately() -> Vec<LatelyItem> {
    let item = |what, amount, date, link: Option<&str>, state| LatelyItem {
        what,
        amount: cents(amount),
        date,
        link: link.map(Into::into),
        state,
    };
    vec![
        item(LatelyWhat::YouPaid, 6_000, date!(2026 - 11 - 20), None, LatelyState::OnItsWay),
        item(LatelyWhat::YouPaid, 3_500, date!(2026 - 11 - 02), Some("/receipts/1"), LatelyState::Done),
        item(
            LatelyWhat::InsurerPaid("Blue Cross".into()),
            25_000,
            date!(2026 - 10 - 28),
            Some("/visits/1"),
            LatelyState::Done,
        ),
        item(
            LatelyWhat::InsurerPaid("Blue Cross".into()),
            -1_200,
            date!(2026 - 10 - 25),
            None,
            LatelyState::Done,
        ),
        item(LatelyWhat::Charged, 61_200, date!(2026 - 10 - 14), Some("/visits/1"), LatelyState::Done),
    ]
}

fn lately_back() -> Vec<LatelyItem> {
    let item = |what, amount, date, link: Option<&str>| LatelyItem {
        what,
        amount: cents(amount),
        date,
        link: link.map(Into::into),
        state: LatelyState::Done,
    };
    vec![
        item(LatelyWhat::SentBack, 2_500, date!(2026 - 11 - 20), None),
        item(LatelyWhat::TakenBack, 4_500, date!(2026 - 11 - 12), None),
        item(LatelyWhat::YouPaid, 6_000, date!(2026 - 08 - 03), Some("/receipts/1")),
    ]
}

/// A visit that a plan pays.
pub fn planned() -> VisitPage {
    let page = office();
    let card =
        VisitCard { plan: Some(domain::PlanId(Uuid::from_u128(1))), planned: page.card.due, ..page.card };
    VisitPage { card, ..page }
}

pub fn homes() -> Vec<(&'static str, HomePage)> {
    let usual = HomePage {
        with_insurance: vec![with_insurance(&waiting(), false)],
        lately: lately(),
        statement: Some(NewStatement {
            id: Uuid::from_u128(412),
            number: "S-000412".into(),
            due_on: date!(2026 - 12 - 11),
        }),
        ..home_of(vec![office(), blood(), waiting(), settled(20, "Maria")])
    };
    let names = ["Maria", "Leo", "Ana", "José", "Guadalupe", "Maximiliano", "Inés", "Sofía", "Bartholomew"];
    let mut crowd = vec![office(), blood(), partly_paid(), self_pay(), waiting(), refused(), credit()];
    crowd.extend(names.iter().zip(30..).map(|(name, n)| settled(n, name)));
    let household = HomePage {
        with_insurance: vec![with_insurance(&waiting(), false), with_insurance(&refused(), true)],
        on_the_way: vec![OnTheWay {
            amount: cents(6_000),
            started: date!(2026 - 11 - 20),
            kind: OnTheWayKind::Bank,
        }],
        household: names.iter().map(|name| (*name).into()).collect(),
        lately: lately(),
        pay_open: true,
        ..home_of(crowd)
    };
    let checking =
        OnTheWay { amount: cents(18_420), started: date!(2026 - 11 - 24), kind: OnTheWayKind::Checking };
    vec![
        ("home", usual),
        ("home-household", household),
        (
            "home-nothing",
            HomePage {
                lately: lately().split_off(1),
                ..home_of(vec![settled(20, "Maria"), settled(21, "Maria")])
            },
        ),
        (
            "home-insurance",
            HomePage {
                with_insurance: vec![with_insurance(&waiting(), false), with_insurance(&refused(), true)],
                ..home_of(vec![waiting(), refused()])
            },
        ),
        (
            "home-merged",
            HomePage {
                merged: Some(Merged {
                    before: "Riverside Family Medicine".into(),
                    into: "Lakeshore Health".into(),
                    since: date!(2026 - 11 - 1),
                }),
                ..home_of(vec![blood()])
            },
        ),
        ("home-credit", HomePage { credit_plan: Some(CreditPlan::Ask), ..home_of(vec![credit()]) }),
        (
            "home-credit-back",
            HomePage {
                credit_plan: Some(CreditPlan::RefundBy(date!(2026 - 12 - 24))),
                lately: lately_back(),
                ..home_of(vec![credit(), settled(20, "Maria")])
            },
        ),
        (
            "home-reopened",
            HomePage {
                reopened: vec![
                    Reopened { amount: cents(18_420), paid_on: date!(2026 - 11 - 02), bank: false },
                    Reopened { amount: cents(4_500), paid_on: date!(2025 - 12 - 30), bank: true },
                ],
                credit_plan: Some(CreditPlan::Apply),
                ..home_of(vec![office(), blood(), self_pay(), credit()])
            },
        ),
        ("home-checking", HomePage { on_the_way: vec![checking], ..home_of(vec![settled(20, "Maria")]) }),
        ("home-first", HomePage { name: "Maria".into(), ..HomePage::default() }),
        ("home-cent", home_of(vec![cent()])),
        ("home-plan", HomePage { plans: home_plans(), ..home_of(vec![planned(), settled(20, "Maria")]) }),
        ("home-plan-due", HomePage { plans: home_plans_due(), ..home_of(vec![planned()]) }),
        ("home-plan-beside", HomePage { plans: home_plans(), ..home_of(vec![blood(), planned()]) }),
    ]
}

pub fn visits() -> Vec<(&'static str, VisitPage)> {
    vec![
        ("visit", office()),
        ("visit-waiting", waiting()),
        ("visit-refused", refused()),
        ("visit-credit", credit()),
        ("visit-partly", partly_paid()),
        ("visit-self", self_pay()),
        ("visit-estimate", above_estimate()),
        ("visit-cent", cent()),
    ]
}

pub fn due(page: &VisitPage) -> PayDue {
    PayDue {
        visit: page.card.id,
        title: page.card.title.clone(),
        date: page.card.date,
        patient_name: page.card.patient_name.clone(),
        amount: page.card.due,
    }
}

pub fn pay_page(visits: &[VisitPage]) -> PayPage {
    let dues: Vec<PayDue> = visits.iter().map(due).collect();
    PayPage {
        aside: Money::ZERO,
        form: FormState::default(),
        total: dues.iter().map(|due| due.amount).sum(),
        dues,
        token: "press-1".into(),
        choice: PayChoice::All,
        open_payment: None,
        checking: None,
        over_time: true,
    }
}

pub fn pays() -> Vec<(&'static str, PayPage)> {
    let two = || pay_page(&[office(), blood()]);
    vec![
        ("pay", two()),
        (
            "pay-visits",
            PayPage {
                choice: PayChoice::Visits(vec![blood().card.id]),
                open_payment: Some(cents(5_000)),
                ..two()
            },
        ),
        (
            "pay-error",
            PayPage {
                choice: PayChoice::Amount("500<b>".into()),
                form: FormState::wrong("amount", "error-amount-most"),
                ..two()
            },
        ),
        ("pay-one", pay_page(&[office()])),
        ("pay-cent", pay_page(&[cent()])),
    ]
}

pub fn payment(n: u128) -> PaymentId {
    PaymentId(Uuid::from_u128(n))
}

pub fn visit_id(n: u128) -> VisitId {
    VisitId(Uuid::from_u128(n))
}

pub fn register_wrong() -> RegisterPage {
    RegisterPage {
        form: FormState::wrong("birth_date", "error-birth-date")
            .with_error("password", "error-password-short")
            .with_value("account_number", "A-20418 \"<script>alert(1)</script>")
            .with_value("birth_date_month", "13")
            .with_value("birth_date_day", "19")
            .with_value("birth_date_year", "1984")
            .with_value("email", "maria@example.com")
            .with_value("password", "hunter2secret"),
        practices: vec![
            ("riverside".into(), "Riverside Family Medicine".into()),
            ("hill".into(), "Hill Clinic".into()),
        ],
    }
}

pub fn outbox() -> OutboxPage {
    OutboxPage {
        messages: vec![OutboxMessage {
            id: "m1".into(),
            to: "maria@example.com".into(),
            subject: "Your payment receipt is ready".into(),
            at: datetime!(2026-11-24 09:03 UTC),
            body_text: "Thank you.\n\nSee the receipt:\nhttp://127.0.0.1:3000/receipts/00000000-0000-0000-0000-000000000003\n\nRiverside Family Medicine\n".into(),
        }],
    }
}
