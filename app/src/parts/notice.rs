//! A sentence that stands out.

use leptos::prelude::*;

/// Which tone a notice has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mood {
    /// Not yours yet, on its way.
    Wait,
    /// Done.
    Good,
    /// Neither.
    Plain,
}

/// A notice with this content.
pub(crate) fn notice(mood: Mood, content: impl IntoAny) -> AnyView {
    let class = match mood {
        Mood::Wait => "notice notice-wait",
        Mood::Good => "notice notice-good",
        Mood::Plain => "notice",
    };
    view! { <div class=class>{content.into_any()}</div> }.into_any()
}
