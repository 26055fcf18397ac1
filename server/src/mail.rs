//! Mail: a message of the outbox in words, and the road it takes.

use app::Lang;
use app::mail::{self, Mail, MailCtx};
use billing::db::Tx;
use billing::messages::{Message, News, Template};
use billing::plans::About;
use billing::{Door, accounts, branding, sqlx};
use domain::brand::OURS;
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
    let public_url = match &practice {
        Some(practice) => branding::address(tx, practice.id, public_url).await?,
        None => public_url.to_owned(),
    };
    let accent = match &practice {
        Some(practice) => branding::look(tx, practice.id).await?.colour(),
        None => OURS,
    };
    let ctx = MailCtx {
        lang: Lang::from_code(&message.language).unwrap_or_default(),
        today: practice.as_ref().map_or_else(|| door.today(), |practice| door.today_in(&practice.time_zone)),
        practice: practice
            .as_ref()
            .map_or_else(|| "openbalance".to_owned(), |practice| practice.name.clone()),
        phone: practice.and_then(|practice| practice.phone),
        accent,
    };
    Ok(Some(match template {
        Template::Receipt { payment } => mail::receipt(&ctx, &format!("{public_url}/receipts/{payment}")),
        Template::Statement { statement, token } => {
            let pay = token.map(|token| format!("{public_url}/l/{token}"));
            mail::statement(&ctx, &format!("{public_url}/statements/{statement}"), pay.as_deref())
        }
        Template::Refund { .. } => mail::refund(&ctx, &format!("{public_url}/payments")),
        Template::RefundFailed { .. } => mail::refund_failed(&ctx, &format!("{public_url}/payments")),
        Template::Invitation { secret } => {
            mail::invitation(&ctx, &format!("{public_url}/invitation/{secret}"))
        }
        Template::Confirm { secret } => mail::confirm(&ctx, &format!("{public_url}/confirm/{secret}")),
        Template::PayLink { token } => mail::pay_link(&ctx, &format!("{public_url}/l/{token}")),
        Template::BillLink { token } => mail::bill_link(&ctx, &format!("{public_url}/l/{token}")),
        Template::Reset { secret } => mail::reset(&ctx, &format!("{public_url}/reset/{secret}")),
        Template::Sharing { secret } => mail::sharing(&ctx, &format!("{public_url}/shared/{secret}")),
        Template::SharingAccepted => mail::sharing_accepted(&ctx, &format!("{public_url}/household")),
        Template::Plan { plan, about } => {
            mail::plan(&ctx, letter(about), &format!("{public_url}/plans/{plan}"))
        }
        Template::Answers { yours } => mail::answers(&ctx, yours, &format!("{public_url}/home")),
        Template::Colleague { secret } => mail::colleague(&ctx, &format!("{public_url}/staff/join/{secret}")),
        Template::PracticeLeft => mail::practice_left(&ctx, &format!("{public_url}/home")),
        Template::PracticeMerged => mail::practice_merged(&ctx, &format!("{public_url}/home")),
        Template::Hardship { answered } => mail::hardship(&ctx, answered, &format!("{public_url}/afford")),
        Template::ContactChanged => mail::contact_changed(&ctx, &format!("{public_url}/home")),
        Template::Dispute { dispute, news } => {
            mail::dispute(&ctx, news_of(news), &format!("{public_url}/disputes/{dispute}"))
        }
        Template::SecondFactor { on } => mail::second_factor(&ctx, on, &format!("{public_url}/staff/second")),
        Template::Emergency => mail::emergency(&ctx, &format!("{public_url}/staff/emergency")),
        Template::Passkey { staff, added } => {
            let page = if staff { "staff/second" } else { "settings" };
            mail::passkey(&ctx, added, &format!("{public_url}/{page}"))
        }
        Template::AlreadyRegistered => mail::already_registered(&ctx, &format!("{public_url}/sign-in")),
    }))
}

/// The letter that tells something about a dispute.
fn news_of(news: News) -> mail::DisputeLetter {
    match news {
        News::Opened => mail::DisputeLetter::Opened,
        News::Read => mail::DisputeLetter::Read,
        News::Asked => mail::DisputeLetter::Asked,
        News::Wrote => mail::DisputeLetter::Wrote,
        News::AskedInsurer => mail::DisputeLetter::AskedInsurer,
        News::InsurerAnswered => mail::DisputeLetter::InsurerAnswered,
        News::Closed => mail::DisputeLetter::Closed,
        News::Decided => mail::DisputeLetter::Decided,
    }
}

/// The letter that tells something about a plan.
fn letter(about: About) -> mail::PlanLetter {
    match about {
        About::Signed => mail::PlanLetter::Signed,
        About::Coming => mail::PlanLetter::Coming,
        About::ComingTaken => mail::PlanLetter::ComingTaken,
        About::Missed => mail::PlanLetter::Missed,
        About::Declined => mail::PlanLetter::Declined,
        About::OverCap => mail::PlanLetter::OverCap,
        About::Method => mail::PlanLetter::Method,
        About::Changed => mail::PlanLetter::Changed,
        About::Broken => mail::PlanLetter::Broken,
        About::Finished => mail::PlanLetter::Finished,
    }
}

/// Whether something is an address that mail can be sent to.
pub fn is_email(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
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

/// Why a mail did not leave; without its content, and without the server's own words,
/// which may name the reader.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address cannot be written to.
    #[error("the address is not one that mail can be sent to")]
    Address,
    /// The letter cannot be built.
    #[error("the letter cannot be built")]
    Letter,
    /// The server knows no such reader, or takes nothing for them; asking again is no use.
    #[error("the mail server refused the reader for good ({0})")]
    Refused(String),
    /// The server refused, now or because of us.
    #[error("the mail server refused ({0})")]
    NotNow(String),
    /// There was no answer.
    #[error("the mail server did not answer: {0}")]
    Road(lettre::transport::smtp::Error),
    /// The configuration's address of a server cannot be used.
    #[error("the mail server's address cannot be used: {0}")]
    Server(lettre::transport::smtp::Error),
}

impl MailError {
    fn of(error: lettre::transport::smtp::Error) -> Self {
        let Some(code) = error.status() else { return Self::Road(error) };
        let code = u16::from(code);
        let said = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        let enhanced = enhanced(&said);
        let known = [Some(code.to_string()), enhanced.map(str::to_owned)];
        let known = known.into_iter().flatten().collect::<Vec<_>>().join(" ");
        if is_readers_fault(code, enhanced) { Self::Refused(known) } else { Self::NotNow(known) }
    }

    /// Whether no mail to this reader will ever leave.
    pub fn is_for_good(&self) -> bool {
        matches!(self, Self::Address | Self::Refused(_))
    }
}

/// The status code with which a server's words begin (RFC 3463), such as `5.1.1`.
fn enhanced(said: &str) -> Option<&str> {
    let word = said.split_whitespace().next()?;
    let parts: Vec<&str> = word.split('.').collect();
    let are_numbers =
        parts.iter().all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    (parts.len() == 3 && are_numbers).then_some(word)
}

/// Whether a refusal is about the reader's address (RFC 5321 4.2.3), not about the sender,
/// the letter or the server's opinion of us: these are the practice's to mend, and the
/// letter waits for it.
fn is_readers_fault(code: u16, enhanced: Option<&str>) -> bool {
    let about_reader = match enhanced {
        // Bad destination (not 5.1.7 and 5.1.8, the sender's), or its mailbox.
        Some(status) => {
            ["5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.5", "5.1.6", "5.1.9", "5.1.10"]
                .contains(&status)
                || status.starts_with("5.2.")
        }
        None => true,
    };
    matches!(code, 550..=553 | 556) && about_reader || code == 554 && enhanced.is_some() && about_reader
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
                    transport: Box::new(
                        AsyncSmtpTransport::<Tokio1Executor>::from_url(&url)
                            .map_err(MailError::Server)?
                            .build(),
                    ),
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
        transport.send(letter).await.map(drop).map_err(MailError::of)
    }
}

fn is_here(url: &str) -> bool {
    url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).is_some_and(|host| {
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_the_reader_is_for_good() {
        let refused = |code, said| is_readers_fault(code, enhanced(said));
        assert!(refused(550, "5.1.1 <ana@example.com>: Recipient address rejected: User unknown"));
        assert!(refused(550, "No such user here"));
        assert!(refused(552, "5.2.2 mailbox full"));
        assert!(refused(554, "5.1.2 bad destination system"));
        assert!(refused(556, "5.1.10 domain does not accept mail"));
        for (code, said) in [
            (554, "5.7.1 <ana@example.com>: Relay access denied"),
            (550, "5.7.26 unauthenticated mail is not accepted from this domain"),
            (550, "5.1.8 sender's domain not found"),
            (535, "5.7.8 authentication failed"),
            (530, "authentication required"),
            (554, "transaction failed"),
            (502, "command not implemented"),
            (451, "4.7.1 greylisted"),
        ] {
            assert!(!refused(code, said), "{code} {said}");
        }
    }

    #[test]
    fn a_status_is_told_without_the_words_after_it() {
        assert_eq!(enhanced("5.1.1 <ana@example.com>"), Some("5.1.1"));
        assert_eq!(enhanced("ana@5.1.1"), None);
        assert_eq!(enhanced("1.2.3.4 blocked"), None);
        assert_eq!(enhanced(""), None);
    }
}
