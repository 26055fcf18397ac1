//! A practice's accent colour: whether everybody can read what is written in it and on it, and
//! the shades that pages need of it on light and on dark.
//!
//! Contrast is that of WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text.

#![expect(clippy::float_arithmetic, reason = "contrast is defined in real numbers, and no money is in it")]

use std::fmt;

/// The least contrast of text (WCAG 2.2, 1.4.3).
pub const LEAST: f64 = 4.5;

/// The accent of the house, for who has none of their own.
pub const OURS: Colour = Colour([0x0b, 0x5b, 0x5a]);

/// The grounds of pages, as `style/tokens.css` has them.
const WHITE: Colour = Colour([255, 255, 255]);
const PAPER: Colour = Colour([0xfb, 0xfa, 0xf7]);
const DARK_CARD: Colour = Colour([0x17, 0x22, 0x27]);
const DARK_INK: Colour = Colour([0x06, 0x14, 0x17]);
const BLACK: Colour = Colour([0, 0, 0]);

/// A colour of the screen: red, green, blue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Colour(pub [u8; 3]);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Colour {
    /// Reads `#0b5b5a`, with or without its sign; none when it is no colour.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('#');
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// So many hundredths of another colour mixed in.
    #[must_use]
    pub fn mixed(self, other: Self, hundredths: u8) -> Self {
        let share = u32::from(hundredths.min(100));
        let mix = |one: u8, two: u8| {
            let sum = u32::from(one) * (100 - share) + u32::from(two) * share;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        let [red, green, blue] = self.0;
        let [r, g, b] = other.0;
        Self([mix(red, r), mix(green, g), mix(blue, b)])
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast with another colour, from 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

/// What pages need of a colour on one ground.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shades {
    /// Buttons and links.
    pub accent: Colour,
    /// A button that is pressed.
    pub press: Colour,
    /// Text on a button.
    pub on: Colour,
    /// A ground that is quietly tinted.
    pub wash: Colour,
}

/// An accent that everybody can read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Accent {
    /// On light pages, as it was chosen.
    pub light: Shades,
    /// On dark pages: lighter, of the same hue.
    pub dark: Shades,
}

/// Why a colour is not taken.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TooPale {
    /// The contrast that it has where it is hardest to read.
    pub contrast: f64,
    /// The nearest darker colour that is taken.
    pub nearest: Colour,
}

impl Accent {
    /// The shades of a colour.
    ///
    /// # Errors
    /// [`TooPale`], when text in it on a light page, or white text on it, is hard to read.
    pub fn of(colour: Colour) -> Result<Self, TooPale> {
        let contrast = on_light(colour);
        if contrast >= LEAST {
            return Ok(Self { light: light(colour), dark: dark(colour) });
        }
        let darker = (1..=100).map(|step| colour.mixed(BLACK, step));
        let nearest = darker.into_iter().find(|one| on_light(*one) >= LEAST).unwrap_or(BLACK);
        Err(TooPale { contrast, nearest })
    }
}

fn light(colour: Colour) -> Shades {
    Shades { accent: colour, press: colour.mixed(BLACK, 20), on: WHITE, wash: WHITE.mixed(colour, 7) }
}

/// The least contrast on light pages: as text on paper and on its own wash, and under white.
fn on_light(colour: Colour) -> f64 {
    let grounds = [WHITE, PAPER, light(colour).wash];
    grounds.into_iter().map(|ground| colour.contrast(ground)).fold(f64::MAX, f64::min)
}

fn dark(colour: Colour) -> Shades {
    let wash = DARK_CARD.mixed(colour, 20);
    let reads = |one: &Colour| {
        let grounds = [DARK_CARD, wash, DARK_INK];
        grounds.into_iter().all(|ground| one.contrast(ground) >= LEAST + 0.5)
    };
    let lighter = (0..=100).map(|step| colour.mixed(WHITE, step));
    let accent = lighter.into_iter().find(reads).unwrap_or(WHITE);
    Shades { accent, press: accent.mixed(WHITE, 30), on: DARK_INK, wash }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((WHITE.contrast(BLACK) - 21.0).abs() < 1e-9);
        // The grey that is known for it: #767676 on white is 4.54 to 1, #777777 is 4.48.
        assert!(Colour::parse("#767676").unwrap().contrast(WHITE) > 4.5);
        assert!(Colour::parse("777777").unwrap().contrast(WHITE) < 4.5);
    }

    #[test]
    fn a_pale_colour_is_refused_with_one_that_is_near_and_taken() {
        let refused = Accent::of(Colour::parse("#ffd400").unwrap()).unwrap_err();
        assert!(refused.contrast < 2.0);
        assert!(Accent::of(refused.nearest).is_ok());
        assert!(refused.nearest.0[2] == 0 && refused.nearest.0[0] > refused.nearest.0[1], "still a yellow");
        assert!(Accent::of(Colour::parse("#0b5b5a").unwrap()).is_ok(), "our own");
    }

    #[test]
    fn only_colours_are_colours() {
        for text in ["", "#", "red", "#12345", "#1234567", "#12 456", "url(x)", "#ééé"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
        assert_eq!(Colour::parse(" #0B5b5A ").unwrap().to_string(), "#0b5b5a");
    }

    proptest! {
        #[test]
        fn every_colour_is_readable_or_refused_with_a_near_one(parts: [u8; 3]) {
            let accent = match Accent::of(Colour(parts)) {
                Ok(accent) => accent,
                Err(refused) => {
                    prop_assert!(refused.contrast < LEAST);
                    Accent::of(refused.nearest).unwrap()
                }
            };
            for shades in [accent.light, accent.dark] {
                prop_assert!(shades.accent.contrast(shades.on) >= LEAST);
                prop_assert!(shades.accent.contrast(shades.wash) >= LEAST);
                prop_assert!(shades.press.contrast(shades.on) >= LEAST);
            }
            prop_assert!(accent.dark.accent.contrast(DARK_CARD) >= LEAST);
            prop_assert!(accent.light.accent.contrast(PAPER) >= LEAST);
        }
    }
}
