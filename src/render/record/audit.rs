//! `audit.json`: what was hidden, by which rule, and what was tried to recover it.
//!
//! It states numbers of cells and of attempts, never which cells, between what bounds, or what they hold.

use serde_json::json;

use crate::disclose::Audit;

/// Returns the audit as JSON.
pub(in crate::render) fn audit(audit: &Audit) -> String {
    let checks: Vec<_> = audit
        .checks
        .iter()
        .map(|check| {
            json!({
                "name": check.name,
                "attack": check.attack,
                "relations": check.relations,
                "recovered": check.recovered,
            })
        })
        .collect();
    let stated = json!({
        "policy": { "hide_from": 1, "hide_up_to": audit.policy.hide_up_to, "round_to": audit.policy.round_to },
        "counts": audit.counts,
        "hidden_because_small": audit.hidden_small,
        "hidden_because_linked": audit.hidden_linked,
        "checks": checks,
    });
    let mut text = serde_json::to_string_pretty(&stated).expect("a JSON value can be written");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::made_up;

    #[test]
    fn the_audit_states_the_policy_and_every_check() {
        let read: serde_json::Value = serde_json::from_str(&audit(made_up::audit().get())).unwrap();
        assert_eq!(read["policy"]["hide_up_to"], 7);
        assert_eq!(read["hidden_because_small"], 96);
        assert_eq!(read["checks"][0]["recovered"], 0);
    }
}
