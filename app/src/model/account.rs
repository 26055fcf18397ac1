//! Getting in: signing in, registering, single-use links, settings.

use super::Passkeys;
use crate::{FormState, Lang};

/// `/sign-in`: fields `email`, `password`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SignInPage {
    /// What was typed; the password never.
    pub form: FormState,
    /// Why the reader is here, when there is something to say about it.
    pub notice: Option<SignInNotice>,
    /// Passkeys can be asked for under this host.
    pub passkeys: bool,
}

/// What has just happened to somebody who is asked to sign in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInNotice {
    /// Signed out on purpose.
    SignedOut,
    /// The password was changed; every session ended.
    PasswordChanged,
    /// The session ran out.
    Expired,
    /// The address was confirmed, or is in use already: sign in with it.
    RegisteredElsewhere,
}

/// `/register`: fields `practice`, `account_number`, `birth_date_month`,
/// `birth_date_day`, `birth_date_year`, `zip`, `email`, `password`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RegisterPage {
    /// What was typed; the password never.
    pub form: FormState,
    /// Slug and name of each practice; a single one is a hidden field.
    pub practices: Vec<(String, String)>,
}

/// `/check-email`: says the same whether or not an address is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CheckEmailPage {
    /// What was asked for.
    pub kind: CheckEmailKind,
}

/// What a mail is on its way for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckEmailKind {
    /// To confirm a registration.
    Register,
    /// To choose a new password.
    Forgot,
}

/// `/forgot`: field `email`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ForgotPage {
    /// What was typed.
    pub form: FormState,
}

/// What a single-use link is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// The practice invited somebody: field `password`.
    Invitation,
    /// A registration waits for its address to be confirmed: one button.
    Confirm,
    /// A new password: field `password`.
    Reset,
    /// Somebody is asked to help with bills; its page is `/shared/…`.
    Sharing,
    /// A colleague is asked in; its page is `/staff/join/…`.
    Colleague,
}

/// A single-use link that is good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenPage {
    /// What it is for.
    pub kind: TokenKind,
    /// Where the form goes: `/invitation/…`, `/confirm/…` or `/reset/…`.
    pub token_path: String,
    /// The address it was sent to, shown for an invitation.
    pub email: Option<String>,
    /// The address has a login, to which the invitation adds an account: its password is asked
    /// for.
    pub known: bool,
    /// What is wrong; nothing typed comes back.
    pub form: FormState,
}

/// A single-use link that is used or too old; tells a stranger nothing more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadTokenPage {
    /// What it was for.
    pub kind: TokenKind,
}

/// `/settings`. Forms: POST `/language` (`lang`, `next`), POST `/settings`
/// (`current_password`, `new_password`), POST `/passkeys/begin` (`passkey_password`),
/// POST `/passkeys/{id}/remove`, POST `/sign-out-everywhere`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettingsPage {
    /// What is wrong with the password change, or with the password for a passkey.
    pub form: FormState,
    /// The language that mail is written in.
    pub lang: Lang,
    /// The address one signs in with.
    pub email: String,
    /// What has just been saved.
    pub saved: Option<Saved>,
    /// The reader's passkeys.
    pub passkeys: Passkeys,
}

/// What has just been saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Saved {
    /// The language.
    Language,
    /// The password.
    Password,
}
