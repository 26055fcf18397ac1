//! A reversal undoes exactly what it names, and a correction follows it.

use billing::testing::on_each_engine;

use super::{of, paid_claim};
use crate::practice::{Practice, era, export, sample};

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
