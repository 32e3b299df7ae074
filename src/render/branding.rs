//! An authority's own wording, logo and colours, from the folder that its plan names.
//!
//! The folder may hold `wording.toml`, `logo.svg` or `logo.png`, and `colours.toml` with `bar` and `link`, each
//! for light and dark. Colours are checked against the page they stand on (WCAG 2.2, 1.4.3 and 1.4.11), so that a
//! brand cannot make a briefing unreadable.

use std::path::Path;

use serde::Deserialize;

use super::content::Wording;
use crate::diag::{Code, Diagnostic, unreadable};

/// The background of the page, light and dark, and of a tinted box on it.
const PAPER: [&str; 2] = ["#ffffff", "#14181c"];
const TINT: [&str; 2] = ["#f3f5f7", "#1f252b"];
/// The largest logo; a briefing holds it whole.
const LARGEST_LOGO: u64 = 512 * 1024;

/// What an authority brings to its briefing.
#[derive(Debug, Clone)]
pub(super) struct Branding {
    /// The words.
    pub(super) wording: Wording,
    /// The logo.
    pub(super) logo: Option<Logo>,
    colours: Colours,
}

/// A picture.
#[derive(Debug, Clone)]
pub(super) struct Logo {
    /// Its media type.
    pub(super) kind: &'static str,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// The colours that may be changed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Colours {
    #[serde(default)]
    light: Pair,
    #[serde(default)]
    dark: Pair,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    bar: Option<String>,
    link: Option<String>,
}

impl Branding {
    /// Returns the program's own words and colours, without a logo.
    pub(super) fn own() -> Self {
        Self { wording: Wording::own(), logo: None, colours: Colours::default() }
    }

    /// Reads a folder; what it does not hold stays as the program has it.
    ///
    /// # Errors
    ///
    /// Returns `branding-fault` for words or colours that cannot be used.
    pub(super) fn load(folder: Option<&Path>) -> Result<Self, Diagnostic> {
        let Some(folder) = folder else { return Ok(Self::own()) };
        let words = folder.join("wording.toml");
        let wording = match text(&words)? {
            Some(text) => Wording::with(&text).map_err(|what| fault(&words, what))?,
            None => Wording::own(),
        };
        let file = folder.join("colours.toml");
        let colours = match text(&file)? {
            Some(text) => {
                let read: Result<Colours, toml::de::Error> = toml::from_str(&text);
                read.map_err(|error| error.message().to_owned())
                    .and_then(|colours| checked(&colours).map(|()| colours))
                    .map_err(|what| fault(&file, what))?
            }
            None => Colours::default(),
        };
        Ok(Self { wording, logo: logo(folder)?, colours })
    }

    /// Returns the style rules of the colours, to stand after the program's own.
    pub(super) fn style(&self) -> String {
        let rule = |pair: &Pair| {
            let set = |name, colour: &Option<String>| {
                colour.as_ref().map_or_else(String::new, |colour| format!(" --{name}: {colour};"))
            };
            format!(":root {{{}{} }}", set("bar", &pair.bar), set("link", &pair.link))
        };
        let empty = |pair: &Pair| pair.bar.is_none() && pair.link.is_none();
        let mut style = String::new();
        if !empty(&self.colours.light) {
            style.push_str(&format!(
                "@media (prefers-color-scheme: light) {{ {} }}\n",
                rule(&self.colours.light)
            ));
        }
        if !empty(&self.colours.dark) {
            style.push_str(&format!(
                "@media (prefers-color-scheme: dark) {{ {} }}\n",
                rule(&self.colours.dark)
            ));
        }
        style
    }
}

fn text(path: &Path) -> Result<Option<String>, Diagnostic> {
    if !path.is_file() {
        return Ok(None);
    }
    std::fs::read_to_string(path).map(Some).map_err(|error| unreadable(path, &error))
}

fn logo(folder: &Path) -> Result<Option<Logo>, Diagnostic> {
    for (name, kind) in [("logo.svg", "image/svg+xml"), ("logo.png", "image/png")] {
        let path = folder.join(name);
        if let Ok(file) = std::fs::metadata(&path) {
            if file.len() > LARGEST_LOGO {
                return Err(fault(&path, "a logo is at most 512 kilobytes".to_owned()));
            }
            let bytes = std::fs::read(&path).map_err(|error| unreadable(&path, &error))?;
            return Ok(Some(Logo { kind, bytes }));
        }
    }
    Ok(None)
}

fn fault(path: &Path, what: String) -> Diagnostic {
    Diagnostic::new(Code::BrandingFault, what).in_file(path)
}

/// Checks every colour against what it stands on: links as text, bars as graphics.
fn checked(colours: &Colours) -> Result<(), String> {
    for (at, (pair, mode)) in [(&colours.light, "light"), (&colours.dark, "dark")].into_iter().enumerate() {
        for (name, colour, least) in [("bar", &pair.bar, 3.0), ("link", &pair.link, 4.5)] {
            let Some(colour) = colour else { continue };
            for paper in [PAPER[at], TINT[at]] {
                let ratio = contrast(colour, paper)
                    .ok_or_else(|| format!("`{name}` of {mode} is not a colour; write it as #12436d"))?;
                if ratio < least {
                    return Err(format!(
                        "`{name}` of {mode} has a contrast of {ratio:.1} to 1 with the page; it needs {least} to 1"
                    ));
                }
            }
        }
    }
    Ok(())
}

/// Returns the contrast of two colours (WCAG 2.2), from 1 to 21; `None` where either is none.
pub(super) fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

/// Returns the relative luminance of a colour written as `#rrggbb`.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| {
        let share = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).ok()?) / 255.0;
        Some(if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(files: &[(&str, &str)]) -> Result<Branding, Diagnostic> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Branding::load(Some(folder.path()))
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let near = |one: f64, other: f64| (one - other).abs() < 0.01;
        assert!(near(contrast("#000000", "#ffffff").unwrap(), 21.0));
        assert!(near(contrast("#12436D", "#FFFFFF").unwrap(), 10.25));
        assert!(near(contrast("#F46A25", "#FFFFFF").unwrap(), 3.03));
        assert_eq!(contrast("red", "#ffffff"), None);
    }

    #[test]
    fn a_colour_that_cannot_be_read_on_the_page_is_refused() {
        let refused = load(&[("colours.toml", "[light]\nlink = \"#F46A25\"\n")]).unwrap_err();
        assert_eq!(refused.code, Code::BrandingFault);
        assert!(refused.message.contains("contrast of"), "{}", refused.message);
        let kept = load(&[("colours.toml", "[light]\nlink = \"#801650\"\n")]).unwrap();
        assert!(kept.style().contains("--link: #801650;"));
    }

    #[test]
    fn an_empty_folder_changes_nothing() {
        let branding = load(&[]).unwrap();
        assert!(branding.logo.is_none() && branding.style().is_empty());
    }

    #[test]
    fn a_colour_cannot_smuggle_a_rule_in() {
        assert!(load(&[("colours.toml", "[light]\nbar = \"red;} * {display:none\"\n")]).is_err());
    }
}
