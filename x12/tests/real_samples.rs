//! Remittances that others published, read and compared with an independent count.
//!
//! They lie outside the project; where they are absent the test says so and passes.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use domain::Money;
use support::{Payment, payments, real_samples, usd};

/// Cents of one element by plain splitting, without any of the reader's code.
fn cents(text: Option<&&str>) -> i64 {
    let text = text.copied().unwrap_or_default();
    if text.is_empty() {
        return 0;
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let hundredths: i64 = format!("{part:0<2}")[..2].parse().unwrap();
    let dollars: i64 = if matches!(whole, "" | "-") { 0 } else { whole.parse().unwrap() };
    dollars * 100 + if text.starts_with('-') { -hundredths } else { hundredths }
}

/// Sums by name over a whole file, by splitting at `~` and `*` (all samples use those).
fn naive(text: &str) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    let mut add = |name: &str, amount: i64| *sums.entry(name.to_owned()).or_default() += amount;
    for segment in text.split('~') {
        let parts: Vec<&str> = segment.trim().split('*').collect();
        match parts[0] {
            "CLP" => {
                add("claims", 1);
                add("billed", cents(parts.get(3)));
                add("paid", cents(parts.get(4)));
                add("patient", cents(parts.get(5)));
            }
            "SVC" => add("lines", 1),
            "BPR" => add("payment", cents(parts.get(2))),
            "CAS" => {
                for at in (3..parts.len()).step_by(3) {
                    add(parts[1], cents(parts.get(at)));
                }
            }
            "PLB" => {
                for at in (4..parts.len()).step_by(2) {
                    add("provider", cents(parts.get(at)));
                }
            }
            _ => {}
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn read_sums(payments: &[Payment]) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    let mut add = |name: &str, amount: Money| *sums.entry(name.to_owned()).or_default() += amount.cents();
    for Payment { totals, .. } in payments {
        add("claims", Money::from_cents(i64::try_from(totals.claims).unwrap()));
        add("lines", Money::from_cents(i64::try_from(totals.lines).unwrap()));
        add("billed", totals.billed);
        add("paid", totals.paid);
        add("patient", totals.patient_responsibility);
        add("payment", totals.payment);
        add("provider", totals.provider_adjustments);
        for group in x12::AdjustmentGroup::ALL {
            add(group.code(), totals.adjustments.get(group));
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

#[test]
fn every_published_sample_reads_and_adds_up_to_its_own_figures() {
    let Some(folder) = real_samples() else {
        println!("skipped: ../shared/samples/x12-835 is not on this machine");
        return;
    };
    let mut files = 0;
    let mut unbalanced = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".tsv") {
            continue;
        }
        files += 1;
        let bytes = std::fs::read(&path).unwrap();
        let payments = payments(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read_sums(&payments), naive(std::str::from_utf8(&bytes).unwrap()), "{name}");
        for payment in &payments {
            assert_eq!(payment.totals.check(), Ok(()), "{name}");
            for claim in &payment.claims {
                if let Err(imbalance) = claim.check() {
                    unbalanced.push(format!("{name}: {imbalance}"));
                }
                let again = x12::Claim::from_canonical(claim.canonical(), claim.segment);
                assert!(again.is_ok_and(|again| again == *claim), "{name}: segment {}", claim.segment);
            }
        }
    }
    assert_eq!(files, 10);
    unbalanced.sort();
    assert_eq!(
        unbalanced,
        [
            "moov-io__x12__sample1.txt: claim at segment 18: charge 385.21 less adjustments 385.20 leaves 0.01, \
             but the insurer says it paid 0.00",
            "moov-io__x12__sample2.txt: claim at segment 19: charge 4199.68 less adjustments 1201.68 leaves \
             2998.00, but the insurer says it paid 4000.00",
        ]
    );
}

#[test]
fn odd_spots_of_published_samples_are_read_as_meant() {
    let Some(folder) = real_samples() else {
        println!("skipped: ../shared/samples/x12-835 is not on this machine");
        return;
    };
    let one = |name: &str| {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        support::payment(&bytes)
    };

    let tertiary = one("LinuxForHealth__x12__tertiary-payment.835");
    let line = &tertiary.claims[0].lines[0];
    assert_eq!(
        (line.charge, line.paid),
        (usd("1766.50"), usd("187.50")),
        "SVC01 was cut by an element separator"
    );

    let other_separator = one("LinuxForHealth__x12__secondary-payment.835");
    let procedure = &other_separator.claims[1].lines[0].procedure;
    assert_eq!((procedure.code.as_str(), procedure.modifiers.as_slice()), ("12345", &["26".to_owned()][..]));

    let carolina = one("keironstoddart__edi-835-parser__blue_cross_nc_sample.txt");
    let empty = &carolina.claims[0].lines[2];
    assert_eq!((empty.charge, empty.paid, empty.allowed), (usd("0"), usd("0"), Some(usd("742"))));
    assert_eq!(carolina.claims[0].patient.member_id.as_deref(), Some("YPB123456789001"));

    let no_such_day = one("moov-io__x12__sample2.txt");
    assert_eq!(no_such_day.header.payment_date, None);
    assert_eq!(no_such_day.header.payer.name, "BCBS SC");
}
