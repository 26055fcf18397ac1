//! The faces, and which of them has a letter.
//!
//! Text is set in Atkinson Hyperlegible Next. A word with a letter that it has not is set in the first of the
//! Noto faces that has all of the word, so that a name does not change its face in the middle.

use std::sync::LazyLock;

use krilla::text::Font;
use rustybuzz::{Direction, Feature, ShapePlan, script};

use crate::PaperError;

/// Shown for a character that no face has.
pub(crate) const REPLACEMENT: char = '\u{FFFD}';

/// One face of one weight, for shaping and for printing.
pub(crate) struct Face {
    /// Shapes.
    pub shaper: rustybuzz::Face<'static>,
    /// Prints.
    pub ink: Font,
    /// Latin text from left to right, prepared: making a plan costs more than using it.
    pub latin: ShapePlan,
    /// The same with figures all as wide as each other.
    pub latin_figures: ShapePlan,
    /// Units of the face in an em.
    pub units: f32,
}

impl Face {
    fn load(file: &'static [u8]) -> Option<Self> {
        let shaper = rustybuzz::Face::from_slice(file, 0)?;
        let plan = |features: &[Feature]| {
            ShapePlan::new(&shaper, Direction::LeftToRight, Some(script::LATIN), None, features)
        };
        Some(Self {
            ink: Font::new(file.into(), 0)?,
            latin: plan(&[]),
            latin_figures: plan(&[tabular()]),
            units: f32::from(u16::try_from(shaper.units_per_em()).ok()?),
            shaper,
        })
    }

    /// Whether it has a sign for this character, or needs none.
    pub(crate) fn has(&self, letter: char) -> bool {
        is_unseen(letter) || self.shaper.glyph_index(letter).is_some()
    }
}

/// Figures all as wide as each other.
pub(crate) fn tabular() -> Feature {
    Feature::new(rustybuzz::ttf_parser::Tag::from_bytes(b"tnum"), 1, ..)
}

/// Marks that direct other letters and are never printed themselves.
pub(crate) fn is_unseen(letter: char) -> bool {
    is_direction(letter) || matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

/// Marks of direction, which are done with when a line has been put in order.
pub(crate) fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The faces of both weights, in the order in which they are asked.
pub(crate) struct Fonts {
    regular: Vec<Face>,
    bold: Vec<Face>,
}

impl Fonts {
    /// The faces, read once in a process.
    ///
    /// # Errors
    /// [`PaperError::Fonts`] when a committed file cannot be read as a font.
    pub(crate) fn get() -> Result<&'static Self, PaperError> {
        static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(|| {
            let load =
                |files: [&'static [u8]; 5]| files.into_iter().map(Face::load).collect::<Option<Vec<_>>>();
            Some(Fonts {
                regular: load([
                    include_bytes!("../fonts/atkinson-regular.ttf"),
                    include_bytes!("../fonts/noto-regular.ttf"),
                    include_bytes!("../fonts/noto-arabic-regular.ttf"),
                    include_bytes!("../fonts/noto-hebrew-regular.ttf"),
                    include_bytes!("../fonts/droid-languages.ttf"),
                ])?,
                bold: load([
                    include_bytes!("../fonts/atkinson-bold.ttf"),
                    include_bytes!("../fonts/noto-bold.ttf"),
                    include_bytes!("../fonts/noto-arabic-bold.ttf"),
                    include_bytes!("../fonts/noto-hebrew-bold.ttf"),
                    include_bytes!("../fonts/droid-languages.ttf"),
                ])?,
            })
        });
        FONTS.as_ref().ok_or(PaperError::Fonts)
    }

    /// The faces of a weight.
    pub(crate) fn faces(&self, bold: bool) -> &[Face] {
        if bold { &self.bold } else { &self.regular }
    }

    /// Whether any face has the character; both weights have the same.
    pub(crate) fn has(&self, letter: char) -> bool {
        self.regular.iter().any(|face| face.has(letter))
    }

    /// The text cut where the face changes: each piece with the face that has all of it.
    pub(crate) fn cut<'t>(&self, text: &'t str, bold: bool) -> Vec<(&Face, &'t str)> {
        let faces = self.faces(bold);
        let mut pieces: Vec<(usize, usize, usize)> = Vec::new();
        let mut add = |face: usize, from: usize, to: usize| match pieces.last_mut() {
            Some((known, _, end)) if *known == face => *end = to,
            _ => pieces.push((face, from, to)),
        };
        let mut at = 0;
        for word in text.split_inclusive(' ') {
            match faces.iter().position(|face| word.chars().all(|letter| face.has(letter))) {
                Some(face) => add(face, at, at + word.len()),
                None => {
                    for (offset, letter) in word.char_indices() {
                        let face = faces.iter().position(|face| face.has(letter)).unwrap_or_default();
                        add(face, at + offset, at + offset + letter.len_utf8());
                    }
                }
            }
            at += word.len();
        }
        let piece = |(face, from, to): (usize, usize, usize)| Some((faces.get(face)?, text.get(from..to)?));
        pieces.into_iter().filter_map(piece).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_have_the_same_letters_and_the_replacement() {
        let fonts = Fonts::get().unwrap();
        assert!(fonts.has(REPLACEMENT));
        for code in 0x20..0x2200 {
            let Some(letter) = char::from_u32(code) else { continue };
            let bold = fonts.faces(true).iter().any(|face| face.has(letter));
            assert_eq!(fonts.has(letter), bold, "U+{code:04X}");
        }
    }

    #[test]
    fn a_word_keeps_one_face() {
        let fonts = Fonts::get().unwrap();
        let pieces = fonts.cut("Thảo Nguyễn and Łukasz, دينا", false);
        let words: Vec<&str> = pieces.iter().map(|(_, text)| *text).collect();
        assert_eq!(words, ["Thảo Nguyễn ", "and Łukasz, ", "دينا"]);
    }
}
