//! Ways to pay, and the ways out, which weigh as much.

use domain::Money;
use domain::estimate;
use domain::languages::NOTICES;
use domain::statement::Statement;

use crate::draft::Draft;
use crate::flow::{Flow, NUMBER};
use crate::look::{H4, HALF, NOTE, RIGHT, SMALL, WIDTH};
use crate::piece::Piece;
use crate::tags::{Role, Tree};
use crate::{Options, draft::Align};

/// Lays out what can be done about the amount, side by side.
pub(crate) fn ways(
    draft: &mut Draft<'_>,
    flow: &mut Flow,
    statement: &Statement,
    options: &Options,
    slip: bool,
) {
    let mut ways = Vec::new();
    if statement.due.is_positive() {
        ways.push((draft.t("paper-pay"), pay(draft, statement, slip)));
        let plan = options.plan_offer.clone().unwrap_or_else(|| draft.t("paper-plan-ask"));
        ways.push((draft.t("paper-plan"), plan));
    }
    ways.push((draft.t("paper-wrong"), wrong(draft, statement)));
    if statement.due.is_positive() {
        ways.push((draft.t("paper-afford"), afford(draft, statement, options)));
    }
    let mut piece = Piece::default();
    let (mut left, mut top) = (true, 0.0);
    for (title, what) in ways {
        let section = draft.tree.add(Tree::ROOT, Role::Section);
        let mut way = draft.heading(section, 2, &title, H4, HALF);
        way.stack(0.0, draft.paragraph(section, &what, SMALL, HALF));
        if left {
            top = piece.height + if piece.height > 0.0 { 9.0 } else { 0.0 };
        }
        piece.put(if left { 0.0 } else { RIGHT }, top, way);
        left = !left;
    }
    flow.put(14.0, piece);
}

fn pay(draft: &mut Draft<'_>, statement: &Statement, slip: bool) -> String {
    let mut ways = Vec::new();
    if statement.due < Money::HALF_DOLLAR {
        ways.push(draft.t("paper-pay-too-small"));
    } else {
        ways.push(draft.t("paper-pay-by-code"));
    }
    match (&phone(statement), &statement.from.hours) {
        (Some(phone), Some(hours)) => {
            ways.push(draft.with("paper-pay-phone-hours", &[("phone", phone), ("hours", hours)]));
        }
        (Some(phone), None) => ways.push(draft.with("paper-pay-phone", &[("phone", phone)])),
        (None, _) => {}
    }
    if slip {
        ways.push(draft.t("paper-pay-mail"));
    }
    ways.join(" ")
}

/// The practice's number, which is not broken over two lines.
fn phone(statement: &Statement) -> Option<String> {
    statement.from.phone.as_ref().map(|phone| phone.replace(' ', "\u{A0}"))
}

fn wrong(draft: &mut Draft<'_>, statement: &Statement) -> String {
    let mut words = vec![draft.t("paper-wrong-what")];
    if let Some(phone) = &phone(statement) {
        words.push(draft.with("paper-wrong-call", &[("phone", phone)]));
    }
    words.join(" ")
}

/// Whom to ask for help with the cost; a hospital's policy by its address, on the first page where nobody can
/// miss it.
fn afford(draft: &mut Draft<'_>, statement: &Statement, options: &Options) -> String {
    let Some(url) = &options.assistance_url else { return draft.t("paper-afford-what") };
    let shown = url.trim_start_matches("https://").trim_end_matches('/');
    match phone(statement) {
        Some(phone) => draft.with("paper-assistance-call", &[("url", shown), ("phone", &phone)]),
        None => draft.with("paper-assistance", &[("url", shown)]),
    }
}

/// What the law wants said, quietly, at the end: that all of it can be explained in any language, and what who
/// pays alone can do about a bill far above its estimate.
pub(crate) fn rights(draft: &mut Draft<'_>, statement: &Statement, options: &Options) -> Piece {
    let words = said(draft, statement, "paper-language", "paper-language-call");
    let mut piece = draft.paragraph(Tree::ROOT, &words, SMALL.bold(), WIDTH);
    piece.stack(2.0, languages(draft));
    let url = options.languages_url.trim_start_matches("https://");
    let words = draft.with("paper-languages", &[("url", url)]);
    piece.stack(0.0, draft.paragraph(Tree::ROOT, &words, NOTE, WIDTH));
    if options.estimate_dispute {
        let rule = estimate::rule(statement.issued_on);
        let (amount, days) = (draft.money(rule.excess), rule.days.to_string());
        let words = draft.with("paper-estimate", &[("amount", &amount), ("days", &days)]);
        piece.stack(4.0, draft.paragraph(Tree::ROOT, &words, NOTE, WIDTH));
    }
    piece
}

/// The names of the languages, each in its own words and script, for who reads nothing else here. The whole
/// notices would take a page and embed five faces: they are at the address below (docs/decisions/0013).
fn languages(draft: &mut Draft<'_>) -> Piece {
    let mut piece = Piece::default();
    let (mut x, mut top) = (0.0, 0.0);
    for notice in &NOTICES {
        let width = draft.measure(notice.name, SMALL);
        if x > 0.0 && x + width > WIDTH {
            (x, top) = (0.0, piece.height);
        }
        let node = draft.tree.add(Tree::ROOT, Role::Foreign(notice.tag));
        piece.put(x, top, draft.text(Some(node), notice.name, SMALL, width, Align::Left));
        x += width + 12.0;
    }
    piece
}

/// The same for who does not read this language, in theirs; on the first page.
pub(crate) fn in_the_other_language(draft: &mut Draft<'_>, statement: &Statement) -> Piece {
    let words = said(draft, statement, "paper-language-other", "paper-language-other-call");
    let node = draft.tree.add(Tree::ROOT, Role::Foreign(if statement.spanish { "en" } else { "es" }));
    draft.text(Some(node), &words, SMALL.bold(), WIDTH - NUMBER, Align::Left)
}

fn said(draft: &mut Draft<'_>, statement: &Statement, ask: &str, call: &str) -> String {
    match phone(statement) {
        Some(phone) => draft.with(call, &[("phone", &phone)]),
        None => draft.t(ask),
    }
}
