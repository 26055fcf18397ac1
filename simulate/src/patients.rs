//! Patients: they pay, decline, give up, press twice, and come back or do not.

use axum::body::Body;
use axum::http::Request;
use billing::payments::{Payer, Press};
use domain::payment::Choice;
use domain::{Money, PaymentId};
use stripe_sandbox::store::DocExt;
use tower::ServiceExt;

use crate::action::Action;
use crate::history::History;
use crate::{Trouble, look, stripe};

/// One account's payer.
#[derive(Clone, Debug)]
pub struct Patient {
    /// Who, for which account.
    pub payer: Payer,
    /// What they pressed so far.
    pub presses: Vec<Press>,
    /// The hosted pages they were shown, by the gateway's id; each once.
    pub pages: Vec<String>,
}

/// Cards as they are typed, and what each does, by how often it is met.
const CARDS: [(u32, &str); 9] = [
    (50, "4242424242424242"),
    (6, "5555555555554444"),
    (14, "4000000000000077"),
    (12, "4000000000000002"),
    (6, "4000002760003184"),
    (5, "4000000000000259"),
    (4, "4000000000001976"),
    (6, "4000000000005126"),
    (5, "4000000000007726"),
];

/// Bank accounts likewise.
const BANKS: [(u32, &str); 4] =
    [(6, "000123456789"), (2, "000222222227"), (2, "000555555559"), (1, "000000000009")];

impl History {
    /// What a patient does through us.
    pub(crate) async fn patient(&mut self) -> Result<Option<Action>, Trouble> {
        let mut owing = Vec::new();
        for (patient, at) in self.patients.iter().zip(0..) {
            if !look::dues(&self.house, patient.payer.guarantor).await?.is_empty() {
                owing.push(at);
            }
        }
        // Who owes nothing presses now and then all the same.
        let at = match self.chance.pick(&owing) {
            Some(at) if self.chance.percent(90) => *at,
            _ => self.chance.below(self.patients.len()),
        };
        let Some(patient) = self.patients.get(at).cloned() else { return Ok(None) };
        let known = self.chance.pick(&patient.presses).cloned();
        let payer = patient.payer;
        Ok(match (self.chance.below(100), known) {
            // Presses twice, in a second tab, or later.
            (0..=19, Some(press)) => Some(Action::Pay(payer, press)),
            // Goes back, chooses otherwise, and sends the same form again.
            (20..=29, Some(press)) => {
                let choice = self.choice(payer).await?;
                Some(Action::Pay(payer, Press { choice, ..press }))
            }
            (30..=49, _) => self.return_to(&patient).map(Action::Return),
            _ => {
                let press =
                    Press { id: self.chance.uuid(), choice: self.choice(payer).await?, spanish: false };
                if let Some(patient) = self.patients.get_mut(at) {
                    patient.presses.push(press.clone());
                }
                Some(Action::Pay(payer, press))
            }
        })
    }

    async fn choice(&mut self, payer: Payer) -> Result<Choice, Trouble> {
        let dues = look::dues(&self.house, payer.guarantor).await?;
        let total: i64 = dues.iter().map(|due| due.amount.cents()).sum();
        Ok(match self.chance.below(10) {
            0..=3 => Choice::All,
            4..=7 => Choice::Amount(Money::from_cents(self.chance.between(40, total + total / 10))),
            _ => {
                Choice::Visits(dues.iter().filter(|_| self.chance.percent(50)).map(|due| due.visit).collect())
            }
        })
    }

    fn return_to(&mut self, patient: &Patient) -> Option<PaymentId> {
        let page = self.chance.pick(&patient.pages)?;
        let session = self.house.shared.lock().store.find("checkout.session", page)?;
        stripe::text_at(&session, "metadata", "payment").parse().ok()
    }

    /// What a patient does on the hosted page.
    pub(crate) async fn on_the_page(&mut self) -> Result<(), Trouble> {
        let open: Vec<usize> = (0..self.patients.len()).filter(|at| self.has_open_page(*at)).collect();
        let at = match self.chance.pick(&open) {
            Some(at) if self.chance.percent(90) => *at,
            _ => self.chance.below(self.patients.len()),
        };
        let pages = self.patients.get(at).map(|patient| patient.pages.clone()).unwrap_or_default();
        // Most often the newest; at times one that was left open in another tab.
        let page = if self.chance.percent(75) { pages.last() } else { self.chance.pick(&pages) };
        let Some(page) = page else { return Ok(()) };
        let (words, form) = if self.chance.percent(25) {
            let bank = self.chance.weighed(&BANKS).unwrap_or_default();
            (bank, format!("method=us_bank_account&bank={bank}&name=Test"))
        } else {
            let card = self.chance.weighed(&CARDS).unwrap_or_default();
            (card, format!("method=card&number={card}&expiry=12/34&cvc=123&name=Test"))
        };
        let status = self.post(&format!("/c/pay/{page}"), &form).await?;
        self.note(&format!("account {} pays on page {page} with {words}: {status}", at + 1));
        if words == "4000002760003184" && status == 303 {
            let outcome = if self.chance.percent(70) { "complete" } else { "fail" };
            let status =
                self.post(&format!("/c/pay/{page}/authenticate"), &format!("outcome={outcome}")).await?;
            self.note(&format!("  and the bank asks who it is: {outcome}: {status}"));
        }
        self.house.at_gateway(|_| ());
        self.collect();
        // The browser is sent back at once, unless it is closed first.
        let session = self.house.shared.lock().store.find("checkout.session", page).unwrap_or_default();
        match stripe::text_at(&session, "metadata", "payment").parse() {
            Ok(payment) if session.text("status") == "complete" && self.chance.percent(55) => {
                self.perform(Action::Return(payment)).await
            }
            _ => Ok(()),
        }
    }

    /// Sends a form of the hosted page, as a browser would.
    pub(crate) async fn post(&self, path: &str, form: &str) -> Result<u16, Trouble> {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .map_err(|error| Trouble::Violated(error.to_string()))?;
        let router = stripe_sandbox::router(self.house.shared.clone());
        let Ok(response) = router.oneshot(request).await;
        Ok(response.status().as_u16())
    }

    /// Whether a patient has a page they can still pay on.
    fn has_open_page(&self, at: usize) -> bool {
        let world = self.house.shared.lock();
        let pages = self.patients.get(at).map(|patient| patient.pages.as_slice()).unwrap_or_default();
        pages.iter().any(|page| {
            world.store.find("checkout.session", page).is_some_and(|page| page.text("status") == "open")
        })
    }

    /// Whether anybody has.
    #[must_use]
    pub(crate) fn any_page_open(&self) -> bool {
        (0..self.patients.len()).any(|at| self.has_open_page(at))
    }
}
