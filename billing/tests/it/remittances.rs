//! What insurers decided, file by file: where each dollar goes, and what comes twice.

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
async fn a_reversal_undoes_exactly_what_it_names() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00", "V2|Larkspur|99213 150"])).await;
        practice.take("b.835", era("LARKSPUR", "T0", &of(&paid_claim("V2", "K2")))).await;
        let before = practice.books().await;
        practice.take("c.835", era("LARKSPUR", "T1", &of(&paid_claim("V1", "K1")))).await;
        let reversal =
            ["CLP*V1*22*-150*-80*-20*12*K1", "SVC*HC:99213*-150*-80", "CAS*CO*45*-50", "CAS*PR*3*-20"];
        let report = practice.take("d.835", era("LARKSPUR", "T2", &reversal)).await;
        assert_eq!(report.posted, 1);
        assert_eq!(practice.books().await, before, "as if the decision had never come");
        assert_eq!(practice.open("V1").await, (15_000, 0, 0, 0));
        practice.is_sound().await;

        // A second reversal finds nothing to undo; the money it takes is accounted for.
        let report = practice.import("e.835", era("LARKSPUR", "T3", &reversal)).await;
        assert_eq!((report.posted, report.unmatched, report.incomplete), (0, 1, false));
        assert!(report.refused[0].reason.contains("never imported"));
        assert_eq!(practice.on("unapplied_insurer").await, 8_000);
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_reversal_with_other_amounts_or_of_another_payer_undoes_nothing() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00"])).await;
        let nameless = ["CLP*V1*1*150*80*20*12", "SVC*HC:99213*150*80", "CAS*CO*45*50", "CAS*PR*3*20"];
        practice.take("b.835", era("LARKSPUR", "T1", &nameless)).await;
        let posted = practice.open("V1").await;
        let other_amount =
            ["CLP*V1*22*-150*-70*-20*12*K1", "SVC*HC:99213*-150*-70", "CAS*CO*45*-60", "CAS*PR*3*-20"];
        let other_payer =
            ["CLP*V1*22*-150*-80*-20*12", "SVC*HC:99213*-150*-80", "CAS*CO*45*-50", "CAS*PR*3*-20"];
        for (payer, segments) in [("LARKSPUR", other_amount), ("BITTERN", other_payer)] {
            let report = practice.import("c.835", era(payer, "T2", &segments)).await;
            assert_eq!((report.unmatched, report.refused.len()), (1, 1));
            assert_eq!(practice.open("V1").await, posted);
        }
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_correction_follows_its_reversal_and_explains_the_new_share() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["OB-1005|Larkspur|99213 150.00", "OB-1006|Larkspur|99212 90"])).await;
        practice
            .take("b.835", era("LARKSPUR HEALTH PLAN", "T1", &of(&paid_claim("OB-1005", "LK26000105"))))
            .await;
        assert_eq!(practice.open("OB-1005").await, (0, 0, 2_000, 0));
        practice.take("c.835", sample("835/reversal-and-correction.835")).await;
        assert_eq!(practice.open("OB-1005").await, (0, 0, 4_000, 0));
        let story = practice.story("OB-1005").await;
        let reasons: Vec<_> =
            story.breakdown.reasons.iter().map(|r| (r.share.key(), r.amount.cents())).collect();
        assert_eq!(reasons, [("deductible", 2_000), ("copay", 2_000)]);
        assert_eq!(story.breakdown.insurers.cents(), 6_000);
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_second_payer_replaces_the_share_that_the_first_one_left() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        // Unexpected: no second coverage is on file, so the patient owes until it pays.
        practice.take("a.csv", export(&["V1|Larkspur|99214 210.00", "V2|Larkspur;Bittern|99214 210"])).await;
        let primary = |visit: &str| {
            let clp = format!("CLP*{visit}*1*210*120*40*12*K{visit}");
            era(
                "LARKSPUR",
                &format!("T-{visit}"),
                &[&clp, "SVC*HC:99214*210*120", "CAS*CO*45*50", "CAS*PR*2*40"],
            )
        };
        practice.take("b.835", primary("V1")).await;
        practice.take("c.835", primary("V2")).await;
        assert_eq!(practice.open("V1").await, (0, 0, 4_000, 0));
        assert_eq!(practice.open("V2").await, (4_000, 0, 0, 0), "the second insurer is to decide first");
        let secondary = |visit: &str| {
            let clp = format!("CLP*{visit}*2*210*30*10*12*B{visit}");
            era(
                "BITTERN",
                &format!("S-{visit}"),
                &[&clp, "SVC*HC:99214*210*30", "CAS*OA*23*170", "CAS*PR*3*10"],
            )
        };
        practice.take("d.835", secondary("V1")).await;
        practice.take("e.835", secondary("V2")).await;
        for visit in ["V1", "V2"] {
            assert_eq!(practice.open(visit).await, (0, 0, 1_000, 0), "{visit}");
            let story = practice.story(visit).await;
            assert_eq!(story.breakdown.reasons.len(), 1, "{visit}");
            assert_eq!(
                (story.breakdown.share.cents(), story.breakdown.insurers.cents()),
                (1_000, 15_000),
                "{visit}"
            );
        }
        practice.is_sound().await;

        // A third one takes what the second left, once.
        let tertiary = ["CLP*V1*3*210*10*0*12*C1", "SVC*HC:99214*210*10", "CAS*OA*23*200"];
        practice.take("f.835", era("HERON", "H1", &tertiary)).await;
        assert_eq!(practice.open("V1").await, (0, 0, 0, 0));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_second_payer_that_splits_the_claim_takes_back_each_line_once() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99214 200.00,81002 100"])).await;
        let primary = [
            "CLP*V1*1*300*150*90*12*K1",
            "SVC*HC:99214*200*100",
            "CAS*CO*45*40",
            "CAS*PR*2*60",
            "SVC*HC:81002*100*50",
            "CAS*CO*45*20",
            "CAS*PR*2*30",
        ];
        practice.take("b.835", era("LARKSPUR", "T1", &primary)).await;
        assert_eq!(practice.open("V1").await, (0, 0, 9_000, 0));
        let first = ["CLP*V1*2*200*50*10*12*B1", "SVC*HC:99214*200*50", "CAS*OA*23*140", "CAS*PR*2*10"];
        practice.take("c.835", era("BITTERN", "S1", &first)).await;
        assert_eq!(practice.open("V1").await, (0, 0, 1_000 + 3_000, 0));
        let second = ["CLP*V1*2*100*25*5*12*B2", "SVC*HC:81002*100*25", "CAS*OA*23*70", "CAS*PR*2*5"];
        practice.take("d.835", era("BITTERN", "S2", &second)).await;
        assert_eq!(practice.open("V1").await, (0, 0, 1_500, 0));
        practice.is_sound().await;

        // Taking the first part back leaves the second as it is.
        let reversal =
            ["CLP*V1*22*-200*-50*-10*12*B1", "SVC*HC:99214*-200*-50", "CAS*OA*23*-140", "CAS*PR*2*-10"];
        practice.take("e.835", era("BITTERN", "S3", &reversal)).await;
        assert_eq!(practice.open("V1").await, (0, 0, 6_000 + 500, 0));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_forwarded_claim_stays_with_insurance() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99214 180.00"])).await;
        let forwarded = [
            "CLP*V1*19*180*100*25*MB*K1",
            "NM1*TT*2*BITTERN",
            "SVC*HC:99214*180*100",
            "CAS*CO*45*55",
            "CAS*PR*2*25",
        ];
        practice.take("b.835", era("LARKSPUR", "T1", &forwarded)).await;
        assert_eq!(practice.open("V1").await, (2_500, 0, 0, 0));
        let second = ["CLP*V1*2*180*20*5*12*B1", "SVC*HC:99214*180*20", "CAS*OA*23*155", "CAS*PR*2*5"];
        practice.take("c.835", era("BITTERN", "S1", &second)).await;
        assert_eq!(practice.open("V1").await, (0, 0, 500, 0));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_denial_never_reaches_the_patient_and_a_new_decision_replaces_it() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00,81002 50"])).await;
        let denied = [
            "CLP*V1*4*200*0*0*12*K1",
            "SVC*HC:99213*150*0",
            "CAS*CO*16*150",
            "SVC*HC:81002*50*0",
            "CAS*CO*29*50",
        ];
        practice.take("b.835", era("LARKSPUR", "T1", &denied)).await;
        assert_eq!(practice.open("V1").await, (0, 20_000, 0, 0));
        assert_eq!(practice.dues("A1").await, 0);
        let decided = ["CLP*V1*1*150*80*20*12*K2", "SVC*HC:99213*150*80", "CAS*CO*45*50", "CAS*PR*3*20"];
        practice.take("c.835", era("LARKSPUR", "T2", &decided)).await;
        assert_eq!(practice.open("V1").await, (0, 5_000, 2_000, 0), "the other line stays refused");
        practice.is_sound().await;

        let reversal =
            ["CLP*V1*22*-150*-80*-20*12*K2", "SVC*HC:99213*-150*-80", "CAS*CO*45*-50", "CAS*PR*3*-20"];
        practice.take("d.835", era("LARKSPUR", "T3", &reversal)).await;
        assert_eq!(practice.open("V1").await, (0, 20_000, 0, 0), "the refusal stands again");
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_second_payer_whose_name_is_spelled_otherwise_still_refuses_as_the_second() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99214 210.00"])).await;
        let primary = ["CLP*V1*1*210*120*40*12*K1", "SVC*HC:99214*210*120", "CAS*CO*45*50", "CAS*PR*2*40"];
        practice.take("b.835", era("LARKSPUR", "T1", &primary)).await;
        let denied = ["CLP*V1*4*210*0*0*12*B1", "SVC*HC:99214*210*0", "CAS*OA*23*170", "CAS*CO*29*40"];
        practice.take("c.835", era("BITTERN MUT", "S1", &denied)).await;
        assert_eq!(practice.open("V1").await, (0, 4_000, 0, 0));
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

/// The amounts of one file by plain splitting, without any of the reader's code.
fn naive(text: &str) -> BTreeMap<&'static str, i64> {
    let cents = |text: Option<&&str>| -> i64 {
        let text = text.copied().unwrap_or_default();
        let (whole, part) =
            text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), ""));
        let amount = format!("{whole}{}", &format!("{part}00")[..2]).parse::<i64>().unwrap_or_default();
        if text.starts_with('-') { -amount } else { amount }
    };
    let mut sums = BTreeMap::new();
    for segment in text.split('~') {
        let parts: Vec<&str> = segment.trim().split('*').collect();
        let mut add = |name, amount| *sums.entry(name).or_insert(0) += amount;
        match parts[0] {
            "CLP" => {
                add("claims", 1);
                add("billed", cents(parts.get(3)));
                add("paid", cents(parts.get(4)));
                add("patient", cents(parts.get(5)));
            }
            "CAS" => {
                let group =
                    ["CO", "PR", "OA", "PI", "CR"].into_iter().find(|group| *group == parts[1]).unwrap();
                (3..parts.len()).step_by(3).for_each(|at| add(group, cents(parts.get(at))));
            }
            "PLB" => (4..parts.len()).step_by(2).for_each(|at| add("provider", cents(parts.get(at)))),
            _ => {}
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

#[tokio::test]
async fn published_samples_report_their_own_figures_and_keep_every_dollar() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/x12-835");
    if !folder.is_dir() {
        println!("skipped: ../shared/samples/x12-835 is not on this machine");
        return;
    }
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/x12-835");
        let (mut paid, mut provider, mut held, mut files) = (0, 0, Vec::new(), 0);
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_none_or(|end| end != "tsv")) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(path).unwrap();
            let report = practice.import(&name, &bytes).await;
            let a = report.adjustments_cents;
            let mut ours: BTreeMap<&str, i64> = [
                ("claims", report.claims.cast_signed()),
                ("billed", report.billed_cents),
                ("paid", report.insurer_paid_cents),
                ("patient", report.patient_responsibility_cents),
                ("provider", report.provider_adjustments_cents),
                ("CO", a.co),
                ("PR", a.pr),
                ("OA", a.oa),
                ("PI", a.pi),
                ("CR", a.cr),
            ]
            .into();
            ours.retain(|_, sum| *sum != 0);
            assert_eq!(ours, naive(std::str::from_utf8(&bytes).unwrap()), "{name}");
            assert!(!report.incomplete, "{name}: {:?}", report.refused);
            assert_eq!(report.posted + report.unmatched + report.duplicates, report.claims, "{name}");
            held.extend(report.refused.iter().map(|refused| format!("{name} {}", refused.at)));
            files += 1;
            paid += report.insurer_paid_cents;
            provider += report.provider_adjustments_cents;
            let again = practice.import(&name, &bytes).await;
            assert!(again.nothing_new() && again.duplicates == again.claims, "{name}");
        }
        assert_eq!(files, 10);
        assert_eq!(held, ["moov-io__x12__sample1.txt segment 18", "moov-io__x12__sample2.txt segment 19"]);
        assert_eq!(practice.on("insurer_cash").await, paid - provider);
        assert_eq!(practice.on("unapplied_insurer").await, -paid);
        practice.is_sound().await;
    })
    .await;
}
