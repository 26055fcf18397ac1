//! Passkeys: what they open, once, where, and for whom; and what they never do.

use billing::identity::passkeys::{self, Answer, Begun, PasskeyError, Site};
use billing::identity::second::{self, SecondError};
use billing::identity::{self, Grant, Session, User, Wing};
use billing::messages::Template;
use billing::testing::on_each_engine;
use domain::access::Role;
use time::Duration;

use super::device::{Device, VERIFIED};
use super::house::{FROM, House, PASSWORD};

pub const DESK: &str = "desk@example.com";
const WREN: &str = "wren@example.com";
const ORIGIN: &str = "https://bills.example.com";
const OTHER: &str = "https://pay.riverside.example";

pub fn site() -> Site {
    Site::of(ORIGIN).unwrap()
}

/// Whoever has a device, signed in with their password.
pub struct Owner {
    pub house: House,
    wing: Wing,
    pub user: User,
    session: Session,
}

impl Owner {
    pub async fn new(house: House, wing: Wing, email: &str) -> Self {
        match wing {
            Wing::Patient => house.resident(email).await,
            Wing::Staff => house.biller(email).await,
        }
        Self::again(house, wing, email).await
    }

    async fn again(house: House, wing: Wing, email: &str) -> Self {
        let (secret, user) = house.sign_in(wing, email, PASSWORD).await.unwrap();
        let session = house.session(wing, &secret).await.unwrap();
        Self { house, wing, user, session }
    }

    async fn begin_adding(&self) -> Begun {
        let t = &self.house.practice.t;
        passkeys::begin_adding(&t.db, &t.door, &site(), &self.session, &self.user).await.unwrap()
    }

    async fn add(&self, begun: &Begun, said: &str) -> Result<(), PasskeyError> {
        let t = &self.house.practice.t;
        let answer = Answer { ceremony: &begun.ceremony, credential: said };
        passkeys::add(&t.db, &t.door, &site(), &self.session, " My phone ", answer).await.map(drop)
    }

    pub async fn device(&self) -> Device {
        let begun = self.begin_adding().await;
        let (device, said) = Device::make(&begun, ORIGIN);
        self.add(&begun, &said).await.unwrap();
        device
    }

    async fn question(&self, wing: Wing) -> Begun {
        let t = &self.house.practice.t;
        passkeys::begin_sign_in(&t.db, &t.door, &site(), wing, FROM).await.unwrap()
    }

    async fn answer(&self, site: &Site, wing: Wing, name: &str, said: &str) -> Result<String, PasskeyError> {
        let t = &self.house.practice.t;
        let answer = Answer { ceremony: name, credential: said };
        passkeys::sign_in(&t.db, &t.door, site, wing, answer).await.map(|(secret, ..)| secret)
    }

    pub async fn sign_in(&self, wing: Wing, device: &Device) -> Result<String, PasskeyError> {
        let begun = self.question(wing).await;
        self.answer(&site(), wing, &begun.ceremony, &device.answer(&begun)).await
    }

    pub async fn is_in(&self, wing: Wing, secret: &str) -> bool {
        self.house.session(wing, secret).await.is_some()
    }

    async fn keys(&self) -> Vec<passkeys::Passkey> {
        let mut tx = self.house.practice.t.db.read().await.unwrap();
        passkeys::of_user(&mut tx, self.user.id, self.wing).await.unwrap()
    }

    async fn told(&self) -> Vec<Template> {
        self.house.letters().await.into_iter().map(|(_, letter)| letter).collect()
    }
}

fn is_unknown<T>(said: Result<T, PasskeyError>) -> bool {
    matches!(said, Err(PasskeyError::NotKnown))
}

fn is_old<T>(said: Result<T, PasskeyError>) -> bool {
    matches!(said, Err(PasskeyError::TooOld))
}

#[tokio::test]
async fn a_patient_signs_in_without_an_address_and_a_letter_told_of_the_passkey() {
    on_each_engine(|t| async move {
        let wren = Owner::new(House::new(t).await, Wing::Patient, WREN).await;
        let device = wren.device().await;
        assert_eq!(wren.told().await, [Template::Passkey { staff: false, added: true }]);
        let [key] = &wren.keys().await[..] else { panic!("one passkey") };
        assert_eq!((key.name.as_str(), key.rp_id.as_str()), ("My phone", "bills.example.com"));
        assert_eq!(key.used_at, None);
        let secret = wren.sign_in(Wing::Patient, &device).await.unwrap();
        assert!(wren.is_in(Wing::Patient, &secret).await && !wren.is_in(Wing::Staff, &secret).await);
        assert_eq!(wren.keys().await[0].used_at, Some(wren.house.practice.t.door.now()));
        // Nothing of the ceremonies' names is kept, nor of the sessions'.
        let kept = wren.house.dump("passkey_ceremonies").await + &wren.house.dump("sessions").await;
        let open = wren.question(Wing::Patient).await;
        assert!(!kept.contains(&open.ceremony) && !kept.contains(&secret));
    })
    .await;
}

#[tokio::test]
async fn a_question_is_answered_once_within_five_minutes_and_by_the_wing_it_was_asked_in() {
    on_each_engine(|t| async move {
        let wren = Owner::new(House::new(t).await, Wing::Patient, WREN).await;
        let device = wren.device().await;
        let begun = wren.question(Wing::Patient).await;
        let said = device.answer(&begun);
        assert!(is_old(wren.answer(&site(), Wing::Staff, &begun.ceremony, &said).await), "the other door");
        let first = wren.answer(&site(), Wing::Patient, &begun.ceremony, &said).await;
        assert!(first.is_ok());
        assert!(is_old(wren.answer(&site(), Wing::Patient, &begun.ceremony, &said).await), "a second time");
        assert!(is_old(wren.answer(&site(), Wing::Patient, "", &said).await));
        // An answer to another question is used up with the question it is given for.
        let other = wren.question(Wing::Patient).await;
        assert!(is_unknown(wren.answer(&site(), Wing::Patient, &other.ceremony, &said).await));
        assert!(is_old(wren.answer(&site(), Wing::Patient, &other.ceremony, &device.answer(&other)).await));
        for (minutes, is_too_late) in [(5, false), (6, true)] {
            let begun = wren.question(Wing::Patient).await;
            wren.house.practice.t.clock.advance(Duration::minutes(minutes));
            let answered = wren.answer(&site(), Wing::Patient, &begun.ceremony, &device.answer(&begun)).await;
            assert_eq!(is_old(answered), is_too_late, "{minutes}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_servers_that_get_the_same_answer_let_in_once() {
    on_each_engine(|t| async move {
        let wren = Owner::new(House::new(t).await, Wing::Patient, WREN).await;
        let device = wren.device().await;
        let begun = wren.question(Wing::Patient).await;
        let said = device.answer(&begun);
        let here = site();
        let (one, other) = tokio::join!(
            wren.answer(&here, Wing::Patient, &begun.ceremony, &said),
            wren.answer(&here, Wing::Patient, &begun.ceremony, &said),
        );
        assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1);
    })
    .await;
}

#[tokio::test]
async fn what_a_stranger_or_another_host_answers_opens_nothing_and_all_are_told_the_same() {
    on_each_engine(|t| async move {
        let wren = Owner::new(House::new(t).await, Wing::Patient, WREN).await;
        let known = wren.device().await;
        let (stranger, _) = Device::make(&wren.begin_adding().await, ORIGIN);
        assert!(is_unknown(wren.sign_in(Wing::Patient, &stranger).await));
        let elsewhere = Site::of(OTHER).unwrap();
        let t = &wren.house.practice.t;
        let begun = passkeys::begin_sign_in(&t.db, &t.door, &elsewhere, Wing::Patient, FROM).await.unwrap();
        let said = known.answer(&begun);
        assert!(is_old(wren.answer(&site(), Wing::Patient, &begun.ceremony, &said).await), "asked elsewhere");
        let said = wren.answer(&elsewhere, Wing::Patient, &begun.ceremony, &known.answer(&begun)).await;
        assert!(is_unknown(said), "of another host");
        // A page of another origin that got hold of a question.
        let begun = wren.begin_adding().await;
        let (lured, made) = Device::make(&begun, OTHER);
        assert!(is_unknown(wren.add(&begun, &made).await));
        assert!(is_unknown(wren.sign_in(Wing::Patient, &lured).await));
        // Somebody who only touched the key.
        let mut touched = known;
        touched.flags &= !VERIFIED;
        assert!(is_unknown(wren.sign_in(Wing::Patient, &touched).await));
        for broken in ["", "{}", "null", "[1]"] {
            let begun = wren.question(Wing::Patient).await;
            assert!(is_unknown(wren.answer(&site(), Wing::Patient, &begun.ceremony, broken).await));
        }
    })
    .await;
}

#[tokio::test]
async fn a_passkey_of_staff_counts_as_password_and_code_and_a_patients_never_does() {
    on_each_engine(|t| async move {
        let house = House::new(t).await;
        let desk = Owner::new(house, Wing::Staff, DESK).await;
        let device = desk.device().await;
        let practice = desk.house.practice.id;
        let require = async |required: bool| {
            let mut tx = desk.house.practice.t.db.begin().await.unwrap();
            second::require_in(&mut tx, practice, required).await.unwrap();
            tx.commit().await.unwrap();
        };
        let by_password = desk.house.enter(Wing::Staff, DESK).await;
        assert!(desk.is_in(Wing::Staff, &by_password).await, "nobody asks for a second factor");
        require(true).await;
        let by_password = desk.house.enter(Wing::Staff, DESK).await;
        assert!(!desk.is_in(Wing::Staff, &by_password).await, "the passkey is the second factor");
        let t = &desk.house.practice.t;
        let owed = second::owed(&t.db, &t.door, &by_password).await.unwrap();
        assert_eq!(owed, Some(second::Asks::Passkey));
        let secret = desk.sign_in(Wing::Staff, &device).await.unwrap();
        assert!(desk.is_in(Wing::Staff, &secret).await);
        let mut tx = t.db.read().await.unwrap();
        assert_eq!(second::asks(&mut tx, desk.user.id).await.unwrap(), second::Asks::Passkey);
        drop(tx);

        // Who works here is a patient too: the password alone opens that wing, so what is added there
        // opens no more than that.
        let guarantor = desk.house.practice.guarantor("A1").await;
        let both = [Grant::Guarantor(practice, guarantor), Grant::Staff(practice, Role::Biller)];
        identity::add_user(&t.db, &t.door, WREN, "Wren", "en", PASSWORD, &both).await.unwrap();
        let wren = Owner::again(desk.house, Wing::Patient, WREN).await;
        let own = wren.device().await;
        assert!(wren.sign_in(Wing::Patient, &own).await.is_ok());
        assert!(is_unknown(wren.sign_in(Wing::Staff, &own).await));
        let t = &wren.house.practice.t;
        let mut tx = t.db.read().await.unwrap();
        assert_eq!(second::asks(&mut tx, wren.user.id).await.unwrap(), second::Asks::Password);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_answers_who_it_is_and_only_its_owners_does() {
    on_each_engine(|t| async move {
        let desk = Owner::new(House::new(t).await, Wing::Staff, DESK).await;
        let device = desk.device().await;
        let secret = desk.sign_in(Wing::Staff, &device).await.unwrap();
        let colleague = Owner::new(desk.house, Wing::Staff, "colleague@example.com").await;
        let theirs = colleague.device().await;
        let t = &colleague.house.practice.t;
        for _ in 0..3 {
            t.clock.advance(Duration::minutes(11));
            colleague.house.session(Wing::Staff, &secret).await.unwrap();
        }
        let session = colleague.house.session(Wing::Staff, &secret).await.unwrap();
        assert!(!session.is_fresh(&t.door));
        let prove = async |device: &Device| {
            let begun = passkeys::begin_again(&t.db, &t.door, &site(), &session).await.unwrap();
            let said = device.answer(&begun);
            let answer = Answer { ceremony: &begun.ceremony, credential: &said };
            (device.is_named(&begun), passkeys::prove_again(&t.db, &t.door, &site(), &session, answer).await)
        };
        let (is_named, said) = prove(&theirs).await;
        assert!(!is_named && is_unknown(said));
        assert!(!colleague.house.session(Wing::Staff, &secret).await.unwrap().is_fresh(&t.door));
        let (is_named, said) = prove(&device).await;
        assert!(is_named && said.is_ok());
        assert!(colleague.house.session(Wing::Staff, &secret).await.unwrap().is_fresh(&t.door));
        // Where it is all they have, the password is no answer.
        let mut tx = t.db.begin().await.unwrap();
        second::require_in(&mut tx, colleague.house.practice.id, true).await.unwrap();
        tx.commit().await.unwrap();
        let said = second::prove_again(&t.db, &t.door, None, &session, PASSWORD).await;
        assert!(matches!(said, Err(SecondError::Wrong)));
    })
    .await;
}

#[tokio::test]
async fn a_counter_that_goes_backwards_ends_the_passkey_and_its_owner_is_told() {
    on_each_engine(|t| async move {
        let wren = Owner::new(House::new(t).await, Wing::Patient, WREN).await;
        let mut device = wren.device().await;
        for counter in [0, 0, 4, 5] {
            device.counter = counter;
            assert!(wren.sign_in(Wing::Patient, &device).await.is_ok(), "{counter}");
        }
        let open = wren.sign_in(Wing::Patient, &device).await;
        assert!(is_unknown(open), "the same count once more");
        assert!(wren.keys().await.is_empty());
        assert_eq!(wren.told().await[0], Template::Passkey { staff: false, added: false });
        device.counter = 6;
        assert!(is_unknown(wren.sign_in(Wing::Patient, &device).await));
    })
    .await;
}

#[tokio::test]
async fn what_is_removed_opens_nothing_and_signs_out_whoever_came_in_with_it() {
    on_each_engine(|t| async move {
        let wren = Owner::new(House::new(t).await, Wing::Patient, WREN).await;
        let (first, second) = (wren.device().await, wren.device().await);
        let secret = wren.sign_in(Wing::Patient, &first).await.unwrap();
        let keys = wren.keys().await;
        let (mine, key) = (wren.session.clone(), keys[0].id);
        let stranger = Owner::new(wren.house, Wing::Staff, DESK).await;
        let t = &stranger.house.practice.t;
        let remove = async |session: &Session| passkeys::remove(&t.db, &t.door, session, key).await.unwrap();
        assert!(!remove(&stranger.session).await, "not theirs");
        assert!(remove(&mine).await);
        assert!(!remove(&mine).await, "it is gone");
        assert!(!stranger.is_in(Wing::Patient, &secret).await);
        assert!(is_unknown(stranger.sign_in(Wing::Patient, &first).await));
        assert!(stranger.sign_in(Wing::Patient, &second).await.is_ok());
        let told = stranger.told().await;
        let removed = Template::Passkey { staff: false, added: false };
        assert_eq!(told.iter().filter(|one| **one == removed).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_administrator_who_ends_what_was_lost_ends_every_passkey_too() {
    on_each_engine(|t| async move {
        let desk = Owner::new(House::new(t).await, Wing::Staff, DESK).await;
        let (one, other) = (desk.device().await, desk.device().await);
        let secret = desk.sign_in(Wing::Staff, &one).await.unwrap();
        let t = &desk.house.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        second::end_in(&mut tx, &t.door, desk.user.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!desk.is_in(Wing::Staff, &secret).await);
        for device in [one, other] {
            assert!(is_unknown(desk.sign_in(Wing::Staff, &device).await));
        }
        assert_eq!(desk.told().await[0], Template::Passkey { staff: true, added: false });
        assert!(desk.is_in(Wing::Staff, &desk.house.enter(Wing::Staff, DESK).await).await);
    })
    .await;
}

#[tokio::test]
async fn a_device_is_added_once_and_questions_are_counted() {
    on_each_engine(|t| async move {
        let wren = Owner::new(House::new(t).await, Wing::Patient, WREN).await;
        let begun = wren.begin_adding().await;
        let (_, said) = Device::make(&begun, ORIGIN);
        wren.add(&begun, &said).await.unwrap();
        assert!(is_old(wren.add(&begun, &said).await), "used once");
        let next = wren.begin_adding().await;
        assert!(next.options.contains("excludeCredentials"));
        let (_, kept_nowhere) = Device::make(&next, ORIGIN);
        let kept_nowhere = kept_nowhere.replace("\"rk\":true", "\"rk\":false");
        assert!(matches!(wren.add(&next, &kept_nowhere).await, Err(PasskeyError::NotKept)));
        let t = &wren.house.practice.t;
        let mut asked = 2;
        let refused = loop {
            match passkeys::begin_adding(&t.db, &t.door, &site(), &wren.session, &wren.user).await {
                Ok(_) => asked += 1,
                Err(error) => break error,
            }
            assert!(asked < 100, "nobody counts");
        };
        assert!(matches!(refused, PasskeyError::TooMany) && asked == 30, "{refused} after {asked}");
        // Whoever is at the door is counted by where they are.
        for _ in 0..100 {
            wren.question(Wing::Patient).await;
        }
        let next = passkeys::begin_sign_in(&t.db, &t.door, &site(), Wing::Staff, FROM).await;
        assert!(matches!(next, Err(PasskeyError::TooMany)));
        // What nobody answers is not kept.
        t.clock.advance(Duration::minutes(16));
        wren.question(Wing::Patient).await;
        assert_eq!(wren.house.dump("passkey_ceremonies").await.lines().count(), 1);
    })
    .await;
}
