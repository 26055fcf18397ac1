//! Who asks: the key in the request, and nothing else. No cookie is looked at.

use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use axum::http::{Method, header};
use billing::api_keys::{self, ApiKey, Entered, Scope};
use billing::audit;
use domain::{GuarantorId, PracticeId};

use super::problem::{Kind, Problem};
use crate::web::{Portal, Shared};

/// A key that works, with its secret for what follows from it. No `Debug`.
pub struct Caller {
    /// The key.
    pub key: ApiKey,
    secret: String,
    method: Method,
    route: String,
    /// The ids in its route.
    subjects: Vec<String>,
}

impl Caller {
    /// Whose it is.
    pub fn practice(&self) -> PracticeId {
        self.key.practice
    }

    /// Refuses what the key does not allow; writes down that it asked, and whether it may.
    ///
    /// # Errors
    /// 403; the database's word.
    pub async fn may(&self, portal: &Portal, scope: Scope) -> Result<(), Problem> {
        let allowed = self.key.scopes.contains(&scope);
        self.kept(portal, allowed, &self.subjects).await?;
        if allowed { Ok(()) } else { Err(Problem::scope(scope)) }
    }

    /// Writes down that it asked about an account that its route does not name.
    ///
    /// # Errors
    /// The database's word; the caller must not get it then.
    pub async fn asked(&self, portal: &Portal, account: GuarantorId) -> Result<(), Problem> {
        self.kept(portal, true, &[account.to_string()]).await
    }

    async fn kept(&self, portal: &Portal, allowed: bool, subjects: &[String]) -> Result<(), Problem> {
        let whose = (self.key.practice, self.key.id);
        let what = (self.method.as_str(), self.route.as_str(), allowed);
        Ok(audit::by_key(&portal.db, &portal.door, whose, what, subjects).await?)
    }

    /// 256 bits that follow from the key's secret, the name that the caller gave the request, and
    /// the id of what came of it: the same request is answered with the same secret, and neither
    /// is kept. Who has only one of the three cannot guess them.
    pub fn secret_for(&self, what: &str, name: &str, id: uuid::Uuid) -> [u8; 32] {
        hmac_sha256::HMAC::mac(format!("{what}\n{name}\n{id}"), &self.secret)
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, portal: &Shared) -> Result<Self, Problem> {
        let said = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let secret =
            said.and_then(|said| said.split_once(' ')).filter(|(how, _)| how.eq_ignore_ascii_case("bearer"));
        let (_, secret) = secret.ok_or(Kind::NoKey)?;
        let secret = secret.trim().to_owned();
        match api_keys::enter(&portal.db, &portal.door, &secret).await? {
            Entered::Nobody => Err(Kind::NoKey.into()),
            Entered::TooMany { again_in } => Err(Problem::from(Kind::TooMany).again_in(again_in)),
            Entered::Key(key) => {
                let params = RawPathParams::from_request_parts(parts, &()).await;
                // What is no id may be anything that a program was given.
                let is_id = |value: &str| value.parse::<uuid::Uuid>().is_ok();
                let values = params.iter().flatten().map(|(_, value)| value.to_owned());
                let subjects = values.filter(|value| is_id(value)).collect();
                let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str).to_owned();
                let method = parts.method.clone();
                Ok(Self { key, secret, method, route, subjects })
            }
        }
    }
}
