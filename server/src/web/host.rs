//! Under which host name a request came: the installation's own, or one that a practice has.
//! Nothing else is answered, so that no link, form or cookie of ours is made for a name that
//! somebody else pointed here.

use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use billing::branding;

use super::Shared;
use super::answer::Fail;

/// Where the browser reached us: scheme and host, without a slash at the end.
#[derive(Clone, Debug)]
pub struct Base(pub String);

impl Base {
    /// That of a request; the installation's address when it has not been looked at.
    pub fn of(parts: &Parts, public_url: &str) -> String {
        parts.extensions.get::<Self>().map_or_else(|| public_url.to_owned(), |base| base.0.clone())
    }
}

/// Lets through what came under a name of ours.
pub async fn known(State(portal): State<Shared>, mut request: Request, next: Next) -> Response {
    let public_url = &portal.config.public_url;
    let base = match asked_for(request.headers(), request.uri()) {
        // Before HTTP/1.1 nobody said; what checks whether we live may not either.
        None => public_url.clone(),
        Some(host) if is_own(public_url, &host) => format!("{}://{host}", scheme(public_url)),
        Some(host) => {
            let known = async {
                let Some(name) = branding::host_name(&host) else { return Ok(None) };
                let mut tx = portal.db.read().await?;
                Ok::<_, billing::sqlx::Error>(branding::of_host(&mut tx, &name).await?.map(|_| name))
            };
            match known.await {
                Ok(Some(name)) => branding::under(public_url, &name),
                Ok(None) => return StatusCode::MISDIRECTED_REQUEST.into_response(),
                Err(error) => return Fail::from(error).into_response(),
            }
        }
    };
    request.extensions_mut().insert(Base(base));
    next.run(request).await
}

fn scheme(public_url: &str) -> &str {
    public_url.split("://").next().unwrap_or("https")
}

/// The host that a request names; HTTP/2 has it in the address.
fn asked_for(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let said = headers.get(HOST).map(|host| host.to_str().unwrap_or("?").to_ascii_lowercase());
    said.or_else(|| uri.authority().map(|authority| authority.as_str().to_ascii_lowercase()))
}

/// The installation's own host; on this machine by each of its names.
fn is_own(public_url: &str, host: &str) -> bool {
    let own = public_url.split("://").last().unwrap_or_default().to_ascii_lowercase();
    if own == host {
        return true;
    }
    let here = |name: &str| {
        let (name, port) = name.rsplit_once(':')?;
        ["127.0.0.1", "localhost", "[::1]"].contains(&name).then(|| port.to_owned())
    };
    here(&own).is_some_and(|port| here(host) == Some(port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_installations_own_name_is_its_own() {
        let ours = "https://bills.example.com";
        assert!(is_own(ours, "bills.example.com"));
        for host in
            ["evil.example", "bills.example.com.evil.example", "bills.example.com:8443", "localhost", ""]
        {
            assert!(!is_own(ours, host), "{host}");
        }
        assert!(is_own("http://127.0.0.1:3000", "localhost:3000"));
        assert!(!is_own("http://127.0.0.1:3000", "localhost:3001"));
        assert!(!is_own("http://127.0.0.1:3000", "evil.example:3000"));
    }
}
