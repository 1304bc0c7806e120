//! In which order people read a meeting's people.

use crate::model::identity::visible;
use crate::summary::MeetingSummary;

/// The indices of the report's records, by rank of role and then by name.
pub fn by_role_and_name(meeting: &MeetingSummary<'_>) -> Vec<usize> {
    let records = meeting.report.records();
    let mut sorted: Vec<usize> = (0..records.len()).collect();
    sorted.sort_by_cached_key(|&index| {
        let record = &records[index];
        let name = record.identity.display_name.as_deref().and_then(visible);
        // People without a name stand behind those who have one.
        (&record.role, name.is_none(), name.map(str::to_lowercase))
    });
    sorted
}
