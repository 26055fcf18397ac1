use proptest::prelude::*;
use time::macros::date;

use super::*;

const ON: Date = date!(2026 - 03 - 02);

fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

fn refused(amount: i64) -> Denial {
    Denial::open(cents(amount), ON, APPEAL_DAYS)
}

fn decided(denial: &Denial, change: Change, left: i64) -> Denial {
    denial.hear(Heard::Decided(change), ON, cents(left), APPEAL_DAYS)
}

#[test]
fn what_is_paid_after_it_was_sent_again_is_recovered() {
    let sent = refused(12_000).take(Step::SentAgain, ON).unwrap();
    assert_eq!((sent.state, sent.deadline), (State::SentAgain, date!(2026 - 05 - 31)));
    assert!(sent.act_by.unwrap() < sent.deadline, "the insurer is asked again before the days are over");
    let change =
        Change { undone: cents(12_000), paid: cents(8_000), taken_off: cents(4_000), ..Change::default() };
    let won = decided(&sent, change, 0);
    assert_eq!((won.state, won.amount, won.recovered), (State::Won, Money::ZERO, cents(8_000)));
    assert_eq!((won.given_up, won.act_by), (Money::ZERO, None), "a discount beside a payment is no loss");
}

#[test]
fn what_is_refused_again_has_new_days_and_is_worked_anew() {
    let sent = refused(12_000).take(Step::Appealed, ON).unwrap();
    let change = Change { undone: cents(12_000), refused: cents(12_000), ..Change::default() };
    let later = date!(2026 - 05 - 04);
    let again = sent.hear(Heard::Decided(change), later, cents(12_000), APPEAL_DAYS);
    assert_eq!((again.state, again.amount), (State::Open, cents(12_000)));
    assert_eq!(again.deadline, date!(2026 - 08 - 02));
    // Something else beside it leaves it its own days.
    let more = Change { refused: cents(500), ..Change::default() };
    let both = again.hear(Heard::Decided(more), date!(2026 - 07 - 01), cents(12_500), APPEAL_DAYS);
    assert_eq!((both.amount, both.deadline), (cents(12_500), again.deadline));
}

#[test]
fn a_decision_that_is_replaced_waits_with_the_insurer_and_is_won_by_the_next() {
    let taken = Change { undone: cents(9_000), ..Change::default() };
    let back = refused(9_000).hear(Heard::Reversed(taken), ON, Money::ZERO, APPEAL_DAYS);
    assert_eq!((back.state, back.waits), (State::TakenBack, cents(9_000)));
    let pays = Change { paid: cents(20_000), ..Change::default() };
    let won = decided(&back, pays, 0);
    assert_eq!((won.state, won.waits), (State::Won, Money::ZERO));
    assert_eq!(won.recovered, cents(9_000), "no more than was refused");
    // The insurer takes the payment back, and the refusal before it stands again.
    let back = Change { refused: cents(9_000), paid: cents(-20_000), ..Change::default() };
    let again = won.hear(Heard::Reversed(back), ON, cents(9_000), APPEAL_DAYS);
    assert_eq!((again.state, again.amount, again.recovered), (State::Open, cents(9_000), Money::ZERO));
    // Or nothing stood before it: then it is the insurer's to decide once more.
    let back = Change { paid: cents(-9_000), ..Change::default() };
    let back = won.hear(Heard::Reversed(back), ON, Money::ZERO, APPEAL_DAYS);
    assert_eq!((back.state, back.recovered, back.waits), (State::TakenBack, Money::ZERO, cents(9_000)));
    let less = Change { paid: cents(5_000), ..Change::default() };
    assert_eq!(decided(&back, less, 0).recovered, cents(5_000));
}

#[test]
fn ends_are_told_apart() {
    let off = Change { undone: cents(9_000), taken_off: cents(9_000), ..Change::default() };
    assert_eq!(decided(&refused(9_000), off, 0).state, State::Lost);
    let given_up = refused(9_000).take(Step::WrittenOff, ON).unwrap();
    assert_eq!((given_up.state, given_up.given_up), (State::WrittenOff, cents(9_000)));
    let some = Change { undone: cents(4_000), to_patient: cents(4_000), ..Change::default() };
    let rest = decided(&refused(9_000), some, 5_000);
    assert_eq!((rest.state, rest.amount), (State::Open, cents(5_000)));
    let partly = rest.take(Step::WrittenOff, ON).unwrap();
    assert_eq!(
        (partly.state, partly.given_up, partly.to_patient),
        (State::Partly, cents(5_000), cents(4_000))
    );
}

#[test]
fn what_waits_for_a_second_person_is_not_sent_and_what_is_over_is_only_noted() {
    let step = |denial: &Denial, step| denial.take(step, ON);
    let proposed = step(&refused(9_000), Step::Proposed).unwrap();
    for refused in [Step::SentAgain, Step::Appealed, Step::Proposed] {
        assert_eq!(step(&proposed, refused), Err(NotNow), "{refused:?}");
    }
    assert!(!step(&proposed, Step::Returned).unwrap().proposed);
    assert_eq!(step(&refused(9_000), Step::Returned), Err(NotNow));
    let over = step(&proposed, Step::WrittenOff).unwrap();
    for late in
        [Step::SentAgain, Step::Appealed, Step::Assigned, Step::Proposed, Step::Returned, Step::WrittenOff]
    {
        assert_eq!(step(&over, late), Err(NotNow), "{late:?}");
    }
    assert_eq!(step(&over, Step::Noted), Ok(over));
    assert_eq!(step(&over, Step::Answered), Err(NotNow), "nothing waits for it any more");
}

#[test]
fn what_a_patient_sends_is_looked_at_within_two_business_days_and_once() {
    let friday = date!(2026 - 03 - 06);
    let answered = refused(9_000).take(Step::Answered, friday).unwrap();
    assert_eq!((answered.answered, answered.act_by), (true, Some(date!(2026 - 03 - 10))));
    let claimed = answered.take(Step::Assigned, friday).unwrap();
    assert_eq!(claimed, answered, "whose it is says nothing of what came of it");
    let noted = answered.take(Step::Noted, friday).unwrap();
    assert_eq!((noted.answered, noted.act_by), (false, Some(noted.deadline)));
    let sent = answered.take(Step::SentAgain, friday).unwrap();
    assert!(!sent.answered);
    let more = sent.take(Step::Answered, friday).unwrap();
    assert_eq!((more.answered, more.act_by), (true, sent.act_by), "the insurer has it");
    let anew = Change { refused: cents(1_000), ..Change::default() };
    let beside = answered.hear(Heard::Decided(anew), friday, cents(10_000), APPEAL_DAYS);
    assert_eq!((beside.answered, beside.act_by), (true, answered.act_by), "still to be looked at");
    // The last day to appeal comes first all the same.
    let late = refused(9_000).take(Step::Answered, date!(2026 - 05 - 30)).unwrap();
    assert_eq!(late.act_by, Some(late.deadline));
}

#[test]
fn the_days_of_the_first_go_on_beside_another_refusal_while_they_end_sooner() {
    let later = |denial: &Denial, days| {
        let change = Change { refused: cents(1_000), ..Change::default() };
        denial.hear(Heard::Decided(change), date!(2026 - 03 - 12), cents(10_000), days)
    };
    let first = later(&refused(9_000), APPEAL_DAYS);
    assert_eq!((first.deadline, first.counted_from), (date!(2026 - 05 - 31), ON));
    let second = later(&refused(9_000), 30);
    assert_eq!((second.deadline, second.counted_from), (date!(2026 - 04 - 11), date!(2026 - 03 - 12)));
}

#[test]
fn other_days_to_appeal_move_what_is_next_and_never_later_than_it_was_meant() {
    let (last, soon) = (date!(2026 - 04 - 01), date!(2026 - 03 - 20));
    assert_eq!(within(State::Open, ON, (soon, soon), 30), (last, last));
    assert_eq!(
        within(State::Open, ON, (date!(2026 - 05 - 31), soon), 30),
        (last, soon),
        "what the patient sent"
    );
    assert_eq!(within(State::SentAgain, ON, (last, soon), 30), (last, soon), "asked when it was meant");
    assert_eq!(within(State::SentAgain, ON, (last, date!(2026 - 04 - 15)), 30), (last, last));
    assert_eq!(within(State::Appealed, ON, (last, date!(2026 - 04 - 15)), 30), (last, date!(2026 - 04 - 15)));
}

proptest! {
    /// However often the days change: the last day depends on the last of them alone, and nothing that
    /// was sent is asked about later than before.
    #[test]
    fn days_to_appeal_count_from_the_refusal(changes in proptest::collection::vec(1_u16..=730, 1..6), at in 0_i64..400) {
        let meant = ON + Duration::days(at);
        for state in [State::Open, State::SentAgain, State::Appealed] {
            let (mut was, mut act_by) = (meant, meant);
            for days in &changes {
                let (last, next) = within(state, ON, (was, act_by), *days);
                prop_assert_eq!((last - ON).whole_days(), i64::from(*days));
                prop_assert!(state == State::Open || next <= act_by);
                prop_assert!(state == State::Appealed || next <= last);
                (was, act_by) = (last, next);
            }
        }
    }

    /// Whatever insurers and staff do: it is open exactly while something is refused, has a day
    /// exactly while it is open, and what came of it is never more than was ever refused.
    #[test]
    fn it_follows_the_books(steps in proptest::collection::vec((0_u8..9, 0_i64..3_000, 0_i64..3_000, 0_i64..3_000), 1..25)) {
        let mut books = cents(5_000);
        let mut ever = books;
        let mut denial = Denial::open(books, ON, APPEAL_DAYS);
        for (which, one, two, three) in steps {
            let undone = cents(one).min(books);
            let change = Change {
                refused: cents(two), undone, paid: cents(three), to_patient: cents(one), taken_off: cents(two),
            };
            let heard = match which {
                7 => Some(Heard::Reversed(Change { refused: Money::ZERO, ..change })),
                8 => Some(Heard::Decided(Change { refused: Money::ZERO, undone: books, ..change })),
                9 => Some(Heard::Decided(change)),
                _ => None,
            };
            let step = [Step::SentAgain, Step::Appealed, Step::Noted, Step::Proposed, Step::Returned, Step::WrittenOff, Step::Answered];
            let step = step.get(usize::from(which)).copied();
            if let Some(heard @ (Heard::Decided(change) | Heard::Reversed(change))) = heard {
                books = books - change.undone + change.refused;
                ever += change.refused;
                denial = denial.hear(heard, ON, books, APPEAL_DAYS);
            }
            if let Some(next) = step.and_then(|step| denial.take(step, ON).ok()) {
                denial = next;
                if step == Some(Step::WrittenOff) {
                    books = Money::ZERO;
                }
            }
            prop_assert_eq!(denial.amount, books, "{:?} {:?}", heard, step);
            prop_assert_eq!(denial.state.is_open(), books.is_positive(), "{:?} {:?} {:?}", heard, step, denial);
            prop_assert_eq!(denial.act_by.is_some(), denial.state.is_open());
            prop_assert!(!(denial.proposed || denial.answered) || denial.state.is_open());
            let came = denial.recovered + denial.to_patient + denial.given_up;
            prop_assert!(came <= ever, "{} of {}", came, ever);
        }
    }
}
