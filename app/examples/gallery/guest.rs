//! What somebody sees who came by a pay link.

use app::model::*;
use app::{Ctx, FormState, pages};

use super::{blood, cents, office, payment, receipt};

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
