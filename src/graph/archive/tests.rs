//! What an archive holds to: nothing overwritten, nothing followed, nothing lost.

use std::fs;

use super::*;

fn report(body: &str) -> Fetched {
    Fetched {
        body: body.as_bytes().to_vec().into(),
        requests: vec!["https://h/v1.0/x".into()],
        etag: None,
        day: Some(jiff::civil::date(2026, 10, 6)),
        listed: None,
    }
}

fn shown(archive: &Archive) -> Vec<String> {
    let files = walkdir::WalkDir::new(archive.path()).sort_by_file_name();
    let files = files
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    files
        .filter(|entry| !entry.path().to_string_lossy().contains(HIDDEN))
        .map(|entry| fs::read_to_string(entry.path()).unwrap())
        .collect()
}

#[test]
fn a_report_that_changed_is_kept_in_both_versions_and_only_the_newest_is_in_sight() {
    let place = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(place.path()).unwrap();
    assert_eq!(
        archive.store("m", "r", report("{\"a\":1}")).unwrap().0,
        Stored::New
    );
    let (stored, entry) = archive.store("m", "r", report("{\"a\":2}")).unwrap();
    assert_eq!(stored, Stored::Changed);
    assert_eq!(shown(&archive), ["{\"a\":2}"]);
    let earlier = fs::read_to_string(place.path().join(&entry.earlier[0])).unwrap();
    assert_eq!(earlier, "{\"a\":1}");
}

#[test]
fn the_order_of_members_and_the_context_are_no_change() {
    let place = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(place.path()).unwrap();
    let first = r#"{"@odata.context":"users('1')","a":1,"b":2}"#;
    archive.store("m", "r", report(first)).unwrap();
    let (stored, _) = archive.store("m", "r", report(r#"{"b":2,"a":1}"#)).unwrap();
    assert_eq!(
        (stored, shown(&archive)),
        (Stored::Same, vec![first.to_owned()])
    );
}

#[test]
fn an_archive_is_used_by_one_run_at_a_time() {
    let place = tempfile::tempdir().unwrap();
    let first = Archive::open(place.path()).unwrap();
    let second = Archive::open(place.path());
    assert!(
        matches!(second, Err(ArchiveError::InUse { .. })),
        "{second:?}"
    );
    drop(first);
    assert!(Archive::open(place.path()).is_ok());
}

#[test]
fn what_a_killed_run_left_is_mended() {
    let place = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(place.path()).unwrap();
    let (_, entry) = archive.store("m", "r", report("{}")).unwrap();
    drop(archive);
    let index = place.path().join(INDEX);
    let torn = [
        fs::read(&index).unwrap(),
        b"{\"meeting\":\"m\",\"rep".to_vec(),
    ]
    .concat();
    fs::write(&index, torn).unwrap();
    let half = place
        .path()
        .join(&entry.file)
        .with_file_name(".rollbook-half");
    fs::write(&half, "{").unwrap();
    let archive = Archive::open(place.path()).unwrap();
    assert_eq!(archive.entry("m", "r"), Some(&entry));
    assert!(!half.exists());
}

#[test]
fn a_report_whose_file_is_gone_cut_or_changed_is_not_known() {
    let place = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(place.path()).unwrap();
    let (_, entry) = archive.store("m", "r", report("{\"a\":1}")).unwrap();
    assert!(archive.entry("m", "r").is_some());
    let file = place.path().join(&entry.file);
    for text in ["{\"a\"", "{\"a\":2}"] {
        fs::write(&file, text).unwrap();
        assert_eq!(archive.entry("m", "r"), None, "{text}");
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(archive.entry("m", "r"), None);
}

#[test]
fn a_file_that_the_index_does_not_know_is_taken_up_or_kept_aside() {
    let place = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(place.path()).unwrap();
    let (_, entry) = archive.store("m", "r", report("{\"a\":1}")).unwrap();
    drop(archive);
    fs::remove_file(place.path().join(INDEX)).unwrap();
    let mut archive = Archive::open(place.path()).unwrap();
    let again = archive.store("m", "r", report("{ \"a\":1}")).unwrap();
    assert_eq!(
        (again.0, shown(&archive)),
        (Stored::Same, vec!["{\"a\":1}".to_owned()])
    );
    fs::write(place.path().join(&entry.file), "mine").unwrap();
    let (stored, entry) = archive.store("m", "r", report("{\"a\":1}")).unwrap();
    assert_eq!(stored, Stored::Changed);
    let kept = fs::read_to_string(place.path().join(&entry.earlier[0])).unwrap();
    assert_eq!(kept, "mine");
}

#[test]
fn an_index_line_that_cannot_be_read_or_names_another_file_costs_itself_and_is_kept() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("archive");
    let mut archive = Archive::open(&path).unwrap();
    let (_, good) = archive.store("m", "good", report("{\"a\":1}")).unwrap();
    let (_, entry) = archive.store("m", "r", report("{\"a\":1}")).unwrap();
    drop(archive);
    fs::write(place.path().join("mine"), "{\"a\":1}").unwrap();
    let index = path.join(INDEX);
    let text = fs::read_to_string(&index).unwrap();
    for file in [
        "../mine",
        "/etc/passwd",
        "x/../../mine",
        ".rollbook/lock",
        "\"}{",
    ] {
        fs::write(&index, text.replace(&entry.file, file)).unwrap();
        let archive = Archive::open(&path).unwrap();
        assert_eq!((archive.unread().len(), archive.entry("m", "r")), (1, None));
        assert_eq!(archive.entry("m", "good"), Some(&good));
        let kept = fs::read_to_string(path.join(index::UNREAD)).unwrap();
        assert!(kept.contains(file), "{kept}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_report_or_its_folder_is_refused_and_not_followed() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("archive");
    let mine = place.path().join("mine");
    fs::create_dir(&mine).unwrap();
    for whole_folder in [false, true] {
        let mut archive = Archive::open(&path).unwrap();
        let (_, entry) = archive.store("m", "r", report("{\"a\":1}")).unwrap();
        let file = path.join(&entry.file);
        let secret = mine.join(file.file_name().unwrap());
        fs::write(&secret, "{\"a\":1}").unwrap();
        fs::remove_file(&file).unwrap();
        if whole_folder {
            fs::remove_dir(file.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(&mine, file.parent().unwrap()).unwrap();
        } else {
            std::os::unix::fs::symlink(&secret, &file).unwrap();
        }
        assert_eq!(archive.entry("m", "r"), None);
        let refused = archive.store("m", "r", report("{\"a\":2}"));
        assert!(matches!(refused, Err(ArchiveError::NotOwn { .. })));
        assert_eq!(fs::read_to_string(&secret).unwrap(), "{\"a\":1}");
        if !whole_folder {
            fs::remove_file(&file).unwrap();
        }
    }
}
