//! What is there to keep of a plan: what was agreed to as a PDF, and the dates for a calendar.

use app::Text;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use billing::door::local;
use billing::plans::join::Joining;
use billing::plans::sign::Signed;
use billing::plans::{self, Document};
use billing::{identity, sqlx};
use domain::plan::{Disclosure, Instalment};
use domain::{Money, PlanId};
use paper::Agreed;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use super::history::whose;
use super::plans_told::seen;
use crate::web::answer::Answer;
use crate::web::session::Patient;
use crate::web::{Shared, papers};

pub async fn agreement(State(portal): State<Shared>, patient: Patient, Path(id): Path<PlanId>) -> Answer {
    patient.must_own()?;
    let mut tx = portal.db.read().await?;
    seen(&mut tx, &portal, &patient, id).await?;
    let t = patient.text(&portal);
    let mut told = Vec::new();
    for document in plans::documents(&mut tx, patient.practice.id, id).await? {
        let signer = identity::user_in(&mut tx, document.signed_by).await?;
        let name = signer.map(|user| user.name).unwrap_or_default();
        told.push(agreed(&document, &name, &patient.practice.time_zone, t)?);
    }
    drop(tx);
    let whose = whose(&portal, &patient).await?;
    let title = t.t("myplan-paper-title");
    papers::record("agreement.pdf", t, move |words| paper::agreement(&whose.head(), &title, &told, words))
        .await
}

/// A document in the words of its PDF: what was agreed to stands in the language it was
/// agreed to in.
fn agreed(document: &Document, name: &str, zone: &str, t: Text) -> Result<Agreed, sqlx::Error> {
    let at = local(document.signed_at, zone);
    let time = at.format(format_description!("[hour]:[minute]")).unwrap_or_default();
    let values = [("name", name.to_owned()), ("date", t.date(at.date())), ("time", time)];
    let values: Vec<(&'static str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let title = match document.kind.as_str() {
        "autopay" => "myplan-paper-autopay",
        "joined" => "myplan-paper-joined",
        _ => "myplan-paper-agreement",
    };
    let mut words: Vec<String> = paragraphs(&document.agreement);
    // An authorisation that is the whole agreement is said once.
    let autopay = document.autopay.as_deref().filter(|autopay| *autopay != document.agreement);
    words.extend(autopay.into_iter().flat_map(paragraphs));
    if let Some(cap) = document.cap_cents {
        words.push(t.with("myplan-paper-cap", &[("cap", &t.money(Money::from_cents(cap)))]));
    }
    let (schedule, disclosure) = content(document)?;
    Ok(Agreed {
        title: t.t(title),
        signed: t.with("myplan-paper-signed", &values),
        words,
        schedule: schedule.iter().map(|one| (one.due, one.left())).collect(),
        disclosure: disclosure.map(|told| figures(&told, t)).unwrap_or_default(),
        mark: t.with(
            "myplan-paper-mark",
            &[
                ("version", &document.terms_version),
                ("mark", document.sha256.get(..16).unwrap_or(&document.sha256)),
            ],
        ),
    })
}

fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The schedule and the disclosure that were shown.
fn content(document: &Document) -> Result<(Vec<Instalment>, Option<Disclosure>), sqlx::Error> {
    let unreadable = |error: serde_json::Error| sqlx::Error::Decode(error.into());
    let Some(offer) = &document.offer else { return Ok((Vec::new(), None)) };
    if document.kind == "joined" {
        let joined: Joining = serde_json::from_str(offer).map_err(unreadable)?;
        let left = joined.after.into_iter().filter(|one| one.left().is_positive()).collect();
        return Ok((left, joined.disclosure));
    }
    let signed: Signed = serde_json::from_str(offer).map_err(unreadable)?;
    Ok((signed.offer.instalments, signed.offer.disclosure))
}

fn figures(told: &Disclosure, t: Text) -> Vec<(String, String)> {
    let mut rows = vec![
        (t.t("myplan-reg-apr"), told.apr.to_string()),
        (t.t("myplan-reg-charge"), t.money(told.finance_charge)),
        (t.t("myplan-reg-financed"), t.money(told.amount_financed)),
        (t.t("myplan-reg-total"), t.money(told.total_of_payments)),
    ];
    for one in &told.payments {
        let (amount, date) = (t.money(one.amount), t.date(one.first));
        let values: &[(&'static str, &str)] = &[("amount", &amount), ("date", &date)];
        let count = usize::try_from(one.count).unwrap_or_default();
        let total = one.amount.cents() * i64::from(one.count);
        rows.push((t.count("myplan-reg-payments", count, values), t.money(Money::from_cents(total))));
    }
    rows
}

pub async fn dates(State(portal): State<Shared>, patient: Patient, Path(id): Path<PlanId>) -> Answer {
    patient.must_own()?;
    let mut tx = portal.db.read().await?;
    let seen = seen(&mut tx, &portal, &patient, id).await?;
    let t = patient.text(&portal);
    let host = portal.config.public_url.split("://").last().unwrap_or_default();
    let events = seen.standing.plan.unpaid().map(|one| Event {
        uid: format!("{id}-{}@{host}", one.number),
        day: one.due,
        summary: format!("{}: {}", patient.practice.name, t.money(one.left())),
    });
    let text = calendar(events, seen.card.version, portal.door.now());
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"dates.ics\""),
    ];
    Ok((headers, text).into_response())
}

/// A day in a calendar.
struct Event {
    uid: String,
    day: Date,
    summary: String,
}

/// A calendar of whole days (RFC 5545). The same day again, with a higher sequence, takes the
/// place of the one that a calendar has already.
fn calendar(events: impl Iterator<Item = Event>, sequence: u32, now: OffsetDateTime) -> String {
    let day = |day: Date| day.format(format_description!("[year][month][day]")).unwrap_or_default();
    let stamp = now.to_offset(time::UtcOffset::UTC);
    let stamp =
        stamp.format(format_description!("[year][month][day]T[hour][minute][second]Z")).unwrap_or_default();
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//openbalance//payment plan//EN");
    line("CALSCALE", "GREGORIAN");
    for event in events {
        line("BEGIN", "VEVENT");
        line("UID", &event.uid);
        line("DTSTAMP", &stamp);
        line("SEQUENCE", &sequence.to_string());
        line("DTSTART;VALUE=DATE", &day(event.day));
        line("DTEND;VALUE=DATE", &day(event.day.next_day().unwrap_or(event.day)));
        line("SUMMARY", &escaped(&event.summary));
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

/// A text value (RFC 5545, section 3.3.11).
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => safe.extend(['\\', letter]),
            '\n' => safe.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}

/// A content line of 75 octets at most, without its end; what is longer goes on after a space
/// (RFC 5545, section 3.1). No letter is cut in two.
fn fold(text: &mut String, line: &str) {
    const MOST: usize = 75;
    let mut room = MOST;
    for letter in line.chars() {
        if letter.len_utf8() > room {
            text.push_str("\r\n ");
            room = MOST - 1;
        }
        text.push(letter);
        room -= letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    fn file(practice: &str) -> String {
        let event = Event {
            uid: "0190-1@bills.example".to_owned(),
            day: date!(2026 - 12 - 31),
            summary: format!("{practice}: $40.00"),
        };
        calendar([event].into_iter(), 3, datetime!(2026-11-24 17:00 UTC))
    }

    /// As a calendar reads it: folded lines are one again.
    fn read(file: &str) -> Vec<String> {
        file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_calendar_is_read_back_as_it_was_written() {
        let lines = read(&file("Smith, Jones; Partners\\Sons"));
        let expected = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//openbalance//payment plan//EN",
            "CALSCALE:GREGORIAN",
            "BEGIN:VEVENT",
            "UID:0190-1@bills.example",
            "DTSTAMP:20261124T170000Z",
            "SEQUENCE:3",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:Smith\\, Jones\\; Partners\\\\Sons: $40.00",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_letter_is_cut() {
        let name = "Clínica de la Señora Ñúñez y Compañía, ".repeat(9);
        let file = file(&name);
        assert!(file.ends_with("END:VCALENDAR\r\n"));
        for line in file.split("\r\n") {
            assert!(line.len() <= 75, "{}: {line}", line.len());
        }
        let summary = read(&file).into_iter().find(|line| line.starts_with("SUMMARY:")).unwrap_or_default();
        assert_eq!(summary, format!("SUMMARY:{}", escaped(&format!("{name}: $40.00"))));
        assert!(!file.replace("\r\n", "").contains(['\r', '\n']), "every line ends with both");
    }

    #[test]
    fn what_is_no_text_adds_no_line() {
        let lines = read(&file("Evil\r\nEND:VCALENDAR"));
        assert_eq!(lines.iter().filter(|line| *line == "END:VCALENDAR").count(), 1);
    }
}
