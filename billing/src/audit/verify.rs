//! The audit proves itself: each practice's chain is walked from its first event to its last.

use domain::PracticeId;

use super::{NOTHING, seal, store};
use crate::accounts;
use crate::db::Tx;

/// Events are read so many at a time.
const PAGE: i64 = 1_000;

/// What is out of place over all practices, and each practice's last seal with its number, for
/// whoever notes it elsewhere.
///
/// # Errors
/// The database's word.
pub(crate) async fn walk(tx: &mut Tx) -> Result<(Vec<String>, Vec<(String, i64, String)>), sqlx::Error> {
    let (mut violations, mut ends) = (Vec::new(), Vec::new());
    for practice in accounts::practices(tx).await? {
        let (seq, end) = of_practice(tx, practice.id, &practice.slug, &mut violations).await?;
        if seq > 0 {
            ends.push((practice.slug, seq, end));
        }
    }
    Ok((violations, ends))
}

async fn of_practice(
    tx: &mut Tx,
    practice: PracticeId,
    slug: &str,
    violations: &mut Vec<String>,
) -> Result<(i64, String), sqlx::Error> {
    let (mut seq, mut before) = (0, NOTHING.to_owned());
    loop {
        let page = store::after(tx, practice, seq, PAGE).await?;
        if page.is_empty() {
            return Ok((seq, before));
        }
        for kept in page {
            if kept.seq != seq + 1 {
                violations.push(format!("the audit of {slug} has nothing between {seq} and {}", kept.seq));
            } else if kept.seal != seal(&before, &kept) {
                violations.push(format!("event {} of the audit of {slug} is not what was sealed", kept.seq));
            }
            (seq, before) = (kept.seq, kept.seal);
        }
    }
}
