//! Rules H: what WCAG 2.2 binds a static page to and a program can see.

use std::collections::BTreeSet;

use super::markup::{Node, Tag, inside, nodes, tags, words};
use super::{Fault, Faults};
use crate::render::branding::contrast;

/// H01 to H07, H09, H12 to H15, H17, and labels of controls as H18.
pub(super) const RULES: usize = 14;

/// Tests a page.
pub(super) fn check(file: &str, text: &str) -> Vec<Fault> {
    let mut faults = Faults::of(file);
    let (markup, styles) = apart(text);
    let Some(nodes) = nodes(&markup) else {
        faults.when(true, "H18", "the page is not well formed");
        return faults.found;
    };
    head(&mut faults, &nodes);
    landmarks(&mut faults, &nodes);
    pictures_and_tables(&mut faults, &nodes);
    references(&mut faults, &nodes);
    sealed(&mut faults, &nodes, &markup, &styles);
    colours(&mut faults, &styles);
    faults.found
}

/// Parts the markup from the insides of styles and scripts.
fn apart(text: &str) -> (String, String) {
    let (mut markup, mut styles) = (String::new(), String::new());
    let mut rest = text;
    while let Some((at, name)) =
        ["<style", "<script"].iter().filter_map(|name| rest.find(name).map(|at| (at, *name))).min()
    {
        let close = format!("</{}", &name[1..]);
        let Some(start) = rest[at..].find('>').map(|within| at + within + 1) else { break };
        let Some(end) = rest[start..].find(&close).map(|within| start + within) else { break };
        markup.push_str(&rest[..start]);
        if name == "<style" {
            styles.push_str(&rest[start..end]);
        }
        rest = &rest[end..];
    }
    markup.push_str(rest);
    (markup, styles)
}

fn head(faults: &mut Faults<'_>, nodes: &[Node]) {
    let lang = tags(nodes, "html").next().map_or("", |tag| tag.get("lang"));
    faults.when(lang != "en-GB", "H01", "the page does not state its language as en-GB");
    let outside: Vec<Node> = without_pictures(nodes);
    let titles = inside(&outside, "title");
    let one = titles.len() == 1 && !words(titles[0].1).is_empty();
    faults.when(!one, "H02", "the page has no title, or more than one");
    faults.when(tags(nodes, "h1").count() != 1, "H02", "the page has not exactly one main heading");
    let mut before = 0;
    for node in nodes {
        let Node::Open(tag) = node else { continue };
        let Some(level) = tag.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok()) else {
            continue;
        };
        faults.when(
            level > before + 1,
            "H02",
            format!("a heading of level {level} follows one of level {before}"),
        );
        before = level;
    }
}

fn without_pictures(nodes: &[Node]) -> Vec<Node> {
    let mut kept = Vec::new();
    let mut inside = false;
    for node in nodes {
        match node {
            Node::Open(tag) if tag.name == "svg" => inside = true,
            Node::Close(name) if name == "svg" => inside = false,
            other if !inside => kept.push(other.clone()),
            _ => {}
        }
    }
    kept
}

fn landmarks(faults: &mut Faults<'_>, nodes: &[Node]) {
    for name in ["main", "header", "footer", "nav"] {
        faults.when(tags(nodes, name).count() != 1, "H03", format!("the page has not exactly one {name}"));
    }
    let first = tags(nodes, "a").next();
    let skips = first.is_some_and(|link| link.get("href") == "#main");
    faults.when(!skips, "H03", "the first link does not skip to the main part");
}

fn pictures_and_tables(faults: &mut Faults<'_>, nodes: &[Node]) {
    faults.when(tags(nodes, "img").any(|tag| !tag.has("alt")), "H04", "a picture has no words in its place");
    for (tag, inner) in inside(nodes, "svg") {
        let named = tag.has("aria-labelledby") && tags(inner, "title").next().is_some();
        faults.when(!named, "H04", "a drawing has no title");
    }
    for (_, table) in inside(nodes, "table") {
        let captions = inside(table, "caption");
        let said = captions.len() == 1 && !words(captions[0].1).is_empty();
        faults.when(!said, "H05", "a table has no caption");
        for (tag, inner) in inside(table, "th") {
            faults.when(
                !matches!(tag.get("scope"), "col" | "row"),
                "H05",
                "a heading of a table has no scope",
            );
            faults.when(words(inner).is_empty(), "H05", "a heading of a table is empty");
        }
    }
    for region in tags(nodes, "div").filter(|tag| tag.get("class").split(' ').any(|class| class == "scroll"))
    {
        let named = region.has("aria-labelledby") || region.has("aria-label");
        let reached = region.get("tabindex") == "0" && region.get("role") == "region";
        faults.when(
            !named || !reached,
            "H07",
            "a part that scrolls has no name or cannot be reached by keyboard",
        );
    }
}

fn references(faults: &mut Faults<'_>, nodes: &[Node]) {
    let all: Vec<&Tag> = nodes
        .iter()
        .filter_map(|node| match node {
            Node::Open(tag) => Some(tag),
            _ => None,
        })
        .collect();
    let ids: Vec<&str> = all.iter().map(|tag| tag.get("id")).filter(|id| !id.is_empty()).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    faults.when(unique.len() != ids.len(), "H12", "an id occurs twice");
    for tag in &all {
        for name in ["aria-labelledby", "aria-describedby", "aria-controls"] {
            let missing = tag.get(name).split_whitespace().any(|id| !unique.contains(id));
            faults.when(missing, "H12", format!("{name} names an id that is not there"));
        }
        if let Some(id) = tag.get("href").strip_prefix('#') {
            faults.when(!unique.contains(id), "H12", "a link leads to an id that is not there");
        }
    }
    for (_, inner) in inside(nodes, "a") {
        let text = words(inner).to_lowercase();
        let vague =
            ["", "here", "click here", "link", "more", "read more", "download"].contains(&text.as_str());
        faults.when(vague || text.starts_with("http"), "H09", "a link does not say where it leads");
    }
    let labelled: BTreeSet<&str> = tags(nodes, "label").map(|tag| tag.get("for")).collect();
    for tag in all.iter().filter(|tag| matches!(tag.name.as_str(), "select" | "input" | "textarea")) {
        let named = labelled.contains(tag.get("id")) || tag.has("aria-label");
        faults.when(!named, "H18", "a control has no label");
    }
    let text = words(&without_pictures(nodes)).to_lowercase();
    for phrase in [
        "see right",
        "on the right",
        "on the left",
        "the blue line",
        "the red",
        "the green",
        "shown in orange",
    ] {
        faults.when(text.contains(phrase), "H13", "words rely on a place or a colour alone");
    }
}

fn sealed(faults: &mut Faults<'_>, nodes: &[Node], markup: &str, styles: &str) {
    let policy = tags(nodes, "meta").find(|tag| tag.get("http-equiv") == "Content-Security-Policy");
    let strict = policy.is_some_and(|tag| {
        let content = tag.get("content");
        content.contains("default-src 'none'") && !content.contains("unsafe") && !content.contains("http")
    });
    faults.when(!strict, "H14", "the page has no strict content security policy");
    let mut remote = false;
    for node in nodes {
        let Node::Open(tag) = node else { continue };
        for name in ["src", "href", "srcset", "poster", "action"] {
            let value = tag.get(name);
            remote |= value.starts_with("http") || value.starts_with("//");
        }
        let handler = tag.attributes.keys().any(|name| name.starts_with("on"));
        faults.when(handler || tag.has("style"), "H14", "an element holds a script or a style of its own");
    }
    remote |= ["url(http", "url(//", "@import"].iter().any(|part| styles.contains(part));
    faults.when(remote, "H14", "the page fetches something");
    faults.when(!styles.contains("@media print"), "H15", "the page has no style for print");
    let moves = ["animation", "@keyframes", "transition"].iter().any(|part| styles.contains(part));
    let refreshes = tags(nodes, "meta").any(|tag| tag.get("http-equiv").eq_ignore_ascii_case("refresh"));
    let plays = ["<marquee", "<blink", "autoplay"].iter().any(|part| markup.contains(part));
    faults.when(moves || refreshes || plays, "H17", "something on the page moves or runs out");
}

/// Tests the colours that the style declares, by the names it gives them, in light and in dark.
fn colours(faults: &mut Faults<'_>, styles: &str) {
    let blocks: Vec<&str> =
        styles.split(":root {").skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect();
    faults.when(blocks.len() < 2, "H06", "the style declares no colours for light and for dark");
    let value = |block: &str, name: &str| -> Option<String> {
        let at = block.find(&format!("--{name}:"))?;
        block[at..].split(';').next()?.split(':').nth(1).map(|value| value.trim().to_owned())
    };
    for block in &blocks {
        let paper = value(block, "paper").or_else(|| value(blocks[0], "paper")).unwrap_or_default();
        let tint = value(block, "tint").or_else(|| value(blocks[0], "tint")).unwrap_or_default();
        let pairs = [("ink", 4.5), ("soft", 4.5), ("link", 4.5), ("bar", 3.0)];
        if value(block, "paper").is_none() {
            continue;
        }
        for (name, least) in pairs {
            for ground in [&paper, &tint] {
                let Some(colour) = value(block, name) else { continue };
                let enough = contrast(&colour, ground).is_some_and(|ratio| ratio >= least);
                faults.when(!enough, "H06", format!("`{name}` does not stand out enough"));
            }
        }
    }
}
