//! What a member of staff, or a patient whose money went back, would notice.
#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../examples/gallery/all.rs"]
mod all;
#[path = "../examples/gallery/fixtures.rs"]
mod fixtures;
mod reading;

use app::model::{
    CreditPlan, DifferenceAction, DisputeCasePage, HomePage, Method, PatientRefundState, PaymentItem,
    PaymentsPage, RefundReason, RefundRow, StaffPaymentPage, TakePaymentPage,
};
use app::{Ctx, FormState, Lang, pages};
use domain::Money;
use domain::access::Role;
use domain::dispute::Reason;
use fixtures as f;
use reading::{amounts, between, words};

fn ctx(path: &str) -> Ctx {
    f::ctx(Lang::En, path)
}

fn named<Page>(pages: Vec<(&'static str, Page)>, name: &str) -> Page {
    pages.into_iter().find(|(known, _)| *known == name).unwrap().1
}

fn paid() -> StaffPaymentPage {
    named(f::staff_payments(), "staff-payment")
}

fn shown(page: &StaffPaymentPage) -> String {
    pages::staff::payment(&ctx("/staff/payments/1"), page)
}

/// A payment's page with this one refund.
fn with_refund(refund: RefundRow) -> String {
    shown(&StaffPaymentPage { refunds: vec![refund], ..paid() })
}

#[test]
fn whatever_changes_something_is_sent_by_post() {
    for (name, html) in Lang::ALL.into_iter().flat_map(all::all) {
        for form in html.split("<form").skip(1) {
            let form = form.split('>').next().unwrap();
            // Choosing what of a list is shown changes nothing.
            let lists = ["/history", "/staff/audit", "/staff/denials", "/staff/disputes"];
            let reads = form.contains("method=\"get\"")
                && lists.iter().any(|list| form.contains(&format!("action=\"{list}\"")));
            assert!(reads || form.contains("method=\"post\""), "{name}: {form}");
        }
    }
}

#[test]
fn a_second_person_agrees_and_who_asked_can_only_take_it_back() {
    let mut refund = f::refunds().swap_remove(0);
    let theirs = with_refund(refund.clone());
    assert!(theirs.contains(&format!("action=\"/staff/refunds/{}/approve\"", refund.id)));
    assert!(theirs.contains(&format!("action=\"/staff/refunds/{}/decline\"", refund.id)));
    (refund.can_approve, refund.own) = (false, true);
    let own = with_refund(refund.clone());
    assert!(!own.contains("/approve\"") && words(&own).contains("Take the request back"));
    refund.can_decline = false;
    let reader = with_refund(refund);
    assert!(!reader.contains("/approve\"") && !reader.contains("/decline\""));
}

#[test]
fn above_the_limit_the_form_says_that_another_person_has_to_agree() {
    let below = words(&shown(&paid()));
    assert!(below.contains("Up to $200.00 it needs no second person."), "{below}");
    let limit = Money::from_cents(19_999);
    let above = words(&shown(&StaffPaymentPage { limit, ..paid() }));
    assert!(above.contains("Above $199.99 a second person has to agree before it goes."), "{above}");
}

#[test]
fn a_refund_form_opens_on_all_that_is_left_and_keeps_what_was_typed() {
    let html = shown(&paid());
    assert!(html.contains("value=\"200.00\""));
    let form = FormState::wrong("amount", "error-amount-form")
        .with_value("amount", "")
        .with_value("note", "</textarea><b>")
        .with_value("reason", "other");
    let html = shown(&StaffPaymentPage { form, ..paid() });
    assert!(!html.contains("value=\"200.00\""), "an emptied field stays empty");
    assert!(html.contains(">&lt;/textarea&gt;&lt;b&gt;</textarea>"), "a note is text");
    let reason = between(&html, "id=\"reason\"", "</select>");
    let chosen = reason.split("<option").find(|option| option.contains("selected")).unwrap();
    assert!(chosen.contains("value=\"other\""), "{chosen}");
}

#[test]
fn a_payment_without_anything_left_offers_no_refund() {
    for (name, why) in [
        ("staff-payment-taken-back", "there is nothing left to give back"),
        ("staff-payment-waiting", "once it has cleared"),
    ] {
        let html = shown(&named(f::staff_payments(), name));
        assert!(!html.contains("/refund\"") && words(&html).contains(why), "{name}");
    }
}

#[test]
fn an_error_at_one_failed_refund_is_told_at_that_one_alone() {
    let page = named(f::staff_payments(), "staff-payment-crowd");
    let wrong = page.form.value("refund");
    let html = shown(&page);
    assert_eq!(html.matches("id=\"reference-error\"").count(), 1);
    let form = between(&html, &format!("action=\"/staff/refunds/{wrong}/by-hand\""), "</form>");
    assert!(form.contains("id=\"reference-error\"") && form.contains("id=\"reference\""), "{form}");
}

#[test]
fn a_word_of_stripes_that_is_new_to_us_is_never_shown() {
    for (name, html) in all::all(Lang::En) {
        assert!(!html.contains("brand_new_reason"), "{name}");
    }
    let html = words(&shown(&named(f::staff_payments(), "staff-payment-crowd")));
    assert!(html.contains("The bank gave no particular reason."), "{html}");
    assert!(html.contains("did not say why"), "{html}");
}

#[test]
fn only_a_dispute_that_can_be_answered_has_a_deadline() {
    let page = named(f::staff_payments(), "staff-payment-crowd");
    let until = "Answer in the Stripe dashboard by then:";
    let html = words(&shown(&page));
    assert_eq!(html.matches(until).count(), 2, "{html}");
    assert!(html.contains(&format!("{until} 1 day left 2026-11-25 23:59")), "{html}");
}

#[test]
fn a_receipt_from_the_desk_adds_up() {
    let html = shown(&paid());
    let parts: Money = amounts(&words(between(&html, "<tbody>", "</tbody>"))).into_iter().sum();
    assert_eq!(amounts(&words(between(&html, "<tfoot>", "</tfoot>"))), [parts]);
}

#[test]
fn what_was_wrong_at_the_desk_comes_back_with_what_was_chosen() {
    let html =
        pages::staff::take_payment(&ctx("/staff/accounts/1/payment"), &named(f::takes(), "staff-take-error"));
    let input = |id: &str| {
        let at = html.find(&format!("id=\"{id}\"")).unwrap();
        html[html[..at].rfind("<input").unwrap()..].split('>').next().unwrap().to_owned()
    };
    assert!(input("method-check").contains("checked") && !input("method").contains("checked"));
    assert!(input("choice-visits").contains("checked") && !input("choice").contains("checked"));
    assert!(input("visit-1").contains("checked") && !input("visit").contains("checked"));
    assert!(input("amount").contains("value=\"fifty\""));
    assert!(html.contains("name=\"press\""));
}

#[test]
fn only_what_is_due_can_be_chosen_at_the_desk() {
    let html =
        pages::staff::take_payment(&ctx("/staff/accounts/1/payment"), &named(f::takes(), "staff-take"));
    assert_eq!(html.matches("name=\"visit\"").count(), 2, "a visit with a credit is not due");
    let none: TakePaymentPage = named(f::takes(), "staff-take-nothing");
    let html = pages::staff::take_payment(&ctx("/staff/accounts/1/payment"), &none);
    assert!(words(&html).contains("All of it becomes a credit."));
    assert!(html.contains("type=\"hidden\" name=\"choice\" value=\"oldest\""));
}

#[test]
fn each_remedy_sends_its_word_and_its_difference() {
    let html = pages::staff::reconcile(&ctx("/staff/reconcile"), &named(f::reconciles(), "staff-reconcile"));
    for one in f::differences() {
        for action in one.actions {
            let difference = format!("name=\"difference\" value=\"{}\"", one.id);
            let action = format!("name=\"action\" value=\"{}\"", action.code());
            let sent = |form: &str| form.contains(&difference) && form.contains(&action);
            assert_eq!(html.split("<form").filter(|form| sent(form)).count(), 1, "{difference} {action}");
        }
    }
}

#[test]
fn codes_come_back() {
    for action in DifferenceAction::ALL {
        assert_eq!(DifferenceAction::from_code(action.code()), Some(action));
    }
    for reason in RefundReason::ALL {
        assert_eq!(RefundReason::from_code(reason.code()), Some(reason));
    }
}

#[test]
fn books_that_were_never_compared_are_not_said_to_agree() {
    let page = named(f::reconciles(), "staff-reconcile-never");
    let html = words(&pages::staff::reconcile(&ctx("/staff/reconcile"), &page));
    assert!(!html.contains("agree"), "{html}");
    assert!(html.contains("Not compared with Stripe yet."), "{html}");
}

#[test]
fn the_days_methods_add_up_to_its_total() {
    let html = pages::staff::close(&ctx("/staff/close"), &named(f::closes(), "staff-close"));
    let lines = between(&html, "<tbody>", "</tbody>");
    let mut nets = Vec::new();
    for line in lines.split("<tr").skip(1) {
        let sums = amounts(&words(line.split_once('>').unwrap().1));
        let (net, parts) = sums.split_last().unwrap();
        assert_eq!(parts.iter().copied().sum::<Money>(), *net, "{line}");
        nets.push(*net);
    }
    let total = amounts(&words(between(&html, "<tfoot>", "</tr>")));
    assert_eq!(total, [nets.into_iter().sum::<Money>()]);
}

#[test]
fn nobody_closes_tomorrow() {
    let past = pages::staff::close(&ctx("/staff/close"), &named(f::closes(), "staff-close"));
    assert!(past.contains("href=\"/staff/close?day=2026-11-22\""));
    assert!(past.contains("href=\"/staff/close?day=2026-11-24\""));
    let today = pages::staff::close(&ctx("/staff/close"), &named(f::closes(), "staff-close-empty"));
    assert!(!today.contains("href=\"/staff/close?day=2026-11-25\""));
}

#[test]
fn the_rail_counts_work_and_nothing_when_there_is_none() {
    let page = f::work();
    let rail = |work| {
        let html = pages::staff::work(&Ctx { work, ..ctx("/staff/work") }, &page);
        words(between(&html, "<nav", "</nav>").split_once('>').unwrap().1)
    };
    assert!(rail(Some(1_204)).contains("Work 1,204 Imports"));
    assert!(rail(Some(0)).contains("Work Imports") && rail(None).contains("Work Imports"));
}

/// What a patient reads of a payment by card with one refund.
fn refunded(state: PatientRefundState) -> String {
    let item = PaymentItem {
        method: Method::Online { card: Some("Visa ending 4242".into()) },
        refunds: vec![f::back(9_900, state)],
        charged_back: None,
        ..f::payments().items.swap_remove(4)
    };
    words(&pages::payments(&ctx("/payments"), &PaymentsPage { items: vec![item] }))
}

#[test]
fn money_on_its_way_back_is_told_as_what_is_known_of_it() {
    use PatientRefundState::{Checking, Done, Failed, OnTheWay, Sending};
    for (state, said) in [
        (Sending, "We are sending $99.00 back to your card."),
        (Checking, "We are checking with the bank that $99.00 is on its way back to you."),
        (OnTheWay, "We sent $99.00 back to your card on November 20. It can take 5 to 10 days to show."),
        (Done, "$99.00 went back to your card on November 20."),
        (Failed, "Your card could not take back $99.00. It is still yours: we will send it another way."),
    ] {
        let text = refunded(state);
        assert!(text.contains(said), "{state:?}: {text}");
        assert_eq!(text.contains("sent back"), matches!(state, OnTheWay | Done), "{state:?}: {text}");
    }
}

#[test]
fn a_payment_that_a_bank_took_back_says_that_it_is_due_again() {
    let items = f::payments().items.into_iter().filter(|item| item.charged_back.is_some());
    let html = pages::payments(&ctx("/payments"), &PaymentsPage { items: items.collect() });
    let text = words(&html);
    assert!(text.contains("Your bank took back $80.00 of this payment, so it is due again."), "{text}");
    let home = named(f::homes(), "home-reopened");
    let html = pages::home(&ctx("/home"), &home);
    assert!(words(&html).contains("Your bank took back your payment of $184.20 from November 2"));
    assert!(between(&html, "class=\"owed\"", "</section>").contains("href=\"tel:5550100142\""));
}

#[test]
fn a_credit_says_what_happens_with_it() {
    let home = |credit_plan| {
        let page = HomePage { credit_plan, ..named(f::homes(), "home-credit") };
        words(&pages::home(&ctx("/home"), &page))
    };
    assert!(home(Some(CreditPlan::Apply)).contains("It pays your next bill by itself."));
    let by = time::macros::date!(2026 - 12 - 24);
    assert!(home(Some(CreditPlan::RefundBy(by))).contains("We send it back to you by December 24"));
    for plan in [Some(CreditPlan::Ask), None] {
        assert!(home(plan).contains("Just ask."));
    }
}

#[test]
fn a_cheque_at_the_desk_has_its_receipt() {
    let text = words(&pages::receipt(&ctx("/receipts/1"), &f::receipt_back()));
    assert!(text.contains("Paid with Check at the desk Check or slip 1042"), "{text}");
    assert!(text.contains("We gave you $25.00 back on November 20."), "{text}");
}

fn dispute(page: &DisputeCasePage, role: Role) -> String {
    pages::staff::dispute(&Ctx { role: Some(role), ..ctx("/staff/disputes/1") }, page)
}

#[test]
fn what_is_said_is_words_and_notes_stay_out_of_the_conversation() {
    let html = dispute(&named(f::cases(), "staff-dispute"), Role::DisputeSpecialist);
    assert!(html.contains("blood &lt;from me&gt;."));
    let said = between(&html, "class=\"conversation\"", "</ol>");
    assert!(said.contains("We are looking at it.") && !said.contains("asked the lab"));
    assert!(html.contains("asked the lab &amp; wait"));
}

#[test]
fn who_only_looks_finds_nothing_to_press_and_who_works_does_not_decide() {
    for (name, page) in f::cases() {
        let html = dispute(&page, Role::Auditor);
        assert!(!between(&html, "<main", "</main>").contains("<form"), "{name}");
    }
    let case = named(f::cases(), "staff-dispute");
    assert!(dispute(&case, Role::Biller).contains("name=\"message\""));
    assert!(!dispute(&case, Role::Biller).contains("name=\"outcome\""));
    assert!(dispute(&case, Role::DisputeSpecialist).contains("name=\"outcome\""));
}

#[test]
fn nobody_agrees_with_themselves() {
    let case = named(f::cases(), "staff-dispute-proposed");
    assert!(dispute(&case, Role::Manager).contains("value=\"agree\""));
    assert!(!dispute(&case, Role::DisputeSpecialist).contains("value=\"agree\""));
    let mut own = case;
    own.proposal.as_mut().unwrap().own = true;
    assert!(!dispute(&own, Role::Manager).contains("value=\"agree\""));
}

#[test]
fn words_that_are_ready_are_there_for_every_reason_in_both_languages() {
    let words = |code: &str, reason: Reason, lang: Lang| {
        pages::staff::dispute_words(code, reason, lang, ctx("/").text())
    };
    for reason in Reason::ALL {
        let ends: &[&str] = if reason.freezes() {
            &["upheld", "corrected", "partly", "rebill", "courtesy"]
        } else {
            &["answered"]
        };
        for code in ["received", "ask", "insurer"].iter().chain(ends) {
            let (field, en) = words(code, *reason, Lang::En).unwrap();
            let (_, es) = words(code, *reason, Lang::Es).unwrap();
            assert_eq!(field, if ends.contains(code) { "why" } else { "message" });
            assert_ne!(en, es, "{code} {reason:?}");
        }
    }
    assert_eq!(words("answered", Reason::Quality, Lang::En), None);
}

#[test]
fn the_queue_says_late_before_it_is_and_loses_nothing_typed() {
    let html = pages::staff::disputes(&ctx("/staff/disputes"), &named(f::queues(), "staff-disputes"));
    assert!(words(&html).contains("soon late"));
    let case = named(f::cases(), "staff-dispute-raced");
    let html = dispute(&case, Role::DisputeSpecialist);
    assert!(html.contains("value=\"128.40\"") && html.contains("The mistake was […]."));
    assert!(words(&html).contains("Somebody else was here"));
}

#[test]
fn what_stands_in_the_way_of_a_move_is_said_and_nothing_can_be_pressed() {
    let look = |name| {
        let page = named(f::desk_answering::looks(), name);
        pages::staff::guarantor_look(&ctx("/staff/accounts/1/guarantor"), &page)
    };
    let free = look("staff-guarantor-look");
    assert!(free.contains("/guarantor/move\"") && words(&free).contains("Leo Alvarez answers from now on"));
    assert!(words(&free).contains("A plan with $120.00 left ends."));
    let blocked = look("staff-guarantor-blocked");
    assert!(!blocked.contains("/guarantor/move\""));
    assert!(words(&blocked).contains("Please decide that first. See what is in question"));
}

#[test]
fn who_answered_before_reads_what_they_paid_and_neither_whose_it_is_nor_what_it_was() {
    let html = pages::gone_visit(&ctx("/visits/1"), &f::desk_answering::gone());
    let text = words(between(&html, "<main", "</main>"));
    assert!(text.contains("You paid $50.00 for it."), "{text}");
    assert_eq!(amounts(&text), [Money::from_cents(5_000)]);
    assert!(!text.contains("Leo") && !text.contains("Pay $"), "{text}");
}

#[test]
fn the_desk_writes_notes_and_does_not_say_who_answers() {
    let page = named(f::accounts(), "staff-account");
    let as_role = |role| pages::staff::account(&Ctx { role: Some(role), ..ctx("/staff/accounts/1") }, &page);
    let desk = as_role(Role::FrontDesk);
    assert!(desk.contains("/notes\"") && !desk.contains("/guarantor\""));
    let auditor = as_role(Role::Auditor);
    assert!(!auditor.contains("/notes\"") && words(&auditor).contains("Prefers to be called after 5 pm."));
    assert!(as_role(Role::Manager).contains("/guarantor\""));
}
