//! The columns of a practice export, and the names practice systems give them.

/// A column we know.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Column {
    /// The practice's number for the patient.
    PatientNumber,
    /// The patient's given name.
    FirstName,
    /// The patient's family name.
    LastName,
    /// The patient's date of birth.
    BirthDate,
    /// The practice's number for the account; the patient's number when left out.
    AccountNumber,
    /// The guarantor's given name; the patient answers for themselves when left out.
    GuarantorFirstName,
    /// The guarantor's family name.
    GuarantorLastName,
    /// The guarantor's date of birth.
    GuarantorBirthDate,
    /// What the patient is to the guarantor.
    Relationship,
    /// First line of the guarantor's address.
    Address1,
    /// Second line of the guarantor's address.
    Address2,
    /// The guarantor's city.
    City,
    /// The guarantor's state or territory, two letters.
    State,
    /// The guarantor's ZIP code.
    Zip,
    /// The guarantor's email address.
    Email,
    /// The guarantor's telephone number.
    Phone,
    /// The guarantor's language: `en`, `es`, or the word for it.
    Language,
    /// The visit's number, which claims carry as patient control number.
    VisitNumber,
    /// Date of service.
    ServiceDate,
    /// Who treated.
    Provider,
    /// Where.
    Location,
    /// The insurer that pays first; empty for a patient who pays themselves.
    Insurance1,
    /// The member's id with it.
    Member1,
    /// The insurer that pays second.
    Insurance2,
    /// The member's id with it.
    Member2,
    /// The insurer that pays third.
    Insurance3,
    /// The member's id with it.
    Member3,
    /// What the patient was told beforehand that the practice would charge, in all.
    Estimate,
    /// When they were told.
    EstimateDate,
    /// The charge's number within the visit.
    Line,
    /// CPT or HCPCS code.
    Code,
    /// Up to four modifiers.
    Modifiers,
    /// What was done.
    Description,
    /// How many.
    Units,
    /// The charge for all units together.
    Amount,
}

/// Every column: our name, then the other names it is known by. Case, spaces, hyphens
/// and underscores make no difference.
pub const COLUMNS: &[(Column, &[&str])] = &[
    (Column::PatientNumber, &["patient_number", "patient_id", "mrn", "chart_number", "patient_no"]),
    (Column::FirstName, &["first_name", "patient_first_name", "patient_first"]),
    (Column::LastName, &["last_name", "patient_last_name", "patient_last"]),
    (Column::BirthDate, &["birth_date", "date_of_birth", "dob", "patient_dob", "patient_birth_date"]),
    (Column::AccountNumber, &["account_number", "guarantor_number", "guarantor_id", "account", "account_no"]),
    (Column::GuarantorFirstName, &["guarantor_first_name", "responsible_first_name", "guarantor_first"]),
    (Column::GuarantorLastName, &["guarantor_last_name", "responsible_last_name", "guarantor_last"]),
    (Column::GuarantorBirthDate, &["guarantor_birth_date", "guarantor_dob", "responsible_dob"]),
    (Column::Relationship, &["relationship", "patient_relationship", "relationship_to_guarantor"]),
    (Column::Address1, &["address1", "address", "address_1", "street"]),
    (Column::Address2, &["address2", "address_2", "street2"]),
    (Column::City, &["city"]),
    (Column::State, &["state", "st"]),
    (Column::Zip, &["zip", "zip_code", "postal_code"]),
    (Column::Email, &["email", "email_address", "guarantor_email"]),
    (Column::Phone, &["phone", "phone_number", "mobile", "guarantor_phone"]),
    (Column::Language, &["language", "preferred_language"]),
    (
        Column::VisitNumber,
        &[
            "visit_number",
            "visit_id",
            "encounter_number",
            "encounter_id",
            "patient_control_number",
            "claim_number",
        ],
    ),
    (Column::ServiceDate, &["service_date", "date_of_service", "dos", "visit_date"]),
    (Column::Provider, &["provider", "rendering_provider", "provider_name"]),
    (Column::Location, &["location", "facility", "place", "department"]),
    (
        Column::Insurance1,
        &["insurance", "insurance1", "primary_insurance", "primary_payer", "payer", "payer1"],
    ),
    (Column::Member1, &["member_id", "member_id1", "primary_member_id", "insurance_id"]),
    (Column::Insurance2, &["insurance2", "secondary_insurance", "secondary_payer", "payer2"]),
    (Column::Member2, &["member_id2", "secondary_member_id"]),
    (Column::Insurance3, &["insurance3", "tertiary_insurance", "tertiary_payer", "payer3"]),
    (Column::Member3, &["member_id3", "tertiary_member_id"]),
    (Column::Estimate, &["estimate", "good_faith_estimate", "gfe", "expected_charges"]),
    (Column::EstimateDate, &["estimate_date", "good_faith_estimate_date", "gfe_date"]),
    (Column::Line, &["charge_line", "line", "line_number", "line_no"]),
    (Column::Code, &["code", "cpt", "hcpcs", "cpt_code", "procedure_code", "procedure"]),
    (Column::Modifiers, &["modifiers", "modifier", "mods"]),
    (Column::Description, &["description", "procedure_description", "charge_description"]),
    (Column::Units, &["units", "quantity", "qty"]),
    (Column::Amount, &["amount", "charge_amount", "charge", "fee", "total_charge"]),
];

/// The column that goes by this header, if any.
pub fn known(header: &str) -> Option<Column> {
    let plain = |name: &str| -> String {
        name.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
    };
    let header = plain(header);
    COLUMNS
        .iter()
        .find(|(_, names)| names.iter().any(|name| plain(name) == header))
        .map(|(column, _)| *column)
}

impl Column {
    /// Our own name for it, as messages give it.
    #[must_use]
    pub fn name(self) -> &'static str {
        COLUMNS
            .iter()
            .find(|(column, _)| *column == self)
            .and_then(|(_, names)| names.first())
            .copied()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_however_they_are_written() {
        assert_eq!(known("Date of Birth"), Some(Column::BirthDate));
        assert_eq!(known(" DOS "), Some(Column::ServiceDate));
        assert_eq!(known("CPT-Code"), Some(Column::Code));
        assert_eq!(known("notes"), None);
    }

    #[test]
    fn no_name_means_two_columns() {
        for (column, names) in COLUMNS {
            for name in *names {
                assert_eq!(known(name), Some(*column), "{name}");
            }
        }
    }
}
