//! A guarantor with something to pay, and the stand-in of the gateway in this process.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use billing::identity::{self, Grant};
use billing::ledger::verify::{self, Verdict};
use billing::payments::{self, Gateway, Payer, Payment, PaymentError, PaymentState, Press, Started, webhook};
use billing::testing::TestDb;
use domain::PaymentId;
use domain::payment::Choice;
use serde_json::Value;
use stripe_sandbox::faults::{Failure, Fault};
use stripe_sandbox::store::public;
use stripe_sandbox::webhooks::{Mode, sign};
use stripe_sandbox::{Running, Settings, Webhook};
use time::Duration;
use tower::ServiceExt;

use crate::practice::{Practice, export, press_id};

/// Signs the stand-in's events; another one was in use before it.
pub const SECRET: &str = "whsec_new";
pub const OLD_SECRET: &str = "whsec_old";
pub const PUBLIC_URL: &str = "https://pay.example.com";

pub const VISA: &str = "4242424242424242";

/// A practice, one payer, and a stand-in whose clock is the practice's. Its events wait
/// until [`Till::webhooks`].
pub struct Till {
    pub practice: Practice,
    pub sandbox: Running,
    pub gateway: Gateway,
    pub payer: Payer,
}

pub fn secrets() -> Vec<String> {
    vec![SECRET.to_owned(), OLD_SECRET.to_owned()]
}

impl Till {
    /// Visits as [`export`] takes them; the account A1 pays.
    pub async fn new(t: TestDb, visits: &[&str]) -> Self {
        Self::of(t, "A1", visits).await
    }

    pub async fn of(t: TestDb, account: &str, visits: &[&str]) -> Self {
        let practice = Practice::new(t).await;
        practice.take("visits.csv", export(visits)).await;
        let (db, door) = (&practice.t.db, &practice.t.door);
        let guarantor = practice.guarantor(account).await;
        let grant = [Grant::Guarantor(practice.id, guarantor)];
        let user =
            identity::add_user(db, door, "payer@example.com", "Wren", "en", "plum kettle window", &grant)
                .await
                .unwrap();
        let payer = Payer { practice: practice.id, guarantor, user };

        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhooks/stripe", listener.local_addr().unwrap());
        let settings = Settings {
            webhook: Some(Webhook { url, secret: SECRET.to_owned() }),
            webhook_concurrency: 4,
            webhook_retry_ms: 1,
            ..Settings::default()
        };
        let sandbox = stripe_sandbox::start(settings).await.unwrap();
        {
            let mut world = sandbox.shared.lock();
            world.clock.freeze(door.now().unix_timestamp());
            world.outbox.mode = Mode { hold: true, ..Mode::default() };
        }
        let gateway = Gateway::new(Some(&sandbox.url()), "sk_test_1").unwrap().without_pauses();
        let (db, door, ours) = (db.clone(), door.clone(), gateway.clone());
        let endpoint = move |headers: HeaderMap, body: String| {
            let (db, door, ours) = (db.clone(), door.clone(), ours.clone());
            async move {
                let signature = headers["stripe-signature"].to_str().unwrap();
                match webhook::receive(&db, &door, &ours, &secrets(), &body, signature).await {
                    Ok(()) => StatusCode::OK,
                    Err(_) => StatusCode::BAD_REQUEST,
                }
            }
        };
        let app = axum::Router::new().route("/webhooks/stripe", axum::routing::post(endpoint));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { practice, sandbox, gateway, payer }
    }

    pub async fn start(&self, press: u128, choice: Choice) -> Result<Started, PaymentError> {
        let press = Press { id: press_id(press), choice, spanish: false };
        let t = &self.practice.t;
        payments::start(&t.db, &t.door, &self.gateway, PUBLIC_URL, self.payer, &press).await
    }

    /// Presses Pay, which must lead to a hosted page.
    pub async fn page(&self, press: u128, choice: Choice) -> String {
        match self.start(press, choice).await.unwrap() {
            Started::Page(url) => url,
            Started::Done(id) => panic!("payment {id} is done already"),
        }
    }

    async fn post(&self, path: &str, kind: &str, body: &str) -> StatusCode {
        let request = Request::post(path).header("content-type", kind).body(Body::from(body.to_owned()));
        stripe_sandbox::router(self.sandbox.shared.clone()).oneshot(request.unwrap()).await.unwrap().status()
    }

    /// What the stand-in may be told; it must take it.
    pub async fn control(&self, path: &str, body: &str) {
        let status = self.post(&format!("/_sandbox{path}"), "application/json", body).await;
        assert_eq!(status, StatusCode::OK, "{path}");
    }

    async fn form(&self, page: &str, form: &str) -> StatusCode {
        self.post(&format!("/c/pay/{}", session_of(page)), "application/x-www-form-urlencoded", form).await
    }

    /// The payer types a card and presses Pay on the hosted page.
    pub async fn card(&self, page: &str, number: &str) -> StatusCode {
        self.form(page, &format!("number={number}&expiry=12/34&cvc=123&name=Test")).await
    }

    /// The payer shows their bank who they are.
    pub async fn authenticate(&self, session: &str) -> StatusCode {
        let path = format!("/c/pay/{session}/authenticate");
        self.post(&path, "application/x-www-form-urlencoded", "outcome=complete").await
    }

    /// The payer pays, which must work.
    pub async fn pay(&self, page: &str) {
        assert_eq!(self.card(page, VISA).await, StatusCode::SEE_OTHER);
    }

    /// The payer lets their bank pay; gives the stand-in's id of the debit.
    pub async fn debit(&self, page: &str) -> String {
        let id = session_of(page);
        let offer = serde_json::json!(["card", "us_bank_account"]);
        self.sandbox
            .shared
            .lock()
            .store
            .update("checkout.session", id, |session| {
                session.insert("payment_method_types".to_owned(), offer);
            })
            .unwrap();
        let status = self.form(page, "method=us_bank_account&bank=000123456789&name=Test").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        self.session(id)["payment_intent"].as_str().unwrap().to_owned()
    }

    /// Everything the stand-in holds of a kind, newest first.
    pub fn all(&self, kind: &str) -> Vec<Value> {
        let world = self.sandbox.shared.lock();
        world.store.newest_first(kind).map(|item| public(&Value::Object(item.clone()))).collect()
    }

    pub fn session(&self, id: &str) -> Value {
        self.all("checkout.session").into_iter().find(|session| session["id"] == id).unwrap()
    }

    pub fn count(&self, kind: &str, member: &str, value: &str) -> usize {
        self.all(kind).iter().filter(|item| item[member] == value).count()
    }

    /// Charges that took money.
    pub fn charges(&self) -> usize {
        self.count("charge", "status", "succeeded")
    }

    /// The newest event of a kind, as it would be delivered.
    pub fn event(&self, kind: &str) -> String {
        self.all("event").iter().find(|event| event["type"] == kind).unwrap().to_string()
    }

    /// `Stripe-Signature` of a delivery at this moment.
    pub fn sign(&self, payload: &str, secret: &str) -> String {
        sign::header(payload, secret, self.practice.t.door.now().unix_timestamp())
    }

    pub async fn receive(&self, payload: &str, signature: &str) -> Result<(), webhook::WebhookError> {
        let t = &self.practice.t;
        webhook::receive(&t.db, &t.door, &self.gateway, &secrets(), payload, signature).await
    }

    /// Lets every event go that waits, over the wire, and waits until all are taken.
    pub async fn webhooks(&self) {
        self.control("/webhooks/release", "").await;
        self.control("/webhooks/drain", "").await;
        self.sandbox.shared.lock().outbox.mode = Mode { hold: true, ..Mode::default() };
    }

    pub fn fail(&self, path: &str, kind: Failure, times: u32) {
        let path = path.to_owned();
        let fault = Fault { path, method: Some("POST".to_owned()), kind, times, delay_ms: 0 };
        self.sandbox.shared.lock().faults.add(fault);
    }

    /// Lets time pass, here and at the gateway.
    pub async fn advance(&self, by: Duration) {
        self.practice.t.clock.advance(by);
        self.control("/clock", &format!(r#"{{"advance":{}}}"#, by.whole_seconds())).await;
    }

    /// The payments of the account, oldest first.
    pub async fn states(&self) -> Vec<String> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        billing::on!(&mut tx, c => sqlx::query_scalar("SELECT state FROM payments ORDER BY created_at, id").fetch_all(c))
            .unwrap()
    }

    /// The payment whose page this is.
    pub fn payment_of(&self, page: &str) -> PaymentId {
        self.session(session_of(page))["metadata"]["payment"].as_str().unwrap().parse().unwrap()
    }

    /// What the return page asks.
    pub async fn come_back(&self, page: &str) -> PaymentState {
        let t = &self.practice.t;
        let id = self.payment_of(page);
        payments::settle(&t.db, &t.door, &self.gateway, self.payer.practice, id).await.unwrap().0
    }

    pub async fn history(&self) -> Vec<Payment> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        payments::history(&mut tx, self.payer.practice, self.payer.guarantor, 10).await.unwrap()
    }

    /// What is due on the account, what the gateway collected, receipts announced.
    pub async fn tally(&self) -> (i64, i64, i64) {
        (
            self.practice.dues("A1").await,
            self.practice.on("gateway_cash").await,
            self.practice.count("SELECT COUNT(*) FROM messages WHERE template = 'receipt'").await,
        )
    }

    pub async fn verdict(&self) -> Verdict {
        let t = &self.practice.t;
        let mut verdict = verify::verify(&t.db, &t.door).await.unwrap();
        verify::verify_gateway(&t.db, &t.door, &self.gateway, &mut verdict).await.unwrap();
        verdict
    }

    /// The books prove themselves and agree with the gateway.
    pub async fn is_sound(&self) {
        self.practice.is_sound().await;
        let verdict = self.verdict().await;
        assert!(verdict.ok, "{:?}", verdict.violations);
    }
}

pub fn session_of(page: &str) -> &str {
    page.rsplit('/').next().unwrap()
}
