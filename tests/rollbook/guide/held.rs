//! Each rule of the chapter on numbers has a test that holds it.
//!
//! A rule without one is an opinion: whoever adds a sentence names its test here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::page;
use crate::support::project;

/// How a rule begins, and the test that holds it.
type Held = (&'static str, &'static str);

#[rustfmt::skip]
const HELD: &[Held] = &[
    ("An interval begins with its join", "leaving_and_joining_at_one_instant_do_not_meet"),
    ("Time in a meeting is the length of the union", "overlapping_devices_count_once"),
    ("Somebody's time is what", "whoever_has_one_record_with_times_has_a_known_presence"),
    ("The reported total is the service's own number", "totals_of_a_cell_are_those_of_its_records_and_0_is_known"),
    ("The interval sum adds", "a_missing_duration_is_leave_minus_join_cut_to_whole_seconds"),
    ("An interval that has neither", "an_interval_without_times_or_duration_adds_nothing_and_no_intervals_are_0_beside_a_total_of_0"),
    ("Whole seconds of a time are cut", "whole_seconds_of_periods_add_up"),
    ("Shares have 4 decimal places", "a_share_is_shown_with_four_places_and_rounded_half_up"),
    ("Quartiles lie linearly", "figures_of_four_values_worked_by_hand"),
    ("A person is one identity id of one tenant", "guests_without_key_stay_apart_whatever_their_name"),
    ("A record without an id belongs", "a_record_without_an_id_belongs_to_the_account_that_has_its_address"),
    ("A name alone never makes", "guests_without_key_stay_apart_whatever_their_name"),
    ("An id that was made up for one visit", "an_id_of_one_visit_is_one_person_within_its_report_and_another_in_the_next"),
    ("An id of a communication service", "an_id_of_a_communication_service_is_somebody_only_where_another_report_has_it"),
    ("A word that stands for nothing", "placeholders_and_ids_of_one_visit_are_nobody"),
    ("Another name on an id or address", "another_name_on_an_id_that_was_seen_before_is_told_once"),
    ("Reports of one series are one meeting", "sessions_are_one_meeting_until_15_minutes_after_the_end_and_with_half_of_the_people"),
    ("The organizer is not among the people compared", "guests_of_one_organizer_one_after_another_have_a_meeting_each"),
    ("A report without an organizer", "another_organizer_is_another_meeting_and_none_is_no_sign"),
    ("Two reports with different meeting ids", "reports_with_different_meeting_ids_are_never_one_whatever_lies_between"),
    ("Two reports that were under way", "what_runs_beside_a_session_needs_the_id_of_that_session"),
    ("They were so if", "a_report_without_a_length_runs_beside_what_was_under_way_then"),
    ("No merged meeting goes on", "what_goes_on_for_longer_than_teams_lets_a_meeting_is_several"),
    ("The rule is applied in order of time", "each_session_goes_on_after_the_latest_end_before_it"),
    ("The organizer of a merged meeting", "another_organizer_is_another_meeting_and_none_is_no_sign"),
    ("A report that may continue several", "what_may_continue_several_meetings_continues_the_one_that_began_first"),
    ("A merged meeting starts", "a_merged_meeting_is_from_its_first_session_to_its_last_and_breaks_count_for_nothing"),
    ("A plan that names a report", "a_report_is_named_by_id_then_file_and_else_found_by_its_start"),
    ("A planned meeting is one meeting", "a_planned_meeting_is_one_wherever_its_sessions_lie"),
    ("Its series is the one", "a_planned_meeting_is_of_the_series_of_its_first_report_that_tells_a_time"),
    ("Otherwise the report that starts nearest", "a_restart_until_the_planned_end_is_of_the_plan"),
    ("A row that names the report's own", "of_two_equally_near_only_the_own_series_is_taken"),
    ("A report that starts at or after the end", "what_starts_when_the_planned_meeting_is_over_is_not_of_it"),
    ("So is one that was over", "what_ends_before_the_planned_meeting_begins_is_not_of_it"),
    ("Another report in reach", "what_runs_beside_a_planned_meeting_is_a_meeting_of_its_own"),
    ("A report lacks its records where", "a_report_without_a_list_of_records_lacks_them_and_one_that_counts_more_lacks_some"),
    ("A file that could not be read", "a_meeting_of_which_nobody_knows_is_due_for_nobody"),
    ("It is the report of the planned meeting", "an_unread_file_that_the_plan_names_has_the_day_of_the_plan"),
    ("Else its name may hold a day", "an_unread_file_of_a_planned_day_is_the_meeting_of_the_plan"),
    ("Of several planned for that day", "of_several_on_a_day_only_that_of_the_series_is_certain"),
    ("Two files that could not be read", "files_that_could_not_be_read_are_as_many_meetings_whatever_they_hold"),
    ("A meeting that the plan of its series lacks", "what_the_plan_of_its_series_lacks_is_due_for_nobody_with_and_without_a_roster"),
    ("A list in which no planned", "a_plan_lacks_meetings_only_where_it_tells_when_one_was_to_start"),
    ("Where a planned meeting of the past", "what_the_plan_lacks_is_set_apart_within_12_hours_where_planned_meetings_were_missed"),
    ("A meeting of one person in a series", "one_person_for_a_moment_away_from_the_series_is_set_aside"),
    ("Neither is a planned", "only_one_person_alone_for_a_moment_in_whole_reports_is_set_aside"),
    ("Whoever was in no other meeting", "whoever_was_only_in_a_meeting_set_aside_stays_among_the_people_with_nothing_due"),
    ("Of two reports that say the same", "a_later_version_of_a_report_counts_and_a_copy_is_another_thing"),
    ("A table of a session", "files_of_one_session_count_once_and_the_fullest_counts"),
    ("Both are of one session", "a_table_of_a_session_whose_report_is_there_starts_and_ends_within_a_minute_of_it"),
    ("Where several reports start alike", "the_order_of_files_records_and_rows_changes_no_figure"),
    ("Reports of one file are called", "reports_of_one_file_are_called_by_its_name_and_their_place_in_it"),
    ("What starts alike stands", "what_starts_alike_stands_by_the_numbers_in_its_labels"),
    ("People and departments stand", "departments_stand_by_the_numbers_in_their_names"),
    ("Meetings, people, departments and the first page", "who_came_late_stands_on_the_first_screen_by_name"),
    ("The window of a meeting is the planned time", "the_window_is_the_plan_or_what_lies_on_its_side_of_the_end_it_has"),
    ("A report without a usable start", "an_observed_window_is_from_the_first_join_to_the_last_leave_of_anybody"),
    ("A meeting whose window has no length", "a_meeting_without_a_length_is_not_judged_by_shares"),
    ("Only time inside the window counts", "time_outside_the_window_counts_only_without_clipping"),
    ("A share is the time that counts", "shares_are_between_none_and_all_and_nothing_unknown_is_0"),
    ("People are late against the planned start", "without_a_schedule_nobody_is_judged_unless_another_moment_is_asked_for"),
    ("`--baseline organizer`", "without_a_schedule_nobody_is_judged_unless_another_moment_is_asked_for"),
    ("Where the moment asked for", "without_a_schedule_nobody_is_judged_unless_another_moment_is_asked_for"),
    ("A report that ends before it starts", "a_report_that_ends_before_it_starts_tells_no_baseline"),
    ("A delay of exactly the grace", "grace_is_included_and_a_tick_more_is_late"),
    ("Of several sessions the first start", "a_merged_meeting_is_from_its_first_session_to_its_last_and_breaks_count_for_nothing"),
    ("A local time that the clocks skip", "a_scheduled_time_that_clocks_skip_or_show_twice_is_the_first_by_the_offset_before"),
    ("A record of at least 75 %", "a_tick_too_few_is_too_few_and_seen_as_such"),
    ("Among those who were there", "late_wins_over_left_early_and_an_excuse_leaves_both"),
    ("Partial becomes absent only", "nobody_attended_some_who_attended_none"),
    ("Somebody without a record", "without_a_roster_nobody_is_absent"),
    ("They are unknown instead", "an_absence_is_unknown_where_a_guest_of_one_visit_may_be_who_is_missed"),
    ("They are also unknown", "a_namesake_with_another_address_makes_an_absence_unknown"),
    ("Somebody of the same name who is on", "a_namesake_who_is_on_the_roster_makes_nobody_unknown"),
    ("An excuse turns partial", "late_wins_over_left_early_and_an_excuse_leaves_both"),
    ("Where a report hides", "hidden_times_leave_the_reported_total_to_decide"),
    ("It does so by", "times_are_hidden_by_no_intervals_and_by_one_that_lacks_a_time_or_runs_backwards"),
    ("The least is the largest total", "hidden_times_of_one_session_after_another_add_up"),
    ("Neither is more than the window", "nobody_was_there_for_longer_than_the_window_whose_time_counts"),
    ("Time that may have been before", "what_may_have_been_outside_the_window_is_not_certain"),
    ("A record whose total is 0", "a_record_whose_total_is_0_hides_nothing"),
    ("A total of 0 beside", "a_total_of_0_beside_an_interval_without_a_join_is_unknown"),
    ("A status is given only", "a_status_of_hidden_times_is_given_only_where_the_least_and_the_most_agree"),
    ("Nobody is late whose", "hidden_times_make_nobody_late_who_may_have_joined_before"),
    ("The share of somebody with hidden", "the_share_of_hidden_times_is_unknown_and_not_0"),
    ("The order of rows in a list", "the_order_of_roster_rows_decides_nothing_and_every_row_is_somebody"),
    ("Where several rows of a person", "of_several_rows_that_cover_a_day_one_that_requires_is_enough"),
    ("Whoever could come to a meeting", "whoever_could_come_and_did_not_has_no_row"),
    ("Due are the meetings", "what_somebody_came_to_before_their_days_is_not_attended_of_due"),
    ("Nobody knows who came", "a_meeting_of_which_nobody_knows_is_due_for_nobody"),
    ("Where a report is there and one person", "a_meeting_with_a_report_is_due_for_whom_it_leaves_unknown_and_their_share_is_not_known"),
    ("Without a roster all meetings", "totals_of_people_are_those_of_their_entries"),
    ("Of those, one whose report", "without_a_roster_a_report_that_lacks_records_is_due_for_those_in_it"),
    ("Such a meeting stands beside", "without_a_roster_a_report_without_its_records_is_due_for_nobody"),
    ("Without a roster, a meeting in which", "without_a_roster_a_meeting_in_which_somebody_was_not_seen_is_not_attended"),
    ("A meeting that is still to come", "what_is_to_come_or_was_called_off_is_due_for_nobody"),
    ("A guest without an id and e-mail address is due", "a_guest_whom_nobody_can_tell_is_due_only_where_they_were_seen"),
    ("Attended counts meetings", "totals_of_people_are_those_of_their_entries"),
    ("Missed are due meetings", "missed_is_what_attendance_says"),
    ("Of somebody who is not on the roster", "what_somebody_came_to_before_their_days_is_not_attended_of_due"),
    ("The share of due is", "an_unknown_meeting_is_on_neither_side_of_a_share"),
    ("A due meeting without a length", "a_meeting_without_a_length_adds_nothing_to_either_side_of_a_share"),
    ("Where nothing was due, or", "nothing_due_is_no_share_in_words"),
    ("An outcome looks at", "only_meetings_that_were_due_decide_an_outcome"),
    ("Attended all attended each", "attended_all_is_only_who_is_known_to_have_come_to_each"),
    ("No-show was certainly absent", "no_show_is_only_who_was_certainly_absent_from_each"),
    ("Where each of them is unknown", "no_show_is_only_who_was_certainly_absent_from_each"),
    ("Of whom nothing was due", "what_somebody_came_to_before_their_days_is_not_attended_of_due"),
    ("To pass by `attendance", "whoever_passes_would_pass_whatever_the_unknown_meetings_were"),
    ("An unknown meeting without a length", "nobody_passes_by_a_share_of_meetings_one_of_which_has_no_length_to_judge_by"),
    ("`<=`, `<` and `=`", "whoever_passes_would_pass_whatever_the_unknown_meetings_were"),
    ("`passed.csv` is written", "who_passed_is_written_by_the_options_of_every_csv"),
    ("A person with several records", "who_has_two_roles_counts_under_the_higher_alone"),
    ("The row of another role", "who_has_two_roles_counts_under_the_higher_alone"),
    ("In `report_roles`", "in_the_roles_of_one_report_each_record_counts_under_its_own_role"),
    ("The order is organizer", "roles_sort_by_rank_then_unknown_by_name_then_missing"),
    ("An instant spent in several", "each_instant_counts_in_the_meeting_that_was_joined_first"),
    ("Time = plain sum", "each_total_is_the_sum_of_its_parts"),
    ("Months and weeks end", "a_month_ends_at_midnight_in_the_zone"),
    ("In each meeting their whole seconds", "whole_seconds_of_periods_add_up"),
    ("In no period is the time longer", "what_a_period_has_no_room_for_goes_to_the_one_before"),
    ("Of a meeting over midnight", "months_end_at_midnight_in_berlin_in_every_format"),
    ("A period in a heading", "a_period_ends_on_the_day_on_which_the_last_meeting_began"),
    ("Registrations apply to", "registrations_apply_where_a_record_has_one_of_their_ids_and_else_everywhere"),
    ("Of several rows of one registration", "of_several_registrations_of_one_person_the_last_counts"),
    ("Somebody may have registrations", "whoever_registered_twice_and_came_by_both_is_no_no_show"),
    ("A registration is found by its id", "a_registration_is_found_by_its_id_before_its_address"),
    ("Who was not seen is unknown", "who_registered_and_was_not_seen_is_unknown_beside_a_guest_or_a_gap"),
    ("Everybody who came by a registration", "everybody_who_came_by_a_registration_that_was_handed_on_was_registered"),
    ("The row of such a registration", "the_row_of_a_registration_that_several_came_by_is_of_the_first_of_them_by_name"),
    ("There at 25, 50", "who_leaves_at_a_mark_is_not_there_unless_the_meeting_is_over"),
    ("Such a moment is when", "marks_leave_breaks_out"),
    ("These numbers are empty", "who_was_there_at_a_mark_is_unknown_where_some_times_or_records_are"),
    ("The peak and the mean", "how_many_were_there_at_once_is_not_known_where_nobodys_times_are"),
    ("A document that gives no report", "a_document_without_a_report_has_one_finding"),
    ("`count-mismatch` is not told", "counts_are_compared_with_records_that_are_there"),
    ("`outside-window` needs a window", "only_a_window_has_an_outside"),
    ("`total-missing` is not told of a total", "totals_and_intervals_are_compared_where_both_are_there"),
    ("`sum-mismatch` needs both", "totals_and_intervals_are_compared_where_both_are_there"),
    ("`intervals-missing` is not told", "totals_and_intervals_are_compared_where_both_are_there"),
    ("`time-missing` is not told", "an_interval_that_lacks_a_time_or_runs_backwards_has_no_length_to_compare"),
    ("`duration-missing` is not told", "an_interval_that_lacks_a_time_or_runs_backwards_has_no_length_to_compare"),
    ("`duration-mismatch` needs", "an_interval_that_lacks_a_time_or_runs_backwards_has_no_length_to_compare"),
    ("`outside-window`, `interval-overlap`", "an_interval_that_lacks_a_time_or_runs_backwards_has_no_length_to_compare"),
    ("`identity-empty` and", "who_is_known_by_a_word_for_nothing_is_told_so_and_no_more"),
    ("`role-missing` is not told", "a_role_that_cannot_be_read_is_not_missing"),
    ("`total-missing`, `role-missing`", "a_table_is_not_told_to_lack_what_it_has_no_column_for"),
    ("`zone-missing`, `number-as-text`", "what_concerns_all_of_a_report_is_told_once"),
    ("`report-superseded` is not told", "of_three_versions_both_older_ones_name_the_one_that_counts"),
    ("`identity-shared` across", "other_names_in_one_report_are_told_by_its_evidence_alone"),
    ("`window-missing` beside", "only_a_window_has_an_outside"),
    ("`duplicate-record` beside", "each_further_record_of_somebody_is_told_beside_another_name"),
    ("`duplicate-record` is told", "each_further_record_of_somebody_is_told_beside_another_name"),
    ("`page-missing` beside", "counts_are_compared_with_records_that_are_there"),
];

/// Returns the names of all functions that are written in a folder.
fn functions(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let written = text
                .lines()
                .filter_map(|line| line.trim().strip_prefix("fn "));
            names.extend(written.filter_map(|line| Some(line.split_once('(')?.0.to_owned())));
        }
    }
}

#[test]
fn each_rule_of_the_numbers_is_held_by_a_test() {
    let guide = page("src/guide/numbers.md");
    let rules: Vec<&str> = guide
        .lines()
        .filter_map(|line| line.strip_prefix("* "))
        .collect();
    for rule in &rules {
        let held = HELD.iter().filter(|(begin, _)| rule.starts_with(begin));
        assert_eq!(held.count(), 1, "{rule}");
    }
    for (begin, _) in HELD {
        let of = rules.iter().filter(|rule| rule.starts_with(begin));
        assert_eq!(of.count(), 1, "{begin}");
    }
    let mut names = BTreeSet::new();
    for folder in ["src", "tests/rollbook"] {
        functions(&project(folder), &mut names);
    }
    for (begin, test) in HELD {
        assert!(names.contains(*test), "{begin}: {test}");
    }
}
