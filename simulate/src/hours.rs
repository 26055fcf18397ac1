//! Time passes: with the server running, or asleep.

use time::Duration;

use crate::Trouble;
use crate::action::{Action, Chore};
use crate::history::History;

impl History {
    /// Lets time pass as it does while the server runs: it does its chores, and the post comes.
    pub(crate) async fn wait(&mut self, time: Duration) -> Result<(), Trouble> {
        const LONGEST: Duration = Duration::hours(3);
        let mut left = time;
        while left.is_positive() {
            let now = left.min(LONGEST);
            left -= now;
            self.house.pass(now);
            self.clear_weather(false);
            self.collect();
            if now > Duration::minutes(30) {
                self.round(true).await?;
            }
        }
        Ok(())
    }

    /// The server does not run for a while.
    pub(crate) async fn sleep(&mut self, time: Duration) -> Result<(), Trouble> {
        self.note(&format!("the server sleeps for {time}"));
        self.clear_weather(true);
        self.house.pass(time);
        self.collect();
        // What one chore finds out lets another go on that came before it.
        self.round(false).await?;
        self.house.pass(Duration::minutes(3));
        self.round(false).await
    }

    /// The post that has arrived, and one round of the server's chores; in a rough one any of
    /// them may meet its fate.
    async fn round(&mut self, rough: bool) -> Result<(), Trouble> {
        while let Some(letter) = self.post.take(self.house.now(), &mut self.chance) {
            self.one_of_round(Action::Deliver(letter), rough).await?;
        }
        for chore in self.chores() {
            self.one_of_round(Action::Chore(chore), rough).await?;
        }
        Ok(())
    }

    /// What the server does in a round.
    pub(crate) fn chores(&self) -> Vec<Chore> {
        if self.has_plans { Chore::ROUND_WITH_PLANS.to_vec() } else { Chore::ROUND.to_vec() }
    }

    async fn one_of_round(&mut self, action: Action, rough: bool) -> Result<(), Trouble> {
        if rough { self.perform(action).await } else { self.calmly(action).await }
    }

    pub(crate) fn collect(&mut self) {
        let now = self.house.now();
        let world = self.house.shared.lock();
        self.post.collect(&world, now, &mut self.chance);
    }
}
