//! One press for several practices: each charges its part once, whoever comes back how often,
//! and the card is forgotten.

use billing::payments::saved::{self, Browser, Share};
use billing::payments::together::{self, Part, Standing};
use billing::payments::{self, PaymentError, PaymentState};
use billing::reconcile;
use billing::testing::on_each_engine;
use billing::{accounts, imports, on};
use domain::payment::Choice;
use domain::{GuarantorId, PracticeId};
use stripe_sandbox::faults::{Failure, Fault};
use time::Duration;

use super::till::{PUBLIC_URL, Till, VISA, session_of};
use crate::practice::{add_practice, export, press_id};

const INTENTS: &str = "/v1/payment_intents";
/// Can be kept; the bank declines every charge to it.
const DECLINES_LATER: &str = "4000000000000341";
/// Can be kept; the bank wants its owner to authenticate every charge.
const WANTS_OWNER: &str = "4000002760003184";

/// A till and a second practice of the same organisation, to which the same payer owes $75.
struct Pair {
    till: Till,
    other: (PracticeId, GuarantorId),
}

impl Pair {
    async fn new(t: billing::testing::TestDb) -> Self {
        let till = Till::new(t, &["V1||99213 120.00"]).await;
        let t = &till.practice.t;
        let practice = add_practice(&t.db, &t.door, "alder").await;
        let path = till.practice.path("other.csv", export(&["W1||99213 75.00"]).as_bytes());
        imports::import_file(&t.db, &t.door, practice, &path, "other.csv").await.unwrap();
        let mut tx = t.db.begin().await.unwrap();
        for id in [till.practice.id, practice] {
            accounts::set_organisation_in(&mut tx, &t.door, id, Some("Riverbend Health")).await.unwrap();
        }
        let guarantor =
            on!(&mut tx, c => sqlx::query_scalar("SELECT id FROM guarantors WHERE practice_id = $1")
            .bind(practice)
            .fetch_one(c))
            .unwrap();
        tx.commit().await.unwrap();
        Self { till, other: (practice, guarantor) }
    }

    fn both(&self) -> [(PracticeId, GuarantorId); 2] {
        [(self.till.payer.practice, self.till.payer.guarantor), self.other]
    }

    async fn start(&self, press: u128) -> Result<String, PaymentError> {
        let shares = self.shares(&[12_000, 7_500]);
        self.start_with(press, shares).await
    }

    fn shares(&self, cents: &[i64]) -> Vec<Share> {
        let of = |((practice, guarantor), cents): ((PracticeId, GuarantorId), &i64)| Share {
            practice,
            guarantor,
            cents: *cents,
        };
        self.both().into_iter().zip(cents).map(of).collect()
    }

    async fn start_with(&self, press: u128, shares: Vec<Share>) -> Result<String, PaymentError> {
        let t = &self.till.practice.t;
        let (gateway, payer) = (&self.till.gateway, self.till.payer);
        let browser = Browser { public_url: PUBLIC_URL, spanish: false };
        together::start(&t.db, &t.door, gateway, browser, payer, press_id(press), shares).await
    }

    async fn go_on(&self, press: u128) -> Result<Option<Standing>, PaymentError> {
        let t = &self.till.practice.t;
        together::go_on(&t.db, &t.door, &self.till.gateway, self.till.payer, press_id(press)).await
    }

    async fn parts(&self, press: u128) -> Vec<Part> {
        match self.go_on(press).await.unwrap() {
            Some(Standing::Parts(parts)) => parts,
            other => panic!("no parts: {other:?}"),
        }
    }

    /// The payer lets us keep a card, and shows the bank who they are if it asks.
    async fn keep(&self, page: &str, card: &str) {
        assert_eq!(self.till.card(page, card).await, 303);
        let session = session_of(page);
        if self.till.session(session)["status"] == "open" {
            assert_eq!(self.till.authenticate(session).await, 303);
        }
    }

    async fn janitor(&self) {
        let t = &self.till.practice.t;
        payments::settle_waiting(&t.db, &t.door, &self.till.gateway).await.unwrap();
        together::go_on_with_waiting(&t.db, &t.door, &self.till.gateway).await.unwrap();
    }

    /// What is due in each practice.
    async fn dues(&self) -> [i64; 2] {
        let mut tx = self.till.practice.t.db.read().await.unwrap();
        let mut dues = [0; 2];
        for (due, (practice, guarantor)) in dues.iter_mut().zip(self.both()) {
            let all = billing::visits::dues(&mut tx, practice, guarantor).await.unwrap();
            *due = all.iter().map(|due| due.amount.cents()).sum();
        }
        dues
    }

    /// Customers that the gateway keeps for us.
    fn kept(&self) -> usize {
        let world = self.till.sandbox.shared.lock();
        world.store.newest_first("customer").filter(|customer| !customer.contains_key("_deleted")).count()
    }

    async fn is_sound(&self) {
        let t = &self.till.practice.t;
        reconcile::run(&t.db, &t.door, &self.till.gateway).await.unwrap();
        self.till.is_sound().await;
    }
}

fn states(parts: &[Part]) -> Vec<(i64, PaymentState)> {
    parts.iter().map(|part| (part.amount.cents(), part.state)).collect()
}

#[tokio::test]
async fn one_press_pays_both_practices_each_with_its_own_charge() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        let page = pair.start(1).await.unwrap();
        assert_eq!(pair.start(1).await.unwrap(), page, "the same press is the same page");
        assert_eq!(pair.go_on(1).await.unwrap(), Some(Standing::NotPaid));
        pair.till.pay(&page).await;
        let paid = [(12_000, PaymentState::Paid), (7_500, PaymentState::Paid)];
        assert_eq!(states(&pair.parts(1).await), paid);
        assert_eq!(states(&pair.parts(1).await), paid, "coming back again changes nothing");
        assert_eq!((pair.till.charges(), pair.dues().await, pair.kept()), (2, [0, 0], 0));
        pair.till.webhooks().await;
        pair.janitor().await;
        assert_eq!(pair.till.charges(), 2);
        let t = &pair.till.practice.t;
        for part in pair.parts(1).await {
            let mut tx = t.db.read().await.unwrap();
            let payment = payments::of_practice(&mut tx, part.practice, part.payment.unwrap()).await.unwrap();
            assert_eq!(payment.unwrap().instrument.unwrap().label, "visa 4242");
        }
        pair.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_is_charged_that_was_not_shown() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        // Between the page and the press an import adds to what is due.
        let shown = pair.shares(&[12_000, 7_500]);
        pair.till.practice.take("more.csv", export(&["V2||81002 30.00"])).await;
        assert!(matches!(pair.start_with(1, shown).await, Err(PaymentError::Changed)));
        // A page that came back by the way back, with another choice, is no second use of a visit.
        let page = pair.start_with(2, pair.shares(&[15_000, 7_500])).await.unwrap();
        let one = pair.shares(&[15_000]);
        assert!(matches!(pair.start_with(2, one).await, Err(PaymentError::PressUsed)));
        pair.till.pay(&page).await;
        assert_eq!(states(&pair.parts(2).await), [(15_000, PaymentState::Paid), (7_500, PaymentState::Paid)]);
        pair.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_card_that_the_gateway_did_not_forget_is_asked_about_until_it_does() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        let page = pair.start(1).await.unwrap();
        pair.till.pay(&page).await;
        let world = pair.till.sandbox.shared.clone();
        let fault = Fault {
            path: "/v1/customers".to_owned(),
            method: Some("DELETE".to_owned()),
            kind: Failure::DropBefore,
            times: 3,
            delay_ms: 0,
        };
        world.lock().faults.add(fault);
        assert!(pair.parts(1).await.iter().all(|part| part.state == PaymentState::Paid));
        assert_eq!(pair.kept(), 1, "the answer was lost");
        let t = &pair.till.practice.t;
        saved::forget_waiting(&t.db, &t.door, &pair.till.gateway).await.unwrap();
        assert_eq!(pair.kept(), 1, "whoever asked first is given a moment");
        pair.till.advance(Duration::minutes(3)).await;
        for expected in [1, 0] {
            assert_eq!(saved::forget_waiting(&t.db, &t.door, &pair.till.gateway).await.unwrap(), expected);
            assert_eq!(pair.kept(), 0);
        }
        pair.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_visit_whose_page_never_opened_is_not_asked_about_for_ever() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        pair.till.fail("/v1/customers", Failure::ErrorBefore, 3);
        assert!(pair.start(1).await.is_err());
        pair.till.advance(Duration::minutes(31)).await;
        pair.janitor().await;
        pair.till.advance(Duration::minutes(3)).await;
        let t = &pair.till.practice.t;
        assert_eq!(together::go_on_with_waiting(&t.db, &t.door, &pair.till.gateway).await.unwrap(), 0);
        assert!(matches!(pair.start(1).await, Err(PaymentError::PressUsed)));
    })
    .await;
}

#[tokio::test]
async fn a_visit_whose_page_the_gateway_has_forgotten_is_not_asked_about_for_ever() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        pair.start(1).await.unwrap();
        pair.till.sandbox.shared.lock().reset();
        let open = "SELECT COUNT(*) FROM setups WHERE state = 'open'";
        pair.till.practice.t.clock.advance(Duration::minutes(60));
        pair.janitor().await;
        assert_eq!(pair.till.practice.count(open).await, 1, "until it would have closed");
        pair.till.practice.t.clock.advance(Duration::minutes(3));
        pair.janitor().await;
        assert_eq!(pair.till.practice.count(open).await, 0);
        assert!(matches!(pair.go_on(1).await.unwrap(), Some(Standing::NotPaid)));
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_never_comes_back_has_paid_all_the_same() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        let page = pair.start(1).await.unwrap();
        pair.till.pay(&page).await;
        pair.till.advance(Duration::minutes(3)).await;
        pair.janitor().await;
        assert_eq!((pair.till.charges(), pair.dues().await), (2, [0, 0]));
        pair.till.advance(Duration::minutes(3)).await;
        pair.janitor().await;
        assert_eq!(pair.till.charges(), 2, "once");
        pair.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_page_that_was_left_charges_nothing() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        let page = pair.start(1).await.unwrap();
        pair.till.advance(Duration::minutes(61)).await;
        pair.janitor().await;
        assert_eq!(pair.go_on(1).await.unwrap(), Some(Standing::NotPaid));
        assert_eq!((pair.till.charges(), pair.dues().await), (0, [12_000, 7_500]));
        assert_ne!(pair.till.card(&page, VISA).await, 303);
        assert!(matches!(pair.start(1).await, Err(PaymentError::PressUsed)));
        pair.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_the_bank_declines_is_not_paid_and_says_why() {
    for (card, why) in [(DECLINES_LATER, "generic_decline"), (WANTS_OWNER, "authentication_required")] {
        on_each_engine(|t| async move {
            let pair = Pair::new(t).await;
            let page = pair.start(1).await.unwrap();
            pair.keep(&page, card).await;
            let parts = pair.parts(1).await;
            assert!(parts.iter().all(|part| part.state == PaymentState::Failed), "{parts:?}");
            assert_eq!(parts[0].decline.as_deref(), Some(why));
            assert_eq!((pair.till.charges(), pair.dues().await, pair.kept()), (0, [12_000, 7_500], 0));
            // The way that is always there.
            let page = pair.till.page(9, Choice::All).await;
            pair.till.pay(&page).await;
            pair.till.come_back(&page).await;
            assert_eq!(pair.dues().await, [0, 7_500]);
            pair.is_sound().await;
        })
        .await;
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_is_asked_for_again_and_charges_once() {
    for kind in [Failure::DropBefore, Failure::DropAfter, Failure::ErrorBefore, Failure::ErrorAfter] {
        on_each_engine(|t| async move {
            let pair = Pair::new(t).await;
            let page = pair.start(1).await.unwrap();
            pair.till.pay(&page).await;
            pair.till.fail(INTENTS, kind, 6);
            assert!(pair.go_on(1).await.is_err(), "{kind:?}");
            pair.till.advance(Duration::minutes(3)).await;
            pair.janitor().await;
            pair.till.advance(Duration::minutes(3)).await;
            pair.janitor().await;
            let parts = pair.parts(1).await;
            assert!(parts.iter().all(|part| part.state == PaymentState::Paid), "{kind:?}: {parts:?}");
            assert_eq!((pair.till.charges(), pair.dues().await), (2, [0, 0]), "{kind:?}");
            pair.is_sound().await;
        })
        .await;
    }
}

#[tokio::test]
async fn an_answer_that_stays_lost_beyond_the_life_of_keys_charges_once() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        let page = pair.start(1).await.unwrap();
        pair.till.pay(&page).await;
        // The charge was made; we never heard, and the gateway has forgotten the key.
        pair.till.fail(INTENTS, Failure::ErrorAfter, 3);
        assert!(pair.go_on(1).await.is_err());
        pair.till.advance(Duration::hours(25)).await;
        pair.janitor().await;
        assert_eq!(pair.dues().await[0], 0, "found among what was charged to the card");
        assert_eq!(pair.till.charges(), 1, "the other part was never begun, and is too old to begin now");
        pair.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn who_pays_one_part_in_another_tab_is_not_asked_for_it_again() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        let page = pair.start(1).await.unwrap();
        let tab = pair.till.page(2, Choice::All).await;
        pair.till.pay(&tab).await;
        pair.till.pay(&page).await;
        let parts = pair.parts(1).await;
        assert_eq!(states(&parts), [(12_000, PaymentState::Expired), (7_500, PaymentState::Paid)]);
        assert_eq!(parts[0].payment, None);
        assert_eq!((pair.till.charges(), pair.dues().await), (2, [0, 0]));
        pair.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_that_go_on_at_once_charge_once() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        let page = pair.start(1).await.unwrap();
        pair.till.pay(&page).await;
        let mut going = tokio::task::JoinSet::new();
        for n in 0..4 {
            let (db, door) = pair.till.practice.other_process(300 + n).await;
            let (gateway, payer) = (pair.till.gateway.clone(), pair.till.payer);
            going.spawn(
                async move { together::go_on(&db, &door, &gateway, payer, press_id(1)).await.map(drop) },
            );
        }
        // One may find the other in the middle of it; the next look settles that.
        going.join_all().await;
        pair.till.advance(Duration::minutes(3)).await;
        pair.janitor().await;
        let parts = pair.parts(1).await;
        assert!(parts.iter().all(|part| part.state == PaymentState::Paid), "{parts:?}");
        assert_eq!((pair.till.charges(), pair.dues().await), (2, [0, 0]));
        pair.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_charge_by_saved_card_can_be_given_back_like_any_other() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        let staff = pair.till.staff("ada").await;
        let page = pair.start(1).await.unwrap();
        pair.till.pay(&page).await;
        let payment = pair.parts(1).await[0].payment.unwrap();
        pair.till.give_back(1, payment, 2_000, staff).await;
        pair.till.webhooks().await;
        let t = &pair.till.practice.t;
        let gone = saved::saved(&mut t.db.read().await.unwrap(), pair.till.payer.practice, press_id(1)).await;
        assert_eq!(gone.unwrap(), None);
        assert_eq!(pair.till.practice.on("gateway_cash").await, 12_000 + 7_500 - 2_000);
        pair.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn strangers_and_other_organisations_do_not_settle_together() {
    on_each_engine(|t| async move {
        let pair = Pair::new(t).await;
        let t = &pair.till.practice.t;
        let alone = add_practice(&t.db, &t.door, "rowan").await;
        let mut tx = t.db.begin().await.unwrap();
        let (here, there) = (pair.till.practice.id, pair.other.0);
        let mut together = accounts::siblings(&mut tx, here).await.unwrap();
        together.sort();
        let mut pair_of = vec![here, there];
        pair_of.sort();
        assert_eq!(together, pair_of);
        assert_eq!(accounts::siblings(&mut tx, alone).await.unwrap(), [alone], "each with itself");
        accounts::set_organisation_in(&mut tx, &t.door, there, None).await.unwrap();
        assert_eq!(accounts::siblings(&mut tx, here).await.unwrap(), [here]);
        drop(tx);
        let page = pair.start(1).await.unwrap();
        pair.till.pay(&page).await;
        let stranger = payments::Payer { user: domain::UserId(press_id(77)), ..pair.till.payer };
        let looked =
            together::go_on(&t.db, &t.door, &pair.till.gateway, stranger, press_id(1)).await.unwrap();
        assert_eq!((looked, pair.till.charges()), (None, 0));
    })
    .await;
}
