//! What happened, line by line, and one number that stands for all of it.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Lines kept for the report of a failure.
const KEPT: usize = 30;

/// What happened in a history so far.
#[derive(Debug, Default)]
pub struct Trace {
    hasher: DefaultHasher,
    last: VecDeque<String>,
    lines: u64,
    loud: bool,
}

impl Trace {
    /// An empty one; a loud one also prints each line.
    #[must_use]
    pub fn new(loud: bool) -> Self {
        Self { loud, ..Self::default() }
    }

    /// Adds a line.
    pub fn note(&mut self, line: String) {
        line.hash(&mut self.hasher);
        self.lines += 1;
        if self.loud {
            println!("{line}");
        }
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        self.last.push_back(line);
    }

    /// Stands for every line so far, in order.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.hasher.finish()
    }

    /// How many lines.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// The last thirty lines.
    pub fn last(&self) -> impl Iterator<Item = &str> {
        self.last.iter().map(String::as_str)
    }
}
