//! The words of the workbook that nothing else says, in each language.
//!
//! What pages say too, and the headings of tables, are in the files beside this one.

mod de;
mod es;
mod fr;
mod ja;
mod pt;

use super::Language;

impl Language {
    /// Returns the words of the workbook.
    pub const fn workbook(self) -> &'static WorkbookWords {
        match self {
            Self::English => &ENGLISH,
            Self::German => &de::WORDS,
            Self::French => &fr::WORDS,
            Self::Spanish => &es::WORDS,
            Self::Portuguese => &pt::WORDS,
            Self::Japanese => &ja::WORDS,
        }
    }
}

/// Declares the words with the English ones, so that a language cannot lack any.
macro_rules! words {
    ($($key:ident $english:literal;)*) => {
        /// The words of the workbook; `{…}` stands for a value.
        #[derive(Debug)]
        pub struct WorkbookWords {
            $(#[doc = $english] pub $key: &'static str,)*
        }

        /// English.
        const ENGLISH: WorkbookWords = WorkbookWords { $($key: $english,)* };

        impl WorkbookWords {
            /// Returns all texts, each with its name.
            pub fn texts(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($key), self.$key),)*]
            }
        }
    };
}

words! {
    // Names of sheets
    overview "Overview";
    columns "Columns";
    about "About";

    // The first sheet
    title_of_meeting "Attendance: {meeting}";
    to_other_sheets "The tabs below lead on: who was in which meeting, people, meetings, and what the numbers mean.";
    made_by "Made by Rollbook {version} from Microsoft Teams attendance reports. Blue underlined words are links; the first heading of each sheet leads back here.";
    in_zone "time zone {zone}";
    document_read "{n} document read";
    documents_read "{n} documents read";
    hours "Hours of presence";
    errors_and_warnings "Errors, warnings";
    course "Course of the meeting";
    day "Day";
    week "Week from";
    month "Month";
    year "Year";
    all "All";
    time_from "From";
    chart_of_roles "Participations by role";
    chart_over_time "Participations over time";
    chart_of_meetings "How many attended each meeting";
    look_at "What to look at";
    more_people "and {n} more, on the sheet {sheet}";
    chart_described "{title}. The table beside it has the same numbers.";
    count "Count";
    findings_are "Counted is what was found in files and in the reports that count; the sheet {sheet} lists the findings of every report, also of copies, older versions and calls that were set aside.";
    no_findings "Nothing was found that does not add up.";
    sheets "Sheets";
    sheet "Sheet";
    rows "Rows";
    row_is "What a row is";
    of_columns "what each column of each sheet means";
    of_about "how to read the sheets, and what the numbers mean";
    of_hours "one row per person, one column per month, with sums by cost centre";
    of_register "one row per person, one column per meeting: the status as a letter";
    of_register_time "one row per person, one column per meeting: the presence";

    register_empty "empty: no record, and not expected";

    // How to read the sheets
    reading "How to read the sheets";
    times_are "Dates and times are those of the time zone {zone} (rules of {version}), cut to whole seconds.";
    lengths_are "Lengths of time are shown as hours:minutes:seconds and can be added up; a column ending in (s) has the same value in plain seconds.";
    empty_is "An empty cell means that a value is not known; it is not zero.";
    participations_are "Participations count a person once per meeting; People counts everybody once.";
    links_lead "Links lead to where a row was written. Filters do not matter; once a sheet is sorted they lead to what stands there now.";
    links_are_few "On sheets of more than 8,000 rows only the first row of each meeting or report has links.";

    // The sheet of columns
    shown_as "Shown as";
    in_csv "In CSV and JSON";
    meaning "What it means";
    as_text "text";
    as_number "number";
    as_decimal "number, 2 decimals";
    as_percent "percent";
    as_length "hours:minutes:seconds";
    as_length_and_seconds "hours:minutes:seconds, and seconds";
    as_signed_seconds "seconds, with sign";
    as_time "date and time, {zone}";

    // Pointing at a link
    to_overview "Back to the overview";
    to_meeting "To the meeting";
    to_records "To the records";
    to_roles "To the roles of the meeting";
    to_report "To the report";
    to_report_roles "To the roles of the report";
    to_intervals "To the first join and leave";
    to_findings "To the findings";
    to_sheet "To the sheet";

    // On paper, with Excel's own signs for the numbers
    page_of "Page &P of &N";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::Table;
    use std::collections::BTreeSet;

    fn places(text: &str) -> BTreeSet<&str> {
        let behind = text.split('{').skip(1);
        behind
            .filter_map(|rest| Some(rest.split_once('}')?.0))
            .collect()
    }

    #[test]
    fn each_text_has_the_places_of_the_english_one_and_is_not_it() {
        for language in Language::ALL.into_iter().skip(1) {
            let pairs = ENGLISH.texts().into_iter().zip(language.workbook().texts());
            for ((key, english), (_, text)) in pairs {
                assert_eq!(places(text), places(english), "{key} in {language:?}");
                assert!(!text.trim().is_empty(), "{key} in {language:?}");
                assert_ne!(text, english, "{key} in {language:?}");
            }
        }
    }

    #[test]
    fn excel_takes_the_name_of_every_sheet_and_no_two_are_the_same() {
        for language in Language::ALL {
            let words = language.workbook();
            let titles = Table::ALL.into_iter().map(Table::title);
            let titles = titles.chain(["Register", "Register time", "Hours by month", "To check"]);
            let names: Vec<_> = titles
                .map(|title| language.heading(title))
                .chain([words.overview, words.columns, words.about])
                .collect();
            for name in &names {
                // With room for the number of a further sheet.
                assert!(name.encode_utf16().count() <= 27, "{name}");
                assert!(
                    !name.contains(['[', ']', ':', '*', '?', '/', '\\']),
                    "{name}"
                );
                assert!(!name.starts_with('\'') && !name.ends_with('\''), "{name}");
            }
            let unique: BTreeSet<_> = names.iter().map(|name| name.to_lowercase()).collect();
            assert_eq!(unique.len(), names.len(), "{language:?}");
        }
    }

    #[test]
    fn pages_are_numbered_by_excel_itself() {
        for language in Language::ALL {
            let text = language.workbook().page_of;
            assert!(text.contains("&P") && text.contains("&N"), "{text}");
        }
    }
}
