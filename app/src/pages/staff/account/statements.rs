//! What somebody was sent, and what can be done about it.

use leptos::prelude::*;

use crate::Text;
use crate::model::{LetterState, StaffAccountPage, StaffStatementRow};
use crate::pages::staff::parts::{head, iso, press, scroll, sum};

pub(super) fn statements(page: &StaffAccountPage, may: bool, t: Text) -> AnyView {
    let all = format!("/staff/accounts/{}/statements", page.guarantor);
    view! {
        <div class="desk-head desk-section">
            <h2>{t.t("account-statements")}</h2>
            {may.then(|| view! { <form method="post" action=all.clone()><button class="button">{t.t("account-issue")}</button></form> })}
        </div>
        {table(&page.statements, &all, may, t)}
    }
    .into_any()
}

fn table(rows: &[StaffStatementRow], all: &str, may: bool, t: Text) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="soft">{t.t("account-statements-none")}</p> }.into_any();
    }
    let heads = view! {
        {head("account-statement", "", t)}
        {head("account-statement-on", "", t)}
        {head("account-statement-by", "", t)}
        {head("staff-amount", "num", t)}
        {head("account-letter", "", t)}
        {head("run-change", "", t)}
    };
    let lines = rows.iter().map(|row| line(row, all, may, t)).collect_view();
    scroll("account-statements", heads.into_any(), lines.into_any(), None, t)
}

fn line(row: &StaffStatementRow, all: &str, may: bool, t: Text) -> AnyView {
    let here = format!("{all}/{}", row.id);
    let number = |id: &str, of: &Option<String>| {
        let said = of.as_ref().map(|of| t.with(id, &[("number", of)]));
        said.map(|said| view! { <span class="soft block">{said}</span> })
    };
    let letter = match row.letter {
        LetterState::None => view! { <span class="zero">{t.t("letter-none")}</span> }.into_any(),
        LetterState::Waits => t.t("letter-waits").into_any(),
        LetterState::Sent => t.t("letter-sent").into_any(),
        LetterState::Returned => {
            view! { <span class="pill pill-bad">{t.t("letter-returned")}</span> }.into_any()
        }
    };
    let to = |verb: &str, label: &str| {
        press(format!("{here}/{verb}"), "button small", label, row.number.clone(), t)
    };
    let correct = (may && row.corrected_by.is_none()).then(|| to("correct", "account-correct"));
    let returned = (may && row.letter == LetterState::Sent).then(|| to("returned", "account-returned"));
    view! {
        <tr>
            <th scope="row">
                <a href=here.clone()>{row.number.clone()}</a>
                {number("account-corrects", &row.corrects)}
                {number("statements-corrected-by", &row.corrected_by)}
            </th>
            <td>{iso(row.issued_on)}</td>
            <td>{iso(row.due_on)}</td>
            {sum(row.due, t)}
            <td>{letter}</td>
            <td><div class="row-acts">{correct}{returned}</div></td>
        </tr>
    }
    .into_any()
}
