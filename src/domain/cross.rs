//! Axes crossed: a breakdown by several characteristics at once, in an order that is part of its name.

use super::Axis;

/// The most axes that are crossed.
const MOST: usize = 4;

/// Some axes crossed, in an order that is part of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cross([Option<Axis>; MOST]);

impl Cross {
    /// What comes before every cross in order.
    pub const LEAST: Self = Self([None; MOST]);

    /// Crosses axes; `None` for none, for more than four, or where one comes twice.
    #[must_use]
    pub fn new(axes: &[Axis]) -> Option<Self> {
        let repeated = axes.iter().enumerate().any(|(at, axis)| axes[..at].contains(axis));
        let fits = !axes.is_empty() && axes.len() <= MOST && !repeated;
        fits.then(|| Self(std::array::from_fn(|at| axes.get(at).copied())))
    }

    /// Returns the axes.
    pub fn axes(self) -> impl Iterator<Item = Axis> {
        self.0.into_iter().flatten()
    }

    /// Returns the name a result uses: `deprivation_quintile*ethnicity`.
    #[must_use]
    pub fn name(self) -> String {
        self.axes().map(Axis::name).collect::<Vec<_>>().join("*")
    }

    /// Returns the name a reader sees: `deprivation and ethnic group`.
    #[must_use]
    pub fn title(self) -> String {
        let titles: Vec<_> = self.axes().map(Axis::title).collect();
        match titles.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            titles => titles.concat(),
        }
    }

    /// Returns the cross with the five ethnic groups in place of those in detail; `None` where it has none in detail.
    #[must_use]
    pub fn with_five_ethnic_groups(self) -> Option<Self> {
        let coarse = |axis| if axis == Axis::EthnicityDetail { Axis::Ethnicity } else { axis };
        let axes: Vec<Axis> = self.axes().map(coarse).collect();
        Self::new(&axes).filter(|&cross| cross != self)
    }

    /// Returns how many strata there are.
    #[must_use]
    pub fn count(self) -> usize {
        self.axes().map(|axis| self.width(axis)).product()
    }

    /// Returns how many categories of an axis the cross holds: all of them, but where several axes are crossed those
    /// at the end of sex and age that are of no people (not recorded, unborn) are left to the axis alone, because their
    /// strata are few and would give each other away.
    #[must_use]
    pub fn width(self, axis: Axis) -> usize {
        let rare = matches!(axis, Axis::Sex | Axis::Age | Axis::YoungerHalf) && self.axes().nth(1).is_some();
        if rare { (0..axis.count()).filter(|&at| axis.is_of_people(at)).count() } else { axis.count() }
    }

    /// Returns whether some children have no stratum for want of a category on an axis.
    #[must_use]
    pub fn leaves_out(self, axis: Axis) -> bool {
        self.width(axis) < axis.count()
    }

    /// Returns the categories of a stratum, one for each axis; the last axis moves fastest.
    #[must_use]
    pub fn categories(self, mut stratum: usize) -> Vec<usize> {
        let mut categories: Vec<usize> = self
            .0
            .into_iter()
            .flatten()
            .rev()
            .map(|axis| {
                let at = stratum % self.width(axis);
                stratum /= self.width(axis);
                at
            })
            .collect();
        categories.reverse();
        categories
    }

    /// Returns the stratum whose category on each axis is given by a function; `None` where the cross leaves one out.
    #[must_use]
    pub fn stratum(self, mut category: impl FnMut(Axis) -> usize) -> Option<usize> {
        self.axes().try_fold(0, |stratum, axis| {
            let (at, width) = (category(axis), self.width(axis));
            (at < width).then_some(stratum * width + at)
        })
    }

    /// Returns the stratum of a coarser cross that holds a stratum of this one; `None` where it does not nest.
    #[must_use]
    pub fn within(self, coarser: Self, stratum: usize) -> Option<usize> {
        let categories = self.categories(stratum);
        let mut at = 0;
        for axis in coarser.axes() {
            let category =
                self.axes().zip(&categories).find_map(|(own, &category)| own.within(axis, category))?;
            at = at * coarser.width(axis) + category;
        }
        Some(at)
    }
}
