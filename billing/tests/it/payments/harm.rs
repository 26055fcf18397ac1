//! Somebody changes rows by hand: `verify` names what is out of place.

use billing::ledger::verify::verify;
use billing::payments::Method;
use billing::testing::{TestDb, on_each_engine};
use domain::payment::Choice;
use time::Duration;

use super::office::REFUND_PENDS;
use super::till::Till;

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];

/// A till with one of everything: a refund, a lost dispute, cash, a payout; all of it read.
async fn busy(t: TestDb) -> Till {
    let till = Till::new(t, &TWO).await;
    let staff = till.staff("ada").await;
    let payment = till.paid(1, Choice::All).await;
    till.give_back(2, payment, 5_000, staff).await;
    let dispute = till.dispute(payment, r#"{"amount":2000}"#).await;
    till.decided(&dispute, false).await;
    till.webhooks().await;
    till.take(3, Method::Cash, 1_000, staff).await.unwrap();
    till.advance(Duration::days(3)).await;
    till.control("/payouts", "").await;
    till.is_reconciled().await;
    till
}

#[tokio::test]
async fn verify_names_every_kind_of_harm_to_money_that_went_back() {
    const REFUND: &str = "refund is not in the books as it stands";
    const PARTS: &str = "parts of a refund do not add up";
    const LINE: &str = "line of the gateway's account is not in the books at its amount";
    const PAYOUT: &str = "booked payout is not the sum of its parts";
    on_each_engine(|t| async move {
        let till = busy(t).await;
        // Each harm, and what undoes it.
        for (table, harm, undo, says) in [
            ("refunds", "amount_cents = amount_cents + 1", "amount_cents = amount_cents - 1", REFUND),
            ("refunds", "state = 'failed'", "state = 'done'", REFUND),
            ("refunds", "state = 'approved'", "state = 'done'", REFUND),
            ("refund_parts", "amount_cents = amount_cents + 1", "amount_cents = amount_cents - 1", PARTS),
            ("gateway_movements", "amount_cents = -4999", "amount_cents = -5000", LINE),
            ("gateway_movements", "fee_cents = 1", "fee_cents = 0", "fee of a line of the gateway's account"),
            ("gateway_movements", "payout_id = NULL", "payout_id = (SELECT id FROM gateway_payouts)", PAYOUT),
            ("gateway_payouts", "amount_cents = amount_cents + 1", "amount_cents = amount_cents - 1", PAYOUT),
        ] {
            let only = if table == "gateway_movements" { "WHERE kind = 'refund'" } else { "" };
            till.practice.by_hand(&format!("UPDATE {table} SET {harm} {only}")).await.unwrap();
            is_named(&till, says).await;
            till.practice.by_hand(&format!("UPDATE {table} SET {undo} {only}")).await.unwrap();
            till.practice.is_sound().await;
        }
        let gone =
            "DELETE FROM payment_parts WHERE payment_id IN (SELECT id FROM payments WHERE method = 'cash');
                    DELETE FROM payments WHERE method = 'cash'";
        till.practice.by_hand(gone).await.unwrap();
        is_named(&till, "money of a payment that there is not").await;
    })
    .await;
}

async fn is_named(till: &Till, says: &str) {
    let verdict = verify(&till.practice.t.db, &till.practice.t.door).await.unwrap();
    let named = verdict.violations.iter().any(|violation| violation.contains(says));
    assert!(!verdict.ok && named, "{says}: {:?}", verdict.violations);
}

#[tokio::test]
async fn verify_names_a_bank_that_takes_more_than_was_paid() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let dispute = till.dispute(payment, "{}").await;
        till.lose_webhooks();
        let events = till.events_of(&dispute);
        // Before its news arrives, the payer gets part of it in another way, and the books let it
        // happen: both are facts.
        let refund = till.ask(2, payment, 5_000, staff).await.unwrap();
        let theirs = billing::payments::gateway::refund::GatewayRefund {
            id: "re_elsewhere".to_owned(),
            amount: refund.amount,
            progress: billing::payments::gateway::refund::RefundProgress::Done,
            failure: None,
            taken: true,
            returned: false,
            payment_intent: None,
            refund: Some(refund.id),
            practice: Some(till.practice.id),
        };
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        billing::refunds::apply_in(&mut tx, &t.door, till.practice.id, refund.id, &theirs).await.unwrap();
        tx.commit().await.unwrap();
        for event in &events {
            till.tell(event).await;
        }
        let verdict = verify(&t.db, &t.door).await.unwrap();
        let says = "more of a payment went back than was collected";
        assert!(
            verdict.violations.iter().any(|violation| violation.contains(says)),
            "{:?}",
            verdict.violations
        );
    })
    .await;
}

#[tokio::test]
async fn verify_names_a_refund_that_nobody_was_told_of_for_a_day() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid_with(1, Choice::All, REFUND_PENDS).await;
        let refund = till.ask(2, payment, 5_000, staff).await.unwrap();
        till.fault("POST", "/v1/refunds", stripe_sandbox::faults::Failure::DropBefore, 1_000);
        assert!(till.send(refund.id).await.is_err());
        till.advance(Duration::hours(23)).await;
        till.practice.is_sound().await;
        // No janitor ran in all this time.
        till.advance(Duration::hours(2)).await;
        let verdict = verify(&till.practice.t.db, &till.practice.t.door).await.unwrap();
        assert_eq!(
            verdict.violations,
            ["1 refunds have had no answer for more than a day, and no person was told"]
        );
        till.send_waiting().await;
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn verify_names_a_line_of_the_gateways_account_that_nobody_read_for_a_day() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.charge_in_dashboard(9_900, "").await;
        till.is_sound().await;
        till.advance(Duration::hours(25)).await;
        let verdict = till.verdict().await;
        assert!(
            verdict.violations.iter().any(|one| one.contains("run: openbalance reconcile")),
            "{verdict:?}"
        );
        till.reconcile().await;
        assert!(
            till.verdict().await.violations.iter().all(|one| !one.contains("run: openbalance reconcile"))
        );
    })
    .await;
}

#[tokio::test]
async fn verify_names_money_of_the_gateways_that_the_books_count_otherwise() {
    on_each_engine(|t| async move {
        let till = busy(t).await;
        // All lines are recorded and agree; the account itself holds a cent less.
        let newest = till.all("balance_transaction")[0]["id"].as_str().unwrap().to_owned();
        let changed = till.sandbox.shared.lock().store.update("balance_transaction", &newest, |line| {
            let fee = line["fee"].as_i64().unwrap();
            line.insert("fee".to_owned(), (fee + 1).into());
        });
        changed.unwrap();
        let verdict = till.verdict().await;
        assert_eq!(verdict.violations, ["the gateway holds -0.01 for us, the books say 0.00"]);
    })
    .await;
}
