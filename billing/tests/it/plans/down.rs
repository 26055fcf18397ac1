//! What is paid at once is paid with the press that signs.

use billing::payments::saved::Browser;
use billing::payments::{PaymentState, Started};
use billing::plans::{PlanError, down};
use billing::testing::on_each_engine;
use domain::plan::State;
use domain::{Money, PlanId};
use time::macros::date;

use super::book::{Book, DECLINES_LATER, VISA, cents};
use crate::payments::till::PUBLIC_URL;

const ONE: [&str; 1] = ["V1||99213 120.00"];

/// $30.00 at once and the rest in three.
async fn signed(book: &Book, cap: Option<i64>) -> PlanId {
    let mut wish = book.wish(&["V1"], 3).await;
    wish.down = cents(3_000);
    book.sign(&book.signature(1, wish, cap).await).await.unwrap()
}

async fn page(book: &Book, plan: PlanId) -> Result<Option<Started>, PlanError> {
    let t = &book.till.practice.t;
    let browser = Browser { public_url: PUBLIC_URL, spanish: false };
    down::start(&t.db, &t.door, &book.till.gateway, browser, book.till.payer, plan).await
}

async fn unpaid(book: &Book, plan: PlanId) -> Money {
    let mut tx = book.till.practice.t.db.read().await.unwrap();
    down::unpaid(&mut tx, book.till.payer.practice, plan).await.unwrap()
}

#[tokio::test]
async fn who_pays_by_hand_goes_from_the_signature_to_its_page() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = signed(&book, None).await;
        assert_eq!(unpaid(&book, plan).await, cents(3_000));
        let Some(Started::Page(url)) = page(&book, plan).await.unwrap() else { panic!("no page") };
        let Some(Started::Page(again)) = page(&book, plan).await.unwrap() else { panic!("no page") };
        assert_eq!(url, again, "signed twice is paid once");
        book.till.pay(&url).await;
        assert_eq!(book.till.come_back(&url).await, PaymentState::Paid);
        let standing = book.standing(plan).await;
        assert_eq!((standing.outside, standing.plan.left()), (Money::ZERO, cents(9_000)));
        assert_eq!((page(&book, plan).await.unwrap(), unpaid(&book, plan).await), (None, Money::ZERO));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn who_pays_automatically_has_it_taken_when_the_card_is_there() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = signed(&book, Some(4_000)).await;
        assert_eq!(book.charged(), [0; 0]);
        book.enrol(plan, 2, VISA).await;
        assert_eq!(book.charged(), [3_000]);
        book.finish(2).await.unwrap();
        book.until(date!(2026 - 12 - 02)).await;
        assert_eq!(book.charged(), [3_000, 3_000], "once, and then the first instalment");
        assert_eq!(book.standing(plan).await.outside, Money::ZERO);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_card_that_is_declined_for_it_leaves_the_plan_and_an_ordinary_balance() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = signed(&book, Some(4_000)).await;
        book.enrol(plan, 2, DECLINES_LATER).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.outside), (State::Active, cents(3_000)));
        assert_eq!((book.charged(), unpaid(&book, plan).await), (vec![], cents(3_000)));
        book.is_sound().await;
    })
    .await;
}
