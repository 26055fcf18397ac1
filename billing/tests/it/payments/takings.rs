//! What a day brought, by way, and the close of it: drawn from the books, in step with the
//! payouts.

use billing::payments::Method;
use billing::reconcile::takings::{self, Count, Takings, Way};
use billing::reconcile::{self, Action, DifferenceKind, PartKind};
use billing::refunds;
use billing::testing::on_each_engine;
use domain::Money;
use domain::payment::Choice;
use time::{Date, Duration, macros::date};

use super::office::{REFUND_FAILS, cents};
use super::till::Till;

/// The day on which every till opens.
const TODAY: Date = date!(2026 - 11 - 24);
const VISITS: [&str; 2] = ["V1||99213 500.00", "V2||81002 500.00"];

impl Till {
    async fn takings(&self, day: Date) -> Vec<Takings> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        takings::of_day(&mut tx, self.practice.id, day).await.unwrap()
    }

    /// What a day brought one way: payments, taken, refunds, chargebacks, fees, in cents.
    async fn way(&self, day: Date, way: Way) -> (i64, i64, i64, i64, i64) {
        let all = self.takings(day).await;
        let one = all.iter().find(|one| one.way == way).unwrap();
        let in_cents = [one.taken, one.refunds, one.chargebacks, one.fees].map(Money::cents);
        let [taken, refunds, chargebacks, fees] = in_cents;
        (one.payments, taken, refunds, chargebacks, fees)
    }

    async fn close(&self, day: Date, by: domain::UserId, cash: i64, checks: i64) {
        let t = &self.practice.t;
        let count = Count { day, cash: cents(cash), checks: cents(checks), note: Some("counted".to_owned()) };
        takings::close(&t.db, &t.door, self.practice.id, by, &count).await.unwrap();
    }
}

#[tokio::test]
async fn a_day_is_told_by_way_and_its_sum_is_what_the_books_hold() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let staff = till.staff("ada").await;
        let card = till.paid(1, Choice::Amount(cents(20_000))).await;
        let page = till.page(2, Choice::Amount(cents(10_000))).await;
        let debit = till.debit(&page).await;
        till.control(&format!("/debits/{debit}/settle"), "").await;
        till.webhooks().await;
        let cash = till.take(3, Method::Cash, 3_000, staff).await.unwrap();
        till.take(4, Method::Cash, 4_000, staff).await.unwrap();
        till.take(5, Method::Check, 5_000, staff).await.unwrap();
        till.take(6, Method::Terminal, 6_000, staff).await.unwrap();
        till.give_back(7, card, 1_000, staff).await;
        till.ask(8, cash, 500, staff).await.unwrap();
        till.dispute(card, r#"{"amount":2000}"#).await;
        till.webhooks().await;
        till.is_reconciled().await;

        assert_eq!(till.way(TODAY, Way::Card).await, (1, 20_000, 1_000, 2_000, 610 + 1_500));
        assert_eq!(till.way(TODAY, Way::Bank).await, (1, 10_000, 0, 0, 80));
        assert_eq!(till.way(TODAY, Way::Cash).await, (2, 7_000, 500, 0, 0));
        assert_eq!(till.way(TODAY, Way::Check).await, (1, 5_000, 0, 0, 0));
        assert_eq!(till.way(TODAY, Way::Terminal).await, (1, 6_000, 0, 0, 0));
        let all = till.takings(TODAY).await;
        let net = |ways: &[Way]| -> Money {
            all.iter().filter(|one| ways.contains(&one.way)).map(|one| one.net() - one.fees).sum()
        };
        for (ways, account) in [
            (&[Way::Card, Way::Bank][..], "gateway_cash"),
            (&[Way::Cash], "cash_drawer"),
            (&[Way::Check], "checks"),
            (&[Way::Terminal], "card_terminal"),
        ] {
            assert_eq!(net(ways).cents(), till.practice.on(account).await, "{account}");
        }
        // Nothing of it belongs to another day.
        let other = till.takings(TODAY.next_day().unwrap()).await;
        assert!(other.iter().all(|one| one.payments == 0 && one.net().is_zero() && one.fees.is_zero()));
    })
    .await;
}

#[tokio::test]
async fn what_came_online_is_what_is_paid_out() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let staff = till.staff("ada").await;
        let first = till.paid(1, Choice::Amount(cents(20_000))).await;
        till.take(2, Method::Cash, 3_000, staff).await.unwrap();
        till.reconcile().await;
        till.advance(Duration::days(1)).await;
        till.paid(3, Choice::Amount(cents(10_000))).await;
        till.give_back(4, first, 5_000, staff).await;
        till.reconcile().await;
        till.advance(Duration::days(2)).await;
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        let days = [TODAY, TODAY.next_day().unwrap()];
        let mut online = Money::ZERO;
        for day in days {
            let all = till.takings(day).await;
            online += all.iter().filter(|one| one.way == Way::Card).map(|one| one.net() - one.fees).sum();
        }
        let mut tx = till.practice.t.db.read().await.unwrap();
        let payout = reconcile::payouts(&mut tx, till.practice.id, None, 1).await.unwrap().remove(0);
        assert_eq!(payout.amount, online);
        let gross: Money =
            payout.parts.iter().filter(|part| part.kind != PartKind::Fees).map(|part| part.amount).sum();
        assert_eq!(gross, cents(25_000));
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_is_taken_out_of_the_books_is_taken_from_the_day_on_which_it_is() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        till.paid_in_the_books_only(1, Choice::Amount(cents(20_000))).await;
        till.advance(Duration::days(5)).await;
        till.reconcile().await;
        let difference = till.difference(DifferenceKind::PaymentNotThere).await;
        till.resolve(&difference.id, Action::TakeBack).await.unwrap();
        assert_eq!(till.way(TODAY, Way::Card).await, (1, 20_000, 0, 0, 0), "that day was closed");
        assert_eq!(till.way(date!(2026 - 11 - 29), Way::Card).await, (0, -20_000, 0, 0, 0));
        assert_eq!(till.practice.on("gateway_cash").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_refund_counts_where_its_money_left() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let staff = till.staff("ada").await;
        let payment = till.paid_with(1, Choice::Amount(cents(20_000)), REFUND_FAILS).await;
        let refund = till.give_back(2, payment, 5_000, staff).await;
        assert_eq!(till.way(TODAY, Way::Card).await, (1, 20_000, 5_000, 0, 0));
        till.advance(Duration::seconds(6)).await;
        till.webhooks().await;
        assert_eq!(till.way(TODAY, Way::Card).await, (1, 20_000, 0, 0, 0), "it came back");
        let t = &till.practice.t;
        refunds::by_hand(&t.db, &t.door, till.practice.id, refund, staff, "2041").await.unwrap();
        // The card's money is still at the gateway; the cheque is drawn on the bank.
        assert_eq!(till.way(TODAY, Way::Card).await, (1, 20_000, 0, 0, 0));
        assert_eq!(till.way(TODAY, Way::Check).await, (0, 0, 5_000, 0, 0));
        let (cash, checks) = takings::expected(&till.takings(TODAY).await);
        assert_eq!((cash, checks), (Money::ZERO, Money::ZERO), "no cheque of a payer's was in the drawer");
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn the_drawer_should_hold_the_cash_less_what_was_handed_back_and_every_cheque() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let staff = till.staff("ada").await;
        let cash = till.take(1, Method::Cash, 8_000, staff).await.unwrap();
        let check = till.take(2, Method::Check, 5_000, staff).await.unwrap();
        till.ask(3, cash, 2_500, staff).await.unwrap();
        till.ask(4, check, 1_000, staff).await.unwrap();
        assert_eq!(takings::expected(&till.takings(TODAY).await), (cents(5_500), cents(5_000)));
        let mut tx = till.practice.t.db.read().await.unwrap();
        let slips = takings::at_desk(&mut tx, till.practice.id, TODAY).await.unwrap();
        let slips: Vec<_> = slips.iter().map(|slip| (slip.method(), slip.amount_cents)).collect();
        assert_eq!(slips, [(Method::Cash, 8_000), (Method::Check, 5_000)]);
    })
    .await;
}

#[tokio::test]
async fn a_day_can_be_closed_again_and_no_close_can_be_changed() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let staff = till.staff("ada").await;
        till.take(1, Method::Cash, 8_000, staff).await.unwrap();
        till.close(TODAY, staff, 7_900, 0).await;
        till.advance(Duration::hours(1)).await;
        till.take(2, Method::Check, 5_000, staff).await.unwrap();
        till.close(TODAY, staff, 8_000, 5_000).await;
        let mut tx = till.practice.t.db.read().await.unwrap();
        let closes = takings::closes(&mut tx, till.practice.id, TODAY).await.unwrap();
        drop(tx);
        let figures: Vec<_> = closes
            .iter()
            .map(|close| {
                let cash = (close.expected_cash_cents, close.counted_cash_cents);
                (cash, (close.expected_checks_cents, close.counted_checks_cents))
            })
            .collect();
        assert_eq!(figures, [((8_000, 7_900), (0, 0)), ((8_000, 8_000), (5_000, 5_000))]);
        assert!(closes.iter().all(|close| close.by == "ada" && close.note.is_some()));
        for harm in ["UPDATE day_closes SET counted_cash_cents = 8000", "DELETE FROM day_closes"] {
            assert!(till.practice.by_hand(harm).await.is_err(), "{harm}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_evening_belongs_to_the_day_where_the_practice_is() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let staff = till.staff("ada").await;
        // Nine in the evening in New York is the next day in UTC.
        till.advance(Duration::hours(14)).await;
        till.take(1, Method::Cash, 8_000, staff).await.unwrap();
        assert_eq!(till.way(TODAY, Way::Cash).await.1, 8_000);
    })
    .await;
}
