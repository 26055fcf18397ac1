//! Mail: a message of the outbox in words, and the road it takes.

use app::Lang;
use app::mail::{self, Mail, MailCtx};
use billing::db::Tx;
use billing::messages::{Message, Template};
use billing::{Door, accounts, sqlx};
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::config::MailRoad;

/// Writes a message in its reader's language; none when it no longer says anything.
///
/// # Errors
/// The database's word.
pub async fn write(
    tx: &mut Tx,
    door: &Door,
    public_url: &str,
    message: &Message,
) -> Result<Option<Mail>, sqlx::Error> {
    let Some(template) = message.template() else { return Ok(None) };
    let practice = match message.practice_id {
        Some(practice) => accounts::practice(tx, practice).await?,
        None => None,
    };
    let ctx = MailCtx {
        lang: Lang::from_code(&message.language).unwrap_or_default(),
        today: practice.as_ref().map_or_else(|| door.today(), |practice| door.today_in(&practice.time_zone)),
        practice: practice
            .as_ref()
            .map_or_else(|| "openbalance".to_owned(), |practice| practice.name.clone()),
        phone: practice.and_then(|practice| practice.phone),
    };
    Ok(Some(match template {
        Template::Receipt { payment } => mail::receipt(&ctx, &format!("{public_url}/receipts/{payment}")),
        Template::Statement { statement } => {
            mail::statement(&ctx, &format!("{public_url}/statements/{statement}"))
        }
        Template::Refund { .. } => mail::refund(&ctx, &format!("{public_url}/payments")),
        Template::RefundFailed { .. } => mail::refund_failed(&ctx, &format!("{public_url}/payments")),
        Template::Invitation { secret } => {
            mail::invitation(&ctx, &format!("{public_url}/invitation/{secret}"))
        }
        Template::Confirm { secret } => mail::confirm(&ctx, &format!("{public_url}/confirm/{secret}")),
        Template::Reset { secret } => mail::reset(&ctx, &format!("{public_url}/reset/{secret}")),
        Template::AlreadyRegistered => mail::already_registered(&ctx, &format!("{public_url}/sign-in")),
    }))
}

/// Where mail leaves.
pub enum Road {
    /// It stays; the outbox page shows it.
    Outbox,
    /// A mail server.
    Smtp {
        /// The connection.
        transport: Box<AsyncSmtpTransport<Tokio1Executor>>,
        /// The sender.
        from: Mailbox,
    },
}

/// Why a mail did not leave; without its content or address.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address cannot be written to.
    #[error("the address is not one that mail can be sent to")]
    Address,
    /// The letter cannot be built.
    #[error("the letter cannot be built")]
    Letter,
    /// The server's word.
    #[error("the mail server refused or did not answer: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
}

impl Road {
    /// The road that is configured.
    ///
    /// # Errors
    /// [`MailError`] when the server's address cannot be used.
    pub fn of(config: &MailRoad) -> Result<Self, MailError> {
        match config {
            MailRoad::Outbox => Ok(Self::Outbox),
            MailRoad::Smtp { url, from } => {
                // Plain `smtp://` to another machine upgrades to TLS or fails.
                let url = match url.reveal() {
                    url if url.starts_with("smtp://") && !url.contains("tls=") && !is_here(url) => {
                        format!("{url}?tls=required")
                    }
                    url => url.to_owned(),
                };
                Ok(Self::Smtp {
                    transport: Box::new(AsyncSmtpTransport::<Tokio1Executor>::from_url(&url)?.build()),
                    from: from.parse().map_err(|_| MailError::Address)?,
                })
            }
        }
    }

    /// Whether what was sent stays to be looked at.
    pub fn keeps(&self) -> bool {
        matches!(self, Self::Outbox)
    }

    /// Sends a letter.
    ///
    /// # Errors
    /// [`MailError`].
    pub async fn send(&self, to: &str, mail: Mail) -> Result<(), MailError> {
        let Self::Smtp { transport, from } = self else { return Ok(()) };
        let letter = lettre::Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to.parse().map_err(|_| MailError::Address)?))
            .subject(mail.subject)
            .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
            .map_err(|_| MailError::Letter)?;
        transport.send(letter).await?;
        Ok(())
    }
}

fn is_here(url: &str) -> bool {
    url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).is_some_and(|host| {
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    })
}
