//! Statements and records as PDF, and what a mailing vendor wants beside a batch of them.

use app::model::StatementRights;
use app::{Lang, Text};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use billing::branding;
use billing::db::Tx;
use billing::pay_links::make;
use billing::statements::{Kept, rights};
use domain::access::Permission;
use domain::statement::Statement;
use domain::{Money, PracticeId};
use paper::{Options, Order, PaperError, Printed, Sides, Words};
use time::Date;
use uuid::Uuid;

use super::answer::{Answer, Fail};
use super::session::Staff;
use super::{Shared, sheet};

/// The app's words, as the paper asks for them.
struct Spoken(Text);

impl Words for Spoken {
    fn text(&self, id: &str, values: &[(&'static str, &str)]) -> Option<String> {
        self.0.try_with(id, values)
    }

    fn count(&self, id: &str, n: usize) -> Option<String> {
        // Every count is one of the paper's own messages, and its tests know them all.
        Some(self.0.count(id, n, &[]))
    }

    fn money(&self, amount: Money) -> String {
        self.0.money(amount)
    }

    fn date(&self, date: Date) -> String {
        self.0.date(date)
    }
}

/// The id in the name of a statement's page, and whether its PDF is asked for.
///
/// # Errors
/// [`Fail::NotFound`] when it is no id.
pub fn named(name: &str) -> Result<(Uuid, bool), Fail> {
    let (id, as_pdf) = match name.strip_suffix(".pdf") {
        Some(id) => (id, true),
        None => (name, false),
    };
    Ok((id.parse().map_err(|_| Fail::NotFound)?, as_pdf))
}

/// What the law wants said on a statement, on its page and on paper alike.
///
/// # Errors
/// The database's word.
pub async fn rights_of(
    tx: &mut Tx,
    practice: PracticeId,
    statement: &Statement,
) -> Result<StatementRights, Fail> {
    let url = rights::assistance_url(tx, practice).await?;
    Ok(said(rights::rights(statement, url.as_deref())))
}

fn said(rights: rights::Rights) -> StatementRights {
    StatementRights { estimate_dispute: rights.estimate_dispute, assistance_url: rights.assistance_url }
}

/// One statement as a PDF: to be mailed or handed over with a link in its code, or for
/// somebody who is signed in, and may be a helper who sees less than the link would show.
///
/// # Errors
/// [`Fail`].
pub async fn statement(portal: &Shared, practice: PracticeId, kept: Kept, code: Code) -> Answer {
    let name = format!("{}.pdf", kept.statement.number);
    let printed = print(portal, practice, vec![kept], Sides::One, code).await?;
    Ok(pdf(&name, "inline", printed.pdf))
}

/// A batch of letters as one PDF, two pages a sheet.
///
/// # Errors
/// [`Fail`].
pub async fn batch(
    portal: &Shared,
    practice: PracticeId,
    id: Uuid,
    letters: Vec<Kept>,
    code: Code,
) -> Answer {
    let printed = print(portal, practice, letters, Sides::Two, code).await?;
    Ok(pdf(&format!("statements-{id}.pdf"), "attachment", printed.pdf))
}

/// What a mailing vendor wants beside the PDF: whose letter is on which pages, and where it
/// goes.
///
/// # Errors
/// [`Fail`].
pub async fn manifest(portal: &Shared, practice: PracticeId, id: Uuid, letters: Vec<Kept>) -> Answer {
    let said: Vec<_> = letters.iter().map(|kept| kept.statement.clone()).collect();
    let printed = print(portal, practice, letters, Sides::Two, Code::Page).await?;
    let head = [
        "statement",
        "account",
        "name",
        "address",
        "first_page",
        "pages",
        "sheets",
        "amount_due",
        "unprintable",
    ];
    let rows = said.into_iter().zip(printed.extents).map(|(statement, extent)| {
        let address = statement.to.address.join("; ");
        [
            statement.number,
            sheet::harmless(&statement.to.account_number),
            sheet::harmless(&statement.to.name),
            sheet::harmless(&address),
            extent.first_page.to_string(),
            extent.pages.to_string(),
            extent.sheets.to_string(),
            statement.due.to_string(),
            // Letters that no font has: a person should look before these are mailed.
            printed.unprintable.iter().map(|letter| format!("U+{:04X} ", u32::from(*letter))).collect(),
        ]
    });
    sheet::answer(&format!("statements-{id}.csv"), head, rows)
}

/// What the code on paper opens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// A pay link for the statement, where the practice's rule allows.
    Link,
    /// The pay page, which asks to sign in.
    Page,
}

impl Code {
    /// On what staff print: who sends statements makes links with them, who only looks makes none.
    pub fn of(staff: &Staff) -> Self {
        if staff.may(Permission::SendStatements) { Self::Link } else { Self::Page }
    }
}

/// An address for the code of each letter. The links are kept before anything is drawn: a
/// print that fails leaves links that nobody has.
async fn codes(portal: &Shared, practice: PracticeId, letters: &[Kept]) -> Result<Vec<Option<String>>, Fail> {
    let mut codes = Vec::with_capacity(letters.len());
    let mut tx = portal.db.begin().await?;
    let address = branding::address(&mut tx, practice, &portal.config.public_url).await?;
    for kept in letters {
        let token = make::for_paper_in(&mut tx, &portal.door, practice, kept).await?;
        codes.push(token.map(|token| format!("{address}/l/{token}")));
    }
    tx.commit().await?;
    Ok(codes)
}

/// Printing takes some milliseconds a statement: not on the threads that answer.
async fn print(
    portal: &Shared,
    practice: PracticeId,
    letters: Vec<Kept>,
    sides: Sides,
    code: Code,
) -> Result<Printed, Fail> {
    let codes = match code {
        Code::Link => codes(portal, practice, &letters).await?,
        Code::Page => vec![None; letters.len()],
    };
    let today = portal.door.today();
    let (url, address) = {
        let mut tx = portal.db.read().await?;
        let address = branding::address(&mut tx, practice, &portal.config.public_url).await?;
        (rights::assistance_url(&mut tx, practice).await?, address)
    };
    let (pay_url, languages_url) = (format!("{address}/pay"), format!("{address}/languages"));
    pressed(move || {
        let options = |(kept, code_url): (&Kept, Option<String>)| {
            let rights = rights::rights(&kept.statement, url.as_deref());
            Options {
                pay_url: pay_url.clone(),
                code_url,
                languages_url: languages_url.clone(),
                plan_offer: None,
                first_statement: kept.statement.since.is_none(),
                estimate_dispute: rights.estimate_dispute,
                assistance_url: rights.assistance_url,
            }
        };
        let options: Vec<Options> = letters.iter().zip(codes).map(options).collect();
        let words = [Lang::En, Lang::Es].map(|lang| Spoken(Text::new(lang, today)));
        let [english, spanish] = &words;
        let orders = letters.iter().zip(&options).map(|(kept, options)| Order {
            statement: &kept.statement,
            words: if kept.statement.spanish { spanish } else { english },
            options,
        });
        paper::batch(orders, sides)
    })
    .await
}

/// A record of an account as a PDF, in its reader's language.
///
/// # Errors
/// [`Fail`].
pub async fn record(
    name: &str,
    t: Text,
    print: impl FnOnce(&dyn Words) -> Result<Printed, PaperError> + Send + 'static,
) -> Answer {
    let printed = pressed(move || print(&Spoken(t))).await?;
    Ok(pdf(name, "inline", printed.pdf))
}

async fn pressed(
    print: impl FnOnce() -> Result<Printed, PaperError> + Send + 'static,
) -> Result<Printed, Fail> {
    Ok(tokio::task::spawn_blocking(print)
        .await
        .map_err(std::io::Error::other)?
        .map_err(|error: PaperError| std::io::Error::other(error))?)
}

fn pdf(name: &str, disposition: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("{disposition}; filename=\"{name}\"");
    let kind = "application/pdf".to_owned();
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}
