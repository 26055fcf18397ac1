//! Where messages may go: over TLS, to addresses of the public internet. A practice's endpoint
//! is typed by a person or a program, and must not reach what stands beside the server.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// The longest address, in characters.
const LONGEST: usize = 500;

/// What may be reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Public addresses, over TLS.
    Public,
    /// Anything, without TLS too: for development.
    Anything,
}

/// Why nothing is sent to an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UrlProblem {
    /// It is none.
    #[error("is not an address such as https://example.com/webhooks")]
    NotAnAddress,
    /// It does not begin with `https:`.
    #[error("must begin with https://")]
    NotHttps,
    /// It holds a name or password, or a fragment.
    #[error("must hold no user name, no password and no fragment")]
    Extras,
    /// It is this machine, or one beside it.
    #[error("is not an address of the public internet")]
    NotPublic,
    /// It is too long.
    #[error("is longer than 500 characters")]
    TooLong,
}

/// The address as it is kept.
///
/// # Errors
/// [`UrlProblem`]; what a name leads to is looked at when it is sent to.
pub fn check(url: &str, reach: Reach) -> Result<String, UrlProblem> {
    if url.chars().count() > LONGEST {
        return Err(UrlProblem::TooLong);
    }
    let url = Url::parse(url.trim()).map_err(|_| UrlProblem::NotAnAddress)?;
    match url.scheme() {
        "https" => {}
        "http" if reach == Reach::Anything => {}
        _ => return Err(UrlProblem::NotHttps),
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(UrlProblem::Extras);
    }
    let public = match url.host().ok_or(UrlProblem::NotAnAddress)? {
        Host::Ipv4(ip) => is_public(ip.into()),
        Host::Ipv6(ip) => is_public(ip.into()),
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            name.contains('.') && ![".localhost", ".local", ".internal"].iter().any(|end| name.ends_with(end))
        }
    };
    if !public && reach == Reach::Public {
        return Err(UrlProblem::NotPublic);
    }
    Ok(url.to_string())
}

/// Whether an address is one of the public internet (IANA's special-purpose registries, 2025).
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // Shared by carriers (RFC 6598), protocol assignments, 6to4 relays, benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !special
}

/// Global unicast (2000::/3) without what wraps other addresses or is no host's.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let global = (0x2000..0x4000).contains(&a);
    let special = (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    global && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_the_server_is_not_reached() {
        for url in [
            "https://127.0.0.1/x",
            "https://127.1/x",
            "https://0x7f000001/",
            "https://2130706433/",
            "https://10.0.0.7/",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.1.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.7]/",
            "https://[fd00::1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[2002:7f00:1::]/",
            "https://localhost/",
            "https://db.internal./",
        ] {
            assert_eq!(check(url, Reach::Public), Err(UrlProblem::NotPublic), "{url}");
            assert!(check(url, Reach::Anything).is_ok(), "{url}");
        }
        for (url, problem) in [
            ("http://example.com/", UrlProblem::NotHttps),
            ("ftp://example.com/", UrlProblem::NotHttps),
            ("https://dana:secret@example.com/", UrlProblem::Extras),
            ("https://example.com/#x", UrlProblem::Extras),
            ("example.com", UrlProblem::NotAnAddress),
            ("", UrlProblem::NotAnAddress),
        ] {
            assert_eq!(check(url, Reach::Public), Err(problem), "{url}");
        }
        assert_eq!(
            check("https://example.com/hooks?a=1", Reach::Public).as_deref(),
            Ok("https://example.com/hooks?a=1")
        );
        assert!(check("https://8.8.8.8/", Reach::Public).is_ok());
        assert!(check("https://[2606:4700::1111]/", Reach::Public).is_ok());
    }
}
