//! Staff give money back: how much, who agrees, what the books say afterwards.

use billing::refunds::{RefundError, RefundState};
use billing::testing::on_each_engine;
use billing::work::WorkKind;
use domain::ledger::Kind;
use domain::payment::Choice;
use domain::{PaymentId, RefundId};
use tokio::task::JoinSet;

use super::office::{cents, wish};
use super::till::Till;
use crate::practice::era;

/// Both of one day; the second is the newer one.
const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];
/// Above the limit from which a second person has to agree, which is $200.
const LARGE: [&str; 1] = ["V1||99213 300.00"];

fn kinds(payments: &[domain::story::PatientPayment]) -> Vec<(Kind, i64)> {
    payments.iter().map(|payment| (payment.kind, payment.amount.cents())).collect()
}

#[tokio::test]
async fn a_full_refund_makes_everything_due_again_and_is_part_of_the_story() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let refund = till.give_back(2, payment, 15_000, staff).await;
        assert_eq!(till.tally().await, (15_000, 0, 1));
        let story = till.practice.story("V1").await;
        assert_eq!(kinds(&story.payments), [(Kind::PatientPayment, 12_000), (Kind::Refund, -12_000)]);
        let given = till.all("refund");
        assert_eq!((given.len(), &given[0]["amount"]), (1, &15_000.into()));
        let refund = till.refund(refund).await;
        assert_eq!((refund.asked_by, refund.settled_on.is_some()), (Some(staff), true));
        till.webhooks().await;
        assert_eq!(till.tally().await, (15_000, 0, 1), "the webhook tells nothing new");
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_partial_refund_reopens_the_newest_visit_first() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        till.give_back(2, payment, 2_500, staff).await;
        assert_eq!((till.practice.open("V1").await.2, till.practice.open("V2").await.2), (0, 2_500));
        till.give_back(3, payment, 1_500, staff).await;
        assert_eq!((till.practice.open("V1").await.2, till.practice.open("V2").await.2), (1_000, 3_000));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn partial_refunds_end_at_the_cent_that_was_paid() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let too_much = till.ask(2, payment, 15_001, staff).await;
        assert!(matches!(too_much, Err(RefundError::TooMuch(most)) if most == cents(15_000)), "{too_much:?}");
        for (press, amount) in [(3, 5_000), (4, 9_999), (5, 1)] {
            till.give_back(press, payment, amount, staff).await;
        }
        let one_more = till.ask(6, payment, 1, staff).await;
        assert!(matches!(one_more, Err(RefundError::TooMuch(most)) if most == cents(0)), "{one_more:?}");
        assert_eq!(till.tally().await.1, 0);
        assert_eq!(till.count("refund", "status", "succeeded"), 3);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_is_given_back_of_what_was_not_paid() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let page = till.page(1, Choice::All).await;
        let open = till.payment_of(&page);
        for (payment, what) in [(open, "an open page"), (PaymentId(super::press_id(99)), "no payment")] {
            let asked = till.ask(2, payment, 100, staff).await;
            assert!(matches!(asked, Err(RefundError::NotThere)), "{what}: {asked:?}");
        }
        till.pay(&page).await;
        till.webhooks().await;
        for nothing in [0, -1, -15_000] {
            assert!(matches!(till.ask(2, open, nothing, staff).await, Err(RefundError::TooLittle)));
        }
        let t = &till.practice.t;
        let rival = crate::practice::add_practice(&t.db, &t.door, "rival").await;
        let theirs = billing::refunds::ask(&t.db, &t.door, rival, staff, &wish(2, open, 100)).await;
        assert!(matches!(theirs, Err(RefundError::NotThere)), "another practice's staff: {theirs:?}");
        assert_eq!(till.all("refund").len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn never_more_than_was_paid_goes_back_however_many_ask_at_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let mut asking = JoinSet::new();
        for n in 0..4_u8 {
            let (db, door) = till.practice.other_process(100 + u64::from(n)).await;
            let (practice, gateway) = (till.practice.id, till.gateway.clone());
            asking.spawn(async move {
                let ask = wish(u128::from(n) + 10, payment, 9_000);
                let refund = billing::refunds::ask(&db, &door, practice, staff, &ask).await?;
                billing::refunds::send(&db, &door, &gateway, practice, refund.id).await
            });
        }
        let outcomes = asking.join_all().await;
        let done = outcomes.iter().filter(|outcome| matches!(outcome, Ok(RefundState::Done))).count();
        let refused =
            outcomes.iter().filter(|outcome| matches!(outcome, Err(RefundError::TooMuch(_)))).count();
        assert_eq!((done, refused), (1, 3), "{outcomes:?}");
        assert_eq!((till.all("refund").len(), till.tally().await.1), (1, 6_000));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn the_same_press_twice_is_one_refund() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let first = till.give_back(2, payment, 5_000, staff).await;
        let again = till.ask(2, payment, 5_000, staff).await.unwrap();
        assert_eq!((again.id, again.state), (first, RefundState::Done));
        assert_eq!(till.send(again.id).await.unwrap(), RefundState::Done);
        assert_eq!((till.all("refund").len(), till.refunds_of(payment).await.len()), (1, 1));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_press_from_many_processes_at_once_is_one_refund() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let mut asking = JoinSet::new();
        for n in 0..4 {
            let (db, door) = till.practice.other_process(100 + n).await;
            let (practice, gateway) = (till.practice.id, till.gateway.clone());
            asking.spawn(async move {
                // All of it: whoever comes second finds nothing left, and its own press.
                let ask = wish(2, payment, 15_000);
                let refund = billing::refunds::ask(&db, &door, practice, staff, &ask).await.unwrap();
                // One of them may be told that the gateway is busy with the other.
                let _ = billing::refunds::send(&db, &door, &gateway, practice, refund.id).await;
                refund.id
            });
        }
        let mut ids: Vec<RefundId> = asking.join_all().await;
        ids.dedup();
        assert_eq!(ids.len(), 1);
        till.webhooks().await;
        assert_eq!(till.refund(ids[0]).await.state, RefundState::Done);
        assert_eq!((till.all("refund").len(), till.tally().await), (1, (15_000, 0, 1)));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn above_the_limit_a_second_person_has_to_agree() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &LARGE).await;
        let (ada, ben) = (till.staff("ada").await, till.staff("ben").await);
        let payment = till.paid(1, Choice::All).await;
        let refund = till.ask(2, payment, 20_001, ada).await.unwrap();
        assert_eq!(refund.state, RefundState::Asked);
        assert_eq!(till.work().await, [WorkKind::RefundApproval]);
        assert_eq!(till.send(refund.id).await.unwrap(), RefundState::Asked);
        let own = till.decide(refund.id, ada, true).await;
        assert!(matches!(own, Err(RefundError::SamePerson)), "{own:?}");
        assert_eq!(till.all("refund").len(), 0, "nothing left yet");
        // What waits counts as gone.
        let other = till.ask(3, payment, 10_000, ben).await;
        assert!(matches!(other, Err(RefundError::TooMuch(most)) if most == cents(9_999)), "{other:?}");
        let agreed = till.decide(refund.id, ben, true).await.unwrap();
        assert_eq!((agreed.state, agreed.decided_by), (RefundState::Approved, Some(ben)));
        assert!(matches!(till.decide(refund.id, ben, false).await, Err(RefundError::NotThere)), "decided");
        assert_eq!(till.send(refund.id).await.unwrap(), RefundState::Done);
        assert_eq!((till.work().await, till.tally().await.0), (vec![], 20_001));
        // At the limit nobody else is asked.
        let till_limit = till.ask(4, payment, 9_999, ada).await.unwrap();
        assert_eq!(till_limit.state, RefundState::Approved);
        till.send(till_limit.id).await.unwrap();
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_large_refund_in_small_pieces_is_a_large_refund() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &LARGE).await;
        let ada = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let states = [(2, 12_000), (3, 8_000), (4, 1)];
        let mut seen = Vec::new();
        for (press, amount) in states {
            seen.push(till.ask(press, payment, amount, ada).await.unwrap().state);
        }
        assert_eq!(seen, [RefundState::Approved, RefundState::Approved, RefundState::Asked]);
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_one_person_for_two() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &LARGE).await;
        let ada = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        till.ask(2, payment, 25_000, ada).await.unwrap();
        let alone = "UPDATE refunds SET state = 'approved', decided_by = asked_by";
        assert!(till.practice.by_hand(alone).await.is_err());
        assert_eq!(till.refunds_of(payment).await[0].state, RefundState::Asked);
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_was_declined_leaves_everything_as_it_was() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &LARGE).await;
        let (ada, ben) = (till.staff("ada").await, till.staff("ben").await);
        let payment = till.paid(1, Choice::All).await;
        for (press, by) in [(2, ben), (3, ada)] {
            let refund = till.ask(press, payment, 30_000, ada).await.unwrap();
            let declined = till.decide(refund.id, by, false).await.unwrap();
            assert_eq!(declined.state, RefundState::Declined, "who asked may take it back");
            assert_eq!(till.send(refund.id).await.unwrap(), RefundState::Declined);
        }
        assert_eq!((till.work().await, till.all("refund").len()), (vec![], 0));
        assert_eq!(till.tally().await, (0, 30_000, 1));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_of_a_credit_leaves_every_balance_as_it_is() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1|Larkspur|99213 150.00", "V2||81002 30.00"]).await;
        let staff = till.staff("ada").await;
        let practice = &till.practice;
        let decided = ["CLP*V1*1*150*80*20*12*N1", "SVC*HC:99213*150*80", "CAS*CO*45*50", "CAS*PR*3*20"];
        practice.take("one.835", era("LARKSPUR", "T1", &decided)).await;
        let payment = till.paid(1, Choice::All).await;
        let back = ["CLP*V1*22*-150*-80*-20*12*N1", "SVC*HC:99213*-150*-80", "CAS*CO*45*-50", "CAS*PR*3*-20"];
        practice.take("two.835", era("LARKSPUR", "T2", &back)).await;
        assert_eq!((practice.open("V1").await.3, practice.open("V2").await), (2_000, (0, 0, 0, 0)));
        till.give_back(2, payment, 2_000, staff).await;
        assert_eq!((practice.open("V1").await.3, practice.open("V2").await), (0, (0, 0, 0, 0)));
        assert_eq!(till.tally().await, (0, 3_000, 1));
        let story = practice.story("V1").await;
        assert_eq!(kinds(&story.payments), [(Kind::PatientPayment, 2_000), (Kind::Refund, -2_000)]);
        till.give_back(3, payment, 1_000, staff).await;
        assert_eq!(practice.open("V2").await.2, 1_000, "beyond the credit it is owed again");
        till.is_reconciled().await;
    })
    .await;
}
