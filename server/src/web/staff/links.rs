//! Pay links: made, shown once, sent, taken back; and what became of them.

pub(super) mod qr;

use app::model::{
    FunnelRow, LinkAim, LinkAsks, LinkState, MadeLink, StaffFunnelPage, StaffLinkRow, StaffLinksPage,
};
use app::{FormState, mail, pages};
use axum::extract::{Path, RawQuery, State};
use billing::accounts::{self, Guarantor};
use billing::branding;
use billing::db::Tx;
use billing::door::local_date;
use billing::messages::{self, Template};
use billing::pay_links::make::{self, MakeError, Wanted};
use billing::pay_links::{self, Aim, Asks, PayLink, funnel};
use billing::plans::view;
use billing::{statements, visits};
use domain::brand::Colour;
use domain::{GuarantorId, Money, PayLinkId};
use time::Duration;

use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::patient::title;
use crate::web::session::Staff;
use crate::web::{Portal, Shared};

/// Statements that a link can be made for.
const STATEMENTS: i64 = 5;

/// How far back the funnel looks.
const LOOKS_BACK: Duration = Duration::days(90);

pub async fn list(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let revoked = query.as_deref() == Some("revoked");
    Ok(page(drawn(&portal, &staff, id, usual(), None, revoked).await?))
}

/// What the form opens with.
fn usual() -> FormState {
    FormState::default().with_value("aim", "due").with_value("days", "30")
}

async fn drawn(
    portal: &Portal,
    staff: &Staff,
    id: GuarantorId,
    form: FormState,
    made: Option<MadeLink>,
    revoked: bool,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let guarantor = accounts::guarantor(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let dues = view::beside(&mut tx, practice, id).await?;
    let mut open = Vec::new();
    for due in &dues {
        if let Some(visit) = visits::visit(&mut tx, practice, id, due.visit).await? {
            open.push((due.visit, title(visit.description, visit.location), visit.service_date, due.amount));
        }
    }
    let kept = statements::of_guarantor(&mut tx, practice, id, STATEMENTS).await?;
    let mut links = Vec::new();
    for link in pay_links::of_guarantor(&mut tx, practice, id).await? {
        links.push(row(&mut tx, portal, staff, link).await?);
    }
    let model = StaffLinksPage {
        guarantor: id,
        name: format!("{} {}", guarantor.first_name, guarantor.last_name),
        form,
        due: dues.iter().map(|due| due.amount).sum(),
        visits: open,
        statements: kept
            .into_iter()
            .filter(|one| one.corrected_by.is_none() && one.statement.due.is_positive())
            .map(|one| (one.id, one.statement.number, one.statement.due_on))
            .collect(),
        has_email: guarantor.email.is_some(),
        made,
        revoked,
        links,
    };
    Ok(pages::staff::links(&staff.ctx(portal), &model))
}

async fn row(tx: &mut Tx, portal: &Portal, staff: &Staff, link: PayLink) -> Result<StaffLinkRow, Fail> {
    let aim = match link.aim {
        Aim::Due => LinkAim::Due,
        Aim::Amount(amount) => LinkAim::Amount(amount),
        Aim::Statement(statement) => {
            let kept = statements::statement(tx, link.practice, link.guarantor, statement).await?;
            LinkAim::Statement(kept.map(|kept| kept.statement.number).unwrap_or_default())
        }
        Aim::Visit(visit) => {
            let visit = visits::visit(tx, link.practice, link.guarantor, visit).await?;
            LinkAim::Visit(visit.map(|visit| title(visit.description, visit.location)).unwrap_or_default())
        }
    };
    let state = match &link {
        link if link.revoked_at.is_some() => LinkState::Revoked,
        link if link.locked_at.is_some() => LinkState::Locked,
        link if link.paid_on.is_some() => LinkState::Paid,
        link if link.expires_at <= portal.door.now() => LinkState::Expired,
        link if link.verified_on.is_some() => LinkState::Verified,
        link if link.opened_on.is_some() => LinkState::Opened,
        _ => LinkState::Sent,
    };
    let zone = &staff.practice.time_zone;
    Ok(StaffLinkRow {
        id: link.id,
        aim,
        campaign: link.campaign,
        made: local_date(link.made_at, zone),
        until: local_date(link.expires_at, zone),
        state,
    })
}

/// What the form asks for, or the field that is wrong and why.
fn wanted(fields: &Fields) -> Result<(Aim, Duration), (&'static str, &'static str)> {
    let typed = fields.get("aim");
    let aim = match typed.split_once(':') {
        None if typed == "due" => Aim::Due,
        None if typed == "amount" => match (fields.get("amount"), Money::parse_human(fields.get("amount"))) {
            ("", _) => return Err(("amount", "error-amount-missing")),
            (_, Ok(amount)) if amount.is_positive() => Aim::Amount(amount),
            _ => return Err(("amount", "error-amount-form")),
        },
        Some(("visit", id)) => Aim::Visit(id.parse().map_err(|_| ("aim", "error-link-aim"))?),
        Some(("statement", id)) => Aim::Statement(id.parse().map_err(|_| ("aim", "error-link-aim"))?),
        _ => return Err(("aim", "error-link-aim")),
    };
    match fields.get("days").parse::<i64>() {
        Ok(days @ 1..=365) => Ok((aim, Duration::days(days))),
        _ => Err(("days", "error-link-days")),
    }
}

/// Answered in place, not with a redirect: what is shown once cannot be looked up again.
pub async fn make(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    let refuse = async |field: &str, error: &str| -> Answer {
        let form = fields.form().with_error(field, error);
        Ok(refused(drawn(&portal, &staff, id, form, None, false).await?))
    };
    let (aim, lives) = match wanted(&fields) {
        Ok(wanted) => wanted,
        Err((field, error)) => return refuse(field, error).await,
    };
    let wanted = Wanted {
        guarantor: id,
        aim,
        single_use: !fields.get("once").is_empty(),
        expires_at: portal.door.now() + lives,
        campaign: fields.get("campaign").to_owned(),
        by: Some(staff.user.id),
    };
    let mut tx = portal.db.begin().await?;
    let guarantor = accounts::guarantor(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?;
    let (link, token) = match make::make_in(&mut tx, &portal.door, staff.practice.id, &wanted).await {
        Ok(made) => made,
        Err(MakeError::NotThere) => return refuse("aim", "error-link-aim").await,
        Err(MakeError::Expiry) => return refuse("days", "error-link-days").await,
        Err(MakeError::Campaign) => return refuse("campaign", "error-link-campaign").await,
        Err(MakeError::TooMuch) => return refuse("amount", "error-link-due").await,
        Err(MakeError::Sqlx(error)) => return Err(error.into()),
    };
    let mailed = match guarantor.email.as_deref().filter(|_| !fields.get("mail").is_empty()) {
        Some(email) => {
            let template = Template::BillLink { token: token.clone() };
            let fact = format!("pay-link:{link}");
            let practice = Some(staff.practice.id);
            messages::enqueue_in(
                &mut tx,
                &portal.door,
                practice,
                &fact,
                email,
                &guarantor.language,
                &template,
            )
            .await?;
            true
        }
        None => false,
    };
    let base = branding::address(&mut tx, staff.practice.id, &portal.config.public_url).await?;
    let accent = branding::look(&mut tx, staff.practice.id).await?.colour();
    tx.commit().await?;
    let made = made(&portal, &staff, &guarantor, &format!("{base}/l/{token}"), (accent, mailed))?;
    Ok(page(drawn(&portal, &staff, id, usual(), Some(made), false).await?))
}

/// The link in every form in which it is handed out, in the reader's language.
fn made(
    portal: &Portal,
    staff: &Staff,
    guarantor: &Guarantor,
    address: &str,
    (accent, mailed): (Colour, bool),
) -> Result<MadeLink, Fail> {
    let lang = app::Lang::from_code(&guarantor.language).unwrap_or_default();
    let words = app::Text::new(lang, portal.door.today());
    let label = words.t("mail-pay-link-button");
    let plain = format!("{label} ({}):\n{address}", staff.practice.name);
    let code = qr::Qr::of(address).ok_or(Fail::NotFound)?;
    Ok(MadeLink {
        button: mail::button(address, &label, accent),
        plain,
        qr: code.svg(),
        qr_png: code.png_base64(),
        address: address.to_owned(),
        mailed,
    })
}

pub async fn revoke(
    State(portal): State<Shared>,
    staff: Staff,
    Path((guarantor, link)): Path<(GuarantorId, PayLinkId)>,
) -> Answer {
    let mut tx = portal.db.begin().await?;
    let known = pay_links::link(&mut tx, staff.practice.id, link).await?;
    known.filter(|known| known.guarantor == guarantor).ok_or(Fail::NotFound)?;
    make::revoke_in(&mut tx, &portal.door, staff.practice.id, link).await?;
    tx.commit().await?;
    Ok(see(&format!("/staff/accounts/{guarantor}/links?revoked")))
}

pub async fn all(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let today = portal.door.today_in(&staff.practice.time_zone);
    let days = funnel::days(&mut tx, practice, today - LOOKS_BACK).await?;
    let row = |day: funnel::Day| FunnelRow {
        day: day.day,
        campaign: day.campaign,
        sent: day.sent,
        opened: day.opened,
        verified: day.verified,
        paid: day.paid,
    };
    let (asks, on_paper) = pay_links::rule(&mut tx, practice).await?;
    let asks = match asks {
        Asks::Nothing => LinkAsks::Nothing,
        Asks::LastName => LinkAsks::LastName,
        Asks::Zip => LinkAsks::Zip,
    };
    let model = StaffFunnelPage {
        asks,
        on_paper,
        saved: query.as_deref() == Some("saved"),
        days: days.into_iter().map(row).collect(),
    };
    Ok(page(pages::staff::funnel(&staff.ctx(&portal), &model)))
}

pub async fn save_rule(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let asks = Asks::from_code(fields.get("asks")).ok_or(Fail::NotFound)?;
    let mut tx = portal.db.begin().await?;
    let on_paper = !fields.get("on_paper").is_empty();
    pay_links::change_rule_in(&mut tx, staff.practice.id, asks, on_paper).await?;
    tx.commit().await?;
    Ok(see("/staff/links?saved"))
}
