//! Requests straight into the router, and a webhook endpoint that remembers.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode};
use serde_json::Value;
use stripe_sandbox::{Settings, Shared, World, router};
use tower::ServiceExt;

/// The stand-in without a socket.
pub struct Api {
    router: Router,
    pub shared: Arc<Shared>,
}

/// One answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Self {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body of a request that must have gone well.
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        self.json()
    }
}

impl Api {
    pub fn new() -> Self {
        Self::with(Settings::default())
    }

    pub fn with(settings: Settings) -> Self {
        let settings = Settings { public_url: Some("http://sandbox.test".into()), ..settings };
        let shared = Arc::new(Shared::new(World::new(settings)));
        Self { router: router(shared.clone()), shared }
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(
            self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap(),
        )
        .await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("authorization", "Bearer sk_test_1")], "").await
    }

    pub async fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, &[("authorization", "Bearer sk_test_1")], body).await
    }

    pub async fn post_keyed(&self, path: &str, key: &str, body: &str) -> Answer {
        self.send("POST", path, &[("authorization", "Bearer sk_test_1"), ("idempotency-key", key)], body)
            .await
    }

    pub async fn control(&self, path: &str, body: &str) -> Answer {
        self.send("POST", &format!("/_sandbox{path}"), &[("content-type", "application/json")], body).await
    }

    /// A paid payment intent of `cents`.
    pub async fn paid(&self, cents: i64) -> Value {
        let body = format!("amount={cents}&currency=usd&payment_method=pm_card_visa&confirm=true");
        let intent = self.post("/v1/payment_intents", &body).await.ok();
        assert_eq!(intent["status"], "succeeded");
        intent
    }

    /// The balance transactions that a query selects, newest first.
    pub async fn lines(&self, query: &str) -> Vec<Value> {
        let page = self.get(&format!("/v1/balance_transactions?limit=100&{query}")).await.ok();
        page["data"].as_array().unwrap().clone()
    }

    /// Sum of net over all balance transactions, in cents.
    pub async fn net(&self) -> i64 {
        self.lines("").await.iter().map(|line| line["net"].as_i64().unwrap()).sum()
    }

    /// Available and pending cents, as the balance tells them.
    pub async fn balance(&self) -> (i64, i64) {
        let balance = self.get("/v1/balance").await.ok();
        (
            balance["available"][0]["amount"].as_i64().unwrap(),
            balance["pending"][0]["amount"].as_i64().unwrap(),
        )
    }

    /// A bank debit of `cents` on its way, by a test account (`success`, `dispute` …).
    pub async fn debit(&self, cents: i64, account: &str) -> Value {
        let method =
            format!("payment_method=pm_usBankAccount_{account}&payment_method_types[]=us_bank_account");
        let body = format!("amount={cents}&currency=usd&confirm=true&{method}");
        let intent = self.post("/v1/payment_intents", &body).await.ok();
        assert_eq!(intent["status"], "processing");
        intent
    }

    /// An open Checkout session over `cents`, with more parameters.
    pub async fn session(&self, cents: i64, more: &str) -> Value {
        let body = format!(
            "mode=payment&success_url=http://shop.test/done?s={{CHECKOUT_SESSION_ID}}&cancel_url=http://shop.test/back\
             &line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]={cents}\
             &line_items[0][price_data][product_data][name]=Your balance&line_items[0][quantity]=1{more}"
        );
        self.post("/v1/checkout/sessions", &body).await.ok()
    }

    /// The types of all events, oldest first.
    pub async fn events(&self) -> Vec<String> {
        let mut types: Vec<String> = self.get("/v1/events?limit=100").await.ok()["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["type"].as_str().unwrap().to_owned())
            .collect();
        types.reverse();
        types
    }

    pub async fn charges(&self) -> usize {
        self.get("/v1/charges?limit=100").await.ok()["data"].as_array().unwrap().len()
    }
}

/// One delivery a webhook endpoint received.
#[derive(Clone, Debug)]
pub struct Received {
    pub signature: String,
    pub body: String,
}

/// A webhook endpoint on a socket.
pub struct Endpoint {
    pub url: String,
    pub received: Arc<Mutex<Vec<Received>>>,
    pub answer: Arc<Mutex<StatusCode>>,
}

impl Endpoint {
    pub async fn start() -> Self {
        let received = Arc::new(Mutex::new(Vec::new()));
        let answer = Arc::new(Mutex::new(StatusCode::OK));
        let (kept, answers) = (received.clone(), answer.clone());
        let app = Router::new().route(
            "/webhooks/stripe",
            axum::routing::post(move |headers: HeaderMap, body: String| {
                let signature = headers["stripe-signature"].to_str().unwrap().to_owned();
                kept.lock().unwrap().push(Received { signature, body });
                let status = *answers.lock().unwrap();
                async move { status }
            }),
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhooks/stripe", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, received, answer }
    }

    pub fn types(&self) -> Vec<String> {
        self.received
            .lock()
            .unwrap()
            .iter()
            .map(|one| serde_json::from_str::<Value>(&one.body).unwrap()["type"].as_str().unwrap().to_owned())
            .collect()
    }
}
