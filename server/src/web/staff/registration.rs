//! Who somebody is, and how they are reached.

use app::model::{CorrectionRow, RegisteredPatient, RegistrationPage};
use app::{FormState, pages};
use axum::extract::{Path, RawQuery, State};
use billing::accounts::{Contact, Person, checks};
use billing::door::local;
use billing::registration::{self, Registration, RegistrationError};
use domain::access::Permission;
use domain::{GuarantorId, PatientId};
use time::Date;

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::{Fields, birth_date};
use crate::web::session::Staff;

/// Fields of an account with their message ids.
const FIELDS: [(&str, &str); 11] = [
    ("first_name", "register-desk-first"),
    ("last_name", "register-desk-last"),
    ("birth_date", "register-desk-born"),
    ("address1", "register-desk-address1"),
    ("address2", "register-desk-address2"),
    ("city", "register-desk-city"),
    ("state", "register-desk-state"),
    ("zip", "field-zip"),
    ("email", "field-email"),
    ("phone", "register-desk-phone"),
    ("language", "register-desk-language"),
];

/// What came back with an error.
#[derive(Default)]
struct Back {
    form: FormState,
    about: Option<PatientId>,
    /// Somebody else was faster.
    faster: bool,
}

pub async fn look(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let saved = query.as_deref() == Some("saved");
    Ok(page(show(&portal, &staff, id, None, saved).await?))
}

/// A person as a form shows them.
fn of_person(form: FormState, person: &Person) -> FormState {
    let born = person.birth_date;
    form.with_value("first_name", &person.first_name)
        .with_value("last_name", &person.last_name)
        .with_value("birth_date_month", &u8::from(born.month()).to_string())
        .with_value("birth_date_day", &born.day().to_string())
        .with_value("birth_date_year", &born.year().to_string())
}

fn of_contact(form: FormState, contact: &Contact) -> FormState {
    let said = |value: &Option<String>| value.clone().unwrap_or_default();
    form.with_value("address1", &said(&contact.address1))
        .with_value("address2", &said(&contact.address2))
        .with_value("city", &said(&contact.city))
        .with_value("state", &said(&contact.state))
        .with_value("zip", &said(&contact.zip))
        .with_value("email", &said(&contact.email))
        .with_value("phone", &said(&contact.phone))
        .with_value("language", &said(&contact.language))
}

/// The value of a field in a form, a date of birth as one.
fn value(form: &FormState, field: &str) -> String {
    if field != "birth_date" {
        return form.value(field);
    }
    let parts = ["birth_date_year", "birth_date_month", "birth_date_day"].map(|part| form.value(part));
    parts.join("-")
}

async fn show(
    portal: &Shared,
    staff: &Staff,
    id: GuarantorId,
    back: Option<Back>,
    saved: bool,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let known = registration::registration(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let on_file = of_contact(of_person(FormState::default(), &known.person), &known.contact);
    let back = back.unwrap_or_default();
    let mut now = Vec::new();
    if back.faster && back.about.is_none() {
        let differs = |field: &str| value(&on_file, field) != value(&back.form, field);
        now.extend(
            FIELDS
                .iter()
                .filter(|(field, _)| differs(field))
                .map(|(field, label)| (*label, value(&on_file, field))),
        );
    }
    let mut patients = Vec::new();
    for one in &known.patients {
        if one.is_guarantor && one.person == known.person {
            continue;
        }
        let own = of_person(FormState::default(), &one.person);
        let here = back.about == Some(one.id);
        if here && back.faster {
            let differs = |field: &str| value(&own, field) != value(&back.form, field);
            let fields = FIELDS.iter().take(3).filter(|(field, _)| differs(field));
            now.extend(fields.map(|(field, label)| (*label, value(&own, field))));
        }
        patients.push(RegisteredPatient {
            id: one.id,
            number: one.number.clone(),
            form: if here { back.form.clone() } else { own },
            name: name_of(&one.person),
        });
    }
    let corrections = registration::corrections(&mut tx, practice, id).await?;
    let zone = &staff.practice.time_zone;
    let rows = corrections.into_iter().map(|one| CorrectionRow {
        fields: one.fields.split(' ').filter_map(label_of).collect(),
        patient: one.patient_id.and_then(|id| {
            known.patients.iter().find(|patient| patient.id == id).map(|patient| name_of(&patient.person))
        }),
        by: one.by_name,
        at: local(one.at, zone),
    });
    let model = RegistrationPage {
        guarantor: id,
        name: name_of(&known.person),
        form: if back.about.is_none() && !back.form.errors.is_empty() { back.form.clone() } else { on_file },
        about: back.about,
        patients,
        seen: known.seen(),
        now,
        saved,
        corrections: rows.collect(),
        may: staff.may(Permission::ChangeRegistration),
    };
    Ok(pages::staff::registration(&staff.ctx(portal), &model))
}

fn label_of(field: &str) -> Option<&'static str> {
    FIELDS.iter().find(|(known, _)| *known == field).map(|(_, label)| *label)
}

fn name_of(person: &Person) -> String {
    format!("{} {}", person.first_name, person.last_name)
}

/// A person as typed; what is wrong goes into the form.
pub fn read_person(fields: &Fields, form: &mut FormState, today: Date) -> Option<Person> {
    let mut wrong = Vec::new();
    let mut name = |field: &'static str| match checks::words(fields.get(field)) {
        Some(name) if !name.is_empty() => Some(name),
        Some(_) => {
            wrong.push((field, "error-name"));
            None
        }
        None => {
            wrong.push((field, "error-too-long"));
            None
        }
    };
    let (first, last) = (name("first_name"), name("last_name"));
    let born = birth_date(fields).filter(|born| *born <= today);
    if born.is_none() {
        wrong.push(("birth_date", "error-birth-date"));
    }
    for (field, error) in wrong {
        *form = form.clone().with_error(field, error);
    }
    Some(Person { first_name: first?, last_name: last?, birth_date: born? })
}

/// How somebody is reached, as typed; what is wrong goes into the form.
pub fn read_contact(fields: &Fields, form: &mut FormState) -> Option<Contact> {
    let mut wrong = Vec::new();
    let mut read = |field: &'static str, error: &'static str, check: fn(&str) -> Option<String>| {
        let typed = fields.get(field);
        if typed.is_empty() {
            return None;
        }
        let value = check(typed);
        if value.is_none() {
            wrong.push((field, error));
        }
        value
    };
    let contact = Contact {
        address1: read("address1", "error-too-long", checks::words),
        address2: read("address2", "error-too-long", checks::words),
        city: read("city", "error-too-long", checks::words),
        state: read("state", "error-too-long", checks::words).map(|state| state.to_uppercase()),
        zip: read("zip", "error-zip", checks::zip),
        email: read("email", "error-email-form", checks::email),
        phone: read("phone", "error-too-long", checks::words),
        language: Some(fields.get("language").to_owned()).filter(|code| matches!(code.as_str(), "en" | "es")),
    };
    if contact.language.is_none() {
        wrong.push(("language", "error-language"));
    }
    let right = wrong.is_empty();
    for (field, error) in wrong {
        *form = form.clone().with_error(field, error);
    }
    right.then_some(contact)
}

pub async fn correct(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    let today = portal.door.today_in(&staff.practice.time_zone);
    let mut form = fields.form();
    let about: Option<PatientId> = match fields.get("patient") {
        "" => None,
        patient => Some(patient.parse().map_err(|_| Fail::NotFound)?),
    };
    let person = read_person(&fields, &mut form, today);
    let contact = if about.is_none() { read_contact(&fields, &mut form) } else { None };
    let by = (staff.practice.id, staff.user.id);
    let seen = fields.get("seen");
    let mut tx = portal.db.begin().await?;
    let done = match (person, contact, about) {
        (Some(person), _, Some(patient)) => {
            registration::correct_patient_in(&mut tx, &portal.door, by, (id, seen), (patient, &person)).await
        }
        (Some(person), Some(contact), None) => {
            registration::correct_in(&mut tx, &portal.door, by, (id, seen), (&person, &contact)).await
        }
        _ => {
            drop(tx);
            let back = Back { form, about, faster: false };
            return Ok(refused(show(&portal, &staff, id, Some(back), false).await?));
        }
    };
    match done {
        Ok(_) => {
            tx.commit().await?;
            Ok(see(&format!("/staff/accounts/{id}/registration?saved")))
        }
        Err(RegistrationError::Changed) => {
            drop(tx);
            let back = Back { form: form.with_error("", "error-register-moved"), about, faster: true };
            Ok(refused(show(&portal, &staff, id, Some(back), false).await?))
        }
        Err(RegistrationError::NotThere) => Err(Fail::NotFound),
        Err(RegistrationError::Sqlx(error)) => Err(error.into()),
    }
}

/// What is on file of a patient, for a new account of their own.
pub fn of_patient(form: FormState, known: &Registration, patient: PatientId) -> FormState {
    match known.patients.iter().find(|one| one.id == patient) {
        Some(one) => of_contact(of_person(form, &one.person), &known.contact)
            .with_value("email", "")
            .with_value("phone", "")
            .with_value("number", &one.number),
        None => form,
    }
}
