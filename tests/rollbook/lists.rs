//! Lists that can be trusted: nobody who was present becomes absent because of a heading, a
//! blank, an encoding or a date; what is not understood is refused with the way out.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::support::{convert, csv_rows, place, stderr, stdout};

/// A record of somebody who was there for a whole hour.
fn record(id: &str, email: &str, name: &str, role: &str) -> String {
    format!(
        r#"{{"id":"{id}","emailAddress":"{email}","totalAttendanceInSeconds":3600,"role":"{role}","identity":{{"id":"{id}","displayName":"{name}","tenantId":null}},"attendanceIntervals":[{{"joinDateTime":"2026-04-01T09:00:00Z","leaveDateTime":"2026-04-01T10:00:00Z","durationInSeconds":3600}}]}}"#
    )
}

/// A report of an hour on the first of April with these records.
fn report(records: &[String]) -> String {
    format!(
        r#"{{"id":"r-1","totalParticipantCount":{},"meetingStartDateTime":"2026-04-01T09:00:00Z","meetingEndDateTime":"2026-04-01T10:00:00Z","attendanceRecords":[{}]}}"#,
        records.len(),
        records.join(",")
    )
}

/// Ann, Zoë and the organizer were there.
fn three_people() -> String {
    report(&[
        record("1", "org@x.example", "Olga Organizer", "Organizer"),
        record("2", "ann.lee@x.example", "Ann Lee", "Attendee"),
        record("3", "zoe@x.example", "Zoë Müller", "Attendee"),
    ])
}

struct Run {
    code: Option<i32>,
    said: String,
    place: tempfile::TempDir,
}

impl Run {
    fn of(reports: &[String], lists: &[(&str, &str, &[u8])], options: &[&str]) -> Self {
        let place = place();
        let mut inputs = Vec::new();
        for (number, report) in reports.iter().enumerate() {
            let path = place.path().join(format!("{number}.json"));
            fs::write(&path, report).unwrap();
            inputs.push(path.to_str().unwrap().to_owned());
        }
        let mut all: Vec<String> = vec!["--format".into(), "csv".into()];
        for (option, name, bytes) in lists {
            let path = place.path().join(name);
            fs::write(&path, bytes).unwrap();
            all.extend([(*option).to_owned(), path.to_str().unwrap().to_owned()]);
        }
        all.extend(options.iter().map(|option| (*option).to_owned()));
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let output = convert(&inputs, &place.path().join("out"), &all);
        Self {
            code: output.status.code(),
            said: stdout(&output) + &stderr(&output),
            place,
        }
    }

    fn roster(text: &str) -> Self {
        Self::of(
            &[three_people()],
            &[("--roster", "roster.csv", text.as_bytes())],
            &[],
        )
    }

    fn out(&self) -> std::path::PathBuf {
        self.place.path().join("out")
    }

    /// Names and outcomes by the roster, in order of names.
    fn outcomes(&self) -> Vec<(String, String)> {
        assert_eq!(self.code, Some(0), "{}", self.said);
        let rows = csv_rows(&self.out().join("csv/roster.csv"));
        let listed = rows.iter().filter(|row| row["expected"] != "unexpected");
        listed
            .map(|row| (row["email"].clone(), row["outcome"].clone()))
            .collect()
    }
}

const ATTENDED: &str = "attended all";

#[test]
fn each_usual_heading_of_each_language_is_understood() {
    for text in [
        "name,e-mail\nAnn,ann.lee@x.example\n",
        "Nachname;Vorname;E-Mail-Adresse;Abteilung;Kostenstelle\nLee;Ann;ann.lee@x.example;Vertrieb;4711\n",
        "Nom;Adresse e-mail;Service\nAnn;ann.lee@x.example;Ventes\n",
        "Nombre;Correo electrónico;Departamento\nAnn;ann.lee@x.example;Ventas\n",
        "Nome;Endereço de e-mail;Departamento\nAnn;ann.lee@x.example;Vendas\n",
        "氏名,メールアドレス,部署\nAnn,ann.lee@x.example,営業\n",
        "userPrincipalName,displayName,mail,objectId\nu0@corp.example,Ann,ann.lee@x.example,\n",
        "User principal name,Display name\nann.lee@x.example,Ann\n",
        "UPN,mail\nann.lee_x.example#EXT#@host.example,\n",
        "#TYPE Microsoft.Graph.User\n\"DisplayName\",\"Mail\"\n\"Ann\",\"ann.lee@x.example\"\n",
        "\u{feff}sep=;\nName;E-Mail\nAnn;ann.lee@x.example\n",
        "Course 2026\nas of 1.4.2026\n\nName,E-Mail\nAnn,ann.lee@x.example\nTotal: 1,\n",
    ] {
        let outcomes = Run::roster(text).outcomes();
        assert_eq!(
            outcomes,
            [("ann.lee@x.example".into(), ATTENDED.into())],
            "{text}"
        );
    }
}

#[test]
fn what_was_understood_is_told_and_kept_in_the_manifest() {
    let run = Run::roster(
        "Name;E-Mail;Abteilung;Personalnummer\nAnn;ann.lee@x.example;A;7\nBo;bo@x.example;B;8\n",
    );
    let line =
        "roster.csv: 2 people; used name, e-mail, department (Abteilung); ignored Personalnummer";
    assert!(run.said.contains(line), "{}", run.said);
    assert!(run.said.contains("matched 1 of 2"), "{}", run.said);
    let manifest = fs::read_to_string(run.out().join("run.json")).unwrap();
    assert!(manifest.contains(line), "{manifest}");
}

#[test]
fn all_faults_are_told_at_once_and_nothing_is_written() {
    let run = Run::roster("name,e-mail,from\nAnn,ann.lee,2026-01-01\nZoë,zoe@x.example,4/1/2026\n");
    assert_eq!(run.code, Some(2));
    for part in [
        "has 2 faults",
        "row 2, column `e-mail`: `ann.lee` is no e-mail address",
        "row 3, column `from`: `4/1/2026` is no date",
        "--date-order",
    ] {
        assert!(run.said.contains(part), "{part}: {}", run.said);
    }
    assert!(!run.out().join("run.json").exists());
}

#[test]
fn the_order_of_dates_that_is_told_is_used() {
    let roster = b"name,e-mail,from\nAnn,ann.lee@x.example,4/1/2026\n";
    let run = Run::of(
        &[three_people()],
        &[("--roster", "r.csv", roster)],
        &["--date-order", "mdy"],
    );
    assert_eq!(run.outcomes()[0].1, ATTENDED);
    let run = Run::of(
        &[three_people()],
        &[("--roster", "r.csv", roster)],
        &["--date-order", "dmy"],
    );
    let from = &csv_rows(&run.out().join("csv/roster.csv"))[0]["from"];
    assert_eq!(from, "2026-01-04");
}

#[test]
fn a_roster_of_others_is_refused_before_anything_is_written() {
    let roster = b"name,e-mail\nBo,bo@y.example\nCem,cem@y.example\n";
    let run = Run::of(&[three_people()], &[("--roster", "r.csv", roster)], &[]);
    assert_eq!(run.code, Some(2));
    for part in [
        "do not belong together",
        "bo@y.example, cem@y.example",
        "another domain",
        "--allow-unmatched-roster",
    ] {
        assert!(run.said.contains(part), "{part}: {}", run.said);
    }
    assert!(!run.out().join("run.json").exists());
    let run = Run::of(
        &[three_people()],
        &[("--roster", "r.csv", roster)],
        &["--allow-unmatched-roster"],
    );
    assert_eq!(run.outcomes().len(), 2);
}

#[test]
fn splitting_by_department_needs_departments() {
    let roster = b"name,e-mail,departmnet\nAnn,ann.lee@x.example,A\n";
    let options = ["--split-by", "department"];
    let run = Run::of(
        &[three_people()],
        &[("--roster", "r.csv", roster)],
        &options,
    );
    assert_eq!(run.code, Some(2));
    assert!(
        run.said.contains("`departmnet` looks like it"),
        "{}",
        run.said
    );
}

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

/// A cell that holds an address in one of the ways exports do.
fn written(address: &'static str) -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        address.to_owned(),
        address.to_uppercase(),
        format!(" {address}\u{a0}"),
        format!("\u{200b}{address}"),
        format!("Somebody <{address}>"),
        format!("mailto:{address}"),
        format!("smtp:other.{address};SMTP:{address}"),
        format!("{address};"),
    ])
}

fn disturbed() -> impl Strategy<Value = Vec<u8>> {
    let heading = prop::sample::select(vec![
        "E-Mail",
        "mail",
        "E-Mail-Adresse",
        "UPN",
        "Courriel",
        "メール",
    ]);
    let above = prop::sample::select(vec!["", "sep=;\n", "#TYPE X\n", "List of 2026\n\n"]);
    let below = prop::sample::select(vec!["", "Total: 2;\n", ";\n\n"]);
    let cells = (written("ann.lee@x.example"), written("zoe@x.example"));
    (heading, above, below, cells, any::<bool>()).prop_map(
        |(heading, above, below, (ann, zoe), wide)| {
            let text = format!("{above}Name;{heading}\nAnn Lee;\"{ann}\"\nZoë;\"{zoe}\"\n{below}");
            match wide {
                true => std::iter::once(0xfeff)
                    .chain(text.encode_utf16())
                    .flat_map(u16::to_le_bytes)
                    .collect(),
                false => text.into_bytes(),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nobody_who_was_present_is_told_absent_however_the_roster_is_written(list in disturbed()) {
        let run = Run::of(&[three_people()], &[("--roster", "roster.csv", &list)], &[]);
        let outcomes = run.outcomes();
        prop_assert_eq!(outcomes.len(), 2);
        prop_assert!(outcomes.iter().all(|(_, outcome)| outcome == ATTENDED), "{:?}", outcomes);
    }
}

#[test]
fn headings_that_rollbook_prints_are_headings_that_it_reads() {
    use rollbook::language::Language;
    use rollbook::series::input::headings::Field;
    for language in Language::ALL {
        for (field, heading) in [
            (Field::Name, "Name"),
            (Field::Email, "E-mail"),
            (Field::Id, "Identity id"),
            (Field::Department, "Department"),
            (Field::CostCentre, "Cost centre"),
            (Field::Required, "Expected"),
            (Field::From, "From"),
            (Field::To, "To"),
            (Field::Title, "Meeting"),
            (Field::Start, "Start"),
            (Field::End, "End"),
            (Field::File, "Source"),
            (Field::RegistrationId, "Registration id"),
        ] {
            let printed = language.heading(heading);
            assert!(field.rank(printed).is_some(), "{printed} ({heading})");
        }
    }
}

#[test]
fn tables_of_an_earlier_run_are_lists_for_the_next() {
    let list = "name,e-mail\nAnn,ann.lee@x.example\nPia,pia@x.example\n";
    let lists = [
        ("--roster", "r.csv", list.as_bytes()),
        ("--registrations", "l.csv", list.as_bytes()),
    ];
    let first = Run::of(
        &[three_people()],
        &lists,
        &["--tables", "roster,registrations,meetings"],
    );
    assert_eq!(first.code, Some(0), "{}", first.said);
    let table = |name: &str| fs::read(first.out().join(format!("csv/{name}.csv"))).unwrap();
    let (roster, registrations, meetings) =
        (table("roster"), table("registrations"), table("meetings"));
    let lists = [
        ("--roster", "r.csv", &roster[..]),
        ("--registrations", "l.csv", &registrations[..]),
        ("--meetings", "m.csv", &meetings[..]),
    ];
    let again = Run::of(
        &[three_people()],
        &lists,
        &["--tables", "roster,registrations"],
    );
    assert_eq!(again.outcomes(), first.outcomes());
    assert!(again.said.contains("2 registrations"), "{}", again.said);
}

/// Keeps the helper honest: a missing table is a failing test, not an empty one.
#[test]
fn a_run_without_lists_writes_no_roster() {
    let run = Run::of(&[three_people()], &[], &[]);
    assert!(!Path::new(&run.out().join("csv/roster.csv")).exists());
}

#[test]
fn a_meetings_list_in_another_zone_is_told_and_none_of_its_meetings_taken_for_another() {
    let place = place();
    // The list is in Berlin's time, and the reports begin two hours before it, read as UTC.
    let options = ["--meetings", "samples/course/meetings.csv"];
    let options = [&options[..], &["--format", "csv", "--tables", "meetings"]].concat();
    let run = convert(&["samples/course"], &place.path().join("utc"), &options);
    let said = stdout(&run);
    assert!(
        said.contains(
            "Meetings list: 6 of 8 planned meetings without a report begin 120 min after one that is \
             not on the list: its times are read in the zone UTC, and --timezone names another"
        ),
        "{said}"
    );
    let rows = csv_rows(&place.path().join("utc/csv/meetings.csv"));
    let planned: Vec<_> = rows
        .iter()
        .filter(|row| row["meeting"].starts_with("Night shift"))
        .map(|row| row["state"].as_str())
        .collect();
    assert_eq!(planned, ["no report"; 8]);

    let options = [&options[..], &["--timezone", "Europe/Berlin"]].concat();
    let run = convert(&["samples/course"], &place.path().join("berlin"), &options);
    assert!(!stdout(&run).contains("Meetings list:"), "{}", stdout(&run));
}
