//! Statements issued a minute, each with its PDF, and the most memory that took.
//!
//! `cargo bench -p billing --bench statements`, with `OPENBALANCE_TEST_POSTGRES_URL` for
//! PostgreSQL too. Each figure comes from a process of its own, which imports a practice of
//! so many accounts that owe a visit or two, previews and releases a run, carries it out,
//! and prints what went out in batches of 200 letters as the mail room gets them.
#![expect(clippy::unwrap_used, reason = "a bench")]

#[path = "../../paper/tests/it/support/words.rs"]
#[expect(dead_code, reason = "the paper's own tests use the rest")]
mod words;

use std::time::{Duration, Instant};

use billing::accounts::{self, Practice};
use billing::identity::{self, Grant};
use billing::statements::{self, Kept, runs};
use billing::testing::{TestDb, databases};
use billing::{imports, on};
use domain::access::Role;
use domain::{GuarantorId, PracticeId, UserId};
use paper::{Options, Order, Sides};

/// Accounts of a practice.
const SIZES: [usize; 2] = [1_000, 10_000];
/// Letters in one file.
const BATCH: usize = 200;

#[tokio::main]
async fn main() {
    // A process of its own was asked for one figure: `ENGINE ACCOUNTS`.
    let mut asked = std::env::args().skip(1).filter(|arg| !arg.starts_with('-'));
    if let (Some(engine), Some(accounts)) = (asked.next(), asked.next()) {
        return measure(&engine, accounts.parse().unwrap()).await;
    }
    let engines: Vec<&str> = databases().await.iter().map(|t| t.engine).collect();
    for engine in engines {
        for accounts in SIZES {
            let program = std::env::current_exe().unwrap();
            let status = std::process::Command::new(program).args([engine, &accounts.to_string()]).status();
            assert!(status.unwrap().success());
        }
    }
}

async fn measure(engine: &str, accounts: usize) {
    let Some(t) = databases().await.into_iter().find(|t| t.engine == engine) else { return };
    let (practice, staff) = fill(&t, accounts).await;
    let (db, door) = (&t.db, &t.door);

    let begun = Instant::now();
    let run = runs::preview(db, door, practice, Some(staff)).await.unwrap();
    let previewed = begun.elapsed();
    runs::release(db, door, practice, run, staff).await.unwrap();
    let begun = Instant::now();
    let issued = runs::work(db, door, practice, usize::MAX).await.unwrap();
    let issuing = begun.elapsed();
    assert_eq!(issued, accounts);

    let begun = Instant::now();
    let (bytes, sheets) = print(&t, practice).await;
    let printing = begun.elapsed();
    println!(
        "{engine}, {accounts} accounts: preview {previewed:.1?}; {} statements/min issued, {} PDFs/min, {}/min both; \
         {} bytes a letter, {sheets} sheets; peak memory {}",
        a_minute(accounts, issuing),
        a_minute(accounts, printing),
        a_minute(accounts, issuing + printing),
        bytes / accounts,
        peak(),
    );
}

fn a_minute(count: usize, took: Duration) -> u128 {
    60_000 * u128::try_from(count).unwrap() / took.as_millis()
}

/// A practice whose accounts owe a visit or two, and somebody at its desk.
async fn fill(t: &TestDb, accounts: usize) -> (PracticeId, UserId) {
    let practice = PracticeId(t.door.id());
    let mut tx = t.db.begin().await.unwrap();
    let record = Practice {
        id: practice,
        slug: "bench".to_owned(),
        name: "Riverside Family Medicine".to_owned(),
        phone: Some("(555) 010-0142".to_owned()),
        email: None,
        hours: None,
        time_zone: "America/New_York".to_owned(),
        languages: None,
        brand_mark: None,
    };
    accounts::add_practice_in(&mut tx, &t.door, &record).await.unwrap();
    tx.commit().await.unwrap();
    let mut sheet = "patient_number,first_name,last_name,birth_date,account_number,address1,city,state,zip,\
                     visit_number,service_date,insurance,charge_line,code,description,amount\n"
        .to_owned();
    for n in 0..accounts {
        for visit in 0..=n % 2 {
            sheet.push_str(&format!(
                "P{n},Wren,Abernethy,1980-02-03,A{n},{n} Maple Avenue,Dayton,OH,45401,V{n}-{visit},\
                 2026-10-0{},,1,99213,Office visit,{}.50\n",
                visit + 1,
                40 + n % 300
            ));
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bench.csv");
    std::fs::write(&path, sheet).unwrap();
    let report = imports::import_file(&t.db, &t.door, practice, &path, "bench.csv").await.unwrap();
    assert!(report.refused.is_empty(), "{report:?}");
    let grant = [Grant::Staff(practice, Role::Administrator)];
    let staff =
        identity::add_user(&t.db, &t.door, "dana@example.com", "Dana", "en", "plum kettle window", &grant);
    (practice, staff.await.unwrap())
}

/// Prints every statement, so many in a file; gives bytes and sheets.
async fn print(t: &TestDb, practice: PracticeId) -> (usize, usize) {
    let all: Vec<(GuarantorId, uuid::Uuid)> = {
        let mut tx = t.db.read().await.unwrap();
        on!(&mut tx, c => sqlx::query_as("SELECT guarantor_id, id FROM statements ORDER BY number").fetch_all(c))
            .unwrap()
    };
    let options = Options {
        pay_url: "https://pay.example.com/pay".to_owned(),
        code_url: None,
        languages_url: "https://pay.example.com/languages".to_owned(),
        plan_offer: None,
        first_statement: true,
        estimate_dispute: true,
        assistance_url: None,
    };
    let (mut bytes, mut sheets) = (0, 0);
    for letters in all.chunks(BATCH) {
        let mut kept: Vec<Kept> = Vec::new();
        for (guarantor, id) in letters {
            let mut tx = t.db.read().await.unwrap();
            kept.extend(statements::statement(&mut tx, practice, *guarantor, *id).await.unwrap());
        }
        let order = |kept| -> Order<'_> { Order { statement: kept, words: &words::EN, options: &options } };
        let printed = paper::batch(kept.iter().map(|kept| order(&kept.statement)), Sides::Two).unwrap();
        bytes += printed.pdf.len();
        sheets += printed.extents.iter().map(|extent| extent.sheets).sum::<usize>();
    }
    (bytes, sheets)
}

/// The most memory the process has had, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
