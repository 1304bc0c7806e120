//! How rows that were laid out become a file of a table.

use std::borrow::Cow;
use std::fmt;

/// A file of a table on its way: takes rows as its format laid them out, in order.
pub trait TableFile: fmt::Debug + Send {
    /// Returns what stands before the first row; asked for once.
    fn opening(&mut self) -> Vec<u8>;

    /// Takes rows, and returns what is to be written now; the rest follows later.
    fn append<'r>(&mut self, rows: &'r [u8]) -> Cow<'r, [u8]>;

    /// Returns what was held back, and what stands behind the last row.
    fn closing(self: Box<Self>) -> Vec<u8>;
}

/// A file whose rows stand behind each other as they were laid out.
#[derive(Debug, Default)]
pub struct TextFile {
    opening: Vec<u8>,
    separator: &'static [u8],
    closing: &'static [u8],
    begun: bool,
}

impl TextFile {
    /// Returns a file that begins with this.
    pub fn new(opening: Vec<u8>) -> Self {
        Self {
            opening,
            ..Self::default()
        }
    }

    /// Returns the same with what every row brings in front of it, and the first goes without.
    #[must_use]
    pub fn separated_by(self, separator: &'static [u8]) -> Self {
        Self { separator, ..self }
    }

    /// Returns the same with what stands behind the last row.
    #[must_use]
    pub fn closed_by(self, closing: &'static [u8]) -> Self {
        Self { closing, ..self }
    }
}

impl TableFile for TextFile {
    fn opening(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.opening)
    }

    fn append<'r>(&mut self, mut rows: &'r [u8]) -> Cow<'r, [u8]> {
        if !self.begun {
            rows = rows.strip_prefix(self.separator).unwrap_or(rows);
        }
        self.begun |= !rows.is_empty();
        rows.into()
    }

    fn closing(self: Box<Self>) -> Vec<u8> {
        self.closing.to_vec()
    }
}
