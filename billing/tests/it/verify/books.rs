//! What is recomputed from the entries.

use billing::ledger::verify::verify;
use billing::payments::Method;
use billing::testing::{TestDb, on_each_engine};
use domain::payment::Choice;
use time::Duration;

use crate::payments::till::Till;
use crate::practice::{Practice, era, export};

const VISITS: [&str; 4] =
    ["V1||99213 120.00", "V2||81002 30.00", "V3|Larkspur|99213 150.00", "V4|Larkspur|99213 90.00"];

const UNEVEN: &str = "a transaction does not sum to zero: ";
const HOLLOW: &str = "a transaction has fewer than two entries: ";
const LOOSE: &str = "an entry belongs to no transaction: ";
const WORKED: &str =
    "somebody works on what is not refused, or nobody on what is: visit V3: 1 cents refused, 0 worked";
const CHARGE: &str = "a charge is not in the books at its amount: visit V1 line 1";
const PAYMENT: &str = "a payment is not in the books at what was collected for it: ";
const NOBODYS: &str = "the books hold money of a payment that there is not: ";
const TOO_MUCH: &str = "more of a payment went back than was collected: 1000 cents, session none";
const REFUND: &str = "a refund is not in the books as it stands: ";
const REFUND_PARTS: &str = "the parts of a refund do not add up to it: ";
const LINE: &str = "a line of the gateway's account is not in the books at its amount: ";
const FEE: &str = "the fee of a line of the gateway's account is not in the books: ";
const UNSETTLED: &str = "1 payments have been neither paid nor closed for more than a day";
const UNANSWERED: &str = "1 refunds have had no answer for more than a day";
const PAYOUT: &str = "a booked payout is not the sum of its parts: ";
const PARTS: &str = "the parts of a payment do not add up to it: ";
const CLAIM: &str = "a claim's money is not in the books at its amount: claim at segment ";
const UNAPPLIED: &str =
    "the money of waiting claims is not what the unapplied account holds: practice willow";

/// A till with one of everything: a page nobody paid on, an insurer's decision, a claim without
/// a visit, a refund, a lost dispute, cash, a payout; all of it read.
async fn busy(t: TestDb) -> Till {
    let till = Till::new(t, &VISITS).await;
    let staff = till.staff("ada").await;
    let left = till.page(9, Choice::All).await;
    till.advance(Duration::minutes(61)).await;
    let payment = till.paid(1, Choice::All).await;
    till.come_back(&left).await;
    till.give_back(2, payment, 5_000, staff).await;
    let dispute = till.dispute(payment, r#"{"amount":2000}"#).await;
    till.decided(&dispute, false).await;
    till.webhooks().await;
    till.take(3, Method::Cash, 1_000, staff).await.unwrap();
    let decided = ["CLP*V3*1*150*80*70*12*K1", "SVC*HC:99213*150*80", "CAS*PR*3*70"];
    till.practice.take("a.835", era("LARKSPUR", "T1", &decided)).await;
    let nobodys = ["CLP*V9*1*60*60*0*12*K9", "SVC*HC:99213*60*60"];
    till.practice.take("b.835", era("LARKSPUR", "T2", &nobodys)).await;
    till.advance(Duration::days(3)).await;
    till.control("/payouts", "").await;
    till.is_reconciled().await;
    till
}

#[tokio::test]
async fn what_is_cached_or_claimed_is_named_when_it_is_off_by_a_cent() {
    on_each_engine(|t| async move {
        let till = busy(t).await;
        // Where, the harm and what undoes it, and what is said.
        let balance = "visit_balances WHERE visit_id = (SELECT id FROM visits WHERE visit_number = 'V3')";
        let cached = "the cached balance of a visit is not what its entries add up to: visit V3";
        let charge = "charges WHERE visit_id = (SELECT id FROM visits WHERE visit_number = 'V1')";
        let (cash, expired) = ("payments WHERE method = 'cash'", "payments WHERE state = 'expired'");
        let part = "payment_parts WHERE payment_id = (SELECT id FROM payments WHERE method = 'cash')";
        let (matched, waiting) = ("claims WHERE state = 'posted'", "claims WHERE state = 'unmatched'");
        let payout = "gateway_payouts WHERE automatic";
        for (place, harm, says) in [
            (balance, "insurance_cents", vec![cached]),
            (balance, "denied_cents", vec![cached, WORKED]),
            (balance, "patient_cents", vec![cached]),
            (balance, "credit_cents", vec![cached]),
            (charge, "amount_cents", vec![CHARGE]),
            (cash, "amount_cents", vec![PAYMENT, PARTS]),
            (part, "amount_cents", vec![PARTS]),
            (expired, "amount_cents", vec![PARTS]),
            ("refunds", "amount_cents", vec![REFUND, REFUND_PARTS]),
            ("refund_parts", "amount_cents", vec![REFUND_PARTS]),
            ("gateway_movements WHERE kind = 'charge'", "amount_cents", vec![LINE, PAYOUT]),
            ("gateway_movements WHERE kind = 'refund'", "amount_cents", vec![LINE, PAYOUT]),
            ("gateway_movements WHERE kind = 'adjustment'", "amount_cents", vec![LINE, PAYOUT]),
            ("gateway_movements WHERE kind = 'refund'", "fee_cents", vec![FEE, PAYOUT]),
            (payout, "amount_cents", vec![PAYOUT]),
            (matched, "paid_cents", vec![CLAIM]),
            (waiting, "paid_cents", vec![CLAIM, UNAPPLIED]),
        ] {
            let (table, whom) = place.split_once(' ').unwrap_or((place, ""));
            for (sign, says) in [("+", says), ("-", Vec::new())] {
                let change = format!("UPDATE {table} SET {harm} = {harm} {sign} 1 {whom}");
                till.practice.by_hand(&change).await.unwrap();
                till.practice.names(&change, &says).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_state_that_the_books_do_not_bear_out_is_named() {
    on_each_engine(|t| async move {
        let till = busy(t).await;
        for (table, sound, harm, says) in [
            ("payments", "expired", "paid", vec![PAYMENT]),
            ("refunds", "done", "failed", vec![REFUND]),
            ("refunds", "done", "approved", vec![REFUND, UNANSWERED]),
            ("refunds", "done", "asked", vec![REFUND]),
            ("refunds", "done", "declined", vec![REFUND]),
            // Its money has left, whether it has arrived or not.
            ("refunds", "done", "pending", vec![]),
            ("claims", "unmatched", "posted", vec![UNAPPLIED]),
            ("claims", "unmatched", "held", vec![]),
        ] {
            for (from, to, says) in [(sound, harm, says), (harm, sound, Vec::new())] {
                let only = if table == "claims" { "AND control_number = 'V9'" } else { "" };
                let only =
                    if table == "payments" { "AND reference IS NULL AND paid_on IS NULL" } else { only };
                let change = format!("UPDATE {table} SET state = '{to}' WHERE state = '{from}' {only}");
                till.practice.by_hand(&change).await.unwrap();
                till.practice.names(&change, &says).await;
            }
        }
        for (state, says) in [
            ("intent", vec![PAYMENT, UNSETTLED]),
            ("open", vec![PAYMENT, UNSETTLED]),
            ("processing", vec![PAYMENT]),
            ("failed", vec![PAYMENT]),
            ("expired", vec![PAYMENT]),
        ] {
            let change = format!("UPDATE payments SET state = '{state}' WHERE method = 'cash'");
            till.practice.by_hand(&change).await.unwrap();
            till.practice.names(&change, &says).await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_no_trigger_lets_through_is_named_all_the_same() {
    on_each_engine(|t| async move {
        let till = busy(t).await;
        let header = "INSERT INTO ledger_transactions (practice_id, id, kind, effective_on, posted_at, fact)
                      SELECT p.id, p.id, 'charge', t.effective_on, t.posted_at, 'by-hand'
                      FROM practices p JOIN ledger_transactions t ON t.practice_id = p.id LIMIT 1";
        let entry_of = |line: i64, cents: i64| {
            format!(
                "INSERT INTO ledger_entries (practice_id, transaction_id, line, account, cents)
                 SELECT id, id, {line}, 'unidentified', {cents} FROM practices"
            )
        };
        let entry = |line: i64| entry_of(line, 5);
        let gone = "DELETE FROM ledger_transactions WHERE fact = 'by-hand';
                    DELETE FROM ledger_entries WHERE account = 'unidentified'";
        let loose = format!("{LOOSE}unidentified 5 cents");
        let (hollow, uneven) = (format!("{HOLLOW}by-hand"), format!("{UNEVEN}by-hand is off by 5 cents"));
        let short = format!("{UNEVEN}by-hand is off by -5 cents");
        for (harm, says) in [
            (header.to_owned(), vec![hollow.as_str()]),
            (entry(1), vec![loose.as_str()]),
            (format!("{};{}", entry(1), entry(2)), vec![loose.as_str(); 2]),
            (format!("{};{header}", entry(1)), vec![uneven.as_str(), hollow.as_str()]),
            (format!("{};{header}", entry_of(1, -5)), vec![short.as_str(), hollow.as_str()]),
        ] {
            till.practice.ruin(&harm).await;
            till.practice.names(&harm, &says).await;
            till.practice.ruin(gone).await;
            till.practice.names(gone, &[]).await;
        }
        // One cent more in the bank than the payout says.
        for (harm, says) in [("+", vec![UNEVEN]), ("-", vec![])] {
            let change = format!("UPDATE ledger_entries SET cents = cents {harm} 1 WHERE account = 'bank'");
            till.practice.ruin(&change).await;
            till.practice.names(&change, &says).await;
        }
    })
    .await;
}

#[tokio::test]
async fn money_of_a_payment_that_there_is_not_is_named_whatever_it_is_called() {
    on_each_engine(|t| async move {
        let till = busy(t).await;
        for kind in ["patient_payment", "refund", "refund_failed", "chargeback_reversed", "chargeback"] {
            let moved = format!(
                "UPDATE ledger_transactions SET kind = '{kind}', payment_id = practice_id
                 WHERE kind LIKE 'chargeback%' OR payment_id = practice_id"
            );
            till.practice.ruin(&moved).await;
            till.practice.names(kind, &[NOBODYS]).await;
        }
        let gone =
            "DELETE FROM payment_parts WHERE payment_id IN (SELECT id FROM payments WHERE method = 'cash');
             DELETE FROM payments WHERE method = 'cash'";
        till.practice.by_hand(gone).await.unwrap();
        till.practice.names(gone, &[NOBODYS, NOBODYS]).await;
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_went_back_twice_is_named() {
    on_each_engine(|t| async move {
        let till = busy(t).await;
        // A transaction that is whole in itself, which the triggers let through.
        let back = |cents: i64| {
            format!(
                "INSERT INTO ledger_entries (practice_id, transaction_id, line, account, cents)
                 SELECT id, id, 1, 'patient_receivable', {cents} FROM practices;
                 INSERT INTO ledger_entries (practice_id, transaction_id, line, account, cents)
                 SELECT id, id, 2, 'bank', -{cents} FROM practices;
                 INSERT INTO ledger_transactions (practice_id, id, kind, effective_on, posted_at, fact, payment_id)
                 SELECT t.practice_id, t.practice_id, 'chargeback', t.effective_on, t.posted_at, 'by-hand', t.payment_id
                 FROM ledger_transactions t JOIN payments p ON p.practice_id = t.practice_id AND p.id = t.payment_id
                 WHERE p.method = 'cash'"
            )
        };
        let gone = "DELETE FROM ledger_entries WHERE transaction_id = practice_id;
                    DELETE FROM ledger_transactions WHERE fact = 'by-hand'";
        till.practice.by_hand(&back(1_000)).await.unwrap();
        till.practice.names("all of it once", &[]).await;
        till.practice.ruin(gone).await;
        till.practice.by_hand(&back(1_001)).await.unwrap();
        till.practice.names("a cent more", &[TOO_MUCH]).await;
    })
    .await;
}

#[tokio::test]
async fn the_fee_and_the_payout_of_a_line_are_named_when_they_are_another() {
    on_each_engine(|t| async move {
        let till = busy(t).await;
        // The sum of the payout's fees stays what it is.
        let shifted = |by: i64| {
            format!(
                "UPDATE gateway_movements SET fee_cents = fee_cents + CASE kind WHEN 'refund' THEN {by} ELSE -({by}) END
                 WHERE kind IN ('refund', 'charge')"
            )
        };
        for (harm, undo, says) in [
            (shifted(1), shifted(-1), FEE),
            (
                "UPDATE gateway_movements SET payout_id = NULL WHERE kind = 'refund'".to_owned(),
                "UPDATE gateway_movements SET payout_id = (SELECT id FROM gateway_payouts) WHERE kind = 'refund'".to_owned(),
                PAYOUT,
            ),
            // What is recorded at another amount of the same net is no other payout.
            (
                "UPDATE gateway_movements SET amount_cents = amount_cents + 1, fee_cents = fee_cents + 1 WHERE kind = 'charge'"
                    .to_owned(),
                "UPDATE gateway_movements SET amount_cents = amount_cents - 1, fee_cents = fee_cents - 1 WHERE kind = 'charge'"
                    .to_owned(),
                LINE,
            ),
        ] {
            till.practice.by_hand(&harm).await.unwrap();
            till.practice.names(&harm, &[says]).await;
            till.practice.by_hand(&undo).await.unwrap();
            till.practice.names(&undo, &[]).await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_figures_are_what_the_books_hold() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let figures = || async {
            let verdict = verify(&practice.t.db, &practice.t.door).await.unwrap();
            let (transactions, entries, accounts) = (verdict.transactions, verdict.entries, verdict.accounts);
            let (patient, insurance) = (verdict.patient_receivable_cents, verdict.insurance_receivable_cents);
            ((transactions, entries, accounts), (patient, insurance))
        };
        assert_eq!(figures().await, ((0, 0, 0), (0, 0)));
        practice
            .take("a.csv", export(&["V1|Larkspur|99213 150.00", "V2|Larkspur|99213 40", "V3||99213 10"]))
            .await;
        // Each of three visits is due from somebody, and is revenue.
        assert_eq!(figures().await, ((3, 6, 3), (1_000, 19_000)));
        let decided = ["CLP*V1*1*150*80*70*12*K1", "SVC*HC:99213*150*80", "CAS*PR*3*50", "CAS*CO*16*20"];
        practice.take("b.835", era("LARKSPUR", "T1", &decided)).await;
        let ((transactions, _, _), due) = figures().await;
        assert_eq!(transactions, 4);
        assert_eq!(due, (1_000 + 5_000, 2_000 + 4_000), "what was refused for now is still the insurer's");
    })
    .await;
}
