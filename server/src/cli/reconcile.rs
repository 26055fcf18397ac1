//! `openbalance reconcile`

use std::process::ExitCode;

use billing::reconcile::{self, Action, Difference};
use billing::{Db, Door, accounts};
use serde_json::json;

use super::{CliError, find_practice, open};
use crate::config::Config;
use crate::web::gateway_of;

pub async fn run(
    config: &Config,
    settle: Option<(String, String)>,
    practice: Option<&str>,
    json: bool,
) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let stripe = gateway_of(config)?.ok_or_else(|| {
        CliError::Said("OPENBALANCE_STRIPE_SECRET_KEY is not set, so Stripe cannot be asked".to_owned())
    })?;
    if let Some((id, action)) = settle {
        let action = Action::ALL.iter().find(|(_, code)| *code == action);
        let (action, _) =
            *action.ok_or_else(|| CliError::Said("there is no such --action; see --help".to_owned()))?;
        let practice = find_practice(&db, &door, practice).await?;
        reconcile::resolve_any(&db, &door, &stripe, practice.id, &id, action).await?;
    }
    let reading = reconcile::run(&db, &door, &stripe).await?;
    let open = differences(&db, &door).await?;
    db.close().await;
    if json {
        let listed: Vec<_> = open.iter().map(|(slug, one)| as_json(slug, one)).collect();
        println!("{}", json!({ "new": reading.new, "recovered": reading.recovered, "differences": listed }));
    } else {
        println!("{} new lines, {} of them recovered", reading.new, reading.recovered);
        for (slug, one) in &open {
            println!("difference: {}", sentence(slug, one));
        }
        println!(
            "{}",
            if open.is_empty() { "Stripe and the books agree" } else { "Stripe and the books differ" }
        );
    }
    Ok(if open.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What differs, with the practice whose it is; `-` for what is nobody's.
async fn differences(db: &Db, door: &Door) -> Result<Vec<(String, Difference)>, CliError> {
    let mut tx = db.read().await?;
    let mut all = Vec::new();
    for practice in accounts::practices(&mut tx).await? {
        for one in reconcile::differences(&mut tx, door, practice.id).await? {
            all.push((practice.slug.clone(), one));
        }
    }
    for one in reconcile::nobodys(&mut tx, door).await? {
        // With one practice they are its own and stand there already.
        if !all.iter().any(|(_, known)| known.id == one.id) {
            all.push(("-".to_owned(), one));
        }
    }
    Ok(all)
}

fn actions(one: &Difference) -> Vec<&'static str> {
    let fits = |(action, _): &&(Action, &'static str)| one.kind.actions().contains(action);
    Action::ALL.iter().filter(fits).map(|(_, code)| *code).collect()
}

fn as_json(slug: &str, one: &Difference) -> serde_json::Value {
    json!({
        "id": one.id, "practice": slug, "kind": format!("{:?}", one.kind), "reference": one.reference,
        "stripe_cents": one.theirs.map(|amount| amount.cents()), "books_cents": one.ours.map(|amount| amount.cents()),
        "actions": actions(one),
    })
}

fn sentence(slug: &str, one: &Difference) -> String {
    let amount = |amount: Option<domain::Money>| {
        amount.map_or_else(|| "nothing".to_owned(), |amount| format!("${amount}"))
    };
    format!(
        "{} (practice {slug}, {:?}, {}): Stripe says {}, the books {}; settle it by {}",
        one.id,
        one.kind,
        one.reference,
        amount(one.theirs),
        amount(one.ours),
        actions(one).join(" or ")
    )
}
