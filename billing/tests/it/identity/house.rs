//! A practice with two accounts and whoever lives there.

use billing::accounts::{self, AccountMatch};
use billing::identity::{self, Grant, IdentityError, LinkPurpose, Registered, Session, User, Wing};
use billing::messages::{self, Template};
use billing::on;
use billing::testing::TestDb;
use domain::access::Role;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use time::macros::date;

use crate::practice::{Practice, export};

pub const PASSWORD: &str = "plum kettle window";

/// Where every request comes from.
pub const FROM: &str = "203.0.113.7";

pub struct House {
    pub practice: Practice,
}

impl House {
    /// Accounts A1 and A2, with the addresses wren1@ and wren2@example.com on file.
    pub async fn new(t: TestDb) -> Self {
        let practice = Practice::new(t).await;
        practice.take("visits.csv", export(&["V1||99213 120.00", "2@V2||81002 30.00"])).await;
        Self { practice }
    }

    async fn add(&self, email: &str, grant: Grant) {
        let t = &self.practice.t;
        identity::add_user(&t.db, &t.door, email, "Robin", "en", PASSWORD, &[grant]).await.unwrap();
    }

    /// A login that sees the account A1.
    pub async fn resident(&self, email: &str) {
        let guarantor = self.practice.guarantor("A1").await;
        self.add(email, Grant::Guarantor(self.practice.id, guarantor)).await;
    }

    pub async fn biller(&self, email: &str) {
        self.add(email, Grant::Staff(self.practice.id, Role::Administrator)).await;
    }

    pub async fn sign_in(
        &self,
        wing: Wing,
        email: &str,
        password: &str,
    ) -> Result<(String, User), IdentityError> {
        identity::sign_in(&self.practice.t.db, &self.practice.t.door, wing, email, password, FROM).await
    }

    pub async fn enter(&self, wing: Wing, email: &str) -> String {
        self.sign_in(wing, email, PASSWORD).await.unwrap().0
    }

    pub async fn session(&self, wing: Wing, secret: &str) -> Option<Session> {
        identity::session(&self.practice.t.db, &self.practice.t.door, wing, secret).await.unwrap()
    }

    pub async fn register(&self, account: &str, email: &str) -> Result<(), IdentityError> {
        self.register_as(account, "45401", email).await
    }

    pub async fn register_as(&self, account: &str, zip: &str, email: &str) -> Result<(), IdentityError> {
        let account = AccountMatch {
            account_number: account.to_owned(),
            birth_date: date!(1980 - 02 - 03),
            zip: zip.to_owned(),
        };
        let form = Registered {
            practice: self.practice.id,
            account,
            email,
            password: PASSWORD,
            language: "en",
            from: FROM,
        };
        identity::register(&self.practice.t.db, &self.practice.t.door, form).await
    }

    pub async fn confirm(&self, secret: &str) -> Result<(String, User), IdentityError> {
        let entered =
            identity::finish_registration(&self.practice.t.db, &self.practice.t.door, secret, "en").await;
        entered.map(|(session, user, _)| (session, user))
    }

    pub async fn set_password(
        &self,
        purpose: LinkPurpose,
        secret: &str,
        password: &str,
    ) -> Result<(String, User), IdentityError> {
        let t = &self.practice.t;
        let entered = identity::set_password_by_link(&t.db, &t.door, purpose, secret, password, "en").await;
        entered.map(|(session, user, _)| (session, user))
    }

    pub async fn request_reset(&self, email: &str) -> Result<(), IdentityError> {
        identity::request_reset(&self.practice.t.db, &self.practice.t.door, email, "en", FROM).await
    }

    pub async fn invite(&self, account: &str) {
        let t = &self.practice.t;
        let id = self.practice.guarantor(account).await;
        let mut tx = t.db.begin().await.unwrap();
        let guarantor = accounts::guarantor(&mut tx, self.practice.id, id).await.unwrap().unwrap();
        assert!(identity::invite_in(&mut tx, &t.door, self.practice.id, &guarantor).await.unwrap());
        tx.commit().await.unwrap();
    }

    pub async fn is_open(&self, purpose: LinkPurpose, secret: &str) -> bool {
        let t = &self.practice.t;
        identity::open_link(&t.db, &t.door, purpose, secret).await.unwrap().is_some()
    }

    /// Every letter, newest first: to whom, and what.
    pub async fn letters(&self) -> Vec<(String, Template)> {
        let mut tx = self.practice.t.db.read().await.unwrap();
        let letters = messages::recent(&mut tx, 50).await.unwrap();
        letters.into_iter().map(|letter| (letter.to_address.clone(), letter.template().unwrap())).collect()
    }

    /// The secret of the newest letter.
    pub async fn link(&self) -> String {
        match self.letters().await.swap_remove(0).1 {
            Template::Invitation { secret }
            | Template::Confirm { secret }
            | Template::Reset { secret }
            | Template::Sharing { secret }
            | Template::Colleague { secret } => secret,
            other => panic!("no link in {other:?}"),
        }
    }

    /// Everything a table holds, a row a line, bytes in hexadecimal, in lower case.
    pub async fn dump(&self, table: &str) -> String {
        let mut tx = self.practice.t.db.read().await.unwrap();
        let query = if self.practice.t.engine == "sqlite" {
            let columns: Vec<String> = on!(&mut tx, c => sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')"
            )))
            .fetch_all(c))
            .unwrap();
            format!("SELECT {} FROM {table}", columns.join(" || ' ' || "))
        } else {
            format!("SELECT t::text FROM {table} t")
        };
        let rows: Vec<String> =
            on!(&mut tx, c => sqlx::query_scalar(AssertSqlSafe(query.clone())).fetch_all(c)).unwrap();
        rows.join("\n").to_lowercase()
    }
}

/// What somebody is told who does not get in.
pub fn told<T>(outcome: Result<T, IdentityError>) -> String {
    outcome.err().unwrap().to_string()
}

/// A secret's hash as [`House::dump`] shows it.
pub fn hashed(secret: &str) -> String {
    Sha256::digest(secret).iter().map(|byte| format!("{byte:02x}")).collect()
}
