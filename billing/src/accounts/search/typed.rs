//! What staff typed, read in every way it may be meant.

use time::{Date, Month};

use super::terms::{self, Kind, Term};

/// More words than this narrow nothing further.
const WORDS: usize = 8;
/// More characters than this are nobody's name.
const LONGEST: usize = 200;
/// Shorter words may be mistyped into too many others.
const SHORTEST_SLIP: usize = 3;
/// From this length on a word may have two slips.
const TWO_SLIPS: usize = 7;
/// So many words that are nearly what was typed are looked for.
const NEAR: usize = 40;

/// How well a term is what was typed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Two slips away.
    Two = 1,
    /// One slip away.
    One = 2,
    /// It begins with what was typed.
    Prefix = 3,
    /// It is what was typed.
    Exact = 4,
}

/// One way to look for one of the typed words: terms from `low` to `high`, both included.
pub struct Probe {
    /// Which of the typed words, from 0.
    pub word: usize,
    pub kind: Kind,
    pub low: String,
    pub high: String,
    pub fit: Fit,
}

impl Probe {
    fn exact(word: usize, kind: Kind, text: String, fit: Fit) -> Self {
        Self { word, kind, low: text.clone(), high: text, fit }
    }

    pub fn finds(&self, (kind, text): &Term) -> bool {
        self.kind == *kind && self.low <= *text && *text <= self.high
    }
}

/// Terms of one kind that begin alike.
pub struct Beginning {
    pub kind: Kind,
    pub low: String,
    pub high: String,
}

/// What was typed.
#[derive(Default)]
pub struct Typed {
    /// How many words there are.
    pub words: usize,
    pub probes: Vec<Probe>,
    /// The words that may be mistyped.
    names: Vec<(usize, String)>,
}

impl Typed {
    pub fn read(text: &str) -> Self {
        let text: String = terms::fold(text).chars().take(LONGEST).collect();
        let tokens: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
            .filter(|t| !t.is_empty())
            .collect();
        let mut typed = Self::default();
        let mut rest = tokens.as_slice();
        while let Some((token, after)) = rest.split_first() {
            if typed.words >= WORDS {
                break;
            }
            // A telephone number may be typed in pieces.
            let pieces = rest.iter().take_while(|piece| is_dialled(piece)).count();
            let number = terms::phone(&rest[..pieces].concat());
            if pieces > 1 && matches!(number.len(), 7 | 10) {
                typed.either(vec![(Kind::Phone, number, true)]);
                rest = &rest[pieces..];
                continue;
            }
            typed.token(token);
            rest = after;
        }
        typed
    }

    fn token(&mut self, token: &str) {
        let dates = dates(token);
        if token.contains('@') {
            self.either(vec![(Kind::Email, terms::email(token), true)]);
        } else if token.contains(|c: char| c.is_ascii_digit()) {
            let mut ways: Vec<_> =
                dates.iter().map(|date| (Kind::Birth, terms::birth(*date), false)).collect();
            if dates.is_empty() || is_number(token) {
                ways.push((Kind::Account, terms::account(token), true));
                let number = terms::phone(token);
                if number.len() >= 7 && is_dialled(token) {
                    ways.push((Kind::Phone, number, true));
                }
            }
            self.either(ways);
        } else {
            for word in terms::words(token).into_iter().take(WORDS - self.words) {
                if word.len() >= SHORTEST_SLIP {
                    self.names.push((self.words, word.clone()));
                }
                self.either(vec![(Kind::Account, word.clone(), false), (Kind::Word, word, true)]);
            }
        }
    }

    /// One typed word, which may be any of these; what may go on is looked for as a prefix too.
    fn either(&mut self, ways: Vec<(Kind, String, bool)>) {
        let before = self.probes.len();
        for (kind, text, may_go_on) in ways.into_iter().filter(|(_, text, _)| !text.is_empty()) {
            if may_go_on {
                let high = format!("{text}\u{7f}");
                self.probes.push(Probe { word: self.words, kind, low: text.clone(), high, fit: Fit::Prefix });
            }
            self.probes.push(Probe::exact(self.words, kind, text, Fit::Exact));
        }
        self.words += usize::from(self.probes.len() > before);
    }

    /// Where words that are nearly what was typed are. One slip (a letter wrong, missing or too
    /// many) leaves the beginning or the ending of a word as it is; two letters that changed places
    /// are put back by [`Typed::nearly`] without looking.
    pub fn neighbourhoods(&self) -> Vec<Beginning> {
        let mut all = Vec::new();
        for (_, word) in &self.names {
            let half = (word.len() - 1) / 2;
            let mut ways = vec![(Kind::Word, word[..half].to_owned())];
            // Of three letters the first is taken for right.
            if word.len() > SHORTEST_SLIP {
                ways.push((Kind::Ending, terms::backwards(&word[half + 1..])));
            }
            all.extend(ways.into_iter().map(|(kind, low)| Beginning {
                kind,
                high: format!("{low}\u{7f}"),
                low,
            }));
        }
        all
    }

    /// Looks also for those of these words, which the practice's names have, that are nearly what was
    /// typed.
    pub fn nearly(&mut self, known: &[Term]) {
        for (n, typed) in &self.names {
            let slips = if typed.len() >= TWO_SLIPS { 2 } else { 1 };
            let mut near: Vec<(usize, String)> = swapped(typed).map(|word| (1, word)).collect();
            for (kind, text) in known {
                if text.len().abs_diff(typed.len()) > slips {
                    continue;
                }
                let word = if *kind == Kind::Ending { terms::backwards(text) } else { text.clone() };
                let far = strsim::osa_distance(typed, &word);
                if (1..=slips).contains(&far) {
                    near.push((far, word));
                }
            }
            // Nearest first, and whoever begins alike before the others: the first letter is seldom wrong.
            near.sort_by_key(|(far, word)| (*far, word.chars().next() != typed.chars().next(), word.clone()));
            near.dedup();
            near.truncate(NEAR);
            self.probes.extend(near.into_iter().map(|(far, word)| {
                Probe::exact(*n, Kind::Word, word, if far == 1 { Fit::One } else { Fit::Two })
            }));
        }
    }
}

/// The words of which two neighbouring letters changed places.
fn swapped(word: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = word.chars().collect();
    (1..letters.len()).filter(|n| letters[n - 1] != letters[*n]).collect::<Vec<_>>().into_iter().map(
        move |n| {
            let mut letters = letters.clone();
            letters.swap(n - 1, n);
            letters.into_iter().collect()
        },
    )
}

fn is_number(token: &str) -> bool {
    token.chars().all(|c| c.is_ascii_digit())
}

/// Whether this is a telephone number or a piece of one.
fn is_dialled(token: &str) -> bool {
    token.chars().all(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | '-' | '.' | '+' | '/'))
        && (is_number(token) || dates(token).is_empty())
}

/// Every day that this may mean: the month first as is usual here, unless only the other way is a
/// day; both ways where points stand between, as is usual elsewhere.
fn dates(token: &str) -> Vec<Date> {
    let number = |part: &str| part.parse::<u16>().ok();
    if is_number(token) && token.len() == 8 {
        let ways = [(&token[4..], &token[..2], &token[2..4]), (&token[..4], &token[4..6], &token[6..])];
        return ways.into_iter().filter_map(|(y, m, d)| day(number(y)?, number(m)?, number(d)?)).collect();
    }
    let Some(between) = token.chars().find(|c| matches!(c, '/' | '-' | '.')) else { return Vec::new() };
    let parts: Vec<&str> = token.split(between).collect();
    let [a, b, c] = parts[..] else { return Vec::new() };
    if parts.iter().any(|part| !is_number(part) || part.is_empty() || part.len() > 4) {
        return Vec::new();
    }
    let (Some(x), Some(y), Some(z)) = (number(a), number(b), number(c)) else { return Vec::new() };
    if a.len() == 4 {
        return day(x, y, z).into_iter().collect();
    }
    if a.len() > 2 || b.len() > 2 || !matches!(c.len(), 2 | 4) {
        return Vec::new();
    }
    let years = if c.len() == 2 { vec![1900 + z, 2000 + z] } else { vec![z] };
    let read =
        |month, of_month| years.iter().filter_map(|year| day(*year, month, of_month)).collect::<Vec<_>>();
    let (mut usual, other) = (read(x, y), read(y, x));
    if usual.is_empty() {
        return other;
    }
    if between == '.' {
        usual.extend(other);
    }
    usual
}

fn day(year: u16, month: u16, of_month: u16) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(year.into(), month, u8::try_from(of_month).ok()?).ok()?;
    (1850..=2100).contains(&year).then_some(date)
}
