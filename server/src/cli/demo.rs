//! `openbalance demo`: an invented practice, filled through the same imports as a real one,
//! and the logins to look at it.

use std::process::ExitCode;

use billing::accounts::{self, Practice};
use billing::identity::{self, Grant};
use billing::statements::{self, Address};
use billing::{Db, Door, imports};
use domain::access::Role;
use domain::{PracticeId, UserId};
use time::macros::format_description;
use time::{Date, Duration};

use super::{CliError, demo_plan, open};
use crate::config::Config;

const EXPORT: &str = include_str!("../../demo/riverside.csv");
const REMITTANCE: &str = include_str!("../../demo/riverside.835");
const PLAN_EXPORT: &str = include_str!("../../demo/plan.csv");
const SECOND_EXPORT: &str = include_str!("../../demo/lakeside.csv");

/// Every demo login has the password that its line says.
const LOGINS: &str = "\
demo logins (nobody here is real):
  patient   maria@example.com    violet harbor ladder    two visits to pay, for herself and her son Leo
  paciente  rosa@example.com     maple candle orchard    en español; one visit without insurance, one with two insurers
  patient   sam@example.com      paper lantern bridge    a payment plan that has run for seven weeks
  staff     dana@example.com     quiet pebble engine     sign in at /staff/sign-in
  staff     ravi@example.com     amber ticket river      a second person, for what one alone may not do
  to register: account A-40012, born May 17, 1990, ZIP code 04101
";

/// What the second practice adds.
const SECOND: &str = "\
  patient   owen@example.com     copper meadow kite      of a second practice, Lakeside
";

pub async fn run(config: &Config, second_practice: bool) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let empty = {
        let mut tx = db.read().await?;
        accounts::practices(&mut tx).await?.is_empty()
    };
    if empty {
        fill(&db, &door).await?;
    } else {
        let mut tx = db.read().await?;
        if accounts::practice_by_slug(&mut tx, "riverside").await?.is_none() {
            return Err(CliError::Said(
                "the database holds practices that are not the demo's; nothing was changed".to_owned(),
            ));
        }
    }
    print!("{LOGINS}");
    if second_practice {
        let there = {
            let mut tx = db.read().await?;
            accounts::practice_by_slug(&mut tx, "lakeside").await?.is_some()
        };
        if !there {
            fill_second(&db, &door).await?;
        }
        print!("{SECOND}");
    }
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn fill(db: &Db, door: &Door) -> Result<(), CliError> {
    let riverside = practice(db, door, "riverside", "Riverside Family Medicine", "(555) 010-0142").await?;
    let seven_weeks_ago = door.clone().ahead(-demo_plan::SIGNED);
    import(db, &seven_weeks_ago, riverside, "plan.csv", PLAN_EXPORT).await?;
    import(db, door, riverside, "riverside.csv", EXPORT).await?;
    import(db, door, riverside, "riverside.835", REMITTANCE).await?;
    let maria = account(db, riverside, "A-20418").await?;
    let rosa = account(db, riverside, "A-30077").await?;
    login(db, door, "maria@example.com", "Maria", "en", "violet harbor ladder", maria).await?;
    login(db, door, "rosa@example.com", "Rosa", "es", "maple candle orchard", rosa).await?;
    let staff = Grant::Staff(riverside, Role::Administrator);
    let dana = login(db, door, "dana@example.com", "Dana", "en", "quiet pebble engine", staff).await?;
    login(db, door, "ravi@example.com", "Ravi", "en", "amber ticket river", staff).await?;
    let sam = account(db, riverside, "A-50210").await?;
    let user = login(db, door, "sam@example.com", "Sam", "en", "paper lantern bridge", sam).await?;
    let Grant::Guarantor(_, guarantor) = sam else { return Ok(()) };
    demo_plan::run(db, door, (riverside, guarantor), user, dana).await
}

async fn fill_second(db: &Db, door: &Door) -> Result<(), CliError> {
    let lakeside = practice(db, door, "lakeside", "Lakeside Pediatrics", "(555) 010-0177").await?;
    import(db, door, lakeside, "lakeside.csv", SECOND_EXPORT).await?;
    let owen = account(db, lakeside, "L-100").await?;
    login(db, door, "owen@example.com", "Owen", "en", "copper meadow kite", owen).await?;
    Ok(())
}

/// A practice in Springfield, with a box where cheques go.
async fn practice(db: &Db, door: &Door, slug: &str, name: &str, phone: &str) -> Result<PracticeId, CliError> {
    let practice = Practice {
        id: PracticeId(door.id()),
        slug: slug.to_owned(),
        name: name.to_owned(),
        phone: Some(phone.to_owned()),
        email: Some(format!("billing@{slug}.example")),
        hours: Some("Monday to Friday, 8 to 5".to_owned()),
        time_zone: "America/New_York".to_owned(),
        languages: None,
        brand_mark: None,
    };
    let mut tx = db.begin().await?;
    accounts::add_practice_in(&mut tx, door, &practice).await?;
    let known = |line: &str| Some(line.to_owned());
    let remit_to = Address {
        address1: known("PO Box 4100"),
        address2: None,
        city: known("Springfield"),
        state: known("IL"),
        zip: known("627014100"),
    };
    statements::change_remit_to_in(&mut tx, practice.id, &remit_to).await?;
    tx.commit().await?;
    Ok(practice.id)
}

async fn login(
    db: &Db,
    door: &Door,
    email: &str,
    name: &str,
    language: &str,
    password: &str,
    grant: Grant,
) -> Result<UserId, CliError> {
    Ok(identity::add_user(db, door, email, name, language, password, &[grant]).await?)
}

async fn account(db: &Db, practice: PracticeId, number: &str) -> Result<Grant, CliError> {
    let mut tx = db.read().await?;
    let guarantor = accounts::guarantor_by_number(&mut tx, practice, number)
        .await?
        .ok_or_else(|| CliError::Said(format!("the demo lacks the account {number}")))?;
    Ok(Grant::Guarantor(practice, guarantor.id))
}

async fn import(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    name: &str,
    template: &str,
) -> Result<(), CliError> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(name);
    std::fs::write(&path, dated(template, door.today()))?;
    let report = imports::import_file(db, door, practice, &path, name).await?;
    match report.refused.first() {
        Some(refused) => Err(CliError::Said(format!("{name}, {}: {}", refused.at, refused.reason))),
        None => Ok(()),
    }
}

/// Fills in days: `{iso-41}` is the ISO date of 41 days ago, `{x12-41}` the same as the
/// 835 writes it.
fn dated(template: &str, today: Date) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let day = |days: &str| today - Duration::days(days.parse().unwrap_or_default());
        let written = match name.split_once('-') {
            Some(("iso", days)) => day(days).format(format_description!("[year]-[month]-[day]")).ok(),
            Some(("x12", days)) => day(days).format(format_description!("[year][month][day]")).ok(),
            _ => None,
        };
        text.push_str(&written.unwrap_or_default());
        rest = after;
    }
    text.push_str(rest);
    text
}
