//! Tables: the first cell of a row heads it, the columns may have heads, and a row stays whole.

use krilla::tagging::TableHeaderScope;

use crate::draft::{Align, Draft};
use crate::look::{Colour, INK, LINE, NOTE, Pt, SMALL, Style, TEXT};
use crate::piece::{Ink, Piece};
use crate::tags::{NodeId, Role};

/// Between two columns.
pub(crate) const GAP: Pt = 10.0;
/// The room of a dot before a row's first words.
const DOT: Pt = 13.0;

/// How close rows stand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Air {
    /// Of the rows' text.
    pub style: Style,
    /// Over the text of a row.
    pub over: Pt,
    /// Under it.
    pub under: Pt,
}

/// A few rows to read one by one.
pub(crate) const OPEN: Air = Air { style: TEXT, over: 3.0, under: 2.5 };
/// Amounts beside something else.
pub(crate) const CLOSE: Air = Air { style: TEXT, over: 1.5, under: 1.5 };
/// Many rows to look one up in.
pub(crate) const DENSE: Air = Air { style: SMALL, over: 2.5, under: 2.0 };

/// A column.
pub(crate) struct Column {
    /// What is said over it; nothing over any column of a table that needs no heads.
    pub head: String,
    /// How wide.
    pub width: Pt,
    /// On which side its text is even.
    pub align: Align,
}

/// A row.
#[derive(Default)]
pub(crate) struct Row {
    /// What heads it.
    pub title: String,
    /// What is said under that, smaller.
    pub notes: Vec<String>,
    /// The other cells.
    pub cells: Vec<String>,
    /// A sum rather than one of many.
    pub total: bool,
    /// The part of the bar it stands for.
    pub dot: Option<Colour>,
}

/// A table, laid out row by row.
pub(crate) struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Over the rows; no height without heads.
    pub head: Piece,
    /// The rows.
    pub rows: Vec<Piece>,
}

impl Table {
    /// Lays a table out under a node.
    pub(crate) fn of(
        draft: &mut Draft<'_>,
        parent: NodeId,
        columns: Vec<Column>,
        rows: &[Row],
        air: Air,
    ) -> Self {
        let table = draft.tree.add(parent, Role::Table);
        let headed = columns.iter().any(|column| !column.head.is_empty());
        let head = if headed {
            let section = draft.tree.add(table, Role::Head);
            let row = draft.tree.add(section, Role::Row);
            Self::heads(draft, &columns, Some(row))
        } else {
            Piece::default()
        };
        let body = draft.tree.add(table, Role::Body);
        let mut above = !headed;
        let rows = rows.iter().map(|row| {
            let piece = row.lay(draft, body, &columns, above, air);
            above = false;
            piece
        });
        Self { rows: rows.collect(), columns, head }
    }

    /// The heads of the columns; without a node when they are repeated on a further page.
    pub(crate) fn heads(draft: &mut Draft<'_>, columns: &[Column], row: Option<NodeId>) -> Piece {
        let mut cells: Vec<Piece> = Vec::new();
        for column in columns {
            let node = row.map(|row| draft.tree.add(row, Role::Header(TableHeaderScope::Column, 1)));
            cells.push(draft.text(node, &column.head, NOTE, column.width, column.align));
        }
        let height = cells.iter().map(|cell| cell.height).fold(0.0, Pt::max);
        let mut piece = Piece::default();
        let mut x = 0.0;
        for (cell, column) in cells.into_iter().zip(columns) {
            piece.put(x, height - cell.height, cell);
            x += column.width + GAP;
        }
        piece.stack(4.0, rule(x - GAP, 0.75, INK));
        piece
    }

    /// How much of it stays on one page: the heads and the first row.
    pub(crate) fn least(&self) -> Pt {
        self.head.height + self.rows.first().map_or(0.0, |row| row.height)
    }

    /// All of it in one piece.
    pub(crate) fn whole(self) -> Piece {
        let mut piece = self.head;
        for row in self.rows {
            piece.stack(0.0, row);
        }
        piece
    }
}

/// Columns of amounts, each as wide as its widest amount and the longest word over it, at least so wide; the
/// first column takes the rest.
pub(crate) fn columns(
    draft: &Draft<'_>,
    (first, heads): (String, Vec<String>),
    rows: &[Row],
    least: Pt,
    whole: Pt,
    air: Air,
) -> Vec<Column> {
    let bold = air.style.bold().figures();
    let mut columns = vec![Column { head: first, width: whole, align: Align::Left }];
    for (at, head) in heads.into_iter().enumerate() {
        let words = head.split(' ').map(|word| draft.measure(word, NOTE));
        let cells = rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| draft.measure(cell, bold));
        let width = words.chain(cells).fold(least, Pt::max);
        if let Some(first) = columns.first_mut() {
            first.width -= width + GAP;
        }
        columns.push(Column { head, width, align: Align::Right });
    }
    columns
}

/// Rows of words and amounts without heads, in one piece.
pub(crate) fn sums(draft: &mut Draft<'_>, parent: NodeId, rows: &[Row], width: Pt, air: Air) -> Piece {
    let columns = columns(draft, (String::new(), vec![String::new()]), rows, 56.0, width, air);
    Table::of(draft, parent, columns, rows, air).whole()
}

/// A line across.
pub(crate) fn rule(width: Pt, thick: Pt, colour: Colour) -> Piece {
    Piece::decoration(Ink::Fill { width, height: thick, radius: 0.0, colour }, thick)
}

impl Row {
    fn lay(&self, draft: &mut Draft<'_>, body: NodeId, columns: &[Column], first: bool, air: Air) -> Piece {
        let row = draft.tree.add(body, Role::Row);
        let whole: Pt = columns.iter().map(|column| column.width + GAP).sum::<Pt>() - GAP;
        let style = if self.total { air.style.bold() } else { air.style };
        let mut piece = Piece::default();
        if self.total {
            piece.put(0.0, 0.0, rule(whole, 0.75, INK));
        } else if !first {
            piece.put(0.0, 0.0, rule(whole, 0.5, LINE));
        }
        let mut columns = columns.iter();
        let Some(title) = columns.next() else { return piece };
        let silent = self.cells.iter().take_while(|cell| cell.is_empty()).count();
        let span = u32::try_from(silent + 1).unwrap_or(1);
        let node = draft.tree.add(row, Role::Header(TableHeaderScope::Row, span));
        let indent = if self.dot.is_some() { DOT } else { 0.0 };
        if let Some(colour) = self.dot {
            let ink = Ink::Fill { width: 7.0, height: 7.0, radius: 2.0, colour };
            piece.put(0.0, air.over + (air.style.leading - 7.0) / 2.0, Piece::decoration(ink, 7.0));
        }
        let mut words = draft.text(Some(node), &self.title, style, title.width - indent, title.align);
        for note in &self.notes {
            let note = draft.text(Some(node), note, NOTE, title.width - indent, title.align);
            words.stack(0.0, note);
        }
        piece.put(indent, air.over, words);
        let mut x = title.width + GAP;
        for (column, cell) in columns.zip(&self.cells) {
            if cell.is_empty() {
                x += column.width + GAP;
                continue;
            }
            let node = draft.tree.add(row, Role::Cell);
            let style = if column.align == Align::Right { style.figures() } else { style };
            let cell = draft.text(Some(node), cell, style, column.width, column.align);
            piece.put(x, air.over, cell);
            x += column.width + GAP;
        }
        piece.height += air.under;
        piece
    }
}
