//! Charts as PNG: twice their size for a page, and as wide as a slide. Drawn by resvg with the program's own fonts.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::Chart;

/// A size of picture: what its file name ends in, and its width in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) struct Size {
    /// What the file name ends in.
    pub(in crate::render) suffix: &'static str,
    /// The width in pixels.
    pub(in crate::render) width: u32,
}

/// Twice the size of the drawing, and the width of a slide.
pub(in crate::render) const SIZES: [Size; 2] =
    [Size { suffix: "", width: 1200 }, Size { suffix: "-slide", width: 1920 }];

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// Returns the chart as PNG of every size; `None` where it cannot be drawn.
pub(in crate::render) fn pictures(chart: &Chart) -> Option<Vec<(Size, Vec<u8>)>> {
    let options =
        Options { fontdb: Arc::clone(&FONTS), font_family: "Noto Sans".to_owned(), ..Options::default() };
    let tree = Tree::from_str(&chart.svg, &options).ok()?;
    SIZES.into_iter().map(|size| Some((size, picture(&tree, size)?))).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "pixels of a picture fit"
)]
fn picture(tree: &Tree, size: Size) -> Option<Vec<u8>> {
    let scale = size.width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).round() as u32;
    let mut pixels = Pixmap::new(size.width, height)?;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().ok()
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
        let made = pictures(&chart).unwrap();
        for (size, bytes) in &made {
            assert!(bytes.starts_with(b"\x89PNG"));
            assert_eq!(bytes[16..20], size.width.to_be_bytes());
        }
        let bare = Chart { svg: chart.svg.replace("<text", "<desc").replace("</text", "</desc"), ..chart };
        let without = pictures(&bare).unwrap();
        assert!(made[0].1.len() > without[0].1.len() + 1000, "the words are drawn");
        assert!(made == pictures(&super::super::components(release, release.headline())).unwrap());
    }
}
