//! The second factor: what the password alone no longer opens, and what a code opens once.

use billing::identity::second::{self, Owes, SecondError};
use billing::identity::{self, User, Wing};
use billing::messages::Template;
use billing::seal::SealKey;
use billing::testing::on_each_engine;
use time::Duration;
use totp_rs::{Builder, Secret};

use super::house::House;

const EMAIL: &str = "desk@example.com";

fn key() -> SealKey {
    SealKey::parse(&"5a".repeat(32)).unwrap()
}

/// A member of staff with an app on their phone.
struct Phone {
    house: House,
    user: User,
    app: String,
    codes: Vec<String>,
}

impl Phone {
    async fn new(house: House) -> Self {
        house.biller(EMAIL).await;
        let (secret, user) = house.sign_in(Wing::Staff, EMAIL, super::house::PASSWORD).await.unwrap();
        let t = &house.practice.t;
        let setup = second::begin(&t.db, &t.door, &key(), &user, "Riverside: Family").await.unwrap();
        assert!(setup.address.starts_with("otpauth://totp/"), "{}", setup.address);
        let mut phone = Self { house, user, app: setup.secret, codes: Vec::new() };
        let t = &phone.house.practice.t;
        let session = phone.house.session(Wing::Staff, &secret).await.unwrap();
        phone.codes = second::confirm(&t.db, &t.door, &key(), &session, &phone.code(0)).await.unwrap();
        phone
    }

    /// What the app shows so many seconds from now.
    fn code(&self, seconds: i64) -> String {
        let now = self.house.practice.t.door.now().unix_timestamp() + seconds;
        let secret = Secret::try_from_base32(&self.app).unwrap();
        let app = Builder::new().with_secret(secret).build().unwrap();
        app.generate(u64::try_from(now).unwrap()).to_string()
    }

    async fn prove(&self, secret: &str, code: &str) -> Result<String, SecondError> {
        let t = &self.house.practice.t;
        second::prove(&t.db, &t.door, &key(), secret, code).await
    }

    async fn is_in(&self, secret: &str) -> bool {
        self.house.session(Wing::Staff, secret).await.is_some()
    }
}

#[tokio::test]
async fn the_password_alone_opens_nothing_and_a_code_opens_once() {
    on_each_engine(|t| async move {
        let phone = Phone::new(House::new(t).await).await;
        let secret = phone.house.enter(Wing::Staff, EMAIL).await;
        assert!(!phone.is_in(&secret).await, "a code is owed");
        // The one that turned it on counts no second time.
        for wrong in [phone.code(0).as_str(), "000000", "", "4f2a0-9c01d-7b0e3-55a0f"] {
            assert!(matches!(phone.prove(&secret, wrong).await, Err(SecondError::Wrong)), "{wrong}");
        }
        let code = phone.code(30);
        let (here, there) = code.split_at(3);
        let open = phone.prove(&secret, &format!("{here} {there}")).await.unwrap();
        assert!(
            phone.is_in(&open).await && !phone.is_in(&secret).await,
            "another secret than before the code"
        );
        assert!(matches!(phone.prove(&secret, &phone.code(0)).await, Err(SecondError::NotThere)));
        let again = phone.house.enter(Wing::Staff, EMAIL).await;
        assert!(matches!(phone.prove(&again, &code).await, Err(SecondError::Wrong)), "it was used");
        phone.house.practice.t.clock.advance(Duration::minutes(11));
        assert!(matches!(phone.prove(&again, &phone.code(0)).await, Err(SecondError::NotThere)), "too late");
    })
    .await;
}

#[tokio::test]
async fn each_recovery_code_opens_once_and_new_ones_end_the_old() {
    on_each_engine(|t| async move {
        let phone = Phone::new(House::new(t).await).await;
        assert_eq!(phone.codes.len(), 10);
        let enter = || phone.house.enter(Wing::Staff, EMAIL);
        let open = phone.prove(&enter().await, &phone.codes[0].to_uppercase()).await.unwrap();
        assert!(phone.is_in(&open).await);
        assert!(matches!(phone.prove(&enter().await, &phone.codes[0]).await, Err(SecondError::Wrong)));
        let t = &phone.house.practice.t;
        let factor =
            || async { second::factor(&mut t.db.read().await.unwrap(), phone.user.id).await.unwrap() };
        assert_eq!(factor().await.unwrap().codes, 9);
        let fresh =
            second::renew_codes(&t.db, &t.door, &key(), phone.user.id, &phone.codes[1]).await.unwrap();
        assert!(matches!(phone.prove(&enter().await, &phone.codes[2]).await, Err(SecondError::Wrong)));
        assert!(phone.prove(&enter().await, &fresh[0]).await.is_ok());
        second::end(&t.db, &t.door, &key(), phone.user.id, &fresh[1]).await.unwrap();
        assert_eq!(factor().await, None);
        assert!(phone.is_in(&enter().await).await, "the password is enough again");
    })
    .await;
}

#[tokio::test]
async fn ten_wrong_codes_close_the_door_for_the_right_one_too() {
    on_each_engine(|t| async move {
        let phone = Phone::new(House::new(t).await).await;
        let secret = phone.house.enter(Wing::Staff, EMAIL).await;
        for _ in 0..10 {
            assert!(matches!(phone.prove(&secret, "123456").await, Err(SecondError::Wrong)));
        }
        assert!(matches!(phone.prove(&secret, &phone.code(30)).await, Err(SecondError::TooMany)));
        // Who answers for it takes it away: everything that was open ends.
        let t = &phone.house.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        second::end_in(&mut tx, &t.door, phone.user.id).await.unwrap();
        tx.commit().await.unwrap();
        let told: Vec<Template> = phone
            .house
            .letters()
            .await
            .into_iter()
            .filter_map(|(to, letter)| (to == EMAIL).then_some(letter))
            .collect();
        assert_eq!(told, [Template::SecondFactor { on: false }, Template::SecondFactor { on: true }]);
        assert!(matches!(phone.prove(&secret, &phone.code(30)).await, Err(SecondError::NotThere)));
        assert!(phone.is_in(&phone.house.enter(Wing::Staff, EMAIL).await).await);
    })
    .await;
}

#[tokio::test]
async fn a_link_to_a_new_password_opens_no_door_that_asks_for_a_code() {
    on_each_engine(|t| async move {
        let phone = Phone::new(House::new(t).await).await;
        phone.house.request_reset(EMAIL).await.unwrap();
        let link = phone.house.link().await;
        let purpose = identity::LinkPurpose::Reset;
        let (secret, _) = phone.house.set_password(purpose, &link, "copper lantern orchard").await.unwrap();
        assert!(!phone.is_in(&secret).await);
        assert!(phone.prove(&secret, &phone.code(30)).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn after_half_an_hour_it_is_asked_again_of_everybody_for_what_they_have() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.biller("plain@example.com").await;
        let secret = house.enter(Wing::Staff, "plain@example.com").await;
        let clock = house.practice.t.clock.clone();
        // Used all the time, so that it does not end by itself.
        for minutes in [10, 10, 10] {
            assert!(house.session(Wing::Staff, &secret).await.unwrap().is_fresh(&house.practice.t.door));
            clock.advance(Duration::minutes(minutes));
        }
        clock.advance(Duration::seconds(1));
        let session = house.session(Wing::Staff, &secret).await.unwrap();
        let t = &house.practice.t;
        assert!(!session.is_fresh(&t.door));
        let said = async |said: &str| second::prove_again(&t.db, &t.door, None, &session, said).await;
        assert!(matches!(said("a quite different one").await, Err(SecondError::Wrong)));
        said(super::house::PASSWORD).await.unwrap();
        assert!(house.session(Wing::Staff, &secret).await.unwrap().is_fresh(&t.door));

        let phone = Phone::new(house).await;
        let open = phone.prove(&phone.house.enter(Wing::Staff, EMAIL).await, &phone.code(30)).await.unwrap();
        let session = phone.house.session(Wing::Staff, &open).await.unwrap();
        let t = &phone.house.practice.t;
        let said = async |said: &str| second::prove_again(&t.db, &t.door, Some(&key()), &session, said).await;
        assert!(
            matches!(said(super::house::PASSWORD).await, Err(SecondError::Wrong)),
            "a code is asked for where there is one"
        );
        said(&phone.codes[0]).await.unwrap();
        assert!(matches!(said(&phone.codes[0]).await, Err(SecondError::Wrong)), "it was used");
    })
    .await;
}

#[tokio::test]
async fn a_session_from_before_the_code_owes_it_and_the_one_that_turned_it_on_does_not() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        house.biller(EMAIL).await;
        let (mine, user) = house.sign_in(Wing::Staff, EMAIL, super::house::PASSWORD).await.unwrap();
        let other = house.enter(Wing::Staff, EMAIL).await;
        let t = &house.practice.t;
        let owes = async |secret: &str| {
            let session = house.session(Wing::Staff, secret).await.unwrap();
            second::owes(&mut t.db.read().await.unwrap(), &session).await.unwrap()
        };
        let require = async |required| {
            let mut tx = t.db.begin().await.unwrap();
            second::require_in(&mut tx, house.practice.id, required).await.unwrap();
            tx.commit().await.unwrap();
        };
        assert_eq!(owes(&mine).await, Owes::Nothing);
        require(true).await;
        assert_eq!((owes(&mine).await, owes(&other).await), (Owes::SetUp, Owes::SetUp));
        let setup = second::begin(&t.db, &t.door, &key(), &user, "Riverside").await.unwrap();
        let app =
            Builder::new().with_secret(Secret::try_from_base32(&setup.secret).unwrap()).build().unwrap();
        let now = u64::try_from(t.door.now().unix_timestamp()).unwrap();
        let session = house.session(Wing::Staff, &mine).await.unwrap();
        let code = app.generate(now).to_string();
        let codes = second::confirm(&t.db, &t.door, &key(), &session, &code).await.unwrap();
        assert_eq!((owes(&mine).await, owes(&other).await), (Owes::Nothing, Owes::Proof));
        // Wherever it is wanted or not: there is one, and it was not shown.
        require(false).await;
        assert_eq!(owes(&other).await, Owes::Proof);
        let session = house.session(Wing::Staff, &other).await.unwrap();
        second::prove_again(&t.db, &t.door, Some(&key()), &session, &codes[0]).await.unwrap();
        assert_eq!(owes(&other).await, Owes::Nothing);
    })
    .await;
}
