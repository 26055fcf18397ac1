//! Links for many accounts at once: each gets one, whatever dies, and nobody who should not.

use std::collections::BTreeSet;

use billing::messages::{self, Template};
use billing::pay_links::batches::{self, Batch, BatchError, Email, HandOut, Skip, Wish};
use billing::pay_links::make;
use billing::pay_links::open::{self, Answer, Found};
use billing::pay_links::pay::{self, GuestPress};
use billing::payments::Started;
use billing::statements;
use billing::statements::runs::RunState;
use billing::testing::on_each_engine;
use billing::work;
use domain::Money;
use domain::payment::Choice;
use time::Duration;
use time::macros::date;
use uuid::Uuid;

use crate::payments::till::{PUBLIC_URL, Till};
use crate::practice::press_id;

/// Four accounts: two of $120, one of $30, one of $300.
const FOUR: [&str; 4] = ["V1||99213 120.00", "2@V2||99213 120.00", "3@V3||81002 30.00", "4@V4||99213 300.00"];

fn wish(hand_out: HandOut) -> Wish {
    Wish {
        campaign: " Spring letters ".to_owned(),
        least: Money::from_cents(5_000),
        days: 10,
        email: Email::Any,
        hand_out,
        lives: 30,
    }
}

async fn preview(till: &Till, wish: &Wish) -> Uuid {
    let t = &till.practice.t;
    batches::preview(&t.db, &t.door, till.practice.id, till.payer.user, wish).await.unwrap()
}

async fn batch(till: &Till, id: Uuid) -> Batch {
    let mut tx = till.practice.t.db.read().await.unwrap();
    batches::batch(&mut tx, till.practice.id, id).await.unwrap().unwrap()
}

async fn release(till: &Till, id: Uuid) {
    let t = &till.practice.t;
    batches::release(&t.db, &t.door, till.practice.id, id, till.payer.user).await.unwrap();
}

async fn work(till: &Till) {
    let t = &till.practice.t;
    // One at a time, as a server does that dies after each.
    while batches::work(&t.db, &t.door, till.practice.id, 1).await.unwrap() > 0 {}
}

async fn skipped(till: &Till, id: Uuid) -> Vec<(String, Skip)> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let items = batches::items(&mut tx, till.practice.id, id, 50).await.unwrap();
    let mut skipped: Vec<_> =
        items.into_iter().filter_map(|item| Some((item.account_number, item.why?))).collect();
    skipped.sort_by(|one, other| one.0.cmp(&other.0));
    skipped
}

async fn mailed(till: &Till) -> Vec<(String, String)> {
    let recent = messages::recent(&mut till.practice.t.db.read().await.unwrap(), 50).await.unwrap();
    let link = |message: &messages::Message| match message.template()? {
        Template::BillLink { token } => Some((message.to_address.clone(), token)),
        _ => None,
    };
    recent.iter().filter_map(link).collect()
}

async fn opens(till: &Till, token: &str) -> bool {
    let t = &till.practice.t;
    let found = open::find(&mut t.db.read().await.unwrap(), &t.door, token).await.unwrap();
    matches!(found, Found::Asks(_))
}

#[tokio::test]
async fn by_mail_everybody_who_still_owes_gets_one_link() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &FOUR).await;
        let practice = till.practice.id;
        let fourth = till.practice.guarantor("A4").await;
        let mut tx = till.practice.t.db.begin().await.unwrap();
        work::hold_in(&mut tx, &till.practice.t.door, practice, fourth, "dispute").await.unwrap();
        tx.commit().await.unwrap();

        let id = preview(&till, &wish(HandOut::Mail)).await;
        let seen = batch(&till, id).await;
        assert_eq!((seen.ready, seen.ready_amount.cents(), seen.skipped), (2, 24_000, 1));
        assert_eq!(
            skipped(&till, id).await,
            [("A4".to_owned(), Skip::Held)],
            "and A3 owes too little to be seen"
        );
        work(&till).await;
        assert!(mailed(&till).await.is_empty(), "nothing leaves before the release");

        // The first pays after the preview.
        till.pay(&till.page(1, Choice::All).await).await;
        till.webhooks().await;
        release(&till, id).await;
        release(&till, id).await;
        work(&till).await;
        let done = batch(&till, id).await;
        assert_eq!((done.state, done.ready, done.made, done.skipped), (RunState::Done, 0, 1, 2));
        assert_eq!(done.campaign, "Spring letters");
        let mailed = mailed(&till).await;
        assert_eq!(mailed.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), ["wren2@example.com"]);
        assert!(opens(&till, &mailed[0].1).await);
        assert_eq!(till.practice.count("SELECT COUNT(*) FROM pay_links").await, 1);
        let t = &till.practice.t;
        assert!(matches!(batches::cancel(&t.db, practice, id).await, Err(BatchError::NotThere)), "too late");
    })
    .await;
}

#[tokio::test]
async fn an_address_that_is_refused_gets_no_second_letter_and_a_person_looks_at_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &FOUR).await;
        let id = preview(&till, &wish(HandOut::Mail)).await;
        release(&till, id).await;
        work(&till).await;
        let t = &till.practice.t;
        let due = messages::take_due(&t.db, &t.door, 50).await.unwrap();
        let second = due.iter().find(|message| message.to_address == "wren2@example.com").unwrap();
        messages::refused(&t.db, &t.door, second).await.unwrap();
        let waiting = work::waiting(&mut t.db.read().await.unwrap(), till.practice.id, 50).await.unwrap();
        assert_eq!(waiting.len(), 1, "the practice's own file has a wrong address");
        let again = preview(&till, &wish(HandOut::Mail)).await;
        assert_eq!(skipped(&till, again).await, [("A2".to_owned(), Skip::Refused)]);
        let file = preview(&till, &wish(HandOut::File)).await;
        assert_eq!(skipped(&till, file).await, [], "a file may go by other ways");
    })
    .await;
}

#[tokio::test]
async fn a_file_is_the_only_place_of_its_tokens_and_another_one_takes_its_place() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &FOUR).await;
        let id = preview(&till, &wish(HandOut::File)).await;
        let (practice, t) = (till.practice.id, &till.practice.t);
        let file = async |seen| batches::file(&t.db, &t.door, practice, id, seen).await;
        assert!(matches!(file(0).await, Err(BatchError::NotThere)), "nothing is made yet");
        release(&till, id).await;
        work(&till).await;
        let first = file(0).await.unwrap();
        assert_eq!(first.len(), 3);
        assert!(matches!(file(0).await, Err(BatchError::NotThere)), "a second press puts nothing out");
        for line in &first {
            assert!(opens(&till, &line.token).await, "{}", line.account_number);
        }
        // Part of what a link asks for is paid by it: it goes on being open, and so is in the next file.
        let token = &first.iter().find(|line| line.account_number == "A1").unwrap().token;
        let right = Answer { birth_date: date!(1980 - 02 - 03), more: String::new() };
        let guest = open::answer(&t.db, &t.door, token, &right, "192.0.2.1").await.unwrap();
        let guest = open::guest(&t.db, &t.door, &guest).await.unwrap().unwrap();
        let press = GuestPress { id: press_id(1), amount: Some(Money::from_cents(5_000)), spanish: false };
        let started = pay::start(&t.db, &t.door, &till.gateway, PUBLIC_URL, &guest, &press).await.unwrap();
        let Started::Page(page) = started else { panic!("nothing to pay") };
        till.pay(&page).await;
        till.webhooks().await;
        assert!(opens(&till, token).await);
        let second = file(1).await.unwrap();
        assert_eq!(second.len(), 3);
        for (old, new) in first.iter().zip(&second) {
            assert!(!opens(&till, &old.token).await && opens(&till, &new.token).await);
        }
        assert_eq!(
            till.practice.count("SELECT COUNT(*) FROM pay_links").await,
            3,
            "each account has one link"
        );
        assert!(mailed(&till).await.is_empty());
        let mut tx = t.db.read().await.unwrap();
        let reached = batches::reached(&mut tx, practice, id).await.unwrap();
        assert_eq!((reached.sent, reached.opened), (3, 1));
        drop(tx);
        till.advance(Duration::days(30)).await;
        assert_eq!(file(2).await.unwrap().len(), 0, "what ran out is in no file");
    })
    .await;
}

#[tokio::test]
async fn a_batch_is_for_those_who_owe_so_much_for_so_long() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &FOUR).await;
        let count = async |wish: Wish| {
            let id = preview(&till, &wish).await;
            batch(&till, id).await.ready
        };
        let file = wish(HandOut::File);
        assert_eq!(count(Wish { least: Money::ZERO, ..file.clone() }).await, 4);
        assert_eq!(count(Wish { least: Money::from_cents(12_001), ..file.clone() }).await, 1);
        assert_eq!(count(Wish { days: 3_650, ..file.clone() }).await, 0);
        assert_eq!(count(Wish { email: Email::Without, ..file.clone() }).await, 0);
        let (practice, t) = (till.practice.id, &till.practice.t);
        let bad = async |wish: &Wish| {
            batches::preview(&t.db, &t.door, practice, till.payer.user, wish).await.unwrap_err()
        };
        assert!(matches!(
            bad(&Wish { campaign: " ".to_owned(), ..file.clone() }).await,
            BatchError::Campaign
        ));
        assert!(matches!(bad(&Wish { lives: 366, ..file.clone() }).await, BatchError::Lives));
    })
    .await;
}

#[tokio::test]
async fn each_print_of_a_statement_has_a_link_of_its_own_where_the_practice_wants_one() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &FOUR).await;
        let (practice, t) = (till.practice.id, &till.practice.t);
        let first = till.practice.guarantor("A1").await;
        let id = statements::issue(&t.db, &t.door, practice, first, None).await.unwrap();
        let print = async || {
            let mut tx = t.db.begin().await.unwrap();
            let kept = statements::statement(&mut tx, practice, first, id).await.unwrap().unwrap();
            let token = make::for_paper_in(&mut tx, &t.door, practice, &kept).await.unwrap();
            tx.commit().await.unwrap();
            token
        };
        let tokens: BTreeSet<_> = [print().await.unwrap(), print().await.unwrap()].into();
        assert_eq!(tokens.len(), 2);
        for token in &tokens {
            assert!(opens(&till, token).await, "the one that is in the mail as well");
        }
        let rule = async |on_paper| {
            let mut tx = t.db.begin().await.unwrap();
            let (asks, _) = billing::pay_links::rule(&mut tx, practice).await.unwrap();
            billing::pay_links::change_rule_in(&mut tx, practice, asks, on_paper).await.unwrap();
            tx.commit().await.unwrap();
        };
        rule(false).await;
        assert_eq!(print().await, None);
        rule(true).await;
        till.pay(&till.page(1, Choice::All).await).await;
        till.webhooks().await;
        assert_eq!(print().await, None, "nothing is due of it any more");
    })
    .await;
}
