//! Who works for a practice, and what they saw and did.

use app::model::*;
use app::{FormState, Lasting, Places};
use domain::access::{Permission, Role};
use domain::{PasskeyId, PracticeId, UserId};
use time::macros::{date, datetime};
use uuid::Uuid;

/// No code that a phone reads: what it looks like.
const QR: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" role=\"img\" aria-label=\"QR\"><path d=\"M1 1h3v3h-3z\"/></svg>";

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

pub fn members() -> PeoplePage {
    let names =
        ["Dana", "Ravi", "Maximiliano Bartholomew Featherstonehaugh-Alvarez", "Ines", "Jo", "Kai", "Lee"];
    let members =
        names.into_iter().zip(Role::ALL.iter().copied().rev()).zip(1_u128..).map(|((name, role), n)| {
            MemberRow {
                user: user(n),
                name: name.into(),
                email: format!(
                    "{}@riverside.example",
                    name.split(' ').next().unwrap_or_default().to_lowercase()
                ),
                role,
                since: date!(2026 - 03 - 02),
                own: n == 1,
                second: n < 3,
                across: n == 4,
            }
        });
    PeoplePage {
        form: FormState::wrong("", "error-own-role"),
        changed: true,
        members: members.collect(),
        invited: vec![InvitedRow {
            letter: Uuid::from_u128(7),
            email: "sam.featherstonehaugh@riverside.example".into(),
            role: Role::Biller,
            across: true,
            until: date!(2026 - 12 - 01),
        }],
        leads_across: true,
        has_key: true,
        ..PeoplePage::default()
    }
}

pub fn audit() -> AuditPage {
    let event = |number, permission, refused, change, route: &str| AuditRow {
        number,
        at: datetime!(2026-11-24 14:05 UTC),
        who: if number == 4_811 {
            AuditWho::Program("Front office".into())
        } else {
            AuditWho::Staff("Ravi".into())
        },
        role: Some(Role::Biller),
        permission: Some(permission),
        refused,
        change,
        emergency: refused,
        route: route.into(),
        subjects: vec![Uuid::from_u128(7).to_string()],
    };
    AuditPage {
        wanted: AuditWanted { user: Some(user(2)), changes: true, ..AuditWanted::default() },
        people: vec![(user(1), "Dana".into()), (user(2), "Ravi".into())],
        events: vec![
            event(4_812, Permission::SetRules, true, true, "POST /staff/plans/policy"),
            event(4_811, Permission::AskForRefunds, false, true, "POST /staff/payments/{payment}/refund"),
            event(4_810, Permission::SeeAccounts, false, false, "GET /staff/accounts/{guarantor}"),
        ],
        older: Some("/staff/audit?below=4810".into()),
        file: "/staff/audit.csv".into(),
        too_much: false,
    }
}

/// Two passkeys, one of another host.
pub fn passkeys() -> Passkeys {
    let row = |name: &str, host: Option<&str>, used| PasskeyRow {
        id: PasskeyId(Uuid::from_u128(28)),
        name: name.into(),
        host: host.map(Into::into),
        added: date!(2026 - 02 - 11),
        used,
    };
    let rows = vec![
        row("My phone", None, Some(date!(2026 - 03 - 02))),
        row("YubiKey 5C NFC 31415926535", Some("bills.riverside.example"), None),
    ];
    Passkeys { rows, here: true, told: None }
}

/// A device is asked for a key.
pub fn passkey_new(staff: bool) -> PasskeyNewPage {
    PasskeyNewPage { form: FormState::default(), staff, ceremony: String::new(), options: "{}".into() }
}

/// Somebody's own second factor, however it stands.
pub fn seconds() -> Vec<(&'static str, SecondPage)> {
    let page =
        |state| SecondPage { form: FormState::default(), required: false, state, passkeys: passkeys() };
    let codes = (0..10).map(|n| format!("4f2a{n}-9c01d-7b{n}e3-55a0f")).collect();
    let begun =
        SecondState::Begun { secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".into(), code: QR.to_owned() };
    vec![
        ("staff-second-no-key", page(SecondState::NoKey)),
        ("staff-second-off", SecondPage { required: true, ..page(SecondState::Off) }),
        ("staff-second-begun", SecondPage { form: FormState::wrong("code", "error-code"), ..page(begun) }),
        ("staff-second-codes", page(SecondState::Codes(codes))),
        ("staff-second-on", page(SecondState::On { since: date!(2026 - 03 - 02), codes: 1 })),
    ]
}

/// Two practices of one reader.
pub fn places() -> Places {
    let (here, there) = (PracticeId(Uuid::from_u128(1)), PracticeId(Uuid::from_u128(2)));
    let all = vec![(here, "Riverside Family Medicine".into()), (there, "Lakeside Pediatrics".into())];
    Places { here, all }
}

/// One that lasts and nobody looked at, one that is over and seen.
pub fn emergencies() -> Vec<EmergencyRow> {
    let row = |n, name: &str, lasts, seen: Option<&str>| EmergencyRow {
        id: Uuid::from_u128(n),
        user: user(n),
        name: name.into(),
        reason: "Somebody has collapsed; I need to see what was done last time.".into(),
        taken_at: datetime!(2026-11-24 09:12 -5),
        until: datetime!(2026-11-24 10:12 -5),
        lasts,
        seen_by: seen.map(Into::into),
        may_see: seen.is_none(),
    };
    vec![row(2, "Ana Reyes", true, None), row(3, "Ravi Patel", false, Some("Dana"))]
}

/// Emergency access that lasts, here and elsewhere.
pub fn lasting() -> Vec<Lasting> {
    let until = datetime!(2026-11-24 10:12 -5);
    let one = |n, elsewhere: Option<&str>| Lasting {
        id: Uuid::from_u128(n),
        elsewhere: elsewhere.map(Into::into),
        until,
    };
    vec![one(1, None), one(2, Some("Lakeside Pediatrics"))]
}

/// Where emergency access is taken, and what came of it.
pub fn emergency_pages() -> Vec<(&'static str, EmergencyPage)> {
    let plain = EmergencyPage {
        offered: places().all,
        taken: Some(emergencies()),
        more: true,
        ..EmergencyPage::default()
    };
    let wrong = FormState::wrong("reason", "error-emergency-reason").with_value("reason", "help");
    let desk = EmergencyPage { form: wrong, taken: None, ..plain.clone() };
    vec![("staff-emergency", plain), ("staff-emergency-wrong", desk)]
}
