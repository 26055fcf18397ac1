//! A plan is what was signed and what happened since.

use billing::plans::PlanError;
use billing::plans::pay::For;
use billing::run;
use billing::testing::{TestDb, on_each_engine};
use domain::PlanId;
use domain::plan::{Event, State};
use uuid::Uuid;

use crate::plans::book::Book;

const ONE: [&str; 1] = ["V1||99213 120.00"];

/// A plan of three instalments, of which the first was paid: what happened is two steps.
async fn running(t: TestDb) -> (Book, PlanId) {
    let book = Book::new(t, &ONE).await;
    let plan = book.self_pay(3).await;
    book.pay(plan, 1, For::Instalment).await;
    book.till.webhooks().await;
    book.till.practice.names("a sound plan", &[]).await;
    (book, plan)
}

#[tokio::test]
async fn a_plan_that_is_not_what_was_signed_and_happened_is_named() {
    const DOCUMENT: &str = "a document is not what was signed";
    const UNSIGNED: &str = "nothing was signed";
    const STEP: &str = "a step is missing or superfluous";
    on_each_engine(|t| async move {
        for (harm, says) in [
            ("UPDATE plan_documents SET agreement = 'I owe nothing.'", vec![DOCUMENT]),
            ("UPDATE plan_documents SET cap_cents = 1", vec![DOCUMENT]),
            ("DELETE FROM plan_documents", vec![UNSIGNED]),
            ("UPDATE plan_documents SET kind = 'autopay'", vec![DOCUMENT, UNSIGNED]),
            (
                "DELETE FROM plan_steps WHERE seq = 2",
                vec![STEP, "its steps come to 120.00 left at version 1, and 80.00 left at version 2 is kept"],
            ),
            (
                "INSERT INTO plan_steps (practice_id, plan_id, seq, kind, step, notes, paid_cents, at)
                 SELECT practice_id, plan_id, 3, kind, step, notes, paid_cents, at FROM plan_steps WHERE seq = 2",
                vec![STEP, "its steps come to 40.00 left at version 3, and 80.00 left at version 2 is kept"],
            ),
            (
                r#"UPDATE plan_steps SET step = REPLACE(step, '{"paid":{"amount":4000}}',
                                                     '{"declined":{"number":99,"kind":"authentication_required"}}')"#,
                vec!["its steps do not follow from each other: "],
            ),
            (
                "UPDATE plan_steps SET step = REPLACE(step, '4000', '4100') WHERE seq = 2",
                vec!["its steps come to 79.00 left at version 2, and 80.00 left at version 2 is kept"],
            ),
            (
                r#"UPDATE plans SET snapshot = REPLACE(snapshot, '"adjusted":0', '"adjusted":100')"#,
                vec![
                    "its steps come to 80.00 left at version 2, and 80.00 left at version 2 is kept",
                    "its parts do not add up",
                ],
            ),
            (
                "UPDATE visit_balances SET plan_id = NULL",
                vec!["it asks for 80.00 and its visits owe 0.00"],
            ),
        ] {
            let (book, plan) = running(fresh(t.engine).await).await;
            book.till.practice.ruin(harm).await;
            let says: Vec<String> = says.iter().map(|says| format!("plan {plan}: {says}")).collect();
            let says: Vec<&str> = says.iter().map(String::as_str).collect();
            book.till.practice.names(harm, &says).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_plan_that_has_ended_asks_its_visits_for_nothing() {
    on_each_engine(|t| async move {
        let (book, plan) = running(t).await;
        book.change(plan, Event::Cancelled, false)
            .await
            .map_err(|error: PlanError| error.to_string())
            .unwrap();
        let standing = book.standing(plan).await;
        assert!(matches!(standing.plan.state, State::Cancelled(_)), "{:?}", standing.plan.state);
        book.till.practice.names("a cancelled plan", &[]).await;
    })
    .await;
}

#[tokio::test]
async fn every_plan_is_looked_at_however_many_there_are() {
    on_each_engine(|t| async move {
        let (book, plan) = running(t).await;
        let mut tx = book.till.practice.t.db.begin().await.unwrap();
        for n in 0..250 {
            let copy = Uuid::from_u128(n + 1);
            run!(&mut tx, sqlx::query(
                "INSERT INTO plans (practice_id, id, guarantor_id, user_id, press, state, version, last_seq, snapshot,
                                    swept_on, created_at, changed_at)
                 SELECT practice_id, $1, guarantor_id, user_id, $1, 'cancelled', version, 0, REPLACE(snapshot, $3, $4),
                        swept_on, created_at, changed_at
                 FROM plans WHERE id = $2",
            )
            .bind(copy)
            .bind(plan)
            .bind(plan.to_string())
            .bind(copy.to_string()))
            .unwrap();
        }
        tx.commit().await.unwrap();
        let found = book.till.practice.found().await;
        assert_eq!(found.iter().filter(|one| one.ends_with("nothing was signed")).count(), 250);
        assert_eq!(found.len(), 250, "{found:#?}");
    })
    .await;
}

async fn fresh(engine: &str) -> TestDb {
    billing::testing::databases().await.into_iter().find(|database| database.engine == engine).unwrap()
}
