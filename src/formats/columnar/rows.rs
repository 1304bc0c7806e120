//! Rows as bytes, between the threads that lay them out and the one that gathers columns.
//!
//! A cell that is not known is a 0. Any other is a 1 and its value: 8 bytes of a number, or
//! of a text its length in 4 bytes and its bytes.

use std::borrow::Cow;

use super::batches::TICKS_PER_MICROSECOND;
use crate::language::Language;
use crate::views::cell::Cell;
use crate::views::column::{Column, Kind};

/// Stands before a value.
const KNOWN: u8 = 1;

/// Adds a row, each cell in the form of its column's kind.
pub fn push(bytes: &mut Vec<u8>, columns: &[Column], row: &[Cell<'_>]) {
    for (column, cell) in columns.iter().zip(row) {
        match value(column.kind, cell) {
            None => bytes.push(0),
            Some(Value::Text(text)) => {
                bytes.push(KNOWN);
                // A document of 4 GiB would not have been read.
                bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
                bytes.extend_from_slice(text.as_bytes());
            }
            Some(Value::Number(number)) => {
                bytes.push(KNOWN);
                bytes.extend_from_slice(&number.to_le_bytes());
            }
        }
    }
}

/// A cell as it is stored; a double by its bits.
enum Value<'c> {
    Text(Cow<'c, str>),
    Number(i64),
}

/// Returns what a column of this kind holds for a cell; `None` where it is not known.
///
/// # Panics
/// When the cell is of another kind: then its table contradicts itself.
fn value<'c>(kind: Kind, cell: &'c Cell<'_>) -> Option<Value<'c>> {
    let double = |number: f64| Value::Number(number.to_bits() as i64);
    Some(match (kind, cell) {
        (_, Cell::Missing) => return None,
        (Kind::Text, Cell::Text(text)) => Value::Text(Cow::Borrowed(text)),
        (Kind::Text, Cell::Reason(reason)) => {
            Value::Text(Cow::Owned(Language::English.reason(reason)))
        }
        (Kind::Count | Kind::Seconds | Kind::SignedSeconds, Cell::Integer(number)) => {
            Value::Number(*number)
        }
        (Kind::MeanSeconds | Kind::Share | Kind::Number, Cell::Decimal(number)) => {
            double(number.as_f64())
        }
        (Kind::Time, Cell::Time(instant)) => {
            // Graph writes ticks; what is finer than a microsecond is cut off.
            Value::Number(instant.as_ticks().div_euclid(TICKS_PER_MICROSECOND))
        }
        (kind, cell) => panic!("a column of {} holds {cell:?}", kind.unit()),
    })
}

/// Reads cells from the front of bytes that [`push`] made.
#[derive(Debug)]
pub struct Cells<'r>(pub &'r [u8]);

impl<'r> Cells<'r> {
    /// Returns whether every row was read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a number.
    pub fn number(&mut self) -> Option<i64> {
        self.is_known().then(|| i64::from_le_bytes(self.array()))
    }

    /// Reads a number with decimal places.
    pub fn double(&mut self) -> Option<f64> {
        self.number().map(|bits| f64::from_bits(bits as u64))
    }

    /// Reads a text.
    pub fn text(&mut self) -> Option<&'r str> {
        self.is_known().then(|| {
            let length = u32::from_le_bytes(self.array()) as usize;
            std::str::from_utf8(self.take(length)).expect("it was a text")
        })
    }

    fn is_known(&mut self) -> bool {
        self.take(1) == [KNOWN]
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        *self.take(N).first_chunk().expect("so many were taken")
    }

    fn take(&mut self, length: usize) -> &'r [u8] {
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }
}
