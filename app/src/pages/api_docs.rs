//! `/api/v1/docs`: the API for a practice's other programs. In English, as programs are.

use leptos::prelude::*;

use crate::Ctx;
use crate::model::{ApiDocsPage, ApiOperation};
use crate::shell::{Head, document};

/// The page.
#[must_use]
pub fn api_docs(ctx: &Ctx, page: &ApiDocsPage) -> String {
    document(ctx, Head { class: "api-docs", ..Head::new("API".to_owned()) }, |_| {
        view! {
            <div class="narrow" lang="en">
                <h1>"API"</h1>
                <p>
                    "What your other programs can do here: make pay links, read balances and payments, post patients and "
                    "charges, upload files, and be told what happened. The machine's copy of this page is "
                    <a href="/api/v1/openapi.json">"openapi.json"</a>" (OpenAPI 3.1)."
                </p>
                {start(page)}
                {rules(page)}
                {hooks()}
                <h2 id="operations">"Everything you can ask"</h2>
                <ul>
                    {page.operations.iter().map(|one| view! {
                        <li><a href=format!("#{}", one.id)>{one.title.clone()}</a>" "<code>{one.method.clone()}" "{one.path.clone()}</code></li>
                    }).collect_view()}
                </ul>
                {page.operations.iter().map(operation).collect_view()}
                {problems(page)}
            </div>
        }
        .into_any()
    })
}

fn start(page: &ApiDocsPage) -> AnyView {
    let clients = page.clients.iter().map(|(name, text)| {
        view! {
            <h3>{name.clone()}</h3>
            <pre class="code" tabindex="0">{text.clone()}</pre>
        }
    });
    view! {
        <h2 id="start">"Start in an afternoon"</h2>
        <ol>
            <li>"Make a key at "<a href="/staff/api">"/staff/api"</a>". It is shown once. Give it only the scopes it needs."</li>
            <li>"Send it with every request: "<code>"Authorization: Bearer obk_…"</code>". Never from a browser."</li>
            <li>"Post your patients and charges, or upload the files you export anyway."</li>
            <li>"Make a pay link for an account, and send it to who pays."</li>
            <li>"Add a webhook, and hear when it is paid."</li>
        </ol>
        {clients.collect_view()}
    }
    .into_any()
}

fn rules(page: &ApiDocsPage) -> AnyView {
    view! {
        <h2 id="rules">"What holds everywhere"</h2>
        <ul>
            <li>"Amounts are US dollars as text with two decimals, such as "<code>"\"123.45\""</code>"."</li>
            <li>"Days are the practice's, such as "<code>"2026-11-24"</code>". Instants are UTC."</li>
            <li>"Lists come in parts, newest first: send "<code>"next_cursor"</code>" back as "<code>"cursor"</code>"."</li>
            <li>
                "Give each POST an "<code>"Idempotency-Key"</code>", such as a random UUID. Sent again within 24 hours, it is "
                "not done again and is answered as it was, secrets included."
            </li>
            <li>"A key asks 600 times a minute unless it was made otherwise. Then it is told when to go on: "<code>"Retry-After"</code>"."</li>
            <li>"Nothing about a person belongs into an address: accounts are named in the body."</li>
        </ul>
        <h3 id="scopes">"Scopes"</h3>
        <ul>{page.scopes.iter().map(|scope| view! { <li><code>{scope.code.clone()}</code></li> }).collect_view()}</ul>
    }
    .into_any()
}

fn hooks() -> AnyView {
    view! {
        <h2 id="webhooks">"Webhooks"</h2>
        <p>
            "Messages follow "<a href="https://www.standardwebhooks.com" rel="noopener noreferrer">"Standard Webhooks"</a>
            ": check "<code>"webhook-signature"</code>" with the endpoint's secret before you believe one, and use "
            <code>"webhook-id"</code>" to do nothing twice. A message may come more than once, and out of order."
        </p>
        <pre class="code" tabindex="0">
            "{\"id\":\"0193…\",\"type\":\"payment.succeeded\",\"timestamp\":\"2026-11-24T12:00:00Z\",\n \"data\":{\"payment_id\":\"0193…\",\"guarantor_id\":\"0193…\",\"link_id\":null,\n  \"method\":\"online\",\"amount\":\"120.00\",\"state\":\"succeeded\"}}"
        </pre>
        <p>
            "Answer with any 2xx status within ten seconds. Otherwise it comes again after 5 seconds, 5 minutes, 30 minutes, "
            "and so on for three days. After that, or when you answer 410, the endpoint is disabled and staff are told."
        </p>
    }
    .into_any()
}

fn fields(title: &'static str, all: &[(String, String)]) -> Option<AnyView> {
    (!all.is_empty()).then(|| {
        let line = |(name, what): &(String, String)| {
            view! { <tr><th scope="row"><code>{name.clone()}</code></th><td>{marked(what)}</td></tr> }
        };
        view! {
            <h4>{title}</h4>
            <table class="api-fields"><tbody>{all.iter().map(line).collect_view()}</tbody></table>
        }
        .into_any()
    })
}

/// Text with `code` in it.
fn marked(text: &str) -> Vec<AnyView> {
    let part = |(n, part): (usize, &str)| match n % 2 {
        0 => part.to_owned().into_any(),
        _ => view! { <code>{part.to_owned()}</code> }.into_any(),
    };
    text.split('`').enumerate().map(part).collect()
}

fn operation(one: &ApiOperation) -> AnyView {
    view! {
        <section class="api-operation" aria-labelledby=one.id.clone()>
            <h3 id=one.id.clone()>{one.title.clone()}</h3>
            <p><code>{one.method.clone()}" "{one.path.clone()}</code></p>
            <p class="soft">"Scope "<code>{one.scope.clone()}</code>". Answers with "{one.status.clone()}"."</p>
            <p>{marked(&one.what)}</p>
            {fields("Parameters", &one.parameters)}
            {fields("Body", &one.body)}
            {fields("Answer", &one.answer)}
        </section>
    }
    .into_any()
}

fn problems(page: &ApiDocsPage) -> AnyView {
    let line = |problem: &crate::model::ApiProblem| {
        view! {
            <tr id=format!("problem-{}", problem.code)>
                <th scope="row"><code>{problem.code.clone()}</code></th>
                <td class="num">{problem.status.to_string()}</td>
                <td>{problem.title.clone()}</td>
            </tr>
        }
    };
    view! {
        <h2 id="problems">"What goes wrong"</h2>
        <p>
            "Every answer that is no success is "<code>"application/problem+json"</code>" (RFC 9457). Its "<code>"type"</code>
            " ends in one of these words; "<code>"errors"</code>" names each field by a JSON pointer."
        </p>
        <table class="api-fields"><tbody>{page.problems.iter().map(line).collect_view()}</tbody></table>
    }
    .into_any()
}
