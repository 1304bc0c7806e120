//! The first sheet: what the workbook is, its sheets, and what every column means.

use rust_xlsxwriter::{Color, Format, FormatAlign, Url, Worksheet, XlsxError};

use super::layout::shown_as;
use super::{formats, print};
use crate::tables::Table;
use crate::tables::definitions::DEFINITIONS;
use crate::zone::Zone;

/// The sheet's name.
pub(super) const NAME: &str = "About";

const WIDTHS: [f64; 5] = [22.0, 24.0, 34.0, 28.0, 90.0];
const MEANING: u16 = WIDTHS.len() as u16 - 1;

/// A sheet to tell of.
pub(super) struct Entry {
    /// What a row of it is.
    pub meaning: &'static str,
    /// Its name.
    pub name: String,
    /// How many rows it has below the heading.
    pub rows: u32,
}

/// Fills the sheet.
pub(super) fn write(
    worksheet: &mut Worksheet,
    tables: &[Table],
    entries: &[Entry],
    zone: &Zone,
) -> Result<(), XlsxError> {
    worksheet.set_name(NAME)?.set_screen_gridlines(false);
    for (column, width) in (0..).zip(WIDTHS) {
        worksheet.set_column_width(column, width)?;
    }
    let mut lines = Lines::new(worksheet);
    lines.opening(zone)?;
    lines.sheets(entries)?;
    lines.definitions()?;
    lines.columns(tables, zone)?;
    let last = lines.row - 1;
    print::paper(worksheet, NAME)?;
    worksheet
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_print_area(0, 0, last, MEANING)?;
    Ok(())
}

/// Writes the sheet from top to bottom.
struct Lines<'w> {
    worksheet: &'w mut Worksheet,
    row: u32,
    title: Format,
    section: Format,
    heading: Format,
    bold: Format,
    text: Format,
    number: Format,
}

impl<'w> Lines<'w> {
    fn new(worksheet: &'w mut Worksheet) -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        Self {
            worksheet,
            row: 0,
            title: Format::new().set_bold().set_font_size(18),
            section: Format::new()
                .set_bold()
                .set_font_size(13)
                .set_font_color(Color::RGB(0x1F_4E_78)),
            heading: formats::heading(),
            bold: top.clone().set_bold().set_text_wrap(),
            number: Format::new()
                .set_num_format("#,##0")
                .set_align(FormatAlign::Left),
            text: top.set_text_wrap(),
        }
    }

    fn opening(&mut self, zone: &Zone) -> Result<(), XlsxError> {
        self.worksheet
            .write_string_with_format(0, 0, "Attendance summary", &self.title)?;
        self.row = 1;
        let version = env!("CARGO_PKG_VERSION");
        let zone = zone.name();
        for sentence in [
            format!("Made from Microsoft Teams attendance reports by Rollbook {version}."),
            format!("Dates and times are those of the time zone {zone}, cut to whole seconds."),
            "Lengths of time are shown as hours:minutes:seconds and can be added up; a column \
             ending in (s) has the same value in plain seconds."
                .into(),
            "An empty cell means that a value is not known; it is not zero.".into(),
        ] {
            self.worksheet.write_string(self.row, 0, sentence)?;
            self.row += 1;
        }
        Ok(())
    }

    fn section(&mut self, title: &str) -> Result<(), XlsxError> {
        self.row += 1;
        self.worksheet
            .write_string_with_format(self.row, 0, title, &self.section)?;
        self.row += 1;
        Ok(())
    }

    fn headings(&mut self, headings: [&str; WIDTHS.len()]) -> Result<(), XlsxError> {
        for (column, heading) in (0..).zip(headings) {
            self.worksheet
                .write_string_with_format(self.row, column, heading, &self.heading)?;
        }
        self.row += 1;
        Ok(())
    }

    fn sheets(&mut self, entries: &[Entry]) -> Result<(), XlsxError> {
        self.section("Sheets")?;
        self.headings(["Sheet", "Rows", "What a row is", "", ""])?;
        for entry in entries {
            let link = Url::new(format!("internal:'{}'!A1", entry.name)).set_text(&entry.name);
            self.worksheet.write_url(self.row, 0, link)?;
            self.worksheet
                .write_number_with_format(self.row, 1, entry.rows, &self.number)?
                .write_string(self.row, 2, entry.meaning)?;
            self.row += 1;
        }
        Ok(())
    }

    fn definitions(&mut self) -> Result<(), XlsxError> {
        self.section("Numbers, defined once")?;
        for (term, definition) in DEFINITIONS {
            self.worksheet
                .write_string_with_format(self.row, 0, *term, &self.bold)?
                .write_string(self.row, 1, *definition)?;
            self.row += 1;
        }
        Ok(())
    }

    fn columns(&mut self, tables: &[Table], zone: &Zone) -> Result<(), XlsxError> {
        self.section("Columns")?;
        self.headings(["Sheet", "Column", "Shown as", "In CSV and JSON", "Meaning"])?;
        for table in tables {
            for column in table.columns() {
                let shown = shown_as(column.kind, zone);
                self.worksheet
                    .write_string_with_format(self.row, 0, table.title(), &self.text)?
                    .write_string_with_format(self.row, 1, column.label, &self.bold)?;
                for (at, text) in (2..).zip([&shown, column.key, column.meaning]) {
                    self.worksheet
                        .write_string_with_format(self.row, at, text, &self.text)?;
                }
                self.row += 1;
            }
        }
        Ok(())
    }
}
