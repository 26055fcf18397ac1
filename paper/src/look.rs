//! The design language on paper: the web's colours (`style/tokens.css`, light), one family in two weights,
//! a 4-point rhythm, and where things are on a US letter sheet.
//!
//! # The folds and the windows
//! The sheet is folded in three, at 3⅔ and 7⅓ inches; the upper third faces the window of a **#10 envelope**
//! (4⅛ × 9½ in; window 1⅛ × 4½ in, ⅞ in from the left, ½ in from the bottom), and the lower third, torn off
//! at the second fold, goes back in a **#9 envelope** (3⅞ × 8⅞ in, the same window).
//!
//! * **Guarantor's address**: 1 in from the left, 3¼ in wide, its last line's foot 3.14 in from the top. The
//!   folded sheet has 0.46 in of play upwards and 1 in sideways. With the sheet at the envelope's foot, where
//!   it comes to rest, the window shows 2.04 to 3.17 in: seven lines. Four lines are seen in every position.
//! * **Practice's address** on the slip: 1 in from the left, its first line's top 9.66 in from the top of the
//!   sheet (2.33 in below the tear). The slip has 0.21 in of play: the window shows 9.58 to 10.5 in always.
//! * Nothing else is printed where either window can come to stand (`WINDOW`, `SLIP_WINDOW`).
//! * Nothing is printed on the back of the slip: the second page ends above the tear.

/// A length on paper, in points (1/72 inch).
pub(crate) type Pt = f32;

/// The sheet: US letter.
pub(crate) const PAGE: (Pt, Pt) = (612.0, 792.0);
/// White at the left and the right.
pub(crate) const MARGIN: Pt = 54.0;
/// Between the margins.
pub(crate) const WIDTH: Pt = PAGE.0 - 2.0 * MARGIN;
/// Half of that, beside another half.
pub(crate) const HALF: Pt = (WIDTH - 24.0) / 2.0;
/// Where the right half begins, from the left margin.
pub(crate) const RIGHT: Pt = WIDTH - HALF;
/// Where a page begins.
pub(crate) const TOP: Pt = 48.0;
/// Where a page's text ends; its number stands below.
pub(crate) const BOTTOM: Pt = PAGE.1 - 62.0;
/// The first fold.
pub(crate) const FOLD: Pt = 264.0;
/// The second fold, where the slip is torn off.
pub(crate) const TEAR: Pt = 528.0;
/// The right column of the upper third, clear of the window: left edge and width.
pub(crate) const ASIDE: (Pt, Pt) = (400.0, PAGE.0 - MARGIN - 400.0);
/// The guarantor's address: left edge, foot of the last line, width.
pub(crate) const ADDRESS: (Pt, Pt, Pt) = (72.0, 226.0, 234.0);
/// The practice's address on the slip: left edge, top of the first line, width.
pub(crate) const REPLY: (Pt, Pt, Pt) = (72.0, 696.0, 270.0);
/// Where the #10 window can come to stand: left, top, right, bottom.
pub(crate) const WINDOW: (Pt, Pt, Pt, Pt) = (0.0, 147.0, 387.0, 261.0);
/// Where the #9 window can come to stand.
pub(crate) const SLIP_WINDOW: (Pt, Pt, Pt, Pt) = (36.0, 675.0, 387.0, 771.0);

/// Red, green, blue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Colour(pub u8, pub u8, pub u8);

/// Text.
pub(crate) const INK: Colour = Colour(0x15, 0x21, 0x2b);
/// Text that can wait.
pub(crate) const SOFT: Colour = Colour(0x4f, 0x5d, 0x68);
/// Hairlines.
pub(crate) const LINE: Colour = Colour(0xd6, 0xd2, 0xc7);
/// What is yours.
pub(crate) const ACCENT: Colour = Colour(0x0b, 0x5b, 0x5a);
/// Not yours yet, on its way.
pub(crate) const WAIT: Colour = Colour(0x6f, 0x51, 0x10);
/// The ground of the bar.
pub(crate) const BAR_GROUND: Colour = Colour(0xf1, 0xef, 0xe8);
/// Taken off; nobody pays it.
pub(crate) const BAR_DISCOUNT: Colour = Colour(0xd9, 0xd2, 0xc1);
/// Paid by an insurer.
pub(crate) const BAR_INSURER: Colour = Colour(0xa9, 0xc9, 0xc1);
/// Waiting for an insurer, or refused by one.
pub(crate) const BAR_WAITING: Colour = Colour(0xec, 0xd4, 0x8f);
/// Paid by the guarantor.
pub(crate) const BAR_PAID: Colour = Colour(0x6f, 0xae, 0x86);
/// Left to pay.
pub(crate) const BAR_YOURS: Colour = ACCENT;

/// How text is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Style {
    /// Of the type.
    pub size: Pt,
    /// From line to line.
    pub leading: Pt,
    /// Bold rather than regular.
    pub bold: bool,
    /// Figures all as wide as each other.
    pub figures: bool,
    /// Of the ink.
    pub colour: Colour,
}

impl Style {
    const fn of(size: Pt, leading: Pt, bold: bool, colour: Colour) -> Self {
        Self { size, leading, bold, figures: false, colour }
    }

    /// The same in bold.
    pub(crate) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same with figures that stand in columns.
    pub(crate) const fn figures(self) -> Self {
        Self { figures: true, ..self }
    }

    /// The same in another colour.
    pub(crate) const fn ink(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }
}

/// Running text.
pub(crate) const TEXT: Style = Style::of(10.0, 14.0, false, INK);
/// Notes and table heads.
pub(crate) const SMALL: Style = Style::of(8.75, 12.0, false, INK);
/// Small text that can wait.
pub(crate) const NOTE: Style = SMALL.ink(SOFT);
/// The page's title.
pub(crate) const H1: Style = Style::of(15.0, 19.0, true, INK);
/// A section's.
pub(crate) const H2: Style = Style::of(13.0, 17.0, true, INK);
/// A visit's.
pub(crate) const H3: Style = Style::of(11.5, 15.0, true, INK);
/// A paragraph's.
pub(crate) const H4: Style = Style::of(10.0, 14.0, true, INK);
/// The one number.
pub(crate) const HERO: Style = Style::of(40.0, 46.0, true, INK).figures();
