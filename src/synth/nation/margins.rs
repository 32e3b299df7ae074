//! What is true of a nation as a whole, in the terms of the published national figures: those of the last year.

use serde::Serialize;

use crate::domain::codes::{AbuseCategory, Disability, Factor, FactorSet, Sex};
use crate::domain::{Date, Period, ethnicity_place};
use crate::synth::episodes::after;
use crate::synth::families::reference_dates;
use crate::synth::person::{Child, Course, Episode};
use crate::synth::spec::Spec;

macro_rules! margins {
    ($($name:ident = $what:literal;)+) => {
        /// Counts of the last year's children, episodes and events, which add up over authorities.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
        pub(super) struct Margins { $(#[doc = $what] pub(super) $name: u64),+ }

        impl Margins {
            /// Returns these and others together.
            pub(super) const fn plus(self, other: &Self) -> Self {
                Self { $($name: self.$name + other.$name),+ }
            }
        }
    };
}

margins! {
    referrals = "Referrals.";
    rereferrals = "Referrals within twelve months of the one before.";
    no_further_action = "Referrals that led to no further action.";
    assessments = "Assessments completed.";
    assessed_in_45_days = "Of those, in 45 days or fewer.";
    enquiries = "Section 47 enquiries.";
    conferences = "Initial conferences.";
    plan_starts = "Child protection plans begun.";
    repeat_plans = "Of those, second or subsequent plans.";
    emotional_plans = "Of those begun, for emotional abuse.";
    neglect_plans = "Of those begun, for neglect.";
    plans_open = "Plans open on the last day.";
    in_need = "Children in need on the last day.";
    in_need_male = "Of those, boys.";
    in_need_unborn = "Of those, unborn.";
    in_need_disabled = "Of those, disabled.";
    in_need_infant = "Of those, under 1.";
    in_need_ethnicity_known = "Of those, with a known ethnicity.";
    in_need_white_british = "Of those, White British.";
    with_factors = "Episodes with factors recorded in the year.";
    factor_3a = "Of those, with factor 3A.";
    factor_3b = "Of those, with factor 3B.";
    factor_3c = "Of those, with factor 3C.";
    any_abuse = "Of those, with any of the three.";
    children = "Children, over all years.";
    families = "Their families.";
}

impl Margins {
    /// Counts one authority.
    pub(super) fn of(spec: &Spec, children: &[Child]) -> Self {
        let last = *reference_dates(spec).last().expect("at least one return");
        let year = Period::ending(last, 1).expect("a year within the calendar");
        let mut margins = Self { children: children.len() as u64, ..Self::default() };
        let mut family = None;
        for child in children {
            margins.families += u64::from(family.replace(child.family) != Some(child.family));
            let mut before: Option<Date> = None;
            for episode in &child.episodes {
                let soon =
                    before.replace(episode.referred).is_some_and(|day| after(day, 365) >= episode.referred);
                margins.episode(episode, year, soon);
            }
            let open = |one: &Episode| {
                one.course == Course::Need
                    && one.referred <= year.end
                    && one.closed.is_none_or(|(day, _)| day > year.end)
            };
            if child.episodes.iter().any(open) {
                margins.child_in_need(child, year.end);
            }
        }
        margins
    }

    fn episode(&mut self, episode: &Episode, year: Period, soon: bool) {
        let count = |of: bool| u64::from(of);
        if year.holds(episode.referred) {
            self.referrals += 1;
            self.rereferrals += count(soon);
            self.no_further_action += count(episode.course == Course::NoFurtherAction);
        }
        let mut factors = FactorSet::EMPTY;
        for assessment in &episode.assessments {
            let Some(authorised) = assessment.authorised.filter(|&day| year.holds(day)) else { continue };
            self.assessments += 1;
            self.assessed_in_45_days += count(authorised <= after(assessment.started, 45));
            // As published: an assessment that identified none does not count.
            let found = assessment.factors.iter().filter(|&&factor| factor != Factor::F21);
            found.for_each(|&factor| factors.insert(factor));
        }
        if !factors.is_empty() {
            let abuse = [Factor::F3A, Factor::F3B, Factor::F3C].map(|factor| factors.holds(factor));
            self.with_factors += 1;
            self.factor_3a += count(abuse[0]);
            self.factor_3b += count(abuse[1]);
            self.factor_3c += count(abuse[2]);
            self.any_abuse += count(abuse.contains(&true));
        }
        self.enquiries += episode.enquiries.iter().filter(|one| year.holds(one.started)).count() as u64;
        let held = episode.enquiries.iter().filter_map(|one| one.conference).chain(episode.conference);
        self.conferences += held.filter(|&day| year.holds(day)).count() as u64;
        let Some(plan) = &episode.plan else { return };
        if year.holds(plan.started) {
            self.plan_starts += 1;
            self.repeat_plans += count(plan.earlier > 0);
            self.emotional_plans += count(plan.first_category == AbuseCategory::Emotional);
            self.neglect_plans += count(plan.first_category == AbuseCategory::Neglect);
        }
        self.plans_open += count(plan.started <= year.end && plan.ended.is_none_or(|day| day > year.end));
    }

    fn child_in_need(&mut self, child: &Child, day: Date) {
        let count = |of: bool| u64::from(of);
        let place = ethnicity_place(Some(child.ethnicity));
        self.in_need += 1;
        self.in_need_male += count(child.sex == Sex::Male);
        self.in_need_unborn += count(child.birth.is_expected());
        self.in_need_disabled +=
            count(child.disabilities.first().is_some_and(|&first| first != Disability::NoDisability));
        self.in_need_infant += count(!child.birth.is_expected() && after(child.birth.day(), 365) > day);
        let known = place != ethnicity_place(None);
        self.in_need_ethnicity_known += count(known);
        self.in_need_white_british += count(child.ethnicity == crate::domain::codes::Ethnicity::Wbri);
    }
}
