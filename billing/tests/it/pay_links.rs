//! A pay link: one question, one balance, one payment, and nothing for anybody else.

use billing::identity::Secret;
use billing::messages;
use billing::pay_links::make::{self, Wanted};
use billing::pay_links::open::{self, Answer, AnswerError, Found, Guest};
use billing::pay_links::pay::{self, GuestError, GuestPress};
use billing::pay_links::{self, Aim, Asks, PayLink, funnel, guard};
use billing::payments::{PaymentError, Started};
use billing::testing::{TestDb, on_each_engine};
use billing::work::{self, WorkKind};
use domain::payment::{Choice, ChoiceError};
use domain::{GuarantorId, Money, PayLinkId, PracticeId};
use time::Duration;
use time::macros::date;

use crate::payments::till::{PUBLIC_URL, Till, VISA, session_of};
use crate::practice::press_id;

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];
const DECLINED: &str = "4000000000000002";

pub async fn link_for(till: &Till, aim: Aim, single_use: bool) -> (PayLinkId, Secret) {
    let t = &till.practice.t;
    let wanted = Wanted {
        guarantor: till.payer.guarantor,
        aim,
        single_use,
        expires_at: t.door.now() + make::LIVES,
        campaign: "spring".to_owned(),
        by: Some(till.payer.user),
    };
    let mut tx = t.db.begin().await.unwrap();
    let made = make::make_in(&mut tx, &t.door, till.practice.id, &wanted).await.unwrap();
    tx.commit().await.unwrap();
    made
}

fn right() -> Answer {
    Answer { birth_date: date!(1980 - 02 - 03), more: String::new() }
}

fn wrong() -> Answer {
    Answer { birth_date: date!(1980 - 02 - 04), more: String::new() }
}

async fn answer(till: &Till, token: &str, given: Answer) -> Result<Secret, AnswerError> {
    let t = &till.practice.t;
    open::answer(&t.db, &t.door, token, &given, "192.0.2.1").await
}

pub async fn enter(till: &Till, token: &str) -> Guest {
    let secret = answer(till, token, right()).await.unwrap();
    guest(till, &secret).await.unwrap()
}

async fn guest(till: &Till, secret: &str) -> Option<Guest> {
    let t = &till.practice.t;
    open::guest(&t.db, &t.door, secret).await.unwrap()
}

async fn found(t: &TestDb, token: &str) -> Found {
    open::find(&mut t.db.read().await.unwrap(), &t.door, token).await.unwrap()
}

async fn is_open(till: &Till, token: &str) -> bool {
    matches!(found(&till.practice.t, token).await, Found::Asks(_))
}

async fn link(till: &Till, id: PayLinkId) -> PayLink {
    let mut tx = till.practice.t.db.read().await.unwrap();
    pay_links::link(&mut tx, till.practice.id, id).await.unwrap().unwrap()
}

pub async fn press(
    till: &Till,
    guest: &Guest,
    press: u128,
    amount: Option<i64>,
) -> Result<Started, GuestError> {
    let t = &till.practice.t;
    let amount = amount.map(Money::from_cents);
    let press = GuestPress { id: press_id(press), amount, spanish: false };
    pay::start(&t.db, &t.door, &till.gateway, PUBLIC_URL, guest, &press).await
}

async fn page(till: &Till, guest: &Guest, n: u128, amount: Option<i64>) -> String {
    match press(till, guest, n, amount).await.unwrap() {
        Started::Page(url) => url,
        Started::Done(id) => panic!("payment {id} is done already"),
    }
}

async fn waiting(till: &Till, practice: PracticeId) -> Vec<WorkKind> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    work::waiting(&mut tx, practice, 50).await.unwrap().iter().filter_map(work::WorkItem::kind).collect()
}

#[tokio::test]
async fn from_the_answer_to_the_receipt_and_the_balance_is_zero() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (id, token) = link_for(&till, Aim::Due, false).await;
        let who = enter(&till, &token).await;
        let url = page(&till, &who, 1, None).await;
        let leads = till.session(session_of(&url))["success_url"].as_str().unwrap().to_owned();
        assert!(
            leads.starts_with(&format!("{PUBLIC_URL}/l/return/")),
            "back to the link, not to a sign-in: {leads}"
        );
        till.pay(&url).await;
        till.webhooks().await;
        assert_eq!(till.practice.dues("A1").await, 0);
        let paid = till.payment_of(&url);
        let mut tx = till.practice.t.db.read().await.unwrap();
        assert!(pay::payment(&mut tx, &who, paid).await.unwrap().is_some(), "the receipt is theirs to read");
        drop(tx);
        assert!(link(&till, id).await.paid_on.is_some());
        assert!(!is_open(&till, &token).await, "what is paid is not open to a stranger");
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_link_opens_what_it_was_made_for_and_nothing_else() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let visit = till.practice.visit("V2").await;
        let (_, token) = link_for(&till, Aim::Visit(visit), false).await;
        let who = enter(&till, &token).await;
        let dues = open::due(&mut till.practice.t.db.read().await.unwrap(), &who.link).await.unwrap();
        assert_eq!(
            dues.iter().map(|due| (due.visit, due.amount.cents())).collect::<Vec<_>>(),
            [(visit, 3_000)]
        );
        let most = Money::from_cents(3_000);
        match press(&till, &who, 1, Some(15_000)).await {
            Err(GuestError::Payment(PaymentError::Choice(ChoiceError::TooMuch(said)))) => {
                assert_eq!(said, most)
            }
            other => panic!("{other:?}"),
        }
        // A payment of the account's that was made by another way is not the link's to read.
        let url = till.page(2, Choice::Visits(vec![visit])).await;
        till.pay(&url).await;
        let other = till.payment_of(&url);
        let mut tx = till.practice.t.db.read().await.unwrap();
        assert!(pay::payment(&mut tx, &who, other).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_fixed_amount_is_asked_for_once_however_much_is_due() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, token) = link_for(&till, Aim::Amount(Money::from_cents(5_000)), false).await;
        let who = enter(&till, &token).await;
        till.pay(&page(&till, &who, 1, Some(2_000)).await).await;
        till.webhooks().await;
        let who = enter(&till, &token).await;
        match press(&till, &who, 2, Some(3_001)).await {
            Err(GuestError::Payment(PaymentError::Choice(ChoiceError::TooMuch(most)))) => {
                assert_eq!(most.cents(), 3_000);
            }
            other => panic!("{other:?}"),
        }
        till.pay(&page(&till, &who, 3, None).await).await;
        till.webhooks().await;
        assert_eq!(till.practice.dues("A1").await, 10_000);
        assert!(!is_open(&till, &token).await);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn five_wrong_answers_in_a_row_lock_a_link_and_tell_staff() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (id, token) = link_for(&till, Aim::Due, false).await;
        for _ in 0..4 {
            assert!(matches!(answer(&till, &token, wrong()).await, Err(AnswerError::Wrong)));
        }
        answer(&till, &token, right()).await.unwrap();
        for _ in 0..4 {
            assert!(matches!(answer(&till, &token, wrong()).await, Err(AnswerError::Wrong)), "in a row");
        }
        let secret = answer(&till, &token, right()).await.unwrap();
        for _ in 0..4 {
            answer(&till, &token, wrong()).await.unwrap_err();
        }
        assert!(matches!(answer(&till, &token, wrong()).await, Err(AnswerError::Gone(_))));
        assert!(matches!(answer(&till, &token, right()).await, Err(AnswerError::Gone(_))), "too late");
        assert!(link(&till, id).await.locked_at.is_some());
        assert!(guest(&till, &secret).await.is_none(), "who was in is out");
        assert_eq!(waiting(&till, till.practice.id).await, [WorkKind::LinkLocked]);
    })
    .await;
}

#[tokio::test]
async fn a_practice_may_ask_for_more_than_the_date_of_birth() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, token) = link_for(&till, Aim::Due, false).await;
        let with = |more: &str| Answer { more: more.to_owned(), ..right() };
        let ask = async |asks| {
            let mut tx = till.practice.t.db.begin().await.unwrap();
            pay_links::change_rule_in(&mut tx, till.practice.id, asks, true).await.unwrap();
            tx.commit().await.unwrap();
        };
        ask(Asks::Zip).await;
        assert!(matches!(answer(&till, &token, with("")).await, Err(AnswerError::Wrong)));
        assert!(matches!(answer(&till, &token, with("99999")).await, Err(AnswerError::Wrong)));
        let known: (String, String) = {
            let mut tx = till.practice.t.db.read().await.unwrap();
            billing::on!(&mut tx, c => sqlx::query_as("SELECT zip, last_name FROM guarantors").fetch_one(c))
                .unwrap()
        };
        answer(&till, &token, with(&format!("{}-1234", known.0))).await.unwrap();
        ask(Asks::LastName).await;
        assert!(matches!(answer(&till, &token, with(&known.0)).await, Err(AnswerError::Wrong)));
        answer(&till, &token, with(&format!(" {} ", known.1.to_uppercase()))).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn looking_at_a_link_changes_nothing_and_every_dead_link_looks_the_same() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (id, token) = link_for(&till, Aim::Due, false).await;
        let before = link(&till, id).await;
        for _ in 0..50 {
            assert!(is_open(&till, &token).await);
        }
        assert_eq!(link(&till, id).await, before, "a scanner's look is no step");

        let practice = till.practice.id;
        let dead = Found::Gone(Some(practice));
        let (revoked, revoked_token) = link_for(&till, Aim::Due, false).await;
        let mut tx = till.practice.t.db.begin().await.unwrap();
        assert!(make::revoke_in(&mut tx, &till.practice.t.door, practice, revoked).await.unwrap());
        assert!(!make::revoke_in(&mut tx, &till.practice.t.door, practice, revoked).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(found(&till.practice.t, &revoked_token).await, dead);
        assert!(matches!(answer(&till, &revoked_token, right()).await, Err(AnswerError::Gone(_))));
        assert_eq!(found(&till.practice.t, &"0".repeat(64)).await, Found::Gone(None));

        till.advance(make::LIVES).await;
        assert_eq!(found(&till.practice.t, &token).await, dead, "to the second");
    })
    .await;
}

#[tokio::test]
async fn one_use_is_one_payment_and_two_tabs_pay_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (id, token) = link_for(&till, Aim::Due, true).await;
        let (one, two) = (enter(&till, &token).await, enter(&till, &token).await);
        let url = page(&till, &one, 1, Some(4_000)).await;
        assert_eq!(page(&till, &two, 2, Some(4_000)).await, url, "the second tab meets the first");
        till.pay(&url).await;
        till.webhooks().await;
        assert!(link(&till, id).await.used_at.is_some());
        assert!(matches!(press(&till, &two, 3, Some(1_000)).await, Err(GuestError::Gone)));
        let again = press(&till, &one, 1, Some(4_000)).await.unwrap();
        assert_eq!(again, Started::Done(till.payment_of(&url)), "the press that paid finds its receipt");
        assert_eq!((till.practice.dues("A1").await, till.charges()), (11_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn who_is_signed_in_and_who_came_by_a_link_are_not_sent_to_each_others_pages() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, token) = link_for(&till, Aim::Due, false).await;
        let own = till.page(1, Choice::All).await;
        let guests = page(&till, &enter(&till, &token).await, 2, None).await;
        assert_ne!(own, guests, "the first page is closed and another one opens");
        assert_eq!(till.card(&own, VISA).await, 410);
        till.pay(&guests).await;
        till.webhooks().await;
        assert_eq!((till.practice.dues("A1").await, till.charges()), (0, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn cards_that_are_tried_out_lock_the_link_and_close_its_page() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (id, token) = link_for(&till, Aim::Due, false).await;
        let who = enter(&till, &token).await;
        let url = page(&till, &who, 1, None).await;
        for _ in 0..guard::OF_LINK - 1 {
            till.card(&url, DECLINED).await;
        }
        till.webhooks().await;
        assert!(link(&till, id).await.locked_at.is_none(), "an honest payer with a bad day");
        till.card(&url, DECLINED).await;
        till.webhooks().await;
        assert!(link(&till, id).await.locked_at.is_some());
        assert_eq!(waiting(&till, till.practice.id).await, [WorkKind::LinkLocked]);
        let t = &till.practice.t;
        assert_eq!(guard::close_pages(&t.db, &t.door, &till.gateway).await.unwrap(), 1);
        assert_eq!(till.card(&url, VISA).await, 410, "nothing can be tried on the page any more");
        assert_eq!(guard::close_pages(&t.db, &t.door, &till.gateway).await.unwrap(), 0);
        // The patient, signed in, pays as ever.
        till.pay(&till.page(2, Choice::All).await).await;
        till.webhooks().await;
        assert_eq!(till.practice.dues("A1").await, 0);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_run_over_many_links_stops_those_that_are_out_and_a_fresh_one_works() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let mut out = Vec::new();
        for n in 0..5 {
            let (_, token) = link_for(&till, Aim::Due, false).await;
            let who = enter(&till, &token).await;
            // Each tries fewer cards than would lock its link.
            for press in 0..guard::OF_LINK - 1 {
                let amount = 100 + i64::from(n) * 10 + press;
                let url =
                    page(&till, &who, 100 * (n as u128 + 1) + u128::try_from(press).unwrap(), Some(amount))
                        .await;
                till.card(&url, DECLINED).await;
            }
            // Later than the link was made: one of the second in which links are stopped is a fresh one.
            till.advance(Duration::seconds(1)).await;
            till.webhooks().await;
            out.push(token);
        }
        for token in &out {
            assert!(!is_open(&till, token).await, "links that were out are stopped");
        }
        let t = &till.practice.t;
        let mail = async || -> Vec<messages::Template> {
            let recent = messages::recent(&mut t.db.read().await.unwrap(), 50).await.unwrap();
            recent.iter().filter_map(messages::Message::template).collect()
        };
        till.advance(Duration::minutes(1)).await;
        guard::ask_afresh(&t.db, &t.door, &out[0]).await.unwrap();
        guard::ask_afresh(&t.db, &t.door, &out[0]).await.unwrap();
        guard::ask_afresh(&t.db, &t.door, "no token").await.unwrap();
        let [messages::Template::PayLink { token }] = &mail().await[..] else { panic!("one letter") };
        let who = enter(&till, token).await;
        till.pay(&page(&till, &who, 9_000, None).await).await;
        till.webhooks().await;
        assert_eq!(till.practice.dues("A1").await, 0);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_became_of_a_campaign_is_counted_by_day() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, opened) = link_for(&till, Aim::Due, false).await;
        let (_, paid) = link_for(&till, Aim::Due, false).await;
        link_for(&till, Aim::Due, false).await;
        answer(&till, &opened, wrong()).await.unwrap_err();
        till.advance(Duration::days(1)).await;
        let who = enter(&till, &paid).await;
        till.pay(&page(&till, &who, 1, None).await).await;
        till.webhooks().await;
        let mut tx = till.practice.t.db.read().await.unwrap();
        let days = funnel::days(&mut tx, till.practice.id, date!(2026 - 11 - 01)).await.unwrap();
        let counts: Vec<_> =
            days.iter().map(|day| (day.day, day.sent, day.opened, day.verified, day.paid)).collect();
        assert_eq!(counts, [(date!(2026 - 11 - 25), 0, 1, 1, 1), (date!(2026 - 11 - 24), 3, 1, 0, 0)]);
    })
    .await;
}

#[tokio::test]
async fn no_link_is_made_for_what_is_not_theirs() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00", "2@V9||81002 30.00"]).await;
        let t = &till.practice.t;
        let wanted = |guarantor: GuarantorId, aim| Wanted {
            guarantor,
            aim,
            single_use: false,
            expires_at: t.door.now() + make::LIVES,
            campaign: "by hand".to_owned(),
            by: None,
        };
        let other = till.practice.visit("V9").await;
        let own = till.payer.guarantor;
        let mut tx = t.db.begin().await.unwrap();
        for aim in [Aim::Visit(other), Aim::Statement(press_id(1))] {
            let refused = make::make_in(&mut tx, &t.door, till.practice.id, &wanted(own, aim)).await;
            assert!(matches!(refused, Err(make::MakeError::NotThere)), "{aim:?}");
        }
        let too_much = wanted(own, Aim::Amount(Money::from_cents(12_001)));
        let refused = make::make_in(&mut tx, &t.door, till.practice.id, &too_much).await;
        assert!(matches!(refused, Err(make::MakeError::TooMuch)));
        let late = Wanted { expires_at: t.door.now(), ..wanted(own, Aim::Due) };
        let refused = make::make_in(&mut tx, &t.door, till.practice.id, &late).await;
        assert!(matches!(refused, Err(make::MakeError::Expiry)));
    })
    .await;
}

#[tokio::test]
async fn the_token_is_kept_nowhere() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, token) = link_for(&till, Aim::Due, false).await;
        let secret = answer(&till, &token, right()).await.unwrap();
        let Some(path) = till.practice.t.url.strip_prefix("sqlite:") else { return };
        let mut kept = std::fs::read(path).unwrap();
        kept.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
        let holds = |needle: &str| kept.windows(needle.len()).any(|part| part == needle.as_bytes());
        assert!(holds("Willow Family Practice"), "this reads what the database wrote");
        assert!(!holds(&token) && !holds(&secret));
    })
    .await;
}
