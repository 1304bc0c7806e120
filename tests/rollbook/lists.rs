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
        format!("Somebody <{address}>"),
        format!("mailto:{address}"),
        format!("smtp:other.{address};SMTP:{address}"),
        format!("{address};"),
        format!("{}#EXT#@host.example", address.replace('@', "_")),
    ])
}

/// What a roster of Ann and Zoë says, apart from how it is saved.
#[derive(Clone, Debug)]
struct Content {
    above: &'static str,
    names: &'static [&'static str],
    address: &'static str,
    dates: Option<(&'static str, &'static str)>,
    below: &'static str,
    cells: [String; 2],
    turned: bool,
}

/// How it is saved.
#[derive(Clone, Copy, Debug)]
enum Saved {
    Utf8,
    Utf16(fn(u16) -> [u8; 2], u16),
    Windows1252,
    Json,
    Workbook,
}

fn content() -> impl Strategy<Value = Content> {
    let select = |texts: &'static [&'static str]| prop::sample::select(texts);
    let names: &[&[&str]] = &[
        &["Name"],
        &["Vorname", "Nachname"],
        &["Name, Vorname"],
        &["displayName", "givenName", "surname"],
        &[],
    ];
    let dates = prop::sample::select(vec![
        ("From", "2026-01-01"),
        ("Eintritt", "01.04.2026"),
        ("Start date", "1 Apr 2026"),
        ("Bis", "30.04.2026"),
        ("From", ""),
    ]);
    let cells = (written("ann.lee@x.example"), written("zoe@x.example"));
    (
        select(&["", "sep=;\n", "#TYPE X\n", "List of 2026\n\n"]),
        prop::sample::select(names),
        select(&[
            "E-Mail",
            "mail",
            "E-Mail-Adresse",
            "UPN",
            "Courriel",
            "userPrincipalName",
        ]),
        prop::option::of(dates),
        select(&["", "Total: 2;\n", ";\n\n"]),
        cells,
        any::<bool>(),
    )
        .prop_map(
            |(above, names, address, dates, below, (ann, zoe), turned)| Content {
                above,
                names,
                address,
                dates,
                below,
                cells: [ann, zoe],
                turned,
            },
        )
}

impl Content {
    /// The headings, then a row for each person.
    fn rows(&self) -> Vec<Vec<String>> {
        let mut headings: Vec<_> = self.names.iter().map(|name| (*name).to_owned()).collect();
        headings.push(self.address.to_owned());
        headings.extend(self.dates.map(|(heading, _)| heading.to_owned()));
        let mut rows = vec![headings];
        let people = [["Ann Lee", "Ann", "Lee"], ["Zoë Müller", "Zoë", "Müller"]];
        for ([whole, given, family], cell) in people.into_iter().zip(&self.cells) {
            let names: &[&str] = match self.names.len() {
                0 => &[],
                1 => &[whole],
                2 => &[given, family],
                _ => &["", given, family],
            };
            let mut row: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            row.push(cell.clone());
            row.extend(self.dates.map(|(_, date)| date.to_owned()));
            rows.push(row);
        }
        if self.turned {
            rows[1..].reverse();
            rows.iter_mut().for_each(|row| row.reverse());
        }
        rows
    }

    fn text(&self) -> String {
        let quoted = |cell: &String| format!("\"{cell}\"");
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(";") + "\n";
        let lines: String = self.rows().iter().map(line).collect();
        format!("{}{lines}{}", self.above, self.below)
    }

    fn bytes(&self, saved: Saved) -> Vec<u8> {
        match saved {
            Saved::Utf8 => self.text().into_bytes(),
            Saved::Utf16(bytes, mark) => {
                let text = self.text();
                let units = std::iter::once(mark).chain(text.encode_utf16());
                units.flat_map(bytes).collect()
            }
            // All of its letters have the same number there as in Unicode.
            Saved::Windows1252 => self.text().chars().map(|sign| sign as u8).collect(),
            Saved::Json => {
                let rows = self.rows();
                let object = |row: &Vec<String>| {
                    let members = rows[0].iter().zip(row);
                    members
                        .map(|(name, cell)| (name.clone(), serde_json::json!(cell)))
                        .collect::<serde_json::Map<_, _>>()
                };
                let value: Vec<_> = rows[1..].iter().map(object).collect();
                serde_json::json!({"@odata.context": "x", "value": value})
                    .to_string()
                    .into_bytes()
            }
            Saved::Workbook => self.workbook(),
        }
    }

    /// On the second sheet, below a title, with a blank row, a hidden one and a merged cell.
    fn workbook(&self) -> Vec<u8> {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let notes = workbook.add_worksheet().set_name("Read me").unwrap();
        notes.write(0, 0, "As of April").unwrap();
        let list = workbook.add_worksheet().set_name("People").unwrap();
        list.write(0, 0, "Course of 2026").unwrap();
        let rows = self.rows();
        let last = rows[0].len() as u16;
        for (at, row) in (2..).zip(&rows) {
            for (column, cell) in (0..).zip(row) {
                list.write(at, column, cell).unwrap();
            }
        }
        let plain = rust_xlsxwriter::Format::new();
        list.write(2, last, "Department").unwrap();
        list.merge_range(3, last, 4, last, "Sales", &plain).unwrap();
        list.set_row_hidden(4).unwrap();
        list.write(6, 0, "Total: 2").unwrap();
        workbook.save_to_buffer().unwrap()
    }
}

fn saved() -> impl Strategy<Value = Saved> {
    prop::sample::select(vec![
        Saved::Utf8,
        Saved::Utf16(u16::to_le_bytes, 0xfeff),
        Saved::Utf16(u16::to_be_bytes, 0xfeff),
        Saved::Windows1252,
        Saved::Json,
        Saved::Workbook,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nobody_who_was_present_is_told_absent_however_the_roster_is_written(
        content in content(), saved in saved(),
    ) {
        let list = content.bytes(saved);
        let run = Run::of(&[three_people()], &[("--roster", "roster.csv", &list)], &[]);
        let outcomes = run.outcomes();
        prop_assert_eq!(outcomes.len(), 2);
        prop_assert!(outcomes.iter().all(|(_, outcome)| outcome == ATTENDED), "{:?}", outcomes);
    }
}

#[test]
fn a_workbook_of_an_old_excel_is_read() {
    let list = fs::read(crate::support::project("tests/fixtures/roster.xls")).unwrap();
    let run = Run::of(&[three_people()], &[("--roster", "roster.xls", &list)], &[]);
    let rows = csv_rows(&run.out().join("csv/roster.csv"));
    for (row, email) in rows.iter().zip(["ann.lee@x.example", "zoe@x.example"]) {
        assert_eq!((&*row["email"], &*row["outcome"]), (email, ATTENDED));
        assert_eq!(
            (&*row["department"], &*row["from"]),
            ("Vertrieb", "2026-01-01")
        );
    }
    // A file that only begins like one.
    let run = Run::of(
        &[three_people()],
        &[("--roster", "r.xls", &list[..600])],
        &[],
    );
    assert_eq!(run.code, Some(2));
    assert!(run.said.contains("save it as `CSV UTF-8`"), "{}", run.said);
}

#[test]
fn registrations_as_graph_answers_them_are_a_list() {
    let registration = |id: &str, first: &str, status: &str| {
        format!(
            r#"{{"id":"{id}","email":"{first}@x.example","firstName":"{first}","lastName":"Lee","status":"{status}","registrationQuestionAnswers":[{{"value":"x"}}]}}"#
        )
    };
    let list = [
        registration("R1", "ann.lee", "registered"),
        registration("R2", "Pia", "registered"),
        registration("R3", "Tom", "waitlisted"),
        registration("R4", "Una", "pendingApproval"),
        registration("R5", "Kim", "rejectedByOrganizer"),
        registration("R6", "Liv", "canceled"),
    ];
    let list = format!(r#"{{"@odata.context":"x","value":[{}]}}"#, list.join(","));
    let turnouts = |name: &str, list: &[u8]| {
        let run = Run::of(&[three_people()], &[("--registrations", name, list)], &[]);
        assert_eq!(run.code, Some(0), "{}", run.said);
        let rows = csv_rows(&run.out().join("csv/registrations.csv"));
        let registered = rows.iter().filter(|row| !row["registration_id"].is_empty());
        let turnouts: Vec<_> = registered
            .map(|row| {
                (
                    row["registration_id"].clone(),
                    row["turnout"].clone(),
                    row["display_name"].clone(),
                )
            })
            .collect();
        (turnouts, run.said)
    };
    let (found, said) = turnouts("registrations.json", list.as_bytes());
    let text =
        |[id, turnout, name]: [&str; 3]| (id.to_owned(), turnout.to_owned(), name.to_owned());
    let expected = [
        ["R1", "attended", "ann.lee Lee"],
        ["R2", "no-show", "Pia Lee"],
    ];
    assert_eq!(found, expected.map(text));
    let line = "registrations.json: 2 registrations; used e-mail, given name (firstName), registration id (id), family name (lastName), status; ignored registrationQuestionAnswers";
    assert!(said.contains(line), "{said}");
    // A page of a longer list would make no-shows of the others.
    let page = list.replacen(
        "\"value\"",
        "\"@odata.nextLink\":\"https://x\",\"value\"",
        1,
    );
    let run = Run::of(
        &[three_people()],
        &[("--registrations", "l.json", page.as_bytes())],
        &[],
    );
    assert_eq!(run.code, Some(2));
    assert!(run.said.contains("more pages follow"), "{}", run.said);
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
fn a_list_with_reports_of_strangers_is_warned_of() {
    let mixed =
        fs::read_to_string(crate::support::project("tests/fixtures/list-mixed.json")).unwrap();
    let said = |list: &str| {
        let run = Run::of(&[list.to_owned()], &[], &[]);
        assert_eq!(run.code, Some(0), "{}", run.said);
        run.said.contains("list-mixed")
    };
    assert!(said(&mixed));
    // One who was in both, one organizer of both, or a report without an organizer.
    assert!(!said(&mixed.replace("b4\"", "b2\"")));
    assert!(!said(&mixed.replace("b3\"", "b1\"")));
    assert!(!said(&mixed.replacen("\"Organizer\"", "\"Attendee\"", 1)));
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

/// Keeps the tests above honest: a missing table is a failing test, not an empty one.
#[test]
fn a_run_without_lists_writes_no_roster() {
    let run = Run::of(&[three_people()], &[], &[]);
    assert!(!Path::new(&run.out().join("csv/roster.csv")).exists());
}

#[test]
fn a_list_whose_addresses_have_a_heading_with_a_slip_is_refused_and_never_matched_by_name() {
    let place = place();
    let roster = fs::read_to_string("samples/course/roster.csv").unwrap();
    let list = place.path().join("roster.csv");
    fs::write(&list, roster.replacen("e-mail", "e-mial", 1)).unwrap();
    let out = place.path().join("out");
    let run = convert(
        &["samples/course"],
        &out,
        &["--roster", list.to_str().unwrap()],
    );
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stderr(&run).contains("looks like `e-mail`"),
        "{}",
        stderr(&run)
    );
    assert!(!out.join("index.html").exists());
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
