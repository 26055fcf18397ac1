//! What befalls an account around its statement: reversals, payments on the same day,
//! credits, deaths, three practices, addresses and names of every kind.

use billing::accounts;
use billing::imports;
use domain::PracticeId;
use domain::access::Role;
use time::macros::date;

use super::*;
use crate::practice::add_practice;

impl Practice {
    /// What is due now of what a statement asked for.
    async fn still_due(&self, account: &str, at: usize) -> Money {
        let kept = self.of_account(account).await;
        let mut tx = self.t.db.read().await.unwrap();
        let dues = billing::visits::dues(&mut tx, self.id, self.guarantor(account).await).await.unwrap();
        kept[at].still_due(&dues)
    }

    /// A2 owes the deductible of its visit.
    async fn decides(&self) {
        let decision = ["CLP*V3*1*80*50*30*12*K1", "SVC*HC:99213*80*50", "CAS*PR*1*30"];
        self.take("a.835", era("LARKSPUR", "T1", &decision)).await;
    }

    async fn reverses(&self) {
        let reversal = ["CLP*V3*22*-80*-50*-30*12*K1", "SVC*HC:99213*-80*-50", "CAS*PR*1*-30"];
        self.take("b.835", era("LARKSPUR", "T2", &reversal)).await;
    }
}

#[tokio::test]
async fn a_reversal_after_the_statement_leaves_it_as_it_was_and_asks_for_nothing() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        practice.decides().await;
        let first = practice.issue("A2", None).await.unwrap();
        practice.reverses().await;
        assert_eq!(practice.still_due("A2", 0).await, Money::ZERO);
        practice.t.clock.advance(Duration::days(4));
        assert_eq!(practice.batch(staff).await, 0, "its letter does not go out");
        practice.issue("A2", Some(first)).await.unwrap();
        let [newer, older] = practice.of_account("A2").await.try_into().unwrap();
        assert_eq!(older.statement.due, Money::from_cents(3_000), "what it said is what it says");
        let since = newer.statement.since.clone().unwrap();
        assert_eq!(
            (since.before.cents(), since.became_yours.cents(), since.paid.cents()),
            (3_000, -3_000, 0)
        );
        assert_eq!(newer.statement.due, Money::ZERO);
        let waiting: Money = newer
            .statement
            .visits
            .iter()
            .chain(&newer.statement.waiting)
            .map(|visit| visit.columns.with_insurance)
            .sum();
        assert_eq!(waiting, Money::from_cents(8_000), "all of it is with the insurer again");
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_paid_and_then_reversed_is_a_credit_and_no_statement_asks_for_it() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        practice.decides().await;
        let first = practice.issue("A2", None).await.unwrap();
        practice.pays_cash("A2", 3_000, staff, 1).await;
        practice.reverses().await;
        assert!(matches!(practice.issue("A2", None).await, Err(StatementError::NotNow(Why::NothingDue))));
        let run = practice.preview(staff).await;
        let verdicts = practice.verdicts(run).await;
        assert!(verdicts.iter().all(|(account, why, _)| account != "A2" || why.is_some()), "{verdicts:?}");
        practice.issue("A2", Some(first)).await.unwrap();
        let kept = practice.of_account("A2").await;
        let said = &kept[0].statement;
        assert_eq!((said.due.cents(), said.credit.cents()), (0, 3_000));
        let since = said.since.clone().unwrap();
        assert_eq!(said.due - said.credit, since.before + since.became_yours - since.paid);
    })
    .await;
}

#[tokio::test]
async fn a_payment_on_the_day_of_issue_counts_once() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        practice.sees_portal("A1").await;
        practice.issue("A1", None).await.unwrap();
        practice.pays_cash("A1", 5_000, staff, 1).await;
        assert_eq!(practice.still_due("A1", 0).await, Money::from_cents(10_000));
        assert_eq!(
            notices::send_due(&practice.t.db, &practice.t.door).await.unwrap(),
            1,
            "some is still due"
        );
        practice.issue("A1", None).await.unwrap();
        let kept = practice.of_account("A1").await;
        let since = kept[0].statement.since.clone().unwrap();
        assert_eq!(
            (since.before.cents(), since.became_yours.cents(), since.paid.cents()),
            (15_000, 0, 5_000)
        );
        assert_eq!(kept[0].statement.due, Money::from_cents(10_000));
        assert_eq!(kept[0].statement.issued_on, kept[1].statement.issued_on);
    })
    .await;
}

#[tokio::test]
async fn who_dies_after_the_statement_is_sent_neither_mail_nor_letter() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        practice.sees_portal("A1").await;
        practice.issue("A1", None).await.unwrap();
        practice.hold(practice.guarantor("A1").await, "deceased").await;
        assert_eq!(notices::send_due(&practice.t.db, &practice.t.door).await.unwrap(), 0);
        practice.t.clock.advance(Duration::days(4));
        assert_eq!(practice.batch(staff).await, 0);
        assert_eq!(practice.count("SELECT COUNT(*) FROM messages WHERE template = 'statement'").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_guarantor_of_three_practices_gets_a_statement_of_each_and_none_sees_the_others() {
    on_each_engine(|t| async move {
        let (practice, _) = practice_of(t).await;
        let (db, door) = (&practice.t.db, &practice.t.door);
        let mut accounts_of = vec![(practice.id, practice.guarantor("A1").await)];
        for (slug, amount) in [("oak", "70"), ("pine", "90")] {
            let id: PracticeId = add_practice(db, door, slug).await;
            let path = practice.path("more.csv", export(&[&format!("V1||99213 {amount}")]).as_bytes());
            imports::import_file(db, door, id, &path, "more.csv").await.unwrap();
            let mut tx = db.read().await.unwrap();
            accounts_of
                .push((id, accounts::guarantor_by_number(&mut tx, id, "A1").await.unwrap().unwrap().id));
        }
        let grants: Vec<Grant> = accounts_of.iter().map(|(p, g)| Grant::Guarantor(*p, *g)).collect();
        identity::add_user(db, door, "wren@example.com", "Wren", "en", "plum kettle window", &grants)
            .await
            .unwrap();
        for (id, guarantor) in &accounts_of {
            statements::issue(db, door, *id, *guarantor, None).await.unwrap();
        }
        assert_eq!(notices::send_due(db, door).await.unwrap(), 3, "one mail of each practice");
        let mut tx = db.read().await.unwrap();
        let mut said = Vec::new();
        for (id, guarantor) in &accounts_of {
            let [kept] =
                statements::of_guarantor(&mut tx, *id, *guarantor, 9).await.unwrap().try_into().unwrap();
            for (other, theirs) in accounts_of.iter().filter(|(other, _)| other != id) {
                assert!(statements::statement(&mut tx, *other, *theirs, kept.id).await.unwrap().is_none());
                assert!(statements::statement(&mut tx, *other, *guarantor, kept.id).await.unwrap().is_none());
            }
            said.push((kept.statement.number, kept.statement.due.cents()));
        }
        let numbered = |cents| ("S-000001".to_owned(), cents);
        assert_eq!(said, [numbered(15_000), numbered(7_000), numbered(9_000)], "each counts on its own");
    })
    .await;
}

#[tokio::test]
async fn addresses_of_puerto_rico_and_names_of_every_script_arrive_as_they_are_written() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let head = "patient_number,first_name,last_name,birth_date,account_number,address1,address2,city,state,zip,\
                    visit_number,service_date,charge_line,code,description,amount";
        let people = [
            ("José", "Núñez Rivera", "URB Las Gladiolas", "150 Calle A", "San Juan", "PR", "00926-3232"),
            ("Siobhán", "O'Dea-Nguyễn", "7 Elm Street", "", "Dayton", "OH", "45401"),
            ("דינה", "כהן", "12 Oak Lane", "Apt 3", "Dayton", "OH", "45402"),
        ];
        let rows = people.iter().zip(1..).map(|((first, last, street, more, city, state, zip), n)| {
            format!(
                "P{n},{first},{last},1980-02-03,A{n},{street},{more},{city},{state},{zip},V{n},2026-10-01,1,99213,Care,50\n"
            )
        });
        practice.take("people.csv", format!("{head}\n{}", rows.collect::<String>())).await;
        for n in 1..=3 {
            practice.issue(&format!("A{n}"), None).await.unwrap();
        }
        let to = |kept: &statements::Kept| (kept.statement.to.name.clone(), kept.statement.to.address.clone());
        let of = practice.of_account("A1").await;
        let lines = ["URB Las Gladiolas", "150 Calle A", "San Juan PR 00926-3232"];
        assert_eq!(to(&of[0]), ("José Núñez Rivera".to_owned(), lines.map(str::to_owned).to_vec()));
        assert_eq!(of[0].statement.issued_on, date!(2026 - 11 - 24));
        let of = practice.of_account("A2").await;
        assert_eq!(to(&of[0]).0, "Siobhán O'Dea-Nguyễn");
        let of = practice.of_account("A3").await;
        assert_eq!(to(&of[0]).0, "דינה כהן");
        assert_eq!(of[0].statement.visits[0].patient_name, "דינה");
    })
    .await;
}

#[tokio::test]
async fn what_the_law_wants_said_is_carried_where_it_could_apply() {
    on_each_engine(|t| async move {
        let (practice, _) = practice_of(t).await;
        practice.decides().await;
        practice.issue("A1", None).await.unwrap();
        practice.issue("A2", None).await.unwrap();
        let alone = practice.of_account("A1").await.remove(0).statement;
        let insured = practice.of_account("A2").await.remove(0).statement;
        let of = |statement, url| statements::rights::rights(statement, url);
        assert!(of(&alone, None).estimate_dispute);
        assert!(!of(&insured, None).estimate_dispute, "an insurer had to do with it");
        assert_eq!(of(&alone, None).assistance_url, None);
        let url = "https://www.riverside.example/assistance";
        assert_eq!(of(&alone, Some(url)).assistance_url.as_deref(), Some(url));
        let mut before = alone.clone();
        before.issued_on = date!(2021 - 12 - 31);
        assert!(!of(&before, None).estimate_dispute, "not yet the law");
    })
    .await;
}

#[tokio::test]
async fn many_letters_are_several_batches_and_each_letter_is_in_one() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let visits: Vec<String> = (1..=7).map(|n| format!("{n}@V{n}||99213 20.00")).collect();
        let visits: Vec<&str> = visits.iter().map(String::as_str).collect();
        practice.take("visits.csv", export(&visits)).await;
        let (db, door) = (&practice.t.db, &practice.t.door);
        let grant = [Grant::Staff(practice.id, Role::Administrator)];
        let staff = identity::add_user(db, door, "s@example.com", "Dana", "en", "plum kettle window", &grant);
        let staff = staff.await.unwrap();
        let run = practice.preview(staff).await;
        practice.release(run, staff).await;
        practice.pays_cash("A2", 2_000, staff, 1).await;
        practice.t.clock.advance(Duration::days(4));
        let (mut sizes, mut seen) = (Vec::new(), std::collections::BTreeSet::new());
        while let Some(batch) = notices::batch(db, door, practice.id, staff, 4).await.unwrap() {
            let mut tx = db.read().await.unwrap();
            let letters = notices::letters(&mut tx, practice.id, batch).await.unwrap();
            sizes.push(letters.len());
            seen.extend(letters.into_iter().map(|kept| kept.id));
        }
        assert_eq!((sizes, seen.len()), (vec![4, 2], 6), "and the one that was paid is in none");
        assert_eq!(practice.waiting_and_saved().await, (0, 1));
    })
    .await;
}
