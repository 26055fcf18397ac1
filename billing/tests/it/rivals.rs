//! Writers at the same moment, in one process and in two.

use std::sync::Arc;

use billing::imports::{Report, import_file};
use billing::testing::{TestDb, on_each_engine};
use billing::{Db, Door};

use crate::practice::{Practice, era, export};

const WRITERS: usize = 6;

/// A handle of its own for each writer: every second one is another process.
async fn handles(practice: &Practice) -> Vec<(Db, Door)> {
    let mut handles = Vec::new();
    for n in 0..WRITERS {
        handles.push(match n % 2 {
            0 => (practice.t.db.clone(), practice.t.door.clone()),
            _ => practice.other_process(900 + n as u64).await,
        });
    }
    handles
}

/// Imports one file for each writer, all at once.
async fn at_once(practice: &Arc<Practice>, files: Vec<Vec<u8>>) -> Vec<Report> {
    let mut tasks = Vec::new();
    for (n, (file, (db, door))) in files.into_iter().zip(handles(practice).await).enumerate() {
        let path = practice.path(&format!("{n}.file"), &file);
        let id = practice.id;
        tasks.push(tokio::spawn(async move { import_file(&db, &door, id, &path, "rival").await.unwrap() }));
    }
    let mut reports = Vec::new();
    for task in tasks {
        reports.push(task.await.unwrap());
    }
    reports
}

fn claims(visits: impl Iterator<Item = usize>, round: usize) -> Vec<u8> {
    let segments: Vec<String> = visits
        .flat_map(|visit| {
            [
                format!("CLP*V{visit}*1*15*8*2*12*K{round}-{visit}"),
                "SVC*HC:99213*15*8".to_owned(),
                "CAS*CO*45*5".to_owned(),
                "CAS*PR*3*2".to_owned(),
            ]
        })
        .collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    era("LARKSPUR", &format!("T{round}"), &segments)
}

async fn practice_of(t: TestDb, visits: usize) -> Arc<Practice> {
    let practice = Practice::new(t).await;
    let rows: Vec<String> = (0..visits).map(|visit| format!("V{visit}|Larkspur|99213 150.00")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    practice.take("a.csv", export(&rows)).await;
    Arc::new(practice)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_payment_imported_by_many_at_once_is_posted_once() {
    on_each_engine(|t| async move {
        let practice = practice_of(t, 10).await;
        let file = claims(0..10, 1);
        let reports = at_once(&practice, vec![file; WRITERS]).await;
        assert_eq!(reports.iter().map(|report| report.posted).sum::<u64>(), 10);
        assert_eq!(reports.iter().map(|report| report.duplicates).sum::<u64>(), 10 * (WRITERS as u64 - 1));
        assert_eq!(practice.on("insurer_cash").await, 10 * 800);
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_export_by_many_at_once_is_recorded_once() {
    on_each_engine(|t| async move {
        let practice = practice_of(t, 1).await;
        let file = export(&["V7|Larkspur|99213 150.00,81002 10", "2@V8||99213 20"]).into_bytes();
        let reports = at_once(&practice, vec![file; WRITERS]).await;
        assert!(reports.iter().all(|report| report.refused.is_empty()));
        assert_eq!(reports.iter().filter(|report| report.added > 0).count(), 1);
        assert_eq!(practice.on("revenue").await, -(15_000 + 16_000 + 2_000));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_that_meet_the_same_visits_in_opposite_order_all_come_through() {
    on_each_engine(|t| async move {
        let practice = practice_of(t, 30).await;
        let files = (0..WRITERS)
            .map(|round| if round % 2 == 0 { claims(0..30, round) } else { claims((0..30).rev(), round) })
            .collect();
        let reports = at_once(&practice, files).await;
        assert!(reports.iter().all(|report| report.posted == 30), "{reports:?}");
        assert_eq!(practice.open("V0").await, (15_000 - WRITERS as i64 * 1_500, 0, WRITERS as i64 * 200, 0));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_during_imports_and_the_same_payment_told_many_times_post_once() {
    on_each_engine(|t| async move {
        let practice = practice_of(t, 20).await;
        practice.take("b.835", claims(0..20, 100)).await;
        let payment = practice.intent("A1", 20 * 200).await.unwrap();
        let payers: Vec<_> = (0..4)
            .map(|_| {
                let practice = practice.clone();
                tokio::spawn(async move { practice.money_came(payment).await })
            })
            .collect();
        let files = (0..WRITERS).map(|round| claims((0..20).rev(), round)).collect();
        let reports = at_once(&practice, files).await;
        for payer in payers {
            payer.await.unwrap();
        }
        assert!(reports.iter().all(|report| report.posted == 20));
        assert_eq!(practice.on("gateway_cash").await, 4_000);
        assert_eq!(practice.dues("A1").await, 20 * 200 * WRITERS as i64);
        practice.is_sound().await;
    })
    .await;
}
