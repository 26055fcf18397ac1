//! Somebody else answers for a visit.
//!
//! A visit has one guarantor at a time. What is due of it, and what was paid too much, is always
//! theirs in the books; what was paid stays with whoever paid it.

coded! {
    /// Why somebody else answers.
    ChangeReason {
        /// The patient has come of age.
        CameOfAge = "came_of_age",
        /// A court said so: a divorce decree, a guardianship.
        CourtOrder = "court_order",
        /// It was registered wrongly from the beginning.
        WrongRegistration = "wrong_registration",
        /// Both of them agreed.
        Agreed = "agreed",
    }
}
