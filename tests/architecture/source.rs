//! The source as the rules see it: files, tokens outside tests, and the paths that they name.

use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One file of the source: where it is, from `src`, and what it holds.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

pub(crate) fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the source can be listed") {
            let path = entry.expect("the source can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).expect("the source can be read");
                let path =
                    path.strip_prefix(&root).expect("it is under src").to_string_lossy().replace('\\', "/");
                found.push(Source { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty());
    found
}

/// The module that a file is: `domain/area.rs` is `domain::area`.
pub(crate) fn module(path: &str) -> Vec<&str> {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| !matches!(*part, "lib" | "main" | "mod")).collect()
}

pub(crate) fn room(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// Whether a file is a test from end to end, as `tests.rs` beside the code it tries is.
pub(crate) fn is_test(path: &str) -> bool {
    module(path).contains(&"tests")
}

/// The tokens of a file outside `#[cfg(test)]`, brackets and all; comments and the insides of text are gone.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let stream: TokenStream = text.parse().expect("the source is Rust");
    let mut out = Vec::new();
    flatten(stream, &mut out);
    out
}

fn flatten(stream: TokenStream, out: &mut Vec<String>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut place = 0;
    while place < trees.len() {
        if is_test_attribute(&trees[place..]) {
            place += 2;
            let is_use = matches!(trees.get(place), Some(TokenTree::Ident(word)) if word == "use");
            while let Some(tree) = trees.get(place) {
                place += 1;
                match tree {
                    TokenTree::Punct(mark) if mark.as_char() == ';' => break,
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !is_use => break,
                    _ => {}
                }
            }
            continue;
        }
        match &trees[place] {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                out.push(open.to_owned());
                flatten(group.stream(), out);
                out.push(close.to_owned());
            }
            TokenTree::Literal(_) => out.push("\"\"".to_owned()),
            other => out.push(other.to_string()),
        }
        place += 1;
    }
}

fn is_test_attribute(trees: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = trees else { return false };
    let text: String = group.stream().to_string().split_whitespace().collect();
    hash.as_char() == '#' && (text == "cfg(test)" || text.starts_with("cfg(all(test,"))
}

/// Every path that the tokens name, with the branches of `use` trees told apart.
pub(crate) fn paths(tokens: &[String]) -> Vec<Vec<&str>> {
    let mut found = Vec::new();
    for start in 0..tokens.len() {
        let goes_on = start >= 2 && tokens[start - 1] == ":" && tokens[start - 2] == ":";
        let rooted = goes_on && !(start >= 3 && (is_word(&tokens[start - 3]) || tokens[start - 3] == ">"));
        if is_word(&tokens[start]) && (!goes_on || rooted) {
            branch(tokens, start, &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Follows one path from a word, and each branch of it.
fn branch<'a>(tokens: &'a [String], start: usize, so_far: &mut Vec<&'a str>, found: &mut Vec<Vec<&'a str>>) {
    let depth = so_far.len();
    let mut at = start;
    so_far.push(&tokens[at]);
    let follows = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token == word);
    while follows(at + 1, ":") && follows(at + 2, ":") {
        at += 3;
        match tokens.get(at) {
            Some(token) if is_word(token) => so_far.push(token),
            Some(token) if token == "{" => {
                let mut nesting = 0;
                for place in at..tokens.len() {
                    match tokens[place].as_str() {
                        "{" => nesting += 1,
                        "}" => nesting -= 1,
                        _ => {}
                    }
                    let begins = matches!(tokens[place - 1].as_str(), "{" | ",");
                    if nesting == 1 && begins && is_word(&tokens[place]) {
                        branch(tokens, place, so_far, found);
                    }
                    if nesting == 0 {
                        break;
                    }
                }
                so_far.truncate(depth);
                return;
            }
            _ => break,
        }
    }
    found.push(so_far.clone());
    so_far.truncate(depth);
}

fn is_word(token: &str) -> bool {
    token.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}
