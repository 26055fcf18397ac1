//! One login in several practices, and across an organisation.

use billing::accounts;
use billing::identity::people::{self, PeopleError};
use billing::identity::{self, Wing};
use billing::testing::on_each_engine;
use domain::access::Role;
use domain::{PracticeId, UserId};

use super::house::House;
use crate::practice::add_practice;

const LEE: &str = "lee@example.com";

impl House {
    async fn user(&self, email: &str) -> UserId {
        people::by_email(&mut self.practice.t.db.read().await.unwrap(), email).await.unwrap().unwrap()
    }

    async fn role(&self, practice: PracticeId, user: UserId) -> Option<Role> {
        people::role_in(&mut self.practice.t.db.read().await.unwrap(), practice, user).await.unwrap()
    }

    async fn give(&self, practice: PracticeId, user: UserId, role: Option<Role>) {
        let t = &self.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        people::set_in(&mut tx, &t.door, practice, user, role).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn across(&self, user: UserId, role: Option<Role>) {
        let t = &self.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let organisation = accounts::organisation_in(&mut tx, &t.door, "Riverbend").await.unwrap();
        people::set_across_in(&mut tx, &t.door, organisation, user, role).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn joins(&self, practice: PracticeId, name: Option<&str>) {
        let t = &self.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        accounts::set_organisation_in(&mut tx, &t.door, practice, name).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn places(&self, user: UserId) -> Vec<(PracticeId, Role)> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        let places = people::places(&mut tx, user).await.unwrap();
        places.into_iter().map(|place| (place.practice, place.role)).collect()
    }
}

#[tokio::test]
async fn one_sign_in_is_something_else_in_each_practice_and_looks_at_one_at_a_time() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let t = &house.practice.t;
        let here = house.practice.id;
        let there = add_practice(&t.db, &t.door, "lakeside").await;
        let elsewhere = add_practice(&t.db, &t.door, "hillside").await;
        house.biller(LEE).await;
        let lee = house.user(LEE).await;
        house.give(there, lee, Some(Role::FrontDesk)).await;
        assert_eq!(house.places(lee).await, [(here, Role::Administrator), (there, Role::FrontDesk)]);
        let secret = house.enter(Wing::Staff, LEE).await;
        let session = house.session(Wing::Staff, &secret).await.unwrap();
        assert_eq!((session.practice, session.role), (here, Some(Role::Administrator)));
        assert!(!identity::switch_practice(&t.db, &t.door, &session, elsewhere).await.unwrap());
        assert!(identity::switch_practice(&t.db, &t.door, &session, there).await.unwrap());
        let session = house.session(Wing::Staff, &secret).await.unwrap();
        assert_eq!((session.practice, session.role), (there, Some(Role::FrontDesk)));
        assert!(session.is_fresh(&t.door), "whoever has just shown that it is them need not again");
        // Out there, the session is over; the other role is as it was.
        house.give(there, lee, None).await;
        assert_eq!(house.session(Wing::Staff, &secret).await, None);
        assert_eq!(house.role(here, lee).await, Some(Role::Administrator));
    })
    .await;
}

#[tokio::test]
async fn a_role_across_an_organisation_holds_in_practices_that_join_and_gives_way_to_a_practices_own() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let t = &house.practice.t;
        let here = house.practice.id;
        let there = add_practice(&t.db, &t.door, "lakeside").await;
        house.biller("dana@example.com").await;
        house.resident(LEE).await;
        let (dana, lee) = (house.user("dana@example.com").await, house.user(LEE).await);
        assert!(matches!(
            house.sign_in(Wing::Staff, LEE, super::house::PASSWORD).await,
            Err(identity::IdentityError::NotMatching)
        ));
        house.joins(here, Some("Riverbend")).await;
        house.across(lee, Some(Role::Auditor)).await;
        assert_eq!(house.places(lee).await, [(here, Role::Auditor)]);
        assert_eq!(house.role(there, lee).await, None);
        house.joins(there, Some("Riverbend")).await;
        assert_eq!(house.role(there, lee).await, Some(Role::Auditor));
        // They are on the list of each practice, whose administrator does not change what they are.
        let mut tx = t.db.begin().await.unwrap();
        let members = people::of_practice(&mut tx, here).await.unwrap();
        assert!(members.iter().any(|one| one.user_id == lee && one.across));
        let changed = people::change_in(&mut tx, &t.door, here, dana, lee, Some(Role::Manager)).await;
        assert!(matches!(changed, Err(PeopleError::NotThere)));
        drop(tx);
        house.give(here, lee, Some(Role::FrontDesk)).await;
        assert_eq!(house.places(lee).await, [(here, Role::FrontDesk), (there, Role::Auditor)]);
        house.joins(there, None).await;
        assert_eq!(house.role(there, lee).await, None);
        house.across(lee, None).await;
        assert_eq!(house.places(lee).await, [(here, Role::FrontDesk)]);
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_of_who_works_elsewhere_too_is_not_one_practices_to_take() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let t = &house.practice.t;
        let here = house.practice.id;
        let there = add_practice(&t.db, &t.door, "lakeside").await;
        house.biller("dana@example.com").await;
        house.biller(LEE).await;
        let (dana, lee) = (house.user("dana@example.com").await, house.user(LEE).await);
        let take = async |by, user| {
            let mut tx = t.db.begin().await.unwrap();
            let taken = people::end_second_in(&mut tx, &t.door, here, by, user).await;
            if taken.is_ok() {
                tx.commit().await.unwrap();
            }
            taken
        };
        let secret = house.enter(Wing::Staff, LEE).await;
        house.give(there, lee, Some(Role::Auditor)).await;
        assert!(matches!(take(dana, lee).await, Err(PeopleError::Elsewhere)));
        assert!(house.session(Wing::Staff, &secret).await.is_some(), "they are not signed out either");
        assert!(matches!(take(dana, dana).await, Err(PeopleError::Own)));
        house.give(there, lee, None).await;
        take(dana, lee).await.unwrap();
        assert_eq!(house.session(Wing::Staff, &secret).await, None);
    })
    .await;
}
