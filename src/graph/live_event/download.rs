//! A file on its way: beside its target until it is whole, and fit to be gone on with.
//!
//! `FILE.part` holds what came, `FILE.part.json` of which version of which file.
//! Without a version nothing is gone on with: two halves may not fit.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use fs4::FileExt;
use serde::{Deserialize, Serialize};

use crate::graph::live_event::error::ArtifactError;
use crate::storage::folder::Existing;

/// What tells one version of a file from others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its entity tag, also a weak one.
    pub etag: Option<String>,
    /// When it was modified.
    pub modified: Option<String>,
}

impl Version {
    /// By what to ask for the rest of it: a weak tag tells nothing of bytes.
    fn validator(&self) -> Option<&String> {
        let strong = self.etag.as_ref().filter(|etag| !etag.starts_with("W/"));
        strong.or(self.modified.as_ref())
    }

    /// Returns whether the rest that came is of this version. HTTP lets a rest leave out the
    /// time by which it was asked for, and never the tag.
    pub fn is_of(&self, rest: &Self) -> bool {
        self.etag == rest.etag && (rest.modified.is_none() || self.modified == rest.modified)
    }
}

/// What is known of the part that is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct About {
    /// What it is a part of.
    of: String,
    version: Version,
    total: Option<u64>,
}

/// A file that may be only partly there.
#[derive(Debug)]
pub struct PartFile {
    target: PathBuf,
    existing: Existing,
    path: PathBuf,
    file: File,
    length: u64,
    about: About,
}

impl PartFile {
    /// Begins a file, or goes on with what an earlier run left of it; `of` tells what it is.
    ///
    /// # Errors
    /// When the target is there and is to stay, another run is at it, or it cannot be written.
    pub fn open(target: &Path, of: &str, existing: Existing) -> Result<Self, ArtifactError> {
        if existing == Existing::Keep && target.symlink_metadata().is_ok() {
            return Err(ArtifactError::Exists {
                path: target.to_owned(),
            });
        }
        let path = beside(target, ".part");
        let failed = |source| ArtifactError::File {
            path: path.clone(),
            source,
        };
        let file = open_own(&path).map_err(failed)?;
        match FileExt::try_lock(&file) {
            // Another run may have finished it before it was held: it is the target now.
            Ok(()) if !has_name(&file, &path).map_err(failed)? => {
                return Self::open(target, of, existing);
            }
            Ok(()) => {}
            Err(fs4::TryLockError::WouldBlock) => {
                return Err(ArtifactError::InUse {
                    path: target.to_owned(),
                });
            }
            Err(fs4::TryLockError::Error(source)) => return Err(failed(source)),
        }
        let notes = beside(target, ".part.json");
        // A pipe of that name would be waited for without end.
        let readable = notes.symlink_metadata().is_ok_and(|file| file.is_file());
        let about = readable.then(|| fs::read(notes).ok()).flatten();
        let about = about.and_then(|json| serde_json::from_slice::<About>(&json).ok());
        let mut part = Self {
            target: target.to_owned(),
            existing,
            path: path.clone(),
            length: 0,
            about: About {
                of: of.to_owned(),
                ..About::default()
            },
            file,
        };
        match about.filter(|about| about.of == of && about.version.validator().is_some()) {
            Some(about) => {
                part.length = part.file.seek(SeekFrom::End(0)).map_err(failed)?;
                part.about = about;
            }
            None => part.restart(Version::default(), None)?,
        }
        Ok(part)
    }

    /// Returns how many bytes are there.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Returns how many there will be, where that is known.
    pub fn total(&self) -> Option<u64> {
        self.about.total
    }

    /// From where, and of which version, to go on; `None` where there is nothing to go on with.
    pub fn resumable(&self) -> Option<(u64, String)> {
        let validator = self.about.version.validator().cloned();
        validator
            .filter(|_| self.length > 0)
            .map(|validator| (self.length, validator))
    }

    /// Of which version the part is that is there.
    pub fn version(&self) -> &Version {
        &self.about.version
    }

    /// Begins again, with this version.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn restart(&mut self, version: Version, total: Option<u64>) -> Result<(), ArtifactError> {
        let about = About {
            of: self.about.of.clone(),
            version,
            total,
        };
        let begun = self.file.set_len(0).and_then(|()| self.file.rewind());
        // The old bytes go before the new version is noted, so that no kill mixes them up.
        begun
            .and_then(|()| self.note(&about))
            .map_err(|source| self.failed(source))?;
        (self.length, self.about) = (0, about);
        Ok(())
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), ArtifactError> {
        self.file
            .write_all(bytes)
            .map_err(|source| self.failed(source))?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Gives the whole file its name.
    ///
    /// # Errors
    /// When the disk does not take it, or the name was taken meanwhile.
    pub fn finish(self) -> Result<PathBuf, ArtifactError> {
        if self.existing == Existing::Keep && self.target.symlink_metadata().is_ok() {
            return Err(ArtifactError::Exists { path: self.target });
        }
        let synced = self.file.sync_all();
        let named = synced.and_then(|()| fs::rename(&self.path, &self.target));
        named.map_err(|source| self.failed(source))?;
        // It tells of nothing any more; one that stays does no harm.
        let _ = fs::remove_file(beside(&self.target, ".part.json"));
        Ok(self.target)
    }

    fn note(&self, about: &About) -> io::Result<()> {
        let json = serde_json::to_vec(about)?;
        let mut file = open_own(&beside(&self.target, ".part.json"))?;
        file.set_len(0)?;
        file.write_all(&json)
    }

    fn failed(&self, source: io::Error) -> ArtifactError {
        ArtifactError::File {
            path: self.path.clone(),
            source,
        }
    }
}

/// Returns the path with this behind its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Returns whether this is the file that now has the name, and not one that had it.
fn has_name(file: &File, path: &Path) -> io::Result<bool> {
    let file = same_file::Handle::from_file(file.try_clone()?)?;
    match same_file::Handle::from_path(path) {
        Ok(named) => Ok(named == file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Opens a file of our own for writing: a regular one, which only the owner may read.
fn open_own(path: &Path) -> io::Result<File> {
    if path.symlink_metadata().is_ok_and(|file| !file.is_file()) {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "something that is no regular file has this name",
        ));
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    keep_to_ourselves(&file)?;
    Ok(file)
}

/// Makes sure that what is written is seen nowhere else: one who planted the file may have
/// let others read it, or given it a second name.
#[cfg(unix)]
fn keep_to_ourselves(file: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    if file.metadata()?.nlink() > 1 {
        let told = "it has another name too, and would be overwritten there";
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, told));
    }
    file.set_permissions(fs::Permissions::from_mode(0o600))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(target: &Path, of: &str) -> PartFile {
        PartFile::open(target, of, Existing::Keep).unwrap()
    }

    fn tagged(etag: &str) -> Version {
        Version {
            etag: Some(etag.to_owned()),
            modified: None,
        }
    }

    #[test]
    fn what_came_of_the_same_version_is_gone_on_with() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("a.mp4");
        let mut part = open(&target, "recording of M");
        part.restart(tagged("\"v1\""), Some(6)).unwrap();
        part.append(b"abc").unwrap();
        drop(part);
        let mut part = open(&target, "recording of M");
        assert_eq!(
            (part.resumable(), part.total()),
            (Some((3, "\"v1\"".into())), Some(6))
        );
        part.append(b"def").unwrap();
        part.finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"abcdef");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_came_of_another_file_or_no_version_is_thrown_away() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("a.mp4");
        for (version, of) in [
            (tagged("v"), "recording of N"),
            (tagged("W/\"v\""), "recording of M"),
            (Version::default(), "recording of M"),
        ] {
            let mut part = open(&target, of);
            part.restart(version, None).unwrap();
            part.append(b"abc").unwrap();
            drop(part);
            let part = open(&target, "recording of M");
            assert_eq!((part.resumable(), part.length()), (None, 0));
        }
    }

    #[test]
    fn a_part_that_another_run_has_finished_meanwhile_is_not_written_to() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("a.csv");
        let mut part = open(&target, "x");
        let late = open_own(&part.path).unwrap();
        assert!(has_name(&late, &part.path).unwrap());
        part.append(b"whole").unwrap();
        let path = part.path.clone();
        part.finish().unwrap();
        assert!(!has_name(&late, &path).unwrap(), "nobody has the name");
        let again = PartFile::open(&target, "x", Existing::Replace).unwrap();
        assert!(!has_name(&late, &path).unwrap(), "another has it");
        drop(again);
        assert_eq!(fs::read(&target).unwrap(), b"whole");
    }

    #[test]
    fn a_target_that_is_there_stays_unless_it_may_be_replaced() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("a.csv");
        fs::write(&target, "old").unwrap();
        let kept = PartFile::open(&target, "x", Existing::Keep);
        assert!(matches!(kept, Err(ArtifactError::Exists { .. })));
        let mut part = PartFile::open(&target, "x", Existing::Replace).unwrap();
        part.append(b"new").unwrap();
        part.finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_planted_link() {
        let link_at = |name: &str, hard: bool| {
            let place = tempfile::tempdir().unwrap();
            let (victim, link) = (place.path().join("victim"), place.path().join(name));
            fs::write(&victim, "mine").unwrap();
            if hard {
                fs::hard_link(&victim, link).unwrap();
            } else {
                std::os::unix::fs::symlink(&victim, link).unwrap();
            }
            assert!(PartFile::open(&place.path().join("a.csv"), "x", Existing::Keep).is_err());
            assert_eq!(fs::read(&victim).unwrap(), b"mine");
        };
        for name in ["a.csv.part", "a.csv.part.json"] {
            link_at(name, false);
            link_at(name, true);
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_comes_is_for_its_owner_alone_whoever_made_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("a.csv");
        let planted = beside(&target, ".part");
        fs::write(&planted, "").unwrap();
        fs::set_permissions(&planted, fs::Permissions::from_mode(0o666)).unwrap();
        let path = open(&target, "x").finish().unwrap();
        let mode = fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
