//! Where in a document something stands, in the terms of that kind of document.

use std::fmt;

/// Where a finding stands: a JSON pointer, a row of a table, or a line of a text that is neither.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Location {
    /// A value of a JSON document, by its pointer (RFC 6901); empty for the whole document,
    /// of whatever kind it is.
    Pointer(String),
    /// A row of a table, by the line on which it begins.
    Row(Place),
    /// A text that could not be parsed.
    Text {
        /// The pointer of the innermost value that was being read; empty where none is known.
        below: String,
        /// The line and column at which reading stopped.
        place: Place,
    },
}

impl Location {
    /// Returns the location of a document as a whole.
    pub const fn document() -> Self {
        Self::Pointer(String::new())
    }

    /// Returns the JSON pointer; empty for the whole document, and for what is no JSON.
    pub fn pointer(&self) -> &str {
        match self {
            Self::Pointer(pointer) | Self::Text { below: pointer, .. } => pointer,
            Self::Row(_) => "",
        }
    }

    /// Returns line and column, where it has them.
    pub const fn place(&self) -> Option<Place> {
        match *self {
            Self::Pointer(_) => None,
            Self::Row(place) | Self::Text { place, .. } => Some(place),
        }
    }

    /// Returns the location in the file of what stands here in a document at `pointer` of it.
    pub fn below(self, pointer: &str) -> Self {
        let lead = |own: String| [pointer, &own].concat();
        match self {
            Self::Pointer(own) => Self::Pointer(lead(own)),
            Self::Text { below, place } => Self::Text {
                below: lead(below),
                place,
            },
            Self::Row(place) => Self::Row(place),
        }
    }
}

/// The location for a message. The line of a text that could not be parsed is left to the
/// sentence, which needs it with the reason.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(place) => write!(f, "row {}", place.line),
            Self::Pointer(pointer) | Self::Text { below: pointer, .. } => f.write_str(pointer),
        }
    }
}

/// Line and column in a text, both from 1; the column counts bytes, as serde_json does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

impl Place {
    /// The first byte of a file.
    pub const BEGINNING: Self = Self { line: 1, column: 1 };

    /// Returns the place of the byte at `index` of a text.
    pub fn at(text: &[u8], index: usize) -> Self {
        let before = &text[..index];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        Self {
            line: memchr::memchr_iter(b'\n', before).count() + 1,
            column: index - line_start + 1,
        }
    }

    /// Returns the place in the file of what stands at `place` in a part that begins here.
    pub const fn then(self, place: Self) -> Self {
        Self {
            line: self.line + place.line - 1,
            // Only on its first line does a part stand behind something else; a column of 0
            // stands for the line's very beginning.
            column: match place.line {
                1 => self.column + place.column.saturating_sub(1),
                _ => place.column,
            },
        }
    }
}
