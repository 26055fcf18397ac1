//! An account's own records on paper: everything that happened, and what was paid for care in a year. No letters:
//! nobody folds them, so that they begin at the top.

use domain::Money;
use domain::statement::Sender;
use time::Date;

use crate::draft::{Align, Draft};
use crate::flow::Flow;
use crate::ink::{Laid, Press};
use crate::letter::plain_table;
use crate::look::{ASIDE, H1, H2, H3, MARGIN, NOTE, Pt, SMALL, TEXT, WIDTH};
use crate::piece::Piece;
use crate::table::{Column, DENSE, GAP, Row, Table};
use crate::tags::{NodeId, Role, Tree};
use crate::{Extent, PaperError, Printed, Words, language_of};

/// Whose record it is, and of when.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The practice.
    pub from: &'a Sender,
    /// The guarantor's whole name.
    pub name: &'a str,
    /// The practice's account number.
    pub account_number: &'a str,
    /// In Spanish rather than English.
    pub spanish: bool,
    /// The day on which it is printed.
    pub made_on: Date,
}

/// Something that happened, in the words of the page on screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// When.
    pub date: Date,
    /// What, such as `You paid`.
    pub what: String,
    /// How it stands, while it is not settled.
    pub state: Option<String>,
    /// The visit or the number, and the patient; empty when it is about several.
    pub about: Vec<String>,
    /// How much, with the sign that it has on the bill.
    pub amount: Option<Money>,
}

/// What a payment paid for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaidFor {
    /// When the care was.
    pub date_of_service: Date,
    /// What it was, and who treated.
    pub service: String,
    /// The patient's given name.
    pub patient: String,
    /// When it was paid, or sent back.
    pub paid_on: Date,
    /// How much; below zero when it was sent back.
    pub amount: Money,
}

/// What was paid in a year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Oldest payment first.
    pub rows: Vec<PaidFor>,
    /// The sum for each patient.
    pub totals: Vec<(String, Money)>,
    /// The sum of all rows.
    pub total: Money,
}

/// Prints what happened on an account; `chosen` says which part of it, newest first.
///
/// # Errors
/// [`PaperError`].
pub fn history(
    head: &Head<'_>,
    chosen: &[String],
    events: &[Told],
    words: &dyn Words,
) -> Result<Printed, PaperError> {
    print(
        head,
        words,
        |draft| draft.t("history-title"),
        chosen,
        |draft, flow| {
            if events.is_empty() {
                let none = draft.t("history-none-such");
                let none = draft.paragraph(Tree::ROOT, &none, TEXT, WIDTH);
                flow.put(18.0, none);
            }
            let heads = ["paper-record-date", "paper-record-what", "paper-record-about", "paper-amount"];
            let all: Vec<Row> = events.iter().map(|told| event(draft, told)).collect();
            let mut rest = all.as_slice();
            for of_year in events.chunk_by(|one, next| one.date.year() == next.date.year()) {
                let section = draft.tree.add(Tree::ROOT, Role::Section);
                let year = of_year.first().map(|told| told.date.year().to_string()).unwrap_or_default();
                let title = draft.heading(section, 2, &year, H2, WIDTH);
                let (rows, later) = rest.split_at(of_year.len().min(rest.len()));
                rest = later;
                // Every year's columns stand where the others' do.
                let columns = columns(draft, &heads, &all);
                titled(draft, flow, section, title, columns, rows);
            }
        },
    )
}

/// Prints what was paid for care in a year.
///
/// # Errors
/// [`PaperError`].
pub fn year(head: &Head<'_>, year: &Year, words: &dyn Words) -> Result<Printed, PaperError> {
    let named = year.year.to_string();
    print(
        head,
        words,
        |draft| draft.with("year-title", &[("year", &named)]),
        &[],
        |draft, flow| {
            if year.rows.is_empty() {
                let none = draft.with("year-none", &[("year", &named)]);
                let none = draft.paragraph(Tree::ROOT, &none, TEXT, WIDTH);
                flow.put(18.0, none);
                return;
            }
            let section = draft.tree.add(Tree::ROOT, Role::Section);
            let title = draft.t("year-paid");
            let title = draft.heading(section, 2, &title, H2, WIDTH);
            let heads = [
                "paper-record-care",
                "paper-record-service",
                "paper-record-for",
                "paper-record-paid",
                "paper-amount",
            ];
            let mut rows: Vec<Row> = year.rows.iter().map(|row| paid(draft, row)).collect();
            let cells = vec![String::new(), String::new(), String::new(), draft.money(year.total)];
            rows.push(Row { title: draft.t("year-total"), cells, total: true, ..Row::default() });
            let columns = columns(draft, &heads, &rows);
            titled(draft, flow, section, title, columns, &rows);
            if year.totals.len() > 1 {
                by_patient(draft, flow, year);
            }
            let what = draft.t("year-what");
            let what = draft.paragraph(Tree::ROOT, &what, NOTE, WIDTH);
            flow.put(16.0, what);
        },
    )
}

fn event(draft: &mut Draft<'_>, told: &Told) -> Row {
    let what =
        [Some(told.what.clone()), told.state.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let about = if told.about.is_empty() { NOTHING.to_owned() } else { told.about.join(" · ") };
    let amount = told.amount.map_or_else(|| NOTHING.to_owned(), |amount| draft.money(amount));
    Row { title: draft.date(told.date), cells: vec![what, about, amount], ..Row::default() }
}

/// What stands in a cell without anything: an empty one would be left out of the row.
const NOTHING: &str = "–";

fn paid(draft: &mut Draft<'_>, row: &PaidFor) -> Row {
    let date = draft.date(row.paid_on);
    let when =
        if row.amount.is_negative() { draft.with("paper-record-back", &[("date", &date)]) } else { date };
    let cells = vec![row.service.clone(), row.patient.clone(), when, draft.money(row.amount)];
    Row { title: draft.date(row.date_of_service), cells, ..Row::default() }
}

fn by_patient(draft: &mut Draft<'_>, flow: &mut Flow, year: &Year) {
    let section = draft.tree.add(Tree::ROOT, Role::Section);
    let title = draft.t("year-by-patient");
    let title = draft.heading(section, 2, &title, H2, WIDTH);
    let mut rows: Vec<Row> = Vec::new();
    for (name, sum) in &year.totals {
        rows.push(Row { title: name.clone(), cells: vec![draft.money(*sum)], ..Row::default() });
    }
    let cells = vec![draft.money(year.total)];
    rows.push(Row { title: draft.t("year-total"), cells, total: true, ..Row::default() });
    let columns = columns(draft, &["paper-record-for", "paper-amount"], &rows);
    titled(draft, flow, section, title, columns, &rows);
}

/// A table under its title, which does not stand alone at the foot of a page.
pub(crate) fn titled(
    draft: &mut Draft<'_>,
    flow: &mut Flow,
    section: NodeId,
    title: Piece,
    columns: Vec<Column>,
    rows: &[Row],
) {
    let table = Table::of(draft, section, columns, rows, DENSE);
    flow.need(20.0 + title.height + 4.0 + table.least());
    flow.put(20.0, title);
    flow.table(draft, 4.0, table);
}

/// Columns as wide as what is in them; the widest one of words takes what is left.
pub(crate) fn columns(draft: &mut Draft<'_>, heads: &[&str], rows: &[Row]) -> Vec<Column> {
    let last = heads.len().saturating_sub(1);
    let mut columns: Vec<Column> = Vec::new();
    for (at, id) in heads.iter().enumerate() {
        let head = draft.t(id);
        let of = |row: &Row| match at.checked_sub(1) {
            Some(cell) => row.cells.get(cell).cloned().unwrap_or_default(),
            None if row.total => String::new(),
            None => row.title.clone(),
        };
        let style = DENSE.style.bold().figures();
        let cells = rows.iter().map(|row| draft.measure(&of(row), style));
        let width = cells.fold(draft.measure(&head, NOTE), Pt::max).min(WIDTH * 0.4);
        columns.push(Column { head, width, align: if at == last { Align::Right } else { Align::Left } });
    }
    let gaps = GAP * columns.len().saturating_sub(1) as Pt;
    let taken: Pt = columns.iter().map(|column| column.width).sum();
    let widest = columns.iter_mut().take(last.max(1)).max_by(|one, other| one.width.total_cmp(&other.width));
    if let Some(widest) = widest {
        widest.width = (widest.width + WIDTH - gaps - taken).max(72.0);
    }
    columns
}

pub(crate) fn print(
    head: &Head<'_>,
    words: &dyn Words,
    title: impl FnOnce(&mut Draft<'_>) -> String,
    chosen: &[String],
    body: impl FnOnce(&mut Draft<'_>, &mut Flow),
) -> Result<Printed, PaperError> {
    let language = language_of(head.spanish);
    let mut draft = Draft::new(words, language)?;
    let mut flow = Flow::unfolded();
    let title = title(&mut draft);
    let opening = opening(&mut draft, head, &title, chosen);
    flow.put(0.0, opening);
    body(&mut draft, &mut flow);
    let values = [("practice", head.from.name.as_str()), ("title", &title), ("account", head.account_number)];
    let footer = draft.with("paper-record-footer", &values);
    if flow.too_tall {
        return Err(PaperError::TooTall);
    }
    let pages = flow.finish(&mut draft, &footer);
    if let Some(id) = draft.unsaid {
        return Err(PaperError::NoWords(id));
    }
    let unprintable = draft.unprintable.clone();
    let title = draft.plain(&title);
    let mut press = Press::new()?;
    let pages_count = pages.len();
    press.print(Laid { pages, tree: draft.tree, title: title.clone() });
    let pdf = press.finish(title, head.from.name.clone(), language)?;
    let extents = vec![Extent { first_page: 1, pages: pages_count, sheets: pages_count }];
    Ok(Printed { pdf, extents, unprintable })
}

fn opening(draft: &mut Draft<'_>, head: &Head<'_>, title: &str, chosen: &[String]) -> Piece {
    let left = ASIDE.0 - MARGIN - 24.0;
    let mut piece = draft.heading(Tree::ROOT, 1, title, H1, left);
    if !chosen.is_empty() {
        piece.stack(2.0, draft.paragraph(Tree::ROOT, &chosen.join(" · "), TEXT, left));
    }
    piece.stack(8.0, draft.paragraph(Tree::ROOT, &head.from.name, H3, left));
    let node = draft.tree.add(Tree::ROOT, Role::Paragraph);
    for line in head.from.address.iter().chain(&head.from.phone) {
        piece.stack(0.0, draft.text(Some(node), line, NOTE, left, Align::Left));
    }
    let facts = [
        ("paper-record-name", head.name.to_owned()),
        ("paper-account", head.account_number.to_owned()),
        ("paper-issued", draft.date(head.made_on)),
    ];
    let facts = plain_table(draft, Tree::ROOT, &facts, ASIDE.1, NOTE, SMALL);
    piece.put(ASIDE.0 - MARGIN, 2.0, facts);
    piece
}
