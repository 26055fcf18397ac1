//! The slip at the foot of the first page that goes back with a check.

use domain::statement::Statement;

use crate::draft::{Align, Draft};
use crate::letter::{POSTAL, fitted, plain_table};
use crate::look::{ASIDE, H2, H3, H4, MARGIN, NOTE, PAGE, REPLY, SLIP_WINDOW, SOFT, TEAR, TEXT, WIDTH};
use crate::piece::{Ink, Mark, Piece};
use crate::tags::{Role, Tree};

/// Lays the slip out, for the first page; read last, because it is for the hand.
pub(crate) fn slip(draft: &mut Draft<'_>, statement: &Statement) -> Vec<Mark> {
    let section = draft.tree.add(Tree::ROOT, Role::Section);
    let mut page = Piece::default();
    page.put(0.0, TEAR, Piece::decoration(Ink::Dashes(PAGE.0), 0.0));
    let title = draft.t("paper-slip");
    page.put(MARGIN, TEAR + 16.0, draft.heading(section, 2, &title, H3, WIDTH));

    let facts = [
        ("paper-slip-name", statement.to.name.clone()),
        ("paper-account", statement.to.account_number.clone()),
        ("paper-number", statement.number.clone()),
        ("paper-pay-by", draft.date(statement.due_on)),
    ];
    page.put(MARGIN, TEAR + 40.0, plain_table(draft, section, &facts, 310.0, TEXT.ink(SOFT), TEXT));

    let (aside, width) = ASIDE;
    let label = draft.t("paper-slip-due");
    let mut sums = draft.paragraph(section, &label, TEXT.ink(SOFT), width);
    let amount = draft.money(statement.due);
    sums.stack(0.0, draft.paragraph(section, &amount, H2.figures(), width));
    let label = draft.t("paper-slip-enclosed");
    sums.stack(8.0, draft.paragraph(section, &label, TEXT.ink(SOFT), width));
    let mut field = Piece::decoration(Ink::Frame { width, height: 30.0, radius: 4.0 }, 30.0);
    field.put(9.0, 8.0, draft.text(None, "$", H4, 20.0, Align::Left));
    sums.stack(4.0, field);
    page.put(aside, TEAR + 40.0, sums);

    let payable = draft.with("paper-slip-payable", &[("practice", &statement.from.name)]);
    page.put(aside, TEAR + 152.0, draft.paragraph(section, &payable, NOTE, width));

    let mut lines = vec![statement.from.name.clone()];
    lines.extend(statement.from.address.iter().cloned());
    let node = draft.tree.add(section, Role::Paragraph);
    let address = fitted(draft, node, &lines, POSTAL, REPLY.2, SLIP_WINDOW.3 - REPLY.1 - 15.0);
    page.put(REPLY.0, REPLY.1, address);
    page.marks
}
