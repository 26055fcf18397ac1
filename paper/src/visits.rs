//! Each visit: the bar, every step from the charge to what is left, why it is the guarantor's, and its lines.

use domain::statement::{StatedReason, StatedVisit, Statement};
use domain::{Money, Share};

use crate::draft::{Align, Draft};
use crate::due::closing;
use crate::flow::Flow;
use crate::lines::{Lines, lines};
use crate::look::{
    BAR_DISCOUNT, BAR_INSURER, BAR_PAID, BAR_WAITING, BAR_YOURS, Colour, H2, H3, H4, NOTE, Pt, SMALL, WIDTH,
};
use crate::piece::Piece;
use crate::table::{OPEN, Row, Table, columns, rule, sums};
use crate::tags::{NodeId, Role, Tree};

/// How wide the steps are; the reasons stand beside them.
const STEPS: Pt = 250.0;
const BESIDE: Pt = 24.0;
/// Over a section's title, and over a visit.
const APART: Pt = 22.0;
const OVER: Pt = 16.0;

/// Lays out every visit, after a table of them all when there are several.
pub(crate) fn visits(draft: &mut Draft<'_>, flow: &mut Flow, statement: &Statement) {
    if statement.visits.is_empty() {
        return;
    }
    let section = draft.tree.add(Tree::ROOT, Role::Section);
    let title = draft.t("paper-glance");
    let mut title = Some(draft.heading(section, 2, &title, H2, WIDTH));
    if statement.visits.len() > 1 || (statement.since.is_none() && statement.owed() != statement.due) {
        let table = glance(draft, section, statement);
        let title = title.take().unwrap_or_default();
        flow.need(APART + title.height + 6.0 + table.least());
        flow.put(APART, title);
        flow.table(draft, 6.0, table);
    }
    for visit in &statement.visits {
        let visit = visit_of(draft, section, visit);
        if let Some(title) = title.take() {
            flow.need(APART + title.height + visit.least());
            flow.put(APART, title);
        }
        visit.put(draft, flow);
    }
}

/// A visit, laid out.
struct Visit {
    head: Piece,
    below: Vec<Piece>,
    lines: Option<Lines>,
}

impl Visit {
    /// How much of it stays on one page.
    fn least(&self) -> Pt {
        OVER + self.head.height
    }

    fn put(self, draft: &mut Draft<'_>, flow: &mut Flow) {
        flow.put(OVER, self.head);
        for reason in self.below {
            flow.put(6.0, reason);
        }
        if let Some(lines) = self.lines {
            lines.put(draft, flow);
        }
    }
}

fn glance(draft: &mut Draft<'_>, section: NodeId, statement: &Statement) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    for visit in &statement.visits {
        let title = draft.plain(&visit.title);
        let notes = vec![when(draft, visit)];
        rows.push(Row { title, notes, cells: amounts(draft, &[visit]), ..Row::default() });
    }
    let all: Vec<&StatedVisit> = statement.visits.iter().collect();
    rows.push(Row {
        title: draft.t("paper-together"),
        cells: amounts(draft, &all),
        total: true,
        ..Row::default()
    });
    if statement.since.is_none() && statement.owed() != statement.due {
        for row in closing(draft, statement).into_iter().skip(1) {
            let blank = std::iter::repeat_n(String::new(), 4);
            rows.push(Row { cells: blank.chain(row.cells.clone()).collect(), ..row });
        }
    }
    let heads = ["paper-charged", "paper-not-yours", "paper-share", "paper-paid", "paper-due"];
    let heads = (draft.t("paper-visit"), heads.map(|id| draft.t(id)).into());
    let columns = columns(draft, heads, &rows, 52.0, WIDTH, OPEN);
    Table::of(draft, section, columns, &rows, OPEN)
}

/// Charged − not yours = your part; your part − paid = what you owe.
fn amounts(draft: &Draft<'_>, visits: &[&StatedVisit]) -> Vec<String> {
    let sum = |of: fn(&StatedVisit) -> Money| -> Money { visits.iter().map(|visit| of(visit)).sum() };
    let charged = sum(|visit| visit.columns.charged);
    let share = sum(StatedVisit::yours);
    let paid = sum(|visit| visit.paid);
    [charged, share - charged, share, -paid, share - paid].map(|amount| draft.money(amount)).into()
}

/// `October 14, 2026 · for Maria`.
pub(crate) fn when(draft: &mut Draft<'_>, visit: &StatedVisit) -> String {
    let whom = draft.with("paper-for", &[("name", &visit.patient_name)]);
    [draft.date(visit.date), whom].join(" · ")
}

fn visit_of(draft: &mut Draft<'_>, parent: NodeId, visit: &StatedVisit) -> Visit {
    let section = draft.tree.add(parent, Role::Section);
    let title = match &visit.provider {
        Some(provider) => draft.with("paper-visit-with", &[("title", &visit.title), ("provider", provider)]),
        None => visit.title.clone(),
    };
    let left = if visit.credit.is_positive() { -visit.credit } else { visit.due };
    let amount = draft.money(left);
    let node = draft.tree.add(section, Role::Heading(3, [&draft.plain(&title), ": ", &amount].concat()));
    let mut piece = rule(WIDTH, 0.75, crate::look::INK);
    let mut head = draft.text(Some(node), &title, H3, WIDTH - 96.0, Align::Left);
    head.put(WIDTH - 90.0, 0.0, draft.text(Some(node), &amount, H3.figures(), 90.0, Align::Right));
    piece.stack(6.0, head);
    let mut about = when(draft, visit);
    if let Some(payer) = &visit.payer {
        about = [about, draft.with("paper-covered", &[("payer", payer)])].join(" · ");
    }
    piece.stack(0.0, draft.paragraph(section, &about, NOTE, WIDTH));
    piece.stack(6.0, crate::bar::bar(visit, WIDTH));

    let rows = steps(draft, visit);
    let steps = sums(draft, section, &rows, STEPS, OPEN);
    let room = steps.height + 40.0;
    let width = WIDTH - STEPS - BESIDE;
    let reasons = why(draft, section, visit, width);
    let tall: Pt = reasons.iter().map(|reason| reason.height + 6.0).sum();
    let top = piece.height + 5.0;
    piece.put(0.0, top, steps);
    let mut below = Vec::new();
    if tall <= room {
        let mut beside = Piece::default();
        for reason in reasons {
            beside.stack(6.0, reason);
        }
        piece.put(STEPS + BESIDE, top - 2.0, beside);
    } else {
        below = reasons;
    }
    let lines = (visit.lines.len() > 1).then(|| lines(draft, section, visit));
    Visit { head: piece, below, lines }
}

fn steps(draft: &mut Draft<'_>, visit: &StatedVisit) -> Vec<Row> {
    let columns = &visit.columns;
    let own = visit.paid - visit.paid_before;
    let paid = if own.is_negative() { "paper-sent-back" } else { "paper-paid" };
    let parts: [(&str, Money, Colour); 5] = [
        ("paper-discount", columns.discount, BAR_DISCOUNT),
        ("paper-other", columns.other, BAR_DISCOUNT),
        ("paper-insurers", columns.insurers, BAR_INSURER),
        ("paper-waiting", columns.with_insurance, BAR_WAITING),
        ("paper-refused", columns.refused, BAR_WAITING),
    ];
    let row = |title: String, amount: String| Row { title, cells: vec![amount], ..Row::default() };
    let mut rows = vec![row(draft.t("paper-charged"), draft.money(columns.charged))];
    for (id, amount, colour) in parts {
        if !amount.is_zero() {
            rows.push(Row { dot: Some(colour), ..row(draft.t(id), draft.money(-amount)) });
        }
    }
    rows.push(Row { total: true, ..row(draft.t("paper-share"), draft.money(columns.share)) });
    if !visit.plan_cost.is_zero() {
        rows.push(row(draft.t("paper-plan-cost"), draft.money(visit.plan_cost)));
    }
    if !visit.forgiven.is_zero() {
        let off = row(draft.t("paper-forgiven"), draft.money(-visit.forgiven));
        rows.push(Row { dot: Some(BAR_DISCOUNT), ..off });
    }
    if !visit.paid_before.is_zero() {
        rows.push(row(draft.t("paper-paid-before"), draft.money(-visit.paid_before)));
    }
    rows.push(Row { dot: Some(BAR_PAID), ..row(draft.t(paid), draft.money(-own)) });
    let (id, left) = match visit.credit.is_positive() {
        true => ("paper-visit-credit", -visit.credit),
        false => ("paper-due", visit.due),
    };
    let dot = visit.due.is_positive().then_some(BAR_YOURS);
    rows.push(Row { total: true, dot, ..row(draft.t(id), draft.money(left)) });
    rows
}

/// Why the share is the guarantor's: a heading, and each reason in plain words with its code as a footnote.
/// They add up to the share.
fn why(draft: &mut Draft<'_>, section: NodeId, visit: &StatedVisit, width: Pt) -> Vec<Piece> {
    let share = draft.money(visit.columns.share);
    let title = match visit.columns.share.is_zero() {
        true => draft.t("paper-why-none"),
        false => draft.with("paper-why", &[("amount", &share)]),
    };
    let mut pieces = vec![draft.heading(section, 4, &title, H4, width)];
    let reasons = together(visit);
    if reasons.is_empty() {
        return pieces;
    }
    let list = draft.tree.add(section, Role::List);
    for reason in reasons {
        let item = draft.tree.add(list, Role::Item);
        let body = draft.tree.add(item, Role::ItemBody);
        pieces.push(self::reason(draft, body, &reason, width));
    }
    pieces
}

fn reason(draft: &mut Draft<'_>, body: NodeId, reason: &StatedReason, width: Pt) -> Piece {
    let key = reason.share.key();
    let name = draft.t(&format!("share-{key}"));
    let amount = draft.money(reason.amount);
    let node = draft.tree.add(body, Role::Paragraph);
    let mut piece = draft.text(Some(node), &name, SMALL.bold(), width - 80.0, Align::Left);
    piece.put(width - 80.0, 0.0, draft.text(Some(node), &amount, SMALL.bold().figures(), 80.0, Align::Right));
    let known = reason.reason.as_ref().map(|reason| format!("carc-{}", reason.carc));
    let words = match known.filter(|_| reason.share == Share::NotCovered).and_then(|id| draft.find(&id)) {
        Some(words) => words,
        None => draft.t(&format!("share-{key}-what")),
    };
    piece.stack(0.0, draft.paragraph(body, &words, SMALL, width));
    if let Some(reason) = &reason.reason {
        let code = [reason.group.code(), "-", &reason.carc].concat();
        let note = draft.with("paper-why-code", &[("code", &code)]);
        piece.stack(0.0, draft.paragraph(body, &note, NOTE, width));
    }
    piece
}

/// The reasons of all lines, those of one kind and code together, in the order in which they are met.
fn together(visit: &StatedVisit) -> Vec<StatedReason> {
    let mut sums: Vec<StatedReason> = Vec::new();
    for reason in visit.lines.iter().flat_map(|line| &line.reasons) {
        match sums.iter_mut().find(|known| known.share == reason.share && known.reason == reason.reason) {
            Some(known) => known.amount += reason.amount,
            None => sums.push(reason.clone()),
        }
    }
    sums.retain(|reason| !reason.amount.is_zero());
    sums.sort_by_key(|reason| std::cmp::Reverse(reason.amount));
    sums
}
