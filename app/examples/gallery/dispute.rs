//! What patients say is wrong, in every state.

use app::FormState;
use app::model::*;
use domain::dispute::{Outcome, Reason, State};
use domain::estimate::{Estimate, How, RULES, Route};
use domain::{ChargeId, DisputeId, Money};
use time::Date;
use time::macros::date;
use uuid::Uuid;

use super::{cents, visit_id};

fn card(reason: Reason, state: State, outcome: Option<Outcome>) -> DisputeCard {
    let open = !matches!(state, State::Decided | State::Closed) && reason.freezes();
    DisputeCard {
        id: DisputeId(Uuid::from_u128(1)),
        reference: "4829 1537".into(),
        reason,
        state,
        outcome,
        visit: visit_id(1),
        title: "Office visit".into(),
        visit_date: date!(2026 - 11 - 02),
        opened_on: date!(2026 - 11 - 20),
        frozen: if open { cents(12_840) } else { Money::ZERO },
        act_by: Some(date!(2026 - 11 - 24)),
        decide_by: date!(2026 - 12 - 21),
    }
}

fn step(what: &'static str, by: DisputeBy, on: Date, message: Option<&str>) -> DisputeStep {
    DisputeStep {
        what,
        by,
        on,
        message: message.map(Into::into),
        outcome: None,
        taken_off: Money::ZERO,
        to_insurer: Money::ZERO,
        files: Vec::new(),
    }
}

/// $600 was told, $1,040 is the bill.
pub fn told_before() -> ToldBefore {
    ToldBefore {
        estimate: Estimate { amount: cents(60_000), given_on: date!(2026 - 10 - 01) },
        others: vec![Estimate { amount: cents(90_000), given_on: date!(2026 - 11 - 02) }],
        billed: cents(104_000),
        charged: cents(104_000),
        rule: RULES[0],
        route: Route::Open(Some(date!(2027 - 03 - 12))),
    }
}

/// What a federal reviewer has.
pub fn federal() -> FederalCase {
    FederalCase {
        started_on: date!(2026 - 11 - 20),
        reference: "DISP-204118".into(),
        came: None,
        rule: RULES[0],
    }
}

/// What a federal reviewer has answered.
pub fn federal_over() -> FederalCase {
    FederalCase { came: Some((How::Determined, cents(57_500))), ..federal() }
}

fn page(card: DisputeCard, happened: Vec<DisputeStep>) -> DisputePage {
    let open = !matches!(card.state, State::Decided | State::Closed);
    DisputePage {
        seq: 1,
        lines: vec!["Office visit".into(), "Urine test".into()],
        may_write: card.state != State::Closed,
        may_withdraw: open,
        appeal_by: None,
        files_left: 4,
        before: None,
        federal: None,
        told: None,
        form: FormState::default(),
        card,
        happened,
    }
}

/// The conversation.
pub fn disputes() -> Vec<(&'static str, DisputePage)> {
    let day = date!(2026 - 11 - 20);
    let opened = || DisputeStep {
        files: vec![(Uuid::from_u128(7), "letter from my insurance.jpg".into(), 2_340_000)],
        ..step(
            "opened",
            DisputeBy::You,
            day,
            Some("I was never there on that day.\nI was in Boston with my sister."),
        )
    };
    let read = || step("taken_up", DisputeBy::Practice, date!(2026 - 11 - 23), None);
    let asked = || {
        step(
            "asked_patient",
            DisputeBy::Practice,
            date!(2026 - 11 - 23),
            Some("Thank you for telling us. Do you have the ticket?"),
        )
    };
    let decided = |outcome, off: i64, moved: i64| DisputeStep {
        outcome: Some(outcome),
        taken_off: cents(off),
        to_insurer: cents(moved),
        ..step(
            "decided",
            DisputeBy::Practice,
            date!(2026 - 11 - 24),
            Some("The urine test was billed twice. We took one off. The visit itself is in your record."),
        )
    };
    let fresh = page(card(Reason::NotMyVisit, State::Received, None), vec![opened()]);
    let waits = page(card(Reason::NotMyVisit, State::WaitingPatient, None), vec![opened(), read(), asked()]);
    let partly = DisputeCard {
        act_by: Some(date!(2026 - 12 - 24)),
        ..card(Reason::Duplicate, State::Decided, Some(Outcome::Partly))
    };
    let partly = page(partly, vec![opened(), read(), decided(Outcome::Partly, 4_000, 1_500)]);
    let question = page(
        card(Reason::Question, State::Received, None),
        vec![step("opened", DisputeBy::You, day, Some("What is a facility fee?"))],
    );
    let closed = page(
        card(Reason::Quality, State::Closed, Some(Outcome::Withdrawn)),
        vec![opened(), step("withdrawn", DisputeBy::You, day, None)],
    );
    let wrong = FormState::wrong("words", "error-case-words").with_error("file", "error-file-odd");
    vec![
        ("dispute-fresh", DisputePage { told: Some(DisputeTold::Opened), ..fresh.clone() }),
        ("dispute-waits", DisputePage { form: wrong, ..waits }),
        ("dispute-decided", DisputePage { appeal_by: Some(date!(2026 - 12 - 24)), ..partly }),
        ("dispute-question", question),
        (
            "dispute-federal",
            DisputePage {
                may_withdraw: false,
                before: Some(told_before()),
                federal: Some(federal()),
                ..page(
                    card(Reason::AboveEstimate, State::WaitingFederal, None),
                    vec![opened(), step("federal_started", DisputeBy::Practice, day, None)],
                )
            },
        ),
        ("dispute-closed", DisputePage { told: Some(DisputeTold::Withdrawn), ..closed }),
    ]
}

/// The list.
pub fn list() -> DisputesPage {
    DisputesPage {
        disputes: vec![
            card(Reason::NotMyVisit, State::WaitingPatient, None),
            card(Reason::Insurance, State::InReview, None),
            card(Reason::Question, State::Decided, Some(Outcome::Answered)),
            card(Reason::AboveEstimate, State::Closed, Some(Outcome::Upheld)),
        ],
    }
}

/// Those that a home page shows.
pub fn open_ones() -> Vec<DisputeCard> {
    vec![card(Reason::NotMyVisit, State::InReview, None)]
}

/// The form.
pub fn tells() -> Vec<(&'static str, TellPage)> {
    let line = |n: u128, name: &str, charged, share, taken| TellLine {
        id: ChargeId(Uuid::from_u128(n)),
        name: name.into(),
        charged: cents(charged),
        share: cents(share),
        taken,
    };
    let plain = TellPage {
        visit: visit_id(1),
        title: "Office visit".into(),
        date: date!(2026 - 11 - 02),
        patient_name: "for Leo".into(),
        lines: vec![
            line(1, "Office visit, established patient", 21_000, 8_840, false),
            line(2, "Urine test", 4_000, 4_000, true),
        ],
        before: None,
        open: vec![(DisputeId(Uuid::from_u128(1)), "4829 1537".into())],
        files: 5,
        token: "press-9".into(),
        form: FormState::default(),
    };
    let wrong = FormState::wrong("reason", "error-reason")
        .with_error("file", "error-file-kind")
        .with_value(&format!("line-{}", ChargeId(Uuid::from_u128(1))), "yes")
        .with_value("words", "</textarea><b>twice</b>");
    vec![
        ("tell", TellPage { open: Vec::new(), ..plain.clone() }),
        ("tell-estimate", TellPage { before: Some(told_before()), open: Vec::new(), ..plain.clone() }),
        ("tell-error", TellPage { form: wrong, ..plain }),
    ]
}

/// Which visit it is about.
pub fn which() -> TellWhichPage {
    let visit = |n, title: &str, day| (visit_id(n), title.to_owned(), day, "for Leo".to_owned());
    TellWhichPage {
        visits: vec![
            visit(1, "Office visit", date!(2026 - 11 - 02)),
            visit(2, "Blood test", date!(2026 - 10 - 12)),
        ],
    }
}
