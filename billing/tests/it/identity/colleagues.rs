//! Colleagues who are asked in by email, and a way back for who has lost everything.

use billing::accounts;
use billing::identity::colleagues::{self, Colleague, ColleagueError};
use billing::identity::people::{self, PeopleError};
use billing::identity::{self, IdentityError, LinkPurpose, Wing};
use billing::testing::on_each_engine;
use domain::UserId;
use domain::access::Role;
use time::Duration;

use super::house::{House, PASSWORD};

const DANA: &str = "dana@example.com";
const SAM: &str = "sam@example.com";
const OTHER: &str = "copper lantern orchard";

impl House {
    async fn asks_in(&self, by: UserId, email: &str, role: Role, across: bool) -> Result<(), ColleagueError> {
        let t = &self.practice.t;
        let colleague = Colleague { email, language: "es", role, across };
        colleagues::ask(&t.db, &t.door, (self.practice.id, by), &colleague).await
    }

    async fn comes(&self, secret: &str, password: &str) -> Result<String, ColleagueError> {
        let t = &self.practice.t;
        colleagues::accept(&t.db, &t.door, secret, ("Sam", password, "es")).await
    }

    async fn who(&self, email: &str) -> UserId {
        people::by_email(&mut self.practice.t.db.read().await.unwrap(), email).await.unwrap().unwrap()
    }

    async fn is(&self, email: &str) -> Option<Role> {
        let user = self.who(email).await;
        people::role_in(&mut self.practice.t.db.read().await.unwrap(), self.practice.id, user).await.unwrap()
    }
}

#[tokio::test]
async fn a_colleague_comes_in_by_the_letter_once_and_the_newest_letter_counts() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.biller(DANA).await;
        let dana = house.who(DANA).await;
        house.asks_in(dana, " Sam@Example.com", Role::Biller, false).await.unwrap();
        let old = house.link().await;
        house.asks_in(dana, SAM, Role::FrontDesk, false).await.unwrap();
        let letter = house.link().await;
        assert!(matches!(house.comes(&old, PASSWORD).await, Err(ColleagueError::BadLink)));
        let weak = house.comes(&letter, "password1234").await;
        assert!(matches!(weak, Err(ColleagueError::Identity(IdentityError::Password(_)))), "{weak:?}");
        let secret = house.comes(&letter, PASSWORD).await.unwrap();
        let session = house.session(Wing::Staff, &secret).await.unwrap();
        assert_eq!((session.practice, session.role), (house.practice.id, Some(Role::FrontDesk)));
        assert!(matches!(house.comes(&letter, PASSWORD).await, Err(ColleagueError::BadLink)), "once");
        let here = house.asks_in(dana, SAM, Role::Manager, false).await;
        assert!(matches!(here, Err(ColleagueError::Here)));
        assert_eq!(house.is(SAM).await, Some(Role::FrontDesk));
        // Nothing in the database opens anything.
        assert!(!house.dump("staff_invitations").await.contains(&letter));
    })
    .await;
}

#[tokio::test]
async fn a_letter_is_worth_what_who_sent_it_may_still_say() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.biller(DANA).await;
        house.biller("ines@example.com").await;
        let (dana, ines) = (house.who(DANA).await, house.who("ines@example.com").await);
        house.asks_in(ines, SAM, Role::Administrator, false).await.unwrap();
        let letter = house.link().await;
        let t = &house.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        people::change_in(&mut tx, &t.door, house.practice.id, dana, ines, Some(Role::Biller)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(house.comes(&letter, PASSWORD).await, Err(ColleagueError::BadLink)));
        let mut tx = t.db.read().await.unwrap();
        assert_eq!(people::by_email(&mut tx, SAM).await.unwrap(), None, "no login that opens nothing");
        drop(tx);
        let may_not = house.asks_in(ines, "jo@example.com", Role::FrontDesk, false).await;
        assert!(matches!(may_not, Err(ColleagueError::People(PeopleError::NotAllowed))));

        // Taken back, and too old.
        house.asks_in(dana, "jo@example.com", Role::FrontDesk, false).await.unwrap();
        let letter = house.link().await;
        let mut tx = t.db.begin().await.unwrap();
        let waiting = colleagues::waiting(&mut tx, &t.door, house.practice.id).await.unwrap();
        let jo = waiting.iter().find(|one| one.email == "jo@example.com").unwrap();
        assert!(colleagues::take_back_in(&mut tx, &t.door, house.practice.id, jo.id).await.unwrap());
        tx.commit().await.unwrap();
        assert!(matches!(house.comes(&letter, PASSWORD).await, Err(ColleagueError::BadLink)));
        house.asks_in(dana, "kai@example.com", Role::FrontDesk, false).await.unwrap();
        let letter = house.link().await;
        t.clock.advance(Duration::days(7) + Duration::SECOND);
        assert!(matches!(house.comes(&letter, PASSWORD).await, Err(ColleagueError::BadLink)));
    })
    .await;
}

#[tokio::test]
async fn a_patient_who_is_asked_in_keeps_their_password_and_a_role_across_is_given_by_who_has_it() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.biller(DANA).await;
        house.resident(SAM).await;
        let dana = house.who(DANA).await;
        let alone = house.asks_in(dana, SAM, Role::Manager, true).await;
        assert!(matches!(alone, Err(ColleagueError::People(PeopleError::NotAllowed))), "no organisation");
        let t = &house.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        accounts::set_organisation_in(&mut tx, &t.door, house.practice.id, Some("Riverbend")).await.unwrap();
        let organisation = accounts::organisation_in(&mut tx, &t.door, "Riverbend").await.unwrap();
        tx.commit().await.unwrap();
        let local = house.asks_in(dana, SAM, Role::Manager, true).await;
        assert!(matches!(local, Err(ColleagueError::People(PeopleError::NotAllowed))), "hers alone");
        let mut tx = t.db.begin().await.unwrap();
        let role = Some(Role::Administrator);
        people::set_across_in(&mut tx, &t.door, organisation, dana, role).await.unwrap();
        tx.commit().await.unwrap();
        house.asks_in(dana, SAM, Role::Manager, true).await.unwrap();
        let letter = house.link().await;
        let wrong = house.comes(&letter, OTHER).await;
        assert!(matches!(wrong, Err(ColleagueError::Identity(IdentityError::NotMatching))), "{wrong:?}");
        house.comes(&letter, PASSWORD).await.unwrap();
        assert_eq!(house.is(SAM).await, Some(Role::Manager));
        house.enter(Wing::Patient, SAM).await;

        let sam = house.who(SAM).await;
        let change = async |by, user, role| {
            let mut tx = t.db.begin().await.unwrap();
            let done = people::change_across_in(&mut tx, &t.door, house.practice.id, by, user, role).await;
            tx.commit().await.unwrap();
            done
        };
        assert!(matches!(change(sam, dana, None).await, Err(PeopleError::NotThere)));
        assert!(matches!(change(dana, dana, None).await, Err(PeopleError::Own)));
        change(dana, sam, Some(Role::Auditor)).await.unwrap();
        assert_eq!(house.is(SAM).await, Some(Role::Auditor));
        change(dana, sam, None).await.unwrap();
        assert_eq!(house.is(SAM).await, None);
    })
    .await;
}

#[tokio::test]
async fn who_has_lost_everything_is_let_in_by_the_operator_and_by_nothing_they_had() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.biller(DANA).await;
        let before = house.enter(Wing::Staff, DANA).await;
        let t = &house.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        assert_eq!(identity::recover_in(&mut tx, &t.door, "nobody@example.com").await.unwrap(), None);
        let secret = identity::recover_in(&mut tx, &t.door, DANA).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert!(house.session(Wing::Staff, &before).await.is_none());
        let (db, door) = (&t.db, &t.door);
        let entered =
            identity::set_password_by_link(db, door, LinkPurpose::Reset, &secret, OTHER, "en").await;
        let (session, _, wing) = entered.unwrap();
        assert_eq!(wing, Wing::Staff);
        assert!(house.session(Wing::Staff, &session).await.is_some());
        assert!(house.sign_in(Wing::Staff, DANA, PASSWORD).await.is_err());
        house.sign_in(Wing::Staff, DANA, OTHER).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_letters_to_one_address_at_once_leave_one_that_opens() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.biller(DANA).await;
        let dana = house.who(DANA).await;
        let (one, other) = tokio::join!(
            house.asks_in(dana, SAM, Role::Biller, false),
            house.asks_in(dana, SAM, Role::Biller, false)
        );
        assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
        let mut tx = house.practice.t.db.read().await.unwrap();
        let waiting = colleagues::waiting(&mut tx, &house.practice.t.door, house.practice.id).await.unwrap();
        assert_eq!(waiting.len(), 1);
    })
    .await;
}
