//! Households, and one press for several practices.

use app::FormState;
use app::model::*;
use domain::{GuarantorId, PatientId, PracticeId, UserId};
use time::macros::date;
use uuid::Uuid;

use super::{cents, homes, payment};

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn people() -> Vec<PersonRow> {
    let person = |n, name: &str, seen| PersonRow { patient: PatientId(id(n)), name: name.into(), seen };
    vec![
        person(1, "Maria", PersonSeen::Guarantor),
        person(2, "Leo", PersonSeen::Always),
        person(3, "Ana", PersonSeen::ByConsent(Some(date!(2027 - 06 - 30)))),
        person(4, "José", PersonSeen::Amounts),
    ]
}

pub fn helpers() -> Vec<HelperRow> {
    let helper = |n, name: &str, sees, ends_on| HelperRow {
        user: UserId(id(n)),
        name: name.into(),
        email: format!("{}@example.com", name.to_lowercase()),
        sees,
        ends_on,
    };
    vec![
        helper(1, "Ash", Sees::Amounts, Some(date!(2027 - 01 - 31))),
        helper(2, "Guadalupe", Sees::Care, None),
    ]
}

fn place(n: u128, practice: &str, name: &str, sees: Sees, due: i64) -> PlaceRow {
    PlaceRow {
        practice: PracticeId(id(n)),
        practice_name: practice.into(),
        guarantor: GuarantorId(id(n)),
        name: name.into(),
        sees,
        ends_on: None,
        due: cents(due),
        plans_due: cents(if n == 2 { 4_000 } else { 0 }),
        here: n == 1,
    }
}

pub fn households() -> Vec<(&'static str, HouseholdPage)> {
    let usual = HouseholdPage {
        places: vec![
            place(1, "Riverside Family Medicine", "Maria Alvarez", Sees::Own, 18_420),
            place(2, "Riverside Imaging", "Maria Alvarez", Sees::Own, 7_500),
            place(3, "Lakeside Dental", "Bartholomew Featherstonehaugh", Sees::Amounts, 0),
        ],
        together: Some(cents(25_920)),
        people: people(),
        own: true,
        helpers: helpers(),
        invitations: vec![InvitationRow {
            id: id(9),
            email: "somebody.with.a.long.address@mail.example.org".into(),
            sees: Sees::Care,
            ends_on: None,
        }],
        form: FormState::default(),
        notice: Some(HouseholdNotice::Invited),
    };
    let alone = HouseholdPage {
        places: usual.places.first().cloned().into_iter().collect(),
        together: None,
        people: people().into_iter().take(1).collect(),
        helpers: vec![],
        invitations: vec![],
        form: FormState::wrong("email", "error-share-own").with_value("email", "maria@example.com"),
        notice: None,
        ..usual.clone()
    };
    let helping = HouseholdPage {
        own: false,
        people: vec![],
        helpers: vec![],
        invitations: vec![],
        notice: None,
        ..usual.clone()
    };
    vec![("household", usual), ("household-alone", alone), ("household-helping", helping)]
}

pub fn shareds() -> Vec<(&'static str, SharedPage)> {
    let new = SharedPage {
        path: "/shared/abc".into(),
        asks: "Maria Alvarez".into(),
        practice: "Riverside Family Medicine".into(),
        sees: Sees::Amounts,
        ends_on: Some(date!(2027 - 01 - 31)),
        email: "ash@example.com".into(),
        known: false,
        form: FormState::default(),
    };
    let known = SharedPage {
        known: true,
        sees: Sees::Care,
        ends_on: None,
        form: FormState::wrong("password", "error-share-password"),
        ..new.clone()
    };
    vec![("shared", new), ("shared-known", known)]
}

pub fn withheld() -> WithheldVisitPage {
    let card = homes().swap_remove(0).1.visits.swap_remove(0);
    let card = VisitCard { title: "Care that is not shown".into(), provider: None, payers: vec![], ..card };
    WithheldVisitPage { card, helping: false, since: Some(date!(2026 - 11 - 2)), plan_before: true }
}

pub fn togethers() -> Vec<(&'static str, TogetherPage)> {
    let due = |n, practice: &str, due| TogetherDue {
        practice: PracticeId(id(n)),
        guarantor: GuarantorId(id(n)),
        practice_name: practice.into(),
        name: "Maria Alvarez".into(),
        due: cents(due),
        picked: n == 1,
    };
    let usual = TogetherPage {
        dues: vec![due(1, "Riverside Family Medicine", 18_420), due(2, "Riverside Imaging", 7_500)],
        token: "press-1".into(),
        form: FormState::default(),
    };
    let wrong = TogetherPage { form: FormState::wrong("account", "error-together"), ..usual.clone() };
    let none = TogetherPage { dues: vec![], ..usual.clone() };
    vec![("together", usual), ("together-wrong", wrong), ("together-none", none)]
}

pub fn together_done() -> Vec<(&'static str, TogetherDonePage)> {
    use TogetherState::*;
    let part = |n, practice: &str, state| TogetherPart {
        practice_name: practice.into(),
        practice: PracticeId(id(n)),
        guarantor: GuarantorId(id(n)),
        amount: cents(7_500),
        receipt: (n == 1).then(|| payment(1)),
        state,
    };
    let states = [Paid, OnTheWay, Checking, WantsOwner, Declined, NotDue];
    let parts = states.into_iter().zip(1..).map(|(state, n)| part(n, "Riverside Imaging", state));
    vec![
        ("together-parts", TogetherDonePage { parts: parts.collect() }),
        ("together-paid", TogetherDonePage { parts: vec![part(1, "Riverside Family Medicine", Paid)] }),
        ("together-not-paid", TogetherDonePage { parts: vec![] }),
    ]
}
