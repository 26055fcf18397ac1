//! Prints every case into a folder, to be looked at: `cargo run -p paper --example sheets -- target/paper`.

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
    let (from, en, es) = (support::cases::one_visit().from, &support::words::EN, &support::words::ES);
    let (english, spanish) = (support::records::head(&from, false), support::records::head(&from, true));
    let chosen = ["Payments".to_owned(), "for Leo".to_owned()];
    let statement = support::cases::two_visits();
    let rights = paper::Options {
        estimate_dispute: true,
        assistance_url: Some("https://www.riverside.example/financial-assistance".into()),
        ..support::tools::options(&statement)
    };
    for (name, printed) in [
        ("record-history", paper::history(&english, &[], &support::records::events(), en)),
        ("record-history-es", paper::history(&spanish, &chosen, &support::records::many(90), es)),
        ("record-year", paper::year(&english, &support::records::year(), en)),
        ("record-year-es", paper::year(&spanish, &support::records::year(), es)),
        ("rights", paper::statement(&statement, en, &rights)),
        ("rights-es", paper::statement(&statement, es, &rights)),
    ] {
        std::fs::write(format!("{folder}/{name}.pdf"), printed.unwrap().pdf).unwrap();
    }
}
