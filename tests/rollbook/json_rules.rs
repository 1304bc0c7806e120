//! RFC 8259, rule by rule: what is JSON is read, what is not is refused with its place.

use rollbook::finding::Code;
use rollbook::origin::Origin;
use rollbook::summary::{Outcome, Rules, summarise};

/// A report whose unknown member holds this text.
fn with_member(text: &[u8]) -> Vec<u8> {
    let start =
        br#"{"id":"r","totalParticipantCount":0,"meetingStartDateTime":"2026-11-03T10:00:00Z",
        "meetingEndDateTime":"2026-11-03T10:10:00Z","attendanceRecords":[],"more":"#;
    [&start[..], text, b"}"].concat()
}

fn outcome(bytes: &[u8]) -> (Outcome, Option<Code>, bool) {
    let documents = summarise(bytes, &Origin::named("rule.json"), &Rules::default());
    let finding = documents[0].findings.first();
    (
        documents[0].outcome,
        finding.map(|finding| finding.code),
        finding.is_some_and(|finding| finding.location.place().is_some()),
    )
}

#[test]
fn what_the_grammar_allows_is_read() {
    for text in [
        "[]",
        "{}",
        " [ \t\r\n ] ",
        "[[[]]]",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "1.5",
        "1e3",
        "1E+3",
        "1e-3",
        "0.1",
        "1e999",
        "123456789012345678901234567890",
        "\"\"",
        "\"a\"",
        r#""\"\\\/\b\f\n\r\t""#,
        r#""\u0041""#,
        r#""\ud83d\ude42""#,
        r#""\u0000""#,
        "\"\u{7f}\"",
        "\"\u{2028}\"",
        "\"é🙂\"",
        r#"{"a":1,"a":2}"#,
        r#"{"":0}"#,
    ] {
        assert_eq!(
            outcome(&with_member(text.as_bytes())),
            (Outcome::Converted, None, false),
            "{text}"
        );
    }
}

#[test]
fn what_the_grammar_forbids_is_refused_with_its_place() {
    for text in [
        "",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[",
        "]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "[1}",
        "01",
        "-",
        "+1",
        ".5",
        "5.",
        "1e",
        "1e+",
        "0x1F",
        "NaN",
        "Infinity",
        "-Infinity",
        "nul",
        "True",
        "undefined",
        "'a'",
        "\"a",
        r#""\x""#,
        r#""\u12G4""#,
        "\"\t\"",
        "\"\n\"",
        "\"\0\"",
        "/* c */ 1",
        "1 // c",
        "#",
        "\u{a0}1",
    ] {
        let (outcome, code, placed) = outcome(&with_member(text.as_bytes()));
        assert_eq!(
            (outcome, code, placed),
            (Outcome::Rejected, Some(Code::Syntax), true),
            "{text:?}"
        );
    }
}

#[test]
fn text_that_is_not_utf_8_is_refused_and_never_replaced() {
    let bytes: [&[u8]; 5] = [
        b"\"\xff\"",
        b"\"\xc3\"",
        b"\"\xed\xa0\x80\"",
        b"\"\xc0\x80\"",
        b"\"\xf4\x90\x80\x80\"",
    ];
    for text in bytes {
        assert_eq!(
            outcome(&with_member(text)),
            (Outcome::Rejected, Some(Code::Syntax), true),
            "{text:?}"
        );
    }
}

#[test]
fn nesting_never_overflows_the_stack() {
    let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
    // What is in members that nobody reads is passed over without a stack.
    assert_eq!(
        outcome(&with_member(nested(100_000).as_bytes())).0,
        Outcome::Converted
    );
    for text in [
        "[".repeat(1_000_000),
        "{\"a\":".repeat(100_000),
        "{\"value\":[".repeat(100_000),
        "{\"responses\":[{\"body\":".repeat(100_000),
        nested(100_000),
    ] {
        assert_eq!(
            outcome(text.as_bytes()).0,
            Outcome::Rejected,
            "{}",
            &text[..20]
        );
    }
    // A batch holds no further batch.
    let deep = [
        "{\"responses\":[{\"body\":".repeat(200),
        "1".into(),
        "}]}".repeat(200),
    ]
    .concat();
    assert_eq!(outcome(deep.as_bytes()).0, Outcome::Rejected);
}

#[test]
fn an_empty_list_or_batch_holds_no_report() {
    for text in [
        "[]",
        "{\"value\":[]}",
        "{\"records\":[]}",
        "{\"responses\":[]}",
    ] {
        let (outcome, code, _) = outcome(text.as_bytes());
        assert_eq!(
            (outcome, code),
            (Outcome::NothingToConvert, Some(Code::NoReports)),
            "{text}"
        );
    }
}

#[test]
fn text_behind_the_document_is_named_and_never_passed_over() {
    for behind in ["x", "}", ",", "]"] {
        let text = [with_member(b"0"), behind.into()].concat();
        let documents = summarise(&text, &Origin::named("rule.json"), &Rules::default());
        assert!(
            documents
                .iter()
                .any(|document| document.outcome == Outcome::Rejected),
            "{behind}"
        );
    }
}

#[test]
fn a_bare_value_is_no_report() {
    for text in [
        "null",
        "true",
        "1",
        "\"report\"",
        "[1]",
        "[[]]",
        "{}",
        "[{}]",
        "{\"value\":{}}",
        "{\"value\":[null]}",
    ] {
        let (outcome, code, _) = outcome(text.as_bytes());
        assert_eq!(
            (outcome, code),
            (Outcome::Rejected, Some(Code::NotAttendance)),
            "{text}"
        );
    }
}
