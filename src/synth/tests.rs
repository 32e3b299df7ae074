//! What the files hold, read back without the program's own readers.

use super::*;

/// Writes the fixture in the repository again, where the specification or the drawing has changed.
#[test]
#[ignore = "writes into the repository: cargo test --lib synth -- --ignored refresh"]
fn refresh_the_fixture() {
    write(&Spec::northbridge(), &fixture()).unwrap();
}

fn fixture() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/northbridge")
}
