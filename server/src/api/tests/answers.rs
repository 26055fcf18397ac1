//! Keys, walls, names, limits, and the one shape of what goes wrong.

use axum::body::Body;
use axum::http::Method;
use billing::api_keys::{self, Scope};
use billing::audit::{self, Filter};
use billing::testing::on_each_engine;
use serde_json::{Value, json};
use time::Duration;

use super::{House, house, request};
use crate::api::{document, parts};

/// Every operation of the document, with an id of nobody's in the place of each parameter.
fn operations() -> Vec<(Method, String)> {
    let document = serde_json::to_value(document::finished(parts().1)).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path
            .split('/')
            .map(|part| if part.starts_with('{') { "0190f0d0-0000-7000-8000-000000000009" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        for method in item.as_object().unwrap().keys() {
            all.push((method.to_uppercase().parse().unwrap(), path.clone()));
        }
    }
    assert!(all.len() >= 18, "{all:?}");
    all
}

async fn ask(house: &House, method: &Method, key: &str, path: &str) -> super::Told {
    house.send(request(method.clone(), key, path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_operation_wants_a_key_that_works_and_allows_it() {
    on_each_engine(|t| async move {
        let house = house(t).await;
        let revoked = house.key(0, Scope::ALL).await;
        let mut tx = house.t.db.begin().await.unwrap();
        let id = api_keys::list(&mut tx, house.practices[0]).await.unwrap()[0].id;
        assert!(
            !api_keys::revoke_in(&mut tx, &house.t.door, house.practices[1], id).await.unwrap(),
            "not theirs"
        );
        assert!(api_keys::revoke_in(&mut tx, &house.t.door, house.practices[0], id).await.unwrap());
        tx.commit().await.unwrap();
        for (method, path) in operations() {
            for key in ["", "obk_0", &revoked] {
                let told = ask(&house, &method, key, &path).await;
                told.is_problem(401, "no-key");
                assert!(told.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"), "{path}");
            }
        }
        // Each operation is allowed by one scope and no other.
        let mut allowed = std::collections::BTreeMap::new();
        for scope in Scope::ALL {
            let key = house.key(0, &[*scope]).await;
            for (method, path) in operations() {
                let told = ask(&house, &method, &key, &path).await;
                if told.status == 403 {
                    told.is_problem(403, "scope");
                }
                *allowed.entry(format!("{method} {path}")).or_insert(0) += u8::from(told.status != 403);
            }
        }
        assert!(allowed.values().all(|scopes| *scopes == 1), "{allowed:?}");
        // Each of them is written down with its key, and what nobody may ask is not.
        let mut tx = house.t.db.read().await.unwrap();
        let kept = audit::newest(&mut tx, house.practices[0], &Filter::default(), None, 1_000).await.unwrap();
        let keys: Vec<_> = api_keys::list(&mut tx, house.practices[0]).await.unwrap();
        let by: std::collections::BTreeSet<_> =
            kept.iter().filter_map(|one| one.subjects.split(' ').next()).collect();
        assert_eq!(by.len(), Scope::ALL.len());
        assert!(keys.iter().filter(|key| key.id != id).all(|key| by.contains(key.id.to_string().as_str())));
        let refused = kept.iter().filter(|one| !one.allowed).count();
        assert_eq!(
            refused,
            operations().len() * (Scope::ALL.len() - 1),
            "and what it was refused, as refused"
        );
        assert!(kept.iter().all(|one| one.role == audit::PROGRAM && one.route.starts_with("/api/v1/")));
    })
    .await;
}

#[tokio::test]
async fn a_key_sees_nothing_of_another_practice() {
    on_each_engine(|t| async move {
        let house = house(t).await;
        let (ours, theirs) = (house.key(0, Scope::ALL).await, house.key(1, Scope::ALL).await);
        let account = house.account(0).await;
        let link = house.post(&ours, "/links", &json!({ "guarantor_id": account })).await;
        assert_eq!(link.status, 201, "{}", link.text);
        let hook = house.post(&ours, "/webhooks", &json!({ "url": "https://example.com/a" })).await;
        let test = house.post(&ours, &format!("/webhooks/{}/test", hook.str("id")), &json!({})).await;
        let file = house
            .send(
                request(Method::POST, &ours, "/files")
                    .header("content-type", "text/csv")
                    .body(Body::from(super::CHARGES))
                    .unwrap(),
            )
            .await;
        assert_eq!(file.status, 201, "{}", file.text);
        let (link, hook, event) = (link.str("id"), hook.str("id"), test.str("event_id"));

        for path in [
            format!("/links/{link}"),
            format!("/files/{}", file.str("id")),
            format!("/webhooks/{hook}"),
            format!("/webhooks/{hook}/deliveries"),
        ] {
            house.get(&theirs, &path).await.is_problem(404, "not-found");
            assert_eq!(house.get(&ours, &path).await.status, 200, "{path}");
        }
        for path in [
            format!("/links/{link}/revoke"),
            format!("/webhooks/{hook}/disable"),
            format!("/webhooks/{hook}/rotate"),
            format!("/webhooks/{hook}/test"),
            format!("/webhooks/{hook}/deliveries/{event}/replay"),
        ] {
            house.post(&theirs, &path, &json!({})).await.is_problem(404, "not-found");
            let told = house.post(&ours, &path, &json!({})).await;
            assert!(told.status.is_success(), "{path}: {}", told.text);
        }
        ask(&house, &Method::DELETE, &theirs, &format!("/webhooks/{hook}"))
            .await
            .is_problem(404, "not-found");
        for path in ["/links", "/payments", "/webhooks", &format!("/links?guarantor_id={account}")] {
            assert_eq!(house.get(&theirs, path).await.body["data"], json!([]), "{path}");
        }
        let foreign = json!({ "guarantor_id": account });
        assert_eq!(house.post(&theirs, "/links", &foreign).await.pointers(), ["/guarantor_id"]);
        assert_eq!(house.post(&theirs, "/balances/search", &foreign).await.pointers(), ["/guarantor_id"]);
        assert_ne!(house.account(1).await, account, "the same number is another account there");
    })
    .await;
}

#[tokio::test]
async fn a_replaced_key_works_on_for_a_while_and_its_use_is_known() {
    on_each_engine(|t| async move {
        let house = house(t).await;
        let old = house.key(0, &[Scope::LinksRead]).await;
        let keys = async || {
            let mut tx = house.t.db.read().await.unwrap();
            api_keys::list(&mut tx, house.practices[0]).await.unwrap()
        };
        let before = keys().await.remove(0);
        assert_eq!((before.used_on, old.starts_with(&before.prefix)), (None, true));
        let mut tx = house.t.db.begin().await.unwrap();
        let hours = Duration::hours(2);
        let made =
            api_keys::rotate_in(&mut tx, &house.t.door, house.practices[0], before.id, hours, None).await;
        tx.commit().await.unwrap();
        let new = made.unwrap().1;
        for key in [&old, &new] {
            assert_eq!(house.get(key, "/links").await.status, 200);
        }
        assert!(keys().await.iter().all(|key| key.used_on.is_some()));
        house.t.clock.advance(hours);
        house.get(&old, "/links").await.is_problem(401, "no-key");
        assert_eq!(house.get(&new, "/links").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn a_named_request_is_done_once_and_its_link_is_given_again() {
    on_each_engine(|t| async move {
        let house = house(t).await;
        let key = house.key(0, &[Scope::LinksWrite, Scope::LinksRead, Scope::WebhooksManage]).await;
        let body = json!({ "account_number": "A1", "opens": "amount", "amount": "10.00" });
        let made = async |name: &str, body: &Value| house.post_named(&key, "/links", body, Some(name)).await;
        let first = made("one", &body).await;
        assert_eq!(first.status, 201, "{}", first.text);
        assert!(!first.headers.contains_key("idempotency-replayed"));
        house.t.clock.advance(Duration::hours(23));
        let again = made("one", &body).await;
        assert_eq!((again.status, &again.body), (first.status, &first.body));
        assert_eq!(again.headers["idempotency-replayed"], "true");
        made("one", &json!({ "account_number": "A1" })).await.is_problem(422, "name-reused");
        let other = made("two", &body).await;
        assert_ne!(other.str("url"), first.str("url"));
        // A refused one did nothing, and does not keep its name.
        made("three", &json!({ "account_number": "A9" })).await.is_problem(422, "invalid");
        assert_eq!(made("three", &body).await.status, 201);
        let both = tokio::join!(made("four", &body), made("four", &body));
        assert_eq!(both.0.body, both.1.body, "{} {}", both.0.text, both.1.text);
        assert_eq!(house.get(&key, "/links").await.body["data"].as_array().unwrap().len(), 4);
        house.t.clock.advance(Duration::hours(2));
        assert_ne!(made("one", &body).await.str("id"), first.str("id"), "after a day it is forgotten");

        let hook = json!({ "url": "https://example.com/a" });
        let added = async || house.post_named(&key, "/webhooks", &hook, Some("hook")).await;
        assert_eq!(added().await.body, added().await.body);
        made("", &body).await.is_problem(400, "malformed");
        made(&"x".repeat(256), &body).await.is_problem(400, "malformed");
    })
    .await;
}

#[tokio::test]
async fn neither_a_key_nor_a_links_token_is_kept() {
    on_each_engine(|t| async move {
        let house = house(t).await;
        let key = house.key(0, Scope::ALL).await;
        let body = json!({ "account_number": "A1" });
        let named = house.post_named(&key, "/links", &body, Some("once")).await;
        let plain = house.post(&key, "/links", &body).await;
        let everything = house.everything().await;
        assert!(everything.contains("willow"), "it was read");
        for secret in [
            key.trim_start_matches(&key[..12]),
            named.str("url").rsplit('/').next().unwrap(),
            plain.str("url").rsplit('/').next().unwrap(),
        ] {
            assert!(secret.len() >= 56 && !everything.contains(secret));
        }
        let token = named.str("url").rsplit('/').next().unwrap();
        let mut tx = house.t.db.read().await.unwrap();
        let found = billing::pay_links::open::find(&mut tx, &house.t.door, token).await.unwrap();
        assert!(matches!(found, billing::pay_links::open::Found::Asks(_)), "the link works");
    })
    .await;
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_go_on() {
    on_each_engine(|t| async move {
        let house = house(t).await;
        let key = house.key_of(0, &[Scope::LinksRead], 3).await;
        let other = house.key(0, &[Scope::LinksRead]).await;
        for _ in 0..3 {
            assert_eq!(house.get(&key, "/links").await.status, 200);
        }
        let told = house.get(&key, "/links").await;
        told.is_problem(429, "too-many");
        let wait: i64 = told.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=60).contains(&wait));
        assert_eq!(house.get(&other, "/links").await.status, 200, "nobody else waits for it");
        house.t.clock.advance(Duration::seconds(wait));
        assert_eq!(house.get(&key, "/links").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn lists_are_read_part_by_part() {
    on_each_engine(|t| async move {
        let house = house(t).await;
        let key = house.key(0, &[Scope::LinksWrite, Scope::LinksRead]).await;
        let mut made = Vec::new();
        for _ in 0..5 {
            let link = house.post(&key, "/links", &json!({ "account_number": "A1" })).await;
            made.insert(0, link.str("id").to_owned());
        }
        let mut read = Vec::new();
        let mut path = "/links?limit=2".to_owned();
        loop {
            let part = house.get(&key, &path).await;
            let rows = part.body["data"].as_array().unwrap();
            assert!(rows.iter().all(|link| link.get("url").is_none()));
            read.extend(rows.iter().map(|link| link["id"].as_str().unwrap().to_owned()));
            let Some(cursor) = part.body["next_cursor"].as_str() else { break };
            path = format!("/links?limit=2&cursor={cursor}");
        }
        assert_eq!(read, made);
        for bad in [
            "/links?limit=0",
            "/links?limit=101",
            "/links?limit=x",
            "/links?cursor=x",
            "/links?guarantor_id=x",
        ] {
            house.get(&key, bad).await.is_problem(400, "malformed");
        }
    })
    .await;
}

#[tokio::test]
async fn whatever_goes_wrong_has_one_shape() {
    let house = house(billing::testing::sqlite().await).await;
    let key = house.key(0, Scope::ALL).await;
    house.get(&key, "/nothing").await.is_problem(404, "not-found");
    house.get("", "/").await.is_problem(404, "not-found");
    house.get(&key, "/links/x").await.is_problem(404, "not-found");
    let put = ask(&house, &Method::PUT, &key, "/links").await;
    put.is_problem(405, "method");
    assert!(put.headers["allow"].to_str().unwrap().contains("POST"));
    let send = async |kind: &str, body: String| {
        let request = request(Method::POST, &key, "/links").header("content-type", kind);
        house.send(request.body(Body::from(body)).unwrap()).await
    };
    send("text/plain", "{}".into()).await.is_problem(415, "media-type");
    send("application/json", "{".into()).await.is_problem(400, "malformed");
    send("application/json", "x".repeat(2 << 20)).await.is_problem(413, "too-large");
    for (body, pointer) in [
        (json!([]), ""),
        (json!({ "account_number": "A1", "days": "x" }), "/days"),
        (json!({ "account_number": "A1", "days": 0 }), "/days"),
        (json!({ "account_number": "A1", "colour": 1 }), "/colour"),
        (json!({ "account_number": "A\u{0}1" }), "/account_number"),
        (json!({ "account_number": "A1", "campaign": "" }), "/campaign"),
        (json!({ "account_number": "A1", "opens": "amount" }), "/amount"),
        (json!({ "account_number": "A1", "opens": "amount", "amount": "1" }), "/amount"),
        (json!({ "account_number": "A1", "opens": "amount", "amount": "0.00" }), "/amount"),
        (json!({ "account_number": "A1", "opens": "amount", "amount": "150.01" }), "/amount"),
        (json!({ "account_number": "A1", "amount": "1.00" }), "/amount"),
        (json!({ "account_number": "A1", "guarantor_id": house.practices[0].0 }), ""),
        (json!({}), ""),
    ] {
        let told = house.post(&key, "/links", &body).await;
        told.is_problem(422, "invalid");
        assert_eq!(told.pointers(), [pointer], "{body}");
    }
}
