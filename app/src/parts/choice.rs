//! Form fields that are not one line of text: an amount, one of a list, a few answers
//! side by side, a note. The same order as in [`super::field`]: label, hint, error,
//! control.

use leptos::prelude::*;

use super::field::{described, error_line};
use crate::mail::escaped;
use crate::{FormState, Text};

fn hint_line(name: &str, hint: Option<String>) -> Option<AnyView> {
    hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> }.into_any())
}

/// An amount in dollars, with its sign before it. The hint is a sentence, because it
/// often names an amount.
pub(crate) fn money_field(
    name: &'static str,
    label: &str,
    hint: Option<String>,
    form: &FormState,
    t: Text,
) -> AnyView {
    let error = form.error(name);
    let about = described(name, hint.is_some(), error.is_some());
    view! {
        <div class="field" class:field-wrong=error.is_some()>
            <label for=name>{t.t(label)}</label>
            {hint_line(name, hint)}
            {error_line(name, error, t)}
            <div class="money-field">
                <span aria-hidden="true">"$"</span>
                <input
                    class="input" id=name name=name r#type="text" inputmode="decimal" autocomplete="off"
                    value=form.value(name) aria-describedby=about aria-invalid=error.map(|_| "true")
                />
            </div>
        </div>
    }
    .into_any()
}

/// One of a list, by code and words; nothing is chosen until somebody chooses, unless there is one thing to choose.
pub(crate) fn select<C: AsRef<str>>(
    name: &'static str,
    label: &str,
    options: &[(C, String)],
    form: &FormState,
    t: Text,
) -> AnyView {
    let error = form.error(name);
    // Where there is one thing to choose, it is chosen.
    let sole = options.len() == 1;
    let chosen = form.value(name);
    let options = options.iter().map(|(code, words)| {
        let code = code.as_ref();
        view! { <option value=code.to_owned() selected=code == chosen || sole>{words.clone()}</option> }
    });
    view! {
        <div class="field" class:field-wrong=error.is_some()>
            <label for=name>{t.t(label)}</label>
            {error_line(name, error, t)}
            <select
                class="input" id=name name=name aria-describedby=described(name, false, error.is_some())
                aria-invalid=error.map(|_| "true")
            >
                <option value="">{t.t("field-practice-choose")}</option>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// A few answers side by side, by code and words. The first one's id is the name, so
/// that an error finds it.
pub(crate) fn radios(
    name: &'static str,
    legend: &str,
    options: &[(&'static str, String)],
    form: &FormState,
    t: Text,
) -> AnyView {
    let error = form.error(name);
    let chosen = form.value(name);
    let options = options.iter().enumerate().map(|(n, (code, words))| {
        let id = if n == 0 { name.to_owned() } else { format!("{name}-{code}") };
        view! {
            <div class="choice">
                <input type="radio" name=name id=id.clone() value=*code checked=*code == chosen/>
                <label for=id>{words.clone()}</label>
            </div>
        }
    });
    view! {
        <fieldset
            class="choices choices-row" class:field-wrong=error.is_some()
            aria-describedby=described(name, false, error.is_some())
        >
            <legend>{t.t(legend)}</legend>
            {error_line(name, error, t)}
            {options.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// Something to agree to.
pub(crate) fn tick(name: &'static str, label: &str, form: &FormState, t: Text) -> AnyView {
    let error = form.error(name);
    view! {
        <div class="tick-alone" class:field-wrong=error.is_some()>
            {error_line(name, error, t)}
            <div class="tick">
                <input
                    type="checkbox" name=name id=name value="yes" checked=!form.value(name).is_empty()
                    aria-describedby=described(name, false, error.is_some()) aria-invalid=error.map(|_| "true")
                />
                <label for=name><span class="tick-words">{t.t(label)}</span></label>
            </div>
        </div>
    }
    .into_any()
}

/// A few lines of one's own.
pub(crate) fn note_field(
    name: &'static str,
    label: &str,
    hint: Option<String>,
    form: &FormState,
    t: Text,
) -> AnyView {
    let error = form.error(name);
    let about = described(name, hint.is_some(), error.is_some());
    // Leptos writes a textarea's children as they are, so they are made safe here.
    let typed = escaped(&form.value(name));
    view! {
        <div class="field" class:field-wrong=error.is_some()>
            <label for=name>{t.t(label)}</label>
            {hint_line(name, hint)}
            {error_line(name, error, t)}
            <textarea
                class="input" id=name name=name rows="2" autocomplete="off" aria-describedby=about
                aria-invalid=error.map(|_| "true") inner_html=typed
            ></textarea>
        </div>
    }
    .into_any()
}
