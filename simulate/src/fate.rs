//! What befalls an operation: it dies at a point, or it waits there while others act.
//!
//! A process that is killed is an operation whose future is dropped where it stands: what it
//! had committed stays, what it had not is gone. Two processes at once are an operation that
//! stands still at a point outside any database transaction while another runs to its end.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use billing::door::{Fate, Point};

/// What befalls one operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plan {
    /// Nothing.
    Lives,
    /// It dies at the so manieth point it reaches.
    Dies(u32),
    /// It waits at the so manieth point it reaches outside a transaction.
    Waits(u32),
}

/// What befell it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Blow {
    /// It is to be dropped.
    Death(Point),
    /// It waits until [`Strike::go_on`].
    Pause(Point),
}

/// The fate of one operation.
#[derive(Debug)]
pub struct Strike(Mutex<State>);

#[derive(Debug)]
struct State {
    plan: Plan,
    felt: Option<Blow>,
    held: bool,
}

/// Whether an operation at this point holds a database transaction open: nobody else could
/// act on SQLite then, and a pause would be a deadlock of the simulator's own making.
fn inside_transaction(point: Point) -> bool {
    matches!(point, Point::InLedger | Point::ImportUnderWay)
}

impl Strike {
    /// A fate that follows a plan.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        Self(Mutex::new(State { plan, felt: None, held: false }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets an operation that waits go on.
    pub fn go_on(&self) {
        self.state().held = false;
    }

    fn strikes(&self, point: Point) -> bool {
        let mut state = self.state();
        let blow = match &mut state.plan {
            Plan::Lives => return false,
            Plan::Waits(_) if inside_transaction(point) => return false,
            Plan::Dies(left) | Plan::Waits(left) if *left > 1 => {
                *left -= 1;
                return false;
            }
            Plan::Dies(_) => Blow::Death(point),
            Plan::Waits(_) => Blow::Pause(point),
        };
        *state = State { plan: Plan::Lives, felt: Some(blow), held: true };
        true
    }
}

impl Fate for Strike {
    fn meet(&self, point: Point) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let struck = self.strikes(point);
        Box::pin(poll_fn(move |_| {
            // Whoever drives the operation polls it again after `go_on`; nobody needs waking.
            if struck && self.state().held { Poll::Pending } else { Poll::Ready(()) }
        }))
    }
}

/// How far an operation came.
#[derive(Debug)]
pub enum Progress<T> {
    /// To its end.
    Done(T),
    /// To where its fate struck.
    Struck(Blow),
}

/// Drives an operation to its end or to where its fate strikes.
pub async fn advance<T>(
    operation: &mut Pin<Box<dyn Future<Output = T> + '_>>,
    strike: &Strike,
) -> Progress<T> {
    poll_fn(|context| match operation.as_mut().poll(context) {
        Poll::Ready(outcome) => Poll::Ready(Progress::Done(outcome)),
        Poll::Pending => match strike.state().felt.take() {
            Some(blow) => Poll::Ready(Progress::Struck(blow)),
            None => Poll::Pending,
        },
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use billing::Door;
    use billing::door::{Point, SetClock};
    use time::macros::datetime;

    use super::{Blow, Plan, Progress, Strike, advance};

    /// An operation that passes three points, the second inside a transaction.
    async fn operation(door: Door) -> &'static str {
        for point in [Point::PaymentCommitted, Point::InLedger, Point::PageSaved] {
            door.reach(point).await;
        }
        "done"
    }

    fn under(plan: Plan) -> (Arc<Strike>, std::pin::Pin<Box<dyn Future<Output = &'static str>>>) {
        let strike = Arc::new(Strike::new(plan));
        let door = Door::seeded(SetClock::at(datetime!(2026-11-24 12:00 UTC)), 1).under(strike.clone());
        (strike, Box::pin(operation(door)))
    }

    #[tokio::test]
    async fn an_operation_dies_at_the_point_it_is_to_die_at_inside_a_transaction_too() {
        let (strike, mut operation) = under(Plan::Dies(2));
        assert!(matches!(
            advance(&mut operation, &strike).await,
            Progress::Struck(Blow::Death(Point::InLedger))
        ));
    }

    #[tokio::test]
    async fn an_operation_waits_outside_transactions_only_and_goes_on_when_told() {
        let (strike, mut operation) = under(Plan::Waits(2));
        assert!(matches!(
            advance(&mut operation, &strike).await,
            Progress::Struck(Blow::Pause(Point::PageSaved))
        ));
        strike.go_on();
        assert!(matches!(advance(&mut operation, &strike).await, Progress::Done("done")));
    }

    #[tokio::test]
    async fn an_operation_that_ends_before_its_fate_ends_well() {
        let (strike, mut operation) = under(Plan::Dies(4));
        assert!(matches!(advance(&mut operation, &strike).await, Progress::Done("done")));
    }
}
