//! From the fields of a row to records, and what can be wrong with them.

use csv::StringRecord;
use domain::estimate::{Estimate, Unfit};
use domain::{Money, MoneyError};
use time::Date;

use crate::accounts::{Contact, PatientRecord, Person, Relationship, checks};
use crate::imports::columns::Column;
use crate::visits::{ChargeRecord, VisitRecord};

/// A field that cannot be taken.
pub struct BadField {
    /// Which.
    pub column: Column,
    /// Why, and what to do; never with what stood there.
    pub reason: String,
}

impl BadField {
    pub fn new(column: Column, reason: impl Into<String>) -> Self {
        Self { column, reason: reason.into() }
    }
}

/// Whether the header names enough columns for patients, visits or charges.
pub fn check_layout(layout: &[Option<Column>]) -> Result<(), String> {
    let has = |column: Column| layout.contains(&Some(column));
    for column in layout.iter().flatten() {
        if layout.iter().filter(|other| **other == Some(*column)).count() > 1 {
            return Err(format!("the column {} is there twice", column.name()));
        }
    }
    let patients = has(Column::PatientNumber) && has(Column::LastName);
    let visits = has(Column::VisitNumber) && has(Column::ServiceDate);
    let charges = has(Column::VisitNumber) && has(Column::Code);
    let mut missing = Vec::new();
    let mut need = |present: bool, columns: &[Column]| {
        if present {
            missing.extend(columns.iter().filter(|c| !layout.contains(&Some(**c))).map(|c| c.name()));
        }
    };
    need(patients, &[Column::FirstName, Column::BirthDate]);
    need(visits, &[Column::PatientNumber]);
    need(charges, &[Column::Line, Column::Amount, Column::Description]);
    if !missing.is_empty() {
        return Err(format!("the header lacks the column {}", missing.join(", ")));
    }
    if patients || visits || charges {
        Ok(())
    } else {
        Err("the header names no patients (patient_number, last_name …), visits (visit_number, service_date …) \
             or charges (visit_number, code …); see docs/import.md for the columns"
            .to_owned())
    }
}

/// A row under its header.
pub struct Row<'a> {
    pub layout: &'a [Option<Column>],
    pub record: &'a StringRecord,
}

impl Row<'_> {
    /// Everything that is wrong with the row.
    pub fn problems(&self) -> Vec<BadField> {
        let mut problems = Vec::new();
        problems.extend(self.patient().err());
        problems.extend(self.visit().err());
        problems.extend(self.charge().err());
        let empty = |column| self.field(column).is_none();
        if empty(Column::PatientNumber) && empty(Column::VisitNumber) && problems.is_empty() {
            let column =
                if self.has(Column::PatientNumber) { Column::PatientNumber } else { Column::VisitNumber };
            problems.push(BadField::new(column, "is empty; every row belongs to a patient or a visit"));
        }
        problems
    }

    /// The patient of the row, when it names one.
    pub fn patient(&self) -> Result<Option<PatientRecord>, BadField> {
        if !self.has(Column::LastName) || self.field(Column::PatientNumber).is_none() {
            return Ok(None);
        }
        let patient_number = self.code(Column::PatientNumber)?;
        let patient = Person {
            first_name: self.words(Column::FirstName)?,
            last_name: self.words(Column::LastName)?,
            birth_date: self.date(Column::BirthDate)?,
        };
        let guarantor = match self.field(Column::GuarantorLastName) {
            None => None,
            Some(_) => Some(Person {
                first_name: self.words(Column::GuarantorFirstName)?,
                last_name: self.words(Column::GuarantorLastName)?,
                birth_date: self.date(Column::GuarantorBirthDate)?,
            }),
        };
        if guarantor.is_some() && self.field(Column::AccountNumber).is_none() {
            return Err(BadField::new(
                Column::AccountNumber,
                "is empty; a guarantor needs an account number",
            ));
        }
        let account_number = match self.field(Column::AccountNumber) {
            Some(_) => self.code(Column::AccountNumber)?,
            None => patient_number.clone(),
        };
        let guarantor = guarantor.filter(|guarantor| *guarantor != patient);
        Ok(Some(PatientRecord {
            patient_number,
            patient,
            account_number,
            guarantor,
            relationship: self.relationship(),
            contact: self.contact()?,
        }))
    }

    /// By the word, or by the code of claims (`X12 837 PAT01`). What we do not know is
    /// nobody whose care the guarantor sees by being married to them.
    fn relationship(&self) -> Option<Relationship> {
        match self.field(Column::Relationship)?.to_lowercase().as_str() {
            "spouse" | "husband" | "wife" | "domestic partner" | "life partner" | "01" | "1" | "53" => {
                Some(Relationship::Spouse)
            }
            "child" | "son" | "daughter" | "stepchild" | "19" => Some(Relationship::Child),
            "self" | "18" => None,
            _ => Some(Relationship::Other),
        }
    }

    fn contact(&self) -> Result<Contact, BadField> {
        let text = |column| self.optional(column);
        let email = match self.field(Column::Email) {
            None => None,
            Some(email) => Some(checks::email(email).ok_or_else(|| {
                BadField::new(Column::Email, "is not an email address such as name@example.com")
            })?),
        };
        let zip = match self.field(Column::Zip) {
            None => None,
            Some(zip) => Some(
                checks::zip(zip)
                    .ok_or_else(|| BadField::new(Column::Zip, "is not a ZIP code of five or nine digits"))?,
            ),
        };
        let language = match self.field(Column::Language).map(str::to_lowercase).as_deref() {
            None => None,
            Some("en" | "eng" | "english") => Some("en".to_owned()),
            Some("es" | "spa" | "spanish" | "español" | "espanol") => Some("es".to_owned()),
            // A language we do not speak yet: English, with help in person.
            Some(_) => Some("en".to_owned()),
        };
        Ok(Contact {
            address1: text(Column::Address1)?,
            address2: text(Column::Address2)?,
            city: text(Column::City)?,
            state: text(Column::State)?.map(|state| state.to_uppercase()),
            zip,
            email,
            phone: text(Column::Phone)?,
            language,
        })
    }

    /// The visit of the row, when it names one with its date.
    pub fn visit(&self) -> Result<Option<VisitRecord>, BadField> {
        if !self.has(Column::ServiceDate) || self.field(Column::VisitNumber).is_none() {
            return Ok(None);
        }
        let mut coverages = Vec::new();
        let columns = [
            (Column::Insurance1, Column::Member1),
            (Column::Insurance2, Column::Member2),
            (Column::Insurance3, Column::Member3),
        ];
        for (rank, (payer, member)) in columns.into_iter().enumerate() {
            if let Some(name) = self.field(payer).filter(|name| !is_self_pay(name)) {
                if coverages.len() < rank {
                    return Err(BadField::new(payer, "is given, but an insurance before it is empty"));
                }
                coverages.push((limited(payer, name)?, self.optional(member)?));
            }
        }
        let service_date = self.date(Column::ServiceDate)?;
        Ok(Some(VisitRecord {
            visit_number: self.code(Column::VisitNumber)?,
            patient_number: self.code(Column::PatientNumber)?,
            service_date,
            estimate: self.estimate(service_date)?,
            provider: self.optional(Column::Provider)?,
            location: self.optional(Column::Location)?,
            coverages,
        }))
    }

    /// What the patient was told of the visit beforehand, when the row says so.
    fn estimate(&self, service_date: Date) -> Result<Option<Estimate>, BadField> {
        let Some(amount) = self.field(Column::Estimate) else { return Ok(None) };
        let amount = Money::parse_human(amount)
            .map_err(|error| BadField::new(Column::Estimate, money_reason(&error)))?;
        let estimate = Estimate { amount, given_on: self.date(Column::EstimateDate)? };
        match estimate.fits(service_date) {
            Ok(()) => Ok(Some(estimate)),
            Err(unfit) => {
                let amount = unfit == Unfit::Nothing;
                let column = if amount { Column::Estimate } else { Column::EstimateDate };
                Err(BadField::new(column, unfit.to_string()))
            }
        }
    }

    /// The charge of the row, when it names one.
    pub fn charge(&self) -> Result<Option<ChargeRecord>, BadField> {
        if !self.has(Column::Code)
            || (self.field(Column::Code).is_none() && self.field(Column::Amount).is_none())
        {
            return Ok(None);
        }
        let amount = self.field(Column::Amount).ok_or_else(|| BadField::new(Column::Amount, "is empty"))?;
        let amount = Money::parse_human(amount)
            .map_err(|error| BadField::new(Column::Amount, money_reason(&error)))?;
        if !amount.is_positive() {
            return Err(BadField::new(
                Column::Amount,
                "must be above zero; a correction is sent as the corrected amount",
            ));
        }
        Ok(Some(ChargeRecord {
            visit_number: self.code(Column::VisitNumber)?,
            line: self.code(Column::Line)?,
            code: self.code(Column::Code)?.to_uppercase(),
            modifiers: self
                .optional(Column::Modifiers)?
                .unwrap_or_default()
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|modifier| !modifier.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
            description: self.words(Column::Description)?,
            units: self.optional(Column::Units)?.unwrap_or_else(|| "1".to_owned()),
            amount,
        }))
    }

    /// Whether a field is left out or empty.
    pub fn is_empty(&self, column: Column) -> bool {
        self.field(column).is_none()
    }

    fn has(&self, column: Column) -> bool {
        self.layout.contains(&Some(column))
    }

    fn field(&self, column: Column) -> Option<&str> {
        let index = self.layout.iter().position(|known| *known == Some(column))?;
        self.record.get(index).filter(|value| !value.is_empty())
    }

    fn words(&self, column: Column) -> Result<String, BadField> {
        self.optional(column)?.ok_or_else(|| BadField::new(column, "is empty"))
    }

    fn optional(&self, column: Column) -> Result<Option<String>, BadField> {
        self.field(column).map(|text| limited(column, text)).transpose()
    }

    fn code(&self, column: Column) -> Result<String, BadField> {
        let text = self.field(column).ok_or_else(|| BadField::new(column, "is empty"))?;
        if text.chars().count() > 50 || text.chars().any(char::is_control) {
            return Err(BadField::new(column, "is longer than 50 characters or holds a line break"));
        }
        Ok(text.to_owned())
    }

    fn date(&self, column: Column) -> Result<Date, BadField> {
        let text = self.field(column).ok_or_else(|| BadField::new(column, "is empty"))?;
        parse_date(text)
            .ok_or_else(|| BadField::new(column, "is not a date such as 2026-11-24 or 11/24/2026"))
    }
}

/// Words of a bounded length, line breaks and double spaces made single spaces.
fn limited(column: Column, text: &str) -> Result<String, BadField> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > 200 {
        return Err(BadField::new(column, "is longer than 200 characters"));
    }
    if words.chars().any(char::is_control) {
        return Err(BadField::new(column, "holds a character that is no text"));
    }
    Ok(words)
}

fn is_self_pay(name: &str) -> bool {
    matches!(name.to_lowercase().as_str(), "self" | "self pay" | "self-pay" | "none" | "uninsured" | "cash")
}

fn money_reason(error: &MoneyError) -> String {
    format!("{error}; write it like 1234.50 or $1,234.50")
}

/// ISO (`2026-11-24`) or US (`11/24/2026`) dates with four-digit years, a time of day
/// after them left out.
fn parse_date(text: &str) -> Option<Date> {
    let day = text.split([' ', 'T']).next()?;
    let parts: Vec<&str> = day.split(['-', '/']).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let (year, month, date) = if a.len() == 4 { (a, b, c) } else { (c, a, b) };
    if year.len() != 4 {
        return None;
    }
    let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, date.parse().ok()?).ok()?;
    (1850..2200).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn dates_as_practice_systems_write_them() {
        for text in [
            "2026-11-24",
            "11/24/2026",
            "11-24-2026",
            "2026/11/24",
            "2026-11-24T00:00:00",
            "11/24/2026 12:00 AM",
        ] {
            assert_eq!(parse_date(text), Some(date!(2026 - 11 - 24)), "{text}");
        }
        for text in ["24/11/2026", "11/24/26", "2026-02-30", "yesterday", "", "20261124"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
