//! A look at an archive before a run: whether it could be used. Nothing is made or changed.

use std::io;
use std::path::Path;

use crate::graph::archive::exclusive;
use crate::graph::archive::index::{self, INDEX, own_or_absent};
use crate::graph::archive::{Archive, ArchiveError};

/// What was seen of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether there is none yet.
    pub is_new: bool,
    /// How many reports its index knows.
    pub reports: usize,
    /// How many lines of its index cannot be read.
    pub unread: usize,
}

impl Archive {
    /// Looks whether a run could use an archive, or make one there.
    ///
    /// # Errors
    /// When it could not, or another run uses it.
    pub fn look(path: &Path) -> Result<Look, ArchiveError> {
        Self::may_write(path).map_err(|source| ArchiveError::File {
            path: path.to_owned(),
            source,
        })?;
        if !path.exists() {
            return Ok(Look {
                is_new: true,
                reports: 0,
                unread: 0,
            });
        }
        exclusive::is_free(path)?;
        own_or_absent(&path.join(INDEX))?;
        let index = index::read(&path.join(INDEX))?;
        Ok(Look {
            is_new: false,
            reports: index.entries.len(),
            unread: index.unread.len(),
        })
    }

    /// Looks whether files can be made in a folder, or in the nearest one around it that is
    /// there.
    ///
    /// # Errors
    /// When they cannot.
    pub fn may_write(path: &Path) -> io::Result<()> {
        let whole = std::path::absolute(path)?;
        let there = whole
            .ancestors()
            .find(|folder| folder.symlink_metadata().is_ok());
        // It has no name, and is gone when it is closed.
        tempfile::tempfile_in(there.unwrap_or(&whole)).map(drop)
    }
}
