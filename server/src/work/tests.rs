//! A run is carried to its end by itself, however many goes that takes, on each engine.

use std::collections::BTreeMap;

use billing::identity::{self, Grant};
use billing::statements::runs::{Run, RunState};
use billing::testing::{TestDb, on_each_engine};
use billing::{imports, on};
use domain::access::Role;
use domain::{GuarantorId, PracticeId, UserId};
use uuid::Uuid;

use super::*;
use crate::config::Config;

/// Two practices, of which each has as many accounts that owe.
struct House {
    portal: Arc<Portal>,
    practices: Vec<PracticeId>,
    staff: UserId,
    _database: TestDb,
}

async fn house(t: TestDb, accounts: usize) -> House {
    let mut practices = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    for slug in ["willow", "alder"] {
        let practice = Practice {
            id: PracticeId(t.door.id()),
            slug: slug.to_owned(),
            name: slug.to_owned(),
            phone: None,
            email: None,
            hours: None,
            time_zone: "America/New_York".to_owned(),
            languages: None,
            brand_mark: None,
        };
        let mut tx = t.db.begin().await.unwrap();
        accounts::add_practice_in(&mut tx, &t.door, &practice).await.unwrap();
        tx.commit().await.unwrap();
        let mut sheet =
            "patient_number,first_name,last_name,birth_date,account_number,visit_number,service_date,\
                         charge_line,code,description,amount\n"
                .to_owned();
        for n in 0..accounts {
            sheet.push_str(&format!(
                "P{n},Wren,Abernethy,1980-02-03,A{n},V{n},2026-10-01,1,99213,Care,{}\n",
                50 + n
            ));
        }
        let path = folder.path().join("visits.csv");
        std::fs::write(&path, sheet).unwrap();
        let report = imports::import_file(&t.db, &t.door, practice.id, &path, "visits.csv").await.unwrap();
        assert!(report.refused.is_empty(), "{:?}", report.refused);
        practices.push(practice.id);
    }
    let grants: Vec<Grant> =
        practices.iter().map(|practice| Grant::Staff(*practice, Role::Administrator)).collect();
    let staff = login(&t, "dana@example.com", &grants).await;
    let portal = Portal {
        db: t.db.clone(),
        door: t.door.clone(),
        gateway: None,
        config: Config::from_values(&BTreeMap::new()).unwrap(),
        assets: app::Assets::default(),
    };
    House { portal: Arc::new(portal), practices, staff, _database: t }
}

async fn login(t: &TestDb, email: &str, grants: &[Grant]) -> UserId {
    identity::add_user(&t.db, &t.door, email, "Wren", "en", "plum kettle window", grants).await.unwrap()
}

impl House {
    async fn release(&self) -> Vec<Uuid> {
        let (db, door) = (&self.portal.db, &self.portal.door);
        let mut all = Vec::new();
        for practice in &self.practices {
            let run = runs::preview(db, door, *practice, Some(self.staff)).await.unwrap();
            runs::release(db, door, *practice, run, self.staff).await.unwrap();
            all.push(run);
        }
        all
    }

    /// What the worker does with runs: three accounts of each practice in one go.
    async fn work(&self, stop: bool) {
        let (_order, stop) = watch::channel(stop);
        state_all(&self.portal, &Arc::new(Road::Outbox), &stop, 3).await;
    }

    async fn run(&self, at: usize, run: Uuid) -> Run {
        let mut tx = self.portal.db.read().await.unwrap();
        runs::run(&mut tx, self.practices[at], run).await.unwrap().unwrap()
    }

    async fn count(&self, query: &'static str) -> i64 {
        let mut tx = self.portal.db.read().await.unwrap();
        on!(&mut tx, c => billing::sqlx::query_scalar(query).fetch_one(c)).unwrap()
    }
}

#[tokio::test]
async fn every_run_is_carried_to_its_end_and_its_notices_leave() {
    on_each_engine(|t| async move {
        // Eight are two whole goes and a part; six are two whole ones, after which a third finds nothing.
        for accounts in [8, 6] {
            let database = billing::testing::databases().await.into_iter();
            let fresh = database.into_iter().find(|fresh| fresh.engine == t.engine).unwrap();
            let house = house(fresh, accounts).await;
            let reader: GuarantorId = {
                let mut tx = house.portal.db.read().await.unwrap();
                on!(&mut tx, c => billing::sqlx::query_scalar(
                    "SELECT id FROM guarantors WHERE practice_id = $1 AND account_number = 'A1'",
                )
                .bind(house.practices[0])
                .fetch_one(c))
                .unwrap()
            };
            login(&house._database, "wren@example.com", &[Grant::Guarantor(house.practices[0], reader)])
                .await;
            let released = house.release().await;
            house.work(false).await;
            for (at, run) in released.into_iter().enumerate() {
                let run = house.run(at, run).await;
                let counted = (run.state, run.issued, run.ready, run.held);
                assert_eq!(counted, (RunState::Done, i64::try_from(accounts).unwrap(), 0, 0));
            }
            let twice = "SELECT COUNT(*) FROM (SELECT guarantor_id FROM statements
                         GROUP BY practice_id, guarantor_id HAVING COUNT(*) > 1) twice";
            assert_eq!(house.count(twice).await, 0);
            let told = "SELECT COUNT(*) FROM messages WHERE template = 'statement'";
            assert_eq!(house.count(told).await, 1, "to the one who reads online");
            house.work(false).await;
            assert_eq!(
                house.count("SELECT COUNT(*) FROM statements").await,
                2 * i64::try_from(accounts).unwrap()
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_leaves_the_rest_to_the_next() {
    on_each_engine(|t| async move {
        let house = house(t, 8).await;
        let released = house.release().await;
        house.work(true).await;
        for (at, run) in released.iter().enumerate() {
            let run = house.run(at, *run).await;
            assert_eq!((run.state, run.issued, run.ready), (RunState::Released, 3, 5), "one go");
        }
        house.work(false).await;
        for (at, run) in released.iter().enumerate() {
            assert_eq!(house.run(at, *run).await.state, RunState::Done);
        }
    })
    .await;
}
