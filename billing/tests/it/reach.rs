//! Mail that does not arrive: the letter goes on paper, a person is told, once.

use billing::identity::{self, Grant};
use billing::messages::{self, Message, Template};
use billing::statements::{self, StatementError, Why, notices, paperless};
use billing::testing::on_each_engine;
use billing::work;
use domain::UserId;
use domain::access::Role;
use time::Duration;

use crate::practice::{Practice, export};

const ADDRESS: &str = "wren@example.com";

/// A guarantor who reads in the portal, wants no paper, and owes; and somebody at the desk.
async fn practice_of(t: billing::testing::TestDb) -> (Practice, UserId, UserId) {
    let practice = Practice::new(t).await;
    practice.take("visits.csv", export(&["V1||99213 120.00", "2@V2||99213 80"])).await;
    let staff = login(&practice, "dana@example.com", Grant::Staff(practice.id, Role::Administrator)).await;
    let grant = Grant::Guarantor(practice.id, practice.guarantor("A1").await);
    let reader = login(&practice, ADDRESS, grant).await;
    (practice, staff, reader)
}

async fn login(practice: &Practice, email: &str, grant: Grant) -> UserId {
    let (db, door) = (&practice.t.db, &practice.t.door);
    identity::add_user(db, door, email, "Wren", "en", "plum kettle window", &[grant]).await.unwrap()
}

impl Practice {
    async fn goes_paperless(&self, by: UserId) {
        let mut tx = self.t.db.begin().await.unwrap();
        let guarantor = self.guarantor("A1").await;
        paperless::agree_in(&mut tx, &self.t.door, self.id, guarantor, by).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn states(&self) -> Result<uuid::Uuid, StatementError> {
        statements::issue(&self.t.db, &self.t.door, self.id, self.guarantor("A1").await, None).await
    }

    /// The message that a statement is ready, as it is about to be sent.
    async fn notice(&self) -> Message {
        assert_eq!(notices::send_due(&self.t.db, &self.t.door).await.unwrap(), 1);
        let [message] =
            messages::take_due(&self.t.db, &self.t.door, 9).await.unwrap().try_into().ok().unwrap();
        message
    }

    async fn is_refused(&self, message: &Message) {
        messages::refused(&self.t.db, &self.t.door, message).await.unwrap();
    }

    async fn letters(&self, by: UserId) -> usize {
        match notices::batch(&self.t.db, &self.t.door, self.id, by, notices::LETTERS).await.unwrap() {
            Some(batch) => {
                let mut tx = self.t.db.read().await.unwrap();
                notices::letters(&mut tx, self.id, batch).await.unwrap().len()
            }
            None => 0,
        }
    }

    async fn work_about_email(&self) -> Vec<work::WorkItem> {
        let mut tx = self.t.db.read().await.unwrap();
        let waiting = work::waiting(&mut tx, self.id, 10).await.unwrap();
        waiting.into_iter().filter(|item| item.is_about_email()).collect()
    }
}

#[tokio::test]
async fn an_email_that_is_refused_for_good_becomes_a_letter_and_work() {
    on_each_engine(|t| async move {
        let (practice, staff, reader) = practice_of(t).await;
        practice.goes_paperless(reader).await;
        practice.states().await.unwrap();
        let message = practice.notice().await;
        practice.is_refused(&message).await;
        practice.t.clock.advance(Duration::days(4));
        let again = messages::take_due(&practice.t.db, &practice.t.door, 9).await.unwrap();
        assert!(again.is_empty(), "what is refused for good is not tried again");
        let [item] = practice.work_about_email().await.try_into().ok().unwrap();
        assert_eq!(item.kind(), Some(work::WorkKind::ReturnedMail));
        assert_eq!(item.guarantor_id, Some(practice.guarantor("A1").await));
        assert_eq!(practice.letters(staff).await, 1, "paperless, but nothing else reaches them");

        practice.t.clock.advance(Duration::days(30));
        practice.states().await.unwrap();
        assert_eq!(notices::send_due(&practice.t.db, &practice.t.door).await.unwrap(), 0);
        practice.t.clock.advance(Duration::days(4));
        assert_eq!(practice.letters(staff).await, 1, "the next one goes on paper at once");
        assert_eq!(practice.work_about_email().await.len(), 1, "one work, however often");
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_was_saved_already_waits_again() {
    on_each_engine(|t| async move {
        let (practice, staff, reader) = practice_of(t).await;
        practice.goes_paperless(reader).await;
        practice.states().await.unwrap();
        let message = practice.notice().await;
        practice.t.clock.advance(Duration::days(4));
        assert_eq!(practice.letters(staff).await, 0, "saved: it goes by email");
        practice.is_refused(&message).await;
        assert_eq!(practice.letters(staff).await, 1);
    })
    .await;
}

#[tokio::test]
async fn another_login_or_another_address_is_reached_and_gets_no_letter() {
    on_each_engine(|t| async move {
        let (practice, staff, reader) = practice_of(t).await;
        practice.goes_paperless(reader).await;
        practice.states().await.unwrap();
        let message = practice.notice().await;
        practice.is_refused(&message).await;
        let grant = Grant::Guarantor(practice.id, practice.guarantor("A1").await);
        login(&practice, "wren@elsewhere.example.com", grant).await;
        practice.t.clock.advance(Duration::days(30));
        practice.states().await.unwrap();
        let next = practice.notice().await;
        assert_eq!(next.to_address, "wren@elsewhere.example.com");
        practice.t.clock.advance(Duration::days(4));
        assert_eq!(practice.letters(staff).await, 0, "both letters were saved");
    })
    .await;
}

#[tokio::test]
async fn an_address_that_takes_mail_again_is_no_longer_marked() {
    on_each_engine(|t| async move {
        let (practice, staff, reader) = practice_of(t).await;
        practice.goes_paperless(reader).await;
        practice.states().await.unwrap();
        let message = practice.notice().await;
        practice.is_refused(&message).await;
        let (db, door) = (&practice.t.db, &practice.t.door);
        {
            let mut tx = db.begin().await.unwrap();
            let reset = Template::Reset { secret: "5ec7e7".to_owned() };
            messages::enqueue_in(&mut tx, door, None, "reset:1", ADDRESS, "en", &reset).await.unwrap();
            tx.commit().await.unwrap();
        }
        let reset = messages::take_due(db, door, 9).await.unwrap();
        messages::sent(db, door, reset[0].id, false).await.unwrap();
        assert!(practice.work_about_email().await.is_empty(), "the cause is gone");
        practice.t.clock.advance(Duration::days(30));
        practice.states().await.unwrap();
        practice.notice().await;
        practice.t.clock.advance(Duration::days(4));
        assert_eq!(practice.letters(staff).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_notice_that_is_given_up_is_before_a_person_and_the_address_stays() {
    on_each_engine(|t| async move {
        let (practice, _, _) = practice_of(t).await;
        practice.states().await.unwrap();
        let mut message = practice.notice().await;
        for attempt in 1..=8 {
            message.attempts = attempt;
            assert!(practice.work_about_email().await.is_empty(), "try {attempt}");
            messages::not_sent(&practice.t.db, &practice.t.door, &message).await.unwrap();
        }
        assert_eq!(practice.work_about_email().await.len(), 1);
        assert_eq!(practice.count("SELECT COUNT(*) FROM refused_addresses").await, 0);
    })
    .await;
}

#[tokio::test]
async fn who_is_reached_neither_way_gets_no_statement_until_somebody_looks() {
    on_each_engine(|t| async move {
        let (practice, _, _) = practice_of(t).await;
        practice.states().await.unwrap();
        let message = practice.notice().await;
        practice.is_refused(&message).await;
        {
            let mut tx = practice.t.db.begin().await.unwrap();
            let guarantor = practice.guarantor("A1").await;
            work::hold_because_in(&mut tx, &practice.t.door, practice.id, guarantor, "bad_address", "x")
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        practice.t.clock.advance(Duration::days(30));
        assert!(matches!(practice.states().await, Err(StatementError::NotNow(Why::BadAddress))));
    })
    .await;
}

#[tokio::test]
async fn what_a_stranger_typed_is_not_kept() {
    on_each_engine(|t| async move {
        let (practice, _, _) = practice_of(t).await;
        let (db, door) = (&practice.t.db, &practice.t.door);
        let mut tx = db.begin().await.unwrap();
        let confirm = Template::Confirm { secret: "5ec7e7".to_owned() };
        messages::enqueue_in(&mut tx, door, None, "confirm:1", "nobody@example.com", "en", &confirm)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let confirm = messages::take_due(db, door, 9).await.unwrap();
        practice.is_refused(&confirm[0]).await;
        assert_eq!(practice.count("SELECT COUNT(*) FROM refused_addresses").await, 0);
        assert!(practice.work_about_email().await.is_empty());
    })
    .await;
}
