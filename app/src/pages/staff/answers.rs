//! `/staff/disputes/answers`: answers that the practice keeps to write them again.

use domain::access::Permission;
use leptos::prelude::*;

use super::desk;
use super::parts::stamp;
use crate::mail::escaped;
use crate::model::{AnswerRow, AnswersPage};
use crate::parts::{Field, error_summary, field, note_field};
use crate::{Ctx, FormState, Text};

/// The page.
#[must_use]
pub fn answers(ctx: &Ctx, page: &AnswersPage) -> String {
    desk(ctx, "answers-title", |t| {
        let may = ctx.may(Permission::SetRules);
        let done = page
            .done
            .then(|| view! { <p class="notice notice-good" role="status">{t.t("answers-saved")}</p> });
        let none = page.rows.is_empty().then(|| view! { <p class="soft">{t.t("answers-none")}</p> });
        let rows = page.rows.iter().map(|row| {
            let wrong = page.wrong == Some(row.id);
            one(row, wrong.then_some(&page.form), may, t)
        });
        // The fields of the one that is wrong have these names to themselves.
        let fresh = (may && page.wrong.is_none()).then(|| {
            let form = page.form.clone();
            view! {
                <form method="post" action="/staff/disputes/answers" class="form desk-form" novalidate>
                    <h2>{t.t("answers-new")}</h2>
                    <input type="hidden" name="press" value=page.press.to_string()/>
                    {fields(&form, t)}
                    <button class="button primary">{t.t("answers-keep")}</button>
                </form>
            }
        });
        view! {
            <p class="back"><a href="/staff/disputes">{t.t("disputes-title")}</a></p>
            {error_summary(&page.form, &["name", "en", "es"], t)}
            {done}
            <p class="soft">{t.t("answers-what")}</p>
            {none}
            <ul role="list" class="answers">{rows.collect_view()}</ul>
            {fresh}
        }
        .into_any()
    })
}

fn fields(form: &FormState, t: Text) -> AnyView {
    view! {
        {field(&Field { hint: Some("answers-name-hint"), ..Field::text("name", "answers-name") }, form, t)}
        {note_field("en", "answers-en", None, form, t)}
        {note_field("es", "answers-es", None, form, t)}
    }
    .into_any()
}

/// One, with both languages; whoever makes the rules changes it in place. What was typed and not taken
/// stands in its fields.
fn one(row: &AnswerRow, wrong: Option<&FormState>, may: bool, t: Text) -> AnyView {
    let words = view! {
        <p class="soft">{stamp(row.at)}" · "{row.by.clone()}</p>
        <div class="quoted pre" lang="en">{row.en.clone()}</div>
        <div class="quoted pre" lang="es">{row.es.clone()}</div>
    };
    let own = FormState::default()
        .with_value("name", &row.name)
        .with_value("en", &row.en)
        .with_value("es", &row.es);
    let change = may.then(|| {
        let form = wrong.cloned().unwrap_or(own);
        let action = format!("/staff/disputes/answers/{}", row.id);
        // The ids of its fields belong to this one alone while others stand closed beside it.
        let inner = if wrong.is_some() { fields(&form, t) } else { plain(row, t) };
        view! {
            <details class="more" open=wrong.is_some()>
                <summary>{t.t("answers-change")}<span class="hidden">": "{row.name.clone()}</span></summary>
                <form method="post" action=action class="form desk-form" novalidate>
                    <input type="hidden" name="seq" value=row.seq.to_string()/>
                    {inner}
                    <div class="buttons">
                        <button class="button" name="do" value="save">{t.t("answers-save")}</button>
                        <button class="button" name="do" value="remove">{t.t("answers-remove")}</button>
                    </div>
                </form>
            </details>
        }
    });
    view! { <li><h2>{row.name.clone()}</h2>{words}{change}</li> }.into_any()
}

/// The fields of one that nothing is wrong with, each named by its row.
fn plain(row: &AnswerRow, t: Text) -> AnyView {
    let id = |name: &str| format!("{name}-{}", row.id);
    view! {
        <div class="field">
            <label for=id("name")>{t.t("answers-name")}</label>
            <input class="input" id=id("name") name="name" type="text" value=row.name.clone() autocomplete="off"/>
        </div>
        <div class="field">
            <label for=id("en")>{t.t("answers-en")}</label>
            <textarea class="input" id=id("en") name="en" rows="4" inner_html=escaped(&row.en)></textarea>
        </div>
        <div class="field">
            <label for=id("es")>{t.t("answers-es")}</label>
            <textarea class="input" id=id("es") name="es" rows="4" inner_html=escaped(&row.es)></textarea>
        </div>
    }
    .into_any()
}
