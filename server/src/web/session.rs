//! Who asks: the request's language and place, and the session behind its cookie.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use app::model::OtherPracticePage;
use app::{Ctx, Lang, Lasting, Places, PracticeCard, SignedIn, Text, Whose};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use billing::accounts::{self, Practice};
use billing::db::Tx;
use billing::disputes::desk::{self, Whose as Theirs};
use billing::door::local;
use billing::household::Sight;
use billing::household::sight::sight;
use billing::identity::emergency::Emergency;
use billing::identity::second::Owes;
use billing::identity::{self, Session, User, Wing, people, second};
use billing::payments::Payer;
use billing::plans::view;
use billing::work;
use domain::access::{Permission, Role};
use domain::{GuarantorId, PracticeId};
use uuid::Uuid;

use super::answer::Fail;
use super::host::Base;
use super::staff::door;
use super::{Portal, Shared};

/// A request, before anybody is known.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its id, in the logs and on the page that says something broke.
    pub id: Uuid,
    /// The reader's language: chosen, or the browser's.
    pub lang: Lang,
    /// The nonce of the answer.
    pub nonce: String,
    /// The path, without its query.
    pub path: String,
    /// Where it comes from, for counting tries.
    pub from: String,
    /// Where the browser reached us, scheme and host, without a slash at the end.
    pub base: String,
    cookies: CookieJar,
}

/// What the outermost layer of pages gives each request.
#[derive(Clone, Debug)]
pub struct Marked {
    /// The request's id.
    pub id: Uuid,
    /// The answer's nonce.
    pub nonce: String,
}

impl FromRequestParts<Shared> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, portal: &Shared) -> Result<Self, Infallible> {
        let cookies = CookieJar::from_headers(&parts.headers);
        let marked = parts.extensions.get::<Marked>().cloned();
        let marked = marked.unwrap_or_else(|| Marked { id: portal.door.id(), nonce: String::new() });
        let chosen = cookies.get(LANG).and_then(|cookie| Lang::from_code(cookie.value()));
        Ok(Self {
            id: marked.id,
            nonce: marked.nonce,
            lang: chosen.unwrap_or_else(|| browser_lang(&parts.headers)),
            path: parts.uri.path().to_owned(),
            from: place_of(parts, portal.config.proxies),
            base: Base::of(parts, &portal.config.public_url),
            cookies,
        })
    }
}

impl Asked {
    /// What a page is told when nobody is signed in.
    pub fn ctx(&self, portal: &Portal) -> Ctx {
        Ctx {
            lang: self.lang,
            today: portal.door.today(),
            nonce: self.nonce.clone(),
            assets: portal.assets.clone(),
            practice: None,
            user: None,
            whose: None,
            path: self.path.clone(),
            demo: portal.config.is_demo(),
            plans: false,
            work: None,
            disputes: None,
            role: None,
            places: None,
            emergencies: Vec::new(),
        }
    }

    /// The secret of a wing's session, whether it is open or not.
    pub fn secret(&self, portal: &Portal, wing: Wing) -> Option<&str> {
        self.cookie(session_cookie_name(portal, wing))
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(Cookie::value)
    }

    /// What was chosen for a payment plan and is not signed, as a form sends it.
    pub fn plan_choice(&self) -> Option<&str> {
        self.cookies.get(PLAN).map(Cookie::value).filter(|choice| !choice.is_empty())
    }

    /// Where the reader wanted to go before they were asked to sign in.
    pub fn next(&self) -> Option<String> {
        self.cookies.get(NEXT).map(|cookie| cookie.value().to_owned()).filter(|path| is_local(path))
    }
}

/// The browser's first language that we speak.
fn browser_lang(headers: &HeaderMap) -> Lang {
    let wanted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    wanted
        .split(',')
        .filter_map(|tag| Lang::from_code(tag.trim().get(..2)?.to_lowercase().as_str()))
        .next()
        .unwrap_or_default()
}

/// The address that the last proxy of ours saw; the peer's when there is none.
fn place_of(parts: &Parts, proxies: usize) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded =
        parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let ours = forwarded
        .rsplit(',')
        .nth(proxies.wrapping_sub(1))
        .and_then(|text| text.trim().parse::<IpAddr>().ok());
    let ip = if proxies == 0 { peer } else { ours.or(peer) };
    ip.map_or_else(
        || "unknown".to_owned(),
        |ip| match ip {
            IpAddr::V4(ip) => ip.to_string(),
            // One subscriber has a whole /64.
            IpAddr::V6(ip) => ip.segments().iter().take(4).map(|part| format!("{part:x}:")).collect(),
        },
    )
}

const LANG: &str = "ob_lang";
const PLAN: &str = "ob_plan";

/// A cookie that a browser surely keeps.
const COOKIE_MOST: usize = 3_500;
const NEXT: &str = "ob_next";

/// A path of ours and nothing else: no scheme, no host, no back door through `//`.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'?' | b'#' | b';' | b','))
}

/// Remembers for ten minutes where somebody wanted to go.
pub fn next_cookie(path: &str) -> String {
    format!("{NEXT}={path}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax")
}

fn session_cookie_name(portal: &Portal, wing: Wing) -> &'static str {
    match (portal.config.is_https(), wing) {
        (true, Wing::Patient) => "__Host-ob_session",
        (true, Wing::Staff) => "__Host-ob_staff",
        (false, Wing::Patient) => "ob_session",
        (false, Wing::Staff) => "ob_staff",
    }
}

fn cookie(portal: &Portal, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(portal.config.is_https())
        .same_site(SameSite::Lax)
        .build()
}

/// Cookies of a new session; the remembered place is used up.
pub fn open_cookies(portal: &Portal, wing: Wing, secret: String) -> CookieJar {
    CookieJar::new()
        .add(cookie(portal, session_cookie_name(portal, wing), secret))
        .add(cookie(portal, NEXT, String::new()).into_removal())
}

/// Cookies that end a session.
pub fn closed_cookies(portal: &Portal, wing: Wing) -> CookieJar {
    no_plan_choice(portal)
        .add(cookie(portal, session_cookie_name(portal, wing), String::new()).into_removal())
}

/// Keeps for an hour, in the browser alone, what is chosen for a payment plan; none when it is
/// more than a cookie holds.
pub fn plan_choice_cookie(portal: &Portal, choice: String) -> Option<CookieJar> {
    let mut kept = cookie(portal, PLAN, choice);
    kept.set_max_age(time::Duration::HOUR);
    (kept.value().len() <= COOKIE_MOST).then(|| CookieJar::new().add(kept))
}

/// Forgets it.
pub fn no_plan_choice(portal: &Portal) -> CookieJar {
    CookieJar::new().add(cookie(portal, PLAN, String::new()).into_removal())
}

/// The cookie that keeps a chosen language for a year.
pub fn lang_cookie(portal: &Portal, lang: Lang) -> CookieJar {
    let mut chosen = cookie(portal, LANG, lang.code().to_owned());
    chosen.set_max_age(time::Duration::days(365));
    CookieJar::new().add(chosen)
}

trait IntoRemoval {
    fn into_removal(self) -> Self;
}

impl IntoRemoval for Cookie<'static> {
    fn into_removal(mut self) -> Self {
        self.set_max_age(time::Duration::ZERO);
        self
    }
}

/// A patient's living session, with what every page of theirs wants to know.
pub struct Patient {
    /// The request.
    pub asked: Asked,
    /// The session.
    pub session: Session,
    /// Which account they look at.
    pub guarantor: GuarantorId,
    /// Who is signed in.
    pub user: User,
    /// The practice.
    pub practice: Practice,
    /// How much of the account they may see.
    pub sight: Sight,
    /// The guarantor's name, when it is somebody else whom they help.
    pub helps: Option<String>,
    /// There is a payment plan, or one can be set up.
    pub plans: bool,
}

/// Where somebody gets who has to have a second factor and has none yet.
const SET_UP: [&str; 3] = ["/staff/passkeys/begin", "/staff/passkeys/new", "/staff/second"];

/// Where somebody gets who has one and has not shown it.
const PROOF: [&str; 2] = ["/staff/again", "/staff/again/passkey"];

/// Where both get: out, or back to where they came from.
const OUT: [&str; 3] = ["/staff/emergency/end", "/staff/practice", "/staff/sign-out"];

/// The practice that a form was made for, which the session looked at when that was asked
/// ([`super::staff`]).
#[derive(Clone, Copy)]
pub struct MadeFor(pub PracticeId);

/// A member of staff's living session.
pub struct Staff {
    /// The request.
    pub asked: Asked,
    /// The session.
    pub session: Session,
    /// Who is signed in.
    pub user: User,
    /// The practice.
    pub practice: Practice,
    /// What they are at the practice; none when they only have emergency access there.
    pub role: Option<Role>,
    /// How much waits for a person.
    pub work: u64,
    /// How many open disputes are theirs.
    pub disputes: u64,
    /// Everywhere that they may look now.
    pub places: Vec<(PracticeId, String)>,
}

/// Everywhere that staff may look now: where they work, and where they have emergency access.
///
/// # Errors
/// The database's word.
pub async fn places(tx: &mut Tx, session: &Session) -> Result<Vec<(PracticeId, String)>, Fail> {
    let work = people::places(tx, session.user).await?.into_iter();
    let mut places: Vec<_> = work.map(|place| (place.practice, place.name)).collect();
    for one in &session.emergencies {
        if !places.iter().any(|(practice, _)| *practice == one.practice) {
            places.push((one.practice, one.practice_name.clone()));
        }
    }
    Ok(places)
}

/// The living session behind the request's cookie, with whose it is and where; and the reading
/// of it, in which the caller reads on.
async fn living(
    parts: &Parts,
    portal: &Portal,
    asked: &Asked,
    wing: Wing,
) -> Result<(Session, User, Practice, Tx), Fail> {
    let at = match wing {
        Wing::Patient => "/sign-in",
        Wing::Staff => "/staff/sign-in",
    };
    let next = (parts.method == Method::GET && wing == Wing::Patient)
        .then(|| asked.path.clone())
        .filter(|path| is_local(path));
    let sign_in = move || Fail::SignIn { at, next };
    let Some(secret) = asked.secret(portal, wing) else { return Err(sign_in()) };
    let Some(session) = identity::session(&portal.db, &portal.door, wing, secret).await? else {
        let owes = wing == Wing::Staff && second::waiting(&portal.db, &portal.door, secret).await?.is_some();
        return Err(if owes { Fail::SignIn { at: "/staff/sign-in/code", next: None } } else { sign_in() });
    };
    let mut tx = portal.db.read().await?;
    let Some(user) = identity::user_in(&mut tx, session.user).await? else { return Err(sign_in()) };
    let practice = accounts::practice(&mut tx, session.practice).await?.ok_or(Fail::NotFound)?;
    Ok((session, user, practice, tx))
}

impl FromRequestParts<Shared> for Patient {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, portal: &Shared) -> Result<Self, Fail> {
        let Ok(asked) = Asked::from_request_parts(parts, portal).await;
        let (session, user, practice, mut tx) = living(parts, portal, &asked, Wing::Patient).await?;
        let guarantor = session.guarantor.ok_or(Fail::NotFound)?;
        let sight = sight(&mut tx, &portal.door, &practice, guarantor, session.scope).await?;
        let helps = if sight.is_own() {
            None
        } else {
            let account = accounts::guarantor(&mut tx, practice.id, guarantor).await?;
            account.map(|account| format!("{} {}", account.first_name, account.last_name))
        };
        let plans = view::any(&mut tx, &portal.door, practice.id, guarantor).await?;
        Ok(Self { asked, session, guarantor, user, practice, sight, helps, plans })
    }
}

impl FromRequestParts<Shared> for Staff {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, portal: &Shared) -> Result<Self, Fail> {
        let Ok(asked) = Asked::from_request_parts(parts, portal).await;
        let (session, user, practice, mut tx) = living(parts, portal, &asked, Wing::Staff).await?;
        let role = session.role;
        let work = u64::try_from(work::count(&mut tx, practice.id).await?).unwrap_or_default();
        let own = Theirs::User(user.id);
        let disputes = desk::count(&mut tx, practice.id, own, None).await?;
        let disputes = u64::try_from(disputes).unwrap_or_default();
        let owes = second::owes(&mut tx, &session).await?;
        let places = places(&mut tx, &session).await?;
        drop(tx);
        let staff = Self { asked, session, user, practice, role, work, disputes, places };
        // The session went to another practice after the form was let through.
        if parts.extensions.get::<MadeFor>().is_some_and(|made_for| made_for.0 != staff.practice.id) {
            let model =
                OtherPracticePage { now: staff.practice.name.clone(), ..OtherPracticePage::default() };
            let page = app::pages::staff::other_practice(&staff.asked.ctx(portal), &model);
            return Err(Fail::OtherPractice(page.into()));
        }
        let (at, there): (_, &[&str]) = match owes {
            Owes::Nothing => ("", &[]),
            Owes::SetUp => ("/staff/second", &SET_UP),
            Owes::Proof => ("/staff/again", &PROOF),
        };
        let path = parts.uri.path();
        if owes != Owes::Nothing && !there.contains(&path) && !OUT.contains(&path) {
            return Err(Fail::SignIn { at, next: None });
        }
        door::pass(parts, portal, &staff).await?;
        Ok(staff)
    }
}

fn signed_in_ctx(portal: &Portal, asked: &Asked, practice: &Practice, user: &User) -> Ctx {
    Ctx {
        today: portal.door.today_in(&practice.time_zone),
        practice: Some(card(practice)),
        user: Some(SignedIn { name: user.name.clone() }),
        ..asked.ctx(portal)
    }
}

/// A practice as pages show it.
pub fn card(practice: &Practice) -> PracticeCard {
    PracticeCard {
        name: practice.name.clone(),
        phone: practice.phone.clone(),
        email: practice.email.clone(),
        hours: practice.hours.clone(),
        languages: practice.languages.clone(),
        brand: practice.brand_mark.as_ref().map(|mark| format!("/brand/{}/{mark}", practice.id)),
    }
}

impl Patient {
    /// Refuses what only the guarantor decides.
    ///
    /// # Errors
    /// [`Fail::NotFound`] when they help with somebody else's account.
    pub fn must_own(&self) -> Result<(), Fail> {
        if self.sight.is_own() { Ok(()) } else { Err(Fail::NotFound) }
    }

    /// Who pays, for the account they look at.
    pub fn payer(&self) -> Payer {
        Payer { practice: self.practice.id, guarantor: self.guarantor, user: self.user.id }
    }

    /// The words in the reader's language.
    pub fn text(&self, portal: &Portal) -> Text {
        self.ctx(portal).text()
    }

    /// What a page is told.
    pub fn ctx(&self, portal: &Portal) -> Ctx {
        let whose = match &self.helps {
            Some(name) => Some(Whose::Other(name.clone())),
            None => (self.session.places > 1).then_some(Whose::Own),
        };
        Ctx { whose, plans: self.plans, ..signed_in_ctx(portal, &self.asked, &self.practice, &self.user) }
    }
}

impl Staff {
    /// Whether they may do that here, now.
    pub fn may(&self, permission: Permission) -> bool {
        self.session.reach().may(permission)
    }

    /// Refuses what their role does not include, where a route alone cannot tell.
    ///
    /// # Errors
    /// [`Fail::NotAllowed`].
    pub fn must(&self, portal: &Portal, permission: Permission) -> Result<(), Fail> {
        if self.may(permission) { Ok(()) } else { Err(self.not_allowed(portal)) }
    }

    /// The answer when their role does not include what they ask for.
    pub fn not_allowed(&self, portal: &Portal) -> Fail {
        Fail::NotAllowed(app::pages::staff::not_allowed(&self.ctx(portal)).into())
    }

    /// What a page is told.
    pub fn ctx(&self, portal: &Portal) -> Ctx {
        let places =
            (self.places.len() > 1).then(|| Places { here: self.practice.id, all: self.places.clone() });
        let lasting = |one: &Emergency| Lasting {
            id: one.id,
            elsewhere: (one.practice != self.practice.id).then(|| one.practice_name.clone()),
            until: local(one.ends_at, &self.practice.time_zone),
        };
        Ctx {
            places,
            work: Some(self.work),
            disputes: Some(self.disputes),
            role: self.role,
            emergencies: self.session.emergencies.iter().map(lasting).collect(),
            ..signed_in_ctx(portal, &self.asked, &self.practice, &self.user)
        }
    }
}

/// A header value that holds what it is given, or nothing.
pub fn header_value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_gone_back_to() {
        for path in ["/", "/home", "/visits/0190-aa", "/pay/return/1"] {
            assert!(is_local(path), "{path}");
        }
        for path in [
            "",
            "home",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a b",
            "/a\r\nSet-Cookie: x",
            "/a?b=c",
            "/a;b",
        ] {
            assert!(!is_local(path), "{path}");
        }
    }

    #[test]
    fn the_browsers_language_is_taken_when_we_speak_it() {
        let lang = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(value));
            browser_lang(&headers)
        };
        assert_eq!(lang("es-US,es;q=0.9,en;q=0.8"), Lang::Es);
        assert_eq!(lang("fr-FR, es;q=0.5"), Lang::Es);
        assert_eq!(lang("fr"), Lang::En);
        assert_eq!(lang("e"), Lang::En);
        assert_eq!(lang(",;,"), Lang::En);
    }
}
