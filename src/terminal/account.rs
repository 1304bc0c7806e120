//! What `login`, `logout` and `doctor` print.

use std::io::{self, Write as _};
use std::path::Path;

use serde_json::json;

use rollbook::graph::checks::{Check, Verdict};
use rollbook::untrusted::escaped;

use super::{to_stderr, to_stdout};

/// Says where to enter which code.
pub fn enter_code(address: &str, code: &str) {
    let (address, code) = (escaped(address), escaped(code));
    to_stderr(&format!(
        "To sign in, open {address} and enter the code {code}\n"
    ));
}

/// Says where to sign in with a browser.
pub fn browse_to(address: &str) {
    let address = escaped(address);
    to_stderr(&format!(
        "To sign in, use the browser that opens, or open\n  {address}\n"
    ));
}

/// Tells that somebody is signed in, and where that is kept.
pub fn signed_in(tenant: &str, file: &Path) {
    let (tenant, file) = (escaped(tenant), escaped(&file.to_string_lossy()));
    to_stdout(&format!(
        "Signed in to {tenant}; kept until `rollbook logout`, for you alone, in\n  {file}\n"
    ));
}

/// Tells that the sign-in is forgotten.
pub fn forgotten(was_there: bool) {
    to_stdout(if was_there {
        "Signed out; the sign-in is forgotten\n"
    } else {
        "Nobody was signed in\n"
    });
}

/// Tells what came of a check.
pub fn checked(check: &Check) {
    let what = check.what;
    let said = match &check.verdict {
        Verdict::Good(told) => format!("ok       {what}: {told}"),
        Verdict::Unknown(told) => format!("unknown  {what}: {told}"),
        Verdict::Bad(told, hint) => {
            let lines = [
                format!("wrong    {what}: {told}"),
                format!("         hint: {hint}"),
            ];
            return to_stdout(&format!("{}\n{}\n", escaped(&lines[0]), escaped(&lines[1])));
        }
    };
    to_stdout(&format!("{}\n", escaped(&said)));
}

/// Prints all checks as one JSON object, for programs.
pub fn all_checked(checks: &[Check]) -> io::Result<()> {
    let told = |check: &Check| match &check.verdict {
        Verdict::Good(told) => json!({"check": check.what, "verdict": "ok", "message": told}),
        Verdict::Unknown(told) => {
            json!({"check": check.what, "verdict": "unknown", "message": told})
        }
        Verdict::Bad(told, hint) => {
            json!({"check": check.what, "verdict": "wrong", "message": told, "hint": hint})
        }
    };
    let healthy = !(checks.iter()).any(|check| matches!(check.verdict, Verdict::Bad(..)));
    let checks: Vec<_> = checks.iter().map(told).collect();
    let all = json!({ "healthy": healthy, "checks": checks });
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{all:#}").and_then(|()| stdout.flush())
}
