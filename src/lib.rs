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
//! ```
//! use rollbook::formats::csv::{self, TextCells};
//! use rollbook::origin::Origin;
//! use rollbook::series::collect::facts::Facts;
//! use rollbook::series::{Run, RunOptions};
//! use rollbook::summary::{Rules, summarise};
//! use rollbook::views::Table;
//! use rollbook::views::cell::Rows;
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
//! let mut table = csv::header(&records);
//! csv::rows(&records, &EvidenceBatch::whole(&documents), TextCells::Inert, &mut table);
//! assert_eq!(String::from_utf8(table)?.lines().count(), 3);
//!
//! // Answers: a copy of the report changes nothing.
//! let copy = summarise(&bytes, &Origin::named("copy.json"), &Rules::default());
//! let mut facts = Facts::of(&documents);
//! facts.append(Facts::of(&copy));
//! let run = Run::of(facts, RunOptions::default());
//! assert_eq!((run.meetings().len(), run.people().count()), (1, 2));
//!
//! // A table of answers.
//! let meetings = View::whole(Table::Meetings);
//! let mut rows = Rows::default();
//! meetings.answers(&run, |row| rows.push(row));
//! let mut table = csv::header(&meetings);
//! table.extend(csv::kept_rows(&rows, TextCells::Inert));
//! assert_eq!(String::from_utf8(table)?.lines().count(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing fails as a whole: a document that cannot be read is a
//! [`summary::DocumentSummary`] without reports whose finding says why.

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
