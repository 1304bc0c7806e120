//! A list reads the same however it was saved.

use super::*;

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
