//! What the page of a person is made from: a proof of attendance that fits on a sheet.

use super::Locale;
use super::record::{Record, list, text};
use super::sentence::unbroken;
use super::site::{Site, meeting_page};
use crate::formats::{name, rule};
use crate::views::person_view::{PersonMeeting, PersonView};
use crate::views::tone::Tone;
use crate::views::value::{Decimal, Instant};

/// Returns everything that the template of a person may use.
pub fn context(person: &PersonView<'_>, site: &Site, locale: Locale<'_>) -> Record {
    // A department's folder has no pages of meetings: it can be handed on alone.
    let has_meetings = site.department.is_none() && !site.is_alone;
    let label = name::label(person.name, person.email, None, locale.language);
    let rate = person.rate();
    Record::default()
        .with("name", text(&label))
        .with("email", person.email.map(text))
        .with("identities", text(&person.identities))
        .with("department", person.department.map(text))
        .with("cost_centre", person.cost_centre.map(text))
        .with("attended", person.attended)
        .with("due", person.due)
        .with("rate", rate.map(Decimal::as_f64))
        .with("share", person.share.map(Decimal::as_f64))
        .with("presence_seconds", person.presence_seconds)
        .with("from", day(person.meetings.first(), locale))
        .with("to", day(person.meetings.last(), locale))
        .with("has_index", !site.is_alone)
        .with(
            "rule",
            unbroken(&rule::sentences(&person.rule, locale.language).join(" ")),
        )
        .with(
            "meetings",
            list(
                person
                    .meetings
                    .iter()
                    .map(|one| meeting(one, has_meetings, locale)),
            ),
        )
}

/// Returns the local day of a meeting, in the reader's style.
fn day(meeting: Option<&PersonMeeting<'_>>, locale: Locale<'_>) -> Option<String> {
    let begin = meeting?.begin?;
    Some(locale.language.plain_date(locale.zone.local(begin).date()))
}

fn meeting(meeting: &PersonMeeting<'_>, has_page: bool, locale: Locale<'_>) -> Record {
    let ticks = |at: Option<Instant>| at.map(|at| at.as_ticks());
    let page = meeting
        .stem
        .filter(|_| has_page)
        .map(|stem| format!("../{}", meeting_page(stem)));
    Record::default()
        .with("title", text(meeting.title))
        .with("begin", ticks(meeting.begin))
        .with("href", page)
        .with("first_join", ticks(meeting.first_join))
        .with("last_leave", ticks(meeting.last_leave))
        .with("presence_seconds", meeting.presence_seconds)
        .with("letter", locale.language.letter(meeting.status))
        .with("class", Tone::of_status(meeting.status).name())
        .with("status", locale.language.status(meeting.status))
        .with(
            "reason",
            text(&unbroken(&locale.language.reason(&meeting.reason))),
        )
        .with("reports", meeting.reports.as_deref().map(text))
}
