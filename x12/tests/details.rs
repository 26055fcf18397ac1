//! What single elements mean, as insurers really write them.

mod support;

use support::{bare, claim, payment, shown, usd};
use time::macros::date;
use x12::{Claim, Imbalance, Sample, SampleClaim};

#[test]
fn an_absent_patient_share_is_zero() {
    assert_eq!(claim(&["CLP*A*1*10*10**12"]).patient_responsibility, usd("0"));
}

#[test]
fn unknown_statuses_are_kept_as_they_are() {
    let other = claim(&["CLP*A*27*10*10"]);
    assert_eq!((other.status.code(), other.status.to_string().as_str()), ("27", "27"));
    for code in ["1", "2", "3", "4", "19", "20", "21", "22", "23", "25"] {
        let status = x12::ClaimStatus::from_code(code);
        assert_eq!(status.code(), code);
        assert!(!matches!(status, x12::ClaimStatus::Other(_)));
    }
}

#[test]
fn component_separators_other_than_promised_are_understood() {
    for text in ["HC:99213:25:59", "HC>99213>25>59", "HC<99213<25<59", "HC^99213^25^59"] {
        let line = &claim(&["CLP*A*1*10*10", &format!("SVC*{text}*10*10")]).lines[0];
        assert_eq!(
            (line.procedure.qualifier.as_str(), line.procedure.code.as_str()),
            ("HC", "99213"),
            "{text}"
        );
        assert_eq!(line.procedure.modifiers, ["25", "59"], "{text}");
    }
    let described = &claim(&["CLP*A*1*10*10", "SVC*HC:99213:::::OFFICE VISIT*10*10***HC:99214*2"]).lines[0];
    assert_eq!(described.procedure.description.as_deref(), Some("OFFICE VISIT"));
    assert_eq!(described.submitted.as_ref().unwrap().code, "99214");
    assert_eq!(described.submitted_units.as_deref(), Some("2"));
}

#[test]
fn a_procedure_cut_by_an_element_separator_is_put_together() {
    let line = |svc: &str| claim(&["CLP*A*1*10*10", svc]).lines.remove(0);
    let cut = line("SVC*HC*99213:25*150*80**1");
    assert_eq!((cut.procedure.code.as_str(), cut.charge, cut.paid), ("99213", usd("150"), usd("80")));
    assert_eq!((cut.procedure.modifiers[0].as_str(), cut.units.as_deref()), ("25", Some("1")));

    let no_code = line("SVC*HC*150*80*0450*1");
    assert_eq!((no_code.charge, no_code.revenue_code.as_deref()), (usd("150"), Some("0450")));
}

#[test]
fn padded_qualifiers_mean_what_they_say() {
    let claim = claim(&[
        "CLP*A*1*10*10",
        "NM1*QC *1*DOE*JANE",
        "DTM*232 *20260102",
        "SVC*HC:1*10*10",
        "AMT*B6\u{7f}*10",
    ]);
    assert_eq!((claim.patient.last.as_str(), claim.from), ("DOE", Some(date!(2026 - 01 - 02))));
    assert_eq!(claim.lines[0].allowed, Some(usd("10")));
    assert!(Claim::from_canonical(claim.canonical(), 5).is_ok_and(|again| again == claim));
}

#[test]
fn days_that_do_not_exist_are_nothing() {
    let dates = ["20260230", "20261301", "2026", "2026011", "ABCDEFGH", "20990080", "+2026011"];
    for text in dates {
        assert_eq!(claim(&["CLP*A*1*1*1", &format!("DTM*232*{text}")]).from, None, "{text}");
    }
    let spell = &claim(&["CLP*A*1*1*1", "SVC*HC:1*1*1", "DTM*150*20260131", "DTM*151*20260203"]).lines[0];
    assert_eq!((spell.from, spell.to), (Some(date!(2026 - 01 - 31)), Some(date!(2026 - 02 - 03))));
}

#[test]
fn the_payer_is_known_by_one_number_or_the_other() {
    let file = |party: &str| {
        let text = String::from_utf8(bare(&[])).unwrap();
        payment(text.replace("LX*1~", &format!("{party}~LX*1~")).as_bytes()).header
    };
    assert_eq!(file("N1*PR*A*XV*77~REF*2U*88").payer.id.as_deref(), Some("77"));
    assert_eq!(file("N1*PR*A~REF*2U*88").payer.id.as_deref(), Some("88"));
    let payee = file("N1*PE*B*FI*99~REF*PQ*55~REF*TJ*66").payee;
    assert_eq!((payee.npi, payee.tax_id.as_deref()), (None, Some("99")));
    assert_eq!(payee.payer_assigned_id.as_deref(), Some("55"));
}

#[test]
fn each_way_of_not_adding_up_is_told() {
    let says = |segments: &[&str]| claim(segments).check().unwrap_err();
    let line = says(&["CLP*A*1*30*20", "SVC*HC:1*10*5", "CAS*CO*45*10", "SVC*HC:2*20*15"]);
    assert!(matches!(line, Imbalance::Line { segment: 6, .. }));
    assert_eq!(
        line.to_string(),
        "service line at segment 6: charge 10.00 less adjustments 10.00 leaves 0.00, \
         but the insurer says it paid 5.00"
    );
    let lines = says(&["CLP*A*1*30*20", "CAS*CO*45*10", "SVC*HC:1*10*10"]);
    assert_eq!(
        lines.to_string(),
        "claim at segment 5: its lines were paid 10.00, less claim adjustments 10.00 that is 0.00, \
         but the insurer says it paid 20.00"
    );
    assert_eq!(lines.segment(), 5);
}

#[test]
fn the_same_claim_in_another_dress_has_the_same_fingerprint() {
    let plain = "ISA*00*          *00*          *ZZ*P              *ZZ*R              \
                 *260102*0930*^*00501*000000001*0*P*:~GS*HP*P*R*20260102*0930*1*X*005010X221A1~\
                 ST*835*0001~BPR*I*80*C*CHK~TRN*1*77~LX*1~CLP*A1*1*100*80*20~NM1*QC*1*DOE*JANE~\
                 SVC*HC:99213:25*100*80~CAS*PR*3*20~SE*9*0001~GE*1*1~IEA*1*000000001~";
    let dressed = plain
        .replace("0001~", "0042~")
        .replace("000000042~", "000000009~")
        .replace("*000000001*", "*000000009*")
        .replace("CLP*A1*", "CLP* A1 *")
        .replace("CAS*PR*3*20", "CAS*PR*3*20***")
        .replace('*', "|")
        .replace(':', "\\")
        .replace('~', "\r\n");
    let (plain, dressed) = (payment(plain.as_bytes()), payment(dressed.as_bytes()));
    assert_eq!(dressed.header.control_number, "0042");
    assert_eq!(plain.claims[0].fingerprint(), dressed.claims[0].fingerprint());
    assert_eq!(plain.totals.digest, dressed.totals.digest);

    let other = claim(&["CLP*A1*1*100*80*20", "NM1*QC*1*DOE*JOAN", "SVC*HC:99213:25*100*80", "CAS*PR*3*20"]);
    assert_ne!(plain.claims[0].fingerprint(), other.fingerprint());
}

#[test]
fn lines_wrapped_at_eighty_columns_are_joined() {
    let file = support::sample("two-interchanges-two-delimiters.835");
    let plain: Vec<u8> = file.iter().copied().filter(|byte| *byte != b'\n').collect();
    let wrapped: Vec<u8> = plain.chunks(80).flat_map(|line| [line, b"\r\n"].concat()).collect();
    let (plain, wrapped) = (support::payments(&plain).unwrap(), support::payments(&wrapped).unwrap());
    assert_eq!(plain, wrapped);
}

#[test]
fn a_kept_claim_reads_back_and_nothing_else_does() {
    let claim = claim(&["CLP*A:1*1*100*80*20", "NM1*QC*1*DOE*JANE", "SVC*HC:99213*100*80", "CAS*PR*3*20"]);
    assert_eq!(claim.patient_control_number, "A:1");
    assert!(Claim::from_canonical(claim.canonical(), 5).is_ok_and(|again| again == claim));

    let two = [claim.canonical(), claim.canonical()].concat();
    assert!(Claim::from_canonical(&two, 1).unwrap_err().to_string().contains("CLP cannot stand here"));
    assert!(Claim::from_canonical(b"", 1).is_err());
    assert!(Claim::from_canonical(&claim.canonical()[..40], 1).is_err());
    assert!(Claim::from_canonical(b"ISA*00*", 1).is_err());
}

#[test]
fn written_samples_read_back_to_their_own_totals() {
    let sample = Sample { claims_per_set: 40, ..Sample::new(7, 100) };
    let mut file = Vec::new();
    let wrote = sample.write(&mut file).unwrap();
    let (payments, notes) = support::read(&file).unwrap();
    assert_eq!((payments.len(), notes), (3, vec![]));
    let sum =
        |get: fn(&x12::SetTotals) -> domain::Money| payments.iter().map(|payment| get(&payment.totals)).sum();
    assert_eq!(wrote.billed, sum(|totals| totals.billed));
    assert_eq!(wrote.paid, sum(|totals| totals.paid));
    assert_eq!(wrote.patient_responsibility, sum(|totals| totals.patient_responsibility));
    assert_eq!(wrote.adjustments.co, sum(|totals| totals.adjustments.co));
    assert_eq!(wrote.adjustments.pr, sum(|totals| totals.adjustments.pr));
    let claims: Vec<_> = payments.iter().flat_map(|payment| &payment.claims).collect();
    assert_eq!((claims.len() as u64, wrote.claims), (100, 100));
    for payment in &payments {
        assert_eq!(payment.totals.check(), Ok(()));
    }
    for (claim, number) in claims.iter().zip(1..) {
        assert_eq!(claim.check(), Ok(()));
        let known = SampleClaim::new(7, number);
        assert_eq!((&claim.patient_control_number, claim.paid), (&known.control_number, known.paid()));
    }
    assert!(claims.iter().any(|claim| claim.status == x12::ClaimStatus::Denied));
    let patient: Vec<_> = claims.iter().flat_map(|claim| shown(&claim.lines[0].adjustments)).collect();
    for reason in ["PR-1 ", "PR-2 ", "PR-3 ", "CO-45 ", "CO-16 "] {
        assert!(patient.iter().any(|text| text.starts_with(reason)), "{reason}");
    }
    let mut again = Vec::new();
    sample.write(&mut again).unwrap();
    assert_eq!(file, again, "the same seed gives the same bytes");
}
