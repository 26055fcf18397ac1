//! What insurers refused, as the desk works on it.

use domain::denial::{Route, State};
use domain::dispute::{Clock, Reason};
use domain::ledger;
use domain::{DenialId, DisputeId, GuarantorId, PayerId, UserId};

use super::*;

fn reason(carc: &str) -> ledger::Reason {
    ledger::Reason { group: Group::CO, carc: carc.into() }
}

fn row(n: u128, patient: &str, carc: &str, route: Route, state: State) -> DenialRow {
    let open = state.is_open();
    DenialRow {
        id: DenialId(Uuid::from_u128(n)),
        patient: patient.into(),
        payer: Some("Larkspur Health Plan".into()),
        reason: reason(carc),
        route,
        state,
        proposed: n == 4,
        answered: n == 2,
        refused_on: date!(2026 - 08 - 28),
        act_by: open.then_some(date!(2026 - 11 - 26)),
        clock: match n {
            1 => Clock::Late,
            2 => Clock::AtRisk,
            _ => Clock::OnTime,
        },
        deadline: date!(2026 - 11 - 26),
        free: open && !n.is_multiple_of(2),
        seq: 1,
        amount: cents(if open { 12_000 * i64::try_from(n).unwrap_or(1) } else { 0 }),
        assigned: n.is_multiple_of(2).then(|| "Dana".into()),
    }
}

/// The queue.
pub fn refusals() -> DenialQueuePage {
    DenialQueuePage {
        wanted: DenialsWanted::default(),
        counts: [1_204, 12],
        sums: [cents(18_204_500), cents(9_104_700)],
        rows: vec![
            row(1, "Maria Lopez", "16", Route::Fix, State::Open),
            row(2, "Leopold Featherstonehaugh-Cholmondeley", "27", Route::Coverage, State::SentAgain),
            row(3, "Ana Núñez", "50", Route::Appeal, State::Appealed),
            row(4, "Owen Kite", "97", Route::WriteOff, State::Open),
            row(5, "Noor Castellan", "4", Route::Coding, State::Won),
        ],
        more: Some("after=1".into()),
        here: "order=amount".into(),
        people: vec![(UserId(Uuid::from_u128(1)), "Dana".to_owned())],
        payers: vec![(PayerId(Uuid::from_u128(1)), "Larkspur Health Plan".to_owned())],
        limit: cents(20_000),
        told: None,
        chosen: vec![],
        form: FormState::default(),
    }
}

/// The queue after a press that not all took, and after one that says nothing.
pub fn refusals_pressed() -> Vec<(&'static str, DenialQueuePage)> {
    let usual = refusals();
    let each = vec![
        ("Maria Lopez".into(), Became::Done),
        ("Ana Núñez".into(), Became::Waits),
        ("Leopold Featherstonehaugh-Cholmondeley".into(), Became::Moved(Some("Ravi".into()))),
        ("Noor Castellan".into(), Became::Moved(None)),
        ("Owen Kite".into(), Became::NotNow),
    ];
    let told = Some(QueueTold { done: 2, waits: 1, each });
    let chosen = vec![format!("{}:1", Uuid::from_u128(1)), format!("{}:1", Uuid::from_u128(3))];
    let form = FormState::wrong("why", "error-dispute-words").with_error("sent_on", "error-day");
    vec![
        ("staff-denials-told", DenialQueuePage { told, ..usual.clone() }),
        ("staff-denials-wrong", DenialQueuePage { chosen, form, ..usual }),
    ]
}

/// The days of payers: as they are, with one that was not taken, and none known.
pub fn payers() -> Vec<(&'static str, PayersPage)> {
    let row = |n: u128, name: &str, days: Option<usize>, open: u64| PayerRow {
        id: PayerId(Uuid::from_u128(n)),
        name: name.into(),
        key: format!("19000000{n:02}"),
        days,
        open,
        changed: days.map(|_| ("Dana".to_owned(), datetime!(2026-11-12 09:30 UTC))),
        seq: i64::from(days.is_some()),
    };
    let rows = vec![
        row(1, "Larkspur Health Plan", Some(180), 1_204),
        row(2, "Featherstonehaugh & Cholmondeley Mutual Benefit Association", None, 12),
        row(3, "Kestrel Mutual", Some(1), 0),
    ];
    let usual = PayersPage { rows, days: 90, saved: Some(3), ..PayersPage::default() };
    let form = FormState::wrong("days", "error-appeal-days").with_value("days", "ninety");
    let wrong = PayersPage { saved: None, wrong: Some(PayerId(Uuid::from_u128(2))), form, ..usual.clone() };
    let none = PayersPage { days: 90, ..PayersPage::default() };
    vec![("staff-payers", usual), ("staff-payers-wrong", wrong), ("staff-payers-none", none)]
}

fn step(word: &str, by: Option<&str>, note: Option<&str>) -> DenialStepRow {
    DenialStepRow {
        step: word.into(),
        on: date!(2026 - 08 - 28),
        at: datetime!(2026-08-29 09:30 UTC),
        by: by.map(Into::into),
        note: note.map(Into::into),
        reference: (word == "sent_again").then(|| "R-4711".into()),
        left: cents(27_500),
        came: [Money::ZERO; 3],
        days: (word == "days").then_some(180),
    }
}

/// One that is open, one with a proposal and an error, one that is over.
fn heard() -> DenialHeard {
    let at = datetime!(2026-09-10 14:30 UTC);
    DenialHeard {
        id: DisputeId(Uuid::from_u128(1)),
        reference: "4829 1537".into(),
        reason: Reason::Question,
        open: true,
        steps: vec![CaseStepRow {
            seq: 1,
            step: "opened".into(),
            outcome: None,
            at,
            by: Some("Maria Lopez".into()),
            by_patient: true,
            message: Some("I have a new card since August. Here is a photo of it.".into()),
            note: None,
            taken_off: Money::ZERO,
            to_insurer: Money::ZERO,
        }],
        papers: vec![CasePaperRow {
            id: Uuid::from_u128(2),
            name: "card-front.jpg".into(),
            bytes: 412_000,
            at,
        }],
    }
}

pub fn refusal_cases() -> Vec<(&'static str, DenialCasePage)> {
    let open = DenialCasePage {
        row: row(2, "Maria Lopez", "27", Route::Coverage, State::Open),
        guarantor: GuarantorId(Uuid::from_u128(1)),
        visit: ("Office visit".into(), "OB-1007".into(), date!(2026 - 08 - 11)),
        told: Some(DenialTold {
            number: "LK26000107".into(),
            trace: "LKT900105".into(),
            remarks: vec!["MA130".into(), "N211".into(), "N290".into()],
        }),
        terms: DenialTerms {
            payer: Some("Larkspur Health Plan".into()),
            days: 90,
            own: false,
            from: date!(2026 - 08 - 28),
        },
        came: [cents(8_000), cents(2_000), Money::ZERO, Money::ZERO],
        lines: vec![
            DenialLine {
                charge: Some(("99215".into(), "Office visit, complex".into())),
                reason: reason("27"),
                amount: cents(22_500),
            },
            DenialLine { charge: None, reason: reason("29"), amount: cents(5_000) },
        ],
        steps: vec![
            step("opened", None, None),
            step("noted", Some("Dana"), Some("The card ended in July; asked for the new one.")),
            step("sent_again", Some("Dana"), None),
            step("days", Some("Ravi"), None),
        ],
        acts: DenialDo::ALL.to_vec(),
        limit: cents(20_000),
        proposal: None,
        heard: vec![heard()],
        letter: Some(
            "To whom it may concern:\n\nWe ask for another look at the decision on this claim.".into(),
        ),
        seq: 3,
        form: FormState::default(),
        raced: false,
        done: true,
    };
    let proposed = DenialCasePage {
        row: row(4, "Owen Kite", "97", Route::WriteOff, State::Open),
        proposal: Some(("Ravi".into(), false)),
        terms: DenialTerms { days: 180, own: true, ..open.terms.clone() },
        form: FormState::wrong("sent_on", "error-day"),
        raced: true,
        done: false,
        ..open.clone()
    };
    let won = DenialCasePage {
        row: row(5, "Noor Castellan", "4", Route::Coding, State::Won),
        acts: vec![DenialDo::Note],
        lines: vec![],
        letter: None,
        heard: vec![],
        done: false,
        ..open.clone()
    };
    vec![("staff-denial", open), ("staff-denial-proposed", proposed), ("staff-denial-won", won)]
}
