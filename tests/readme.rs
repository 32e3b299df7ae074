//! The README's commands, run as a stranger would.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::path::Path;
use std::process::Command;

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// Lines of the README's shell blocks, without what follows a comment mark.
fn commands() -> Vec<String> {
    let mut commands = Vec::new();
    let mut in_block = false;
    for line in readme().lines() {
        if let Some(kind) = line.strip_prefix("```") {
            in_block = !in_block && kind == "sh";
        } else if in_block {
            let command = line.split("  #").next().unwrap_or("").trim();
            commands.extend((!command.is_empty()).then(|| command.to_owned()));
        }
    }
    commands
}

#[test]
fn every_command_of_the_readme_works() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    for name in ["pipelines", "fixtures"] {
        let status = Command::new("cp").arg("-r").arg(root.join(name)).arg(folder.path()).status().unwrap();
        assert!(status.success());
    }
    let mut ran = 0;
    for command in commands() {
        let words: Vec<&str> = command.split_whitespace().collect();
        let arguments = match words.as_slice() {
            ["cargo", "run", "--release", "--", rest @ ..] | ["social-gradient", rest @ ..] => rest.to_vec(),
            ["cargo", "test" | "bench" | "build", ..] => continue,
            other => panic!("the README holds a command that this test does not know: {other:?}"),
        };
        let output = Command::new(env!("CARGO_BIN_EXE_social-gradient"))
            .args(&arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        ran += 1;
    }
    assert!(ran >= 4, "the README shows how to run, check, begin and ask");
}

#[test]
fn every_file_the_readme_links_to_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = readme();
    let links: Vec<&str> = text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() >= 4);
    for link in links.iter().filter(|link| !link.starts_with("http") && !link.starts_with('#')) {
        assert!(root.join(link).exists(), "{link}");
    }
}
