//! What insurers decided, file by file: where each dollar goes, and what comes twice.

mod by_hand;
mod payers;
mod published;
mod reversals;

use std::collections::BTreeMap;

use billing::testing::on_each_engine;

use crate::practice::{Practice, era, era_paying, export, sample};

/// Every sample of the project that can be posted, in an order in which originals come
/// before what takes them back.
const SAMPLES: [&str; 16] = [
    "primary-patient-shares",
    "secondary-oa23",
    "tertiary-claim-level",
    "reversal-and-correction",
    "denied-co16-remarks",
    "denied-timely-filing-co29",
    "noncovered-pr204",
    "provider-adjustments-wo-fb",
    "payer-initiated-and-correction-groups",
    "forwarded-19-20-21",
    "predetermination-25",
    "claim-level-six-adjustments",
    "two-interchanges-two-delimiters",
    "no-envelope",
    "latin1-wrong-count",
    "reversal-taken-by-debit",
];

/// The decisions that the two reversal samples take back.
fn originals() -> Vec<u8> {
    era(
        "LARKSPUR HEALTH PLAN",
        "LKT800001",
        &[
            "CLP*OB-1005*1*150*80*20*12*LK26000105",
            "SVC*HC:99213*150*80",
            "CAS*CO*45*50",
            "CAS*PR*3*20",
            "CLP*OB-1027*1*150*80*20*12*LK26000127",
            "SVC*HC:99213*150*80",
            "CAS*CO*45*50",
            "CAS*PR*3*20",
        ],
    )
}

fn paid_claim(visit: &str, number: &str) -> Vec<String> {
    [&format!("CLP*{visit}*1*150*80*20*12*{number}"), "SVC*HC:99213*150*80", "CAS*CO*45*50", "CAS*PR*3*20"]
        .map(str::to_owned)
        .to_vec()
}

fn of(segments: &[String]) -> Vec<&str> {
    segments.iter().map(String::as_str).collect()
}

#[tokio::test]
async fn every_sample_posts_each_dollar_where_its_reason_says() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("everything.csv", sample("csv/everything.csv")).await;
        practice.take("originals.835", originals()).await;
        for name in SAMPLES {
            let report = practice.take(name, sample(&format!("835/{name}.835"))).await;
            assert_eq!((report.claims, report.unmatched), (report.posted, 0), "{name}");
            practice.is_sound().await;
        }
        // With insurance, refused, due, credit.
        for (visit, open) in [
            ("OB-1001", (0, 0, 7_840, 0)),
            ("OB-1002", (0, 0, 9_500, 0)),
            // The second payer came before the first, whose part stays open.
            ("OB-1003", (17_000, 0, 1_000, 0)),
            ("OB-1004", (48_750, 0, 0, 0)),
            ("OB-1005", (0, 0, 4_000, 0)),
            ("OB-1006", (0, 0, 0, 0)),
            ("OB-1007", (0, 27_500, 0, 0)),
            ("OB-1008", (0, 13_000, 0, 0)),
            ("OB-1009", (0, 0, 13_600, 0)),
            ("OB-1010", (0, 0, 2_000, 0)),
            ("OB-1011", (0, 0, 1_600, 0)),
            ("OB-1012", (0, 0, 0, 0)),
            ("OB-1013", (0, 0, 6_000, 0)),
            ("OB-1014", (0, 0, 1_200, 0)),
            // PI-96 is the insurer's own view: worked by the practice, never the patient's.
            ("OB-1015", (0, 11_000, 2_500, 0)),
            ("OB-1016", (2_500, 0, 0, 0)),
            ("OB-1017", (16_000, 0, 0, 0)),
            ("OB-1019", (95_000, 0, 0, 0)),
            // CO-97 is worked, OA-23 belongs to an earlier payer and stays open.
            ("OB-1025", (0, 46_000, 86_000, 0)),
            ("OB-1026", (0, 0, 1_000, 0)),
            ("OB-1027", (15_000, 0, 0, 0)),
        ] {
            assert_eq!(practice.open(visit).await, open, "{visit}");
        }
        let books = practice.books().await;
        assert_eq!(books[&(String::new(), "provider_adjustment".to_owned())], 6_375);
        let told = practice.story("OB-1001").await;
        let reasons: Vec<_> = told
            .breakdown
            .reasons
            .iter()
            .map(|r| (r.reason.as_ref().unwrap().carc.as_str(), r.amount.cents()))
            .collect();
        assert_eq!(reasons, [("1", 3_300), ("3", 2_500), ("2", 2_040)]);
        assert_eq!(
            told.lines.iter().map(|line| line.breakdown.share.cents()).collect::<Vec<_>>(),
            [5_840, 1_000, 1_000]
        );
        assert_eq!(told.insurer_payments[0].payer.as_deref(), Some("LARKSPUR HEALTH PLAN"));
    })
    .await;
}

#[tokio::test]
async fn a_practice_that_knows_no_visit_keeps_every_dollar_until_the_visits_come() {
    on_each_engine(|t| async move {
        let empty = Practice::new(t).await;
        let mut reports = BTreeMap::new();
        for (name, file) in all_samples() {
            let report = empty.take(&name, &file).await;
            assert_eq!(
                report.posted,
                report.claims - report.unmatched,
                "{name}: only reversals cancel without a visit"
            );
            reports.insert(name, report);
        }
        empty.is_sound().await;
        let paid: i64 = reports.values().map(|report| report.insurer_paid_cents).sum();
        let provider: i64 = reports.values().map(|report| report.provider_adjustments_cents).sum();
        assert_eq!(empty.on("insurer_cash").await, paid - provider);
        assert_eq!(empty.on("unapplied_insurer").await, -paid);
        let mut tx = empty.t.db.read().await.unwrap();
        let (waiting, money) = billing::remittance::waiting_totals(&mut tx, empty.id).await.unwrap();
        assert_eq!(waiting, empty.count("SELECT COUNT(*) FROM claims WHERE state = 'unmatched'").await);
        assert_eq!(money.cents(), paid);
        drop(tx);

        let came = empty.take("everything.csv", sample("csv/everything.csv")).await;
        assert_eq!(came.matched.cast_signed(), waiting);
        assert_eq!(empty.on("unapplied_insurer").await, 0);
        empty.is_sound().await;

        // The other order of import: the same books.
        let other = Practice::new(fresh(empty.t.engine).await).await;
        other.take("everything.csv", sample("csv/everything.csv")).await;
        for (name, file) in all_samples() {
            other.take(&name, &file).await;
        }
        assert_eq!(empty.books().await, other.books().await);
        assert!(empty.take("everything.csv", sample("csv/everything.csv")).await.nothing_new());
    })
    .await;
}

fn all_samples() -> Vec<(String, Vec<u8>)> {
    let samples = SAMPLES.iter().map(|name| ((*name).to_owned(), sample(&format!("835/{name}.835"))));
    std::iter::once(("originals".to_owned(), originals())).chain(samples).collect()
}

async fn fresh(engine: &str) -> billing::testing::TestDb {
    let databases = billing::testing::databases().await;
    databases.into_iter().find(|database| database.engine == engine).unwrap()
}

#[tokio::test]
async fn a_file_that_came_before_is_duplicates_and_nothing_else() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("everything.csv", sample("csv/everything.csv")).await;
        for (name, file) in all_samples() {
            practice.take(&name, &file).await;
        }
        let before = practice.books().await;
        let transactions = practice.count("SELECT COUNT(*) FROM ledger_transactions").await;
        for (name, file) in all_samples() {
            let again = practice.take("another-name.835", &file).await;
            assert_eq!((again.duplicates, again.posted, again.unmatched), (again.claims, 0, 0), "{name}");
            assert!(again.nothing_new(), "{name}");
        }
        assert_eq!(practice.books().await, before);
        assert_eq!(practice.count("SELECT COUNT(*) FROM ledger_transactions").await, transactions);
        assert_eq!(
            practice.count("SELECT COUNT(*) FROM remittances").await,
            practice.count("SELECT COUNT(*) FROM remittances WHERE digest IS NOT NULL").await
        );
    })
    .await;
}

#[tokio::test]
async fn a_decision_is_recognised_in_another_file_with_other_separators() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00", "V2|Larkspur|99213 150"])).await;
        let one = paid_claim("V1", "K1");
        practice.take("a.835", era("LARKSPUR", "T1", &of(&one))).await;
        // The clearinghouse sends it again beside another claim, in a file of its own making.
        let both: Vec<String> = one.into_iter().chain(paid_claim("V2", "K2")).collect();
        let text = String::from_utf8(era("LARKSPUR", "T1", &of(&both))).unwrap();
        let report = practice.take("b.835", text.replace('*', "|").replace('~', "'\r\n")).await;
        assert_eq!((report.claims, report.duplicates, report.posted), (2, 1, 1));
        assert_eq!(practice.open("V1").await, (0, 0, 2_000, 0));
        assert_eq!(practice.open("V2").await, (0, 0, 2_000, 0));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_claim_that_one_payment_lists_twice_is_two_decisions() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00,99213 150.00"])).await;
        let twice: Vec<String> = paid_claim("V1", "K1").into_iter().chain(paid_claim("V1", "K1")).collect();
        let file = era("LARKSPUR", "T1", &of(&twice));
        assert_eq!(practice.take("a.835", &file).await.posted, 2);
        assert_eq!(practice.open("V1").await, (0, 0, 4_000, 0));
        let story = practice.story("V1").await;
        assert_eq!(story.lines.iter().map(|line| line.breakdown.insurers.cents()).sum::<i64>(), 16_000);
        assert_eq!(practice.take("b.835", &file).await.duplicates, 2);
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_estimate_and_a_claim_of_somebody_elses_move_nothing() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00"])).await;
        let before = practice.books().await;
        let estimate = ["CLP*V1*25*150*0*50*12*K1", "SVC*HC:99213*150*0", "CAS*OA*101*100", "CAS*PR*2*50"];
        let passed_on = ["CLP*V1*23*150*0*0*12*K2", "SVC*HC:99213*150*0", "CAS*OA*109*150"];
        for (trace, segments) in [("T1", &estimate[..]), ("T2", &passed_on[..])] {
            assert_eq!(practice.take("b.835", era("LARKSPUR", trace, segments)).await.posted, 1);
        }
        assert_eq!(practice.books().await, before);
        let unknown = ["CLP*V1*13*150*80*20*12*K3", "SVC*HC:99213*150*80", "CAS*CO*45*50", "CAS*PR*3*20"];
        let report = practice.import("c.835", era("LARKSPUR", "T3", &unknown)).await;
        assert!(report.refused[0].reason.contains("status code"));
        assert_eq!(practice.on("unapplied_insurer").await, -8_000);
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_unbalanced_payment_posts_nothing_but_its_neighbours_do() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice
            .take(
                "a.csv",
                export(&["V1|Larkspur|99213 150.00", "V2|Larkspur|99213 150", "V3|Larkspur|99213 150"]),
            )
            .await;
        let mut file = era("LARKSPUR", "T1", &of(&paid_claim("V1", "K1")));
        let mut off = paid_claim("V2", "K2");
        off.push("PLB*1*20261231*WO:X*5".to_owned());
        file.extend(era_paying("LARKSPUR", "T2", "80*C", &of(&off)));
        file.extend(era("LARKSPUR", "T3", &of(&paid_claim("V3", "K3"))));
        let report = practice.import("b.835", &file).await;
        assert!(report.incomplete);
        assert_eq!((report.claims, report.posted, report.refused.len()), (3, 2, 1));
        assert!(report.refused[0].reason.contains("nothing of this payment was posted"));
        assert_eq!(practice.open("V2").await, (15_000, 0, 0, 0));
        assert_eq!(practice.on("provider_adjustment").await, 0);
        assert_eq!(practice.count("SELECT COUNT(*) FROM remittances").await, 2);
        practice.is_sound().await;

        // Corrected, the missing payment is taken and the others are recognised.
        let mut file = era("LARKSPUR", "T1", &of(&paid_claim("V1", "K1")));
        file.extend(era("LARKSPUR", "T2", &of(&off)));
        let report = practice.take("c.835", &file).await;
        assert_eq!((report.posted, report.duplicates), (1, 1));
        practice.is_sound().await;

        let report = practice.import("d.835", sample("835/unbalanced-payment.835")).await;
        assert!(report.incomplete && report.refused[0].reason.contains("80.01"));
    })
    .await;
}

#[tokio::test]
async fn one_claim_that_does_not_add_up_waits_and_the_rest_of_its_payment_is_posted() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", sample("csv/everything.csv")).await;
        let report = practice.import("b.835", sample("835/one-claim-unbalanced.835")).await;
        assert_eq!((report.posted, report.unmatched, report.incomplete), (1, 1, false));
        assert!(report.refused[0].reason.contains("19.99"), "{:?}", report.refused);
        assert_eq!(practice.open("OB-1023").await, (0, 0, 2_000, 0));
        assert_eq!(practice.open("OB-1024").await, (9_000, 0, 0, 0));
        assert_eq!(practice.on("unapplied_insurer").await, -7_000);
        let mut tx = practice.t.db.read().await.unwrap();
        let waiting = billing::remittance::waiting(&mut tx, practice.id, 10).await.unwrap();
        assert_eq!(
            (waiting.len(), waiting[0].control_number.as_str(), waiting[0].paid_cents),
            (1, "OB-1024", 7_000)
        );
        drop(tx);
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_broken_file_posts_nothing_at_all() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", sample("csv/everything.csv")).await;
        let before = practice.books().await;
        let mut good_then_cut = sample("835/primary-patient-shares.835");
        good_then_cut.extend(sample("835/truncated.835"));
        let garbage = [b"ISA*00*".as_slice(), &vec![b'x'; 4 << 20]].concat();
        for (file, says) in [
            (sample("835/truncated.835"), "cut short"),
            (good_then_cut, "cut short"),
            (garbage, "delimiters"),
            (b"ST*850*1~BEG*00~SE*2*1~".to_vec(), "not a remittance"),
        ] {
            let report = practice.import("b.835", &file).await;
            assert!(report.incomplete && report.posted == 0);
            assert!(report.refused[0].reason.contains(says), "{:?}", report.refused);
            assert!(report.refused[0].at.starts_with("segment "));
            assert_eq!(practice.books().await, before);
            assert_eq!(practice.count("SELECT COUNT(*) FROM claims").await, 0);
        }
    })
    .await;
}

#[tokio::test]
async fn a_decision_beyond_what_is_open_is_held_until_the_charge_arrives() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00"])).await;
        let two_lines = [
            "CLP*V1*1*170*100*20*12*K1",
            "SVC*HC:99213*150*80",
            "CAS*CO*45*50",
            "CAS*PR*3*20",
            "SVC*HC:81002*20*20",
        ];
        let report = practice.import("b.835", era("LARKSPUR", "T1", &two_lines)).await;
        assert_eq!((report.posted, report.unmatched, report.incomplete), (0, 1, false));
        assert!(report.refused[0].reason.contains("170.00") && report.refused[0].reason.contains("150.00"));
        assert_eq!(practice.open("V1").await, (15_000, 0, 0, 0));
        practice.is_sound().await;
        let late = practice.take("c.csv", export(&["V1|Larkspur|99213 150.00,81002 20"])).await;
        assert_eq!((late.added, late.matched), (1, 1));
        assert_eq!(practice.open("V1").await, (0, 0, 2_000, 0));
        assert_eq!(practice.on("unapplied_insurer").await, 0);
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn provider_adjustments_are_posted_once_even_where_two_payments_read_alike() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let set = |number: &str| {
            let mut claims = paid_claim("V1", number);
            claims.push("PLB*1234567893*20261231*WO:X*30*L6*-1.50".to_owned());
            era("LARKSPUR", "T1", &of(&claims))
        };
        practice.take("a.835", set("K1")).await;
        assert_eq!(practice.on("provider_adjustment").await, 2_850);
        practice.take("b.835", set("K1")).await;
        assert_eq!(practice.on("provider_adjustment").await, 2_850);
        // The payer reuses its trace number for another payment with the same deduction.
        practice.take("c.835", set("K2")).await;
        practice.take("d.835", set("K2")).await;
        assert_eq!(practice.on("provider_adjustment").await, 5_700);
        assert_eq!(practice.on("insurer_cash").await, 2 * (8_000 - 2_850));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_control_number_of_any_length_waits_for_a_person() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let noise: String =
            (0..9_000_u32).map(|n| char::from(b'A' + u8::try_from(n * n % 26).unwrap())).collect();
        let clp = format!("CLP*{noise}*1*150*150*0*12*K1");
        assert_eq!(practice.take("a.835", era("LARKSPUR", "T1", &[&clp])).await.unmatched, 1);
        let back = format!("CLP*{noise}*22*-150*-150*0*12*K1");
        assert_eq!(practice.take("b.835", era("LARKSPUR", "T2", &[&back])).await.posted, 1);
        assert_eq!(practice.on("unapplied_insurer").await, 0);
        practice.is_sound().await;
    })
    .await;
}
