//! The gateway against the books, both ways.

use billing::ledger::verify::{VerifyError, verify, verify_gateway};
use billing::payments::gateway::refund::{GatewayRefund, RefundProgress};
use billing::payments::{GatewayError, Method};
use billing::testing::{TestDb, on_each_engine};
use domain::payment::Choice;
use serde_json::{Map, Value, json};
use stripe_sandbox::faults::Failure;
use time::Duration;

use crate::payments::till::{Till, session_of};

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];
const SESSIONS: &str = "/v1/checkout/sessions";

impl Till {
    /// What `openbalance verify --gateway` says is out of place.
    async fn told(&self) -> Vec<String> {
        self.verdict().await.violations
    }

    /// Changes what the stand-in holds of something, past its rules.
    fn rewrite(&self, kind: &str, id: &str, change: impl FnOnce(&mut Map<String, Value>)) {
        self.sandbox.shared.lock().store.update(kind, id, change).unwrap();
    }
}

/// A page on which all was paid.
async fn paid(t: TestDb) -> (Till, String) {
    let till = Till::new(t, &TWO).await;
    let page = till.page(1, Choice::All).await;
    till.pay(&page).await;
    till.come_back(&page).await;
    till.webhooks().await;
    till.is_reconciled().await;
    let session = session_of(&page).to_owned();
    (till, session)
}

#[tokio::test]
async fn a_page_at_another_amount_is_named_with_both() {
    on_each_engine(|t| async move {
        let (till, session) = paid(t).await;
        till.rewrite("checkout.session", &session, |page| {
            page.insert("amount_total".to_owned(), json!(14_000));
        });
        let says = format!("the gateway collected 140.00 for session {session}, the books hold 150.00");
        assert_eq!(till.told().await, [says]);
    })
    .await;
}

#[tokio::test]
async fn a_payment_the_list_does_not_show_is_asked_about_by_itself() {
    on_each_engine(|t| async move {
        let (till, session) = paid(t).await;
        // As if it had been paid while the list was read.
        till.rewrite("checkout.session", &session, |page| {
            page.insert("metadata".to_owned(), json!({}));
        });
        assert_eq!(till.told().await, Vec::<String>::new());
        let payment = till.history().await[0].id;
        let practice = till.practice.id;
        let says = format!(
            "payment {payment} of practice {practice} is in the books at 150.00, but the gateway collected nothing for it"
        );
        for (member, harm, sound) in [
            ("amount_total", json!(14_000), json!(15_000)),
            ("payment_status", json!("unpaid"), json!("paid")),
        ] {
            till.rewrite("checkout.session", &session, |page| {
                page.insert(member.to_owned(), harm);
            });
            assert_eq!(till.told().await, [says.as_str()], "{member}");
            till.rewrite("checkout.session", &session, |page| {
                page.insert(member.to_owned(), sound);
            });
            assert_eq!(till.told().await, Vec::<String>::new(), "{member}");
        }
        till.practice.by_hand("UPDATE payments SET session_id = 'cs_nobodys'").await.unwrap();
        assert_eq!(till.told().await, [says.as_str()], "a page that the gateway does not know");
        let forget = "UPDATE payments SET session_id = NULL";
        till.practice.by_hand(forget).await.unwrap();
        assert_eq!(till.told().await, [says.as_str()], "{forget}");
        // What was taken at the desk is nothing the gateway knows of.
        till.practice.by_hand("UPDATE payments SET method = 'terminal'").await.unwrap();
        assert_eq!(till.told().await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_gateway_without_an_answer_is_no_verdict() {
    on_each_engine(|t| async move {
        let (till, session) = paid(t).await;
        till.rewrite("checkout.session", &session, |page| {
            page.insert("metadata".to_owned(), json!({}));
        });
        let t = &till.practice.t;
        for path in
            [SESSIONS.to_owned(), format!("{SESSIONS}/{session}"), "/v1/balance_transactions".to_owned()]
        {
            till.fault("GET", &path, Failure::ErrorBefore, 1_000);
            let mut verdict = verify(&t.db, &t.door).await.unwrap();
            let answer = verify_gateway(&t.db, &t.door, &till.gateway, &mut verdict).await;
            assert!(matches!(answer, Err(VerifyError::Gateway(GatewayError::Unknown))), "{path}: {answer:?}");
            till.forget_faults();
        }
        assert_eq!(till.told().await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_line_that_nobody_read_is_named_after_a_day() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.charge_in_dashboard(9_900, "").await;
        assert_eq!(till.told().await, Vec::<String>::new(), "it may be read yet");
        till.advance(Duration::hours(24)).await;
        assert_eq!(till.told().await, Vec::<String>::new(), "to the second");
        till.advance(Duration::seconds(1)).await;
        let line = till.all("balance_transaction")[0]["id"].as_str().unwrap().to_owned();
        let says = format!(
            "line {line} of the gateway's account (charge 99.00) is not recorded; run: openbalance reconcile"
        );
        assert_eq!(till.told().await, [says]);
        till.reconcile().await;
        // Whose it is is asked on the page of differences; until then the sums cannot agree.
        assert_eq!((till.differences().await.len(), till.told().await), (1, vec![]));
    })
    .await;
}

#[tokio::test]
async fn every_page_of_the_gateways_account_is_read() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        for amount in 1..=101 {
            till.charge_in_dashboard(100 + amount, "").await;
        }
        till.advance(Duration::hours(25)).await;
        let told = till.told().await;
        assert_eq!(told.len(), 101);
        assert!(told.iter().all(|one| one.contains("is not recorded")), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn money_the_gateway_holds_and_the_books_count_otherwise_is_named() {
    on_each_engine(|t| async move {
        let (till, _) = paid(t).await;
        till.advance(Duration::days(3)).await;
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        till.practice.take("c.csv", crate::practice::export(&["V7||99213 40.00"])).await;
        till.paid(7, Choice::All).await;
        till.is_reconciled().await;
        // All lines are recorded and agree; the account itself holds a cent less.
        let newest = till.all("balance_transaction")[0]["id"].as_str().unwrap().to_owned();
        till.rewrite("balance_transaction", &newest, |line| {
            let fee = line["fee"].as_i64().unwrap();
            line.insert("fee".to_owned(), (fee + 1).into());
        });
        let says = "the gateway holds 38.53 for us, the books say 38.54";
        assert_eq!(till.told().await, [says]);
        // While a payout is not booked, or a failed one not booked back, that is what differs.
        for (harm, undo) in
            [("booked_at = NULL", "booked_at = created_at"), ("state = 'failed'", "undone_at = created_at")]
        {
            till.practice.by_hand(&format!("UPDATE gateway_payouts SET {harm}")).await.unwrap();
            assert_eq!(till.told().await, Vec::<String>::new(), "{harm}");
            till.practice.by_hand(&format!("UPDATE gateway_payouts SET {undo}")).await.unwrap();
            assert_eq!(till.told().await, [says], "{undo}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_bank_debit_on_its_way_is_a_line_whose_money_is_not_missing() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        let debit = till.debit(&page).await;
        till.come_back(&page).await;
        till.reconcile().await;
        let waiting =
            "SELECT COUNT(*) FROM gateway_movements WHERE transaction_id IS NULL AND difference IS NULL";
        assert_eq!((till.practice.count(waiting).await, till.practice.on("gateway_cash").await), (1, 0));
        assert_ne!(till.held(), 0);
        assert_eq!(till.told().await, Vec::<String>::new());
        till.control(&format!("/debits/{debit}/settle"), "").await;
        till.webhooks().await;
        till.is_reconciled().await;
        assert_eq!(till.practice.count(waiting).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_bank_that_takes_more_than_was_paid_is_named() {
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
        let theirs = GatewayRefund {
            id: "re_elsewhere".to_owned(),
            amount: refund.amount,
            progress: RefundProgress::Done,
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
        let session = till.all("checkout.session")[0]["id"].as_str().unwrap().to_owned();
        let says = format!("more of a payment went back than was collected: 15000 cents, session {session}");
        till.practice.names("a refund and a dispute of all", &[&says]).await;
        // Cash has its own drawer, and nobody's bank.
        till.take(3, Method::Cash, 1_000, staff).await.unwrap();
        till.practice.names("cash beside it", &[&says]).await;
    })
    .await;
}
