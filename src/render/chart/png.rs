//! Charts as PNG: twice their size for a page, and as a slide that can stand alone. Drawn by resvg with the program's own fonts.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::Chart;
use super::canvas::{escape, wrap};

/// How a picture is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Layout {
    /// The chart alone, at twice its size: its title stands in the words around it.
    Chart,
    /// A slide of 16 by 9 with the title above the chart and its source below, so that it can stand alone.
    Slide,
}

impl Layout {
    /// Returns what the name of its file ends in.
    pub(in crate::render) const fn suffix(self) -> &'static str {
        match self {
            Self::Chart => "",
            Self::Slide => "-slide",
        }
    }

    const fn width(self) -> u32 {
        match self {
            Self::Chart => 1200,
            Self::Slide => SLIDE.0,
        }
    }
}

/// The width and the height of a slide.
const SLIDE: (u32, u32) = (1920, 1080);
/// The height of a chart beyond which a slide would make it smaller.
const TALLEST: u32 = 840;
/// The room around what is on a slide.
const MARGIN: u32 = 60;
/// How many characters of a title fit on a line of a slide, and how many of a source.
const TITLE: usize = 92;
const SOURCE: usize = 160;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// Returns the layouts of a chart. One that a slide would make smaller than it is has no slide: nobody could read it.
pub(in crate::render) const fn layouts(chart: &Chart) -> &'static [Layout] {
    if chart.height <= TALLEST { &[Layout::Chart, Layout::Slide] } else { &[Layout::Chart] }
}

/// Returns the chart as PNG; `None` where it cannot be drawn.
pub(in crate::render) fn picture(chart: &Chart, source: &str, layout: Layout) -> Option<Vec<u8>> {
    let tree = match layout {
        Layout::Chart => tree(&chart.svg),
        Layout::Slide => tree(&slide(chart, source)),
    };
    draw(&tree?, layout.width())
}

/// Returns a drawing as it is laid out with the program's own fonts.
pub(super) fn tree(svg: &str) -> Option<Tree> {
    let options =
        Options { fontdb: Arc::clone(&FONTS), font_family: "Noto Sans".to_owned(), ..Options::default() };
    Tree::from_str(svg, &options).ok()
}

/// Puts a chart between its title and its source.
fn slide(chart: &Chart, source: &str) -> String {
    let (width, height) = SLIDE;
    let write = |lines: &[String], top: u32, size: u32| -> String {
        let line = |(line, at): (&String, u32)| {
            let y = top + (at + 1) * size * 5 / 4;
            format!(
                "<text x=\"{MARGIN}\" y=\"{y}\" font-size=\"{size}\" fill=\"#0B0C0C\">{}</text>",
                escape(line)
            )
        };
        lines.iter().zip(0..).map(line).collect()
    };
    let (title, below) = (wrap(&chart.title, TITLE), wrap(source, SOURCE));
    let lines = |lines: &[String]| u32::try_from(lines.len()).unwrap_or(1);
    let top = MARGIN / 2 + lines(&title) * 50 + 20;
    let foot = height - MARGIN / 2 - lines(&below) * 30 - 10;
    let drawing = chart.svg.replacen(
        "<svg ",
        &format!("<svg x=\"{MARGIN}\" y=\"{top}\" preserveAspectRatio=\"xMidYMid\" overflow=\"visible\" "),
        1,
    );
    let (inside, tall) = (width - 2 * MARGIN, foot - top);
    let drawing = sized(&drawing, inside, tall);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"Noto Sans\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#FFFFFF\"/>{}{}{drawing}</svg>",
        write(&title, MARGIN / 2, 40),
        write(&below, foot, 24)
    )
}

/// Gives a drawing another width and height; what is in it is scaled with them.
fn sized(svg: &str, width: u32, height: u32) -> String {
    let (head, rest) = svg.split_once(" viewBox=").expect("a chart has a box that it is seen through");
    let at = head.find(" width=").expect("a chart has a width");
    format!("{} width=\"{width}\" height=\"{height}\" viewBox={rest}", &head[..at])
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "pixels of a picture fit"
)]
fn draw(tree: &Tree, width: u32) -> Option<Vec<u8>> {
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).round() as u32;
    let mut pixels = Pixmap::new(width, height)?;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    encode(&pixels).ok()
}

/// Writes opaque pixels as PNG with a palette, which a chart's few colours fit, each row as its difference from the
/// row above: true colour, with every filter tried on every row, took half of a run and made larger files.
fn encode(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let (palette, places) =
        (0..8).find_map(|bits| indexed(pixels, bits)).expect("eight colours and less are few enough");
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette);
    encoder.set_deflate_compression(png::DeflateCompression::FdeflateUltraFast);
    encoder.set_filter(png::Filter::Up);
    encoder.write_header()?.write_image_data(&places)?;
    Ok(bytes)
}

/// Returns the colours and each pixel's place among them; `None` where there are more than 256 even if the last few
/// bits of each part are left out.
fn indexed(pixels: &Pixmap, bits: u8) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut palette: Vec<u8> = Vec::new();
    let mut known: HashMap<[u8; 3], u8> = HashMap::new();
    let mut places = Vec::with_capacity(pixels.pixels().len());
    for run in pixels.pixels().chunk_by(|one, next| one == next) {
        let colour = [run[0].red(), run[0].green(), run[0].blue()].map(|part| part >> bits << bits);
        let place = match known.entry(colour) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let place = u8::try_from(palette.len() / 3).ok()?;
                palette.extend(colour);
                *entry.insert(place)
            }
        };
        places.resize(places.len() + run.len(), place);
    }
    Some((palette, places))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::made_up;
    use crate::render::release::Release;

    #[test]
    fn a_chart_is_a_png_of_both_widths_with_its_words_in_it() {
        let (results, plan) = (made_up::results(), made_up::plan());
        let release = Release { results: &results, plan: &plan };
        let chart = super::super::components(release, release.headline());
        let source = "Source: made up.";
        let made = layouts(&chart).iter().map(|&layout| (layout, picture(&chart, source, layout).unwrap()));
        let made: Vec<_> = made.collect();
        for (layout, bytes) in &made {
            assert!(bytes.starts_with(b"\x89PNG"));
            assert_eq!(bytes[16..20], layout.width().to_be_bytes());
        }
        assert_eq!(made[1].1[20..24], SLIDE.1.to_be_bytes());
        let again = super::super::components(release, release.headline());
        assert!(made[0].1 == picture(&again, source, Layout::Chart).unwrap());
        let bare = Chart { svg: chart.svg.replace("<text", "<desc").replace("</text", "</desc"), ..chart };
        let without = picture(&bare, source, Layout::Chart).unwrap();
        assert!(made[0].1.len() > without.len() + 1000, "the words are drawn");
    }
}
