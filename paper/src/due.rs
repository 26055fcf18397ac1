//! The one number, what changed since the last statement, and what to know before paying.

use domain::Money;
use domain::statement::Statement;

use crate::Options;
use crate::draft::{Align, Draft};
use crate::flow::Flow;
use crate::look::{ACCENT, Colour, H3, H4, HALF, HERO, NOTE, RIGHT, SOFT, Style, TEXT, WAIT};
use crate::piece::{Ink, Piece};
use crate::table::{CLOSE, Row, sums};
use crate::tags::{NodeId, Role, Tree};

/// Lays out the middle of the first page; `brief`: only the first words of what there is to know.
pub(crate) fn due(
    draft: &mut Draft<'_>,
    flow: &mut Flow,
    statement: &Statement,
    options: &Options,
    brief: bool,
) {
    let section = draft.tree.add(Tree::ROOT, Role::Section);
    let mut left = number(draft, section, statement);
    let notices = notices(draft, statement, options).into_iter();
    let notices: Vec<Piece> = notices.map(|notice| notice.lay(draft, section, brief)).collect();
    let mut right = since(draft, statement);
    // What there is to know fills the shorter half, so that the ways out stay on this page.
    for notice in notices {
        let half = if left.height < right.height { &mut left } else { &mut right };
        half.stack(if half.height > 0.0 { 8.0 } else { 4.0 }, notice);
    }
    left.put(RIGHT, 0.0, right);
    flow.put(0.0, left);
}

fn number(draft: &mut Draft<'_>, section: NodeId, statement: &Statement) -> Piece {
    let width = HALF;
    let node = draft.tree.add(section, Role::Heading(2, String::new()));
    let insured = statement.visits.iter().any(|visit| visit.payer.is_some());
    let (label, amount) = match (statement.due.is_positive(), insured) {
        (true, true) => ("paper-owe-after", Some(statement.due)),
        (true, false) => ("paper-owe", Some(statement.due)),
        (false, _) => ("paper-nothing", None),
    };
    let label = draft.t(label);
    let Some(amount) = amount else {
        name(draft, node, label.clone());
        let big = Style { size: 26.0, leading: 34.0, ..HERO };
        let mut piece = draft.text(Some(node), &label, big, width, Align::Left);
        let id = match statement {
            _ if statement.on_its_way.is_positive() => "paper-nothing-on-its-way",
            _ if statement.in_plan.is_positive() => "paper-nothing-plan",
            _ if statement.aside.is_positive() => "paper-nothing-aside",
            _ if !waiting(statement).is_zero() => "paper-nothing-waiting",
            _ => "paper-nothing-settled",
        };
        let words = [draft.t(id), draft.t("paper-nothing-keep")].join(" ");
        piece.stack(2.0, draft.paragraph(section, &words, TEXT, width));
        return piece;
    };
    let amount = draft.money(amount);
    name(draft, node, format!("{label}: {amount}"));
    let mut piece = draft.text(Some(node), &label, TEXT.ink(SOFT), width, Align::Left);
    piece.stack(-1.0, draft.text(Some(node), &amount, HERO, width, Align::Left));
    let visits = statement.visits.iter().filter(|visit| visit.due.is_positive()).count();
    let by = draft.date(statement.due_on);
    let by = draft.with("paper-by", &[("date", &by)]);
    piece.stack(2.0, draft.paragraph(section, &by, TEXT.bold(), width));
    let what = draft.count("paper-visits", visits);
    piece.stack(0.0, draft.paragraph(section, &what, TEXT.ink(SOFT), width));
    piece
}

fn name(draft: &mut Draft<'_>, heading: NodeId, title: String) {
    if let Some(node) = draft.tree.0.get_mut(heading.0) {
        node.role = Role::Heading(2, title);
    }
}

/// What waits for insurers or is being looked into, over all visits.
pub(crate) fn waiting(statement: &Statement) -> Money {
    let visits = statement.visits.iter().chain(&statement.waiting);
    visits.map(|visit| visit.columns.with_insurance + visit.columns.refused).sum()
}

fn since(draft: &mut Draft<'_>, statement: &Statement) -> Piece {
    let Some(since) = &statement.since else { return Piece::default() };
    let section = draft.tree.add(Tree::ROOT, Role::Section);
    let date = draft.date(since.issued_on);
    let title = draft.with("paper-since", &[("date", &date)]);
    let mut piece = draft.heading(section, 2, &title, H3, HALF);
    let yours = if since.became_yours.is_negative() { "paper-since-no-longer" } else { "paper-since-yours" };
    let paid = if since.paid.is_negative() { "paper-since-sent-back" } else { "paper-since-paid" };
    let row = |title: String, amount: String| Row { title, cells: vec![amount], ..Row::default() };
    let mut rows =
        vec![row(draft.with("paper-since-before", &[("number", &since.number)]), draft.money(since.before))];
    // What did not change is not told, on screen neither.
    for (id, amount) in [(yours, since.became_yours), (paid, -since.paid)] {
        if !amount.is_zero() {
            rows.push(row(draft.t(id), draft.money(amount)));
        }
    }
    rows.extend(closing(draft, statement));
    piece.stack(2.0, sums(draft, section, &rows, HALF, CLOSE));
    piece
}

/// The balance, and how it comes to what is due: what is on its way is not asked for again, what a plan asks
/// for is asked for by the plan, and a credit is kept apart.
pub(crate) fn closing(draft: &mut Draft<'_>, statement: &Statement) -> Vec<Row> {
    let owed = statement.owed();
    let all: Money = statement.visits.iter().map(|visit| visit.due).sum();
    let sum =
        |title: String, amount: String| Row { title, cells: vec![amount], total: true, ..Row::default() };
    if owed == statement.due {
        return vec![sum(draft.t("paper-closing-due"), draft.money(owed))];
    }
    let part = |title: String, amount: String| Row { total: false, ..sum(title, amount) };
    let mut rows = vec![sum(draft.t("paper-balance"), draft.money(owed))];
    let in_plan = statement.in_plan.min(all - statement.due);
    if !in_plan.is_zero() {
        rows.push(part(draft.t("paper-closing-plan"), draft.money(-in_plan)));
    }
    let aside = statement.aside.min(all - statement.due - in_plan);
    if !aside.is_zero() {
        rows.push(part(draft.t("paper-closing-aside"), draft.money(-aside)));
    }
    let counted = all - statement.due - in_plan - aside;
    if !counted.is_zero() {
        rows.push(part(draft.t("paper-closing-on-its-way"), draft.money(-counted)));
    }
    if !statement.credit.is_zero() {
        rows.push(part(draft.t("paper-closing-credit"), draft.money(statement.credit)));
    }
    rows.push(sum(draft.t("paper-closing-due"), draft.money(statement.due)));
    rows
}

/// Something to know: a sentence, and what follows from it.
struct Notice {
    title: String,
    what: String,
    colour: Colour,
}

impl Notice {
    fn lay(self, draft: &mut Draft<'_>, section: NodeId, brief: bool) -> Piece {
        let mut words = draft.paragraph(section, &self.title, H4, HALF - 12.0);
        if !brief {
            words.stack(0.0, draft.paragraph(section, &self.what, NOTE, HALF - 12.0));
        }
        let height = words.height;
        let colour = self.colour;
        let edge = Ink::Fill { width: 2.5, height, radius: 1.25, colour };
        let mut piece = Piece::decoration(edge, height);
        piece.put(12.0, 0.0, words);
        piece
    }
}

fn notices(draft: &mut Draft<'_>, statement: &Statement, options: &Options) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let Some(number) = &statement.corrects {
        let title = draft.with("paper-corrects", &[("number", number)]);
        notices.push(Notice { title, what: draft.t("paper-corrects-what"), colour: ACCENT });
    }
    if options.first_statement {
        let title = draft.t("paper-first");
        notices.push(Notice { title, what: draft.t("paper-first-what"), colour: ACCENT });
    }
    if statement.on_its_way.is_positive() {
        let amount = draft.money(statement.on_its_way);
        let title = draft.with("paper-on-its-way", &[("amount", &amount)]);
        notices.push(Notice { title, what: draft.t("paper-on-its-way-what"), colour: WAIT });
    }
    if statement.in_plan.is_positive() {
        let amount = draft.money(statement.in_plan);
        let title = draft.with("paper-in-plan", &[("amount", &amount)]);
        notices.push(Notice { title, what: draft.t("paper-in-plan-what"), colour: ACCENT });
    }
    if statement.aside.is_positive() {
        let amount = draft.money(statement.aside);
        let title = draft.with("paper-aside", &[("amount", &amount)]);
        notices.push(Notice { title, what: draft.t("paper-aside-what"), colour: WAIT });
    }
    if statement.credit.is_positive() {
        let amount = draft.money(statement.credit);
        let title = draft.with("paper-credit", &[("amount", &amount)]);
        notices.push(Notice { title, what: draft.t("paper-credit-what"), colour: ACCENT });
    }
    notices
}
