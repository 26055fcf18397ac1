//! Mail: a subject and the same words as plain text and as HTML. Nothing in it is
//! about health or money; amounts are in the portal, behind the sign-in.

use domain::brand::Colour;
use time::Date;

use crate::{Lang, Text};

/// Who writes to whom, and where the portal is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailCtx {
    /// The reader's language.
    pub lang: Lang,
    /// Today where the practice is.
    pub today: Date,
    /// The practice's name, who signs.
    pub practice: String,
    /// The billing desk's telephone.
    pub phone: Option<String>,
    /// The colour of its buttons, on which white is read well (`domain::brand::Accent`).
    pub accent: Colour,
}

/// A mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mail {
    /// The subject.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The same body as HTML.
    pub html: String,
}

/// A receipt is ready; `link` is its whole address.
#[must_use]
pub fn receipt(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "receipt", link)
}

/// Money is on its way back; `link` is the whole address of the payments page.
#[must_use]
pub fn refund(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "refund", link)
}

/// Money could not be sent back; `link` is the whole address of the payments page.
#[must_use]
pub fn refund_failed(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "refund-failed", link)
}

/// A statement is ready; `link` is its whole address, and `pay` that of a pay link for it.
#[must_use]
pub fn statement(ctx: &MailCtx, link: &str, pay: Option<&str>) -> Mail {
    letter_with(ctx, "statement", link, pay.map(|pay| ("mail-statement-pay", pay)))
}

/// The practice invites somebody to the portal.
#[must_use]
pub fn invitation(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "invitation", link)
}

/// Somebody registers with this address.
#[must_use]
pub fn confirm(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "confirm", link)
}

/// Somebody asked for a new password.
#[must_use]
pub fn reset(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "reset", link)
}

/// Somebody asked for a fresh pay link at an old one.
#[must_use]
pub fn pay_link(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "pay-link", link)
}

/// The practice sends a link to a bill by itself.
#[must_use]
pub fn bill_link(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "bill-link", link)
}

/// Somebody registers with an address that has an account: `link` signs in.
#[must_use]
pub fn already_registered(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "already", link)
}

/// A member of staff signs in with a code from now on, or no longer; `link` is the whole address of
/// the page where that is decided.
#[must_use]
pub fn second_factor(ctx: &MailCtx, on: bool, link: &str) -> Mail {
    letter(ctx, if on { "second-on" } else { "second-off" }, link)
}

/// Somebody took emergency access at the reader's practice; `link` is the whole address of the page
/// that says who, and why.
#[must_use]
pub fn emergency(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "emergency", link)
}

/// A passkey opens a login from now on, or no longer; `link` is the whole address of the page that
/// lists them.
#[must_use]
pub fn passkey(ctx: &MailCtx, added: bool, link: &str) -> Mail {
    letter(ctx, if added { "passkey-added" } else { "passkey-removed" }, link)
}

/// A guarantor asks somebody to help; `link` is the whole address of the page that says who.
#[must_use]
pub fn sharing(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "sharing", link)
}

/// Who was asked to help has accepted; `link` is the whole address of the household's page.
#[must_use]
pub fn sharing_accepted(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "sharing-accepted", link)
}

/// Somebody else answers for a bill now, or this reader does.
#[must_use]
pub fn answers(ctx: &MailCtx, yours: bool, link: &str) -> Mail {
    letter(ctx, if yours { "answers-yours" } else { "answers-not-yours" }, link)
}

/// A colleague is asked in.
#[must_use]
pub fn colleague(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "colleague", link)
}

/// The practice has left; where to pay is told on the page.
#[must_use]
pub fn practice_left(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "practice-left", link)
}

/// The practice is part of another one now; which is told on the page.
#[must_use]
pub fn practice_merged(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "practice-merged", link)
}

/// A request for help with the cost has come, or is answered; how is not told.
#[must_use]
pub fn hardship(ctx: &MailCtx, answered: bool, link: &str) -> Mail {
    letter(ctx, if answered { "hardship-answered" } else { "hardship-asked" }, link)
}

/// The practice changed how it reaches this reader; what and how is not told.
#[must_use]
pub fn contact_changed(ctx: &MailCtx, link: &str) -> Mail {
    letter(ctx, "contact-changed", link)
}

/// What a letter about a payment plan tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanLetter {
    /// It runs; the agreement is there to keep.
    Signed,
    /// A payment is due in three days, by hand.
    Coming,
    /// A payment is due in three days, and is taken automatically.
    ComingTaken,
    /// A payment was missed.
    Missed,
    /// An automatic payment did not go through.
    Declined,
    /// More is due than may be taken automatically.
    OverCap,
    /// Automatic payments wait for another means of payment.
    Method,
    /// The schedule has changed.
    Changed,
    /// The plan is broken; there is a way back.
    Broken,
    /// Everything is paid.
    Finished,
}

impl PlanLetter {
    /// Every letter.
    pub const ALL: [Self; 10] = [
        Self::Signed,
        Self::Coming,
        Self::ComingTaken,
        Self::Missed,
        Self::Declined,
        Self::OverCap,
        Self::Method,
        Self::Changed,
        Self::Broken,
        Self::Finished,
    ];

    fn kind(self) -> &'static str {
        match self {
            Self::Signed => "plan-signed",
            Self::Coming => "plan-coming",
            Self::ComingTaken => "plan-coming-taken",
            Self::Missed => "plan-missed",
            Self::Declined => "plan-declined",
            Self::OverCap => "plan-over-cap",
            Self::Method => "plan-method",
            Self::Changed => "plan-changed",
            Self::Broken => "plan-broken",
            Self::Finished => "plan-finished",
        }
    }
}

/// Something about a payment plan; `link` is the plan's whole address.
#[must_use]
pub fn plan(ctx: &MailCtx, what: PlanLetter, link: &str) -> Mail {
    letter(ctx, what.kind(), link)
}

/// What a letter about a dispute or a question tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DisputeLetter {
    /// It has come.
    Opened,
    /// Somebody has read it.
    Read,
    /// The practice asks something.
    Asked,
    /// The practice wrote.
    Wrote,
    /// There is an answer.
    Decided,
    /// An insurer is asked something.
    AskedInsurer,
    /// The insurer has answered.
    InsurerAnswered,
    /// It is over.
    Closed,
}

impl DisputeLetter {
    /// Every letter.
    pub const ALL: [Self; 8] = [
        Self::Opened,
        Self::Read,
        Self::Asked,
        Self::Wrote,
        Self::Decided,
        Self::AskedInsurer,
        Self::InsurerAnswered,
        Self::Closed,
    ];

    fn kind(self) -> &'static str {
        match self {
            Self::Opened => "dispute-opened",
            Self::Read => "dispute-read",
            Self::Asked => "dispute-asked",
            Self::Wrote => "dispute-wrote",
            Self::Decided => "dispute-decided",
            Self::AskedInsurer => "dispute-asked-insurer",
            Self::InsurerAnswered => "dispute-insurer-answered",
            Self::Closed => "dispute-closed",
        }
    }
}

/// Something about a dispute or a question; `link` is its whole address.
#[must_use]
pub fn dispute(ctx: &MailCtx, what: DisputeLetter, link: &str) -> Mail {
    letter(ctx, what.kind(), link)
}

fn letter(ctx: &MailCtx, kind: &str, link: &str) -> Mail {
    letter_with(ctx, kind, link, None)
}

/// The same with another way, by message and address, below the first.
fn letter_with(ctx: &MailCtx, kind: &str, link: &str, other: Option<(&str, &str)>) -> Mail {
    let t = Text::new(ctx.lang, ctx.today);
    let practice: [(&'static str, &str); 1] = [("practice", &ctx.practice)];
    let subject = t.with(&format!("mail-{kind}-subject"), &practice);
    let what = t.with(&format!("mail-{kind}-what"), &practice);
    let button = t.t(&format!("mail-{kind}-button"));
    let note = t.t(&format!("mail-{kind}-note"));
    let questions = match &ctx.phone {
        Some(phone) => t.with("mail-questions-phone", &[("practice", &ctx.practice), ("phone", phone)]),
        None => t.with("mail-questions", &practice),
    };
    let safe = |text: &str| escaped(text);
    let (mut other_text, mut other_html) = (String::new(), String::new());
    if let Some((words, link)) = other {
        let words = t.t(words);
        other_text = format!("\n\n{words}:\n{link}");
        other_html = format!("<p><a href=\"{}\">{}</a></p>", safe(link), safe(&words));
    }
    let text =
        format!("{what}\n\n{button}:\n{link}\n\n{note}{other_text}\n\n{questions}\n\n{}\n", ctx.practice);
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{subject}</title>\
         <style>body{{margin:0;padding:24px;background:#fbfaf7;color:#15212b;\
         font:17px/1.55 system-ui,sans-serif}}main{{max-width:520px;margin:0 auto}}\
         small{{color:#51606b;font-size:15px}}</style></head>\
         <body><main><p><b>{practice}</b></p><p>{what}</p>{button}\
         <p>{note}</p>{other_html}<p><small>{questions}</small></p></main></body></html>",
        lang = ctx.lang.code(),
        subject = safe(&subject),
        practice = safe(&ctx.practice),
        what = safe(&what),
        button = self::button(link, &button, ctx.accent),
        note = safe(&note),
        questions = safe(&questions),
    );
    Mail { subject, text, html }
}

/// A button that every mail program shows as one: a table for those that know no style sheets,
/// VML for Outlook on Windows. `link` and `label` are plain text; white stands on the colour.
#[must_use]
pub fn button(link: &str, label: &str, accent: Colour) -> String {
    let (link, label) = (escaped(link), escaped(label));
    format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>\
         <td align=\"center\" bgcolor=\"{accent}\" style=\"border-radius:12px\">\
         <!--[if mso]><v:roundrect xmlns:v=\"urn:schemas-microsoft-com:vml\" href=\"{link}\" \
         style=\"height:48px;v-text-anchor:middle;width:260px\" arcsize=\"25%\" stroke=\"f\" fillcolor=\"{accent}\">\
         <center style=\"color:#ffffff;font:bold 17px sans-serif\">{label}</center></v:roundrect><![endif]-->\
         <!--[if !mso]><!--><a href=\"{link}\" target=\"_blank\" style=\"display:inline-block;padding:14px 22px;\
         border:1px solid {accent};border-radius:12px;background:{accent};color:#ffffff;\
         font:bold 17px system-ui,sans-serif;text-decoration:none\">{label}</a><!--<![endif]--></td></tr></table>"
    )
}

/// The text as HTML, fit for content and for quoted attributes.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn all(lang: Lang) -> Vec<Mail> {
        let ctx = MailCtx {
            lang,
            today: date!(2026 - 11 - 24),
            practice: "Smith & Daughters".into(),
            phone: Some("(555) 010-0142".into()),
            accent: Colour([0x12, 0x3a, 0x6b]),
        };
        let link = "https://pay.example/x?a=1&b=2";
        let plans = PlanLetter::ALL.into_iter().map(|what| plan(&ctx, what, link));
        let disputes = DisputeLetter::ALL.into_iter().map(|what| dispute(&ctx, what, link));
        [
            receipt,
            refund,
            refund_failed,
            pay_link,
            bill_link,
            invitation,
            confirm,
            reset,
            already_registered,
            sharing,
            sharing_accepted,
        ]
        .iter()
        .map(|write| write(&ctx, link))
        .chain(plans)
        .chain(disputes)
        .chain([statement(&ctx, link, None), statement(&ctx, link, Some("https://pay.example/l/1?a&b"))])
        .collect()
    }

    #[test]
    fn both_halves_say_the_same_and_the_link_is_whole() {
        for mail in Lang::ALL.into_iter().flat_map(all) {
            assert!(mail.text.contains("\nhttps://pay.example/x?a=1&b=2\n"), "{}", mail.text);
            assert!(mail.html.contains("href=\"https://pay.example/x?a=1&amp;b=2\""));
            assert!(mail.html.contains("Smith &amp; Daughters"));
            for line in mail.text.lines().filter(|line| line.len() > 60) {
                assert!(mail.html.contains(&escaped(line)), "{line}");
            }
        }
    }

    #[test]
    fn a_second_way_stands_in_both_halves() {
        let other = "https://pay.example/l/1?a&b";
        let [.., mail] = &all(Lang::Es)[..] else { panic!("no mail") };
        assert!(mail.text.contains(&format!("Pagar sin iniciar sesión:\n{other}\n")), "{}", mail.text);
        assert!(mail.html.contains(&format!("<a href=\"{}\">Pagar sin", escaped(other))), "{}", mail.html);
    }

    #[test]
    fn no_amount_is_ever_mailed() {
        for mail in Lang::ALL.into_iter().flat_map(all) {
            assert!(
                !mail.subject.contains(['$', '\n']) && !mail.text.contains('$') && !mail.html.contains('$')
            );
        }
    }
}
