//! What is checked after every step: the books prove themselves, and the gateway's own records
//! show nothing that must never be.

use billing::ledger::verify;
use stripe_sandbox::store::DocExt;

use crate::history::History;
use crate::{Trouble, stripe};

impl History {
    /// Checks every promise that holds at any instant.
    ///
    /// # Errors
    /// The first that is broken.
    pub(crate) async fn check(&mut self) -> Result<(), Trouble> {
        let verdict = verify::verify(&self.house.db, &self.house.door).await?;
        if let Some(first) = verdict.violations.first() {
            return Err(Trouble::Violated(first.clone()));
        }
        let (wrongs, held) = {
            let world = self.house.shared.lock();
            (stripe::wrongs(&world), stripe::held(&world))
        };
        if let Some(first) = wrongs.into_iter().next() {
            return Err(Trouble::Violated(first));
        }
        self.one_page_each()?;
        self.note(&format!(
            "  books: {} transactions, {} entries, {} due; gateway: {held}",
            verdict.transactions, verdict.entries, verdict.patient_receivable_cents
        ));
        Ok(())
    }

    /// Of the pages an account was shown, one at most can still be paid.
    fn one_page_each(&self) -> Result<(), Trouble> {
        let world = self.house.shared.lock();
        for (patient, at) in self.patients.iter().zip(1..) {
            let open = patient.pages.iter().filter(|page| {
                world.store.find("checkout.session", page).is_some_and(|page| page.text("status") == "open")
            });
            let open: Vec<&String> = open.collect();
            if open.len() > 1 {
                return Err(Trouble::Violated(format!(
                    "account {at} could pay on {} pages at once",
                    open.len()
                )));
            }
        }
        Ok(())
    }
}
