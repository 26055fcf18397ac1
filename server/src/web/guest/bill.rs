//! What a link opens, and the ways on from there.

use app::model::{About, GuestBillPage, GuestPaid, GuestTold, HelpPage};
use app::{FormState, pages};
use axum::extract::{Query, RawQuery, State};
use axum::response::Response;
use billing::household::sight::sight;
use billing::identity::{self, Scope};
use billing::pay_links::{self, Aim, open};
use billing::payments::{self, PaymentState};
use billing::visits;

use super::Guest;
use crate::web::answer::{Answer, Fail, page, see};
use crate::web::patient::visit_told;
use crate::web::{Portal, Shared, told};

pub async fn show(State(portal): State<Shared>, guest: Guest, RawQuery(query): RawQuery) -> Answer {
    let told = match query.as_deref() {
        Some("cancelled") => Some(GuestTold::NotPaid),
        Some("invited") => Some(GuestTold::Invited),
        _ => None,
    };
    Ok(page(drawn(&portal, &guest, FormState::default(), told).await?))
}

/// The bill with what was typed.
pub async fn drawn(
    portal: &Portal,
    guest: &Guest,
    form: FormState,
    told: Option<GuestTold>,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let link = &guest.who.link;
    let (practice, guarantor) = (link.practice, link.guarantor);
    let ctx = guest.ctx(portal);
    let t = ctx.text();
    let dues = open::due(&mut tx, link).await?;
    let mut cards = Vec::new();
    // A link for an amount shows the amount.
    if !matches!(link.aim, Aim::Amount(_)) {
        let sight = sight(&mut tx, &portal.door, &guest.practice, guarantor, Scope::Own).await?;
        for due in &dues {
            if let Some(info) = visits::visit(&mut tx, practice, guarantor, due.visit).await? {
                let (card, _) = visit_told(&mut tx, practice, info).await?;
                cards.push(crate::web::sight::card(&sight, card, t));
            }
        }
    }
    let checking = payments::unknown(&mut tx, &portal.door, practice, guarantor).await?;
    let paid = pay_links::pay::payments(&mut tx, link).await?;
    let model = GuestBillPage {
        form,
        total: dues.iter().map(|due| due.amount).sum(),
        visits: cards,
        tokens: [portal.door.id().to_string(), portal.door.id().to_string()],
        told,
        checking: checking.map(|payment| payment.amount),
        paid: paid
            .into_iter()
            .map(|payment| GuestPaid {
                payment: payment.id,
                amount: payment.amount,
                method: told::method(&payment),
                on_the_way: payment.state == PaymentState::Processing,
            })
            .collect(),
        reachable: guest.who.guarantor.email.is_some(),
    };
    Ok(pages::guest_bill(&ctx, &model))
}

#[derive(serde::Deserialize)]
pub struct HelpQuery {
    about: Option<String>,
}

pub async fn help(State(portal): State<Shared>, guest: Guest, Query(query): Query<HelpQuery>) -> Response {
    let about = match query.about.as_deref() {
        Some("afford") => Some(About::Afford),
        _ => Some(About::Wrong),
    };
    page(pages::help(&guest.ctx(&portal), &HelpPage { about, guest: true }))
}

/// An invitation goes to the address on file, and to no other: who answered a question is not
/// thereby somebody who signs in.
pub async fn invite(State(portal): State<Shared>, guest: Guest) -> Answer {
    let link = &guest.who.link;
    identity::invite_once(&portal.db, &portal.door, link.practice, &guest.who.guarantor).await?;
    Ok(see("/l/bill?invited"))
}
