//! What a program meets at the API, on each engine there is.

mod answers;
mod records;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use billing::accounts::{self, Practice};
use billing::api_keys::{self, Scope, Wanted};
use billing::sqlx;
use billing::testing::TestDb;
use billing::{Db, on};
use domain::PracticeId;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::config::Config;
use crate::web::{self, Portal};

/// Two practices with an account that owes 150.00 each, `A1`.
pub struct House {
    pub router: axum::Router,
    pub practices: [PracticeId; 2],
    pub t: TestDb,
}

/// An answer.
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    pub text: String,
}

impl Told {
    /// A problem of this kind, in the one shape there is.
    pub fn is_problem(&self, status: u16, code: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        assert_eq!(self.headers["content-type"], "application/problem+json", "{}", self.text);
        assert_eq!(self.body["status"], status);
        assert_eq!(self.body["type"], format!("/api/v1/docs#problem-{code}"), "{}", self.text);
        assert!(self.body["title"].as_str().is_some_and(|title| !title.is_empty()));
    }

    pub fn pointers(&self) -> Vec<&str> {
        self.body["errors"].as_array().unwrap().iter().filter_map(|one| one["pointer"].as_str()).collect()
    }

    pub fn str(&self, field: &str) -> &str {
        self.body[field].as_str().unwrap_or_else(|| panic!("no {field} in {}", self.text))
    }
}

pub const CHARGES: &str = "patient_number,first_name,last_name,birth_date,account_number,visit_number,service_date,\
    charge_line,code,description,amount\nP1,Wren,Abernethy,1980-02-03,A1,V1,2026-10-01,1,99213,Care,120\n\
    P1,Wren,Abernethy,1980-02-03,A1,V1,2026-10-01,2,81002,Care,30\n";

pub async fn house(t: TestDb) -> House {
    let mut practices = [PracticeId(t.door.id()), PracticeId(t.door.id())];
    for (practice, slug) in practices.iter_mut().zip(["willow", "alder"]) {
        let new = Practice {
            id: *practice,
            slug: slug.to_owned(),
            name: slug.to_owned(),
            phone: None,
            email: None,
            hours: None,
            time_zone: "America/New_York".to_owned(),
            languages: None,
            brand_mark: None,
        };
        let mut tx = t.db.begin().await.unwrap();
        accounts::add_practice_in(&mut tx, &t.door, &new).await.unwrap();
        tx.commit().await.unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), CHARGES).unwrap();
        let report = billing::imports::import_file(&t.db, &t.door, *practice, file.path(), "x.csv").await;
        assert!(!report.unwrap().incomplete);
    }
    let values = BTreeMap::from([("webhooks".to_owned(), "anything".to_owned())]);
    let portal = Portal {
        db: t.db.clone(),
        door: t.door.clone(),
        gateway: None,
        config: Config::from_values(&values).unwrap(),
        assets: app::Assets::default(),
    };
    House { router: web::router(Arc::new(portal)), practices, t }
}

impl House {
    pub async fn key(&self, practice: usize, scopes: &[Scope]) -> String {
        self.key_of(practice, scopes, api_keys::PER_MINUTE).await
    }

    pub async fn key_of(&self, practice: usize, scopes: &[Scope], per_minute: i64) -> String {
        let wanted = Wanted { name: "Test".to_owned(), scopes: scopes.to_vec(), per_minute, by: None };
        let mut tx = self.t.db.begin().await.unwrap();
        let made = api_keys::make_in(&mut tx, &self.t.door, self.practices[practice], &wanted).await;
        tx.commit().await.unwrap();
        made.unwrap().1
    }

    pub async fn send(&self, request: Request<Body>) -> Told {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = to_bytes(answer.into_body(), 1 << 24).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or_default();
        Told { status, headers, body, text }
    }

    pub async fn get(&self, key: &str, path: &str) -> Told {
        self.send(request(Method::GET, key, path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, key: &str, path: &str, body: &Value) -> Told {
        self.post_named(key, path, body, None).await
    }

    pub async fn post_named(&self, key: &str, path: &str, body: &Value, name: Option<&str>) -> Told {
        let mut request = request(Method::POST, key, path).header("content-type", "application/json");
        if let Some(name) = name {
            request = request.header("idempotency-key", name);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// The id of the account of a practice.
    pub async fn account(&self, practice: usize) -> String {
        let key = self.key(practice, &[Scope::BalancesRead]).await;
        let told = self.post(&key, "/balances/search", &json!({ "account_number": "A1" })).await;
        told.str("guarantor_id").to_owned()
    }

    /// Everything that every table holds, as text.
    pub async fn everything(&self) -> String {
        match &self.t.db {
            Db::Sqlite { .. } => {
                let path = self.t.url.trim_start_matches("sqlite:");
                let files = [path.to_owned(), format!("{path}-wal")];
                let read = |path: &String| std::fs::read(path).unwrap_or_default();
                files.iter().map(read).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
            }
            Db::Postgres(_) => {
                let mut tx = self.t.db.read().await.unwrap();
                let tables: Vec<String> = on!(&mut tx, c => sqlx::query_scalar(
                    "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
                )
                .fetch_all(c))
                .unwrap();
                let mut all = String::new();
                for table in tables {
                    let query = sqlx::AssertSqlSafe(format!("SELECT t::text FROM {table} t"));
                    let rows: Vec<String> =
                        on!(&mut tx, c => sqlx::query_scalar(query).fetch_all(c)).unwrap();
                    all.extend(rows);
                }
                all
            }
        }
    }
}

pub fn request(method: Method, key: &str, path: &str) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
    if key.is_empty() { request } else { request.header("authorization", format!("Bearer {key}")) }
}
