//! The document, the page, and the clients that the page shows.

use std::net::SocketAddr;
use std::process::Command;

use billing::api_keys::Scope;
use billing::testing::sqlite;

use super::{house, request};

#[tokio::test]
async fn the_document_and_the_page_name_every_operation() {
    let house = house(sqlite().await).await;
    let document = house.get("", "/openapi.json").await;
    assert_eq!(document.headers["content-type"], "application/json");
    assert_eq!(document.body["openapi"], "3.1.0");
    let page = house.get("", "/docs").await;
    assert!(page.headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    let mut named = 0;
    for (path, item) in document.body["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(page.text.contains(&format!("id=\"{id}\"")), "{id} is not on the page");
            assert!(page.text.contains(&format!("/api/v1{path}")), "{path} is not on the page");
            let answers = operation["responses"].as_object().unwrap();
            for status in ["401", "403", "429", "500", "503"] {
                assert!(answers.contains_key(status), "{method} {path} does not tell of {status}");
            }
            named += 1;
        }
    }
    assert!(named >= 18);
    assert!(!page.text.contains("<script"), "no script, and nobody else's");
    let slow = request(axum::http::Method::GET, "", "/docs").body(axum::body::Body::empty()).unwrap();
    assert_eq!(house.send(slow).await.status, 200);
}

/// The clients of the page run as they are, against a server of this test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clients_of_twenty_lines_do_it_all() {
    let house = house(sqlite().await).await;
    let key = house.key(0, Scope::ALL).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = format!("http://{}", listener.local_addr().unwrap());
    let app = house.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/");
    for (program, client, visit) in [("sh", "api-client.sh", "P900"), ("python3", "api-client.py", "P901")] {
        let text = std::fs::read_to_string(format!("{folder}{client}")).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#')).count();
        assert!(lines <= 22, "{client} has {lines} lines");
        let (path, site, key) = (format!("{folder}{client}"), site.clone(), key.clone());
        let run = move || {
            Command::new(program)
                .args([&path, &site, &key, "https://example.com/hook"])
                .env("no_proxy", "*")
                .output()
        };
        let ran = match tokio::task::spawn_blocking(run).await.unwrap() {
            Ok(ran) => ran,
            Err(error) => {
                assert!(program != "sh", "{error}");
                continue;
            }
        };
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(ran.status.success(), "{client}: {said}{}", String::from_utf8_lossy(&ran.stderr));
        assert!(said.contains("whsec_") && said.contains("/l/"), "{client}: {said}");
        let told = house
            .post(&key_of(&house).await, "/balances/search", &serde_json::json!({ "account_number": visit }))
            .await;
        assert_eq!(told.str("owed"), "150.00", "{client}: the visit and the file are in the books");
    }
}

async fn key_of(house: &super::House) -> String {
    house.key(0, &[Scope::BalancesRead]).await
}
