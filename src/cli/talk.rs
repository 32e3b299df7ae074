//! How the program talks: messages to standard error, data to standard output.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::diag::{Diagnostic, text};
use crate::run::{Stage, Watch};

/// In which form the answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// For people, on standard error.
    Words,
    /// For programs, on standard output.
    Json,
}

impl Form {
    pub(super) const fn of(json: bool) -> Self {
        if json { Self::Json } else { Self::Words }
    }
}

/// Whether there is talk at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// Says what is being done and what came of it.
    Talking,
    /// Says only what went wrong.
    Quiet,
}

impl Voice {
    pub(super) const fn of(quiet: bool) -> Self {
        if quiet { Self::Quiet } else { Self::Talking }
    }
}

/// Prints a problem.
pub(super) fn problem(problem: &Diagnostic) {
    say(&format!("{}\n", text(problem)));
}

/// Prints a line of talk. A closed standard error is not an error.
pub(super) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", plain(line));
}

/// Returns text without what a terminal would obey: controls other than line ends and tabs, and marks that turn
/// the direction of writing.
fn plain(text: &str) -> String {
    let is_obeyed = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if is_obeyed(c) { '\u{fffd}' } else { c }).collect()
}

/// Prints data. A reader that has gone away is not an error.
pub(super) fn print(data: &str) {
    let _ = writeln!(std::io::stdout(), "{}", plain(data));
}

/// Six stage lines and a bar on a terminal; nothing where standard error is piped.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new(voice: Voice) -> Self {
        let watched = voice == Voice::Talking && std::io::stderr().is_terminal();
        let bar = if watched { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if watched {
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        Self { bar }
    }
}

impl Watch for Progress {
    fn stage(&self, stage: Stage, bytes: u64) {
        let shape = if bytes == 0 {
            "{prefix:>9}  {spinner}"
        } else {
            "{prefix:>9}  {wide_bar} {bytes}/{total_bytes}"
        };
        self.bar.set_style(ProgressStyle::with_template(shape).expect("a template that can be read"));
        self.bar.set_length(bytes);
        self.bar.set_position(0);
        self.bar.set_prefix(stage.verb());
    }

    fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn done(&self, stage: Stage, what: &str) {
        self.bar.println(plain(&format!("{:>9}  {what}", stage.verb())));
        if stage == Stage::Render {
            self.bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_said() {
        let said = plain("\u{1b}[2J\u{9b}31m\u{7}name\u{202e}eman\r\nnext\tcolumn");
        assert_eq!(said, "\u{fffd}[2J\u{fffd}31m\u{fffd}name\u{fffd}eman\u{fffd}\nnext\tcolumn");
    }
}
