//! The course of the samples, worked out by hand: register, no-shows and hours, in every format.
//!
//! Eight sessions of 60 minutes, Saturdays 23:30 to 0:30 in Berlin. Session 4 was
//! restarted after 20 minutes and went on 5 minutes later, so it has 55 minutes for
//! who stayed. Session 7 begins on 31 October and ends on 1 November.

mod by_hand;
mod first_screen;
mod options;
pub mod read_back;
mod register;

use std::path::Path;

use crate::support::{convert, stderr};

/// Name; the letter of each session, `-` for none; attended of due; the minutes of each
/// session; the minutes in September, October and November.
type Row = (&'static str, &'static str, &'static str, [i64; 8], [i64; 3]);

/// Full attendance: 60 + 60 | 60 + 55 + 60 + 60 + 30 | 30 + 60.
const ALL: ([i64; 8], [i64; 3]) = ([60, 60, 60, 55, 60, 60, 60, 60], [120, 265, 90]);

const BY_HAND: [Row; 25] = [
    // On the phone in session 6, without id or address.
    (
        "+49 30 *****77",
        "-----P--",
        "",
        [0, 0, 0, 0, 0, 60, 0, 0],
        [0, 60, 0],
    ),
    // 41 of 60 minutes in session 2: 68 %.
    (
        "Anna Bergström",
        "PTPPPPPP",
        "7 of 8",
        [60, 41, 60, 55, 60, 60, 60, 60],
        [101, 265, 90],
    ),
    // 6 minutes late in session 3.
    (
        "Bruno Carvalho",
        "PPLPPPPP",
        "8 of 8",
        [60, 60, 54, 55, 60, 60, 60, 60],
        [120, 259, 90],
    ),
    // Left session 4 10 minutes before its end: 20 + 25 minutes are 75 %.
    (
        "Chiara D'Amico",
        "PPPEPPPP",
        "8 of 8",
        [60, 60, 60, 45, 60, 60, 60, 60],
        [120, 255, 90],
    ),
    // On two devices for 20 minutes of session 5, which count once.
    ("Dagny Ólafsdóttir", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    // Not in session 1, nor in session 6, where the phone may have been hers.
    (
        "Emeka Okafor",
        "APPPP?PP",
        "6 of 8",
        [0, 60, 60, 55, 60, 0, 60, 60],
        [60, 205, 90],
    ),
    ("Fatima el-Sayed", "AAAAA?AA", "0 of 8", [0; 8], [0; 3]),
    // On the roster from 10 October on.
    (
        "Grzegorz Wójcik",
        "---PPPPP",
        "5 of 5",
        [0, 0, 0, 55, 60, 60, 60, 60],
        [0, 205, 90],
    ),
    // On the roster until 17 October.
    (
        "Hana Nováková",
        "PPPPA---",
        "4 of 5",
        [60, 60, 60, 55, 0, 0, 0, 0],
        [120, 115, 0],
    ),
    // The trainer is not on the roster.
    ("Ingrid Solheim", "PPPPPPPP", "", ALL.0, ALL.1),
    // Could come, had not to.
    (
        "Ismael Ortega",
        "P-------",
        "",
        [60, 0, 0, 0, 0, 0, 0, 0],
        [60, 0, 0],
    ),
    // Address in other letters in session 2, without id in session 3.
    ("Jürgen Vogel", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Keiko Tanaka", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    // 45 of 60 minutes in session 7 are 75 %, and 15 minutes of them in November.
    (
        "Lars Nygård",
        "PPPPPPEP",
        "8 of 8",
        [60, 60, 60, 55, 60, 60, 45, 60],
        [120, 265, 75],
    ),
    // Away for 10 minutes in session 5.
    (
        "Mireille Dubois",
        "PPPPPPPP",
        "8 of 8",
        [60, 60, 60, 55, 50, 60, 60, 60],
        [120, 255, 90],
    ),
    ("Nils Østergaard", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Olga Petrova", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Priya Raghavan", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Quentin Moreau", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Rosa Giménez", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Sven Lindqvist", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Tomasz Zieliński", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Ursula Keller", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Viktor Szabó", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    // Came once, unexpected.
    (
        "Wanda Krüger",
        "-P------",
        "",
        [0, 60, 0, 0, 0, 0, 0, 0],
        [60, 0, 0],
    ),
];

fn convert_course(output: &Path, format: &str, more: &[&str]) {
    convert_with_roster(Path::new("samples/course/roster.csv"), output, format, more);
}

fn convert_with_roster(roster: &Path, output: &Path, format: &str, more: &[&str]) {
    let options = [
        "--roster",
        roster.to_str().unwrap(),
        "--meetings",
        "samples/course/meetings.csv",
        "--timezone",
        read_back::ZONE,
        "--raw",
        "--detail",
        "--format",
        format,
    ];
    let run = convert(&["samples/course"], output, &[&options[..], more].concat());
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
}
