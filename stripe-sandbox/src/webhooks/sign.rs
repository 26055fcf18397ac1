//! Stripe's webhook signature: `t=<seconds>,v1=<hex HMAC-SHA256 of "t.payload">`.
//! Source: docs.stripe.com/webhooks#verify-manually.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::clock::Seconds;

/// The value of `Stripe-Signature` for a payload signed at `at`.
#[must_use]
pub fn header(payload: &str, secret: &str, at: Seconds) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return format!("t={at}");
    };
    mac.update(format!("{at}.{payload}").as_bytes());
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use stripe_webhook::Webhook;

    #[test]
    fn the_official_algorithm_gives_the_same_header() {
        let payload = r#"{"id":"evt_1","object":"event"}"#;
        assert_eq!(
            super::header(payload, "whsec_test", 1_700_000_000),
            Webhook::generate_test_header(payload, "whsec_test", Some(1_700_000_000)),
        );
    }
}
