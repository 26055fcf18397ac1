//! What has happened on an account, in one line of time: charges, insurers' decisions,
//! payments, what went back, statements.
//!
//! It is drawn from the books and the statements and nothing else, so that what it says
//! adds up with every balance. [`paid_in`] is the same for one calendar year and for what
//! the guarantor paid, itemised as a tax return or a health savings account wants it.

mod store;

use domain::ledger::Kind;
use domain::{GuarantorId, Money, PatientId, PaymentId, PracticeId, VisitId};
use time::Date;
use uuid::Uuid;

use crate::db::Tx;
use crate::household::Sight;
use crate::statements::{self, StatementError};

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A visit was charged, or its charge corrected.
    Charged,
    /// An insurer paid.
    InsurerPaid,
    /// An insurer took money back.
    InsurerTookBack,
    /// Part of a charge was taken off: nobody pays it. Negative when that was undone.
    Adjusted,
    /// Part of a charge became the guarantor's. Negative when that was undone.
    BecameYours,
    /// The guarantor paid.
    Paid(PaymentId),
    /// Money went back to the guarantor.
    Refunded(PaymentId),
    /// Money that went back returned.
    RefundReturned(PaymentId),
    /// The payer's bank took a payment back.
    TakenBack(PaymentId),
    /// The payer's bank gave it back again.
    GivenBack(PaymentId),
    /// A credit of another visit paid part of this one, or the reverse.
    CreditApplied,
    /// Interest or a late fee of a payment plan. Negative when it is not asked any more.
    PlanCost,
    /// The practice gave up part of what is owed. Negative when that was not needed any more.
    Forgiven,
    /// A statement was issued.
    Statement(Uuid),
}

impl What {
    /// The kind of thing it is, as a reader chooses.
    #[must_use]
    pub fn class(self) -> Class {
        match self {
            Self::Charged
            | Self::InsurerPaid
            | Self::InsurerTookBack
            | Self::Adjusted
            | Self::BecameYours => Class::Insurance,
            Self::Paid(_) | Self::CreditApplied | Self::PlanCost | Self::Forgiven => Class::Payments,
            Self::Refunded(_) | Self::RefundReturned(_) | Self::TakenBack(_) | Self::GivenBack(_) => {
                Class::Refunds
            }
            Self::Statement(_) => Class::Statements,
        }
    }
}

/// What a reader wants to see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// Charges and insurers' decisions.
    Insurance,
    /// What the guarantor paid.
    Payments,
    /// What went back.
    Refunds,
    /// Statements.
    Statements,
}

/// One thing that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// When.
    pub date: Date,
    /// What.
    pub what: What,
    /// How much; of a statement, what it asked for.
    pub amount: Money,
    /// Which insurer.
    pub payer: Option<String>,
    /// For which visit; none of a payment for several, and of a statement.
    pub visit: Option<VisitId>,
    /// What the visit was, or the statement's number.
    pub title: Option<String>,
    /// For whom.
    pub patient: Option<(PatientId, String)>,
    /// What it was for is not the reader's to see: only when and how much.
    pub withheld: bool,
    order: Uuid,
}

/// What of the past a reader asks for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Only these.
    pub class: Option<Class>,
    /// Only of this patient.
    pub patient: Option<PatientId>,
    /// Only of this year.
    pub year: Option<i32>,
    /// Only what has these words in its title, patient, payer or provider.
    pub words: Option<String>,
}

impl Filter {
    fn takes(&self, event: &Event) -> bool {
        let words = self.words.as_deref().map(str::to_lowercase);
        let said = |text: &str, words: &str| text.to_lowercase().contains(words);
        self.class.is_none_or(|class| event.what.class() == class)
            && self.patient.is_none_or(|who| event.patient.as_ref().is_some_and(|(id, _)| *id == who))
            && self.year.is_none_or(|year| event.date.year() == year)
            && words.is_none_or(|words| {
                let patient = event.patient.as_ref().map(|(_, name)| name.as_str());
                [event.title.as_deref(), event.payer.as_deref(), patient]
                    .into_iter()
                    .flatten()
                    .any(|text| said(text, &words))
            })
    }
}

/// What happened on an account, newest first.
///
/// # Errors
/// [`StatementError`] when a kept statement cannot be read; the database's word.
pub async fn events(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    filter: &Filter,
    sight: &Sight,
) -> Result<Vec<Event>, StatementError> {
    let mut events: Vec<Event> = Vec::new();
    for row in store::moves(tx, practice, guarantor, filter.year).await? {
        // Before anything is looked for in it: a search is not to find what is not shown.
        for event in of_move(row).into_iter().map(|event| event.seen_with(sight)) {
            match events.iter_mut().rev().find(|known| event.joins(known)) {
                Some(known) => known.join(event),
                None => events.push(event),
            }
        }
    }
    for (id, number, issued_on, due) in store::statements(tx, practice, guarantor).await? {
        events.push(Event {
            date: issued_on,
            what: What::Statement(id),
            amount: due,
            payer: None,
            visit: None,
            title: Some(statements::number_of(number)),
            patient: None,
            withheld: false,
            order: id,
        });
    }
    events.retain(|event| !event.amount.is_zero() || event.what.class() == Class::Statements);
    events.retain(|event| filter.takes(event));
    events.sort_by_key(|event| std::cmp::Reverse((event.date, event.order)));
    Ok(events)
}

impl Event {
    fn seen_with(self, sight: &Sight) -> Self {
        if !self.visit.is_some_and(|visit| sight.withholds(visit)) {
            return self;
        }
        Self { payer: None, title: None, patient: None, withheld: true, ..self }
    }

    /// Whether it is the same thing told for another visit or another line: one payment for
    /// several visits, one visit with several charges on a day.
    fn joins(&self, known: &Self) -> bool {
        match (self.what, known.what) {
            (What::Charged, What::Charged) => self.visit == known.visit && self.date == known.date,
            (
                What::Paid(_)
                | What::Refunded(_)
                | What::RefundReturned(_)
                | What::TakenBack(_)
                | What::GivenBack(_),
                other,
            ) => self.what == other && self.order == known.order,
            _ => false,
        }
    }

    fn join(&mut self, other: Self) {
        self.amount += other.amount;
        if self.visit != other.visit {
            self.visit = None;
            self.title = None;
            self.withheld = false;
        }
        if self.patient != other.patient {
            self.patient = None;
        }
    }
}

/// What a move of the books tells: an insurer's decision tells up to three things.
fn of_move(row: store::Move) -> Vec<Event> {
    let event = |what, amount| Event {
        date: row.effective_on,
        what,
        amount: Money::from_cents(amount),
        payer: row.payer.clone(),
        visit: Some(row.visit_id),
        title: row.description.clone(),
        patient: Some((row.patient_id, row.patient_name.clone())),
        withheld: false,
        order: row.id.0,
    };
    let own = -row.own_cents;
    let payment = row.payment_id.unwrap_or(PaymentId(Uuid::nil()));
    match Kind::from_code(&row.kind) {
        Some(Kind::Charge | Kind::ChargeCorrection) => vec![event(What::Charged, -row.revenue_cents)],
        Some(Kind::PatientPayment | Kind::PaymentCorrection) => vec![event(What::Paid(payment), own)],
        Some(Kind::Refund) => vec![event(What::Refunded(payment), -own)],
        Some(Kind::RefundFailed) => vec![event(What::RefundReturned(payment), own)],
        Some(Kind::Chargeback) => vec![event(What::TakenBack(payment), -own)],
        Some(Kind::ChargebackReversed) => vec![event(What::GivenBack(payment), own)],
        Some(Kind::CreditApplied) => vec![event(What::CreditApplied, own)],
        Some(Kind::PlanCharge) => vec![event(What::PlanCost, -own)],
        Some(Kind::PatientWriteOff) => vec![event(What::Forgiven, own)],
        Some(_) => {
            let insurer = if row.insurer_cents < 0 {
                event(What::InsurerTookBack, -row.insurer_cents)
            } else {
                event(What::InsurerPaid, row.insurer_cents)
            };
            vec![
                insurer,
                event(What::Adjusted, row.adjusted_cents),
                event(What::BecameYours, row.share_cents),
            ]
        }
        None => Vec::new(),
    }
}

/// One amount that a guarantor paid for one visit, or got back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paid {
    /// When.
    pub paid_on: Date,
    /// Date of service.
    pub service_date: Date,
    /// Who treated.
    pub provider: Option<String>,
    /// What it was.
    pub service: Option<String>,
    /// For whom.
    pub patient: String,
    /// How much; negative when it went back.
    pub amount: Money,
    /// What it was for and for whom is not the reader's to see.
    pub withheld: bool,
}

/// What a guarantor paid in a calendar year, less what went back, visit by visit, in order:
/// what a tax return or a health savings account wants.
///
/// # Errors
/// The database's word.
pub async fn paid_in(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    year: i32,
    sight: &Sight,
) -> Result<Vec<Paid>, sqlx::Error> {
    let moves = store::moves(tx, practice, guarantor, Some(year)).await?;
    let money = moves.into_iter().filter(|row| {
        Kind::from_code(&row.kind)
            .is_some_and(|kind| kind.is_guarantors_money() && kind != Kind::CreditApplied)
    });
    let mut paid: Vec<Paid> = money
        .map(|row| {
            let withheld = sight.withholds(row.visit_id);
            Paid {
                paid_on: row.effective_on,
                service_date: row.service_date,
                provider: row.provider.filter(|_| !withheld),
                service: row.description.filter(|_| !withheld),
                patient: if withheld { String::new() } else { row.patient_name },
                amount: Money::from_cents(-row.own_cents),
                withheld,
            }
        })
        .filter(|paid| !paid.amount.is_zero())
        .collect();
    paid.sort_by_key(|paid| (paid.paid_on, paid.service_date));
    Ok(paid)
}

/// The years in which anything happened, newest first.
///
/// # Errors
/// The database's word.
pub async fn years(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<i32>, sqlx::Error> {
    let mut years: Vec<i32> =
        store::days(tx, practice, guarantor).await?.into_iter().map(|day| day.year()).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    Ok(years)
}

/// Everyone a guarantor answers for whose care the reader sees, by id and given name.
///
/// # Errors
/// The database's word.
pub async fn people(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    sight: &Sight,
) -> Result<Vec<(PatientId, String)>, sqlx::Error> {
    let mut people = store::people(tx, practice, guarantor).await?;
    people.retain(|(patient, _)| !sight.withholds_patient(*patient));
    Ok(people)
}
