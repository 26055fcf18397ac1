//! A visit's lines: each from its charge to its part of the share, in columns that add up both ways.

use domain::Money;
use domain::statement::{Columns, StatedLine, StatedVisit};

use crate::draft::Draft;
use crate::flow::Flow;
use crate::look::{H4, Pt, WIDTH};
use crate::piece::Piece;
use crate::table::{DENSE, Row, Table, columns};
use crate::tags::NodeId;
use crate::visits::when;

/// Over the title of the lines, and under it.
const OVER: Pt = 12.0;
const UNDER: Pt = 2.0;

/// An amount of a line that is taken off its charge.
type Part = fn(&Columns) -> Money;

/// The lines of a visit, laid out.
pub(crate) struct Lines {
    title: Piece,
    table: Table,
}

impl Lines {
    /// Puts them below what is there.
    pub(crate) fn put(self, draft: &mut Draft<'_>, flow: &mut Flow) {
        flow.need(OVER + self.title.height + self.table.head.height + 60.0);
        flow.put(OVER, self.title);
        flow.table(draft, UNDER, self.table);
    }
}

/// Lays out the lines of a visit, without the columns that are empty.
pub(crate) fn lines(draft: &mut Draft<'_>, section: NodeId, visit: &StatedVisit) -> Lines {
    let parts: [(&str, Part); 4] = [
        ("paper-discount", |columns| columns.discount),
        ("paper-other", |columns| columns.other),
        ("paper-insurers", |columns| columns.insurers),
        ("paper-not-due", |columns| columns.with_insurance + columns.refused),
    ];
    let used = |part: Part| visit.lines.iter().any(|line| !part(&line.columns).is_zero());
    let parts: Vec<(&str, Part)> = parts.into_iter().filter(|(_, part)| used(*part)).collect();

    let amounts = |draft: &Draft<'_>, columns: &Columns| -> Vec<String> {
        let taken = parts.iter().map(|(_, part)| -part(columns));
        let all = std::iter::once(columns.charged).chain(taken).chain(std::iter::once(columns.share));
        all.map(|amount| draft.money(amount)).collect()
    };
    let mut rows: Vec<Row> = Vec::new();
    for line in &visit.lines {
        let cells = amounts(draft, &line.columns);
        rows.push(Row { title: name(draft, line), cells, ..Row::default() });
    }
    let cells = amounts(draft, &visit.columns);
    rows.push(Row { title: draft.t("paper-together"), cells, total: true, ..Row::default() });

    let visit = [visit.title.clone(), when(draft, visit)].join(" · ");
    let title = draft.with("paper-lines", &[("visit", &visit)]);
    let title = draft.heading(section, 4, &title, H4, WIDTH);
    let ids = std::iter::once("paper-charged").chain(parts.iter().map(|(id, _)| *id));
    let heads = ids.chain(std::iter::once("paper-share")).map(|id| draft.t(id)).collect();
    let heads = (draft.t("paper-line"), heads);
    let columns = columns(draft, heads, &rows, 44.0, WIDTH, DENSE);
    let table = Table::of(draft, section, columns, &rows, DENSE);
    Lines { title, table }
}

fn name(draft: &mut Draft<'_>, line: &StatedLine) -> String {
    let what = line.description.clone().unwrap_or_else(|| draft.t("paper-line-whole"));
    match &line.code {
        Some(code) => [&what, " · ", code].concat(),
        None => what,
    }
}
