//! Writes every page in every designed state, in both languages, into a folder, with
//! the style beside it, so that people and tools can look at them:
//! `cargo run -p app --features ssr --example gallery -- FOLDER`.

mod all;
mod fixtures;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use app::Lang;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("name a folder to write to")?);
    let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    for lang in Lang::ALL {
        let folder = folder.join(lang.code());
        fs::create_dir_all(folder.join("fonts"))?;
        for entry in fs::read_dir(&style)?.chain(fs::read_dir(style.join("fonts"))?) {
            let from = entry?.path();
            if from.is_file() {
                fs::copy(&from, folder.join(from.strip_prefix(&style)?))?;
            }
        }
        for (name, html) in all::all(lang) {
            fs::write(folder.join(name).with_extension("html"), html)?;
        }
    }
    Ok(())
}
