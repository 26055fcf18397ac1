//! "I cannot afford this": what is asked, and how it ends.
//!
//! As little as a counsellor needs to see which help may fit: how many live on how much. Whether a
//! hospital has to offer help, and to whom, its policy says (26 CFR 1.501(r)-4); what is told here is
//! no application under it, and lasts as long as somebody looks at it.

coded! {
    /// What a household has a month before taxes.
    Income {
        /// Below $1,500.
        Under1500 = "under_1500",
        /// From $1,500, below $3,000.
        Under3000 = "under_3000",
        /// From $3,000, below $5,000.
        Under5000 = "under_5000",
        /// $5,000 or more.
        More = "more",
        /// They would rather not say.
        Unsaid = "unsaid",
    }
}

coded! {
    /// How a request ended.
    Answer {
        /// There is help: what it is, the words say.
        Help = "help",
        /// A payment plan was found that fits.
        Plan = "plan",
        /// There is none here.
        Nothing = "nothing",
        /// Who asked took it back.
        Withdrawn = "withdrawn",
    }
}

impl Answer {
    /// What a counsellor can answer.
    pub const BY_STAFF: [Self; 3] = [Self::Help, Self::Plan, Self::Nothing];
}

/// The largest household that can be told; more is told as so many.
pub const HOUSEHOLD_MOST: u8 = 12;

/// Business days within which a counsellor answers.
pub const ANSWERED_WITHIN: u32 = 5;
