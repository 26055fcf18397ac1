//! What somebody sees who came by a pay link.

use app::model::*;
use app::{Ctx, FormState, pages};
use domain::brand::{Accent, Colour, OURS};
use domain::{GuarantorId, PayLinkId};
use time::macros::{date, datetime};
use uuid::Uuid;

use super::{blood, cents, office, payment, receipt, visit_id};

pub fn guests(ctx: &Ctx) -> Vec<(&'static str, String)> {
    let question = |asks, form| pages::link_question(ctx, &LinkQuestionPage { form, asks });
    let wrong = FormState::wrong("", "error-link-wrong")
        .with_value("birth_date_month", "2")
        .with_value("birth_date_day", "3")
        .with_value("birth_date_year", "1980");
    let cards = vec![office().card, blood().card];
    let bill = GuestBillPage {
        form: FormState::default(),
        total: cards.iter().map(|card| card.due).sum(),
        visits: cards,
        tokens: ["press-1".into(), "press-2".into()],
        told: None,
        checking: None,
        paid: vec![],
        reachable: true,
    };
    let part = FormState::wrong("amount", "error-link-most").with_value("amount", "900");
    let paid = GuestPaid {
        payment: payment(1),
        amount: cents(4_000),
        method: Method::Online { card: Some("Visa ending 4242".into()) },
        on_the_way: false,
    };
    let debit = GuestPaid { on_the_way: true, method: Method::Bank, ..paid.clone() };
    let bills = [
        ("guest-bill", bill.clone()),
        ("guest-part", GuestBillPage { form: part, reachable: false, ..bill.clone() }),
        ("guest-cent", GuestBillPage { total: cents(1), visits: vec![super::cent().card], ..bill.clone() }),
        (
            "guest-paid",
            GuestBillPage {
                total: cents(0),
                visits: vec![],
                paid: vec![debit, paid],
                told: Some(GuestTold::Invited),
                ..bill.clone()
            },
        ),
        (
            "guest-checking-bill",
            GuestBillPage { checking: Some(cents(18_420)), told: Some(GuestTold::NotPaid), ..bill },
        ),
    ];
    let checking = |bank| GuestCheckingPage { payment: payment(1), amount: cents(18_420), bank };
    let mut shown = vec![
        ("guest-question", question(LinkAsks::Nothing, FormState::default())),
        ("guest-question-wrong", question(LinkAsks::Zip, wrong)),
        ("guest-gone", pages::link_gone(ctx, &LinkGonePage { asked: false })),
        (
            "guest-gone-asked",
            pages::link_gone(&Ctx { practice: None, ..ctx.clone() }, &LinkGonePage { asked: true }),
        ),
        ("guest-checking", pages::guest_checking(ctx, &checking(false))),
        ("guest-bank", pages::guest_checking(ctx, &checking(true))),
        ("guest-receipt", pages::guest_receipt(ctx, &receipt(true))),
        ("guest-help", pages::help(ctx, &HelpPage { about: Some(About::Afford), guest: true })),
    ];
    shown.extend(bills.into_iter().map(|(name, page)| (name, pages::guest_bill(ctx, &page))));
    shown
}

/// The same links as staff make them.
pub fn staff_links(ctx: &Ctx) -> Vec<(&'static str, String)> {
    let guarantor = GuarantorId(Uuid::from_u128(0x6001));
    let row = |n: u128, aim, state| StaffLinkRow {
        id: PayLinkId(Uuid::from_u128(0x7001 + n)),
        aim,
        campaign: "Spring letters".into(),
        made: date!(2026 - 11 - 20),
        until: date!(2026 - 12 - 20),
        state,
    };
    let address = format!("https://bills.example.com/l/{}", "0123456789abcdef".repeat(4));
    let plain = StaffLinksPage {
        guarantor,
        name: "Maria Alvarez".into(),
        form: FormState::default()
            .with_value("aim", "due")
            .with_value("days", "30")
            .with_value("campaign", "By hand"),
        due: cents(18_420),
        visits: vec![(visit_id(1), "Office visit".into(), date!(2026 - 10 - 14), cents(12_840))],
        statements: vec![(Uuid::from_u128(1), "R-000412".into(), date!(2026 - 12 - 15))],
        has_email: true,
        made: None,
        revoked: true,
        links: vec![
            row(1, LinkAim::Due, LinkState::Sent),
            row(2, LinkAim::Visit("Office visit".into()), LinkState::Verified),
            row(3, LinkAim::Amount(cents(5_000)), LinkState::Paid),
            row(4, LinkAim::Statement("R-000412".into()), LinkState::Locked),
            row(5, LinkAim::Due, LinkState::Expired),
            row(6, LinkAim::Due, LinkState::Revoked),
            row(7, LinkAim::Due, LinkState::Opened),
        ],
    };
    let made = MadeLink {
        button: app::mail::button(&address, "See my bill", OURS),
        plain: format!("See my bill (Riverside Family Medicine):\n{address}"),
        qr: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" role=\"img\" aria-label=\"QR\"><path d=\"M1 1h3v3h-3z\"/></svg>".into(),
        qr_png: "iVBORw0KGgo=".into(),
        mailed: true,
        address,
    };
    let shown = StaffLinksPage { made: Some(made), revoked: false, ..plain.clone() };
    let form =
        FormState::wrong("amount", "error-link-due").with_value("aim", "amount").with_value("amount", "900");
    let wrong = StaffLinksPage { form, links: vec![], revoked: false, ..plain.clone() };
    let settled = StaffLinksPage { due: cents(0), links: vec![], revoked: false, ..plain.clone() };
    let day = |day, sent, opened, verified, paid| FunnelRow {
        day,
        campaign: "Spring letters".into(),
        sent,
        opened,
        verified,
        paid,
    };
    let funnel = StaffFunnelPage {
        asks: LinkAsks::Zip,
        on_paper: true,
        saved: true,
        days: vec![day(date!(2026 - 11 - 21), 0, 12, 11, 7), day(date!(2026 - 11 - 20), 240, 96, 90, 61)],
    };
    vec![
        ("staff-links", pages::staff::links(ctx, &plain)),
        ("staff-links-made", pages::staff::links(ctx, &shown)),
        ("staff-links-wrong", pages::staff::links(ctx, &wrong)),
        ("staff-links-settled", pages::staff::links(ctx, &settled)),
        ("staff-funnel", pages::staff::funnel(ctx, &funnel)),
    ]
}

/// Links for many, and the practice's look.
pub fn staff_many(ctx: &Ctx) -> Vec<(&'static str, String)> {
    let row = |n: u128, state, in_a_file| LinkBatchRow {
        id: Uuid::from_u128(n),
        state,
        campaign: "Spring letters".into(),
        in_a_file,
        made_at: datetime!(2026-11-24 09:12 UTC),
        ready: (if state == RunState::Done { 0 } else { 1_204 }, cents(18_420_150)),
        made: (if state == RunState::Preview { 0 } else { 1_198 }, cents(18_240_150)),
        skipped: 17,
    };
    let item = |n: u128, name: &str, why| LinkBatchItem {
        guarantor: GuarantorId(Uuid::from_u128(n)),
        name: name.into(),
        account_number: format!("A-{n}"),
        due: cents(18_420),
        why,
    };
    let skips = ["nothing", "little", "way", "plan", "held", "deceased", "email", "refused"];
    let mut items = vec![item(1, "Maria Alvarez", None), item(2, "Rosa Delgado de la Fuente", None)];
    items.extend(skips.iter().zip(3..).map(|(why, n)| item(n, "Owen Abernethy", Some(*why))));
    let batch = |batch: LinkBatchRow, files| LinkBatchPage {
        batch,
        lives: 30,
        items: items.clone(),
        more: true,
        reached: [1_198, 402, 391, 288],
        files,
    };
    let form = FormState::wrong("campaign", "error-link-campaign")
        .with_error("older", "error-link-older")
        .with_value("least", "5.00")
        .with_value("email", "with")
        .with_value("hand_out", "mail")
        .with_value("days", "30");
    let list = LinkBatchesPage {
        form,
        batches: vec![
            row(1, RunState::Preview, false),
            row(2, RunState::Released, true),
            row(3, RunState::Done, true),
        ],
    };
    let fetched = Some(datetime!(2026-11-24 09:30 UTC));
    let pale = Colour([0xff, 0xd4, 0x00]);
    let nearest = Accent::of(pale).map_or_else(|refused| refused.nearest, |_| pale);
    let Ok(accent) = Accent::of(nearest) else { return vec![] };
    let look = BrandingPage {
        form: FormState::wrong("accent", "error-brand-pale").with_value("accent", "#ffd400"),
        saved: false,
        too_pale: Some(("1.3".into(), nearest.to_string())),
        accent,
        logo: Some("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==".into()),
        hosts: vec!["bills.riverside.example".into()],
        pay_page: "/bills/riverside".into(),
        snippet: app::mail::button("https://bills.riverside.example/bills/riverside", "See my bill", OURS),
    };
    vec![
        ("staff-link-batches", pages::staff::link_batches(ctx, &list)),
        (
            "staff-link-batch",
            pages::staff::link_batch(ctx, &batch(row(1, RunState::Preview, false), (0, None))),
        ),
        (
            "staff-link-batch-done",
            pages::staff::link_batch(ctx, &batch(row(3, RunState::Done, true), (1, fetched))),
        ),
        ("staff-branding", pages::staff::branding(ctx, &look)),
        ("bills", pages::pay_a_bill(ctx)),
    ]
}
