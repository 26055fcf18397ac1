//! The outbox: nobody is told twice, nobody is forgotten, no secret stays behind.

use std::collections::BTreeSet;

use billing::messages::{self, Message, Template};
use billing::testing::on_each_engine;
use time::Duration;
use tokio::task::JoinSet;

use crate::practice::Practice;

const SECRET: &str = "5ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7e75ec7";

async fn enqueue(practice: &Practice, fact: &str, template: &Template) {
    let t = &practice.t;
    let mut tx = t.db.begin().await.unwrap();
    messages::enqueue_in(&mut tx, &t.door, Some(practice.id), fact, "wren@example.com", "en", template)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn due(practice: &Practice) -> Vec<Message> {
    messages::take_due(&practice.t.db, &practice.t.door, 50).await.unwrap()
}

async fn args(practice: &Practice) -> Vec<String> {
    let mut tx = practice.t.db.read().await.unwrap();
    messages::recent(&mut tx, 50).await.unwrap().into_iter().map(|message| message.args).collect()
}

fn reset() -> Template {
    Template::Reset { secret: SECRET.to_owned() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_takers_never_get_the_same_message() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        for n in 0..40 {
            enqueue(&practice, &format!("fact:{n}"), &Template::AlreadyRegistered).await;
        }
        let mut takers = JoinSet::new();
        for n in 0..4 {
            let (db, door) = practice.other_process(100 + n).await;
            takers.spawn(async move {
                let mut taken = Vec::new();
                loop {
                    let some = messages::take_due(&db, &door, 3).await.unwrap();
                    // With takers at once an answer may be empty while others hold what is due.
                    if some.is_empty() {
                        return taken;
                    }
                    taken.extend(some.into_iter().map(|message| message.id));
                }
            });
        }
        let mut taken: Vec<_> = takers.join_all().await.into_iter().flatten().collect();
        taken.extend(due(&practice).await.into_iter().map(|message| message.id));
        assert_eq!(taken.len(), 40);
        assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 40);
        assert!(due(&practice).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_takes_a_message_and_dies_leaves_it_to_another() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        enqueue(&practice, "reset:1", &reset()).await;
        assert_eq!(due(&practice).await.len(), 1);
        practice.t.clock.advance(Duration::seconds(119));
        assert!(due(&practice).await.is_empty());
        practice.t.clock.advance(Duration::seconds(1));
        let again = due(&practice).await;
        assert_eq!((again.len(), again[0].attempts, again[0].template()), (1, 2, Some(reset())));
    })
    .await;
}

#[tokio::test]
async fn a_message_that_was_not_sent_comes_again_and_is_given_up_after_eight() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        enqueue(&practice, "reset:1", &reset()).await;
        let pauses = [5, 15, 45, 135, 405, 1_215, 1_440];
        for (attempt, pause) in (1..).zip(pauses) {
            let taken = due(&practice).await;
            assert_eq!((taken.len(), taken[0].attempts), (1, attempt));
            messages::not_sent(&practice.t.db, &practice.t.door, &taken[0]).await.unwrap();
            practice.t.clock.advance(Duration::minutes(pause) - Duration::seconds(1));
            assert!(due(&practice).await.is_empty(), "try {attempt} was followed too soon");
            practice.t.clock.advance(Duration::seconds(1));
        }
        let last = due(&practice).await;
        assert_eq!((last[0].attempts, last[0].template()), (8, Some(reset())));
        messages::not_sent(&practice.t.db, &practice.t.door, &last[0]).await.unwrap();
        practice.t.clock.advance(Duration::days(30));
        assert!(due(&practice).await.is_empty());
        assert_eq!(practice.count("SELECT COUNT(*) FROM messages WHERE state = 'failed'").await, 1);
        assert_eq!(args(&practice).await, ["{}"], "no secret stays behind");
    })
    .await;
}

#[tokio::test]
async fn a_links_secret_is_erased_once_sent_unless_the_outbox_shows_it() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        for keep in [true, false] {
            enqueue(&practice, &format!("reset:{keep}"), &reset()).await;
            let taken = due(&practice).await;
            assert_eq!(taken[0].template(), Some(reset()));
            messages::sent(&practice.t.db, &practice.t.door, taken[0].id, keep).await.unwrap();
            let known = args(&practice).await;
            assert_eq!(known.first().is_some_and(|args| args.contains(SECRET)), keep, "{known:?}");
        }
        practice.t.clock.advance(Duration::days(1));
        assert!(due(&practice).await.is_empty(), "what was sent is not sent again");
    })
    .await;
}

#[tokio::test]
async fn the_same_fact_is_told_once() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        for _ in 0..3 {
            enqueue(&practice, "receipt:1", &Template::AlreadyRegistered).await;
        }
        enqueue(&practice, "receipt:2", &Template::AlreadyRegistered).await;
        assert_eq!(due(&practice).await.len(), 2);
    })
    .await;
}
