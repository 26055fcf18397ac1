//! A database of an earlier version, with money in it, takes the steps that came since.

use std::path::Path;

use billing::accounts;
use billing::denials::{self, payers};
use billing::ledger::verify::verify;
use billing::payments::{self, Method, PaymentState};
use billing::refunds::{self, Ask, RefundReason, RefundState};
use billing::testing::{TestDb, on_each_engine};
use billing::{Db, Door, Tx};
use domain::{Money, PaymentId, PracticeId, UserId, VisitId};
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use time::macros::date;
use uuid::Uuid;

/// The last step before money could go back.
const BEFORE: &str = "0007_messages.sql";

/// An empty database beside a test's own, that ends with it or with the test's server.
async fn beside(t: &TestDb, folder: &Path) -> Db {
    if t.engine == "sqlite" {
        return Db::connect(&format!("sqlite:{}", folder.join("old.db").display())).await.unwrap();
    }
    // A test's own door repeats its ids from run to run.
    let name = format!("test_{}", Door::system().id().simple());
    let mut connection = PgConnection::connect(&t.url).await.unwrap();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    connection.close().await.unwrap();
    Db::connect(&format!("{}/{name}", t.url.rsplit_once('/').unwrap().0)).await.unwrap()
}

/// Takes the steps through one of them.
async fn take_steps(t: &TestDb, db: &Db, folder: &Path, last: &str) {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(t.engine);
    let early = folder.join(last);
    std::fs::create_dir(&early).unwrap();
    for step in std::fs::read_dir(all).unwrap() {
        let step = step.unwrap();
        if step.file_name().to_str().unwrap() <= last {
            std::fs::copy(step.path(), early.join(step.file_name())).unwrap();
        }
    }
    let steps = Migrator::new(early).await.unwrap();
    match db {
        Db::Sqlite { write, .. } => steps.run(write).await.unwrap(),
        Db::Postgres(pool) => steps.run(pool).await.unwrap(),
    }
}

/// An id as the engine writes it.
fn id(t: &TestDb, n: u128) -> String {
    let id = Uuid::from_u128(n);
    if t.engine == "sqlite" { format!("X'{}'", id.simple()) } else { format!("'{id}'") }
}

/// A visit of $150 of which $120 was paid and $10 is on its way, as 0007 holds it.
async fn fill(t: &TestDb, db: &Db) {
    let [practice, guarantor, patient, visit, charge, user] = [1, 2, 3, 4, 5, 6].map(|n| id(t, n));
    let [paid, on_its_way, billed, collected, press, other_press] = [7, 8, 9, 10, 11, 12].map(|n| id(t, n));
    let at = "'2026-11-20T12:00:00Z'";
    let statements = format!(
        "INSERT INTO practices (id, slug, name, time_zone, created_at) VALUES ({practice}, 'willow', 'Willow', 'America/New_York', {at});
         INSERT INTO guarantors (practice_id, id, account_number, first_name, last_name, birth_date, updated_at)
         VALUES ({practice}, {guarantor}, 'A1', 'Wren', 'Abernethy', '1980-02-03', {at});
         INSERT INTO patients (practice_id, id, guarantor_id, patient_number, first_name, last_name, birth_date, is_guarantor, updated_at)
         VALUES ({practice}, {patient}, {guarantor}, 'P1', 'Wren', 'Abernethy', '1980-02-03', (1 = 1), {at});
         INSERT INTO visits (practice_id, id, patient_id, guarantor_id, visit_number, service_date, created_at)
         VALUES ({practice}, {visit}, {patient}, {guarantor}, 'V1', '2026-10-01', {at});
         INSERT INTO charges (practice_id, id, visit_id, line, code, description, amount_cents, created_at)
         VALUES ({practice}, {charge}, {visit}, '1', '99213', 'Care', 15000, {at});
         INSERT INTO visit_balances (practice_id, visit_id, guarantor_id, patient_cents)
         VALUES ({practice}, {visit}, {guarantor}, 3000);
         INSERT INTO users (id, email, name, password_hash, created_at) VALUES ({user}, 'a@example.com', 'Wren', 'none', {at});
         INSERT INTO payments (practice_id, id, guarantor_id, user_id, press, amount_cents, state, session_id, payment_intent, created_at, changed_at, paid_on)
         VALUES ({practice}, {paid}, {guarantor}, {user}, {press}, 12000, 'paid', 'cs_1', 'pi_1', {at}, {at}, '2026-11-20'),
                ({practice}, {on_its_way}, {guarantor}, {user}, {other_press}, 1000, 'processing', 'cs_2', NULL, {at}, {at}, NULL);
         INSERT INTO payment_parts (practice_id, payment_id, visit_id, amount_cents)
         VALUES ({practice}, {paid}, {visit}, 12000), ({practice}, {on_its_way}, {visit}, 1000);
         INSERT INTO ledger_entries (practice_id, transaction_id, line, account, cents, visit_id, charge_id, guarantor_id)
         VALUES ({practice}, {billed}, 1, 'revenue', -15000, {visit}, {charge}, NULL),
                ({practice}, {billed}, 2, 'patient_receivable', 15000, {visit}, {charge}, {guarantor}),
                ({practice}, {collected}, 1, 'gateway_cash', 12000, NULL, NULL, {guarantor}),
                ({practice}, {collected}, 2, 'patient_receivable', -12000, {visit}, NULL, {guarantor});
         INSERT INTO ledger_transactions (practice_id, id, kind, effective_on, posted_at, payment_id, fact)
         VALUES ({practice}, {billed}, 'charge', '2026-10-01', {at}, NULL, 'charge:V1:1'),
                ({practice}, {collected}, 'patient_payment', '2026-11-20', {at}, {paid}, 'payment:1');
         INSERT INTO gateway_events (id, kind, payload, state, received_at) VALUES ('evt_1', 'x', '{{}}', 'applied', {at});
         INSERT INTO messages (id, fact, template, to_address, language, args, state, created_at, send_after)
         VALUES ({press}, 'receipt:1', 'receipt', 'a@example.com', 'en', '{{}}', 'sent', {at}, {at});"
    );
    let mut tx = db.begin().await.unwrap();
    let statements = sqlx::raw_sql(AssertSqlSafe(statements));
    match &mut tx {
        Tx::Sqlite(tx) => statements.execute(&mut **tx).await.map(drop).unwrap(),
        Tx::Postgres(tx) => statements.execute(&mut **tx).await.map(drop).unwrap(),
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_database_with_payments_in_it_learns_to_give_money_back() {
    on_each_engine(|t| async move {
        let folder = tempfile::tempdir().unwrap();
        let db = beside(&t, folder.path()).await;
        take_steps(&t, &db, folder.path(), BEFORE).await;
        fill(&t, &db).await;
        assert!(db.pending_migrations().await.unwrap() >= 2);
        db.migrate().await.unwrap();
        db.migrate().await.unwrap();
        assert_eq!(db.pending_migrations().await.unwrap(), 0);

        let verdict = verify(&db, &t.door).await.unwrap();
        assert!(verdict.ok, "{:?}", verdict.violations);
        let (practice, paid) = (PracticeId(Uuid::from_u128(1)), PaymentId(Uuid::from_u128(7)));
        let mut tx = db.read().await.unwrap();
        let policy = accounts::policy(&mut tx, practice).await.unwrap();
        let known = payments::of_practice(&mut tx, practice, paid).await.unwrap().unwrap();
        drop(tx);
        assert_eq!((policy.second_person, policy.credit_applies), (Money::from_cents(20_000), true));
        assert_eq!(policy.credit_refund_days, Some(30));
        assert_eq!((known.method, known.state, known.instrument), (Method::Online, PaymentState::Paid, None));
        let ask = Ask {
            press: Uuid::from_u128(90),
            payment: paid,
            amount: Money::from_cents(12_000),
            reason: RefundReason::Mistake,
            note: None,
        };
        let refund = refunds::ask(&db, &t.door, practice, UserId(Uuid::from_u128(6)), &ask).await.unwrap();
        assert_eq!(refund.state, RefundState::Approved);
        assert!(verify(&db, &t.door).await.unwrap().ok);
        db.close().await;
    })
    .await;
}

/// A refusal of November 12 beside one of November 1, as 0033 holds it: its days are those of the first.
async fn refuse(t: &TestDb, db: &Db) {
    let [practice, guarantor, visit] = [1, 2, 4].map(|n| id(t, n));
    let [early, late, claim, denial] = [20, 21, 22, 23].map(|n| id(t, n));
    let at = "'2026-11-20T12:00:00Z'";
    let identity = if t.engine == "sqlite" { "X'01'" } else { "'\\x01'" };
    let statements = format!(
        "INSERT INTO remittances (practice_id, id, file_name, payer, payer_key, trace, payment_cents, paid_on, imported_at)
         VALUES ({practice}, {early}, 'a.835', 'LARKSPUR', '1900000001', 'T1', 0, '2026-11-01', {at}),
                ({practice}, {late}, 'b.835', 'LARKSPUR HEALTH', '1900000001', 'T2', 0, '2026-11-12', {at});
         INSERT INTO claims (practice_id, id, remittance_id, identity, control_number, payer_control_number, status, rank,
                             charge_cents, paid_cents, patient_cents, visit_id, state, segment, content, created_at)
         VALUES ({practice}, {claim}, {late}, {identity}, 'V1', 'K1', '4', 1, 15000, 0, 0, {visit}, 'posted', 1, {identity}, {at});
         INSERT INTO denials (practice_id, id, visit_id, guarantor_id, claim_id, group_code, carc, route, state, proposed,
                              refused_on, deadline, act_by, amount_cents, waits_cents, recovered_cents, patient_cents,
                              given_up_cents, opened_at, changed_at, seq)
         VALUES ({practice}, {denial}, {visit}, {guarantor}, {claim}, 'CO', '16', 'fix', 'open', {no},
                 '2026-11-12', '2027-01-30', '2027-01-30', 5000, 0, 0, 0, 0, {at}, {at}, 1);",
        no = if t.engine == "sqlite" { "0" } else { "false" },
    );
    let mut tx = db.begin().await.unwrap();
    let statements = sqlx::raw_sql(AssertSqlSafe(statements));
    match &mut tx {
        Tx::Sqlite(tx) => statements.execute(&mut **tx).await.map(drop).unwrap(),
        Tx::Postgres(tx) => statements.execute(&mut **tx).await.map(drop).unwrap(),
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn old_refusals_learn_whose_days_they_count_and_from_when() {
    on_each_engine(|t| async move {
        let folder = tempfile::tempdir().unwrap();
        let db = beside(&t, folder.path()).await;
        take_steps(&t, &db, folder.path(), BEFORE).await;
        fill(&t, &db).await;
        take_steps(&t, &db, folder.path(), "0033_emergencies.sql").await;
        refuse(&t, &db).await;
        db.migrate().await.unwrap();

        let practice = PracticeId(Uuid::from_u128(1));
        let mut tx = db.begin().await.unwrap();
        let known = payers::known(&mut tx, practice).await.unwrap();
        assert_eq!(known.len(), 1);
        assert_eq!((known[0].name.as_str(), known[0].open, known[0].seq), ("LARKSPUR HEALTH", 1, 0));
        let by = (practice, UserId(Uuid::from_u128(6)));
        let moved = payers::set_days_in(&mut tx, &t.door, by, (known[0].id, 0), Some(30)).await.unwrap();
        assert_eq!(moved, 1);
        let case = denials::of_visit(&mut tx, practice, VisitId(Uuid::from_u128(4))).await.unwrap().unwrap();
        assert_eq!(case.payer, Some(known[0].id));
        assert_eq!(case.denial.deadline, date!(2026 - 12 - 01), "from the first of the two");
        drop(tx);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn sqlite_is_told_what_a_large_practice_is_like() {
    let t = billing::testing::sqlite().await;
    // Once more changes nothing, and leaves alone what was measured meanwhile.
    let mut tx = t.db.begin().await.unwrap();
    billing::run!(
        &mut tx,
        sqlx::query("UPDATE sqlite_stat1 SET stat = '7 7 1' WHERE idx = 'sqlite_autoindex_visits_1'")
    )
    .unwrap();
    tx.commit().await.unwrap();
    t.db.migrate().await.unwrap();
    let mut tx = t.db.read().await.unwrap();
    let known: Vec<(String, String)> = billing::on!(&mut tx, c => sqlx::query_as(
        "SELECT idx, stat FROM sqlite_stat1 WHERE tbl IN ('visits', 'ledger_entries') ORDER BY idx",
    )
    .fetch_all(c))
    .unwrap();
    let of = |index: &str| {
        known.iter().filter(|(known, _)| known == index).map(|(_, stat)| stat.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of("sqlite_autoindex_visits_1"), ["7 7 1"]);
    assert_eq!(of("visits_of_guarantor"), ["1000000 500000 50 25"]);
    assert_eq!(of("ledger_entries_of_visit"), ["1000000 500000 50"]);
    // The lines of one visit are found by the visit, not by reading the practice's whole ledger.
    let road: Vec<(i64, i64, i64, String)> = billing::on!(&mut tx, c => sqlx::query_as(
        "EXPLAIN QUERY PLAN SELECT e.cents FROM ledger_entries e
         WHERE e.practice_id = X'01' AND e.visit_id = X'02' ORDER BY e.transaction_id, e.line",
    )
    .fetch_all(c))
    .unwrap();
    assert!(road[0].3.contains("ledger_entries_of_visit (practice_id=? AND visit_id=?)"), "{road:?}");
    drop(tx);

    // What was under emergency access, and what of it nobody has looked at, is found by itself.
    for (query, index) in [
        (
            "SELECT * FROM audit_events WHERE practice_id = $1 AND seq < $2 AND ($3 IS NULL OR user_id = $3)
               AND emergency IS NOT NULL ORDER BY seq DESC LIMIT 9",
            "audit_events_in_emergency (practice_id=?",
        ),
        (
            "SELECT * FROM emergencies e WHERE e.practice_id = $1 AND e.seen_at IS NULL ORDER BY e.taken_at DESC",
            "emergencies_unseen (practice_id=?)",
        ),
        (
            "SELECT * FROM emergencies e WHERE e.practice_id = $1 ORDER BY e.taken_at DESC, e.id DESC LIMIT 9",
            "emergencies_taken (practice_id=?)",
        ),
        (
            "SELECT * FROM emergencies e WHERE e.user_id = $1 AND e.ends_at > $2 AND e.ended_at IS NULL",
            "emergencies_of_user (user_id=? AND ends_at>?)",
        ),
    ] {
        let mut tx = t.db.read().await.unwrap();
        let road: Vec<(i64, i64, i64, String)> = billing::on!(&mut tx, c => sqlx::query_as(
            sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}")),
        )
        .fetch_all(c))
        .unwrap();
        assert!(road[0].3.contains(index), "{road:?}");
    }
}
