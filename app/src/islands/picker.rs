//! What the amount picker knows: the dues and words it is given, and what a choice
//! comes to. No browser in here, so that it is tested where it is written.

use domain::payment::{Choice, ChoiceError, Due, LEAST, allocate};
use domain::{Money, VisitId};
use serde::{Deserialize, Serialize};

use crate::format::{fill, money};

/// A visit that can be paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PickerDue {
    /// The visit.
    pub visit: VisitId,
    /// What is due for it.
    pub amount: Money,
    /// What it was: `Office visit`.
    pub name: String,
    /// When and for whom: `October 14 · for Leo`.
    pub detail: String,
}

/// Which radio button is pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Picked {
    /// Everything.
    #[default]
    All,
    /// Some visits.
    Visits,
    /// Another amount.
    Amount,
}

/// The state of the form.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Picking {
    /// The pressed radio button.
    pub picked: Picked,
    /// The ticked visits.
    pub visits: Vec<VisitId>,
    /// The amount as typed.
    pub amount: String,
}

/// Every word the picker says, in the reader's language. `{amount}`, `{visit}`,
/// `{least}` and `{most}` stand where the browser puts values.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PickerWords {
    /// The question.
    pub legend: String,
    /// The first answer.
    pub all: String,
    /// The second.
    pub visits: String,
    /// The third.
    pub amount: String,
    /// Which visits.
    pub visits_legend: String,
    /// The amount field's label.
    pub amount_label: String,
    /// What the amount may be, and what it pays for.
    pub amount_hint: String,
    /// `You will pay {amount}`.
    pub total: String,
    /// `{amount} for {visit}`.
    pub part: String,
    /// `and`.
    pub and: String,
    /// `{amount} stays due`.
    pub left: String,
    /// The button.
    pub submit: String,
    /// What screen readers hear before an error.
    pub error_prefix: String,
    /// Errors by [`ChoiceError`]: not an amount, too little, too much, no visit.
    pub not_money: String,
    /// Below the least; names `{least}`.
    pub too_little: String,
    /// Above what is due; names `{most}`.
    pub too_much: String,
    /// No visit is ticked.
    pub no_visit: String,
}

/// A field of the form that an error belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum At {
    /// The ticks.
    Visits,
    /// The amount.
    Amount,
    /// The whole question.
    Choice,
}

/// What a choice comes to, or what is wrong with it.
pub type Outcome = Result<Vec<Due>, (At, String)>;

/// What the form's state comes to, by the same rule as the server's.
///
/// # Errors
/// The field and the sentence that says what to do.
pub fn outcome(picking: &Picking, dues: &[PickerDue], words: &PickerWords) -> Outcome {
    let choice = match picking.picked {
        Picked::All => Choice::All,
        Picked::Visits => Choice::Visits(picking.visits.clone()),
        Picked::Amount => match Money::parse_human(&picking.amount) {
            Ok(amount) => Choice::Amount(amount),
            Err(_) => return Err((At::Amount, words.not_money.clone())),
        },
    };
    let dues: Vec<Due> = dues.iter().map(|due| Due { visit: due.visit, amount: due.amount }).collect();
    let total: Money = dues.iter().map(|due| due.amount).sum();
    allocate(&choice, &dues).map_err(|error| {
        let at = if picking.picked == Picked::Visits { At::Visits } else { At::Amount };
        match error {
            ChoiceError::TooMuch(most) => (At::Amount, fill(&words.too_much, &[("most", &money(most))])),
            ChoiceError::NoVisit => (At::Visits, words.no_visit.clone()),
            ChoiceError::TooLittle | ChoiceError::NothingDue | ChoiceError::BelowGateway => {
                (at, fill(&words.too_little, &[("least", &money(LEAST.min(total)))]))
            }
        }
    })
}

/// The outcome as one sentence, for whoever listens instead of looking.
#[must_use]
pub fn spoken(parts: &[Due], dues: &[PickerDue], words: &PickerWords) -> String {
    let chosen: Money = parts.iter().map(|part| part.amount).sum();
    let total: Money = dues.iter().map(|due| due.amount).sum();
    let each: Vec<String> = parts
        .iter()
        .filter_map(|part| {
            let due = dues.iter().find(|due| due.visit == part.visit)?;
            Some(fill(&words.part, &[("amount", &money(part.amount)), ("visit", &due.name)]))
        })
        .collect();
    let mut text = fill(&words.total, &[("amount", &money(chosen))]);
    if let Some((last, before)) = each.split_last() {
        text.push_str(": ");
        if !before.is_empty() {
            text.push_str(&before.join(", "));
            text.push(' ');
            text.push_str(&words.and);
            text.push(' ');
        }
        text.push_str(last);
    }
    text.push('.');
    if chosen < total {
        text.push(' ');
        text.push_str(&fill(&words.left, &[("amount", &money(total - chosen))]));
        text.push('.');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dues() -> Vec<PickerDue> {
        [(1, 12_840, "Office visit"), (2, 5_580, "Blood test")]
            .into_iter()
            .map(|(n, cents, name)| PickerDue {
                visit: VisitId(uuid::Uuid::from_u128(n)),
                amount: Money::from_cents(cents),
                name: name.into(),
                detail: String::new(),
            })
            .collect()
    }

    fn words() -> PickerWords {
        PickerWords {
            total: "You will pay {amount}".into(),
            part: "{amount} for {visit}".into(),
            and: "and".into(),
            left: "{amount} stays due".into(),
            not_money: "no amount".into(),
            too_little: "at least {least}".into(),
            too_much: "at most {most}".into(),
            no_visit: "choose one".into(),
            ..PickerWords::default()
        }
    }

    fn amount(text: &str) -> Picking {
        Picking { picked: Picked::Amount, visits: vec![], amount: text.into() }
    }

    #[test]
    fn an_amount_is_told_with_what_it_pays_for_and_what_is_left() {
        let parts = outcome(&amount("$150"), &dues(), &words()).unwrap();
        assert_eq!(
            spoken(&parts, &dues(), &words()),
            "You will pay $150.00: $128.40 for Office visit and $21.60 for Blood test. $34.20 stays due."
        );
        let parts = outcome(&Picking::default(), &dues(), &words()).unwrap();
        assert!(spoken(&parts, &dues(), &words()).ends_with("$55.80 for Blood test."));
    }

    #[test]
    fn what_is_wrong_says_what_to_do_and_where() {
        let wrong = |picking: &Picking| outcome(picking, &dues(), &words()).unwrap_err();
        assert_eq!(wrong(&amount("ten")), (At::Amount, "no amount".into()));
        assert_eq!(wrong(&amount("0.99")), (At::Amount, "at least $1.00".into()));
        assert_eq!(wrong(&amount("-5")), (At::Amount, "at least $1.00".into()));
        assert_eq!(wrong(&amount("184.21")), (At::Amount, "at most $184.20".into()));
        let none = Picking { picked: Picked::Visits, ..Picking::default() };
        assert_eq!(wrong(&none), (At::Visits, "choose one".into()));
    }
}
