//! The books prove themselves: everything that is cached or claimed is recomputed from
//! the entries, over all practices, and every cent out of place is named.

use std::collections::BTreeMap;

use domain::{Money, PaymentId, PracticeId};
use serde::Serialize;
use time::Duration;

use crate::db::{Db, Tx};
use crate::payments::{Gateway, GatewayError, Progress};
use crate::{Door, on};

/// Violations beyond this many of one kind are not listed: one is enough to stop.
const LISTED: i64 = 100;

/// What was found, as `openbalance verify --json` prints it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Verdict {
    /// Nothing is out of place.
    pub ok: bool,
    /// Ledger transactions read.
    pub transactions: i64,
    /// Ledger entries read.
    pub entries: i64,
    /// Accounts that hold entries, over all practices.
    pub accounts: i64,
    /// Due from guarantors, in cents.
    pub patient_receivable_cents: i64,
    /// Due from insurers, refused claims that are being worked included, in cents.
    pub insurance_receivable_cents: i64,
    /// The last seal of each practice's audit: the practice's short name, the event's number, the seal.
    /// Noted elsewhere, it proves later that nothing was cut off.
    pub audit: Vec<(String, i64, String)>,
    /// What is out of place; ids and figures only.
    pub violations: Vec<String>,
}

/// Recomputes everything the database holds.
///
/// # Errors
/// The database's word.
pub async fn verify(db: &Db, door: &Door) -> Result<Verdict, sqlx::Error> {
    let mut tx = db.read().await?;
    let (transactions, entries, accounts, patient, insurance) = figures(&mut tx).await?;
    let mut violations = Vec::new();
    for (sentence, query) in CHECKS {
        for what in listed(&mut tx, query).await? {
            violations.push(format!("{sentence}: {what}"));
        }
    }
    violations.extend(unresolved(&mut tx, door).await?);
    violations.extend(crate::plans::verify::violations(&mut tx).await?);
    let (broken, audit) = crate::audit::verify::walk(&mut tx).await?;
    violations.extend(broken);
    violations.extend(crate::disputes::verify::violations(&mut tx).await?);
    Ok(Verdict {
        ok: violations.is_empty(),
        transactions,
        entries,
        accounts,
        patient_receivable_cents: patient,
        insurance_receivable_cents: insurance,
        audit,
        violations,
    })
}

async fn figures(tx: &mut Tx) -> Result<(i64, i64, i64, i64, i64), sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT (SELECT COUNT(*) FROM ledger_transactions),
                COUNT(*),
                (SELECT COUNT(*) FROM (SELECT DISTINCT practice_id, account FROM ledger_entries) a),
                CAST(COALESCE(SUM(CASE WHEN account = 'patient_receivable' THEN cents ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN account IN ('insurance_receivable', 'denied_receivable')
                                       THEN cents ELSE 0 END), 0) AS BIGINT)
         FROM ledger_entries",
    )
    .fetch_one(c))
}

async fn listed(tx: &mut Tx, query: &'static str) -> Result<Vec<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(query).bind(LISTED).fetch_all(c))
}

/// `CROSS JOIN` makes SQLite start from the transaction: without statistics it takes a
/// practice for a narrow key.
///
/// Each query names what breaks the promise, at most `$1` of them. Ids are not printed by
/// the two engines alike, so a count and a figure stand for them where they would be.
const CHECKS: [(&str, &str); 24] = [
    (
        "a transaction does not sum to zero",
        "SELECT t.fact || ' is off by ' || CAST(SUM(e.cents) AS TEXT) || ' cents'
         FROM ledger_transactions t
         JOIN ledger_entries e ON e.practice_id = t.practice_id AND e.transaction_id = t.id
         GROUP BY t.practice_id, t.id, t.fact HAVING SUM(e.cents) <> 0 LIMIT $1",
    ),
    (
        "a transaction has fewer than two entries",
        "SELECT t.fact FROM ledger_transactions t
         WHERE (SELECT COUNT(*) FROM ledger_entries e
                WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id) < 2 LIMIT $1",
    ),
    (
        "an entry belongs to no transaction",
        "SELECT e.account || ' ' || CAST(e.cents AS TEXT) || ' cents' FROM ledger_entries e
         WHERE NOT EXISTS (SELECT 1 FROM ledger_transactions t
                           WHERE t.practice_id = e.practice_id AND t.id = e.transaction_id) LIMIT $1",
    ),
    (
        "the cached balance of a visit is not what its entries add up to",
        "SELECT 'visit ' || v.visit_number FROM visit_balances b
         JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
         LEFT JOIN (SELECT practice_id, visit_id,
                           SUM(CASE WHEN account = 'insurance_receivable' THEN cents ELSE 0 END) AS insurance,
                           SUM(CASE WHEN account = 'denied_receivable' THEN cents ELSE 0 END) AS denied,
                           SUM(CASE WHEN account = 'patient_receivable' THEN cents ELSE 0 END) AS patient,
                           SUM(CASE WHEN account = 'patient_credit' THEN -cents ELSE 0 END) AS credit
                    FROM ledger_entries WHERE visit_id IS NOT NULL GROUP BY practice_id, visit_id) s
           ON s.practice_id = b.practice_id AND s.visit_id = b.visit_id
         WHERE b.insurance_cents <> COALESCE(s.insurance, 0) OR b.denied_cents <> COALESCE(s.denied, 0)
            OR b.patient_cents <> COALESCE(s.patient, 0) OR b.credit_cents <> COALESCE(s.credit, 0) LIMIT $1",
    ),
    (
        "a visit's balance is not its guarantor's",
        "SELECT 'visit ' || v.visit_number FROM visit_balances b
         JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
         WHERE b.guarantor_id <> v.guarantor_id LIMIT $1",
    ),
    (
        "somebody owes for a visit that somebody else answers for",
        "SELECT 'visit ' || v.visit_number || ': ' || CAST(SUM(e.cents) AS TEXT) || ' cents' FROM ledger_entries e
         JOIN visits v ON v.practice_id = e.practice_id AND v.id = e.visit_id
         WHERE e.account IN ('patient_receivable', 'patient_credit') AND e.guarantor_id <> v.guarantor_id
         GROUP BY v.practice_id, v.id, v.visit_number, e.account, e.guarantor_id
         HAVING SUM(e.cents) <> 0 LIMIT $1",
    ),
    (
        "a change of guarantor is not in the books as it was done",
        "SELECT 'visit ' || v.visit_number FROM guarantor_change_visits c
         JOIN guarantor_changes g ON g.practice_id = c.practice_id AND g.id = c.change_id
         JOIN visits v ON v.practice_id = c.practice_id AND v.id = c.visit_id
         WHERE (g.state = 'done') <> (c.left_id IS NOT NULL)
            OR (c.left_id IS NOT NULL AND c.patient_cents + c.credit_cents
                <> (SELECT COALESCE(SUM(CASE WHEN e.account = 'patient_receivable' THEN e.cents ELSE -e.cents END), 0)
                    FROM ledger_entries e
                    WHERE e.practice_id = c.practice_id AND e.transaction_id = c.transaction_id
                      AND e.visit_id = c.visit_id AND e.guarantor_id = g.to_id
                      AND e.account IN ('patient_receivable', 'patient_credit')))
            OR (c.left_id IS NOT NULL AND c.left_id <> g.from_id) LIMIT $1",
    ),
    (
        "somebody works on what is not refused, or nobody on what is",
        "SELECT 'visit ' || v.visit_number || ': ' || CAST(b.denied_cents AS TEXT) || ' cents refused, '
                || CAST(COALESCE(d.amount_cents, 0) AS TEXT) || ' worked'
         FROM visit_balances b
         JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
         LEFT JOIN denials d ON d.practice_id = b.practice_id AND d.visit_id = b.visit_id
         WHERE b.denied_cents <> COALESCE(d.amount_cents, 0) LIMIT $1",
    ),
    (
        "what came of a refusal is not what its steps add up to",
        "SELECT 'visit ' || v.visit_number || ': ' || CAST(d.recovered_cents AS TEXT) || ' cents recovered'
         FROM denials d
         JOIN visits v ON v.practice_id = d.practice_id AND v.id = d.visit_id
         LEFT JOIN (SELECT practice_id, denial_id, COUNT(*) AS steps, SUM(recovered_cents) AS recovered,
                           SUM(patient_cents) AS patient, SUM(given_up_cents) AS given_up
                    FROM denial_steps GROUP BY practice_id, denial_id) s
           ON s.practice_id = d.practice_id AND s.denial_id = d.id
         WHERE d.seq <> COALESCE(s.steps, 0) OR d.recovered_cents <> COALESCE(s.recovered, 0)
            OR d.patient_cents <> COALESCE(s.patient, 0) OR d.given_up_cents <> COALESCE(s.given_up, 0) LIMIT $1",
    ),
    (
        "something was forgiven that nobody wrote off",
        "SELECT t.fact FROM ledger_transactions t
         WHERE t.kind = 'patient_write_off'
           AND NOT EXISTS (SELECT 1 FROM write_off_steps s
                           WHERE s.practice_id = t.practice_id AND s.transaction_id = t.id) LIMIT $1",
    ),
    (
        "a write-off is not in the books as it was made",
        "SELECT s.step || ', ' || CAST(s.cents AS TEXT) || ' cents' FROM write_off_steps s
         JOIN write_offs w ON w.practice_id = s.practice_id AND w.id = s.write_off_id
         WHERE s.transaction_id IS NOT NULL
           AND s.cents <> (SELECT COALESCE(SUM(e.cents), 0) FROM ledger_transactions t CROSS JOIN ledger_entries e
                           WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id
                             AND t.practice_id = s.practice_id AND t.id = s.transaction_id
                             AND t.kind = 'patient_write_off' AND e.visit_id = w.visit_id
                             AND e.account = 'other_adjustment') LIMIT $1",
    ),
    (
        "the steps of a write-off are not what was asked for",
        "SELECT CAST(w.cents AS TEXT) || ' cents, visit ' || v.visit_number FROM write_offs w
         JOIN visits v ON v.practice_id = w.practice_id AND v.id = w.visit_id
         LEFT JOIN (SELECT practice_id, write_off_id, COUNT(*) AS steps, MAX(seq) AS latest, SUM(cents) AS standing,
                           SUM(CASE WHEN step IN ('posted', 'agreed') THEN cents ELSE 0 END) AS granted,
                           SUM(CASE WHEN seq = 1 AND step IN ('asked', 'posted') THEN 1 ELSE 0 END) AS begun,
                           SUM(CASE WHEN step IN ('posted', 'agreed', 'refused', 'withdrawn', 'ended')
                                    THEN 1 ELSE 0 END) AS decided
                    FROM write_off_steps GROUP BY practice_id, write_off_id) s
           ON s.practice_id = w.practice_id AND s.write_off_id = w.id
         WHERE COALESCE(s.begun, 0) <> 1 OR s.steps <> s.latest OR s.decided > 1
            OR s.granted NOT IN (0, w.cents) OR s.standing < 0 OR s.standing > s.granted LIMIT $1",
    ),
    (
        "a charge is not in the books at its amount",
        "SELECT 'visit ' || v.visit_number || ' line ' || h.line FROM charges h
         JOIN visits v ON v.practice_id = h.practice_id AND v.id = h.visit_id
         WHERE h.amount_cents <> (SELECT COALESCE(-SUM(e.cents), 0) FROM ledger_entries e
                                  WHERE e.practice_id = h.practice_id AND e.visit_id = h.visit_id
                                    AND e.charge_id = h.id AND e.account = 'revenue') LIMIT $1",
    ),
    (
        "a payment is not in the books at what was collected for it",
        "SELECT CAST(p.amount_cents AS TEXT) || ' cents, ' || p.state || ', session ' || COALESCE(p.session_id, 'none')
         FROM payments p
         WHERE CASE WHEN p.state = 'paid' THEN p.amount_cents ELSE 0 END
            <> (SELECT COALESCE(SUM(e.cents), 0) FROM ledger_transactions t CROSS JOIN ledger_entries e
                WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id
                  AND t.practice_id = p.practice_id AND t.payment_id = p.id
                  AND t.kind IN ('patient_payment', 'payment_correction')
                  AND e.account IN ('gateway_cash', 'cash_drawer', 'checks', 'card_terminal')) LIMIT $1",
    ),
    (
        "the books hold money of a payment that there is not",
        "SELECT t.fact FROM ledger_transactions t
         WHERE t.kind IN ('patient_payment', 'refund', 'refund_failed', 'chargeback', 'chargeback_reversed')
           AND NOT EXISTS (SELECT 1 FROM payments p
                           WHERE p.practice_id = t.practice_id AND p.id = t.payment_id) LIMIT $1",
    ),
    // A cheque written for a refund that came back is left aside: the payer's bank may take the
    // payment back all the same, and nobody here can keep it from doing so.
    (
        "more of a payment went back than was collected",
        "SELECT CAST(p.amount_cents AS TEXT) || ' cents, session ' || COALESCE(p.session_id, 'none') FROM payments p
         WHERE p.state = 'paid'
           AND (SELECT COALESCE(SUM(e.cents), 0) FROM ledger_transactions t CROSS JOIN ledger_entries e
                WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id
                  AND t.practice_id = p.practice_id AND t.payment_id = p.id
                  AND e.account IN ('patient_receivable', 'patient_credit')
                  AND NOT EXISTS (SELECT 1 FROM refunds r
                                  WHERE r.practice_id = t.practice_id AND r.id = t.refund_id
                                    AND r.method <> p.method)) > 0 LIMIT $1",
    ),
    (
        "a refund is not in the books as it stands",
        "SELECT CAST(r.amount_cents AS TEXT) || ' cents, ' || r.state || ', refund ' || COALESCE(r.gateway_id, 'by hand')
         FROM refunds r
         WHERE CASE WHEN r.state IN ('pending', 'done') THEN r.amount_cents ELSE 0 END
            <> (SELECT COALESCE(-SUM(e.cents), 0) FROM ledger_transactions t CROSS JOIN ledger_entries e
                WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id
                  AND t.practice_id = r.practice_id AND t.payment_id = r.payment_id
                  AND t.kind IN ('refund', 'refund_failed') AND t.refund_id = r.id
                  AND e.account IN ('gateway_cash', 'cash_drawer', 'bank', 'card_terminal')) LIMIT $1",
    ),
    (
        "the parts of a refund do not add up to it",
        "SELECT CAST(r.amount_cents AS TEXT) || ' cents' FROM refunds r
         WHERE r.amount_cents <> (SELECT COALESCE(SUM(a.amount_cents), 0) FROM refund_parts a
                                  WHERE a.practice_id = r.practice_id AND a.refund_id = r.id) LIMIT $1",
    ),
    (
        "a line of the gateway's account is not in the books at its amount",
        "SELECT m.id || ' ' || CAST(m.amount_cents AS TEXT) || ' cents' FROM gateway_movements m
         WHERE m.transaction_id IS NOT NULL
           AND m.amount_cents <> (SELECT COALESCE(SUM(CASE WHEN e.account = 'gateway_fees' AND t.kind <> 'gateway_fee'
                                                           THEN e.cents ELSE 0 END)
                                              + SUM(CASE WHEN e.account = 'gateway_cash' THEN e.cents ELSE 0 END)
                                              + MAX(CASE WHEN t.kind = 'gateway_fee' THEN m.fee_cents ELSE 0 END), 0)
                                  FROM ledger_transactions t CROSS JOIN ledger_entries e
                                  WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id
                                    AND t.practice_id = m.practice_id AND t.id = m.transaction_id) LIMIT $1",
    ),
    (
        "the fee of a line of the gateway's account is not in the books",
        "SELECT m.id || ' ' || CAST(m.fee_cents AS TEXT) || ' cents' FROM gateway_movements m
         WHERE m.transaction_id IS NOT NULL AND m.fee_cents <> 0 AND m.kind <> 'adjustment'
           AND m.difference IS NULL
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t
                           WHERE t.practice_id = m.practice_id
                             AND t.fact IN ('gateway-fee:' || m.id, 'gateway:' || m.id)) LIMIT $1",
    ),
    (
        "a booked payout is not the sum of its parts",
        "SELECT p.id || ' is off by ' || CAST(p.amount_cents - SUM(m.amount_cents - m.fee_cents) AS TEXT) || ' cents'
         FROM gateway_payouts p JOIN gateway_movements m ON m.payout_id = p.id
         WHERE p.booked_at IS NOT NULL AND p.automatic
         GROUP BY p.id, p.amount_cents HAVING p.amount_cents <> SUM(m.amount_cents - m.fee_cents) LIMIT $1",
    ),
    (
        "the parts of a payment do not add up to it",
        "SELECT CAST(p.amount_cents AS TEXT) || ' cents' FROM payments p
         WHERE p.amount_cents <> (SELECT COALESCE(SUM(a.amount_cents), 0) FROM payment_parts a
                                  WHERE a.practice_id = p.practice_id AND a.payment_id = p.id) LIMIT $1",
    ),
    (
        "a claim's money is not in the books at its amount",
        "SELECT 'claim at segment ' || CAST(k.segment AS TEXT) || ' of ' || r.file_name FROM claims k
         JOIN remittances r ON r.practice_id = k.practice_id AND r.id = k.remittance_id
         -- What went back to the insurer by hand is out of the books.
         WHERE CASE WHEN EXISTS (SELECT 1 FROM claim_steps s WHERE s.practice_id = k.practice_id AND s.claim_id = k.id
                                   AND s.step = 'returned') THEN 0 ELSE k.paid_cents END
               <> (SELECT COALESCE(SUM(e.cents), 0) FROM ledger_transactions t CROSS JOIN ledger_entries e
                                WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id
                                  AND t.practice_id = k.practice_id AND t.claim_id = k.id
                                  AND e.account = 'insurer_cash') LIMIT $1",
    ),
    (
        "the money of waiting claims is not what the unapplied account holds",
        "SELECT 'practice ' || p.slug FROM practices p
         WHERE (SELECT COALESCE(SUM(k.paid_cents), 0) FROM claims k
                WHERE k.practice_id = p.id AND k.state IN ('unmatched', 'held'))
            <> (SELECT COALESCE(-SUM(e.cents), 0) FROM ledger_entries e
                WHERE e.practice_id = p.id AND e.account = 'unapplied_insurer') LIMIT $1",
    ),
];

/// What should have been resolved, or put before a person, within a day.
async fn unresolved(tx: &mut Tx, door: &Door) -> Result<Vec<String>, sqlx::Error> {
    let yesterday = door.now() - Duration::hours(24);
    let (payments, refunds, events): (i64, i64, i64) = on!(tx, c => sqlx::query_as(
        "SELECT (SELECT COUNT(*) FROM payments p
                 WHERE p.state IN ('intent', 'open') AND p.created_at < $1
                   AND NOT EXISTS (SELECT 1 FROM work_items w
                                   WHERE w.practice_id = p.practice_id AND w.payment_id = p.id
                                     AND w.kind = 'payment_unknown' AND w.closed_at IS NULL)),
                (SELECT COUNT(*) FROM refunds r
                 WHERE r.state = 'approved' AND r.created_at < $1 AND r.first_sent_at < $1
                   AND NOT EXISTS (SELECT 1 FROM work_items w
                                   WHERE w.practice_id = r.practice_id AND w.payment_id = r.payment_id
                                     AND w.kind = 'refund_unknown' AND w.closed_at IS NULL)),
                (SELECT COUNT(*) FROM gateway_events
                 WHERE state = 'unreadable' OR (state = 'received' AND received_at < $1))",
    )
    .bind(yesterday)
    .fetch_one(c))?;
    let mut sentences = Vec::new();
    for (count, sentence) in [
        (payments, "payments have been neither paid nor closed for more than a day, and no person was told"),
        (refunds, "refunds have had no answer for more than a day, and no person was told"),
        (events, "gateway events could not be applied"),
    ] {
        if count > 0 {
            sentences.push(format!("{count} {sentence}"));
        }
    }
    Ok(sentences)
}

/// Compares our payments with what the gateway says of its hosted pages, both ways, and
/// its account with us with what reconciliation has recorded, and adds what differs to the
/// verdict. Nothing is written.
///
/// # Errors
/// The gateway's when it does not answer; the database's word.
pub async fn verify_gateway(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    verdict: &mut Verdict,
) -> Result<(), VerifyError> {
    pages(db, gateway, verdict).await?;
    account(db, door, gateway, verdict).await?;
    verdict.ok = verdict.violations.is_empty();
    Ok(())
}

/// Every line of the gateway's account that is older than a day has to be recorded; when
/// all are, what the account holds is what the books say it holds.
async fn account(db: &Db, door: &Door, gateway: &Gateway, verdict: &mut Verdict) -> Result<(), VerifyError> {
    let yesterday = door.now() - Duration::hours(24);
    let (mut held, mut missing) = (Money::ZERO, 0_u64);
    let mut before: Option<String> = None;
    loop {
        let page = gateway.movements(None, None, before.as_deref()).await?;
        let recorded = {
            let mut tx = db.read().await?;
            crate::reconcile::recorded(&mut tx, &page.lines).await?
        };
        for line in &page.lines {
            held += line.amount - line.fee;
            if !recorded.contains(&line.id) {
                missing += 1;
                if line.created < yesterday {
                    verdict.violations.push(format!(
                        "line {} of the gateway's account ({} {}) is not recorded; run: openbalance reconcile",
                        line.id, line.kind, line.amount
                    ));
                }
            }
        }
        before = page.lines.last().map(|line| line.id.clone());
        if !page.more || before.is_none() {
            break;
        }
    }
    let mut tx = db.read().await?;
    let books: i64 = on!(&mut tx, c => sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(cents), 0) AS BIGINT) FROM ledger_entries WHERE account = 'gateway_cash'",
    )
    .fetch_one(c))?;
    let open: i64 = on!(&mut tx, c => sqlx::query_scalar(
        "SELECT (SELECT COUNT(*) FROM gateway_movements WHERE difference IS NOT NULL)
              + (SELECT COUNT(*) FROM gateway_payouts
                 WHERE booked_at IS NULL OR (state = 'failed' AND undone_at IS NULL))",
    )
    .fetch_one(c))?;
    // A bank debit's line is there before its money is, and is booked when it has cleared.
    let waiting: i64 = on!(&mut tx, c => sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(amount_cents - fee_cents), 0) AS BIGINT) FROM gateway_movements
         WHERE transaction_id IS NULL AND difference IS NULL AND kind NOT LIKE 'payout%'",
    )
    .fetch_one(c))?;
    let books = Money::from_cents(books);
    held -= Money::from_cents(waiting);
    if missing == 0 && open == 0 && books != held {
        verdict.violations.push(format!("the gateway holds {held} for us, the books say {books}"));
    }
    Ok(())
}

/// Our payments and the hosted pages, both ways.
async fn pages(db: &Db, gateway: &Gateway, verdict: &mut Verdict) -> Result<(), VerifyError> {
    let theirs = gateway.paid_checkouts().await?;
    // Read afterwards, so that a payment that is posted while they are listed is not missed.
    let mut ours = {
        let mut tx = db.read().await?;
        paid(&mut tx).await?
    };
    for checkout in theirs {
        let Some(id) = checkout.payment else { continue };
        match ours.remove(&id) {
            Some(paid) if paid.amount == checkout.amount => {}
            Some(paid) => verdict.violations.push(format!(
                "the gateway collected {} for session {}, the books hold {}",
                checkout.amount, checkout.id, paid.amount
            )),
            None => verdict.violations.push(format!(
                "the gateway collected {} for session {}, which the books do not hold",
                checkout.amount, checkout.id
            )),
        }
    }
    for (id, Paid { practice, amount, session }) in ours {
        // It may have been paid while they were listed.
        let known = match &session {
            Some(session) => match gateway.checkout(session).await {
                Ok(checkout) => checkout.progress == Progress::Paid && checkout.amount == amount,
                Err(GatewayError::Refused(_)) => false,
                Err(error) => return Err(error.into()),
            },
            None => false,
        };
        if !known {
            verdict.violations.push(format!(
                "payment {id} of practice {practice} is in the books at {amount}, but the gateway collected nothing for it"
            ));
        }
    }
    Ok(())
}

/// Why the comparison with the gateway could not be made.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The gateway's word.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// A payment as our books hold it.
struct Paid {
    practice: PracticeId,
    amount: Money,
    session: Option<String>,
}

async fn paid(tx: &mut Tx) -> Result<BTreeMap<PaymentId, Paid>, sqlx::Error> {
    let rows: Vec<(PaymentId, PracticeId, i64, Option<String>)> = on!(tx, c => sqlx::query_as(
        "SELECT id, practice_id, amount_cents, session_id FROM payments WHERE state = 'paid' AND method = 'online'",
    )
    .fetch_all(c))?;
    let paid = |practice, cents, session| Paid { practice, amount: Money::from_cents(cents), session };
    Ok(rows.into_iter().map(|(id, practice, cents, session)| (id, paid(practice, cents, session))).collect())
}
