//! Emergency access: for an hour, with a reason, and loud.

use billing::accounts;
use billing::audit::{self, Event, Filter};
use billing::identity::emergency::{self, Emergency, EmergencyError, LASTS};
use billing::identity::{self, Grant, Wing, people, second};
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
        emergency::unseen(&mut tx, self.practice.id).await.unwrap().len()
    }

    async fn together(&self, practices: &[PracticeId]) {
        let t = &self.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        for practice in practices {
            accounts::set_organisation_in(&mut tx, &t.door, *practice, Some("Riverbend")).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn lasting(&self, user: UserId) -> Vec<PracticeId> {
        let t = &self.practice.t;
        let lasting = emergency::lasting(&mut t.db.read().await.unwrap(), &t.door, user).await.unwrap();
        lasting.into_iter().map(|one| one.practice).collect()
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
        let again = house.takes(here, ana, WHY).await.unwrap().id;
        let mut tx = t.db.begin().await.unwrap();
        assert!(!emergency::end_in(&mut tx, &t.door, dana, again).await.unwrap(), "not theirs");
        assert!(emergency::end_in(&mut tx, &t.door, ana, again).await.unwrap());
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
        house.together(&[here, there]).await;
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

#[tokio::test]
async fn whoever_has_left_or_is_stopped_or_signs_out_sees_nothing_by_it() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let (t, here) = (&house.practice.t, house.practice.id);
        let there = add_practice(&t.db, &t.door, "lakeside").await;
        house.together(&[here, there]).await;
        let dana = house.staff("dana@example.com", here, Role::Administrator).await;
        let ana = house.staff("ana@example.com", here, Role::FrontDesk).await;
        let both = async || {
            house.takes(here, ana, WHY).await.unwrap();
            house.takes(there, ana, WHY).await.unwrap()
        };

        // Their practice leaves, or is no longer theirs.
        both().await;
        assert_eq!(house.lasting(ana).await, [here, there]);
        let mut tx = t.db.begin().await.unwrap();
        accounts::set_organisation_in(&mut tx, &t.door, there, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(house.lasting(ana).await, [here]);
        house.together(&[there]).await;
        for by_operator in [false, true] {
            both().await;
            let secret = house.enter(Wing::Staff, "ana@example.com").await;
            let mut tx = t.db.begin().await.unwrap();
            if by_operator {
                people::set_in(&mut tx, &t.door, here, ana, None).await.unwrap();
            } else {
                people::change_in(&mut tx, &t.door, here, dana, ana, None).await.unwrap();
            }
            tx.commit().await.unwrap();
            assert_eq!(house.session(Wing::Staff, &secret).await, None, "out at once");
            let mut tx = t.db.begin().await.unwrap();
            people::set_in(&mut tx, &t.door, here, ana, Some(Role::FrontDesk)).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(house.lasting(ana).await, [], "it does not come back with them");
        }

        // An administrator stops what was taken at theirs, and nothing else.
        let elsewhere = both().await.id;
        let mut tx = t.db.begin().await.unwrap();
        assert!(!emergency::stop_in(&mut tx, &t.door, here, elsewhere).await.unwrap());
        assert!(emergency::stop_in(&mut tx, &t.door, there, elsewhere).await.unwrap());
        assert!(!emergency::stop_in(&mut tx, &t.door, there, elsewhere).await.unwrap(), "it is over");
        tx.commit().await.unwrap();
        assert_eq!(house.lasting(ana).await, [here]);

        // All of them end together; the next one is told again.
        both().await;
        let told = house.told().await.len();
        let mut tx = t.db.begin().await.unwrap();
        assert!(emergency::end_all_in(&mut tx, &t.door, ana).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(house.lasting(ana).await, []);
        house.takes(here, ana, WHY).await.unwrap();
        assert_eq!(house.told().await.len(), told + 1);
    })
    .await;
}

#[tokio::test]
async fn two_presses_at_once_take_one() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let (t, here) = (&house.practice.t, house.practice.id);
        house.staff("dana@example.com", here, Role::Administrator).await;
        let ana = house.staff("ana@example.com", here, Role::FrontDesk).await;
        let mut first = t.db.begin().await.unwrap();
        let taken = emergency::take_in(&mut first, &t.door, here, ana, WHY).await.unwrap();
        let second = async {
            // Meanwhile the other one waits.
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            first.commit().await.unwrap();
        };
        let (other, ()) = tokio::join!(house.takes(here, ana, WHY), second);
        assert_eq!(other.unwrap().id, taken.id);
        assert_eq!(house.told().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn where_a_second_factor_is_wanted_it_is_set_up_first() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let (t, here) = (&house.practice.t, house.practice.id);
        let there = add_practice(&t.db, &t.door, "lakeside").await;
        house.together(&[here, there]).await;
        let ana = house.staff("ana@example.com", here, Role::FrontDesk).await;
        let mut tx = t.db.begin().await.unwrap();
        second::require_in(&mut tx, there, true).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(house.takes(there, ana, WHY).await, Err(EmergencyError::NoSecond)));
        assert!(house.takes(here, ana, WHY).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn that_it_was_ended_and_looked_at_is_written_once() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let (t, here) = (&house.practice.t, house.practice.id);
        let dana = house.staff("dana@example.com", here, Role::Administrator).await;
        let ana = house.staff("ana@example.com", here, Role::FrontDesk).await;
        let taken = house.takes(here, ana, WHY).await.unwrap();
        let refuses = async |set: &str| {
            let changed = house.practice.by_hand(&format!("UPDATE emergencies SET {set}")).await;
            assert!(changed.is_err(), "{set}");
        };
        let always =
            ["reason = 'x'", "ends_at = taken_at", "seen_by = user_id", "ended_at = '2036-01-01T00:00:00Z'"];
        for set in always {
            refuses(set).await;
        }
        let mut tx = t.db.begin().await.unwrap();
        assert!(emergency::see_in(&mut tx, &t.door, here, taken.id, dana).await.unwrap());
        assert!(emergency::end_in(&mut tx, &t.door, ana, taken.id).await.unwrap());
        tx.commit().await.unwrap();
        let once = [
            "ended_at = NULL",
            "ended_at = ends_at",
            "seen_by = NULL, seen_at = NULL",
            "seen_by = user_id",
            "seen_at = ends_at",
        ];
        for set in always.into_iter().chain(once) {
            refuses(set).await;
        }
    })
    .await;
}
