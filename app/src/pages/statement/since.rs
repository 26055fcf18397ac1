//! What changed since the statement before, as a sum that adds up.

use domain::Money;
use domain::statement::{Since, Statement};
use leptos::prelude::*;

use crate::Text;
use crate::parts::amount;

/// The section; nothing on a first statement.
pub(super) fn since(statement: &Statement, t: Text) -> Option<AnyView> {
    let since = statement.since.as_ref()?;
    let rows = rows(since, statement, t).into_iter().map(|(name, sum)| {
        view! { <tr><th scope="row">{name}</th><td>{amount(sum, t)}</td></tr> }
    });
    let title = t.with("statement-since", &[("date", &t.day(since.issued_on))]);
    Some(
        view! {
            <section aria-labelledby="since">
                <h2 id="since">{title.clone()}</h2>
                <div class="card">
                    <table class="sums sums-first">
                        <caption class="hidden">{title}</caption>
                        <tbody>{rows.collect_view()}</tbody>
                        <tfoot>
                            <tr><th scope="row">{t.t("statement-since-due")}</th><td>{amount(statement.due, t)}</td></tr>
                        </tfoot>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

/// What is added up to what is due, each with its sign:
/// `due = before + became yours − paid + credit − in a plan − set aside − on its way`.
fn rows(since: &Since, statement: &Statement, t: Text) -> Vec<(String, Money)> {
    let either = |amount: Money, more: &str, less: &str| t.t(if amount.is_negative() { less } else { more });
    // What is on its way beyond what was due asks for nothing, and gives nothing back.
    let coming = since.before + since.became_yours - since.paid + statement.credit - statement.due;
    let in_plan = statement.in_plan.min(coming.or_zero());
    let coming = coming - in_plan;
    let aside = statement.aside.min(coming.or_zero());
    let coming = coming - aside;
    let mut rows = vec![(t.with("statement-since-before", &[("number", &since.number)]), since.before)];
    let changes = [
        (
            either(since.became_yours, "statement-since-yours", "statement-since-no-longer"),
            since.became_yours,
        ),
        (either(since.paid, "step-you-paid", "statement-since-sent-back"), -since.paid),
        (t.t("statement-since-credit"), statement.credit),
        (t.t("statement-since-plan"), -in_plan),
        (t.t("statement-since-aside"), -aside),
        (t.t("statement-since-on-its-way"), -coming),
    ];
    rows.extend(changes.into_iter().filter(|(_, amount)| !amount.is_zero()));
    rows
}
