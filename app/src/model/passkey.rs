//! Passkeys: whose page lists them, and asking a device.

use domain::PasskeyId;
use time::Date;

use crate::FormState;

/// The reader's passkeys, on `/settings` or `/staff/second`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Passkeys {
    /// The oldest first.
    pub rows: Vec<PasskeyRow>,
    /// There can be some under the host that this page came from.
    pub here: bool,
    /// What has just become of one.
    pub told: Option<PasskeyTold>,
}

/// A passkey.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PasskeyRow {
    /// Its id.
    pub id: PasskeyId,
    /// What its owner calls it; nothing when they gave it no name.
    pub name: String,
    /// The host it opens, when that is another than this page's.
    pub host: Option<String>,
    /// When it was added, where the practice is.
    pub added: Date,
    /// When it last opened something.
    pub used: Option<Date>,
}

/// What has just become of a passkey.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PasskeyTold {
    /// It was added.
    Added,
    /// It was removed.
    Removed,
}

/// `/passkeys/new`, `/staff/passkeys/new`: the device is asked for a key. Fields `name`, and what the
/// script fills in: `ceremony`, `credential`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PasskeyNewPage {
    /// What was typed.
    pub form: FormState,
    /// In the staff wing.
    pub staff: bool,
    /// The ceremony's name.
    pub ceremony: String,
    /// What the browser takes, as JSON.
    pub options: String,
}
