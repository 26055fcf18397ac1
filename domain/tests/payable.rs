//! The smallest amounts that can be paid, to the cent.

use domain::payment::{Choice, ChoiceError, Due, allocate};
use domain::{Money, VisitId};
use uuid::Uuid;

fn dues(cents: &[i64]) -> Vec<Due> {
    let one = |(n, cents): (u128, &i64)| Due {
        visit: VisitId(Uuid::from_u128(n)),
        amount: Money::from_cents(*cents),
    };
    (1_u128..).zip(cents).map(one).collect()
}

fn amounts(choice: &Choice, dues: &[Due]) -> Result<Vec<i64>, ChoiceError> {
    Ok(allocate(choice, dues)?.iter().map(|part| part.amount.cents()).collect())
}

#[test]
fn a_balance_of_what_the_gateway_just_takes_is_payable_and_a_cent_less_is_not() {
    assert_eq!(amounts(&Choice::All, &dues(&[50])), Ok(vec![50]));
    assert_eq!(amounts(&Choice::All, &dues(&[20, 30])), Ok(vec![20, 30]));
    assert_eq!(amounts(&Choice::All, &dues(&[49])), Err(ChoiceError::BelowGateway));
}

#[test]
fn a_chosen_visit_below_what_the_gateway_takes_is_not_payable_alone() {
    let due = dues(&[49, 50, 30]);
    let visits = |chosen: &[usize]| Choice::Visits(chosen.iter().map(|n| due[*n].visit).collect());
    assert_eq!(amounts(&visits(&[0]), &due), Err(ChoiceError::TooLittle));
    assert_eq!(amounts(&visits(&[1]), &due), Ok(vec![50]));
    assert_eq!(amounts(&visits(&[0, 2]), &due), Ok(vec![49, 30]));
}

#[test]
fn a_dollar_is_the_least_of_a_larger_balance() {
    let due = dues(&[500]);
    assert_eq!(amounts(&Choice::Amount(Money::from_cents(100)), &due), Ok(vec![100]));
    assert_eq!(amounts(&Choice::Amount(Money::from_cents(99)), &due), Err(ChoiceError::TooLittle));
}
