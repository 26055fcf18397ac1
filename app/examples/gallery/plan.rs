//! A payment plan as its patient sees it, in every state.

use app::model::*;
use app::{Ctx, FormState, Lang, pages};
use domain::plan::{
    Balance, Band, Decline, Disclosure, EndReason, Event, Instalment, Note, PauseReason, Plan, Policy,
    Request, Rhythm, Size, Step, Then, Worse,
};
use domain::{GuarantorId, Money, PlanId, PracticeId};
use time::Date;
use time::macros::date;
use uuid::Uuid;

use super::{cents, ctx, payment, visit_id};

/// Today in the gallery.
const TODAY: Date = date!(2026 - 11 - 24);

fn id() -> PlanId {
    PlanId(Uuid::from_u128(1))
}

/// Three visits' balance in so many payments, signed in August; the events that follow.
fn lived(count: u32, events: &[(Date, Event)]) -> Plan {
    let signed = date!(2026 - 08 - 20);
    let longest = vec![Band { up_to: None, months: 12 }];
    let policy = Policy { most_instalments: 12, longest, ..Policy::usual(signed) };
    let request = Request {
        balances: vec![Balance { visit: visit_id(1), amount: cents(26_340), standing: None }],
        down: Money::ZERO,
        rhythm: Rhythm::Monthly { day: 1 },
        first: date!(2026 - 09 - 01),
        size: Size::Count(count),
    };
    let offer = policy.offer(&request, signed).unwrap_or_else(|refused| panic!("{refused:?}"));
    let signed = (signed, Event::Signed { autopay: Some(cents(5_000)) });
    let steps = [signed].into_iter().chain(events.iter().cloned());
    let steps: Vec<Step> = steps.map(|(on, event)| Step { on, event, consent: true }).collect();
    let plan = Plan::propose(id(), GuarantorId(Uuid::from_u128(1)), &offer).replay(&steps);
    plan.unwrap_or_else(|refused| panic!("{refused}"))
}

fn paid(on: Date) -> (Date, Event) {
    (on, Event::Paid { amount: cents(4_390) })
}

fn usual() -> Plan {
    lived(6, &[paid(date!(2026 - 09 - 01)), paid(date!(2026 - 10 - 01)), paid(date!(2026 - 11 - 01))])
}

/// November did not come.
fn behind() -> Plan {
    lived(
        6,
        &[
            paid(date!(2026 - 09 - 01)),
            paid(date!(2026 - 10 - 01)),
            (date!(2026 - 11 - 12), Event::Missed { number: 3 }),
        ],
    )
}

fn unpaid(plan: &Plan) -> Vec<Instalment> {
    plan.unpaid().copied().collect()
}

pub fn plan_card(plan: &Plan, stands: PlanStands) -> PlanCard {
    PlanCard {
        id: plan.id,
        version: plan.version,
        stands,
        paid: plan.instalments.iter().map(|one| one.paid).sum(),
        left: plan.left(),
        due: plan.overdue(TODAY),
        next: plan.unpaid().next().map(|one| PlanNext { due: one.due, amount: one.left() }),
        taken: true,
    }
}

fn page(plan: &Plan, stands: PlanStands) -> PlanPage {
    PlanPage {
        card: plan_card(plan, stands),
        how: Some(PlanHow::Taken { label: "visa 4242".into(), cap: cents(5_000) }),
        held: plan.held,
        outside: Money::ZERO,
        down: Money::ZERO,
        on_its_way: Money::ZERO,
        may_join: Money::ZERO,
        tries: Vec::new(),
        lately: happened(),
        more: true,
        wishes: vec![
            PlanWish::Days,
            PlanWish::Skip,
            PlanWish::Pause,
            PlanWish::Cancel,
            PlanWish::Stop,
            PlanWish::Remove,
        ],
        signed_on: plan.terms.signed_on,
        own: true,
        told: None,
        token: "press-3".into(),
        instalments: plan.instalments.clone(),
    }
}

fn happened() -> Vec<PlanHappening> {
    let one = |on, what, paid: i64| PlanHappening {
        on,
        what,
        about: Some(date!(2026 - 11 - 01)),
        by: PlanBy::You,
        receipt: (paid > 0).then(|| payment(1)),
        redrawn: None,
    };
    let (before, after) = (usual(), skipped());
    vec![
        one(date!(2026 - 11 - 01), Event::Paid { amount: cents(4_390) }, 4_390),
        one(date!(2026 - 11 - 01), Event::Declined { number: 3, kind: Decline::InsufficientFunds }, 0),
        PlanHappening {
            by: PlanBy::Practice,
            redrawn: Some((unpaid(&before), unpaid(&after))),
            ..one(date!(2026 - 10 - 20), Event::Skipped, 0)
        },
        one(date!(2026 - 09 - 14), Event::PaidExtra { amount: cents(3_000), then: Then::Fewer }, 3_000),
        one(date!(2026 - 08 - 20), Event::Signed { autopay: None }, 0),
    ]
}

fn skipped() -> Plan {
    let step = Step { on: TODAY, event: Event::Skipped, consent: false };
    usual().apply(&step).map_or_else(|refused| panic!("{refused}"), |outcome| outcome.plan)
}

fn by_hand(page: PlanPage) -> PlanPage {
    PlanPage { how: Some(PlanHow::ByHand), card: PlanCard { taken: false, ..page.card }, ..page }
}

/// A plan's page in every state.
pub fn plan_pages() -> Vec<(&'static str, PlanPage)> {
    let ended = |why| {
        let plan = lived(6, &[paid(date!(2026 - 09 - 01)), (date!(2026 - 09 - 20), Event::Cancelled)]);
        PlanPage { wishes: vec![], how: Some(PlanHow::ByHand), ..page(&plan, PlanStands::Ended(why)) }
    };
    let rests = |why| PlanPage {
        wishes: vec![PlanWish::Resume, PlanWish::Cancel],
        card: PlanCard { due: Money::ZERO, ..plan_card(&usual(), PlanStands::Paused(why)) },
        ..page(&usual(), PlanStands::Paused(why))
    };
    let finished = lived(3, &[(date!(2026 - 09 - 01), Event::PaidOff { amount: cents(26_340) })]);
    let tried =
        |why, again| vec![PlanTry { on: date!(2026 - 11 - 01), due: date!(2026 - 11 - 01), why, again }];
    let retry = PlanStands::Retry(date!(2026 - 11 - 27));
    let mut over = page(&behind(), PlanStands::OverCap(cents(2_500)));
    over.how = Some(PlanHow::Taken { label: "visa 4242".into(), cap: cents(2_500) });
    vec![
        ("plan", page(&usual(), PlanStands::OnTrack)),
        (
            "plan-signed",
            PlanPage { told: Some(PlanTold::Signed), ..page(&lived(6, &[]), PlanStands::OnTrack) },
        ),
        ("plan-by-hand", by_hand(page(&usual(), PlanStands::OnTrack))),
        ("plan-due", by_hand(page(&behind(), PlanStands::Due(date!(2026 - 12 - 01))))),
        ("plan-behind", by_hand(page(&behind(), PlanStands::Behind))),
        (
            "plan-proposed",
            PlanPage { lately: vec![], more: false, ..page(&lived(6, &[]), PlanStands::Proposed) },
        ),
        (
            "plan-retry",
            PlanPage {
                tries: tried(Decline::InsufficientFunds, Some(date!(2026 - 11 - 27))),
                ..page(&behind(), retry)
            },
        ),
        (
            "plan-confirm",
            PlanPage {
                tries: tried(Decline::AuthenticationRequired, None),
                ..page(&behind(), PlanStands::Confirm)
            },
        ),
        (
            "plan-declined",
            PlanPage {
                tries: tried(Decline::InsufficientFunds, None),
                ..page(&behind(), PlanStands::Declined)
            },
        ),
        (
            "plan-no-method",
            PlanPage {
                how: Some(PlanHow::NoMethod),
                tries: tried(Decline::ExpiredOrDetached, None),
                ..page(&behind(), PlanStands::NoMethod)
            },
        ),
        ("plan-over-cap", over),
        ("plan-look", page(&behind(), PlanStands::Look)),
        ("plan-paused", rests(PauseReason::PatientAsked)),
        ("plan-paused-help", rests(PauseReason::AssistanceReview)),
        ("plan-paused-dispute", PlanPage { held: cents(13_170), ..rests(PauseReason::Dispute) }),
        ("plan-paused-bank", rests(PauseReason::Chargeback)),
        ("plan-paused-staff", rests(PauseReason::Staff)),
        (
            "plan-broken",
            PlanPage {
                wishes: vec![PlanWish::Cure, PlanWish::Cancel],
                ..page(&behind(), PlanStands::Broken)
            },
        ),
        ("plan-finished", PlanPage { wishes: vec![], ..page(&finished, PlanStands::Finished) }),
        ("plan-ended", PlanPage { told: Some(PlanTold::Ended), ..ended(EndReason::Cancelled) }),
        ("plan-lapsed", ended(EndReason::OfferLapsed)),
        ("plan-party", ended(EndReason::PartyChanged)),
        ("plan-left", ended(EndReason::PracticeLeft)),
        (
            "plan-beside",
            PlanPage {
                may_join: cents(5_580),
                on_its_way: cents(4_390),
                held: cents(2_000),
                ..page(&usual(), PlanStands::OnTrack)
            },
        ),
        (
            "plan-helper",
            PlanPage {
                how: None,
                own: false,
                wishes: vec![],
                lately: vec![],
                more: false,
                outside: cents(1_200),
                ..page(&behind(), PlanStands::Behind)
            },
        ),
        (
            "plan-down",
            PlanPage {
                outside: cents(2_500),
                down: cents(2_500),
                ..page(&lived(4, &[]), PlanStands::OnTrack)
            },
        ),
        ("plan-long", page(&lived(10, &[]), PlanStands::OnTrack)),
    ]
}

fn change(wish: PlanWish, now: &Plan, then: &Plan, worse: Vec<Worse>) -> PlanChangePage {
    PlanChangePage {
        plan: id(),
        version: 4,
        wish,
        now: unpaid(now),
        then: unpaid(then),
        worse,
        amount: cents(13_170),
        method: Some("visa 4242".into()),
        carried: Vec::new(),
        form: FormState::default(),
    }
}

/// What a change would do.
pub fn plan_changes() -> Vec<(&'static str, PlanChangePage)> {
    let same = |wish| change(wish, &usual(), &usual(), Vec::new());
    let sooner = Worse::Sooner { on: date!(2026 - 11 - 28), before: Money::ZERO, now: cents(4_390) };
    let larger = Worse::Larger { before: cents(4_390), now: cents(8_780) };
    let moved = change(PlanWish::Days, &usual(), &skipped(), vec![sooner, larger]);
    vec![
        ("plan-skip", change(PlanWish::Skip, &usual(), &skipped(), Vec::new())),
        ("plan-days-worse", PlanChangePage { form: FormState::wrong("agree", "error-agree"), ..moved }),
        ("plan-pause", same(PlanWish::Pause)),
        ("plan-resume", change(PlanWish::Resume, &usual(), &skipped(), Vec::new())),
        ("plan-stop", same(PlanWish::Stop)),
        ("plan-remove", same(PlanWish::Remove)),
        ("plan-limit", PlanChangePage { form: FormState::wrong("", "error-moved"), ..same(PlanWish::Limit) }),
        ("plan-cancel", same(PlanWish::Cancel)),
    ]
}

fn pay_page(plan: &Plan, stands: PlanStands) -> PlanPayPage {
    let card = plan_card(plan, stands);
    let next = card.next.map_or(Money::ZERO, |next| next.amount);
    PlanPayPage {
        instalment: if card.due.is_positive() { card.due } else { next },
        payoff: plan.left(),
        on_its_way: Money::ZERO,
        checking: None,
        token: "press-4".into(),
        own: true,
        form: FormState::default(),
        card,
    }
}

fn joining(plan: &Plan) -> PlanJoining {
    let step = Step { on: TODAY, event: Event::Joined { amount: cents(5_580) }, consent: true };
    let outcome = plan.apply(&step).unwrap_or_else(|refused| panic!("{refused}"));
    let rest =
        domain::plan::Terms { signed_on: TODAY, owed: outcome.plan.left(), down: Money::ZERO, ..plan.terms };
    let told = outcome.notes.contains(&Note::DisclosureNeeded);
    PlanJoining {
        amount: cents(5_580),
        now: unpaid(plan),
        then: unpaid(&outcome.plan),
        disclosure: told.then(|| Disclosure::of(&rest, &unpaid(&outcome.plan))).flatten(),
        seen: "5ee4".into(),
        above_cap: None,
    }
}

/// Every page of a plan by name.
pub fn plan_all(lang: Lang) -> Vec<(&'static str, String)> {
    let ctx = |path: &str| -> Ctx { ctx(lang, path) };
    let mut all: Vec<(&'static str, String)> = Vec::new();
    for (name, page) in plan_pages() {
        all.push((name, pages::plan(&ctx("/plans/1"), &page)));
    }
    for (name, page) in plan_changes() {
        all.push((name, pages::plan_change(&ctx("/plans/1"), &page)));
    }
    let refused = PlanRefusedPage {
        plan: id(),
        wish: PlanWish::Skip,
        why: PlanWhyNot::NoSkip(Some(date!(2027 - 10 - 20))),
    };
    all.push(("plan-refused", pages::plan_refused(&ctx("/plans/1"), &refused)));
    let form = FormState::wrong("day", "error-plan-month-day")
        .with_value("rhythm", "monthly")
        .with_value("day", "45");
    let days = PlanDaysPage { plan: id(), now: unpaid(&usual()), earliest: date!(2026 - 11 - 27), form };
    all.push(("plan-days", pages::plan_days(&ctx("/plans/1"), &days)));
    all.push(("plan-pay", pages::plan_pay(&ctx("/plans/1"), &pay_page(&behind(), PlanStands::Behind))));
    let form = FormState::wrong("amount", "error-plan-most")
        .with_value("choice", "extra")
        .with_value("amount", "900");
    let wrong = PlanPayPage { form, ..pay_page(&usual(), PlanStands::OnTrack) };
    all.push(("plan-pay-error", pages::plan_pay(&ctx("/plans/1"), &wrong)));
    let extra = |then| {
        let step = Step { on: TODAY, event: Event::PaidExtra { amount: cents(6_000), then }, consent: true };
        let drawn = usual().apply(&step).unwrap_or_else(|refused| panic!("{refused}"));
        (then, unpaid(&drawn.plan), "press-5".to_owned())
    };
    let extra = PlanExtraPage {
        plan: id(),
        amount: cents(6_000),
        now: unpaid(&usual()),
        after: vec![extra(Then::Fewer), extra(Then::Smaller)],
    };
    all.push(("plan-extra", pages::plan_extra(&ctx("/plans/1"), &extra)));
    let line = |n, title: &str, picked| PlanJoinLine {
        due: PayDue {
            visit: visit_id(n),
            title: title.into(),
            date: date!(2026 - 11 - 02),
            patient_name: "Leo".into(),
            amount: cents(5_580),
        },
        picked,
    };
    let join = PlanJoinPage {
        plan: id(),
        lines: vec![line(2, "Blood test", true), line(3, "Office visit", false)],
        raised: cents(1_200),
        joining: Some(joining(&usual())),
        why: None,
        form: FormState::default(),
    };
    all.push(("plan-join", pages::plan_join(&ctx("/plans/1"), &join)));
    let long = PlanJoinPage {
        joining: Some(joining(&lived(4, &[]))),
        lines: vec![line(2, "Blood test", true)],
        ..join.clone()
    };
    all.push(("plan-join-law", pages::plan_join(&ctx("/plans/1"), &long)));
    let none = PlanJoinPage { lines: vec![], raised: Money::ZERO, joining: None, ..join };
    all.push(("plan-join-none", pages::plan_join(&ctx("/plans/1"), &none)));
    let history = PlanHistoryPage { plan: id(), happened: happened() };
    all.push(("plan-history", pages::plan_history(&ctx("/plans/1"), &history)));
    for (name, page) in plan_lists() {
        all.push((name, pages::plans(&ctx("/plans"), &page)));
    }
    all
}

fn plan_lists() -> Vec<(&'static str, PlansPage)> {
    let finished = lived(3, &[(date!(2026 - 09 - 01), Event::PaidOff { amount: cents(26_340) })]);
    let elsewhere = PlansElsewhere {
        practice: PracticeId(Uuid::from_u128(2)),
        practice_name: "Riverside Imaging".into(),
        guarantor: GuarantorId(Uuid::from_u128(2)),
        name: "Maria Alvarez".into(),
        plans: vec![plan_card(&usual(), PlanStands::OnTrack)],
    };
    let all = PlansPage {
        plans: vec![
            plan_card(&usual(), PlanStands::OnTrack),
            plan_card(&behind(), PlanStands::Behind),
            plan_card(&usual(), PlanStands::Paused(PauseReason::PatientAsked)),
            plan_card(&lived(6, &[]), PlanStands::Proposed),
            plan_card(&finished, PlanStands::Finished),
        ],
        elsewhere: vec![elsewhere],
        can_start: true,
        own: true,
    };
    vec![("plans", all), ("plans-none", PlansPage { can_start: true, own: true, ..PlansPage::default() })]
}

/// Plans beside what is due, for the home page.
pub fn home_plans() -> Vec<PlanCard> {
    vec![plan_card(&usual(), PlanStands::OnTrack)]
}

/// One that asks for something now.
pub fn home_plans_due() -> Vec<PlanCard> {
    vec![plan_card(&behind(), PlanStands::Behind)]
}
