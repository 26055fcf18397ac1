//! A second factor that one practice wants, and whoever comes to it by another one.

use billing::accounts;
use billing::identity::passkeys::{self, Answer};
use billing::identity::second::{self, Owes, SecondError};
use billing::identity::{self, Wing, people};
use billing::testing::on_each_engine;
use domain::access::Role;

use super::house::{House, PASSWORD};
use super::passkeys::{DESK, Owner, site};
use crate::practice::add_practice;

#[tokio::test]
async fn what_one_practice_wants_no_password_goes_around_by_another_practice() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let desk = Owner::new(house, Wing::Staff, DESK).await;
        let device = desk.device().await;
        let t = &desk.house.practice.t;
        let there = add_practice(&t.db, &t.door, "lakeside").await;
        let enter = || desk.house.enter(Wing::Staff, DESK);
        let owes = async |secret: &str| {
            let session = desk.house.session(Wing::Staff, secret).await.unwrap();
            second::owes(&mut t.db.read().await.unwrap(), &session).await.unwrap()
        };
        let mut tx = t.db.begin().await.unwrap();
        second::require_in(&mut tx, there, true).await.unwrap();
        tx.commit().await.unwrap();
        // Nobody lets them come there, so the password is enough, and stays open for a while.
        let by_password = enter().await;
        assert_eq!(owes(&by_password).await, Owes::Nothing);
        for by_organisation in [true, false] {
            let mut tx = t.db.begin().await.unwrap();
            if by_organisation {
                for practice in [desk.house.practice.id, there] {
                    accounts::set_organisation_in(&mut tx, &t.door, practice, Some("Riverbend"))
                        .await
                        .unwrap();
                }
            } else {
                people::set_in(&mut tx, &t.door, there, desk.user.id, Some(Role::Auditor)).await.unwrap();
            }
            tx.commit().await.unwrap();
            assert_eq!(owes(&by_password).await, Owes::Proof, "also before they have gone there");
            let session = desk.house.session(Wing::Staff, &by_password).await.unwrap();
            let again = second::prove_again(&t.db, &t.door, None, &session, PASSWORD).await;
            assert!(matches!(again, Err(SecondError::Wrong)), "the password is no proof of it");
            let waits = enter().await;
            assert!(!desk.is_in(Wing::Staff, &waits).await, "nor at the door");
            let open = desk.sign_in(Wing::Staff, &device).await.unwrap();
            assert_eq!(owes(&open).await, Owes::Nothing);
            let mut tx = t.db.begin().await.unwrap();
            accounts::set_organisation_in(&mut tx, &t.door, there, None).await.unwrap();
            tx.commit().await.unwrap();
        }
        let session = desk.house.session(Wing::Staff, &by_password).await.unwrap();
        assert!(identity::switch_practice(&t.db, &t.door, &session, there).await.unwrap());
        assert_eq!(owes(&by_password).await, Owes::Proof);
        // The device answers for this session too.
        let begun = passkeys::begin_again(&t.db, &t.door, &site(), &session).await.unwrap();
        let said = device.answer(&begun);
        let answer = Answer { ceremony: &begun.ceremony, credential: &said };
        passkeys::prove_again(&t.db, &t.door, &site(), &session, answer).await.unwrap();
        assert_eq!(owes(&by_password).await, Owes::Nothing);
    })
    .await;
}
