//! Facts as rows, for engines that sort, cut and join them: of each line by what they may do
//! so, and the line itself, which they carry.

use super::column::columns;
use crate::model::interval::Stay;
use crate::model::time::Instant;
use crate::series::collect::facts::ReportFacts;
use crate::series::collect::facts_line::FactsLine;

/// The column that holds the line of facts.
pub const LINE: &str = "facts";

/// A line of facts as it is known, and as it is written.
pub struct FactsRow<'f> {
    line: &'f FactsLine,
    text: &'f str,
}

impl<'f> FactsRow<'f> {
    /// Returns the row of a line, and its text without the end of line.
    pub const fn new(line: &'f FactsLine, text: &'f str) -> Self {
        Self { line, text }
    }

    fn report(&self) -> Option<&'f ReportFacts> {
        self.line.facts.reports.first()
    }

    fn window(&self) -> Option<Stay> {
        self.report().and_then(ReportFacts::window)
    }

    fn start(&self) -> Option<Instant> {
        self.window().map(Stay::join)
    }
}

columns! { row: FactsRow;
    version "Version" Count "the version of what the line holds" => row.line.version();
    program "Program" Text "the program that wrote it" => row.line.program();
    tenant "Tenant" Text "the organizer's tenant, else the only one of the people" => row.line.keys.tenant.as_deref();
    day "Day" Text "the day in UTC on which the report begins, such as `2026-10-05`" => row.line.keys.day.as_deref();
    series "Series" Text "what the report was given together with" => row.line.keys.series.as_deref();
    source "Source" Text "the file, and the line where it holds several documents" => row.report().map(ReportFacts::source);
    report "Report" Text "the report, by its file's name" => row.report().map(ReportFacts::label);
    report_id "Report id" Text "the report's id" => row.report().and_then(ReportFacts::report_id);
    meeting_id "Meeting id" Text "the meeting's id, where the service tells it" => row.report().and_then(ReportFacts::meeting_id);
    start "Start" Time "when the report begins" => row.start();
    end "End" Time "when the report ends" => row.window().map(Stay::leave);
    records "Records" Count "how many records the report has" => row.report().map(ReportFacts::record_count);
    errors "Errors" Count "findings of severity error" => row.report().map(|report| report.severities().errors);
    warnings "Warnings" Count "findings of severity warning" => row.report().map(|report| report.severities().warnings);
    facts "Facts" Text "the line of facts, which `fold` reads" => row.text;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_stands_in_the_column_that_is_called_so() {
        assert_eq!(COLUMNS.last().unwrap().key, LINE);
    }
}
