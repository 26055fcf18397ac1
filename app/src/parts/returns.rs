//! What became of money after it was paid, in sentences that a patient reads: sent
//! back, on its way, taken back by a bank.

use domain::Money;
use leptos::prelude::*;

use crate::Text;
use crate::model::{Method, PatientRefund, PatientRefundState};

/// Where money goes back to, as the messages' `$to` says it.
fn to(method: &Method) -> &'static str {
    match method {
        Method::Online { .. } => "card",
        Method::Bank => "bank",
        Method::Cash | Method::Check | Method::Terminal => "desk",
    }
}

fn refund(refund: &PatientRefund, method: &Method, t: Text) -> String {
    let id = match refund.state {
        PatientRefundState::Sending => "back-sending",
        PatientRefundState::Checking => "back-checking",
        PatientRefundState::OnTheWay => "back-on-the-way",
        PatientRefundState::Done => "back-done",
        PatientRefundState::Failed => "back-failed",
    };
    let (amount, date) = (t.money(refund.amount), t.day(refund.date));
    t.with(id, &[("amount", &amount), ("date", &date), ("to", to(method))])
}

/// A sentence for each refund and for what a bank took back; nothing when nothing
/// happened.
pub(crate) fn returns(
    refunds: &[PatientRefund],
    charged_back: Option<Money>,
    method: &Method,
    t: Text,
) -> Option<AnyView> {
    let taken =
        charged_back.map(|amount| t.with("back-taken", &[("amount", &t.money(amount)), ("to", to(method))]));
    let sentences: Vec<String> =
        taken.into_iter().chain(refunds.iter().map(|one| refund(one, method, t))).collect();
    if sentences.is_empty() {
        return None;
    }
    let items = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
    Some(view! { <ul class="returns" role="list">{items}</ul> }.into_any())
}
