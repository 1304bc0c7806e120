//! What holds no report, or records of which nothing is known.

use super::*;

#[test]
fn what_holds_no_report_is_named_for_what_it_is() {
    let place = place();
    for (name, text, word) in [
        ("a.json", "%PDF-1.7 …", "PDF"),
        ("b.json", "BEGIN:VCALENDAR\nVERSION:2.0\n", "calendar"),
        ("c.json", "WEBVTT\n\n00:00 --> 00:01\nHello", "transcript"),
        ("d.json", "{'id': 'r', 'role': None}", "Python"),
        (
            "e.json",
            "Id   : 1\nRole : Organizer\nName : Zoë\n",
            "PowerShell",
        ),
        (
            "f.csv",
            "name,e-mail\nZoë,zoe@example.com\n",
            "list of people",
        ),
        (
            "g.csv",
            "1. Résumé\nClé\tValeur\n2. Autre\nUn\tDeux\n",
            "kind that this version does not know",
        ),
        (
            "i.json",
            "[{\"report\": \"x\", \"presence_seconds\": 5}]",
            "that Rollbook wrote",
        ),
        (
            "j.json",
            "{\"value\": [{\"attendees\": [], \"start\": {}}]}",
            "calendar",
        ),
        (
            "h.json",
            "{\"odata.nextLink\": \"https://x\", \"value\": []}",
            "next page",
        ),
    ] {
        let file = place.path().join(name);
        fs::write(&file, text).unwrap();
        let run = rollbook().arg("check").arg(&file).output().unwrap();
        let said = crate::support::stdout(&run);
        assert!(said.contains(word), "{name}: {said}");
        assert_eq!(run.status.code(), Some(2), "{name}: {said}");
    }
}

#[test]
fn a_record_of_which_no_member_is_known_is_left_out_and_said() {
    let place = place();
    let file = place.path().join("report.json");
    let strange = report().replace(
        "\"attendanceRecords\": [",
        "\"attendanceRecords\": [{\"nom\": \"Zoë\"}, ",
    );
    fs::write(&file, strange).unwrap();
    let run = rollbook().arg("check").arg(&file).output().unwrap();
    let said = crate::support::stdout(&run);
    assert!(
        said.contains("/attendanceRecords/0: has no member of a record"),
        "{said}"
    );
    assert!(!said.contains("identity-empty"), "{said}");
}
