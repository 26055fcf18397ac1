//! Configuration: every key in one table, from the environment and an optional file.
//!
//! A key is set by the environment variable `OPENBALANCE_<KEY>`, or by the lower-case key
//! in the TOML file that `--config` or `OPENBALANCE_CONFIG` names; the environment wins.
//! A configuration that cannot work is refused at start-up with the key's name. Secrets
//! are never printed.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use billing::hooks::Reach;
use billing::seal::SealKey;
use url::Url;

/// Every key: name, default, what it is. The one list that `--help`, the parser and
/// `docs/configuration.md` agree on.
pub const KEYS: &[(&str, &str, &str)] = &[
    ("addr", "127.0.0.1:3000", "address and port to listen on"),
    ("database_url", "sqlite:data/openbalance.db", "sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME"),
    (
        "public_url",
        "http://127.0.0.1:3000",
        "where browsers reach this installation; https unless it is this machine",
    ),
    ("site_root", "target/site", "folder of the built front end (cargo xtask build)"),
    ("metrics_addr", "", "address and port for Prometheus metrics; none when empty"),
    ("stripe_secret_key", "", "Stripe's secret key, sk_live_… or sk_test_…"),
    (
        "stripe_webhook_secret",
        "",
        "Stripe's webhook signing secret, whsec_…; two separated by a comma while one replaces the other",
    ),
    (
        "stripe_api_base",
        "",
        "another address that speaks Stripe's API, such as the stand-in's; Stripe itself when empty",
    ),
    (
        "mail",
        "outbox",
        "smtp://USER:PASSWORD@HOST:PORT (smtps:// for TLS from the start), or outbox: nothing leaves, /outbox shows it",
    ),
    (
        "mail_from",
        "",
        "sender of mail, such as \"Riverside Billing <billing@example.com>\"; required with smtp",
    ),
    (
        "webhooks",
        "public",
        "public: webhooks go to https addresses of the internet only; anything: to this network and without TLS too, for development",
    ),
    (
        "document_key",
        "",
        "64 hexadecimal digits that seal what patients hand in; without it no files can be handed in. Keep a copy: nothing else opens them",
    ),
    ("proxies", "0", "how many proxies of yours stand in front and add X-Forwarded-For"),
    ("log", "info", "what to log: error, warn, info, debug, or tracing directives"),
    ("log_format", "text", "text or json"),
];

/// A value that must not be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// The value, for who uses it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hidden")
    }
}

/// Where mail goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MailRoad {
    /// Nowhere: the outbox page shows it.
    Outbox,
    /// To a mail server.
    Smtp {
        /// `smtp://…` or `smtps://…` with its password.
        url: Hidden,
        /// The sender.
        from: String,
    },
}

/// How to reach Stripe.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StripeKeys {
    /// The secret key.
    pub secret_key: Hidden,
    /// What may have signed a webhook, the newest first.
    pub webhook_secrets: Vec<Hidden>,
    /// Another address that speaks the API.
    pub api_base: Option<Url>,
}

/// A configuration that can work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Config {
    /// Where to listen.
    pub addr: SocketAddr,
    /// Which database; may hold a password.
    pub database_url: Hidden,
    /// Where browsers reach us, without a slash at the end.
    pub public_url: String,
    /// The built front end.
    pub site_root: PathBuf,
    /// Where metrics are served.
    pub metrics_addr: Option<SocketAddr>,
    /// How to reach Stripe; none when no key is set, and then nothing can be paid.
    pub stripe: Option<StripeKeys>,
    /// Where mail goes.
    pub mail: MailRoad,
    /// Where webhooks may go.
    pub webhooks: Reach,
    /// What seals what patients hand in; none when no files are taken.
    pub document_key: Option<Hidden>,
    /// Proxies of the operator's in front.
    pub proxies: usize,
    /// Log directives.
    pub log: String,
    /// Logs as JSON lines.
    pub log_json: bool,
}

/// Why a configuration cannot work.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration file {0} cannot be read: {1}")]
    File(PathBuf, std::io::Error),
    /// The file is not TOML.
    #[error("the configuration file {0} is not TOML: {1}")]
    Toml(PathBuf, toml::de::Error),
    /// A key that does not exist.
    #[error("there is no key {0}; openbalance help lists them all")]
    UnknownKey(String),
    /// A value that cannot be used.
    #[error("{name}: {1}", name = env_name(.0))]
    Bad(&'static str, String),
}

fn env_name(key: &str) -> String {
    format!("OPENBALANCE_{}", key.to_uppercase())
}

/// The keys as `--help` lists them.
pub fn help() -> String {
    let mut text =
        "Configuration (environment, or lower-case keys in the TOML file of OPENBALANCE_CONFIG):\n"
            .to_owned();
    for (key, default, what) in KEYS {
        let default = if default.is_empty() { String::new() } else { format!(" [{default}]") };
        text.push_str(&format!("  {:<34} {what}{default}\n", env_name(key)));
    }
    text
}

impl Config {
    /// Reads the environment over the file.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut values = match file {
            Some(path) => from_file(path)?,
            None => BTreeMap::new(),
        };
        for (name, value) in std::env::vars() {
            let Some(key) = name.strip_prefix("OPENBALANCE_").map(str::to_lowercase) else { continue };
            // The tests' own variables are not configuration.
            if key != "config" && !key.starts_with("test_") && !key.starts_with("bin_") {
                values.insert(key, value);
            }
        }
        Self::from_values(&values)
    }

    /// Checks the values of all keys.
    pub fn from_values(values: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        if let Some(unknown) = values.keys().find(|key| !KEYS.iter().any(|(known, ..)| known == key)) {
            return Err(ConfigError::UnknownKey(env_name(unknown)));
        }
        let get = |key: &str| -> &str {
            let set = values.get(key).map(String::as_str).filter(|value| !value.is_empty());
            set.or_else(|| KEYS.iter().find(|(known, ..)| *known == key).map(|(_, default, _)| *default))
                .unwrap_or_default()
        };
        let database_url = get("database_url");
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|engine| database_url.starts_with(engine)) {
            return Err(ConfigError::Bad("database_url", "must begin with sqlite: or postgres:".to_owned()));
        }
        let public_url = public_url(get("public_url"))?;
        let mail = mail(get("mail"), get("mail_from"))?;
        if mail == MailRoad::Outbox && public_url.starts_with("https:") {
            let problem =
                "must be smtp:// or smtps:// here: the outbox page would show everybody's links to the world";
            return Err(ConfigError::Bad("mail", problem.to_owned()));
        }
        Ok(Self {
            addr: parsed("addr", get("addr"), "is not an address with a port, like 127.0.0.1:3000")?,
            database_url: Hidden(database_url.to_owned()),
            public_url,
            site_root: PathBuf::from(get("site_root")),
            metrics_addr: match get("metrics_addr") {
                "" => None,
                addr => Some(parsed("metrics_addr", addr, "is not an address with a port")?),
            },
            stripe: stripe(get("stripe_secret_key"), get("stripe_webhook_secret"), get("stripe_api_base"))?,
            mail,
            webhooks: webhooks(get("webhooks"), get("public_url"))?,
            document_key: document_key(get("document_key"))?,
            proxies: parsed("proxies", get("proxies"), "is not a number")?,
            log: get("log").to_owned(),
            log_json: match get("log_format") {
                "json" => true,
                "text" => false,
                _ => return Err(ConfigError::Bad("log_format", "is text or json".to_owned())),
            },
        })
    }

    /// Whether browsers reach us by TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https:")
    }

    /// Whether mail stays here, as in the demo.
    pub fn is_demo(&self) -> bool {
        self.mail == MailRoad::Outbox
    }
}

fn from_file(path: &Path) -> Result<BTreeMap<String, String>, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::File(path.to_owned(), error))?;
    let table: toml::Table = text.parse().map_err(|error| ConfigError::Toml(path.to_owned(), error))?;
    let plain = |value: toml::Value| match value {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
}

fn parsed<T: std::str::FromStr>(key: &'static str, value: &str, problem: &str) -> Result<T, ConfigError> {
    value.parse().map_err(|_| ConfigError::Bad(key, problem.to_owned()))
}

fn public_url(value: &str) -> Result<String, ConfigError> {
    let bad = |problem: &str| ConfigError::Bad("public_url", problem.to_owned());
    let url = Url::parse(value).map_err(|_| bad("is not an address like https://bills.example.com"))?;
    let here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => return Err(bad("names no host")),
    };
    if url.scheme() != "https" && !(url.scheme() == "http" && here) {
        return Err(bad("must be https; http is for this machine only"));
    }
    if url.path() != "/" || url.query().is_some() {
        return Err(bad("must have no path: the portal has a host of its own"));
    }
    Ok(value.trim_end_matches('/').to_owned())
}

fn stripe(key: &str, secrets: &str, base: &str) -> Result<Option<StripeKeys>, ConfigError> {
    if key.is_empty() {
        return Ok(None);
    }
    if !key.starts_with("sk_") && !key.starts_with("rk_") {
        return Err(ConfigError::Bad("stripe_secret_key", "must begin with sk_ or rk_".to_owned()));
    }
    let webhook_secrets: Vec<Hidden> = secrets
        .split(',')
        .map(str::trim)
        .filter(|secret| !secret.is_empty())
        .map(|s| Hidden(s.to_owned()))
        .collect();
    if webhook_secrets.is_empty() {
        let problem = "is missing: without it a payment is not posted when the browser does not come back";
        return Err(ConfigError::Bad("stripe_webhook_secret", problem.to_owned()));
    }
    let api_base = match base {
        "" => None,
        base => Some(
            Url::parse(base)
                .map_err(|_| ConfigError::Bad("stripe_api_base", "is not an address".to_owned()))?,
        ),
    };
    if api_base.is_some() && key.contains("_live_") {
        return Err(ConfigError::Bad(
            "stripe_api_base",
            "is for test keys: a live key goes to Stripe only".to_owned(),
        ));
    }
    Ok(Some(StripeKeys { secret_key: Hidden(key.to_owned()), webhook_secrets, api_base }))
}

fn webhooks(reach: &str, public_url: &str) -> Result<Reach, ConfigError> {
    match reach {
        "public" => Ok(Reach::Public),
        "anything" if public_url.starts_with("https:") => {
            let problem =
                "must be public here: anybody with a key could reach what stands beside this server";
            Err(ConfigError::Bad("webhooks", problem.to_owned()))
        }
        "anything" => Ok(Reach::Anything),
        _ => Err(ConfigError::Bad("webhooks", "is public or anything".to_owned())),
    }
}

fn document_key(key: &str) -> Result<Option<Hidden>, ConfigError> {
    match key {
        "" => Ok(None),
        key if SealKey::parse(key).is_some() => Ok(Some(Hidden(key.to_owned()))),
        _ => Err(ConfigError::Bad("document_key", "is not 64 hexadecimal digits".to_owned())),
    }
}

fn mail(road: &str, from: &str) -> Result<MailRoad, ConfigError> {
    if road == "outbox" {
        return Ok(MailRoad::Outbox);
    }
    if !road.starts_with("smtp://") && !road.starts_with("smtps://") {
        return Err(ConfigError::Bad("mail", "is outbox, or begins with smtp:// or smtps://".to_owned()));
    }
    if from.is_empty() {
        return Err(ConfigError::Bad("mail_from", "is missing: mail needs a sender".to_owned()));
    }
    if from.parse::<lettre::message::Mailbox>().is_err() {
        return Err(ConfigError::Bad(
            "mail_from",
            "is not a sender like Billing <billing@example.com>".to_owned(),
        ));
    }
    Ok(MailRoad::Smtp { url: Hidden(road.to_owned()), from: from.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Config, String> {
        let values = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Config::from_values(&values).map_err(|error| error.to_string())
    }

    #[test]
    fn the_defaults_work() {
        let config = with(&[]).unwrap();
        assert!(config.stripe.is_none() && config.is_demo() && !config.is_https());
    }

    #[test]
    fn what_cannot_work_is_refused_by_its_key() {
        for (pairs, key) in [
            (vec![("addr", "nowhere")], "OPENBALANCE_ADDR"),
            (vec![("database_url", "mysql://x")], "OPENBALANCE_DATABASE_URL"),
            (vec![("public_url", "http://bills.example.com")], "OPENBALANCE_PUBLIC_URL"),
            (vec![("stripe_secret_key", "sk_test_x")], "OPENBALANCE_STRIPE_WEBHOOK_SECRET"),
            (vec![("mail", "smtp://localhost")], "OPENBALANCE_MAIL_FROM"),
            (vec![("public_url", "https://bills.example.com")], "OPENBALANCE_MAIL"),
            (
                vec![
                    ("webhooks", "anything"),
                    ("public_url", "https://bills.example.com"),
                    ("mail", "smtp://localhost"),
                    ("mail_from", "a@example.com"),
                ],
                "OPENBALANCE_WEBHOOKS",
            ),
            (vec![("colour", "green")], "OPENBALANCE_COLOUR"),
            (vec![("document_key", "hunter2")], "OPENBALANCE_DOCUMENT_KEY"),
            (
                vec![
                    ("stripe_secret_key", "sk_live_x"),
                    ("stripe_webhook_secret", "whsec_x"),
                    ("stripe_api_base", "http://127.0.0.1:1"),
                ],
                "OPENBALANCE_STRIPE_API_BASE",
            ),
        ] {
            let error = with(&pairs).unwrap_err();
            assert!(error.contains(key), "{error}");
        }
    }

    #[test]
    fn secrets_are_never_shown() {
        let config = with(&[
            ("database_url", "postgres://user:hunter2@host/db"),
            ("stripe_secret_key", "sk_test_hunter2"),
            ("stripe_webhook_secret", "whsec_hunter2"),
            ("mail", "smtp://user:hunter2@host"),
            ("mail_from", "billing@example.com"),
            ("document_key", &"5e".repeat(32)),
        ])
        .unwrap();
        assert!(!format!("{config:?}").contains("5e5e"));
        assert!(!format!("{config:?}").contains("hunter2"));
    }

    #[test]
    fn the_manual_names_every_key() {
        let manual = include_str!("../../docs/configuration.md");
        for (key, ..) in KEYS {
            assert!(manual.contains(&env_name(key)), "{key}");
        }
    }
}
