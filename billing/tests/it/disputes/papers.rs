//! What is handed in.

use billing::disputes::{self, DisputeError, DocumentError, HandedIn, act, documents, open};
use billing::seal::SealKey;
use billing::testing::on_each_engine;
use domain::dispute::Reason;

use super::{opening, patient};
use crate::payments::till::Till;

pub const PHOTO: &[u8] = b"\xFF\xD8\xFF\xE0 a photo of a letter \xFF\xD9";

#[tokio::test]
async fn a_photo_is_sealed_and_opens_for_its_own_dispute_only() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00", "V2||99213 20.00"]).await;
        let (t, key) = (&till.practice.t, SealKey::parse(&"5a".repeat(32)).unwrap());
        let papers = [HandedIn::new("../letter.png", PHOTO.to_vec()).unwrap()];
        let first =
            open::Opening { papers: &papers, ..opening(&till, 1, "V1", &[], Reason::AlreadyPaid).await };
        let mut tx = t.db.begin().await.unwrap();
        let without = open::open_in(&mut tx, &t.door, None, &first).await;
        assert!(matches!(without, Err(DisputeError::Document(DocumentError::NoKey))));
        drop(tx);
        let mut tx = t.db.begin().await.unwrap();
        let case = open::open_in(&mut tx, &t.door, Some(&key), &first).await.unwrap();
        let other =
            open::open_in(&mut tx, &t.door, Some(&key), &opening(&till, 2, "V2", &[], Reason::Quality).await)
                .await;
        let other = other.unwrap();
        tx.commit().await.unwrap();

        let mut tx = t.db.begin().await.unwrap();
        let [kept] = disputes::handed_in(&mut tx, case.practice, case.id).await.unwrap().try_into().unwrap();
        assert_eq!(
            (kept.name.as_str(), kept.seq, kept.kind()),
            ("letter.jpg", 1, Some(documents::Kind::Jpeg))
        );
        let read = async |tx: &mut _, key: Option<&_>, dispute| {
            documents::read(tx, key, (case.practice, dispute), kept.id).await
        };
        assert_eq!(read(&mut tx, Some(&key), case.id).await.unwrap().as_deref(), Some(PHOTO));
        assert!(read(&mut tx, Some(&key), other.id).await.unwrap().is_none());
        let wrong = SealKey::parse(&"5b".repeat(32)).unwrap();
        let opened = read(&mut tx, Some(&wrong), case.id).await;
        assert!(matches!(opened, Err(DisputeError::Document(DocumentError::Sealed))));

        // Four more are taken, and not a fifth.
        let four: Vec<HandedIn> = (0..4).map(|_| papers[0].clone()).collect();
        let page = (case.id, case.seq);
        let handed = act::write_in(&mut tx, &t.door, Some(&key), patient(&till), page, ("", &four)).await;
        assert_eq!(handed.unwrap().seq, 2);
        let again = act::write_in(&mut tx, &t.door, Some(&key), patient(&till), page, ("", &four)).await;
        assert_eq!(again.unwrap().seq, 2, "pressed twice");
        // From the same page, and something else.
        let more = act::write_in(&mut tx, &t.door, Some(&key), patient(&till), page, ("", &papers)).await;
        assert!(matches!(more, Err(DisputeError::Document(DocumentError::TooMany))));
        assert!(matches!(
            act::write_in(&mut tx, &t.door, Some(&key), patient(&till), page, (" ", &[])).await,
            Err(DisputeError::Words)
        ));
    })
    .await;
}
