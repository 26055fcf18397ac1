//! How a history ends: the weather clears, what is late arrives or is lost, the server does its
//! chores until nothing is left to do, staff settle every difference; and then everything must
//! add up, in the books, at the gateway and by the arithmetic of the model.

use std::collections::{BTreeMap, BTreeSet};

use billing::accounts::{self, Policy};
use billing::ledger::verify;
use billing::payments::Method;
use billing::refunds::RefundState;
use stripe_sandbox::resources::attempts;
use stripe_sandbox::store::DocExt;
use time::Duration;

use crate::action::{Action, Chore};
use crate::history::History;
use crate::{Trouble, look, stripe};

/// Rounds after which staff would have settled whatever can be settled.
const ROUNDS: usize = 12;

fn violated<T>(what: String) -> Result<T, Trouble> {
    Err(Trouble::Violated(what))
}

impl History {
    /// Brings everything to its end, and proves it.
    pub(crate) async fn end(&mut self) -> Result<(), Trouble> {
        self.note("the end begins");
        self.clear_weather(true);
        while let Some((by, taken)) = self.on_counter.clone() {
            self.calmly(Action::Desk(by, taken)).await?;
        }
        if let Some(paper) = self.on_desk.clone() {
            self.calmly(Action::Import(paper)).await?;
        }
        self.debits_end();
        if self.chance.percent(40) {
            self.note("the post on its way is lost");
            self.post.lose_all();
        }
        self.sleep(Duration::minutes(5)).await?;
        self.check().await?;
        for _ in 0..2 {
            self.sleep(Duration::hours(25)).await?;
            self.check().await?;
        }
        if !self.post.is_empty() {
            self.sleep(Duration::days(32)).await?;
            self.check().await?;
        }
        self.settle_differences().await?;
        self.sleep(Duration::hours(25)).await?;
        self.settle_differences().await?;
        // What a policy asked for at the last moment is still to be sent and to arrive.
        self.policy_rests().await?;
        for _ in 0..3 {
            self.sleep(Duration::hours(7)).await?;
        }
        self.calmly(Action::Chore(Chore::Reconcile)).await?;
        self.settle_differences().await?;
        self.check().await?;
        self.prove().await
    }

    /// From now on a person decides about credits.
    async fn policy_rests(&self) -> Result<(), Trouble> {
        let practice = self.house.cast.practice;
        let mut tx = self.house.db.begin().await?;
        let policy = accounts::policy(&mut tx, practice).await?;
        let policy = Policy { credit_refund_days: None, ..policy };
        accounts::change_policy_in(&mut tx, practice, &policy).await?;
        Ok(tx.commit().await?)
    }

    /// Most bank debits that are on their way clear or come back; some never do.
    fn debits_end(&mut self) {
        let all = stripe::all(&self.house.shared.lock(), "payment_intent");
        for intent in all.iter().filter(|intent| intent.text("status") == "processing") {
            let how = self.chance.below(10);
            let id = intent.text("id");
            let failure = (how > 6).then_some("insufficient_funds");
            if how < 9 {
                let ended = self.house.at_gateway(|world| attempts::settle(world, id, failure).is_ok());
                self.note(&format!("gateway: debit {id} ends {failure:?} {ended}"));
            }
        }
        self.collect();
    }

    /// Staff settle what does not agree, step by step as their page offers.
    async fn settle_differences(&mut self) -> Result<(), Trouble> {
        for _ in 0..ROUNDS {
            let open = look::differences(&self.house).await?;
            if open.is_empty() {
                return Ok(());
            }
            for one in open {
                if let Some(action) = self.chance.pick(one.kind.actions()).copied() {
                    self.calmly(Action::Resolve(one.id, action)).await?;
                }
            }
            self.calmly(Action::Chore(Chore::Reconcile)).await?;
        }
        match look::differences(&self.house).await?.first() {
            Some(left) => violated(format!("no step settles this difference: {left:?}")),
            None => Ok(()),
        }
    }

    async fn prove(&mut self) -> Result<(), Trouble> {
        self.note("the proof");
        let house = self.house.clone();
        let mut verdict = verify::verify(&house.db, &house.door).await?;
        verify::verify_gateway(&house.db, &house.door, &house.gateway, &mut verdict)
            .await
            .map_err(|error| Trouble::Violated(error.to_string()))?;
        if let Some(first) = verdict.violations.first() {
            return violated(first.clone());
        }
        self.everything_has_ended().await?;
        self.every_line_once().await?;
        self.accounts_agree().await
    }

    /// Nothing hangs: payments, refunds, events and messages have come to their ends.
    async fn everything_has_ended(&self) -> Result<(), Trouble> {
        let house = &self.house;
        let sessions = look::texts(
            house,
            "SELECT COALESCE(session_id, '') FROM payments WHERE state = 'processing' ORDER BY id",
        )
        .await?;
        for session in sessions {
            let world = house.shared.lock();
            let session = world.store.find("checkout.session", &session).unwrap_or_default();
            let intent =
                world.store.find("payment_intent", session.text("payment_intent")).unwrap_or_default();
            if intent.text("status") != "processing" {
                return violated(format!("a payment waits for debit {}, which is over", intent.text("id")));
            }
        }
        for (what, query) in [
            (
                "payments are neither paid nor over",
                "SELECT COUNT(*) FROM payments WHERE state IN ('intent', 'open')",
            ),
            (
                "refunds are agreed to and not sent",
                "SELECT COUNT(*) FROM refunds WHERE state IN ('approved', 'pending')",
            ),
            (
                "events were not applied",
                "SELECT COUNT(*) FROM gateway_events WHERE state IN ('received', 'unreadable')",
            ),
            (
                "instalments were taken twice",
                "SELECT COUNT(*) FROM (SELECT 1 FROM plan_attempts WHERE state = 'paid'
                 GROUP BY practice_id, plan_id, number, due_on HAVING COUNT(*) > 1) t",
            ),
            (
                "automatic payments took more than was ever agreed to",
                "SELECT COUNT(*) FROM plan_attempts a
                 JOIN payments p ON p.practice_id = a.practice_id AND p.id = a.payment_id
                 WHERE p.amount_cents > (SELECT MAX(d.cap_cents) FROM plan_documents d
                                         WHERE d.practice_id = a.practice_id AND d.plan_id = a.plan_id)",
            ),
            ("things about plans were not told", "SELECT COUNT(*) FROM plan_notices WHERE told_at IS NULL"),
            ("messages did not leave", "SELECT COUNT(*) FROM messages WHERE state <> 'sent'"),
            (
                "payments have no receipt of their own",
                "SELECT COUNT(*) FROM payments p WHERE p.state = 'paid' AND p.method = 'online'
                 AND (SELECT COUNT(*) FROM messages m WHERE m.template = 'receipt' AND m.state = 'sent')
                  <> (SELECT COUNT(*) FROM payments q WHERE q.state = 'paid' AND q.method = 'online')",
            ),
        ] {
            let count = look::figure(house, query).await?;
            if count != 0 {
                return violated(format!("at the end {count} {what}"));
            }
        }
        Ok(())
    }

    /// Every line of the gateway's account has one ledger transaction, and none has two lines.
    async fn every_line_once(&self) -> Result<(), Trouble> {
        let house = &self.house;
        let recorded: BTreeSet<String> = look::texts(
            house,
            "SELECT id FROM gateway_movements WHERE transaction_id IS NOT NULL OR kind LIKE 'payout%'",
        )
        .await?
        .into_iter()
        .collect();
        let (lines, held, paid_out) = {
            let world = house.shared.lock();
            let payouts = stripe::all(&world, "payout");
            let paid_out =
                payouts.iter().filter(|one| one.text("status") != "failed").map(|one| one.int("amount"));
            (stripe::all(&world, "balance_transaction"), stripe::held(&world), paid_out.sum::<i64>())
        };
        let on_its_way: BTreeSet<String> = {
            let world = house.shared.lock();
            let charges = stripe::all(&world, "charge").into_iter();
            let pending = charges.filter(|charge| charge.text("status") == "pending");
            pending.map(|charge| charge.text("balance_transaction").to_owned()).collect()
        };
        let (waiting, lines): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|line| on_its_way.contains(line.text("id")));
        let held = held - waiting.iter().map(|line| line.int("net")).sum::<i64>();
        if let Some(lost) = lines.iter().find(|line| !recorded.contains(line.text("id"))) {
            return violated(format!(
                "line {} ({}) has no ledger transaction",
                lost.text("id"),
                lost.text("type")
            ));
        }
        for (what, ours, theirs) in [
            (
                "lines that share a ledger transaction",
                "SELECT COUNT(transaction_id) - COUNT(DISTINCT transaction_id) FROM gateway_movements",
                0,
            ),
            (
                "cents held by the gateway",
                "SELECT CAST(COALESCE(SUM(cents), 0) AS BIGINT) FROM ledger_entries WHERE account = 'gateway_cash'",
                held,
            ),
            (
                "cents paid out by the gateway",
                "SELECT CAST(COALESCE(SUM(e.cents), 0) AS BIGINT) FROM ledger_entries e
                 JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
                 WHERE e.account = 'bank' AND t.kind IN ('payout', 'payout_failed')",
                paid_out,
            ),
        ] {
            let ours = look::figure(house, ours).await?;
            if ours != theirs {
                return violated(format!(
                    "{what}: {ours} in the books, {theirs} by the gateway's own records"
                ));
            }
        }
        Ok(())
    }

    /// What each account owes is what the model says.
    async fn accounts_agree(&mut self) -> Result<(), Trouble> {
        let house = self.house.clone();
        // What staff chose to book as money of nobody is nobody's.
        let nobodys: BTreeSet<String> = look::texts(
            &house,
            "SELECT m.id FROM gateway_movements m
             JOIN ledger_transactions t ON t.practice_id = m.practice_id AND t.id = m.transaction_id
             WHERE t.kind = 'unidentified_money'",
        )
        .await?
        .into_iter()
        .collect();
        let kept = stripe::kept(&house.shared.lock(), &|line| nobodys.contains(line));
        let payers: BTreeMap<String, _> = look::payers(&house)
            .await?
            .into_iter()
            .map(|(payment, payer)| (payment.to_string(), payer))
            .collect();
        let refunds = look::all_refunds(&house).await?;
        let entangled = self.model.entangled();
        let (mut owed, mut booked) = (0, 0);
        for (payer, account) in house.cast.payers.iter().zip(1..) {
            let of_account = |payment: &String| payers.get(payment) == Some(&payer.guarantor);
            let online: i64 =
                kept.iter().filter(|(payment, _)| of_account(payment)).map(|(_, cents)| cents).sum();
            let by_hand = refunds.iter().filter(|one| {
                one.guarantor == payer.guarantor
                    && one.method != Method::Online
                    && one.state == RefundState::Done
            });
            let by_hand: i64 = by_hand.map(|one| one.amount.cents()).sum();
            let (share, desk) = (self.model.share(account), self.model.desk(account));
            let costs = look::plan_costs(&house, payer.guarantor).await?;
            let owes = share + costs - online - desk + by_hand;
            let books = look::balance(&house, payer.guarantor).await?;
            self.note(&format!("account {account}: share {share}, plans cost {costs}, online {online}, desk {desk}, by hand {by_hand}: owes {owes}, books {books}"));
            if entangled.contains(&account) {
                (owed, booked) = (owed + owes, booked + books);
            } else if owes != books {
                return violated(format!("account {account} owes {owes}, but the books say {books}"));
            }
        }
        if owed != booked {
            return violated(format!("accounts {entangled:?} owe {owed}, but the books say {booked}"));
        }
        match kept.keys().find(|payment| !payers.contains_key(*payment)) {
            Some(stranger) => {
                violated(format!("the gateway collected for payment {stranger}, of which we know nothing"))
            }
            None => Ok(()),
        }
    }
}
