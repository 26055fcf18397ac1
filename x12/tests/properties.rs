//! What holds for any file: damaged ones never panic or grow, honest ones come back
//! as they were written.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fmt::Write as _;

use domain::Money;
use proptest::prelude::*;
use support::payments;
use x12::{Claim, Event, Limits, Reader, Sample};

/// One way to damage a file.
#[derive(Debug, Clone)]
enum Damage {
    Flip(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Delete(prop::sample::Index, usize),
    Truncate(prop::sample::Index),
    Duplicate(prop::sample::Index),
    Drop(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    use prop::sample::Index;
    let interesting = prop::collection::vec(
        prop_oneof![any::<u8>(), prop::sample::select(b"*~:^>0\n\r -.ISACLPSVCBPR\x1d\x1e\x1f\xff".to_vec())],
        1..8,
    );
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        (any::<Index>(), interesting).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<Index>(), 1_usize..40).prop_map(|(at, count)| Damage::Delete(at, count)),
        any::<Index>().prop_map(Damage::Truncate),
        any::<Index>().prop_map(Damage::Duplicate),
        any::<Index>().prop_map(Damage::Drop),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Damage::Swap(a, b)),
    ]
}

impl Damage {
    fn apply(&self, file: &mut Vec<u8>) {
        if file.is_empty() {
            return;
        }
        match self {
            Self::Flip(at, byte) => {
                let at = at.index(file.len());
                file[at] = *byte;
            }
            Self::Insert(at, bytes) => {
                let at = at.index(file.len());
                file.splice(at..at, bytes.iter().copied());
            }
            Self::Delete(at, count) => {
                let at = at.index(file.len());
                file.drain(at..file.len().min(at + count));
            }
            Self::Truncate(at) => file.truncate(at.index(file.len())),
            Self::Duplicate(at) => Self::segments(file, |all| {
                let at = at.index(all.len());
                all.insert(at, all[at].clone());
            }),
            Self::Drop(at) => Self::segments(file, |all| drop(all.remove(at.index(all.len())))),
            Self::Swap(a, b) => Self::segments(file, |all| {
                let (a, b) = (a.index(all.len()), b.index(all.len()));
                all.swap(a, b);
            }),
        }
    }

    fn segments(file: &mut Vec<u8>, change: impl FnOnce(&mut Vec<Vec<u8>>)) {
        let mut all: Vec<_> = file.split_inclusive(|byte| *byte == b'~').map(<[u8]>::to_vec).collect();
        change(&mut all);
        *file = all.concat();
    }
}

fn sources() -> impl Strategy<Value = Vec<u8>> {
    let names = [
        "primary-patient-shares.835",
        "claim-level-six-adjustments.835",
        "provider-adjustments-wo-fb.835",
        "two-interchanges-two-delimiters.835",
        "no-envelope.835",
        "latin1-wrong-count.835",
    ];
    prop::sample::select(names.to_vec()).prop_map(support::sample)
}

/// An honest remittance, with separators of its own.
#[derive(Debug, Clone)]
struct Honest {
    /// element, component, repetition, terminator
    separators: [char; 4],
    line_breaks: &'static str,
    claims: Vec<HonestClaim>,
}

/// Procedure, cents paid, and adjustments of group, reason and cents.
type HonestLine = (String, i64, Vec<(&'static str, String, i64)>);

#[derive(Debug, Clone)]
struct HonestClaim {
    control: String,
    last: String,
    status: u8,
    lines: Vec<HonestLine>,
}

impl HonestClaim {
    fn paid(&self) -> i64 {
        self.lines.iter().map(|(_, paid, _)| paid).sum()
    }

    fn adjusted(&self) -> i64 {
        self.lines.iter().flat_map(|(_, _, adjustments)| adjustments).map(|(_, _, cents)| cents).sum()
    }
}

fn honest() -> impl Strategy<Value = Honest> {
    let line = (
        "[A-Z0-9]{5}",
        0_i64..500_000,
        prop::collection::vec(
            (prop::sample::select(vec!["CO", "PR", "OA", "PI", "CR"]), "[A-Z0-9]{1,5}", -9_000_i64..90_000),
            0..9,
        ),
    );
    let claim = (
        "[A-Za-z0-9-]{1,20}",
        "[A-ZÀ-Ö '-]{0,10}[A-Z]",
        prop::sample::select(vec![1_u8, 2, 3, 4, 19, 20, 21, 22, 25]),
        prop::collection::vec(line, 1..4),
    )
        .prop_map(|(control, last, status, lines)| HonestClaim {
            control,
            last: last.trim().to_owned(),
            status,
            lines,
        });
    let separators =
        prop::sample::subsequence("*|:>~^!+<\\\u{1c}\u{1d}\u{1e}\u{1f}".chars().collect::<Vec<_>>(), 4)
            .prop_shuffle()
            .prop_map(|chosen| [chosen[0], chosen[1], chosen[2], chosen[3]]);
    let line_breaks = prop::sample::select(vec!["", "\n", "\r\n"]);
    (separators, line_breaks, prop::collection::vec(claim, 1..5))
        .prop_map(|(separators, line_breaks, claims)| Honest { separators, line_breaks, claims })
}

impl Honest {
    fn write(&self) -> Vec<u8> {
        let dollars = |cents: i64| Money::from_cents(cents).to_string();
        let total: i64 = self.claims.iter().map(HonestClaim::paid).sum();
        let mut set = vec![
            "ST*835*0001".to_owned(),
            format!("BPR*I*{}*C*ACH", dollars(total)),
            "TRN*1*TRACE1*1900000001".to_owned(),
            "LX*1".to_owned(),
        ];
        for claim in &self.claims {
            let (paid, adjusted) = (claim.paid(), claim.adjusted());
            let (charge, paid) = (dollars(paid + adjusted), dollars(paid));
            set.push(format!("CLP*{}*{}*{charge}*{paid}*", claim.control, claim.status));
            set.push(format!("NM1*QC*1*{}", claim.last));
            for (code, paid, adjustments) in &claim.lines {
                let charge = paid + adjustments.iter().map(|(_, _, cents)| cents).sum::<i64>();
                set.push(format!("SVC*HC:{code}:25*{}*{}**1", dollars(charge), dollars(*paid)));
                set.extend(
                    adjustments
                        .iter()
                        .map(|(group, reason, cents)| format!("CAS*{group}*{reason}*{}", dollars(*cents))),
                );
            }
        }
        set.push(format!("SE*{}*0001", set.len() + 1));
        let [element, component, repetition, terminator] = self.separators;
        let mut text = format!(
            "ISA*00*{0:10}*00*{0:10}*ZZ*{1:15}*ZZ*{2:15}*260102*0930*@*00501*000000001*0*P*:~",
            "", "PAYER", "PRACTICE"
        );
        for segment in ["GS*HP*PAYER*PRACTICE*20260102*0930*1*X*005010X221A1".to_owned()]
            .into_iter()
            .chain(set)
            .chain(["GE*1*1".to_owned(), "IEA*1*000000001".to_owned()])
        {
            write!(text, "{segment}~").unwrap();
        }
        let mut out = String::new();
        for character in text.chars() {
            match character {
                '*' => out.push(element),
                ':' => out.push(component),
                '@' => out.push(repetition),
                '~' => out.extend([terminator].into_iter().chain(self.line_breaks.chars())),
                other => out.push(other),
            }
        }
        out.into_bytes()
    }
}

proptest! {
    #[test]
    fn damage_never_panics_and_claims_stay_small(
        mut file in sources(),
        damages in prop::collection::vec(damage(), 1..6),
    ) {
        for damage in &damages {
            damage.apply(&mut file);
        }
        let mut reader = Reader::new(&file[..]);
        let mut open = false;
        loop {
            match reader.next_event() {
                Ok(Some(Event::SetStart(_))) => {
                    prop_assert!(!open, "a payment begins within another");
                    open = true;
                }
                Ok(Some(Event::Claim(claim))) => {
                    prop_assert!(open);
                    prop_assert!(claim.canonical().len() <= Limits::CLAIM_BYTES);
                    prop_assert!(claim.lines.len() <= Limits::CLAIM_LINES);
                    let _ = claim.check().map_err(|imbalance| imbalance.to_string());
                    let again = Claim::from_canonical(claim.canonical(), claim.segment);
                    prop_assert!(again.is_ok_and(|again| again == *claim), "a kept claim reads back");
                }
                Ok(Some(Event::ProviderAdjustments(_))) => prop_assert!(open),
                Ok(Some(Event::SetEnd(totals))) => {
                    prop_assert!(open);
                    open = false;
                    let _ = totals.check().map_err(|imbalance| imbalance.to_string());
                }
                Ok(None) => {
                    prop_assert!(!open, "a file ended within a payment");
                    break;
                }
                Err(error) => {
                    prop_assert!(error.offset <= file.len() as u64);
                    prop_assert!(!error.to_string().is_empty());
                    break;
                }
            }
        }
    }

    #[test]
    fn any_bytes_at_all_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = payments(&bytes);
        let _ = payments(&[&b"ST*835*1~"[..], &bytes].concat());
        let _ = Claim::from_canonical(&bytes, 1);
        let _ = Claim::from_canonical(&[&b"CLP\x1dA\x1d1\x1d1\x1d1\x1e"[..], &bytes].concat(), u64::MAX);
    }

    #[test]
    fn an_honest_remittance_comes_back_as_it_was_written(honest in honest()) {
        let file = honest.write();
        let payments = payments(&file).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(payments.len(), 1);
        let payment = &payments[0];
        prop_assert_eq!(payment.totals.check(), Ok(()));
        prop_assert_eq!(payment.totals.note, None);
        prop_assert_eq!(payment.claims.len(), honest.claims.len());
        for (read, written) in payment.claims.iter().zip(&honest.claims) {
            prop_assert_eq!(read.check(), Ok(()));
            prop_assert_eq!(&read.patient_control_number, &written.control);
            prop_assert_eq!(read.status.code(), written.status.to_string());
            prop_assert_eq!(&read.patient.last, &written.last);
            prop_assert_eq!(read.paid.cents(), written.paid());
            prop_assert_eq!(read.lines.len(), written.lines.len());
            for (line, (code, paid, adjustments)) in read.lines.iter().zip(&written.lines) {
                prop_assert_eq!(&line.procedure.code, code);
                prop_assert_eq!(&line.procedure.modifiers, &["25"]);
                prop_assert_eq!(line.paid.cents(), *paid);
                let read: Vec<_> = line
                    .adjustments
                    .iter()
                    .map(|a| (a.group.code(), a.reason.clone(), a.amount.cents()))
                    .collect();
                prop_assert_eq!(&read, adjustments);
            }
        }
    }

    #[test]
    fn dress_changes_neither_fingerprint_nor_digest(honest in honest()) {
        let plain = Honest { separators: ['*', ':', '^', '~'], line_breaks: "\n", claims: honest.claims.clone() };
        let (dressed, plain) = (payments(&honest.write()), payments(&plain.write()));
        let (dressed, plain) = (dressed.expect("readable"), plain.expect("readable"));
        prop_assert_eq!(dressed[0].totals.digest, plain[0].totals.digest);
        for (dressed, plain) in dressed[0].claims.iter().zip(&plain[0].claims) {
            prop_assert_eq!(dressed.fingerprint(), plain.fingerprint());
        }
    }

    #[test]
    fn written_samples_balance_for_any_seed(seed in any::<u64>(), claims in 0_u32..60, per_set in 0_u32..30) {
        let mut file = Vec::new();
        let wrote = Sample { seed, claims, claims_per_set: per_set }.write(&mut file).expect("memory");
        let payments = payments(&file).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(payments.iter().map(|payment| payment.totals.claims).sum::<u64>(), wrote.claims);
        prop_assert_eq!(payments.iter().map(|payment| payment.totals.billed).sum::<Money>(), wrote.billed);
        for payment in &payments {
            prop_assert_eq!(payment.totals.check(), Ok(()));
            prop_assert_eq!(payment.totals.note, None);
            for claim in &payment.claims {
                prop_assert_eq!(claim.check(), Ok(()));
            }
        }
    }
}
