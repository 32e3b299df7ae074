//! The findings of journeys with their tables: coming back, going on to a plan, and how plans end.

use super::findings::Maker;
use super::table::{Entry, Table};
use super::tables::headings;
use super::view::{Finding, Numbers};
use crate::domain::journey::{Journey, Portions};
use crate::domain::{Cell, Definition, Figure, Group, Measure, Stratum};
use crate::render::chart;
use crate::render::release::{Release, Subject};
use crate::render::words::{self, ByMonth, capital, clause, part};

/// The months within which journeys are set side by side.
const YEAR: u8 = 12;

impl Maker<'_> {
    /// Returns the findings of journeys of which the release shows anything.
    pub(super) fn journeys(&mut self) -> Result<Vec<Finding>, String> {
        let release = self.release;
        let mut findings = Vec::new();
        if let Some(chart) = chart::coming_back(release) {
            let numbers = &mut self.numbers;
            let mut tables = vec![
                by_month(release, "coming-back", &words::RETURNED, numbers),
                within_a_year(release, "coming-back", COMING_BACK, numbers),
            ];
            let back = [Portions::Rereferrals, Portions::ChildrenRereferred];
            tables.extend(rereferred(release, &back, numbers));
            tables.extend(parts(release, &LONG_TERM, numbers));
            findings.push(self.finding("returns", words::returns(release), Some(chart), tables)?);
        }
        if let Some(chart) = chart::escalation(release) {
            let numbers = &mut self.numbers;
            let tables = vec![
                by_month(release, "escalation", &words::ESCALATED, numbers),
                within_a_year(release, "escalation", ESCALATION, numbers),
            ];
            findings.push(self.finding("escalation", words::escalation(release), Some(chart), tables)?);
        }
        if let Some(chart) = chart::plan_lengths(release) {
            let numbers = &mut self.numbers;
            let mut tables =
                vec![by_month(release, "plan-ends", &words::ENDED, numbers), medians(release, numbers)];
            tables.extend(lengths(release, numbers));
            tables.extend(parts(release, &LATER_PLANS, numbers));
            tables.extend(parts(release, &AFTER_PLAN, numbers));
            if mostly_shown(release, Journey::ReturnToPlan) {
                tables.push(by_month(release, "plan-again", &words::PLANNED_AGAIN, numbers));
            }
            findings.push(self.finding("plans", words::plans(release), Some(chart), tables)?);
        }
        Ok(findings)
    }
}

/// The journeys that are ways of coming back.
const COMING_BACK: &[Journey] = &[Journey::Rereferral, Journey::Repeat, Journey::RepeatPolice];

/// The journeys from a first referral onwards.
const ESCALATION: &[Journey] = &[Journey::ToEnquiry, Journey::ToConference, Journey::ToPlan, Journey::ToCare];

/// What a table of shares says of its whole and its parts.
struct Parts {
    portions: Portions,
    id: &'static str,
    /// What the rows are.
    first: &'static str,
    /// What is counted, before the words of the definition.
    who: &'static str,
    /// What of them is told, after those words.
    what: &'static str,
}

const LONG_TERM: Parts = Parts {
    portions: Portions::LongTerm,
    id: "long-term",
    first: "Involvement",
    who: "Children with an episode",
    what: "who were involved for long",
};

const LATER_PLANS: Parts = Parts {
    portions: Portions::LaterPlans,
    id: "later-plans",
    first: "Told by",
    who: "Child protection plans",
    what: "that began after another",
};

const AFTER_PLAN: Parts = Parts {
    portions: Portions::AfterPlan,
    id: "after-plan",
    first: "What came first within 12 months",
    who: "What came after child protection plans",
    what: "that ended a year or more before the last day",
};

/// The share to whom it had happened by each month, of all and at the two ends.
fn by_month(release: Release<'_>, id: &str, about: &ByMonth, numbers: &mut Numbers) -> Table {
    let journey = about.journey;
    let censored = journey == Journey::Rereferral;
    let rows = journey.months().iter().enumerate().map(|(at, &month)| {
        let share = |measure, place| release.by_month(journey, measure, at, place);
        let total = share(journey.measure(), Stratum::Total);
        let mut row = vec![Entry::Words(month.to_string()), counted(total), Entry::both(total)];
        if censored {
            row.push(Entry::both(share(Measure::RereferralForwardKm, Stratum::Total)));
        }
        let told = journey.months_by_group().contains(&month);
        row.extend(ends(release).map(|group| match share(journey.measure(), Stratum::Group(group)) {
            None if !told => Entry::both(not_counted(total).as_ref()),
            figure => Entry::both(figure),
        }));
        row
    });
    let part = part(release.coarsest());
    let mut columns = vec![capital(about.since), about.happened.to_owned(), "Share".to_owned()];
    if censored {
        columns.push("Share by Kaplan and Meier’s method".to_owned());
    }
    columns.extend(["most", "least"].map(|end| format!("Share, {end} deprived {part}")));
    Table {
        id: format!("table-{id}"),
        number: numbers.table(),
        caption: caption(release, release.on(journey), (&capital(about.who), about.what)),
        columns,
        rows: rows.collect(),
    }
}

/// Several journeys side by side: within 12 months, of all and at the two ends, with the ratio of the odds.
fn within_a_year(release: Release<'_>, id: &str, journeys: &[Journey], numbers: &mut Numbers) -> Table {
    let rows = journeys.iter().map(|&journey| {
        let at = journey.months().iter().position(|&month| month == YEAR);
        let share = |place| at.and_then(|at| release.by_month(journey, journey.measure(), at, place));
        let total = share(Stratum::Total);
        let set_out = total.and_then(|figure| figure.population).map_or(Cell::Unavailable, Cell::Shown);
        let mut row =
            vec![Entry::Words(words::journey(journey).to_owned()), Entry::Count(set_out), Entry::both(total)];
        row.extend(ends(release).map(|group| Entry::both(share(Stratum::Group(group)))));
        row.push(Entry::both(release.hazard(journey)));
        row
    });
    let part = part(release.coarsest());
    let of = release.headline();
    Table {
        id: format!("table-{id}-within-a-year"),
        number: numbers.table(),
        caption: caption(release, of, ("Episodes and children", "to whom it happened within 12 months")),
        columns: headings(&[
            "What happened",
            "Set out",
            "Share within 12 months",
            &format!("Share, most deprived {part}"),
            &format!("Share, least deprived {part}"),
            "Odds in a month, most over least deprived end",
        ]),
        rows: rows.collect(),
    }
}

/// Referrals soon after another, under the comparison and the headline's definition; `None` where none are told.
fn rereferred(release: Release<'_>, tables: &[Portions], numbers: &mut Numbers) -> Option<Table> {
    let mut period = None;
    let mut rows = Vec::new();
    for &portions in tables {
        for definition in [Definition::All, release.headline().definition] {
            let Some(of) = release.shares_of(definition, portions) else { continue };
            period = Some(of);
            let name = format!("{}, {}", portions.titles()[0], clause(definition));
            rows.push(part_row(release, of, portions, (0, name)));
        }
    }
    let caption = format!(
        "Referrals within 12 months after another, as the Department for Education counts them, with {}s in brackets: {}, {}",
        release.interval(),
        release.results.site,
        period?.period.words()
    );
    Some(Table {
        id: "table-looking-back".to_owned(),
        number: numbers.table(),
        caption,
        columns: part_columns(release, "What is counted"),
        rows,
    })
}

/// The parts of a table of shares; `None` where the release has none.
fn parts(release: Release<'_>, about: &Parts, numbers: &mut Numbers) -> Option<Table> {
    let portions = about.portions;
    let of = release.shares_of(release.headline().definition, portions)?;
    let names = portions.titles().iter().enumerate();
    let mut rows: Vec<_> =
        names.map(|(at, &name)| part_row(release, of, portions, (at, name.to_owned()))).collect();
    if portions == Portions::LaterPlans {
        let difference = release.total(of, Measure::LaterPlanDiscrepancy);
        let none = || Entry::both(not_counted(difference).as_ref());
        let name = Entry::Words("The first of these less the second".to_owned());
        let count = Entry::Count(Cell::NotApplicable);
        rows.push(vec![name, count, Entry::both(difference), none(), none(), none()]);
    }
    Some(Table {
        id: format!("table-{}", about.id),
        number: numbers.table(),
        caption: caption(release, of, (about.who, about.what)),
        columns: part_columns(release, about.first),
        rows,
    })
}

/// How long plans had lasted: those that ended, and those open on the last day; `None` where neither is told.
fn lengths(release: Release<'_>, numbers: &mut Numbers) -> Option<Table> {
    let definition = release.headline().definition;
    let [ended, open] =
        [Portions::PlansEnded, Portions::PlansOpen].map(|one| (one, release.shares_of(definition, one)));
    let of = ended.1.or(open.1)?;
    let rows = Portions::PlansEnded.titles().iter().enumerate().map(|(at, &name)| {
        let share = |(portions, of): (Portions, Option<Subject>), place| {
            of.and_then(|of| release.portion(of, portions, at, place))
        };
        let [most, least] = ends(release).map(|group| Entry::both(share(ended, Stratum::Group(group))));
        let (all, still) = (share(ended, Stratum::Total), share(open, Stratum::Total));
        vec![
            Entry::Words(name.to_owned()),
            counted(all),
            Entry::both(all),
            most,
            least,
            counted(still),
            Entry::both(still),
        ]
    });
    let part = part(release.coarsest());
    Some(Table {
        id: "table-plan-lengths".to_owned(),
        number: numbers.table(),
        caption: caption(
            release,
            of,
            (
                "Child protection plans",
                "by how long they had lasted, those that ended and those open on the last day",
            ),
        ),
        columns: headings(&[
            "How long they had lasted",
            "Plans ended",
            "Share of plans ended",
            &format!("Share of plans ended, most deprived {part}"),
            &format!("Share of plans ended, least deprived {part}"),
            "Plans open",
            "Share of plans open",
        ]),
        rows: rows.collect(),
    })
}

fn part_columns(release: Release<'_>, first: &str) -> Vec<String> {
    let part = part(release.coarsest());
    headings(&[
        first,
        "Counted",
        "Share",
        &format!("Share, most deprived {part}"),
        &format!("Share, least deprived {part}"),
        "Share at the most deprived end over that at the least",
    ])
}

fn part_row(
    release: Release<'_>,
    of: Subject,
    portions: Portions,
    (at, name): (usize, String),
) -> Vec<Entry> {
    let share = |place| release.portion(of, portions, at, place);
    let total = share(Stratum::Total);
    let mut row = vec![Entry::Words(name), counted(total), Entry::both(total)];
    row.extend(ends(release).map(|group| Entry::both(share(Stratum::Group(group)))));
    row.push(Entry::both(release.portion_ratio(of, portions, at)));
    row
}

/// The months by which half of plans had ended, by group of deprivation.
fn medians(release: Release<'_>, numbers: &mut Numbers) -> Table {
    let by = release.coarsest();
    let row = |name: String, place| vec![Entry::Words(name), Entry::both(release.median(place))];
    let mut rows: Vec<_> =
        by.groups().map(|group| row(super::tables::group_name(by, group), Stratum::Group(group))).collect();
    rows.push(row("All groups".to_owned(), Stratum::Total));
    Table {
        id: "table-plan-medians".to_owned(),
        number: numbers.table(),
        caption: caption(
            release,
            release.on(Journey::PlanLength),
            ("Months by which half of child protection plans", "had ended"),
        ),
        columns: headings(&[&format!("Deprivation {}", by.noun()), "Months"]),
        rows,
    }
}

/// Returns a caption: who, under which definition, what of them, where and when.
fn caption(release: Release<'_>, of: Subject, (who, what): (&str, &str)) -> String {
    format!(
        "{who} {} {what}, with {}s in brackets: {}, {}",
        clause(of.definition),
        release.interval(),
        release.results.site,
        of.period.words()
    )
}

/// Returns whether most shares of a journey, of all groups together, are shown.
fn mostly_shown(release: Release<'_>, journey: Journey) -> bool {
    let months = 0..journey.months().len();
    let shown = months.filter(|&at| {
        let share = release.by_month(journey, journey.measure(), at, Stratum::Total);
        share.is_some_and(|figure| figure.value.shown().is_some())
    });
    2 * shown.count() > journey.months().len()
}

fn ends(release: Release<'_>) -> [Group; 2] {
    [Group::MOST, release.least(release.coarsest())]
}

/// Returns the count that a share rests on, or the symbol of the share.
fn counted(share: Option<&Figure>) -> Entry {
    Entry::Count(share.map_or(Cell::Unavailable, |figure| match figure.value {
        Cell::Shown(_) => figure.cases,
        other => other,
    }))
}

/// Returns a figure of which nobody was to be counted, after the pattern of another.
fn not_counted(like: Option<&Figure>) -> Option<Figure> {
    Some(Figure { value: Cell::NotApplicable, limits: None, ..like?.clone() })
}
