//! Links for many accounts at once.

use app::model::{LinkBatchItem, LinkBatchPage, LinkBatchRow, LinkBatchesPage, RunState as Shown};
use app::{FormState, pages};
use axum::extract::{Path, State};
use billing::pay_links::batches::{self, Batch, BatchError, Email, HandOut, Skip, Wish};
use billing::statements::runs::RunState;
use domain::Money;
use uuid::Uuid;

use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;
use crate::web::{Portal, Shared, sheet};

/// Batches that are listed.
const SHOWN: i64 = 50;
/// Accounts of a batch that are listed.
const ITEMS: i64 = 200;

pub async fn list(State(portal): State<Shared>, staff: Staff) -> Answer {
    let usual = FormState::default()
        .with_value("least", "5.00")
        .with_value("older", "30")
        .with_value("email", "with")
        .with_value("hand_out", "mail")
        .with_value("days", "30");
    Ok(page(drawn(&portal, &staff, usual).await?))
}

async fn drawn(portal: &Portal, staff: &Staff, form: FormState) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let known = batches::batches(&mut tx, staff.practice.id, SHOWN).await?;
    let batches = known.into_iter().map(|batch| row(staff, batch)).collect();
    Ok(pages::staff::link_batches(&staff.ctx(portal), &LinkBatchesPage { form, batches }))
}

fn row(staff: &Staff, batch: Batch) -> LinkBatchRow {
    LinkBatchRow {
        id: batch.id,
        state: match batch.state {
            RunState::Preview => Shown::Preview,
            RunState::Released => Shown::Released,
            RunState::Done => Shown::Done,
            RunState::Cancelled => Shown::Cancelled,
        },
        campaign: batch.campaign,
        in_a_file: batch.hand_out == HandOut::File,
        made_at: billing::door::local(batch.made_at, &staff.practice.time_zone),
        ready: (whole(batch.ready), batch.ready_amount),
        made: (whole(batch.made), batch.made_amount),
        skipped: whole(batch.skipped),
    }
}

fn whole(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

/// What the form asks for, or the field that is wrong and why.
fn wish(fields: &Fields) -> Result<Wish, (&'static str, &'static str)> {
    let least = match Money::parse_human(fields.get("least")) {
        Ok(least) if !least.is_negative() => least,
        _ => return Err(("least", "error-amount-form")),
    };
    let days = fields.get("older").parse().ok().filter(|days| (0..=3650).contains(days));
    Ok(Wish {
        campaign: fields.get("campaign").to_owned(),
        least,
        days: days.ok_or(("older", "error-link-older"))?,
        email: match fields.get("email") {
            "with" => Email::With,
            "without" => Email::Without,
            _ => Email::Any,
        },
        hand_out: if fields.get("hand_out") == "file" { HandOut::File } else { HandOut::Mail },
        lives: fields.get("days").parse().map_err(|_| ("days", "error-link-days"))?,
    })
}

pub async fn preview(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let made = match wish(&fields) {
        Ok(wish) => {
            let (practice, by) = (staff.practice.id, staff.user.id);
            match batches::preview(&portal.db, &portal.door, practice, by, &wish).await {
                Ok(id) => Ok(id),
                Err(BatchError::Campaign) => Err(("campaign", "error-link-campaign")),
                Err(BatchError::Lives) => Err(("days", "error-link-days")),
                Err(error) => return Err(failed(error)),
            }
        }
        Err(wrong) => Err(wrong),
    };
    match made {
        Ok(id) => Ok(see(&format!("/staff/links/batches/{id}"))),
        Err((field, error)) => {
            Ok(refused(drawn(&portal, &staff, fields.form().with_error(field, error)).await?))
        }
    }
}

fn failed(error: BatchError) -> Fail {
    match error {
        BatchError::Sqlx(error) => error.into(),
        BatchError::NotThere | BatchError::Campaign | BatchError::Lives => Fail::NotFound,
    }
}

/// A batch of this practice.
async fn known(portal: &Portal, staff: &Staff, id: Uuid) -> Result<Batch, Fail> {
    let mut tx = portal.db.read().await?;
    batches::batch(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)
}

pub async fn show(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let batch = batches::batch(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let mut items = batches::items(&mut tx, practice, id, ITEMS + 1).await?;
    let most = usize::try_from(ITEMS).unwrap_or_default();
    let more = items.len() > most;
    items.truncate(most);
    let reached = batches::reached(&mut tx, practice, id).await?;
    let zone = &staff.practice.time_zone;
    let model = LinkBatchPage {
        lives: whole(batch.lives),
        files: (whole(batch.files), batch.filed_at.map(|at| billing::door::local(at, zone))),
        batch: row(&staff, batch),
        items: items
            .into_iter()
            .map(|item| LinkBatchItem {
                guarantor: item.guarantor,
                name: item.name,
                account_number: item.account_number,
                due: item.due,
                why: item.why.map(why),
            })
            .collect(),
        more,
        reached: [reached.sent, reached.opened, reached.verified, reached.paid].map(whole),
    };
    Ok(page(pages::staff::link_batch(&staff.ctx(&portal), &model)))
}

/// The end of the message that says why.
fn why(skip: Skip) -> &'static str {
    match skip {
        Skip::NothingDue => "nothing",
        Skip::TooLittle => "little",
        Skip::OnItsWay => "way",
        Skip::InPlan => "plan",
        Skip::Held => "held",
        Skip::Deceased => "deceased",
        Skip::NoEmail => "email",
        Skip::Refused => "refused",
    }
}

/// A batch that has moved on since its page was shown: the page itself says how it stands.
fn gone(outcome: Result<(), BatchError>) -> Result<(), Fail> {
    match outcome {
        Ok(()) | Err(BatchError::NotThere) => Ok(()),
        Err(error) => Err(failed(error)),
    }
}

pub async fn release(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    known(&portal, &staff, id).await?;
    gone(batches::release(&portal.db, &portal.door, staff.practice.id, id, staff.user.id).await)?;
    Ok(see(&format!("/staff/links/batches/{id}")))
}

pub async fn cancel(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    known(&portal, &staff, id).await?;
    gone(batches::cancel(&portal.db, staff.practice.id, id).await)?;
    Ok(see(&format!("/staff/links/batches/{id}")))
}

/// The file of a batch: what a mailing tool needs to write to people, and nothing else.
pub async fn file(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<Uuid>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let seen = fields.get("seen").parse().unwrap_or(-1);
    let lines = match batches::file(&portal.db, &portal.door, staff.practice.id, id, seen).await {
        Ok(lines) => lines,
        Err(BatchError::NotThere) => return Ok(see(&format!("/staff/links/batches/{id}"))),
        Err(error) => return Err(failed(error)),
    };
    let address = {
        let mut tx = portal.db.read().await?;
        billing::branding::address(&mut tx, staff.practice.id, &portal.config.public_url).await?
    };
    let head = ["account", "first_name", "last_name", "email", "language", "link"];
    let rows = lines.into_iter().map(|line| {
        [
            sheet::harmless(&line.account_number),
            sheet::harmless(&line.first_name),
            sheet::harmless(&line.last_name),
            sheet::harmless(&line.email),
            line.language,
            format!("{address}/l/{}", line.token),
        ]
    });
    sheet::answer(&format!("links-{id}-{}.csv", seen + 1), head, rows)
}
