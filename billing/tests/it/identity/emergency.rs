//! Emergency access: for an hour, with a reason, and loud.

use billing::accounts;
use billing::audit::{self, Event, Filter};
use billing::identity::emergency::{self, Emergency, EmergencyError, LASTS};
use billing::identity::{self, Grant, Wing};
use billing::ledger::verify::verify;
use billing::messages::{self, Template};
use billing::testing::on_each_engine;
use domain::access::{Permission, Role};
use domain::{PracticeId, UserId};
use time::Duration;

use super::house::{House, PASSWORD};
use crate::practice::add_practice;

const WHY: &str = "Somebody collapsed in the waiting room.";

impl House {
    async fn staff(&self, email: &str, practice: PracticeId, role: Role) -> UserId {
        let t = &self.practice.t;
        let grant = [Grant::Staff(practice, role)];
        identity::add_user(&t.db, &t.door, email, "Robin", "en", PASSWORD, &grant).await.unwrap()
    }

    async fn takes(&self, at: PracticeId, user: UserId, why: &str) -> Result<Emergency, EmergencyError> {
        let t = &self.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let taken = emergency::take_in(&mut tx, &t.door, at, user, why).await?;
        tx.commit().await.unwrap();
        Ok(taken)
    }

    async fn told(&self) -> Vec<String> {
        let recent = messages::recent(&mut self.practice.t.db.read().await.unwrap(), 100).await.unwrap();
        let told = recent.into_iter().filter(|one| matches!(one.template(), Some(Template::Emergency)));
        told.map(|one| one.to_address).collect()
    }

    async fn unseen(&self) -> usize {
        let mut tx = self.practice.t.db.read().await.unwrap();
        emergency::of_practice(&mut tx, self.practice.id, true, 10).await.unwrap().len()
    }
}

#[tokio::test]
async fn it_shows_records_for_an_hour_and_administrators_are_told_at_once() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let (t, here) = (&house.practice.t, house.practice.id);
        let dana = house.staff("dana@example.com", here, Role::Administrator).await;
        house.staff("ben@example.com", here, Role::Biller).await;
        let ana = house.staff("ana@example.com", here, Role::FrontDesk).await;
        assert!(matches!(house.takes(here, ana, " help ").await, Err(EmergencyError::Reason)));
        assert!(matches!(house.takes(here, dana, WHY).await, Err(EmergencyError::NotNeeded)));
        assert!(house.told().await.is_empty());

        let secret = house.enter(Wing::Staff, "ana@example.com").await;
        let before = house.session(Wing::Staff, &secret).await.unwrap().reach();
        assert!(!before.may(Permission::SeeBooks));
        let taken = house.takes(here, ana, WHY).await.unwrap();
        assert_eq!(house.takes(here, ana, "The same, once more.").await.unwrap(), taken);
        assert_eq!(house.told().await, ["dana@example.com"]);
        let reach = house.session(Wing::Staff, &secret).await.unwrap().reach();
        assert!(reach.may(Permission::SeeBooks) && reach.may(Permission::TakePayments));
        assert!(!reach.may(Permission::AskForRefunds) && !reach.may(Permission::SeeAudit));

        // Nobody says that they have looked at their own.
        let mut tx = t.db.begin().await.unwrap();
        assert!(!emergency::see_in(&mut tx, &t.door, here, taken.id, ana).await.unwrap());
        assert!(emergency::see_in(&mut tx, &t.door, here, taken.id, dana).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(house.unseen().await, 0);

        // It ends by itself: a session that is used every ten minutes goes on without it.
        for _ in 0..6 {
            t.clock.advance(Duration::minutes(10));
            house.session(Wing::Staff, &secret).await.unwrap();
        }
        assert_eq!(t.door.now(), taken.taken_at + LASTS);
        assert!(!house.session(Wing::Staff, &secret).await.unwrap().reach().may(Permission::SeeBooks));
        // And by hand.
        house.takes(here, ana, WHY).await.unwrap();
        let mut tx = t.db.begin().await.unwrap();
        assert!(emergency::end_in(&mut tx, &t.door, here, ana).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!house.session(Wing::Staff, &secret).await.unwrap().reach().may(Permission::SeeBooks));
        assert_eq!((house.unseen().await, house.told().await.len()), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn a_colleague_of_the_organisation_looks_and_a_stranger_does_not() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let (t, here) = (&house.practice.t, house.practice.id);
        let there = add_practice(&t.db, &t.door, "lakeside").await;
        house.staff("dana@example.com", here, Role::Administrator).await;
        let lee = house.staff("lee@example.com", there, Role::Administrator).await;
        assert!(matches!(house.takes(here, lee, WHY).await, Err(EmergencyError::NotThere)));
        let mut tx = t.db.begin().await.unwrap();
        for practice in [here, there] {
            accounts::set_organisation_in(&mut tx, &t.door, practice, Some("Riverbend")).await.unwrap();
        }
        tx.commit().await.unwrap();
        let secret = house.enter(Wing::Staff, "lee@example.com").await;
        let session = house.session(Wing::Staff, &secret).await.unwrap();
        assert!(!identity::switch_practice(&t.db, &t.door, &session, here).await.unwrap());
        let taken = house.takes(here, lee, WHY).await.unwrap();
        assert!(identity::switch_practice(&t.db, &t.door, &session, here).await.unwrap());
        let session = house.session(Wing::Staff, &secret).await.unwrap();
        assert_eq!((session.practice, session.role), (here, None));
        let may: Vec<Permission> =
            Permission::ALL.iter().copied().filter(|one| session.reach().may(*one)).collect();
        assert_eq!(may, [Permission::Enter, Permission::SeeAccounts, Permission::SeeBooks]);

        // What they look at is marked and sealed.
        let look = Event {
            practice: here,
            user: lee,
            role: session.role,
            emergency: Some(taken.id),
            permission: Permission::SeeAccounts,
            allowed: true,
            method: "GET",
            route: "/staff/accounts/{guarantor}",
            subjects: vec!["a1".to_owned()],
        };
        audit::record(&t.db, &t.door, &look).await.unwrap();
        audit::record(&t.db, &t.door, &Event { emergency: None, ..look }).await.unwrap();
        let mut tx = t.db.read().await.unwrap();
        let under = Filter { emergency: true, ..Filter::default() };
        let kept = audit::newest(&mut tx, here, &under, None, 10).await.unwrap();
        assert_eq!(
            kept.iter().map(|one| (one.seq, one.emergency)).collect::<Vec<_>>(),
            [(1, Some(taken.id))]
        );
        drop(tx);
        assert!(verify(&t.db, &t.door).await.unwrap().ok);

        // The hour is over, and with it the way in.
        for _ in 0..5 {
            t.clock.advance(Duration::minutes(10));
            assert!(house.session(Wing::Staff, &secret).await.is_some());
        }
        t.clock.advance(Duration::minutes(10));
        assert_eq!(house.session(Wing::Staff, &secret).await, None);
    })
    .await;
}
