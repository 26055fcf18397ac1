//! What staff do about payments, what a payer's bank does, and what happens in the
//! gateway's dashboard.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use billing::chargebacks::{self, Chargeback};
use billing::identity::{self, Grant};
use billing::on;
use billing::payments::{PaymentState, desk};
use billing::reconcile::{self, Action, Difference, DifferenceKind, Reading, ReconcileError};
use billing::refunds::{self, Ask, Refund, RefundError, RefundReason, RefundState};
use billing::work::{self, Hold, WorkItem, WorkKind};
use domain::access::Role;
use domain::payment::Choice;
use domain::{Money, PaymentId, RefundId, UserId};
use serde_json::Value;
use stripe_sandbox::faults::{Failure, Fault};
use tower::ServiceExt;

use super::till::{SECRET, Till};
use crate::practice::press_id;

/// Its refunds succeed at first and fail five seconds later.
pub const REFUND_FAILS: &str = "4000000000005126";
/// Its refunds are on their way for five seconds.
pub const REFUND_PENDS: &str = "4000000000007726";

pub fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

impl Till {
    /// A member of staff.
    pub async fn staff(&self, name: &str) -> UserId {
        let t = &self.practice.t;
        let email = format!("{name}@willow.example");
        let grant = [Grant::Staff(self.practice.id, Role::Administrator)];
        identity::add_user(&t.db, &t.door, &email, name, "en", "harbour violet ladder", &grant).await.unwrap()
    }

    /// The payer pays and the webhook arrives.
    pub async fn paid(&self, press: u128, choice: Choice) -> PaymentId {
        self.paid_with(press, choice, super::till::VISA).await
    }

    pub async fn paid_with(&self, press: u128, choice: Choice, card: &str) -> PaymentId {
        let page = self.page(press, choice).await;
        assert_eq!(self.card(&page, card).await, 303);
        assert_eq!(self.come_back(&page).await, PaymentState::Paid);
        self.webhooks().await;
        self.payment_of(&page)
    }

    pub async fn ask(
        &self,
        press: u128,
        payment: PaymentId,
        amount: i64,
        by: UserId,
    ) -> Result<Refund, RefundError> {
        let t = &self.practice.t;
        refunds::ask(&t.db, &t.door, self.practice.id, by, &wish(press, payment, amount)).await
    }

    pub async fn decide(&self, id: RefundId, by: UserId, agreed: bool) -> Result<Refund, RefundError> {
        let t = &self.practice.t;
        refunds::decide(&t.db, &t.door, self.practice.id, id, by, agreed).await
    }

    pub async fn send(&self, id: RefundId) -> Result<RefundState, RefundError> {
        let t = &self.practice.t;
        refunds::send(&t.db, &t.door, &self.gateway, self.practice.id, id).await
    }

    /// What the janitor does; says how many refunds it looked at.
    pub async fn send_waiting(&self) -> usize {
        let t = &self.practice.t;
        refunds::send_waiting(&t.db, &t.door, &self.gateway).await.unwrap()
    }

    /// Staff give money back, which must work at once.
    pub async fn give_back(&self, press: u128, payment: PaymentId, amount: i64, by: UserId) -> RefundId {
        let refund = self.ask(press, payment, amount, by).await.unwrap();
        assert_eq!(self.send(refund.id).await.unwrap(), RefundState::Done);
        refund.id
    }

    pub async fn refund(&self, id: RefundId) -> Refund {
        let mut tx = self.practice.t.db.read().await.unwrap();
        refunds::refund(&mut tx, self.practice.id, id).await.unwrap().unwrap()
    }

    pub async fn refunds_of(&self, payment: PaymentId) -> Vec<Refund> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        refunds::of_payment(&mut tx, self.practice.id, payment).await.unwrap()
    }

    /// What is open on the work list, of these kinds.
    pub async fn work(&self) -> Vec<WorkKind> {
        self.items().await.iter().map(|item| item.kind().unwrap()).collect()
    }

    pub async fn items(&self) -> Vec<WorkItem> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        work::waiting(&mut tx, self.practice.id, 100).await.unwrap()
    }

    pub async fn holds(&self) -> Vec<Hold> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        work::holds(&mut tx, self.practice.id, self.payer.guarantor).await.unwrap()
    }

    pub async fn take(
        &self,
        press: u128,
        method: billing::payments::Method,
        amount: i64,
        by: UserId,
    ) -> Result<PaymentId, desk::DeskError> {
        let t = &self.practice.t;
        let taken = desk::Taken {
            press: press_id(press),
            guarantor: self.payer.guarantor,
            method,
            reference: Some("1001".to_owned()),
            amount: cents(amount),
            visits: Vec::new(),
        };
        desk::take(&t.db, &t.door, self.practice.id, by, &taken).await
    }

    /// How often a message of this kind waits or went out.
    pub async fn messages(&self, template: &str) -> i64 {
        let mut tx = self.practice.t.db.read().await.unwrap();
        on!(&mut tx, c => sqlx::query_scalar("SELECT COUNT(*) FROM messages WHERE template = $1")
            .bind(template)
            .fetch_one(c))
        .unwrap()
    }

    /// Reads the gateway's account.
    pub async fn reconcile(&self) -> Reading {
        let t = &self.practice.t;
        reconcile::run(&t.db, &t.door, &self.gateway).await.unwrap()
    }

    pub async fn differences(&self) -> Vec<Difference> {
        let t = &self.practice.t;
        let mut tx = t.db.read().await.unwrap();
        reconcile::differences(&mut tx, &t.door, self.practice.id).await.unwrap()
    }

    /// The one difference there is, which must be of this kind.
    pub async fn difference(&self, kind: DifferenceKind) -> Difference {
        let mut all = self.differences().await;
        assert_eq!(all.iter().map(|one| one.kind).collect::<Vec<_>>(), [kind]);
        all.remove(0)
    }

    pub async fn resolve(&self, id: &str, action: Action) -> Result<(), ReconcileError> {
        let t = &self.practice.t;
        reconcile::resolve(&t.db, &t.door, &self.gateway, self.practice.id, id, action).await
    }

    /// What the stand-in holds for us, in cents: every line of its account, less fees.
    pub fn held(&self) -> i64 {
        self.all("balance_transaction").iter().map(|line| line["net"].as_i64().unwrap()).sum()
    }

    /// The account was read, all of it agrees, and the books hold what the gateway holds.
    pub async fn is_reconciled(&self) {
        self.reconcile().await;
        assert_eq!(self.differences().await, []);
        assert_eq!(self.practice.on("gateway_cash").await, self.held());
        self.is_sound().await;
    }

    /// The stand-in's charge of a payment.
    pub fn charge_of(&self, payment: PaymentId) -> String {
        let payment = payment.to_string();
        let charges = self.all("charge");
        charges.iter().find(|charge| charge["metadata"]["payment"] == payment).unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The payer's bank disputes a payment; gives the stand-in's id of the dispute.
    pub async fn dispute(&self, payment: PaymentId, how: &str) -> String {
        self.control(&format!("/charges/{}/dispute", self.charge_of(payment)), how).await;
        self.all("dispute")[0]["id"].as_str().unwrap().to_owned()
    }

    pub async fn decided(&self, dispute: &str, won: bool) {
        self.control(&format!("/disputes/{dispute}/resolve"), &format!(r#"{{"won":{won}}}"#)).await;
    }

    pub async fn chargebacks(&self, payment: PaymentId) -> Vec<Chargeback> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        chargebacks::of_payment(&mut tx, self.practice.id, payment).await.unwrap()
    }

    /// Every event about one of the stand-in's objects, in the order in which it happened,
    /// as it would be delivered.
    pub fn events_of(&self, object: &str) -> Vec<String> {
        let events = self.all("event");
        let about = events.iter().rev().filter(|event| event["data"]["object"]["id"] == object);
        about.map(Value::to_string).collect()
    }

    /// Delivers an event, signed.
    pub async fn tell(&self, payload: &str) {
        self.receive(payload, &self.sign(payload, SECRET)).await.unwrap();
    }

    /// What somebody does in the gateway's dashboard.
    pub async fn dashboard(&self, path: &str, form: &str) -> Value {
        let request = Request::post(format!("/v1/{path}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("authorization", "Bearer sk_test_dashboard")
            .body(Body::from(form.to_owned()));
        let answer =
            stripe_sandbox::router(self.sandbox.shared.clone()).oneshot(request.unwrap()).await.unwrap();
        let status = answer.status();
        let body = to_bytes(answer.into_body(), 1_000_000).await.unwrap();
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap()
    }

    /// Money that no payment of ours asked for; gives the stand-in's intent.
    pub async fn charge_in_dashboard(&self, amount: i64, more: &str) -> Value {
        let form = format!(
            "amount={amount}&currency=usd&payment_method=pm_card_visa&payment_method_types[0]=card&confirm=true{more}"
        );
        self.dashboard("payment_intents", &form).await
    }

    /// The gateway's next answers to such requests fail.
    pub fn fault(&self, method: &str, path: &str, kind: Failure, times: u32) {
        let (path, method) = (path.to_owned(), Some(method.to_owned()));
        self.sandbox.shared.lock().faults.add(Fault { path, method, kind, times, delay_ms: 0 });
    }

    pub fn forget_faults(&self) {
        self.sandbox.shared.lock().faults.clear();
    }

    /// Every event that waits to be delivered is lost.
    pub fn lose_webhooks(&self) {
        self.sandbox.shared.lock().outbox.waiting.clear();
    }
}

/// A refund as the page asks for it.
pub fn wish(press: u128, payment: PaymentId, amount: i64) -> Ask {
    Ask {
        press: press_id(press),
        payment,
        amount: cents(amount),
        reason: RefundReason::Courtesy,
        note: Some("as agreed on the phone".to_owned()),
    }
}
