//! A payer's bank asks, takes back, gives back: in whatever order the reports come.

use billing::chargebacks::ChargebackState;
use billing::payments::{PaymentState, webhook};
use billing::refunds::{RefundError, RefundState};
use billing::testing::on_each_engine;
use billing::work::{self, WorkKind};
use domain::ledger::Kind;
use domain::payment::Choice;
use domain::{Money, PaymentId};
use time::Duration;

use super::office::{REFUND_PENDS, cents};
use super::till::{SECRET, Till};

const ONE: [&str; 1] = ["V1||99213 150.00"];
/// What the gateway keeps for a dispute.
const FEE: i64 = 1_500;
const DAYS_FOR_EVIDENCE: Duration = Duration::days(9);

fn kind_of(event: &str) -> String {
    let event: serde_json::Value = serde_json::from_str(event).unwrap();
    event["type"].as_str().unwrap().trim_start_matches("charge.dispute.").to_owned()
}

/// Every order of a list.
fn orders<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    if all.is_empty() {
        return vec![Vec::new()];
    }
    let mut orders_of_all = Vec::new();
    for at in 0..all.len() {
        let mut rest = all.to_vec();
        let first = rest.remove(at);
        for mut order in orders(&rest) {
            order.insert(0, first.clone());
            orders_of_all.push(order);
        }
    }
    orders_of_all
}

/// What the gateway reports, in the order in which it happened, of a dispute about one
/// dollar of a payment, again and again: each time about another dispute.
struct Reports {
    till: Till,
    payment: PaymentId,
    events: Vec<String>,
}

impl Reports {
    async fn new(t: billing::testing::TestDb, won: bool) -> Self {
        let till = Till::new(t, &ONE).await;
        let payment = till.paid(1, Choice::All).await;
        let dispute = till.dispute(payment, r#"{"amount":100}"#).await;
        till.dashboard(&format!("disputes/{dispute}"), "evidence[uncategorized_text]=the+letter").await;
        till.decided(&dispute, won).await;
        till.lose_webhooks();
        let events = till.events_of(&dispute);
        Self { till, payment, events }
    }

    fn kinds(&self) -> Vec<String> {
        self.events.iter().map(|event| kind_of(event)).collect()
    }

    /// Reports the `number`th dispute by these events, in this order.
    async fn report(&self, number: usize, order: impl IntoIterator<Item = usize>) {
        for at in order {
            let mut event = self.events[at].clone();
            for prefix in ["evt_", "dp_", "txn_"] {
                event = event.replace(prefix, &format!("{prefix}{number}n"));
            }
            self.till.tell(&event).await;
        }
    }

    /// How the newest dispute ended, what is due, what the fees came to, what rests, what waits,
    /// and how many reports are still to be understood.
    async fn outcome(&self) -> (ChargebackState, i64, i64, usize, usize, i64) {
        let till = &self.till;
        (
            till.chargebacks(self.payment).await.last().unwrap().state,
            till.practice.dues("A1").await,
            till.practice.on("gateway_fees").await,
            till.holds().await.len(),
            till.work().await.len(),
            till.practice.count("SELECT COUNT(*) FROM gateway_events WHERE state <> 'applied' AND kind LIKE 'charge.dispute.%'").await,
        )
    }
}

#[tokio::test]
async fn a_won_dispute_ends_the_same_way_in_all_hundred_and_twenty_orders() {
    on_each_engine(|t| async move {
        let reports = Reports::new(t, true).await;
        assert_eq!(reports.kinds(), ["created", "funds_withdrawn", "updated", "funds_reinstated", "closed"]);
        let orders = orders(&[0, 1, 2, 3, 4]);
        assert_eq!(orders.len(), 120);
        for (order, number) in orders.into_iter().zip(1..) {
            reports.report(number, order.clone()).await;
            let fees = FEE * number as i64;
            assert_eq!(reports.outcome().await, (ChargebackState::Won, 0, fees, 0, 0, 0), "{order:?}");
        }
        reports.till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_lost_dispute_ends_the_same_way_in_every_order() {
    on_each_engine(|t| async move {
        let reports = Reports::new(t, false).await;
        assert_eq!(reports.kinds(), ["created", "funds_withdrawn", "updated", "closed"]);
        for (order, number) in orders(&[0, 1, 2, 3]).into_iter().zip(1_usize..) {
            reports.report(number, order.clone()).await;
            let (due, fees) = (100 * number as i64, FEE * number as i64);
            let expected = (ChargebackState::Lost, due, fees, number, number, 0);
            assert_eq!(reports.outcome().await, expected, "{order:?}");
        }
        reports.till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn reports_that_are_missing_or_doubled_change_nothing_once_the_last_is_there() {
    on_each_engine(|t| async move {
        let reports = Reports::new(t, true).await;
        for number in 1..=32_usize {
            let mut some: Vec<usize> = (0..4).filter(|at| number >> at & 1 == 1).chain([4]).collect();
            if number > 16 {
                some.reverse();
            }
            reports.report(number, some.iter().chain(&some).copied()).await;
            let fees = FEE * number as i64;
            assert_eq!(reports.outcome().await, (ChargebackState::Won, 0, fees, 0, 0, 0), "{some:?}");
        }
        reports.till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_dispute_reopens_the_balance_and_stops_reminders_and_names_the_deadline() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let payment = till.paid(1, Choice::All).await;
        let opened = till.practice.t.door.now();
        let dispute = till.dispute(payment, r#"{"reason":"fraudulent"}"#).await;
        till.webhooks().await;
        assert_eq!(till.tally().await, (15_000, -FEE, 1), "the money and the fee are gone");
        assert_eq!(
            till.practice.on("gateway_fees").await,
            FEE,
            "the fee is the practice's, not the patient's"
        );
        let items = till.items().await;
        assert_eq!(items.len(), 1);
        assert_eq!((items[0].kind(), &items[0].subject), (Some(WorkKind::Chargeback), &dispute));
        assert_eq!((items[0].amount_cents, items[0].payment_id), (Some(15_000), Some(payment)));
        assert_eq!(items[0].due_at, Some(opened + DAYS_FOR_EVIDENCE));
        assert_eq!(till.holds().await.len(), 1);
        let chargeback = &till.chargebacks(payment).await[0];
        assert_eq!((chargeback.state, chargeback.amount), (ChargebackState::NeedsResponse, cents(15_000)));
        let story = till.practice.story("V1").await;
        let kinds: Vec<(Kind, Money)> = story.payments.iter().map(|one| (one.kind, one.amount)).collect();
        assert_eq!(kinds, [(Kind::PatientPayment, cents(15_000)), (Kind::Chargeback, cents(-15_000))]);
        assert_eq!(story.paid, Money::ZERO);

        till.advance(Duration::days(3)).await;
        till.decided(&dispute, true).await;
        till.webhooks().await;
        assert_eq!(till.tally().await, (0, 15_000 - FEE, 1), "as before, but for the fee");
        assert_eq!((till.holds().await, till.work().await), (vec![], vec![]));
        let last = till.practice.story("V1").await.payments.pop().unwrap();
        assert_eq!((last.kind, last.amount), (Kind::ChargebackReversed, cents(15_000)));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_lost_dispute_waits_until_a_person_has_looked_at_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let dispute = till.dispute(payment, "{}").await;
        till.webhooks().await;
        till.decided(&dispute, false).await;
        till.webhooks().await;
        let items = till.items().await;
        assert_eq!(
            (items[0].kind(), items[0].due_at),
            (Some(WorkKind::Chargeback), None),
            "no deadline any more"
        );
        assert_eq!((till.tally().await.0, till.holds().await.len()), (15_000, 1));
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let note = Some("called the patient");
        assert!(work::done_in(&mut tx, &t.door, till.practice.id, items[0].id, staff, note).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!((till.holds().await, till.work().await), (vec![], vec![]));
        // The patient pays again.
        till.paid(2, Choice::All).await;
        assert_eq!(till.tally().await.0, 0);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_dispute_after_a_partial_refund_takes_what_was_left() {
    on_each_engine(|t| async move {
        for won in [true, false] {
            let till = Till::new(fresh(t.engine).await, &["V1||99213 120.00", "V2||81002 30.00"]).await;
            let staff = till.staff("ada").await;
            let payment = till.paid(1, Choice::All).await;
            till.give_back(2, payment, 5_000, staff).await;
            let dispute = till.dispute(payment, "{}").await;
            till.webhooks().await;
            assert_eq!(till.tally().await, (15_000, -FEE, 1));
            let nothing_left = till.ask(3, payment, 1, staff).await;
            assert!(matches!(nothing_left, Err(RefundError::TooMuch(most)) if most == cents(0)));
            till.decided(&dispute, won).await;
            till.webhooks().await;
            let expected = if won { (5_000, 10_000 - FEE, 1) } else { (15_000, -FEE, 1) };
            assert_eq!(till.tally().await, expected);
            assert_eq!(
                (till.practice.open("V1").await.2, till.practice.open("V2").await.2),
                if won { (2_000, 3_000) } else { (12_000, 3_000) }
            );
            till.is_reconciled().await;
        }
    })
    .await;
}

#[tokio::test]
async fn part_of_a_payment_is_disputed_and_the_rest_can_still_go_back() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let dispute = till.dispute(payment, r#"{"amount":4000}"#).await;
        till.webhooks().await;
        assert_eq!(till.tally().await, (4_000, 11_000 - FEE, 1));
        let too_much = till.ask(2, payment, 11_001, staff).await;
        assert!(matches!(too_much, Err(RefundError::TooMuch(most)) if most == cents(11_000)), "{too_much:?}");
        till.decided(&dispute, true).await;
        till.webhooks().await;
        assert_eq!(till.tally().await, (0, 15_000 - FEE, 1));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn an_inquiry_that_closes_moved_nothing() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let payment = till.paid(1, Choice::All).await;
        let dispute = till.dispute(payment, r#"{"inquiry":true}"#).await;
        till.webhooks().await;
        assert_eq!(till.tally().await, (0, 15_000, 1));
        assert_eq!((till.work().await, till.holds().await.len()), (vec![WorkKind::Chargeback], 1));
        // Answering does not make a chargeback of it.
        till.dashboard(&format!("disputes/{dispute}"), "evidence[uncategorized_text]=the+letter").await;
        till.webhooks().await;
        assert_eq!(till.chargebacks(payment).await[0].state, ChargebackState::Inquiry);
        till.decided(&dispute, true).await;
        till.webhooks().await;
        assert_eq!((till.work().await, till.holds().await), (vec![], vec![]));
        assert_eq!(till.chargebacks(payment).await[0].state, ChargebackState::Closed);
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_dispute_that_was_prevented_is_closed() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let payment = till.paid(1, Choice::All).await;
        let dispute = till.dispute(payment, r#"{"inquiry":true}"#).await;
        till.webhooks().await;
        let told = till.events_of(&dispute).remove(0);
        let prevented = told.replace(r#""status":"warning_needs_response""#, r#""status":"prevented""#);
        till.tell(&prevented.replace("evt_", "evt_2n")).await;
        assert_eq!(till.chargebacks(payment).await[0].state, ChargebackState::Closed);
        assert_eq!((till.work().await, till.holds().await), (vec![], vec![]));
    })
    .await;
}

#[tokio::test]
async fn an_inquiry_that_escalates_is_a_chargeback_in_either_order() {
    on_each_engine(|t| async move {
        for late in [false, true] {
            let till = Till::new(fresh(t.engine).await, &ONE).await;
            let payment = till.paid(1, Choice::All).await;
            let dispute = till.dispute(payment, "{}").await;
            till.lose_webhooks();
            let mut events = till.events_of(&dispute);
            // As it was told while the bank only asked.
            events[0] =
                events[0].replace(r#""status":"needs_response""#, r#""status":"warning_needs_response""#);
            if late {
                events.reverse();
            }
            for event in &events {
                till.receive(event, &till.sign(event, SECRET)).await.unwrap();
            }
            let all = till.chargebacks(payment).await;
            assert_eq!((all.len(), all[0].state), (1, ChargebackState::NeedsResponse));
            assert_eq!((till.tally().await, till.holds().await.len()), ((15_000, -FEE, 1), 1));
            assert_eq!(till.work().await, [WorkKind::Chargeback]);
            till.is_reconciled().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_dispute_told_before_its_payment_is_booked_after_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let payment = till.payment_of(&page);
        let dispute = till.dispute(payment, r#"{"inquiry":true}"#).await;
        till.lose_webhooks();
        for event in till.events_of(&dispute) {
            till.tell(&event).await;
        }
        assert_eq!(till.chargebacks(payment).await, []);
        assert_eq!(till.come_back(&page).await, PaymentState::Paid);
        let t = &till.practice.t;
        webhook::apply_waiting(&t.db, &t.door).await.unwrap();
        // No line of the gateway's account will ever tell of an inquiry.
        assert_eq!(till.chargebacks(payment).await.len(), 1);
        assert_eq!((till.work().await, till.holds().await.len()), (vec![WorkKind::Chargeback], 1));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_dispute_about_nothing_of_ours_is_let_go_after_a_while() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let intent = till.charge_in_dashboard(9_900, "").await;
        let charge = intent["latest_charge"].as_str().unwrap();
        till.control(&format!("/charges/{charge}/dispute"), r#"{"inquiry":true}"#).await;
        till.webhooks().await;
        let t = &till.practice.t;
        for _ in 0..3 {
            till.advance(Duration::hours(1)).await;
            webhook::apply_waiting(&t.db, &t.door).await.unwrap();
        }
        assert_eq!(
            till.practice.count("SELECT COUNT(*) FROM gateway_events WHERE state = 'received'").await,
            0
        );
        assert_eq!((till.work().await, till.holds().await), (vec![], vec![]));
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_on_its_way_is_overtaken_by_the_dispute_and_nothing_leaves_twice() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let staff = till.staff("ada").await;
        let payment = till.paid_with(1, Choice::All, REFUND_PENDS).await;
        let refund = till.ask(2, payment, 5_000, staff).await.unwrap();
        assert_eq!(till.send(refund.id).await.unwrap(), RefundState::Pending);
        till.dispute(payment, "{}").await;
        till.webhooks().await;
        assert_eq!(till.refund(refund.id).await.state, RefundState::Failed);
        assert_eq!(till.tally().await, (15_000, -FEE, 1));
        let mut work = till.work().await;
        work.sort_by_key(|kind| kind.code());
        assert_eq!(work, [WorkKind::Chargeback, WorkKind::RefundFailed]);
        // Sending it again would give the same money back a second time.
        let t = &till.practice.t;
        let again = billing::refunds::retry(&t.db, &t.door, till.practice.id, refund.id, staff).await;
        assert!(matches!(again, Err(RefundError::TooMuch(_))), "{again:?}");
        till.is_reconciled().await;
    })
    .await;
}

async fn fresh(engine: &str) -> billing::testing::TestDb {
    billing::testing::databases().await.into_iter().find(|fresh| fresh.engine == engine).unwrap()
}
