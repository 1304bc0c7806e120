//! Gets one report whole: with its records, each as the service wrote it.
//!
//! Where the service leaves records out they are fetched page by page and put into
//! the report.

use serde_json::value::RawValue;

use crate::graph::archive::index::ArchiveError;
use crate::graph::archive::spool::Spool;
use crate::graph::http::address::shown;
use crate::graph::http::answer::{Answer, Content};
use crate::graph::http::client::{Graph, address};
use crate::graph::http::error::{Cause, GraphError};
use crate::graph::http::paging::{each_page, next_address};
use crate::graph::http::query::Query;
use crate::graph::reports::endpoints::Meeting;
use crate::graph::reports::merge_pages;
use crate::graph::reports::report::{Got, Head, Listed};

/// OData parameters of the user's own.
type Parameters = [(String, String)];

/// A report with more participants than these takes a request of its own.
const FEW: i64 = 100;

/// Returns whether an OData parameter is about what a report holds, not about which reports.
pub(in crate::graph) fn is_about_one_report(name: &str) -> bool {
    matches!(name, "$select" | "$expand")
}

/// Why a report did not come whole.
pub(in crate::graph) enum Fault {
    /// A request failed.
    Graph(GraphError),
    /// The disk did not take it.
    Archive(ArchiveError),
}

impl From<GraphError> for Fault {
    fn from(error: GraphError) -> Self {
        Self::Graph(error)
    }
}

impl From<ArchiveError> for Fault {
    fn from(error: ArchiveError) -> Self {
        Self::Archive(error)
    }
}

/// Gets one report with its records; `None` where it still has this entity tag.
pub(in crate::graph) async fn report(
    graph: &Graph,
    meeting: &Meeting,
    listed: &Listed,
    etag: Option<&str>,
    odata: &Parameters,
    spool: Spool,
) -> Result<Option<Got>, Fault> {
    let own = odata.iter().filter(|(name, _)| is_about_one_report(name));
    let query = Query::none().with("$expand", "attendanceRecords").and(own);
    let segments = meeting.segments(&["attendanceReports", &listed.id]);
    let url = graph.address(&segments, &query)?;
    let content = match listed.participants() {
        Some(0..=FEW) => Content::Small,
        _ => Content::Large,
    };
    let answer = match etag {
        None => Some(graph.get_json(&url, content).await?),
        Some(etag) => graph.get_if_changed(&url, etag, content).await?,
    };
    match answer {
        None => Ok(None),
        Some(answer) => with_all_records(graph, meeting, &listed.id, answer, spool)
            .await
            .map(Some),
    }
}

/// Fetches the records that a report came without, and puts them into it page by page.
async fn with_all_records(
    graph: &Graph,
    meeting: &Meeting,
    id: &str,
    answer: Answer,
    mut spool: Spool,
) -> Result<Got, Fault> {
    let head = Head::read(&answer, &answer.body, Some(id))?;
    let (rest, begun) = match (&head.next, head.records) {
        (Some(link), _) => (next_address(&answer, link)?, true),
        (None, Some(count)) if count > 0 || head.participants == Some(0) => {
            return Ok(got(answer, head));
        }
        (None, _) => {
            let segments = meeting.segments(&["attendanceReports", id, "attendanceRecords"]);
            (graph.address(&segments, &Query::none())?, false)
        }
    };
    let requests = vec![shown(&answer.url), shown(&rest)];
    let malformed = |error| answer.wrong(Cause::Malformed(error));
    spool.add(&merge_pages::begin(&answer.body).map_err(malformed)?)?;
    let mut records = 0;
    let mut add = |some: Vec<Box<RawValue>>| -> Result<(), Fault> {
        for record in some {
            if records > 0 {
                spool.add(b",")?;
            }
            spool.add(record.get().as_bytes())?;
            records += 1;
        }
        Ok(())
    };
    if begun {
        add(merge_pages::own_records(&answer.body).map_err(malformed)?)?;
    }
    each_page(graph, rest, Content::Large, |_, page| add(page)).await?;
    spool.add(merge_pages::END)?;
    Ok(Got {
        head: Head {
            records: Some(records),
            next: None,
            ..head
        },
        body: spool.finish(),
        etag: answer.etag,
        requests,
    })
}

/// Gets the newest report alone, in the service's older shape.
pub(in crate::graph) async fn newest(
    graph: &Graph,
    meeting: &Meeting,
    odata: &Parameters,
) -> Result<Got, GraphError> {
    let query = Query::none().and(odata);
    let segments = meeting.segments(&["meetingAttendanceReport"]);
    let url = address(&graph.base().beta(), &segments, &query)?;
    let answer = graph.get(&url).await?;
    let head = Head::read(&answer, &answer.body, None)?;
    Ok(got(answer, head))
}

fn got(answer: Answer, head: Head) -> Got {
    Got {
        head,
        requests: vec![shown(&answer.url)],
        body: answer.body.into(),
        etag: answer.etag,
    }
}
