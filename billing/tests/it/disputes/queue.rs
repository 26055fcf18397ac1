//! The desk's queue: in its order, page by page, without a gap and without a case twice.

use billing::disputes::desk::{self, Order, Place, Wanted, Whose};
use billing::testing::on_each_engine;
use domain::DisputeId;
use domain::dispute::{Outcome, Reason, State};

use super::{Act, Till, decides, decision, does, tell};

const VISITS: [&str; 4] = ["V1||99213 40", "V2||99213 90", "V3||99213 10", "V4||99213 60"];

async fn found(till: &Till, wanted: &Wanted, at_a_time: i64) -> Vec<DisputeId> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = desk::list(&mut tx, till.payer.practice, wanted, after, at_a_time).await.unwrap();
        let Some(last) = page.last() else { return all };
        after = Some(Place::of(&last.case));
        all.extend(page.iter().map(|line| line.case.id));
    }
}

#[tokio::test]
async fn every_order_gives_every_case_once_however_long_a_page_is() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let dana = till.staff("dana").await;
        let reasons = [Reason::Duplicate, Reason::WrongAmount, Reason::Duplicate, Reason::Quality];
        let mut cases = Vec::new();
        for ((press, visit), reason) in (1..).zip(["V1", "V2", "V3", "V4"]).zip(reasons) {
            cases.push(tell(&till, press, visit, &[], reason).await.unwrap());
        }
        let ids = |which: &[usize]| which.iter().map(|n| cases[*n].id).collect::<Vec<_>>();
        let order = |order| Wanted { order, ..Wanted::default() };
        for at_a_time in [1, 3, 50] {
            assert_eq!(found(&till, &order(Order::Oldest), at_a_time).await, ids(&[0, 1, 2, 3]));
            assert_eq!(found(&till, &order(Order::Amount), at_a_time).await, ids(&[1, 3, 0, 2]));
            assert_eq!(found(&till, &order(Order::Deadline), at_a_time).await, ids(&[0, 1, 2, 3]));
        }
        // To be answered within twenty days, no longer within two.
        does(&till, dana, &cases[0], &Act::Acknowledge { message: None }).await.unwrap();
        assert_eq!(found(&till, &Wanted::default(), 1).await, ids(&[1, 2, 3, 0]));
        let before = cases[1].dispute.act_by.unwrap().next_day();
        let counted = async |whose, before| {
            let mut tx = till.practice.t.db.read().await.unwrap();
            desk::count(&mut tx, till.payer.practice, whose, before).await.unwrap()
        };
        assert_eq!(found(&till, &Wanted { before, ..Wanted::default() }, 2).await, ids(&[1, 2, 3]));

        let taken = does(&till, dana, &cases[2], &Act::Assign { to: Some(dana) }).await.unwrap();
        assert_eq!(counted(Whose::User(dana), before).await, 1);
        assert_eq!(counted(Whose::User(dana), cases[1].dispute.act_by).await, 0);
        assert_eq!(counted(Whose::Nobody, before).await, 2);
        let whose = |whose| Wanted { whose, ..Wanted::default() };
        assert_eq!(found(&till, &whose(Whose::User(dana)), 1).await, ids(&[2]));
        assert_eq!(found(&till, &whose(Whose::Nobody), 2).await, ids(&[1, 3, 0]));
        let duplicates =
            Wanted { reason: Some(Reason::Duplicate), order: Order::Oldest, ..Wanted::default() };
        assert_eq!(found(&till, &duplicates, 1).await, ids(&[0, 2]));
        let state = |state| Wanted { state: Some(state), ..Wanted::default() };
        assert_eq!(found(&till, &state(State::Acknowledged), 1).await, ids(&[0]));

        decides(&till, dana, &taken, &decision(Outcome::Upheld, 0, 0)).await.unwrap();
        assert_eq!(found(&till, &state(State::Decided), 1).await, ids(&[2]));
        assert_eq!(counted(Whose::Any, None).await, 3);
        assert_eq!(counted(Whose::Any, before).await, 2);
        assert_eq!(counted(Whose::Nobody, None).await, 3);
        assert_eq!(counted(Whose::User(dana), None).await, 0);
    })
    .await;
}
