//! The project's own samples in `samples/835`, each for what it shows.

mod support;

use support::{payment, payments, read, refused, sample, shown, usd};
use time::macros::date;
use x12::{ClaimStatus, CreditDebit, X12ErrorKind};

/// Samples whose claims and payments all add up.
const BALANCED: [&str; 16] = [
    "claim-level-six-adjustments.835",
    "denied-co16-remarks.835",
    "denied-timely-filing-co29.835",
    "forwarded-19-20-21.835",
    "latin1-wrong-count.835",
    "no-envelope.835",
    "noncovered-pr204.835",
    "payer-initiated-and-correction-groups.835",
    "predetermination-25.835",
    "primary-patient-shares.835",
    "provider-adjustments-wo-fb.835",
    "reversal-and-correction.835",
    "reversal-taken-by-debit.835",
    "secondary-oa23.835",
    "tertiary-claim-level.835",
    "two-interchanges-two-delimiters.835",
];

#[test]
fn balanced_samples_balance() {
    for name in BALANCED {
        for payment in payments(&sample(name)).unwrap() {
            assert_eq!(payment.totals.check(), Ok(()), "{name}");
            assert!(!payment.claims.is_empty(), "{name}");
            for claim in &payment.claims {
                assert_eq!(claim.check(), Ok(()), "{name}");
                let patient = claim
                    .all_adjustments()
                    .filter(|adjustment| adjustment.group == x12::AdjustmentGroup::PatientResponsibility)
                    .map(|adjustment| adjustment.amount)
                    .sum();
                assert_eq!(claim.patient_responsibility, patient, "{name}: CLP05 is the sum of PR");
            }
        }
    }
}

#[test]
fn every_sample_is_listed_and_tested() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/835");
    let listed = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let broken = ["one-claim-unbalanced.835", "truncated.835", "unbalanced-payment.835"];
    let mut found: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".835"))
        .collect();
    found.sort();
    let mut known: Vec<_> = BALANCED.iter().chain(&broken).map(ToString::to_string).collect();
    known.sort();
    assert_eq!(found, known);
    for name in found {
        assert!(listed.contains(&name), "{name} is missing in samples/835/README.md");
    }
}

#[test]
fn primary_shows_head_and_patient_shares() {
    let payment = payment(&sample("primary-patient-shares.835"));
    let header = &payment.header;
    assert_eq!((header.segment, header.control_number.as_str(), header.test), (3, "0001", false));
    assert_eq!((header.handling.as_str(), header.method.as_str()), ("I", "ACH"));
    assert_eq!((header.payment, header.credit_debit), (usd("161.60"), CreditDebit::Credit));
    assert_eq!(header.payment_date, Some(date!(2026 - 01 - 14)));
    assert_eq!(header.production_date, Some(date!(2026 - 01 - 13)));
    assert_eq!((header.trace.as_str(), header.originator_id.as_deref()), ("LKT900101", Some("1900000001")));
    assert_eq!(
        (header.payer.name.as_str(), header.payer.id.as_deref()),
        ("LARKSPUR HEALTH PLAN", Some("LKS01"))
    );
    assert_eq!(
        (header.payee.npi.as_deref(), header.payee.tax_id.as_deref()),
        (Some("1234567893"), Some("900000009"))
    );

    let claim = payment.claim("OB-1001");
    assert_eq!((claim.segment, &claim.status), (17, &ClaimStatus::ProcessedPrimary));
    assert_eq!(
        (claim.charge, claim.paid, claim.patient_responsibility),
        (usd("310"), usd("161.60"), usd("78.40"))
    );
    assert_eq!((claim.from, claim.received), (Some(date!(2025 - 12 - 08)), Some(date!(2025 - 12 - 12))));
    assert_eq!(
        (claim.patient.last.as_str(), claim.patient.member_id.as_deref()),
        ("FENWICK", Some("LKM100200"))
    );
    assert_eq!(claim.rendering.as_ref().unwrap().name, "HALVORSEN, INGRID");
    let [visit, ecg, draw] = claim.lines.as_slice() else { panic!("three lines") };
    assert_eq!(shown(&visit.adjustments), ["CO-45 50.00", "PR-1 33.00", "PR-3 25.00", "PR-2 0.40"]);
    assert_eq!((visit.procedure.code.as_str(), visit.procedure.modifiers[0].as_str()), ("99214", "25"));
    assert_eq!((visit.from, visit.to), (Some(date!(2025 - 12 - 08)), Some(date!(2025 - 12 - 08))));
    assert_eq!((ecg.control_number.as_deref(), ecg.allowed), (Some("1001-2"), Some(usd("50"))));
    assert_eq!((draw.segment, draw.units.as_deref()), (36, Some("1")));

    let other = payment.claim("OB-1002");
    assert_eq!(other.remarks, ["MA01"]);
    assert_eq!(other.insured.as_ref().unwrap().first, "MARGIT");
    assert_eq!(other.corrected_insured.as_ref().unwrap().member_id.as_deref(), Some("LKM100299"));

    let totals = &payment.totals;
    assert_eq!((totals.claims, totals.lines, totals.note), (2, 4, None));
    assert_eq!(
        (totals.billed, totals.paid, totals.patient_responsibility),
        (usd("455"), usd("161.60"), usd("173.40"))
    );
    assert_eq!((totals.adjustments.co, totals.adjustments.pr), (usd("120"), usd("173.40")));
}

#[test]
fn secondary_and_tertiary_carry_the_earlier_payers_share() {
    let secondary = payment(&sample("secondary-oa23.835"));
    let claim = secondary.claim("OB-1003");
    assert_eq!(claim.status, ClaimStatus::ProcessedSecondary);
    assert_eq!(shown(&claim.lines[0].adjustments), ["OA-23 170.00", "PR-3 10.00"]);

    let tertiary = payment(&sample("tertiary-claim-level.835"));
    let claim = tertiary.claim("OB-1004");
    assert_eq!((&claim.status, claim.covered), (&ClaimStatus::ProcessedTertiary, Some(usd("12.50"))));
    assert!(claim.lines.is_empty());
    assert_eq!(shown(&claim.adjustments), ["OA-23 487.50"]);
}

#[test]
fn a_reversal_comes_before_its_correction() {
    let payment = payment(&sample("reversal-and-correction.835"));
    let [reversal, correction, _] = payment.claims.as_slice() else { panic!("three claims") };
    assert!(reversal.status.is_reversal());
    assert_eq!((reversal.charge, reversal.paid), (usd("-150"), usd("-80")));
    assert_eq!(shown(&reversal.lines[0].adjustments), ["CO-45 -50.00", "PR-3 -20.00"]);
    assert_eq!(correction.patient_control_number, reversal.patient_control_number);
    assert_eq!(correction.original_reference, reversal.payer_control_number);
    assert_eq!(correction.frequency.as_deref(), Some("7"));
    assert_eq!(payment.totals.paid, usd("50"), "-80 + 60 + 70");
}

#[test]
fn a_debit_takes_money_back() {
    let payment = payment(&sample("reversal-taken-by-debit.835"));
    assert_eq!(payment.header.credit_debit, CreditDebit::Debit);
    assert_eq!((payment.header.payment, payment.totals.payment), (usd("80"), usd("-80")));
}

#[test]
fn denials_carry_reason_and_remarks() {
    let missing = payment(&sample("denied-co16-remarks.835"));
    let claim = missing.claim("OB-1007");
    assert_eq!(
        (&claim.status, claim.paid, claim.patient_responsibility),
        (&ClaimStatus::Denied, usd("0"), usd("0"))
    );
    assert_eq!(claim.remarks, ["MA130", "N211"]);
    assert_eq!(claim.lines[0].remarks, ["N290", "M76"]);
    assert_eq!(shown(&claim.lines[1].adjustments), ["CO-16 50.00"]);

    let late = payment(&sample("denied-timely-filing-co29.835"));
    assert_eq!(shown(&late.claim("OB-1008").lines[0].adjustments), ["CO-29 130.00"]);

    let uncovered = payment(&sample("noncovered-pr204.835"));
    assert_eq!(shown(&uncovered.claim("OB-1009").lines[1].adjustments), ["PR-204 120.00"]);
}

#[test]
fn provider_adjustments_change_the_payment_and_no_claim() {
    let payment = payment(&sample("provider-adjustments-wo-fb.835"));
    let shown: Vec<_> = payment
        .provider
        .iter()
        .map(|adjustment| (adjustment.reason.as_str(), adjustment.reference.as_deref(), adjustment.amount))
        .collect();
    assert_eq!(
        shown,
        [
            ("WO", Some("LK25000950"), usd("75.25")),
            ("FB", Some("LKT899999"), usd("-10")),
            ("L6", None, usd("-1.50")),
        ]
    );
    assert_eq!(payment.provider[0].provider_id, "1234567893");
    assert_eq!(payment.provider[0].fiscal_period, Some(date!(2026 - 12 - 31)));
    assert_eq!((payment.totals.paid, payment.totals.provider_adjustments), (usd("200"), usd("63.75")));
    assert_eq!(payment.totals.payment, usd("136.25"));
}

#[test]
fn each_interchange_brings_its_own_delimiters() {
    let payments = payments(&sample("two-interchanges-two-delimiters.835")).unwrap();
    let payers: Vec<_> = payments.iter().map(|payment| payment.header.payer.name.as_str()).collect();
    assert_eq!(payers, ["LARKSPUR HEALTH PLAN", "BITTERN MUTUAL", "BITTERN MUTUAL"]);
    assert_eq!(payments[0].claims[0].lines[0].procedure.modifiers, ["25"]);
    assert_eq!(payments[1].claims[0].lines[0].procedure.code, "99212");
    assert_eq!(payments[2].header.segment, 48, "segments are counted through the whole file");
}

#[test]
fn a_file_may_be_a_bare_transaction_set() {
    let payment = payment(&sample("no-envelope.835"));
    assert_eq!((payment.header.segment, payment.header.method.as_str()), (1, "CHK"));
    assert_eq!(payment.claim("OB-1014").lines[0].procedure.code, "99212");
}

#[test]
fn all_five_groups_are_told_apart() {
    let payment = payment(&sample("payer-initiated-and-correction-groups.835"));
    let groups = payment.totals.adjustments;
    assert_eq!((groups.pi, groups.cr, groups.co), (usd("110"), usd("-10"), usd("60")));
    assert_eq!((groups.pr, groups.oa, groups.sum()), (usd("25"), usd("0"), usd("185")));
}

#[test]
fn forwarded_claims_name_the_next_insurer() {
    let payment = payment(&sample("forwarded-19-20-21.835"));
    let statuses: Vec<_> = payment.claims.iter().map(|claim| claim.status.clone()).collect();
    assert_eq!(
        statuses,
        [ClaimStatus::PrimaryForwarded, ClaimStatus::SecondaryForwarded, ClaimStatus::TertiaryForwarded]
    );
    let next = payment.claim("OB-1016").crossover_carrier.as_ref().unwrap();
    assert_eq!((next.name.as_str(), next.id.as_deref()), ("BITTERN MUTUAL", Some("BTM02")));
    assert_eq!(payment.claim("OB-1016").remarks, ["MA18", "N89"]);
}

#[test]
fn a_predetermination_pays_nothing() {
    let payment = payment(&sample("predetermination-25.835"));
    let claim = payment.claim("OB-1019");
    assert_eq!((&claim.status, claim.paid), (&ClaimStatus::Predetermination, usd("0")));
    assert_eq!(
        (claim.lines[0].procedure.qualifier.as_str(), claim.lines[0].procedure.code.as_str()),
        ("AD", "D2740")
    );
}

#[test]
fn a_claim_may_have_many_adjustments_of_its_own() {
    let payment = payment(&sample("claim-level-six-adjustments.835"));
    let claim = payment.claim("OB-1025");
    assert_eq!(
        shown(&claim.adjustments),
        [
            "CO-45 1500.00",
            "CO-97 200.00",
            "CO-253 40.00",
            "PR-1 500.00",
            "PR-2 200.00",
            "PR-3 50.00",
            "PR-204 60.00",
            "PR-119 40.00",
            "PR-27 10.00",
            "OA-94 0.00",
            "OA-18 260.00",
            "OA-23 0.00",
        ]
    );
    assert_eq!(claim.adjustments[7].quantity.as_deref(), Some("1"));
    assert_eq!(claim.remarks, ["MA07", "N519", "N520"]);
}

#[test]
fn latin1_names_and_windows_line_ends_are_read() {
    let (payments, notes) = read(&sample("latin1-wrong-count.835")).unwrap();
    let claim = &payments[0].claims[0];
    assert_eq!((claim.patient.last.as_str(), claim.patient.first.as_str()), ("NÚÑEZ", "BEGOÑA"));
    let note = payments[0].totals.note.unwrap();
    assert_eq!(note.to_string(), "segment 23: SE01 says 99 segments in the transaction set, there are 21");
    assert_eq!(notes, [note]);
}

#[test]
fn a_payment_that_is_not_its_claims_is_found() {
    let payment = payment(&sample("unbalanced-payment.835"));
    assert_eq!(payment.claims[0].check(), Ok(()));
    assert_eq!(
        payment.totals.check().unwrap_err().to_string(),
        "payment that ends at segment 23: claims paid 80.00 less provider adjustments 0.00 is 80.00, \
         but the payment is 80.01"
    );
}

#[test]
fn one_bad_claim_does_not_hide_a_good_one() {
    let payment = payment(&sample("one-claim-unbalanced.835"));
    assert_eq!(payment.claim("OB-1023").check(), Ok(()));
    assert_eq!(
        payment.claim("OB-1024").check().unwrap_err().to_string(),
        "claim at segment 23: charge 90.00 less adjustments 19.99 leaves 70.01, but the insurer says it paid 70.00"
    );
    assert_eq!(payment.totals.check(), Ok(()));
}

#[test]
fn a_truncated_file_ends_with_an_error_and_no_total() {
    let file = sample("truncated.835");
    assert_eq!(
        refused(&file),
        "segment 27 (byte 825): the file ends within this segment: it is cut short; ask for it again"
    );
    let mut reader = x12::Reader::new(&file[..]);
    let mut ended = 0;
    let error = loop {
        match reader.next_event() {
            Ok(Some(x12::Event::SetEnd(_))) => ended += 1,
            Ok(Some(_)) => {}
            Ok(None) => panic!("the file is not complete"),
            Err(error) => break error,
        }
    };
    assert_eq!(ended, 0);
    assert!(matches!(error.kind, X12ErrorKind::CutShort));
    assert!(matches!(reader.next_event().unwrap_err().kind, X12ErrorKind::Stopped));
}
