//! Everything that happens to a dispute but its opening and its decision.

use domain::access::Permission;
use domain::dispute::decision::Relief;
use domain::dispute::{ACKNOWLEDGE, State, Step};
use domain::{DisputeId, GuarantorId, PracticeId, UserId, business_days};

use super::documents::{self, HandedIn};
use super::open::{self, WORDS_MOST};
use super::store::{self, NewStep};
use super::{Case, DisputeError, freeze};
use crate::db::{Db, Tx};
use crate::hooks::{self, EventKind};
use crate::identity::people;
use crate::ledger::{self, Writers};
use crate::messages::{self, News};
use crate::seal::SealKey;
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts, denials};

/// What staff do. Messages are the patient's to read, notes are not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// It was read.
    Acknowledge {
        /// What the patient is told beside that.
        message: Option<String>,
    },
    /// Somebody looks at it, and it becomes theirs when it is nobody's.
    TakeUp,
    /// The patient is asked something.
    AskPatient {
        /// The question.
        message: String,
    },
    /// An insurer is asked something.
    AskInsurer {
        /// What and whom, among staff.
        note: String,
    },
    /// The insurer has answered.
    InsurerAnswered {
        /// What, among staff.
        note: String,
    },
    /// The patient is told something.
    Write {
        /// What.
        message: String,
    },
    /// Something is noted among staff.
    Note {
        /// What.
        note: String,
    },
    /// It becomes somebody's, or nobody's.
    Assign {
        /// Whose.
        to: Option<UserId>,
    },
    /// It is over, before the days to appeal are: the patient said so.
    Close {
        /// How they said so.
        note: String,
    },
}

impl Act {
    fn step(&self) -> Step {
        match self {
            Self::Acknowledge { .. } => Step::Acknowledged,
            Self::TakeUp => Step::TakenUp,
            Self::AskPatient { .. } => Step::AskedPatient,
            Self::AskInsurer { .. } => Step::AskedInsurer,
            Self::InsurerAnswered { .. } => Step::InsurerAnswered,
            Self::Write { .. } => Step::StaffWrote,
            Self::Note { .. } => Step::Noted,
            Self::Assign { .. } => Step::Assigned,
            Self::Close { .. } => Step::Closed,
        }
    }

    fn message(&self) -> Option<&str> {
        match self {
            Self::Acknowledge { message } => message.as_deref(),
            Self::AskPatient { message } | Self::Write { message } => Some(message),
            _ => None,
        }
    }

    fn note(&self) -> Option<&str> {
        match self {
            Self::AskInsurer { note }
            | Self::InsurerAnswered { note }
            | Self::Note { note }
            | Self::Close { note } => Some(note),
            _ => None,
        }
    }

    fn news(&self, state: State) -> Option<News> {
        match self {
            Self::Acknowledge { .. } => Some(News::Read),
            Self::TakeUp if state == State::Received => Some(News::Read),
            Self::AskPatient { .. } => Some(News::Asked),
            Self::Write { .. } => Some(News::Wrote),
            Self::AskInsurer { .. } => Some(News::AskedInsurer),
            Self::InsurerAnswered { .. } => Some(News::InsurerAnswered),
            Self::Close { .. } => Some(News::Closed),
            _ => None,
        }
    }
}

/// What somebody wrote, without what surrounds it.
pub(super) fn words(text: &str) -> Result<&str, DisputeError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > WORDS_MOST {
        return Err(DisputeError::Words);
    }
    Ok(text)
}

/// Staff act on a dispute that they saw at this step (`Case::seq`): who was slower looks again.
///
/// # Errors
/// [`DisputeError::Changed`] when it has moved on since; [`DisputeError::Refused`] when this does
/// not follow from where it stands.
pub async fn act_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (DisputeId, i64),
    act: &Act,
) -> Result<Case, DisputeError> {
    let mut case = store::lock(tx, practice, id).await?.ok_or(DisputeError::NotThere)?;
    if case.seq != seen {
        return Err(DisputeError::Changed);
    }
    let message = act.message().map(words).transpose()?;
    let note = act.note().map(words).transpose()?;
    let news = act.news(case.dispute.state);
    match act {
        Act::Assign { to } => {
            if let Some(to) = *to {
                let role = people::role_in(tx, practice, to).await?;
                role.filter(|role| role.may(Permission::WorkDisputes)).ok_or(DisputeError::NotThere)?;
            }
            case.assigned_to = *to;
        }
        Act::TakeUp => case.assigned_to = case.assigned_to.or(Some(by)),
        _ => {}
    }
    take_in(tx, door, &mut case, act.step(), Some(by), (message, note)).await?;
    keep_in(tx, door, &mut case).await?;
    if let Some(news) = news {
        messages::dispute_in(tx, door, &case, news).await?;
    }
    Ok(case)
}

/// Whose dispute it is, and who acts for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patient {
    /// The practice.
    pub practice: PracticeId,
    /// The account.
    pub guarantor: GuarantorId,
    /// Who is signed in.
    pub user: UserId,
    /// Whether they answer for the account.
    pub answers: bool,
}

impl Patient {
    /// Whoever answers for the account, or told it, decides what becomes of a dispute.
    #[must_use]
    pub fn may_end(self, case: &Case) -> bool {
        self.answers || case.opened_by == self.user
    }
}

/// The patient writes or hands something in, which answers what they were asked. What they sent
/// from the page that showed this step (`Case::seq`) is taken once, however often they press;
/// words for which the page had grown old are taken all the same.
///
/// # Errors
/// [`DisputeError`]; the caller then drops the transaction.
pub async fn write_in(
    tx: &mut Tx,
    door: &Door,
    key: Option<&SealKey>,
    patient: Patient,
    (id, seen): (DisputeId, i64),
    (text, papers): (&str, &[HandedIn]),
) -> Result<Case, DisputeError> {
    let known = store::case(tx, patient.practice, id).await?.ok_or(DisputeError::NotThere)?;
    // What is refused of the visit hears of it, and whoever posts holds the visit before that. The books
    // are not touched: nobody waits for an import to write.
    ledger::lock_balance(tx, known.practice, known.visit).await?;
    let mut case = theirs(tx, patient, id).await?;
    let message = match text.trim() {
        "" if !papers.is_empty() => None,
        text => Some(words(text)?),
    };
    if is_done(tx, &case, patient.user, (Step::PatientWrote, seen), (message, papers)).await? {
        return Ok(case);
    }
    take_in(tx, door, &mut case, Step::PatientWrote, Some(patient.user), (message, None)).await?;
    documents::keep_in(tx, door, key, &case, patient.user, papers).await?;
    keep_in(tx, door, &mut case).await?;
    denials::act::answered_in(tx, door, (case.practice, case.visit), (patient.user, &case.spoken())).await?;
    Ok(case)
}

/// The patient takes it back: what was in question is due again.
///
/// # Errors
/// [`DisputeError`]; the caller then drops the transaction.
pub async fn withdraw_in(
    tx: &mut Tx,
    door: &Door,
    patient: Patient,
    id: DisputeId,
) -> Result<Case, DisputeError> {
    let mut case = held_with_visit(tx, patient, id).await?;
    take_in(tx, door, &mut case, Step::Withdrawn, Some(patient.user), (None, None)).await?;
    hooks::news::dispute(tx, door, &case, EventKind::DisputeDecided).await?;
    if case.dispute.reason.freezes() {
        freeze::thaw_in(tx, door, &mut case, Relief::default(), Some(patient.user)).await?;
    }
    work::close_in(tx, door, case.practice, WorkKind::DisputeApproval, &id.to_string(), None).await?;
    keep_in(tx, door, &mut case).await?;
    Ok(case)
}

/// The patient wants a decision looked at again, once: what is still owed of it rests anew. What
/// they pressed twice on the page that showed this step is one appeal.
///
/// # Errors
/// [`DisputeError`]; the caller then drops the transaction.
pub async fn appeal_in(
    tx: &mut Tx,
    door: &Door,
    key: Option<&SealKey>,
    patient: Patient,
    (id, seen): (DisputeId, i64),
    (text, papers): (&str, &[HandedIn]),
) -> Result<Case, DisputeError> {
    let message = words(text)?;
    let mut case = held_with_visit(tx, patient, id).await?;
    if is_done(tx, &case, patient.user, (Step::Appealed, seen), (Some(message), papers)).await? {
        return Ok(case);
    }
    // Somebody else answers for the bill: what they owe does not rest because of this one.
    if ledger::lock_balance(tx, case.practice, case.visit).await?.guarantor != Some(case.guarantor) {
        return Err(domain::dispute::Refused::NoAppeal.into());
    }
    take_in(tx, door, &mut case, Step::Appealed, Some(patient.user), (Some(message), None)).await?;
    documents::keep_in(tx, door, key, &case, patient.user, papers).await?;
    let charges = store::charges(tx, case.practice, id).await?;
    // What was decided may have been asked about anew since.
    open::free(tx, case.practice, case.visit, &charges).await?;
    let amount = open::amount_of(tx, &case, &charges).await?;
    freeze::freeze_in(tx, door, &mut case, amount, patient.user).await?;
    // Somebody else looks at it the second time.
    case.assigned_to = None;
    keep_in(tx, door, &mut case).await?;
    denials::act::answered_in(tx, door, (case.practice, case.visit), (patient.user, &case.spoken())).await?;
    messages::dispute_in(tx, door, &case, News::Opened).await?;
    hooks::news::dispute(tx, door, &case, EventKind::DisputeOpened).await?;
    Ok(case)
}

/// Whether the step after the one that was seen is this very one: they pressed twice.
async fn is_done(
    tx: &mut Tx,
    case: &Case,
    user: UserId,
    (step, seen): (Step, i64),
    (message, papers): (Option<&str>, &[HandedIn]),
) -> Result<bool, sqlx::Error> {
    let steps = store::steps(tx, case.practice, case.id).await?;
    let Some(next) = steps.iter().find(|kept| kept.seq - 1 == seen) else { return Ok(false) };
    let same = next.step() == Some(step) && next.by_user == Some(user) && next.message.as_deref() == message;
    Ok(same && documents::are_with(tx, case, next.seq, papers).await?)
}

/// Closes what was decided and can no longer be appealed, and where the patient did not have the
/// last word; says how many. Any number of processes may do so at once.
///
/// # Errors
/// The database's word.
pub async fn close_over(db: &Db, door: &Door) -> Result<usize, DisputeError> {
    let mut closed = 0;
    for practice in accounts::practices(&mut db.read().await?).await? {
        let today = door.today_in(&practice.time_zone);
        for id in store::to_close(&mut db.read().await?, practice.id, today, 1_000).await? {
            let mut tx = db.begin().await?;
            let case = store::lock(&mut tx, practice.id, id).await?;
            let over =
                |case: &Case| case.dispute.state == State::Decided && case.dispute.act_by < Some(today);
            let Some(mut case) = case.filter(over) else { continue };
            if store::last_step(&mut tx, &case).await? == Some(Step::PatientWrote) {
                continue;
            }
            take_in(&mut tx, door, &mut case, Step::Closed, None, (None, None)).await?;
            keep_in(&mut tx, door, &mut case).await?;
            messages::dispute_in(&mut tx, door, &case, News::Closed).await?;
            tx.commit().await?;
            closed += 1;
        }
    }
    Ok(closed)
}

async fn theirs(tx: &mut Tx, patient: Patient, id: DisputeId) -> Result<Case, DisputeError> {
    let case = store::lock(tx, patient.practice, id).await?;
    case.filter(|case| case.guarantor == patient.guarantor).ok_or(DisputeError::NotThere)
}

/// One whose end is theirs to ask for, with its books, account and visit held first.
async fn held_with_visit(tx: &mut Tx, patient: Patient, id: DisputeId) -> Result<Case, DisputeError> {
    let known = store::case(tx, patient.practice, id).await?.ok_or(DisputeError::NotThere)?;
    lock_in(tx, &known).await?;
    let case = theirs(tx, patient, id).await?;
    if patient.may_end(&case) { Ok(case) } else { Err(DisputeError::NotThere) }
}

/// Holds what a dispute's money needs, in the order of the house.
pub(super) async fn lock_in(tx: &mut Tx, case: &Case) -> Result<(), sqlx::Error> {
    ledger::lock_books(tx, case.practice, Writers::Some).await?;
    ledger::lock_account(tx, case.guarantor).await?;
    ledger::lock_balance(tx, case.practice, case.visit).await.map(drop)
}

/// Takes a step of a case that the caller holds, and writes it down.
pub(super) async fn take_in(
    tx: &mut Tx,
    door: &Door,
    case: &mut Case,
    step: Step,
    by: Option<UserId>,
    (message, note): (Option<&str>, Option<&str>),
) -> Result<(), DisputeError> {
    let on = accounts::today_in(tx, door, case.practice).await?;
    case.dispute = case.dispute.take(step, on)?;
    case.seq += 1;
    let by_patient = matches!(step, Step::PatientWrote | Step::Withdrawn | Step::Appealed);
    let new =
        NewStep { step: Some(step), on, by, by_patient, message, note, details: None, transaction: None };
    store::insert_step(tx, case, &new, door.now()).await?;
    Ok(())
}

/// Keeps a case as it is held, and its place in the list of what waits for staff.
pub(super) async fn keep_in(tx: &mut Tx, door: &Door, case: &mut Case) -> Result<(), sqlx::Error> {
    case.changed_at = door.now();
    store::save(tx, case, case.changed_at).await?;
    let subject = case.id.to_string();
    let by = if case.dispute.is_open() {
        // One that waits for the patient too: somebody has to see that no answer came.
        case.dispute.act_by
    } else if store::last_step(tx, case).await? == Some(Step::PatientWrote) {
        let today = accounts::today_in(tx, door, case.practice).await?;
        Some(business_days::after(today, ACKNOWLEDGE))
    } else {
        return work::close_in(tx, door, case.practice, WorkKind::Dispute, &subject, None).await;
    };
    let zone = accounts::practice(tx, case.practice).await?.map(|practice| practice.time_zone);
    let due = by.and_then(|day| crate::door::end_of(day, zone.as_deref().unwrap_or("UTC")));
    let work = Work {
        kind: WorkKind::Dispute,
        subject: &subject,
        guarantor: Some(case.guarantor),
        payment: None,
        amount: Some(case.frozen).filter(|amount| amount.is_positive()),
        due,
    };
    work::open_in(tx, door, case.practice, &work).await
}
