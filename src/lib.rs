//! Rollbook turns Microsoft Teams attendance reports into summaries people can rely on.
//!
//! The way of the data, one module a stage: [`source`] finds documents,
//! [`decode`] reads them, [`validate`] makes a report with findings of each,
//! [`stats`] computes, [`tables`] settles order, rounding and units, [`mod@write`]
//! lays out, [`output`] makes files of it. [`summary`] joins decode to stats.
//! Everything from decode to write is pure: no disk, no network, no clock.
//!
//! ```
//! use rollbook::origin::Origin;
//! use rollbook::summary::{Rules, summarise};
//! use rollbook::tables::Table;
//! use rollbook::tables::view::View;
//! use rollbook::write::csv::{self, TextCells};
//!
//! let bytes = std::fs::read("samples/legacy-report.json")?;
//! let origin = Origin::named("legacy-report.json");
//! let documents = summarise(&bytes, &origin, &Rules::default());
//!
//! // Numbers, exact: 415 + 427 + 310 seconds in three intervals.
//! let meeting = &documents[0].meetings[0];
//! assert_eq!(meeting.report.records()[1].interval_sum(), Some(1152));
//! assert_eq!(meeting.stats.records[1].rejoins, 2);
//!
//! // A table, as the program writes it.
//! let records = View::whole(Table::Records);
//! let mut table = csv::header(&records);
//! csv::rows(&records, &documents, TextCells::Inert, &mut table);
//! assert_eq!(String::from_utf8(table)?.lines().count(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing fails as a whole: a document that cannot be read is a
//! [`summary::DocumentSummary`] without meetings whose finding says why.

pub mod decode;
pub mod digest;
pub mod digits;
pub mod finding;
pub mod graph;
pub mod language;
pub mod manifest;
pub mod model;
pub mod origin;
pub mod output;
pub mod pipeline;
pub mod series;
pub mod source;
pub mod spread;
pub mod stats;
pub mod summary;
pub mod tables;
pub mod validate;
pub mod write;
pub mod zone;
