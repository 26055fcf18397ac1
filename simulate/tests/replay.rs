//! A seed replays its history, wherever and however often it is played.

use simulate::Stage;
use simulate::ground::Engine;

/// A seed whose history has deaths, pauses and bad weather in it.
const SEED: u64 = 129;

#[tokio::test]
async fn the_same_seed_tells_the_same_history_again_and_elsewhere() {
    let mut stage = Stage::new(Engine::Sqlite).await.unwrap();
    let first = stage.play(SEED, 2, false).await.unwrap();
    let other = stage.play(SEED + 1, 2, false).await.unwrap();
    let again = stage.play(SEED, 2, false).await.unwrap();
    stage.close().await.unwrap();
    assert_eq!(first, again, "after another history on the same stage");
    assert_ne!(first.digest, other.digest, "another seed is another history");

    let mut elsewhere = Stage::new(Engine::Sqlite).await.unwrap();
    assert_eq!(elsewhere.play(SEED, 2, false).await.unwrap(), first, "on a stage of its own");
    elsewhere.close().await.unwrap();
}

#[tokio::test]
async fn both_engines_tell_the_same_history() {
    if std::env::var("OPENBALANCE_TEST_POSTGRES_URL").is_err() {
        return;
    }
    let mut told = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let mut stage = Stage::new(engine).await.unwrap();
        told.push(stage.play(SEED, 2, false).await.unwrap());
        stage.close().await.unwrap();
    }
    assert_eq!(told[0], told[1]);
}
