//! The upper third of the first page: who writes, to whom, about what, and the way to pay from here.

use domain::Money;
use domain::statement::Statement;
use qrcode::{Color, EcLevel, QrCode};

use crate::draft::{Align, Draft};
use crate::flow::Flow;
use crate::look::{
    ACCENT, ADDRESS, ASIDE, FOLD, H1, H3, H4, MARGIN, NOTE, Pt, SMALL, Style, TEXT, TOP, WINDOW,
};
use crate::piece::{Ink, Mark, Piece};
use crate::tags::{NodeId, Role, Tree};
use crate::{Options, PaperError};

/// How wide the code is drawn: 1.05 in, which a phone reads at arm's length.
const CODE: Pt = 76.0;
/// The most lines an address has in the window; more are set smaller.
const LINES: Pt = 7.0;
/// How addresses are set.
pub(crate) const POSTAL: Style = Style { leading: 11.5, ..TEXT };

/// Lays out the letterhead, and says where the right column is free below it.
pub(crate) fn head(draft: &mut Draft<'_>, flow: &mut Flow, statement: &Statement) -> Pt {
    let title = draft.t("paper-title");
    let title = draft.heading(Tree::ROOT, 1, &title, H1, ASIDE.1);
    flow.fix(ASIDE.0, TOP - 4.0, title);

    let from = &statement.from;
    let width = ASIDE.0 - MARGIN - 24.0;
    let mut sender = draft.paragraph(Tree::ROOT, &from.name, H3, width);
    let reach = [&from.phone, &from.email, &from.hours].into_iter().flatten();
    let lines: Vec<String> = from.address.iter().chain(reach).cloned().collect();
    let room = (WINDOW.1 - TOP - sender.height).max(NOTE.leading);
    let node = draft.tree.add(Tree::ROOT, Role::Paragraph);
    sender.stack(0.0, fitted(draft, node, &lines, NOTE, width, room));
    flow.fix(MARGIN, TOP - 2.0, sender);

    let facts = facts(draft, statement);
    let below = TOP + 20.0 + facts.height + 12.0;
    flow.fix(ASIDE.0, TOP + 20.0, facts);

    let mut lines = vec![statement.to.name.clone()];
    lines.extend(statement.to.address.iter().cloned());
    let node = draft.tree.add(Tree::ROOT, Role::Paragraph);
    let address = fitted(draft, node, &lines, POSTAL, ADDRESS.2, POSTAL.leading * LINES);
    flow.fix(ADDRESS.0, ADDRESS.1 - address.height, address);
    below
}

/// Lines of one paragraph, smaller when there is no room for them: nothing may stand outside a window, or reach
/// into one.
pub(crate) fn fitted(
    draft: &mut Draft<'_>,
    node: NodeId,
    lines: &[String],
    style: Style,
    width: Pt,
    room: Pt,
) -> Piece {
    let set = |draft: &mut Draft<'_>, style: Style| {
        let mut piece = Piece::default();
        for line in lines {
            piece.stack(0.0, draft.text(Some(node), line, style, width, Align::Left));
        }
        piece
    };
    let piece = set(draft, style);
    if piece.height <= room {
        return piece;
    }
    let scale = room / piece.height;
    set(draft, Style { size: style.size * scale, leading: style.leading * scale, ..style })
}

fn facts(draft: &mut Draft<'_>, statement: &Statement) -> Piece {
    let mut facts = vec![
        ("paper-account", statement.to.account_number.clone()),
        ("paper-number", statement.number.clone()),
        ("paper-issued", draft.date(statement.issued_on)),
    ];
    if statement.due.is_positive() {
        facts.push(("paper-pay-by", draft.date(statement.due_on)));
    }
    plain_table(draft, Tree::ROOT, &facts, ASIDE.1, NOTE, SMALL)
}

/// Names and values in two columns, without lines.
pub(crate) fn plain_table(
    draft: &mut Draft<'_>,
    parent: NodeId,
    facts: &[(&str, String)],
    width: Pt,
    name: Style,
    value: Style,
) -> Piece {
    let names: Vec<String> = facts.iter().map(|(id, _)| draft.t(id)).collect();
    let widest = names.iter().map(|text| draft.measure(text, name)).fold(0.0, Pt::max);
    let left = (widest + 10.0).min(width * 0.5);
    let table = draft.tree.add(parent, Role::Table);
    let body = draft.tree.add(table, Role::Body);
    let mut piece = Piece::default();
    for (text, (_, fact)) in names.iter().zip(facts) {
        let row = draft.tree.add(body, Role::Row);
        let head = draft.tree.add(row, Role::Header(krilla::tagging::TableHeaderScope::Row, 1));
        let cell = draft.tree.add(row, Role::Cell);
        let mut line = draft.text(Some(head), text, name, left - 6.0, Align::Left);
        line.put(left, 0.0, draft.text(Some(cell), fact, value.figures(), width - left, Align::Left));
        piece.stack(2.0, line);
    }
    piece
}

/// The code and the address of the pay page, beside the window; nothing for what a card cannot carry.
///
/// # Errors
/// [`PaperError::PayAddress`] when the address is too long for a code.
pub(crate) fn pay_online(
    draft: &mut Draft<'_>,
    flow: &mut Flow,
    top: Pt,
    due: Money,
    options: &Options,
) -> Result<(), PaperError> {
    let address = options.pay_url.as_str();
    if due < Money::HALF_DOLLAR {
        return Ok(());
    }
    let held = options.code_url.as_deref().unwrap_or(address);
    let code = QrCode::with_error_correction_level(held, EcLevel::M).map_err(|_| PaperError::PayAddress)?;
    let side = CODE / code.width() as Pt;
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, colour)| *colour == Color::Dark);
    let places =
        dark.map(|(at, _)| ((at % code.width()) as Pt * side, (at / code.width()) as Pt * side)).collect();

    let section = draft.tree.add(Tree::ROOT, Role::Section);
    let beside = ASIDE.1 - CODE - 12.0;
    let title = draft.t("paper-pay-online");
    let mut words = draft.heading(section, 2, &title, H4, beside);
    let is_link = options.code_url.is_some();
    let what = draft.t(if is_link { "paper-pay-online-scan" } else { "paper-pay-online-what" });
    words.stack(2.0, draft.paragraph(section, &what, NOTE, beside));

    let shown = address.trim_start_matches("https://").trim_end_matches('/');
    let says = match is_link {
        true => draft.t("paper-pay-online-held"),
        false => draft.with("paper-pay-online-code", &[("address", shown)]),
    };
    let figure = draft.tree.add(section, Role::Figure(draft.plain(&says)));
    let squares = Mark { x: 0.0, y: 0.0, ink: Ink::Squares(places, side), node: Some(figure) };
    let mut piece = Piece { marks: vec![squares], height: CODE };
    piece.put(CODE + 12.0, -1.0, words);

    let paragraph = draft.tree.add(section, Role::Paragraph);
    let link = draft.tree.add(paragraph, Role::Link);
    let says = draft.t("paper-pay-online-link");
    let mut text = fitted(
        draft,
        link,
        &[shown.to_owned()],
        SMALL.ink(ACCENT),
        ASIDE.1,
        (FOLD - top - CODE - 5.0).max(SMALL.leading),
    );
    let area = Ink::Link { width: ASIDE.1, height: text.height, address: address.to_owned(), says };
    text.marks.push(Mark { x: 0.0, y: 0.0, ink: area, node: Some(link) });
    piece.stack(5.0, text);
    flow.fix(ASIDE.0, top, piece);
    Ok(())
}
