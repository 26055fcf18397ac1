//! The page about the API, made of its document: no script, and nobody else's.

use std::sync::Arc;

use app::model::{ApiDocsPage, ApiOperation, ApiProblem, ApiScope};
use app::{Lang, pages};
use axum::extract::State;
use axum::response::Response;
use billing::api_keys::Scope;
use serde_json::Value;
use utoipa::openapi::OpenApi;

use super::problem::Kind;
use crate::web::Shared;
use crate::web::answer;
use crate::web::session::Asked;

/// The client that does it all; a test runs both.
pub const CLIENTS: [(&str, &str); 2] = [
    ("curl", include_str!("../../../docs/api-client.sh")),
    ("Python", include_str!("../../../docs/api-client.py")),
];

/// What the page shows.
pub fn page_of(document: &OpenApi) -> Arc<ApiDocsPage> {
    let document = serde_json::to_value(document).unwrap_or_default();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            operations.push(operation_of(&document, path, method, operation));
        }
    }
    Arc::new(ApiDocsPage {
        operations,
        scopes: Scope::ALL.iter().map(|scope| ApiScope { code: scope.code().to_owned() }).collect(),
        problems: Kind::ALL
            .iter()
            .map(|kind| ApiProblem {
                code: kind.code().to_owned(),
                status: kind.status().as_u16(),
                title: kind.title().to_owned(),
            })
            .collect(),
        clients: CLIENTS.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec(),
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn operation_of(document: &Value, path: &str, method: &str, operation: &Value) -> ApiOperation {
    let responses = operation["responses"].as_object();
    let success = responses.into_iter().flatten().find(|(status, _)| status.starts_with('2'));
    ApiOperation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: format!("/api/v1{path}"),
        title: text(&operation["summary"]),
        what: text(&operation["description"]),
        scope: text(&operation["security"][0]["key"][0]),
        parameters: operation["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
        body: fields(document, &operation["requestBody"]["content"]["application/json"]["schema"], 0),
        status: success.map(|(status, _)| status.clone()).unwrap_or_default(),
        answer: success
            .map(|(_, answer)| fields(document, &answer["content"]["application/json"]["schema"], 0))
            .unwrap_or_default(),
    }
}

fn parameter(parameter: &Value) -> (String, String) {
    let mut what = text(&parameter["description"]);
    if parameter["in"] == "header" {
        what = format!("{what} (header)");
    }
    (text(&parameter["name"]), what)
}

/// A schema's fields with their descriptions; those of what it holds are named by their path.
fn fields(document: &Value, schema: &Value, depth: usize) -> Vec<(String, String)> {
    let Some(schema) = resolved(document, schema).filter(|_| depth < 3) else { return Vec::new() };
    let mut all = Vec::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let required = schema["required"].as_array().into_iter().flatten().any(|one| one == name);
        let inner = [field, &field["items"]].map(|held| fields(document, held, depth + 1));
        let what = resolved(document, field).map(|known| text(&known["description"])).unwrap_or_default();
        let said = text(&field["description"]);
        let mark = if required { "" } else { " (may be left out)" };
        all.push((name.clone(), format!("{}{mark}", if said.is_empty() { what } else { said })));
        let list = if field["items"].is_null() { "." } else { "[]." };
        all.extend(inner.into_iter().flatten().map(|(held, what)| (format!("{name}{list}{held}"), what)));
    }
    all
}

/// A schema itself, behind a reference or one of several that may be null.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> Option<&'a Value> {
    if let Some(one) = schema["oneOf"].as_array().and_then(|all| all.iter().find(|one| one["type"] != "null"))
    {
        return resolved(document, one);
    }
    match schema["$ref"].as_str() {
        Some(known) => document.pointer(known.trim_start_matches('#')),
        None => Some(schema),
    }
}

/// In English whatever the reader's language is: its subject is.
pub async fn page(page: Arc<ApiDocsPage>, State(portal): State<Shared>, asked: Asked) -> Response {
    let ctx = app::Ctx { lang: Lang::En, ..asked.ctx(&portal) };
    answer::page(pages::api_docs(&ctx, &page))
}
