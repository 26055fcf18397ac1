//! A patient says that something on the bill is wrong, or asks: what can happen to that, by
//! when, and what rests meanwhile.
//!
//! A question is the same conversation: it has the same clock and freezes nothing. "I cannot
//! afford this" is neither; it leads to help.
//!
//! ```text
//! received → acknowledged → in review ⇄ waiting for the patient / the insurer
//!                               ↓ (a second person agrees above the practice's limit)
//!                            decided → closed
//!                               ↓ once, within 30 days
//!                            appealed → in review → decided → closed
//! ```
//!
//! A bill far above its estimate can be taken to a federal reviewer ([`crate::estimate`]). While one
//! has it the practice waits, whatever it had come to, and what comes of it is the end: it binds both
//! sides. One that ends without an answer is the practice's again.
//!
//! The days are house rules: two business days to say that it was read, twenty to decide, ten
//! for an answer of the patient; while somebody else is waited for the practice's clock stands.

pub mod decision;

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use crate::business_days::{after, between};
use crate::estimate;

/// Business days until it has to be acknowledged.
pub const ACKNOWLEDGE: u32 = 2;
/// Business days until it has to be decided.
pub const DECIDE: u32 = 20;
/// Business days that a patient has to answer.
pub const ANSWER: u32 = 10;
/// Business days after which an insurer is asked again.
pub const INSURER: u32 = 30;
/// Calendar days in which a decision can be appealed.
pub const APPEAL: Duration = Duration::days(30);

coded! {
    /// What somebody says.
    Reason {
        /// I was not treated there or then.
        NotMyVisit = "not_my_visit",
        /// I have paid this.
        AlreadyPaid = "already_paid",
        /// My insurance should have paid it.
        Insurance = "insurance",
        /// The amount is not right.
        WrongAmount = "wrong_amount",
        /// The same is there twice.
        Duplicate = "duplicate",
        /// The care was not as it should have been.
        Quality = "quality",
        /// It is more than the estimate I was given.
        AboveEstimate = "above_estimate",
        /// Nothing is wrong; I want to understand.
        Question = "question",
    }
}

impl Reason {
    /// Whether what it is about rests until it is decided.
    #[must_use]
    pub fn freezes(self) -> bool {
        self != Self::Question
    }
}

coded! {
    /// How far it has come.
    State {
        /// Nobody has read it.
        Received = "received",
        /// Somebody has read it.
        Acknowledged = "acknowledged",
        /// Somebody looks at it.
        InReview = "in_review",
        /// The patient was asked something.
        WaitingPatient = "waiting_patient",
        /// An insurer was asked something.
        WaitingInsurer = "waiting_insurer",
        /// A federal reviewer has it.
        WaitingFederal = "waiting_federal",
        /// It is decided.
        Decided = "decided",
        /// The patient wants the decision looked at again.
        Appealed = "appealed",
        /// It is over.
        Closed = "closed",
    }
}

coded! {
    /// What came of it.
    Outcome {
        /// The bill stands.
        Upheld = "upheld",
        /// The patient was right.
        Corrected = "corrected",
        /// The patient was right in part.
        Partly = "partly",
        /// The patient took it back.
        Withdrawn = "withdrawn",
        /// A question was answered.
        Answered = "answered",
    }
}

/// Something that happens to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The practice has read it.
    Acknowledged,
    /// Somebody looks at it.
    TakenUp,
    /// The patient is asked something.
    AskedPatient,
    /// An insurer is asked something.
    AskedInsurer,
    /// The insurer has answered.
    InsurerAnswered,
    /// The patient has taken it to a federal reviewer.
    FederalStarted,
    /// That ended without an amount: it was not for the reviewer, or the patient took it back.
    FederalEnded,
    /// The reviewer has answered, or both sides agreed before.
    Concluded(Outcome),
    /// The patient writes or hands something in.
    PatientWrote,
    /// The practice writes to the patient.
    StaffWrote,
    /// A note among staff.
    Noted,
    /// Whose it is among staff.
    Assigned,
    /// A decision wants a second person.
    Proposed,
    /// The second person said no.
    Returned,
    /// It is decided.
    Decided(Outcome),
    /// The patient wants it looked at again.
    Appealed,
    /// The patient takes it back.
    Withdrawn,
    /// It is over.
    Closed,
}

const WORDS: [(Step, &str); 16] = [
    (Step::Acknowledged, "acknowledged"),
    (Step::TakenUp, "taken_up"),
    (Step::AskedPatient, "asked_patient"),
    (Step::AskedInsurer, "asked_insurer"),
    (Step::InsurerAnswered, "insurer_answered"),
    (Step::FederalStarted, "federal_started"),
    (Step::FederalEnded, "federal_ended"),
    (Step::PatientWrote, "patient_wrote"),
    (Step::StaffWrote, "staff_wrote"),
    (Step::Noted, "noted"),
    (Step::Assigned, "assigned"),
    (Step::Proposed, "proposed"),
    (Step::Returned, "returned"),
    (Step::Appealed, "appealed"),
    (Step::Withdrawn, "withdrawn"),
    (Step::Closed, "closed"),
];

impl Step {
    /// Every step there is.
    pub fn all() -> impl Iterator<Item = Self> {
        let decided =
            Outcome::ALL.iter().flat_map(|outcome| [Self::Decided(*outcome), Self::Concluded(*outcome)]);
        WORDS.iter().map(|(step, _)| *step).chain(decided)
    }

    /// The word both databases store, and with it the outcome of a decision.
    #[must_use]
    pub fn code(self) -> (&'static str, Option<Outcome>) {
        match self {
            Self::Decided(outcome) => ("decided", Some(outcome)),
            Self::Concluded(outcome) => ("concluded", Some(outcome)),
            other => (WORDS.iter().find(|(step, _)| *step == other).map_or("", |(_, word)| word), None),
        }
    }

    /// The one that the databases store so.
    #[must_use]
    pub fn from_code(word: &str, outcome: Option<Outcome>) -> Option<Self> {
        match (word, outcome) {
            ("decided", Some(outcome)) => Some(Self::Decided(outcome)),
            ("concluded", Some(outcome)) => Some(Self::Concluded(outcome)),
            (word, None) => WORDS.iter().find(|(_, known)| *known == word).map(|(step, _)| *step),
            _ => None,
        }
    }
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is over.
    #[error("it is closed")]
    Closed,
    /// It does not follow from where it stands.
    #[error("this does not follow from where it stands")]
    NotNow,
    /// A decision waits for a second person.
    #[error("a decision waits for a second person")]
    Proposed,
    /// It was appealed before.
    #[error("a decision is appealed once")]
    AppealedBefore,
    /// The days to appeal are over, or there is nothing to appeal.
    #[error("there is nothing to appeal any more")]
    NoAppeal,
    /// This outcome is not of its kind.
    #[error("this is not how it can end")]
    OtherOutcome,
}

/// Where its clock stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Clock {
    /// Nobody at the practice has to do anything.
    Still,
    /// There is time.
    OnTime,
    /// There will soon be none.
    AtRisk,
    /// The day has passed.
    Late,
}

/// A dispute, or a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dispute {
    /// What it says.
    pub reason: Reason,
    /// How far it has come.
    pub state: State,
    /// What came of it last.
    pub outcome: Option<Outcome>,
    /// A decision was appealed.
    pub appealed: bool,
    /// A decision waits for a second person.
    pub proposed: bool,
    /// The last day for deciding it.
    pub decide_by: Date,
    /// The last day for what is to be done next, by whoever it waits for; the last day to appeal
    /// once it is decided; none when it is closed.
    pub act_by: Option<Date>,
    /// Since when somebody else is waited for.
    pub waits_since: Option<Date>,
}

impl Dispute {
    /// One that was opened on a day, where the practice is.
    #[must_use]
    pub fn open(reason: Reason, on: Date) -> Self {
        Self {
            reason,
            state: State::Received,
            outcome: None,
            appealed: false,
            proposed: false,
            decide_by: after(on, DECIDE),
            act_by: Some(after(on, ACKNOWLEDGE)),
            waits_since: None,
        }
    }

    /// What it is after a step on a day.
    ///
    /// # Errors
    /// [`Refused`]: nothing happened then.
    pub fn take(&self, step: Step, on: Date) -> Result<Self, Refused> {
        use State::{
            Acknowledged, Appealed, Closed, Decided, InReview, Received, WaitingFederal, WaitingInsurer,
            WaitingPatient,
        };
        let question = !self.reason.freezes();
        let looked_at = matches!(
            self.state,
            Received | Acknowledged | InReview | WaitingPatient | WaitingInsurer | Appealed
        );
        if self.state == Closed {
            return Err(Refused::Closed);
        }
        let mut next = *self;
        match step {
            Step::StaffWrote | Step::Noted | Step::Assigned => return Ok(next),
            Step::PatientWrote => {
                match self.state {
                    WaitingPatient => next.review(on),
                    // An answer that raises another question.
                    Decided if question => {
                        return Ok(Self { outcome: self.outcome, ..Self::open(self.reason, on) });
                    }
                    _ => {}
                }
                return Ok(next);
            }
            Step::Withdrawn if looked_at => {
                next = Self { outcome: Some(Outcome::Withdrawn), proposed: false, ..next };
                next.close();
                return Ok(next);
            }
            Step::Returned if self.proposed => return Ok(Self { proposed: false, ..next }),
            // What was proposed is not the practice's to decide any more.
            Step::FederalStarted => next.proposed = false,
            Step::Decided(_) => {}
            _ if self.proposed => return Err(Refused::Proposed),
            _ => {}
        }
        match (self.state, step) {
            (Received, Step::Acknowledged) => {
                next.state = Acknowledged;
                next.act_by = Some(self.decide_by);
            }
            (Received | Acknowledged | Appealed | WaitingPatient | WaitingInsurer, Step::TakenUp)
            | (WaitingInsurer, Step::InsurerAnswered) => next.review(on),
            (_, Step::AskedPatient) if looked_at => next.wait(WaitingPatient, ANSWER, on),
            (_, Step::AskedInsurer) if looked_at && !question => next.wait(WaitingInsurer, INSURER, on),
            (_, Step::FederalStarted) if looked_at && self.reason == Reason::AboveEstimate => {
                next.wait(WaitingFederal, estimate::ANSWER, on);
            }
            (WaitingFederal, Step::FederalEnded) => next.review(on),
            (WaitingFederal, Step::Concluded(outcome)) => {
                if matches!(outcome, Outcome::Answered | Outcome::Withdrawn) {
                    return Err(Refused::OtherOutcome);
                }
                next.outcome = Some(outcome);
                next.close();
            }
            (InReview, Step::Proposed) => next.proposed = true,
            (_, Step::Decided(outcome)) => {
                if question != (outcome == Outcome::Answered) || outcome == Outcome::Withdrawn {
                    return Err(Refused::OtherOutcome);
                }
                if self.state != InReview && !(question && looked_at) {
                    return Err(Refused::NotNow);
                }
                next.leave_waiting(on);
                next = Self { state: Decided, outcome: Some(outcome), proposed: false, ..next };
                next.act_by = on.checked_add(APPEAL);
            }
            (Decided, Step::Appealed) => {
                if self.appealed {
                    return Err(Refused::AppealedBefore);
                }
                if !self.may_appeal(on) {
                    return Err(Refused::NoAppeal);
                }
                next = Self { outcome: self.outcome, appealed: true, ..Self::open(self.reason, on) };
                next.state = Appealed;
            }
            (Decided, Step::Closed) => next.close(),
            _ => return Err(Refused::NotNow),
        }
        Ok(next)
    }

    fn leave_waiting(&mut self, on: Date) {
        if let Some(since) = self.waits_since.take() {
            self.decide_by = after(self.decide_by, between(since, on));
        }
    }

    fn review(&mut self, on: Date) {
        self.leave_waiting(on);
        self.state = State::InReview;
        self.act_by = Some(self.decide_by);
    }

    fn wait(&mut self, state: State, days: u32, on: Date) {
        self.leave_waiting(on);
        self.state = state;
        self.waits_since = Some(on);
        self.act_by = Some(after(on, days));
    }

    fn close(&mut self) {
        self.state = State::Closed;
        self.act_by = None;
        self.waits_since = None;
    }

    /// Whether what it is about rests.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.reason.freezes() && self.is_open()
    }

    /// Whether somebody still has to do something about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::Decided | State::Closed)
    }

    /// Whether its decision can be appealed on a day.
    #[must_use]
    pub fn may_appeal(&self, on: Date) -> bool {
        let worth = matches!(self.outcome, Some(Outcome::Upheld | Outcome::Partly));
        self.state == State::Decided && !self.appealed && worth && self.act_by.is_some_and(|last| on <= last)
    }

    /// Where its clock stands on a day: breaches are seen before they happen.
    #[must_use]
    pub fn clock(&self, on: Date) -> Clock {
        let Some(last) = self.act_by.filter(|_| self.is_open()) else { return Clock::Still };
        let near = if matches!(self.state, State::Received | State::Appealed) { 1 } else { 3 };
        if on > last {
            Clock::Late
        } else if between(on, last) <= near {
            Clock::AtRisk
        } else {
            Clock::OnTime
        }
    }
}
