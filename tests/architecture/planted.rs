//! Each rule tried on a small breach and on what looks like one.

use super::source::{Source, paths, tokens};
use super::{breaches, faults_of_form, loose_ends, network_packages};

fn plant(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

fn breach(path: &str, text: &str) -> Vec<String> {
    breaches(&plant(path, text))
}

#[test]
fn every_promise_of_the_design_is_held() {
    let broken = [
        ("domain/area.rs", "use crate::diag::Code;"),
        ("domain/area.rs", "use polars::prelude::Column;"),
        ("stats/glm/wald.rs", "use crate::domain::Group;"),
        ("stats/byar.rs", "use arrow_array::Float64Array;"),
        ("stats/byar.rs", "fn f() { let _ = std::fs::read(\"x\"); }"),
        ("stats/byar.rs", "use plotters::prelude::*;"),
        ("dictionary/codes.rs", "use crate::read::Tables;"),
        ("dictionary/codes.rs", "use std::fs::File;"),
        ("config/mod.rs", "use crate::render::Outcome;"),
        ("config/mod.rs", "use polars::prelude::LazyFrame;"),
        ("read/cin.rs", "use crate::stats::Level;"),
        ("read/cin.rs", "use crate::estimate::gradient;"),
        ("link.rs", "use crate::disclose::Safe;"),
        ("link/mod.rs", "use crate::render;"),
        ("count/mod.rs", "use crate::render::page;"),
        ("estimate/mod.rs", "use crate::link::Cohort;"),
        ("estimate/mod.rs", "use std::fs;"),
        ("estimate/mod.rs", "use polars::prelude::*;"),
        ("disclose/mod.rs", "use crate::read::Tables;"),
        ("disclose/mod.rs", "use crate::stats::Level;"),
        ("disclose/mod.rs", "use plotters::prelude::*;"),
        ("render/html.rs", "use crate::count::Counts;"),
        ("render/html.rs", "use crate::estimate::gradient;"),
        ("cli/run.rs", "use crate::stats::METHODS;"),
        ("cli/run.rs", "use plotters::prelude::*;"),
        ("run.rs", "use polars::prelude::*;"),
    ];
    for (path, text) in broken {
        assert_eq!(breach(path, text).len(), 1, "{path}: {text}");
    }
}

#[test]
fn what_is_allowed_is_not_a_breach() {
    let fine = [
        ("disclose/mod.rs", "use crate::{config::Plan, count::Counts, diag::Code, domain::Cell};"),
        ("disclose/safe.rs", "use super::audit::Audit; use crate::disclose::Check;"),
        ("link/mod.rs", "use polars::prelude::*; use crate::read::Tables;"),
        ("render/mod.rs", "use crate::disclose::Safe; use plotters::prelude::*; use std::fs;"),
        ("estimate/mod.rs", "use crate::{count::Counts, stats::rates, domain::Cell};"),
        ("stats/glm/mod.rs", "use super::Level; use super::super::stats::Interval;"),
        ("domain/mod.rs", "pub mod area; pub use area::Lsoa11;"),
        (
            "domain/loss.rs",
            "//! A file that link and read speak of.\n/// `crate::read` \n fn f(read: u8) -> u8 { read }",
        ),
    ];
    for (path, text) in fine {
        assert_eq!(breach(path, text), Vec::<String>::new(), "{path}: {text}");
    }
}

#[test]
fn a_breach_cannot_hide_in_a_tree_a_path_or_a_climb() {
    let hidden = [
        ("domain/area.rs", "use crate::{domain::Group, config::{Plan, Site}};"),
        ("domain/area.rs", "fn f() -> crate::config::Plan { todo() }"),
        ("domain/area.rs", "use super::super::config::Plan;"),
        ("domain/mod.rs", "use super::config;"),
        ("domain/codes.rs", "macro_rules! m { () => { $crate::config::load() } }"),
        ("domain/area.rs", "fn f() { ::polars::prelude::lit(1); }"),
        ("stats/byar.rs", "use std::{fmt, fs::File};"),
        ("disclose/mod.rs", "use crate as it; pub use crate::read::{self, Tables};"),
    ];
    for (path, text) in hidden {
        assert!(!breach(path, text).is_empty(), "{path}: {text}");
    }
}

#[test]
fn a_test_may_use_what_it_needs_and_what_follows_it_may_not() {
    let test = "#[cfg(test)] mod tests { use crate::config::Plan; fn f() { x.unwrap(); } }";
    assert_eq!(breach("domain/area.rs", test), Vec::<String>::new());
    assert_eq!(loose_ends(&plant("domain/area.rs", test)), Vec::<String>::new());
    assert_eq!(breach("domain/tests.rs", "use crate::config::Plan;"), Vec::<String>::new());
    for after in [
        "#[cfg(test)] use crate::read::{A, B}; use crate::config::Plan;",
        "#[cfg(test)] mod tests; use crate::config::Plan;",
        "#[cfg(test)] #[must_use] fn f() {} use crate::config::Plan;",
        "#[cfg(not(test))] use crate::config::Plan;",
    ] {
        assert_eq!(breach("domain/area.rs", after), ["crate::config"], "{after}");
    }
}

#[test]
fn loose_ends_are_found_and_talk_of_them_is_not() {
    let ends = |path: &str, text: &str| loose_ends(&plant(path, text));
    assert_eq!(ends("read/a.rs", "fn f() { println!(\"x\"); }"), ["println!"]);
    assert_eq!(ends("read/a.rs", "fn f() { dbg!(1); todo!(); unimplemented!() }").len(), 3);
    assert_eq!(ends("read/a.rs", "fn f() { x.unwrap() }"), ["unwrap()"]);
    assert_eq!(ends("cli/run.rs", "fn f() { eprintln!(\"x\"); }"), Vec::<String>::new());
    assert_eq!(ends("cli/run.rs", "fn f() { x.unwrap(); }"), ["unwrap()"]);
    assert_eq!(
        ends("read/a.rs", "//! println!()\nfn f() { x.unwrap_or(1); y.expect(\"todo!()\"); /* dbg!(1) */ }"),
        Vec::<String>::new()
    );
}

#[test]
fn faults_of_form_are_found() {
    let long = format!("//! It is long.\n{}", "// a line\n".repeat(400));
    let table = format!("//! A table of data. It is long.\n{}", "// a line\n".repeat(400));
    assert_eq!(faults_of_form(&plant("read/a.rs", "//! Short.\n")).len(), 0);
    assert_eq!(faults_of_form(&plant("read/a.rs", "fn f() {}\n")).len(), 1);
    assert_eq!(faults_of_form(&plant("read/a.rs", &long)).len(), 1);
    assert_eq!(faults_of_form(&plant("read/a.rs", &table)).len(), 0);
    assert_eq!(faults_of_form(&plant("main.rs", &format!("//! M.\n{}", "\n".repeat(59)))).len(), 1);
    for path in ["utils.rs", "read/helpers.rs", "common/mod.rs", "stats/types/a.rs"] {
        assert_eq!(faults_of_form(&plant(path, "//! Short.\n")).len(), 1, "{path}");
    }
}

#[test]
fn a_locked_network_package_is_found() {
    let lock = |name: &str| format!("version = 4\n[[package]]\nname = \"{name}\"\nversion = \"1.0.0\"\n");
    for name in ["reqwest", "hyper", "hyper-util", "rustls", "ring", "openssl-sys", "tokio", "mio", "socket2"]
    {
        assert_eq!(network_packages(&lock(name)), [name]);
    }
    for name in ["string", "httpdate-like", "arrow-csv", "rayon"] {
        assert_eq!(network_packages(&lock(name)), Vec::<String>::new());
    }
}

#[test]
fn a_tree_of_uses_has_a_path_for_each_branch() {
    let tokens = tokens("use crate::{a::{b, c as d}, e::*}; fn f() { x::y(); g.h() }");
    let paths: Vec<String> = paths(&tokens).into_iter().map(|path| path.join("::")).collect();
    for path in ["crate::a::b", "crate::a::c", "crate::e", "x::y"] {
        assert!(paths.iter().any(|found| found == path), "{path} in {paths:?}");
    }
}
