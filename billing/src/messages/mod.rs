//! The outbox: what people are told is committed with the fact it tells of, and sent
//! afterwards.
//!
//! A message names its template and what the template needs, not its words: those are
//! the screen's business. It carries no amount and nothing about care; a receipt is
//! announced, not enclosed. The same fact is told once, whatever is reported twice.

mod refused;
mod store;

use domain::{DisputeId, GuarantorId, PaymentId, PlanId, PracticeId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::Door;
use crate::answering::Change;
use crate::db::{Db, Tx};
use crate::disputes::Case;
use crate::door::Point;
use crate::hardship::Request;
use crate::pay_links::make;
use crate::payments::Payment;
use crate::plans::{self, About};
use crate::refunds::Refund;
use crate::statements::notices::Notice;
use crate::work::{self, Work, WorkKind};

pub use refused::refused;
pub(crate) use refused::{is_refused, reaches};

/// What a message says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "template", rename_all = "snake_case")]
pub enum Template {
    /// A payment is in the books.
    Receipt {
        /// The payment.
        payment: PaymentId,
    },
    /// A statement is ready.
    Statement {
        /// The statement.
        statement: Uuid,
        /// The token of a pay link for it; none in letters from before there were any.
        #[serde(default)]
        token: Option<String>,
    },
    /// Money is on its way back.
    Refund {
        /// Of which payment.
        payment: PaymentId,
    },
    /// Money could not be sent back; the practice finds another way.
    RefundFailed {
        /// Of which payment.
        payment: PaymentId,
    },
    /// A practice invites a guarantor to the portal.
    Invitation {
        /// The link's secret.
        secret: String,
    },
    /// Somebody registered under this address.
    Confirm {
        /// The link's secret.
        secret: String,
    },
    /// Somebody forgot their password.
    Reset {
        /// The link's secret.
        secret: String,
    },
    /// Somebody registered under an address that has a login already.
    AlreadyRegistered,
    /// A member of staff signs in with a code besides the password from now on, or no longer.
    SecondFactor {
        /// From now on.
        on: bool,
    },
    /// Somebody took emergency access at a practice that an administrator answers for.
    Emergency,
    /// A passkey opens somebody's login from now on, or no longer.
    Passkey {
        /// It opens the staff wing.
        staff: bool,
        /// From now on.
        added: bool,
    },
    /// A guarantor asks somebody to help with their bills.
    Sharing {
        /// The link's secret.
        secret: String,
    },
    /// Who was asked has accepted.
    SharingAccepted,
    /// A fresh pay link, asked for at an old one.
    PayLink {
        /// The link's token.
        token: String,
    },
    /// A link to a bill that the practice sends by itself.
    BillLink {
        /// The link's token.
        token: String,
    },
    /// Something about a payment plan.
    Plan {
        /// The plan.
        plan: PlanId,
        /// What.
        about: About,
    },
    /// Somebody else answers for a bill, or this reader does from now on.
    Answers {
        /// The bill is this reader's from now on.
        yours: bool,
    },
    /// A colleague is asked in; the link carries the secret.
    Colleague {
        /// The secret of the link.
        secret: String,
    },
    /// The practice has left: nothing is paid here any more.
    PracticeLeft,
    /// The practice is part of another now.
    PracticeMerged,
    /// The practice changed how it reaches somebody.
    ContactChanged,
    /// Something about a request for help with the cost: that it came, or that it is answered.
    Hardship {
        /// It is answered.
        answered: bool,
    },
    /// Something about a dispute or a question.
    Dispute {
        /// Which.
        dispute: DisputeId,
        /// What.
        news: News,
    },
}

/// What there is to tell of a dispute or a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// It has come, or its appeal has.
    Opened,
    /// Somebody has read it.
    Read,
    /// The practice asks something.
    Asked,
    /// The practice wrote.
    Wrote,
    /// It is decided, or answered.
    Decided,
    /// An insurer is asked something.
    AskedInsurer,
    /// The insurer has answered.
    InsurerAnswered,
    /// It is over.
    Closed,
}

impl Template {
    /// The word the database stores.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Receipt { .. } => "receipt",
            Self::Statement { .. } => "statement",
            Self::Refund { .. } => "refund",
            Self::RefundFailed { .. } => "refund_failed",
            Self::Invitation { .. } => "invitation",
            Self::Confirm { .. } => "confirm",
            Self::Reset { .. } => "reset",
            Self::AlreadyRegistered => "already_registered",
            Self::SecondFactor { .. } => "second_factor",
            Self::Emergency => "emergency",
            Self::Passkey { .. } => "passkey",
            Self::Sharing { .. } => "sharing",
            Self::SharingAccepted => "sharing_accepted",
            Self::PayLink { .. } => "pay_link",
            Self::BillLink { .. } => "bill_link",
            Self::Plan { .. } => "plan",
            Self::Answers { .. } => "answers",
            Self::Colleague { .. } => "colleague",
            Self::PracticeLeft => "practice_left",
            Self::PracticeMerged => "practice_merged",
            Self::ContactChanged => "contact_changed",
            Self::Hardship { .. } => "hardship",
            Self::Dispute { .. } => "dispute",
        }
    }
}

/// Accounts are told so many at a time.
const PAGE: i64 = 200;

/// A message on its way.
#[derive(Clone, FromRow)]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// The practice it is from.
    pub practice_id: Option<PracticeId>,
    /// Where it goes.
    pub to_address: String,
    /// `en` or `es`.
    pub language: String,
    /// The template as JSON ([`Template`]).
    pub args: String,
    /// When the fact happened.
    pub created_at: OffsetDateTime,
    /// How often sending was tried, this time included.
    pub attempts: i64,
}

impl Message {
    /// What it says; none when its secret was erased after sending.
    #[must_use]
    pub fn template(&self) -> Option<Template> {
        serde_json::from_str(&self.args).ok()
    }
}

/// Puts a message into the outbox under the name of the fact it tells of.
///
/// # Errors
/// The database's word.
pub async fn enqueue_in(
    tx: &mut Tx,
    door: &Door,
    practice: Option<PracticeId>,
    fact: &str,
    to: &str,
    language: &str,
    template: &Template,
) -> Result<(), sqlx::Error> {
    let args = serde_json::to_string(template).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let message =
        store::New { id: door.id(), practice, fact, template: template.code(), to, language, args: &args };
    store::insert(tx, &message, door.now()).await
}

/// Announces the receipt of a payment to who paid; one that was paid by a link, to whoever
/// signs in for the account.
pub(crate) async fn receipt_in(tx: &mut Tx, door: &Door, paid: &Payment) -> Result<(), sqlx::Error> {
    let payment = paid.id;
    let template = Template::Receipt { payment };
    let practice = Some(paid.practice);
    if paid.link.is_none() {
        let Some((email, language)) = store::address_of(tx, paid.user).await? else { return Ok(()) };
        let fact = format!("receipt:{payment}");
        return enqueue_in(tx, door, practice, &fact, &email, &language, &template).await;
    }
    for (user, email, language) in store::logins_of(tx, paid.practice, paid.guarantor, true).await? {
        let fact = format!("receipt:{payment}:{user}");
        enqueue_in(tx, door, practice, &fact, &email, &language, &template).await?;
    }
    Ok(())
}

/// Tells a member of staff that they sign in with a code besides the password from now on, or no
/// longer: they may not be who pressed.
pub(crate) async fn second_in(
    tx: &mut Tx,
    door: &Door,
    practice: Option<PracticeId>,
    user: UserId,
    on: bool,
) -> Result<(), sqlx::Error> {
    let Some((email, language)) = store::address_of(tx, user).await? else { return Ok(()) };
    let fact = format!("second-factor:{}", door.id());
    enqueue_in(tx, door, practice, &fact, &email, &language, &Template::SecondFactor { on }).await
}

/// Tells an administrator that somebody took emergency access; who and why is in no letter.
pub(crate) async fn emergency_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    (emergency, administrator): (Uuid, UserId),
) -> Result<(), sqlx::Error> {
    let Some((email, language)) = store::address_of(tx, administrator).await? else { return Ok(()) };
    let fact = format!("emergency:{emergency}:{administrator}");
    enqueue_in(tx, door, Some(practice), &fact, &email, &language, &Template::Emergency).await
}

/// Tells somebody that a passkey was added or removed: they may not be who pressed.
pub(crate) async fn passkey_in(
    tx: &mut Tx,
    door: &Door,
    practice: Option<PracticeId>,
    user: UserId,
    staff: bool,
    added: bool,
) -> Result<(), sqlx::Error> {
    let Some((email, language)) = store::address_of(tx, user).await? else { return Ok(()) };
    let fact = format!("passkey:{}", door.id());
    enqueue_in(tx, door, practice, &fact, &email, &language, &Template::Passkey { staff, added }).await
}

/// Tells a guarantor, at every login of theirs that mail reaches, that a statement is
/// ready; says whether there is any.
pub(crate) async fn statement_in(tx: &mut Tx, door: &Door, notice: &Notice) -> Result<bool, sqlx::Error> {
    let logins = store::logins_of(tx, notice.practice, notice.guarantor, true).await?;
    if logins.is_empty() {
        return Ok(false);
    }
    let token = make::for_statement_in(tx, door, notice).await?;
    let template = Template::Statement { statement: notice.statement, token };
    for (user, email, language) in &logins {
        let fact = format!("statement:{}:{user}", notice.statement);
        enqueue_in(tx, door, Some(notice.practice), &fact, email, language, &template).await?;
    }
    Ok(true)
}

/// Tells a guarantor, at every login of theirs, that a refund left or came back.
pub(crate) async fn refund_in(
    tx: &mut Tx,
    door: &Door,
    refund: &Refund,
    failed: bool,
) -> Result<(), sqlx::Error> {
    let payment = refund.payment;
    let (word, template) = match failed {
        false => ("refund", Template::Refund { payment }),
        true => ("refund-failed", Template::RefundFailed { payment }),
    };
    for (user, email, language) in store::logins_of(tx, refund.practice, refund.guarantor, false).await? {
        let fact = format!("{word}:{}:{user}", refund.id);
        enqueue_in(tx, door, Some(refund.practice), &fact, &email, &language, &template).await?;
    }
    Ok(())
}

/// Tells a guarantor something about a plan, at every login of theirs that mail reaches.
pub(crate) async fn plan_in(
    tx: &mut Tx,
    door: &Door,
    held: &plans::Held,
    notice: &plans::Notice,
    about: About,
) -> Result<(), sqlx::Error> {
    let template = Template::Plan { plan: held.plan.id, about };
    for (user, email, language) in store::logins_of(tx, held.practice, held.plan.guarantor, true).await? {
        let which = format!("{}:{}:{}", notice.number, notice.due_on, notice.attempt);
        let fact = format!("plan:{}:{}:{which}:{user}", held.plan.id, about.code());
        enqueue_in(tx, door, Some(held.practice), &fact, &email, &language, &template).await?;
    }
    Ok(())
}

/// Tells a guarantor something about a dispute, at every login of theirs that mail reaches: that
/// there is something to read, and nothing of it.
pub(crate) async fn dispute_in(tx: &mut Tx, door: &Door, case: &Case, news: News) -> Result<(), sqlx::Error> {
    let template = Template::Dispute { dispute: case.id, news };
    let reached = store::logins_of(tx, case.practice, case.guarantor, true).await?;
    if reached.is_empty() && news != News::Opened {
        let work = Work {
            kind: WorkKind::Untold,
            subject: &case.id.to_string(),
            guarantor: Some(case.guarantor),
            payment: None,
            amount: None,
            due: None,
        };
        return work::open_in(tx, door, case.practice, &work).await;
    }
    for (user, email, language) in reached {
        let fact = format!("dispute:{}:{}:{user}", case.id, case.seq);
        enqueue_in(tx, door, Some(case.practice), &fact, &email, &language, &template).await?;
    }
    Ok(())
}

/// Tells that a request for help has come, or is answered, at every login that mail reaches.
pub(crate) async fn hardship_in(tx: &mut Tx, door: &Door, request: &Request) -> Result<(), sqlx::Error> {
    let answered = !request.is_open();
    for (user, email, language) in
        store::logins_of(tx, request.practice_id, request.guarantor_id, true).await?
    {
        let fact = format!("hardship:{}:{answered}:{user}", request.id);
        let template = Template::Hardship { answered };
        enqueue_in(tx, door, Some(request.practice_id), &fact, &email, &language, &template).await?;
    }
    Ok(())
}

/// Tells both of a change of who answers, at every login of theirs that mail reaches.
pub(crate) async fn answers_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    change: &Change,
) -> Result<(), sqlx::Error> {
    for (guarantor, yours) in [(change.ask.from, false), (change.ask.to, true)] {
        for (user, email, language) in store::logins_of(tx, practice, guarantor, true).await? {
            let fact = format!("answers:{}:{yours}:{user}", change.id);
            let template = Template::Answers { yours };
            enqueue_in(tx, door, Some(practice), &fact, &email, &language, &template).await?;
        }
    }
    Ok(())
}

/// Tells that the practice changed how it reaches somebody: at these addresses, the old and the new,
/// and at every login of theirs.
pub(crate) async fn contact_changed_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    correction: Uuid,
    addresses: &[&str],
    language: &str,
) -> Result<(), sqlx::Error> {
    let mut told: Vec<(String, String)> =
        addresses.iter().map(|address| ((*address).to_owned(), language.to_owned())).collect();
    let logins = store::logins_of(tx, practice, guarantor, false).await?;
    told.extend(logins.into_iter().map(|(_, email, language)| (email, language)));
    told.sort();
    told.dedup_by(|one, other| one.0 == other.0);
    for (n, (address, language)) in told.iter().enumerate() {
        let fact = format!("contact:{correction}:{n}");
        enqueue_in(tx, door, Some(practice), &fact, address, language, &Template::ContactChanged).await?;
    }
    Ok(())
}

/// Tells everybody who owes a practice something, at every login of theirs that mail reaches; once,
/// whoever asks. The fact is of the whole practice and begins with this word.
pub(crate) async fn tell_owing(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    (fact, template): (&str, &Template),
) -> Result<(), sqlx::Error> {
    let mut after = None;
    loop {
        let mut tx = db.begin().await?;
        let page = store::owing(&mut tx, practice, after, PAGE).await?;
        for guarantor in &page {
            for (user, email, language) in store::logins_of(&mut tx, practice, *guarantor, true).await? {
                let fact = format!("{fact}:{practice}:{user}");
                enqueue_in(&mut tx, door, Some(practice), &fact, &email, &language, template).await?;
            }
        }
        tx.commit().await?;
        match page.last() {
            Some(last) => after = Some(*last),
            None => return Ok(()),
        }
    }
}

/// A message as the account page lists it: what kind, when, and how far it came.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Sent {
    /// The template's word.
    pub template: String,
    /// `waiting`, `sent` or `failed`.
    pub state: String,
    /// When it was written.
    pub created_at: OffsetDateTime,
    /// When it left.
    pub sent_at: Option<OffsetDateTime>,
}

/// What a practice sent to the addresses of an account, on file or of its logins, newest first.
///
/// # Errors
/// The database's word.
pub async fn of_account(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<Sent>, sqlx::Error> {
    store::of_account(tx, practice, guarantor, limit).await
}

/// Takes messages that are due, for two minutes: who takes one and dies lets another
/// process have it.
///
/// # Errors
/// The database's word.
pub async fn take_due(db: &Db, door: &Door, limit: i64) -> Result<Vec<Message>, sqlx::Error> {
    let now = door.now();
    let mut tx = db.begin().await?;
    let due = store::take_due(&mut tx, now, now + Duration::minutes(2), limit).await?;
    tx.commit().await?;
    if !due.is_empty() {
        door.reach(Point::MessageClaimed).await;
    }
    Ok(due)
}

/// How many messages should have left by now, and that nobody is sending.
///
/// # Errors
/// The database's word.
pub async fn count_due(db: &Db, door: &Door) -> Result<i64, sqlx::Error> {
    store::count_due(&mut db.read().await?, door.now()).await
}

/// Records that a message left. With `keep` its content stays (the demo's outbox page
/// shows it); otherwise a link's secret is erased.
///
/// # Errors
/// The database's word.
pub async fn sent(db: &Db, door: &Door, id: Uuid, keep: bool) -> Result<(), sqlx::Error> {
    door.reach(Point::MessageSent).await;
    let mut tx = db.begin().await?;
    if let Some(address) = store::sent(&mut tx, id, keep, door.now()).await? {
        refused::taken_in(&mut tx, door, &address).await?;
    }
    tx.commit().await
}

/// Records that a message could not be sent; it is tried again after a growing pause,
/// eight times over some two days, and then given up, its content erased; that a
/// statement's notice never arrived is then before a person.
///
/// # Errors
/// The database's word.
pub async fn not_sent(db: &Db, door: &Door, message: &Message) -> Result<(), sqlx::Error> {
    let pause =
        Duration::minutes(5 * 3_i64.saturating_pow(u32::try_from(message.attempts - 1).unwrap_or_default()));
    let give_up = message.attempts >= 8;
    let mut tx = db.begin().await?;
    store::not_sent(&mut tx, message.id, give_up, door.now() + pause.min(Duration::hours(24))).await?;
    if give_up {
        refused::given_up_in(&mut tx, door, message).await?;
    }
    tx.commit().await
}

/// Messages as the demo's outbox page shows them, newest first.
///
/// # Errors
/// The database's word.
pub async fn recent(tx: &mut Tx, limit: i64) -> Result<Vec<Message>, sqlx::Error> {
    store::recent(tx, limit).await
}
