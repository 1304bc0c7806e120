//! `run.json`: which bytes went in, which came out, and by which rules.
//!
//! Months later it settles which file, which bytes and which rule a number came
//! from. It holds no time and no path, so that equal runs into an empty folder have equal
//! manifests.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use crate::storage::digest::sha256;

/// The file's name in the output folder.
pub const NAME: &str = "run.json";

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The program and its version.
    pub program: String,
    /// The version of the time-zone rules used.
    pub time_zone_database: String,
    /// The options that shape the outputs, as they were in force.
    pub options: BTreeMap<String, String>,
    /// What became of the documents, over all inputs.
    pub documents: DocumentCounts,
    /// Every input: the user's own files, then what holds documents, in order.
    pub inputs: Vec<InputEntry>,
    /// Every other file written, in order.
    pub outputs: Vec<OutputEntry>,
    /// Files that earlier runs wrote into the same folder, that were there still and are not
    /// of this run, as they were written; in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<OutputEntry>,
}

/// What became of some documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentCounts {
    /// All of them: the sum of the next four.
    pub all: usize,
    /// Those that gave reports.
    pub converted: usize,
    /// Those that hold no report.
    pub nothing_to_convert: usize,
    /// Those that are not what was expected.
    pub rejected: usize,
    /// Those that could not be read.
    pub unreadable: usize,
    /// Reports in those converted.
    pub reports: usize,
    /// Records in these reports.
    pub records: usize,
}

/// What an input is to a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InputKind {
    /// It holds documents: only such inputs have any to count.
    #[default]
    Documents,
    /// The user's list of expected people.
    Roster,
    /// The user's list of identities.
    Aliases,
    /// The user's list of meetings.
    Meetings,
    /// The user's list of registrations.
    Registrations,
    /// The user's list of those who are left out.
    Exclusions,
    /// The user's rules of who was present.
    Rules,
    /// The user's file of what is not typed.
    Configuration,
}

/// One input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputEntry {
    /// The name as tables have it; of the user's own files without folders.
    pub name: String,
    /// What it is to the run.
    #[serde(default)]
    pub kind: InputKind,
    /// Its size in bytes; `None` where it could not be read.
    pub bytes: Option<u64>,
    /// The SHA-256 of its bytes as they lie there, packed or not.
    pub sha256: Option<String>,
    /// What was understood of it, where it is a list of the user's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub understood: Option<String>,
    /// What its documents are: a shape, or `several`.
    pub shape: String,
    /// What became of its documents.
    pub documents: DocumentCounts,
}

/// One file written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputEntry {
    /// The path in the output folder, with `/`.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes; `None` where the run kept none.
    pub sha256: Option<String>,
}

impl OutputEntry {
    /// Returns whether the name may lead out of the folder: nothing of ours has such a name,
    /// but a manifest may come from anybody.
    pub fn leads_elsewhere(&self) -> bool {
        let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
        !Path::new(&self.name).components().all(is_plain)
    }
}

/// Something that is not as the manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The file's name in the manifest.
    pub name: String,
    /// What is different.
    pub what: String,
}

/// What is not as the manifest says, in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Of what went in and came out.
    pub of_run: Vec<Difference>,
    /// Files that are there of earlier runs.
    pub earlier: Vec<Difference>,
    /// Files that are there of no run that is known.
    pub unknown: Vec<Difference>,
}

impl Differences {
    /// Returns whether all is as the manifest says, and nothing else is there.
    pub fn is_empty(&self) -> bool {
        self.of_run.is_empty() && self.earlier.is_empty() && self.unknown.is_empty()
    }
}

impl DocumentCounts {
    fn add(&mut self, other: &Self) {
        self.all += other.all;
        self.converted += other.converted;
        self.nothing_to_convert += other.nothing_to_convert;
        self.rejected += other.rejected;
        self.unreadable += other.unreadable;
        self.reports += other.reports;
        self.records += other.records;
    }
}

impl InputEntry {
    /// Returns a file of the user's own, by its name and bytes.
    pub fn own(kind: InputKind, name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            bytes: Some(bytes.len() as u64),
            sha256: Some(sha256(bytes)),
            ..Self::default()
        }
    }

    /// Returns whether it is a file of the user's own, which holds no documents.
    pub fn is_own(&self) -> bool {
        self.kind != InputKind::Documents
    }

    /// Adds documents that this input held, and their shape where it is known.
    pub fn add(&mut self, documents: &DocumentCounts, shape: Option<&str>) {
        self.documents.add(documents);
        if let Some(shape) = shape {
            self.add_shape(shape);
        }
    }

    fn add_shape(&mut self, shape: &str) {
        if self.shape.is_empty() {
            shape.clone_into(&mut self.shape);
        } else if self.shape != shape {
            "several".clone_into(&mut self.shape);
        }
    }

    /// Adds another part of the same input.
    pub fn merge(&mut self, other: Self) {
        self.documents.add(&other.documents);
        if !other.shape.is_empty() {
            self.add_shape(&other.shape);
        }
        self.bytes = self.bytes.or(other.bytes);
        self.sha256 = self.sha256.take().or(other.sha256);
    }
}

impl Manifest {
    /// Returns the manifest as JSON, an input or output a line.
    pub fn to_json(&self) -> String {
        let mut json = Vec::new();
        put(&mut json, "{\n\"program\": ", &self.program);
        put(
            &mut json,
            ",\n\"time_zone_database\": ",
            &self.time_zone_database,
        );
        put(&mut json, ",\n\"options\": ", &self.options);
        put(&mut json, ",\n\"documents\": ", &self.documents);
        put_lines(&mut json, ",\n\"inputs\": ", &self.inputs);
        put_lines(&mut json, ",\n\"outputs\": ", &self.outputs);
        if !self.earlier.is_empty() {
            put_lines(&mut json, ",\n\"earlier\": ", &self.earlier);
        }
        json.extend_from_slice(b"\n}\n");
        String::from_utf8(json).expect("JSON is UTF-8")
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// When the text is no manifest.
    pub fn read(json: &str) -> serde_json::Result<Self> {
        serde_json::from_str(json)
    }
}

/// Puts a value behind what stands before it.
fn put(json: &mut Vec<u8>, before: &str, value: &impl Serialize) {
    json.extend_from_slice(before.as_bytes());
    serde_json::to_writer(json, value).expect("texts and numbers can be written");
}

fn put_lines(json: &mut Vec<u8>, before: &str, values: &[impl Serialize]) {
    json.extend_from_slice(before.as_bytes());
    json.push(b'[');
    for (at, value) in values.iter().enumerate() {
        put(json, if at == 0 { "\n  " } else { ",\n  " }, value);
    }
    json.extend_from_slice(if values.is_empty() { b"]" } else { b"\n]" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_as_it_was() {
        let input = InputEntry {
            name: "a \"b\".json".into(),
            bytes: Some(3),
            ..InputEntry::default()
        };
        let mut manifest = Manifest {
            program: "rollbook".into(),
            ..Manifest::default()
        };
        assert_eq!(Manifest::read(&manifest.to_json()).unwrap(), manifest);
        manifest.inputs = vec![
            input.clone(),
            InputEntry {
                name: "c".into(),
                ..input
            },
        ];
        manifest.outputs.push(OutputEntry::default());
        assert_eq!(Manifest::read(&manifest.to_json()).unwrap(), manifest);
        assert!(!manifest.to_json().contains("earlier"));
        manifest.earlier.push(OutputEntry::default());
        assert_eq!(Manifest::read(&manifest.to_json()).unwrap(), manifest);
    }

    #[test]
    fn parts_of_one_input_add_up() {
        let part = |records, sha256: Option<&str>, shape: &str| InputEntry {
            sha256: sha256.map(Into::into),
            shape: shape.into(),
            documents: DocumentCounts {
                records,
                ..DocumentCounts::default()
            },
            ..InputEntry::default()
        };
        let mut whole = part(2, None, "report");
        whole.merge(part(3, None, "report"));
        whole.merge(part(0, Some("ff"), ""));
        assert_eq!(whole, part(5, Some("ff"), "report"));
        whole.merge(part(1, None, "list of records"));
        assert_eq!(whole.shape, "several");
    }
}
