//! What staff noted about an account, what it was sent, and who answered before or does now.

use domain::access::Permission;
use leptos::prelude::*;

use crate::model::{ChangeRow, ChangeState, NoteRow, SentRow, SentState, StaffAccountPage};
use crate::pages::staff::parts::{head, iso, scroll, stamp};
use crate::parts::note_field;
use crate::{Ctx, Text};

pub(super) fn notes(ctx: &Ctx, page: &StaffAccountPage, t: Text) -> AnyView {
    let none = page.notes.is_empty().then(|| view! { <p class="soft">{t.t("notes-none")}</p> });
    let write = ctx.may(Permission::WriteNotes).then(|| {
        view! {
            <form
                method="post" action=format!("/staff/accounts/{}/notes", page.guarantor)
                class="form desk-form among-staff" novalidate
            >
                <input type="hidden" name="press" value=page.press.clone()/>
                {note_field("words", "notes-write", Some(t.t("notes-hint")), &page.form, t)}
                <button class="button">{t.t("notes-button")}</button>
            </form>
        }
    });
    view! {
        <details class="more" id="notes" open=page.form.error("words").is_some()>
            <summary>{t.count("notes-title", page.notes.len(), &[])}</summary>
            {none}
            {written(&page.notes)}
            {write}
        </details>
    }
    .into_any()
}

/// What colleagues noted.
pub(in crate::pages::staff) fn written(notes: &[NoteRow]) -> AnyView {
    let line = |note: &NoteRow| {
        view! {
            <li>
                <p class="soft">{stamp(note.at)}" "{note.by.clone()}</p>
                <div class="pre">{note.words.clone()}</div>
            </li>
        }
    };
    view! { <ul class="notes" role="list">{notes.iter().map(line).collect_view()}</ul> }.into_any()
}

/// What was sent; nothing before the first.
pub(in crate::pages::staff) fn sent(sent: &[SentRow], t: Text) -> Option<AnyView> {
    if sent.is_empty() {
        return None;
    }
    let line = |row: &SentRow| {
        let (class, state) = match row.state {
            SentState::Waits => ("pill pill-wait", "sent-waits"),
            SentState::Sent => ("pill pill-good", "sent-sent"),
            SentState::Failed => ("pill pill-bad", "sent-failed"),
        };
        view! {
            <tr>
                <th scope="row">{stamp(row.at)}</th>
                <td>{t.t(&format!("sent-kind-{}", row.kind.replace('_', "-")))}</td>
                <td>{t.t("sent-email")}</td>
                <td><span class=class>{t.t(state)}</span></td>
            </tr>
        }
    };
    let heads = view! {
        {head("sent-when", "", t)}
        {head("sent-what", "", t)}
        {head("sent-how", "", t)}
        {head("staff-state", "", t)}
    };
    let lines = sent.iter().map(line).collect_view();
    Some(
        view! {
            <details class="more">
                <summary>{t.count("sent-title", sent.len(), &[])}</summary>
                {scroll("sent-table", heads.into_any(), lines.into_any(), None, t)}
            </details>
        }
        .into_any(),
    )
}

pub(super) fn changes(page: &StaffAccountPage, t: Text) -> Option<AnyView> {
    if page.changes.is_empty() {
        return None;
    }
    let line = |row: &ChangeRow| {
        let id = match (row.state, row.left) {
            (ChangeState::Asked, _) => "move-row-asked",
            (ChangeState::Returned, _) => "move-row-returned",
            (ChangeState::Done, true) => "move-row-left",
            (ChangeState::Done, false) => "move-row-came",
        };
        let words = t.with(id, &[("name", &row.other)]);
        view! { <li>{iso(row.day)}" "<a href=format!("/staff/changes/{}", row.id)>{words}</a></li> }
    };
    Some(
        view! {
            <h2>{t.t("move-rows")}</h2>
            <ul class="notes" role="list">{page.changes.iter().map(line).collect_view()}</ul>
        }
        .into_any(),
    )
}
