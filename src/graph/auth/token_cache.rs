//! A sign-in that is kept for the next run, in a file that only its owner may read.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::graph::auth::error::AuthError;
use crate::storage::folder::{Durability, Existing, OutputFolder};

/// The file's name in the folder.
const FILE: &str = "sign-in.json";

/// A sign-in as it is kept. It has no `Debug`: it is all secrets.
#[derive(Clone, Serialize, Deserialize)]
pub struct CachedSignIn {
    /// Where it was made.
    pub authority: String,
    /// The tenant.
    pub tenant: String,
    /// The application.
    pub client_id: String,
    /// The permissions asked for.
    pub scopes: Vec<String>,
    /// The access token.
    pub access_token: String,
    /// Until when it is good.
    pub expires: Timestamp,
    /// What renews it.
    pub refresh_token: Option<String>,
}

/// Returns the folder in which programs of this user keep what is theirs.
///
/// `None` where the system does not tell.
pub fn folder() -> Option<PathBuf> {
    let from = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let system = if cfg!(windows) {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        from("XDG_CONFIG_HOME").or_else(|| from("HOME").map(|home| home.join(".config")))
    };
    system.map(|folder| folder.join("rollbook"))
}

/// Returns where the sign-in is kept in a folder.
pub fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Reads what is kept; `None` where nothing is.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn read(folder: &Path) -> Result<Option<CachedSignIn>, AuthError> {
    let path = file(folder);
    let json = match fs::read(&path) {
        Ok(json) => json,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(AuthError::Kept { path, source }),
    };
    let damaged = |error: serde_json::Error| {
        // The words of the error could hold a part of the file.
        let told = format!("line {}, column {}", error.line(), error.column());
        AuthError::Kept {
            path,
            source: io::Error::new(io::ErrorKind::InvalidData, told),
        }
    };
    serde_json::from_slice(&json).map(Some).map_err(damaged)
}

/// Keeps a sign-in.
///
/// # Errors
/// When it cannot be written.
pub fn write(folder: &Path, kept: &CachedSignIn) -> Result<PathBuf, AuthError> {
    let json = serde_json::to_vec_pretty(kept).unwrap_or_default();
    let open = OutputFolder::open(folder, Existing::Replace);
    let written = open.and_then(|folder| folder.write(FILE, &json, Durability::Synced));
    let written = written.map(|_| file(folder));
    written.map_err(|source| AuthError::NotKept {
        source: Box::new(source),
    })
}

/// Forgets what is kept; tells whether there was something.
///
/// # Errors
/// When it cannot be removed.
pub fn forget(folder: &Path) -> Result<bool, AuthError> {
    let path = file(folder);
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(AuthError::Kept { path, source }),
    }
}
