//! A practice in a throwaway database, and what tests ask of it.

use std::collections::BTreeMap;

use billing::accounts::{self, Practice as Record};
use billing::imports::{self, Report};
use billing::ledger::{self, verify};
use billing::testing::TestDb;
use billing::{Db, Door, on, visits};
use domain::story::VisitStory;
use domain::{GuarantorId, Money, PracticeId, VisitId};
use uuid::Uuid;

/// A practice with nothing in it.
pub struct Practice {
    pub t: TestDb,
    pub id: PracticeId,
    folder: tempfile::TempDir,
}

/// What is open for a visit, in cents: with insurance, refused, due, credit.
pub type Open = (i64, i64, i64, i64);

impl Practice {
    pub async fn new(t: TestDb) -> Self {
        let id = add_practice(&t.db, &t.door, "willow").await;
        Self { t, id, folder: tempfile::tempdir().unwrap() }
    }

    /// The same practice seen by another process, with ids of its own.
    pub async fn other_process(&self, seed: u64) -> (Db, Door) {
        (Db::connect(&self.t.url).await.unwrap(), Door::seeded(self.t.clock.clone(), seed))
    }

    pub fn path(&self, name: &str, content: &[u8]) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub async fn import(&self, name: &str, content: impl AsRef<[u8]>) -> Report {
        let path = self.path(name, content.as_ref());
        imports::import_file(&self.t.db, &self.t.door, self.id, &path, name).await.unwrap()
    }

    /// Imports what must be taken whole.
    pub async fn take(&self, name: &str, content: impl AsRef<[u8]>) -> Report {
        let report = self.import(name, content).await;
        assert!(!report.incomplete && report.refused.is_empty(), "{name}: {:?}", report.refused);
        report
    }

    /// The books prove themselves, and every visit's story adds up to its charge.
    pub async fn is_sound(&self) {
        let verdict = verify::verify(&self.t.db, &self.t.door).await.unwrap();
        assert!(verdict.ok, "{:?}", verdict.violations);
        for (number, visit) in self.visits().await {
            let story = self.story_of(visit).await;
            assert_eq!(story.breakdown.explained(), story.breakdown.charged, "visit {number}");
            let yours = story.breakdown.share + story.plan_cost() - story.forgiven_in_all();
            assert_eq!(story.due - story.credit, yours - story.paid, "visit {number}");
            assert!(!story.due.is_negative() && !story.credit.is_negative(), "visit {number}");
            let lines: Money = story.lines.iter().map(|line| line.breakdown.charged).sum();
            assert_eq!(lines, story.breakdown.charged, "visit {number}");
            let shares: Money = story.breakdown.reasons.iter().map(|reason| reason.amount).sum();
            assert_eq!(shares, story.breakdown.share, "visit {number}");
        }
    }

    pub async fn visits(&self) -> Vec<(String, VisitId)> {
        let mut tx = self.t.db.read().await.unwrap();
        on!(&mut tx, c => sqlx::query_as("SELECT visit_number, id FROM visits ORDER BY visit_number").fetch_all(c))
            .unwrap()
    }

    pub async fn visit(&self, number: &str) -> VisitId {
        self.visits().await.into_iter().find(|(known, _)| known == number).unwrap().1
    }

    pub async fn story(&self, number: &str) -> VisitStory {
        self.story_of(self.visit(number).await).await
    }

    async fn story_of(&self, visit: VisitId) -> VisitStory {
        let mut tx = self.t.db.read().await.unwrap();
        VisitStory::of(visit, &ledger::entries_of_visit(&mut tx, self.id, visit).await.unwrap())
    }

    pub async fn open(&self, number: &str) -> Open {
        let story = self.story(number).await;
        let cents = |money: Money| money.cents();
        let b = &story.breakdown;
        (cents(b.with_insurance), cents(b.refused), cents(story.due), cents(story.credit))
    }

    /// Every account of every visit that is not zero; money of no visit under "".
    pub async fn books(&self) -> BTreeMap<(String, String), i64> {
        let mut tx = self.t.db.read().await.unwrap();
        let rows: Vec<(String, String, i64)> = on!(&mut tx, c => sqlx::query_as(
            "SELECT COALESCE(v.visit_number, ''), e.account, CAST(SUM(e.cents) AS BIGINT)
             FROM ledger_entries e
             LEFT JOIN visits v ON v.practice_id = e.practice_id AND v.id = e.visit_id
             GROUP BY COALESCE(v.visit_number, ''), e.account HAVING SUM(e.cents) <> 0",
        )
        .fetch_all(c))
        .unwrap();
        rows.into_iter().map(|(visit, account, cents)| ((visit, account), cents)).collect()
    }

    /// What an account holds over all visits, in cents.
    pub async fn on(&self, account: &str) -> i64 {
        self.books().await.iter().filter(|((_, known), _)| known == account).map(|(_, cents)| cents).sum()
    }

    pub async fn count(&self, query: &'static str) -> i64 {
        let mut tx = self.t.db.read().await.unwrap();
        on!(&mut tx, c => sqlx::query_scalar(query).fetch_one(c)).unwrap()
    }

    /// Runs SQL by hand, as an intruder would.
    pub async fn by_hand(&self, statement: &str) -> Result<(), String> {
        let mut tx = self.t.db.begin().await.unwrap();
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        let done = match &mut tx {
            billing::Tx::Sqlite(tx) => sqlx::raw_sql(statement).execute(&mut **tx).await.map(drop),
            billing::Tx::Postgres(tx) => sqlx::raw_sql(statement).execute(&mut **tx).await.map(drop),
        };
        match done {
            Ok(()) => tx.commit().await.map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }

    pub async fn guarantor(&self, account: &str) -> GuarantorId {
        let mut tx = self.t.db.read().await.unwrap();
        on!(&mut tx, c => sqlx::query_scalar("SELECT id FROM guarantors WHERE account_number = $1")
            .bind(account)
            .fetch_one(c))
        .unwrap()
    }

    pub async fn dues(&self, account: &str) -> i64 {
        let guarantor = self.guarantor(account).await;
        let mut tx = self.t.db.read().await.unwrap();
        visits::dues(&mut tx, self.id, guarantor).await.unwrap().iter().map(|due| due.amount.cents()).sum()
    }
}

pub async fn add_practice(db: &Db, door: &Door, slug: &str) -> PracticeId {
    let practice = Record {
        id: PracticeId(door.id()),
        slug: slug.to_owned(),
        name: "Willow Family Practice".to_owned(),
        phone: None,
        email: None,
        hours: None,
        time_zone: "America/New_York".to_owned(),
        languages: None,
        brand_mark: None,
    };
    let mut tx = db.begin().await.unwrap();
    accounts::add_practice_in(&mut tx, door, &practice).await.unwrap();
    tx.commit().await.unwrap();
    practice.id
}

/// A press id that no other test uses.
pub fn press_id(n: u128) -> Uuid {
    Uuid::from_u128(0x1000 + n)
}

/// One of the project's own samples.
pub fn sample(path: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

const WIDE: &str = "patient_number,first_name,last_name,birth_date,account_number,zip,email,visit_number,service_date,\
                    insurance,insurance2,insurance3,charge_line,code,description,amount\n";

/// A wide export of one visit a line: `V1|Larkspur;Bittern|99213 150.00,81002 20`. The
/// patient and account are P1 and A1, or as named before an `@`.
pub fn export(visits: &[&str]) -> String {
    let mut text = WIDE.to_owned();
    for visit in visits {
        let (who, visit) = visit.split_once('@').unwrap_or(("1", visit));
        let mut parts = visit.split('|');
        let number = parts.next().unwrap();
        let mut payers = parts.next().unwrap_or_default().split(';');
        let mut payer = || payers.next().unwrap_or_default();
        let (one, two, three) = (payer(), payer(), payer());
        for (charge, line) in parts.next().unwrap_or_default().split(',').filter(|c| !c.is_empty()).zip(1..) {
            let (code, amount) = charge.split_once(' ').unwrap();
            text.push_str(&format!(
                "P{who},Wren,Abernethy,1980-02-03,A{who},45401,wren{who}@example.com,{number},2026-10-01,{one},{two},\
                 {three},{line},{code},Care,{amount}\n"
            ));
        }
    }
    text
}

/// A remittance of one payment around the given segments; what it pays is what its
/// claims and provider adjustments come to.
pub fn era(payer: &str, trace: &str, segments: &[&str]) -> Vec<u8> {
    let mut paid = Money::ZERO;
    for segment in segments {
        let parts: Vec<&str> = segment.split('*').collect();
        match parts[0] {
            "CLP" => paid += Money::parse(parts[4]).unwrap(),
            "PLB" => {
                for amount in parts.iter().skip(4).step_by(2) {
                    paid += -Money::parse(amount).unwrap();
                }
            }
            _ => {}
        }
    }
    let (sign, paid) = if paid.is_negative() { ("D", -paid) } else { ("C", paid) };
    era_paying(payer, trace, &format!("{paid}*{sign}"), segments)
}

/// The same with `BPR02*BPR03` as given.
pub fn era_paying(payer: &str, trace: &str, payment: &str, segments: &[&str]) -> Vec<u8> {
    let originator: u64 = payer.bytes().map(u64::from).sum();
    let body: String = segments.iter().map(|segment| format!("{segment}~")).collect();
    let count = segments.len() + 6;
    format!(
        "ST*835*1~BPR*I*{payment}*CHK************20261101~TRN*1*{trace}*1{originator:09}~N1*PR*{payer}~LX*1~{body}SE*{count}*1~"
    )
    .into_bytes()
}
