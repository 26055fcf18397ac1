//! From pieces to pages: each piece below the one before, and on the next page when it does not fit.

use crate::draft::{Align, Draft};
use crate::look::{BOTTOM, FOLD, MARGIN, NOTE, Pt, TEAR, TOP, WIDTH};
use crate::piece::{Mark, Piece};
use crate::table::Table;

/// Where the line with a page's number is, under text that ends there.
fn foot(bottom: Pt) -> Pt {
    if bottom < BOTTOM { bottom + 5.0 } else { BOTTOM + 18.0 }
}

/// How much of that line the number takes, on the right.
pub(crate) const NUMBER: Pt = 80.0;

/// The pages of one statement.
pub(crate) struct Flow {
    /// What is on each page.
    pub pages: Vec<Vec<Mark>>,
    y: Pt,
    slip: bool,
    /// Whether a piece was taller than any page.
    pub too_tall: bool,
}

impl Flow {
    /// A first page, empty below its letterhead; with a slip to tear off, or without.
    pub(crate) fn new(slip: bool) -> Self {
        Self { pages: vec![Vec::new()], y: FOLD + 6.0, slip, too_tall: false }
    }

    /// A first page, empty from its top, of what nobody folds.
    pub(crate) fn unfolded() -> Self {
        Self { y: TOP, ..Self::new(false) }
    }

    /// Where the text of a page ends. The first two are the slip's two sides.
    fn bottom(&self, page: usize) -> Pt {
        if self.slip && page < 2 { TEAR - 22.0 } else { BOTTOM }
    }

    /// How much room is left on the page.
    pub(crate) fn room(&self) -> Pt {
        self.bottom(self.pages.len() - 1) - self.y
    }

    /// Puts a line beside the first page's number.
    pub(crate) fn beside_first_number(&mut self, piece: Piece) {
        let y = foot(self.bottom(0));
        if let Some(page) = self.pages.first_mut() {
            page.extend(piece.at(MARGIN, y));
        }
    }

    /// Goes to the next page.
    pub(crate) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    /// Goes to the next page when there is less room than this.
    pub(crate) fn need(&mut self, height: Pt) {
        let fresh = self.y <= TOP;
        if height > self.room() && !fresh {
            self.turn();
            if height > self.room() && height <= BOTTOM - TOP {
                self.turn();
            }
        }
    }

    /// Puts a piece below what is there, after a gap; at the top of a page without one.
    pub(crate) fn put(&mut self, gap: Pt, piece: Piece) {
        if piece.height > BOTTOM - TOP {
            self.too_tall = true;
        }
        self.need(gap + piece.height);
        if self.y > TOP {
            self.y += gap;
        }
        let (y, height) = (self.y, piece.height);
        self.fix(MARGIN, y, piece);
        self.y += height;
    }

    /// Puts a piece at a place of the page, whatever is there.
    pub(crate) fn fix(&mut self, x: Pt, y: Pt, piece: Piece) {
        if let Some(page) = self.pages.last_mut() {
            page.extend(piece.at(x, y));
        }
    }

    /// Puts a table, row by row. Its heads are repeated on every further page, for the eye alone.
    pub(crate) fn table(&mut self, draft: &mut Draft<'_>, gap: Pt, table: Table) {
        // The last row, which says what the others add up to, is not left alone on a page.
        let last = table.rows.last().map_or(0.0, |row| row.height);
        let before_last = table.rows.len().checked_sub(2);
        self.need(gap + table.least());
        self.put(gap, table.head);
        for (at, row) in table.rows.into_iter().enumerate() {
            let with = if Some(at) == before_last { last } else { 0.0 };
            if row.height + with > self.room() {
                self.turn();
                let heads = Table::heads(draft, &table.columns, None);
                self.put(0.0, heads);
            }
            self.put(0.0, row);
        }
    }

    /// The pages, each with its number and with a line that says what it is of.
    pub(crate) fn finish(mut self, draft: &mut Draft<'_>, footer: &str) -> Vec<Vec<Mark>> {
        let pages = self.pages.len();
        let bottoms: Vec<Pt> = (0..pages).map(|page| self.bottom(page)).collect();
        for (at, (page, bottom)) in self.pages.iter_mut().zip(bottoms).enumerate() {
            let values = ((at + 1).to_string(), pages.to_string());
            let number = draft.with("paper-page", &[("page", &values.0), ("pages", &values.1)]);
            let style = NOTE;
            let mut line = Piece::default();
            if at > 0 {
                line.put(0.0, 0.0, draft.text(None, footer, style, WIDTH - NUMBER, Align::Left));
            }
            line.put(WIDTH - NUMBER, 0.0, draft.text(None, &number, style, NUMBER, Align::Right));
            let y = foot(bottom);
            page.extend(line.at(MARGIN, y));
        }
        self.pages
    }
}
