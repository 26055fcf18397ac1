//! All SQL of households.

use domain::household::{Seen, Standing};
use domain::{GuarantorId, PatientId, PracticeId, UserId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::Member;
use super::sharing::Invitation;
use crate::db::Tx;
use crate::identity::Scope;
use crate::{on, run};

#[derive(FromRow)]
pub struct MemberRow {
    id: PatientId,
    first_name: String,
    birth_date: Date,
    is_own: bool,
    is_spouse: bool,
    consented: bool,
    consent_ends: Option<Date>,
    adult_age: i64,
}

impl MemberRow {
    pub fn member(self, today: Date) -> Member {
        let standing = Standing {
            born: self.birth_date,
            is_guarantor: self.is_own,
            is_spouse: self.is_spouse,
            consent: self.consented.then_some(self.consent_ends),
        };
        let seen = Seen::of(&standing, today, self.adult_age);
        Member { patient: self.id, name: self.first_name, is_guarantor: self.is_own, seen }
    }
}

/// What the practice calls a patient is said of whoever answers for them now: on an account
/// that they have left it says nothing.
pub async fn members(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<MemberRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT p.id, p.first_name, p.birth_date, (p.is_guarantor AND p.guarantor_id = $2) AS is_own,
                (COALESCE(p.relationship, '') = 'spouse' AND p.guarantor_id = $2) AS is_spouse,
                (c.id IS NOT NULL) AS consented, c.ends_on AS consent_ends, r.adult_age
         FROM patients p
         JOIN practices r ON r.id = p.practice_id
         LEFT JOIN care_consents c ON c.practice_id = p.practice_id AND c.patient_id = p.id
              AND c.guarantor_id = $2 AND c.withdrawn_at IS NULL
         WHERE p.practice_id = $1
           AND (p.guarantor_id = $2
                OR p.id IN (SELECT v.patient_id FROM visits v WHERE v.practice_id = $1 AND v.guarantor_id = $2))
         ORDER BY 4 DESC, p.birth_date, p.id",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}

pub async fn visits_of(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    patient: PatientId,
) -> Result<Vec<VisitId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT id FROM visits WHERE practice_id = $1 AND guarantor_id = $2 AND patient_id = $3",
    )
    .bind(practice)
    .bind(guarantor)
    .bind(patient)
    .fetch_all(c))
}

/// Visits that the guarantor answered for, and somebody else does now.
pub async fn visits_gone(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<VisitId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT c.visit_id FROM guarantor_change_visits c
         JOIN visits v ON v.practice_id = c.practice_id AND v.id = c.visit_id
         WHERE c.practice_id = $1 AND c.left_id = $2 AND v.guarantor_id <> $2",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}

pub async fn set_adult_age(tx: &mut Tx, practice: PracticeId, years: i64) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("UPDATE practices SET adult_age = $2 WHERE id = $1").bind(practice).bind(years))
        .map(drop)
}

pub async fn insert_consent(
    tx: &mut Tx,
    (practice, id): (PracticeId, Uuid),
    (guarantor, patient): (GuarantorId, PatientId),
    (how, ends_on): (&str, Option<Date>),
    by: UserId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO care_consents (practice_id, id, patient_id, guarantor_id, how, ends_on, recorded_by, given_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(practice)
        .bind(id)
        .bind(patient)
        .bind(guarantor)
        .bind(how)
        .bind(ends_on)
        .bind(by)
        .bind(now)
    )
    .map(drop)
}

/// Says whether one stood.
pub async fn withdraw_consent(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    patient: PatientId,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let ended = run!(
        tx,
        sqlx::query(
            "UPDATE care_consents SET withdrawn_at = $4
             WHERE practice_id = $1 AND guarantor_id = $2 AND patient_id = $3 AND withdrawn_at IS NULL",
        )
        .bind(practice)
        .bind(guarantor)
        .bind(patient)
        .bind(now)
    )?;
    Ok(ended == 1)
}

/// Somebody who may see an account that is not theirs.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Helper {
    /// Their login.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they may see.
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    /// The last day of that.
    pub ends_on: Option<Date>,
    /// Since when.
    pub granted_at: OffsetDateTime,
}

pub async fn helpers(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Helper>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT g.user_id, u.name, u.email, g.scope, g.ends_on, g.granted_at
         FROM user_guarantors g JOIN users u ON u.id = g.user_id
         WHERE g.practice_id = $1 AND g.guarantor_id = $2 AND g.scope <> 'own' AND u.disabled_at IS NULL
         ORDER BY g.granted_at, g.user_id",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}

/// Says whether there was one.
pub async fn end_grant(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    user: UserId,
) -> Result<bool, sqlx::Error> {
    let ended = run!(
        tx,
        sqlx::query(
            "DELETE FROM user_guarantors
             WHERE practice_id = $1 AND guarantor_id = $2 AND user_id = $3 AND scope <> 'own'",
        )
        .bind(practice)
        .bind(guarantor)
        .bind(user)
    )?;
    Ok(ended == 1)
}

pub async fn insert_invitation(
    tx: &mut Tx,
    new: &Invitation,
    token_hash: &[u8],
    now: OffsetDateTime,
    expires_at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO sharing_invitations (practice_id, id, guarantor_id, token_hash, email, scope, ends_on,
                                              invited_by, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(new.practice_id)
        .bind(new.id)
        .bind(new.guarantor_id)
        .bind(token_hash)
        .bind(&new.email)
        .bind(new.scope.code())
        .bind(new.ends_on)
        .bind(new.invited_by)
        .bind(now)
        .bind(expires_at)
    )
    .map(drop)
}

pub async fn open_invitations(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    now: OffsetDateTime,
) -> Result<Vec<Invitation>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, practice_id, guarantor_id, email, scope, ends_on, invited_by FROM sharing_invitations
         WHERE practice_id = $1 AND guarantor_id = $2 AND closed_at IS NULL AND expires_at > $3
         ORDER BY created_at, id",
    )
    .bind(practice)
    .bind(guarantor)
    .bind(now)
    .fetch_all(c))
}

pub async fn invitation(
    tx: &mut Tx,
    token_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<Invitation>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, practice_id, guarantor_id, email, scope, ends_on, invited_by FROM sharing_invitations
         WHERE token_hash = $1 AND closed_at IS NULL AND expires_at > $2",
    )
    .bind(token_hash)
    .bind(now)
    .fetch_optional(c))
}

/// Says whether it was open: two presses use it once.
pub async fn close_invitation(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let closed = run!(
        tx,
        sqlx::query(
            "UPDATE sharing_invitations SET closed_at = $3
             WHERE practice_id = $1 AND id = $2 AND closed_at IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(now)
    )?;
    Ok(closed == 1)
}

/// What happened to whose sight.
pub struct About {
    pub user: Option<UserId>,
    pub patient: Option<PatientId>,
    pub what: &'static str,
    pub scope: Option<Scope>,
    pub ends_on: Option<Date>,
}

pub async fn log(
    tx: &mut Tx,
    (practice, id): (PracticeId, Uuid),
    guarantor: GuarantorId,
    about: &About,
    by: UserId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO sharing_log (practice_id, id, guarantor_id, user_id, patient_id, what, scope, ends_on,
                                      by_user, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(practice)
        .bind(id)
        .bind(guarantor)
        .bind(about.user)
        .bind(about.patient)
        .bind(about.what)
        .bind(about.scope.map(Scope::code))
        .bind(about.ends_on)
        .bind(by)
        .bind(now)
    )
    .map(drop)
}
