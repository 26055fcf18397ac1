//! The desk a statement is laid out on: words, faces, the tree, and what could not be said or printed.

use std::collections::BTreeSet;

use domain::Money;
use time::Date;

use crate::fonts::{Fonts, REPLACEMENT};
use crate::look::{Pt, Style};
use crate::piece::{Ink, Mark, Piece};
use crate::shape;
use crate::tags::{NodeId, Role, Tree};
use crate::{PaperError, Words};

/// On which side text is even.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Align {
    /// On the left, as text is.
    Left,
    /// On the right, as amounts are.
    Right,
}

/// The desk.
pub(crate) struct Draft<'a> {
    words: &'a dyn Words,
    fonts: &'static Fonts,
    /// What it all means.
    pub tree: Tree,
    /// Characters that no face has.
    pub unprintable: BTreeSet<char>,
    /// The first message that the words did not have.
    pub unsaid: Option<String>,
}

impl<'a> Draft<'a> {
    /// An empty desk.
    ///
    /// # Errors
    /// [`PaperError::Fonts`].
    pub(crate) fn new(words: &'a dyn Words, language: &'static str) -> Result<Self, PaperError> {
        let tree = Tree::new(language);
        Ok(Self { words, fonts: Fonts::get()?, tree, unprintable: BTreeSet::new(), unsaid: None })
    }

    /// A message.
    pub(crate) fn t(&mut self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A message with values put in. Each is kept apart from the sentence around it, so that a name that runs
    /// from the right leaves the amount beside it where it is.
    pub(crate) fn with(&mut self, id: &str, values: &[(&'static str, &str)]) -> String {
        let apart: Vec<(&'static str, String)> =
            values.iter().map(|(name, value)| (*name, apart(value))).collect();
        let values: Vec<(&'static str, &str)> =
            apart.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let said = self.words.text(id, &values);
        self.said(id, said)
    }

    /// A message about `$n` things.
    pub(crate) fn count(&mut self, id: &str, n: usize) -> String {
        let said = self.words.count(id, n);
        self.said(id, said)
    }

    /// A message, if there is one.
    pub(crate) fn find(&self, id: &str) -> Option<String> {
        self.words.text(id, &[])
    }

    fn said(&mut self, id: &str, said: Option<String>) -> String {
        said.unwrap_or_else(|| {
            self.unsaid.get_or_insert_with(|| id.to_owned());
            String::new()
        })
    }

    /// `$1,234.50`, and `−$35.00` below zero.
    pub(crate) fn money(&self, amount: Money) -> String {
        self.words.money(amount)
    }

    /// `November 2, 2026`.
    pub(crate) fn date(&self, date: Date) -> String {
        self.words.date(date)
    }

    /// Text as wide as it is, in points.
    pub(crate) fn measure(&self, text: &str, style: Style) -> Pt {
        shape::line(self.fonts, text, style).width * style.size
    }

    /// Text in lines of at most a width.
    pub(crate) fn text(
        &mut self,
        node: Option<NodeId>,
        text: &str,
        style: Style,
        width: Pt,
        align: Align,
    ) -> Piece {
        let text = self.printable(text);
        let mut piece = Piece::default();
        for line in self.lines(&text, style, width) {
            let x = match align {
                Align::Left => 0.0,
                Align::Right => width - line.width * style.size,
            };
            // The middle of a capital letter, a third of an em above the baseline, is the line's middle.
            let y = piece.height + style.leading / 2.0 + style.size * 0.34;
            piece.marks.push(Mark { x, y, ink: Ink::Text(line, style.size, style.colour), node });
            piece.height += style.leading;
        }
        piece
    }

    /// A paragraph under a node.
    pub(crate) fn paragraph(&mut self, parent: NodeId, text: &str, style: Style, width: Pt) -> Piece {
        let node = self.tree.add(parent, Role::Paragraph);
        self.text(Some(node), text, style, width, Align::Left)
    }

    /// A heading under a node.
    pub(crate) fn heading(
        &mut self,
        parent: NodeId,
        level: u16,
        text: &str,
        style: Style,
        width: Pt,
    ) -> Piece {
        let node = self.tree.add(parent, Role::Heading(level, self.plain(text)));
        self.text(Some(node), text, style, width, Align::Left)
    }

    /// Text without marks of direction, for titles.
    pub(crate) fn plain(&self, text: &str) -> String {
        text.chars().filter(|letter| !crate::fonts::is_direction(*letter)).collect()
    }

    fn lines(&self, text: &str, style: Style, width: Pt) -> Vec<shape::Line> {
        let whole = shape::line(self.fonts, text, style);
        // A line as wide as its column, by another way of adding up.
        let width = width + 0.01;
        if whole.width * style.size <= width {
            return if text.is_empty() { Vec::new() } else { vec![whole] };
        }
        let mut lines: Vec<String> = vec![String::new()];
        let mut taken = 0.0;
        for word in text.split_inclusive(' ') {
            for part in self.parts(word, style, width) {
                let bare = self.measure(part.trim_end(), style);
                let room = self.measure(&part, style);
                match lines.last_mut().filter(|line| line.is_empty() || taken + bare <= width) {
                    Some(line) => line.push_str(&part),
                    None => {
                        lines.push(part);
                        taken = 0.0;
                    }
                }
                taken += room;
            }
        }
        lines.iter().map(|line| shape::line(self.fonts, line, style)).collect()
    }

    /// A word, or what fits a line of it at a time.
    fn parts(&self, word: &str, style: Style, width: Pt) -> Vec<String> {
        if self.measure(word.trim_end(), style) <= width {
            return vec![word.to_owned()];
        }
        let mut parts = vec![String::new()];
        let mut taken = 0.0;
        for letter in word.chars() {
            let room = self.measure(letter.encode_utf8(&mut [0; 4]), style);
            match parts.last_mut().filter(|part| part.is_empty() || taken + room <= width) {
                Some(part) => part.push(letter),
                None => {
                    parts.push(letter.to_string());
                    taken = 0.0;
                }
            }
            taken += room;
        }
        parts
    }

    /// Text as it can be printed: what no face has is replaced, and remembered.
    fn printable(&mut self, text: &str) -> String {
        let letters = text.chars().map(|letter| match letter {
            _ if letter.is_control() => ' ',
            _ if self.fonts.has(letter) => letter,
            _ => {
                self.unprintable.insert(letter);
                REPLACEMENT
            }
        });
        letters.collect()
    }
}

/// A value kept apart from what stands around it, when it may run from the right; marks of direction that came
/// with it end with it.
fn apart(value: &str) -> String {
    if value.is_ascii() {
        return value.to_owned();
    }
    let value: String = value
        .chars()
        .filter(|letter| !matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .collect();
    ["\u{2068}", &value, "\u{2069}"].concat()
}
