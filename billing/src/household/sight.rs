//! How much of an account whoever looks may see.

use std::collections::BTreeSet;

use domain::{GuarantorId, PatientId, VisitId};

use super::{members, store};
use crate::Door;
use crate::accounts::Practice;
use crate::db::Tx;
use crate::identity::Scope;

/// How much of an account whoever looks may see: always every amount, and what the care
/// was unless it is withheld.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sight {
    scope: Scope,
    patients: BTreeSet<PatientId>,
    visits: BTreeSet<VisitId>,
    gone: BTreeSet<VisitId>,
}

impl Sight {
    /// Everything.
    #[must_use]
    pub fn whole() -> Self {
        Self { scope: Scope::Own, patients: BTreeSet::new(), visits: BTreeSet::new(), gone: BTreeSet::new() }
    }

    /// Whether they answer for the account themselves: only then may they decide who
    /// else sees it, or how statements come.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.scope == Scope::Own
    }

    /// Whether what this visit was for is not theirs to see.
    #[must_use]
    pub fn withholds(&self, visit: VisitId) -> bool {
        self.withholds_case(visit) || self.gone.contains(&visit)
    }

    /// Whether what the account said about a visit is not theirs to see: where somebody else answers
    /// for the visit now, what was said is still whoever's said it.
    #[must_use]
    pub fn withholds_case(&self, visit: VisitId) -> bool {
        self.scope == Scope::Amounts || self.visits.contains(&visit)
    }

    /// Whether what is done for this patient is not theirs to see.
    #[must_use]
    pub fn withholds_patient(&self, patient: PatientId) -> bool {
        self.scope == Scope::Amounts || self.patients.contains(&patient)
    }
}

/// What somebody with this scope sees of an account today.
///
/// # Errors
/// The database's word.
pub async fn sight(
    tx: &mut Tx,
    door: &Door,
    practice: &Practice,
    guarantor: GuarantorId,
    scope: Scope,
) -> Result<Sight, sqlx::Error> {
    let mut sight = Sight { scope, ..Sight::whole() };
    if scope == Scope::Amounts {
        return Ok(sight);
    }
    for member in members(tx, door, practice, guarantor).await? {
        let seen = if scope == Scope::Own { member.seen.by_guarantor() } else { member.seen.by_helper() };
        if !seen {
            sight.visits.extend(store::visits_of(tx, practice.id, guarantor, member.patient).await?);
            sight.patients.insert(member.patient);
        }
    }
    // What somebody else answers for now: what was paid for it is told, and no more.
    sight.gone.extend(store::visits_gone(tx, practice.id, guarantor).await?);
    Ok(sight)
}
