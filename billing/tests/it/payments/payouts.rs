//! What a payout is made of, and payouts that go another way than most.

use billing::payments::gateway::movement::PayoutState;
use billing::reconcile::{self, DifferenceKind, PartKind, Payout};
use billing::testing::on_each_engine;
use domain::payment::Choice;
use time::Duration;

use super::office::cents;
use super::till::Till;

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];

impl Till {
    async fn payouts(&self) -> Vec<Payout> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        reconcile::payouts(&mut tx, self.practice.id, None, 10).await.unwrap()
    }
}

fn parts(payout: &Payout) -> Vec<(PartKind, i64, i64)> {
    payout.parts.iter().map(|part| (part.kind, part.count, part.amount.cents())).collect()
}

#[tokio::test]
async fn parts_of_a_kind_are_counted_together_whatever_the_gateway_calls_them() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.paid(1, Choice::Amount(cents(3_000))).await;
        till.paid(2, Choice::Amount(cents(2_000))).await;
        // A bank debit is another word of the gateway's.
        let page = till.page(3, Choice::All).await;
        let debit = till.debit(&page).await;
        till.control(&format!("/debits/{debit}/settle"), "").await;
        till.webhooks().await;
        till.advance(Duration::days(7)).await;
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        let payout = till.payouts().await.remove(0);
        let (cards, bank) = ((87 + 30) + (58 + 30), 80);
        assert_eq!(parts(&payout), [(PartKind::Payments, 3, 15_000), (PartKind::Fees, 3, -(cards + bank))]);
        assert_eq!(payout.amount, cents(15_000 - cards - bank));
    })
    .await;
}

#[tokio::test]
async fn a_payout_by_hand_that_failed_is_carried_by_the_next() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.paid(1, Choice::Amount(cents(10_000))).await;
        till.advance(Duration::days(3)).await;
        till.dashboard("payouts", "amount=4000&currency=usd").await;
        till.is_reconciled().await;
        let by_hand = till.all("payout")[0]["id"].as_str().unwrap().to_owned();
        till.control(&format!("/payouts/{by_hand}/fail"), "").await;
        till.is_reconciled().await;
        let only = till.payouts().await.remove(0);
        assert_eq!((only.state, parts(&only)), (PayoutState::Failed, vec![(PartKind::Other, 1, 4_000)]));
        assert_eq!(till.practice.on("bank").await, 0);
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        let carrying = till.payouts().await.into_iter().find(|one| one.id != by_hand).unwrap();
        // Out and back again: two lines that come to nothing.
        assert_eq!(
            parts(&carrying),
            [(PartKind::Payments, 1, 10_000), (PartKind::Fees, 1, -320), (PartKind::Other, 2, 0)]
        );
        assert_eq!((carrying.amount, carrying.agrees), (cents(9_680), true));
        assert_eq!(till.practice.on("bank").await, 9_680);
    })
    .await;
}

#[tokio::test]
async fn a_payout_that_takes_longer_than_its_line_is_read_is_asked_about_by_itself() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.paid(1, Choice::All).await;
        till.advance(Duration::days(3)).await;
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        let on_its_way = till.payouts().await.remove(0);
        assert_eq!(on_its_way.state, PayoutState::OnTheWay);
        // No reading in these days; then one that begins after the payout's line.
        till.advance(Duration::days(1)).await;
        let through = format!(
            "UPDATE gateway_reading SET checked_through = {}",
            if till.practice.t.engine == "sqlite" {
                "'2026-12-24T00:00:00Z'"
            } else {
                "'2026-12-24 00:00+00'"
            }
        );
        till.practice.by_hand(&through).await.unwrap();
        assert_eq!(till.reconcile().await.new, 0);
        assert_eq!(till.payouts().await[0].state, PayoutState::Paid);
    })
    .await;
}

#[tokio::test]
async fn a_payout_that_its_parts_do_not_come_to_is_in_somebodys_sight_after_a_day() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.paid(1, Choice::All).await;
        till.reconcile().await;
        till.advance(Duration::days(3)).await;
        till.control("/payouts", "").await;
        let id = till.all("payout")[0]["id"].as_str().unwrap().to_owned();
        till.sandbox
            .shared
            .lock()
            .store
            .update("payout", &id, |payout| {
                payout.insert("amount".to_owned(), 14_000.into());
            })
            .unwrap();
        let nobodys = async || {
            let t = &till.practice.t;
            let mut tx = t.db.read().await.unwrap();
            reconcile::nobodys(&mut tx, &t.door).await.unwrap()
        };
        till.reconcile().await;
        assert_eq!(nobodys().await, [], "its parts may still appear");
        assert!(!till.payouts().await[0].agrees);
        assert_eq!(till.practice.on("bank").await, 0, "and is not booked");
        till.advance(Duration::hours(25)).await;
        let odd = nobodys().await.remove(0);
        assert_eq!((odd.kind, odd.id), (DifferenceKind::PayoutDiffers, id));
        // The payout's own line is no part of it.
        assert_eq!((odd.theirs, odd.ours), (Some(cents(14_000)), Some(cents(15_000 - 465))));
    })
    .await;
}
