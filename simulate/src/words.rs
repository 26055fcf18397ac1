//! Actions and their ends in the words of a trace: ids and figures, each on one line.

use crate::action::{Action, Outcome};

/// What somebody does.
#[must_use]
pub fn of(action: &Action) -> String {
    match action {
        Action::Pay(payer, press) => {
            format!("account {} presses {} to pay {:?}", payer.guarantor, press.id, press.choice)
        }
        Action::Return(payment) => format!("somebody comes back from payment {payment}"),
        Action::Plan(act) => act.words(),
        Action::Desk(_, taken) => {
            format!(
                "the desk takes {:?} {} from {}, press {}",
                taken.method, taken.amount, taken.guarantor, taken.press
            )
        }
        Action::Ask(by, ask) => {
            format!("{by} asks for a refund of {} of {}, press {}", ask.amount, ask.payment, ask.press)
        }
        Action::Decide(by, refund, agreed) => format!("{by} decides on refund {refund}: {agreed}"),
        Action::Send(refund) => format!("refund {refund} is sent"),
        Action::Retry(by, refund) => format!("{by} sends refund {refund} again"),
        Action::ByHand(by, refund) => format!("{by} writes a cheque for refund {refund}"),
        Action::Move(moving) => moving.words(),
        Action::Resolve(id, action) => format!("staff settle difference {id}: {action:?}"),
        Action::Close(by, count) => format!("{by} closes {} with {}", count.day, count.cash),
        Action::Done(by, item) => format!("{by} is done with {item}"),
        Action::Import(paper) => {
            format!("import of {}: {}", paper.name, paper.text.replace(['\n', '\r'], "⏎"))
        }
        Action::Deliver(letter) => format!("{} arrives", letter.kind),
        Action::Chore(chore) => format!("chore: {chore:?}"),
    }
}

/// How it ended.
#[must_use]
pub fn of_outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Page(url) => format!("page {}", url.rsplit('/').next().unwrap_or_default()),
        Outcome::Refund(refund) => format!("refund {} of {} is {:?}", refund.id, refund.amount, refund.state),
        Outcome::Stands(state) => format!("it is {state:?}"),
        Outcome::Report(taken) => if *taken { "taken" } else { "refused" }.to_owned(),
        Outcome::Done => "done".to_owned(),
        Outcome::Refused(why) | Outcome::Broken(why) => why.clone(),
    }
}
