//! Prints every case into a folder, to be looked at: `cargo run -p paper --example gallery -- target/paper`.

#![expect(clippy::unwrap_used, reason = "a gallery")]

#[path = "../tests/it/support/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod support;

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/paper".to_owned());
    std::fs::create_dir_all(&folder).unwrap();
    for (name, statement) in
        support::cases::all().into_iter().chain([("lines-300", support::cases::many_lines(300))])
    {
        let printed = support::tools::print(&statement);
        let bytes = printed.pdf.len();
        println!("{name}: {} pages, {bytes} bytes, {:?}", printed.extents[0].pages, printed.unprintable);
        std::fs::write(format!("{folder}/{name}.pdf"), printed.pdf).unwrap();
    }
}
