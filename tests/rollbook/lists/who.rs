//! Who somebody is, by a list.

use super::*;

#[test]
fn placeholders_and_ids_of_one_visit_are_nobody() {
    let zeros = "00000000-0000-0000-0000-000000000000";
    let records = [
        record("1", "org@x.example", "Olga Organizer", "Organizer"),
        record(zeros, "", "Caller One", "Attendee"),
        record(zeros, "unknown", "Caller Two", "Attendee"),
        record("8:teamsvisitor:a", "N/A", "Greta", "Attendee"),
        record("(null)", "N/A", "Hugo", "Attendee"),
    ];
    let run = Run::of(&[report(&records)], &[], &["--tables", "people"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert!(!run.said.contains("duplicate-record"), "{}", run.said);
    assert_eq!(csv_rows(&run.out().join("csv/people.csv")).len(), 5);
}

#[test]
fn a_namesake_with_another_address_makes_an_absence_unknown() {
    for name in [
        "Ann Lee (External)",
        "Lee, Ann (Gast) (Unverified)",
        "Ann Lee | Contoso",
    ] {
        let records = [
            record("1", "org@x.example", "Olga", "Organizer"),
            record("2", "ann@home.example", name, "Attendee"),
        ];
        let roster = "name,e-mail\nAnn Lee,ann.lee@x.example\nOlga,org@x.example\n";
        let run = Run::of(
            &[report(&records)],
            &[("--roster", "r.csv", roster.as_bytes())],
            &[],
        );
        assert_eq!(run.outcomes()[0].1, "unknown", "{name}");
    }
}

#[test]
fn likely_matches_are_told_beside_answers_and_not_beside_evidence_alone() {
    let records = [
        record("1", "a@x.example", "Ann Lee", "Attendee"),
        record("2", "b@x.example", "Lee, Ann", "Attendee"),
    ];
    let told = |options: &[&str]| {
        let run = Run::of(&[report(&records)], &[], options);
        assert_eq!(run.code, Some(0), "{}", run.said);
        run.said.contains("Likely match of people, not applied: 1 ")
    };
    assert!(told(&["--tables", "meetings"]));
    assert!(told(&["--tables", "records", "--format", "html"]));
    assert!(!told(&["--tables", "records"]));
    assert!(!told(&["--tables", "records", "--format", "xlsx"]));
}

#[test]
fn both_forms_of_a_letter_name_one_person_and_one_file() {
    let records = [
        record("", "", "Zoe\u{308} M", "Attendee"),
        record("1", "org@x.example", "Olga", "Organizer"),
    ];
    let aliases = "person,e-mail,name\nZoë,zoe@x.example,Zoë M\n";
    let meetings = "title,file\nOverview,0.JSON\n";
    let lists = [
        (
            "--roster",
            "r.csv",
            "name,e-mail\nZoë,zoe@x.example\n".as_bytes(),
        ),
        ("--aliases", "a.csv", aliases.as_bytes()),
        ("--meetings", "m.csv", meetings.as_bytes()),
    ];
    let run = Run::of(&[report(&records)], &lists, &[]);
    assert_eq!(run.outcomes()[0].1, ATTENDED);
}

#[test]
fn aliases_and_meetings_that_match_nothing_are_told() {
    let lists = [
        (
            "--aliases",
            "a.csv",
            &b"person,e-mail\nAnn,ann.lee@x.example\nBo,bo@x.example\n"[..],
        ),
        (
            "--meetings",
            "m.csv",
            &b"title,file\nOne,0.json\nTwo,other.json\n"[..],
        ),
    ];
    let run = Run::of(&[three_people()], &lists, &[]);
    assert!(
        run.said
            .contains("Aliases: nobody in the reports matches row 3"),
        "{}",
        run.said
    );
    assert!(
        run.said
            .contains("Meetings list: no report is the one named in row 3"),
        "{}",
        run.said
    );
}

#[test]
fn bots_are_left_out_on_request_and_hinted_at_without() {
    let records = [
        record("1", "org@x.example", "Olga", "Organizer"),
        record("8:teamsvisitor:b", "", "Otter.ai Notetaker", "Attendee"),
        record("4", "room.1@x.example", "Room 1", "Attendee"),
    ];
    let people = |run: &Run| csv_rows(&run.out().join("csv/people.csv")).len();
    let run = Run::of(&[report(&records)], &[], &["--tables", "people"]);
    assert!(run.said.contains("--exclude bots"), "{}", run.said);
    assert_eq!(people(&run), 3);
    let options = [
        "--tables",
        "people",
        "--exclude",
        "bots",
        "--exclude",
        "room.*@x.example",
    ];
    let run = Run::of(&[report(&records)], &[], &options);
    assert!(
        run.said
            .contains("Left out by `room.*@x.example`: 1 record"),
        "{}",
        run.said
    );
    assert_eq!(people(&run), 1);
}

#[test]
fn only_who_is_expected_can_be_a_no_show() {
    let list = "Name,Email,Status\nAnn,ann.lee@x.example,Registered\nLiv,liv@x.example,Canceled\nTom,tom@x.example,Waitlisted\nUna,una@x.example,PendingApproval\nPia,pia@x.example,Registered\n";
    let run = Run::of(
        &[three_people()],
        &[("--registrations", "l.csv", list.as_bytes())],
        &[],
    );
    let rows = csv_rows(&run.out().join("csv/registrations.csv"));
    let no_shows: Vec<_> = rows
        .iter()
        .filter(|row| row["turnout"] == "no-show")
        .map(|row| &row["display_name"])
        .collect();
    assert_eq!(no_shows, ["Pia"]);
}

/// One-to-ones back to back by one organizer.
#[test]
fn guests_who_come_one_after_the_other_are_meetings_of_their_own() {
    let hour = |hour: u8, guest: &str| {
        let both = [
            record("1", "org@x.example", "Olga", "Organizer"),
            record(guest, &format!("{guest}@x.example"), guest, "Attendee"),
        ];
        let (start, end) = (format!("T{hour:02}:00"), format!("T{:02}:00", hour + 1));
        report(&both)
            .replace("T10:00", &end)
            .replace("T09:00", &start)
            .replace("r-1", guest)
    };
    let run = Run::of(
        &[hour(9, "ann"), hour(10, "bo")],
        &[],
        &["--tables", "meetings"],
    );
    assert_eq!(csv_rows(&run.out().join("csv/meetings.csv")).len(), 2);
}

#[test]
fn who_is_left_out_stands_in_the_manifest_without_folders() {
    let patterns = b"pattern\nroom.*\n";
    let records = [
        record("1", "org@x.example", "Olga", "Organizer"),
        record("4", "room.1@x.example", "Room 1", "Attendee"),
    ];
    let lists = [("--exclude", "away.csv", &patterns[..])];
    let run = Run::of(&[report(&records)], &lists, &["--exclude", "bots"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let manifest = fs::read_to_string(run.out().join("run.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["options"]["exclude"], "away.csv,bots");
    let inputs = manifest["inputs"].as_array().unwrap();
    let own = inputs
        .iter()
        .find(|input| input["name"] == "away.csv")
        .unwrap();
    assert_eq!(own["kind"], "exclusions");
    assert!(
        own["sha256"]
            .as_str()
            .is_some_and(|digest| digest.len() == 64),
        "{own}"
    );
}

#[test]
fn a_roster_that_hardly_matches_is_told_on_the_first_page_and_the_first_sheet() {
    let first_screens = |roster: &str| {
        let lists = [("--roster", "r.csv", roster.as_bytes())];
        let run = Run::of(&[three_people()], &lists, &["--format", "html,xlsx"]);
        assert_eq!(run.code, Some(0), "{}", run.said);
        let page = fs::read_to_string(run.out().join("index.html")).unwrap();
        let mut workbook: calamine::Xlsx<_> =
            calamine::open_workbook(run.out().join("attendance.xlsx")).unwrap();
        let sheet = calamine::Reader::worksheet_range_at(&mut workbook, 0).unwrap();
        let cells = sheet.unwrap();
        let cells: Vec<_> = cells.cells().map(|(_, _, cell)| cell.to_string()).collect();
        [run.said, page, cells.join("\n")]
    };
    // Two have the name of somebody there, and a name tells nobody apart.
    let [said, page, sheet] = first_screens("name\nAnn Lee\nZoë Müller\n");
    assert!(said.contains("matched 0 of 2") && said.contains("names alone"));
    for screen in [page, sheet] {
        assert!(screen.contains("0 of the 2 expected people"), "{screen}");
    }
    let [said, page, sheet] = first_screens("e-mail\nann.lee@x.example\nzoe@x.example\n");
    assert!(said.contains("matched 2 of 2;") && !said.contains("names alone"));
    for screen in [page, sheet] {
        assert!(!screen.contains("expected people were found"), "{screen}");
    }
}

#[test]
fn a_departments_page_tells_how_many_of_its_own_people_were_found() {
    // Nobody is found by a name, and one of four people by an address.
    let roster = "name,e-mail,department\nAnn Lee,,Sales\nZoë Müller,,Sales\nBo,bo@y.example,Sales\n\
                  Cy,cy@y.example,Support\nAnn,ann.lee@x.example,Service\n";
    let lists = [("--roster", "r.csv", roster.as_bytes())];
    let options = [
        "--format",
        "html",
        "--split-by",
        "department",
        "--allow-unmatched-roster",
    ];
    let run = Run::of(&[three_people()], &lists, &options);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let page = |folder: &str| {
        let index = run.out().join(folder).join("index.html");
        let page = fs::read_to_string(index).unwrap();
        let tile = page.split("<dt>Expected people</dt><dd>").nth(1).unwrap();
        let tile = tile.split('<').next().unwrap().to_owned();
        (page, tile)
    };
    for (folder, found, expected) in [
        ("", 1, "5"),
        ("departments/Sales", 0, "3"),
        ("departments/Support", 0, "1"),
    ] {
        let (page, tile) = page(folder);
        assert_eq!(tile, expected);
        let warning = format!("{found} of the {expected} expected people were found");
        assert!(page.contains(&warning), "{folder}: {page}");
    }
    // All of one department were found, so its figures hold.
    let (page, _) = page("departments/Service");
    assert!(!page.contains("expected people were found"), "{page}");
}

#[test]
fn lateness_of_a_department_that_nobody_came_from_is_unknown_and_not_unjudged() {
    let roster = "e-mail,department\nann.lee@x.example,Sales\nbo@x.example,Support\n";
    let lists = [("--roster", "r.csv", roster.as_bytes())];
    let tile = |schedule: &[&str]| {
        let split = ["--format", "html", "--split-by", "department"];
        let run = Run::of(&[three_people()], &lists, &[&split[..], schedule].concat());
        assert_eq!(run.code, Some(0), "{}", run.said);
        let page = run.out().join("departments/Support/index.html");
        let page = fs::read_to_string(page).unwrap();
        let tile = page.split("<dt>Came late · left early</dt>").nth(1);
        tile.unwrap().split("</dd>").next().unwrap().to_owned()
    };
    assert!(tile(&[]).contains("not judged"));
    let judged = tile(&["--scheduled-start", "09:00"]);
    assert!(judged.contains("not known") && !judged.contains("not judged"));
}
