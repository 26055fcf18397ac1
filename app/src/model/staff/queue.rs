//! What the desk's queues have in common.

/// What became of a press on a queue.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QueueTold {
    /// So many took it.
    pub done: usize,
    /// Of them, so many wait for a second person.
    pub waits: usize,
    /// One by one, where not all of them took it: what it is called, and what became of it.
    pub each: Vec<(String, Became)>,
}

/// What became of one of those that were chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Became {
    /// It is done.
    Done,
    /// It waits for a second person.
    Waits,
    /// It had moved on since the reader looked; who has it now.
    Moved(Option<String>),
    /// It does not follow from where it stands.
    NotNow,
}

impl Became {
    /// Whether it was taken.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Done | Self::Waits)
    }
}
