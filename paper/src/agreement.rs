//! What somebody agreed to about a payment plan, word by word, with the dates and amounts that they saw.

use domain::Money;
use time::Date;

use crate::draft::Draft;
use crate::flow::Flow;
use crate::look::{H2, NOTE, TEXT, WIDTH};
use crate::record::{Head, columns, print, titled};
use crate::table::Row;
use crate::tags::{Role, Tree};
use crate::{PaperError, Printed, Words};

/// One thing that was agreed to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agreed {
    /// What it is, such as `Agreement`.
    pub title: String,
    /// Who agreed and when, as a sentence.
    pub signed: String,
    /// The words as they were shown, a paragraph each.
    pub words: Vec<String>,
    /// What was to be paid when; empty when it was about something else.
    pub schedule: Vec<(Date, Money)>,
    /// What the law wanted shown before, as name and figure.
    pub disclosure: Vec<(String, String)>,
    /// How the kept text can be told from any other, as a sentence.
    pub mark: String,
}

/// Prints everything that was agreed to about a plan, oldest first.
///
/// # Errors
/// [`PaperError`].
pub fn agreement(
    head: &Head<'_>,
    title: &str,
    papers: &[Agreed],
    words: &dyn Words,
) -> Result<Printed, PaperError> {
    print(
        head,
        words,
        |_| title.to_owned(),
        &[],
        |draft, flow| {
            for paper in papers {
                put(draft, flow, paper);
            }
        },
    )
}

fn put(draft: &mut Draft<'_>, flow: &mut Flow, paper: &Agreed) {
    let section = draft.tree.add(Tree::ROOT, Role::Section);
    let title = draft.heading(section, 2, &paper.title, H2, WIDTH);
    let signed = draft.paragraph(section, &paper.signed, NOTE, WIDTH);
    flow.need(24.0 + title.height + signed.height + 40.0);
    flow.put(24.0, title);
    flow.put(2.0, signed);
    for words in &paper.words {
        let words = draft.paragraph(section, words, TEXT, WIDTH);
        flow.put(8.0, words);
    }
    if !paper.disclosure.is_empty() {
        let rows: Vec<Row> = paper
            .disclosure
            .iter()
            .map(|(name, figure)| Row { title: name.clone(), cells: vec![figure.clone()], ..Row::default() })
            .collect();
        table(draft, flow, "myplan-reg-title", &["paper-record-what", "paper-amount"], &rows);
    }
    if !paper.schedule.is_empty() {
        let mut left: Money = paper.schedule.iter().map(|(_, amount)| *amount).sum();
        let total = left;
        let mut rows: Vec<Row> = Vec::new();
        for (due, amount) in &paper.schedule {
            left -= *amount;
            let cells = vec![draft.money(*amount), draft.money(left)];
            rows.push(Row { title: draft.date(*due), cells, ..Row::default() });
        }
        let cells = vec![draft.money(total), draft.money(Money::ZERO)];
        rows.push(Row { title: draft.t("myplan-paper-total"), cells, ..Row::default() });
        table(draft, flow, "myplan-schedule", &["schedule-day", "schedule-amount", "schedule-left"], &rows);
    }
    let mark = draft.paragraph(section, &paper.mark, NOTE, WIDTH);
    flow.put(10.0, mark);
}

fn table(draft: &mut Draft<'_>, flow: &mut Flow, title: &str, heads: &[&str], rows: &[Row]) {
    let section = draft.tree.add(Tree::ROOT, Role::Section);
    let title = draft.t(title);
    let title = draft.heading(section, 3, &title, crate::look::H3, WIDTH);
    let columns = columns(draft, heads, rows);
    titled(draft, flow, section, title, columns, rows);
}
