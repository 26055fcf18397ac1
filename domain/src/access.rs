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
    AnswerForSharing, ApproveBeyondLimits, AskForRefunds, CloseTheDay, ConnectPrograms, DecideDisputes,
    Enter, HoldAndRelease, ImportFiles, InvitePatients, MakeLinks, ManagePeople, ManagePlans, SeeAccounts,
    SeeAudit, SeeBooks, SendStatements, SetRules, SettleDifferences, SettleWork, TakePayments, WorkDisputes,
};

/// One thing that somebody may be allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Permission {
    /// Open the staff wing and leave it.
    Enter,
    /// Invite a patient to the portal.
    InvitePatients,
    /// Find patients; look at accounts, visits, payments, statements and plans.
    SeeAccounts,
    /// Look at the work list, imports, reconciliation, the day's takings and figures, and take
    /// them along as a file.
    SeeBooks,
    /// Look at who saw and did what.
    SeeAudit,
    /// Take cash, cheques and cards at the desk.
    TakePayments,
    /// Make pay links and take them back.
    MakeLinks,
    /// Issue, correct and print statements, and send links to many at once.
    SendStatements,
    /// Change plans, record promises, ask for exceptions.
    ManagePlans,
    /// Let reminders and collections rest, and go on.
    HoldAndRelease,
    /// Record who may see whose care, and end what was shared.
    AnswerForSharing,
    /// Close what waits for a person.
    SettleWork,
    /// Take a dispute, ask and answer about it, note something.
    WorkDisputes,
    /// Decide a dispute, up to the practice's limit, and close it.
    DecideDisputes,
    /// Give money back, up to the practice's limit.
    AskForRefunds,
    /// Be the second person above a limit.
    ApproveBeyondLimits,
    /// Read Stripe's account and settle what differs.
    SettleDifferences,
    /// Count and close a day.
    CloseTheDay,
    /// Bring in files from the practice's system and from insurers.
    ImportFiles,
    /// Change what the practice offers and asks: statements, plans, links.
    SetRules,
    /// Let programs in by a key, and tell them what happens.
    ConnectPrograms,
    /// Say who on the staff may do what.
    ManagePeople,
}

impl Permission {
    /// Every one, in declaration order.
    pub const ALL: [Self; 22] = [
        Enter,
        InvitePatients,
        SeeAccounts,
        SeeBooks,
        SeeAudit,
        TakePayments,
        MakeLinks,
        SendStatements,
        ManagePlans,
        HoldAndRelease,
        AnswerForSharing,
        SettleWork,
        WorkDisputes,
        DecideDisputes,
        AskForRefunds,
        ApproveBeyondLimits,
        SettleDifferences,
        CloseTheDay,
        ImportFiles,
        SetRules,
        ConnectPrograms,
        ManagePeople,
    ];

    /// Its word in the audit.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Enter => "enter",
            InvitePatients => "invite_patients",
            SeeAccounts => "see_accounts",
            SeeBooks => "see_books",
            SeeAudit => "see_audit",
            TakePayments => "take_payments",
            MakeLinks => "make_links",
            SendStatements => "send_statements",
            ManagePlans => "manage_plans",
            HoldAndRelease => "hold_and_release",
            AnswerForSharing => "answer_for_sharing",
            SettleWork => "settle_work",
            WorkDisputes => "work_disputes",
            DecideDisputes => "decide_disputes",
            AskForRefunds => "ask_for_refunds",
            ApproveBeyondLimits => "approve_beyond_limits",
            SettleDifferences => "settle_differences",
            CloseTheDay => "close_the_day",
            ImportFiles => "import_files",
            SetRules => "set_rules",
            ConnectPrograms => "connect_programs",
            ManagePeople => "manage_people",
        }
    }

    /// The permission with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.code() == code)
    }

    /// Whether it only looks.
    #[must_use]
    pub fn only_looks(self) -> bool {
        matches!(self, Enter | SeeAccounts | SeeBooks | SeeAudit)
    }
}

/// The work somebody does for a practice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Meets patients: invites them, takes what they pay, hands them a link.
    FrontDesk,
    /// Works balances.
    Biller,
    /// Resolves disputes.
    DisputeSpecialist,
    /// Finds a way to pay, or help.
    Counsellor,
    /// Answers for the billing office.
    Manager,
    /// Sees all and changes nothing.
    Auditor,
    /// Everything, and who else may what.
    Administrator,
}

impl Role {
    /// Every one, in declaration order.
    pub const ALL: [Self; 7] = [
        Self::FrontDesk,
        Self::Biller,
        Self::DisputeSpecialist,
        Self::Counsellor,
        Self::Manager,
        Self::Auditor,
        Self::Administrator,
    ];

    /// Its word in forms, on the command line and in both databases.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::FrontDesk => "front_desk",
            Self::Biller => "biller",
            Self::DisputeSpecialist => "dispute_specialist",
            Self::Counsellor => "counsellor",
            Self::Manager => "manager",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether somebody with this role may do that.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        if matches!(permission, Enter | SeeAccounts) {
            return true;
        }
        match self {
            Self::FrontDesk => matches!(permission, InvitePatients | TakePayments | MakeLinks),
            Self::Biller => !matches!(
                permission,
                DecideDisputes | ApproveBeyondLimits | SetRules | SeeAudit | ConnectPrograms | ManagePeople
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
            ),
            Self::Manager => !matches!(permission, ConnectPrograms | ManagePeople),
            Self::Auditor => permission.only_looks(),
            Self::Administrator => true,
        }
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
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("nobody"), None);
        for permission in Permission::ALL {
            assert_eq!(Permission::from_code(permission.code()), Some(permission));
        }
    }

    #[test]
    fn who_watches_changes_nothing_and_sees_everything() {
        for permission in Permission::ALL {
            assert_eq!(Role::Auditor.may(permission), permission.only_looks(), "{permission:?}");
        }
    }

    #[test]
    fn only_who_answers_for_the_office_is_the_second_person_or_sets_rules() {
        for permission in [Permission::ApproveBeyondLimits, Permission::SetRules] {
            let allowed: Vec<Role> = Role::ALL.into_iter().filter(|role| role.may(permission)).collect();
            assert_eq!(allowed, [Role::Manager, Role::Administrator], "{permission:?}");
        }
    }

    #[test]
    fn one_role_alone_lets_people_and_programs_in_and_it_may_everything() {
        assert!(Permission::ALL.into_iter().all(|permission| Role::Administrator.may(permission)));
        for permission in [Permission::ConnectPrograms, Permission::ManagePeople] {
            let allowed: Vec<Role> = Role::ALL.into_iter().filter(|role| role.may(permission)).collect();
            assert_eq!(allowed, [Role::Administrator], "{permission:?}");
        }
    }

    #[test]
    fn nobody_judges_a_bill_that_they_made() {
        let may = |permission| Role::ALL.into_iter().filter(move |role| role.may(permission));
        let decide: Vec<Role> = may(Permission::DecideDisputes).collect();
        assert_eq!(decide, [Role::DisputeSpecialist, Role::Manager, Role::Administrator]);
        assert!(decide.iter().all(|role| role.may(Permission::WorkDisputes)));
        assert!(Role::Biller.may(Permission::WorkDisputes) && Role::Counsellor.may(Permission::WorkDisputes));
        assert!(!Role::FrontDesk.may(Permission::WorkDisputes));
    }

    #[test]
    fn the_desk_takes_money_and_gives_none_back() {
        assert!(Role::FrontDesk.may(Permission::TakePayments));
        assert!(!Role::FrontDesk.may(Permission::AskForRefunds));
    }
}
