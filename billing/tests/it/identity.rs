//! Who gets in, for how long, and what an onlooker learns: nothing.

mod colleagues;
mod device;
mod emergency;
pub mod house;
mod links;
mod passkeys;
mod places;
mod second;
mod wanted;

use billing::identity::{self, Grant, IdentityError, Wing};
use billing::testing::on_each_engine;
use domain::access::Role;
use time::Duration;

use house::{House, PASSWORD, hashed, told};

const OTHER: &str = "copper lantern orchard";

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_alike() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        house.biller("desk@example.com").await;
        let said = |wing, email: &'static str, password: &'static str| {
            let house = &house;
            async move { told(house.sign_in(wing, email, password).await) }
        };
        let wrong = said(Wing::Patient, "wren@example.com", OTHER).await;
        assert_eq!(wrong, "the email address and the password do not match");
        assert_eq!(said(Wing::Patient, "nobody@example.com", PASSWORD).await, wrong);
        assert_eq!(said(Wing::Patient, "desk@example.com", PASSWORD).await, wrong, "staff are not patients");
        assert_eq!(said(Wing::Staff, "wren@example.com", PASSWORD).await, wrong, "patients are not staff");
        assert_eq!(said(Wing::Patient, "", "").await, wrong);
        let (secret, user) = house.sign_in(Wing::Patient, " Wren@Example.COM ", PASSWORD).await.unwrap();
        assert_eq!(user.email, "wren@example.com");
        assert!(house.session(Wing::Patient, &secret).await.is_some());
        assert!(
            house.session(Wing::Staff, &secret).await.is_none(),
            "a patient's session opens no other wing"
        );
        house.practice.by_hand("UPDATE users SET disabled_at = created_at").await.unwrap();
        assert_eq!(said(Wing::Patient, "wren@example.com", PASSWORD).await, wrong);
        assert!(house.session(Wing::Patient, &secret).await.is_none(), "who is shut out is out at once");
    })
    .await;
}

#[tokio::test]
async fn ten_wrong_tries_lock_an_address_for_the_quarter_hour_and_only_it() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        house.resident("other@example.com").await;
        // Two ways to write an address are one address; one that nobody has locks alike.
        for [plain, shouted] in
            [["wren@example.com", " WREN@example.com "], ["nobody@example.com", "Nobody@example.com"]]
        {
            for email in [plain, shouted].into_iter().cycle().take(10) {
                let outcome = house.sign_in(Wing::Patient, email, OTHER).await;
                assert!(matches!(outcome, Err(IdentityError::NotMatching)), "{email}");
            }
        }
        for email in ["wren@example.com", "nobody@example.com"] {
            let locked = told(house.sign_in(Wing::Patient, email, PASSWORD).await);
            assert_eq!(locked, "too many tries; wait a quarter of an hour", "{email}");
        }
        assert!(house.sign_in(Wing::Patient, "other@example.com", PASSWORD).await.is_ok());
        house.practice.t.clock.advance(Duration::minutes(15));
        assert!(house.sign_in(Wing::Patient, "wren@example.com", PASSWORD).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn signing_in_well_uses_up_no_tries() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        for _ in 0..12 {
            assert!(house.sign_in(Wing::Patient, "wren@example.com", PASSWORD).await.is_ok());
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_when_it_lies_idle_and_after_a_day_of_work() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        house.biller("desk@example.com").await;
        let clock = house.practice.t.clock.clone();
        for (wing, email, idle) in
            [(Wing::Patient, "wren@example.com", 10), (Wing::Staff, "desk@example.com", 15)]
        {
            let secret = house.enter(wing, email).await;
            for _ in 0..3 {
                clock.advance(Duration::minutes(idle));
                assert!(house.session(wing, &secret).await.is_some(), "use keeps it alive");
            }
            clock.advance(Duration::minutes(idle) + Duration::seconds(1));
            assert!(house.session(wing, &secret).await.is_none());

            let secret = house.enter(wing, email).await;
            for _ in 0..60 {
                clock.advance(Duration::minutes(8));
                assert!(house.session(wing, &secret).await.is_some());
            }
            clock.advance(Duration::seconds(1));
            assert!(house.session(wing, &secret).await.is_none(), "eight hours are the end in any case");
        }
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_one_session_and_everywhere_ends_all() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        house.resident("other@example.com").await;
        let stranger = house.enter(Wing::Patient, "other@example.com").await;
        let mut secrets = Vec::new();
        for _ in 0..3 {
            secrets.push(house.enter(Wing::Patient, "wren@example.com").await);
        }
        let alive = || async {
            let mut alive = Vec::new();
            for secret in &secrets {
                alive.push(house.session(Wing::Patient, secret).await.is_some());
            }
            alive
        };
        let session = house.session(Wing::Patient, &secrets[0]).await.unwrap();
        identity::sign_out(&house.practice.t.db, &session).await.unwrap();
        assert_eq!(alive().await, [false, true, true]);
        let session = house.session(Wing::Patient, &secrets[1]).await.unwrap();
        identity::sign_out_everywhere(&house.practice.t.db, &session).await.unwrap();
        assert_eq!(alive().await, [false, false, false]);
        assert!(house.session(Wing::Patient, &stranger).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        let (db, door) = (&house.practice.t.db, &house.practice.t.door);
        let mine = house.enter(Wing::Patient, "wren@example.com").await;
        let other = house.enter(Wing::Patient, "wren@example.com").await;
        let session = house.session(Wing::Patient, &mine).await.unwrap();
        let wrong = identity::change_password(db, door, &session, OTHER, OTHER).await;
        assert!(matches!(wrong, Err(IdentityError::NotMatching)), "{wrong:?}");
        let weak = identity::change_password(db, door, &session, PASSWORD, "password1234").await;
        assert!(matches!(weak, Err(IdentityError::Password(_))), "{weak:?}");
        assert!(house.session(Wing::Patient, &other).await.is_some(), "nothing changed yet");
        identity::change_password(db, door, &session, PASSWORD, OTHER).await.unwrap();
        assert!(house.session(Wing::Patient, &mine).await.is_some());
        assert!(house.session(Wing::Patient, &other).await.is_none());
        assert!(house.sign_in(Wing::Patient, "wren@example.com", PASSWORD).await.is_err());
        assert!(house.sign_in(Wing::Patient, "wren@example.com", OTHER).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn an_account_that_is_not_granted_stays_out_of_reach() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        let (db, id) = (&house.practice.t.db, house.practice.id);
        let (own, foreign) = (house.practice.guarantor("A1").await, house.practice.guarantor("A2").await);
        let secret = house.enter(Wing::Patient, "wren@example.com").await;
        let session = house.session(Wing::Patient, &secret).await.unwrap();
        assert_eq!((session.practice, session.guarantor), (id, Some(own)));
        assert!(!identity::switch_account(db, &house.practice.t.door, &session, id, foreign).await.unwrap());
        assert_eq!(house.session(Wing::Patient, &secret).await.unwrap().guarantor, Some(own));
        house.practice.by_hand("DELETE FROM user_guarantors").await.unwrap();
        assert!(house.session(Wing::Patient, &secret).await.is_none(), "a grant taken away ends its reach");
    })
    .await;
}

#[tokio::test]
async fn an_address_has_one_login() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        let (db, door) = (&house.practice.t.db, &house.practice.t.door);
        let grant = [Grant::Staff(house.practice.id, Role::Administrator)];
        let second = identity::add_user(db, door, "WREN@example.com", "Wren", "en", OTHER, &grant).await;
        assert!(matches!(second, Err(IdentityError::Taken)), "{second:?}");
    })
    .await;
}

#[tokio::test]
async fn the_tables_hold_hashes_and_no_secret() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        let session = house.enter(Wing::Patient, "wren@example.com").await;
        assert!(house.sign_in(Wing::Patient, "wren@example.com", OTHER).await.is_err());
        house.request_reset("wren@example.com").await.unwrap();
        let reset = house.link().await;
        house.register("A2", "new@example.com").await.unwrap();
        let confirm = house.link().await;
        house.invite("A1").await;
        let invitation = house.link().await;
        let sessions = house.dump("sessions").await;
        let links = house.dump("link_tokens").await;
        let attempts = house.dump("attempts").await;
        let users = house.dump("users").await;
        assert!(sessions.contains(&hashed(&session)));
        for secret in [&reset, &confirm, &invitation] {
            assert!(links.contains(&hashed(secret)));
        }
        assert!(attempts.lines().count() >= 3);
        for (name, table) in
            [("sessions", &sessions), ("links", &links), ("attempts", &attempts), ("users", &users)]
        {
            for secret in [&session, &reset, &confirm, &invitation, PASSWORD, OTHER] {
                let as_bytes: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
                assert!(!table.contains(secret) && !table.contains(&as_bytes), "{name}");
            }
        }
        for known in ["wren", "example.com", "203.0.113.7"] {
            let as_bytes: String = known.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(!attempts.contains(known) && !attempts.contains(&as_bytes), "{known} in attempts");
        }
    })
    .await;
}
