//! Rollbook turns Microsoft Teams attendance reports into summaries people can rely on.
//!
//! The way of the data, one module per stage: [`source`] finds documents,
//! [`decode`] reads them, [`validate`] makes a report with findings of each,
//! [`stats`] computes, [`summary`] joins these: that is the evidence. [`series`]
//! makes one [`series::Run`] of all reports: that are the answers, about meetings
//! and people. [`views`] settles order, rounding and units of both, [`formats`]
//! lays out, [`output`] makes files of it, [`storage`] says where they go.
//! Everything from decode to formats is pure: no disk, no network, no clock.
//!
//! Two calls do all of it: [`answers::Answers::of`] reads files and folders to a run, and
//! [`answers::Answers::table`] makes a table of it. Documents that are in memory take the
//! single stages:
//!
//! ```
//! use rollbook::formats::table_format::{CSV, Place, TextOptions};
//! use rollbook::origin::Origin;
//! use rollbook::series::collect::facts::Facts;
//! use rollbook::series::{Run, RunOptions};
//! use rollbook::summary::{Rules, summarise};
//! use rollbook::views::Table;
//! use rollbook::views::evidence::EvidenceBatch;
//! use rollbook::views::view::View;
//!
//! let bytes = std::fs::read("samples/legacy-report.json")?;
//! let origin = Origin::named("legacy-report.json");
//! let documents = summarise(&bytes, &origin, &Rules::default());
//!
//! // Evidence, exact: 415 + 427 + 310 seconds in three intervals.
//! let report = &documents[0].reports[0];
//! assert_eq!(report.report.records()[1].interval_sum(), Some(1152));
//! assert_eq!(report.stats.records[1].rejoins, 2);
//!
//! // A table of evidence, as the program writes it.
//! let records = View::whole(Table::Records);
//! let csv = CSV.tables(TextOptions::default()).expect("CSV is a format of tables");
//! let mut table = csv.file(&records, Place::File).opening();
//! csv.evidence(&records, &EvidenceBatch::whole(&documents), &mut table);
//! assert_eq!(String::from_utf8(table)?.lines().count(), 3);
//!
//! // Answers: a copy of the report changes nothing.
//! let copy = summarise(&bytes, &Origin::named("copy.json"), &Rules::default());
//! let mut facts = Facts::of(&documents);
//! facts.append(Facts::of(&copy));
//! let run = Run::of(facts, RunOptions::default());
//! assert_eq!((run.meetings().len(), run.people().count()), (1, 2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Without the features `cli` (the program) and `graph` (fetching) nothing of the library
//! knows a terminal or the network.
//!
//! Nothing fails as a whole: a document that cannot be read is a
//! [`summary::DocumentSummary`] without reports whose finding says why.

pub mod answers;
pub mod blocks;
pub mod decode;
pub mod digits;
pub mod executor;
pub mod finding;
pub mod formats;
#[cfg(feature = "graph")]
pub mod graph;
pub mod guide;
pub mod language;
pub mod model;
pub mod not_understood;
pub mod origin;
pub mod output;
pub mod pipeline;
pub mod read;
pub mod series;
pub mod source;
pub mod stats;
pub mod storage;
pub mod summary;
pub mod untrusted;
pub mod validate;
pub mod views;
pub mod zone;
