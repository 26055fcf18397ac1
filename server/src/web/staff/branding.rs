//! How the practice looks where patients see it.

mod logo;

use app::model::BrandingPage;
use app::{FormState, pages};
use axum::extract::{Multipart, RawQuery, State};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use billing::accounts::{self, Practice};
use billing::branding::{self, Look};
use domain::brand::{Accent, Colour, OURS, TooPale};

use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;
use crate::web::{Portal, Shared};

/// The longest text of a field here, in characters.
const LONGEST: usize = 200;

/// The largest picture that is taken.
pub const LARGEST: usize = 4 * 1024 * 1024;

pub async fn show(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let saved = query.as_deref() == Some("saved");
    Ok(page(drawn(&portal, &staff, known(&portal, &staff).await?, saved).await?))
}

/// The form as it is saved.
async fn known(portal: &Portal, staff: &Staff) -> Result<FormState, Fail> {
    let look = branding::look(&mut portal.db.read().await?, staff.practice.id).await?;
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    Ok(FormState::default()
        .with_value("accent", &said(&look.accent))
        .with_value("phone", &said(&staff.practice.phone))
        .with_value("email", &said(&staff.practice.email))
        .with_value("hours", &said(&staff.practice.hours))
        .with_value("languages", &said(&staff.practice.languages)))
}

/// What was typed as an accent.
enum Typed {
    Ours,
    Taken(Colour, Accent),
    Pale(TooPale),
    NoColour,
}

fn typed(text: &str) -> Typed {
    if text.is_empty() {
        return Typed::Ours;
    }
    match Colour::parse(text) {
        None => Typed::NoColour,
        Some(colour) => match Accent::of(colour) {
            Ok(accent) => Typed::Taken(colour, accent),
            Err(pale) => Typed::Pale(pale),
        },
    }
}

async fn drawn(portal: &Portal, staff: &Staff, form: FormState, saved: bool) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let look = branding::look(&mut tx, practice).await?;
    let (shown, too_pale) = match typed(&form.value("accent")) {
        Typed::Taken(_, accent) => (Some(accent), None),
        Typed::Pale(pale) => {
            let nearest = pale.nearest.to_string();
            (Accent::of(pale.nearest).ok(), Some((format!("{:.1}", pale.contrast), nearest)))
        }
        Typed::Ours | Typed::NoColour => (None, None),
    };
    let Some(accent) = shown.or_else(|| Accent::of(OURS).ok()) else { return Err(Fail::NotFound) };
    let address = branding::address(&mut tx, practice, &portal.config.public_url).await?;
    let pay_page = format!("{address}/bills/{}", staff.practice.slug);
    let label = staff.ctx(portal).text().t("bills-title");
    let colour = accent.light.accent;
    // A style of the practice's own page, which our policy has no say in.
    let snippet = format!(
        "<a href=\"{pay_page}\" rel=\"noopener\" style=\"display:inline-block;padding:14px 22px;\
         border-radius:12px;background:{colour};color:#fff;font-weight:bold;text-decoration:none\">{label}</a>"
    );
    let model = BrandingPage {
        form,
        saved,
        too_pale,
        accent,
        logo: look.logo.map(|logo| STANDARD.encode(logo.png)),
        hosts: branding::hosts(&mut tx, practice).await?,
        snippet,
        pay_page,
    };
    Ok(pages::staff::branding(&staff.ctx(portal), &model))
}

pub async fn save(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let mut form = fields.form();
    if fields.get("act") == "preview" && !matches!(typed(fields.get("accent")), Typed::NoColour) {
        return Ok(page(drawn(&portal, &staff, form, false).await?));
    }
    let accent = match typed(fields.get("accent")) {
        Typed::Ours => None,
        Typed::Taken(colour, _) => Some(colour.to_string()),
        Typed::Pale(_) => {
            form = form.with_error("accent", "error-brand-pale");
            None
        }
        Typed::NoColour => {
            form = form.with_error("accent", "error-brand-colour");
            None
        }
    };
    for field in ["phone", "email", "hours", "languages"] {
        if fields.get(field).chars().count() > LONGEST {
            form = form.with_error(field, "error-brand-long");
        }
    }
    if !form.errors.is_empty() {
        return Ok(refused(drawn(&portal, &staff, form, false).await?));
    }
    let given = |field: &str| Some(fields.get(field).to_owned()).filter(|text| !text.is_empty());
    let practice = Practice {
        phone: given("phone"),
        email: given("email"),
        hours: given("hours"),
        ..staff.practice.clone()
    };
    let mut tx = portal.db.begin().await?;
    accounts::change_practice_in(&mut tx, &practice).await?;
    branding::change_languages_in(&mut tx, practice.id, given("languages").as_deref()).await?;
    let look = branding::look(&mut tx, practice.id).await?;
    branding::change_look_in(&mut tx, practice.id, &Look { accent, ..look }).await?;
    tx.commit().await?;
    Ok(see("/staff/branding?saved"))
}

pub async fn send_logo(State(portal): State<Shared>, staff: Staff, mut parts: Multipart) -> Answer {
    let mut given = None;
    while let Ok(Some(part)) = parts.next_field().await {
        if part.name() == Some("logo") {
            // Too large is answered as what is no picture: the hint says both.
            given = part.bytes().await.ok();
        }
    }
    let made = tokio::task::spawn_blocking(move || given.as_deref().and_then(logo::made_anew))
        .await
        .map_err(std::io::Error::other)?;
    let Some(logo) = made else {
        let form = known(&portal, &staff).await?.with_error("logo", "error-brand-logo");
        return Ok(refused(drawn(&portal, &staff, form, false).await?));
    };
    set_logo(&portal, &staff, Some(logo)).await
}

pub async fn remove_logo(State(portal): State<Shared>, staff: Staff) -> Answer {
    set_logo(&portal, &staff, None).await
}

async fn set_logo(portal: &Portal, staff: &Staff, logo: Option<branding::Logo>) -> Answer {
    let practice = staff.practice.id;
    let mut tx = portal.db.begin().await?;
    let look = branding::look(&mut tx, practice).await?;
    branding::change_look_in(&mut tx, practice, &Look { logo, ..look }).await?;
    tx.commit().await?;
    Ok(see("/staff/branding?saved"))
}
