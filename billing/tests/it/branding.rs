//! A practice's look and its host names, on each engine.

use billing::accounts;
use billing::branding::{self, Logo, Look};
use billing::testing::on_each_engine;

use crate::practice::{Practice, add_practice};

#[tokio::test]
async fn a_look_is_kept_under_its_name_and_taken_away() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let logo = Logo { png: vec![0x89, 0, 255], width: 12, height: 4 };
        let wanted = Look { accent: Some("#123a6b".to_owned()), logo: Some(logo) };
        for look in [wanted, Look::default()] {
            let mut tx = practice.t.db.begin().await.unwrap();
            branding::change_look_in(&mut tx, practice.id, &look).await.unwrap();
            assert_eq!(branding::look(&mut tx, practice.id).await.unwrap(), look);
            let known = accounts::practice(&mut tx, practice.id).await.unwrap().unwrap();
            assert_eq!(known.brand_mark, look.mark(), "pages learn of it with the practice");
            tx.commit().await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_host_name_is_one_practices_and_its_first_one_is_where_links_lead() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let (db, door) = (&practice.t.db, &practice.t.door);
        let other = add_practice(db, door, "other").await;
        let mut tx = db.begin().await.unwrap();
        let ours = "https://bills.example.com";
        let address = branding::address(&mut tx, practice.id, ours).await.unwrap();
        assert_eq!(address, ours);
        assert!(branding::add_host_in(&mut tx, door, practice.id, "pay.willow.example").await.unwrap());
        assert!(
            branding::add_host_in(&mut tx, door, practice.id, "pay.willow.example").await.unwrap(),
            "again"
        );
        assert!(!branding::add_host_in(&mut tx, door, other, "pay.willow.example").await.unwrap());
        let address = branding::address(&mut tx, practice.id, ours).await.unwrap();
        assert_eq!(address, "https://pay.willow.example");
        assert!(!branding::remove_host_in(&mut tx, other, "pay.willow.example").await.unwrap());
        assert!(branding::remove_host_in(&mut tx, practice.id, "pay.willow.example").await.unwrap());
        assert_eq!(branding::of_host(&mut tx, "pay.willow.example").await.unwrap(), None);
    })
    .await;
}
