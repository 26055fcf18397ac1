//! A day on which many instalments are due, taken by two worker processes.
//!
//! `cargo bench -p billing --bench due_day`, with `OPENBALANCE_TEST_POSTGRES_URL` for PostgreSQL
//! too, `DUE_DAY_PLANS` for how many plans (2,000 unless said), `DUE_DAY_ENGINE` for one engine,
//! `DUE_DAY_AT_ONCE` for how many a worker takes at once, and `DUE_DAY_GATEWAY_MS` for how long a
//! charge takes the gateway. Every plan is signed and its card kept through the real operations, at
//! the stand-in in this process; then this program starts itself twice as a worker, with a clock that
//! stands on the due day. Afterwards each plan was charged once, here and at the gateway, and every
//! plan proves itself.
#![expect(clippy::unwrap_used, reason = "a bench")]
#![expect(clippy::float_arithmetic, reason = "a rate is no money")]

mod ground;

use std::num::NonZeroUsize;
use std::process::{Command, Stdio};
use std::time::Instant;

use axum::body::Body;
use axum::http::Request;
use billing::door::SetClock;
use billing::identity::{self, Grant};
use billing::payments::saved::{Browser, SetupState};
use billing::payments::{Gateway, Payer};
use billing::plans::offer::{self, Wish};
use billing::plans::sign::{self, Consent, Signature};
use billing::plans::{charge, enrol, verify};
use billing::testing::{TestDb, databases};
use billing::{Db, Door, on};
use domain::plan::{Rhythm, Size};
use domain::{GuarantorId, Money, VisitId};
use stripe_sandbox::faults::{Failure, Fault};
use stripe_sandbox::webhooks::Mode;
use stripe_sandbox::{Running, Settings};
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};
use tower::ServiceExt;

const DUE_DAY: OffsetDateTime = datetime!(2026-12-01 17:00 UTC);
const CHILD: &str = "DUE_DAY_CHILD";

fn main() {
    // SQLite waits its turn in the kernel: more threads than cores do not help.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match std::env::var(CHILD) {
        Ok(told) => runtime.block_on(work(&told)),
        Err(_) => runtime.block_on(measure()),
    }
}

/// A worker: takes what is due, and says how many charges it made.
async fn work(told: &str) {
    let [database, gateway, seed] = told.split(' ').collect::<Vec<_>>()[..] else { panic!("{told}") };
    let db = Db::connect(database).await.unwrap();
    let clock = SetClock::at(DUE_DAY);
    let door = Door::seeded(clock.clone(), seed.parse().unwrap());
    let gateway = Gateway::new(Some(gateway), "sk_test_bench").unwrap();
    let at_once = told_by("DUE_DAY_AT_ONCE").and_then(NonZeroUsize::new).unwrap_or(charge::AT_ONCE);
    let mut charged = 0;
    loop {
        let taken = charge::charge_due(&db, &door, &gateway, at_once).await.unwrap();
        assert_eq!(taken.declined, 0);
        charged += taken.charged;
        if taken.failed == 0 {
            break;
        }
        // What could not be taken is tried again, as the worker does, once its claim is over.
        eprintln!("{} could not be taken at once", taken.failed);
        clock.advance(Duration::minutes(5));
    }
    println!("{charged}");
}

/// A number that the environment says.
fn told_by(name: &str) -> Option<usize> {
    std::env::var(name).ok().map(|number| number.parse().unwrap())
}

async fn measure() {
    let plans = told_by("DUE_DAY_PLANS").unwrap_or(2_000);
    let only = std::env::var("DUE_DAY_ENGINE").ok();
    for t in databases().await {
        if only.as_ref().is_some_and(|only| only != t.engine) {
            continue;
        }
        let sandbox = stripe_sandbox::start(Settings::default()).await.unwrap();
        {
            let mut world = sandbox.shared.lock();
            world.clock.freeze(t.door.now().unix_timestamp());
            world.outbox.mode = Mode { hold: true, ..Mode::default() };
        }
        let begun = Instant::now();
        sign_all(&t, &sandbox, plans).await;
        let signing = begun.elapsed().as_secs_f64();
        eprintln!("{}: signed in {signing:.0} s", t.engine);
        {
            let mut world = sandbox.shared.lock();
            world.clock.freeze(DUE_DAY.unix_timestamp());
            if let Some(delay) = told_by("DUE_DAY_GATEWAY_MS") {
                let delay_ms = delay.try_into().unwrap();
                let (path, kind) = ("/v1/payment_intents".to_owned(), Failure::Delay);
                world.faults.add(Fault { path, method: None, kind, times: u32::MAX, delay_ms });
            }
        }
        let begun = Instant::now();
        let workers: Vec<_> = (1..=2)
            .map(|seed| {
                let told = format!("{} {} {seed}", t.url, sandbox.url());
                let program = std::env::current_exe().unwrap();
                Command::new(program).env(CHILD, told).stdout(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        let charged = tokio::task::spawn_blocking(|| {
            let said = workers.into_iter().map(|worker| {
                let said = worker.wait_with_output().unwrap();
                String::from_utf8(said.stdout).unwrap().trim().parse::<usize>().unwrap()
            });
            said.collect::<Vec<_>>()
        });
        let charged = charged.await.unwrap();
        let took = begun.elapsed().as_secs_f64();
        prove(&t, &sandbox, plans, &charged).await;
        let count = f64::from(u32::try_from(plans).unwrap());
        println!(
            "{}: {plans} instalments in {took:.0} s by two processes ({charged:?}): {:.0}/s, none twice; \
             signing with a kept card: {:.0}/s",
            t.engine,
            count / took,
            count / signing
        );
    }
}

/// Imports so many accounts with one visit each, and signs a plan of four for each of them.
async fn sign_all(t: &TestDb, sandbox: &Running, plans: usize) {
    let (practice, rows) = ground::open(t, plans, 200).await;
    let grant = [Grant::Guarantor(practice, rows[0].0)];
    let user =
        identity::add_user(&t.db, &t.door, "payer@example.com", "Wren", "en", "plum kettle window", &grant);
    let user = user.await.unwrap();
    let gateway = Gateway::new(Some(&sandbox.url()), "sk_test_bench").unwrap();
    // Two at a time, on as many cores.
    let (one, other) = rows.split_at(rows.len() / 2);
    let lane = async |rows: &[(GuarantorId, VisitId)]| {
        for (guarantor, visit) in rows {
            let payer = Payer { practice, guarantor: *guarantor, user };
            sign_one(t, sandbox, &gateway, payer, *visit).await;
        }
    };
    tokio::join!(lane(one), lane(other));
}

async fn sign_one(t: &TestDb, sandbox: &Running, gateway: &Gateway, payer: Payer, visit: VisitId) {
    let (db, door) = (&t.db, &t.door);
    let wish = Wish {
        visits: vec![visit],
        down: Money::ZERO,
        rhythm: Rhythm::Monthly { day: 1 },
        first: date!(2026 - 12 - 01),
        size: Size::Count(4),
    };
    let review = {
        let mut tx = db.read().await.unwrap();
        offer::review(&mut tx, door, payer.practice, payer.guarantor, &wish).await.unwrap()
    };
    let consent = Consent {
        language: "en".to_owned(),
        terms_version: "bench".to_owned(),
        agreement: "I pay four times.".to_owned(),
        autopay: Some(("Take it.".to_owned(), Money::from_cents(10_000))),
        address: "192.0.2.1".to_owned(),
    };
    let owed = review.balances.iter().map(|balance| balance.amount).sum();
    let signature = Signature { press: door.id(), wish, owed, seen: review.seen, consent };
    let plan = sign::sign(db, door, payer, &signature).await.unwrap();
    let press = door.id();
    let browser = Browser { public_url: "https://pay.example.com", spanish: false };
    let page = enrol::open(db, door, gateway, browser, payer, (plan, press), None).await.unwrap();
    let session = page.rsplit('/').next().unwrap();
    let request = Request::post(format!("/c/pay/{session}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("number=4242424242424242&expiry=12/34&cvc=123&name=Test"))
        .unwrap();
    let kept = stripe_sandbox::router(sandbox.shared.clone()).oneshot(request).await.unwrap();
    assert_eq!(kept.status(), 303);
    let finished = enrol::finish_setup(db, door, gateway, payer, press).await.unwrap();
    assert_eq!(finished, Some((plan, SetupState::Done)));
}

/// Each plan was charged once, here and at the gateway.
async fn prove(t: &TestDb, sandbox: &Running, plans: usize, charged: &[usize]) {
    assert_eq!(charged.iter().sum::<usize>(), plans);
    let mut tx = t.db.read().await.unwrap();
    let (paid, payers): (i64, i64) = on!(&mut tx, c => sqlx::query_as(
        "SELECT COUNT(*), COUNT(DISTINCT guarantor_id) FROM payments WHERE state = 'paid' AND amount_cents = 5000",
    )
    .fetch_one(c))
    .unwrap();
    let plans = i64::try_from(plans).unwrap();
    assert_eq!((paid, payers), (plans, plans));
    let charges = {
        let world = sandbox.shared.lock();
        world.store.newest_first("charge").filter(|charge| charge["status"] == "succeeded").count()
    };
    assert_eq!(i64::try_from(charges).unwrap(), plans);
    assert_eq!(verify::violations(&mut tx).await.unwrap(), Vec::<String>::new());
}
