//! What several resources are made of: amounts, instants, the account that is meant.

use billing::accounts::{self, Guarantor};
use billing::db::Tx;
use domain::{GuarantorId, Money, PracticeId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use utoipa::ToSchema;
use uuid::Uuid;

use super::problem::Problem;

/// An amount in US dollars, as text with two decimals: exact in every language, and what a person
/// reads (docs/decisions/0016).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(value_type = String, pattern = r"^-?[0-9]{1,11}\.[0-9]{2}$", example = "123.45")]
pub struct Amount(String);

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self(money.to_string())
    }
}

/// An amount that was sent.
///
/// # Errors
/// 422 at the pointer when it has any other form.
pub fn amount_at(pointer: &str, amount: &Amount) -> Result<Money, Problem> {
    let read = Money::parse(&amount.0).ok().filter(|money| money.to_string() == amount.0);
    read.ok_or_else(|| Problem::at(pointer, "is not an amount such as \"123.45\""))
}

/// An instant (RFC 3339, UTC).
///
/// # Errors
/// The machine's.
pub fn instant(at: OffsetDateTime) -> Result<String, Problem> {
    Ok(at.format(&Rfc3339)?)
}

/// The account that is meant: by our id, or by the practice's own number, in the body and never
/// in an address.
///
/// # Errors
/// 422 when neither or both are given, or there is no such account of this practice.
pub async fn account_of(
    tx: &mut Tx,
    practice: PracticeId,
    id: Option<Uuid>,
    number: Option<&str>,
) -> Result<Guarantor, Problem> {
    match (id, number) {
        (Some(id), None) => {
            let known = accounts::guarantor(tx, practice, GuarantorId(id)).await?;
            known.ok_or_else(|| Problem::at("/guarantor_id", "is no account of this practice"))
        }
        (None, Some(number)) => {
            let known = accounts::guarantor_by_number(tx, practice, number.trim()).await?;
            known.ok_or_else(|| Problem::at("/account_number", "is no account of this practice"))
        }
        _ => Err(Problem::at("", "names the account by guarantor_id or by account_number, and not by both")),
    }
}
