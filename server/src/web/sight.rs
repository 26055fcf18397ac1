//! What is shown of care that is not the reader's to see: when and how much, and neither
//! what it was nor whose.

use app::model::VisitCard;
pub use app::withheld::{patient, payer, title};
use app::{Lang, Text};
use billing::accounts::Practice;
use billing::db::Tx;
use billing::household::Sight;
use billing::household::sight::sight;
use billing::identity::Scope;
use billing::sqlx;
use billing::statements::Kept;
use domain::statement::{StatedVisit, Statement};

use super::Portal;

/// A card as the reader may see it.
pub fn card(sight: &Sight, card: VisitCard, t: Text) -> VisitCard {
    if !sight.withholds(card.id) {
        return card;
    }
    VisitCard {
        title: title(t),
        provider: None,
        patient_name: patient(t),
        is_self: false,
        payers: card.payers.iter().map(|_| payer(t)).take(1).collect(),
        ..card
    }
}

/// A statement as the reader may see it, in its own language.
pub fn statement(sight: &Sight, statement: &mut Statement, t: Text) {
    let withhold = |visit: &mut StatedVisit| {
        visit.title = title(t);
        visit.patient_name = patient(t);
        visit.provider = None;
        // That there is one is no secret, and says which rights the reader has.
        visit.payer = visit.payer.take().map(|_| payer(t));
        visit.lines.clear();
    };
    let all = statement.visits.iter_mut().chain(&mut statement.waiting);
    all.filter(|visit| sight.withholds(visit.id)).for_each(withhold);
    if !sight.is_own() {
        statement.to.account_number = shortened(&statement.to.account_number);
        statement.to.address.clear();
    }
}

/// An account number as somebody who helps sees it: enough to tell two apart. With the whole
/// of it and the address somebody registers as the guarantor.
pub fn shortened(account_number: &str) -> String {
    let letters = account_number.chars().count();
    let end: String = account_number.chars().skip(letters.saturating_sub(2).max(1)).collect();
    format!("…{end}")
}

/// A statement as whoever opens the letter may see it: the guarantor, in its own language.
///
/// # Errors
/// The database's word.
pub async fn as_guarantor(
    tx: &mut Tx,
    portal: &Portal,
    practice: &Practice,
    kept: &mut Kept,
) -> Result<(), sqlx::Error> {
    let seen = sight(tx, &portal.door, practice, kept.guarantor, Scope::Own).await?;
    let lang = if kept.statement.spanish { Lang::Es } else { Lang::En };
    statement(&seen, &mut kept.statement, Text::new(lang, portal.door.today()));
    Ok(())
}
