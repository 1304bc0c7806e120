//! The words that people read, one field a text; the English ones stand here.
//!
//! To add a word, add a line to the list below and one to each language's file: the
//! compiler names the files that lack it. `{name}` in a text is a place for a value;
//! each language puts the same places where its grammar wants them. What stands
//! between backticks is a name of Microsoft Graph or of this program, never translated.

pub mod de;
pub mod es;
pub mod fr;
pub mod ja;
pub mod pt;

/// A text with a number in it, `{n}`, which decides its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plural {
    /// For one (and for none, in languages that say so).
    pub one: &'static str,
    /// For every other number.
    pub other: &'static str,
}

/// Returns the two forms of a text with a number.
const fn forms(one: &'static str, other: &'static str) -> Plural {
    Plural { one, other }
}

/// Returns the text of a language that knows one form only.
const fn only(text: &'static str) -> Plural {
    forms(text, text)
}

/// A text of either kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A text.
    Text(&'static str),
    /// A text with a number.
    Plural(Plural),
}

/// Returns the text with a value in each of its places; places that no value is given for stay.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let (place, after) = behind.split_once('}').unwrap_or((behind, ""));
        match values.iter().find(|(name, _)| *name == place) {
            Some((_, value)) => filled.push_str(value),
            None => filled.extend(["{", place, "}"]),
        }
        rest = after;
    }
    filled + rest
}

macro_rules! words {
    (
        texts { $($key:ident $english:literal;)* }
        numbers { $($number:ident $one:literal $other:literal;)* }
    ) => {
        /// All texts in one language; what each says is its English form.
        #[derive(Clone, Copy, Debug)]
        pub struct Words {
            $(#[doc = $english] pub $key: &'static str,)*
            $(#[doc = $other] pub $number: Plural,)*
        }

        /// English.
        pub const ENGLISH: Words = Words {
            $($key: $english,)*
            $($number: forms($one, $other),)*
        };

        impl Words {
            /// The name of each text.
            pub const KEYS: &'static [&'static str] = &[
                $(stringify!($key),)*
                $(stringify!($number),)*
            ];

            /// Returns the text of this name.
            pub fn get(&self, key: &str) -> Option<Word> {
                match key {
                    $(stringify!($key) => Some(Word::Text(self.$key)),)*
                    $(stringify!($number) => Some(Word::Plural(self.$number)),)*
                    _ => None,
                }
            }
        }
    };
}

words! {
    texts {
    // Every page
    skip "Skip to the content";
    footer "Made by Rollbook from Microsoft Teams attendance reports. Times are in {zone}. This page holds personal data; treat it accordingly.";
    not_known "not known";
    from_to "{from} to {to}";
    days "{from} to {to}";
    pages "Pages";
    all_meetings "All meetings";
    times_in "Times in {zone}, {offset}.";
    search "Search";
    shown_of "{shown} of {all} shown";

    // Names of numbers
    meeting "Meeting";
    meetings "Meetings";
    participants "Participants";
    participations "Participations";
    people "People";
    person "Person";
    name "Name";
    role "Role";
    start "Start";
    length "Length";
    presence "Presence";
    share "Share";
    mean_share "Mean share";
    mean "Mean";
    median "Median";
    quartiles "Quartiles";
    shortest "Shortest";
    longest "Longest";
    deviation "Deviation";
    most_at_once "Most at once";
    mean_at_a_time "Mean at a time";
    late "Late";
    came_late "Came late";
    left_early "Left early";
    missed "Missed";
    rejoins "Rejoins";
    first_join "First join";
    last_leave "Last leave";
    reported_total "Reported total";
    interval_sum "Interval sum";
    sum_check "Sum check";
    findings "Findings";
    errors "Errors";
    warnings "Warnings";
    notes "Notes";
    error "Error";
    warning "Warning";
    note "Note";
    department "Department";
    source "Source";
    report_id "Report id";

    // Roles
    organizer "Organizer";
    coorganizer "Co-organizer";
    producer "Producer";
    presenter "Presenter";
    attendee "Attendee";
    role_none "None";
    no_role "(no role)";
    all_roles "All roles";
    no_name "(no name)";

    // The index
    attendance_of "Attendance of {meetings}";
    attendance_summary "Attendance summary";
    index_lead "Who attended which Microsoft Teams meeting, for how long, and whether the figures add up: read from {documents}. Times are in {zone}.";
    files_need_look "Some files need a look";
    to_look_at "Meetings to look at";
    what_to_look_at "What to look at";
    with_trouble "with errors or warnings";
    chart_title "Attendance over time";
    chart_caption "Participations by {unit}; at most {most}";
    chart_numbers "The numbers of this chart";
    chart_description "A column for each {unit}; the numbers stand in the table below it.";
    by_day "day";
    by_week "week";
    by_month "month";
    by_year "year";
    week_from "Week from {day}";
    no_meeting "No meeting could be read.";
    period "Period";
    periods "Meetings by period";
    periods_caption "One page a period; durations as hours:minutes:seconds";
    undated "Without a date";
    part_of "{period}, part {part}";
    other_periods "Other periods";
    find_meeting "Find a meeting";
    find_hint "In the names of all meetings; at most {most} are listed.";
    from_day "From";
    to_day "To";
    finding_filter "Findings";
    any_findings "all";
    table_of_meetings "Table of meetings";
    table_of_periods "Table of periods";
    meetings_caption "One row per meeting; times in {zone}, durations as hours:minutes:seconds";
    by_role_overall "By role, over all meetings";
    overall_caption "A person counts once per meeting; durations as hours:minutes:seconds";
    files_to_look_at "Files to look at";
    table_of_files "Table of files";
    files_caption "What gave no report or is not complete, why, and what to do";
    file "File";
    what_was_found "What was found";
    what_to_do "What to do";
    what_to_do_colon "What to do:";
    at_place "at {place}";
    line_column "line {line}, column {column}";

    // The page of a meeting
    meeting_title "{meeting} – attendance";
    when_unknown "It is not known when this meeting was.";
    found_and_to_do "What was found, and what to do";
    nothing_amiss "Nothing was found amiss in this report.";
    no_records "The records are not in this report. That does not mean nobody came.";
    first_at "first at {at}";
    about_meeting "About this meeting";
    meeting_window "Meeting window";
    not_judged "not judged: no start was planned";
    window_planned "as planned";
    sessions "Sessions";
    window_reported "start and end as the report gives them";
    window_observed "observed: first join to last leave, since the report gives no usable start and end";
    late_after "Late after";
    early_before "Early before";
    plus_grace "plus {grace} of grace";
    minus_grace "minus {grace} of grace";
    scheduled_start "scheduled start";
    organizer_join "the organizer’s first join";
    report_start "the report’s start";
    anybody_join "the first join of anybody";
    scheduled_end "scheduled end";
    organizer_leave "the organizer’s last leave";
    report_end "the report’s end";
    anybody_leave "the last leave of anybody";
    by_the_service "by the service, over all records";
    not_comparable "cannot be compared";
    equals_total "equal to the reported total";
    differs_from_total "differs from the reported total";
    devices_count_once "two devices of one person count once";
    service_count "Service’s participant count";
    by_role "By role";
    table_of_roles "Table of roles";
    roles_caption "Presence by role; durations as hours:minutes:seconds";
    who_when "Who was present when";
    present "present";
    on_two_devices "on two devices at once";
    window_edge "edge of the meeting window, grey outside";
    timeline "Timeline";
    people_present "People present";
    at_most "at most {n}";
    curve_title "People present over time";
    nobody_present "Nobody was present.";
    curve_description "At most {n} at one time, first at {at}; the meeting window is from {from} to {to}, {zone}.";
    bars_title "A row per person, a bar per stay";
    bars_description "The same times stand in the table of people below.";
    clipped "Some times lie outside what is shown here; the table of people has them.";
    nobody_listed "The report lists nobody.";
    only_with_findings "only with findings";
    table_of_people "Table of people";
    people_caption "One row per person, by role and name; times in {zone}, durations as hours:minutes:seconds";
    away "away {times}";
    differs "differs";
    by_difference "by {difference}";
    equal "equal";
    not_checkable "not checkable";

    // The register
    register "Register";
    register_lead "Who was in which meeting, and what they were there";
    register_legend "Empty: no record, and not expected. Below the letter stands the time in the meeting as hours:minutes:seconds. Choose a letter to see the reason.";
    only_with_absences "only with absences";
    attended_of_due "“3 of 4”: attended of what the person had to come to by the roster, without excused meetings.";
    attended_of_all "“3 of 4”: attended of all meetings of the series that the person was seen in; without a roster nobody is absent.";
    register_too_wide "There are more people and meetings than a page can show. The table `attendance` has a row for each.";
    register_caption "One row per person; meetings in order of time, in {zone}";
    attended "Attended";
    n_of_m "{n} of {m}";
    status_present "present";
    status_late "late";
    status_left_early "left early";
    status_partial "partial";
    status_excused "excused";
    status_absent "absent";
    status_unknown "unknown";
    letter_present "P";
    letter_late "L";
    letter_left_early "E";
    letter_partial "T";
    letter_excused "X";
    letter_absent "A";
    letter_unknown "?";

    // Tables across meetings
    across_meetings "Across meetings";
    each_department "Each department alone";
    nothing_to_show "There is nothing to show: the table has no row.";
    rows_shown "Rows {first} to {last}";
    rows_before "those before";
    rows_after "those after";
    over_these_rows "Search and sorting are over these rows.";
    table_caption "Times in {zone}, durations as hours:minutes:seconds";
    columns_mean "What the columns mean";
    addresses_to_paste "E-mail addresses to paste into a message";
    department_lead "Who of this department attended";
    department_note "The people of this department by the roster, and nobody else. “Due” is what they had to come to, without excused meetings.";
    attended_due "Attended of due";
    attendance "Attendance";
    never_came "Never came";
    absences_uncertain "Absences not certain";

    // What the numbers mean
    meanings "What the numbers mean";
    means_reported_total "The service’s `totalAttendanceInSeconds`, never changed.";
    means_interval_sum "Σ of the intervals’ `durationInSeconds`; where one is missing, floor(leave − join) at 100 ns ticks.";
    means_presence "The length of the union of a person’s intervals over all sessions of the meeting, so that two devices count once. Half-open: leaving and joining at the same instant do not meet.";
    means_sum_check "Reported total = interval sum. Unequal is a finding with both values and the difference.";
    means_share "Presence inside the meeting window ÷ length of the window, decided on ticks; rounded only when shown.";
    means_late "First join − scheduled start, the whole delay; shown where it is more than the grace. The moment used is named, with where it comes from; without one nobody is judged.";
    means_left_early "Scheduled end − last leave, in the same way.";
    means_missed "Absent from a meeting that was due, or there for less than the rule asks. Excused is not missed, and neither is what nobody can tell.";
    means_rejoins "Comings back after having left.";
    most_and_mean "Most at once, mean at a time";
    means_most_and_mean "The largest number of people present at one instant; and people present at a time, averaged over the meeting window.";
    median_and_quartiles "Median and quartiles";
    means_quartiles "By linear interpolation (R-7, as Excel’s `QUARTILE.INC`), over presence in whole seconds.";
    means_deviation "The standard deviation of presence over all participants (divided by n, as Excel’s `STDEV.P`).";
    means_dash "Not known. It is not zero.";
    rounding "Means, medians, quartiles and deviations are rounded to whole seconds on this page; the tables of data keep two decimal places.";

    // In the terminal
    here_all "there all of the time";
    here_partly "there for part of it";
    not_here "not there";
    people_by_role "People, by role and name";
    about_file "About the file";

    // The front page and the page of a person
    attended_of_expected "attended of expected";
    expected_people "Expected people";
    not_certain "Not certain";
    late_and_left_early "Came late · left early";
    attended_most "Attended most";
    attended_least "Attended least";
    who_missed "Who missed something";
    nobody_missed "Everybody who was expected came to everything.";
    few_of_roster_found "{n} of the {m} expected people were found in the reports. The roster needs e-mail addresses or ids that the reports have, too; until then these figures do not tell who missed something.";
    nobody_missed_for_certain "Nobody missed anything for certain; some of it is not certain.";
    who_was_late "Who came late";
    nobody_late "Nobody came late.";
    delay_in_all "Delay in all";
    by_person "By person";
    by_cost_centre "By cost centre";
    cost_centres "Cost centres";
    months "Months";
    total "Total";
    decimal_hours "Decimal hours";
    hours_note "Time counts on the day it was spent. Of a meeting over midnight at the end of a month, each month has its own part, by the clock of {zone}. Time in two meetings at once counts once.";
    by_meeting "By meeting";
    by_department "By department";
    upcoming "upcoming";
    people_came "people";
    hours_in_meetings "Time in meetings";
    proof_title "Attendance of {name}";
    date "Date";
    joined "Joined";
    left "Left";
    time_in_meeting "Time";
    status "Status";
    why "Why";
    rests_on "Report";
    cost_centre "Cost centre";
    share_of_due "Share of expected time";
    meetings_attended "meetings attended";
    attended_n_of_m "{n} of {m} meetings attended";
    signature "Signature";
    proof_note "Each row rests on a report of Microsoft Teams, which the file `run.json` lists with its digest. Times are in {zone}.";
    whole_register "The whole register";
    reminder_list "Reminder list with e-mail addresses";
    rule "Rule";
    rule_attended "Attended is who was there for at least {need}.";
    of_the_meeting "{share} of the meeting";
    rule_absent "Absent is who was there for less than {need}.";
    rule_late "Late is who joined more than {time} after the start.";
    rule_left_early "Left early is who left more than {time} before the end.";
    rule_inside "Only time within the meeting counts.";
    rule_outside "Time before and after the meeting counts, too.";
    certificate "Certificate of attendance";
    has_attended "has attended";
    place_and_date "Place, date";

    }
    numbers {
    n_meetings "{n} meeting" "{n} meetings";
    n_documents "{n} document" "{n} documents";
    n_participants "{n} participant" "{n} participants";
    n_records_in_report "{n} record in the report" "{n} records in the report";
    n_without_report "{n} document gave no report" "{n} documents gave no report";
    n_errors "{n} error" "{n} errors";
    n_warnings "{n} warning" "{n} warnings";
    n_notes "{n} note" "{n} notes";
    service_counted "The service counted {n} participant." "The service counted {n} participants.";
    n_more "and {n} more" "and {n} more";
    n_absent "{n} absent" "{n} absent";
    n_people "{n} person" "{n} people";
    n_not_certain "{n} not certain" "{n} not certain";
    n_partly "{n} partly there" "{n} partly there";
    more_people "{n} more person; --all lists everybody" "{n} more people; --all lists everybody";
    more_in_findings "{n} more; the table of findings has it" "{n} more; the table of findings has them";
    more_findings "{n} more of this kind; --all lists it" "{n} more of this kind; --all lists them";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_their_places_whatever_they_hold() {
        let filled = fill("{from} to {to}, {zone}", &[("to", "{from}"), ("from", "a")]);
        assert_eq!(filled, "a to {from}, {zone}");
        assert_eq!(fill("no place", &[]), "no place");
    }
}
