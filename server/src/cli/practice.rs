//! `openbalance practice add`, `openbalance practice set` and `openbalance practice leave`

use std::collections::BTreeSet;
use std::process::ExitCode;

use billing::accounts::{self, Practice};
use billing::audit::by_operator_in;
use billing::statements::{self, Address, rights};
use billing::{Door, Tx, branding, denials, household, leaving, merging};
use domain::{Money, PracticeId};
use time::Date;
use time::macros::format_description;

use super::{CliError, PracticeDetails, open};
use crate::config::Config;

pub async fn add(config: &Config, slug: &str, details: PracticeDetails) -> Result<ExitCode, CliError> {
    let plain =
        !slug.is_empty() && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !plain {
        return Err(CliError::Said(
            "the short name has lower case letters, digits and hyphens only".to_owned(),
        ));
    }
    let (db, door) = open(config).await?;
    let name = details.name.clone().ok_or_else(|| CliError::Said("a practice needs a --name".to_owned()))?;
    let blank = Practice {
        id: PracticeId(door.id()),
        slug: slug.to_owned(),
        name,
        phone: None,
        email: None,
        hours: None,
        time_zone: "America/New_York".to_owned(),
        languages: None,
        brand_mark: None,
    };
    let practice = with(blank, &details)?;
    let mut tx = db.begin().await?;
    match accounts::add_practice_in(&mut tx, &door, &practice).await {
        Ok(()) => {
            set_policy(&mut tx, practice.id, &details).await?;
            set_paper(&mut tx, practice.id, &details).await?;
            set_appeals(&mut tx, &door, practice.id, &details).await?;
            set_people(&mut tx, &door, practice.id, &details).await?;
            set_hosts(&mut tx, &door, practice.id, &details).await?;
            by_operator_in(&mut tx, &door, practice.id, "practice add", &[]).await?;
            tx.commit().await?;
        }
        Err(error) if billing::db::is_duplicate(&error) => {
            return Err(CliError::Said(format!("there is a practice {slug} already")));
        }
        Err(error) => return Err(error.into()),
    }
    db.close().await;
    println!("{slug} is there");
    Ok(ExitCode::SUCCESS)
}

pub async fn set(config: &Config, slug: &str, details: PracticeDetails) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let mut tx = db.begin().await?;
    let known = named(&mut tx, slug).await?;
    let practice = with(known, &details)?;
    accounts::change_practice_in(&mut tx, &practice).await?;
    set_policy(&mut tx, practice.id, &details).await?;
    set_paper(&mut tx, practice.id, &details).await?;
    set_appeals(&mut tx, &door, practice.id, &details).await?;
    set_people(&mut tx, &door, practice.id, &details).await?;
    set_hosts(&mut tx, &door, practice.id, &details).await?;
    by_operator_in(&mut tx, &door, practice.id, "practice set", &[]).await?;
    tx.commit().await?;
    db.close().await;
    println!("{slug} is changed");
    Ok(ExitCode::SUCCESS)
}

/// Says that a practice leaves; without a day and words, that it stays.
pub async fn leave(config: &Config, slug: &str, leaves: Option<(&str, &str)>) -> Result<ExitCode, CliError> {
    let leaves = match leaves {
        Some((on, pay)) => {
            let pay = pay.trim();
            if pay.is_empty() || pay.chars().count() > 500 {
                return Err(CliError::Said("--pay says where to pay, in at most 500 letters".to_owned()));
            }
            Some((day(on)?, pay))
        }
        None => None,
    };
    let (db, door) = open(config).await?;
    let mut tx = db.begin().await?;
    let known = named(&mut tx, slug).await?;
    if !leaving::set_in(&mut tx, known.id, leaves).await? {
        return Err(CliError::Said(format!("{slug} has left already")));
    }
    by_operator_in(&mut tx, &door, known.id, "practice leave", &[]).await?;
    tx.commit().await?;
    db.close().await;
    match leaves {
        Some((on, _)) => println!("{slug} leaves on {on}"),
        None => println!("{slug} stays"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Says that a practice becomes part of another one; without a day and a practice, that it does not.
pub async fn merge(
    config: &Config,
    slug: &str,
    merges: Option<(&str, &str)>,
    name: Option<&str>,
) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let mut tx = db.begin().await?;
    let known = named(&mut tx, slug).await?;
    let other = match merges {
        Some((on, into)) => Some((day(on)?, named(&mut tx, into).await?)),
        None => None,
    };
    let merges = other.as_ref().map(|(on, into)| (*on, into.id, name.map_or(&*into.name, str::trim)));
    if merges.is_some_and(|(.., name)| name.is_empty() || name.chars().count() > 200) {
        return Err(CliError::Said("--name is what it is called then, in at most 200 letters".to_owned()));
    }
    merging::set_in(&mut tx, known.id, merges).await.map_err(|error| CliError::Said(error.to_string()))?;
    // Both are told, in the order of their ids, as whoever writes in several chains does.
    let mut both = BTreeSet::from([known.id]);
    both.extend(other.iter().map(|(_, into)| into.id));
    let subjects: Vec<_> = both.iter().map(|practice| practice.0).collect();
    for practice in &both {
        by_operator_in(&mut tx, &door, *practice, "practice merge", &subjects).await?;
    }
    tx.commit().await?;
    db.close().await;
    match merges {
        Some((on, _, name)) => println!("{slug} is called {name} from {on} on"),
        None => println!("{slug} stays by itself"),
    }
    Ok(ExitCode::SUCCESS)
}

fn day(on: &str) -> Result<Date, CliError> {
    let form = format_description!("[year]-[month]-[day]");
    Date::parse(on, form).map_err(|_| CliError::Said("--on is a day such as 2027-01-01".to_owned()))
}

async fn named(tx: &mut Tx, slug: &str) -> Result<Practice, CliError> {
    let known = accounts::practice_by_slug(tx, slug).await?;
    known.ok_or_else(|| CliError::Said(format!("there is no practice {slug:?}")))
}

/// Only here, as it is what contracts with insurers say.
async fn set_appeals(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    details: &PracticeDetails,
) -> Result<(), CliError> {
    if let Some(days) = details.appeal_days {
        denials::payers::set_practice_days_in(tx, door, practice, days).await?;
    }
    Ok(())
}

/// Only here, not in the portal: who may ask for refunds must not raise the limit above
/// which a second person is needed.
async fn set_policy(tx: &mut Tx, practice: PracticeId, details: &PracticeDetails) -> Result<(), CliError> {
    let mut policy = accounts::policy(tx, practice).await?;
    if let Some(limit) = &details.refund_limit {
        let limit = Money::parse_human(limit).ok().filter(|limit| !limit.is_negative());
        policy.second_person =
            limit.ok_or_else(|| CliError::Said("--refund-limit is an amount such as 200.00".to_owned()))?;
    }
    if let Some(apply) = &details.credits_apply {
        policy.credit_applies = apply == "yes";
    }
    match details.credit_refund_days.as_deref() {
        Some("never") => policy.credit_refund_days = None,
        Some(days) => {
            let days = days.parse().ok().filter(|days| (0..=3650).contains(days));
            policy.credit_refund_days = Some(days.ok_or_else(|| {
                CliError::Said("--credit-refund-days is a number of days, or never".to_owned())
            })?);
        }
        None => {}
    }
    Ok(accounts::change_policy_in(tx, practice, &policy).await?)
}

/// Who sees what, and with whom one settles at once.
async fn set_people(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    details: &PracticeDetails,
) -> Result<(), CliError> {
    if let Some(years) = details.adult_age {
        household::set_adult_age_in(tx, practice, years).await?;
    }
    if let Some(name) = &details.organisation {
        let name = Some(name.trim()).filter(|name| !name.is_empty() && *name != "none");
        accounts::set_organisation_in(tx, door, practice, name).await?;
    }
    Ok(())
}

/// Under which names it is reached.
async fn set_hosts(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    details: &PracticeDetails,
) -> Result<(), CliError> {
    let name = |text: &String| {
        branding::host_name(text)
            .ok_or_else(|| CliError::Said(format!("{text:?} is not a host name like bills.example.com")))
    };
    if let Some(host) = details.host.as_ref().map(name).transpose()?
        && !branding::add_host_in(tx, door, practice, &host).await?
    {
        return Err(CliError::Said(format!("another practice has {host}")));
    }
    if let Some(host) = details.without_host.as_ref().map(name).transpose()?
        && !branding::remove_host_in(tx, practice, &host).await?
    {
        return Err(CliError::Said(format!("it does not have {host}")));
    }
    Ok(())
}

/// What stands on paper: where cheques go, and where help is found.
async fn set_paper(tx: &mut Tx, practice: PracticeId, details: &PracticeDetails) -> Result<(), CliError> {
    let known = statements::remit_to(tx, practice).await?;
    let address = Address {
        address1: given(details.address1.as_ref(), known.address1),
        address2: given(details.address2.as_ref(), known.address2),
        city: given(details.city.as_ref(), known.city),
        state: given(details.state.as_ref(), known.state),
        zip: given(details.zip.as_ref(), known.zip).map(|zip| zip.replace('-', "")),
    };
    let is_zip = |zip: &String| matches!(zip.len(), 5 | 9) && zip.bytes().all(|byte| byte.is_ascii_digit());
    if address.zip.as_ref().is_some_and(|zip| !is_zip(zip)) {
        return Err(CliError::Said("--zip is a ZIP code of five or nine digits".to_owned()));
    }
    let is_state = |state: &String| state.len() == 2 && state.bytes().all(|byte| byte.is_ascii_uppercase());
    if address.state.as_ref().is_some_and(|state| !is_state(state)) {
        return Err(CliError::Said("--state is two capital letters such as OH".to_owned()));
    }
    statements::change_remit_to_in(tx, practice, &address).await?;
    let known = rights::assistance_url(tx, practice).await?;
    let url = given(details.assistance_url.as_ref(), known);
    if url.as_ref().is_some_and(|url| !url.starts_with("https://")) {
        return Err(CliError::Said("--assistance-url begins with https://".to_owned()));
    }
    Ok(rights::change_assistance_url_in(tx, practice, url.as_deref()).await?)
}

/// What is typed, or else what is known; nothing typed takes away what is known.
fn given(typed: Option<&String>, known: Option<String>) -> Option<String> {
    match typed {
        Some(typed) => Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty()),
        None => known,
    }
}

fn with(practice: Practice, details: &PracticeDetails) -> Result<Practice, CliError> {
    let time_zone = details.time_zone.clone().unwrap_or(practice.time_zone);
    if !billing::door::is_zone(&time_zone) {
        return Err(CliError::Said(format!("{time_zone:?} is not a time zone like America/New_York")));
    }
    Ok(Practice {
        name: details.name.clone().unwrap_or(practice.name),
        phone: details.phone.clone().or(practice.phone),
        email: details.email.clone().or(practice.email),
        hours: details.hours.clone().or(practice.hours),
        time_zone,
        ..practice
    })
}
