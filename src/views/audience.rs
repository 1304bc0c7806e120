//! `audience`: one row per meeting: how many came, how many stayed.

use super::column::columns;
use crate::series::Run;
use crate::series::input::registrations::Audience;
use crate::series::meetings::meeting::Meeting;

/// A meeting with its people in numbers.
pub struct AudienceRow<'r> {
    series: &'r Run,
    meeting: &'r Meeting,
    audience: Audience,
}

/// Returns the rows of a run, in order of time.
pub fn rows(series: &Run) -> impl Iterator<Item = AudienceRow<'_>> {
    let audiences = series.audiences().into_iter();
    audiences.map(move |audience| AudienceRow {
        series,
        meeting: &series.meetings()[audience.meeting as usize],
        audience,
    })
}

columns! { row: AudienceRow;
    meeting "Meeting" Text [subject] "the meeting: its planned title, else the label of its first report" => row.series.text(row.meeting.title);
    meeting_start "Meeting start" Time "when the meeting began, as planned or reported" => row.meeting.begin();
    people "People" Count "people with a record, unidentified ones included" => row.audience.people;
    registered "Registered" Count "registrations" => row.audience.registered;
    attended "Attended" Count "registered people with a record" => row.audience.attended;
    walk_ins "Walk-ins" Count "people without a registration, hosts not counted" => row.audience.walk_ins;
    there_at_25 "There at 25 %" Count "people there when 25 % of the meeting were over" => row.audience.still_there[0];
    there_at_50 "There at 50 %" Count "people there when 50 % of the meeting were over" => row.audience.still_there[1];
    there_at_75 "There at 75 %" Count "people there when 75 % of the meeting were over" => row.audience.still_there[2];
    there_at_100 "There at 100 %" Count "people there until the meeting was over" => row.audience.still_there[3];
    peak "Peak" Count "the largest number of people present at one instant" => row.audience.peak.map(|peak| peak.present);
    peak_at "Peak at" Time "when that number was first reached" => row.audience.peak.map(|peak| peak.at);
    series "Series" Text "the series it belongs to" => row.series.series_name(row.meeting);
}
