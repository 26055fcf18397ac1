//! Remittances that others published, against a count of their figures that shares no
//! code with the reader.

use std::collections::BTreeMap;

use billing::testing::on_each_engine;

use crate::practice::Practice;

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
