//! A CSV text as rows of cells, with whatever stands between the cells.

/// A row that says something.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Its cells, trimmed.
    pub cells: Vec<String>,
}

impl Row {
    /// Returns a cell; empty where there is none.
    pub(super) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }

    /// Returns how many cells are not empty.
    pub(super) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// What may stand between cells.
pub(super) const SIGNS: [u8; 3] = [b'\t', b';', b','];

/// Cuts a text into its rows; blank ones are left out. `None` where it is no such table.
pub(super) fn rows(text: &str, sign: u8) -> Option<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader
        .delimiter(sign)
        .flexible(true)
        .has_headers(false)
        .quoting(quotes_are_signs(text, sign));
    let mut rows = Vec::new();
    for record in reader.from_reader(text.as_bytes()).into_records() {
        let record = record.ok()?;
        let line = line_of(text, &record);
        let plain = |cell: &str| {
            let invisible = |sign: char| sign.is_whitespace() || sign == '\u{feff}';
            cell.trim_matches(invisible).to_owned()
        };
        let row = Row {
            line,
            cells: record.iter().map(plain).collect(),
        };
        if row.filled() > 0 {
            rows.push(row);
        }
    }
    Some(rows)
}

/// Returns the line on which a record of this text begins, from 1.
pub(crate) fn line_of(text: &str, record: &csv::StringRecord) -> usize {
    record.position().map_or(1, |place| {
        // Blank lines, and the end of the line before, stand behind the place.
        let blank = text.as_bytes()[place.byte() as usize..].iter();
        let blank = blank.take_while(|byte| matches!(byte, b'\n' | b'\r'));
        let breaks = blank.filter(|byte| **byte == b'\n').count();
        place.line() as usize + breaks
    })
}

/// Returns whether quotes enclose cells: a name may begin with one in a file that quotes
/// nothing.
fn quotes_are_signs(text: &str, sign: u8) -> bool {
    sign != b'\t'
        || text.lines().all(|line| {
            let mut cells = line.split('\t');
            cells.all(|cell| !cell.starts_with('"') || (cell.len() > 1 && cell.ends_with('"')))
        })
}
