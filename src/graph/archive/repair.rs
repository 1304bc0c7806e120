//! Making an archive's index anew from its files: nothing is overwritten, and no
//! version is lost.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::graph::archive::Archive;
use crate::graph::archive::index::{ArchiveError, IndexEntry, UNREAD, own_or_absent};
use crate::graph::archive::inspection::files;
use crate::graph::archive::names::{EARLIER, id_stem, is_file_name, stem};
use crate::graph::reports::channel::archived_as;
use crate::graph::reports::report::id_of;
use crate::storage::digest::sha256;
use crate::storage::manifest::Difference;

/// What was done to an archive.
#[derive(Clone, Debug, Default)]
pub struct Repair {
    /// How many files were as the index says.
    pub well: usize,
    /// How many files the index knows again.
    pub taken_up: usize,
    /// How many earlier versions it knows again.
    pub earlier: usize,
    /// What is still not well, and why.
    pub left: Vec<Difference>,
}

/// Makes the index of an archive anew from its files and their digests.
///
/// A file that is not as the index says stays as it is; the next run asks the service
/// for that report again, and keeps both versions.
///
/// # Errors
/// When another run uses the archive, or it cannot be read or written.
pub fn repair(path: &Path) -> Result<Repair, ArchiveError> {
    let mut archive = Archive::open(path)?;
    let mut repair = Repair::default();
    let known = Known::of(&archive);
    let (versions, reports): (Vec<_>, Vec<_>) =
        files(path).partition(|name| name.starts_with(EARLIER));
    for name in reports {
        match known.take_up(path, &name) {
            Ok(None) => repair.well += 1,
            Ok(Some(entry)) => {
                archive.note(&entry)?;
                repair.taken_up += 1;
            }
            Err(what) => {
                let what = what.to_owned();
                repair.left.push(Difference { name, what });
            }
        }
    }
    let mut known = Known::of(&archive);
    for name in versions {
        match known.of_version(&name) {
            Some(entry) if entry.earlier.contains(&name) => {}
            Some(entry) => {
                entry.earlier.push(name);
                entry.earlier.sort();
                archive.note(entry)?;
                repair.earlier += 1;
            }
            None => {
                let what = "no report of the archive has this name".to_owned();
                repair.left.push(Difference { name, what });
            }
        }
    }
    let missing = archive
        .entries()
        .filter(|entry| !path.join(&entry.file).exists());
    let missing = missing.map(|entry| Difference {
        name: entry.file.clone(),
        what: "is missing; the next run fetches it, if the service still has it".into(),
    });
    repair.left.extend(missing);
    archive.sync()?;
    Ok(repair)
}

/// What an archive tells of its files.
struct Known {
    /// The entry of each file.
    entries: HashMap<String, IndexEntry>,
    /// The files of each name without folder and ending.
    stems: HashMap<String, Vec<String>>,
    /// The meetings that may have each folder.
    meetings: HashMap<String, Vec<String>>,
}

impl Known {
    fn of(archive: &Archive) -> Self {
        let mut known = Self {
            entries: HashMap::new(),
            stems: HashMap::new(),
            meetings: HashMap::new(),
        };
        for entry in archive.entries() {
            let of_stem = known.stems.entry(stem(&entry.file).to_owned());
            of_stem.or_default().push(entry.file.clone());
            known.entries.insert(entry.file.clone(), entry.clone());
        }
        for meeting in meetings(archive) {
            known
                .meetings
                .entry(id_stem(&meeting))
                .or_default()
                .push(meeting);
        }
        known
    }

    /// Returns the entry for a file that the index does not know as it is; `None` where it
    /// does.
    fn take_up(&self, archive: &Path, name: &str) -> Result<Option<IndexEntry>, &'static str> {
        let path = archive.join(name);
        own_or_absent(&path).map_err(|_| "is a link, which is not followed")?;
        let bytes = fs::read(&path).map_err(|_| "cannot be read")?;
        let sha256 = sha256(&bytes);
        let known = self.entries.get(name);
        if known.is_some_and(|entry| entry.sha256 == sha256) {
            return Ok(None);
        }
        let report = id_of(&bytes).ok_or("is no report")?;
        let own = own_meetings(&bytes);
        let folder = name.split('/').next().unwrap_or_default();
        let mut candidates = own
            .iter()
            .chain(self.meetings.get(folder).into_iter().flatten());
        let meeting = candidates.find(|meeting| is_file_name(name, meeting, &report));
        let meeting = meeting.ok_or("its meeting is not known; the next run takes it up")?;
        let written = fs::metadata(&path).and_then(|file| file.modified()).ok();
        let written = written.and_then(|time| Timestamp::try_from(time).ok());
        Ok(Some(IndexEntry {
            meeting: meeting.clone(),
            report,
            file: name.to_owned(),
            requests: known.map_or_else(Vec::new, |entry| entry.requests.clone()),
            fetched: written.unwrap_or(Timestamp::UNIX_EPOCH),
            // Without these the next run asks for it again.
            etag: None,
            listed: None,
            sha256,
            bytes: bytes.len() as u64,
            earlier: known.map_or_else(Vec::new, |entry| entry.earlier.clone()),
        }))
    }

    /// Returns the report of which a file is an earlier version.
    fn of_version(&mut self, name: &str) -> Option<&mut IndexEntry> {
        let (report, _) = stem(name).rsplit_once('.')?;
        // Reports of two meetings may share an id, and so a name.
        let [file] = self.stems.get(report)?.as_slice() else {
            return None;
        };
        self.entries.get_mut(file)
    }
}

/// Returns the meetings that anything in the archive names.
fn meetings(archive: &Archive) -> BTreeSet<String> {
    let mut meetings: BTreeSet<_> = archive
        .entries()
        .map(|entry| entry.meeting.clone())
        .collect();
    let read = |name| fs::read_to_string(archive.path().join(name)).unwrap_or_default();
    let mut of_lines = read(UNREAD);
    of_lines.push_str(&read(".rollbook/fetch.json"));
    // Also of lines that are no JSON.
    let marks = of_lines.match_indices("\"meeting\":");
    for (at, mark) in marks {
        let rest = of_lines[at + mark.len()..].trim_start();
        let mut value = serde_json::Deserializer::from_str(rest);
        if let Ok(Value::String(id)) = Value::deserialize(&mut value) {
            meetings.insert(archived_as(&id).into_owned());
            meetings.insert(id);
        }
    }
    meetings
}

/// Returns the meetings that a report names itself, by the address of which it is the answer.
fn own_meetings(bytes: &[u8]) -> Vec<String> {
    #[derive(Deserialize)]
    struct Context {
        #[serde(rename = "@odata.context")]
        context: Option<String>,
    }
    let context = serde_json::from_slice::<Context>(bytes).ok();
    let Some(context) = context.and_then(|context| context.context) else {
        return Vec::new();
    };
    let ids = ["onlineMeetings('", "sessions('"]
        .into_iter()
        .filter_map(|mark| {
            let rest = &context[context.find(mark)? + mark.len()..];
            let id = &rest[..rest.find("')")?];
            Some(
                percent_encoding::percent_decode_str(id)
                    .decode_utf8_lossy()
                    .into_owned(),
            )
        });
    ids.flat_map(|id| [archived_as(&id).into_owned(), id])
        .collect()
}
