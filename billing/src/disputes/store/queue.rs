//! All SQL of the desk's queue. What is open is said word for word as its indexes say it, and
//! every page begins where the last one ended.

use domain::dispute::State;
use domain::{DisputeId, PracticeId};
use sqlx::FromRow;
use time::Date;
use uuid::Uuid;

use super::{CaseRow, case_columns};
use crate::db::Tx;
use crate::disputes::desk::{Line, Order, Place, Wanted, Whose};
use crate::on;

#[derive(FromRow)]
struct LineRow {
    #[sqlx(flatten)]
    case: CaseRow,
    guarantor_name: String,
    assigned_name: Option<String>,
}

impl LineRow {
    fn line(self) -> Result<Line, sqlx::Error> {
        Ok(Line { case: self.case.case()?, name: self.guarantor_name, assigned: self.assigned_name })
    }
}

macro_rules! select_lines {
    ($which:literal, $order:literal) => {
        concat!(
            "SELECT ",
            case_columns!(),
            ", g.first_name || ' ' || g.last_name AS guarantor_name, u.name AS assigned_name
             FROM disputes d
             JOIN guarantors g ON g.practice_id = d.practice_id AND g.id = d.guarantor_id
             LEFT JOIN users u ON u.id = d.assigned_to
             WHERE d.practice_id = $1 AND ",
            $which,
            " AND ($2 IS NULL OR d.state = $2) AND ($3 IS NULL OR d.reason = $3)
              AND ($4 IS NULL OR d.assigned_to = $4) AND (NOT $5 OR d.assigned_to IS NULL)
              AND ($6 IS NULL OR d.act_by < $6)
             ORDER BY ",
            $order,
            " LIMIT $7"
        )
    };
}

macro_rules! fetch {
    ($tx:expr, $sql:expr, $asked:expr $(, $after:expr)*) => {{
        let (practice, wanted, limit): (PracticeId, &Wanted, i64) = $asked;
        on!($tx, c => sqlx::query_as($sql)
            .bind(practice)
            .bind(wanted.state.map(State::code))
            .bind(wanted.reason.map(domain::dispute::Reason::code))
            .bind(wanted.whose.user())
            .bind(wanted.whose == Whose::Nobody)
            .bind(wanted.before)
            .bind(limit)
            $(.bind($after))*
            .fetch_all(c))?
    }};
}

pub async fn list(
    tx: &mut Tx,
    practice: PracticeId,
    wanted: &Wanted,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Line>, sqlx::Error> {
    let over = matches!(wanted.state, Some(State::Decided | State::Closed));
    let first = after.map_or(DisputeId(Uuid::nil()), |place| place.id);
    let last = after.map_or(DisputeId(Uuid::max()), |place| place.id);
    let asked = (practice, wanted, limit);
    let rows: Vec<LineRow> = match wanted.order {
        _ if over => {
            fetch!(tx, select_lines!("d.state = $2 AND d.id < $8", "d.id DESC"), asked, last)
        }
        Order::Deadline => fetch!(
            tx,
            select_lines!(
                "d.state NOT IN ('decided', 'closed') AND (d.act_by, d.id) > ($8, $9)",
                "d.act_by, d.id"
            ),
            asked,
            after.and_then(|place| place.act_by).unwrap_or(FIRST_DAY),
            first
        ),
        Order::Oldest => fetch!(
            tx,
            select_lines!("d.state NOT IN ('decided', 'closed') AND d.id > $8", "d.id"),
            asked,
            first
        ),
        Order::Amount => fetch!(
            tx,
            select_lines!(
                "d.state NOT IN ('decided', 'closed') AND (d.frozen_cents, d.id) < ($8, $9)",
                "d.frozen_cents DESC, d.id DESC"
            ),
            asked,
            after.map_or(i64::MAX, |place| place.frozen.cents()),
            last
        ),
    };
    rows.into_iter().map(LineRow::line).collect()
}

macro_rules! count_few {
    ($whose:literal) => {
        concat!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM disputes WHERE practice_id = $1 AND act_by < $2",
            $whose,
            " AND state NOT IN ('decided', 'closed') LIMIT $3) few"
        )
    };
}

pub async fn count(
    tx: &mut Tx,
    practice: PracticeId,
    whose: Whose,
    before: Option<Date>,
    most: i64,
) -> Result<i64, sqlx::Error> {
    let before = before.unwrap_or(LAST_DAY);
    match whose {
        Whose::Any => on!(tx, c => sqlx::query_scalar(count_few!(""))
            .bind(practice)
            .bind(before)
            .bind(most)
            .fetch_one(c)),
        Whose::Nobody => on!(tx, c => sqlx::query_scalar(count_few!(" AND assigned_to IS NULL"))
            .bind(practice)
            .bind(before)
            .bind(most)
            .fetch_one(c)),
        Whose::User(user) => on!(tx, c => sqlx::query_scalar(count_few!(" AND assigned_to = $4"))
            .bind(practice)
            .bind(before)
            .bind(most)
            .bind(user)
            .fetch_one(c)),
    }
}

/// Before every day of a case.
const FIRST_DAY: Date = time::macros::date!(1900 - 01 - 01);
/// After every day of a case.
const LAST_DAY: Date = time::macros::date!(9999 - 12 - 31);
