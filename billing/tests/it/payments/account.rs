//! The gateway's account against the books: what is found, what is recovered, what a payout
//! is made of; once, however often it is read and wherever it stops.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use billing::chargebacks::ChargebackState;
use billing::door::{Fate, Point};
use billing::payments::gateway::movement::PayoutState;
use billing::payments::{self, Method, PaymentState, Press, Started};
use billing::reconcile::{self, PartKind, Payout};
use billing::refunds::RefundState;
use billing::testing::on_each_engine;
use billing::{imports, on};
use domain::payment::Choice;
use domain::{GuarantorId, Money, PracticeId};
use time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::office::{REFUND_FAILS, cents};
use super::till::{PUBLIC_URL, Till};
use crate::practice::{add_practice, export, press_id};

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];
/// What the gateway keeps of a card payment of $150: 2.9 % and 30 cents.
const FEE_OF_150: i64 = 465;

impl Till {
    async fn payouts_of(&self, practice: PracticeId) -> Vec<Payout> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        reconcile::payouts(&mut tx, practice, None, 10).await.unwrap()
    }

    /// What a practice's books hold on an account.
    async fn on_of(&self, practice: PracticeId, account: &str) -> i64 {
        let mut tx = self.practice.t.db.read().await.unwrap();
        on!(&mut tx, c => sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(cents), 0) AS BIGINT) FROM ledger_entries WHERE practice_id = $1 AND account = $2",
        )
        .bind(practice)
        .bind(account)
        .fetch_one(c))
        .unwrap()
    }

    async fn unmatched(&self) -> i64 {
        self.practice
            .count("SELECT COUNT(*) FROM gateway_movements WHERE transaction_id IS NULL AND kind NOT LIKE 'payout%'")
            .await
    }
}

#[tokio::test]
async fn after_a_clean_day_every_line_has_its_transaction_and_the_payout_its_parts() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        till.give_back(2, payment, 5_000, staff).await;
        till.paid(3, Choice::Amount(cents(2_000))).await;
        till.take(4, Method::Cash, 3_000, staff).await.unwrap();
        let reading = till.reconcile().await;
        assert_eq!((reading.new, reading.recovered, reading.open), (3, 0, 0));
        let fees = FEE_OF_150 + 88;
        assert_eq!(till.practice.on("gateway_fees").await, fees);
        till.advance(Duration::days(2)).await;
        till.control("/payouts", "").await;
        assert_eq!(till.reconcile().await.new, 1);
        assert_eq!((till.unmatched().await, till.held(), till.practice.on("gateway_cash").await), (0, 0, 0));
        assert_eq!(till.practice.on("bank").await, 12_000 - fees);
        let payout = till.payouts_of(till.practice.id).await.remove(0);
        assert_eq!(
            (payout.amount, payout.state, payout.agrees),
            (cents(12_000 - fees), PayoutState::OnTheWay, true)
        );
        let parts: Vec<_> =
            payout.parts.iter().map(|part| (part.kind, part.count, part.amount.cents())).collect();
        let expected =
            [(PartKind::Payments, 2, 17_000), (PartKind::Refunds, 1, -5_000), (PartKind::Fees, 2, -fees)];
        assert_eq!(parts, expected);
        till.advance(Duration::days(1)).await;
        till.is_reconciled().await;
        assert_eq!(till.payouts_of(till.practice.id).await[0].state, PayoutState::Paid);
    })
    .await;
}

#[tokio::test]
async fn a_payment_whose_webhook_was_lost_a_month_ago_is_in_the_books_again() {
    on_each_engine(|t| async move {
        for known_before in [false, true] {
            let till = Till::new(fresh(t.engine).await, &TWO).await;
            if known_before {
                till.reconcile().await;
            }
            let page = till.page(1, Choice::All).await;
            till.pay(&page).await;
            till.lose_webhooks();
            till.advance(Duration::days(31)).await;
            till.lose_webhooks();
            let reading = till.reconcile().await;
            assert_eq!((reading.new, reading.recovered, reading.open), (1, 1, 0));
            assert_eq!((till.states().await, till.tally().await.0), (vec!["paid".to_owned()], 0));
            assert_eq!(till.tally().await.2, 1, "the payer gets the receipt");
            till.is_reconciled().await;
        }
    })
    .await;
}

#[tokio::test]
async fn refunds_and_disputes_that_nobody_reported_are_in_the_books_again() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid_with(1, Choice::All, REFUND_FAILS).await;
        let refund = till.give_back(2, payment, 5_000, staff).await;
        till.reconcile().await;
        till.advance(Duration::days(31)).await;
        let lost = till.dispute(payment, r#"{"amount":1000}"#).await;
        till.decided(&lost, false).await;
        till.lose_webhooks();
        let reading = till.reconcile().await;
        assert_eq!(
            (reading.recovered, reading.open),
            (2, 0),
            "the refund came back, the bank took its money"
        );
        assert_eq!(till.refund(refund).await.state, RefundState::Failed);
        assert_eq!(till.chargebacks(payment).await[0].state, ChargebackState::Lost);
        assert_eq!(till.practice.dues("A1").await, 1_000);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_payment_whose_page_was_never_saved_is_found_by_its_charge() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        let die = "UPDATE payments SET state = 'intent', session_id = NULL, session_url = NULL WHERE state = 'open'";
        till.practice.by_hand(die).await.unwrap();
        till.pay(&page).await;
        till.lose_webhooks();
        till.advance(Duration::hours(2)).await;
        let t = &till.practice.t;
        payments::settle_waiting(&t.db, &t.door, &till.gateway).await.unwrap();
        assert_eq!(till.states().await, ["expired"], "nobody knew of the page");
        assert_eq!(till.reconcile().await.recovered, 1);
        assert_eq!(till.states().await, ["paid"]);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_won_dispute_can_be_read_again_and_again() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid(1, Choice::All).await;
        let dispute = till.dispute(payment, "{}").await;
        till.dashboard(&format!("disputes/{dispute}"), "evidence[uncategorized_text]=the+letter").await;
        till.decided(&dispute, true).await;
        till.webhooks().await;
        for _ in 0..3 {
            till.is_reconciled().await;
            till.advance(Duration::days(1)).await;
        }
        assert_eq!(
            till.practice.on("gateway_fees").await,
            FEE_OF_150 + 1_500,
            "the fee for answering came back"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_twice_or_on_many_servers_at_once_changes_nothing() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        till.give_back(2, payment, 5_000, staff).await;
        let page = till.page(3, Choice::All).await;
        till.pay(&page).await;
        till.lose_webhooks();
        till.advance(Duration::days(3)).await;
        till.control("/payouts", "").await;
        let mut reading = JoinSet::new();
        for n in 0..3 {
            let (db, door) = till.practice.other_process(100 + n).await;
            let gateway = till.gateway.clone();
            reading.spawn(async move { reconcile::run(&db, &door, &gateway).await });
        }
        // Who meets another at the same line may stop there: what it recorded stays.
        let readings = reading.join_all().await;
        assert!(readings.iter().any(Result::is_ok), "{readings:?}");
        let books = till.practice.books().await;
        let transactions = till.practice.count("SELECT COUNT(*) FROM ledger_transactions").await;
        let again = till.reconcile().await;
        assert_eq!((again.new, again.recovered, again.open), (0, 0, 0));
        assert_eq!(till.practice.books().await, books);
        assert_eq!(till.practice.count("SELECT COUNT(*) FROM ledger_transactions").await, transactions);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn servers_take_turns_and_read_once_an_hour() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.paid(1, Choice::All).await;
        let t = &till.practice.t;
        let (other, its_door) = till.practice.other_process(100).await;
        assert!(reconcile::run_if_due(&t.db, &t.door, &till.gateway).await.unwrap().is_some());
        assert!(reconcile::run_if_due(&other, &its_door, &till.gateway).await.unwrap().is_none());
        till.advance(Duration::minutes(61)).await;
        assert!(reconcile::run_if_due(&other, &its_door, &till.gateway).await.unwrap().is_some());
        assert!(reconcile::run_if_due(&t.db, &t.door, &till.gateway).await.unwrap().is_none());
    })
    .await;
}

/// Lets a process die when it reaches a point for the `nth` time.
pub struct DiesAt {
    point: Point,
    nth: usize,
    reached: AtomicUsize,
    dead: Notify,
}

impl DiesAt {
    pub fn new(point: Point, nth: usize) -> Arc<Self> {
        Arc::new(Self { point, nth, reached: AtomicUsize::new(0), dead: Notify::new() })
    }

    /// Lets an operation under this fate run until it dies, which it must.
    pub async fn takes<T: std::fmt::Debug>(&self, operation: impl Future<Output = T>) {
        tokio::select! {
            outcome = operation => panic!("it lived: {outcome:?}"),
            () = self.dead.notified() => {}
        }
    }
}

impl Fate for DiesAt {
    fn meet(&self, point: Point) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            if point == self.point && self.reached.fetch_add(1, Ordering::SeqCst) + 1 == self.nth {
                self.dead.notify_one();
                std::future::pending::<()>().await;
            }
        })
    }
}

#[tokio::test]
async fn a_reading_that_dies_between_pages_is_done_by_the_next() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        // The oldest line is ours, and on the second page.
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        for _ in 0..104 {
            till.charge_in_dashboard(100, "").await;
        }
        till.lose_webhooks();
        let points = [Point::MovementsRead, Point::MovementsKept];
        for (nth, point) in [1, 2].into_iter().flat_map(|nth| points.map(|point| (nth, point))) {
            let fate = DiesAt::new(point, nth);
            let t = &till.practice.t;
            let door = t.door.clone().under(fate.clone());
            fate.takes(reconcile::run(&t.db, &door, &till.gateway)).await;
            let second_page = (nth, point) == (2, Point::MovementsKept);
            assert_eq!(till.states().await, [if second_page { "paid" } else { "open" }], "{point:?} {nth}");
        }
        let lines = "SELECT COUNT(*) FROM gateway_movements";
        assert_eq!((till.practice.count(lines).await, till.tally().await.2), (105, 1));
        let reading = till.reconcile().await;
        assert_eq!((reading.new, reading.recovered), (0, 0));
        assert_eq!((till.practice.count(lines).await, till.differences().await.len()), (105, 104));
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_payout_that_fails_comes_back_and_is_part_of_the_next() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.paid(1, Choice::Amount(cents(10_000))).await;
        till.advance(Duration::days(3)).await;
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        let first = 10_000 - 320;
        assert_eq!((till.practice.on("bank").await, till.practice.on("gateway_cash").await), (first, 0));
        till.advance(Duration::days(4)).await;
        let payout = till.all("payout")[0]["id"].as_str().unwrap().to_owned();
        till.control(&format!("/payouts/{payout}/fail"), "").await;
        till.is_reconciled().await;
        assert_eq!((till.practice.on("bank").await, till.practice.on("gateway_cash").await), (0, first));
        assert_eq!(till.payouts_of(till.practice.id).await[0].state, PayoutState::Failed);
        till.paid(2, Choice::Amount(cents(5_000))).await;
        till.advance(Duration::days(3)).await;
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        let second = 5_000 - 175;
        assert_eq!(till.practice.on("bank").await, first + second);
        let newest = till.payouts_of(till.practice.id).await.remove(0);
        assert_eq!((newest.amount, newest.agrees), (cents(first + second), true));
        till.advance(Duration::days(2)).await;
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_payout_made_by_hand_is_the_one_practices_and_the_next_adds_up() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.paid(1, Choice::Amount(cents(10_000))).await;
        till.advance(Duration::days(3)).await;
        till.dashboard("payouts", "amount=4000&currency=usd").await;
        till.is_reconciled().await;
        assert_eq!(till.practice.on("bank").await, 4_000);
        let by_hand = till.payouts_of(till.practice.id).await.remove(0);
        assert_eq!((by_hand.amount, by_hand.agrees), (cents(4_000), true));
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        assert_eq!((till.practice.on("bank").await, till.held()), (10_000 - 320, 0));
        till.advance(Duration::days(2)).await;
        till.is_reconciled().await;
    })
    .await;
}

/// Another practice of the same installation, whose payer A1 owes `$80`.
async fn neighbour(till: &Till) -> PracticeId {
    let t = &till.practice.t;
    let practice = add_practice(&t.db, &t.door, "alder").await;
    let path = till.practice.path("alder.csv", export(&["W1||99213 80.00"]).as_bytes());
    imports::import_file(&t.db, &t.door, practice, &path, "alder.csv").await.unwrap();
    practice
}

async fn neighbour_pays(till: &Till, practice: PracticeId) {
    let t = &till.practice.t;
    let guarantor: GuarantorId = {
        let mut tx = t.db.read().await.unwrap();
        on!(&mut tx, c => sqlx::query_scalar("SELECT id FROM guarantors WHERE practice_id = $1")
            .bind(practice)
            .fetch_one(c))
        .unwrap()
    };
    let payer = payments::Payer { practice, guarantor, user: till.payer.user };
    let press = Press { id: press_id(50), choice: Choice::All, spanish: false };
    let started = payments::start(&t.db, &t.door, &till.gateway, PUBLIC_URL, payer, &press).await.unwrap();
    let Started::Page(page) = started else { panic!("no page") };
    till.pay(&page).await;
    let id = till.payment_of(&page);
    let settled = payments::settle(&t.db, &t.door, &till.gateway, practice, id).await.unwrap();
    assert_eq!(settled.0, PaymentState::Paid);
}

#[tokio::test]
async fn two_practices_share_an_account_and_each_gets_its_part_of_a_payout() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let alder = neighbour(&till).await;
        till.paid(1, Choice::All).await;
        neighbour_pays(&till, alder).await;
        till.webhooks().await;
        till.advance(Duration::days(3)).await;
        till.control("/payouts", "").await;
        till.reconcile().await;
        let (ours, theirs) = (15_000 - FEE_OF_150, 8_000 - 262);
        for (practice, part) in [(till.practice.id, ours), (alder, theirs)] {
            assert_eq!(
                (till.on_of(practice, "bank").await, till.on_of(practice, "gateway_cash").await),
                (part, 0)
            );
            let payout = till.payouts_of(practice).await.remove(0);
            assert_eq!((payout.amount, payout.agrees), (cents(part), true));
            let parts: Money = payout.parts.iter().map(|part| part.amount).sum();
            assert_eq!(parts, cents(part));
        }
        // It fails: each has its part back, and gets it with the next.
        let payout = till.all("payout")[0]["id"].as_str().unwrap().to_owned();
        till.control(&format!("/payouts/{payout}/fail"), "").await;
        till.reconcile().await;
        assert_eq!(
            (till.on_of(till.practice.id, "bank").await, till.on_of(alder, "gateway_cash").await),
            (0, theirs)
        );
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        assert_eq!(
            (till.on_of(till.practice.id, "bank").await, till.on_of(alder, "bank").await),
            (ours, theirs)
        );
        for (practice, part) in [(till.practice.id, ours), (alder, theirs)] {
            let amounts: Vec<_> =
                till.payouts_of(practice).await.iter().map(|payout| payout.amount).collect();
            assert_eq!(
                amounts,
                [cents(part), cents(part)],
                "the one that failed, and the one that carries it"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_fee_that_is_nobodys_holds_up_a_payout_until_somebody_says_whose() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let alder = neighbour(&till).await;
        let payment = till.paid(1, Choice::All).await;
        neighbour_pays(&till, alder).await;
        let dispute = till.dispute(payment, r#"{"amount":1000}"#).await;
        // The gateway charges for the answer, in a line that names nothing.
        till.dashboard(&format!("disputes/{dispute}"), "evidence[uncategorized_text]=the+letter").await;
        till.webhooks().await;
        till.advance(Duration::days(3)).await;
        till.control("/payouts", "").await;
        till.reconcile().await;
        assert_eq!((till.on_of(alder, "bank").await, till.differences().await), (0, vec![]));
        let t = &till.practice.t;
        let nobodys = {
            let mut tx = t.db.read().await.unwrap();
            reconcile::nobodys(&mut tx, &t.door).await.unwrap()
        };
        assert_eq!((nobodys.len(), nobodys[0].theirs), (1, Some(cents(-1_500))));
        let (id, fee) = (&nobodys[0].id, reconcile::Action::BookFee);
        assert!(till.resolve(id, fee).await.is_err(), "it is not one practice's to take");
        reconcile::resolve_any(&t.db, &t.door, &till.gateway, till.practice.id, id, fee).await.unwrap();
        till.is_reconciled().await;
        assert_eq!(till.on_of(till.practice.id, "bank").await, 15_000 - FEE_OF_150 - 1_000 - 1_500 - 1_500);
        assert_eq!(till.on_of(alder, "bank").await, 8_000 - 262);
    })
    .await;
}

async fn fresh(engine: &str) -> billing::testing::TestDb {
    billing::testing::databases().await.into_iter().find(|fresh| fresh.engine == engine).unwrap()
}
