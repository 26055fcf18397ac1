//! Disputes as the desk works on them.

use app::model::*;
use app::{FormState, Lang};
use domain::dispute::{Clock, Outcome, Reason, State};
use domain::ledger::Kind;
use domain::{DisputeId, GuarantorId, Money, UserId};
use time::macros::{date, datetime};
use time::{Date, Duration};
use uuid::Uuid;

use super::cents;

fn id(n: u128) -> DisputeId {
    DisputeId(Uuid::from_u128(n))
}

fn row(n: u8, reason: Reason, state: State, clock: Clock) -> QueueRow {
    let names = ["Maria Alvarez", "Bartholomew Featherstonehaugh-Cholmondeley", "José Núñez", "Alma Okafor"];
    let act_by: Date = date!(2026 - 11 - 23) + Duration::days(i64::from(n));
    let over = matches!(state, State::Decided | State::Closed);
    QueueRow {
        id: id(u128::from(n) + 1),
        reference: format!("48{n}9 1537"),
        name: names[usize::from(n) % names.len()].into(),
        reason,
        state,
        appealed: state == State::Appealed || n == 2,
        proposed: n == 2,
        opened: date!(2026 - 11 - 19),
        act_by: (state != State::Closed).then_some(act_by),
        clock,
        amount: if reason == Reason::Question || over {
            Money::ZERO
        } else {
            cents(12_840 + 977 * i64::from(n))
        },
        assigned: (n % 2 == 1).then(|| "Dana".to_owned()),
        free: n.is_multiple_of(2) && !over,
        seq: 3,
    }
}

pub fn queue_rows() -> Vec<QueueRow> {
    vec![
        row(0, Reason::WrongAmount, State::Received, Clock::Late),
        row(1, Reason::Insurance, State::Appealed, Clock::AtRisk),
        row(2, Reason::Duplicate, State::InReview, Clock::AtRisk),
        row(3, Reason::Question, State::Acknowledged, Clock::OnTime),
        row(4, Reason::NotMyVisit, State::WaitingPatient, Clock::OnTime),
        row(5, Reason::AboveEstimate, State::WaitingInsurer, Clock::OnTime),
    ]
}

pub fn queues() -> Vec<(&'static str, DisputeQueuePage)> {
    let people = vec![
        (UserId(Uuid::from_u128(1)), "Dana".to_owned()),
        (UserId(Uuid::from_u128(2)), "Ravi".to_owned()),
    ];
    let usual = DisputeQueuePage {
        counts: [2, 1_000, 1, 1_000],
        rows: queue_rows(),
        more: Some("after=2026-11-28".into()),
        people,
        told: Some(QueueTold {
            done: 1,
            waits: 0,
            each: vec![
                ("4809 1537".into(), Became::Done),
                ("4829 1537".into(), Became::Moved(Some("Ravi".into()))),
                ("4819 1537".into(), Became::Moved(None)),
            ],
        }),
        ..DisputeQueuePage::default()
    };
    let none =
        DisputeQueuePage { query: "whose=me".into(), told: None, rows: vec![], more: None, ..usual.clone() };
    vec![("staff-disputes", usual), ("staff-disputes-none", none)]
}

fn step(seq: i64, word: &str, by: &str, message: Option<&str>, note: Option<&str>) -> CaseStepRow {
    CaseStepRow {
        seq,
        step: word.into(),
        outcome: None,
        at: datetime!(2026-11-19 09:30 UTC) + Duration::hours(7 * seq),
        by: Some(by.into()),
        by_patient: by.starts_with("Maria"),
        message: message.map(Into::into),
        note: note.map(Into::into),
        taken_off: Money::ZERO,
        to_insurer: Money::ZERO,
    }
}

pub fn cases() -> Vec<(&'static str, DisputeCasePage)> {
    let (_, visit) = super::visits().swap_remove(0);
    let acts = vec![CaseDo::Release, CaseDo::AskPatient, CaseDo::Write, CaseDo::AskInsurer, CaseDo::Note];
    let steps = vec![
        step(
            1,
            "opened",
            "Maria Alvarez",
            Some("I was charged for a blood test.\n\nNobody took any blood <from me>."),
            None,
        ),
        step(2, "acknowledged", "Dana", Some("Thank you for telling us. We are looking at it."), None),
        step(3, "noted", "Dana", None, Some("Chart says no draw that day; asked the lab & wait.")),
    ];
    let usual = DisputeCasePage {
        row: row(1, Reason::WrongAmount, State::InReview, Clock::AtRisk),
        guarantor: GuarantorId(Uuid::from_u128(1)),
        account: "A-1001".into(),
        lang: Lang::Es,
        visit: ("Maria".into(), "Office visit".into(), date!(2026 - 10 - 02)),
        due: cents(18_420),
        share: cents(12_840),
        limit: cents(25_000),
        amount: cents(12_840),
        outcome: None,
        decide_by: date!(2026 - 12 - 18),
        steps: steps.clone(),
        papers: vec![CasePaperRow {
            id: Uuid::from_u128(5),
            name: "carta del laboratorio.jpeg".into(),
            bytes: 482_113,
            at: datetime!(2026-11-19 16:30 UTC),
        }],
        lines: visit.story.lines.clone(),
        whole: false,
        charges: visit.charges.clone(),
        others: queue_rows().into_iter().take(1).collect(),
        beside: vec![
            (date!(2026 - 09 - 14), Kind::PatientPayment, cents(-2_500)),
            (date!(2026 - 10 - 02), Kind::PatientWriteOff, cents(-1_000)),
        ],
        answers: vec![(Uuid::from_u128(9), "Parking".into())],
        notes: vec![NoteRow {
            at: datetime!(2026-10-05 10:20 UTC),
            by: "Dana".into(),
            words: "Prefers to be called after 5 pm. Brought the decree in person.".into(),
        }],
        sent: vec![SentRow {
            at: datetime!(2026-10-06 08:00 UTC),
            kind: "statement".into(),
            state: SentState::Sent,
        }],
        lately: vec![
            CaseContact { date: date!(2026 - 11 - 10), what: ContactWhat::Statement, amount: cents(18_420) },
            CaseContact { date: date!(2026 - 10 - 03), what: ContactWhat::Payment, amount: cents(4_000) },
        ],
        acts,
        decidable: true,
        closable: false,
        before: None,
        federal: None,
        may_federal: false,
        proposal: None,
        own: true,
        form: FormState::default(),
        raced: vec![],
        done: false,
    };
    let raced = DisputeCasePage {
        form: FormState::wrong("", "error-moved")
            .with_error("why", "error-dispute-gap")
            .with_value("why", "You were right, and we are sorry. The mistake was […].")
            .with_value("outcome", "corrected")
            .with_value("taken_off", "128.40"),
        raced: steps[2..].to_vec(),
        ..usual.clone()
    };
    let proposal = CaseProposal {
        outcome: Outcome::Corrected,
        taken_off: cents(30_000),
        to_insurer: Money::ZERO,
        refund: true,
        message: "You were right, and we are sorry.".into(),
        by: Some("Ravi".into()),
        own: false,
    };
    let proposed = DisputeCasePage {
        row: row(2, Reason::Duplicate, State::InReview, Clock::OnTime),
        acts: vec![CaseDo::Claim, CaseDo::Write, CaseDo::Note],
        decidable: false,
        proposal: Some(proposal),
        ..usual.clone()
    };
    let decided = CaseStepRow {
        outcome: Some(Outcome::Partly),
        taken_off: cents(4_000),
        ..step(4, "decided", "Dana", Some("We corrected the code."), None)
    };
    let over = DisputeCasePage {
        row: row(3, Reason::WrongAmount, State::Decided, Clock::Still),
        outcome: Some(Outcome::Partly),
        steps: steps.into_iter().chain([decided]).collect(),
        acts: vec![CaseDo::Write, CaseDo::Note],
        decidable: false,
        closable: true,
        done: true,
        ..usual.clone()
    };
    let question = DisputeCasePage {
        row: row(0, Reason::Question, State::Received, Clock::Late),
        acts: vec![
            CaseDo::Claim,
            CaseDo::Acknowledge,
            CaseDo::TakeUp,
            CaseDo::AskPatient,
            CaseDo::Write,
            CaseDo::Note,
        ],
        whole: true,
        others: vec![],
        beside: vec![],
        answers: vec![],
        notes: vec![],
        sent: vec![],
        lately: vec![],
        papers: vec![],
        ..usual.clone()
    };
    let above = DisputeCasePage {
        row: row(5, Reason::AboveEstimate, State::InReview, Clock::OnTime),
        before: Some(super::dispute::told_before()),
        may_federal: true,
        whole: true,
        ..usual.clone()
    };
    let federal = DisputeCasePage {
        row: row(5, Reason::AboveEstimate, State::WaitingFederal, Clock::OnTime),
        federal: Some(super::dispute::federal()),
        may_federal: false,
        decidable: false,
        acts: vec![CaseDo::Write, CaseDo::Note],
        form: FormState::wrong("to_pay", "error-amount-form").with_value("how", "determined"),
        ..above.clone()
    };
    let answered = DisputeCasePage {
        row: row(5, Reason::AboveEstimate, State::Closed, Clock::Still),
        federal: Some(super::dispute::federal_over()),
        acts: vec![],
        form: FormState::default(),
        ..federal.clone()
    };
    vec![
        ("staff-dispute-estimate", above),
        ("staff-dispute-federal", federal),
        ("staff-dispute-federal-over", answered),
        ("staff-dispute", usual),
        ("staff-dispute-raced", raced),
        ("staff-dispute-proposed", proposed),
        ("staff-dispute-decided", over),
        ("staff-dispute-question", question),
    ]
}

pub fn answers() -> AnswersPage {
    AnswersPage {
        rows: vec![AnswerRow {
            id: Uuid::from_u128(9),
            name: "Facility fee".into(),
            en: "The hospital charges for the room beside the doctor’s own bill. That is this line.".into(),
            es: "El hospital cobra por la sala aparte de la factura del médico. Eso es esta línea.".into(),
            seq: 1,
            by: "Ravi".into(),
            at: datetime!(2026-11-20 09:30 UTC),
        }],
        press: Uuid::from_u128(3),
        ..AnswersPage::default()
    }
}
