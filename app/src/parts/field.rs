//! Form fields as GOV.UK lays them out: label, hint, error, control; errors once more
//! in a summary at the top that links to each field.

use leptos::prelude::*;

use crate::{FormState, Text};

/// A one-line text field. Its name is also its element's id.
pub(crate) struct Field {
    /// The field's name.
    pub name: &'static str,
    /// The label's message id.
    pub label: &'static str,
    /// A hint's message id.
    pub hint: Option<&'static str>,
    /// The input's type.
    pub kind: &'static str,
    /// What a browser may fill in.
    pub autocomplete: &'static str,
    /// The keyboard a telephone shows.
    pub inputmode: Option<&'static str>,
    /// How wide the answer is: a CSS class.
    pub width: &'static str,
}

impl Field {
    /// A text field without a hint.
    pub fn text(name: &'static str, label: &'static str) -> Self {
        Self { name, label, hint: None, kind: "text", autocomplete: "off", inputmode: None, width: "" }
    }

    /// The email address one signs in with.
    pub fn email() -> Self {
        let text = Self::text("email", "field-email");
        Self { kind: "email", autocomplete: "username", inputmode: Some("email"), ..text }
    }
}

/// The ids that describe a field, for `aria-describedby`.
pub(super) fn described(name: &str, hint: bool, error: bool) -> Option<String> {
    let mut ids = Vec::new();
    if hint {
        ids.push(format!("{name}-hint"));
    }
    if error {
        ids.push(format!("{name}-error"));
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}

pub(crate) fn error_line(name: &str, error: Option<&str>, t: Text) -> Option<AnyView> {
    error.map(|error| {
        view! {
            <p class="field-error" id=format!("{name}-error")>
                <span class="hidden">{t.t("error-prefix")}" "</span>{t.t(error)}
            </p>
        }
        .into_any()
    })
}

fn hint_line(name: &str, hint: Option<&str>, t: Text) -> Option<AnyView> {
    hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{t.t(hint)}</p> }.into_any())
}

/// A text field with what was typed in it.
pub(crate) fn field(field: &Field, form: &FormState, t: Text) -> AnyView {
    let Field { name, label, hint, kind, autocomplete, inputmode, width } = *field;
    let error = form.error(name);
    view! {
        <div class="field" class:field-wrong=error.is_some()>
            <label for=name>{t.t(label)}</label>
            {hint_line(name, hint, t)}
            {error_line(name, error, t)}
            <input
                class=format!("input {width}") id=name name=name r#type=kind value=form.value(name)
                autocomplete=autocomplete inputmode=inputmode
                aria-describedby=described(name, hint.is_some(), error.is_some())
                aria-invalid=error.map(|_| "true")
                autocapitalize="none" spellcheck="false"
            />
        </div>
    }
    .into_any()
}

fn secret(
    name: &'static str,
    label: &str,
    hint: Option<&str>,
    auto: &'static str,
    form: &FormState,
    t: Text,
) -> AnyView {
    let error = form.error(name);
    view! {
        <div class="field" class:field-wrong=error.is_some()>
            <label for=name>{t.t(label)}</label>
            {hint_line(name, hint, t)}
            {error_line(name, error, t)}
            <input
                class="input" id=name name=name r#type="password" autocomplete=auto
                aria-describedby=described(name, hint.is_some(), error.is_some())
                aria-invalid=error.map(|_| "true")
            />
        </div>
    }
    .into_any()
}

/// The password one has; always empty.
pub(crate) fn password(name: &'static str, label: &str, form: &FormState, t: Text) -> AnyView {
    secret(name, label, None, "current-password", form, t)
}

/// A password one chooses, with what makes a good one; always empty.
pub(crate) fn new_password(name: &'static str, label: &str, form: &FormState, t: Text) -> AnyView {
    secret(name, label, Some("field-new-password-hint"), "new-password", form, t)
}

/// Month, day and year as three fields, which nobody has to click through.
pub(crate) fn birth_date(legend: &str, form: &FormState, t: Text) -> AnyView {
    let error = form.error("birth_date");
    let part = |name: &'static str, label: &str, auto: &'static str, width: &'static str| {
        view! {
            <div class="date-part">
                <label for=name>{t.t(label)}</label>
                <input
                    class=format!("input {width}") id=name name=name r#type="text" inputmode="numeric"
                    autocomplete=auto value=form.value(name) aria-invalid=error.map(|_| "true")
                />
            </div>
        }
    };
    view! {
        <fieldset
            class="field field-date" class:field-wrong=error.is_some()
            aria-describedby=described("birth_date", true, error.is_some())
        >
            <legend>{t.t(legend)}</legend>
            {hint_line("birth_date", Some("field-birth-date-hint"), t)}
            {error_line("birth_date", error, t)}
            <div class="date-parts">
                {part("birth_date_month", "field-month", "bday-month", "w-2")}
                {part("birth_date_day", "field-day", "bday-day", "w-2")}
                {part("birth_date_year", "field-year", "bday-year", "w-4")}
            </div>
        </fieldset>
    }
    .into_any()
}

/// What is wrong, at the top of the page; nothing when nothing is. `order` is the
/// order of the fields on the page.
pub(crate) fn error_summary(form: &FormState, order: &[&'static str], t: Text) -> Option<AnyView> {
    if form.errors.is_empty() {
        return None;
    }
    let whole = form.error("").map(|error| view! { <p>{t.t(error)}</p> });
    let fields = order.iter().filter_map(|name| form.error(name).map(|error| (*name, error)));
    let links = fields
        .map(|(name, error)| {
            let target = match name {
                "birth_date" => "#birth_date_month".to_owned(),
                name => format!("#{name}"),
            };
            view! { <li><a href=target>{t.t(error)}</a></li> }
        })
        .collect::<Vec<_>>();
    let links = (!links.is_empty()).then(|| view! { <ul role="list">{links}</ul> });
    Some(
        view! {
            <div class="error-summary" role="alert" tabindex="-1">
                <h2>{t.t("error-summary")}</h2>
                {whole}
                {links}
            </div>
        }
        .into_any(),
    )
}
