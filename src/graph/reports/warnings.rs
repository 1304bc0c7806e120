//! What a list of reports does not say, but lets one suspect.

use jiff::{SignedDuration, Timestamp};

use crate::graph::http::paging::Element;
use crate::graph::reports::report::Listed;

/// The lengths at which the service cuts its list, before and since about 2023.
const FULL_LISTS: [usize; 2] = [10, 50];

/// How long the service keeps a report, less a month: time to warn.
const NEARLY_A_YEAR: SignedDuration = SignedDuration::from_hours(24 * 335);

/// Returns what may be missing although all that is listed is there.
pub(in crate::graph) fn warnings(listed: &[Element<Listed>]) -> Vec<String> {
    let mut warnings = Vec::new();
    if FULL_LISTS.contains(&listed.len()) {
        warnings.push(format!(
            "the list holds exactly {} reports, as many as the service returns at most: older ones may be missing",
            listed.len()
        ));
    }
    let oldest = listed.iter().filter_map(|(entry, _)| entry.started()).min();
    let age = oldest.map(|start| Timestamp::now().duration_since(start));
    if let Some(age) = age.filter(|&age| age > NEARLY_A_YEAR) {
        warnings.push(format!(
            "the oldest report is {} days old: the service deletes reports after a year, and earlier ones may be gone already",
            age.as_hours() / 24
        ));
    }
    warnings
}
