//! Rows gathered into batches of columns, of one size whatever the inputs were.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, Float64Builder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, SchemaRef};

use super::rows::Cells;

/// How many rows a batch has; the last one has what is left.
pub const ROWS: usize = 64 * 1024;

/// How many bytes of text it may have before it ends, where rows are long.
pub const TEXT: usize = 64 * 1024 * 1024;

/// How many ticks of 100 ns a microsecond has.
pub const TICKS_PER_MICROSECOND: i64 = 10;

/// Batches of a table on their way.
#[derive(Debug)]
pub struct Batches {
    schema: SchemaRef,
    columns: Vec<ColumnBuilder>,
    rows: usize,
    /// How many bytes of laid out rows it has.
    bytes: usize,
}

/// A column of the batch that is being filled.
#[derive(Debug)]
enum ColumnBuilder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Double(Float64Builder),
    Time(TimestampMicrosecondBuilder),
}

impl Batches {
    /// Begins batches of this schema, whose types are those of [`super::schema`].
    pub fn new(schema: SchemaRef) -> Self {
        let fields = schema.fields().iter();
        let columns = fields.map(|field| ColumnBuilder::new(field.data_type()));
        Self {
            columns: columns.collect(),
            schema,
            rows: 0,
            bytes: 0,
        }
    }

    /// Adds rows, and hands over each batch that they fill.
    pub fn append(&mut self, rows: &[u8], mut full: impl FnMut(&RecordBatch)) {
        let mut cells = Cells(rows);
        while !cells.is_empty() {
            let before = cells.0.len();
            self.columns.iter_mut().for_each(|one| one.take(&mut cells));
            self.rows += 1;
            self.bytes += before - cells.0.len();
            if self.rows == ROWS || self.bytes >= TEXT {
                full(&self.batch());
            }
        }
    }

    /// Returns the last batch; `None` where no row is left.
    pub fn finish(&mut self) -> Option<RecordBatch> {
        (self.rows > 0).then(|| self.batch())
    }

    fn batch(&mut self) -> RecordBatch {
        (self.rows, self.bytes) = (0, 0);
        let columns = self.columns.iter_mut().map(ColumnBuilder::finish).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
            .expect("the columns are of the schema's types, and equally long")
    }
}

impl ColumnBuilder {
    fn new(kind: &DataType) -> Self {
        match kind {
            DataType::Int64 => Self::Integer(Int64Builder::new()),
            DataType::Float64 => Self::Double(Float64Builder::new()),
            DataType::Timestamp(..) => {
                Self::Time(TimestampMicrosecondBuilder::new().with_data_type(kind.clone()))
            }
            _ => Self::Text(StringBuilder::new()),
        }
    }

    fn take(&mut self, cells: &mut Cells<'_>) {
        match self {
            Self::Text(builder) => builder.append_option(cells.text()),
            Self::Integer(builder) => builder.append_option(cells.number()),
            Self::Double(builder) => builder.append_option(cells.double()),
            Self::Time(builder) => builder.append_option(cells.number()),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        let builder: &mut dyn ArrayBuilder = match self {
            Self::Text(builder) => builder,
            Self::Integer(builder) => builder,
            Self::Double(builder) => builder,
            Self::Time(builder) => builder,
        };
        builder.finish()
    }
}
