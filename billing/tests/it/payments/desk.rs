//! Cash, cheques and the terminal: posted at once, once, and never refused for being too
//! much.

use billing::payments::desk::{self, DeskError, Taken};
use billing::payments::{self, Method};
use billing::refunds::RefundState;
use billing::testing::on_each_engine;
use domain::GuarantorId;
use domain::payment::Choice;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::office::cents;
use super::till::Till;
use crate::practice::press_id;

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];

fn taken(press: u128, guarantor: GuarantorId, method: Method, reference: Option<&str>, amount: i64) -> Taken {
    let reference = reference.map(str::to_owned);
    Taken { press: press_id(press), guarantor, method, reference, amount: cents(amount), visits: Vec::new() }
}

#[tokio::test]
async fn each_way_of_paying_at_the_desk_is_in_its_own_account_at_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let ways =
            [(Method::Cash, "cash_drawer"), (Method::Check, "checks"), (Method::Terminal, "card_terminal")];
        for ((method, account), press) in ways.into_iter().zip(1..) {
            let payment = till.take(press, method, 5_000, staff).await.unwrap();
            assert_eq!(till.practice.on(account).await, 5_000);
            let newest = till.history().await.remove(0);
            assert_eq!((newest.id, newest.method, newest.user), (payment, method, staff));
            assert_eq!(newest.reference.as_deref(), Some("1001"));
        }
        assert_eq!(till.tally().await, (0, 0, 0));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_receipt_names_the_visits_that_were_paid_oldest_first() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.take(1, Method::Cash, 13_000, staff).await.unwrap();
        let mut tx = till.practice.t.db.read().await.unwrap();
        let parts = payments::parts(&mut tx, till.practice.id, payment).await.unwrap();
        drop(tx);
        let (one, two) = (till.practice.visit("V1").await, till.practice.visit("V2").await);
        let parts: Vec<_> = parts.iter().map(|part| (part.visit_id, part.amount_cents)).collect();
        assert_eq!(parts, [(one, 12_000), (two, 1_000)]);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn money_for_a_named_visit_pays_that_visit() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let two = till.practice.visit("V2").await;
        let named = Taken { visits: vec![two], ..taken(1, till.payer.guarantor, Method::Cash, None, 2_000) };
        let t = &till.practice.t;
        desk::take(&t.db, &t.door, till.practice.id, staff, &named).await.unwrap();
        assert_eq!((till.practice.open("V1").await.2, till.practice.open("V2").await.2), (12_000, 1_000));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn more_than_is_due_becomes_a_credit_on_the_newest_visit() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        till.take(1, Method::Cash, 20_000, staff).await.unwrap();
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 0));
        assert_eq!(till.practice.open("V2").await, (0, 0, 0, 5_000));
        till.take(2, Method::Check, 100, staff).await.unwrap();
        assert_eq!(till.practice.open("V2").await, (0, 0, 0, 5_100));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_posted_is_refused_with_its_reason() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let (t, practice, payer) = (&till.practice.t, till.practice.id, till.payer.guarantor);
        let refused =
            async |what: Taken| desk::take(&t.db, &t.door, practice, staff, &what).await.unwrap_err();
        for number in [None, Some(""), Some("  ")] {
            for method in [Method::Check, Method::Terminal] {
                let error = refused(taken(1, payer, method, number, 100)).await;
                assert!(matches!(error, DeskError::NoReference), "{number:?}: {error}");
            }
        }
        for amount in [0, -100] {
            let error = refused(taken(1, payer, Method::Cash, None, amount)).await;
            assert!(matches!(error, DeskError::TooLittle), "{error}");
        }
        let error = refused(taken(1, payer, Method::Online, None, 100)).await;
        assert!(matches!(error, DeskError::NotAtDesk), "{error}");
        let error = refused(taken(1, GuarantorId(Uuid::from_u128(1)), Method::Cash, None, 100)).await;
        assert!(matches!(error, DeskError::NoVisit), "{error}");
        assert_eq!(till.states().await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_press_at_the_desk_posts_once_also_from_many_processes() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let mut pressing = JoinSet::new();
        for n in 0..4 {
            let (db, door) = till.practice.other_process(100 + n).await;
            let (practice, what) =
                (till.practice.id, taken(1, till.payer.guarantor, Method::Cash, None, 15_000));
            pressing.spawn(async move { desk::take(&db, &door, practice, staff, &what).await.unwrap() });
        }
        let mut ids = pressing.join_all().await;
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(till.take(1, Method::Cash, 15_000, staff).await.unwrap(), ids[0]);
        assert_eq!((till.practice.on("cash_drawer").await, till.practice.dues("A1").await), (15_000, 0));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cash_and_a_card_for_the_same_bill_at_once_leave_a_credit_and_lose_nothing() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let (desk, _) = tokio::join!(till.take(2, Method::Cash, 15_000, staff), till.come_back(&page));
        desk.unwrap();
        assert_eq!((till.practice.dues("A1").await, till.practice.on("patient_credit").await), (0, -15_000));
        assert_eq!(
            (till.practice.on("cash_drawer").await, till.practice.on("gateway_cash").await),
            (15_000, 15_000)
        );
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_at_the_desk_is_handed_over_and_booked_at_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        // A cheque is answered with a cheque of the practice's own; the payer's stays in the drawer.
        let ways = [
            (Method::Cash, "cash_drawer", 3_000),
            (Method::Check, "bank", -2_000),
            (Method::Terminal, "card_terminal", 3_000),
        ];
        for ((method, account, left), press) in ways.into_iter().zip(1..) {
            let payment = till.take(press, method, 5_000, staff).await.unwrap();
            let refund = till.ask(press + 10, payment, 2_000, staff).await.unwrap();
            assert_eq!((refund.state, refund.method), (RefundState::Done, method));
            assert_eq!(till.practice.on(account).await, left, "{method:?}");
            assert_eq!(till.send(refund.id).await.unwrap(), RefundState::Done, "there is nothing to send");
        }
        assert_eq!((till.practice.dues("A1").await, till.all("refund").len()), (6_000, 0));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn cash_above_the_limit_is_handed_over_when_a_second_person_agrees() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 300.00"]).await;
        let (ada, ben) = (till.staff("ada").await, till.staff("ben").await);
        let payment = till.take(1, Method::Cash, 30_000, ada).await.unwrap();
        let refund = till.ask(2, payment, 25_000, ada).await.unwrap();
        assert_eq!((refund.state, till.practice.on("cash_drawer").await), (RefundState::Asked, 30_000));
        let handed = till.decide(refund.id, ben, true).await.unwrap();
        assert_eq!((handed.state, till.practice.on("cash_drawer").await), (RefundState::Done, 5_000));
        till.is_sound().await;
    })
    .await;
}
