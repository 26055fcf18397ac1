//! What benches stand on: a practice whose accounts owe for one visit each.

use billing::accounts::{self, Practice};
use billing::testing::TestDb;
use billing::{imports, on};
use domain::{GuarantorId, PracticeId, VisitId};

/// Imports so many accounts, each with a visit without insurance of so many dollars.
pub async fn open(t: &TestDb, accounts: usize, dollars: u32) -> (PracticeId, Vec<(GuarantorId, VisitId)>) {
    let practice = PracticeId(t.door.id());
    let record = Practice {
        id: practice,
        slug: "bench".to_owned(),
        name: "Bench".to_owned(),
        phone: None,
        email: None,
        hours: None,
        time_zone: "America/New_York".to_owned(),
        languages: None,
        brand_mark: None,
    };
    let mut tx = t.db.begin().await.unwrap();
    accounts::add_practice_in(&mut tx, &t.door, &record).await.unwrap();
    tx.commit().await.unwrap();
    let mut sheet =
        "patient_number,first_name,last_name,birth_date,account_number,zip,visit_number,service_date,\
                     insurance,charge_line,code,description,amount\n"
            .to_owned();
    for n in 0..accounts {
        sheet.push_str(&format!(
            "P{n},Wren,Abernethy,1980-02-03,A{n},45401,V{n},2026-10-01,,1,99213,Care,{dollars}\n"
        ));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bench.csv");
    std::fs::write(&path, sheet).unwrap();
    let report = imports::import_file(&t.db, &t.door, practice, &path, "bench.csv").await.unwrap();
    assert!(report.refused.is_empty(), "{report:?}");
    let mut tx = t.db.begin().await.unwrap();
    if let billing::Tx::Postgres(tx) = &mut tx {
        // As its server does by itself soon after a large file: of what the file filled. A table that is
        // known to be empty would be read from end to end however large it grows meanwhile.
        let filled = "SELECT 'ANALYZE ' || oid::regclass FROM pg_class
                      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0";
        let filled: Vec<String> = sqlx::query_scalar(filled).fetch_all(&mut **tx).await.unwrap();
        for one in filled {
            sqlx::query(sqlx::AssertSqlSafe(one)).execute(&mut **tx).await.unwrap();
        }
    }
    let rows: Result<Vec<_>, _> =
        on!(&mut tx, c => sqlx::query_as("SELECT guarantor_id, visit_id FROM visit_balances").fetch_all(c));
    tx.commit().await.unwrap();
    (practice, rows.unwrap())
}
