//! Payments a second, beside the same rows written by bare SQL in the same run.
//!
//! `cargo bench -p billing --bench payments`, with `OPENBALANCE_TEST_POSTGRES_URL` for
//! PostgreSQL too. A payment is the three steps of [`billing::payments`] and its posting:
//! commit the press, ask the gateway, commit the page, book what came. The gateway here
//! answers at once and does nothing else. The bare loop has the same rows and the same
//! three commits, and checks nothing.
#![expect(clippy::unwrap_used, reason = "a bench")]
#![expect(clippy::float_arithmetic, reason = "a rate is no money")]

mod ground;

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::Form;
use axum::routing::post;
use billing::identity::{self, Grant};
use billing::payments::{self, Checkout, Gateway, Payer, Press, Progress, Started};
use billing::run;
use billing::testing::{TestDb, databases};
use domain::payment::Choice;
use domain::{GuarantorId, Money, PaymentId, PracticeId, UserId, VisitId};
use serde_json::{Value, json};
use uuid::Uuid;

const PAYERS: usize = 16;
const EACH: usize = 60;

#[tokio::main]
async fn main() {
    let gateway = Gateway::new(Some(&answers_at_once().await), "sk_test_bench").unwrap();
    for t in databases().await {
        let engine = t.engine;
        let desk = Arc::new(Desk::new(t).await);
        let ours = measure(&desk, &gateway, true).await;
        let bare = measure(&desk, &gateway, false).await;
        println!("{engine}: {ours:.0} payments/s, bare SQL {bare:.0}/s: {:.0} %", 100.0 * ours / bare);
    }
}

async fn answers_at_once() -> String {
    let sessions = post(|Form(asked): Form<Vec<(String, String)>>| async move {
        let of = |key: &str| asked.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
        let payment = of("metadata[payment]").unwrap_or_default();
        let amount: i64 = of("line_items[0][price_data][unit_amount]").unwrap().parse().unwrap();
        Json(session(&format!("cs_test_{payment}"), amount))
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = axum::Router::new().route("/v1/checkout/sessions", sessions);
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

/// What Stripe answers, as far as its client insists.
fn session(id: &str, amount: i64) -> Value {
    json!({
        "id": id, "object": "checkout.session", "amount_total": amount, "status": "open",
        "payment_status": "unpaid", "mode": "payment", "url": format!("https://checkout.example/{}", id.trim_start_matches("cs_test_")),
        "livemode": false, "created": 1, "expires_at": 2, "currency": "usd", "metadata": {},
        "automatic_tax": { "enabled": false }, "custom_fields": [], "shipping_options": [],
        "custom_text": {}, "payment_method_types": ["card"],
        "phone_number_collection": { "enabled": false }, "success_url": "https://pay.example.com",
    })
}

struct Desk {
    t: TestDb,
    practice: PracticeId,
    payers: Vec<(GuarantorId, VisitId, UserId)>,
}

impl Desk {
    async fn new(t: TestDb) -> Self {
        let (practice, rows) = ground::open(&t, PAYERS, 100_000).await;
        let mut payers = Vec::new();
        for (n, (guarantor, visit)) in rows.into_iter().enumerate() {
            let grant = [Grant::Guarantor(practice, guarantor)];
            let email = format!("payer{n}@example.com");
            let user =
                identity::add_user(&t.db, &t.door, &email, "Wren", "en", "plum kettle window", &grant).await;
            payers.push((guarantor, visit, user.unwrap()));
        }
        Self { t, practice, payers }
    }
}

/// Every payer pays one dollar after the other, all at once; gives payments a second.
async fn measure(desk: &Arc<Desk>, gateway: &Gateway, ours: bool) -> f64 {
    let begun = Instant::now();
    let mut paying = tokio::task::JoinSet::new();
    for payer in 0..desk.payers.len() {
        let (desk, gateway) = (desk.clone(), gateway.clone());
        paying.spawn(async move {
            for _ in 0..EACH {
                if ours { pay(&desk, &gateway, payer).await } else { bare(&desk, payer).await }
            }
        });
    }
    paying.join_all().await;
    let payments = u32::try_from(desk.payers.len() * EACH).unwrap();
    f64::from(payments) / begun.elapsed().as_secs_f64()
}

async fn pay(desk: &Desk, gateway: &Gateway, payer: usize) {
    let (db, door) = (&desk.t.db, &desk.t.door);
    let (guarantor, _, user) = desk.payers[payer];
    let press = Press { id: door.id(), choice: Choice::Amount(Money::from_cents(100)), spanish: false };
    let payer = Payer { practice: desk.practice, guarantor, user };
    let started = payments::start(db, door, gateway, "https://pay.example.com", payer, &press).await.unwrap();
    let Started::Page(page) = started else { panic!("{started:?}") };
    // As Stripe's word of it names the payment.
    let id = PaymentId(page.rsplit('/').next().unwrap().parse().unwrap());
    let mut tx = db.begin().await.unwrap();
    let checkout = Checkout {
        id: format!("cs_test_{id}"),
        url: None,
        progress: Progress::Paid,
        amount: Money::from_cents(100),
        payment_intent: Some(format!("pi_{id}")),
        instrument: None,
        payment: Some(id),
        practice: Some(desk.practice),
    };
    payments::apply_in(&mut tx, door, desk.practice, id, &checkout).await.unwrap();
    tx.commit().await.unwrap();
}

/// The rows of one payment and nothing else.
async fn bare(desk: &Desk, payer: usize) {
    let (db, door, practice) = (&desk.t.db, &desk.t.door, desk.practice);
    let (guarantor, visit, user) = desk.payers[payer];
    let (id, transaction, now, today) = (door.id(), door.id(), door.now(), door.today());
    let mut tx = db.begin().await.unwrap();
    run!(&mut tx, sqlx::query(
        "INSERT INTO payments (practice_id, id, guarantor_id, user_id, press, amount_cents, state, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $2, 100, 'intent', $5, $5)",
    ).bind(practice).bind(id).bind(guarantor).bind(user).bind(now)).unwrap();
    run!(&mut tx, sqlx::query(
        "INSERT INTO payment_parts (practice_id, payment_id, visit_id, amount_cents) VALUES ($1, $2, $3, 100)",
    ).bind(practice).bind(id).bind(visit)).unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    run!(
        &mut tx,
        sqlx::query("UPDATE payments SET state = 'open', session_id = $3 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(id)
            .bind(id.to_string())
    )
    .unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    for (line, account, cents, of) in
        [(1_i64, "gateway_cash", 100_i64, None), (2, "patient_receivable", -100, Some(visit))]
    {
        run!(&mut tx, sqlx::query(
            "INSERT INTO ledger_entries (practice_id, transaction_id, line, account, cents, visit_id, guarantor_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        ).bind(practice).bind(transaction).bind(line).bind(account).bind(cents).bind(of).bind(guarantor)).unwrap();
    }
    run!(&mut tx, sqlx::query(
        "INSERT INTO ledger_transactions (practice_id, id, kind, effective_on, posted_at, payment_id, fact)
         VALUES ($1, $2, 'patient_payment', $3, $4, $5, $6)",
    ).bind(practice).bind(transaction).bind(today).bind(now).bind(id).bind(format!("payment:{id}")))
    .unwrap();
    run!(&mut tx, sqlx::query(
        "UPDATE visit_balances SET patient_cents = patient_cents - 100 WHERE practice_id = $1 AND visit_id = $2",
    ).bind(practice).bind(visit)).unwrap();
    run!(&mut tx, sqlx::query(
        "UPDATE payments SET state = 'paid', payment_intent = $3, paid_on = $4 WHERE practice_id = $1 AND id = $2",
    ).bind(practice).bind(id).bind(format!("pi_{id}")).bind(today)).unwrap();
    run!(&mut tx, sqlx::query(
        "INSERT INTO messages (id, practice_id, fact, template, to_address, language, args, state, created_at, send_after)
         VALUES ($1, $2, $3, 'receipt', 'payer@example.com', 'en', '{}', 'sent', $4, $4)",
    ).bind(Uuid::from_u128(id.as_u128())).bind(practice).bind(format!("receipt:{id}")).bind(now)).unwrap();
    tx.commit().await.unwrap();
}
