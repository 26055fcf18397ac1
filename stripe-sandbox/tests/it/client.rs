//! The client that the product uses, `async-stripe`, against the stand-in by base URL alone.

use std::collections::HashMap;

use stripe::{Client, ClientBuilder, StripeError};
use stripe_checkout::checkout_session as checkout;
use stripe_core::{
    balance_transaction, charge, customer, dispute, event, payment_intent, refund, setup_intent,
};
use stripe_sandbox::params::Params;
use stripe_sandbox::resources::{attempts, disputes, payouts, refunds};
use stripe_sandbox::{Running, Settings, start};
use stripe_shared::{
    BalanceTransactionSource, CheckoutSessionStatus, DisputeStatus, PaymentIntentStatus, SetupIntentStatus,
};
use stripe_types::{Currency, Expandable};

async fn both() -> (Running, Client) {
    let sandbox = start(Settings::default()).await.unwrap();
    let client = ClientBuilder::new("sk_test_1").url(format!("{}/", sandbox.url())).build().unwrap();
    (sandbox, client)
}

fn new_session() -> checkout::CreateCheckoutSession {
    let item = checkout::CreateCheckoutSessionLineItems {
        price_data: Some(checkout::CreateCheckoutSessionLineItemsPriceData {
            unit_amount: Some(12_345),
            product_data: Some(checkout::ProductData::new("Your balance")),
            ..checkout::CreateCheckoutSessionLineItemsPriceData::new(Currency::USD)
        }),
        quantity: Some(1),
        ..Default::default()
    };
    checkout::CreateCheckoutSession::new()
        .mode(stripe_shared::CheckoutSessionMode::Payment)
        .line_items(vec![item])
        .success_url("http://shop.test/done?s={CHECKOUT_SESSION_ID}")
        .cancel_url("http://shop.test/back")
        .client_reference_id("0192")
        .metadata(HashMap::from([("payment".to_owned(), "0192".to_owned())]))
}

#[tokio::test]
async fn a_checkout_session_goes_there_and_back() {
    let (sandbox, client) = both().await;
    let made = new_session().send(&client).await.unwrap();
    assert_eq!((made.amount_total, made.status.clone()), (Some(12_345), Some(CheckoutSessionStatus::Open)));
    assert!(made.url.as_deref().unwrap().starts_with(&sandbox.url()));
    let read = checkout::RetrieveCheckoutSession::new(made.id.clone())
        .expand(vec!["line_items".into(), "payment_intent".into()])
        .send(&client)
        .await
        .unwrap();
    assert_eq!(read.line_items.unwrap().data[0].amount_total, 12_345);
    assert_eq!(read.metadata.unwrap()["payment"], "0192");
    let listed = checkout::ListCheckoutSession::new().send(&client).await.unwrap();
    assert_eq!(listed.data.len(), 1);
    let expired = checkout::ExpireCheckoutSession::new(made.id.clone()).send(&client).await.unwrap();
    assert_eq!(expired.status, Some(CheckoutSessionStatus::Expired));
    let again = checkout::ExpireCheckoutSession::new(made.id).send(&client).await;
    assert!(matches!(again, Err(StripeError::Stripe(_, 400))));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_payment_its_charge_its_books_and_its_refund() {
    let (sandbox, client) = both().await;
    let paid = payment_intent::CreatePaymentIntent::new(5_000, Currency::USD)
        .payment_method("pm_card_visa")
        .confirm(true)
        .send(&client)
        .await
        .unwrap();
    let read = payment_intent::RetrievePaymentIntent::new(paid.id.clone())
        .expand(vec!["latest_charge".into(), "latest_charge.balance_transaction".into()])
        .send(&client)
        .await
        .unwrap();
    assert_eq!(read.status, PaymentIntentStatus::Succeeded);
    let Some(Expandable::Object(charged)) = read.latest_charge else { panic!("not expanded") };
    assert!(charged.paid && charged.amount_captured == 5_000);
    let Some(Expandable::Object(booked)) = charged.balance_transaction else { panic!("not expanded") };
    assert_eq!(booked.net, booked.amount - booked.fee);
    assert_eq!(payment_intent::ListPaymentIntent::new().send(&client).await.unwrap().data.len(), 1);
    assert_eq!(
        charge::ListCharge::new().payment_intent(paid.id.to_string()).send(&client).await.unwrap().data.len(),
        1
    );

    let back = refund::CreateRefund::new()
        .payment_intent(paid.id.to_string())
        .amount(2_000)
        .send(&client)
        .await
        .unwrap();
    assert_eq!((back.amount, back.status.as_deref()), (2_000, Some("succeeded")));
    assert_eq!(refund::RetrieveRefund::new(back.id).send(&client).await.unwrap().amount, 2_000);
    let too_much =
        refund::CreateRefund::new().payment_intent(paid.id.to_string()).amount(3_001).send(&client).await;
    assert!(matches!(too_much, Err(StripeError::Stripe(_, 400))), "{too_much:?}");
    let books = balance_transaction::ListBalanceTransaction::new().send(&client).await.unwrap();
    assert_eq!(books.data.iter().map(|one| one.amount).sum::<i64>(), 3_000);
    let events = event::ListEvent::new().limit(100).send(&client).await.unwrap();
    assert!(events.data.iter().any(|one| one.type_.as_str() == "charge.refunded"));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_decline_arrives_with_its_codes_and_its_intent() {
    let (sandbox, client) = both().await;
    let declined = payment_intent::CreatePaymentIntent::new(5_000, Currency::USD)
        .payment_method("pm_card_chargeDeclinedInsufficientFunds")
        .confirm(true)
        .send(&client)
        .await;
    let Err(StripeError::Stripe(error, 402)) = declined else { panic!("{declined:?}") };
    assert_eq!(error.decline_code.as_deref(), Some("insufficient_funds"));
    assert_eq!(error.payment_intent.unwrap().status, PaymentIntentStatus::RequiresPaymentMethod);
    sandbox.stop().await;
}

#[tokio::test]
async fn customers_setup_intents_disputes_and_a_bank_debit_read_back() {
    let (sandbox, client) = both().await;
    let made = customer::CreateCustomer::new()
        .metadata([("guarantor".to_owned(), "0192".to_owned())])
        .send(&client)
        .await
        .unwrap();
    let kept = setup_intent::CreateSetupIntent::new()
        .customer(made.id.to_string())
        .payment_method("pm_card_visa")
        .confirm(true)
        .send(&client)
        .await
        .unwrap();
    assert_eq!(kept.status, SetupIntentStatus::Succeeded);

    payment_intent::CreatePaymentIntent::new(5_000, Currency::USD)
        .payment_method("pm_card_createDispute")
        .confirm(true)
        .send(&client)
        .await
        .unwrap();
    let disputes = dispute::ListDispute::new().send(&client).await.unwrap();
    assert_eq!(disputes.data[0].status, DisputeStatus::NeedsResponse);
    assert_eq!(disputes.data[0].balance_transactions[0].net, -6_500);
    dispute::CloseDispute::new(disputes.data[0].id.clone()).send(&client).await.unwrap();

    let debit = payment_intent::CreatePaymentIntent::new(5_000, Currency::USD)
        .allowed_payment_method_types([stripe_shared::PaymentIntentAllowedPaymentMethodTypes::UsBankAccount])
        .payment_method("pm_usBankAccount_success")
        .confirm(true)
        .send(&client)
        .await
        .unwrap();
    assert_eq!(debit.status, PaymentIntentStatus::Processing);
    sandbox.stop().await;
}

#[tokio::test]
async fn every_kind_of_line_on_the_account_reads_back_with_what_it_is_about() {
    let (sandbox, client) = both().await;
    let charge = |world: &stripe_sandbox::World, intent: &str| -> String {
        world.store.get("payment_intent", intent).unwrap()["latest_charge"].as_str().unwrap().to_owned()
    };
    let pay = |method: &str| {
        payment_intent::CreatePaymentIntent::new(5_000, Currency::USD).payment_method(method).confirm(true)
    };
    let card = pay("pm_card_bypassPending").send(&client).await.unwrap();
    let bank = pay("pm_usBankAccount_success").send(&client).await.unwrap();
    let empty = pay("pm_usBankAccount_insufficientFunds").send(&client).await.unwrap();
    refund::CreateRefund::new().payment_intent(card.id.to_string()).amount(500).send(&client).await.unwrap();
    {
        let mut world = sandbox.shared.lock();
        let refund = world.store.newest_first("refund").next().unwrap()["id"].as_str().unwrap().to_owned();
        refunds::fail(&mut world, &refund, None).unwrap();
        attempts::settle(&mut world, bank.id.as_str(), None).unwrap();
        attempts::settle(&mut world, empty.id.as_str(), Some("insufficient_funds")).unwrap();
        let (bank, card) = (charge(&world, bank.id.as_str()), charge(&world, card.id.as_str()));
        disputes::take_back(&mut world, &bank, Some(4_000), "insufficient_funds").unwrap();
        let dispute = disputes::open(&mut world, &card, None, "fraudulent", false).unwrap();
        let dispute = dispute["id"].as_str().unwrap();
        disputes::update(&mut world, dispute, &Params::parse("evidence[receipt]=file_1").unwrap()).unwrap();
        disputes::resolve(&mut world, dispute, true, true).unwrap();
        let payout = payouts::automatic(&mut world, "usd").unwrap();
        payouts::fail(&mut world, payout["id"].as_str().unwrap(), "account_closed").unwrap();
    }
    let returned =
        dispute::ListDispute::new().payment_intent(bank.id.to_string()).send(&client).await.unwrap();
    assert_eq!(
        (&returned.data[0].status, returned.data[0].is_charge_refundable),
        (&DisputeStatus::Lost, false)
    );

    let lines = balance_transaction::ListBalanceTransaction::new()
        .limit(100)
        .expand(vec!["data.source".to_owned()])
        .send(&client)
        .await
        .unwrap();
    let mut kinds: Vec<(String, &str)> = lines
        .data
        .iter()
        .map(|line| {
            let about = match line.source.as_ref().and_then(|source| source.as_object()) {
                Some(BalanceTransactionSource::Charge(_)) => "charge",
                Some(BalanceTransactionSource::Refund(_)) => "refund",
                Some(BalanceTransactionSource::Dispute(_)) => "dispute",
                Some(BalanceTransactionSource::Payout(_)) => "payout",
                _ => "nothing",
            };
            (line.type_.to_string(), about)
        })
        .collect();
    kinds.sort();
    let adjustment = ("adjustment".to_owned(), "dispute");
    assert_eq!(
        kinds,
        [
            adjustment.clone(),
            adjustment.clone(),
            adjustment,
            ("charge".to_owned(), "charge"),
            ("payment".to_owned(), "charge"),
            ("payment".to_owned(), "charge"),
            ("payment_failure_refund".to_owned(), "charge"),
            ("payout".to_owned(), "payout"),
            ("payout_failure".to_owned(), "payout"),
            ("refund".to_owned(), "refund"),
            ("refund_failure".to_owned(), "refund"),
            ("stripe_fee".to_owned(), "nothing"),
            ("stripe_fee".to_owned(), "nothing"),
        ]
    );
    sandbox.stop().await;
}
