//! The host that passkeys are made under.

use url::Url;
use webauthn_rs::{Webauthn, WebauthnBuilder};

use super::WAITS;

/// A host with its own passkeys.
#[derive(Debug)]
pub struct Site {
    rp_id: String,
    webauthn: Webauthn,
}

impl Site {
    /// The site behind the address (scheme and host) that a request came in on; none where a browser
    /// knows no passkeys: under a number in place of a name, and without TLS but on the same machine.
    #[must_use]
    pub fn of(base: &str) -> Option<Self> {
        let origin = Url::parse(base).ok()?;
        let rp_id = origin.domain()?.to_owned();
        let is_here = rp_id == "localhost" || rp_id.ends_with(".localhost");
        if origin.scheme() != "https" && !is_here {
            return None;
        }
        let waits = WAITS.try_into().ok()?;
        let webauthn = WebauthnBuilder::new(&rp_id, &origin).ok()?.timeout(waits).build().ok()?;
        Some(Self { rp_id, webauthn })
    }

    /// The host, without a port: what a passkey is of.
    #[must_use]
    pub fn rp_id(&self) -> &str {
        &self.rp_id
    }

    pub(super) fn webauthn(&self) -> &Webauthn {
        &self.webauthn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_over_tls_has_passkeys() {
        let rp_id = |base| Site::of(base).map(|site| site.rp_id);
        assert_eq!(rp_id("https://bills.example.com").as_deref(), Some("bills.example.com"));
        assert_eq!(rp_id("https://bills.example.com:8443").as_deref(), Some("bills.example.com"));
        assert_eq!(rp_id("http://localhost:3000").as_deref(), Some("localhost"));
        for base in
            ["http://bills.example.com", "https://10.0.0.7", "http://127.0.0.1:3000", "http://[::1]:1", ""]
        {
            assert_eq!(rp_id(base), None, "{base}");
        }
    }
}
