//! Whose bills somebody sees: a patient who comes of age, somebody who helps, and the day
//! either ends.

use billing::history::{self, Filter};
use billing::household::sharing::{self, Invite, SharingError};
use billing::household::{self, Seen};
use billing::identity::{self, IdentityError, Scope, Session, User, Wing};
use billing::messages::Template;
use billing::testing::on_each_engine;
use domain::{GuarantorId, PatientId, PracticeId, UserId};
use time::macros::date;
use time::{Date, Duration};

use crate::identity::house::{House, PASSWORD};

const HEAD: &str = "patient_number,first_name,last_name,birth_date,account_number,guarantor_first_name,\
                    guarantor_last_name,guarantor_birth_date,relationship,visit_number,service_date,charge_line,code,\
                    description,amount\n";

impl House {
    /// A1 with a child who is eighteen tomorrow, a wife, and a grown nephew.
    async fn with_family(t: billing::testing::TestDb) -> Self {
        let house = Self::new(t).await;
        let rows: String = [
            ("P11", "Pip", "2008-11-25", "child", "V11"),
            ("P12", "Sage", "1981-05-06", "spouse", "V12"),
            ("P13", "Lark", "1999-07-08", "other", "V13"),
        ]
        .iter()
        .map(|(number, name, born, related, visit)| {
            format!("{number},{name},Abernethy,{born},A1,Wren,Abernethy,1980-02-03,{related},{visit},2026-10-01,1,99213,Care,50\n")
        })
        .collect();
        house.practice.take("family.csv", format!("{HEAD}{rows}")).await;
        house
    }

    async fn a1(&self) -> (PracticeId, GuarantorId) {
        (self.practice.id, self.practice.guarantor("A1").await)
    }

    async fn members(&self) -> Vec<(String, Seen)> {
        let (practice, guarantor) = self.a1().await;
        let t = &self.practice.t;
        let mut tx = t.db.read().await.unwrap();
        let practice = billing::accounts::practice(&mut tx, practice).await.unwrap().unwrap();
        let members = household::members(&mut tx, &t.door, &practice, guarantor).await.unwrap();
        members.into_iter().map(|member| (member.name, member.seen)).collect()
    }

    /// The visits that somebody with this scope does not see what they were for.
    async fn withheld(&self, scope: Scope) -> Vec<String> {
        let (practice, guarantor) = self.a1().await;
        let t = &self.practice.t;
        let sight = {
            let mut tx = t.db.read().await.unwrap();
            let practice = billing::accounts::practice(&mut tx, practice).await.unwrap().unwrap();
            household::sight::sight(&mut tx, &t.door, &practice, guarantor, scope).await.unwrap()
        };
        let visits = self.practice.visits().await;
        visits.into_iter().filter(|(_, id)| sight.withholds(*id)).map(|(number, _)| number).collect()
    }

    async fn patient(&self, name: &str) -> PatientId {
        let (practice, guarantor) = self.a1().await;
        let t = &self.practice.t;
        let mut tx = t.db.read().await.unwrap();
        let practice = billing::accounts::practice(&mut tx, practice).await.unwrap().unwrap();
        let members = household::members(&mut tx, &t.door, &practice, guarantor).await.unwrap();
        members.into_iter().find(|member| member.name == name).unwrap().patient
    }

    async fn consents(&self, name: &str, by: UserId, ends_on: Option<Date>) -> bool {
        let patient = self.patient(name).await;
        let t = &self.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let how = ("signed form", ends_on);
        let done = household::consent_in(&mut tx, &t.door, self.a1().await, patient, by, how).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    async fn withdraws(&self, name: &str, by: UserId) -> bool {
        let patient = self.patient(name).await;
        let t = &self.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let done =
            household::withdraw_consent_in(&mut tx, &t.door, self.a1().await, patient, by).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    async fn wren(&self) -> User {
        self.resident("wren@example.com").await;
        self.sign_in(Wing::Patient, "wren@example.com", PASSWORD).await.unwrap().1
    }

    async fn asks(
        &self,
        by: &User,
        email: &str,
        scope: Scope,
        ends_on: Option<Date>,
    ) -> Result<(), SharingError> {
        let t = &self.practice.t;
        sharing::invite(&t.db, &t.door, self.a1().await, by, Invite { email, scope, ends_on }).await
    }

    async fn accepts(&self, secret: &str, password: &str) -> Result<(String, User), IdentityError> {
        let t = &self.practice.t;
        sharing::accept(&t.db, &t.door, secret, "Ash", password, "en").await
    }

    async fn helps(&self, secret: &str) -> Option<Session> {
        self.session(Wing::Patient, secret).await
    }

    async fn ends(&self, helper: UserId, by: UserId) -> bool {
        let t = &self.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let done = sharing::end_in(&mut tx, &t.door, self.a1().await, helper, by).await.unwrap();
        tx.commit().await.unwrap();
        done
    }
}

#[tokio::test]
async fn a_patient_who_comes_of_age_is_no_longer_seen_without_consent() {
    on_each_engine(|t| async move {
        let house = House::with_family(t).await;
        let wren = house.wren().await.id;
        let seen = |name: &str, seen: Seen| (name.to_owned(), seen);
        assert_eq!(
            house.members().await,
            [
                seen("Wren", Seen::Always),
                seen("Sage", Seen::Spouse),
                seen("Lark", Seen::Amounts),
                seen("Pip", Seen::Always)
            ],
            "a wife is seen, a grown nephew is not, a child of seventeen is"
        );
        assert_eq!(house.withheld(Scope::Own).await, ["V13"]);
        let helped = house.withheld(Scope::Care).await;
        assert_eq!(helped, ["V12", "V13"], "who helps does not see what a wife lets her husband see");

        assert!(!house.consents("Pip", wren, None).await, "a child's consent would stand after the birthday");

        // Noon in UTC of the birthday is the birthday in New York too.
        house.practice.t.clock.advance(Duration::days(1));
        assert_eq!(house.withheld(Scope::Own).await, ["V11", "V13"]);

        assert!(!house.consents("Wren", wren, None).await, "only who has come of age has that to say");
        assert!(house.consents("Pip", wren, Some(date!(2026 - 12 - 31))).await);
        assert_eq!(house.withheld(Scope::Care).await, ["V11", "V12", "V13"], "nor what Pip agreed to");
        assert_eq!(house.withheld(Scope::Own).await, ["V13"]);
        assert!(house.members().await.contains(&seen("Pip", Seen::ByConsent(Some(date!(2026 - 12 - 31))))));
        house.practice.t.clock.advance(Duration::days(38));
        assert_eq!(house.withheld(Scope::Own).await, ["V11", "V13"], "it ended with its last day");

        assert!(house.consents("Pip", wren, None).await, "and can be given again");
        assert_eq!(house.withheld(Scope::Own).await, ["V13"]);
        assert!(house.withdraws("Pip", wren).await);
        assert!(!house.withdraws("Pip", wren).await, "once");
        assert_eq!(house.withheld(Scope::Own).await, ["V11", "V13"]);
        assert_eq!(house.practice.count("SELECT COUNT(*) FROM sharing_log").await, 3);
    })
    .await;
}

#[tokio::test]
async fn a_practice_where_people_come_of_age_later_says_so() {
    on_each_engine(|t| async move {
        let house = House::with_family(t).await;
        house.practice.t.clock.advance(Duration::days(1));
        let mut tx = house.practice.t.db.begin().await.unwrap();
        household::set_adult_age_in(&mut tx, house.practice.id, 19).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(house.withheld(Scope::Own).await, ["V13"]);
    })
    .await;
}

#[tokio::test]
async fn a_patient_who_moved_to_an_account_of_their_own_is_theirs_alone() {
    on_each_engine(|t| async move {
        let house = House::with_family(t).await;
        house.practice.t.clock.advance(Duration::days(1));
        // The practice's system makes Pip their own guarantor; the old visit stays with Wren.
        let own = format!("{HEAD}P11,Pip,Abernethy,2008-11-25,A11,,,,,V14,2026-11-25,1,99213,Care,50\n");
        house.practice.take("own.csv", own).await;
        assert_eq!(house.withheld(Scope::Own).await, ["V11", "V13"]);
        // Lark marries: a spouse on another account, and nobody's here.
        let wed = format!(
            "{HEAD}P13,Lark,Abernethy,1999-07-08,A13,Robin,Field,1998-01-01,spouse,V15,2026-11-25,1,99213,Care,50\n"
        );
        house.practice.take("wed.csv", wed).await;
        assert_eq!(house.withheld(Scope::Own).await, ["V11", "V13"]);
        // Sage leaves for an account of her parents, whose export does not say what she is there.
        let parted = format!(
            "{HEAD}P12,Sage,Abernethy,1981-05-06,A14,Ida,Moor,1950-01-01,,V16,2026-11-25,1,99213,Care,50\n"
        );
        house.practice.take("parted.csv", parted).await;
        assert_eq!(house.withheld(Scope::Own).await, ["V11", "V12", "V13"]);
        let spouses = house.practice.count("SELECT COUNT(*) FROM patients WHERE relationship = 'spouse'").await;
        assert_eq!(spouses, 1, "what somebody was to one guarantor is not kept for another");
    })
    .await;
}

#[tokio::test]
async fn who_helps_sees_what_they_were_let_see_until_it_ends() {
    on_each_engine(|t| async move {
        let house = House::with_family(t).await;
        let wren = house.wren().await;
        house.asks(&wren, " Ash@Example.com ", Scope::Amounts, Some(date!(2026 - 11 - 30))).await.unwrap();
        let (to, letter) = house.letters().await.swap_remove(0);
        assert_eq!(to, "ash@example.com");
        assert!(matches!(letter, Template::Sharing { .. }));
        let link = house.link().await;

        let weak = house.accepts(&link, "short").await;
        assert!(matches!(weak, Err(IdentityError::Password(_))), "and the link is still good");
        let (secret, ash) = house.accepts(&link, PASSWORD).await.unwrap();
        let session = house.helps(&secret).await.unwrap();
        assert_eq!((session.guarantor, session.scope), (Some(house.a1().await.1), Scope::Amounts));
        assert_eq!(house.withheld(Scope::Amounts).await.len(), house.practice.visits().await.len());
        assert!(matches!(house.letters().await[0].1, Template::SharingAccepted), "Wren is told");
        assert_eq!(house.letters().await[0].0, "wren@example.com");
        assert!(matches!(house.accepts(&link, PASSWORD).await, Err(IdentityError::BadLink)), "once");

        let again = house.asks(&wren, "ash@example.com", Scope::Care, None).await;
        assert!(matches!(again, Err(SharingError::Already)));
        let db = &house.practice.t.db;
        let foreign = house.practice.guarantor("A2").await;
        let reach =
            identity::switch_account(db, &house.practice.t.door, &session, house.practice.id, foreign);
        assert!(!reach.await.unwrap(), "no other account");

        // The 30th is the last day in New York, which is behind UTC.
        let secret = {
            house.practice.t.clock.advance(Duration::days(6) + Duration::hours(16));
            house.sign_in(Wing::Patient, "ash@example.com", PASSWORD).await.unwrap().0
        };
        assert!(house.helps(&secret).await.is_some(), "4 o'clock in the morning of 1 December in UTC");
        house.practice.t.clock.advance(Duration::hours(1));
        assert!(house.helps(&secret).await.is_none());
        let late = house.sign_in(Wing::Patient, "ash@example.com", PASSWORD).await;
        assert!(matches!(late, Err(IdentityError::NotMatching)), "and nothing is left to sign in to");

        house.asks(&wren, "ash@example.com", Scope::Care, None).await.unwrap();
        let link = house.link().await;
        let wrong = house.accepts(&link, "copper lantern orchard").await;
        assert!(
            matches!(wrong, Err(IdentityError::NotMatching)),
            "it is the login's own password that counts"
        );
        let (secret, _) = house.accepts(&link, PASSWORD).await.unwrap();
        assert_eq!(house.helps(&secret).await.unwrap().scope, Scope::Care);
        assert!(house.ends(ash.id, wren.id).await);
        assert!(house.helps(&secret).await.is_none(), "ended on the spot");
        assert!(!house.ends(wren.id, wren.id).await, "the guarantor's own sight is not shared");
    })
    .await;
}

#[tokio::test]
async fn the_history_tells_amounts_and_is_not_searched_for_what_it_does_not_tell() {
    on_each_engine(|t| async move {
        let house = House::with_family(t).await;
        let (practice, guarantor) = house.a1().await;
        let t = &house.practice.t;
        let mut tx = t.db.read().await.unwrap();
        let record = billing::accounts::practice(&mut tx, practice).await.unwrap().unwrap();
        let sight = household::sight::sight(&mut tx, &t.door, &record, guarantor, Scope::Own).await.unwrap();
        let find = |words: Option<&str>| Filter { words: words.map(str::to_owned), ..Filter::default() };
        let all = history::events(&mut tx, practice, guarantor, &find(None), &sight).await.unwrap();
        let hidden: Vec<_> = all.iter().filter(|event| event.withheld).collect();
        assert_eq!(hidden.len(), 1, "Lark's visit");
        assert_eq!((hidden[0].amount.cents(), &hidden[0].title, &hidden[0].patient), (50_00, &None, &None));
        for words in ["Lark", "care"] {
            let found =
                history::events(&mut tx, practice, guarantor, &find(Some(words)), &sight).await.unwrap();
            assert!(found.iter().all(|event| !event.withheld), "{words} finds nothing of Lark's");
        }
        let people = history::people(&mut tx, practice, guarantor, &sight).await.unwrap();
        assert!(people.iter().all(|(_, name)| name != "Lark"));
    })
    .await;
}

#[tokio::test]
async fn an_invitation_can_be_taken_back_and_is_good_for_two_weeks() {
    on_each_engine(|t| async move {
        let house = House::with_family(t).await;
        let wren = house.wren().await;
        for (email, expected) in
            [("wren@example.com", "this is your own email address"), ("ash", "this is not an email address")]
        {
            assert_eq!(house.asks(&wren, email, Scope::Care, None).await.unwrap_err().to_string(), expected);
        }
        let past = house.asks(&wren, "ash@example.com", Scope::Care, Some(date!(2026 - 11 - 23))).await;
        assert!(matches!(past, Err(SharingError::Past)));

        house.asks(&wren, "ash@example.com", Scope::Care, None).await.unwrap();
        let first = house.link().await;
        house.asks(&wren, "ash@example.com", Scope::Amounts, None).await.unwrap();
        let second = house.link().await;
        assert!(
            matches!(house.accepts(&first, PASSWORD).await, Err(IdentityError::BadLink)),
            "one at a time"
        );

        let t = &house.practice.t;
        let (practice, a1) = house.a1().await;
        let open = {
            let mut tx = t.db.read().await.unwrap();
            sharing::open_invitations(&mut tx, &t.door, practice, a1).await.unwrap()
        };
        assert_eq!(open.len(), 1);
        let mut tx = t.db.begin().await.unwrap();
        let a2 = house.practice.guarantor("A2").await;
        let foreign =
            sharing::cancel_in(&mut tx, &t.door, (practice, a2), open[0].id, wren.id).await.unwrap();
        assert!(!foreign, "another account's invitation is not there");
        assert!(sharing::cancel_in(&mut tx, &t.door, (practice, a1), open[0].id, wren.id).await.unwrap());
        tx.commit().await.unwrap();
        assert!(matches!(house.accepts(&second, PASSWORD).await, Err(IdentityError::BadLink)));
        assert_eq!(
            house.practice.count("SELECT COUNT(*) FROM users WHERE disabled_at IS NULL").await,
            1,
            "and nobody was made"
        );

        house.asks(&wren, "ash@example.com", Scope::Care, None).await.unwrap();
        let link = house.link().await;
        assert!(!house.dump("sharing_invitations").await.contains(&link), "only its hash is kept");
        house.practice.t.clock.advance(Duration::days(14));
        assert!(matches!(house.accepts(&link, PASSWORD).await, Err(IdentityError::BadLink)));
    })
    .await;
}

#[tokio::test]
async fn nobody_is_asked_more_than_ten_times_a_day() {
    on_each_engine(|t| async move {
        let house = House::with_family(t).await;
        let wren = house.wren().await;
        for n in 0..10 {
            house.asks(&wren, &format!("ash{n}@example.com"), Scope::Care, None).await.unwrap();
        }
        let more = house.asks(&wren, "ash@example.com", Scope::Care, None).await;
        assert!(matches!(more, Err(SharingError::TooMany)));
    })
    .await;
}
