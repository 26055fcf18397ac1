//! The letter that asks an insurer to decide again: drafted from what is kept, changed by whoever
//! sends it, printed, and kept by nobody.
//!
//! It names what a payer needs to find its decision and nothing more: no address, no day of birth,
//! no diagnosis. Insurers are written to in English whatever language the desk reads, so that its
//! words are here and not among the locales.

use app::pages::staff::GAP;
use app::{Lang, Text};
use axum::extract::{Path, State};
use billing::denials::{self, About, Case, Told};
use billing::statements;
use billing::visits::ChargeInfo;
use domain::DenialId;
use domain::denial::Route;
use domain::ledger::Entry;
use domain::statement::Sender;
use paper::Head;
use time::Date;

use super::show::{Shown, show};
use crate::web::answer::{Answer, Fail, refused};
use crate::web::fields::Fields;
use crate::web::session::Staff;
use crate::web::{Shared, papers};

/// The most letters of one.
const MOST: usize = 8_000;

/// What a draft is made from.
pub(super) struct Known<'a> {
    pub case: &'a Case,
    pub told: Option<&'a Told>,
    pub about: &'a About,
    /// The day of the visit.
    pub served_on: Date,
    pub charges: &'a [ChargeInfo],
    pub standing: &'a [Entry],
    pub from: &'a Sender,
    pub today: Date,
}

/// The letter as it is drafted. `[…]` stands where only a person knows what belongs there.
pub(super) fn drafted(known: &Known<'_>) -> String {
    let t = Text::new(Lang::En, known.today);
    let mut lines: Vec<String> = Vec::new();
    let mut say = |line: &str| lines.push(line.to_owned());
    say("To whom it may concern:");
    say("");
    say("Please look again at your decision on this claim.");
    say("");
    say(&format!("Patient: {}", known.about.patient));
    let told = known.told;
    let number = told.map(|told| told.payer_number.as_str()).unwrap_or_default();
    let trace = told.map(|told| told.trace.as_str()).unwrap_or_default();
    for (name, value) in [
        ("Member number", known.about.member.as_deref().unwrap_or_default()),
        ("Your claim number", number),
        ("Our number", &known.about.visit_number),
        ("Date of service", &t.date(known.served_on)),
        ("Your decision of", &t.date(known.case.refused_on)),
        ("Its payment number", trace),
    ] {
        if !value.is_empty() {
            say(&format!("{name}: {value}"));
        }
    }
    say("");
    say("You refused:");
    for entry in known.standing {
        let charge = entry.charge.and_then(|id| known.charges.iter().find(|charge| charge.id == id));
        let what = charge.map_or_else(|| "The claim".to_owned(), |charge| charge.code.clone());
        let why = entry.reason.as_ref();
        let why = why.map(|reason| format!("{}-{}", reason.group.code(), reason.carc)).unwrap_or_default();
        say(&format!("{what}: {}, reason {why}", t.money(entry.amount)));
    }
    if let Some(remarks) = told.map(|told| told.remarks.join(", ")).filter(|remarks| !remarks.is_empty()) {
        say(&format!("Remark codes: {remarks}"));
    }
    say("");
    say(&because(known.case));
    say("");
    say(
        "If you do not change your decision, please tell us in writing which provision of the plan it rests on, and how it can be appealed further. We have not billed the patient for this amount.",
    );
    say("");
    say("Sincerely,");
    say(&known.from.name);
    if let Some(phone) = &known.from.phone {
        say(phone);
    }
    lines.join("\n")
}

/// Why the insurer should decide otherwise: by reason where it is special, else by way.
fn because(case: &Case) -> String {
    let words = match (case.reason.carc.as_str(), case.route) {
        ("29", _) => "The claim was sent in time. Enclosed is proof of the day on which you received it: […]",
        ("15" | "39" | "197" | "198", _) => {
            "The care was approved, or there was no time to ask before it: […] The approval or the notes are enclosed."
        }
        (_, Route::Fix) => "We have completed and corrected what your reason names: […]",
        (_, Route::Coverage) => "The patient was covered by your plan on the date of service: […]",
        (_, Route::Coding) => "The codes were looked at with the provider’s notes: […]",
        (_, Route::Appeal | Route::WriteOff) => {
            "The care was needed and is covered by the plan: […] The provider’s notes are enclosed."
        }
    };
    words.replace("[…]", GAP)
}

pub async fn letter(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DenialId>,
    fields: Fields,
) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let case = denials::case(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let told = denials::told(&mut tx, &case).await?;
    let payer = told.map(|told| told.payer).unwrap_or_default();
    let about = denials::about(&mut tx, &case, &payer).await?;
    let from = statements::sender(&mut tx, practice).await?;
    drop(tx);
    let text = fields.get("letter");
    let wrong = match text {
        "" => Some("error-dispute-words"),
        text if text.contains(GAP) => Some("error-dispute-gap"),
        text if text.chars().count() > MOST => Some("error-too-long"),
        _ => None,
    };
    if let Some(error) = wrong {
        let form = fields.form().with_error("letter", error);
        return Ok(refused(show(&portal, &staff, id, Shown { form, ..Shown::default() }).await?));
    }
    let made_on = portal.door.today_in(&staff.practice.time_zone);
    let paragraphs: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
    let english = Text::new(Lang::En, made_on);
    papers::record("letter.pdf", english, move |words| {
        let number = &about.visit_number;
        let head = Head { from: &from, name: &payer, account_number: number, spanish: false, made_on };
        paper::plea(&head, "Request to decide again", &paragraphs, words)
    })
    .await
}
