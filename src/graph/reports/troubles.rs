//! What was wrong in the nights before: so that a run tells what is new, and counts
//! what has been so for long.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::graph::reports::outcome::{MeetingOutcome, Need, Reason, Status};

/// Where they are kept in an archive.
pub(in crate::graph) const TROUBLES: &str = ".rollbook/troubles.ndjson";

/// How long something is remembered that no run asked for again.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(60 * 24);

/// The kind of reason for which a meeting without reports waits.
pub(in crate::graph) const NO_REPORT: &str = "no-report";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Trouble {
    place: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    report: Option<String>,
    kind: String,
    since: Timestamp,
    seen: Timestamp,
}

/// What was wrong, by place and report.
#[derive(Clone, Debug, Default)]
pub struct Troubles {
    known: BTreeMap<(String, Option<String>), Trouble>,
}

impl Troubles {
    /// Reads what an archive remembers; a line that cannot be read is forgotten.
    pub fn read(archive: &Path) -> Self {
        // Without it all troubles are new, which is loud and harmless.
        let text = fs::read(archive.join(TROUBLES)).unwrap_or_default();
        let lines = text.split(|&byte| byte == b'\n');
        let troubles = lines.filter_map(|line| serde_json::from_slice::<Trouble>(line).ok());
        let keyed = |trouble: Trouble| ((trouble.place.clone(), trouble.report.clone()), trouble);
        Self {
            known: troubles.map(keyed).collect(),
        }
    }

    /// Notes what became of a meeting: since when it has been so, and whether it has
    /// settled. A meeting without reports was never held once it ended so long ago, or,
    /// where its end is unknown, once it was asked for in vain for so long.
    pub fn judge(
        &mut self,
        outcome: &mut MeetingOutcome,
        now: Timestamp,
        settling: SignedDuration,
    ) {
        let place = outcome.place.clone();
        let long_ago = |moment: Timestamp| now.duration_since(moment) >= settling;
        let since = self.note(&place, None, outcome.status, outcome.reason.as_mut(), now);
        // A meeting that a calendar holds and the service does not know is nobody's mistake.
        let is_final =
            |status: Status| status.is_final() || status == Status::Gone && !outcome.named;
        outcome.settled = is_final(outcome.status) && since.is_some_and(long_ago);
        let waits = outcome.status == Status::Pending
            && (outcome.reason.as_ref()).is_some_and(|reason| reason.kind == NO_REPORT);
        if waits && outcome.ended.or(since).is_some_and(long_ago) {
            outcome.status = Status::NotHeld;
            outcome.settled = true;
        }
        for report in &mut outcome.reports {
            let id = Some(report.report.clone());
            let since = self.note(&place, id, report.status, report.reason.as_mut(), now);
            report.settled = report.status.is_final() && since.is_some_and(long_ago);
        }
    }

    /// Notes one thing; returns since when it has been so, where it is a trouble.
    fn note(
        &mut self,
        place: &str,
        report: Option<String>,
        status: Status,
        reason: Option<&mut Reason>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let key = (place.to_owned(), report);
        let reason = reason.filter(|_| status.need() != Need::Nothing);
        let Some(reason) = reason else {
            self.known.remove(&key);
            return None;
        };
        let before = self.known.get(&key);
        let same = before.filter(|trouble| trouble.kind == reason.kind);
        let since = same.map_or(now, |trouble| trouble.since);
        reason.since = Some(since);
        let (place, report) = key.clone();
        let trouble = Trouble {
            place,
            report,
            kind: reason.kind.to_owned(),
            since,
            seen: now,
        };
        self.known.insert(key, trouble);
        Some(since)
    }

    /// Returns the lines of the file, without what no run asked for any more.
    pub(in crate::graph) fn lines(&self, now: Timestamp) -> Vec<u8> {
        let kept = self.known.values();
        let kept = kept.filter(|trouble| now.duration_since(trouble.seen) < REMEMBERED);
        let mut lines = Vec::new();
        for trouble in kept {
            lines.extend(serde_json::to_vec(trouble).unwrap_or_default());
            lines.push(b'\n');
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE_DAYS: SignedDuration = SignedDuration::from_hours(72);

    fn outcome(status: Status, kind: &'static str) -> MeetingOutcome {
        let reason = Reason::new(kind, "told", "hint");
        MeetingOutcome::without_reports("M".into(), None, status, reason)
    }

    fn night(number: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * number)
    }

    #[test]
    fn a_trouble_begins_anew_when_its_reason_is_another_or_it_was_over() {
        let mut troubles = Troubles::default();
        let mut since = |number, kind: Option<&'static str>| {
            let mut outcome = match kind {
                Some(kind) => outcome(Status::Failed, kind),
                None => outcome(Status::Unchanged, "nothing"),
            };
            troubles.judge(&mut outcome, night(number), THREE_DAYS);
            outcome.reason.and_then(|reason| reason.since)
        };
        assert_eq!(since(0, Some("busy")), Some(night(0)));
        assert_eq!(since(1, Some("busy")), Some(night(0)));
        assert_eq!(since(2, Some("mistake")), Some(night(2)));
        assert_eq!(since(3, None), None);
        assert_eq!(since(4, Some("mistake")), Some(night(4)));
    }

    #[test]
    fn a_meeting_without_report_was_never_held_once_it_has_settled() {
        let judged = |ended: Option<Timestamp>, number| {
            let mut troubles = Troubles::default();
            let mut last = None;
            for number in 0..=number {
                let mut outcome = outcome(Status::Pending, NO_REPORT);
                outcome.ended = ended;
                troubles.judge(&mut outcome, night(number), THREE_DAYS);
                last = Some(outcome.status);
            }
            last
        };
        assert_eq!(judged(None, 2), Some(Status::Pending));
        assert_eq!(judged(None, 3), Some(Status::NotHeld));
        assert_eq!(judged(Some(night(-4)), 0), Some(Status::NotHeld));
        assert_eq!(judged(Some(night(2)), 4), Some(Status::Pending));
    }

    #[test]
    fn what_only_waits_never_settles_into_silence() {
        let mut troubles = Troubles::default();
        for (status, kind) in [(Status::Failed, "busy"), (Status::Forbidden, "permission")] {
            for number in 0..9 {
                let mut outcome = outcome(status, kind);
                troubles.judge(&mut outcome, night(number), THREE_DAYS);
                assert!(!outcome.settled && outcome.status == status);
            }
        }
    }
}
