//! What readers need: the columns of each table that stand on a sheet for people, at most
//! twelve, in the readers' own words. The others are there for who asks for them.

use super::Table;

/// A column for readers: its key, and its heading where that is another than the table's.
pub(super) type ReaderColumn = (&'static str, Option<&'static str>);

const TIME: Option<&str> = Some("Time in meetings");
const EXPECTED: Option<&str> = Some("Expected meetings");
const NOT_CERTAIN: Option<&str> = Some("Not certain");
const SHARE: Option<&str> = Some("Share of expected time");

/// Returns whether only a roster fills this column.
pub(super) fn needs_roster(key: &str) -> bool {
    matches!(key, "department" | "cost_centre" | "absent" | "unknown")
}

/// Returns the columns of a table that readers need, in order.
#[rustfmt::skip]
pub(super) const fn columns(table: Table) -> &'static [ReaderColumn] {
    match table {
        Table::Meetings => &[
            ("meeting", None), ("meeting_start", None), ("meeting_end", None), ("state", None),
            ("participants", None), ("presence_seconds", TIME), ("mean_share", None),
            ("late", None), ("left_early", None), ("errors", None), ("warnings", None),
            ("series", None),
        ],
        Table::People => &[
            ("display_name", None), ("email", None), ("department", None), ("attended", None),
            ("due", EXPECTED), ("absent", None), ("unknown", NOT_CERTAIN), ("partial", None),
            ("late", None), ("left_early", None), ("share", SHARE), ("presence_seconds", TIME),
        ],
        Table::Attendance => &[
            ("display_name", None), ("department", None), ("meeting", None),
            ("meeting_start", None), ("status", None), ("reason", None),
            ("presence_seconds", TIME), ("share", None), ("first_join", None),
            ("last_leave", None), ("late_seconds", None), ("left_early_seconds", None),
        ],
        Table::Roster => &[
            ("display_name", None), ("email", None), ("department", None), ("expected", None),
            ("outcome", None), ("attended", None), ("due", EXPECTED), ("absent", None),
            ("unknown", NOT_CERTAIN), ("partial", None), ("share", SHARE),
            ("presence_seconds", TIME),
        ],
        Table::Missed => &[
            ("display_name", None), ("email", None), ("department", None), ("missed", None),
            ("missed_meetings", None), ("last_attended", None),
        ],
        Table::Departments => &[
            ("department", None), ("people", None), ("never_came", None), ("attended", None),
            ("due", EXPECTED), ("attendance_share", None), ("absent", None),
            ("unknown", NOT_CERTAIN), ("late", None), ("left_early", None),
            ("share", SHARE), ("presence_seconds", TIME),
        ],
        Table::Hours | Table::Weeks => &[
            ("display_name", None), ("email", None), ("department", None), ("cost_centre", None),
            ("period", None), ("meetings", None), ("hours_seconds", None), ("hours_decimal", None),
        ],
        Table::Passed => &[
            ("display_name", None), ("email", None), ("department", None), ("attended", None),
            ("due", EXPECTED), ("share", SHARE), ("hours", None),
        ],
        Table::Registrations => &[
            ("display_name", None), ("email", None), ("turnout", None), ("matched_by", None),
            ("meetings", None), ("presence_seconds", TIME), ("first_join", None),
            ("last_leave", None), ("seen_as", None),
        ],
        Table::Audience => &[
            ("meeting", None), ("meeting_start", None), ("people", None), ("registered", None),
            ("attended", None), ("walk_ins", None), ("there_at_25", None), ("there_at_50", None),
            ("there_at_75", None), ("there_at_100", None), ("peak", None), ("peak_at", None),
        ],
        Table::Sessions => &[
            ("meeting", None), ("meeting_start", None), ("decision", None), ("reason", None),
            ("report", None),
        ],
        Table::Suggestions => &[
            ("basis", None), ("one", None), ("other", None), ("advice", None),
        ],
        Table::Overall => &[
            ("role", None), ("meetings", None), ("participations", None),
            ("presence_seconds", TIME), ("mean_share", None), ("mean_presence_seconds", None),
            ("late", None), ("left_early", None),
        ],
        Table::Roles => &[
            ("meeting", None), ("meeting_start", None), ("role", None), ("participants", None),
            ("presence_seconds", TIME), ("mean_share", None), ("mean_presence_seconds", None),
            ("late", None), ("left_early", None),
        ],
        Table::Concurrency => &[
            ("meeting", None), ("meeting_start", None), ("at", None), ("present", None),
        ],
        Table::Reports => &[
            ("report", None), ("report_start", None), ("report_end", None),
            ("participants", None), ("presence_seconds", TIME), ("mean_share_of_report", None),
            ("peak_concurrency", None), ("errors", None), ("warnings", None), ("notes", None),
            ("records", None), ("source", None),
        ],
        Table::ReportRoles => &[
            ("report", None), ("role", None), ("participants", None),
            ("presence_seconds", TIME), ("mean_share_of_report", None),
            ("mean_presence_seconds", None),
        ],
        Table::Records => &[
            ("report", None), ("display_name", None), ("email", None), ("role", None),
            ("presence_seconds", TIME), ("share_of_report", None), ("first_join", None),
            ("last_leave", None), ("intervals", None), ("rejoins", None), ("sum_check", None),
            ("findings", None),
        ],
        Table::Intervals => &[
            ("report", None), ("display_name", None), ("email", None), ("role", None),
            ("join", None), ("leave", None), ("duration_seconds", None),
        ],
        Table::Findings => &[
            ("severity", None), ("code", None), ("report", None), ("display_name", None),
            ("finding", None), ("advice", None), ("source", None), ("line", None),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::view::View;

    #[test]
    fn readers_get_some_columns_of_each_table_and_never_more_than_twelve() {
        for table in Table::ALL {
            let columns = columns(table);
            assert!((2..=12).contains(&columns.len()), "{table:?}");
            let keys: Vec<_> = columns.iter().map(|&(key, _)| key).collect();
            assert!(View::of(table, &keys).is_ok(), "{table:?}");
        }
    }
}
