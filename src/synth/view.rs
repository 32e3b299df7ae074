//! What one return shows of an episode: what had happened by its reference date.

use crate::domain::codes::PrimaryNeed;
use crate::domain::{Date, LossReason, Period};

use super::person::{Child, Course, Episode, Revision};
use super::spec::{Carry, Spec};

/// Returns the episodes of a child that the return of a year shows, each as it stood at the year's end.
pub(super) fn shown(spec: &Spec, dates: &[Date], file: usize, child: &Child) -> Vec<Episode> {
    if child.loss == Some(LossReason::OutsideWindow) {
        // Wrongly left in the first return: over before its year began.
        return if file == 0 { child.episodes.clone() } else { Vec::new() };
    }
    let Some(year) = Period::ending(dates[file], 1) else { return Vec::new() };
    let next = dates.get(file + 1).and_then(|&date| Period::ending(date, 1));
    let in_return = child.episodes.iter().filter(|episode| belongs(episode, year));
    in_return
        .map(|episode| {
            let mut seen = as_of(episode, year.end);
            if spec.years.carry == Carry::Year {
                only_in(&mut seen, year);
            }
            let comes_again = next.is_some_and(|next| belongs(episode, next));
            if episode.revision == Revision::NeedStatedLate && comes_again {
                seen.need = PrimaryNeed::N0;
            }
            seen
        })
        .collect()
}

/// Returns whether a year's return has the episode: referred by its end, and not over before it began.
fn belongs(episode: &Episode, year: Period) -> bool {
    let over = match (episode.course, episode.closed) {
        (Course::NoFurtherAction, _) => Some(episode.referred),
        (Course::Need, closed) => closed.map(|(day, _)| day),
    };
    episode.referred <= year.end && over.is_none_or(|day| day >= year.start)
}

/// Returns the episode as it stood at the end of a day.
pub(super) fn as_of(episode: &Episode, day: Date) -> Episode {
    let by_then = |date: &Date| *date <= day;
    let mut seen = episode.clone();
    seen.closed = seen.closed.filter(|(closed, _)| by_then(closed));
    seen.conference = seen.conference.filter(by_then);
    seen.assessments.retain(|assessment| by_then(&assessment.started));
    for assessment in &mut seen.assessments {
        assessment.authorised = assessment.authorised.filter(by_then);
        if assessment.authorised.is_none() {
            // Factors are recorded when an assessment is completed.
            assessment.factors.clear();
        }
    }
    seen.enquiries.retain(|enquiry| by_then(&enquiry.started));
    for enquiry in &mut seen.enquiries {
        enquiry.conference = enquiry.conference.filter(by_then);
    }
    seen.need_plan =
        seen.need_plan.filter(|(start, _)| by_then(start)).map(|(start, end)| (start, end.filter(by_then)));
    seen.plan = seen.plan.filter(|plan| by_then(&plan.started)).map(|mut plan| {
        plan.ended = plan.ended.filter(by_then);
        plan.reviews.retain(by_then);
        plan
    });
    seen
}

/// Takes away what was over before the year began.
fn only_in(seen: &mut Episode, year: Period) {
    let since = |date: Option<Date>| date.is_none_or(|date| date >= year.start);
    seen.assessments.retain(|assessment| since(assessment.authorised));
    seen.enquiries.retain(|enquiry| {
        enquiry.started >= year.start || enquiry.conference.is_some_and(|_| since(enquiry.conference))
    });
    seen.conference = seen.conference.filter(|&date| date >= year.start);
    seen.need_plan = seen.need_plan.filter(|&(_, end)| since(end));
    seen.plan = seen.plan.take().filter(|plan| since(plan.ended));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::areas::Ground;
    use crate::synth::families::{children, reference_dates};

    #[test]
    fn a_return_shows_nothing_later_than_its_reference_date() {
        let spec = Spec::northbridge();
        let dates = reference_dates(&spec);
        for child in children(&spec, &Ground::make(&spec)) {
            for episode in shown(&spec, &dates, 0, &child) {
                assert!(episode.referred <= dates[0]);
                assert!(
                    episode
                        .assessments
                        .iter()
                        .all(|a| a.started <= dates[0] && a.authorised <= Some(dates[0]))
                );
                assert!(
                    episode.plan.iter().all(|plan| plan.started <= dates[0] && plan.ended <= Some(dates[0]))
                );
            }
        }
    }

    #[test]
    fn returns_of_their_own_years_hold_together_what_returns_of_all_history_hold() {
        let mut spec = Spec::northbridge();
        let dates = reference_dates(&spec);
        let children = children(&spec, &Ground::make(&spec));
        let completed = |spec: &Spec, file: usize| -> Vec<(String, Date, Date)> {
            let episodes = children.iter().flat_map(|child| {
                shown(spec, &dates, file, child).into_iter().map(|episode| (child.id.clone(), episode))
            });
            let days = |(id, episode): (String, Episode)| {
                let authorised =
                    episode.assessments.into_iter().filter_map(|assessment| assessment.authorised);
                authorised.map(|day| (id.clone(), episode.referred, day)).collect::<Vec<_>>()
            };
            episodes.flat_map(days).collect()
        };
        let since = Period::ending(dates[0], 1).unwrap().start;
        let together = |spec: &Spec| -> std::collections::BTreeSet<_> {
            (0..dates.len())
                .flat_map(|file| completed(spec, file))
                .filter(|(.., day)| *day >= since)
                .collect()
        };
        let (history, in_year) = (together(&spec), completed(&spec, 1).len());
        spec.years.carry = Carry::Year;
        assert!(together(&spec) == history);
        assert!(completed(&spec, 1).len() < in_year);
        let year = Period::ending(dates[1], 1).unwrap();
        assert!(completed(&spec, 1).iter().all(|(.., day)| year.holds(*day)));
    }
}
