//! Staff find the right account by whatever they were told, the best first.

use billing::accounts::{self, AccountFound, Found};
use billing::testing::{TestDb, on_each_engine};
use billing::{Db, on};
use domain::PracticeId;

use crate::practice::{Practice, add_practice};

const HEAD: &str = "patient_number,first_name,last_name,birth_date,account_number,guarantor_first_name,\
                    guarantor_last_name,guarantor_birth_date,email,phone\n";

/// Accounts by their number; `A-3` has two children beside its guarantor.
const PEOPLE: &str = "\
P1,María José,Muñoz,1975-03-14,A-1,,,,majo@example.com,(555) 010-0142
P2,Maria,Munoz Gonzalez,1980-04-03,A-2,,,,,555.010.0199
P3,Rosa,Gonzalez,1982-07-09,A-3,,,,rosa@example.com,+1 555 010 0177
P4,Tomás,Gonzalez,2015-03-14,A-3,Rosa,Gonzalez,1982-07-09,,
P5,Ana,De la Cruz,2017-12-01,A-3,Rosa,Gonzalez,1982-07-09,,
P6,John,Smith,1960-01-02,A-4,,,,john.smith@example.com,
P7,Joan,Smith,1961-02-03,A-5,,,,,
P8,Johnny,Smithson,1990-05-06,A-6,,,,,
P9,Smith,Conor,1991-06-07,A-40,,,,,
P10,Conor,O’Brien-Walsh,1991-06-07,A-7,,,,,
P11,Wren,Abernethy,1975-03-14,10042,,,,,
";

async fn filled(t: TestDb) -> Practice {
    let practice = Practice::new(t).await;
    practice.take("people.csv", format!("{HEAD}{PEOPLE}")).await;
    practice
}

async fn found(db: &Db, practice: PracticeId, typed: &str) -> Found {
    let mut tx = db.read().await.unwrap();
    accounts::search(&mut tx, practice, typed).await.unwrap()
}

impl Practice {
    async fn seek(&self, typed: &str) -> Vec<AccountFound> {
        found(&self.t.db, self.id, typed).await.accounts
    }

    /// The numbers of the accounts that are found, the best first.
    async fn numbers(&self, typed: &str) -> Vec<String> {
        self.seek(typed).await.into_iter().map(|account| account.account_number).collect()
    }

    /// Who is meant of the patients of the account that is found first.
    async fn meant(&self, typed: &str) -> Vec<String> {
        let first = self.seek(typed).await.into_iter().next().unwrap();
        first.patients.into_iter().filter(|one| one.fits).map(|one| one.first_name).collect()
    }

    async fn terms(&self) -> Vec<(String, String, String)> {
        let mut tx = self.t.db.read().await.unwrap();
        on!(&mut tx, c => sqlx::query_as(
            "SELECT s.kind, s.term, g.account_number
             FROM search_terms s JOIN guarantors g ON g.practice_id = s.practice_id AND g.id = s.guarantor_id
             ORDER BY s.kind, s.term, g.account_number",
        )
        .fetch_all(c))
        .unwrap()
    }
}

#[tokio::test]
async fn words_are_found_in_any_order_cut_short_without_accents_and_with_a_slip() {
    on_each_engine(|t| async move {
        let practice = filled(t).await;
        for (typed, first) in [
            ("maria jose munoz", "A-1"),
            ("MUÑOZ, María José", "A-1"),
            ("munoz gonz", "A-2"),
            ("rosa gonzales", "A-3"),
            ("gonsalez rosa", "A-3"),
            ("Jonh Smtih", "A-4"),
            ("jhn smith", "A-4"),
            ("hohn smith", "A-4"),
            ("jhon smit", "A-4"),
            ("joan smith", "A-5"),
            ("conor obrien", "A-7"),
            ("o'brien walsh", "A-7"),
            ("walsh-o’brien", "A-7"),
            ("delacruz", "A-3"),
            ("ana de la cruz", "A-3"),
            ("abernathy", "10042"),
            ("abernehti", "10042"),
        ] {
            assert_eq!(practice.numbers(typed).await.first().map(String::as_str), Some(first), "{typed}");
        }
        for nobody in ["", "   ", "zzz", "%", "_", "' OR 1=1 --", "-", "(", "xyzzy@", "13/13/1313", "\u{301}"]
        {
            assert_eq!(practice.numbers(nobody).await, [""; 0], "{nobody:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn as_typed_comes_before_what_begins_so_and_that_before_a_slip() {
    on_each_engine(|t| async move {
        let practice = filled(t).await;
        assert_eq!(practice.numbers("smith").await, ["A-40", "A-5", "A-4", "A-6"]);
        assert_eq!(practice.numbers("john smith").await, ["A-4", "A-6", "A-5"]);
        // Nobody has all of it: whoever has most comes first, and the nearest beside them.
        assert_eq!(practice.numbers("wren smith").await, ["10042", "A-40", "A-5", "A-4", "A-6"]);
        assert_eq!(practice.numbers("gonzalez 03/14/2015").await, ["A-3"]);
        assert_eq!(practice.numbers("A-4").await, ["A-4", "A-40"]);
        assert_eq!(practice.numbers("a4").await, ["A-4", "A-40"]);
        assert_eq!(practice.numbers("40").await, ["A-40"]);
        assert_eq!(practice.numbers("1004").await, ["10042"]);
    })
    .await;
}

#[tokio::test]
async fn a_day_of_birth_a_telephone_and_an_email_are_found_however_they_are_written() {
    on_each_engine(|t| async move {
        let practice = filled(t).await;
        for day in [
            "03/14/1975",
            "3/14/75",
            "1975-03-14",
            "14.3.1975",
            "14/03/1975",
            "03-14-1975",
            "03141975",
            "19750314",
        ] {
            assert_eq!(practice.numbers(day).await, ["10042", "A-1"], "{day}");
        }
        // The month first as is usual here; with points both ways are meant.
        assert_eq!(practice.numbers("04/03/1980").await, ["A-2"]);
        assert_eq!(practice.numbers("03/04/1980").await, [""; 0]);
        assert_eq!(practice.numbers("3.4.1980").await, ["A-2"]);
        assert_eq!(practice.numbers("munoz 3/14/1975").await, ["A-1"]);
        for number in [
            "(555) 010-0142",
            "555 010 0142",
            "5550100142",
            "+1 (555) 010 0142",
            "010-0142",
            "0100142",
            "010 0142",
        ] {
            let found = practice.seek(number).await;
            assert_eq!(found.len(), 1, "{number}");
            assert_eq!(
                (&*found[0].account_number, found[0].phone.as_deref()),
                ("A-1", Some("(555) 010-0142"))
            );
        }
        assert_eq!(practice.numbers("rosa 0100177").await, ["A-3"]);
        assert_eq!(practice.numbers("John.Smith@Example.com").await, ["A-4"]);
        assert_eq!(practice.numbers("majo@").await, ["A-1"]);
        assert_eq!(practice.seek("maria munoz").await[0].phone, None, "shown where it is what was typed");
    })
    .await;
}

#[tokio::test]
async fn who_is_meant_is_told_apart_from_who_answers() {
    on_each_engine(|t| async move {
        let practice = filled(t).await;
        assert_eq!(practice.meant("tomas").await, ["Tomás"]);
        assert_eq!(practice.meant("03/14/2015").await, ["Tomás"]);
        assert_eq!(practice.meant("gonzalez 2015-03-14").await, ["Tomás"]);
        assert_eq!(practice.meant("rosa gonzalez").await, [""; 0], "the guarantor is meant");
        assert_eq!(practice.meant("gonzalez").await, [""; 0]);
        assert_eq!(
            practice.meant("rosa 12/01/2017").await,
            ["Ana"],
            "the mother's name, the child's birthday"
        );
        let first = practice.seek("ana cruz").await.remove(0);
        assert_eq!((&*first.first_name, &*first.account_number, first.patients.len()), ("Rosa", "A-3", 3));
    })
    .await;
}

#[tokio::test]
async fn more_than_fifty_are_cut_and_said_to_be() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let rows = |from: usize, to: usize| -> String {
            (from..to).map(|n| format!("Q{n},Wren{n:03},Abernethy,1980-02-03,Q{n},,,,,\n")).collect()
        };
        practice.take("fifty.csv", format!("{HEAD}{}", rows(0, 50))).await;
        let all = found(&practice.t.db, practice.id, "abernethy").await;
        assert_eq!((all.accounts.len(), all.more), (50, false));
        practice.take("more.csv", format!("{HEAD}{}", rows(50, 260))).await;
        let cut = found(&practice.t.db, practice.id, "abernethy").await;
        assert_eq!((cut.accounts.len(), cut.more), (50, true));
        assert_eq!(cut.accounts[0].first_name, "Wren000", "those of one name by the other");
        assert_eq!(practice.numbers("abernethy q17").await[..2], ["Q17", "Q170"]);
    })
    .await;
}

#[tokio::test]
async fn a_change_is_found_at_once_and_what_was_before_no_longer() {
    on_each_engine(|t| async move {
        let mut practice = filled(t).await;
        let before = practice.terms().await;
        practice.take("again.csv", format!("{HEAD}{PEOPLE}")).await;
        assert_eq!(practice.terms().await, before, "the same file changes nothing");

        // She marries, and has another telephone; the child of the same name keeps it.
        let married = "P3,Rosa,Lindqvist,1982-07-09,A-3,,,,rosa@example.com,555 010 0111\n";
        practice.take("married.csv", format!("{HEAD}{married}")).await;
        assert_eq!(practice.numbers("rosa lindqvist").await, ["A-3"]);
        assert_eq!(practice.meant("tomas gonzalez").await, ["Tomás"]);
        assert_eq!(practice.numbers("0100177").await, [""; 0]);
        assert_eq!(practice.numbers("0100111").await, ["A-3"]);

        // The child goes over to another account.
        let moved = "P4,Tomás,Gonzalez,2015-03-14,A-4,John,Smith,1960-01-02,,\n";
        practice.take("moved.csv", format!("{HEAD}{moved}")).await;
        assert_eq!(practice.numbers("tomas").await, ["A-4"]);
        assert_eq!(practice.numbers("03/14/2015").await, ["A-4"]);
        assert_eq!(practice.seek("ana cruz").await[0].patients.len(), 2);

        let file = format!(
            "{HEAD}{}{married}{moved}",
            PEOPLE
                .replace("P3,Rosa,Gonzalez,1982-07-09,A-3,,,,rosa@example.com,+1 555 010 0177\n", "")
                .replace("P4,Tomás,Gonzalez,2015-03-14,A-3,Rosa,Gonzalez,1982-07-09,,\n", "")
                .replace("Rosa,Gonzalez,1982-07-09", "Rosa,Lindqvist,1982-07-09")
        );
        let old = practice.terms().await;
        practice.id = add_practice(&practice.t.db, &practice.t.door, "fresh").await;
        practice.take("fresh.csv", file).await;
        let mut doubled: Vec<_> = old.iter().chain(&old).cloned().collect();
        doubled.sort();
        assert_eq!(practice.terms().await, doubled, "as though it had always been so");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_found_across_practices_and_old_accounts_are_caught_up() {
    on_each_engine(|t| async move {
        let practice = filled(t).await;
        let db = &practice.t.db;
        let other = add_practice(db, &practice.t.door, "oak").await;
        for typed in ["smith", "A-4", "03/14/1975", "0100142", "majo@example.com", "smtih"] {
            assert!(found(db, other, typed).await.accounts.is_empty(), "{typed}");
        }

        // As a database of an earlier version is after its migration.
        let before = practice.terms().await;
        let mut tx = db.begin().await.unwrap();
        for statement in ["DELETE FROM search_terms", "UPDATE guarantors SET findable = FALSE"] {
            billing::run!(&mut tx, sqlx::query(statement)).unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(practice.numbers("smith").await, [""; 0]);
        assert_eq!(accounts::catch_up(db).await.unwrap(), 9);
        assert_eq!(practice.terms().await, before);
        assert_eq!(accounts::catch_up(db).await.unwrap(), 0);
    })
    .await;
}
