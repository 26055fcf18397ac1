//! First, second and third payers, and refusals.

use billing::testing::on_each_engine;

use crate::practice::{Practice, era, export};

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
