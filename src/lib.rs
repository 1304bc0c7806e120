//! Rollbook turns Microsoft Teams attendance reports into summaries people can rely on.
//!
//! The way of the data, one module a stage: [`source`] finds documents,
//! [`decode`] reads them, [`validate`] makes a report with findings of each,
//! [`stats`] computes, [`views`] settles order, rounding and units, [`formats`]
//! lays out, [`output`] makes files of it. [`summary`] joins decode to stats.
//! Everything from decode to formats is pure: no disk, no network, no clock.
//!
//! ```
//! use rollbook::origin::Origin;
//! use rollbook::summary::{Rules, summarise};
//! use rollbook::views::Table;
//! use rollbook::views::evidence::EvidenceBatch;
//! use rollbook::views::view::View;
//! use rollbook::formats::csv::{self, TextCells};
//!
//! let bytes = std::fs::read("samples/legacy-report.json")?;
//! let origin = Origin::named("legacy-report.json");
//! let documents = summarise(&bytes, &origin, &Rules::default());
//!
//! // Numbers, exact: 415 + 427 + 310 seconds in three intervals.
//! let summary = &documents[0].reports[0];
//! assert_eq!(summary.report.records()[1].interval_sum(), Some(1152));
//! assert_eq!(summary.stats.records[1].rejoins, 2);
//!
//! // A table, as the program writes it.
//! let records = View::whole(Table::Records);
//! let mut table = csv::header(&records);
//! csv::rows(&records, &EvidenceBatch::whole(&documents), TextCells::Inert, &mut table);
//! assert_eq!(String::from_utf8(table)?.lines().count(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing fails as a whole: a document that cannot be read is a
//! [`summary::DocumentSummary`] without meetings whose finding says why.

pub mod decode;
pub mod digits;
pub mod finding;
pub mod formats;
pub mod graph;
pub mod language;
pub mod model;
pub mod origin;
pub mod output;
pub mod pipeline;
pub mod read;
pub mod series;
pub mod source;
pub mod spread;
pub mod stats;
pub mod storage;
pub mod summary;
pub mod validate;
pub mod views;
pub mod zone;
