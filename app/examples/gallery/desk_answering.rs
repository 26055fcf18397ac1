//! Registration, who answers, the ledger and notes, as staff see them.

use domain::answering::ChangeReason;
use domain::ledger::Kind;
use domain::{DisputeId, GuarantorId, PatientId, PlanId};

use super::*;

fn patient_id(n: u128) -> PatientId {
    PatientId(Uuid::from_u128(n))
}

fn on_file() -> FormState {
    [
        ("first_name", "Maria"),
        ("last_name", "Alvarez"),
        ("birth_date_month", "7"),
        ("birth_date_day", "19"),
        ("birth_date_year", "1984"),
        ("address1", "114 Orchard Street"),
        ("city", "Dayton"),
        ("state", "OH"),
        ("zip", "45402"),
        ("email", "maria@example.com"),
        ("phone", "(937) 555-0142"),
        ("language", "es"),
    ]
    .into_iter()
    .fold(FormState::default(), |form, (field, value)| form.with_value(field, value))
}

pub fn registrations() -> Vec<(&'static str, RegistrationPage)> {
    let leo = on_file().with_value("first_name", "Leo").with_value("birth_date_year", "2008");
    let usual = RegistrationPage {
        guarantor: GuarantorId(Uuid::from_u128(1)),
        name: "Maria Alvarez".into(),
        form: on_file(),
        about: None,
        patients: vec![RegisteredPatient {
            id: patient_id(2),
            number: "P-20419".into(),
            form: leo,
            name: "Leo Alvarez".into(),
        }],
        seen: "4f".into(),
        now: Vec::new(),
        saved: true,
        corrections: vec![CorrectionRow {
            fields: vec!["field-email", "register-desk-phone"],
            patient: None,
            by: "Dana Whitfield".into(),
            at: datetime!(2026-11-20 09:12 -5),
        }],
        may: true,
    };
    let faster = RegistrationPage {
        form: on_file().with_error("", "error-register-moved"),
        now: vec![
            ("register-desk-phone", "(937) 555-0199".into()),
            ("register-desk-address2", String::new()),
        ],
        saved: false,
        ..usual.clone()
    };
    vec![("staff-registration", usual), ("staff-registration-faster", faster)]
}

pub fn moving() -> Vec<MovingRow> {
    let row = |n: u128, patient: &str, due, insurance, credit| MovingRow {
        visit: visit_id(n),
        number: format!("V-10{n:03}"),
        date: date!(2026 - 10 - 28),
        patient: patient.into(),
        due: cents(due),
        insurance: cents(insurance),
        credit: cents(credit),
    };
    vec![row(1, "Leo", 12_000, 0, 0), row(2, "Leo", 0, 24_000, 0), row(3, "Maria", 0, 0, 2_500)]
}

pub fn guarantor_pages() -> Vec<(&'static str, GuarantorPage)> {
    let start = GuarantorPage {
        guarantor: GuarantorId(Uuid::from_u128(1)),
        name: "Maria Alvarez".into(),
        visits: moving(),
        patients: vec![(patient_id(1), "Maria Alvarez".into()), (patient_id(2), "Leo Alvarez".into())],
        picked: vec![visit_id(1)],
        going: vec![patient_id(2)],
        found: None,
        making: false,
        form: FormState::default(),
    };
    let found = GuarantorPage {
        found: Some(vec![OtherAccount {
            id: GuarantorId(Uuid::from_u128(7)),
            name: "Leo Alvarez".into(),
            number: "A-30001".into(),
            born: date!(2008 - 07 - 19),
        }]),
        form: FormState::wrong("reason", "error-reason").with_value("who", "alvarez leo"),
        ..start.clone()
    };
    let none = GuarantorPage { visits: Vec::new(), ..start.clone() };
    let making = GuarantorPage { making: true, form: on_file(), ..start.clone() };
    vec![
        ("staff-guarantor", start),
        ("staff-guarantor-found", found),
        ("staff-guarantor-none", none),
        ("staff-guarantor-new", making),
    ]
}

fn moves() -> Moves {
    Moves {
        from: (GuarantorId(Uuid::from_u128(1)), "Maria Alvarez".into()),
        to: (GuarantorId(Uuid::from_u128(7)), "Leo Alvarez".into()),
        reason: ChangeReason::CameOfAge,
        note: "Leo turned 18 in July and signed for himself at the desk.".into(),
        day: date!(2026 - 11 - 24),
        visits: moving(),
        patients: vec!["Leo".into()],
        plans: vec![
            (PlanId(Uuid::from_u128(1)), cents(12_000), true),
            (PlanId(Uuid::from_u128(2)), cents(30_000), false),
        ],
        statements: 2,
        links: 1,
        questions: 1,
        blocked: Vec::new(),
        amount: cents(14_500),
        limit: Some(cents(10_000)),
    }
}

pub fn looks() -> Vec<(&'static str, GuarantorLookPage)> {
    let usual = GuarantorLookPage {
        moves: Moves { limit: None, ..moves() },
        sent: Vec::new(),
        seen: "4f".into(),
        form: FormState::default(),
    };
    let blocked = vec![MoveBlock::Payment, MoveBlock::Dispute(DisputeId(Uuid::from_u128(4)))];
    let blocked = GuarantorLookPage {
        moves: Moves { blocked, ..moves() },
        form: FormState::wrong("", "error-move-blocked"),
        ..usual.clone()
    };
    vec![("staff-guarantor-look", usual), ("staff-guarantor-blocked", blocked)]
}

pub fn changes() -> Vec<(&'static str, ChangePage)> {
    let asked = ChangePage {
        id: Uuid::from_u128(1),
        moves: moves(),
        state: ChangeState::Asked,
        asked_by: "Dana Whitfield".into(),
        decided_by: None,
        own: false,
        seen: Some("4f".into()),
        form: FormState::default(),
    };
    let done = ChangePage {
        moves: Moves { limit: None, plans: Vec::new(), statements: 0, links: 0, questions: 0, ..moves() },
        state: ChangeState::Done,
        decided_by: Some("Mara Lindqvist".into()),
        ..asked.clone()
    };
    vec![("staff-change", asked), ("staff-change-done", done)]
}

pub fn ledger() -> LedgerPage {
    let kinds = [
        (Kind::GuarantorChanged, 0, 12_000, 0),
        (Kind::PatientPayment, 0, -5_000, 0),
        (Kind::Remittance, -24_000, 6_000, 0),
        (Kind::DisputeDecision, 0, -1_000, 0),
        (Kind::Charge, 24_000, 0, 0),
    ];
    let line = |(n, (kind, insurance, due, credit)): (usize, (Kind, i64, i64, i64))| LedgerLine {
        kind: Some(kind),
        date: date!(2026 - 11 - 20),
        posted: datetime!(2026-11-20 09:12 -5),
        payment: (kind == Kind::PatientPayment).then(|| payment(1)),
        visit: "V-10001".into(),
        insurance: cents(insurance),
        due: cents(due),
        credit: cents(credit),
        before: n == 1,
    };
    LedgerPage {
        guarantor: GuarantorId(Uuid::from_u128(1)),
        name: "Maria Alvarez".into(),
        lines: kinds.into_iter().enumerate().map(line).collect(),
        older: Some("x".into()),
    }
}

pub fn notes() -> Vec<NoteRow> {
    vec![NoteRow {
        words: "Prefers to be called after 5 pm.\nBrought the decree in person.".into(),
        by: "Dana Whitfield".into(),
        at: datetime!(2026-11-20 09:12 -5),
    }]
}

pub fn sent() -> Vec<SentRow> {
    let row = |kind: &str, state| SentRow { kind: kind.into(), state, at: datetime!(2026-11-20 09:12 -5) };
    vec![
        row("contact_changed", SentState::Waits),
        row("statement", SentState::Sent),
        row("receipt", SentState::Failed),
    ]
}

pub fn change_rows() -> Vec<ChangeRow> {
    let row = |left, state| ChangeRow {
        id: Uuid::from_u128(1),
        day: date!(2026 - 11 - 24),
        other: "Leo Alvarez".into(),
        left,
        state,
    };
    vec![row(true, ChangeState::Asked), row(true, ChangeState::Done), row(false, ChangeState::Done)]
}

pub fn gone() -> GoneVisit {
    GoneVisit {
        id: visit_id(77),
        date: date!(2026 - 08 - 03),
        since: date!(2026 - 11 - 24),
        paid: cents(5_000),
    }
}
