//! All SQL of the desk's queue. What is open is said word for word as its indexes say it, and
//! every page begins where the last one ended.

use domain::denial::{Route, State};
use domain::{DenialId, Money, PracticeId};
use sqlx::FromRow;
use time::Date;
use uuid::Uuid;

use super::{CaseRow, case_columns};
use crate::db::Tx;
use crate::denials::desk::{Line, Order, Place, Totals, Wanted, Whose};
use crate::on;

#[derive(FromRow)]
struct LineRow {
    #[sqlx(flatten)]
    case: CaseRow,
    patient_name: String,
    payer: Option<String>,
    assigned_name: Option<String>,
}

impl LineRow {
    fn line(self) -> Result<Line, sqlx::Error> {
        Ok(Line {
            case: self.case.case()?,
            patient: self.patient_name,
            payer: self.payer,
            assigned: self.assigned_name,
        })
    }
}

macro_rules! select_lines {
    ($which:literal, $order:literal) => {
        concat!(
            "SELECT ",
            case_columns!(),
            ", p.first_name || ' ' || p.last_name AS patient_name, y.name AS payer, u.name AS assigned_name
             FROM denials d
             JOIN visits v ON v.practice_id = d.practice_id AND v.id = d.visit_id
             JOIN patients p ON p.practice_id = v.practice_id AND p.id = v.patient_id
             LEFT JOIN payers y ON y.practice_id = d.practice_id AND y.id = d.payer_id
             LEFT JOIN users u ON u.id = d.assigned_to
             WHERE d.practice_id = $1 AND ",
            $which,
            " AND ($2 IS NULL OR d.state = $2) AND ($3 IS NULL OR d.route = $3)
              AND ($4 IS NULL OR d.assigned_to = $4) AND (NOT $5 OR d.assigned_to IS NULL)
              AND ($6 IS NULL OR d.act_by < $6) AND ($7 IS NULL OR d.payer_id = $7)
             ORDER BY ",
            $order,
            " LIMIT $8"
        )
    };
}

macro_rules! fetch {
    ($tx:expr, $sql:expr, $asked:expr $(, $after:expr)*) => {{
        let (practice, wanted, limit): (PracticeId, &Wanted, i64) = $asked;
        on!($tx, c => sqlx::query_as($sql)
            .bind(practice)
            .bind(wanted.state.map(State::code))
            .bind(wanted.route.map(Route::code))
            .bind(wanted.whose.user())
            .bind(wanted.whose == Whose::Nobody)
            .bind(wanted.before)
            .bind(wanted.payer)
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
    let over = wanted.state.is_some_and(|state| !state.is_open());
    let first = after.map_or(DenialId(Uuid::nil()), |place| place.id);
    let last = after.map_or(DenialId(Uuid::max()), |place| place.id);
    let day = after.map_or(FIRST_DAY, |place| {
        i32::try_from(place.mark).ok().and_then(|day| Date::from_julian_day(day).ok()).unwrap_or(FIRST_DAY)
    });
    let asked = (practice, wanted, limit);
    let rows: Vec<LineRow> = match wanted.order {
        _ if over => {
            fetch!(tx, select_lines!("d.amount_cents = 0 AND d.id < $9", "d.id DESC"), asked, last)
        }
        Order::Deadline => fetch!(
            tx,
            select_lines!("d.amount_cents > 0 AND (d.act_by, d.id) > ($9, $10)", "d.act_by, d.id"),
            asked,
            day,
            first
        ),
        Order::Oldest => fetch!(
            tx,
            select_lines!("d.amount_cents > 0 AND (d.refused_on, d.id) > ($9, $10)", "d.refused_on, d.id"),
            asked,
            day,
            first
        ),
        Order::Amount => fetch!(
            tx,
            select_lines!(
                "d.amount_cents > 0 AND (d.amount_cents, d.id) < ($9, $10)",
                "d.amount_cents DESC, d.id DESC"
            ),
            asked,
            after.map_or(i64::MAX, |place| place.mark),
            last
        ),
    };
    rows.into_iter().map(LineRow::line).collect()
}

pub async fn totals(tx: &mut Tx, practice: PracticeId, today: Date) -> Result<Totals, sqlx::Error> {
    let (open, amount, late, recovered): (i64, i64, i64, i64) = on!(tx, c => sqlx::query_as(
        "SELECT COUNT(CASE WHEN amount_cents > 0 THEN 1 END), CAST(COALESCE(SUM(amount_cents), 0) AS BIGINT),
                COUNT(CASE WHEN amount_cents > 0 AND act_by < $2 THEN 1 END),
                CAST(COALESCE(SUM(recovered_cents), 0) AS BIGINT)
         FROM denials WHERE practice_id = $1",
    )
    .bind(practice)
    .bind(today)
    .fetch_one(c))?;
    Ok(Totals { open, amount: Money::from_cents(amount), late, recovered: Money::from_cents(recovered) })
}

/// Before every day of a refusal.
const FIRST_DAY: Date = time::macros::date!(1900 - 01 - 01);
