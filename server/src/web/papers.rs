//! Statements as PDF, and what a mailing vendor wants beside a batch of them.

use app::{Lang, Text};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use billing::statements::Kept;
use domain::Money;
use paper::{Options, Order, PaperError, Printed, Sides, Words};
use time::Date;
use uuid::Uuid;

use super::answer::{Answer, Fail};
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

/// One statement as a PDF.
///
/// # Errors
/// [`Fail`].
pub async fn statement(portal: &Shared, kept: Kept) -> Answer {
    let name = format!("{}.pdf", kept.statement.number);
    let printed = print(portal, vec![kept], Sides::One).await?;
    Ok(pdf(&name, "inline", printed.pdf))
}

/// A batch of letters as one PDF, two pages a sheet.
///
/// # Errors
/// [`Fail`].
pub async fn batch(portal: &Shared, id: Uuid, letters: Vec<Kept>) -> Answer {
    let printed = print(portal, letters, Sides::Two).await?;
    Ok(pdf(&format!("statements-{id}.pdf"), "attachment", printed.pdf))
}

/// What a mailing vendor wants beside the PDF: whose letter is on which pages, and where it
/// goes.
///
/// # Errors
/// [`Fail`].
pub async fn manifest(portal: &Shared, id: Uuid, letters: Vec<Kept>) -> Answer {
    let said: Vec<_> = letters.iter().map(|kept| kept.statement.clone()).collect();
    let printed = print(portal, letters, Sides::Two).await?;
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

/// Printing takes some milliseconds a statement: not on the threads that answer.
async fn print(portal: &Shared, letters: Vec<Kept>, sides: Sides) -> Result<Printed, Fail> {
    let pay_url = format!("{}/pay", portal.config.public_url);
    let today = portal.door.today();
    let printed = tokio::task::spawn_blocking(move || {
        let options = |kept: &Kept| Options {
            pay_url: pay_url.clone(),
            plan_offer: None,
            first_statement: kept.statement.since.is_none(),
        };
        let options: Vec<Options> = letters.iter().map(options).collect();
        let words = [Lang::En, Lang::Es].map(|lang| Spoken(Text::new(lang, today)));
        let [english, spanish] = &words;
        let orders = letters.iter().zip(&options).map(|(kept, options)| Order {
            statement: &kept.statement,
            words: if kept.statement.spanish { spanish } else { english },
            options,
        });
        paper::batch(orders, sides)
    });
    Ok(printed
        .await
        .map_err(std::io::Error::other)?
        .map_err(|error: PaperError| std::io::Error::other(error))?)
}

fn pdf(name: &str, disposition: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("{disposition}; filename=\"{name}\"");
    let kind = "application/pdf".to_owned();
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}
