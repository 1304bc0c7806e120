//! The window that Windows makes for a program that nobody called from a terminal, as when
//! files are dropped on it: it closes when the program ends, so the program waits.

use std::io::{self, IsTerminal as _};

/// Returns whether the window is there for this program alone.
#[cfg(windows)]
pub fn is_own() -> bool {
    use winsafe::{HPROCESSLIST, co};
    let parent_of_own = || {
        let mut list =
            HPROCESSLIST::CreateToolhelp32Snapshot(co::TH32CS::SNAPPROCESS, None).ok()?;
        let mut all = Vec::new();
        for process in list.iter_processes() {
            let process = process.ok()?;
            let ids = (process.th32ProcessID, process.th32ParentProcessID);
            all.push((ids, process.szExeFile()));
        }
        let own = all.iter().find(|((id, _), _)| *id == std::process::id())?;
        let parent = all.iter().find(|((id, _), _)| *id == own.0.1)?;
        Some(parent.1.clone())
    };
    parent_of_own().is_some_and(|name| name.eq_ignore_ascii_case("explorer.exe"))
}

/// Returns whether the window is there for this program alone: only Windows makes such.
#[cfg(not(windows))]
pub const fn is_own() -> bool {
    false
}

/// Waits until somebody has read what stands there, where the window would close else.
pub fn wait_where_own() {
    if is_own() && io::stdin().is_terminal() {
        super::to_stderr("\nPress Enter to close this window.\n");
        let _ = io::stdin().read_line(&mut String::new());
    }
}
