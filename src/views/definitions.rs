//! What the numbers mean: the sentences of the guide. Workbook and pages print them in
//! the reader's language.

/// Each number's name and definition.
pub const DEFINITIONS: &[(&str, &str)] = &[
    (
        "Reported total",
        "The service's totalAttendanceInSeconds, never changed.",
    ),
    (
        "Interval sum",
        "Sum of the intervals' durationInSeconds; where one is missing, leave − join, floored to whole seconds.",
    ),
    (
        "Presence",
        "Length of the union of a person's intervals over all sessions of the meeting, so that two devices count once.",
    ),
    (
        "Sum check",
        "Whether the reported total equals the interval sum; if not, a finding names both values and the difference.",
    ),
    (
        "Share",
        "Presence inside the meeting window ÷ length of the window; rounded only when shown.",
    ),
    (
        "Lateness",
        "First join − scheduled start, the whole delay; shown where it is more than the grace. Without a schedule nobody is judged.",
    ),
    (
        "Missed",
        "A due meeting with status absent or partial; excused and unknown ones are not missed.",
    ),
    (
        "Quartiles, median",
        "Linear between the closest values (R-7, as Excel's QUARTILE.INC).",
    ),
];
