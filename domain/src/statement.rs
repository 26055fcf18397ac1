//! What a statement says: a snapshot of an account on one day, whose columns add up.
//!
//! A statement is drawn once, from the visits' stories ([`crate::story`]), kept as it is
//! and never changed; the page, the PDF and the mailing vendor's file all tell this one
//! snapshot. What changed since the last one is the difference of two snapshots, so it
//! adds up as well:
//! `due − credit = (due − credit before) + became yours − you paid`.
//!
//! Contents after the HFMA's Patient Friendly Billing: patient and guarantor, where, when,
//! what in plain words, charge → insurer → adjustment → paid → you owe, due date.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::ledger::Reason;
use crate::story::{Breakdown, VisitStory};
use crate::{Money, Share, TransactionId, VisitId};

/// Who sends it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sender {
    /// The practice's name.
    pub name: String,
    /// Where payments by cheque go, line by line; none when the practice has not said.
    pub address: Vec<String>,
    /// Where patients call.
    pub phone: Option<String>,
    /// Where patients write.
    pub email: Option<String>,
    /// When somebody answers, in words.
    pub hours: Option<String>,
}

/// Whom it is for. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The guarantor's whole name.
    pub name: String,
    /// The practice's account number.
    pub account_number: String,
    /// The postal address, line by line; none when the practice has none.
    pub address: Vec<String>,
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recipient")
    }
}

/// How a charge, or a visit's charges together, became what is owed.
///
/// `charged = discount + other + insurers + with_insurance + refused + share`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Columns {
    /// What the practice charged.
    pub charged: Money,
    /// Taken off by contract.
    pub discount: Money,
    /// Taken off for another reason.
    pub other: Money,
    /// Paid by insurers.
    pub insurers: Money,
    /// Waiting for an insurer; not to be paid.
    pub with_insurance: Money,
    /// Refused by an insurer and being worked by the practice; not to be paid.
    pub refused: Money,
    /// The patient's part of the charge.
    pub share: Money,
}

impl Columns {
    /// The figures of a story.
    #[must_use]
    pub fn of(story: &Breakdown) -> Self {
        Self {
            charged: story.charged,
            discount: story.discount,
            other: story.other,
            insurers: story.insurers,
            with_insurance: story.with_insurance,
            refused: story.refused,
            share: story.share,
        }
    }

    /// The sum of the parts, which is what was charged.
    #[must_use]
    pub fn explained(&self) -> Money {
        self.discount + self.other + self.insurers + self.with_insurance + self.refused + self.share
    }
}

/// Why part of a charge is the patient's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatedReason {
    /// The kind, in a patient's words.
    pub share: Share,
    /// The insurer's reason, a footnote.
    pub reason: Option<Reason>,
    /// The amount.
    pub amount: Money,
}

/// A charge line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatedLine {
    /// The practice's own description; what the insurer said of the visit as a whole has
    /// none.
    pub description: Option<String>,
    /// The procedure's code.
    pub code: Option<String>,
    /// From charge to share.
    pub columns: Columns,
    /// Why, largest first.
    pub reasons: Vec<StatedReason>,
}

/// A visit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatedVisit {
    /// The visit.
    pub id: VisitId,
    /// What it was.
    pub title: String,
    /// The day of service.
    pub date: Date,
    /// The patient's given name.
    pub patient_name: String,
    /// Who treated.
    pub provider: Option<String>,
    /// The insurer that pays first.
    pub payer: Option<String>,
    /// From charge to share.
    pub columns: Columns,
    /// Line by line; adds up to `columns`.
    pub lines: Vec<StatedLine>,
    /// What a payment plan cost beside the share: interest and late fees.
    #[serde(default)]
    pub plan_cost: Money,
    /// What the practice gave up of both.
    #[serde(default)]
    pub forgiven: Money,
    /// Paid by the guarantor, less what went back.
    pub paid: Money,
    /// Of that, by somebody else, who answered for it before.
    #[serde(default)]
    pub paid_before: Money,
    /// Owed of it: `share + plan cost − forgiven − paid`.
    pub due: Money,
    /// Of that, in question and not to be paid until that is answered.
    #[serde(default)]
    pub aside: Money,
    /// Paid beyond the share.
    pub credit: Money,
}

/// What changed since the statement before.
///
/// `due − credit = before + became_yours − paid`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Since {
    /// The number of the statement before.
    pub number: String,
    /// When it was issued.
    pub issued_on: Date,
    /// What was due then, less credit.
    pub before: Money,
    /// What insurers' decisions and new charges made the guarantor's; negative when they
    /// took it back.
    pub became_yours: Money,
    /// What was paid, less what went back.
    pub paid: Money,
}

/// How far the books had come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Position {
    /// How many ledger entries of the account the statement is drawn from.
    pub entries: u64,
    /// The last of their transactions.
    pub last: Option<TransactionId>,
}

/// A statement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    /// Its number, unique in the practice.
    pub number: String,
    /// The number of the statement it corrects.
    pub corrects: Option<String>,
    /// In Spanish rather than English.
    pub spanish: bool,
    /// When it was issued.
    pub issued_on: Date,
    /// Until when it is to be paid.
    pub due_on: Date,
    /// Who sends it.
    pub from: Sender,
    /// Whom it is for.
    pub to: Recipient,
    /// What changed since the one before.
    pub since: Option<Since>,
    /// Visits that are due, carry a credit or changed, oldest first.
    pub visits: Vec<StatedVisit>,
    /// Visits that wait for an insurer, kept apart: nothing of these amounts is due.
    pub waiting: Vec<StatedVisit>,
    /// To be paid now: less what is on its way, what a payment plan asks for and what is in
    /// question.
    pub due: Money,
    /// Paid by bank and not cleared.
    pub on_its_way: Money,
    /// What a payment plan asks for, and this statement does not.
    #[serde(default)]
    pub in_plan: Money,
    /// In question, and not to be paid until that is answered.
    #[serde(default)]
    pub aside: Money,
    /// Paid beyond the share, over all visits.
    pub credit: Money,
    /// How far the books had come.
    pub position: Position,
    /// How each visit of the account stood, listed or not: what the next statement is
    /// compared with.
    pub marks: Vec<Mark>,
}

/// How a visit stood when a statement was drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// The visit.
    pub visit: VisitId,
    /// The patient's part of the charge.
    pub share: Money,
    /// Paid by the guarantor, less what went back.
    pub paid: Money,
}

/// A visit as it is drawn from.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The visit's story.
    pub story: VisitStory,
    /// What of it is in question.
    pub aside: Money,
    /// What it was.
    pub title: String,
    /// The day of service.
    pub date: Date,
    /// The patient's given name.
    pub patient_name: String,
    /// Who treated.
    pub provider: Option<String>,
    /// The insurer that pays first.
    pub payer: Option<String>,
    /// Description and code of each charge line, by its id.
    pub charges: Vec<(crate::ChargeId, String, String)>,
}

/// Everything else a statement says.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Its number.
    pub number: String,
    /// The number of the statement it corrects.
    pub corrects: Option<String>,
    /// In Spanish rather than English.
    pub spanish: bool,
    /// When it is issued.
    pub issued_on: Date,
    /// Until when it is to be paid.
    pub due_on: Date,
    /// Who sends it.
    pub from: Sender,
    /// Whom it is for.
    pub to: Recipient,
    /// Paid by bank and not cleared.
    pub on_its_way: Money,
    /// What a payment plan asks for.
    pub in_plan: Money,
    /// How far the books have come.
    pub position: Position,
}

impl Statement {
    /// Draws a statement from every visit of an account, and the statement before.
    #[must_use]
    pub fn draw(frame: Frame, visits: &[Drawn], before: Option<&Self>) -> Self {
        let mut stated: Vec<StatedVisit> = visits.iter().map(StatedVisit::of).collect();
        stated.sort_by_key(|visit| (visit.date, visit.id));
        let marks: Vec<Mark> = stated.iter().map(StatedVisit::mark).collect();
        let since = before.map(|before| Since::of(before, &marks));
        let due: Money = stated.iter().map(|visit| visit.due).sum();
        let aside: Money = stated.iter().map(|visit| visit.aside).sum();
        let credit = stated.iter().map(|visit| visit.credit).sum();
        let (listed, rest): (Vec<_>, Vec<_>) = stated.into_iter().partition(|visit| {
            visit.due.is_positive() || visit.credit.is_positive() || visit.changed_since(before)
        });
        let waiting =
            |visit: &StatedVisit| (visit.columns.with_insurance + visit.columns.refused).is_positive();
        Self {
            number: frame.number,
            corrects: frame.corrects,
            spanish: frame.spanish,
            issued_on: frame.issued_on,
            due_on: frame.due_on,
            from: frame.from,
            to: frame.to,
            since,
            visits: listed,
            waiting: rest.into_iter().filter(waiting).collect(),
            due: (due - frame.on_its_way - frame.in_plan - aside).or_zero(),
            on_its_way: frame.on_its_way,
            in_plan: frame.in_plan,
            aside,
            credit,
            position: frame.position,
            marks,
        }
    }

    /// What was due, less credit, over all visits.
    #[must_use]
    pub fn owed(&self) -> Money {
        self.marks.iter().map(|mark| mark.share - mark.paid).sum()
    }
}

impl Since {
    /// Of a visit that is somebody else's now, what was left of it is no longer theirs; what they
    /// paid for it stays paid.
    fn of(before: &Statement, marks: &[Mark]) -> Self {
        let sum = |marks: &[Mark], of: fn(&Mark) -> Money| -> Money { marks.iter().map(of).sum() };
        let here = |mark: &Mark| marks.iter().any(|now| now.visit == mark.visit);
        let (stayed, left): (Vec<Mark>, Vec<Mark>) = before.marks.iter().copied().partition(here);
        Self {
            number: before.number.clone(),
            issued_on: before.issued_on,
            before: before.owed(),
            became_yours: sum(marks, |mark| mark.share)
                - sum(&stayed, |mark| mark.share)
                - sum(&left, |mark| mark.share - mark.paid),
            paid: sum(marks, |mark| mark.paid) - sum(&stayed, |mark| mark.paid),
        }
    }
}

impl StatedVisit {
    /// What somebody paid who answered for it before was never this one's to pay.
    fn mark(&self) -> Mark {
        let (share, paid) = (self.yours() - self.paid_before, self.paid - self.paid_before);
        Mark { visit: self.id, share, paid }
    }

    fn of(drawn: &Drawn) -> Self {
        let story = &drawn.story;
        let lines = story.lines.iter().map(|line| {
            let charge = drawn.charges.iter().find(|(id, ..)| Some(*id) == line.charge);
            StatedLine {
                description: charge.map(|(_, description, _)| description.clone()),
                code: charge.map(|(_, _, code)| code.clone()),
                columns: Columns::of(&line.breakdown),
                reasons: line
                    .breakdown
                    .reasons
                    .iter()
                    .map(|why| StatedReason {
                        share: why.share,
                        reason: why.reason.clone(),
                        amount: why.amount,
                    })
                    .collect(),
            }
        });
        Self {
            id: story.visit,
            title: drawn.title.clone(),
            date: drawn.date,
            patient_name: drawn.patient_name.clone(),
            provider: drawn.provider.clone(),
            payer: drawn.payer.clone(),
            columns: Columns::of(&story.breakdown),
            lines: lines.collect(),
            plan_cost: story.plan_cost(),
            forgiven: story.forgiven_in_all(),
            paid: story.paid,
            paid_before: story.paid_before,
            due: story.due,
            aside: drawn.aside,
            credit: story.credit,
        }
    }

    /// Whether it stood otherwise when the statement before was drawn; a visit of which it
    /// knew nothing did, as soon as anything of it is the guarantor's.
    fn changed_since(&self, before: Option<&Statement>) -> bool {
        let known = before.and_then(|before| before.marks.iter().find(|mark| mark.visit == self.id));
        let (share, paid) = known.map_or((Money::ZERO, Money::ZERO), |mark| (mark.share, mark.paid));
        let now = self.mark();
        (now.share, now.paid) != (share, paid)
    }

    /// What of it is the guarantor's, paid or not: the share, and what a plan cost beside it, less
    /// what the practice gave up.
    #[must_use]
    pub fn yours(&self) -> Money {
        self.columns.share + self.plan_cost - self.forgiven
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Account, Entry, Kind};
    use crate::story::Posted;
    use proptest::prelude::*;
    use time::macros::date;
    use uuid::Uuid;

    fn posted(kind: Kind, account: Account, cents: i64, visit: VisitId) -> Posted {
        Posted {
            entry: Entry::new(account, Money::from_cents(cents)).of_visit(visit, None),
            kind,
            date: date!(2026 - 10 - 01),
            payer: None,
            trace: None,
            before: false,
        }
    }

    /// A visit that was charged, partly paid by an insurer, and partly by the guarantor.
    fn drawn(n: u128, charged: i64, insurer: i64, share: i64, paid: i64) -> Drawn {
        let visit = VisitId(Uuid::from_u128(n));
        let open = charged - insurer - share;
        let mut reason = posted(Kind::Remittance, Account::PatientReceivable, share, visit);
        reason.entry.reason = Some(Reason { group: crate::Group::PR, carc: "1".to_owned() });
        let owed = (share - paid).max(0);
        let credit = (paid - share).max(0);
        let entries = [
            posted(Kind::Charge, Account::Revenue, -charged, visit),
            posted(Kind::Charge, Account::InsuranceReceivable, open, visit),
            posted(Kind::Remittance, Account::InsurerCash, insurer, visit),
            reason,
            posted(Kind::PatientPayment, Account::PatientReceivable, owed - share, visit),
            posted(Kind::PatientPayment, Account::PatientCredit, -credit, visit),
        ];
        Drawn {
            story: VisitStory::of(visit, &entries),
            aside: Money::ZERO,
            title: "Office visit".to_owned(),
            date: date!(2026 - 10 - 01),
            patient_name: "Wren".to_owned(),
            provider: None,
            payer: Some("Larkspur".to_owned()),
            charges: Vec::new(),
        }
    }

    fn frame(on_its_way: i64) -> Frame {
        Frame {
            number: "S-1".to_owned(),
            corrects: None,
            spanish: false,
            issued_on: date!(2026 - 11 - 01),
            due_on: date!(2026 - 11 - 22),
            from: Sender {
                name: "Willow".to_owned(),
                address: Vec::new(),
                phone: None,
                email: None,
                hours: None,
            },
            to: Recipient { name: "Wren".to_owned(), account_number: "A1".to_owned(), address: Vec::new() },
            on_its_way: Money::from_cents(on_its_way),
            in_plan: Money::ZERO,
            position: Position { entries: 6, last: None },
        }
    }

    #[test]
    fn what_waits_for_an_insurer_is_kept_apart() {
        let visits = [drawn(1, 10_000, 6_000, 4_000, 0), drawn(2, 5_000, 0, 0, 0), drawn(3, 900, 900, 0, 0)];
        let statement = Statement::draw(frame(0), &visits, None);
        assert_eq!(statement.due, Money::from_cents(4_000));
        assert_eq!(statement.visits.len(), 1);
        assert_eq!(statement.waiting.len(), 1);
        assert_eq!(statement.waiting[0].columns.with_insurance, Money::from_cents(5_000));
    }

    #[test]
    fn a_kept_statement_comes_back_as_it_was() {
        let visits = [drawn(1, 10_000, 6_000, 4_000, 4_100), drawn(2, 5_000, 0, 0, 0)];
        let statement = Statement::draw(frame(7), &visits, None);
        let kept = serde_json::to_string(&statement).unwrap();
        assert_eq!(serde_json::from_str::<Statement>(&kept).unwrap(), statement);
        assert_eq!(format!("{:?}", statement.to), "Recipient");
    }

    #[test]
    fn money_on_its_way_is_not_asked_for_again() {
        let statement = Statement::draw(frame(1_500), &[drawn(1, 4_000, 0, 4_000, 0)], None);
        assert_eq!(statement.due, Money::from_cents(2_500));
    }

    #[test]
    fn what_a_plan_asks_for_is_not_asked_for_on_paper_as_well() {
        let planned = Frame { in_plan: Money::from_cents(3_000), ..frame(500) };
        let statement = Statement::draw(planned, &[drawn(1, 4_000, 0, 4_000, 0)], None);
        assert_eq!((statement.due, statement.owed()), (Money::from_cents(500), Money::from_cents(4_000)));
        // One that was kept before there were plans.
        let mut old = serde_json::to_value(&statement).unwrap();
        old.as_object_mut().unwrap().remove("in_plan");
        assert_eq!(serde_json::from_value::<Statement>(old).unwrap().in_plan, Money::ZERO);
    }

    #[test]
    fn what_was_forgiven_is_stated_and_changes_what_is_yours() {
        let before = Statement::draw(frame(0), &[drawn(1, 4_000, 0, 4_000, 0)], None);
        let mut visit = drawn(1, 4_000, 0, 4_000, 0);
        let off = Money::from_cents(1_500);
        visit.story.forgiven.push(crate::story::Forgiven { date: date!(2026 - 10 - 20), amount: off });
        visit.story.due -= off;
        let statement = Statement::draw(frame(0), &[visit], Some(&before));
        assert_eq!((statement.due, statement.visits[0].forgiven), (Money::from_cents(2_500), off));
        let since = statement.since.unwrap();
        assert_eq!((since.became_yours, since.paid), (-off, Money::ZERO));
        // One that was kept before anything could be forgiven.
        let mut old = serde_json::to_value(&statement.visits[0]).unwrap();
        old.as_object_mut().unwrap().remove("forgiven");
        assert_eq!(serde_json::from_value::<StatedVisit>(old).unwrap().forgiven, Money::ZERO);
    }

    #[test]
    fn what_is_in_question_is_stated_and_not_asked_for() {
        let disputed = Drawn { aside: Money::from_cents(1_500), ..drawn(1, 4_000, 0, 4_000, 0) };
        let statement = Statement::draw(frame(0), &[disputed], None);
        assert_eq!((statement.due, statement.aside), (Money::from_cents(2_500), Money::from_cents(1_500)));
        assert_eq!(statement.owed(), Money::from_cents(4_000));
    }

    #[test]
    fn a_visit_that_was_paid_since_is_listed_once_more() {
        let before = Statement::draw(frame(0), &[drawn(1, 4_000, 0, 4_000, 0)], None);
        let after = Statement::draw(frame(0), &[drawn(1, 4_000, 0, 4_000, 4_000)], Some(&before));
        assert_eq!((after.visits.len(), after.due), (1, Money::ZERO));
        let quiet = Statement::draw(frame(0), &[drawn(1, 4_000, 0, 4_000, 4_000)], Some(&after));
        assert!(quiet.visits.is_empty());
    }

    proptest! {
        #[test]
        fn every_column_adds_up_and_so_does_what_changed(
            now in prop::collection::vec((0_i64..9_000, 0_i64..9_000, 0_i64..9_000), 1..7),
            then in prop::collection::vec((0_i64..9_000, 0_i64..9_000, 0_i64..9_000), 0..7),
        ) {
            let visits = |of: &[(i64, i64, i64)]| -> Vec<Drawn> {
                (1..).zip(of).map(|(n, (insurer, share, paid))| drawn(n, insurer + share + 77, *insurer, *share, *paid)).collect()
            };
            let before = Statement::draw(frame(0), &visits(&then), None);
            let statement = Statement::draw(frame(0), &visits(&now), Some(&before));
            for visit in statement.visits.iter().chain(&statement.waiting) {
                prop_assert_eq!(visit.columns.explained(), visit.columns.charged);
                prop_assert_eq!(visit.due - visit.credit, visit.columns.share - visit.paid);
                let reasons: Money = visit.lines.iter().flat_map(|line| &line.reasons).map(|why| why.amount).sum();
                prop_assert_eq!(reasons, visit.columns.share);
            }
            prop_assert_eq!(statement.owed(), statement.due - statement.credit);
            let since = statement.since.unwrap();
            prop_assert_eq!(since.before, before.due - before.credit);
            prop_assert_eq!(since.before + since.became_yours - since.paid, statement.due - statement.credit);
        }
    }
}
