//! Lists: newest first, both cursors, bounds in time.

use crate::harness::Api;

async fn customers(api: &Api, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for n in 0..count {
        ids.push(
            api.post("/v1/customers", &format!("name=n{n}")).await.ok()["id"].as_str().unwrap().to_owned(),
        );
    }
    ids.reverse();
    ids
}

fn ids(page: &serde_json::Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn following_starting_after_visits_every_object_once() {
    let api = Api::new();
    let all = customers(&api, 7).await;
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = api.get(&format!("/v1/customers?limit=3{cursor}")).await.ok();
        seen.extend(ids(&page));
        if page["has_more"] == false {
            break;
        }
        cursor = format!("&starting_after={}", seen.last().unwrap());
    }
    assert_eq!(seen, all);
}

#[tokio::test]
async fn ending_before_pages_back_to_the_newest() {
    let api = Api::new();
    let all = customers(&api, 5).await;
    let page = api.get(&format!("/v1/customers?limit=2&ending_before={}", all[4])).await.ok();
    assert_eq!((ids(&page), page["has_more"].clone()), (all[2..4].to_vec(), true.into()));
    let page = api.get(&format!("/v1/customers?limit=2&ending_before={}", all[2])).await.ok();
    assert_eq!((ids(&page), page["has_more"].clone()), (all[0..2].to_vec(), false.into()));
}

#[tokio::test]
async fn created_bounds_select_by_the_stand_ins_time() {
    let api = Api::new();
    api.control("/clock", r#"{"freeze": 1700000000}"#).await.ok();
    api.paid(1000).await;
    api.control("/clock", r#"{"advance": 100}"#).await.ok();
    api.paid(2000).await;
    let late = api.get("/v1/balance_transactions?created[gt]=1700000000").await.ok();
    assert_eq!(late["data"].as_array().unwrap().len(), 1);
    assert_eq!(late["data"][0]["amount"], 2000);
    let both = api
        .get("/v1/balance_transactions?created%5Bgte%5D=1700000000&created%5Blte%5D=1700000100")
        .await
        .ok();
    assert_eq!(both["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_cursor_to_nothing_and_a_limit_out_of_range_are_refused() {
    let api = Api::new();
    assert_eq!(api.get("/v1/customers?starting_after=cus_none").await.status, 404);
    assert_eq!(api.get("/v1/customers?limit=101").await.status, 400);
}
