use proptest::prelude::*;

use super::*;
use crate::model::measure::WHOLE;
use crate::model::reason::Offset;
use crate::model::time::{Instant, TICKS_PER_SECOND};

fn minutes(minutes: i64, seconds: i64) -> Span {
    Span::seconds(minutes * 60 + seconds)
}

fn ticks(ticks: i64) -> Span {
    Instant::from_ticks(ticks) - Instant::from_ticks(0)
}

fn exactly(counted: Span, need: Need) -> Ground {
    let measure = Measure {
        least: counted,
        most: Some(counted),
        length: minutes(60, 0),
        hidden: false,
    };
    Ground::Measured(measure, need)
}

#[test]
fn a_reason_has_its_numbers_in_their_places_in_every_language() {
    let reason = Reason::from(StatusReason {
        early: Some(Offset {
            by: minutes(19, 7),
            limit: minutes(5, 0),
            from: BaselineSource::Scheduled,
        }),
        ..StatusReason::of(
            Status::Partial,
            exactly(minutes(41, 0), Need::Share(750_000)),
        )
    });
    let said = [
        "partial: left 19 min 7 s before the end (scheduled) > 5 min; 41 min of 60 min = 68 % < 75 %",
        "teilweise: Austritt 19 min 7 s vor dem Ende (geplant) > 5 min; 41 min von 60 min = 68 % < 75 %",
        "partiel : départ 19 min 7 s avant la fin (prévu) > 5 min ; 41 min sur 60 min = 68 % < 75 %",
        "parcial: salida 19 min 7 s antes del final (previsto) > 5 min; 41 min de 60 min = 68 % < 75 %",
        "parcial: saída 19 min 7 s antes do fim (previsto) > 5 min; 41 min de 60 min = 68 % < 75 %",
        "部分出席: 終了(予定)より 19 分 7 秒 早く退出 > 5 分。60 分 中 41 分 = 68 % < 75 %",
    ];
    for (language, said) in Language::ALL.into_iter().zip(said) {
        assert_eq!(language.reason(&reason), said);
    }
}

#[test]
fn an_excuse_stays_as_it_was_written_and_what_it_excuses_is_translated() {
    let excused = |excuse| {
        Reason::from(StatusReason {
            excuse: Some(excuse),
            ..StatusReason::of(Status::Absent, Ground::NoRecord)
        })
    };
    let written = excused(Excuse::Written("sick; else {verdict} 1.5".into()));
    assert_eq!(
        Language::German.reason(&written),
        "entschuldigt: sick; else {verdict} 1.5; sonst gefehlt: der Bericht hat keinen Datensatz dieser Person"
    );
    assert_eq!(
        Language::English.reason(&excused(Excuse::NoReason)),
        "excused: no reason given; else absent: the report has no record of this person"
    );
}

#[test]
fn the_name_of_a_report_stays_as_it_is() {
    let reason = Reason::from(ReportReason::VersionOf("a. {report} of 1.5 min".into()));
    let said = Language::Japanese.reason(&reason);
    assert_eq!(said, "a. {report} of 1.5 min の別の版");
}

#[test]
fn measures_have_the_decimal_sign_of_the_language() {
    let counted = ticks(minutes(45, 0).as_ticks() - 1);
    let reason = StatusReason::of(Status::Partial, exactly(counted, Need::Share(750_000)));
    let said = Language::French.reason(&reason.into());
    assert_eq!(
        said,
        "partiel : 44 min 59 s sur 60 min = 74,999999997 % < 75 %"
    );
}

fn span() -> impl Strategy<Value = Span> {
    let seconds = (0_i64..20_000).prop_map(Span::seconds);
    let exact = (0..20_000 * TICKS_PER_SECOND).prop_map(ticks);
    prop_oneof![seconds, exact]
}

fn offset() -> impl Strategy<Value = Option<Offset>> {
    let source = prop::sample::select(vec![
        BaselineSource::Scheduled,
        BaselineSource::Organizer,
        BaselineSource::Report,
        BaselineSource::Observed,
    ]);
    let more = prop_oneof![Just(1_i64), 1..TICKS_PER_SECOND * 4000];
    let offset = (0_i64..60, more, source).prop_map(|(limit, more, from)| Offset {
        by: ticks(minutes(limit, 0).as_ticks() + more),
        limit: minutes(limit, 0),
        from,
    });
    prop::option::of(offset)
}

fn ground() -> impl Strategy<Value = Ground> {
    let need = prop_oneof![
        (1..=WHOLE).prop_map(Need::Share),
        (0_i64..200).prop_map(|least| Need::Time(minutes(least, 0))),
    ];
    let measured = (
        span(),
        prop::option::of(span()),
        span(),
        any::<bool>(),
        need,
    );
    let measured = measured.prop_map(|(least, beyond, length, hidden, need)| {
        let most = match hidden {
            true => beyond.map(|beyond| least + beyond),
            false => Some(least),
        };
        let measure = Measure {
            least,
            most,
            length,
            hidden,
        };
        Ground::Measured(measure, need)
    });
    prop_oneof![
        9 => measured,
        1 => Just(Ground::NothingTold),
        1 => Just(Ground::NoRecord),
        1 => Just(Ground::Namesake),
        1 => (1_u32..30).prop_map(Ground::Guests),
        1 => missing().prop_map(Ground::Missing),
    ]
}

fn missing() -> impl Strategy<Value = MissingData> {
    prop::sample::select(vec![
        MissingData::NoReport,
        MissingData::FailedReport,
        MissingData::NoRecords,
        MissingData::FewerRecords,
    ])
}

/// A reason whose status is the one that its numbers come to.
fn of_status() -> impl Strategy<Value = StatusReason> {
    let excuse = prop_oneof![
        Just(Excuse::NoReason),
        Just(Excuse::Written("on leave".into()))
    ];
    let parts = (prop::option::of(excuse), offset(), offset(), ground());
    (parts, any::<bool>()).prop_map(|((excuse, late, early, ground), is_absent)| {
        let found = match ground {
            Ground::Measured(measure, need) => match measure.reaches(need) {
                Reached::Yes if late.is_some() => Status::Late,
                Reached::Yes if early.is_some() => Status::LeftEarly,
                Reached::Yes => Status::Present,
                Reached::No if is_absent => Status::Absent,
                Reached::No => Status::Partial,
                Reached::Maybe => Status::Unknown,
            },
            Ground::NoRecord => Status::Absent,
            _ => Status::Unknown,
        };
        StatusReason {
            excuse,
            found,
            late,
            early,
            ground,
        }
    })
}

fn of_report() -> impl Strategy<Value = ReportReason> {
    prop_oneof![
        missing().prop_map(ReportReason::Missing),
        span().prop_map(ReportReason::GoesOn),
        span().prop_map(ReportReason::Stray),
        prop::sample::select(vec![
            ReportReason::Alone,
            ReportReason::FirstSession,
            ReportReason::SameTime,
            ReportReason::Repeats("a".into()),
            ReportReason::VersionOf("a".into()),
            ReportReason::OtherDay,
            ReportReason::OtherSeries,
            ReportReason::Upcoming,
            ReportReason::Cancelled,
            ReportReason::Unreported,
        ]),
    ]
}

/// The numbers of a text, whatever their decimal sign, sorted: languages order them anew.
fn numbers(text: &str) -> Vec<String> {
    let text = text.replace(',', ".");
    let parts = text.split(|sign: char| !sign.is_ascii_digit() && sign != '.');
    let numbers = parts.map(|part| part.trim_matches('.').to_owned());
    let mut numbers: Vec<_> = numbers.filter(|number| !number.is_empty()).collect();
    numbers.sort_unstable();
    numbers
}

/// Returns a time in words in seconds, such as `5 min 0.5 s`.
fn seconds(words: &str) -> f64 {
    let parts: Vec<_> = words.split(' ').collect();
    let of = |pair: &[&str]| {
        let number: f64 = pair[0].parse().unwrap();
        if pair[1] == "min" {
            number * 60.0
        } else {
            number
        }
    };
    parts.chunks(2).map(of).sum()
}

fn percent(words: &str) -> f64 {
    words.trim().trim_end_matches(" %").parse().unwrap()
}

/// Reads an English reason back as numbers, and says whether they come to this status.
fn implies(status: Status, reason: &str) -> bool {
    let reason = match status {
        Status::Excused => reason.split_once("; else ").unwrap().1,
        _ => reason,
    };
    let (word, mut reason) = reason.split_once(": ").unwrap();
    if status != Status::Excused && word != status.name() {
        return false;
    }
    let mut offsets = (false, false);
    while let Some((first, rest)) = reason
        .split_once("; ")
        .filter(|(first, _)| first.contains(") > "))
    {
        let (delay, limit) = first.split_once(" > ").unwrap();
        let (verb, delay) = delay.split_once(' ').unwrap();
        let behind = match verb {
            "joined" => " after",
            _ => " before",
        };
        if seconds(delay.split_once(behind).unwrap().0) <= seconds(limit) {
            return false;
        }
        match verb {
            "joined" => offsets.0 = true,
            _ => offsets.1 = true,
        }
        reason = rest;
    }
    let reason = reason.split(" (reported total").next().unwrap();
    let enough = match word {
        "present" => !offsets.0 && !offsets.1,
        "late" => offsets.0,
        "left early" => !offsets.0 && offsets.1,
        _ => false,
    };
    let attended = matches!(word, "present" | "late" | "left early");
    let value = |text: &str| match text.rsplit_once(" = ") {
        Some((_, share)) => percent(share),
        None => seconds(
            text.trim_start_matches("at least ")
                .trim_start_matches("at most "),
        ),
    };
    let bound = |text: &str| match text.ends_with('%') {
        true => percent(text),
        false => seconds(text),
    };
    if let Some((left, right)) = reason.split_once(" ≥ ") {
        let is_least = !left.starts_with("at most ");
        return enough && is_least && value(left) >= bound(right);
    }
    if let Some((left, right)) = reason.split_once(" < ") {
        let is_most = !left.starts_with("at least ") && word != "unknown";
        return !attended && is_most && value(left) < bound(right);
    }
    if let Some((range, needed)) = reason.split_once(", against ") {
        let between = match range.split_once(" = ") {
            Some((_, shares)) => {
                let (low, high) = shares.split_once(" to ").unwrap();
                percent(low) < bound(needed) && bound(needed) <= percent(high)
            }
            None => true,
        };
        return word == "unknown" && between;
    }
    // Without numbers nothing is said of how long somebody was there.
    matches!(word, "unknown" | "absent")
}

proptest! {
    #[test]
    fn each_english_reason_read_back_as_numbers_implies_its_status(reason in of_status()) {
        let status = match reason.excuse {
            Some(_) => Status::Excused,
            None => reason.found,
        };
        let said = Language::English.reason(&reason.into());
        prop_assert!(implies(status, &said), "{}", said);
    }

    #[test]
    fn every_language_says_the_same_numbers_in_words_of_its_own(
        reason in prop_oneof![of_status().prop_map(Reason::from), of_report().prop_map(Reason::from)],
    ) {
        let english = Language::English.reason(&reason);
        prop_assert!(!english.contains(['{', '}']), "{}", english);
        for language in Language::ALL.into_iter().skip(1) {
            let said = language.reason(&reason);
            prop_assert_ne!(&said, &english);
            prop_assert!(!said.contains(['{', '}']), "{}", said);
            // Japanese counts the one person of a stray report in digits.
            let is_counted = matches!(reason, Reason::OfReport(ReportReason::Stray(_)));
            if !(language == Language::Japanese && is_counted) {
                prop_assert_eq!(numbers(&said), numbers(&english), "{}", said);
            }
        }
    }
}
