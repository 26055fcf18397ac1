//! Where one rule ends and the next begins: instants, amounts and orders at the very edge.

use std::pin::Pin;
use std::sync::Arc;

use billing::door::{Fate, Point};
use billing::ledger::{self, Fact, LedgerError};
use billing::payments::gateway::refund::RefundRequest;
use billing::payments::{self, PaymentError, PaymentState, Started};
use billing::reconcile::{self, Action, DifferenceKind, ReconcileError};
use billing::refunds::{self, RefundError, RefundState};
use billing::testing::on_each_engine;
use billing::work::WorkKind;
use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::payment::Choice;
use domain::{Money, PaymentId};
use stripe_sandbox::faults::Failure;
use time::Duration;
use tokio::sync::Notify;
use uuid::Uuid;

use super::office::{REFUND_FAILS, cents};
use super::till::{PUBLIC_URL, Till, VISA, session_of};
use crate::practice::{add_practice, press_id};

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];
const SESSIONS: &str = "/v1/checkout/sessions";
/// The process died when the page was open and not written down.
const DIED: &str =
    "UPDATE payments SET state = 'intent', session_id = NULL, session_url = NULL WHERE state = 'open'";

/// An operation stands still at a point until it is let go.
struct Pause {
    point: Point,
    there: Notify,
    go: Notify,
}

impl Fate for Pause {
    fn meet(&self, point: Point) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            if point == self.point {
                self.there.notify_one();
                self.go.notified().await;
            }
        })
    }
}

async fn refundable(till: &Till, payment: PaymentId) -> Money {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let payment = payments::of_practice(&mut tx, till.practice.id, payment).await.unwrap().unwrap();
    refunds::refundable(&mut tx, &payment).await.unwrap()
}

#[tokio::test]
async fn a_page_whose_id_was_lost_is_handed_out_again_for_less_than_twenty_minutes() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        till.practice.by_hand(DIED).await.unwrap();
        let (db, door) = (&till.practice.t.db, &till.practice.t.door);
        till.advance(Duration::minutes(3)).await;
        assert_eq!(payments::settle_waiting(db, door, &till.gateway).await.unwrap(), 1);
        assert_eq!(till.page(2, Choice::All).await, page, "the janitor leaves it while it can be resumed");
        till.practice.by_hand(DIED).await.unwrap();
        till.advance(Duration::minutes(17)).await;
        payments::settle_waiting(db, door, &till.gateway).await.unwrap();
        assert_eq!(till.states().await, ["intent"], "to the second");
        assert_ne!(till.page(3, Choice::All).await, page);
        assert_eq!(till.states().await, ["expired", "open"]);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn while_a_page_is_open_the_payment_is_under_way_and_no_mystery_before_the_page_has_closed() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let t = &till.practice.t;
        let (practice, guarantor) = (till.practice.id, till.payer.guarantor);
        let under_way = async || {
            let mut tx = t.db.read().await.unwrap();
            payments::under_way(&mut tx, practice, guarantor).await.unwrap().map(|payment| payment.id)
        };
        let unknown = async || {
            let mut tx = t.db.read().await.unwrap();
            payments::unknown(&mut tx, &t.door, practice, guarantor).await.unwrap().map(|payment| payment.id)
        };
        assert_eq!(under_way().await, None);
        let page = till.page(1, Choice::All).await;
        let payment = Some(till.payment_of(&page));
        till.fault("GET", SESSIONS, Failure::DropBefore, 10_000);
        till.advance(Duration::hours(1)).await;
        assert_eq!((under_way().await, unknown().await), (payment, None));
        till.advance(Duration::seconds(1)).await;
        assert_eq!((under_way().await, unknown().await), (payment, payment));
    })
    .await;
}

#[tokio::test]
async fn a_press_whose_page_was_paid_meanwhile_leads_to_the_payment() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let fate = Arc::new(Pause { point: Point::PageOpened, there: Notify::new(), go: Notify::new() });
        let door = till.practice.t.door.clone().under(fate.clone());
        let press = payments::Press { id: press_id(1), choice: Choice::All, spanish: false };
        let slow = payments::start(&till.practice.t.db, &door, &till.gateway, PUBLIC_URL, till.payer, &press);
        // The same press on another server finds the same page; it is paid before the first goes on.
        let meanwhile = async {
            fate.there.notified().await;
            let page = till.page(1, Choice::All).await;
            till.pay(&page).await;
            till.webhooks().await;
            fate.go.notify_one();
            till.payment_of(&page)
        };
        let (started, payment) = tokio::join!(slow, meanwhile);
        assert_eq!(started.unwrap(), Started::Done(payment));
        assert_eq!((till.charges(), till.tally().await), (1, (0, 15_000, 1)));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_press_whose_payer_chose_otherwise_meanwhile_closes_the_page_nobody_waits_for() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let fate = Arc::new(Pause { point: Point::PageOpened, there: Notify::new(), go: Notify::new() });
        let door = till.practice.t.door.clone().under(fate.clone());
        let press = payments::Press { id: press_id(1), choice: Choice::All, spanish: false };
        let slow = payments::start(&till.practice.t.db, &door, &till.gateway, PUBLIC_URL, till.payer, &press);
        let meanwhile = async {
            fate.there.notified().await;
            till.advance(Duration::minutes(21)).await;
            let page = till.page(2, Choice::Amount(cents(5_000))).await;
            fate.go.notify_one();
            page
        };
        let (started, page) = tokio::join!(slow, meanwhile);
        assert!(matches!(started, Err(PaymentError::PressUsed)), "{started:?}");
        assert_eq!(till.count("checkout.session", "status", "open"), 1);
        assert_eq!(till.session(session_of(&page))["status"], "open");
        till.is_sound().await;
    })
    .await;
}

#[test]
fn a_receipt_has_the_end_of_the_payments_id_in_two_groups() {
    let id: Uuid = "019ad9c8-b200-7ccf-84ca-a8cd7b63c7cc".parse().unwrap();
    assert_eq!(payments::receipt_number(PaymentId(id)), "R-7B63-C7CC");
}

#[tokio::test]
async fn what_can_still_go_back_is_what_was_paid_less_what_is_promised() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let page = till.page(1, Choice::All).await;
        assert_eq!(refundable(&till, till.payment_of(&page)).await, Money::ZERO);
        till.pay(&page).await;
        till.webhooks().await;
        let payment = till.payment_of(&page);
        assert_eq!(refundable(&till, payment).await, cents(15_000));
        till.ask(2, payment, 4_000, staff).await.unwrap();
        assert_eq!(refundable(&till, payment).await, cents(11_000));
        let mut tx = till.practice.t.db.read().await.unwrap();
        let theirs = refunds::of_guarantor(&mut tx, till.practice.id, till.payer.guarantor).await.unwrap();
        assert_eq!(theirs.iter().map(|refund| refund.amount).collect::<Vec<_>>(), [cents(4_000)]);
    })
    .await;
}

#[tokio::test]
async fn a_full_refund_that_came_back_is_sent_again_in_full() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid_with(1, Choice::All, REFUND_FAILS).await;
        let refund = till.ask(2, payment, 15_000, staff).await.unwrap().id;
        till.send(refund).await.unwrap();
        till.advance(Duration::seconds(6)).await;
        till.webhooks().await;
        assert_eq!(till.refund(refund).await.state, RefundState::Failed);
        let t = &till.practice.t;
        let again = refunds::by_hand(&t.db, &t.door, till.practice.id, refund, staff, "2042").await.unwrap();
        assert_eq!((again.amount, again.state), (cents(15_000), RefundState::Done));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn what_the_bank_has_taken_back_cannot_be_agreed_to_as_a_refund() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 300.00"]).await;
        let (ada, ben) = (till.staff("ada").await, till.staff("ben").await);
        let payment = till.paid(1, Choice::All).await;
        let refund = till.ask(2, payment, 25_000, ada).await.unwrap();
        assert_eq!(refund.state, RefundState::Asked);
        till.dispute(payment, r#"{"amount":10000}"#).await;
        till.webhooks().await;
        let agreed = till.decide(refund.id, ben, true).await;
        assert!(matches!(agreed, Err(RefundError::TooMuch(most)) if most == cents(20_000)), "{agreed:?}");
        assert_eq!(till.decide(refund.id, ben, false).await.unwrap().state, RefundState::Declined);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_of_a_payment_that_is_gone_can_only_be_declined() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 300.00"]).await;
        let (ada, ben) = (till.staff("ada").await, till.staff("ben").await);
        let payment = till.paid(1, Choice::All).await;
        let refund = till.ask(2, payment, 25_000, ada).await.unwrap().id;
        till.practice.by_hand("UPDATE payments SET state = 'failed', paid_on = NULL").await.unwrap();
        let agreed = till.decide(refund, ben, true).await;
        assert!(matches!(agreed, Err(RefundError::NotThere)), "{agreed:?}");
        assert_eq!(till.decide(refund, ben, false).await.unwrap().state, RefundState::Declined);
    })
    .await;
}

#[tokio::test]
async fn asking_again_within_a_day_uses_the_same_key() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid_with(1, Choice::All, VISA).await;
        let refund = till.ask(2, payment, 5_000, staff).await.unwrap().id;
        let refunds_path = "/v1/refunds";
        till.fault("POST", refunds_path, Failure::DropBefore, 3);
        assert!(till.send(refund).await.is_err());
        till.advance(Duration::hours(23)).await;
        assert_eq!(till.send(refund).await.unwrap(), RefundState::Done);
        let mut keys: Vec<Option<String>> = {
            let world = till.sandbox.shared.lock();
            let asked = world.log.all().filter(|one| one.method == "POST" && one.path == refunds_path);
            asked.map(|one| one.idempotency_key.clone()).collect()
        };
        keys.dedup();
        assert_eq!(keys, [Some(format!("refund-{refund}-0"))]);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn after_a_day_the_key_is_another_one() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid_with(1, Choice::All, VISA).await;
        let refund = till.ask(2, payment, 5_000, staff).await.unwrap().id;
        till.fault("POST", "/v1/refunds", Failure::DropBefore, 3);
        assert!(till.send(refund).await.is_err());
        till.advance(Duration::hours(25)).await;
        assert_eq!(till.send(refund).await.unwrap(), RefundState::Done);
        let last = {
            let world = till.sandbox.shared.lock();
            let asked = world.log.all().filter(|one| one.method == "POST" && one.path == "/v1/refunds");
            asked.last().and_then(|one| one.idempotency_key.clone())
        };
        assert_eq!(last, Some(format!("refund-{refund}-1")));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_whose_answer_and_webhooks_were_lost_is_found_by_its_name() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid_with(1, Choice::All, VISA).await;
        let refund = till.ask(2, payment, 5_000, staff).await.unwrap();
        let payment_intent = till.all("payment_intent")[0]["id"].as_str().unwrap().to_owned();
        let amount = refund.amount;
        let request =
            RefundRequest { refund: refund.id, practice: till.practice.id, payment_intent, amount, round: 0 };
        till.gateway.give_back(&request).await.unwrap();
        till.lose_webhooks();
        assert_eq!(till.reconcile().await.recovered, 1);
        assert_eq!(till.refund(refund.id).await.state, RefundState::Done);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn the_whole_of_a_payment_may_be_taken_over_and_no_more_than_is_left() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        till.dashboard("refunds", &format!("charge={}&amount=15000", till.charge_of(payment))).await;
        till.lose_webhooks();
        till.reconcile().await;
        // Somebody here has promised a part of it meanwhile, which the gateway will refuse.
        let promised = till.ask(2, payment, 1_000, staff).await.unwrap().id;
        let difference = till.difference(DifferenceKind::RefundNotOurs).await;
        let refused = till.resolve(&difference.id, Action::AdoptRefund).await;
        assert!(
            matches!(refused, Err(ReconcileError::Refund(RefundError::TooMuch(most))) if most == cents(14_000)),
            "{refused:?}"
        );
        assert_eq!(till.send(promised).await.unwrap(), RefundState::Failed);
        till.resolve(&difference.id, Action::AdoptRefund).await.unwrap();
        assert_eq!(till.practice.dues("A1").await, 15_000);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn no_insurers_side_of_a_visit_falls_below_zero() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1|Larkspur|99213 300.00"]).await;
        let visit = till.practice.visit("V1").await;
        let t = &till.practice.t;
        for (account, cents, refused) in [
            (Account::InsuranceReceivable, 30_001, true),
            (Account::DeniedReceivable, 1, true),
            (Account::InsuranceReceivable, 30_000, false),
        ] {
            let mut tx = t.db.begin().await.unwrap();
            let fact = Fact::new(Kind::Remittance, t.door.today(), format!("by-hand:{account:?}:{cents}"));
            let entries = vec![
                Entry::new(account, Money::from_cents(-cents)).of_visit(visit, None),
                Entry::new(Account::ContractualAdjustment, Money::from_cents(cents)).of_visit(visit, None),
            ];
            let posted =
                ledger::post_in(&mut tx, &t.door, till.practice.id, &fact, &Balanced::new(entries).unwrap())
                    .await;
            assert_eq!(
                matches!(posted, Err(LedgerError::Overdrawn(of)) if of == visit),
                refused,
                "{posted:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_a_payment_brought_beyond_what_was_owed_is_known() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let page = till.page(1, Choice::All).await;
        let cash = till.take(2, billing::payments::Method::Cash, 4_000, staff).await.unwrap();
        till.pay(&page).await;
        till.webhooks().await;
        let mut tx = till.practice.t.db.read().await.unwrap();
        let practice = till.practice.id;
        let credit = ledger::credit_of_payment(&mut tx, practice, till.payment_of(&page)).await.unwrap();
        assert_eq!(credit, cents(4_000));
        assert_eq!(ledger::credit_of_payment(&mut tx, practice, cash).await.unwrap(), Money::ZERO);
    })
    .await;
}

#[tokio::test]
async fn a_dispute_of_a_payment_that_is_itself_in_question_waits_and_then_finds_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        let asked = "UPDATE payments SET amount_cents = 14000;
                     UPDATE payment_parts SET amount_cents = amount_cents - 1000 WHERE amount_cents = 3000";
        till.practice.by_hand(asked).await.unwrap();
        till.pay(&page).await;
        let payment = till.payment_of(&page);
        till.dispute(payment, "{}").await;
        till.lose_webhooks();
        assert_eq!(till.reconcile().await.open, 2);
        let kinds =
            |found: &[billing::reconcile::Difference]| found.iter().map(|one| one.kind).collect::<Vec<_>>();
        let mut found = till.differences().await;
        found.sort_by_key(|one| one.kind != DifferenceKind::AmountDiffers);
        assert_eq!(kinds(&found), [DifferenceKind::AmountDiffers, DifferenceKind::Unassigned]);
        till.resolve(&found[0].id, Action::CorrectAmount).await.unwrap();
        // Whoever presses what the old page offered does no harm: the line has a place now.
        till.resolve(&found[1].id, Action::BookUnidentified).await.unwrap();
        assert_eq!(till.chargebacks(payment).await.len(), 1);
        assert_eq!(
            (till.practice.dues("A1").await, till.practice.on("unapplied_gateway").await),
            (15_000, 0)
        );
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_dispute_of_a_debit_whose_amount_is_in_question_is_left_open_beside_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        let debit = till.debit(&page).await;
        assert_eq!(till.come_back(&page).await, PaymentState::Processing);
        let asked = "UPDATE payments SET amount_cents = 14000;
                     UPDATE payment_parts SET amount_cents = amount_cents - 1000 WHERE amount_cents = 3000";
        till.practice.by_hand(asked).await.unwrap();
        till.control(&format!("/debits/{debit}/settle"), "").await;
        let payment = till.payment_of(&page);
        let charge = till.charge_of(payment);
        till.control(&format!("/charges/{charge}/return"), r#"{"code":"insufficient_funds"}"#).await;
        till.lose_webhooks();
        assert_eq!(till.reconcile().await.open, 2);
        let mut found = till.differences().await;
        assert_eq!(found.len(), 2, "both are in somebody's sight");
        found.sort_by_key(|one| one.kind != DifferenceKind::AmountDiffers);
        till.resolve(&found[0].id, Action::CorrectAmount).await.unwrap();
        till.reconcile().await;
        assert_eq!((till.chargebacks(payment).await.len(), till.practice.dues("A1").await), (1, 15_000));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_fee_of_the_gateways_that_names_nothing_is_the_practices_cost_when_somebody_says_so() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid(1, Choice::All).await;
        add_practice(&till.practice.t.db, &till.practice.t.door, "alder").await;
        let dispute = till.dispute(payment, r#"{"amount":1000}"#).await;
        till.dashboard(&format!("disputes/{dispute}"), "evidence[uncategorized_text]=the+letter").await;
        till.webhooks().await;
        till.reconcile().await;
        let t = &till.practice.t;
        let line = {
            let mut tx = t.db.read().await.unwrap();
            reconcile::nobodys(&mut tx, &t.door).await.unwrap().remove(0)
        };
        let fees = till.practice.on("gateway_fees").await;
        let book = Action::BookFee;
        reconcile::resolve_any(&t.db, &t.door, &till.gateway, till.practice.id, &line.id, book)
            .await
            .unwrap();
        assert_eq!(till.practice.on("gateway_fees").await, fees + 1_500);
        assert_eq!(till.practice.on("unapplied_gateway").await, 0);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn money_that_names_a_practice_is_that_practices_to_look_at() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        add_practice(&till.practice.t.db, &till.practice.t.door, "alder").await;
        let (practice, nothing) = (till.practice.id, press_id(77));
        let names = format!("&metadata[practice]={practice}&metadata[payment]={nothing}");
        till.charge_in_dashboard(9_900, &names).await;
        till.reconcile().await;
        till.difference(DifferenceKind::ChargeNotOurs).await;
        assert!(till.work().await.contains(&WorkKind::Difference));
    })
    .await;
}

#[tokio::test]
async fn a_press_whose_payment_failed_is_used_up() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.page(1, Choice::All).await;
        till.advance(Duration::minutes(61)).await;
        let again = till.start(1, Choice::All).await;
        assert!(matches!(again, Err(PaymentError::PressUsed)), "{again:?}");
        assert_eq!(till.states().await, ["expired"]);
        assert_eq!(till.history().await.iter().filter(|one| one.state == PaymentState::Paid).count(), 0);
    })
    .await;
}
