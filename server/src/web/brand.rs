//! A practice's own look as a style sheet: colours, and the logo in it, so that a page that
//! shows them asks for no file more.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use billing::branding::{self, Look};
use domain::PracticeId;
use domain::brand::{Accent, Colour, Shades};

use super::answer::{Answer, Fail};
use super::{Portal, Shared};

pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/brand/{practice}/{mark}/main.css", get(main))
        .route("/brand/{practice}/{mark}/guest.css", get(guest))
}

/// For pages that have the portal's own sheet before it.
async fn main(State(portal): State<Shared>, Path((practice, mark)): Path<(PracticeId, String)>) -> Answer {
    answer(&portal, practice, &mark, String::new()).await
}

/// For pages of pay links: the whole sheet in one file.
async fn guest(State(portal): State<Shared>, Path((practice, mark)): Path<(PracticeId, String)>) -> Answer {
    let file = portal.config.site_root.join(portal.assets.guest_css.trim_start_matches('/'));
    answer(&portal, practice, &mark, tokio::fs::read_to_string(file).await?).await
}

async fn answer(portal: &Portal, practice: PracticeId, mark: &str, before: String) -> Answer {
    let look = branding::look(&mut portal.db.read().await?, practice).await?;
    let now = look.mark().ok_or(Fail::NotFound)?;
    // A page that was drawn before the look changed gets the new one, and keeps it for no time.
    let keeps = if now == mark { "public, max-age=31536000, immutable" } else { "no-store" };
    let kind = "text/css; charset=utf-8";
    let sheet = before + &sheet(&look);
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keeps)], sheet).into_response())
}

/// The height of a logo beside the practice's name, in CSS pixels.
const LOGO_HEIGHT: u32 = 40;

/// What of the portal's look is another one. Everything in it is made of numbers and base64.
pub fn sheet(look: &Look) -> String {
    let mut css = String::new();
    let accent = look.accent.as_deref().and_then(Colour::parse).and_then(|colour| Accent::of(colour).ok());
    if let Some(accent) = accent {
        css += &format!(
            "\n:root{{{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n",
            properties(accent.light),
            properties(accent.dark)
        );
    }
    if let Some(logo) = &look.logo {
        let width = (logo.width * LOGO_HEIGHT).div_ceil(logo.height.max(1));
        css += &format!(
            ".masthead .brand-mark{{width:{width}px;height:{LOGO_HEIGHT}px;max-width:50vw;padding:2px;\
             box-sizing:content-box;border-radius:4px;color:transparent;\
             background:#fff url(data:image/png;base64,{}) center/contain no-repeat;background-origin:content-box}}\n",
            STANDARD.encode(&logo.png)
        );
    }
    css
}

fn properties(shades: Shades) -> String {
    let Shades { accent, press, on, wash } = shades;
    format!(
        "--accent:{accent};--accent-press:{press};--accent-ink:{accent};--on-accent:{on};--accent-wash:{wash};\
         --bar-yours:{accent}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_holds_numbers_and_nothing_that_was_typed() {
        let typed = Look { accent: Some("red;}body{display:none".to_owned()), logo: None };
        assert_eq!(sheet(&typed), "");
        let sheet = sheet(&Look { accent: Some("#123a6b".to_owned()), logo: None });
        assert!(sheet.contains("--accent:#123a6b;") && sheet.contains("prefers-color-scheme:dark"));
    }
}
