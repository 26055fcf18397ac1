//! State that survives a restart: one JSON file, written beside itself and renamed.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::resources::{balance, payouts};
use crate::server::StartError;
use crate::settings::Settings;
use crate::world::{Shared, Task, World};

const SAVE_EVERY: Duration = Duration::from_millis(500);

/// The world in `file`, or an empty one when there is no such file yet.
///
/// # Errors
/// The file is there and is not a state of this version.
pub fn load(file: &Path, settings: &Settings) -> Result<World, StartError> {
    let unreadable = |reason: String| StartError::State(file.display().to_string(), reason);
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(World::new(settings.clone()));
        }
        Err(error) => return Err(unreadable(error.to_string())),
    };
    let mut world: World = serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    world.settings = settings.clone();
    world.funds = balance::recount(&world.store);
    world.outbox.recover();
    if !world.jobs.values().flatten().any(|task| matches!(task, Task::PayOut)) {
        payouts::schedule(&mut world);
    }
    Ok(world)
}

/// Saves whenever something has changed, for ever.
pub async fn keep_saving(shared: Arc<Shared>) {
    loop {
        tokio::time::sleep(SAVE_EVERY).await;
        save(&shared);
    }
}

/// Saves now, if there is a file to save to and something has changed.
pub fn save(shared: &Shared) {
    let mut world = shared.lock();
    if !std::mem::take(&mut world.dirty) {
        return;
    }
    let Some(file) = world.settings.state.clone() else { return };
    let text = serde_json::to_string(&*world);
    drop(world);
    let written = text.map_err(std::io::Error::from).and_then(|text| {
        let beside = file.with_extension("tmp");
        std::fs::write(&beside, text)?;
        std::fs::rename(&beside, &file)
    });
    if let Err(error) = written {
        eprintln!("stripe-sandbox: the state could not be saved to {}: {error}", file.display());
    }
}
