//! Why there is no report, where no request failed.

use crate::graph::reports::outcome::Reason;
use crate::graph::reports::troubles::NO_REPORT;

pub(in crate::graph) fn nothing_there() -> Reason {
    Reason::new(
        "nothing",
        "there is no online meeting or session in it",
        "check the days and the user, if there should be one",
    )
}

pub(in crate::graph) fn elsewhere() -> Reason {
    Reason::new(
        "foreign",
        "the meeting is held with another provider than Teams",
        "nothing: Microsoft keeps no attendance of it",
    )
}

pub(in crate::graph) fn no_report_yet() -> Reason {
    Reason::new(
        NO_REPORT,
        "there is no attendance report yet: the meeting is still running, was never held, or keeps no attendance",
        "run the same command again after the meeting has ended",
    )
}

pub(in crate::graph) fn not_yet() -> Reason {
    Reason::new(
        "empty-report",
        "the report is still empty: the meeting is running or has only just ended",
        "run the same command again later",
    )
}
