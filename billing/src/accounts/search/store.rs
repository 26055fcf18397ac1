//! All SQL of the search. Statements are put together of placeholders, as many as there are values.

use std::collections::{BTreeMap, BTreeSet};

use domain::{GuarantorId, PatientId, PracticeId};
use sqlx::{AssertSqlSafe, FromRow};
use time::Date;

use super::terms::{Kind, Term};
use super::typed::{Beginning, Fit, Probe};
use crate::db::Tx;
use crate::{on, run};

/// What accounts are found by.
pub type Terms = BTreeSet<(Term, GuarantorId)>;

/// So many terms are written in one statement: SQLite looks each `$n` up among those before it, so
/// that ten times as many take a hundred times as long.
const AT_ONCE: usize = 100;

/// `($2, $3), ($4, $5)`: so many tuples of so many placeholders, after the practice's.
fn tuples(count: usize, of: usize) -> String {
    let tuple = |n: usize| {
        let each: Vec<String> = (0..of).map(|place| format!("${}", 2 + n * of + place)).collect();
        format!("({})", each.join(", "))
    };
    (0..count).map(tuple).collect::<Vec<_>>().join(", ")
}

/// The terms there are of each beginning, each once however many people have it: from one to the
/// next along the index.
pub async fn known(
    tx: &mut Tx,
    practice: PracticeId,
    beginnings: &[Beginning],
) -> Result<Vec<Term>, sqlx::Error> {
    if beginnings.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "WITH RECURSIVE beginnings (kind, low, high) AS (VALUES {}),
              known (kind, term, high) AS (
                  SELECT b.kind, (SELECT MIN(t.term) FROM search_terms t
                                  WHERE t.practice_id = $1 AND t.kind = b.kind AND t.term BETWEEN b.low AND b.high), b.high
                  FROM beginnings b
                  UNION ALL
                  SELECT k.kind, (SELECT MIN(t.term) FROM search_terms t
                                  WHERE t.practice_id = $1 AND t.kind = k.kind AND t.term > k.term AND t.term <= k.high), k.high
                  FROM known k WHERE k.term IS NOT NULL)
         SELECT kind, term FROM known WHERE term IS NOT NULL",
        tuples(beginnings.len(), 3)
    );
    let found: Vec<(String, String)> = on!(tx, c => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false).bind(practice);
        for beginning in beginnings {
            query = query.bind(beginning.kind.code()).bind(&*beginning.low).bind(&*beginning.high);
        }
        query.fetch_all(c)
    })?;
    let kind = |code: &str| if code == Kind::Ending.code() { Kind::Ending } else { Kind::Word };
    Ok(found.into_iter().map(|(code, term)| (kind(&code), term)).collect())
}

/// The accounts that have most of the typed words, the better fits first; at most `limit`.
///
/// Each way to look has a SELECT of its own: PostgreSQL joins a list of ranges by reading everything.
pub async fn candidates(
    tx: &mut Tx,
    practice: PracticeId,
    probes: &[Probe],
    limit: i64,
) -> Result<Vec<GuarantorId>, sqlx::Error> {
    let mut alike: BTreeMap<(usize, Kind, Fit, bool), Vec<&str>> = BTreeMap::new();
    for probe in probes {
        let exact = probe.low == probe.high;
        let values = alike.entry((probe.word, probe.kind, probe.fit, exact)).or_default();
        values.push(&probe.low);
        if !exact {
            values.push(&probe.high);
        }
    }
    let mut ways = Vec::new();
    let mut values: Vec<&str> = Vec::new();
    for ((word, kind, fit, exact), texts) in alike {
        let places: Vec<String> = (0..texts.len()).map(|n| format!("${}", 2 + values.len() + n)).collect();
        let terms = if exact {
            format!("term IN ({})", places.join(", "))
        } else {
            let ranges = places.chunks(2).map(|range| format!("term BETWEEN {}", range.join(" AND ")));
            format!("({})", ranges.collect::<Vec<_>>().join(" OR "))
        };
        ways.push(format!(
            "SELECT guarantor_id, {word} AS word, {} AS fit FROM search_terms
             WHERE practice_id = $1 AND kind = '{}' AND {terms}",
            fit as i64,
            kind.code()
        ));
        values.extend(texts);
    }
    let sql = format!(
        "WITH hits AS (SELECT guarantor_id, MAX(fit) AS fit FROM ({}) way GROUP BY guarantor_id, word),
              found AS (SELECT guarantor_id, COUNT(*) AS words, SUM(fit) AS fit FROM hits GROUP BY guarantor_id)
         SELECT g.id FROM found f JOIN guarantors g ON g.practice_id = $1 AND g.id = f.guarantor_id
         ORDER BY f.words DESC, f.fit DESC, g.last_name, g.first_name, g.id
         LIMIT ${}",
        ways.join("\n UNION ALL "),
        2 + values.len()
    );
    on!(tx, c => {
        let mut query = sqlx::query_scalar(AssertSqlSafe(sql)).persistent(false).bind(practice);
        for value in values {
            query = query.bind(value);
        }
        query.bind(limit).fetch_all(c)
    })
}

/// An account, as far as a search tells of it.
#[derive(FromRow)]
pub struct Account {
    pub id: GuarantorId,
    pub account_number: String,
    pub first_name: String,
    pub last_name: String,
    pub birth_date: Date,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub due_cents: i64,
    pub has_login: bool,
}

/// Binds ids to a query that ends where their list goes.
macro_rules! of_guarantors {
    ($tx:expr, $query:literal, $practice:expr, $guarantors:expr) => {{
        if $guarantors.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!("{} {}", $query, tuples(1, $guarantors.len()));
        on!($tx, c => {
            let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false).bind($practice);
            for guarantor in $guarantors {
                query = query.bind(guarantor);
            }
            query.fetch_all(c)
        })
    }};
}

pub async fn accounts(
    tx: &mut Tx,
    practice: PracticeId,
    guarantors: &[GuarantorId],
) -> Result<Vec<Account>, sqlx::Error> {
    of_guarantors!(
        tx,
        "SELECT g.id, g.account_number, g.first_name, g.last_name, g.birth_date, g.phone, g.email,
                CAST((SELECT COALESCE(SUM(b.patient_cents), 0) FROM visit_balances b
                      WHERE b.practice_id = g.practice_id AND b.guarantor_id = g.id) AS BIGINT) AS due_cents,
                EXISTS (SELECT 1 FROM user_guarantors u
                        WHERE u.practice_id = g.practice_id AND u.guarantor_id = g.id
                          AND u.scope = 'own') AS has_login
         FROM guarantors g WHERE g.practice_id = $1 AND g.id IN",
        practice,
        guarantors
    )
}

/// Somebody an account answers for.
#[derive(FromRow)]
pub struct Somebody {
    pub id: PatientId,
    pub guarantor_id: GuarantorId,
    pub first_name: String,
    pub last_name: String,
    pub birth_date: Date,
    pub is_guarantor: bool,
}

pub async fn people(
    tx: &mut Tx,
    practice: PracticeId,
    guarantors: &[GuarantorId],
) -> Result<Vec<Somebody>, sqlx::Error> {
    let people: Result<Vec<Somebody>, _> = of_guarantors!(
        tx,
        "SELECT id, guarantor_id, first_name, last_name, birth_date, is_guarantor
         FROM patients WHERE practice_id = $1 AND guarantor_id IN",
        practice,
        guarantors
    );
    people.map(|mut people| {
        people.sort_by_key(|one| (!one.is_guarantor, one.birth_date, one.id));
        people
    })
}

/// What is there already stays.
pub async fn insert<'a>(
    tx: &mut Tx,
    practice: PracticeId,
    terms: impl IntoIterator<Item = &'a (Term, GuarantorId)>,
) -> Result<(), sqlx::Error> {
    let terms: Vec<_> = terms.into_iter().collect();
    for terms in terms.chunks(AT_ONCE) {
        // The practice is $1 in every row.
        let rows = tuples(terms.len(), 3).replace("($", "($1, $");
        let sql = format!(
            "INSERT INTO search_terms (practice_id, kind, term, guarantor_id) VALUES {rows} ON CONFLICT DO NOTHING"
        );
        change(tx, practice, sql, terms).await?;
    }
    Ok(())
}

pub async fn delete<'a>(
    tx: &mut Tx,
    practice: PracticeId,
    terms: impl IntoIterator<Item = &'a (Term, GuarantorId)>,
) -> Result<(), sqlx::Error> {
    let terms: Vec<_> = terms.into_iter().collect();
    for terms in terms.chunks(AT_ONCE) {
        let sql = format!(
            "DELETE FROM search_terms WHERE practice_id = $1 AND (kind, term, guarantor_id) IN (VALUES {})",
            tuples(terms.len(), 3)
        );
        change(tx, practice, sql, terms).await?;
    }
    Ok(())
}

async fn change(
    tx: &mut Tx,
    practice: PracticeId,
    sql: String,
    terms: &[&(Term, GuarantorId)],
) -> Result<(), sqlx::Error> {
    let again = terms.len() == AT_ONCE;
    run!(tx, {
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(again).bind(practice);
        for ((kind, text), guarantor) in terms {
            query = query.bind(kind.code()).bind(&**text).bind(guarantor);
        }
        query
    })
    .map(drop)
}

/// A practice of which some account has no terms.
pub async fn practice_to_learn(tx: &mut Tx) -> Result<Option<PracticeId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT practice_id FROM guarantors WHERE NOT findable LIMIT 1").fetch_optional(c))
}

pub async fn to_learn(
    tx: &mut Tx,
    practice: PracticeId,
    limit: i64,
) -> Result<Vec<GuarantorId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT id FROM guarantors WHERE practice_id = $1 AND NOT findable LIMIT $2")
        .bind(practice)
        .bind(limit)
        .fetch_all(c))
}

pub async fn learned(
    tx: &mut Tx,
    practice: PracticeId,
    guarantors: &[GuarantorId],
) -> Result<(), sqlx::Error> {
    for guarantor in guarantors {
        run!(
            tx,
            sqlx::query("UPDATE guarantors SET findable = TRUE WHERE practice_id = $1 AND id = $2")
                .bind(practice)
                .bind(guarantor)
        )?;
    }
    Ok(())
}
