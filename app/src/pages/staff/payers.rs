//! `/staff/denials/payers`: how many days each insurer takes appeals.

use domain::access::Permission;
use leptos::prelude::*;

use super::desk;
use super::parts::{head, scroll, stamp};
use crate::model::{PayerRow, PayersPage};
use crate::parts::error_summary;
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn payers(ctx: &Ctx, page: &PayersPage) -> String {
    desk(ctx, "payers-title", |t| {
        let saved = page.saved.map(|moved| {
            view! {
                <p class="notice notice-good" role="status">{t.t("denials-saved")}" "{t.count("payers-moved", moved, &[])}</p>
            }
        });
        view! {
            <p class="back"><a href="/staff/denials">{t.t("denials-title")}</a></p>
            {error_summary(&page.form, &["days"], t)}
            {saved}
            <p class="lead">{t.count("payers-what", page.days, &[])}</p>
            <p class="soft">{t.t("payers-moves")}</p>
            {list(ctx, page, t)}
        }
        .into_any()
    })
}

fn list(ctx: &Ctx, page: &PayersPage, t: Text) -> AnyView {
    if page.rows.is_empty() {
        return view! { <p class="notice">{t.t("payers-none")}</p> }.into_any();
    }
    let may = ctx.may(Permission::SetRules);
    let line = |row: &PayerRow| {
        let days = if may { form(page, row, t) } else { said(page, row, t).into_any() };
        let open = match row.open {
            0 => view! { "0" }.into_any(),
            open => {
                let href = format!("/staff/denials?payer={}", row.id);
                let open = crate::format::whole(open);
                view! { <a href=href>{open}<span class="hidden">": "{row.name.clone()}</span></a> }.into_any()
            }
        };
        let changed = row.changed.as_ref().map(|(who, at)| view! { {stamp(*at)}" · "{who.clone()} });
        view! {
            <tr>
                <th scope="row">{row.name.clone()}<span class="soft block num">{row.key.clone()}</span></th>
                <td>{days}</td>
                <td class="num">{open}</td>
                <td class="soft">{changed}</td>
            </tr>
        }
    };
    let heads = view! {
        {head("payers-payer", "", t)}
        {head("payers-days", "", t)}
        {head("payers-open", "num", t)}
        {head("payers-changed", "", t)}
    };
    let rows = page.rows.iter().map(line).collect_view().into_any();
    // On a telephone the field is in sight beside its insurer, and what is read seldom a scroll away.
    view! { <div class="dense-fits">{scroll("payers-title", heads.into_any(), rows, None, t)}</div> }
        .into_any()
}

fn said(page: &PayersPage, row: &PayerRow, t: Text) -> String {
    match row.days {
        Some(days) => t.count("payers-own", days, &[]),
        None => t.count("payers-all", page.days, &[]),
    }
}

/// A payer's days, as they are or as somebody typed them. The field that is wrong has the name that the
/// summary leads to.
fn form(page: &PayersPage, row: &PayerRow, t: Text) -> AnyView {
    let typed = page.wrong == Some(row.id);
    let error = page.form.error("days").filter(|_| typed);
    let value = match typed {
        true => page.form.value("days"),
        false => row.days.map(|days| days.to_string()).unwrap_or_default(),
    };
    let field = if typed { "days".to_owned() } else { format!("days-{}", row.id) };
    let hint = row.days.is_none().then(|| said(page, row, t));
    let about = match (&error, &hint) {
        (Some(_), _) => Some("days-error".to_owned()),
        (None, Some(_)) => Some(format!("{field}-hint")),
        (None, None) => None,
    };
    let hint = hint.map(|hint| view! { <span class="soft block" id=format!("{field}-hint")>{hint}</span> });
    view! {
        <form method="post" action=format!("/staff/denials/payers/{}", row.id) class="row-form" novalidate>
            <input type="hidden" name="seq" value=row.seq.to_string()/>
            <label class="hidden" for=field.clone()>{t.t("payers-days")}": "{row.name.clone()}</label>
            {error.map(|error| view! { <p class="field-error" id="days-error">{t.t(error)}</p> })}
            <span class="row-acts">
                <input
                    class="input w-days" id=field.clone() name="days" value=value inputmode="numeric" autocomplete="off"
                    aria-describedby=about aria-invalid=error.map(|_| "true")
                />
                <button class="button small">{t.t("payers-save")}<span class="hidden">": "{row.name.clone()}</span></button>
            </span>
            {hint}
        </form>
    }
    .into_any()
}
