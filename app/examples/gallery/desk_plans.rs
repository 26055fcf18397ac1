//! Payment plans as staff see them.

use app::FormState;
use app::model::*;
use domain::plan::{EndReason, Instalment, PauseReason, Policy};
use domain::{GuarantorId, Money, PlanId};
use time::macros::{date, datetime};
use time::{Date, Duration};
use uuid::Uuid;

use super::cents;

pub fn staff_plan_rows() -> Vec<StaffPlanRow> {
    let names = ["Maria Alvarez", "Bartholomew Featherstonehaugh-Cholmondeley", "José Núñez", "Alma Okafor"];
    let whys = [
        PlanWhy::Behind,
        PlanWhy::Paused(PauseReason::AssistanceReview),
        PlanWhy::Method,
        PlanWhy::Look,
        PlanWhy::OverCap,
        PlanWhy::Told,
    ];
    (0_u8..6)
        .map(|n| StaffPlanRow {
            id: PlanId(Uuid::from_u128(u128::from(n) + 1)),
            version: 4,
            guarantor: GuarantorId(Uuid::from_u128(1)),
            name: names[usize::from(n) % names.len()].into(),
            why: whys[usize::from(n)],
            left: cents(12_000 + 1_234 * i64::from(n)),
            overdue: if n == 0 { cents(4_000) } else { Money::ZERO },
            next: Some(date!(2026 - 12 - 01) + Duration::days(i64::from(n))),
        })
        .collect()
}

pub fn staff_plan_lists() -> Vec<(&'static str, StaffPlansPage)> {
    let usual = StaffPlansPage {
        group: PlanGroup::AtRisk,
        counts: [6, 1_204, 31, 877],
        plans: staff_plan_rows(),
        told: Some(ManyTold { done: 2, left: vec![("José Núñez".into(), PlanRefusal::NeedsConsent)] }),
    };
    let none = StaffPlansPage { group: PlanGroup::Finished, counts: [0; 4], plans: vec![], told: None };
    vec![("staff-plans", usual), ("staff-plans-none", none)]
}

fn instalments() -> Vec<Instalment> {
    let due: [Date; 4] =
        [date!(2026 - 10 - 01), date!(2026 - 11 - 01), date!(2026 - 12 - 01), date!(2027 - 01 - 01)];
    let one = |(n, due): (usize, Date)| Instalment {
        number: u32::try_from(n + 1).unwrap_or_default(),
        due,
        principal: cents(4_000),
        interest: Money::ZERO,
        fee: Money::ZERO,
        paid: [cents(4_000), cents(1_500), Money::ZERO, Money::ZERO][n],
        missed: n == 1,
        extra: false,
    };
    due.into_iter().enumerate().map(one).collect()
}

pub fn staff_plan_pages() -> Vec<(&'static str, StaffPlanPage)> {
    let step = |n: i64, kind: &str, paid: i64, by: Option<&str>| PlanStepRow {
        at: datetime!(2026-11-20 09:30 UTC) - Duration::days(9 * n),
        kind: kind.into(),
        paid: cents(paid),
        by: by.map(Into::into),
    };
    let paper = |kind: &str, whole| PlanPaperRow {
        kind: kind.into(),
        at: datetime!(2026-09-24 15:02 UTC),
        text: "I agree to pay $160.00 in 4 payments.\n\nOctober 1, $40.00".into(),
        whole,
    };
    let usual = StaffPlanPage {
        row: staff_plan_rows().swap_remove(0),
        outside: cents(2_000),
        cap: Some(cents(4_000)),
        instalments: instalments(),
        steps: vec![
            step(0, "missed", 0, None),
            step(1, "paid", 1_500, None),
            step(4, "paid", 4_000, None),
            step(6, "signed", 0, Some("Maria Alvarez")),
        ],
        papers: vec![paper("agreement", true), paper("autopay", false)],
        acts: vec![PlanAct::Reage, PlanAct::Pause, PlanAct::Default, PlanAct::Cancel],
        refusal: Some(PlanRefusal::NeedsConsent),
        done: false,
    };
    let over = StaffPlanPage {
        row: StaffPlanRow {
            why: PlanWhy::Ended(EndReason::Cancelled),
            left: Money::ZERO,
            overdue: Money::ZERO,
            next: None,
            ..usual.row.clone()
        },
        cap: None,
        outside: Money::ZERO,
        acts: vec![],
        refusal: None,
        done: true,
        papers: vec![],
        ..usual.clone()
    };
    vec![("staff-plan", usual), ("staff-plan-over", over)]
}

pub fn plan_rules() -> Vec<(&'static str, PlanPolicyPage)> {
    let today = date!(2026 - 11 - 24);
    let usual = PlanPolicyPage {
        rules: vec![Policy::usual(date!(2026 - 01 - 01)), Policy::usual(date!(2027 - 01 - 01))],
        today,
        form: FormState::default(),
        saved: true,
    };
    let wrong = PlanPolicyPage {
        form: FormState::wrong("months_1", "error-plan-band")
            .with_error("effective", "error-plan-day")
            .with_error("least", "error-amount-form")
            .with_value("least", "fifty"),
        saved: false,
        ..usual.clone()
    };
    vec![("staff-plan-rule", usual), ("staff-plan-rule-error", wrong)]
}

pub fn account_plans() -> AccountPlans {
    let promise = |n: u128, state| PromiseRow {
        id: Uuid::from_u128(n),
        amount: cents(5_000),
        due: date!(2026 - 11 - 30),
        note: Some("by phone; payday is Friday".into()),
        state,
    };
    AccountPlans {
        plans: staff_plan_rows().into_iter().take(2).collect(),
        exception: Some(ExceptionRow {
            id: Uuid::from_u128(7),
            reason: "Lost their job in October.".into(),
            months: 18,
            smallest: cents(1_000),
            until: date!(2026 - 12 - 15),
            waits: true,
            own: false,
        }),
        promises: vec![
            promise(1, PromiseState::Open),
            promise(2, PromiseState::Kept),
            promise(3, PromiseState::Broken),
            promise(4, PromiseState::Withdrawn),
        ],
    }
}
