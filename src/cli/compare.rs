//! `compare`: what moved between two releases, and whether both together give anything away.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::talk::{Form, print, say};
use crate::diag::Diagnostic;
use crate::disclose::{Budget, Pair, pair};
use crate::history::{self, Folder};

/// How many figures are listed in words; all of them are in the JSON.
const LISTED: usize = 20;

/// A figure that both releases hold, and that is not the same.
struct Moved<'a> {
    name: &'a str,
    before: Option<f64>,
    after: Option<f64>,
}

/// Compares two run folders.
pub(super) fn compare(one: &Path, other: &Path, form: Form) -> Result<ExitCode, Vec<Diagnostic>> {
    let read = |path: &Path| history::folder(path).map_err(|problem| vec![problem]);
    let (one, other) = (read(one)?, read(other)?);
    let moved = moved(&one, &other);
    let pair = pair(&one.counts, &other.counts, Budget::default());
    let is_safe = pair.found.is_empty() && !pair.contradict;
    match form {
        Form::Json => print(&format!("{:#}", report(&one, &other, &moved, &pair))),
        Form::Words => tell(&moved, &pair),
    }
    Ok(ExitCode::from(if is_safe { 0 } else { 3 }))
}

fn moved<'a>(one: &'a Folder, other: &Folder) -> Vec<Moved<'a>> {
    let both =
        one.figures.iter().filter_map(|(name, &before)| Some((name, before, *other.figures.get(name)?)));
    both.filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| Moved { name, before, after })
        .collect()
}

fn report(one: &Folder, other: &Folder, moved: &[Moved<'_>], pair: &Pair) -> Value {
    let both = one.figures.keys().filter(|name| other.figures.contains_key(*name)).count();
    let moved: Vec<Value> = moved
        .iter()
        .map(|figure| json!({ "figure": figure.name, "before": figure.before, "after": figure.after }))
        .collect();
    json!({
        "safe_together": pair.found.is_empty() && !pair.contradict,
        "contradict": pair.contradict,
        "attacked": pair.attacked,
        "disclosed": pair.found,
        "figures": { "first": one.figures.len(), "second": other.figures.len(), "both": both },
        "moved": moved,
    })
}

fn tell(moved: &[Moved<'_>], pair: &Pair) {
    say(&match moved.len() {
        0 => "Every figure that both hold is what it was.".to_owned(),
        1 => "1 figure is not what it was:".to_owned(),
        several => format!("{several} figures are not what they were:"),
    });
    let words = |value: Option<f64>| value.map_or_else(|| "[c]".to_owned(), |value| value.to_string());
    for figure in moved.iter().take(LISTED) {
        say(&format!("  {}: {} to {}", figure.name, words(figure.before), words(figure.after)));
    }
    match (pair.contradict, pair.found.as_slice()) {
        (true, _) => {
            say("The two releases contradict each other, so they could not be shown to be safe together.")
        }
        (false, []) => {
            say(&format!("{} hidden figures were attacked with both; none can be worked out.", pair.attacked))
        }
        (false, found) => {
            say(&format!("{} hidden figures can be worked out from both together:", found.len()));
            found.iter().take(LISTED).for_each(|name| say(&format!("  {name}")));
        }
    }
}
