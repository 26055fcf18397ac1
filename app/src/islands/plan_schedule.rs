//! The schedule beside the calculator's form, drawn again with every change.
//!
//! The form belongs to the document: the server writes it, and without a script its button
//! asks the server for the schedule. The island listens to the page's fields, reads them as
//! the server would, and says what is wrong at the field.

use std::time::Duration;

use domain::Money;
use domain::plan::Instalment;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement};

use super::plan_choice::{PlanRule, PlanTyped, Wrong};
use super::plan_words::PlanWords;
use crate::format::money;

/// The form's id, and the id of the button that nobody needs with a script.
pub const FORM: (&str, &str) = ("plan-form", "plan-again");

/// Fields at which something can be wrong.
const FIELDS: [&str; 5] = ["visit", "count", "amount", "first", "down"];

/// So long after the last change the schedule is read out.
const SETTLED: Duration = Duration::from_millis(800);

/// The schedule of what the form says.
#[island]
pub fn PlanSchedule(
    /// From what is chosen.
    rule: PlanRule,
    /// What is chosen when the page opens.
    start: PlanTyped,
    /// Everything it says.
    words: PlanWords,
    /// The heads of the table's columns: number, day, amount, left.
    heads: Vec<String>,
) -> impl IntoView {
    let shown = RwSignal::new(start.drawn(&rule).unwrap_or_default());
    let heard = RwSignal::new(String::new());
    let known = StoredValue::new((rule, words));
    Effect::new(move |_| {
        if let Some(again) = document().get_element_by_id(FORM.1) {
            again.remove();
        }
        let mut speak = debounce(SETTLED, move |text: String| heard.set(text));
        let look = move |marks: bool| {
            let Some(typed) = read() else { return };
            known.with_value(|(rule, words)| match typed.drawn(rule) {
                Ok(drawn) => {
                    mark(&[], words);
                    speak([&words.sum(&drawn), ". ", &words.from_to(&drawn)].concat());
                    shown.set(drawn);
                }
                Err(wrong) => {
                    shown.set(Vec::new());
                    // Nobody is told off while they type.
                    mark(if marks { &wrong } else { &[] }, words);
                    if let Some(first) = wrong.first().filter(|_| marks) {
                        speak(first.sentence(words));
                    }
                }
            });
        };
        // What the browser has put back after "go back".
        if let Some(Ok(drawn)) = known.with_value(|(rule, _)| read().map(|typed| typed.drawn(rule))) {
            shown.set(drawn);
        }
        let look = StoredValue::new_local(look);
        let changed = move |marks| look.update_value(|look| look(marks));
        window_event_listener(leptos::ev::input, move |_| changed(false));
        window_event_listener(leptos::ev::change, move |_| changed(true));
    });

    let said = move |say: fn(&PlanWords, &[Instalment]) -> String| {
        shown.with(|drawn| known.with_value(|(_, words)| say(words, drawn)))
    };
    let sum = move || {
        said(
            |words, drawn| {
                if drawn.is_empty() { words.say("new-plan-none-drawn", &[]) } else { words.sum(drawn) }
            },
        )
    };
    view! {
        <section class="plan-sum" aria-labelledby="plan-sum">
            <h2 id="plan-sum" class="num">{sum}</h2>
            <p>{move || said(PlanWords::from_to)}</p>
            <table class="schedule" aria-labelledby="plan-sum" hidden=move || shown.with(Vec::is_empty)>
                <thead>
                    <tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{move || rows(&shown.get(), known)}</tbody>
            </table>
            <p class="hidden" role="status">{heard}</p>
        </section>
    }
}

fn rows(drawn: &[Instalment], known: StoredValue<(PlanRule, PlanWords)>) -> Vec<impl IntoView + use<>> {
    let mut left: Money = drawn.iter().map(Instalment::amount).sum();
    let line = |one: &Instalment| {
        left -= one.amount();
        let day = known.with_value(|(_, words)| words.day(one.due));
        view! {
            <tr>
                <td class="num">{one.number.to_string()}</td>
                <th scope="row">{day}</th>
                <td class="num">{money(one.amount())}</td>
                <td class="num soft">{money(left)}</td>
            </tr>
        }
    };
    drawn.iter().map(line).collect()
}

/// The form as it is filled in, as the browser would send it.
fn read() -> Option<PlanTyped> {
    let form = document().get_element_by_id(FORM.0)?.dyn_into::<HtmlFormElement>().ok()?;
    let elements = form.elements();
    let fields = (0..elements.length()).filter_map(|at| field(&elements.item(at)?));
    let fields: Vec<(String, String)> = fields.collect();
    Some(PlanTyped::read(fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))))
}

fn field(element: &Element) -> Option<(String, String)> {
    if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        return Some((select.name(), select.value()));
    }
    let input = element.dyn_ref::<HtmlInputElement>()?;
    let sent = !matches!(input.type_().as_str(), "checkbox" | "radio") || input.checked();
    sent.then(|| (input.name(), input.value()))
}

/// Says at each field what is wrong with it, and takes back what is not.
fn mark(wrong: &[Wrong], words: &PlanWords) {
    for name in FIELDS {
        let sentence = wrong.iter().find(|one| one.at == name).map(|one| one.sentence(words));
        let Some(line) = document().get_element_by_id(&[name, "-error"].concat()) else { continue };
        let prefix = if sentence.is_some() { words.say("error-prefix", &[]) } else { String::new() };
        let texts = [prefix, sentence.clone().unwrap_or_default()];
        let mut spot = line.first_element_child();
        for text in texts {
            if let Some(element) = spot {
                element.set_text_content(Some(&text));
                spot = element.next_element_sibling();
            } else {
                break;
            }
        }
        // The name of an attribute is what both of them share.
        set(&line, "hidden", sentence.is_none());
        if let Some(input) = document().get_element_by_id(name) {
            set(&input, "aria-invalid", sentence.is_some());
        }
    }
}

fn set(element: &Element, name: &str, on: bool) {
    // Both ways fail only for names that are none.
    let _ = if on { element.set_attribute(name, "true") } else { element.remove_attribute(name) };
}
