//! Nothing that names a child or a place leaves the program, whatever command is run and however it ends.
//!
//! Every identifying field of every input holds a mark. Every command is run in success and in failure, and the
//! marks are looked for in every file, name, message and archive that comes of it.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on stops, and says why")]

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What stands in the place of a child's identifier, a postcode, a pupil number, and words that do not belong.
const MARKS: [&str; 4] = ["CNRY", "ZQ9", "Z990CNRY", "SECRETWORD"];

/// The authority of the repository, with marks in place of whatever names a child or a place.
fn marked(folder: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/northbridge");
    let to = folder.join("inputs");
    std::fs::create_dir_all(to.join("cin")).unwrap();
    // Children NB100007 become CNRY100007; postcodes NB1 4JU become ZQ91 4JU, which is of their form.
    let mark = |text: &str| {
        text.replace("NB1", "\u{1}").replace("\u{1}", "CNRY1").replace("<UPN>A990", "<UPN>Z990CNRY")
    };
    for name in ["2023", "2024", "2025"] {
        let name = format!("cin/CIN_Census_{name}.xml");
        std::fs::write(to.join(&name), mark(&std::fs::read_to_string(from.join(&name)).unwrap())).unwrap();
    }
    let addresses = std::fs::read_to_string(from.join("addresses.csv")).unwrap();
    let marked: Vec<String> = addresses
        .lines()
        .map(|line| match line.split_once(',') {
            Some((child, rest)) if child.starts_with("NB") => {
                format!("{},{}", mark(child), rest.replacen("NB", "ZQ9", 1))
            }
            _ => line.to_owned(),
        })
        .collect();
    std::fs::write(to.join("addresses.csv"), marked.join("\n") + "\n").unwrap();
    let postcodes = std::fs::read_to_string(from.join("NSPL_northbridge.csv")).unwrap();
    std::fs::write(to.join("NSPL_northbridge.csv"), postcodes.replace("NB", "ZQ9")).unwrap();
    std::fs::create_dir_all(to.join("ssda903")).unwrap();
    for name in ["ssda903/header.csv", "ssda903/episodes.csv"] {
        let text = std::fs::read_to_string(from.join(name)).unwrap();
        std::fs::write(to.join(name), mark(&text.replace(",NB", ",ZQ9"))).unwrap();
    }
    for name in [
        "File_7_northbridge_IoD2025.csv",
        "TS021_northbridge.csv",
        "sapelsoasyoa_northbridge.xlsx",
        "LSOA11_to_LSOA21_northbridge.csv",
    ] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
    let plan = std::fs::read_to_string("pipelines/quarterly.toml").unwrap();
    let plan = plan.replace("../fixtures/northbridge", "inputs").replace("../out/quarterly", "out");
    let path = folder.join("plan.toml");
    std::fs::write(&path, plan).unwrap();
    path
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_social-gradient"))
        .args(arguments)
        .current_dir(folder)
        .env("TMPDIR", folder.join("tmp"))
        .output()
        .unwrap()
}

/// Everything that was written or said, save the inputs: names, bytes, the bytes inside archives, and the words of
/// documents.
fn everything(folder: &Path, said: &[Output]) -> Vec<u8> {
    let mut all = Vec::new();
    for output in said {
        all.extend_from_slice(&output.stdout);
        all.extend_from_slice(&output.stderr);
    }
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        if path == folder.join("inputs") {
            continue;
        }
        all.extend_from_slice(path.file_name().unwrap().to_string_lossy().as_bytes());
        if path.is_dir() {
            left.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        if bytes.starts_with(b"PK") {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
            for at in 0..archive.len() {
                let mut entry = archive.by_index(at).unwrap();
                all.extend_from_slice(entry.name().unwrap().as_bytes());
                entry.read_to_end(&mut all).unwrap();
            }
        }
        if bytes.starts_with(b"%PDF") {
            all.extend(words(&path));
        }
        all.extend_from_slice(&bytes);
    }
    all
}

/// The words of a document, by poppler.
fn words(document: &Path) -> Vec<u8> {
    match Command::new("pdftotext").arg(document).arg("-").output() {
        Ok(output) => {
            assert!(output.stdout.len() > 1000, "the document has words");
            output.stdout
        }
        Err(_) => {
            println!("skipped: marks in the PDF: pdftotext is not installed");
            Vec::new()
        }
    }
}

fn assert_no_mark(folder: &Path, said: &[Output]) {
    let all = everything(folder, said);
    for mark in MARKS {
        let found = all.windows(mark.len()).any(|window| window == mark.as_bytes());
        assert!(!found, "{mark} was written or said");
    }
}

/// What is done to a file.
type Fault = fn(&str) -> String;

#[test]
fn no_command_says_or_writes_what_names_a_child() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    std::fs::create_dir(folder.join("tmp")).unwrap();
    marked(folder);
    let inputs = everything_of(&folder.join("inputs"));
    for mark in &MARKS[..3] {
        assert!(inputs.contains(mark), "the inputs hold {mark}");
    }
    let mut said = vec![
        run(folder, &["check", "plan.toml"]),
        run(folder, &["check", "plan.toml", "--json"]),
        run(folder, &["run", "plan.toml"]),
        run(folder, &["run", "plan.toml", "--out", "again", "--json"]),
        run(folder, &["run", "plan.toml", "--dry-run"]),
        run(folder, &["compare", "out", "again"]),
        run(folder, &["compare", "out", "again", "--json"]),
        run(folder, &["verify", "out"]),
        run(folder, &["verify", "out", "--accessibility", "--json"]),
    ];
    assert!(said.iter().all(|output| output.status.success()), "every command succeeds");
    // Then with faults in one input after another.
    let faults: [(&str, Fault); 9] = [
        ("cin/CIN_Census_2024.xml", |text| text.replacen("</Child>", "", 1)),
        ("cin/CIN_Census_2024.xml", |text| text[..text.len() / 2].to_owned()),
        ("cin/CIN_Census_2024.xml", |text| {
            text.replacen("<PersonBirthDate>", "<PersonBirthDate>SECRETWORD", 9)
        }),
        ("cin/CIN_Census_2024.xml", |text| format!("<!DOCTYPE SECRETWORD>{text}")),
        ("cin/CIN_Census_2024.xml", |text| text.replacen("<Ethnicity>", "<Ethnicity>SECRETWORD", 5)),
        ("addresses.csv", |text| text.replace("child_id", "SECRETWORD")),
        ("addresses.csv", |text| text.replace(",2014-", ",SECRETWORD-")),
        ("NSPL_northbridge.csv", |text| text.replace("ZQ91", "SECRETWORD")),
        ("NSPL_northbridge.csv", |_| String::new()),
    ];
    for (name, fault) in faults {
        let path = folder.join("inputs").join(name);
        let sound = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, fault(&sound)).unwrap();
        said.push(run(folder, &["check", "plan.toml"]));
        said.push(run(folder, &["run", "plan.toml", "--out", "faulty", "--json"]));
        std::fs::write(&path, sound).unwrap();
    }
    let failed = said.iter().filter(|output| !output.status.success()).count();
    assert!(failed >= 8, "{failed} of the faults stop a command");
    assert_no_mark(folder, &said);
}

/// The text of every file in a folder of inputs.
fn everything_of(folder: &Path) -> String {
    let mut all = String::new();
    for name in ["addresses.csv", "NSPL_northbridge.csv", "cin/CIN_Census_2023.xml"] {
        all.push_str(&std::fs::read_to_string(folder.join(name)).unwrap());
    }
    all
}

#[test]
fn a_name_from_the_plan_is_text_everywhere() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    std::fs::create_dir(folder.join("tmp")).unwrap();
    let path = marked(folder);
    let plan = std::fs::read_to_string(&path).unwrap();
    let evil = "=cmd()<script>alert(1)</script>\\u001b[2J\\u009b31m";
    std::fs::write(&path, plan.replace("Northbridge (synthetic)", evil)).unwrap();
    let ran = run(folder, &["run", "plan.toml"]);
    let compared = run(folder, &["compare", "out", "out"]);
    assert!(ran.status.success() && compared.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    for output in [&ran, &compared] {
        for bytes in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(['\u{1b}', '\u{9b}']), "a terminal would obey");
        }
    }
    let csv = std::fs::read_to_string(folder.join("out/data/results.csv")).unwrap();
    assert!(!csv.contains("\n=cmd") && csv.contains("'=cmd"), "a spreadsheet would take it for a formula");
    let mut pages = vec![folder.join("out/briefing.html")];
    pages.extend(std::fs::read_dir(folder.join("out/charts")).unwrap().map(|entry| entry.unwrap().path()));
    for page in pages {
        let bytes = std::fs::read(&page).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("<script>alert"), "{} would run it", page.display());
    }
}
