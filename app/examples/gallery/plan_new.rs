//! Setting up a payment plan, in every state.

use app::FormState;
use app::islands::plan_choice::{PlanRule, PlanTyped};
use app::model::*;
use domain::plan::{Band, Offer, Policy, Rate};
use domain::{Money, PlanId};
use time::Date;
use time::macros::date;
use uuid::Uuid;

use super::{blood, cents, due, office, unpaid};

pub const TODAY: Date = date!(2026 - 11 - 24);

/// Up to two years, whatever is owed.
pub fn long() -> Policy {
    let longest = vec![Band { up_to: None, months: 24 }];
    Policy { most_instalments: 24, longest, ..Policy::usual(TODAY) }
}

pub fn plan_new_of(policy: &Policy, visits: &[VisitPage]) -> PlanNewPage {
    let dues: Vec<PayDue> = visits.iter().map(due).collect();
    let rule = PlanRule::of(policy, dues.iter().map(|due| (due.visit, due.amount)).collect(), TODAY);
    let typed = PlanTyped::usual(&rule, &[]);
    PlanNewPage {
        form: FormState::default(),
        rule,
        dues,
        kept: vec![],
        typed,
        tried: false,
        unfinished: None,
    }
}

pub fn plan_new_page() -> PlanNewPage {
    plan_new_of(&Policy::usual(TODAY), &[office(), blood()])
}

pub fn plans_new() -> Vec<(&'static str, PlanNewPage)> {
    let usual = plan_new_page();
    let typed = |change: fn(&mut PlanTyped)| {
        let mut page = plan_new_page();
        change(&mut page.typed);
        page
    };
    let kept = [KeptOut::InPlan, KeptOut::Disputed, KeptOut::Assistance, KeptOut::Placed];
    let kept = kept.map(|why| PlanKept { due: due(&unpaid()), why });
    let down = Policy { down_percent: 20, ..long() };
    vec![
        ("plan-new", usual.clone()),
        (
            "plan-new-one",
            PlanNewPage {
                unfinished: Some(PlanId(Uuid::from_u128(7))),
                ..plan_new_of(&Policy::usual(TODAY), &[office()])
            },
        ),
        (
            "plan-new-amount",
            typed(|typed| {
                typed.by = "amount".into();
                typed.amount = "60".into();
            }),
        ),
        (
            "plan-new-error",
            PlanNewPage {
                tried: true,
                ..typed(|typed| {
                    typed.visits.truncate(1);
                    typed.by = "amount".into();
                    typed.amount = "5<b>".into();
                    typed.first = "2027-09-01".into();
                })
            },
        ),
        (
            "plan-new-refused",
            PlanNewPage {
                tried: true,
                ..typed(|typed| {
                    typed.by = "amount".into();
                    typed.amount = "12".into();
                    typed.first = "2027-09-01".into();
                })
            },
        ),
        ("plan-new-long", plan_new_of(&long(), &[unpaid()])),
        ("plan-new-down", plan_new_of(&down, &[office(), blood()])),
        ("plan-new-kept", PlanNewPage { kept: kept.to_vec(), ..usual }),
        (
            "plan-new-little",
            plan_new_of(&Policy { least: cents(50_000), ..Policy::usual(TODAY) }, &[blood()]),
        ),
    ]
}

/// What a page's choice comes to, as the server reviews it.
pub fn offer_of(policy: &Policy, page: &PlanNewPage) -> Offer {
    let request = page.typed.request(&page.rule).unwrap_or_else(|wrong| unreachable!("{wrong:?}"));
    policy.offer(&request, TODAY).unwrap_or_else(|why| unreachable!("{why:?}"))
}

fn review_of(policy: &Policy, visits: &[VisitPage]) -> PlanReviewPage {
    let page = plan_new_of(policy, visits);
    PlanReviewPage {
        form: FormState::default(),
        offer: offer_of(policy, &page),
        typed: page.typed,
        dues: page.dues,
        seen: "0f".into(),
        token: "press-1".into(),
    }
}

pub fn plan_reviews() -> Vec<(&'static str, PlanReviewPage)> {
    let usual = || review_of(&Policy::usual(TODAY), &[office(), blood()]);
    let down = Policy { down_percent: 20, ..long() };
    let rate = Rate::from_basis_points(600).unwrap_or_default();
    let dear = Policy { rate, late_fee: cents(500), ..long() };
    let wrong = FormState::wrong("cap", "error-plan-cap")
        .with_error("agree", "error-agree")
        .with_error("electronic", "error-plan-electronic")
        .with_value("how", "auto")
        .with_value("cap", "5");
    vec![
        ("review", usual()),
        ("review-error", PlanReviewPage { form: wrong, ..usual() }),
        ("review-none", PlanReviewPage { form: FormState::wrong("how", "error-plan-how"), ..usual() }),
        ("review-changed", PlanReviewPage { form: FormState::wrong("", "error-plan-owed"), ..usual() }),
        ("review-federal", review_of(&long(), &[unpaid()])),
        ("review-down", review_of(&down, &[office(), blood()])),
        ("review-dear", review_of(&dear, &[office(), blood()])),
    ]
}

pub fn plan_methods() -> Vec<(&'static str, PlanMethodPage)> {
    let page = |why, cap: Option<i64>, form| PlanMethodPage {
        form,
        plan: PlanId(Uuid::from_u128(7)),
        why,
        cap: cap.map(Money::from_cents),
        largest: cents(4_605),
        token: "press-1".into(),
    };
    let fine = FormState::default;
    vec![
        ("method-unfinished", page(MethodWhy::Unfinished, Some(4_605), fine())),
        ("method-later", page(MethodWhy::Unfinished, Some(4_605), FormState::wrong("", "error-gateway"))),
        ("method-stopped", page(MethodWhy::Stopped, Some(4_605), fine())),
        ("method-other", page(MethodWhy::Running, Some(4_605), fine())),
        ("method-first", page(MethodWhy::Running, None, fine())),
        ("method-error", page(MethodWhy::Running, None, FormState::wrong("agree", "error-agree"))),
    ]
}
