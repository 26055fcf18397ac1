//! What staff see.

use billing::plans::staff::{self, Group};
use billing::testing::on_each_engine;
use domain::payment::Choice;
use time::macros::date;

use super::book::{Book, DECLINES_LATER, cents};

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||99213 90.00"];

#[tokio::test]
async fn plans_are_listed_by_how_they_stand_and_why() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO).await;
        let by_hand = book.self_pay(3).await;
        let by_card = book.autopay(&["V2"], 3, DECLINES_LATER).await;
        let t = &book.till.practice.t;
        let list = async |group| {
            let mut tx = t.db.read().await.unwrap();
            staff::list(&mut tx, &t.door, book.till.practice.id, group, 10).await.unwrap()
        };
        assert_eq!(list(Group::OnTrack).await.len(), 2);
        book.until(date!(2026 - 12 - 02)).await;
        let at_risk = list(Group::AtRisk).await;
        let [line] = at_risk.as_slice() else { panic!("one at risk: {at_risk:?}") };
        assert_eq!(
            (line.id, line.waits, line.overdue),
            (by_card, Some(billing::plans::Waits::Method), cents(3_000))
        );
        let on_track = list(Group::OnTrack).await;
        assert_eq!((on_track[0].id, on_track[0].name.as_str()), (by_hand, "Wren Abernethy"));
        book.pay(by_hand, 5, billing::plans::pay::For::Payoff).await;
        assert_eq!(list(Group::Finished).await.len(), 1);
        assert_eq!(list(Group::Broken).await.len(), 0);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_promise_is_kept_by_paying_and_broken_by_its_day() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO).await;
        let by = book.till.staff("ada").await;
        let t = &book.till.practice.t;
        let whose = (book.till.payer.practice, book.till.payer.guarantor);
        let mut tx = t.db.begin().await.unwrap();
        for (amount, day) in [(2_000, date!(2026 - 12 - 01)), (20_000, date!(2026 - 12 - 01))] {
            let promised =
                staff::promise_in(&mut tx, &t.door, whose, by, cents(amount), day, Some("by phone"));
            assert!(promised.await.unwrap().is_some());
        }
        tx.commit().await.unwrap();
        book.till.paid(1, Choice::Amount(cents(2_000))).await;
        book.until(date!(2026 - 12 - 02)).await;
        let mut tx = t.db.begin().await.unwrap();
        assert_eq!(staff::settle_promises_in(&mut tx, &t.door, whose.0).await.unwrap(), 2);
        let promises = staff::promises(&mut tx, whose.0, whose.1).await.unwrap();
        let mut states: Vec<&str> = promises.iter().map(|one| one.state.as_str()).collect();
        states.sort_unstable();
        assert_eq!(states, ["broken", "kept"]);
    })
    .await;
}
