//! What a patient sends, once and to somebody who reads it.

use billing::disputes::act::{Patient, close_over};
use billing::disputes::{self, DisputeError};
use billing::identity::{self, Grant};
use billing::testing::on_each_engine;
use billing::work::{self, WorkKind};
use domain::DisputeId;
use domain::dispute::{Outcome, Reason, State};
use time::Duration;

use super::{Act, Till, act, appeals_from, decides, decision, does, now, patient, tell, withdraws, writes};

const ONE: [&str; 1] = ["V1||99213 120.00"];

async fn waits(till: &Till) -> Vec<WorkKind> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let waiting = work::waiting(&mut tx, till.payer.practice, 100).await.unwrap();
    waiting.iter().filter_map(work::WorkItem::kind).collect()
}

async fn steps(till: &Till, id: DisputeId) -> Vec<String> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let steps = disputes::steps(&mut tx, till.payer.practice, id).await.unwrap();
    steps.into_iter().map(|step| step.step).collect()
}

#[tokio::test]
async fn words_after_a_decision_are_somebodys_work_until_they_are_answered() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let (t, dana) = (&till.practice.t, till.staff("dana").await);
        let case = tell(&till, 1, "V1", &[], Reason::WrongAmount).await.unwrap();
        let decided = decides(&till, dana, &case, &decision(Outcome::Upheld, 0, 0)).await.unwrap();
        assert_eq!(waits(&till).await, []);
        writes(&till, patient(&till), (case.id, decided.seq), "But why?").await.unwrap();
        assert_eq!(waits(&till).await, [WorkKind::Dispute]);
        till.advance(Duration::days(31)).await;
        assert_eq!(close_over(&t.db, &t.door).await.unwrap(), 0, "nobody has read it");
        let answer = Act::Write { message: "Because of the second test.".to_owned() };
        does(&till, dana, &now(&till, case.id).await, &answer).await.unwrap();
        assert_eq!(waits(&till).await, []);
        assert_eq!(close_over(&t.db, &t.door).await.unwrap(), 1);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_the_patient_stays_in_sight() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let dana = till.staff("dana").await;
        let case = tell(&till, 1, "V1", &[], Reason::WrongAmount).await.unwrap();
        let asked = Act::AskPatient { message: "Which day?".to_owned() };
        let asked = does(&till, dana, &case, &asked).await.unwrap();
        let mut tx = till.practice.t.db.read().await.unwrap();
        let waiting = work::waiting(&mut tx, case.practice, 9).await.unwrap();
        assert_eq!(waiting.len(), 1);
        let last = billing::door::end_of(asked.dispute.act_by.unwrap(), "America/New_York");
        assert_eq!(waiting[0].due_at, last, "until the last day for an answer");
    })
    .await;
}

#[tokio::test]
async fn a_press_is_taken_once_and_no_words_are_lost() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let dana = till.staff("dana").await;
        let case = tell(&till, 1, "V1", &[], Reason::WrongAmount).await.unwrap();
        let page = (case.id, case.seq);
        for _ in 0..2 {
            writes(&till, patient(&till), page, "It was the 1st.").await.unwrap();
        }
        // From the same page, left open in another tab.
        writes(&till, patient(&till), page, "No, the 2nd.").await.unwrap();
        assert_eq!(steps(&till, case.id).await, ["opened", "patient_wrote", "patient_wrote"]);
        let written = now(&till, case.id).await;
        let decided = decides(&till, dana, &written, &decision(Outcome::Upheld, 0, 0)).await.unwrap();
        let first = appeals_from(&till, patient(&till), (case.id, decided.seq)).await.unwrap();
        let second = appeals_from(&till, patient(&till), (case.id, decided.seq)).await.unwrap();
        assert_eq!((second.seq, second.dispute.state), (first.seq, State::Appealed));
        let later = appeals_from(&till, patient(&till), (case.id, first.seq)).await;
        assert!(matches!(later, Err(DisputeError::Refused(_))));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn who_only_has_a_part_in_the_account_writes_and_ends_nothing() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let (t, dana) = (&till.practice.t, till.staff("dana").await);
        let grant = [Grant::Staff(till.payer.practice, domain::access::Role::Auditor)];
        let helper =
            identity::add_user(&t.db, &t.door, "h@example.com", "Hal", "en", "harbour violet ladder", &grant);
        let helper = Patient { user: helper.await.unwrap(), answers: false, ..patient(&till) };
        let case = tell(&till, 1, "V1", &[], Reason::WrongAmount).await.unwrap();
        let written = writes(&till, helper, (case.id, case.seq), "I was with her.").await.unwrap();
        assert_eq!(written.seq, 2);
        let mut tx = t.db.begin().await.unwrap();
        let ended = act::withdraw_in(&mut tx, &t.door, helper, case.id).await;
        assert!(matches!(ended, Err(DisputeError::NotThere)));
        drop(tx);
        let decided = decides(&till, dana, &written, &decision(Outcome::Upheld, 0, 0)).await.unwrap();
        let again = appeals_from(&till, helper, (case.id, decided.seq)).await;
        assert!(matches!(again, Err(DisputeError::NotThere)));
        // Who told it may, without answering for the account.
        let teller = Patient { answers: false, ..patient(&till) };
        appeals_from(&till, teller, (case.id, decided.seq)).await.unwrap();
        withdraws(&till, case.id).await.unwrap();
        till.is_sound().await;
    })
    .await;
}
