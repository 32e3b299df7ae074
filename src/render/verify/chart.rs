//! Rules C: what can be seen of a chart by reading its drawing.

use super::markup::{Node, Tag, inside, nodes, tags, words};
use super::{Fault, Faults};

/// C03, C04, C08, C09, C10, C11, C13, C16 and C17.
pub(super) const RULES: usize = 9;

/// The colours of the theme: the palette, type, grid and ground.
const COLOURS: [&str; 7] = ["#12436D", "#F46A25", "#3D3D3D", "#949494", "#D9D9D9", "#FFFFFF", "none"];

/// Tests a drawing.
pub(super) fn check(file: &str, text: &str) -> Vec<Fault> {
    let mut faults = Faults::of(file);
    let Some(nodes) = nodes(text) else {
        faults.when(true, "C03", "the drawing is not well formed");
        return faults.found;
    };
    let root = tags(&nodes, "svg").next().cloned();
    named(&mut faults, root.as_ref(), &nodes);
    let labels: Vec<(&Tag, String)> =
        inside(&nodes, "text").into_iter().map(|(tag, inner)| (tag, words(inner))).collect();
    faults.when(labels.is_empty(), "C04", "the drawing has no text as text");
    let fetched = ["image", "foreignObject", "use"].iter().any(|name| tags(&nodes, name).next().is_some());
    faults.when(fetched, "C11", "the drawing holds a picture");
    let shaded =
        ["linearGradient", "radialGradient", "filter"].iter().any(|name| tags(&nodes, name).next().is_some());
    faults.when(shaded, "C11", "the drawing is shaded");
    for node in &nodes {
        let Node::Open(tag) = node else { continue };
        let strange = |name: &str| {
            tag.has(name) && !COLOURS.iter().any(|colour| tag.get(name).eq_ignore_ascii_case(colour))
        };
        faults.when(strange("fill") || strange("stroke"), "C08", "a colour is not of the palette");
    }
    for (tag, said) in &labels {
        faults.when(tag.has("transform") || tag.has("rotate"), "C09", "text is not horizontal");
        let size = tag.get("font-size").parse::<f64>().unwrap_or(0.0);
        faults.when(size < 12.0, "C09", "text is smaller than 12 pixels");
        faults.when(uncommaed(said), "C13", "a number has no commas in its thousands");
    }
    bars(&mut faults, &nodes);
    let all: String = labels.iter().map(|(_, said)| format!("{said}\n")).collect();
    let explained = all.contains("interval") || all.contains("99.8% limits");
    faults.when(!explained, "C16", "nothing says what the lines of uncertainty are");
    for (symbol, meaning) in [("[c]", "hidden"), ("[z]", "not applicable"), ("[x]", "not available")] {
        let unsaid = all.contains(symbol) && !all.contains(meaning);
        faults.when(unsaid, "C17", format!("{symbol} stands without its meaning"));
    }
    faults.found
}

fn named(faults: &mut Faults<'_>, root: Option<&Tag>, nodes: &[Node]) {
    let role = root.is_some_and(|root| root.get("role") == "img" && !root.get("aria-labelledby").is_empty());
    faults.when(!role, "C03", "the drawing is not marked up as a picture with a name");
    let names = root.map_or("", |root| root.get("aria-labelledby"));
    let said = |name: &str| {
        let named = |tag: &Tag| names.split_whitespace().any(|one| one == tag.get("id"));
        inside(nodes, name).iter().any(|(tag, inner)| named(tag) && words(inner).len() > 20)
    };
    faults.when(!said("title") || !said("desc"), "C03", "the drawing has no title or no description");
}

/// Returns whether a text holds a number of four digits or more without commas that is no year.
fn uncommaed(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| {
        let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        digits.len() >= 4 && !year && digits != "10000"
    })
}

/// Tests that bars start from an axis: that each of them has its foot, or its left edge, on one that is drawn.
fn bars(faults: &mut Faults<'_>, nodes: &[Node]) {
    let number = |tag: &Tag, name: &str| tag.get(name).parse::<i64>().unwrap_or_default();
    let marks = inside(nodes, "g");
    let bars: Vec<&Tag> = marks
        .iter()
        .filter_map(|(_, inner)| tags(inner, "rect").next())
        .filter(|bar| number(bar, "width") != 10 || number(bar, "height") != 10)
        .collect();
    let axes: Vec<[(i64, i64); 2]> = tags(nodes, "polyline")
        .filter(|line| line.get("stroke") == "#3D3D3D" && line.get("stroke-width") == "1")
        .filter_map(|line| ends(line.get("points")))
        .collect();
    let level = |y: i64| axes.iter().any(|[from, to]| from.1 == y && to.1 == y);
    let upright = |x: i64| axes.iter().any(|[from, to]| from.0 == x && to.0 == x);
    let stand = bars.iter().all(|bar| level(number(bar, "y") + number(bar, "height")));
    let lie = bars.iter().all(|bar| upright(number(bar, "x")));
    faults.when(!stand && !lie, "C10", "bars do not start from an axis");
}

/// Returns the two ends of a line.
fn ends(points: &str) -> Option<[(i64, i64); 2]> {
    let mut points = points.split_whitespace().map(|point| {
        let (x, y) = point.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    });
    let both = [points.next()??, points.next()??];
    points.next().is_none().then_some(both)
}
