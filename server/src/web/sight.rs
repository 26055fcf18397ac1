//! What is shown of care that is not the reader's to see: when and how much, and neither
//! what it was nor whose.

use app::Text;
use app::model::VisitCard;
pub use app::withheld::{patient, title};
use billing::household::Sight;
use domain::statement::{StatedVisit, Statement};

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
        payers: Vec::new(),
        ..card
    }
}

/// A statement as the reader may see it, in its own language.
pub fn statement(sight: &Sight, statement: &mut Statement, t: Text) {
    let withhold = |visit: &mut StatedVisit| {
        visit.title = title(t);
        visit.patient_name = patient(t);
        visit.provider = None;
        visit.payer = None;
        visit.lines.clear();
    };
    let all = statement.visits.iter_mut().chain(&mut statement.waiting);
    all.filter(|visit| sight.withholds(visit.id)).for_each(withhold);
}
