//! `/staff/accounts/{guarantor}`: what somebody owes, what they paid, what they were sent,
//! and why reminders rest.

pub(super) mod estimates;
mod holds;
mod notes;
mod plans;
mod seen;
mod statements;
mod write_offs;

use domain::Money;
use domain::access::Permission;
use leptos::prelude::*;

use self::holds::{held, holds};
use self::notes::{changes, notes};
pub(super) use self::notes::{sent, written};
use self::plans::{FIELDS as PLAN_FIELDS, plans};
use self::seen::seen;
use self::statements::statements;
use self::write_offs::{FIELDS as WRITE_OFF_FIELDS, write_offs};
use super::desk;
use super::disputes::table;
use super::parts::{figure, head, iso, payment_state, scroll, sum};
use super::statement_run::why_not;
use crate::model::{AccountNotice, StaffAccountPage, StaffDue, StaffPaymentRow};
use crate::parts::{error_summary, method_name};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn account(ctx: &Ctx, page: &StaffAccountPage) -> String {
    desk(ctx, "staff-account-title", |t| {
        let household = (!page.household.is_empty()).then(|| {
            view! { "\u{a0}· "{t.with("account-answers-for", &[("names", &t.list(&page.household))])} }
        });
        view! {
            <p class="back"><a href="/staff/patients">{t.t("staff-patients")}</a></p>
            {error_summary(&page.form, &fields(), t)}
            {page.notice.map(|what| said(what, t))}
            <div class="desk-head">
                <div>
                    <h2>{page.name.clone()}</h2>
                    <p class="soft">{page.account_number.clone()}{household}</p>
                </div>
                <div class="desk-actions">
                    <a class="button" href=format!("/staff/accounts/{}/registration", page.guarantor)>{t.t("register-desk-title")}</a>
                    <a class="button" href=format!("/staff/accounts/{}/ledger", page.guarantor)>{t.t("ledger-title")}</a>
                    {ctx.may(Permission::SeeAudit).then(|| view! {
                        <a class="button" href=format!("/staff/audit?about={}", page.guarantor)>{t.t("audit-of-account")}</a>
                    })}
                    {ctx.may(Permission::ChangeGuarantors).then(|| view! {
                        <a class="button" href=format!("/staff/accounts/{}/guarantor", page.guarantor)>{t.t("move-title")}</a>
                    })}
                    <a class="button" href=format!("/staff/accounts/{}/links", page.guarantor)>{t.t("links-account")}</a>
                    {ctx.may(Permission::TakePayments).then(|| view! {
                        <a class="button" href=format!("/staff/accounts/{}/payment", page.guarantor)>{t.t("take-title")}</a>
                    })}
                </div>
            </div>
            {held(page, ctx.may(Permission::HoldAndRelease), t)}
            {notes(ctx, page, t)}
            <div class="figures">
                {figure("staff-due", page.due, t)}
                {page.in_question.is_positive().then(|| figure("account-in-question", page.in_question, t))}
                {figure("staff-with-insurance", page.with_insurance, t)}
                {figure("staff-credit", page.credit, t)}
                {figure("staff-on-the-way", page.on_the_way, t)}
            </div>
            <h2>{t.t("account-dues")}</h2>
            {dues(&page.dues, t)}
            <h2>{t.t("account-payments")}</h2>
            {payments(&page.payments, t)}
            {disputed(page, t)}
            {estimates::estimates(page, ctx.may(Permission::WorkDisputes), t)}
            {plans(ctx, page, t)}
            {write_offs(ctx, page, t)}
            {statements(page, ctx.may(Permission::SendStatements), t)}
            {holds(page, ctx.may(Permission::HoldAndRelease), t)}
            {seen(page, ctx.may(Permission::AnswerForSharing), t)}
            {changes(page, t)}
            {sent(&page.sent, t)}
        }
        .into_any()
    })
}

/// Every field of the page's forms, in its order.
fn fields() -> Vec<&'static str> {
    let before = ["words"].into_iter().chain(estimates::FIELDS).chain(PLAN_FIELDS).chain(WRITE_OFF_FIELDS);
    before.chain(["reason", "patient", "how", "ends_on"]).collect()
}

fn said(what: AccountNotice, t: Text) -> AnyView {
    let (class, words) = match what {
        AccountNotice::Issued => ("notice notice-good", t.t("account-issued")),
        AccountNotice::NotIssued(why) => {
            ("notice notice-wait", t.with("account-not-issued", &[("why", &why_not(why, t))]))
        }
        AccountNotice::Corrected => ("notice notice-good", t.t("account-corrected")),
        AccountNotice::LetterReturned => ("notice notice-good", t.t("account-letter-returned")),
        AccountNotice::HoldAdded => ("notice notice-good", t.t("account-hold-added")),
        AccountNotice::ConsentRecorded => ("notice notice-good", t.t("account-consent-recorded")),
        AccountNotice::EstimateRecorded => ("notice notice-good", t.t("account-estimate-recorded")),
        AccountNotice::FederalStarted => ("notice notice-good", t.t("account-federal-started")),
        AccountNotice::SightEnded => ("notice notice-good", t.t("account-sight-ended")),
        AccountNotice::ExceptionOpen => ("notice notice-good", t.t("exception-open")),
        AccountNotice::ExceptionAsked => ("notice notice-wait", t.t("exception-asked")),
        AccountNotice::ExceptionDecided => ("notice notice-good", t.t("exception-decided")),
        AccountNotice::Noted => ("notice notice-good", t.t("notes-written")),
        AccountNotice::WrittenOff => ("notice notice-good", t.t("off-done")),
        AccountNotice::WriteOffAsked => ("notice notice-wait", t.t("off-asked")),
        AccountNotice::WriteOffClosed => ("notice notice-good", t.t("off-closed")),
        AccountNotice::WriteOffEnded => ("notice notice-wait", t.t("off-ended")),
        AccountNotice::Moved => ("notice notice-good", t.t("move-done")),
        AccountNotice::MoveAsked => ("notice notice-wait", t.t("move-waits")),
        AccountNotice::Promised => ("notice notice-good", t.t("promise-noted")),
        AccountNotice::HoldEnded => ("notice notice-good", t.t("account-hold-ended")),
    };
    view! { <p class=class role="status">{words}</p> }.into_any()
}

fn disputed(page: &StaffAccountPage, t: Text) -> Option<AnyView> {
    (!page.disputes.is_empty())
        .then(|| view! { <h2>{t.t("disputes-account")}</h2>{table(&page.disputes, None, t)} }.into_any())
}

fn dues(dues: &[StaffDue], t: Text) -> AnyView {
    if dues.is_empty() {
        return view! { <p class="soft">{t.t("account-dues-none")}</p> }.into_any();
    }
    let line = |due: &StaffDue| {
        view! {
            <tr>
                <th scope="row">{due.title.clone()}</th>
                <td>{iso(due.date)}</td>
                <td>{due.patient_name.clone()}</td>
                {sum(due.due, t)}
                {sum(due.credit, t)}
            </tr>
        }
    };
    let heads = view! {
        {head("staff-visit", "", t)}
        {head("staff-day", "", t)}
        {head("staff-patient", "", t)}
        {head("staff-due", "num", t)}
        {head("staff-credit", "num", t)}
    };
    scroll("account-dues", heads.into_any(), dues.iter().map(line).collect_view().into_any(), None, t)
}

fn payments(payments: &[StaffPaymentRow], t: Text) -> AnyView {
    if payments.is_empty() {
        return view! { <p class="soft">{t.t("account-payments-none")}</p> }.into_any();
    }
    let heads = view! {
        {head("staff-day", "", t)}
        {head("staff-method", "", t)}
        {head("staff-amount", "num", t)}
        {head("staff-given-back", "num", t)}
        {head("staff-charged-back", "num", t)}
        {head("staff-state", "", t)}
    };
    let lines = payments.iter().map(|row| payment(row, t)).collect_view();
    scroll("account-payments", heads.into_any(), lines.into_any(), None, t)
}

fn payment(row: &StaffPaymentRow, t: Text) -> AnyView {
    // A zero in these columns is most rows', and would drown the others.
    let back = |amount: Money| (!amount.is_zero()).then(|| t.money(-amount));
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/staff/payments/{}", row.id)>
                    {iso(row.date)}<span class="hidden">", "{t.money(row.amount)}</span>
                </a>
            </th>
            <td>{method_name(&row.method, t)}</td>
            <td class="num">{t.money(row.amount)}</td>
            <td class="num">{back(row.refunded)}</td>
            <td class="num">{back(row.charged_back)}</td>
            <td>{payment_state(row.state, t)}</td>
        </tr>
    }
    .into_any()
}
