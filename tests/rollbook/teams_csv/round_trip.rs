//! A report written in each family and dialect reads back.

use super::*;

/// How a made-up file is written.
#[derive(Clone, Debug)]
struct Dialect {
    separator: char,
    quoted: bool,
    line: &'static str,
    date: DateOrder,
    wide: bool,
}

impl Dialect {
    fn time(&self, second: u32) -> String {
        let (hour, minute, second) = (9 + second / 3600, second / 60 % 60, second % 60);
        match self.date {
            DateOrder::DayFirst => format!("23.11.26, {hour:02}:{minute:02}:{second:02}"),
            DateOrder::YearFirst => format!("2026/11/23 {hour}:{minute:02}:{second:02}"),
            DateOrder::MonthFirst => {
                let half = if hour < 12 { "AM" } else { "PM" };
                let hour = if hour > 12 { hour - 12 } else { hour };
                format!("11/23/2026, {hour}:{minute:02}:{second:02}\u{202f}{half}")
            }
        }
    }

    fn length(&self, seconds: u32) -> String {
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match (hours, self.date) {
            (0, DateOrder::DayFirst) => format!("{minutes} Min. {seconds} Sek."),
            (_, DateOrder::DayFirst) => format!("{hours} Std. {minutes} Min. {seconds} Sek."),
            (0, _) => format!("{minutes}m {seconds}s"),
            _ => format!("{hours}h {minutes}m {seconds}s"),
        }
    }

    fn bytes(&self, rows: &[Vec<String>]) -> Vec<u8> {
        let cell = |cell: &String| {
            let must = cell.contains([self.separator, '"']);
            match self.quoted || must {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell.clone(),
            }
        };
        let rows = rows.iter().map(|row| {
            let cells: Vec<_> = row.iter().map(cell).collect();
            cells.join(&self.separator.to_string()) + self.line
        });
        let text: String = rows.collect();
        match self.wide {
            true => {
                let units = std::iter::once(0xfeff).chain(text.encode_utf16());
                units.flat_map(u16::to_le_bytes).collect()
            }
            false => text.into_bytes(),
        }
    }
}

fn dialects() -> impl Strategy<Value = Dialect> {
    let separators = prop::sample::select(vec!['\t', ',', ';']);
    let lines = prop::sample::select(vec!["\n", "\r\n"]);
    let dates = prop::sample::select(DateOrder::ALL.to_vec());
    (separators, any::<bool>(), lines, dates, any::<bool>()).prop_map(
        |(separator, quoted, line, date, wide)| Dialect {
            separator,
            quoted,
            line,
            date,
            wide,
        },
    )
}

/// A family of files.
#[derive(Clone, Copy, Debug)]
enum Family {
    List,
    Summary,
    Sections,
}

fn rows(family: Family, people: &[Stays], dialect: &Dialect) -> Vec<Vec<String>> {
    let row = |cells: &[&str]| {
        cells
            .iter()
            .map(|cell| (*cell).to_owned())
            .collect::<Vec<_>>()
    };
    let (start, end) = (dialect.time(0), dialect.time(14_000));
    let name = |at: usize| format!("Zoë, the {at}.");
    let email = |at: usize| format!("zoe.{at}@example.com");
    let stays = || {
        let of =
            |(at, stays): (usize, &Stays)| stays.iter().map(|stay| (at, *stay)).collect::<Vec<_>>();
        people.iter().enumerate().flat_map(of).collect::<Vec<_>>()
    };
    let join = |at: usize, (from, to): (u32, u32)| {
        let (from_text, to_text) = (dialect.time(from), dialect.time(to));
        row(&[
            &name(at),
            &from_text,
            &to_text,
            &dialect.length(to - from),
            &email(at),
            "Presenter",
        ])
    };
    let headings = ["Nom", "Da", "Bis", "Lang", "Mejl", "Rolle"];
    match family {
        Family::List => {
            let events = stays().into_iter().flat_map(|(at, (from, to))| {
                [(from, "Joined"), (to, "Left")]
                    .map(|(time, word)| row(&[&name(at), word, &dialect.time(time)]))
            });
            std::iter::once(row(&["Full Name", "User Action", "Timestamp"]))
                .chain(events)
                .collect()
        }
        Family::Summary => {
            let head = [
                row(&["Meeting Summary"]),
                row(&["Title", "Budget"]),
                row(&["Start", &start]),
                row(&["End", &end]),
                row(&headings),
            ];
            head.into_iter()
                .chain(stays().into_iter().map(|(at, stay)| join(at, stay)))
                .collect()
        }
        Family::Sections => {
            let head = [
                row(&["1. Summary"]),
                row(&["Title", "Budget"]),
                row(&["Start", &start]),
                row(&["End", &end]),
                row(&["2. People"]),
                row(&headings),
            ];
            let person = |(at, stays): (usize, &Stays)| {
                let (first, last) = (stays[0].0, stays[stays.len() - 1].1);
                let total = stays.iter().map(|(from, to)| to - from).sum();
                row(&[
                    &name(at),
                    &dialect.time(first),
                    &dialect.time(last),
                    &dialect.length(total),
                    &email(at),
                    "Presenter",
                ])
            };
            let people = people.iter().enumerate().map(person);
            let third = [row(&["3. Joins"]), row(&headings)];
            let joins = stays().into_iter().map(|(at, stay)| join(at, stay));
            head.into_iter()
                .chain(people)
                .chain(third)
                .chain(joins)
                .collect()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_in_any_family_and_dialect_reads_back(
        family in prop::sample::select(vec![Family::List, Family::Summary, Family::Sections]),
        dialect in dialects(),
        people in prop::collection::vec(prop::collection::vec((1_u32..1500, 1_u32..2000), 1..4), 1..5),
    ) {
        // Pauses and lengths to stays that follow one another.
        let in_turn = |pauses: &Vec<(u32, u32)>| {
            let mut now = 0;
            pauses.iter().map(|(pause, length)| {
                let from = now + pause;
                now = from + length;
                (from, now)
            }).collect::<Stays>()
        };
        let people: Vec<Stays> = people.iter().map(in_turn).collect();
        let bytes = dialect.bytes(&rows(family, &people, &dialect));
        let bytes = rollbook::decode::encoding::utf8(&bytes).unwrap();
        let rules = Rules {
            local_times: LocalTimes { zone: Some(Zone::utc()), ..LocalTimes::default() },
            ..Rules::default()
        };
        let documents = summarise(&bytes, &Origin::named("made-up.csv"), &rules);
        prop_assert_eq!(documents[0].reports.len(), 1, "{:?}", documents[0].findings);
        let report = &documents[0].reports[0];
        let serious: Vec<_> = report.findings.iter().filter(|finding| finding.code.name() != "window-missing").collect();
        prop_assert!(serious.is_empty(), "{:?}", serious);
        let nine = 1_795_424_400_i64;
        let read: Vec<Stays> = report.report.records().iter().map(|record| {
            record.intervals().iter().map(|interval| {
                let second = |time: rollbook::model::time::Instant| (time.unix_seconds() - nine) as u32;
                (second(interval.join.unwrap()), second(interval.leave.unwrap()))
            }).collect()
        }).collect();
        prop_assert_eq!(read, people);
    }
}
