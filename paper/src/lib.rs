//! The statement on paper: a tagged PDF that says what the page on screen says.
//!
//! [`statement`] prints one, [`batch`] prints many into one file for print and mail; [`history`] and [`year`] print
//! an account's records for whoever keeps them, [`agreement`] what was agreed to about a payment plan, [`plea`] a letter to an insurer. Both take the snapshot as it
//! was drawn ([`domain::statement::Statement`]) and add nothing of their own, so that screen and paper agree.
//!
//! # What a person sees
//! The first page is a letter: how much, by when, what changed since the last one, and next to the ways to pay
//! the ways out. Further pages explain each visit, from the charge to what is left, with columns that add up.
//! What is with insurance comes last and apart. The module `look` says where the envelopes' windows are.
//!
//! # How it is made
//! Text is put in order and shaped (`shape`), broken into lines on a desk (`draft`), put together in pieces
//! (`piece`, `table`), and the pieces on pages (`flow`). Beside them grows the tree of what it all means
//! (`tags`). Only then is anything drawn (`ink`): krilla writes PDF/UA-1 and refuses what breaks it.
//!
//! The same statement gives the same bytes: nothing asks for the time or for chance.

#![expect(clippy::float_arithmetic, reason = "every float here is a length on paper; money stays `Money`")]

mod agreement;
mod bar;
mod draft;
mod due;
mod flow;
mod fonts;
mod ink;
mod letter;
mod lines;
mod look;
mod piece;
mod plea;
mod record;
mod shape;
mod slip;
mod table;
mod tags;
mod visits;
mod waiting;
mod ways;
mod words;

use std::collections::BTreeSet;

use domain::statement::Statement;

pub use crate::agreement::{Agreed, agreement};
use crate::draft::Draft;
use crate::flow::Flow;
use crate::ink::{Laid, Press};
pub use crate::plea::plea;
pub use crate::record::{Head, PaidFor, Told, Year, history, year};
pub use crate::words::{IDS, Words};

/// What a statement says beyond its snapshot.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address of the pay page, printed to be typed. Anyone who holds the paper can read it: nothing about a
    /// person may be in it.
    pub pay_url: String,
    /// What the QR code holds: a pay link for this statement. Without one, the pay page.
    pub code_url: Option<String>,
    /// The address of the page that says in fifteen languages that help is free ([`domain::languages`]).
    pub languages_url: String,
    /// The practice's offer of a plan as a sentence, such as `4 payments of $46.05, without interest.`; without
    /// one the paper says to ask.
    pub plan_offer: Option<String>,
    /// Whether it is the account's first statement, which says so.
    pub first_statement: bool,
    /// Whether to say how a bill far above an estimate is disputed (45 CFR 149.620).
    pub estimate_dispute: bool,
    /// Where the hospital's policy of financial assistance is (26 CFR 1.501(r)-4(b)(5)).
    pub assistance_url: Option<String>,
}

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A batch of no statements.
    #[error("there is no statement to print")]
    Nothing,
    /// A message is missing from the locale files.
    #[error("the words have no message `{0}`")]
    NoWords(String),
    /// The pay page's address does not fit a QR code.
    #[error("the pay page's address is too long for a QR code")]
    PayAddress,
    /// A row of a table, or a paragraph, is taller than a page.
    #[error("a text of the statement is too long for a page")]
    TooTall,
    /// The fonts that come with this crate cannot be read.
    #[error("the fonts cannot be read")]
    Fonts,
    /// The result would not be PDF/UA-1; what was found wrong.
    #[error("the PDF would not be accessible: {0}")]
    Standard(String),
    /// Characters that no font has, by their code points; not the texts they are in.
    #[error("no font has the characters {0}")]
    Unprintable(String),
}

/// Where a statement is in the PDF.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// Its first page, from 1.
    pub first_page: usize,
    /// How many pages it has, the empty back of its last sheet not counted.
    pub pages: usize,
    /// How many sheets of paper it takes.
    pub sheets: usize,
}

/// A PDF, and what is in it.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The file.
    pub pdf: Vec<u8>,
    /// Where each statement is, in the order in which they were given.
    pub extents: Vec<Extent>,
    /// Characters that no font has; each is printed as `\u{FFFD}` in the places where it was.
    pub unprintable: BTreeSet<char>,
}

impl Printed {
    /// The same, when every character of it could be printed.
    ///
    /// # Errors
    /// [`PaperError::Unprintable`], when a person should look at a name before this is mailed.
    pub fn complete(self) -> Result<Self, PaperError> {
        if self.unprintable.is_empty() {
            return Ok(self);
        }
        let codes: Vec<String> =
            self.unprintable.iter().map(|letter| format!("U+{:04X}", *letter as u32)).collect();
        Err(PaperError::Unprintable(codes.join(", ")))
    }
}

/// How sheets are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sides {
    /// On one side: a sheet a page.
    One,
    /// On both: a statement with an odd number of pages ends with an empty one, so that each begins on a sheet
    /// of its own.
    Two,
}

/// A statement to be printed.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// The snapshot.
    pub statement: &'a Statement,
    /// The words of its language ([`Statement::spanish`]).
    pub words: &'a dyn Words,
    /// What it says beyond the snapshot.
    pub options: &'a Options,
}

/// Prints one statement.
///
/// # Errors
/// [`PaperError`]. Characters that no font has are no error: see [`Printed::unprintable`].
pub fn statement(statement: &Statement, words: &dyn Words, options: &Options) -> Result<Printed, PaperError> {
    batch(std::iter::once(Order { statement, words, options }), Sides::One)
}

/// Prints many statements into one file, each on sheets of its own, in the order in which they come.
///
/// # Errors
/// [`PaperError`] of the first one that cannot be printed; there is no PDF then.
pub fn batch<'a>(orders: impl IntoIterator<Item = Order<'a>>, sides: Sides) -> Result<Printed, PaperError> {
    let mut press = Press::new()?;
    let mut extents: Vec<Extent> = Vec::new();
    let mut unprintable = BTreeSet::new();
    let mut front: Option<Front> = None;
    for order in orders {
        let laid = lay(&order, &mut unprintable)?;
        match &mut front {
            Some(front) => front.title = order.words.text("paper-batch-title", &[]).unwrap_or_default(),
            None => front = Some(Front::of(order.statement, &laid)),
        }
        let (first_page, pages) = (press.pages() + 1, laid.pages.len());
        press.print(laid);
        let sheets = match sides {
            Sides::One => pages,
            Sides::Two => pages.div_ceil(2),
        };
        if sides == Sides::Two && !pages.is_multiple_of(2) {
            press.blank();
        }
        extents.push(Extent { first_page, pages, sheets });
    }
    let Front { title, author, language } = front.ok_or(PaperError::Nothing)?;
    let pdf = press.finish(title, author, language)?;
    Ok(Printed { pdf, extents, unprintable })
}

/// What the file as a whole is: as its first statement, and with a title of its own when there are several.
struct Front {
    title: String,
    author: String,
    language: &'static str,
}

impl Front {
    fn of(statement: &Statement, laid: &Laid) -> Self {
        let (title, author) = (laid.title.clone(), statement.from.name.clone());
        Self { title, author, language: language(statement) }
    }
}

fn language(statement: &Statement) -> &'static str {
    language_of(statement.spanish)
}

fn language_of(spanish: bool) -> &'static str {
    if spanish { "es-US" } else { "en-US" }
}

/// Lays a statement out; more briefly where the ways out would not stand on the page with the amount.
fn lay(order: &Order<'_>, unprintable: &mut BTreeSet<char>) -> Result<Laid, PaperError> {
    match lay_out(order, unprintable, false)? {
        Some(laid) => Ok(laid),
        None => lay_out(order, unprintable, true)?.ok_or(PaperError::TooTall),
    }
}

/// The same; none when it is not brief and the ways out do not stand on the first page.
fn lay_out(
    order: &Order<'_>,
    unprintable: &mut BTreeSet<char>,
    brief: bool,
) -> Result<Option<Laid>, PaperError> {
    let Order { statement, words, options } = *order;
    let mut draft = Draft::new(words, language(statement))?;
    // Who owes nothing, and whom no letter reaches, has nothing to send back.
    let with_slip = statement.due.is_positive() && !statement.from.address.is_empty();
    let mut flow = Flow::new(with_slip);
    let aside = letter::head(&mut draft, &mut flow, statement);
    due::due(&mut draft, &mut flow, statement, options, brief);
    letter::pay_online(&mut draft, &mut flow, aside, statement.due, options)?;
    ways::ways(&mut draft, &mut flow, statement, options, with_slip);
    if flow.pages.len() > 1 && !brief {
        return Ok(None);
    }
    let other = ways::in_the_other_language(&mut draft, statement);
    flow.beside_first_number(other);
    visits::visits(&mut draft, &mut flow, statement);
    waiting::waiting(&mut draft, &mut flow, statement);
    let rights = ways::rights(&mut draft, statement, options);
    flow.put(22.0, rights);
    if with_slip {
        let slip = slip::slip(&mut draft, statement);
        if let Some(page) = flow.pages.first_mut() {
            page.extend(slip);
        }
    }
    let (number, practice) = (statement.number.as_str(), statement.from.name.as_str());
    let account = statement.to.account_number.as_str();
    let title = draft.with("paper-file-title", &[("number", number), ("practice", practice)]);
    let title = draft.plain(&title);
    let footer = [("practice", practice), ("number", number), ("account", account)];
    let footer = draft.with("paper-footer", &footer);
    if flow.too_tall {
        return Err(PaperError::TooTall);
    }
    let pages = flow.finish(&mut draft, &footer);
    if let Some(id) = draft.unsaid {
        return Err(PaperError::NoWords(id));
    }
    unprintable.extend(draft.unprintable);
    Ok(Some(Laid { pages, tree: draft.tree, title }))
}
