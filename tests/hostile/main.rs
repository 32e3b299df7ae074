//! What the estimators keep whatever they are given: they end, they do not stop the program, what they answer is a number
//! or a reason for none, and limits of no width are not passed off as certainty.

mod answers;
mod estimate;
mod sizes;

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use social_gradient::stats::{Answer, Estimate, Interval};

/// Returns what `work` finds, and fails where it stops the program or does not end.
fn ends<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || send.send(work()));
    receive.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|why| panic!("{what}: {why}"))
}

/// Whether a figure and its limits are numbers, and the limits have a width.
fn sound(estimate: Estimate) -> bool {
    estimate.value.is_finite() && estimate.interval.is_none_or(wide)
}

fn wide(limits: Interval) -> bool {
    limits.lower.is_finite()
        && limits.upper.is_finite()
        && limits.upper - limits.lower > 1e-9 * limits.upper.abs().max(limits.lower.abs())
}

fn checked(found: Answer<Estimate>, what: &str) {
    if let Ok(estimate) = found {
        assert!(sound(estimate), "{what}: {estimate:?}");
    }
}
