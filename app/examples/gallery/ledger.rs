//! Invented visits as ledger entries, so that every page is drawn from a real story.

use app::model::{ChargeInfo, VisitCard, VisitPage};
use domain::ledger::{Account, Entry, Kind, Reason};
use domain::story::{Posted, VisitStory};
use domain::{ChargeId, Group, Money, VisitId};
use time::Date;
use uuid::Uuid;

/// A visit that is being written down.
pub struct Book {
    number: u128,
    title: &'static str,
    date: Date,
    patient: &'static str,
    payer: Option<&'static str>,
    entries: Vec<Posted>,
    charges: Vec<ChargeInfo>,
}

fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

impl Book {
    /// A visit with this number, which becomes its id.
    pub fn new(number: u128, title: &'static str, date: Date, patient: &'static str) -> Self {
        Self { number, title, date, patient, payer: None, entries: vec![], charges: vec![] }
    }

    /// The same, covered by an insurer.
    pub fn covered(mut self, payer: &'static str) -> Self {
        self.payer = Some(payer);
        self
    }

    fn charge_id(&self, line: usize) -> ChargeId {
        ChargeId(Uuid::from_u128(self.number * 100 + line as u128))
    }

    fn post(
        &mut self,
        kind: Kind,
        date: Date,
        line: Option<usize>,
        account: Account,
        amount: i64,
        reason: Option<(Group, &str)>,
    ) {
        let mut entry = Entry::new(account, cents(amount));
        entry.visit = Some(VisitId(Uuid::from_u128(self.number)));
        entry.charge = line.map(|line| self.charge_id(line));
        entry.reason = reason.map(|(group, carc)| Reason { group, carc: carc.into() });
        let told = kind != Kind::Charge && kind != Kind::PatientPayment;
        self.entries.push(Posted {
            entry,
            kind,
            date,
            payer: self.payer.map(Into::into),
            trace: told.then(|| "88412".into()),
            before: false,
        });
    }

    /// A charge line, sent to the insurer or, without one, to the patient.
    pub fn charge(mut self, code: &str, description: &str, amount: i64) -> Self {
        let line = self.charges.len();
        self.charges.push(ChargeInfo {
            id: self.charge_id(line),
            code: code.into(),
            modifiers: vec![],
            description: description.into(),
            units: "1".into(),
            amount: cents(amount),
        });
        let owed_by =
            if self.payer.is_some() { Account::InsuranceReceivable } else { Account::PatientReceivable };
        self.post(Kind::Charge, self.date, Some(line), owed_by, amount, None);
        self.post(Kind::Charge, self.date, Some(line), Account::Revenue, -amount, None);
        self
    }

    /// The insurer's decision on a line: what it paid, and its reasons for the rest.
    pub fn decided(mut self, date: Date, line: usize, paid: i64, reasons: &[(Group, &str, i64)]) -> Self {
        let total: i64 = paid + reasons.iter().map(|(_, _, amount)| amount).sum::<i64>();
        self.post(Kind::Remittance, date, Some(line), Account::InsuranceReceivable, -total, None);
        if paid != 0 {
            self.post(Kind::Remittance, date, Some(line), Account::InsurerCash, paid, None);
        }
        for (group, carc, amount) in reasons {
            let account = match domain::Disposition::of(*group, carc) {
                domain::Disposition::Patient => Account::PatientReceivable,
                domain::Disposition::Contractual => Account::ContractualAdjustment,
                domain::Disposition::Denied => Account::DeniedReceivable,
                _ => Account::OtherAdjustment,
            };
            self.post(Kind::Remittance, date, Some(line), account, *amount, Some((*group, carc)));
        }
        self
    }

    /// The patient paid.
    pub fn paid(mut self, date: Date, amount: i64, beyond: i64) -> Self {
        self.post(Kind::PatientPayment, date, None, Account::GatewayCash, amount, None);
        self.post(Kind::PatientPayment, date, None, Account::PatientReceivable, beyond - amount, None);
        if beyond > 0 {
            self.post(Kind::PatientPayment, date, None, Account::PatientCredit, -beyond, None);
        }
        self
    }

    /// The visit's page.
    pub fn page(self) -> VisitPage {
        let id = VisitId(Uuid::from_u128(self.number));
        let story = VisitStory::of(id, &self.entries);
        let card = VisitCard {
            id,
            title: self.title.into(),
            provider: Some("Dr. Chen".into()),
            date: self.date,
            patient_name: self.patient.into(),
            is_self: self.patient == "Maria",
            payers: self.payer.map(Into::into).into_iter().collect(),
            breakdown: story.breakdown.clone(),
            forgiven: story.forgiven_in_all(),
            paid: story.paid,
            due: story.due,
            credit: story.credit,
            plan: None,
            aside: Money::ZERO,
            planned: Money::ZERO,
        };
        VisitPage {
            card,
            location: Some("Riverside Clinic".into()),
            story,
            charges: self.charges,
            over_time: true,
            cases: Vec::new(),
            told: None,
            refusal: None,
            since: None,
            plan_before: false,
        }
    }
}
