//! How somebody is registered is corrected once, found again, and told at the old address and the new.

use billing::accounts::{self, Contact, Person};
use billing::messages::{self, Template};
use billing::notes;
use billing::registration::{self, Registration, RegistrationError};
use billing::testing::on_each_engine;
use domain::UserId;
use time::macros::date;

use crate::payments::till::Till;
use crate::practice::press_id;

const ONE: [&str; 1] = ["V1||99213 120.00"];

async fn on_file(till: &Till) -> Registration {
    let mut tx = till.practice.t.db.read().await.unwrap();
    registration::registration(&mut tx, till.practice.id, till.payer.guarantor).await.unwrap().unwrap()
}

async fn correct(
    till: &Till,
    by: UserId,
    seen: &str,
    person: &Person,
    contact: &Contact,
) -> Result<Vec<&'static str>, RegistrationError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let by = (till.practice.id, by);
    let account = (till.payer.guarantor, seen);
    let changed = registration::correct_in(&mut tx, &t.door, by, account, (person, contact)).await?;
    tx.commit().await.unwrap();
    Ok(changed)
}

async fn finds(till: &Till, typed: &str) -> usize {
    let mut tx = till.practice.t.db.read().await.unwrap();
    accounts::search(&mut tx, till.practice.id, typed).await.unwrap().accounts.len()
}

#[tokio::test]
async fn what_is_corrected_is_found_told_at_both_addresses_and_kept_by_name_only() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let ada = till.staff("ada").await;
        let was = on_file(&till).await;
        let person = Person { last_name: "Okonkwo".to_owned(), ..was.person.clone() };
        let contact = Contact {
            email: Some("new@example.com".to_owned()),
            phone: Some("(937) 555-0199".to_owned()),
            ..was.contact.clone()
        };
        let changed = correct(&till, ada, &was.seen(), &person, &contact).await.unwrap();
        assert_eq!(changed, ["last_name", "email", "phone"]);
        let now = on_file(&till).await;
        assert_eq!(
            (now.person.last_name.as_str(), now.patients[0].person.last_name.as_str()),
            ("Okonkwo", "Okonkwo")
        );
        assert_eq!([finds(&till, "okonkwo").await, finds(&till, "5550199").await], [1, 1]);
        assert_eq!(finds(&till, "new@example.com").await, 1);

        let mut tx = till.practice.t.db.read().await.unwrap();
        let sent = messages::recent(&mut tx, 10).await.unwrap();
        let mut told: Vec<&str> = sent
            .iter()
            .filter(|one| one.template() == Some(Template::ContactChanged))
            .map(|one| one.to_address.as_str())
            .collect();
        told.sort_unstable();
        assert_eq!(told, ["new@example.com", "payer@example.com", "wren1@example.com"]);
        let kept = registration::corrections(&mut tx, till.practice.id, till.payer.guarantor).await.unwrap();
        assert_eq!((kept[0].fields.as_str(), kept[0].by_name.as_str()), ("last_name email phone", "ada"));
        drop(tx);

        // Nothing of it can be changed afterwards.
        assert!(till.practice.by_hand("UPDATE registration_changes SET fields = 'zip'").await.is_err());
        assert!(till.practice.by_hand("DELETE FROM registration_changes").await.is_err());
        // The same once more is no correction.
        assert!(correct(&till, ada, &now.seen(), &now.person, &now.contact).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_sees_what_the_first_wrote() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let (ada, mara) = (till.staff("ada").await, till.staff("mara").await);
        let seen = on_file(&till).await;
        let moved = Contact { city: Some("Dayton".to_owned()), ..seen.contact.clone() };
        correct(&till, ada, &seen.seen(), &seen.person, &moved).await.unwrap();
        let other = Contact { address1: Some("1 Elm St".to_owned()), ..seen.contact.clone() };
        let second = correct(&till, mara, &seen.seen(), &seen.person, &other).await;
        assert!(matches!(second, Err(RegistrationError::Changed)));
        let now = on_file(&till).await;
        assert_eq!((now.contact.city.as_deref(), now.contact.address1.as_deref()), (Some("Dayton"), None));

        // A patient's birthday.
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let born = Person { birth_date: date!(1981 - 02 - 03), ..now.person.clone() };
        let by = (till.practice.id, mara);
        let account = (till.payer.guarantor, now.seen());
        let patient = (now.patients[0].id, &born);
        let changed =
            registration::correct_patient_in(&mut tx, &t.door, by, (account.0, &account.1), patient).await;
        assert_eq!(changed.unwrap(), ["birth_date"]);
        tx.commit().await.unwrap();
        let after = on_file(&till).await;
        assert_eq!(
            after.person.birth_date,
            date!(1981 - 02 - 03),
            "who answers for themselves is one person"
        );
    })
    .await;
}

#[tokio::test]
async fn a_note_is_kept_once_and_for_good() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let ada = till.staff("ada").await;
        let t = &till.practice.t;
        let account = till.payer.guarantor;
        for words in ["Calls after five.", "Calls after five.", "  "] {
            let mut tx = t.db.begin().await.unwrap();
            let by = (till.practice.id, ada);
            let kept = notes::write_in(&mut tx, &t.door, by, (account, press_id(7)), words).await.unwrap();
            assert_eq!(kept, !words.trim().is_empty());
            tx.commit().await.unwrap();
        }
        let mut tx = t.db.read().await.unwrap();
        let kept = notes::of_account(&mut tx, till.practice.id, account, 10).await.unwrap();
        assert_eq!(
            (kept.len(), kept[0].words.as_str(), kept[0].by_name.as_str()),
            (1, "Calls after five.", "ada")
        );
        drop(tx);
        assert!(till.practice.by_hand("UPDATE account_notes SET words = 'x'").await.is_err());
        assert!(till.practice.by_hand("DELETE FROM account_notes").await.is_err());
    })
    .await;
}
