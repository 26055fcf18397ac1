//! Who saw and did what.

use std::collections::BTreeMap;

use app::model::{AuditPage, AuditRow, AuditWanted, AuditWho};
use app::pages;
use axum::extract::{Query, State};
use billing::api_keys;
use billing::audit::{self, Filter, Kept};
use billing::db::Tx;
use billing::door::{local, midnight};
use billing::identity::{self, people};
use domain::UserId;
use domain::access::{Permission, Role};
use serde::Deserialize;
use time::Duration;

use crate::web::answer::{Answer, Fail, page, refused};
use crate::web::fields::day_field;
use crate::web::session::Staff;
use crate::web::sheet::{self, harmless};
use crate::web::{Portal, Shared};

/// Events on one page.
const SHOWN: usize = 100;

/// The most events in one file; a longer time is taken along in parts.
const IN_FILE: usize = 50_000;

/// What the address asks for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    user: String,
    about: String,
    from: String,
    to: String,
    changes: String,
    emergency: String,
    below: String,
}

impl Asked {
    /// What cannot be read is not looked for.
    fn wanted(&self) -> AuditWanted {
        let day = |text: &str| day_field(text).ok().flatten();
        AuditWanted {
            user: self.user.parse().ok(),
            about: self.about.trim().chars().take(80).collect(),
            from: day(&self.from),
            to: day(&self.to),
            changes: !self.changes.is_empty(),
            emergency: !self.emergency.is_empty(),
        }
    }
}

fn filter(wanted: &AuditWanted, zone: &str) -> Filter {
    Filter {
        user: wanted.user,
        subject: Some(wanted.about.clone()).filter(|about| !about.is_empty()),
        from: wanted.from.map(|day| midnight(day, zone)),
        until: wanted.to.and_then(|day| day.next_day()).map(|day| midnight(day, zone)),
        changes: wanted.changes,
        emergency: wanted.emergency,
    }
}

/// The same search as an address.
fn query(wanted: &AuditWanted) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if let Some(user) = wanted.user {
        query.append_pair("user", &user.to_string());
    }
    if !wanted.about.is_empty() {
        query.append_pair("about", &wanted.about);
    }
    for (name, day) in [("from", wanted.from), ("to", wanted.to)] {
        if let Some(day) = day {
            query.append_pair(name, &day.to_string());
        }
    }
    if wanted.changes {
        query.append_pair("changes", "1");
    }
    if wanted.emergency {
        query.append_pair("emergency", "1");
    }
    query.finish()
}

pub async fn list(State(portal): State<Shared>, staff: Staff, Query(asked): Query<Asked>) -> Answer {
    Ok(page(show(&portal, &staff, &asked, false).await?))
}

async fn show(portal: &Portal, staff: &Staff, asked: &Asked, too_much: bool) -> Result<String, Fail> {
    let wanted = asked.wanted();
    let zone = &staff.practice.time_zone;
    let mut tx = portal.db.read().await?;
    let below = asked.below.parse().ok();
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let mut kept = audit::newest(&mut tx, staff.practice.id, &filter(&wanted, zone), below, limit).await?;
    let more = kept.len() > SHOWN;
    kept.truncate(SHOWN);
    let said = query(&wanted);
    let older = kept.last().filter(|_| more).map(|last| format!("/staff/audit?{said}&below={}", last.seq));
    let members = people::of_practice(&mut tx, staff.practice.id).await?;
    let mut names = Names(members.iter().map(|member| (member.user_id, member.name.clone())).collect());
    let mut events = Vec::new();
    for event in kept {
        events.push(row(&mut tx, &mut names, event, zone).await?);
    }
    let model = AuditPage {
        people: members.into_iter().map(|member| (member.user_id, member.name)).collect(),
        events,
        older,
        file: format!("/staff/audit.csv?{said}"),
        wanted,
        too_much,
    };
    Ok(pages::staff::audit(&staff.ctx(portal), &model))
}

/// Names of who is on the staff, and of who was.
struct Names(BTreeMap<UserId, String>);

impl Names {
    async fn of(&mut self, tx: &mut Tx, user: UserId) -> Result<String, Fail> {
        if let Some(name) = self.0.get(&user) {
            return Ok(name.clone());
        }
        let name = identity::user_in(tx, user).await?.map_or_else(|| user.to_string(), |user| user.name);
        self.0.insert(user, name.clone());
        Ok(name)
    }
}

async fn row(tx: &mut Tx, names: &mut Names, kept: Kept, zone: &str) -> Result<AuditRow, Fail> {
    Ok(AuditRow {
        number: kept.seq,
        at: local(kept.at, zone),
        who: match kept.user_id {
            Some(user) => AuditWho::Staff(names.of(tx, user).await?),
            None if kept.role == audit::PROGRAM => {
                let key = kept.subjects.split_whitespace().next().and_then(|key| key.parse().ok());
                let keys = api_keys::list(tx, kept.practice_id).await?;
                let key = keys.into_iter().find(|known| Some(known.id) == key);
                AuditWho::Program(key.map(|key| key.name).unwrap_or_default())
            }
            None => AuditWho::Operator,
        },
        role: Role::from_code(&kept.role),
        permission: Permission::from_code(&kept.permission),
        refused: !kept.allowed,
        change: kept.method != "GET",
        emergency: kept.emergency.is_some(),
        route: format!("{} {}", kept.method, kept.route),
        subjects: kept.subjects.split_whitespace().map(str::to_owned).collect(),
    })
}

pub async fn file(State(portal): State<Shared>, staff: Staff, Query(asked): Query<Asked>) -> Answer {
    let wanted = asked.wanted();
    let zone = &staff.practice.time_zone;
    let mut tx = portal.db.read().await?;
    let limit = i64::try_from(IN_FILE + 1).unwrap_or(i64::MAX);
    let kept = audit::newest(&mut tx, staff.practice.id, &filter(&wanted, zone), None, limit).await?;
    if kept.len() > IN_FILE {
        drop(tx);
        return Ok(refused(show(&portal, &staff, &asked, true).await?));
    }
    let head = [
        "number",
        "at",
        "user",
        "role",
        "permission",
        "allowed",
        "method",
        "route",
        "subjects",
        "emergency",
        "seal",
    ];
    let rows = kept.into_iter().map(|one| {
        [
            one.seq.to_string(),
            (one.at.to_offset(time::UtcOffset::UTC)
                - Duration::nanoseconds(i64::from(one.at.nanosecond() % 1_000)))
            .to_string(),
            one.user_id.map(|user| user.to_string()).unwrap_or_default(),
            one.role,
            one.permission,
            one.allowed.to_string(),
            one.method,
            one.route,
            harmless(&one.subjects),
            one.emergency.map(|id| id.to_string()).unwrap_or_default(),
            one.seal,
        ]
    });
    sheet::answer("audit.csv", head, rows)
}
