//! What happened is told once it is in the books, signed, until it is taken.

use std::sync::{Arc, Mutex};

use axum::http::{HeaderMap, StatusCode};
use billing::hooks::send::{Sender, send_due};
use billing::hooks::{self, Delivery, DeliveryState, EventKind, Reach, Wanted};
use billing::pay_links::Aim;
use billing::pay_links::make::{self, Wanted as LinkWanted};
use billing::pay_links::open::{self, Answer};
use billing::pay_links::pay::{self, GuestPress};
use billing::payments::Started;
use billing::testing::{TestDb, on_each_engine};
use billing::work::{self, WorkItem, WorkKind};
use domain::PracticeId;
use domain::dispute::{Outcome, Reason};
use domain::estimate::How;
use domain::payment::Choice;
use serde_json::Value;
use standardwebhooks::Webhook;
use time::Duration;
use time::macros::date;
use uuid::Uuid;

use crate::disputes::federal::{above, concludes, opens};
use crate::disputes::{appeals, decides, decision, tell, withdraws};
use crate::payments::till::{PUBLIC_URL, Till};
use crate::practice::press_id;

const VISITS: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];

/// Another program: what it was sent, and what it answers.
#[derive(Clone)]
struct Program {
    url: String,
    came: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    answers: Arc<Mutex<StatusCode>>,
}

impl Program {
    async fn new() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (came, answers) = (Arc::default(), Arc::new(Mutex::new(StatusCode::NO_CONTENT)));
        let program = Self { url, came, answers };
        let this = program.clone();
        let take = move |headers: HeaderMap, body: String| async move {
            this.came.lock().unwrap().push((headers, body));
            let answer = *this.answers.lock().unwrap();
            (answer, [("location", "/elsewhere")])
        };
        let app = axum::Router::new().fallback(take);
        tokio::spawn(async move { axum::serve(listener, app).await });
        program
    }

    fn answers(&self, status: u16) {
        *self.answers.lock().unwrap() = StatusCode::from_u16(status).unwrap();
    }

    fn came(&self) -> Vec<(HeaderMap, String)> {
        std::mem::take(&mut *self.came.lock().unwrap())
    }

    async fn listens(&self, t: &TestDb, practice: PracticeId, events: &[EventKind]) -> (Uuid, String) {
        let secret = hooks::secret_of(&t.door.secret());
        let mut tx = t.db.begin().await.unwrap();
        let wanted = Wanted { url: &self.url, events, reach: Reach::Anything, by: None };
        let hook = hooks::add_in(&mut tx, &t.door, practice, &wanted, |_| secret.clone()).await.unwrap();
        tx.commit().await.unwrap();
        (hook.id, secret)
    }
}

async fn send(t: &TestDb) -> usize {
    send_due(&t.db, &t.door, &Sender::new(Reach::Anything)).await.unwrap()
}

async fn log(t: &TestDb, practice: PracticeId, hook: Uuid) -> Vec<Delivery> {
    hooks::deliveries(&mut t.db.read().await.unwrap(), practice, hook, None, 100).await.unwrap()
}

async fn test(t: &TestDb, practice: PracticeId, hook: Uuid) -> Uuid {
    let mut tx = t.db.begin().await.unwrap();
    let event = hooks::test_in(&mut tx, &t.door, practice, hook).await.unwrap();
    tx.commit().await.unwrap();
    event
}

/// The library's own check, but for the time: the practice's clock is not this machine's.
fn is_signed(secret: &str, (headers, body): &(HeaderMap, String)) -> bool {
    let said = |name: &str| headers[name].to_str().unwrap();
    let at = said("webhook-timestamp").parse().unwrap();
    let theirs = Webhook::new(secret).unwrap().sign(said("webhook-id"), at, body.as_bytes()).unwrap();
    said("webhook-signature").split(' ').any(|one| one == theirs)
}

#[tokio::test]
async fn a_payment_by_a_link_is_told_with_the_books_signed_and_without_a_name() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let t = &till.practice.t;
        let program = Program::new().await;
        let (hook, secret) = program.listens(t, till.practice.id, &[]).await;
        let (plans_only, _) = program.listens(t, till.practice.id, &[EventKind::PlanStarted]).await;
        let other = crate::practice::add_practice(&t.db, &t.door, "alder").await;
        let (elsewhere, _) = program.listens(t, other, &[]).await;

        let wanted = LinkWanted {
            guarantor: till.payer.guarantor,
            aim: Aim::Due,
            single_use: false,
            expires_at: t.door.now() + make::LIVES,
            campaign: "x".to_owned(),
            by: None,
        };
        let mut tx = t.db.begin().await.unwrap();
        let (link, token) = make::make_in(&mut tx, &t.door, till.practice.id, &wanted).await.unwrap();
        tx.commit().await.unwrap();
        let right = Answer { birth_date: date!(1980 - 02 - 03), more: String::new() };
        let guest = open::answer(&t.db, &t.door, &token, &right, "192.0.2.1").await.unwrap();
        let guest = open::guest(&t.db, &t.door, &guest).await.unwrap().unwrap();
        let press = GuestPress { id: press_id(1), amount: None, spanish: false };
        let started = pay::start(&t.db, &t.door, &till.gateway, PUBLIC_URL, &guest, &press).await.unwrap();
        let Started::Page(page) = started else { panic!("nothing to pay") };
        assert!(log(t, till.practice.id, hook).await.is_empty(), "nothing happened yet");
        till.pay(&page).await;
        till.webhooks().await;
        till.webhooks().await;

        assert_eq!(send(t).await, 2, "once each, however often the gateway tells");
        assert_eq!(send(t).await, 0);
        let came = program.came();
        let mut kinds = Vec::new();
        for message in &came {
            assert!(is_signed(&secret, message));
            let body: Value = serde_json::from_str(&message.1).unwrap();
            assert_eq!(body["id"], message.0["webhook-id"].to_str().unwrap());
            assert_eq!(body["data"]["amount"], "150.00");
            assert_eq!(body["data"]["link_id"], link.to_string());
            assert!(
                !message.1.contains("Wren")
                    && !message.1.contains("Abernethy")
                    && !message.1.contains("A1\"")
            );
            kinds.push(body["type"].as_str().unwrap().to_owned());
        }
        kinds.sort_unstable();
        assert_eq!(kinds, ["link.paid", "payment.succeeded"]);
        let told = log(t, till.practice.id, hook).await;
        assert!(told.iter().all(|one| one.state == DeliveryState::Delivered && one.last_status == Some(204)));
        assert!(log(t, till.practice.id, plans_only).await.is_empty());
        assert!(log(t, other, elsewhere).await.is_empty(), "another practice hears nothing of it");
        assert!(log(t, other, hook).await.is_empty());
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn who_hears_that_a_reviewer_decided_heard_that_it_began() {
    on_each_engine(|t| async move {
        let (till, dana, visit) = above(t).await;
        let t = &till.practice.t;
        let program = Program::new().await;
        let (hook, _) = program.listens(t, till.practice.id, &[]).await;
        let kinds = async || -> Vec<String> {
            log(t, till.practice.id, hook).await.into_iter().map(|one| one.kind).collect()
        };
        let case = opens(&till, dana, visit, 1).await.unwrap();
        assert_eq!(kinds().await, ["dispute.opened"]);
        concludes(&till, dana, &case, How::Determined, 60_000).await.unwrap();
        assert_eq!(kinds().await.len(), 2);
        assert!(kinds().await.contains(&"dispute.decided".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_given_back_and_stated_is_told() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let t = &till.practice.t;
        let (practice, guarantor) = (till.practice.id, till.payer.guarantor);
        let program = Program::new().await;
        let (hook, _) = program.listens(t, practice, &[]).await;
        billing::statements::issue(&t.db, &t.door, practice, guarantor, None).await.unwrap();
        // A question is nobody's news.
        tell(&till, 5, "V1", &[], Reason::Question).await.unwrap();
        let case = tell(&till, 6, "V1", &[], Reason::WrongAmount).await.unwrap();
        let dana = till.staff("dana").await;
        decides(&till, dana, &case, &decision(Outcome::Upheld, 0, 0)).await.unwrap();
        // An appeal opens it anew, and taking it back ends it.
        appeals(&till, case.id).await.unwrap();
        withdraws(&till, case.id).await.unwrap();
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        till.webhooks().await;
        let payment = till.payment_of(&page);
        let ask = billing::refunds::Ask {
            press: press_id(2),
            payment,
            amount: domain::Money::from_cents(1_000),
            reason: billing::refunds::RefundReason::Courtesy,
            note: None,
        };
        let refund = billing::refunds::ask(&t.db, &t.door, practice, till.payer.user, &ask).await.unwrap();
        billing::refunds::send(&t.db, &t.door, &till.gateway, practice, refund.id).await.unwrap();
        till.webhooks().await;
        let mut kinds: Vec<String> = log(t, practice, hook).await.into_iter().map(|one| one.kind).collect();
        kinds.sort_unstable();
        let told = [
            "dispute.decided",
            "dispute.decided",
            "dispute.opened",
            "dispute.opened",
            "payment.succeeded",
            "refund.succeeded",
            "statement.issued",
        ];
        assert_eq!(kinds, told);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_taken_comes_again_for_three_days_and_then_a_person_looks() {
    on_each_engine(|t| async move {
        let practice = crate::practice::add_practice(&t.db, &t.door, "willow").await;
        let program = Program::new().await;
        let (hook, _) = program.listens(&t, practice, &[]).await;
        program.answers(302);
        let event = test(&t, practice, hook).await;
        let began = t.door.now();
        let mut sent = 0;
        while log(&t, practice, hook).await[0].state == DeliveryState::Waiting {
            assert!(sent < 50, "it never ends");
            sent += send(&t).await;
            t.clock.advance(Duration::minutes(30));
        }
        assert_eq!((sent, program.came().len()), (10, 10), "and a redirect is not followed");
        let days = (t.door.now() - began).whole_hours() / 24;
        assert_eq!(days, 3);
        let waiting = async || {
            let mut tx = t.db.read().await.unwrap();
            let all = work::waiting(&mut tx, practice, 10).await.unwrap();
            all.iter().filter_map(WorkItem::kind).collect::<Vec<_>>()
        };
        assert_eq!(waiting().await, [WorkKind::HookDisabled]);
        let later = test(&t, practice, hook).await;
        assert_eq!(send(&t).await, 0, "it is told nothing more");

        program.answers(200);
        let mut tx = t.db.begin().await.unwrap();
        hooks::set_enabled_in(&mut tx, &t.door, practice, hook, true, None).await.unwrap();
        assert!(hooks::replay_in(&mut tx, &t.door, practice, hook, event).await.unwrap());
        tx.commit().await.unwrap();
        assert!(waiting().await.is_empty());
        assert_eq!(send(&t).await, 2);
        let ids: Vec<_> = program.came().iter().map(|(headers, _)| headers["webhook-id"].clone()).collect();
        assert!(
            ids.iter().any(|id| *id == event.to_string()) && ids.iter().any(|id| *id == later.to_string())
        );
        assert!(log(&t, practice, hook).await.iter().all(|one| one.state == DeliveryState::Delivered));

        program.answers(500);
        let poison = test(&t, practice, hook).await;
        send(&t).await;
        program.answers(200);
        test(&t, practice, hook).await;
        send(&t).await;
        program.answers(500);
        for _ in 0..9 {
            t.clock.advance(Duration::hours(25));
            send(&t).await;
        }
        let told = log(&t, practice, hook).await;
        let given_up = told.iter().filter(|one| one.state == DeliveryState::GivenUp);
        assert_eq!(given_up.map(|one| one.event).collect::<Vec<_>>(), [poison]);
        assert!(waiting().await.is_empty(), "the endpoint takes others: it is not disabled for one");

        program.answers(410);
        test(&t, practice, hook).await;
        assert_eq!(send(&t).await, 1);
        assert_eq!(waiting().await, [WorkKind::HookDisabled], "who says that it is gone is believed at once");
    })
    .await;
}

#[tokio::test]
async fn a_replaced_secret_signs_along_for_a_while_and_only_public_addresses_are_reached() {
    on_each_engine(|t| async move {
        let practice = crate::practice::add_practice(&t.db, &t.door, "willow").await;
        let program = Program::new().await;
        let (hook, old) = program.listens(&t, practice, &[]).await;
        let new = hooks::secret_of(&t.door.secret());
        let mut tx = t.db.begin().await.unwrap();
        hooks::rotate_in(&mut tx, &t.door, practice, hook, Duration::hours(1), &new).await.unwrap();
        tx.commit().await.unwrap();
        test(&t, practice, hook).await;
        send(&t).await;
        let came = program.came();
        assert!(is_signed(&old, &came[0]) && is_signed(&new, &came[0]));
        t.clock.advance(Duration::hours(1));
        test(&t, practice, hook).await;
        send(&t).await;
        let came = program.came();
        assert!(!is_signed(&old, &came[0]) && is_signed(&new, &came[0]));

        test(&t, practice, hook).await;
        send_due(&t.db, &t.door, &Sender::new(Reach::Public)).await.unwrap();
        assert!(program.came().is_empty());
        assert_eq!(log(&t, practice, hook).await[0].last_error.as_deref(), Some("address"));
        let mut tx = t.db.begin().await.unwrap();
        hooks::remove_in(&mut tx, &t.door, practice, hook, None).await.unwrap();
        tx.commit().await.unwrap();
        t.clock.advance(Duration::hours(1));
        assert_eq!(send(&t).await, 0, "what waited for it is not sent");
        // What was told at the moment in which it was removed.
        let late = "UPDATE hook_deliveries SET state = 'waiting'";
        let mut tx = t.db.begin().await.unwrap();
        billing::run!(&mut tx, sqlx::query(late)).unwrap();
        tx.commit().await.unwrap();
        assert_eq!(send(&t).await, 0, "and it does not come again for ever");
    })
    .await;
}
