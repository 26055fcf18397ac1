//! What the practice gives up of what an account owes: asked for, agreed to, and what was before.

use domain::access::Permission;
use domain::write_off::WriteOffReason;
use leptos::prelude::*;

use crate::model::{StaffAccountPage, WriteOffRow, WriteOffState};
use crate::pages::staff::parts::{head, iso, scroll, sum};
use crate::parts::{money_field, note_field, select};
use crate::{Ctx, Text};

/// The fields of the form, in the page's order.
pub(super) const FIELDS: [&str; 4] = ["off_visit", "off_amount", "off_reason", "off_note"];

pub(super) fn write_offs(ctx: &Ctx, page: &StaffAccountPage, t: Text) -> Option<AnyView> {
    let may = ctx.may(Permission::WriteOffBalances);
    let offers = may && !page.write_offs.visits.is_empty();
    // A form that was refused is shown again, even where nothing is left to give up.
    let wrong = FIELDS.iter().any(|name| page.form.error(name).is_some());
    if page.write_offs.rows.is_empty() && !offers && !wrong {
        return None;
    }
    let (waiting, past): (Vec<&WriteOffRow>, Vec<&WriteOffRow>) =
        page.write_offs.rows.iter().partition(|row| row.state == WriteOffState::Waits);
    let here = format!("/staff/accounts/{}/write-offs", page.guarantor);
    let waiting = waiting.into_iter().map(|row| waits(ctx, row, &here, t)).collect_view();
    let past = (!past.is_empty()).then(|| table(&past, t));
    let form = (offers || wrong).then(|| ask(page, here.clone(), wrong, t));
    Some(view! { <h2 id="write-offs">{t.t("off-title")}</h2>{waiting}{past}{form} }.into_any())
}

fn reason_name(reason: WriteOffReason) -> &'static str {
    match reason {
        WriteOffReason::SmallBalance => "off-reason-small",
        WriteOffReason::Courtesy => "off-reason-courtesy",
        WriteOffReason::Assistance => "off-reason-assistance",
        WriteOffReason::OwnError => "off-reason-error",
        WriteOffReason::Other => "off-reason-other",
    }
}

fn waits(ctx: &Ctx, row: &WriteOffRow, here: &str, t: Text) -> AnyView {
    let amount = t.money(row.amount);
    let says = t.with("off-says", &[("amount", &amount), ("title", &row.title)]);
    let by = row.by.clone().unwrap_or_default();
    let why = [t.t(reason_name(row.reason)), by, t.date(row.on)].join("\u{a0}· ");
    let about = says.clone();
    let button = move |code: &'static str, label: &str| {
        view! { <button class="button small" name="do" value=code>{t.t(label)}<span class="hidden">": "{about.clone()}</span></button> }
    };
    let decide = (!row.own && ctx.may(Permission::ApproveBeyondLimits))
        .then(|| view! { {button("agree", "off-agree")}{button("refuse", "off-refuse")} });
    let take_back =
        (row.own && ctx.may(Permission::WriteOffBalances)).then(|| button("withdraw", "off-withdraw"));
    let presses = (decide.is_some() || take_back.is_some()).then(|| {
        view! {
            <form method="post" action=format!("{here}/decide") class="buttons">
                <input type="hidden" name="id" value=row.id.to_string()/>
                {decide}
                {take_back}
            </form>
        }
    });
    view! {
        <div class="notice notice-wait">
            <p><b>{says}</b></p>
            <p class="soft">{why}</p>
            <p class="quoted">{row.note.clone()}</p>
            <p>{t.t(if row.own { "off-waits-own" } else { "off-waits" })}</p>
            {presses}
        </div>
    }
    .into_any()
}

fn table(rows: &[&WriteOffRow], t: Text) -> AnyView {
    let line = |row: &&WriteOffRow| {
        let (class, id) = match row.state {
            WriteOffState::Waits => ("pill pill-wait", "off-state-waits"),
            WriteOffState::Done => ("pill pill-good", "off-state-done"),
            WriteOffState::Refused => ("pill", "off-state-refused"),
            WriteOffState::Withdrawn => ("pill", "off-state-withdrawn"),
            WriteOffState::LessOwed => ("pill", "off-state-less"),
            WriteOffState::SomebodyElses => ("pill", "off-state-other"),
        };
        let less = (row.state == WriteOffState::Done && row.standing != row.amount).then(
            || view! { <p class="soft">{t.with("off-stands", &[("amount", &t.money(row.standing))])}</p> },
        );
        view! {
            <tr>
                <th scope="row">{iso(row.on)}</th>
                <td>{row.title.clone()}</td>
                {sum(row.amount, t)}
                <td>{t.t(reason_name(row.reason))}<p class="soft">{row.note.clone()}</p></td>
                <td>{row.by.clone()}</td>
                <td><span class=class>{t.t(id)}</span>{less}</td>
            </tr>
        }
    };
    let heads = view! {
        {head("staff-day", "", t)}
        {head("staff-visit", "", t)}
        {head("staff-amount", "num", t)}
        {head("off-reason", "", t)}
        {head("off-by", "", t)}
        {head("staff-state", "", t)}
    };
    scroll("off-title", heads.into_any(), rows.iter().map(line).collect_view().into_any(), None, t)
}

fn ask(page: &StaffAccountPage, here: String, open: bool, t: Text) -> AnyView {
    let form = &page.form;
    let visits: Vec<(String, String)> = page
        .write_offs
        .visits
        .iter()
        .map(|one| {
            (one.visit.to_string(), format!("{}, {}: {}", one.title, t.date(one.date), t.money(one.most)))
        })
        .collect();
    let reasons: Vec<(&str, String)> =
        WriteOffReason::ALL.iter().map(|reason| (reason.code(), t.t(reason_name(*reason)))).collect();
    view! {
        <details class="more" open=open>
            <summary>{t.t("off-ask")}</summary>
            <form method="post" action=here class="form desk-form" novalidate>
                <p>{t.t("off-what")}</p>
                <input type="hidden" name="press" value=page.press.clone()/>
                {select("off_visit", "staff-visit", &visits, form, t)}
                {money_field("off_amount", "staff-amount", None, form, t)}
                {select("off_reason", "off-reason", &reasons, form, t)}
                {note_field("off_note", "off-note", Some(t.t("off-note-hint")), form, t)}
                <button class="button">{t.t("off-button")}</button>
            </form>
        </details>
    }
    .into_any()
}
