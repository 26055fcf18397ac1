//! Patients, charges, files and what they come to.

use axum::body::Body;
use axum::http::Method;
use billing::api_keys::Scope;
use billing::testing::on_each_engine;
use serde_json::{Value, json};

use super::{House, Told, house, request};

async fn upload(house: &House, key: &str, kind: &str, file: &str, name: Option<&str>) -> Told {
    let mut request =
        request(Method::POST, key, "/files").header("content-type", kind).header("file-name", "a/b.csv");
    if let Some(name) = name {
        request = request.header("idempotency-key", name);
    }
    house.send(request.body(Body::from(file.to_owned())).unwrap()).await
}

fn patient() -> Value {
    json!({ "patient_number": "P7", "first_name": "Ida", "last_name": "Holm", "birth_date": "1975-05-06" })
}

fn charge(line: &str, amount: &str) -> Value {
    json!({ "visit_number": "V7", "patient_number": "P7", "service_date": "2026-10-02", "line": line,
            "code": "99213", "description": "Office visit", "amount": amount })
}

#[tokio::test]
async fn rows_are_taken_by_the_rules_of_a_file() {
    on_each_engine(|t| async move {
        let house = house(t).await;
        let key = house.key(0, Scope::ALL).await;
        let patients = json!({ "rows": [patient()] });
        let told = house.post(&key, "/patients", &patients).await;
        assert_eq!((told.status.as_u16(), &told.body["added"]), (200, &json!(1)), "{}", told.text);
        assert_eq!(house.post(&key, "/patients", &patients).await.body["unchanged"], 1);
        let charges = json!({ "rows": [charge("1", "100.00"), charge("2", "$1,020.50")] });
        let told = house.post(&key, "/charges", &charges).await;
        assert_eq!(told.body["added"], 3, "a visit and two charges: {}", told.text);
        let balance = house.post(&key, "/balances/search", &json!({ "account_number": "P7" })).await;
        assert_eq!((balance.str("owed"), balance.str("payable")), ("1120.50", "1120.50"));
        assert_eq!(balance.body["visits"][0]["visit_number"], "V7");

        let bad = json!({ "rows": [charge("3", "5.00"), charge("", "-1"), charge("4", "much")] });
        let told = house.post(&key, "/charges", &bad).await;
        told.is_problem(422, "invalid");
        assert_eq!(told.pointers(), ["/rows/1/amount", "/rows/1/line", "/rows/2/amount"]);
        let unknown = json!({ "rows": [{ "visit_number": "V8", "line": "1", "code": "x", "description": "x", "amount": "1" }] });
        assert_eq!(house.post(&key, "/charges", &unknown).await.pointers(), ["/rows/0/visit_number"]);
        let mut wrong = patient();
        wrong["email"] = json!("ida\u{1}@example.com");
        wrong["birth_date"] = json!("yesterday");
        assert_eq!(
            house.post(&key, "/patients", &json!({ "rows": [wrong] })).await.pointers(),
            ["/rows/0/birth_date"]
        );
        let balance = house.post(&key, "/balances/search", &json!({ "account_number": "P7" })).await;
        assert_eq!(balance.str("owed"), "1120.50", "nothing of a refused request is kept");
        for rows in [json!([]), json!("x"), json!([1])] {
            house.post(&key, "/charges", &json!({ "rows": rows })).await.is_problem(422, "invalid");
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_is_taken_once_and_its_report_is_read() {
    on_each_engine(|t| async move {
        let house = house(t).await;
        let key = house.key(0, &[Scope::FilesWrite, Scope::FilesRead]).await;
        let file = "visit_number,line,code,description,amount\nV1,3,81002,Care,12.00\n";
        let first = upload(&house, &key, "text/csv; charset=utf-8", file, Some("a")).await;
        assert_eq!(first.status, 201, "{}", first.text);
        assert_eq!((&first.body["added"], &first.body["complete"]), (&json!(1), &json!(true)));
        assert_eq!(first.str("name"), "b.csv");
        let again = upload(&house, &key, "text/csv", file, Some("a")).await;
        assert_eq!(again.body, first.body, "the same request has the same report");
        assert_eq!(upload(&house, &key, "text/csv", file, None).await.body["unchanged"], 1);
        upload(&house, &key, "text/csv", "x", Some("a")).await.is_problem(422, "name-reused");
        let read = house.get(&key, &format!("/files/{}", first.str("id"))).await;
        assert_eq!(read.body, first.body);
        let bad = upload(
            &house,
            &key,
            "application/octet-stream",
            "visit_number,line,code,description,amount\nV1,4,x,x,much\n",
            None,
        )
        .await;
        assert_eq!((bad.status.as_u16(), &bad.body["complete"]), (201, &json!(false)), "{}", bad.text);
        assert_eq!(bad.body["refused"][0]["at"], "row 2, column amount");
        let read = house.get(&key, &format!("/files/{}", bad.str("id"))).await;
        assert_eq!(read.body, bad.body);
        upload(&house, &key, "application/json", file, None).await.is_problem(415, "media-type");
        upload(&house, &key, "text/csv", "", None).await.is_problem(400, "malformed");
    })
    .await;
}
