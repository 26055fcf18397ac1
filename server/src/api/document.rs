//! What the document says of every operation alike: the key, the name of a request, and every
//! answer that is no success.

use utoipa::openapi::header::Header;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr,
    Required, Response, ResponseBuilder, ServerBuilder,
};
use utoipa::{PartialSchema, ToSchema};

use super::problem::{Kind, PROBLEM_JSON, Told, Wrong};

const ABOUT: &str = "What a practice's other programs do with openbalance: make and take back pay links, read \
    what accounts owe and what was paid, post patients and charges, upload files, and be told what happened.\n\n\
    Amounts are US dollars as text with two decimals. Instants are RFC 3339 in UTC; days are the practice's. \
    Lists are read with cursors. A POST with an `Idempotency-Key` is done once in 24 hours, however often it is \
    sent. Whatever is no success is a problem (RFC 9457).";

const TAGS: [(&str, &str); 6] = [
    ("links", "Links that open a balance without an account."),
    ("balances", "What accounts owe."),
    ("payments", "What was paid."),
    ("records", "Patients, visits and charges."),
    ("files", "Practice exports and remittances."),
    ("webhooks", "Being told what happened."),
];

/// The document before there is anything in it.
pub fn frame() -> OpenApi {
    let key = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("obk_ and 64 hexadecimal digits")
        .description(Some(
            "A key, made at /staff/api or by `openbalance api-key add`; each allows what its scopes say.",
        ))
        .build();
    let mut components = ComponentsBuilder::new()
        .security_scheme("key", SecurityScheme::Http(key))
        .schema(Told::name(), Told::schema())
        .schema(Wrong::name(), Wrong::schema());
    // No operation answers that its method is another, and a name that was used otherwise is answered
    // with the status of what cannot be taken.
    for kind in Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Method | Kind::NameReused)) {
        components = components.response(component(*kind), answer(*kind));
    }
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("openbalance")
                .version("1")
                .description(Some(ABOUT))
                .license(Some(
                    LicenseBuilder::new()
                        .name("MIT OR Apache-2.0")
                        .identifier(Some("MIT OR Apache-2.0"))
                        .build(),
                ))
                .build(),
        )
        .servers(Some([ServerBuilder::new().url("/api/v1").description(Some("This installation.")).build()]))
        .tags(Some(TAGS.map(|(name, what)| TagBuilder::new().name(name).description(Some(what)).build())))
        .components(Some(components.build()))
        .build()
}

/// The name of a problem's answer among the components.
fn component(kind: Kind) -> String {
    format!("{kind:?}")
}

fn answer(kind: Kind) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Told::name()))).build();
    let mut response = ResponseBuilder::new().description(kind.title()).content(PROBLEM_JSON, content);
    if matches!(kind, Kind::TooMany | Kind::UnderWay) {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).build();
        let mut header = Header::new(seconds);
        header.description = Some("When it is worth trying again, in seconds.".to_owned());
        response = response.header("Retry-After", header);
    }
    response.build()
}

/// The document with what every operation has.
pub fn finished(mut document: OpenApi) -> OpenApi {
    for item in document.paths.paths.values_mut() {
        for (operation, posts) in [(&mut item.get, false), (&mut item.delete, false), (&mut item.post, true)]
        {
            if let Some(operation) = operation {
                finish(operation, posts);
            }
        }
    }
    document
}

fn finish(operation: &mut Operation, posts: bool) {
    let mut kinds = vec![Kind::NoKey, Kind::Scope, Kind::TooMany, Kind::Broken, Kind::Away];
    let parameters = operation.parameters.get_or_insert_default();
    let has = |wanted: ParameterIn| {
        let stands = |one: &RefOr<Parameter>| matches!(one, RefOr::T(one) if one.parameter_in == wanted);
        parameters.iter().any(stands)
    };
    let (in_path, in_query) = (has(ParameterIn::Path), has(ParameterIn::Query));
    if in_path {
        kinds.push(Kind::NotFound);
    }
    if posts || in_query {
        kinds.push(Kind::Malformed);
    }
    if posts {
        kinds.push(Kind::TooLarge);
    }
    // A search changes nothing, so it needs no name.
    if posts && operation.operation_id.as_deref() != Some("read_balance") {
        parameters.push(RefOr::T(name_parameter()));
        kinds.extend([Kind::UnderWay, Kind::Invalid]);
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        // Any bytes are a file, which OpenAPI 3.1 says by saying nothing of them.
        for (_, content) in body.content.iter_mut().filter(|(media, _)| *media != "application/json") {
            if let RefOr::T(content) = content {
                content.schema = None;
            }
        }
        kinds.extend([Kind::MediaType, Kind::Invalid]);
    }
    for kind in kinds {
        let known = RefOr::Ref(Ref::from_response_name(component(kind)));
        operation.responses.responses.insert(kind.status().as_str().to_owned(), known);
    }
}

fn name_parameter() -> Parameter {
    let text =
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255)).build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "What you call this request, such as a random UUID: the same one again is not done again, and is \
             answered as it was the first time.",
        ))
        .schema(Some(text))
        .build()
}
