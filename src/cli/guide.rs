//! What may be typed about the guide, and about completions and pages for `man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

/// What `rollbook explain --help` ends with.
pub const EXPLAIN_EXAMPLES: &str = "\
Examples:
  rollbook explain sum-mismatch
  rollbook explain 'left early'
  rollbook explain people | less";

/// What `rollbook completions --help` ends with.
pub const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  rollbook completions bash > ~/.local/share/bash-completion/completions/rollbook
  rollbook completions powershell >> $PROFILE";

/// `rollbook help`.
#[derive(Debug, Args)]
pub struct Help {
    /// A chapter of the guide, or a command; without one the chapters and commands are listed
    #[arg(value_name = "CHAPTER|COMMAND")]
    pub words: Vec<String>,
}

/// `rollbook explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A finding's code, a column, a table, a status or a term of the guide
    #[arg(required = true, value_name = "WORD")]
    pub words: Vec<String>,
}

/// `rollbook completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// `rollbook man`.
#[derive(Debug, Args)]
pub struct ManPages {
    /// The folder for the pages, one per command; pages that are there are replaced
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}
