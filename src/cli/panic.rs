//! What is said when the program itself fails: a code, the version, and where in the program; never what a
//! value was, which a panic's own message may hold.

use std::panic::{Location, PanicHookInfo, set_hook};

use super::talk::say;

/// Puts the hook in place.
pub(super) fn hook() {
    set_hook(Box::new(|info: &PanicHookInfo<'_>| say(&words(info.location()))));
}

fn words(place: Option<&Location<'_>>) -> String {
    let place = place.map_or_else(String::new, |place| {
        // The file's own name, and not the folder it was compiled in.
        let name = place.file().rsplit(['/', '\\']).next().unwrap_or_default();
        format!(" at {name}:{}", place.line())
    });
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "error[internal]: social-gradient {version} failed{place}; nothing was written\n\
         help: report this line; it holds nothing of your data"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_says_where_in_the_program_and_nothing_else() {
        let said = words(Some(Location::caller()));
        assert!(said.contains("error[internal]") && said.contains("panic.rs:"), "{said}");
        assert!(!said.contains("src/"), "{said}");
    }
}
