//! The browser's entry: all that runs on a page is the islands of [`app`].
//!
//! The page's script imports the module that `cargo xtask build` makes of this crate and calls
//! [`hydrate`]; then it calls the exported function of each `<leptos-island>` it finds. A page
//! without an island loads none of this.

// Linked for the islands' exports, which nothing here names.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares the islands' runtime. Called once a page, before the first island is hydrated.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
