//! How much to pay: everything, some visits, or another amount.
//!
//! The inputs belong to the document: what a person typed before the script came, or
//! what the browser put back after "go back", is read from them and never overwritten.
//! The island adds what an amount pays for, what stays due, and errors on the spot.

use domain::Money;
use leptos::html::Input;
use leptos::prelude::*;

use super::picker::{At, Outcome, Picked, PickerDue, PickerWords, Picking, outcome, spoken};
use crate::format::money;

/// The inputs that the island reads.
#[derive(Clone)]
struct Inputs {
    visits: Option<NodeRef<Input>>,
    amount: NodeRef<Input>,
    other: NodeRef<Input>,
    ticks: Vec<(domain::VisitId, NodeRef<Input>)>,
}

impl Inputs {
    fn new(dues: &[PickerDue]) -> Self {
        Self {
            visits: (dues.len() > 1).then(NodeRef::new),
            amount: NodeRef::new(),
            other: NodeRef::new(),
            ticks: dues.iter().map(|due| (due.visit, NodeRef::new())).collect(),
        }
    }

    fn read(&self) -> Picking {
        let pressed = |input: NodeRef<Input>| input.get_untracked().is_some_and(|input| input.checked());
        let picked = if self.visits.is_some_and(pressed) {
            Picked::Visits
        } else if pressed(self.other) {
            Picked::Amount
        } else {
            Picked::All
        };
        let ticked = self.ticks.iter().filter(|(_, input)| pressed(*input));
        Picking {
            picked,
            visits: ticked.map(|(visit, _)| *visit).collect(),
            amount: self.amount.get_untracked().map(|input| input.value()).unwrap_or_default(),
        }
    }

    fn focus(&self, at: At) {
        let input = match at {
            At::Visits => self.ticks.first().map(|(_, input)| *input),
            At::Amount => Some(self.amount),
            At::Choice => None,
        };
        if let Some(input) = input.and_then(|input| input.get_untracked()) {
            let _ = input.focus();
        }
    }
}

/// The question, its answers and the button, inside the page's form.
#[island]
pub fn AmountPicker(
    /// What is due, oldest first.
    dues: Vec<PickerDue>,
    /// What is chosen when the page opens.
    start: Picking,
    /// What the server found wrong.
    wrong: Option<(At, String)>,
    /// Everything it says.
    words: PickerWords,
) -> impl IntoView {
    let total: Money = dues.iter().map(|due| due.amount).sum();
    let inputs = Inputs::new(&dues);
    // Nothing before the browser has read the inputs, so that server and browser draw
    // the same first picture.
    let told = RwSignal::new(None::<Told>);
    let heard = RwSignal::new(String::new());
    let problem = RwSignal::new(wrong);

    let rule = StoredValue::new((dues.clone(), words.clone()));
    let work_out = move |picking: &Picking| rule.with_value(|(dues, words)| outcome(picking, dues, words));
    let look = {
        let inputs = inputs.clone();
        move || {
            let picking = inputs.read();
            told.set(Some(Told { picked: picking.picked, outcome: work_out(&picking) }));
        }
    };
    let typed = {
        let look = look.clone();
        move |_| {
            problem.set(None);
            look();
        }
    };
    let settled = {
        let inputs = inputs.clone();
        move |_| {
            let picking = inputs.read();
            match work_out(&picking) {
                Ok(parts) => heard.set(rule.with_value(|(dues, words)| spoken(&parts, dues, words))),
                // Nobody is told off for what they have not come to yet.
                Err((At::Amount, _)) if picking.amount.is_empty() => {}
                Err((At::Visits, _)) if picking.visits.is_empty() => {}
                Err(wrong) => {
                    heard.set(wrong.1.clone());
                    problem.set(Some(wrong));
                }
            }
        }
    };
    let pressed = {
        let inputs = inputs.clone();
        move |event: leptos::ev::MouseEvent| {
            if let Err(wrong) = work_out(&inputs.read()) {
                event.prevent_default();
                inputs.focus(wrong.0);
                problem.set(Some(wrong));
            }
        }
    };
    Effect::new(move |_| look());

    let several = inputs.visits.map(|radio| {
        let ticks = dues.iter().zip(&inputs.ticks).enumerate().map(|(n, (due, (_, input)))| {
            let id = if n == 0 { "visit".to_owned() } else { format!("visit-{n}") };
            view! {
                <div class="tick">
                    <input
                        type="checkbox" name="visit" id=id.clone() value=due.visit.to_string() node_ref=*input
                        checked=start.visits.contains(&due.visit)
                    />
                    <label for=id>
                        <span class="tick-words">{due.name.clone()}<span class="soft">{due.detail.clone()}</span></span>
                        <span class="num">{money(due.amount)}</span>
                    </label>
                </div>
            }
        });
        view! {
            <div class="choice">
                <input
                    type="radio" name="choice" id="choice-visits" value="visits" node_ref=radio
                    checked=start.picked == Picked::Visits
                />
                <label for="choice-visits">{words.visits.clone()}</label>
                <fieldset class="choice-more">
                    <legend class="hidden">{words.visits_legend.clone()}</legend>
                    {error_line("visit-error", At::Visits, problem, words.error_prefix.clone())}
                    {ticks.collect_view()}
                </fieldset>
            </div>
        }
        .into_any()
    });
    let amount_wrong = move || problem.with(|wrong| wrong.as_ref().is_some_and(|(at, _)| *at == At::Amount));

    view! {
        <div class="picker" on:input=typed on:change=settled>
            <fieldset class="choices">
                <legend>{words.legend.clone()}</legend>
                {error_line("choice-error", At::Choice, problem, words.error_prefix.clone())}
                <div class="choice">
                    <input
                        type="radio" name="choice" id="choice" value="all"
                        checked=start.picked == Picked::All
                    />
                    <label for="choice"><span>{words.all.clone()}</span><b class="num">{money(total)}</b></label>
                </div>
                {several}
                <div class="choice">
                    <input
                        type="radio" name="choice" id="choice-amount" value="amount" node_ref=inputs.other
                        checked=start.picked == Picked::Amount
                    />
                    <label for="choice-amount">{words.amount.clone()}</label>
                    <div class="choice-more">
                        <label class="label" for="amount">{words.amount_label.clone()}</label>
                        <p class="hint" id="amount-hint">{words.amount_hint.clone()}</p>
                        {error_line("amount-error", At::Amount, problem, words.error_prefix.clone())}
                        <div class="money-field">
                            <span aria-hidden="true">"$"</span>
                            <input
                                class="input" type="text" inputmode="decimal" name="amount" id="amount"
                                autocomplete="off" value=start.amount.clone() node_ref=inputs.amount
                                aria-describedby="amount-hint amount-error"
                                aria-invalid=move || amount_wrong().then_some("true")
                            />
                        </div>
                    </div>
                </div>
            </fieldset>
            {summary(told, dues, words.total.clone(), words.left.clone())}
            <p class="hidden" role="status">{heard}</p>
            <button class="button primary" on:click=pressed>
                {words.submit.clone()}
                <span class="submit-amount num">{move || told.with(chosen).map(|sum| [" ", &money(sum)].concat())}</span>
            </button>
        </div>
    }
}

/// What the inputs come to.
#[derive(Clone)]
struct Told {
    picked: Picked,
    outcome: Outcome,
}

fn chosen(told: &Option<Told>) -> Option<Money> {
    told.as_ref()?.outcome.as_ref().ok().map(|parts| parts.iter().map(|part| part.amount).sum())
}

/// What is wrong with one field; there from the start, so that an input can point at it.
fn error_line(id: &'static str, at: At, problem: RwSignal<Option<(At, String)>>, prefix: String) -> AnyView {
    let sentence = move || {
        problem.with(|wrong| wrong.as_ref().filter(|(place, _)| *place == at).map(|(_, text)| text.clone()))
    };
    view! {
        <p class="field-error" id=id hidden=move || sentence().is_none()>
            <span class="hidden">{prefix}</span>" "<span>{move || sentence().unwrap_or_default()}</span>
        </p>
    }
    .into_any()
}

/// What the chosen amount pays for, line by line. Everything needs no telling: its
/// sum stands in the answer itself, and the page keeps still when the script comes.
fn summary(told: RwSignal<Option<Told>>, dues: Vec<PickerDue>, head: String, left: String) -> AnyView {
    let total: Money = dues.iter().map(|due| due.amount).sum();
    let lines = move || {
        let parts = told
            .with(|told| told.as_ref().and_then(|told| told.outcome.as_ref().ok().cloned()))
            .unwrap_or_default();
        let line = |due: &PickerDue| {
            let part = parts.iter().find(|part| part.visit == due.visit)?;
            Some(view! {
                <li>
                    <span>{due.name.clone()}" "<span class="soft">{due.detail.clone()}</span></span>
                    <span class="num">{money(part.amount)}</span>
                </li>
            })
        };
        dues.iter().filter_map(line).collect::<Vec<_>>()
    };
    let stays = move || {
        let chosen = told.with(chosen)?;
        (chosen < total).then(|| crate::format::fill(&left, &[("amount", &money(total - chosen))]))
    };
    let empty = move || {
        told.with(|now| chosen(now).is_none() || now.as_ref().is_some_and(|now| now.picked == Picked::All))
    };
    let head = move || told.with(chosen).map(|sum| crate::format::fill(&head, &[("amount", &money(sum))]));
    view! {
        <div class="summary" hidden=empty>
            <p><b>{head}</b></p>
            <ul role="list">{lines}</ul>
            <p class="soft">{stays}</p>
        </div>
    }
    .into_any()
}
