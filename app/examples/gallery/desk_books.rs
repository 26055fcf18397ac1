//! What came in and waits, as the desk sees it: imports, insurer money without a visit, patients found.

use super::*;

pub fn import_row(n: u64, kind: ImportKind, refused: u64) -> ImportRow {
    ImportRow {
        id: n.to_string(),
        file: format!("remit-2026-11-{n:02}.835"),
        at: datetime!(2026-11-23 14:05 UTC),
        kind,
        claims: 1_204,
        posted: 1_190,
        duplicates: 8,
        unmatched: 6 - refused,
        refused,
    }
}

pub fn import_rows() -> Vec<ImportRow> {
    vec![
        import_row(23, ImportKind::Remittance, 2),
        import_row(22, ImportKind::Practice, 0),
        import_row(21, ImportKind::Remittance, 0),
    ]
}

pub fn import_report() -> ImportReportPage {
    ImportReportPage {
        row: import_row(23, ImportKind::Remittance, 2),
        refused: vec![
            Refused {
                at: "segment 412".into(),
                reason: "the claim's charges less its adjustments differ from what was paid by 12.00".into(),
            },
            Refused { at: "segment 980".into(), reason: "a segment was cut off".into() },
        ],
        billed: cents(61_240_000),
        insurer_paid: cents(38_004_150),
        patient_responsibility: cents(4_120_077),
        adjustments: Group::ALL.into_iter().map(|group| (group, cents(1_234_567))).collect(),
        provider_adjustments: cents(-25_000),
    }
}

pub fn staff_home() -> StaffHome {
    StaffHome {
        emergencies: emergencies(),
        patient_receivable: cents(18_442_050),
        insurance_receivable: cents(92_310_400),
        denied: cents(4_120_000),
        unapplied: cents(61_200),
        credit: cents(184_005),
        work: 7,
        unmatched_count: 6,
        patients_count: 4_182,
        imports: import_rows(),
    }
}

pub fn unmatched() -> UnmatchedPage {
    let item = |n: u64| UnmatchedItem {
        id: domain::ClaimId(Uuid::from_u128(n.into())),
        control_number: format!("PCN-{n:06}"),
        payer: Some("Blue Cross".into()),
        trace: Some("88412".into()),
        paid: cents(10_200),
        reason: "no visit has this control number".into(),
        file: "remit-2026-11-23.835".into(),
        segment: 300 + n,
        date: date!(2026 - 11 - 20),
    };
    UnmatchedPage { items: (1..=6).map(item).collect() }
}

pub fn unmatched_claim() -> UnmatchedClaimPage {
    UnmatchedClaimPage {
        id: domain::ClaimId(Uuid::from_u128(1)),
        payer: "Larkspur Health Plan".into(),
        from: ("LKT900105".into(), date!(2026 - 11 - 20), "remit-2026-11-23.835".into(), 304),
        number: "OB-10O7".into(),
        patient: "MARIA LOPEZ".into(),
        days: Some((date!(2026 - 08 - 11), date!(2026 - 08 - 11))),
        amounts: [cents(22_500), cents(14_200), cents(3_000)],
        reversal: false,
        lines: vec![
            ("99215".into(), cents(20_000), cents(12_700)),
            ("81002".into(), cents(2_500), cents(1_500)),
        ],
        reason: None,
        waits: true,
        account: None,
        typed: false,
        meant: vec![
            ("OB-1007".into(), "Maria Lopez".into(), date!(2026 - 08 - 11), cents(22_500)),
            ("OB-0983".into(), "Mario Lopes".into(), date!(2026 - 08 - 11), cents(9_000)),
        ],
        steps: vec![UnmatchedStep {
            step: "noted".into(),
            words: Some("Asked Larkspur for the right number.".into()),
            by: "Dana".into(),
            at: datetime!(2026-11-23 09:12 UTC),
        }],
        form: FormState::default(),
        unfit: Some("it leaves less than nothing with the insurer".into()),
        done: false,
    }
}

pub fn staff_patients() -> StaffPatientsPage {
    let row = |n: u128, name: &str, email: Option<&str>, due, state| StaffPatient {
        guarantor: domain::GuarantorId(Uuid::from_u128(n)),
        name: name.into(),
        account_number: format!("A-2041{n}"),
        born: date!(1975 - 03 - 14),
        email: email.map(Into::into),
        phone: None,
        patients: vec![(name.split(' ').next().unwrap_or(name).into(), None), ("Leo".into(), None)],
        due: cents(due),
        state,
    };
    let leo = ("Leo Alvarez-Montgomery".into(), Some(date!(2015 - 10 - 02)));
    StaffPatientsPage {
        query: Some("al".into()),
        rows: vec![
            StaffPatient {
                phone: Some("(555) 010-0142".into()),
                patients: vec![("Rosa".into(), None), leo, ("Ana".into(), None)],
                ..row(
                    5,
                    "Rosa Montgomery",
                    Some("rosa.montgomery@example.com"),
                    4_250,
                    InviteState::NotInvited,
                )
            },
            row(1, "Maria Alvarez", Some("maria@example.com"), 18_420, InviteState::Registered),
            row(2, "Alma Okafor", Some("alma@example.com"), 0, InviteState::NotInvited),
            row(
                3,
                "Alan Lindqvist",
                Some("alan@example.com"),
                61_250,
                InviteState::Invited(date!(2026 - 11 - 03)),
            ),
            row(4, "Albert O’Brien", None, 8_810, InviteState::NotInvited),
        ],
        more: true,
        invited: None,
    }
}
