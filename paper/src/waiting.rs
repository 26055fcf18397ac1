//! What is not the guarantor's yet: with insurers, or refused and being looked into. Kept apart from what is due.

use domain::Money;
use domain::statement::{StatedVisit, Statement};

use crate::draft::{Align, Draft};
use crate::flow::Flow;
use crate::look::{H2, TEXT, WAIT, WIDTH};
use crate::table::{Column, OPEN, Row, Table};
use crate::tags::{Role, Tree};
use crate::visits::when;

/// Lays out every amount that waits, of visits that are listed and of visits that are not.
pub(crate) fn waiting(draft: &mut Draft<'_>, flow: &mut Flow, statement: &Statement) {
    let mut rows: Vec<Row> = Vec::new();
    let mut sum = Money::ZERO;
    for visit in statement.visits.iter().chain(&statement.waiting) {
        let columns = &visit.columns;
        let named = ("paper-with", "paper-with-insurance", columns.with_insurance);
        let refused = ("paper-looked-into", "paper-looked-into-insurance", columns.refused);
        for (named, unnamed, amount) in [named, refused] {
            if !amount.is_zero() {
                let place = place(draft, visit, named, unnamed);
                let notes = vec![when(draft, visit)];
                let cells = vec![place, draft.money(amount)];
                rows.push(Row { title: visit.title.clone(), notes, cells, ..Row::default() });
                sum += amount;
            }
        }
    }
    if rows.is_empty() {
        return;
    }
    if rows.len() > 1 {
        let cells = vec![String::new(), draft.money(sum)];
        rows.push(Row { title: draft.t("paper-together"), cells, total: true, ..Row::default() });
    }
    let section = draft.tree.add(Tree::ROOT, Role::Section);
    let title = draft.t("paper-not-yet");
    let mut head = draft.heading(section, 2, &title, H2, WIDTH);
    let what = draft.t("paper-not-yet-what");
    head.stack(2.0, draft.paragraph(section, &what, TEXT.ink(WAIT), WIDTH));
    let columns = vec![
        Column { head: draft.t("paper-visit"), width: 214.0, align: Align::Left },
        Column { head: draft.t("paper-where"), width: 190.0, align: Align::Left },
        Column { head: draft.t("paper-amount"), width: 80.0, align: Align::Right },
    ];
    let table = Table::of(draft, section, columns, &rows, OPEN);
    flow.need(26.0 + head.height + table.head.height + 40.0);
    flow.put(26.0, head);
    flow.table(draft, 6.0, table);
}

fn place(draft: &mut Draft<'_>, visit: &StatedVisit, named: &str, unnamed: &str) -> String {
    match &visit.payer {
        Some(payer) => draft.with(named, &[("payer", payer)]),
        None => draft.t(unnamed),
    }
}
