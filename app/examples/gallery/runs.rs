//! Statement runs, letters, and the statements of an account, as staff see them.

use app::FormState;
use app::model::*;
use domain::GuarantorId;
use time::macros::{date, datetime};
use uuid::Uuid;

use super::cents;

pub fn staff_statement_rows() -> Vec<StaffStatementRow> {
    let row = |n: u128, letter| StaffStatementRow {
        id: Uuid::from_u128(n),
        number: format!("S-000{n}"),
        issued_on: date!(2026 - 11 - 20),
        due_on: date!(2026 - 12 - 11),
        due: cents(32_420),
        corrects: None,
        corrected_by: None,
        letter,
    };
    vec![
        StaffStatementRow { corrects: Some("S-000411".into()), ..row(412, LetterState::Waits) },
        StaffStatementRow { corrected_by: Some("S-000412".into()), ..row(411, LetterState::None) },
        row(398, LetterState::Sent),
        row(120, LetterState::Returned),
    ]
}

fn run(n: u128, state: RunState, ready: u64, issued: u64, held: u64) -> RunRow {
    RunRow {
        id: Uuid::from_u128(n),
        state,
        made_at: datetime!(2026-11-24 08:30 UTC),
        ready,
        ready_amount: cents(12_345 * i64::try_from(ready).unwrap_or_default()),
        issued,
        held,
    }
}

pub fn run_lists() -> Vec<(&'static str, StatementRunsPage)> {
    let batch = |n: u128, letters| BatchRow {
        id: Uuid::from_u128(n),
        made_at: datetime!(2026-11-23 14:05 UTC),
        by: "Nadia Petrova".into(),
        letters,
    };
    let usual = StatementRunsPage {
        runs: vec![
            run(4, RunState::Preview, 412, 0, 88),
            run(3, RunState::Released, 120, 292, 61),
            run(2, RunState::Done, 0, 1_204, 240),
            run(1, RunState::Cancelled, 0, 0, 0),
        ],
        policy: StatementPolicy {
            cycle: StatementCycle::Monthly(15),
            minimum: cents(500),
            due_days: 21,
            paper_days: 4,
            rest_days: 25,
        },
        letters_waiting: 92,
        letters_saved: 1_381,
        batches: vec![batch(2, 212), batch(1, 1)],
        form: FormState::default(),
        notice: Some(StatementsNotice::Batched(212)),
    };
    let wrong = StatementRunsPage {
        form: FormState::wrong("day", "error-month-day")
            .with_error("paper_days", "error-days")
            .with_value("day", "31")
            .with_value("paper_days", "four"),
        notice: None,
        ..usual.clone()
    };
    let none = StatementRunsPage {
        runs: vec![],
        batches: vec![],
        letters_waiting: 0,
        letters_saved: 0,
        policy: StatementPolicy { cycle: StatementCycle::ByHand, ..usual.policy },
        notice: Some(StatementsNotice::NothingToPrint),
        ..usual.clone()
    };
    vec![("staff-statements", usual), ("staff-statements-error", wrong), ("staff-statements-none", none)]
}

pub fn run_pages() -> Vec<(&'static str, RunPage)> {
    let item = |n: u128, name: &str, due, why| RunItemRow {
        guarantor: GuarantorId(Uuid::from_u128(n)),
        name: name.into(),
        account_number: format!("A-2041{n}"),
        due: cents(due),
        why,
        statement: None,
    };
    let mut items = vec![
        item(1, "Maria Alvarez", 32_420, None),
        item(2, "Maximiliano Bartholomew Featherstonehaugh-Alvarez de la Guadalupe", 123_456_789, None),
        item(3, "Seán O’Brien", 1_250, None),
    ];
    items.extend(WhyNot::ALL.into_iter().zip(4..).map(|(why, n)| {
        item(n, "Alma Okafor", if why == WhyNot::NothingDue { 0 } else { 8_810 }, Some(why))
    }));
    let usual =
        RunPage { run: run(4, RunState::Preview, 412, 0, 88), items, more: true, emails: 380, letters: 92 };
    let mut got = usual.items.clone();
    for (item, n) in got.iter_mut().take(2).zip(1..) {
        item.statement = Some(Uuid::from_u128(n));
    }
    let at = |run: RunRow, items: &[RunItemRow]| RunPage { run, items: items.to_vec(), ..usual.clone() };
    vec![
        ("staff-run-released", at(run(3, RunState::Released, 1, 2, 8), &got)),
        ("staff-run-done", at(run(3, RunState::Done, 0, 2, 9), &got)),
        ("staff-run-cancelled", at(run(3, RunState::Cancelled, 3, 0, 8), &usual.items)),
        ("staff-run-nobody", at(run(3, RunState::Preview, 0, 0, 8), &usual.items[3..])),
        ("staff-run-empty", at(run(3, RunState::Preview, 0, 0, 0), &[])),
        ("staff-run", usual),
    ]
}

pub fn holds() -> Vec<HoldRow> {
    let reasons = [HoldReason::Chargeback].into_iter().chain(HoldReason::BY_STAFF);
    let mut holds: Vec<HoldRow> = reasons
        .map(|reason| HoldRow {
            ends_by_staff: reason != HoldReason::Chargeback,
            reason,
            subject: reason.code().into(),
            since: date!(2026 - 11 - 20),
            until: None,
        })
        .collect();
    holds.push(HoldRow {
        ends_by_staff: false,
        reason: HoldReason::Chargeback,
        subject: "chargeback-1".into(),
        since: date!(2025 - 11 - 20),
        until: Some(date!(2026 - 01 - 15)),
    });
    holds
}

pub fn staff_statement(page: StatementPage) -> StaffStatementPage {
    let guarantor = GuarantorId(Uuid::from_u128(1));
    let pdf = format!("/staff/accounts/{guarantor}/statements/{}.pdf", page.id);
    StaffStatementPage {
        guarantor,
        name: "Maria Alvarez".into(),
        page: StatementPage { pdf, over_time: false, ..page },
    }
}
