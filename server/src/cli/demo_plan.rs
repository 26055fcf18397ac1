//! A payment plan that has run for a while, in the demo: signed seven weeks ago, two of four
//! payments made at the desk.

use app::{Lang, PracticeCard, pages};
use billing::accounts::{self, Practice};
use billing::payments::desk::{self, Taken};
use billing::payments::{Method, Payer};
use billing::plans::offer::{self, Wish};
use billing::plans::sign::{self, Consent, Signature};
use billing::{Db, Door};
use domain::plan::{Rhythm, Size};
use domain::{GuarantorId, Money, PracticeId, UserId};
use time::Duration;

use super::CliError;

/// How long ago it was signed.
pub const SIGNED: Duration = Duration::days(49);

/// Signs it as `user` for all that the account owes, and takes the first two payments on
/// their days, by the hands of `staff`. The doors show those days.
///
/// # Errors
/// [`CliError`].
pub async fn run(
    db: &Db,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    user: UserId,
    staff: UserId,
) -> Result<(), CliError> {
    let then = door.clone().ahead(-SIGNED);
    let payer = Payer { practice, guarantor, user };
    let signature = signature(db, &then, payer).await?;
    sign::sign(db, &then, payer, &signature).await.map_err(said)?;
    // Where the practice is, which may be on the day before UTC's.
    let today = accounts::today_in(&mut db.read().await?, &then, practice).await? + SIGNED;
    for date in signature.wish.rhythm.from(signature.wish.first).take(2) {
        let on_the_day = door.clone().ahead(date - today);
        let taken = Taken {
            press: door.id(),
            guarantor,
            method: Method::Cash,
            reference: None,
            amount: Money::from_cents(7_000),
            visits: Vec::new(),
        };
        desk::take(db, &on_the_day, practice, staff, &taken).await.map_err(said)?;
    }
    Ok(())
}

fn said(error: impl std::fmt::Display) -> CliError {
    CliError::Said(format!("the demo's payment plan: {error}"))
}

async fn signature(db: &Db, door: &Door, payer: Payer) -> Result<Signature, CliError> {
    let mut tx = db.read().await?;
    let choices = offer::choices(&mut tx, door, payer.practice, payer.guarantor).await?;
    let practice = accounts::practice(&mut tx, payer.practice).await?;
    let card = practice.as_ref().map(card).unwrap_or_default();
    let first = choices.today + Duration::days(4);
    let wish = Wish {
        visits: choices.balances.iter().map(|balance| balance.visit).collect(),
        down: Money::ZERO,
        rhythm: Rhythm::Monthly { day: first.day() },
        first,
        size: Size::Count(4),
    };
    let review = choices.review(&wish).map_err(said)?;
    Ok(Signature {
        press: door.id(),
        owed: review.balances.iter().map(|balance| balance.amount).sum(),
        seen: review.seen,
        wish,
        consent: Consent {
            language: Lang::En.code().to_owned(),
            terms_version: pages::TERMS_VERSION.to_owned(),
            agreement: pages::plan_agreement(Lang::En, &card, &review.offer).text(),
            autopay: None,
            address: "127.0.0.1".to_owned(),
        },
    })
}

fn card(practice: &Practice) -> PracticeCard {
    PracticeCard {
        name: practice.name.clone(),
        phone: practice.phone.clone(),
        email: practice.email.clone(),
        hours: practice.hours.clone(),
        languages: None,
        brand: None,
    }
}
