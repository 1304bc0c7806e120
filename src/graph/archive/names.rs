//! The names of reports in an archive: stable, and safe on every system.

use jiff::civil::Date;

use crate::origin::file_stem;
use crate::storage::digest::sha256;

/// The longest readable part of a name; a hash behind it tells long ids apart.
const READABLE: usize = 24;

/// Returns the stable file name of a report: a folder for the meeting, the day first so that
/// names sort by time. Ids are opaque and may differ only in case: hence the hashes.
pub(in crate::graph) fn file_name(meeting: &str, report: &str, day: Option<Date>) -> String {
    let day = day.map(|day| format!("{day}_")).unwrap_or_default();
    format!("{}/{day}{}.json", id_stem(meeting), id_stem(report))
}

/// Returns whether a name that was read from somewhere is one that [`file_name`] gives.
pub(in crate::graph) fn is_file_name(name: &str, meeting: &str, report: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    let day = file.split_once('_').and_then(|(day, _)| day.parse().ok());
    [None, day]
        .into_iter()
        .any(|day| name == file_name(meeting, report, day))
}

/// Where versions of reports are that changed later.
pub(in crate::graph) const EARLIER: &str = ".rollbook/earlier";

/// Returns the name of an earlier version: as its report's file, with the version's digest.
pub(in crate::graph) fn earlier_name(file: &str, sha256: &str) -> String {
    format!("{EARLIER}/{}.{}.json", stem(file), &sha256[..12])
}

/// Returns whether a name that was read from somewhere is one that [`earlier_name`] may give.
pub(in crate::graph) fn is_earlier_name(name: &str) -> bool {
    let file = name
        .strip_prefix(EARLIER)
        .and_then(|rest| rest.strip_prefix('/'));
    file.is_some_and(|file| !file.starts_with('.') && !file.contains(['/', '\\', '\0']))
}

/// Returns the name of a report's file without folder and ending.
pub(in crate::graph) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".json").unwrap_or(name)
}

/// Returns a safe file name for an id.
pub(in crate::graph) fn id_stem(id: &str) -> String {
    let readable: String = file_stem(id).chars().take(READABLE).collect();
    let hash = sha256(id.as_bytes());
    format!("{}-{}", readable.trim_end_matches([' ', '-']), &hash[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_differ_only_in_case_or_odd_signs_have_files_of_their_own() {
        let names: Vec<_> = ["MSpk", "mspk", "MS/pk", "MS?pk", "../x", "CON"]
            .map(|id| file_name(id, "r", None))
            .into();
        let folded: std::collections::BTreeSet<_> =
            names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(folded.len(), names.len());
        assert!(
            names
                .iter()
                .all(|name| !name.contains("..") && name.matches('/').count() == 1),
            "{names:?}"
        );
    }

    #[test]
    fn a_name_that_was_read_is_taken_only_where_it_is_the_reports_own() {
        let day = jiff::civil::date(2026, 10, 6);
        for day in [None, Some(day)] {
            assert!(is_file_name(&file_name("m", "r", day), "m", "r"));
        }
        let own = file_name("m", "r", Some(day));
        for other in [
            format!("../{own}"),
            format!("/{own}"),
            own.replace("2026-10-06", ".."),
            own.replace("2026-10-06", "2026-13-06"),
            file_name("m", "s", Some(day)),
            file_name("n", "r", Some(day)),
            String::new(),
        ] {
            assert!(!is_file_name(&other, "m", "r"), "{other}");
        }
    }
}
