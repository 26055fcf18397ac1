//! What was done: the composite medical procedure identifier (`SVC01`, `SVC06`).

/// A procedure, drug or revenue code with its modifiers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Procedure {
    /// Which list the code is from: `HC` CPT/HCPCS, `N4` NDC, `NU` revenue code,
    /// `AD` dental. Empty if the insurer left it out.
    pub qualifier: String,
    /// The code. Empty if the insurer left it out.
    pub code: String,
    /// Up to four modifiers, in order.
    pub modifiers: Vec<String>,
    /// The insurer's own wording, where it sends one.
    pub description: Option<String>,
}

impl Procedure {
    /// From the composite's parts: qualifier, code, four modifiers, description.
    pub(crate) fn from_parts(parts: Vec<String>) -> Self {
        let mut parts = parts.into_iter();
        let mut procedure = Self {
            qualifier: parts.next().unwrap_or_default(),
            code: parts.next().unwrap_or_default(),
            ..Self::default()
        };
        for (place, part) in parts.enumerate().filter(|(_, part)| !part.is_empty()) {
            match place {
                0..=3 => procedure.modifiers.push(part),
                4 => procedure.description = Some(part),
                _ => {}
            }
        }
        procedure
    }
}
