//! The line of time: everything that moved money, nothing twice, and it adds up.

use billing::history::{self, Class, Event, Filter, What};
use billing::household::Sight;
use billing::identity::{self, Grant};
use billing::payments::Method;
use billing::payments::desk::{self, Taken};
use billing::refunds::{self, Ask, RefundReason};
use billing::statements;
use billing::testing::on_each_engine;
use domain::access::Role;
use domain::{Money, PaymentId, UserId};
use time::Duration;

use crate::practice::{Practice, era, export, press_id};

async fn story(t: billing::testing::TestDb) -> (Practice, UserId, PaymentId) {
    let practice = Practice::new(t).await;
    practice.take("a.csv", export(&["V1|Larkspur|99213 150.00", "V2||81002 30.00"])).await;
    let decision = ["CLP*V1*1*150*80*50*12*K1", "SVC*HC:99213*150*80", "CAS*CO*45*20", "CAS*PR*1*50"];
    practice.take("b.835", era("LARKSPUR", "T1", &decision)).await;
    let (db, door) = (&practice.t.db, &practice.t.door);
    let grant = [Grant::Staff(practice.id, Role::Administrator)];
    let staff =
        identity::add_user(db, door, "s@example.com", "Dana", "en", "plum kettle window", &grant).await;
    let staff = staff.unwrap();
    let guarantor = practice.guarantor("A1").await;
    statements::issue(db, door, practice.id, guarantor, None).await.unwrap();
    let taken = Taken {
        press: press_id(1),
        guarantor,
        method: Method::Cash,
        reference: None,
        amount: Money::from_cents(8_000),
        visits: Vec::new(),
    };
    let payment = desk::take(db, door, practice.id, staff, &taken).await.unwrap();
    (practice, staff, payment)
}

impl Practice {
    async fn events(&self, filter: &Filter) -> Vec<Event> {
        let guarantor = self.guarantor("A1").await;
        let mut tx = self.t.db.read().await.unwrap();
        history::events(&mut tx, self.id, guarantor, filter, &Sight::whole()).await.unwrap()
    }
}

fn told(events: &[Event]) -> Vec<(What, i64)> {
    events.iter().map(|event| (event.what, event.amount.cents())).collect()
}

#[tokio::test]
async fn everything_that_moved_money_is_told_once() {
    on_each_engine(|t| async move {
        let (practice, staff, payment) = story(t).await;
        let ask = Ask {
            press: press_id(2),
            payment,
            amount: Money::from_cents(1_000),
            reason: RefundReason::Courtesy,
            note: None,
        };
        refunds::ask(&practice.t.db, &practice.t.door, practice.id, staff, &ask).await.unwrap();
        let events = practice.events(&Filter::default()).await;
        let has =
            |what, cents| assert!(told(&events).contains(&(what, cents)), "{what:?} {cents}: {events:?}");
        has(What::Charged, 15_000);
        has(What::Charged, 3_000);
        has(What::InsurerPaid, 8_000);
        has(What::Adjusted, 2_000);
        has(What::BecameYours, 5_000);
        has(What::Paid(payment), 8_000);
        has(What::Refunded(payment), 1_000);
        assert_eq!(events.len(), 8, "and the statement: {events:?}");
        let paid = events.iter().find(|event| event.what == What::Paid(payment)).unwrap();
        assert!(paid.visit.is_none(), "one payment for two visits is one line");
        let dates: Vec<_> = events.iter().map(|event| event.date).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b), "newest first");
    })
    .await;
}

#[tokio::test]
async fn a_reader_sees_what_they_ask_for() {
    on_each_engine(|t| async move {
        let (practice, _, payment) = story(t).await;
        let of = |class| Filter { class: Some(class), ..Filter::default() };
        assert_eq!(told(&practice.events(&of(Class::Payments)).await), [(What::Paid(payment), 8_000)]);
        let statements = practice.events(&of(Class::Statements)).await;
        assert_eq!(statements[0].title.as_deref(), Some("S-000001"));
        assert_eq!(practice.events(&of(Class::Insurance)).await.len(), 5);
        let words = |words: &str| Filter { words: Some(words.to_owned()), ..Filter::default() };
        assert_eq!(practice.events(&words("larkspur")).await.len(), 3);
        assert!(practice.events(&words("nothing like it")).await.is_empty());
        let year = |year| Filter { year: Some(year), ..Filter::default() };
        assert!(!practice.events(&year(2026)).await.is_empty());
        assert!(practice.events(&year(2025)).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_year_is_what_was_paid_in_it_less_what_went_back() {
    on_each_engine(|t| async move {
        let (practice, staff, payment) = story(t).await;
        practice.t.clock.advance(Duration::days(60));
        let ask = Ask {
            press: press_id(2),
            payment,
            amount: Money::from_cents(1_000),
            reason: RefundReason::Courtesy,
            note: None,
        };
        refunds::ask(&practice.t.db, &practice.t.door, practice.id, staff, &ask).await.unwrap();
        let guarantor = practice.guarantor("A1").await;
        let mut tx = practice.t.db.read().await.unwrap();
        let mut sum = async |year| -> i64 {
            let paid =
                history::paid_in(&mut tx, practice.id, guarantor, year, &Sight::whole()).await.unwrap();
            assert!(paid.iter().all(|paid| paid.paid_on.year() == year && paid.service.is_some()));
            paid.iter().map(|paid| paid.amount.cents()).sum()
        };
        assert_eq!((sum(2025).await, sum(2026).await, sum(2027).await), (0, 8_000, -1_000));
        assert_eq!(history::years(&mut tx, practice.id, guarantor).await.unwrap(), [2027, 2026]);
    })
    .await;
}
