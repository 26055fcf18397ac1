//! Links by email: each works once, for its purpose, in its time.

use billing::identity::{IdentityError, LinkPurpose, Wing};
use billing::messages::Template;
use billing::testing::on_each_engine;
use time::Duration;

use super::OTHER;
use super::house::{House, PASSWORD, told};

const GONE: &str = "this link can no longer be used";

#[tokio::test]
async fn who_registers_and_confirms_is_in_and_the_link_is_used_up() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.register(" a2 ", "New@example.com").await.unwrap();
        assert!(
            house.sign_in(Wing::Patient, "new@example.com", PASSWORD).await.is_err(),
            "not before the link"
        );
        let secret = house.link().await;
        assert_eq!(house.letters().await[0].0, "new@example.com");
        for _ in 0..2 {
            assert!(
                house.is_open(LinkPurpose::Confirm, &secret).await,
                "a mail scanner's look consumes nothing"
            );
        }
        assert!(!house.is_open(LinkPurpose::Reset, &secret).await, "a link is good for its purpose only");
        let (session, user) = house.confirm(&secret).await.unwrap();
        assert_eq!((user.email.as_str(), user.name.as_str()), ("new@example.com", "Wren"));
        let session = house.session(Wing::Patient, &session).await.unwrap();
        assert_eq!(session.guarantor, Some(house.practice.guarantor("A2").await));
        assert_eq!(told(house.confirm(&secret).await), GONE);
        assert!(house.sign_in(Wing::Patient, "new@example.com", PASSWORD).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn two_presses_on_one_link_use_it_once() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.register("A2", "new@example.com").await.unwrap();
        let secret = house.link().await;
        let (one, two) = tokio::join!(house.confirm(&secret), house.confirm(&secret));
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
        assert_eq!(house.practice.count("SELECT COUNT(*) FROM users WHERE disabled_at IS NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn details_that_do_not_match_open_nothing_and_can_be_tried_five_times() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let no_account = "no account matches these details";
        assert_eq!(told(house.register_as("A9", "45401", "new@example.com").await), no_account);
        for _ in 0..5 {
            assert_eq!(told(house.register_as("A2", "45402", "new@example.com").await), no_account);
        }
        assert!(matches!(house.register("A2", "new@example.com").await, Err(IdentityError::TooMany)));
        assert!(house.letters().await.is_empty());
        house.practice.t.clock.advance(Duration::hours(1));
        assert!(house.register("A2", "new@example.com").await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_link_that_ran_out_says_so() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren1@example.com").await;
        let clock = house.practice.t.clock.clone();
        for (purpose, lives) in [
            (LinkPurpose::Confirm, Duration::days(1)),
            (LinkPurpose::Reset, Duration::hours(1)),
            (LinkPurpose::Invitation, Duration::days(14)),
        ] {
            match purpose {
                LinkPurpose::Confirm => house.register("A2", "new@example.com").await.unwrap(),
                LinkPurpose::Reset => house.request_reset("wren1@example.com").await.unwrap(),
                LinkPurpose::Invitation => house.invite("A2").await,
            }
            let secret = house.link().await;
            clock.advance(lives - Duration::seconds(1));
            assert!(house.is_open(purpose, &secret).await, "{purpose:?}");
            clock.advance(Duration::seconds(1));
            assert!(!house.is_open(purpose, &secret).await, "{purpose:?}");
            let outcome = match purpose {
                LinkPurpose::Confirm => house.confirm(&secret).await,
                _ => house.set_password(purpose, &secret, OTHER).await,
            };
            assert_eq!(told(outcome), GONE, "{purpose:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_invited_chooses_a_password_and_sees_their_account() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.invite("A2").await;
        let secret = house.link().await;
        assert_eq!(house.letters().await[0].0, "wren2@example.com");
        let weak = house.set_password(LinkPurpose::Invitation, &secret, "short").await;
        assert!(matches!(weak, Err(IdentityError::Password(_))));
        assert!(house.is_open(LinkPurpose::Invitation, &secret).await, "a weak password does not use it up");
        let (session, user) = house.set_password(LinkPurpose::Invitation, &secret, OTHER).await.unwrap();
        assert_eq!(user.email, "wren2@example.com");
        let session = house.session(Wing::Patient, &session).await.unwrap();
        assert_eq!(session.guarantor, Some(house.practice.guarantor("A2").await));
        assert_eq!(told(house.set_password(LinkPurpose::Invitation, &secret, PASSWORD).await), GONE);
        assert!(house.sign_in(Wing::Patient, "wren2@example.com", OTHER).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_reset_ends_every_session_and_every_other_link() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        let old = house.enter(Wing::Patient, "wren@example.com").await;
        house.request_reset("wren@example.com").await.unwrap();
        let earlier = house.link().await;
        house.practice.t.clock.advance(Duration::seconds(1));
        house.request_reset(" WREN@example.com").await.unwrap();
        let secret = house.link().await;
        assert_ne!(earlier, secret);
        assert!(house.session(Wing::Patient, &old).await.is_some(), "asking for it changes nothing");
        let (fresh, _) = house.set_password(LinkPurpose::Reset, &secret, OTHER).await.unwrap();
        assert!(house.session(Wing::Patient, &old).await.is_none());
        assert!(house.session(Wing::Patient, &fresh).await.is_some());
        assert_eq!(told(house.set_password(LinkPurpose::Reset, &secret, PASSWORD).await), GONE);
        assert_eq!(told(house.set_password(LinkPurpose::Reset, &earlier, PASSWORD).await), GONE);
        assert!(house.sign_in(Wing::Patient, "wren@example.com", PASSWORD).await.is_err());
        assert!(house.sign_in(Wing::Patient, "wren@example.com", OTHER).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn asking_for_a_reset_tells_nobody_who_has_a_login() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        for email in ["nobody@example.com", "wren@example.com"] {
            for _ in 0..3 {
                assert!(house.request_reset(email).await.is_ok(), "{email}");
            }
            assert!(matches!(house.request_reset(email).await, Err(IdentityError::TooMany)), "{email}");
        }
        let letters = house.letters().await;
        assert!(letters.len() == 3 && letters.iter().all(|(to, _)| to == "wren@example.com"));
    })
    .await;
}

#[tokio::test]
async fn an_address_that_has_a_login_is_told_so_and_gets_no_link() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.resident("wren@example.com").await;
        // The answer is the same as to anybody; only the letter differs.
        house.register("A2", "Wren@example.com").await.unwrap();
        let letters = house.letters().await;
        assert_eq!(letters, [("wren@example.com".to_owned(), Template::AlreadyRegistered)]);
        assert_eq!(house.practice.count("SELECT COUNT(*) FROM link_tokens").await, 0);
        assert_eq!(house.practice.count("SELECT COUNT(*) FROM user_guarantors").await, 1, "and no account");
    })
    .await;
}

#[tokio::test]
async fn a_link_made_before_the_address_got_its_login_takes_nothing_over() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.invite("A2").await;
        let invitation = house.link().await;
        house.practice.t.clock.advance(Duration::seconds(1));
        house.register("A1", "wren2@example.com").await.unwrap();
        let (session, _) = house.confirm(&house.link().await).await.unwrap();
        let other = told(house.set_password(LinkPurpose::Invitation, &invitation, OTHER).await);
        assert_eq!(other, "the email address and the password do not match", "it sets no password any more");
        assert!(house.sign_in(Wing::Patient, "wren2@example.com", PASSWORD).await.is_ok());
        assert!(house.session(Wing::Patient, &session).await.is_some());
        // Who knows the login's password adds the account to it.
        let (added, _) = house.set_password(LinkPurpose::Invitation, &invitation, PASSWORD).await.unwrap();
        let added = house.session(Wing::Patient, &added).await.unwrap();
        assert_eq!(added.guarantor, Some(house.practice.guarantor("A2").await));
        assert_eq!(added.places, 2);
    })
    .await;
}
