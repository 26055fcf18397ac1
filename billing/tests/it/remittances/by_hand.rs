//! What met no visit, or did not fit, and what staff do with it.

use billing::identity::{self, Grant};
use billing::remittance::by_hand::{self, ByHandError, Looked};
use billing::remittance::{self, WaitingClaim};
use billing::testing::on_each_engine;
use domain::access::Role;
use domain::{ClaimId, UserId};

use crate::identity::house::PASSWORD;
use crate::practice::{Practice, era, export};

/// The insurer wrote the letter where the practice writes zero, and the name with a slip.
const WRONG: [&str; 6] = [
    "CLP*V1O*1*150*90*30*12*K1",
    "NM1*QC*1*ABERNETHI*WREN****MI*LK200",
    "SVC*HC:99213*150*90",
    "DTM*472*20261001",
    "CAS*CO*45*30",
    "CAS*PR*2*30",
];

async fn staff(practice: &Practice, name: &str) -> UserId {
    let (t, grant) = (&practice.t, [Grant::Staff(practice.id, Role::Manager)]);
    let email = format!("{name}@example.com");
    identity::add_user(&t.db, &t.door, &email, name, "en", PASSWORD, &grant).await.unwrap()
}

async fn waiting(practice: &Practice) -> Vec<WaitingClaim> {
    remittance::waiting(&mut practice.t.db.read().await.unwrap(), practice.id, 9).await.unwrap()
}

async fn look(practice: &Practice, id: ClaimId) -> Result<Looked, ByHandError> {
    by_hand::look(&mut practice.t.db.read().await.unwrap(), practice.id, id).await
}

async fn matches(practice: &Practice, by: UserId, id: ClaimId, visit: &str) -> Result<(), ByHandError> {
    let mut tx = practice.t.db.begin().await.unwrap();
    by_hand::match_in(&mut tx, &practice.t.door, (practice.id, by), id, visit).await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn returns(practice: &Practice, by: UserId, id: ClaimId) -> Result<(), ByHandError> {
    let mut tx = practice.t.db.begin().await.unwrap();
    by_hand::return_in(&mut tx, &practice.t.door, (practice.id, by), id, "Not our patient; check 88.")
        .await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn steps(practice: &Practice, id: ClaimId) -> Vec<(String, String)> {
    let steps = look(practice, id).await.unwrap().steps;
    steps.into_iter().map(|step| (step.step, step.by_name)).collect()
}

#[tokio::test]
async fn what_met_no_visit_is_matched_by_hand_once_and_taken_back_like_any_other() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let visits = ["V10|Larkspur|99213 150.00", "V11|Larkspur|99213 80.00", "2@V12|Larkspur|99213 150.00"];
        practice.take("a.csv", export(&visits)).await;
        practice.take("b.835", era("LARKSPUR", "T1", &WRONG)).await;
        let (dana, joe) = (staff(&practice, "dana").await, staff(&practice, "joe").await);
        let [claim] = &waiting(&practice).await[..] else { panic!("one waits") };
        let id = claim.id;
        let looked = look(&practice, id).await.unwrap();
        let meant =
            by_hand::meant(&mut practice.t.db.read().await.unwrap(), practice.id, &looked).await.unwrap();
        let numbers: Vec<_> = meant.iter().map(|visit| visit.visit_number.as_str()).collect();
        assert_eq!(numbers.iter().position(|number| *number == "V11"), Some(2), "by day alone: {numbers:?}");
        // What is no visit of ours, or does not fit, changes nothing.
        assert!(matches!(matches(&practice, dana, id, "V99").await, Err(ByHandError::NoVisit)));
        assert!(matches!(matches(&practice, dana, id, "V11").await, Err(ByHandError::DoesNotFit(_))));
        assert_eq!((waiting(&practice).await.len(), practice.on("unapplied_insurer").await), (1, -9_000));
        // Of two at the same moment one matches it.
        let press = |by: UserId| {
            let (db, door, practice) = (practice.t.db.clone(), practice.t.door.clone(), practice.id);
            tokio::spawn(async move {
                let mut tx = db.begin().await?;
                by_hand::match_in(&mut tx, &door, (practice, by), id, " V10 ").await?;
                tx.commit().await.map_err(ByHandError::from)
            })
        };
        let (one, two) = (press(dana), press(joe));
        let both = [one.await.unwrap(), two.await.unwrap()];
        assert_eq!(both.iter().filter(|taken| taken.is_ok()).count(), 1);
        assert!(both.iter().any(|taken| matches!(taken, Err(ByHandError::Changed))));
        assert_eq!(practice.open("V10").await, (0, 0, 3_000, 0));
        assert_eq!(practice.on("unapplied_insurer").await, 0);
        assert!(waiting(&practice).await.is_empty());
        assert_eq!(steps(&practice, id).await.len(), 1);
        practice.is_sound().await;
        // The same file says nothing new, and a reversal finds it.
        practice.take("b.835", era("LARKSPUR", "T1", &WRONG)).await;
        let back =
            ["CLP*V1O*22*-150*-90*-30*12*K1", "SVC*HC:99213*-150*-90", "CAS*CO*45*-30", "CAS*PR*2*-30"];
        practice.take("c.835", era("LARKSPUR", "T2", &back)).await;
        assert_eq!(practice.open("V10").await, (15_000, 0, 0, 0));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_not_for_the_practice_goes_back_and_leaves_the_books() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V10|Larkspur|99213 150.00"])).await;
        practice.take("b.835", era("LARKSPUR", "T1", &WRONG)).await;
        let dana = staff(&practice, "dana").await;
        let id = waiting(&practice).await[0].id;
        let mut tx = practice.t.db.begin().await.unwrap();
        let place = (practice.id, dana);
        let empty = by_hand::note_in(&mut tx, &practice.t.door, place, id, "  ").await;
        assert!(matches!(empty, Err(ByHandError::Words)));
        by_hand::note_in(&mut tx, &practice.t.door, place, id, "Asked them.").await.unwrap();
        tx.commit().await.unwrap();
        returns(&practice, dana, id).await.unwrap();
        assert!(matches!(returns(&practice, dana, id).await, Err(ByHandError::Changed)));
        assert!(matches!(matches(&practice, dana, id, "V10").await, Err(ByHandError::Changed)));
        let said = |step: &str| (step.to_owned(), "dana".to_owned());
        assert_eq!(steps(&practice, id).await, [said("noted"), said("returned")]);
        assert_eq!((practice.on("unapplied_insurer").await, practice.on("insurer_cash").await), (0, 0));
        // Its visit may arrive now: nothing is left to post.
        practice.take("c.csv", export(&["V1O|Larkspur|99213 150.00"])).await;
        assert_eq!(practice.open("V1O").await, (15_000, 0, 0, 0));
        // Nothing of another practice's is there, and what nobody worked by hand is no page.
        assert!(matches!(look(&practice, ClaimId(practice.t.door.id())).await, Err(ByHandError::NotThere)));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_takes_back_an_unknown_decision_or_does_not_add_up_is_not_matched() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V10|Larkspur|99213 150.00"])).await;
        let back =
            ["CLP*V1O*22*-150*-90*-30*12*K1", "SVC*HC:99213*-150*-90", "CAS*CO*45*-30", "CAS*PR*2*-30"];
        practice.import("b.835", era("LARKSPUR", "T1", &back)).await;
        let odd = ["CLP*V1O*1*150*90*30*12*K2", "SVC*HC:99213*150*90", "CAS*CO*45*10"];
        practice.import("c.835", era("LARKSPUR", "T2", &odd)).await;
        let dana = staff(&practice, "dana").await;
        let [odd, back] = &waiting(&practice).await[..] else { panic!("two wait") };
        assert!(matches!(matches(&practice, dana, back.id, "V10").await, Err(ByHandError::Reversal)));
        assert!(
            matches!(returns(&practice, dana, back.id).await, Err(ByHandError::Reversal)),
            "the insurer kept it"
        );
        assert!(matches!(matches(&practice, dana, odd.id, "V10").await, Err(ByHandError::DoesNotFit(_))));
        assert_eq!(practice.open("V10").await, (15_000, 0, 0, 0));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_held_on_a_visit_is_not_posted_and_leaves_it_when_it_goes_back() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V10||99213 100.00"])).await;
        let more = ["CLP*V10*1*150*90*30*12*K1", "SVC*HC:99213*150*90", "CAS*CO*45*30", "CAS*PR*2*30"];
        practice.import("b.835", era("LARKSPUR", "T1", &more)).await;
        let dana = staff(&practice, "dana").await;
        let id = waiting(&practice).await[0].id;
        assert_eq!(look(&practice, id).await.unwrap().visit, None, "it waits");
        let visit = practice.visit("V10").await;
        let claimed = async || {
            let mut tx = practice.t.db.read().await.unwrap();
            billing::visits::claimed(&mut tx, practice.id, visit).await.unwrap()
        };
        assert!(claimed().await);
        returns(&practice, dana, id).await.unwrap();
        assert!(!claimed().await, "no insurer has to do with it");
        assert_eq!(look(&practice, id).await.unwrap().visit, None);
        practice.is_sound().await;
    })
    .await;
}
