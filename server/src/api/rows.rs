//! Patients and charges, posted row by row under the rules of a file's rows.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use billing::api_keys::Scope;
use billing::imports::{self, BadRow, Column, Fields, Rows};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::{self, Answer, Asked, Begun};
use super::caller::Caller;
use super::problem::{Problem, Wrong};
use crate::web::{Portal, Shared};

/// The most rows of one request.
const MOST: usize = 1_000;

macro_rules! rows {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty => $column:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $kind,)* }

        impl IsRow for $name {
            fn fields(self) -> Fields {
                let mut fields = Fields::new();
                $(fields.extend(Option::<String>::from(self.$field).map(|value| (Column::$column, value)));)*
                fields
            }
        }
    };
}

trait IsRow {
    /// What is given, by the columns of a file.
    fn fields(self) -> Fields;
}

rows! {
    /// A patient with who answers for them. What is left out stays as it is on file.
    PatientRow {
        /// Your number for the patient.
        patient_number: String => PatientNumber,
        /// Given name.
        first_name: String => FirstName,
        /// Family name.
        last_name: String => LastName,
        /// Date of birth, such as 1980-02-03.
        #[schema(example = "1980-02-03")]
        birth_date: String => BirthDate,
        /// Your number for the account; the patient's number when left out.
        account_number: Option<String> => AccountNumber,
        /// The guarantor's given name; the patient answers for themselves when left out.
        guarantor_first_name: Option<String> => GuarantorFirstName,
        /// The guarantor's family name.
        guarantor_last_name: Option<String> => GuarantorLastName,
        /// The guarantor's date of birth.
        guarantor_birth_date: Option<String> => GuarantorBirthDate,
        /// What the patient is to the guarantor: `spouse`, `child`, `self`, or anything else.
        relationship: Option<String> => Relationship,
        /// First line of the guarantor's address.
        address1: Option<String> => Address1,
        /// Second line of the guarantor's address.
        address2: Option<String> => Address2,
        /// The guarantor's city.
        city: Option<String> => City,
        /// The guarantor's state, two letters.
        state: Option<String> => State,
        /// The guarantor's ZIP code, five or nine digits.
        zip: Option<String> => Zip,
        /// The guarantor's email address.
        email: Option<String> => Email,
        /// The guarantor's telephone.
        phone: Option<String> => Phone,
        /// The guarantor's language: `en` or `es`.
        language: Option<String> => Language,
    }
}

rows! {
    /// A charge. With `patient_number` and `service_date` it brings its visit along; without, the
    /// visit is on file.
    ChargeRow {
        /// Your number for the visit, which claims carry as patient control number.
        visit_number: String => VisitNumber,
        /// Your number for the patient.
        patient_number: Option<String> => PatientNumber,
        /// The day of service, such as 2026-11-24.
        #[schema(example = "2026-11-24")]
        service_date: Option<String> => ServiceDate,
        /// Who treated.
        provider: Option<String> => Provider,
        /// Where.
        location: Option<String> => Location,
        /// The insurer that pays first; left out for a patient who pays themselves.
        insurance: Option<String> => Insurance1,
        /// The member's id with it.
        member_id: Option<String> => Member1,
        /// The insurer that pays second.
        insurance2: Option<String> => Insurance2,
        /// The member's id with it.
        member_id2: Option<String> => Member2,
        /// The insurer that pays third.
        insurance3: Option<String> => Insurance3,
        /// The member's id with it.
        member_id3: Option<String> => Member3,
        /// What a patient who pays themselves was told beforehand that you would charge, in all.
        #[schema(example = "600.00")]
        estimate: Option<String> => Estimate,
        /// When they were told; needed with an estimate.
        #[schema(example = "2026-11-10")]
        estimate_date: Option<String> => EstimateDate,
        /// The charge's number within the visit.
        line: String => Line,
        /// CPT or HCPCS code.
        code: String => Code,
        /// Up to four modifiers, separated by spaces.
        modifiers: Option<String> => Modifiers,
        /// What was done, in words that a patient understands.
        description: String => Description,
        /// How many; 1 when left out.
        units: Option<String> => Units,
        /// The charge for all units together, such as "123.45".
        #[schema(example = "123.45")]
        amount: String => Amount,
    }
}

/// Patients to post.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatientRows {
    /// 1 to 1000; all are taken, or none.
    #[schema(min_items = 1, max_items = 1000)]
    pub rows: Vec<PatientRow>,
}

/// Charges to post.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChargeRows {
    /// 1 to 1000; all are taken, or none.
    #[schema(min_items = 1, max_items = 1000)]
    pub rows: Vec<ChargeRow>,
}

/// What rows did.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct RowsTaken {
    /// New patients, visits and charges.
    pub added: u64,
    /// Those that were there and differ now.
    pub changed: u64,
    /// Those that were there as they are.
    pub unchanged: u64,
    /// Claims of earlier remittances that found their visit.
    pub matched: u64,
}

trait HasRows: DeserializeOwned {
    type Row: IsRow;
    fn rows(self) -> Vec<Self::Row>;
}

impl HasRows for PatientRows {
    type Row = PatientRow;
    fn rows(self) -> Vec<PatientRow> {
        self.rows
    }
}

impl HasRows for ChargeRows {
    type Row = ChargeRow;
    fn rows(self) -> Vec<ChargeRow> {
        self.rows
    }
}

async fn post<T: HasRows>(portal: &Portal, caller: &Caller, asked: &Asked, kind: Rows) -> Answer {
    let rows = asked.json::<T>()?.rows();
    if rows.is_empty() || rows.len() > MOST {
        return Err(Problem::at("/rows", "are 1 to 1000"));
    }
    let mut work = match asked::begin(portal, caller, asked).await? {
        Begun::Done(done) => return Ok(done.into_response()),
        Begun::New(work) => work,
    };
    let rows: Vec<Fields> = rows.into_iter().map(IsRow::fields).collect();
    match imports::take_rows_in(&mut work.tx, &portal.door, caller.practice(), kind, &rows).await? {
        Err(bad) => Err(Problem::all(bad.into_iter().map(wrong).collect())),
        Ok(taken) => {
            let taken = RowsTaken {
                added: taken.added,
                changed: taken.changed,
                unchanged: taken.unchanged,
                matched: taken.matched,
            };
            Ok(work.done(StatusCode::OK, &taken).await?.into_response())
        }
    }
}

fn wrong(bad: BadRow) -> Wrong {
    let field = match bad.column {
        Column::Line => "line",
        column => column.name(),
    };
    Wrong { pointer: Some(format!("/rows/{}/{field}", bad.row)), parameter: None, detail: bad.reason }
}

/// Post patients
///
/// The rules are those of a file's rows (docs/import.md): what is on file under the same numbers
/// is brought up to date, and the same rows twice change nothing. All rows are taken, or none.
#[utoipa::path(
    post, path = "/patients", tag = "records", operation_id = "post_patients",
    security(("key" = ["patients:write"])),
    request_body = PatientRows,
    responses((status = 200, description = "What the rows did.", body = RowsTaken)),
)]
pub async fn patients(State(portal): State<Shared>, caller: Caller, asked: Asked) -> Answer {
    caller.may(&portal, Scope::PatientsWrite).await?;
    post::<PatientRows>(&portal, &caller, &asked, Rows::Patients).await
}

/// Post charges
///
/// With their visits, under the rules of a file's rows (docs/import.md). All rows are taken, or
/// none.
#[utoipa::path(
    post, path = "/charges", tag = "records", operation_id = "post_charges",
    security(("key" = ["charges:write"])),
    request_body = ChargeRows,
    responses((status = 200, description = "What the rows did.", body = RowsTaken)),
)]
pub async fn charges(State(portal): State<Shared>, caller: Caller, asked: Asked) -> Answer {
    caller.may(&portal, Scope::ChargesWrite).await?;
    post::<ChargeRows>(&portal, &caller, &asked, Rows::Charges).await
}
