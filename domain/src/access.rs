//! Who on a practice's staff may do what.
//!
//! A permission is named by what it allows, a role by the work somebody does. Every role may
//! enter and see what there is to know about an account, because nobody at the desk can answer
//! a question otherwise; what changes something is given role by role. Who watches changes
//! nothing.
//!
//! Whoever works balances works disputes too: they know the answer that a patient waits for. To
//! decide one is kept from who made the bill (the biller) and from who helps to pay it (the
//! counsellor): neither judges their own work.

use Permission::{
    AnswerForSharing, ApproveBeyondLimits, AskForRefunds, ChangeGuarantors, ChangeRegistration, CloseTheDay,
    DecideDisputes, Enter, HoldAndRelease, ImportFiles, InvitePatients, MakeLinks, ManagePlans, SeeAccounts,
    SeeAudit, SeeBooks, SendStatements, SetRules, SettleDifferences, SettleWork, TakePayments, WorkDenials,
    WorkDisputes, WriteNotes, WriteOffBalances, WriteOffDenials,
};

coded! {
    /// One thing that somebody may be allowed.
    Permission {
        /// Open the staff wing and leave it.
        Enter = "enter",
        /// Invite a patient to the portal.
        InvitePatients = "invite_patients",
        /// Find patients; look at accounts, visits, payments, statements and plans.
        SeeAccounts = "see_accounts",
        /// Look at the work list, imports, reconciliation, the day's takings and figures, and take
        /// them along as a file.
        SeeBooks = "see_books",
        /// Look at who saw and did what.
        SeeAudit = "see_audit",
        /// Note something about an account, for colleagues.
        WriteNotes = "write_notes",
        /// Correct names, dates of birth, and how somebody is reached.
        ChangeRegistration = "change_registration",
        /// Say that somebody else answers for a visit, up to the practice's limit.
        ChangeGuarantors = "change_guarantors",
        /// Take cash, cheques and cards at the desk.
        TakePayments = "take_payments",
        /// Make pay links and take them back.
        MakeLinks = "make_links",
        /// Issue, correct and print statements, and send links to many at once.
        SendStatements = "send_statements",
        /// Change plans, record promises, ask for exceptions.
        ManagePlans = "manage_plans",
        /// Let reminders and collections rest, and go on.
        HoldAndRelease = "hold_and_release",
        /// Record who may see whose care, and end what was shared.
        AnswerForSharing = "answer_for_sharing",
        /// Close what waits for a person.
        SettleWork = "settle_work",
        /// Take a dispute, ask and answer about it, note something.
        WorkDisputes = "work_disputes",
        /// Decide a dispute, up to the practice's limit, and close it.
        DecideDisputes = "decide_disputes",
        /// Work what insurers refused: take it, note something, say what was sent to the insurer.
        WorkDenials = "work_denials",
        /// Give up what insurers refused, up to the practice's limit.
        WriteOffDenials = "write_off_denials",
        /// Write off part of what a patient owes, up to the practice's limit.
        WriteOffBalances = "write_off_balances",
        /// Give money back, up to the practice's limit.
        AskForRefunds = "ask_for_refunds",
        /// Be the second person above a limit.
        ApproveBeyondLimits = "approve_beyond_limits",
        /// Read Stripe's account and settle what differs.
        SettleDifferences = "settle_differences",
        /// Count and close a day.
        CloseTheDay = "close_the_day",
        /// Bring in files from the practice's system and from insurers.
        ImportFiles = "import_files",
        /// Change what the practice offers and asks: statements, plans, links.
        SetRules = "set_rules",
        /// Let programs in by a key, and tell them what happens.
        ConnectPrograms = "connect_programs",
        /// Say who on the staff may do what.
        ManagePeople = "manage_people",
    }
}

impl Permission {
    /// Whether emergency access brings it: looking at records and books; nothing that changes
    /// anything, and not who watches whom.
    #[must_use]
    pub fn in_emergency(self) -> bool {
        matches!(self, Enter | SeeAccounts | SeeBooks)
    }

    /// Whether it only looks.
    #[must_use]
    pub fn only_looks(self) -> bool {
        matches!(self, Enter | SeeAccounts | SeeBooks | SeeAudit)
    }
}

coded! {
    /// The work somebody does for a practice.
    Role {
        /// Meets patients: invites them, takes what they pay, hands them a link.
        FrontDesk = "front_desk",
        /// Works balances.
        Biller = "biller",
        /// Resolves disputes.
        DisputeSpecialist = "dispute_specialist",
        /// Finds a way to pay, or help.
        Counsellor = "counsellor",
        /// Answers for the billing office.
        Manager = "manager",
        /// Sees all and changes nothing.
        Auditor = "auditor",
        /// Everything, and who else may what.
        Administrator = "administrator",
    }
}

impl Role {
    /// Whether somebody with this role may do that.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        if matches!(permission, Enter | SeeAccounts) {
            return true;
        }
        // Whoever meets patients hears that they have moved.
        if matches!(permission, WriteNotes | ChangeRegistration) {
            return self != Self::Auditor;
        }
        match self {
            Self::FrontDesk => matches!(permission, InvitePatients | TakePayments | MakeLinks),
            Self::Biller => matches!(
                permission,
                InvitePatients
                    | ChangeGuarantors
                    | SeeBooks
                    | TakePayments
                    | MakeLinks
                    | SendStatements
                    | ManagePlans
                    | HoldAndRelease
                    | AnswerForSharing
                    | SettleWork
                    | WorkDisputes
                    | WorkDenials
                    | WriteOffDenials
                    | WriteOffBalances
                    | AskForRefunds
                    | SettleDifferences
                    | CloseTheDay
                    | ImportFiles
            ),
            Self::DisputeSpecialist => matches!(
                permission,
                InvitePatients
                    | SeeBooks
                    | MakeLinks
                    | HoldAndRelease
                    | SettleWork
                    | WorkDisputes
                    | DecideDisputes
                    | WorkDenials
                    | AskForRefunds
            ),
            Self::Counsellor => matches!(
                permission,
                InvitePatients
                    | SeeBooks
                    | MakeLinks
                    | ManagePlans
                    | HoldAndRelease
                    | AnswerForSharing
                    | SettleWork
                    | WorkDisputes
                    | WriteOffBalances
            ),
            Self::Manager => {
                matches!(permission, DecideDisputes | ApproveBeyondLimits | SetRules | SeeAudit)
                    || Self::Biller.may(permission)
            }
            Self::Auditor => permission.only_looks(),
            Self::Administrator => true,
        }
    }
}

/// What somebody may do at a practice: as what they are there, and by emergency access.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reach {
    /// What they are there; none when they only have emergency access.
    pub role: Option<Role>,
    /// They have emergency access now.
    pub emergency: bool,
}

impl Reach {
    /// Whether somebody with this reach may do that.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        self.role.is_some_and(|role| role.may(permission)) || (self.emergency && permission.in_emergency())
    }

    /// Whether emergency access would bring anything.
    #[must_use]
    pub fn lacks_records(self) -> bool {
        !Permission::ALL.iter().all(|one| !one.in_emergency() || self.may(*one))
    }
}

/// A word that is no role's.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is no role")]
pub struct NoRole(String);

impl TryFrom<String> for Role {
    type Error = NoRole;

    fn try_from(code: String) -> Result<Self, NoRole> {
        Self::from_code(&code).ok_or(NoRole(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back() {
        for role in Role::ALL.iter().copied() {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("nobody"), None);
        for permission in Permission::ALL.iter().copied() {
            assert_eq!(Permission::from_code(permission.code()), Some(permission));
        }
    }

    #[test]
    fn who_watches_changes_nothing_and_sees_everything() {
        for permission in Permission::ALL.iter().copied() {
            assert_eq!(Role::Auditor.may(permission), permission.only_looks(), "{permission:?}");
        }
    }

    #[test]
    fn emergency_access_looks_at_records_and_changes_nothing() {
        let stranger = Reach { role: None, emergency: true };
        for permission in Permission::ALL.iter().copied() {
            assert!(!stranger.may(permission) || permission.only_looks(), "{permission:?}");
            for role in Role::ALL.iter().copied() {
                let more = Reach { role: Some(role), emergency: true };
                assert_eq!(
                    more.may(permission),
                    role.may(permission) || stranger.may(permission),
                    "{role:?} {permission:?}"
                );
            }
        }
        assert!(!stranger.may(SeeAudit), "who watches is watched by others");
        let lacks = |role| Reach { role: Some(role), emergency: false }.lacks_records();
        assert!(lacks(Role::FrontDesk) && !lacks(Role::Biller) && !lacks(Role::Auditor));
        assert!(Reach::default().lacks_records());
    }

    #[test]
    fn only_who_answers_for_the_office_is_the_second_person_or_sets_rules() {
        for permission in [Permission::ApproveBeyondLimits, Permission::SetRules] {
            let allowed: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.may(permission)).collect();
            assert_eq!(allowed, [Role::Manager, Role::Administrator], "{permission:?}");
        }
    }

    #[test]
    fn one_role_alone_lets_people_and_programs_in_and_it_may_everything() {
        assert!(Permission::ALL.iter().copied().all(|permission| Role::Administrator.may(permission)));
        for permission in [Permission::ConnectPrograms, Permission::ManagePeople] {
            let allowed: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.may(permission)).collect();
            assert_eq!(allowed, [Role::Administrator], "{permission:?}");
        }
    }

    #[test]
    fn nobody_judges_a_bill_that_they_made() {
        let may = |permission| Role::ALL.iter().copied().filter(move |role| role.may(permission));
        let decide: Vec<Role> = may(Permission::DecideDisputes).collect();
        assert_eq!(decide, [Role::DisputeSpecialist, Role::Manager, Role::Administrator]);
        assert!(decide.iter().all(|role| role.may(Permission::WorkDisputes)));
        assert!(Role::Biller.may(Permission::WorkDisputes) && Role::Counsellor.may(Permission::WorkDisputes));
        assert!(!Role::FrontDesk.may(Permission::WorkDisputes));
    }

    #[test]
    fn whoever_gives_up_what_was_refused_also_works_it_and_the_desk_does_neither() {
        let may = |permission| Role::ALL.iter().copied().filter(move |role| role.may(permission));
        let write_off: Vec<Role> = may(Permission::WriteOffDenials).collect();
        assert_eq!(write_off, [Role::Biller, Role::Manager, Role::Administrator]);
        assert!(write_off.iter().all(|role| role.may(Permission::WorkDenials)));
        assert!(Role::DisputeSpecialist.may(Permission::WorkDenials));
        assert!(
            !Role::FrontDesk.may(Permission::WorkDenials) && !Role::Counsellor.may(Permission::WorkDenials)
        );
    }

    #[test]
    fn who_works_balances_or_helps_to_pay_gives_them_up_and_whoever_agrees_may_do_so_too() {
        let may = |permission| Role::ALL.iter().copied().filter(move |role| role.may(permission));
        let write_off: Vec<Role> = may(Permission::WriteOffBalances).collect();
        assert_eq!(write_off, [Role::Biller, Role::Counsellor, Role::Manager, Role::Administrator]);
        assert!(may(Permission::ApproveBeyondLimits).all(|role| write_off.contains(&role)));
    }

    #[test]
    fn the_desk_takes_money_and_gives_none_back() {
        assert!(Role::FrontDesk.may(Permission::TakePayments));
        assert!(!Role::FrontDesk.may(Permission::AskForRefunds));
    }
}
