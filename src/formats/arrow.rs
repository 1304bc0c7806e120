//! The tables in Apache Arrow's columns, for programs that read without parsing.

use std::mem;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::ArrowError;

use super::columnar::{self, ColumnFile, Writer, schema};
use super::table_file::TableFile;
use super::table_format::{Place, TableFormat};
use crate::views::cell::Rows;
use crate::views::column::Column;
use crate::views::evidence::EvidenceBatch;
use crate::views::view::View;

/// Apache Arrow: a file that can be read from anywhere, or a stream.
#[derive(Clone, Copy, Debug)]
pub struct Arrow;

impl TableFormat for Arrow {
    fn extension(&self) -> &'static str {
        "arrow"
    }

    fn file(&self, view: &View, place: Place) -> Box<dyn TableFile> {
        file(view.columns(), place)
    }

    fn evidence(&self, view: &View, batch: &EvidenceBatch<'_>, bytes: &mut Vec<u8>) {
        columnar::push_evidence(view, batch, bytes);
    }

    fn answers(&self, view: &View, kept: &Rows) -> Vec<u8> {
        columnar::answers(view, kept)
    }
}

/// Begins a file of these columns, whose rows [`columnar::push_row`] makes.
pub fn file(columns: &[Column], place: Place) -> Box<dyn TableFile> {
    let schema = Arc::new(schema(columns));
    let bytes = Vec::new();
    match place {
        Place::File => {
            let writer = FileWriter::try_new(bytes, &schema);
            Box::new(ColumnFile::new(schema, writer))
        }
        Place::Stream => {
            let writer = StreamWriter::try_new(bytes, &schema);
            Box::new(ColumnFile::new(schema, writer))
        }
    }
}

impl Writer for FileWriter<Vec<u8>> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        Self::write(self, batch)
    }

    fn take(&mut self) -> Vec<u8> {
        mem::take(self.get_mut())
    }

    fn finish(self) -> Result<Vec<u8>, ArrowError> {
        self.into_inner()
    }
}

impl Writer for StreamWriter<Vec<u8>> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        Self::write(self, batch)
    }

    fn take(&mut self) -> Vec<u8> {
        mem::take(self.get_mut())
    }

    fn finish(self) -> Result<Vec<u8>, ArrowError> {
        self.into_inner()
    }
}
