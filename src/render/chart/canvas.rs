//! The sheet that charts are drawn on: its colours, its type, and what plotters' SVG leaves out.

use plotters::coord::Shift;
use plotters::element::{Drawable, PointCollection};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Chart;

/// The width of every chart, in its own units.
pub(super) const WIDTH: i32 = 600;

/// Dark blue, the first colour of the Analysis Function's palette: bars and points.
pub(super) const BLUE: RGBColor = RGBColor(0x12, 0x43, 0x6D);
/// Orange, which stands next to dark blue in its two-colour palette: intervals over bars, a second series.
pub(super) const ORANGE: RGBColor = RGBColor(0xF4, 0x6A, 0x25);
/// Dark grey: type, axes, and intervals over orange.
pub(super) const INK: RGBColor = RGBColor(0x3D, 0x3D, 0x3D);
const GRID: RGBColor = RGBColor(0xD9, 0xD9, 0xD9);
/// The size of all type: 15.5, of which plotters takes the height of a line, 1.24 times as much.
const TYPE: f64 = 15.5 * 1.24;

/// Middle grey, which stands out from white: lines that are many.
pub(super) const SOFT: RGBColor = RGBColor(0x94, 0x94, 0x94);
/// The type: the one that the program brings, then one that every office has.
const FAMILY: &str = "Noto Sans, Arial, sans-serif";
/// Marks in a drawing where a group with a name begins and where it ends; no words hold them.
const BEGIN: char = '\u{E000}';
const END: char = '\u{E001}';

/// Where text hangs from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hang {
    /// The point is at its left.
    Left,
    /// The point is at its middle.
    Middle,
    /// The point is at its right.
    Right,
}

/// A sheet to draw on.
pub(super) struct Canvas<'a>(DrawingArea<SVGBackend<'a>, Shift>);

/// Draws a chart of some height, and gives it its title and description.
pub(super) fn draw(
    name: String,
    title: String,
    description: String,
    height: i32,
    paint: impl FnOnce(&Canvas<'_>),
) -> Chart {
    let mut drawn = String::new();
    {
        let size = (WIDTH.unsigned_abs(), height.unsigned_abs());
        let canvas = Canvas(SVGBackend::with_string(&mut drawn, size).into_drawing_area());
        canvas.0.fill(&WHITE).expect(IN_MEMORY);
        paint(&canvas);
        canvas.0.present().expect(IN_MEMORY);
    }
    let body = drawn.split_once(">\n").map_or("", |(_, body)| body);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\" aria-labelledby=\"{name}-title {name}-desc\">\n\
         <title id=\"{name}-title\">{}</title>\n<desc id=\"{name}-desc\">{}</desc>\n{}",
        escape(&title),
        escape(&description),
        unbroken(body)
    );
    Chart { name, title, description, svg, height: height.unsigned_abs() }
}

const IN_MEMORY: &str = "drawing into a string cannot fail";

impl<'s> Canvas<'s> {
    /// Writes one line of text, centred on its point from top to bottom.
    pub(super) fn text(&self, at: (i32, i32), hang: Hang, words: &str) {
        let hang = match hang {
            Hang::Left => HPos::Left,
            Hang::Middle => HPos::Center,
            Hang::Right => HPos::Right,
        };
        let style = (FAMILY, TYPE).into_font().color(&INK).pos(Pos::new(hang, VPos::Center));
        self.put(&Text::new(plain(words), at, style));
    }

    /// Draws what stands for one figure as a group, named by what the figure says.
    pub(super) fn mark(&self, says: &str, paint: impl FnOnce(&Self)) {
        self.text((0, 0), Hang::Left, &format!("{BEGIN}{says}"));
        paint(self);
        self.text((0, 0), Hang::Left, &END.to_string());
    }

    /// Fills a bar between two corners.
    pub(super) fn bar(&self, from: (i32, i32), to: (i32, i32), colour: RGBColor) {
        self.put(&Rectangle::new([from, to], colour.filled()));
    }

    /// Draws a thin line, for one of many intervals.
    pub(super) fn thin(&self, from: (i32, i32), to: (i32, i32), colour: RGBColor) {
        self.put(&PathElement::new(vec![from, to], colour.stroke_width(1)));
    }

    /// Draws a small point, for one of many.
    pub(super) fn dot(&self, at: (i32, i32), colour: RGBColor) {
        self.put(&Circle::new(at, 2, colour.filled()));
    }

    /// Joins points of one series.
    pub(super) fn join(&self, points: Vec<(i32, i32)>, colour: RGBColor) {
        self.put(&PathElement::new(points, colour.stroke_width(2)));
    }

    /// Draws a square point, which the second of two series has.
    pub(super) fn square(&self, at: (i32, i32)) {
        self.put(&Rectangle::new([(at.0 - 5, at.1 - 5), (at.0 + 5, at.1 + 5)], ORANGE.filled()));
    }

    /// Draws a light line behind the figures.
    pub(super) fn grid(&self, from: (i32, i32), to: (i32, i32)) {
        self.put(&PathElement::new(vec![from, to], GRID.stroke_width(1)));
    }

    /// Draws a dark line: an axis, or the place of no difference.
    pub(super) fn line(&self, from: (i32, i32), to: (i32, i32)) {
        self.put(&PathElement::new(vec![from, to], INK.stroke_width(1)));
    }

    /// Draws an interval with a short stroke across each end.
    pub(super) fn interval(&self, from: (i32, i32), to: (i32, i32), colour: RGBColor) {
        let style = colour.stroke_width(3);
        let upright = from.0 == to.0;
        self.put(&PathElement::new(vec![from, to], style));
        for end in [from, to] {
            let (dx, dy) = if upright { (6, 0) } else { (0, 9) };
            self.put(&PathElement::new(vec![(end.0 - dx, end.1 - dy), (end.0 + dx, end.1 + dy)], style));
        }
    }

    /// Draws a point.
    pub(super) fn point(&self, at: (i32, i32)) {
        self.put(&Circle::new(at, 5, BLUE.filled()));
    }

    fn put<'e, E>(&self, element: &'e E)
    where
        &'e E: PointCollection<'e, (i32, i32)>,
        E: Drawable<SVGBackend<'s>>,
    {
        self.0.draw(element).expect(IN_MEMORY);
    }
}

/// Returns a share of a length in whole units.
pub(super) fn part_of(length: i32, share: f64) -> i32 {
    whole(f64::from(length) * share)
}

/// Returns a length in whole units.
#[expect(clippy::cast_possible_truncation, reason = "a length inside a picture fits")]
pub(super) fn whole(length: f64) -> i32 {
    length.round() as i32
}

/// Breaks words into lines of at most so many characters, a longer word standing alone.
pub(super) fn wrap(words: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Returns text without the characters that XML cannot hold.
fn plain(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'), " ")
}

/// Returns text that XML takes for text.
pub(super) fn escape(text: &str) -> String {
    plain(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Takes away the line breaks that plotters puts inside text elements, so that labels hold no space.
///
/// The texts that mark a group become its beginning and its end: plotters has no groups.
fn unbroken(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut inside = false;
    for line in body.lines() {
        if line.starts_with("<text") {
            inside = true;
            text.push_str(line);
        } else if inside && line == "</text>" {
            inside = false;
            grouped(&mut text);
        } else {
            text.push_str(line);
            if !inside {
                text.push('\n');
            }
        }
    }
    text
}

/// Ends the text element that the drawing ends with, or puts a group's tag in its place.
fn grouped(text: &mut String) {
    let start = text.rfind("<text").expect("a text element was begun");
    if let Some(at) = text[start..].find(BEGIN) {
        let says = text[start + at + BEGIN.len_utf8()..].to_owned();
        text.truncate(start);
        text.push_str(&format!("<g class=\"mark\"><title>{says}</title>\n"));
    } else if text[start..].contains(END) {
        text.truncate(start);
        text.push_str("</g>\n");
    } else {
        text.push_str("</text>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_words_stay_words() {
        let words = "<script>alert(1)</script> & \"co\"\u{1b}[2J";
        let chart = draw("n".to_owned(), words.to_owned(), words.to_owned(), 100, |canvas| {
            canvas.text((1, 1), Hang::Left, words);
        });
        assert!(!chart.svg.contains("<script"), "{}", chart.svg);
        assert_eq!(chart.svg.matches("&lt;script&gt;").count(), 3);
        assert!(!chart.svg.contains('\u{1b}'), "no drawing can hold it");
    }

    #[test]
    fn a_label_is_one_text_element_without_stray_space() {
        let chart = draw("n".to_owned(), String::new(), String::new(), 100, |canvas| {
            canvas.text((1, 1), Hang::Left, "12.3");
        });
        assert!(chart.svg.contains(">12.3</text>"), "{}", chart.svg);
    }

    #[test]
    fn a_mark_is_a_group_with_a_title_and_no_text_of_its_own() {
        let chart = draw("n".to_owned(), String::new(), String::new(), 100, |canvas| {
            canvas.mark("Decile 1: 5 & more", |canvas| canvas.bar((1, 1), (9, 9), BLUE));
        });
        assert!(
            chart.svg.contains("<g class=\"mark\"><title>Decile 1: 5 &amp; more</title>\n<rect "),
            "{}",
            chart.svg
        );
        assert!(chart.svg.contains("</g>\n") && !chart.svg.contains("<text"), "{}", chart.svg);
    }

    #[test]
    fn words_wrap_at_spaces() {
        assert_eq!(
            wrap("Initial child protection conference", 18),
            ["Initial child", "protection", "conference"]
        );
        assert_eq!(wrap("", 5), Vec::<String>::new());
    }
}
