//! The promises of the design, held: which room may use what, how large a file may grow, and that no
//! network code is in the binary.
//!
//! Each rule is a function over text, and each is tried on a small breach, so that it can fail. Rules look
//! at code outside tests: a test may use what it needs to set a scene.

#[path = "architecture/planted.rs"]
mod planted;
#[path = "architecture/source.rs"]
mod source;

use source::{Source, is_test, module, paths, room, sources, tokens};

/// The six stages, in order.
const STAGES: &[&str] = &["read", "link", "count", "estimate", "disclose", "render"];

/// Rooms that anything may be built on only from above: the pipeline, the commands, the test data.
const TOP: &[&str] = &["run", "cli", "synth"];

/// Rooms that have no rule of their own beyond those for every file.
const FREE: &[&str] = &["lib", "main", "run", "synth", "provenance", "history", "private"];

const TABLES: &[&str] = &["arrow", "arrow_array", "arrow_csv", "arrow_schema", "parquet", "calamine"];

/// What a room promises never to use.
struct Promise {
    room: &'static str,
    rooms: Rooms,
    crates: &'static [&'static [&'static str]],
    files: Files,
}

enum Rooms {
    /// These rooms of the crate, and itself, are all that it uses.
    Only(&'static [&'static str]),
    /// It uses none of these.
    Never(&'static [&'static [&'static str]]),
}

#[derive(PartialEq)]
enum Files {
    May,
    Never,
}

/// The table of the design's second section. polars has a rule of its own.
const PROMISES: &[Promise] = &[
    Promise {
        room: "domain",
        rooms: Rooms::Only(&[]),
        crates: &[TABLES, &["plotters"]],
        files: Files::Never,
    },
    Promise { room: "stats", rooms: Rooms::Only(&[]), crates: &[TABLES, &["plotters"]], files: Files::Never },
    Promise {
        room: "calibrate",
        rooms: Rooms::Only(&["stats"]),
        crates: &[TABLES, &["plotters"]],
        files: Files::Never,
    },
    Promise { room: "diag", rooms: Rooms::Never(&[STAGES, TOP]), crates: &[], files: Files::May },
    Promise { room: "dictionary", rooms: Rooms::Never(&[STAGES, TOP]), crates: &[], files: Files::Never },
    Promise { room: "config", rooms: Rooms::Never(&[STAGES, TOP]), crates: &[], files: Files::May },
    Promise {
        room: "read",
        rooms: Rooms::Never(&[&["link", "count", "estimate", "disclose", "render", "stats"], TOP]),
        crates: &[&["plotters"]],
        files: Files::May,
    },
    Promise {
        room: "link",
        rooms: Rooms::Never(&[&["count", "estimate", "disclose", "render", "stats"], TOP]),
        crates: &[&["plotters"]],
        files: Files::May,
    },
    Promise {
        room: "count",
        rooms: Rooms::Never(&[&["estimate", "disclose", "render"], TOP]),
        crates: &[&["plotters"]],
        files: Files::May,
    },
    Promise {
        room: "estimate",
        rooms: Rooms::Never(&[&["read", "link", "render"], TOP]),
        crates: &[TABLES, &["plotters"]],
        files: Files::Never,
    },
    Promise {
        room: "disclose",
        rooms: Rooms::Only(&["count", "domain", "config", "diag"]),
        crates: &[TABLES, &["plotters"]],
        files: Files::Never,
    },
    Promise {
        room: "render",
        rooms: Rooms::Never(&[&["read", "link", "count", "estimate"], TOP]),
        crates: &[],
        files: Files::May,
    },
    Promise { room: "cli", rooms: Rooms::Never(&[&["stats"]]), crates: &[&["plotters"]], files: Files::May },
];

/// Paths of the standard library that reach outside the program.
const OUTSIDE: &[[&str; 2]] =
    &[["std", "fs"], ["std", "io"], ["std", "env"], ["std", "process"], ["std", "net"]];

/// Packages that open sockets or speak to the network, and those whose names begin so.
const NETWORK: &[&str] = &[
    "reqwest",
    "hyper",
    "h2",
    "h3",
    "http",
    "httparse",
    "http-body",
    "rustls",
    "ring",
    "aws-lc-rs",
    "openssl",
    "native-tls",
    "schannel",
    "security-framework",
    "webpki",
    "ureq",
    "curl",
    "isahc",
    "surf",
    "attohttpc",
    "object_store",
    "tokio",
    "mio",
    "socket2",
    "async-std",
    "smol",
    "async-io",
    "quinn",
    "tonic",
    "tungstenite",
    "warp",
    "axum",
    "actix-web",
    "tiny_http",
    "hickory-resolver",
    "trust-dns-resolver",
];
const NETWORK_PREFIXES: &[&str] =
    &["hyper-", "rustls-", "openssl-", "tokio-", "aws-", "curl-", "quinn-", "reqwest-"];

/// The room of the crate that a path leads into, from a file; `None` where it stays or leads outside.
fn room_of<'a>(file: &[&str], path: &[&'a str]) -> Option<&'a str> {
    match path {
        ["crate" | "social_gradient", room, ..] => Some(room),
        ["super", ..] => {
            let up = path.iter().take_while(|part| **part == "super").count();
            (up == file.len()).then(|| path.get(up).copied()).flatten()
        }
        _ => None,
    }
}

/// What a file uses against its room's promise.
fn breaches(source: &Source) -> Vec<String> {
    if is_test(&source.path) {
        return Vec::new();
    }
    let tokens = tokens(&source.text);
    let paths = paths(&tokens);
    let (file, own) = (module(&source.path), room(&source.path));
    let leads_to = |name: &str| paths.iter().any(|path| path.len() > 1 && path[0] == name);
    let mut found = Vec::new();
    if !matches!(own, "link" | "count") && leads_to("polars") {
        found.push("polars".to_owned());
    }
    let Some(promise) = PROMISES.iter().find(|promise| promise.room == own) else { return found };
    for used in paths.iter().filter_map(|path| room_of(&file, path)) {
        let is_room = PROMISES.iter().any(|promise| promise.room == used) || FREE.contains(&used);
        let breach = match promise.rooms {
            Rooms::Only(rooms) => is_room && used != own && !rooms.contains(&used),
            Rooms::Never(lists) => lists.iter().any(|rooms| rooms.contains(&used)),
        };
        if breach {
            found.push(format!("crate::{used}"));
        }
    }
    found.extend(
        promise.crates.iter().copied().flatten().filter(|name| leads_to(name)).map(|name| (*name).to_owned()),
    );
    if promise.files == Files::Never {
        let reaches = |path: &Vec<&str>| OUTSIDE.iter().any(|outside| path.starts_with(outside));
        found.extend(paths.iter().filter(|path| reaches(path)).map(|path| path.join("::")));
    }
    found
}

/// What no file may hold outside tests, save that a command may print.
fn loose_ends(source: &Source) -> Vec<String> {
    if is_test(&source.path) {
        return Vec::new();
    }
    let tokens = tokens(&source.text);
    let may_print = matches!(room(&source.path), "cli" | "main");
    let mut found = Vec::new();
    for window in tokens.windows(2).filter(|window| window[1] == "!") {
        let is_print = matches!(window[0].as_str(), "println" | "print" | "eprintln" | "eprint");
        if matches!(window[0].as_str(), "dbg" | "todo" | "unimplemented") || (is_print && !may_print) {
            found.push(format!("{}!", window[0]));
        }
    }
    let unwraps = tokens.windows(4).filter(|window| *window == [".", "unwrap", "(", ")"]);
    found.extend(unwraps.map(|_| "unwrap()".to_owned()));
    found
}

/// What is wrong with a file as a page: its header, its length, its name.
fn faults_of_form(source: &Source) -> Vec<&'static str> {
    let lines = source.text.lines().count();
    let mut header = source.text.lines().take_while(|line| line.starts_with("//!"));
    let is_data = header.any(|line| line.starts_with("//! A table of data."));
    let vague = ["utils", "util", "common", "helpers", "helper", "types", "misc"];
    let mut found = Vec::new();
    if !source.text.starts_with("//!") {
        found.push("does not begin with what it is for");
    }
    if lines > 400 && !is_data {
        found.push("is longer than 400 lines");
    }
    if source.path == "main.rs" && lines >= 60 {
        found.push("is longer than a thin `main` should be");
    }
    if module(&source.path).iter().any(|part| vague.contains(part)) {
        found.push("is named for nothing in particular");
    }
    found
}

/// The packages of a lock file that could speak to a network.
fn network_packages(lock: &str) -> Vec<String> {
    let lock: toml::Table = lock.parse().expect("the lock file is TOML");
    let packages = lock["package"].as_array().expect("the lock file lists packages");
    let names = packages.iter().filter_map(|package| package["name"].as_str());
    let speaks = |name: &&str| {
        NETWORK.contains(name) || NETWORK_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
    };
    names.filter(speaks).map(str::to_owned).collect()
}

/// Fails with every file and what is wrong with it.
fn assert_none(what: &str, found: impl Iterator<Item = (String, Vec<String>)>) {
    let list: Vec<_> = found
        .filter(|(_, faults)| !faults.is_empty())
        .map(|(path, faults)| format!("src/{path}: {}", faults.join(", ")))
        .collect();
    assert!(list.is_empty(), "{what}:\n{}", list.join("\n"));
}

#[test]
fn no_room_uses_what_it_promised_not_to() {
    let files = sources();
    assert_none("promises broken", files.iter().map(|source| (source.path.clone(), breaches(source))));
}

#[test]
fn every_room_has_made_its_promises() {
    for source in sources() {
        let room = room(&source.path);
        let known = PROMISES.iter().any(|promise| promise.room == room) || FREE.contains(&room);
        assert!(known, "src/{}: give the room `{room}` its promises in tests/architecture.rs", source.path);
    }
}

#[test]
fn nothing_is_printed_left_undone_or_unwrapped() {
    let files = sources();
    assert_none("loose ends", files.iter().map(|source| (source.path.clone(), loose_ends(source))));
}

#[test]
fn every_file_says_what_it_is_for_and_keeps_to_its_length() {
    let files = sources();
    let faults = |source: &Source| faults_of_form(source).into_iter().map(str::to_owned).collect();
    assert_none("faults of form", files.iter().map(|source| (source.path.clone(), faults(source))));
    let mut lengths: Vec<_> = files.iter().map(|source| source.text.lines().count()).collect();
    lengths.sort_unstable();
    println!(
        "{} files, median {} lines, longest {}",
        lengths.len(),
        lengths[lengths.len() / 2],
        lengths[lengths.len() - 1]
    );
}

#[test]
fn no_network_code_is_locked() {
    let lock =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).expect("a lock file");
    assert_eq!(network_packages(&lock), Vec::<String>::new());
}
