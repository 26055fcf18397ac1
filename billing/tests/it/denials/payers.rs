//! How many days an insurer takes appeals, and what moves when somebody says so.

use billing::denials::payers::{self, Payer};
use billing::testing::on_each_engine;
use time::Date;

use super::*;

async fn known(till: &Till) -> Vec<Payer> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    payers::known(&mut tx, till.practice.id).await.unwrap()
}

async fn of(till: &Till, name: &str) -> Payer {
    known(till).await.into_iter().find(|payer| payer.name == name).unwrap()
}

async fn sets(till: &Till, by: UserId, payer: &Payer, days: Option<u16>) -> Result<u64, DenialError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let by = (till.practice.id, by);
    let moved = payers::set_days_in(&mut tx, &t.door, by, (payer.id, payer.seq), days).await?;
    tx.commit().await.unwrap();
    Ok(moved)
}

/// Refuses a visit of $100, by a payer.
async fn refuses(till: &Till, payer: &str, visit: u32) {
    let claim =
        [format!("CLP*V{visit}*4*100*0*0*12*K{visit}"), "SVC*HC:99213*100*0".into(), "CAS*CO*16*100".into()];
    let claim: Vec<&str> = claim.iter().map(String::as_str).collect();
    till.practice.take(&format!("{visit}.835"), era(payer, &format!("T{visit}"), &claim)).await;
}

async fn last_day(till: &Till, visit: u32) -> (Date, Option<Date>) {
    let case = case(&till.practice, &format!("V{visit}")).await.unwrap();
    (case.denial.deadline, case.denial.act_by)
}

/// The remittances of the tests are of this day.
const ON: Date = date!(2026 - 11 - 01);

#[tokio::test]
async fn a_payers_days_move_what_it_refused_and_count_for_what_it_refuses() {
    on_each_engine(|t| async move {
        let visits = [
            "V1|Larkspur|99213 100",
            "V2|Larkspur|99213 100",
            "V3|Kestrel|99213 100",
            "V4|Larkspur|99213 100",
        ];
        let till = Till::new(t, &visits).await;
        let ada = till.staff("ada").await;
        for (payer, visit) in [("LARKSPUR", 1), ("LARKSPUR", 2), ("KESTREL", 3)] {
            refuses(&till, payer, visit).await;
        }
        let found: Vec<(String, i64, Option<i64>)> =
            known(&till).await.into_iter().map(|payer| (payer.name, payer.open, payer.appeal_days)).collect();
        assert_eq!(found, [("LARKSPUR".to_owned(), 2, None), ("KESTREL".to_owned(), 1, None)]);
        let (ninety, thirty) = (date!(2027 - 01 - 30), date!(2026 - 12 - 01));
        assert_eq!(last_day(&till, 1).await, (ninety, Some(ninety)));
        // Something was sent for the second one: who waits for an answer asks no later than the last day.
        let second = case(&till.practice, "V2").await.unwrap();
        let waits = does(&till, ada, &second, &Act::SentAgain(Sent { on: ON, ..sent() })).await.unwrap();
        assert!(waits.denial.act_by.unwrap() > thirty);

        let larkspur = of(&till, "LARKSPUR").await;
        for days in [0, 731] {
            let odd = sets(&till, ada, &larkspur, Some(days)).await;
            assert!(matches!(odd, Err(DenialError::Days)), "{odd:?}");
        }
        assert_eq!(sets(&till, ada, &larkspur, Some(30)).await.unwrap(), 2);
        assert_eq!(last_day(&till, 1).await, (thirty, Some(thirty)));
        assert_eq!(last_day(&till, 2).await, (thirty, Some(thirty)));
        assert_eq!(last_day(&till, 3).await, (ninety, Some(ninety)), "another insurer's stay");
        let moved = case(&till.practice, "V1").await.unwrap();
        let mut tx = till.practice.t.db.read().await.unwrap();
        let step = denials::steps(&mut tx, till.practice.id, moved.id).await.unwrap().pop().unwrap();
        drop(tx);
        assert_eq!((step.step.as_str(), step.by_user, step.days), ("days", Some(ada), Some(30)));
        assert_eq!((step.on_day, step.left_cents), (thirty, 10_000));
        // Whoever had it open looks again.
        let stale = does(&till, ada, &waits, &Act::Assign { to: None }).await;
        assert!(matches!(stale, Err(DenialError::Changed)), "{stale:?}");
        let stale = sets(&till, ada, &larkspur, Some(60)).await;
        assert!(matches!(stale, Err(DenialError::Changed)), "{stale:?}");

        refuses(&till, "LARKSPUR", 4).await;
        assert_eq!(last_day(&till, 4).await.0, thirty, "what is refused from now on counts them");
        let larkspur = of(&till, "LARKSPUR").await;
        assert_eq!((larkspur.appeal_days, larkspur.seq, larkspur.changed_by.is_some()), (Some(30), 1, true));
        assert_eq!(sets(&till, ada, &larkspur, Some(30)).await.unwrap(), 0, "nothing new is no change");
        assert_eq!(words(&till.practice, &moved).await, ["opened", "days"]);
        till.practice.is_sound().await;

        // What is over stays as it was; and without days of its own it is as for all.
        let fourth = case(&till.practice, "V4").await.unwrap();
        gives_up(&till, ada, &fourth).await.unwrap();
        assert_eq!(sets(&till, ada, &larkspur, None).await.unwrap(), 2);
        assert_eq!(last_day(&till, 1).await.0, ninety);
        assert_eq!(last_day(&till, 2).await, (ninety, Some(thirty)), "asked as soon as was meant");
        assert_eq!(last_day(&till, 4).await, (thirty, None));
        for statement in ["UPDATE payer_steps SET appeal_days = 700", "DELETE FROM payer_steps"] {
            assert!(till.practice.by_hand(statement).await.is_err(), "{statement}");
        }
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn the_practices_days_move_what_has_none_of_its_own() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1|Larkspur|99213 100", "V2|Kestrel|99213 100"]).await;
        let ada = till.staff("ada").await;
        refuses(&till, "LARKSPUR", 1).await;
        refuses(&till, "KESTREL", 2).await;
        sets(&till, ada, &of(&till, "LARKSPUR").await, Some(180)).await.unwrap();
        let (t, practice) = (&till.practice.t, till.practice.id);
        let mut tx = t.db.begin().await.unwrap();
        assert_eq!(payers::set_practice_days_in(&mut tx, &t.door, practice, 60).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(last_day(&till, 1).await.0, date!(2027 - 04 - 30));
        assert_eq!(last_day(&till, 2).await.0, date!(2026 - 12 - 31));
        let kestrel = case(&till.practice, "V2").await.unwrap();
        assert_eq!(words(&till.practice, &kestrel).await, ["opened", "days"]);
        let mut tx = t.db.read().await.unwrap();
        let terms = payers::of_case(&mut tx, &kestrel).await.unwrap();
        assert_eq!((terms.payer.as_deref(), terms.days, terms.own), (Some("KESTREL"), 60, false));
        drop(tx);
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn the_queue_shows_one_payers_and_a_remittance_renames_it() {
    on_each_engine(|t| async move {
        let till =
            Till::new(t, &["V1|Larkspur|99213 100", "V2|Kestrel|99213 100", "V3|Larkspur|99213 100"]).await;
        refuses(&till, "LARKSPUR", 1).await;
        refuses(&till, "KESTREL", 2).await;
        // The same number with another name: LARKSPUR and SPURLARK add up to one.
        refuses(&till, "SPURLARK", 3).await;
        let payer = of(&till, "SPURLARK").await;
        assert_eq!((payer.open, known(&till).await.len()), (2, 2));
        let mut tx = till.practice.t.db.read().await.unwrap();
        let named = payers::refusing(&mut tx, till.practice.id).await.unwrap();
        let named: Vec<&str> = named.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(named, ["KESTREL", "SPURLARK"]);
        for order in [Order::Deadline, Order::Oldest, Order::Amount] {
            let wanted = Wanted { order, payer: Some(payer.id), ..Wanted::default() };
            let list = desk::list(&mut tx, till.practice.id, &wanted, None, 50).await.unwrap();
            assert_eq!(list.len(), 2, "{order:?}");
            assert!(list.iter().all(|line| line.payer.as_deref() == Some("SPURLARK")), "{order:?}");
        }
    })
    .await;
}
