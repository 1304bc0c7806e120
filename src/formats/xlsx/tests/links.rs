//! Links lead to the rows that belong together.

use std::collections::BTreeSet;

use super::*;

/// A link: the cell it lies on and the cell it leads to, each by sheet, row and column from 0.
#[derive(Debug)]
struct Link {
    from: (String, usize, usize),
    to: (String, usize),
}

/// A workbook with all of its links read.
struct Book {
    sheets: BTreeMap<String, Range<Data>>,
    links: Vec<Link>,
}

impl Book {
    fn read(workbook: &[u8]) -> Self {
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(workbook)).unwrap();
        let names = book.sheet_names();
        let links = names.iter().zip(1..).flat_map(|(name, number)| {
            let xml = part(workbook, &format!("xl/worksheets/sheet{number}.xml")).unwrap();
            links(name, &xml)
        });
        let links = links.collect();
        let sheets = book.worksheets().into_iter().collect();
        Self { sheets, links }
    }

    /// Returns the cell below `heading` in a row.
    fn cell(&self, sheet: &str, row: usize, heading: &str) -> &Data {
        let cells = &self.sheets[sheet];
        let headings = cells.rows().next().unwrap();
        let at = headings.iter().position(|cell| cell == heading).unwrap();
        &cells[(row, at)]
    }

    /// Returns the links from the cells below `heading` on the sheets of this table.
    fn below<'b>(&'b self, sheet: &'b str, heading: &'b str) -> impl Iterator<Item = &'b Link> {
        self.links.iter().filter(move |link| {
            let (from, row, column) = &link.from;
            let cells = &self.sheets[from];
            *row > 0 && is_sheet_of(from, sheet) && cells[(0, *column)] == heading
        })
    }

    fn assert_same(&self, link: &Link, heading: &str) {
        let (from, row, _) = &link.from;
        let (to, target) = &link.to;
        assert_eq!(
            self.cell(from, *row, heading),
            self.cell(to, *target, heading),
            "{link:?}"
        );
    }
}

/// Returns the links of a sheet's XML.
fn links(name: &str, xml: &str) -> Vec<Link> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let tags = xml.split("<hyperlink ").skip(1);
    let tags = tags.map(|rest| format!(" {}", rest.split_once("/>").unwrap().0));
    let link = |tag: String| {
        let (row, column) = cell(&attribute(&tag, "ref"));
        let location = attribute(&tag, "location");
        let (sheet, target) = location.split_once('!').unwrap();
        Link {
            from: (name.to_owned(), row, column),
            to: (sheet.trim_matches('\'').to_owned(), cell(target).0),
        }
    };
    tags.map(link).collect()
}

/// Row and column from 0 of a cell such as `B12`.
fn cell(name: &str) -> (usize, usize) {
    let digits = name.find(|sign: char| sign.is_ascii_digit()).unwrap();
    let column = name[..digits].bytes().fold(0, |column, letter| {
        column * 26 + usize::from(letter - b'A') + 1
    });
    (name[digits..].parse::<usize>().unwrap() - 1, column - 1)
}

/// Where links lie: the sheet, the heading, the sheet that they lead to, and the headings of
/// which both rows hold the same.
type Place = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

/// Places with links also where sheets are long.
const ALWAYS: [Place; 9] = [
    ("Meetings", "Participants", "Roles", &["Meeting"]),
    ("Attendance", "Meeting", "Meetings", &["Meeting"]),
    ("Roles", "Meeting", "Meetings", &["Meeting"]),
    ("Concurrency", "Meeting", "Meetings", &["Meeting"]),
    ("Reports", "Report", "Records", &["Report"]),
    ("Report roles", "Report", "Reports", &["Report"]),
    ("Records", "Report", "Reports", &["Report"]),
    ("Intervals", "Report", "Reports", &["Report"]),
    ("Findings", "Code", "Records", &["Report", "Name"]),
];

/// And where they are short.
const IF_SHORT: [Place; 6] = [
    ("Reports", "Participants", "Report roles", &["Report"]),
    ("Reports", "Errors", "Findings", &["Report"]),
    ("Reports", "Warnings", "Findings", &["Report"]),
    (
        "Records",
        "Intervals",
        "Intervals",
        &["Report", "Name", "E-mail"],
    ),
    (
        "Intervals",
        "Name",
        "Records",
        &["Report", "Name", "E-mail"],
    ),
    ("Findings", "Report", "Reports", &["Report"]),
];

/// What holds of every link, wherever sheets end.
fn assert_links_lead_to_what_belongs_together(book: &Book, places: &[Place]) {
    for &(sheet, heading, to, same) in places {
        let links: Vec<_> = book.below(sheet, heading).collect();
        assert!(links.len() > 3, "{sheet} {heading}: {} links", links.len());
        for link in links {
            assert!(is_sheet_of(&link.to.0, to), "{link:?}");
            same.iter().for_each(|same| book.assert_same(link, same));
        }
    }
}

/// Returns whether a sheet has rows of the table of this title.
fn is_sheet_of(sheet: &str, title: &str) -> bool {
    let number = sheet.strip_prefix(title).map(str::trim_start);
    number.is_some_and(|number| number.bytes().all(|sign| sign.is_ascii_digit()))
}

/// The rows that the links of a meeting or report lead to begin what is told of it there.
fn assert_links_lead_to_first_rows(book: &Book) {
    let places = [
        ("Meetings", "Participants", "Meeting"),
        ("Reports", "Report", "Report"),
        ("Reports", "Participants", "Report"),
        ("Reports", "Errors", "Report"),
    ];
    for (sheet, heading, same) in places {
        for link in book.below(sheet, heading) {
            let (sheet, row) = &link.to;
            if *row > 1 {
                let above = book.cell(sheet, row - 1, same);
                assert_ne!(above, book.cell(sheet, *row, same), "{link:?}");
            }
        }
    }
}

#[test]
fn every_row_of_short_sheets_leads_to_what_belongs_to_it() {
    let book = Book::read(&workbook_of_all(&SAMPLES, &TABLES, Limits::EXCEL));
    assert_links_lead_to_what_belongs_together(&book, &ALWAYS);
    assert_links_lead_to_what_belongs_together(&book, &IF_SHORT);
    assert_links_lead_to_first_rows(&book);
    let rows = |sheet: &str| book.sheets[sheet].height() - 1;
    for (sheet, heading) in [
        ("Attendance", "Meeting"),
        ("Roles", "Meeting"),
        ("Concurrency", "Meeting"),
        ("Report roles", "Report"),
        ("Records", "Report"),
        ("Intervals", "Report"),
    ] {
        let links = book.below(sheet, heading).count();
        assert_eq!(links, rows(sheet), "{sheet}");
    }
    // One report of the samples came without its records.
    assert_eq!(book.below("Reports", "Report").count(), rows("Reports") - 1);
    let participants = book.below("Meetings", "Participants").count();
    assert_eq!(participants, rows("Meetings") - 1);
}

#[test]
fn links_stay_right_where_rows_go_on_on_a_next_sheet() {
    let limits = Limits {
        held: 2,
        sheet: 4,
        ..Limits::EXCEL
    };
    let book = Book::read(&workbook_of_all(&SAMPLES, &TABLES, limits));
    assert!(book.sheets.contains_key("Records 10"));
    assert_links_lead_to_what_belongs_together(&book, &ALWAYS);
    assert_links_lead_to_first_rows(&book);
    let ends = ["Records 10", "Reports 2", "Meetings 2"];
    for sheet in ends {
        assert!(book.links.iter().any(|link| link.to.0 == sheet), "{sheet}");
    }
}

#[test]
fn on_long_sheets_the_first_row_of_each_meeting_or_report_has_links() {
    let limits = Limits {
        held: 2,
        ..Limits::EXCEL
    };
    let book = Book::read(&workbook_of_all(&SAMPLES, &TABLES, limits));
    for (sheet, heading) in [
        ("Attendance", "Meeting"),
        ("Roles", "Meeting"),
        ("Concurrency", "Meeting"),
        ("Report roles", "Report"),
        ("Records", "Report"),
        ("Intervals", "Report"),
    ] {
        let mut seen = BTreeSet::new();
        let rows = (1..).zip(column(&book.sheets[sheet], heading));
        let firsts = rows.filter(|(_, cell)| seen.insert(cell.to_string()));
        let firsts: Vec<_> = firsts.map(|(row, _)| row).collect();
        let linked = book.below(sheet, heading).map(|link| link.from.1);
        assert_eq!(linked.collect::<Vec<_>>(), firsts, "{sheet}");
    }
}

#[test]
fn a_sheet_has_no_more_links_than_excel_takes() {
    let limits = Limits {
        links: 7,
        ..Limits::EXCEL
    };
    let [whole, limited] = [Limits::EXCEL, limits].map(|limits| {
        let book = Book::read(&workbook_of_all(&SAMPLES, &TABLES, limits));
        let sheets = book.links.into_iter().map(|link| link.from.0);
        sheets.collect::<Vec<_>>()
    });
    for table in TABLES {
        let of_table = |sheet: &&String| **sheet == table.title();
        let all = whole.iter().filter(of_table).count();
        let links = limited.iter().filter(of_table).count();
        assert_eq!(links, all.min(7), "{table:?}");
        // A meeting has one link only, and the samples are of few.
        assert!(all > 7 || table == Table::Meetings, "{table:?}");
    }
    const { assert!(crate::formats::xlsx::links::MOST_ON_A_SHEET <= 65_530) };
}

#[test]
fn the_first_heading_of_each_sheet_leads_back() {
    let book = Book::read(&workbook_of_all(&SAMPLES, &TABLES, Limits::EXCEL));
    for sheet in book.sheets.keys().filter(|name| *name != "Overview") {
        let back = book.links.iter().filter(|link| {
            link.from == (sheet.clone(), 0, 0) && link.to == ("Overview".to_owned(), 0)
        });
        assert_eq!(back.count(), 1, "{sheet}");
    }
}

#[test]
fn tables_that_are_not_written_are_not_led_to() {
    let tables = [Table::Records, Table::Findings];
    let book = Book::read(&workbook_of_all(&SAMPLES, &tables, Limits::EXCEL));
    let sheets: Vec<_> = book.sheets.keys().collect();
    assert!(book.links.iter().all(|link| sheets.contains(&&link.to.0)));
    assert_eq!(book.below("Records", "Report").count(), 0);
}

#[test]
fn in_the_workbook_of_one_meeting_its_row_and_the_others_lead_to_each_other() {
    let documents = summarise(LEGACY, &Origin::named("a.json"), &Rules::default());
    let facts = crate::series::collect::facts::Facts::of(&documents);
    let (run, counts) = (Run::of(facts, RunOptions::default()), RunCounts::default());
    let meeting = RunView::new(&run, &counts).meeting(0);
    let tables = [
        Table::Meetings,
        Table::Attendance,
        Table::Sessions,
        Table::Roles,
    ];
    let mut writer = WorkbookWriter::new(&tables.map(View::whole), &Locale::default());
    for table in tables {
        let mut rows = Rows::default();
        meeting.rows(table, |row| rows.push(row));
        writer.append_rows_of_meeting(table, rows).unwrap();
    }
    let book = Book::read(&bytes(writer));
    let led_to = |sheet, heading| {
        let links = book.below(sheet, heading);
        let mut led_to: Vec<_> = links.map(|link| link.to.clone()).collect();
        led_to.dedup();
        led_to
    };
    let first = |sheet: &str| vec![(sheet.to_owned(), 1)];
    assert_eq!(led_to("Meetings", "Participants"), first("Roles"));
    assert_eq!(led_to("Attendance", "Meeting"), first("Meetings"));
    assert_eq!(led_to("Roles", "Meeting"), first("Meetings"));
    assert_eq!(led_to("Sessions", "Meeting"), []);
}

/// Returns the workbook of the samples with these columns of some tables.
fn book_of(choices: &[&str]) -> Book {
    let views: Vec<View> = choices
        .iter()
        .map(|choice| choice.parse().unwrap())
        .collect();
    Book::read(&workbook_of_views(&SAMPLES, &views, Limits::EXCEL))
}

#[test]
fn links_lead_to_the_right_rows_whatever_columns_are_written() {
    let book = book_of(&[
        "meetings=participants,meeting",
        "attendance=status,meeting",
        "roles=role,meeting",
        "reports=errors,report,participants",
        "report_roles=role,report",
        "records=display_name,intervals,report",
        "intervals=join,report,display_name",
        "findings=finding,display_name,report,code",
    ]);
    let named: [Place; 10] = [
        ("Meetings", "Participants", "Roles", &["Meeting"]),
        ("Attendance", "Meeting", "Meetings", &["Meeting"]),
        ("Roles", "Meeting", "Meetings", &["Meeting"]),
        ("Reports", "Report", "Records", &["Report"]),
        ("Reports", "Participants", "Report roles", &["Report"]),
        ("Reports", "Errors", "Findings", &["Report"]),
        ("Records", "Intervals", "Intervals", &["Report", "Name"]),
        ("Intervals", "Name", "Records", &["Report", "Name"]),
        ("Intervals", "Report", "Reports", &["Report"]),
        ("Findings", "Code", "Records", &["Report", "Name"]),
    ];
    assert_links_lead_to_what_belongs_together(&book, &named);
    // From each code on the first sheet to the first of its findings.
    let codes = book
        .links
        .iter()
        .filter(|link| link.from.0 == "Overview" && link.to.0 == "Findings" && link.to.1 > 0);
    let mut codes = codes.peekable();
    assert!(codes.peek().is_some());
    for link in codes {
        let (from, row, column) = &link.from;
        let told = book.sheets[from][(*row, *column)].to_string();
        let code = book.cell("Findings", link.to.1, "Code");
        assert!(told.ends_with(&format!("  [{code}]")), "{told}");
    }
}

/// Returns whether a sheet is none of a table.
fn is_of_ours(sheet: &str) -> bool {
    ["Overview", "About", "Columns"].contains(&sheet)
}

#[test]
fn columns_that_are_not_written_take_their_links_with_them() {
    let book = book_of(&[
        "meetings=meeting_start,participants",
        "roles=role",
        "reports=report_start,participants",
        "report_roles=role",
        "records=role",
        "findings=finding",
    ]);
    let below_headings = book
        .links
        .iter()
        .filter(|link| !is_of_ours(&link.from.0) && link.from.1 > 0);
    let headings: Vec<_> = below_headings
        .map(|link| {
            (
                link.from.0.as_str(),
                &book.sheets[&link.from.0][(0, link.from.2)],
            )
        })
        .collect();
    assert!(!headings.is_empty());
    let participants = Data::String("Participants".into());
    assert!(
        headings
            .iter()
            .all(|&link| link == ("Meetings", &participants) || link == ("Reports", &participants))
    );
    // The way to each sheet and back stays.
    for sheet in ["Meetings", "Reports", "Records", "Findings"] {
        let leads = |from: &str, to: &str| {
            let mut links = book.links.iter();
            links.any(|link| link.from.0 == from && link.to == (to.to_owned(), 0))
        };
        assert!(leads("About", sheet) && leads(sheet, "Overview"), "{sheet}");
    }
}
