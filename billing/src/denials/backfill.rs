//! Books from before refusals were worked: what stands refused in them becomes work. Afterwards
//! there is nothing to find, and looking costs an empty index.

use super::follow::{First, open_in};
use super::{remarks, store};
use crate::Door;
use crate::accounts;
use crate::db::Db;
use crate::ledger::{self, Fact, LedgerError, Writers};
use domain::Money;
use domain::ledger::Kind;

/// Visits of one transaction.
const BATCH: i64 = 200;

/// Opens what is refused and nobody works on; says how much. Any number of processes may do so at
/// once, and stop at any time.
///
/// # Errors
/// The database's word.
pub async fn open_all(db: &Db, door: &Door) -> Result<usize, LedgerError> {
    let mut opened = 0;
    for practice in accounts::practices(&mut db.read().await?).await? {
        let mut after = None;
        while !store::unworked(&mut db.read().await?, practice.id, after, 1).await?.is_empty() {
            let mut tx = db.begin().await?;
            ledger::lock_books(&mut tx, practice.id, Writers::None).await?;
            let batch = store::unworked(&mut tx, practice.id, after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = Some(last.visit_id);
            let found_now = batch.len();
            for found in batch {
                let on = found.paid_on.unwrap_or_else(|| door.today_in(&practice.time_zone));
                let mut fact = Fact::new(Kind::Remittance, on, String::new());
                fact.claim = found.claim_id;
                fact.payer = found.payer_key;
                fact.remarks = found.content.as_deref().map(remarks).unwrap_or_default();
                let first = First {
                    visit: found.visit_id,
                    guarantor: found.guarantor_id,
                    amount: Money::from_cents(found.denied_cents),
                };
                open_in(&mut tx, door, practice.id, &first, &fact, None).await?;
            }
            tx.commit().await?;
            opened += found_now;
        }
    }
    Ok(opened)
}
