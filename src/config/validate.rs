//! From a plan as written to a plan that can be run, or to every problem in it.

use std::path::Path;

use toml::Spanned;

use super::file::{self, File};
use super::paths::tidy;
use super::pool::{Own, own_cache};
use super::{AddressOn, Disclosure, History, Inputs, Level, Merge, Plan, Policy, Site};
use crate::diag::{Code, Diagnostic, Place};
use crate::domain::{
    AreaCode, Basis, Date, Definition, DistrictCode, Edition, Grouping, Index, MixOf, Outcome,
};

/// Checks a plan, and gathers every problem before giving up.
pub(super) fn plan(path: &Path, source: &str, file: File) -> Result<Plan, Vec<Diagnostic>> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut check = Check { path, source, folder, problems: Vec::new() };
    let site = check.site(&file.site);
    let years = check.years(&file.window.years);
    let end = file.window.end.as_ref().and_then(|end| check.date(end));
    let inputs = check.inputs(&file.inputs);
    check.pooled(file.inputs.authorities.as_ref(), end, file.comparators.is_some());
    let deprivation = &file.deprivation;
    let index = check.choice(deprivation.index.as_ref(), Index::ALL, Index::name, Index::Idaci);
    let edition = check.choice(deprivation.edition.as_ref(), Edition::ALL, Edition::name, Edition::Iod2025);
    let basis = check.choice(
        deprivation.basis.as_ref(),
        &[Basis::National, Basis::Local],
        Basis::name,
        Basis::National,
    );
    let groupings = check.groupings(deprivation.groups.as_ref());
    let definitions = check.definitions(file.count.definitions.as_ref());
    let outcomes = check.outcomes(file.count.outcomes.as_ref(), file.inputs.looked_after.is_some());
    let headline = check.headline(file.count.headline.as_ref(), &outcomes);
    let address_on = [AddressOn::Referral, AddressOn::YearEnd];
    let address_on =
        check.choice(file.count.address_on.as_ref(), &address_on, AddressOn::name, AddressOn::Referral);
    let breakdowns = check.breakdowns(&file.breakdowns, &inputs, &groupings, &outcomes);
    let comparators = file.comparators.as_ref().and_then(|one| check.comparators(one, &site));
    let disclosure = check.disclosure(&file.disclosure);
    let branding = file.report.branding.as_ref().map(|folder| check.folder_of(folder));
    let history = check.history(&file.disclosure);
    if !check.problems.is_empty() {
        return Err(check.problems);
    }
    Ok(Plan {
        path: path.to_owned(),
        title: file.title,
        inputs: own_cache(inputs, &site),
        site,
        years,
        end,
        address_on,
        index,
        edition,
        basis,
        groupings,
        definitions,
        outcomes,
        headline,
        breakdowns,
        comparators,
        disclosure,
        history,
        output: tidy(&folder.join(file.output)),
        branding,
    })
}

pub(super) struct Check<'a> {
    pub(super) path: &'a Path,
    source: &'a str,
    pub(super) folder: &'a Path,
    pub(super) problems: Vec<Diagnostic>,
}

impl Check<'_> {
    pub(super) fn problem<T>(&mut self, code: Code, at: &Spanned<T>, message: String, help: Option<String>) {
        let mut diagnostic = Diagnostic::new(code, message);
        *diagnostic.place =
            Place::Plan { file: self.path.to_owned(), source: self.source.to_owned(), span: at.span() };
        self.problems.push(match help {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        });
    }

    pub(super) fn value<T>(&mut self, at: &Spanned<T>, message: String, help: impl Into<String>) {
        self.problem(Code::PlanValue, at, message, Some(help.into()));
    }

    fn site(&mut self, site: &file::Site) -> Site {
        if site.name.get_ref().trim().is_empty() {
            self.value(
                &site.name,
                "the authority has no name".to_owned(),
                "give the name the briefing should print",
            );
        }
        let districts = site
            .districts
            .iter()
            .filter_map(|text| {
                let code = AreaCode::parse(text.get_ref().as_bytes()).filter(|code| code.starts_with("E0"));
                if code.is_none() {
                    let message = format!("`{}` is not an English district code", text.get_ref());
                    self.value(text, message, "district codes look like E08000009");
                }
                code.map(DistrictCode)
            })
            .collect();
        Site { name: site.name.get_ref().trim().to_owned(), districts }
    }

    fn years(&mut self, years: &Spanned<u8>) -> u8 {
        if !(1..=15).contains(years.get_ref()) {
            let message = format!("a window of {} years cannot be counted", years.get_ref());
            self.value(years, message, "give 1 to 15 census years; three are usual");
        }
        *years.get_ref()
    }

    fn date(&mut self, text: &Spanned<String>) -> Option<Date> {
        let date = text.get_ref().parse::<Date>().ok().filter(|date| (1900..=2100).contains(&date.year()));
        if date.is_none() {
            let message = format!("`{}` is not a date", text.get_ref());
            self.value(text, message, "write it as 2025-03-31");
        }
        date
    }

    fn inputs(&mut self, inputs: &file::Inputs) -> Inputs {
        if inputs.cin.get_ref().is_empty() {
            self.value(&inputs.cin, "no return is named".to_owned(), "name one CIN census XML file or more");
        }
        let own = match &inputs.authorities {
            Some(folders) => Own { authorities: self.authorities(folders, inputs), ..Own::default() },
            None => self.own(self.folder, inputs),
        };
        Inputs {
            authorities: own.authorities,
            cin: own.cin,
            addresses: own.addresses,
            postcodes: inputs.postcodes.as_ref().map(|path| self.file(path)),
            deprivation: self.file(&inputs.deprivation),
            population: self.file(&inputs.population),
            area_lookup: inputs.area_lookup.as_ref().map(|path| self.file(path)),
            looked_after: own.looked_after,
            cache: inputs.cache.as_ref().map(|path| self.folder.join(path)),
            ethnicity: inputs.ethnicity.as_ref().map(|path| self.file(path)),
            ethnicity_of: self.choice(
                inputs.ethnicity_of.as_ref(),
                &[MixOf::Everybody, MixOf::Children],
                MixOf::name,
                MixOf::Everybody,
            ),
        }
    }

    fn choice<T: Copy>(
        &mut self,
        text: Option<&Spanned<String>>,
        all: &[T],
        name: fn(T) -> &'static str,
        default: T,
    ) -> T {
        let Some(text) = text else { return default };
        let chosen = all.iter().copied().find(|&one| name(one) == text.get_ref());
        chosen.unwrap_or_else(|| {
            let names: Vec<_> = all.iter().map(|&one| format!("`{}`", name(one))).collect();
            self.value(text, format!("`{}` is not one of the choices", text.get_ref()), one_of(&names));
            default
        })
    }

    pub(super) fn list<T: Copy + Ord>(
        &mut self,
        texts: Option<&Spanned<Vec<Spanned<String>>>>,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Vec<T> {
        let Some(texts) = texts else { return all.to_vec() };
        let mut chosen: Vec<T> =
            texts.get_ref().iter().map(|text| self.choice(Some(text), all, name, all[0])).collect();
        chosen.sort();
        chosen.dedup();
        if chosen.is_empty() {
            self.value(
                texts,
                "the list is empty".to_owned(),
                "name at least one, or leave the key out for all",
            );
        }
        chosen
    }

    /// Starts of care need the return that holds them.
    fn outcomes(&mut self, texts: Option<&Spanned<Vec<Spanned<String>>>>, with_care: bool) -> Vec<Outcome> {
        let mut chosen = self.list(texts, Outcome::ALL, Outcome::name);
        if with_care || !chosen.contains(&Outcome::ClaStart) {
            return chosen;
        }
        if let Some(texts) = texts {
            self.value(
                texts,
                "starts of care are asked for, and the plan names no SSDA903 return".to_owned(),
                "add `looked_after = { header = \"...\", episodes = \"...\" }` to `[inputs]`, or leave `cla_start` out",
            );
        }
        chosen.retain(|&outcome| outcome != Outcome::ClaStart);
        chosen
    }

    fn definitions(&mut self, texts: Option<&Spanned<Vec<Spanned<String>>>>) -> Vec<Definition> {
        let all: Vec<_> = Definition::ALL.iter().copied().filter(|&one| one != Definition::All).collect();
        let Some(texts) = texts else {
            return all.into_iter().filter(|one| one.plain().is_some()).collect();
        };
        let mut chosen = Vec::new();
        for text in texts.get_ref() {
            let definition = self.choice(Some(text), &all, Definition::name, Definition::ANY);
            if !chosen.contains(&definition) {
                chosen.push(definition);
            }
        }
        if chosen.len() < 2 {
            let message = "a headline stands on at least two case definitions".to_owned();
            self.value(
                texts,
                message,
                "recording differs so much between authorities that one is not enough; add another",
            );
        }
        chosen
    }

    fn headline(&mut self, text: Option<&Spanned<String>>, outcomes: &[Outcome]) -> Outcome {
        let headline = self.choice(text, Outcome::ALL, Outcome::name, Outcome::CppStart);
        if outcomes.contains(&headline) {
            return headline;
        }
        if let Some(text) = text {
            let message = format!("the headline `{}` is not among the outcomes", text.get_ref());
            self.value(text, message, "add it to `count.outcomes`");
        }
        outcomes.last().copied().unwrap_or(headline)
    }

    fn groupings(&mut self, groups: Option<&Spanned<Vec<Spanned<u8>>>>) -> Vec<Grouping> {
        let Some(groups) = groups else { return vec![Grouping::DECILES, Grouping::QUINTILES] };
        let mut chosen: Vec<Grouping> = Vec::new();
        for count in groups.get_ref() {
            match Grouping::new(*count.get_ref()) {
                None => self.value(
                    count,
                    format!("{} groups cannot be made", count.get_ref()),
                    "give 2 to 100 groups",
                ),
                Some(grouping)
                    if chosen.last().is_some_and(|finer| finer.count() % grouping.count() != 0) =>
                {
                    let message = format!("{} groups do not nest in the ones before", count.get_ref());
                    self.value(
                        count,
                        message,
                        "two partitions that do not nest let hidden counts be worked out; use 10 and 5",
                    );
                }
                Some(grouping) if chosen.contains(&grouping) => {}
                Some(grouping) => chosen.push(grouping),
            }
        }
        if chosen.is_empty() {
            self.value(
                groups,
                "no groups are named".to_owned(),
                "give `groups = [10, 5]`, or leave the key out",
            );
        }
        chosen
    }

    fn disclosure(&mut self, written: &file::Disclosure) -> Disclosure {
        let policy = self.choice(written.policy.as_ref(), Policy::ALL, Policy::name, Policy::Round);
        let standard = policy.standard();
        let number =
            |given: &Option<Spanned<u32>>, standard| given.as_ref().map_or(standard, |at| *at.get_ref());
        let chosen = Disclosure {
            hide_up_to: number(&written.hide_up_to, standard.hide_up_to),
            round_to: number(&written.round_to, standard.round_to),
            level: self.choice(written.level.as_ref(), Level::ALL, Level::name, standard.level),
            coalition: number(&written.coalition, standard.coalition),
            merge: if written.auto_merge { Merge::Apply } else { Merge::Propose },
            merge_above: number(&written.merge_above, standard.merge_above),
            ..standard
        };
        self.thresholds(written, chosen);
        chosen
    }

    /// Checks that no choice weakens the policy below what protects a child.
    fn thresholds(&mut self, written: &file::Disclosure, chosen: Disclosure) {
        let Disclosure { hide_up_to, round_to, .. } = chosen;
        if let Some(at) = &written.hide_up_to
            && !(5..=50).contains(&hide_up_to)
        {
            self.value(
                at,
                format!("hiding 1 to {hide_up_to} is outside 5 to 50"),
                "hide at least 1 to 5; 7 is the default for `round`, 5 for `suppress`",
            );
        }
        match (chosen.policy, &written.round_to) {
            (Policy::Suppress, Some(at)) if round_to != 1 => self.value(
                at,
                "`suppress` leaves counts as they are".to_owned(),
                "leave `round_to` out, or choose `policy = \"round\"`",
            ),
            (Policy::Round, Some(at)) if !(5..=100).contains(&round_to) => self.value(
                at,
                format!("rounding to {round_to} is outside 5 to 100"),
                "round to 5 or more; 5 is the default",
            ),
            _ => {}
        }
        if chosen.policy == Policy::Round
            && hide_up_to <= round_to
            && let Some(at) = written.hide_up_to.as_ref().or(written.round_to.as_ref())
        {
            let message =
                format!("hiding up to {hide_up_to} and rounding to {round_to} gives small counts away");
            self.value(at, message, "hide up to more than one step of rounding, as 7 and 5");
        }
        for (at, most, help) in [
            (&written.coalition, 10, "give how many members of a group may act together, 0 to 10"),
            (&written.merge_above, 100, "give a share in hundredths, 0 to 100"),
        ] {
            if let Some(at) = at.as_ref().filter(|at| *at.get_ref() > most) {
                self.value(at, format!("{} is above {most}", at.get_ref()), help);
            }
        }
    }

    fn history(&mut self, written: &file::Disclosure) -> History {
        History {
            ledger: written.ledger.as_ref().map(|path| tidy(&self.folder.join(path.get_ref()))),
            correction: written.correction.clone(),
            outside: written.outside.iter().map(|path| self.file(path)).collect(),
        }
    }
}

fn one_of(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("write {one}"),
        [first @ .., last] => format!("write one of {} and {last}", first.join(", ")),
    }
}
