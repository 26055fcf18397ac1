//! A plan's instalments as a table: which, when, how much, and what is left after it.

use domain::Money;
use domain::plan::Instalment;
use leptos::prelude::*;
use time::Date;

use super::{amount, day};
use crate::Text;

/// A line of a schedule.
pub(crate) struct ScheduleRow {
    /// Which one, from 1.
    pub number: u32,
    /// When it is due.
    pub due: Date,
    /// How much.
    pub amount: Money,
    /// What is still to be paid after it.
    pub left: Money,
    /// How it stands: the pill's class (`pill`, `pill pill-good`, …) and its words.
    pub state: Option<(&'static str, String)>,
}

/// The lines of a schedule on which nothing has been paid.
pub(crate) fn schedule_rows(instalments: &[Instalment]) -> Vec<ScheduleRow> {
    let mut left: Money = instalments.iter().map(Instalment::amount).sum();
    let line = |one: &Instalment| {
        left -= one.amount();
        ScheduleRow { number: one.number, due: one.due, amount: one.amount(), left, state: None }
    };
    instalments.iter().map(line).collect()
}

/// The schedule; `caption` is said to who does not see it.
pub(crate) fn schedule(caption: String, rows: Vec<ScheduleRow>, t: Text) -> AnyView {
    let line = |row: ScheduleRow| {
        let state = row
            .state
            .map(|(class, words)| view! { <span class="block"><span class=class>{words}</span></span> });
        view! {
            <tr>
                <td class="num">{row.number.to_string()}</td>
                <th scope="row">{day(row.due, t)}{state}</th>
                <td>{amount(row.amount, t)}</td>
                <td class="soft">{amount(row.left, t)}</td>
            </tr>
        }
    };
    view! {
        <table class="schedule">
            <caption class="hidden">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col"><span class="hidden">{t.t("schedule-number")}</span></th>
                    <th scope="col">{t.t("schedule-day")}</th>
                    <th scope="col">{t.t("schedule-amount")}</th>
                    <th scope="col">{t.t("schedule-left")}</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
