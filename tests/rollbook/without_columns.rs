//! A program that was built without Arrow says so, and how to get it.

use crate::support::{convert, place, stderr};

#[test]
fn a_format_that_was_not_built_is_refused_with_the_command_that_builds_it() {
    for format in ["arrow", "parquet"] {
        let place = place();
        let output = place.path().join("out");
        for target in [output.as_path(), std::path::Path::new("-")] {
            let run = convert(&["samples/course"], target, &["--format", format]);
            assert_eq!(run.status.code(), Some(2), "{format}");
            let said = stderr(&run);
            assert!(
                said.contains(&format!("built without {format}"))
                    && said.contains("--features arrow"),
                "{said}"
            );
        }
        assert!(!output.exists());
    }
}
