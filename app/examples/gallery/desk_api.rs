//! Keys for other programs, webhooks, and the page about the API.

use app::model::*;
use app::{Ctx, FormState, pages};
use time::macros::{date, datetime};
use uuid::Uuid;

const SCOPES: [&str; 4] = ["links:read", "links:write", "balances:read", "webhooks:manage"];

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

pub fn staff_api(ctx: &Ctx) -> Vec<(&'static str, String)> {
    let key = |n: u128, name: &str, used, state| ApiKeyRow {
        id: Uuid::from_u128(n),
        name: name.into(),
        prefix: format!("obk_3fa94c1{n}"),
        scopes: words(&SCOPES),
        made: date!(2026 - 10 - 02),
        used,
        state,
    };
    let hook = |n, events: &[&str], enabled| HookRow {
        id: Uuid::from_u128(n),
        url: "https://scheduling.riverside.example/hooks/openbalance".into(),
        events: words(events),
        enabled,
    };
    let plain = StaffApiPage {
        form: FormState::default(),
        scopes: words(&SCOPES),
        events: words(&["payment.succeeded", "plan.defaulted", "link.paid"]),
        made: None,
        revoked: true,
        keys: vec![
            key(4, "Scheduling", None, ApiKeyState::Works),
            key(
                3,
                "Phone desk",
                Some(date!(2026 - 11 - 24)),
                ApiKeyState::Until(datetime!(2026-11-25 09:30 UTC)),
            ),
            key(2, "Scheduling", Some(date!(2026 - 11 - 02)), ApiKeyState::Replaced),
            key(1, "Trial", Some(date!(2026 - 10 - 03)), ApiKeyState::Revoked),
        ],
        hooks: vec![hook(2, &["link.paid"], true), hook(1, &[], false)],
    };
    let made = StaffApiPage {
        made: Some(MadeSecret::Key(format!("obk_{}", "0123456789abcdef".repeat(4)))),
        revoked: false,
        ..plain.clone()
    };
    let wrong = StaffApiPage {
        form: FormState::wrong("scope", "error-api-scope")
            .with_error("url", "error-api-url")
            .with_value("name", "Scheduling")
            .with_value("url", "http://10.0.0.7/")
            .with_value("event:link.paid", "yes"),
        revoked: false,
        keys: vec![],
        hooks: vec![],
        ..plain.clone()
    };
    let delivery = |n: u128, kind: &str, state, attempts, last: Option<&str>| DeliveryRow {
        event: Uuid::from_u128(n),
        kind: kind.into(),
        happened: datetime!(2026-11-24 09:12 UTC),
        state,
        attempts,
        last: last.map(str::to_owned),
    };
    let told = StaffHookPage {
        hook: hook(2, &["link.paid", "payment.succeeded"], true),
        made: None,
        sending: true,
        deliveries: vec![
            delivery(4, "webhook.test", DeliveryState::Waiting, 0, None),
            delivery(3, "link.paid", DeliveryState::Waiting, 3, Some("503")),
            delivery(2, "payment.succeeded", DeliveryState::Delivered, 1, Some("204")),
            delivery(1, "plan.defaulted", DeliveryState::GivenUp, 10, Some("too_slow")),
        ],
    };
    let rotated = StaffHookPage {
        hook: hook(1, &[], false),
        made: Some("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhrs=".into()),
        sending: false,
        deliveries: vec![],
    };
    vec![
        ("staff-api", pages::staff::api(ctx, &plain)),
        ("staff-api-made", pages::staff::api(ctx, &made)),
        ("staff-api-wrong", pages::staff::api(ctx, &wrong)),
        ("staff-hook", pages::staff::hook(ctx, &told)),
        ("staff-hook-rotated", pages::staff::hook(ctx, &rotated)),
    ]
}
