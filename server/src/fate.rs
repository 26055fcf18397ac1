//! A process that dies on request, and one whose clock is ahead, for `cargo xtask torture`.
//! Debug builds only: a release knows nothing of it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use billing::Door;
use billing::door::{Fate, Point};

/// `TORTURE_DIE_AT=page-opened:3`: the third time that a page has been opened.
const DIE_AT: &str = "TORTURE_DIE_AT";

/// `TORTURE_CLOCK_AHEAD=130`: seconds, so that what is waited for is over at once.
const CLOCK_AHEAD: &str = "TORTURE_CLOCK_AHEAD";

struct Death {
    at: Point,
    in_passes: AtomicU64,
}

impl Fate for Death {
    fn meet(&self, point: Point) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            if point == self.at && self.in_passes.fetch_sub(1, Ordering::SeqCst) == 1 {
                die().await;
            }
        })
    }
}

/// Sends itself the signal that nothing can catch, and waits for it.
async fn die() {
    let own = std::process::id().to_string();
    let sent = std::process::Command::new("kill").args(["-9", &own]).status();
    tracing::error!(?sent, "told to die here");
    std::future::pending::<()>().await;
}

/// The door as the environment asks for it.
///
/// # Errors
/// A sentence when it names no point or no number.
pub fn asked_for(door: Door) -> Result<Door, String> {
    let mut door = door;
    if let Ok(seconds) = std::env::var(CLOCK_AHEAD) {
        let seconds = seconds.parse().map_err(|_| format!("{CLOCK_AHEAD}: {seconds:?} is no number"))?;
        door = door.ahead(time::Duration::seconds(seconds));
    }
    let Ok(wish) = std::env::var(DIE_AT) else { return Ok(door) };
    let (name, passes) = wish.split_once(':').unwrap_or((&wish, "1"));
    let at = Point::ALL.iter().copied().find(|point| point.code() == name);
    let at = at.ok_or_else(|| format!("{DIE_AT}: there is no point {name:?}"))?;
    let passes = passes.parse().map_err(|_| format!("{DIE_AT}: {passes:?} is no number"))?;
    Ok(door.under(Arc::new(Death { at, in_passes: AtomicU64::new(passes) })))
}
