//! Links lead to the rows that belong together.

use super::*;

const TABLES: [Table; 5] = [
    Table::Meetings,
    Table::Roles,
    Table::Records,
    Table::Intervals,
    Table::Findings,
];

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

    /// The cell below `heading` in a row.
    fn cell(&self, sheet: &str, row: usize, heading: &str) -> &Data {
        let cells = &self.sheets[sheet];
        let headings = cells.rows().next().unwrap();
        let at = headings.iter().position(|cell| cell == heading).unwrap();
        &cells[(row, at)]
    }

    /// The links from the cells below `heading` on the sheets whose names begin so.
    fn below<'b>(&'b self, sheet: &'b str, heading: &'b str) -> impl Iterator<Item = &'b Link> {
        self.links.iter().filter(move |link| {
            let (from, row, column) = &link.from;
            let cells = &self.sheets[from];
            *row > 0 && from.starts_with(sheet) && cells[(0, *column)] == heading
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

/// The links of a sheet's XML.
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

/// Sheets and headings with links on them, also where sheets are long.
const ALWAYS: [(&str, &str); 5] = [
    ("Meetings", "Meeting"),
    ("Roles", "Meeting"),
    ("Records", "Meeting"),
    ("Intervals", "Meeting"),
    ("Findings", "Code"),
];

/// And where they are short.
const IF_SHORT: [(&str, &str); 6] = [
    ("Meetings", "Participants"),
    ("Meetings", "Errors"),
    ("Meetings", "Warnings"),
    ("Records", "Intervals"),
    ("Intervals", "Name"),
    ("Findings", "Meeting"),
];

/// What holds of every link, wherever sheets end.
fn assert_links_lead_to_what_belongs_together(book: &Book, places: &[(&str, &str)]) {
    for &(sheet, heading) in places {
        let links: Vec<_> = book.below(sheet, heading).collect();
        assert!(links.len() > 3, "{sheet} {heading}: {} links", links.len());
        for link in links {
            book.assert_same(link, "Meeting");
        }
    }
    for link in book
        .below("Records", "Intervals")
        .chain(book.below("Intervals", "Name"))
    {
        book.assert_same(link, "Name");
        book.assert_same(link, "E-mail");
    }
    let of_people = |link: &&Link| link.to.0.starts_with("Records");
    let to_people: Vec<_> = book.below("Findings", "Code").filter(of_people).collect();
    assert!(to_people.len() > 5);
    to_people
        .into_iter()
        .for_each(|link| book.assert_same(link, "Name"));
}

/// The rows that the first link of each meeting leads to begin the meeting there.
fn assert_meetings_lead_to_first_rows(book: &Book) {
    for heading in ["Meeting", "Participants", "Errors"] {
        for link in book.below("Meetings", heading) {
            let (sheet, row) = &link.to;
            if *row > 1 {
                let above = book.cell(sheet, row - 1, "Meeting");
                assert_ne!(above, book.cell(sheet, *row, "Meeting"), "{link:?}");
            }
        }
    }
}

#[test]
fn every_row_of_short_sheets_leads_to_what_belongs_to_it() {
    let book = Book::read(&workbook_of_all(&SAMPLES, &TABLES, Limits::EXCEL));
    assert_links_lead_to_what_belongs_together(&book, &ALWAYS);
    assert_links_lead_to_what_belongs_together(&book, &IF_SHORT);
    assert_meetings_lead_to_first_rows(&book);
    let records = book.sheets["Records"].height() - 1;
    assert_eq!(book.below("Records", "Meeting").count(), records);
    // One meeting of the samples came without its records.
    let meetings = book.sheets["Meetings"].height() - 1;
    assert_eq!(book.below("Meetings", "Meeting").count(), meetings - 1);
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
    assert_meetings_lead_to_first_rows(&book);
    let ends = ["Records 10", "Meetings 2"];
    for sheet in ends {
        assert!(book.links.iter().any(|link| link.to.0 == sheet), "{sheet}");
    }
}

#[test]
fn on_long_sheets_the_first_row_of_each_meeting_has_links() {
    let limits = Limits {
        held: 2,
        ..Limits::EXCEL
    };
    let book = Book::read(&workbook_of_all(&SAMPLES, &TABLES, limits));
    let mut meetings: Vec<_> = column(&book.sheets["Records"], "Meeting");
    meetings.dedup();
    let linked: Vec<_> = book
        .below("Records", "Meeting")
        .map(|link| book.cell("Records", link.from.1, "Meeting"))
        .collect();
    assert_eq!(linked, meetings);
}

#[test]
fn a_sheet_has_no_more_links_than_excel_takes() {
    let limits = Limits {
        links: 7,
        ..Limits::EXCEL
    };
    let book = Book::read(&workbook_of_all(&SAMPLES, &TABLES, limits));
    for table in TABLES {
        let links = book.links.iter();
        let links = links.filter(|link| link.from.0 == table.title());
        assert_eq!(links.count(), 7, "{table:?}");
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
    assert_eq!(book.below("Records", "Meeting").count(), 0);
}

/// The workbook of the samples with these columns of some tables.
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
        "meetings=errors,meeting",
        "records=display_name,intervals,meeting",
        "intervals=join,meeting,display_name",
        "findings=finding,display_name,meeting,code",
    ]);
    let places = [
        ("Meetings", "Meeting"),
        ("Meetings", "Errors"),
        ("Records", "Intervals"),
        ("Intervals", "Name"),
        ("Intervals", "Meeting"),
        ("Findings", "Code"),
    ];
    for (sheet, heading) in places {
        let links: Vec<_> = book.below(sheet, heading).collect();
        assert!(links.len() > 3, "{sheet} {heading}: {} links", links.len());
        links
            .iter()
            .for_each(|link| book.assert_same(link, "Meeting"));
    }
    let to_people = book.below("Intervals", "Name");
    to_people.for_each(|link| book.assert_same(link, "Name"));
    // From each code on the first sheet to the first of its findings.
    let codes = book
        .links
        .iter()
        .filter(|link| link.from.0 == "Overview" && link.to.0 == "Findings" && link.to.1 > 0);
    let mut codes = codes.peekable();
    assert!(codes.peek().is_some());
    for link in codes {
        let (from, row, column) = &link.from;
        let code = &book.sheets[from][(*row, *column)];
        assert_eq!(code, book.cell("Findings", link.to.1, "Code"));
    }
}

#[test]
fn columns_that_are_not_written_take_their_links_with_them() {
    let book = book_of(&[
        "meetings=window_start,participants",
        "roles=role",
        "records=role",
        "findings=finding",
    ]);
    let below_headings = book
        .links
        .iter()
        .filter(|link| link.from.0 != "Overview" && link.from.0 != "Columns" && link.from.1 > 0);
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
            .all(|&link| link == ("Meetings", &participants))
    );
    // The way to each sheet and back stays.
    for sheet in ["Meetings", "Records", "Findings"] {
        let leads = |from: &str, to: &str| {
            let mut links = book.links.iter();
            links.any(|link| link.from.0 == from && link.to == (to.to_owned(), 0))
        };
        assert!(
            leads("Overview", sheet) && leads(sheet, "Overview"),
            "{sheet}"
        );
    }
}
