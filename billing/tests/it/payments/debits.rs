//! Bank debits: on their way for days, cleared, returned before or after that, and the lines
//! they leave in the gateway's account meanwhile.

use billing::chargebacks::ChargebackState;
use billing::payments::PaymentState;
use billing::testing::on_each_engine;
use billing::work::WorkKind;
use domain::payment::Choice;
use time::Duration;

use super::till::Till;

const ONE: [&str; 1] = ["V1||99213 150.00"];

/// The payer lets their bank pay everything; gives the page and the debit.
async fn on_its_way(till: &Till) -> (String, String) {
    let page = till.page(1, Choice::All).await;
    let debit = till.debit(&page).await;
    assert_eq!(till.come_back(&page).await, PaymentState::Processing);
    till.webhooks().await;
    (page, debit)
}

#[tokio::test]
async fn a_debit_on_its_way_is_no_difference_and_clears_days_later() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let (_, debit) = on_its_way(&till).await;
        for _ in 0..5 {
            till.reconcile().await;
            assert_eq!((till.differences().await, till.work().await), (vec![], vec![]));
            till.is_sound().await;
            till.advance(Duration::days(1)).await;
        }
        assert_eq!(till.tally().await, (0, 0, 0), "on its way: not due, and not in the books");
        till.control(&format!("/debits/{debit}/settle"), "").await;
        till.webhooks().await;
        assert_eq!((till.states().await, till.tally().await), (vec!["paid".to_owned()], (0, 15_000, 1)));
        till.is_reconciled().await;
        till.advance(Duration::days(2)).await;
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_debit_whose_clearing_nobody_reported_is_found_in_the_account() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let (_, debit) = on_its_way(&till).await;
        till.reconcile().await;
        till.advance(Duration::days(5)).await;
        till.control(&format!("/debits/{debit}/settle"), "").await;
        till.lose_webhooks();
        till.is_reconciled().await;
        assert_eq!(till.states().await, ["paid"]);
    })
    .await;
}

#[tokio::test]
async fn a_debit_returned_before_it_cleared_leaves_two_lines_and_no_difference() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let (_, debit) = on_its_way(&till).await;
        till.reconcile().await;
        till.advance(Duration::days(2)).await;
        till.control(&format!("/debits/{debit}/fail"), "").await;
        till.webhooks().await;
        assert_eq!((till.states().await, till.tally().await), (vec!["failed".to_owned()], (15_000, 0, 0)));
        assert_eq!(till.held(), 0);
        till.is_reconciled().await;
        assert_eq!(till.work().await, []);
        // The next payment is paid out by itself, and its payout adds up.
        till.paid(2, Choice::All).await;
        till.advance(Duration::days(3)).await;
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        assert_eq!(till.practice.on("bank").await, 15_000 - 465);
    })
    .await;
}

#[tokio::test]
async fn a_debit_returned_after_it_cleared_is_due_again_and_before_a_person() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let (page, debit) = on_its_way(&till).await;
        till.control(&format!("/debits/{debit}/settle"), "").await;
        till.webhooks().await;
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_reconciled().await;
        till.advance(Duration::days(30)).await;
        let payment = till.payment_of(&page);
        let charge = till.charge_of(payment);
        till.control(&format!("/charges/{charge}/return"), r#"{"code":"insufficient_funds"}"#).await;
        till.webhooks().await;
        let returned = &till.chargebacks(payment).await[0];
        assert_eq!((returned.state, returned.reason.as_str()), (ChargebackState::Lost, "insufficient_funds"));
        assert_eq!(till.tally().await.0, 15_000);
        let items = till.items().await;
        assert_eq!((items.len(), items[0].kind()), (1, Some(WorkKind::Chargeback)));
        assert_eq!((items[0].due_at, till.holds().await.len()), (None, 1), "there is nothing to answer");
        till.is_reconciled().await;
    })
    .await;
}
