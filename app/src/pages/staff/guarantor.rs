//! `/staff/accounts/{guarantor}/guarantor`: somebody else answers. What moves is chosen, looked at, and
//! then moved.

mod look;

use domain::answering::ChangeReason;
use leptos::prelude::*;

pub use self::look::{change, guarantor_look};
use super::desk;
use super::parts::{head, iso, scroll, sum};
use super::registration::{self, contact, person};
use crate::model::{GuarantorPage, MovingRow, OtherAccount};
use crate::parts::{Field, error_line, error_summary, field, note_field, select};
use crate::{Ctx, Text};

/// The fields of the page, in its order.
fn fields() -> Vec<&'static str> {
    let whom = ["visit", "who", "to", "number"].into_iter().chain(registration::FIELDS);
    whom.chain(["reason", "note", "day"]).collect()
}

/// What moves, to whom and why.
#[must_use]
pub fn guarantor(ctx: &Ctx, page: &GuarantorPage) -> String {
    desk(ctx, "move-title", |t| {
        let home = format!("/staff/accounts/{}", page.guarantor);
        let body = if page.visits.is_empty() {
            view! { <p>{t.t("move-nothing")}</p> }.into_any()
        } else {
            choose(ctx, page, &home, t)
        };
        view! {
            <p class="back"><a href=home.clone()>{t.t("staff-account-title")}</a></p>
            {error_summary(&page.form, &fields(), t)}
            <h2>{page.name.clone()}</h2>
            <p class="soft">{t.t("move-what")}</p>
            {body}
        }
        .into_any()
    })
}

pub(super) fn reason_name(reason: ChangeReason, t: Text) -> String {
    t.t(match reason {
        ChangeReason::CameOfAge => "move-reason-age",
        ChangeReason::CourtOrder => "move-reason-court",
        ChangeReason::WrongRegistration => "move-reason-wrong",
        ChangeReason::Agreed => "move-reason-agreed",
    })
}

fn choose(ctx: &Ctx, page: &GuarantorPage, home: &str, t: Text) -> AnyView {
    let form = &page.form;
    let reasons: Vec<(&str, String)> =
        ChangeReason::ALL.iter().map(|reason| (reason.code(), reason_name(*reason, t))).collect();
    let day = Field {
        kind: "date",
        width: "w-date",
        hint: Some("move-day-hint"),
        ..Field::text("day", "move-day")
    };
    let typed = match form.value("day").is_empty() && form.error("day").is_none() {
        true => form.clone().with_value("day", &ctx.today.to_string()),
        false => form.clone(),
    };
    view! {
        <form method="post" action=format!("{home}/guarantor") class="form desk-form" novalidate>
            {visits(page, t)}
            {patients(page, t)}
            {other(page, t)}
            {select("reason", "move-reason", &reasons, form, t)}
            {note_field("note", "move-note", Some(t.t("move-note-hint")), form, t)}
            {field(&day, &typed, t)}
            <button class="button primary" name="do" value="look">{t.t("move-look")}</button>
        </form>
    }
    .into_any()
}

fn visits(page: &GuarantorPage, t: Text) -> AnyView {
    let error = page.form.error("visit");
    let tick = |(n, row): (usize, &MovingRow)| {
        let id = if n == 0 { "visit".to_owned() } else { format!("visit-{n}") };
        view! {
            <div class="tick">
                <input
                    type="checkbox" name="visit" id=id.clone() value=row.visit.to_string()
                    checked=page.picked.contains(&row.visit)
                />
                <label for=id>
                    <span class="tick-words">{row.number.clone()}
                        <span class="soft">{t.day(row.date)}"\u{a0}· "{row.patient.clone()}{aside(row, t)}</span>
                    </span>
                    <span class="num">{t.money(row.due)}</span>
                </label>
            </div>
        }
    };
    view! {
        <fieldset class="choices" class:field-wrong=error.is_some()>
            <legend>{t.t("move-visits")}</legend>
            {error_line("visit", error, t)}
            {page.visits.iter().enumerate().map(tick).collect_view()}
        </fieldset>
    }
    .into_any()
}

/// What is open of a visit beside what is due.
fn aside(row: &MovingRow, t: Text) -> String {
    let mut said = String::new();
    for (id, amount) in [("move-with-insurance", row.insurance), ("move-credit", row.credit)] {
        if amount.is_positive() {
            said.push_str("\u{a0}· ");
            said.push_str(&t.with(id, &[("amount", &t.money(amount))]));
        }
    }
    said
}

fn patients(page: &GuarantorPage, t: Text) -> AnyView {
    let tick = |(n, (id, name)): (usize, &(domain::PatientId, String))| {
        let at = format!("patient-{n}");
        view! {
            <div class="tick">
                <input
                    type="checkbox" name="patient" id=at.clone() value=id.to_string()
                    checked=page.going.contains(id)
                />
                <label for=at><span class="tick-words">{name.clone()}</span></label>
            </div>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{t.t("move-patients")}</legend>
            <p class="hint">{t.t("move-patients-hint")}</p>
            {page.patients.iter().enumerate().map(tick).collect_view()}
        </fieldset>
    }
    .into_any()
}

fn other(page: &GuarantorPage, t: Text) -> AnyView {
    let form = &page.form;
    let who = Field { hint: Some("staff-search-hint"), ..Field::text("who", "move-who") };
    let chosen = form.value("to");
    let one = |(n, account): (usize, &OtherAccount)| {
        let id = if n == 0 { "to".to_owned() } else { format!("to-{n}") };
        let value = account.id.to_string();
        view! {
            <div class="choice">
                <input type="radio" name="to" id=id.clone() value=value.clone() checked=value == chosen/>
                <label for=id>
                    {account.name.clone()}
                    <span class="soft">" "{account.number.clone()}"\u{a0}· "{t.with("staff-born", &[("date", &t.date(account.born))])}</span>
                </label>
            </div>
        }
    };
    let found = page.found.as_ref().map(|found| {
        if found.is_empty() {
            return view! { <p>{t.t("staff-search-none")}</p> }.into_any();
        }
        view! {
            <fieldset class="choices" class:field-wrong=form.error("to").is_some()>
                <legend>{t.t("move-to")}</legend>
                {error_line("to", form.error("to"), t)}
                {found.iter().enumerate().map(one).collect_view()}
            </fieldset>
        }
        .into_any()
    });
    view! {
        {field(&who, form, t)}
        <button class="button" name="do" value="find">{t.t("staff-search-button")}</button>
        {found}
        {new_account(page, t)}
    }
    .into_any()
}

fn new_account(page: &GuarantorPage, t: Text) -> AnyView {
    let form = &page.form;
    let number =
        Field { hint: Some("move-number-hint"), width: "w-6", ..Field::text("number", "move-number") };
    let from = page.patients.iter().map(|(id, name)| {
        let words = t.with("move-from-patient", &[("name", name)]);
        view! { <button class="button small" name="do" value=format!("fill:{id}")>{words}</button> }
    });
    view! {
        <details class="more" open=page.making>
            <summary>{t.t("move-make")}</summary>
            <div class="buttons">{from.collect_view()}</div>
            {field(&number, form, t)}
            {person(form, t)}
            {contact(form, t)}
            <button class="button" name="do" value="make">{t.t("move-make-button")}</button>
        </details>
    }
    .into_any()
}

/// What moves, as a table.
pub(super) fn moving(rows: &[MovingRow], t: Text) -> AnyView {
    let heads = view! {
        {head("staff-visit", "", t)}
        {head("staff-day", "", t)}
        {head("staff-patient", "", t)}
        {head("staff-due", "num", t)}
        {head("staff-with-insurance", "num", t)}
        {head("staff-credit", "num", t)}
    };
    let line = |row: &MovingRow| {
        view! {
            <tr>
                <th scope="row">{row.number.clone()}</th>
                <td>{iso(row.date)}</td>
                <td>{row.patient.clone()}</td>
                {sum(row.due, t)}
                {sum(row.insurance, t)}
                {sum(row.credit, t)}
            </tr>
        }
    };
    scroll("move-visits", heads.into_any(), rows.iter().map(line).collect_view().into_any(), None, t)
}
