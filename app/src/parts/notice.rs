//! A sentence that stands out.

use domain::VisitId;
use leptos::prelude::*;
use time::Date;

use crate::Text;

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

/// That somebody else answered for a visit until a day, and the plan they had for it.
pub(crate) fn came(visit: VisitId, since: Option<Date>, plan_before: bool, t: Text) -> Option<AnyView> {
    let words = t.with("came-what", &[("date", &t.date(since?))]);
    let plan = plan_before.then(|| {
        let href = format!("/plans/new?visit={visit}");
        view! { <p>{t.t("came-plan")}" "<a href=href>{t.t("came-plan-see")}</a></p> }
    });
    Some(notice(Mood::Plain, view! { <p>{words}</p>{plan} }))
}
