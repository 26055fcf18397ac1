//! A press of Pay: one page, one charge, one line in the books, whatever happens between.

mod account;
mod adopted;
mod back;
mod chargebacks;
mod credits;
mod debits;
mod desk;
mod differences;
mod edges;
mod events;
mod late;
pub mod office;
mod payouts;
mod refund_faults;
mod refunds;
mod takings;
pub mod till;
mod together;
mod unknown;
mod webhooks;

use billing::payments::{self, GatewayError, PaymentError, PaymentState, Press, Started};
use billing::testing::on_each_engine;
use domain::Money;
use domain::payment::{Choice, ChoiceError};
use stripe_sandbox::faults::Failure;
use time::Duration;
use tokio::task::JoinSet;

use crate::practice::{era, press_id};
use till::{PUBLIC_URL, Till, session_of};

const SESSIONS: &str = "/v1/checkout/sessions";

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];

fn dollars(dollars: i64) -> Choice {
    Choice::Amount(Money::from_cents(dollars * 100))
}

#[tokio::test]
async fn the_same_press_twice_is_one_page_and_one_charge() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        assert_eq!(till.page(1, Choice::All).await, page);
        till.pay(&page).await;
        let paid = till.payment_of(&page);
        assert_eq!(till.start(1, Choice::All).await.unwrap(), Started::Done(paid));
        assert_eq!((till.all("checkout.session").len(), till.charges()), (1, 1));
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_press_from_two_processes_at_once_is_one_page() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let mut pressing = JoinSet::new();
        for n in 0..4 {
            let (db, door) = till.practice.other_process(100 + n).await;
            let (gateway, payer) = (till.gateway.clone(), till.payer);
            pressing.spawn(async move {
                let press = Press { id: press_id(1), choice: Choice::All, spanish: false };
                payments::start(&db, &door, &gateway, PUBLIC_URL, payer, &press).await.unwrap()
            });
        }
        let mut pages = pressing.join_all().await;
        pages.dedup();
        let [Started::Page(page)] = pages.as_slice() else { panic!("not one page: {pages:?}") };
        till.pay(page).await;
        till.webhooks().await;
        assert_eq!((till.all("checkout.session").len(), till.charges()), (1, 1));
        assert_eq!(till.states().await, ["paid"]);
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn two_tabs_with_the_same_choice_meet_on_one_page() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, dollars(50)).await;
        assert_eq!(till.page(2, dollars(50)).await, page);
        till.pay(&page).await;
        assert_eq!(till.start(2, dollars(50)).await.unwrap(), Started::Done(till.payment_of(&page)));
        assert_eq!((till.all("checkout.session").len(), till.charges()), (1, 1));
        assert_eq!(till.tally().await, (10_000, 5_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn another_choice_closes_the_first_page_before_the_second_opens() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let first = till.page(1, Choice::All).await;
        let second = till.page(2, Choice::Visits(vec![till.practice.visit("V2").await])).await;
        assert_ne!(first, second);
        let asked: Vec<String> = {
            let world = till.sandbox.shared.lock();
            world.log.all().filter(|request| request.method == "POST").map(|r| r.path.clone()).collect()
        };
        let expire = format!("{SESSIONS}/{}/expire", session_of(&first));
        assert_eq!(asked, [SESSIONS, &expire, SESSIONS]);
        assert_eq!(till.card(&first, till::VISA).await, 410, "nothing can be paid on the first any more");
        till.pay(&second).await;
        till.webhooks().await;
        assert_eq!(till.states().await, ["expired", "paid"]);
        assert_eq!(till.tally().await, (12_000, 3_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tabs_that_race_with_other_choices_leave_one_page_open() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let mut pressing = JoinSet::new();
        for n in 1..=3_u8 {
            let (db, door) = till.practice.other_process(100 + u64::from(n)).await;
            let (gateway, payer) = (till.gateway.clone(), till.payer);
            pressing.spawn(async move {
                let press =
                    Press { id: press_id(n.into()), choice: dollars(i64::from(n) * 10), spanish: false };
                payments::start(&db, &door, &gateway, PUBLIC_URL, payer, &press).await
            });
        }
        // A tab that lost may be told to start again, or has a page that is closed.
        let pages: Vec<String> = pressing
            .join_all()
            .await
            .into_iter()
            .filter_map(|outcome| match outcome {
                Ok(Started::Page(page)) => Some(page),
                _ => None,
            })
            .collect();
        assert_eq!(till.count("checkout.session", "status", "open"), 1);
        for page in &pages {
            till.card(page, till::VISA).await;
        }
        till.webhooks().await;
        assert_eq!(till.charges(), 1);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_choice_made_after_the_first_page_was_paid_sees_the_new_balance() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let first = till.page(1, Choice::All).await;
        till.pay(&first).await;
        // No webhook yet: closing the first page finds out, and posts it.
        let second = till.start(2, dollars(10)).await;
        assert!(matches!(second, Err(PaymentError::Choice(ChoiceError::NothingDue))), "{second:?}");
        assert_eq!(till.charges(), 1);
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_leads_to_the_page_that_was_made() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.fail(SESSIONS, Failure::DropAfter, 1);
        let page = till.page(1, Choice::All).await;
        assert_eq!(till.all("checkout.session").len(), 1, "asking again met the same page");
        till.pay(&page).await;
        assert_eq!(till.come_back(&page).await, PaymentState::Paid);
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_gateway_that_never_answers_costs_nothing_and_traps_nobody() {
    on_each_engine(|t| async move {
        for kind in [Failure::DropAfter, Failure::DropBefore, Failure::ErrorAfter, Failure::ErrorBefore] {
            let databases = billing::testing::databases().await;
            let Some(fresh) = databases.into_iter().find(|fresh| fresh.engine == t.engine) else { panic!() };
            let till = Till::new(fresh, &TWO).await;
            till.fail(SESSIONS, kind, 3);
            let failed = till.start(1, Choice::All).await;
            assert!(matches!(failed, Err(PaymentError::Gateway(GatewayError::Unknown))), "{failed:?}");
            till.sandbox.shared.lock().faults.clear();
            assert!(matches!(till.start(1, Choice::All).await, Err(PaymentError::PressUsed)));
            let page = till.page(2, Choice::All).await;
            till.pay(&page).await;
            till.webhooks().await;
            assert_eq!(till.charges(), 1);
            assert_eq!(till.states().await, ["failed", "paid"]);
            assert_eq!(till.history().await.len(), 1, "a page nobody saw is no payment to show");
            till.is_sound().await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_expired_page_lets_the_payer_start_again() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let old = till.page(1, Choice::All).await;
        till.advance(Duration::minutes(61)).await;
        // Nobody told us: the next press, of a new page, finds out and goes on.
        let page = till.page(2, Choice::All).await;
        assert_ne!(page, old);
        assert!(matches!(till.start(1, Choice::All).await, Err(PaymentError::PressUsed)));
        till.webhooks().await;
        assert_eq!(till.states().await, ["expired", "open"]);
        till.pay(&page).await;
        till.webhooks().await;
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_nobody_reports_is_asked_for() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let (db, door) = (&till.practice.t.db, &till.practice.t.door);
        assert_eq!(payments::settle_waiting(db, door, &till.gateway).await.unwrap(), 0, "too early to ask");
        till.advance(Duration::minutes(3)).await;
        assert_eq!(payments::settle_waiting(db, door, &till.gateway).await.unwrap(), 1);
        assert_eq!(payments::settle_waiting(db, door, &till.gateway).await.unwrap(), 0);
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_press_that_a_process_died_on_is_resumed_or_let_go() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        let die = "UPDATE payments SET state = 'intent', session_id = NULL, session_url = NULL WHERE state = 'open'";
        till.practice.by_hand(die).await.unwrap();
        assert_eq!(till.page(2, Choice::All).await, page, "the same key finds the page again");
        till.practice.by_hand(die).await.unwrap();
        till.advance(Duration::minutes(21)).await;
        // Too late to hand that page out: the payer gets one that stays open long enough.
        let fresh = till.page(3, Choice::All).await;
        assert_ne!(fresh, page);
        assert_eq!(till.states().await, ["expired", "open"]);
        till.practice.by_hand(die).await.unwrap();
        till.advance(Duration::minutes(21)).await;
        let (db, door) = (&till.practice.t.db, &till.practice.t.door);
        payments::settle_waiting(db, door, &till.gateway).await.unwrap();
        assert_eq!(till.states().await, ["expired", "expired"]);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_bank_debit_is_on_its_way_then_paid() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, dollars(120)).await;
        let debit = till.debit(&page).await;
        assert_eq!(till.come_back(&page).await, PaymentState::Processing);
        assert_eq!(till.tally().await, (3_000, 0, 0), "on its way counts as paid and is not in the books");
        let again = till.start(2, dollars(31)).await;
        assert!(matches!(again, Err(PaymentError::Choice(ChoiceError::TooMuch(_)))), "{again:?}");
        till.control(&format!("/debits/{debit}/settle"), "").await;
        till.webhooks().await;
        assert_eq!(till.states().await, ["paid"]);
        assert_eq!(till.tally().await, (3_000, 12_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_bank_debit_that_comes_back_is_due_again() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        for (press, by_webhook) in [(1, true), (2, false)] {
            let page = till.page(press, Choice::All).await;
            let debit = till.debit(&page).await;
            till.webhooks().await;
            assert_eq!(till.states().await.last().unwrap(), "processing");
            till.control(&format!("/debits/{debit}/fail"), "").await;
            if by_webhook {
                till.webhooks().await;
            }
            assert_eq!(till.come_back(&page).await, PaymentState::Failed);
            assert_eq!(till.tally().await, (15_000, 0, 0));
        }
        assert_eq!(till.history().await.len(), 2, "the payer sees that the bank returned them");
        let page = till.page(3, Choice::All).await;
        till.pay(&page).await;
        till.webhooks().await;
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_decision_during_checkout_makes_a_credit_and_no_negative_due() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1|Larkspur Health Plan|99213 150.00"]).await;
        let practice = &till.practice;
        let decided = ["CLP*V1*1*150*80*20*12*N1", "SVC*HC:99213*150*80", "CAS*CO*45*50", "CAS*PR*3*20"];
        practice.take("one.835", era("LARKSPUR HEALTH PLAN", "T1", &decided)).await;
        assert_eq!(practice.open("V1").await, (0, 0, 2_000, 0));
        let page = till.page(1, Choice::All).await;
        let taken_back =
            ["CLP*V1*22*-150*-80*-20*12*N1", "SVC*HC:99213*-150*-80", "CAS*CO*45*-50", "CAS*PR*3*-20"];
        practice.take("two.835", era("LARKSPUR HEALTH PLAN", "T2", &taken_back)).await;
        assert_eq!(practice.open("V1").await, (15_000, 0, 0, 0));
        till.pay(&page).await;
        till.webhooks().await;
        assert_eq!(practice.open("V1").await, (15_000, 0, 0, 2_000));
        assert_eq!(till.tally().await, (0, 2_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_paid_is_refused_before_the_gateway_hears_of_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let refused = |choice| async {
            match till.start(1, choice).await {
                Err(PaymentError::Choice(error)) => error,
                other => panic!("{other:?}"),
            }
        };
        let cents = |cents| Choice::Amount(Money::from_cents(cents));
        assert_eq!(refused(cents(15_001)).await, ChoiceError::TooMuch(Money::from_cents(15_000)));
        for little in [99, 0, -500] {
            assert_eq!(refused(cents(little)).await, ChoiceError::TooLittle);
        }
        assert_eq!(refused(Choice::Visits(vec![])).await, ChoiceError::NoVisit);
        assert_eq!(till.sandbox.shared.lock().log.all().count(), 0);
        let page = till.page(2, Choice::All).await;
        till.pay(&page).await;
        till.webhooks().await;
        assert_eq!(refused(Choice::All).await, ChoiceError::NothingDue);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn the_gateway_learns_an_amount_and_nothing_about_anybody() {
    on_each_engine(|t| async move {
        let visits = ["77531@VISIT-88642||99213 120.00", "77531@VISIT-88643||81002 30.00"];
        let till = Till::of(t, "A77531", &visits).await;
        let first = till.page(1, dollars(20)).await;
        let page = till.page(2, Choice::All).await;
        assert_ne!(first, page);
        till.pay(&page).await;
        till.come_back(&page).await;
        till.is_sound().await;
        let requests: Vec<String> = {
            let world = till.sandbox.shared.lock();
            world.log.all().map(|request| serde_json::to_string(request).unwrap()).collect()
        };
        assert!(requests.len() >= 5, "two pages, a closing, a look, a list");
        assert!(
            requests[0].contains("Willow Family Practice"),
            "the log holds what was sent: {}",
            requests[0]
        );
        for request in requests {
            for secret in [
                "Wren",
                "Abernethy",
                "@example",
                "wren77531",
                "77531",
                "88642",
                "88643",
                "1980",
                "45401",
                "99213",
                "81002",
                "Care",
                "customer",
            ] {
                assert!(!request.contains(secret), "{secret} in {request}");
            }
        }
        let world = till.sandbox.shared.lock();
        let sent = world.log.all().find(|request| request.method == "POST").unwrap();
        let mut names: Vec<&str> = sent.params.as_map().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "cancel_url",
                "client_reference_id",
                "expires_at",
                "line_items",
                "locale",
                "metadata",
                "mode",
                "payment_intent_data",
                "success_url"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_another_guarantors_payment() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00", "2@V2||81002 30.00"]).await;
        let page = till.page(1, Choice::All).await;
        assert_eq!(till.session(session_of(&page))["amount_total"], 12_000, "their own visits only");
        let other = till.practice.guarantor("A2").await;
        till.pay(&page).await;
        till.webhooks().await;
        let id = till.payment_of(&page);
        {
            let mut tx = till.practice.t.db.read().await.unwrap();
            let practice = till.practice.id;
            assert!(payments::payment(&mut tx, practice, till.payer.guarantor, id).await.unwrap().is_some());
            assert!(payments::payment(&mut tx, practice, other, id).await.unwrap().is_none());
            assert!(payments::history(&mut tx, practice, other, 10).await.unwrap().is_empty());
        }
        // Not even by the same press.
        let (db, door) = (&till.practice.t.db, &till.practice.t.door);
        let payer = payments::Payer { guarantor: other, ..till.payer };
        let press = Press { id: press_id(1), choice: Choice::All, spanish: false };
        let Started::Page(theirs) =
            payments::start(db, door, &till.gateway, PUBLIC_URL, payer, &press).await.unwrap()
        else {
            panic!("another guarantor's press is not theirs")
        };
        assert_eq!(till.session(session_of(&theirs))["amount_total"], 3_000);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn verify_names_money_that_the_gateway_holds_and_the_books_do_not() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        till.is_sound().await;
        till.pay(&page).await;
        let verdict = till.verdict().await;
        assert!(!verdict.ok);
        let session = session_of(&page);
        assert_eq!(
            verdict.violations,
            [format!("the gateway collected 150.00 for session {session}, which the books do not hold")]
        );
        till.webhooks().await;
        till.is_sound().await;
        // And the other way round: the books claim what the gateway never collected.
        till.sandbox.shared.lock().reset();
        let verdict = till.verdict().await;
        assert!(verdict.violations[0].contains("the gateway collected nothing for it"), "{verdict:?}");
    })
    .await;
}
