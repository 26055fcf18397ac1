//! Answers that a practice keeps to write them again.

use billing::disputes::answers::{self, KeepError, Wanted};
use billing::testing::on_each_engine;

use crate::payments::till::Till;
use crate::practice::{add_practice, press_id};

const FEE: Wanted<'_> = Wanted { name: " Facility fee ", en: "It is the room.", es: "Es la sala." };

#[tokio::test]
async fn an_answer_is_kept_once_changed_by_who_saw_it_and_no_other_practices() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00"]).await;
        let (dana, t) = (till.staff("dana").await, &till.practice.t);
        let lakeside = add_practice(&t.db, &t.door, "lakeside").await;
        let by = (till.practice.id, dana);
        let mut tx = t.db.begin().await.unwrap();
        for _ in 0..2 {
            answers::keep_in(&mut tx, &t.door, by, press_id(1), FEE).await.unwrap();
        }
        let missing = Wanted { es: " ", ..FEE };
        let kept = answers::keep_in(&mut tx, &t.door, by, press_id(2), missing).await;
        assert!(matches!(kept, Err(KeepError::Words("es"))), "a patient who reads Spanish has it too");
        let nameless = answers::keep_in(&mut tx, &t.door, by, press_id(2), Wanted { name: "", ..FEE }).await;
        assert!(matches!(nameless, Err(KeepError::Name)));
        let [only] = &answers::of_practice(&mut tx, by.0).await.unwrap()[..] else { panic!("one") };
        assert_eq!((only.name.as_str(), only.seq, only.by_name.as_str()), ("Facility fee", 1, "dana"));
        let other = Wanted { en: "It is the operating room.", ..FEE };
        answers::change_in(&mut tx, &t.door, by, (only.id, 1), other).await.unwrap();
        let late = answers::change_in(&mut tx, &t.door, by, (only.id, 1), FEE).await;
        assert!(matches!(late, Err(KeepError::Changed)));
        let there = (lakeside, dana);
        let theirs = answers::change_in(&mut tx, &t.door, there, (only.id, 2), FEE).await;
        assert!(matches!(theirs, Err(KeepError::NotThere)));
        assert!(matches!(
            answers::remove_in(&mut tx, &t.door, there, (only.id, 2)).await,
            Err(KeepError::NotThere)
        ));
        assert!(matches!(
            answers::remove_in(&mut tx, &t.door, by, (only.id, 1)).await,
            Err(KeepError::Changed)
        ));
        answers::remove_in(&mut tx, &t.door, by, (only.id, 2)).await.unwrap();
        let back =
            answers::keep_in(&mut tx, &t.door, by, press_id(1), Wanted { name: "Parking", ..FEE }).await;
        assert!(matches!(back, Err(KeepError::Changed)), "the page of another one");
        assert!(answers::of_practice(&mut tx, by.0).await.unwrap().is_empty());
        tx.commit().await.unwrap();
        till.is_sound().await;
    })
    .await;
}
