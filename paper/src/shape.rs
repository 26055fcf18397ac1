//! From text to signs in a row: which way it runs, in which face, and how wide.

use std::ops::Range;

use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::{BufferFlags, Direction, UnicodeBuffer, script};
use unicode_bidi::{BidiInfo, Level};

use crate::fonts::{Face, Fonts, is_direction, tabular};
use crate::look::Style;

/// Signs of one face that run one way.
pub(crate) struct Run {
    /// The face.
    pub face: krilla::text::Font,
    /// The text that the signs stand for, in the order in which it is read.
    pub text: String,
    /// The signs from left to right, in ems.
    pub glyphs: Vec<KrillaGlyph>,
    /// In ems.
    pub width: f32,
    /// Where the text stands in the line as it is read.
    pub order: usize,
    /// Whether it runs from the right.
    pub from_right: bool,
}

/// A line as it is printed, from left to right.
pub(crate) struct Line {
    /// Its runs.
    pub runs: Vec<Run>,
    /// In ems.
    pub width: f32,
}

/// Puts a line's text in order and shapes it. The line as a whole runs from left to right, as English and
/// Spanish do; names in it run as they do.
pub(crate) fn line(fonts: &Fonts, text: &str, style: Style) -> Line {
    let mut runs = Vec::new();
    for (part, from_right) in parts(text) {
        let start = part.start;
        let part = text.get(part).unwrap_or_default().chars();
        let part: String = part.filter(|letter| !is_direction(*letter)).collect();
        let mut order = start;
        let mut pieces = Vec::new();
        for (face, piece) in fonts.cut(&part, style.bold) {
            pieces.push(run(face, piece, from_right, style, order));
            order += piece.len();
        }
        if from_right {
            pieces.reverse();
        }
        runs.extend(pieces);
    }
    Line { width: runs.iter().map(|run| run.width).sum(), runs }
}

/// The parts of a line that run one way, from left to right, and whether each runs from the right.
fn parts(text: &str) -> Vec<(Range<usize>, bool)> {
    if !text.chars().any(is_from_right) {
        return vec![(0..text.len(), false)];
    }
    let bidi = BidiInfo::new(text, Some(Level::ltr()));
    let mut all = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, parts) = bidi.visual_runs(paragraph, paragraph.range.clone());
        all.extend(parts.into_iter().map(|part| {
            let from_right = levels.get(part.start).is_some_and(Level::is_rtl);
            (part, from_right)
        }));
    }
    all
}

/// Hebrew to Arabic Extended, and their presentation forms.
fn is_from_right(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}')
}

fn run(face: &Face, text: &str, from_right: bool, style: Style, order: usize) -> Run {
    let mut buffer = UnicodeBuffer::new();
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
    buffer.push_str(text);
    let shaped = if !from_right && text.chars().all(is_latin) {
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::LATIN);
        let plan = if style.figures { &face.latin_figures } else { &face.latin };
        rustybuzz::shape_with_plan(&face.shaper, plan, buffer)
    } else {
        buffer.guess_segment_properties();
        buffer.set_direction(if from_right { Direction::RightToLeft } else { Direction::LeftToRight });
        let features: &[_] = if style.figures { &[tabular()] } else { &[] };
        rustybuzz::shape(&face.shaper, features, buffer)
    };
    let ems = |units: i32| units as f32 / face.units;
    let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    let signs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    let glyphs: Vec<KrillaGlyph> = signs
        .map(|(info, place)| {
            let start = info.cluster as usize;
            let next = starts.partition_point(|other| *other <= start);
            let end = starts.get(next).copied().unwrap_or(text.len());
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                ems(place.x_advance),
                ems(place.x_offset),
                ems(place.y_offset),
                ems(place.y_advance),
                start..end,
                None,
            )
        })
        .collect();
    let width = shaped.glyph_positions().iter().map(|place| ems(place.x_advance)).sum();
    Run { face: face.ink.clone(), text: text.to_owned(), glyphs, width, order, from_right }
}

/// What the prepared plans are for: Latin letters and what stands between them.
fn is_latin(letter: char) -> bool {
    matches!(letter, ' '..='\u{24F}' | '\u{2010}'..='\u{206F}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::TEXT;

    fn printed(text: &str) -> Vec<String> {
        let fonts = Fonts::get().unwrap();
        line(fonts, text, TEXT).runs.into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn an_amount_after_an_arabic_name_stays_at_its_place() {
        assert_eq!(printed("for \u{2068}دينا\u{2069} · $12.00"), ["for ", "دينا", " · $12.00"]);
    }

    #[test]
    fn figures_in_a_column_are_as_wide_as_each_other() {
        let fonts = Fonts::get().unwrap();
        let width = |text| line(fonts, text, TEXT.figures()).width;
        assert!((width("$111.11") - width("$888.88")).abs() < 0.001);
        assert!(line(fonts, "111", TEXT).width < line(fonts, "888", TEXT).width);
    }

    #[test]
    fn a_letter_with_an_accent_is_one_sign() {
        let fonts = Fonts::get().unwrap();
        for letter in
            ('\u{C0}'..='\u{17F}').chain('\u{1EA0}'..='\u{1EF9}').filter(|letter| fonts.has(*letter))
        {
            for style in [TEXT, TEXT.bold()] {
                let line = line(fonts, &letter.to_string(), style);
                let signs: usize = line.runs.iter().map(|run| run.glyphs.len()).sum();
                assert_eq!(signs, 1, "{letter}: a second sign would break up the word for who listens");
            }
        }
    }
}
