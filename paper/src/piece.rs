//! Pieces: what is laid out and knows its height before it has a place.

use crate::look::{Colour, Pt};
use crate::shape::Line;
use crate::tags::NodeId;

/// What is printed.
pub(crate) enum Ink {
    /// A line of text, by its baseline.
    Text(Line, Pt, Colour),
    /// A filled box with round corners.
    Fill {
        /// Its width.
        width: Pt,
        /// Its height.
        height: Pt,
        /// Of its corners.
        radius: Pt,
        /// Of all of it.
        colour: Colour,
    },
    /// The outline of a box with round corners.
    Frame {
        /// Its width.
        width: Pt,
        /// Its height.
        height: Pt,
        /// Of its corners.
        radius: Pt,
    },
    /// A dashed line to the right.
    Dashes(Pt),
    /// Squares of one size at these places.
    Squares(Vec<(Pt, Pt)>, Pt),
    /// A place that opens an address when pressed on a screen.
    Link {
        /// Its width.
        width: Pt,
        /// Its height.
        height: Pt,
        /// What it opens.
        address: String,
        /// What it does, in words.
        says: String,
    },
}

/// Something printed at a place; its meaning, or none when it is decoration.
pub(crate) struct Mark {
    /// From the left.
    pub x: Pt,
    /// From the top.
    pub y: Pt,
    /// What.
    pub ink: Ink,
    /// Where it belongs in the reading order.
    pub node: Option<NodeId>,
}

/// Marks that stay together, placed from their own top left corner.
#[derive(Default)]
pub(crate) struct Piece {
    /// The marks.
    pub marks: Vec<Mark>,
    /// How much room they take downwards.
    pub height: Pt,
}

impl Piece {
    /// One mark of decoration.
    pub(crate) fn decoration(ink: Ink, height: Pt) -> Self {
        Self { marks: vec![Mark { x: 0.0, y: 0.0, ink, node: None }], height }
    }

    /// Puts another piece into this one at a place of it; this one grows to hold it.
    pub(crate) fn put(&mut self, x: Pt, y: Pt, other: Self) {
        self.height = self.height.max(y + other.height);
        self.marks.extend(other.at(x, y));
    }

    /// Its marks, at a place.
    pub(crate) fn at(self, x: Pt, y: Pt) -> impl Iterator<Item = Mark> {
        self.marks.into_iter().map(move |mark| Mark { x: mark.x + x, y: mark.y + y, ..mark })
    }

    /// Puts another piece below what is there.
    pub(crate) fn stack(&mut self, gap: Pt, other: Self) {
        self.put(0.0, self.height + gap, other);
    }
}
