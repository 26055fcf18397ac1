//! Who saw and did what, and that nobody takes it back.

use billing::audit::{self, Event, Filter};
use billing::identity::people::{self, PeopleError};
use billing::identity::{self, Grant};
use billing::ledger::verify::verify;
use billing::testing::on_each_engine;
use domain::UserId;
use domain::access::{Permission, Role};
use domain::dispute::Reason;

use crate::disputes;
use crate::identity::house::PASSWORD;
use crate::payments::till::Till;
use crate::practice::{Practice, add_practice};

async fn member(practice: &Practice, email: &str, role: Role) -> UserId {
    let t = &practice.t;
    let grant = [Grant::Staff(practice.id, role)];
    identity::add_user(&t.db, &t.door, email, "Robin", "en", PASSWORD, &grant).await.unwrap()
}

fn look(practice: &Practice, user: UserId, subject: &str) -> Event<'static> {
    Event {
        practice: practice.id,
        user,
        role: Some(Role::Biller),
        emergency: None,
        permission: Permission::SeeAccounts,
        allowed: true,
        method: "GET",
        route: "/staff/accounts/{guarantor}",
        subjects: vec![subject.to_owned()],
    }
}

/// The numbers and subjects of what a search finds.
async fn found(practice: &Practice, filter: Filter, below: Option<i64>) -> Vec<(i64, String)> {
    let mut tx = practice.t.db.read().await.unwrap();
    let kept = audit::newest(&mut tx, practice.id, &filter, below, 2).await.unwrap();
    kept.into_iter().map(|one| (one.seq, one.subjects)).collect()
}

#[tokio::test]
async fn who_looked_at_a_patient_is_found_by_their_account_whatever_was_opened() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00", "V2||99213 70.00"]).await;
        let (db, door) = (&till.practice.t.db, &till.practice.t.door);
        let ada = member(&till.practice, "ada@example.com", Role::Biller).await;
        let case = disputes::tell(&till, 1, "V1", &[], Reason::Question).await.unwrap();
        let of = |subjects: &[String]| Event { subjects: subjects.to_vec(), ..look(&till.practice, ada, "") };
        let (case, account) = (case.id.to_string(), till.payer.guarantor.to_string());
        let visit = till.practice.visit("V2").await.to_string();
        audit::record(db, door, &of(std::slice::from_ref(&case))).await.unwrap();
        audit::record(db, door, &of(&[case.clone(), visit.clone()])).await.unwrap();
        audit::record(db, door, &of(&["no-id".to_owned(), UserId(door.id()).to_string()])).await.unwrap();
        let key = door.id();
        let reads = ("GET", "/api/v1/payments/{payment}", true);
        audit::by_key(db, door, (till.practice.id, key), reads, std::slice::from_ref(&account))
            .await
            .unwrap();
        let about = Filter { subject: Some(account.clone()), ..Filter::default() };
        let kept = {
            let mut tx = db.read().await.unwrap();
            audit::newest(&mut tx, till.practice.id, &about, None, 9).await.unwrap()
        };
        let kept: Vec<_> = kept.into_iter().map(|one| (one.seq, one.user_id, one.subjects)).collect();
        assert_eq!(
            kept,
            [
                (4, None, format!("{key} {account}")),
                (2, Some(ada), format!("{case} {visit} {account}")),
                (1, Some(ada), format!("{case} {account}")),
            ]
        );
        // In another practice the same id is nobody's.
        let other = add_practice(db, door, "lakeside").await;
        audit::record(db, door, &Event { practice: other, ..of(&[case]) }).await.unwrap();
        let mut tx = db.read().await.unwrap();
        assert!(audit::newest(&mut tx, other, &about, None, 9).await.unwrap().is_empty());
        drop(tx);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_seen_and_done_is_found_by_who_what_and_when() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let (ada, ben) = (
            member(&practice, "ada@example.com", Role::Biller).await,
            member(&practice, "ben@example.com", Role::Auditor).await,
        );
        let (db, door) = (&practice.t.db, &practice.t.door);
        audit::record(db, door, &look(&practice, ada, "a1")).await.unwrap();
        audit::record(db, door, &look(&practice, ben, "a1")).await.unwrap();
        let changed = Event {
            method: "POST",
            subjects: vec!["a1".to_owned(), "s9".to_owned()],
            ..look(&practice, ada, "")
        };
        audit::record(db, door, &changed).await.unwrap();
        let noon = door.now();
        practice.t.clock.advance(time::Duration::hours(1));
        audit::record(db, door, &Event { allowed: false, ..look(&practice, ben, "a10") }).await.unwrap();

        let row = |seq: i64, subject: &str| (seq, subject.to_owned());
        assert_eq!(found(&practice, Filter::default(), None).await, [row(4, "a10"), row(3, "a1 s9")]);
        assert_eq!(found(&practice, Filter::default(), Some(3)).await, [row(2, "a1"), row(1, "a1")]);
        let about = Filter { subject: Some("s9".to_owned()), ..Filter::default() };
        assert_eq!(found(&practice, about, None).await, [row(3, "a1 s9")]);
        let whole = Filter { subject: Some("a1".to_owned()), ..Filter::default() };
        assert_eq!(found(&practice, whole, None).await, [row(3, "a1 s9"), row(2, "a1")]);
        let by = Filter { user: Some(ben), ..Filter::default() };
        assert_eq!(found(&practice, by, None).await, [row(4, "a10"), row(2, "a1")]);
        let changes = Filter { changes: true, ..Filter::default() };
        assert_eq!(found(&practice, changes, None).await, [row(4, "a10"), row(3, "a1 s9")]);
        let later = Filter { from: Some(noon + time::Duration::SECOND), ..Filter::default() };
        assert_eq!(found(&practice, later, None).await, [row(4, "a10")]);
        let first = Filter { until: Some(noon), ..Filter::default() };
        assert_eq!(found(&practice, first, None).await, []);
    })
    .await;
}

#[tokio::test]
async fn whoever_changes_takes_out_or_puts_in_is_named() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let ada = member(&practice, "ada@example.com", Role::Biller).await;
        for subject in ["a1", "a2", "a3"] {
            audit::record(&practice.t.db, &practice.t.door, &look(&practice, ada, subject)).await.unwrap();
        }
        practice.names("as it was written", &[]).await;
        assert!(practice.by_hand("UPDATE audit_events SET subjects = 'b'").await.is_err());
        assert!(practice.by_hand("DELETE FROM audit_events").await.is_err());
        practice.names("what was refused", &[]).await;
        let two = "event 2 of the audit of willow is not what was sealed";
        for (harm, back) in [
            ("subjects = 'b'", "subjects = 'a2'"),
            ("allowed = FALSE", "allowed = TRUE"),
            ("method = 'POST'", "method = 'GET'"),
            ("role = 'auditor'", "role = 'biller'"),
            ("permission = 'see_books'", "permission = 'see_accounts'"),
            ("route = '/'", "route = '/staff/accounts/{guarantor}'"),
        ] {
            practice.ruin(&format!("UPDATE audit_events SET {harm} WHERE seq = 2")).await;
            practice.names(harm, &[two]).await;
            practice.ruin(&format!("UPDATE audit_events SET {back} WHERE seq = 2")).await;
            practice.names(back, &[]).await;
        }
        let under = "emergency = (SELECT id FROM practices)";
        practice.ruin(&format!("UPDATE audit_events SET {under} WHERE seq = 2")).await;
        practice.names(under, &[two]).await;
        practice.ruin("UPDATE audit_events SET emergency = NULL WHERE seq = 2").await;
        practice.names("not under it", &[]).await;
        practice.ruin("DELETE FROM audit_events WHERE seq = 2").await;
        practice.names("taken out", &["the audit of willow has nothing between 1 and 3"]).await;
    })
    .await;
}

#[tokio::test]
async fn what_the_operator_changes_is_in_the_chain_under_nobodys_name() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let ada = member(&practice, "ada@example.com", Role::Biller).await;
        let t = &practice.t;
        audit::record(&t.db, &t.door, &look(&practice, ada, "a1")).await.unwrap();
        for kept in [false, true] {
            let mut tx = t.db.begin().await.unwrap();
            audit::by_operator_in(&mut tx, &t.door, practice.id, "user role", &[ada.0]).await.unwrap();
            if kept {
                tx.commit().await.unwrap();
            }
        }
        audit::record(&t.db, &t.door, &look(&practice, ada, "a2")).await.unwrap();
        let changes = Filter { changes: true, ..Filter::default() };
        assert_eq!(found(&practice, changes, None).await, [(2, ada.0.to_string())], "once, with its change");
        let mut tx = t.db.read().await.unwrap();
        let all = audit::newest(&mut tx, practice.id, &Filter::default(), None, 9).await.unwrap();
        drop(tx);
        let said: Vec<_> =
            all.iter().map(|one| (one.user_id, one.method.as_str(), one.route.as_str())).collect();
        let looked = (Some(ada), "GET", "/staff/accounts/{guarantor}");
        assert_eq!(said, [looked, (None, "RUN", "openbalance user role"), looked]);
        practice.names("as it was written", &[]).await;
        practice
            .ruin("UPDATE audit_events SET user_id = (SELECT user_id FROM user_roles) WHERE seq = 2")
            .await;
        practice.names("put on somebody", &["event 2 of the audit of willow is not what was sealed"]).await;
    })
    .await;
}

#[tokio::test]
async fn two_servers_write_one_chain() {
    on_each_engine(|t| async move {
        let practice = std::sync::Arc::new(Practice::new(t).await);
        let ada = member(&practice, "ada@example.com", Role::Biller).await;
        let mut writing = tokio::task::JoinSet::new();
        for seed in 0..4 {
            let practice = practice.clone();
            writing.spawn(async move {
                let (db, door) = practice.other_process(seed).await;
                for n in 0..5 {
                    audit::record(&db, &door, &look(&practice, ada, &format!("{seed}-{n}"))).await.unwrap();
                }
            });
        }
        writing.join_all().await;
        assert_eq!(practice.count("SELECT COUNT(DISTINCT subjects) FROM audit_events").await, 20);
        let verdict = verify(&practice.t.db, &practice.t.door).await.unwrap();
        assert_eq!(verdict.violations, [""; 0]);
        assert_eq!(
            verdict.audit.iter().map(|(slug, seq, _)| (slug.as_str(), *seq)).collect::<Vec<_>>(),
            [("willow", 20)]
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_changes_their_own_role_and_an_administrator_is_always_left() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let ada = member(&practice, "ada@example.com", Role::Administrator).await;
        let ben = member(&practice, "ben@example.com", Role::Administrator).await;
        let change = async |by, user, role| {
            let mut tx = practice.t.db.begin().await.unwrap();
            let outcome = people::change_in(&mut tx, &practice.t.door, practice.id, by, user, role).await;
            if outcome.is_ok() {
                tx.commit().await.unwrap();
            }
            outcome
        };
        assert!(matches!(change(ada, ada, Some(Role::Biller)).await, Err(PeopleError::Own)));
        assert!(matches!(change(ada, UserId(uuid::Uuid::nil()), None).await, Err(PeopleError::NotThere)));
        // Each takes the other's away, at once: one of them was first.
        let (one, other) = tokio::join!(change(ada, ben, Some(Role::Biller)), change(ben, ada, None));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let left = practice.count("SELECT COUNT(*) FROM user_roles WHERE role = 'administrator'").await;
        assert_eq!(left, 1);
    })
    .await;
}

#[tokio::test]
async fn a_role_counts_from_the_next_request_and_out_is_out() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let t = &practice.t;
        let ada = member(&practice, "ada@example.com", Role::Administrator).await;
        let ben = member(&practice, "ben@example.com", Role::Auditor).await;
        let signed_in =
            identity::sign_in(&t.db, &t.door, identity::Wing::Staff, "ben@example.com", PASSWORD, "here")
                .await;
        let secret = signed_in.unwrap().0;
        let role = async || {
            let session = identity::session(&t.db, &t.door, identity::Wing::Staff, &secret).await.unwrap();
            session.and_then(|session| session.role)
        };
        assert_eq!(role().await, Some(Role::Auditor));
        for next in [Some(Role::Manager), None] {
            let mut tx = t.db.begin().await.unwrap();
            people::change_in(&mut tx, &t.door, practice.id, ada, ben, next).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(role().await, next);
        }
    })
    .await;
}
