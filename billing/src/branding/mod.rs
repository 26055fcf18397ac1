//! How a practice looks where patients see it, and under which host names it is reached.
//!
//! A look has a name of its own ([`Look::mark`]), made of what it is: browsers keep the style
//! sheet of a name for a year, and another look is another name.

mod store;

use domain::PracticeId;
use domain::brand::{Colour, OURS};
use sha2::{Digest, Sha256};

use crate::Door;
use crate::db::Tx;

/// The longest host name, as DNS has it.
const HOST_LONGEST: usize = 253;

/// A practice's look.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// The accent, as `#0b5b5a`; none for ours.
    pub accent: Option<String>,
    /// The logo; none for the name's first letter.
    pub logo: Option<Logo>,
}

/// A logo, made anew from the picture that was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Logo {
    /// A PNG.
    pub png: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Look {
    /// The accent, or ours.
    #[must_use]
    pub fn colour(&self) -> Colour {
        self.accent.as_deref().and_then(Colour::parse).unwrap_or(OURS)
    }

    /// The name of this look; none when it is ours.
    #[must_use]
    pub fn mark(&self) -> Option<String> {
        if self == &Self::default() {
            return None;
        }
        let mut digest = Sha256::new();
        digest.update(self.accent.as_deref().unwrap_or_default());
        if let Some(logo) = &self.logo {
            digest.update(&logo.png);
        }
        Some(crate::hex(&digest.finalize()).chars().take(16).collect())
    }
}

/// A practice's look.
///
/// # Errors
/// The database's word.
pub async fn look(tx: &mut Tx, practice: PracticeId) -> Result<Look, sqlx::Error> {
    store::look(tx, practice).await
}

/// Changes a practice's look.
///
/// # Errors
/// The database's word.
pub async fn change_look_in(tx: &mut Tx, practice: PracticeId, look: &Look) -> Result<(), sqlx::Error> {
    store::set_look(tx, practice, look, look.mark().as_deref()).await
}

/// Changes which languages somebody speaks at a practice, in its own words.
///
/// # Errors
/// The database's word.
pub async fn change_languages_in(
    tx: &mut Tx,
    practice: PracticeId,
    languages: Option<&str>,
) -> Result<(), sqlx::Error> {
    store::set_languages(tx, practice, languages).await
}

/// A host name as it is compared: lower case, with a port where it has one; none when it cannot
/// be one.
#[must_use]
pub fn host_name(text: &str) -> Option<String> {
    let name = text.trim().to_ascii_lowercase();
    let (host, port) = match name.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (name.as_str(), None),
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let is_host = host.len() <= HOST_LONGEST && host.contains('.') && host.split('.').all(is_label);
    (is_host && is_port).then_some(name)
}

/// Lets a practice be reached under a host name; says whether it was free.
///
/// # Errors
/// The database's word.
pub async fn add_host_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    host: &str,
) -> Result<bool, sqlx::Error> {
    store::insert_host(tx, practice, host, door.now()).await?;
    Ok(store::of_host(tx, host).await? == Some(practice))
}

/// A practice is no longer reached under a host name; says whether it was.
///
/// # Errors
/// The database's word.
pub async fn remove_host_in(tx: &mut Tx, practice: PracticeId, host: &str) -> Result<bool, sqlx::Error> {
    store::delete_host(tx, practice, host).await
}

/// Whose host name it is.
///
/// # Errors
/// The database's word.
pub async fn of_host(tx: &mut Tx, host: &str) -> Result<Option<PracticeId>, sqlx::Error> {
    store::of_host(tx, host).await
}

/// The host names of a practice, the one that its links use first.
///
/// # Errors
/// The database's word.
pub async fn hosts(tx: &mut Tx, practice: PracticeId) -> Result<Vec<String>, sqlx::Error> {
    store::hosts(tx, practice).await
}

/// Where a practice's links and letters lead, without a slash at the end: its own host name, or
/// the installation's address.
///
/// # Errors
/// The database's word.
pub async fn address(tx: &mut Tx, practice: PracticeId, public_url: &str) -> Result<String, sqlx::Error> {
    let host = store::hosts(tx, practice).await?.into_iter().next();
    Ok(host.map_or_else(|| public_url.to_owned(), |host| under(public_url, &host)))
}

/// The installation's address under another host name.
#[must_use]
pub fn under(public_url: &str, host: &str) -> String {
    let scheme = public_url.split("://").next().unwrap_or("https");
    format!("{scheme}://{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_name_is_one_or_is_refused() {
        assert_eq!(host_name(" Bills.Riverside.example "), Some("bills.riverside.example".to_owned()));
        assert_eq!(host_name("bills.test:3100"), Some("bills.test:3100".to_owned()));
        for text in [
            "",
            "localhost",
            "a..b",
            "-a.b",
            "a.b/c",
            "a.b:0",
            "a.b:x",
            "a b.c",
            "user@a.b",
            "é.b",
            "a.b:1:2",
        ] {
            assert_eq!(host_name(text), None, "{text}");
        }
    }

    #[test]
    fn another_look_is_another_name_and_ours_has_none() {
        let accent = |text: &str| Look { accent: Some(text.to_owned()), logo: None };
        assert_eq!(Look::default().mark(), None);
        assert_ne!(accent("#0b5b5a").mark(), accent("#0b5b5b").mark());
        assert_eq!(accent("#0b5b5a").mark(), accent("#0b5b5a").mark());
    }
}
