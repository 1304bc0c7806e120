//! A Microsoft Graph that takes its time: every answer comes after the same delay.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How many reports each meeting has: as many as the service lists at most.
pub const REPORTS_PER_MEETING: usize = 50;

/// How many meetings are in each calendar, each with one report.
pub const MEETINGS_PER_ORGANIZER: usize = 4;

/// How many people each report has.
const PEOPLE: usize = 20;

/// How it answers.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// How long each answer takes.
    pub delay: Duration,
    /// How many requests of a batch are answered in one delay.
    pub of_batch_at_a_time: usize,
}

/// A server on this computer, until the process ends.
pub struct SlowGraph {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
}

impl SlowGraph {
    pub fn start(manner: Manner) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.set_nonblocking(true).expect("it can wait");
        let address = listener.local_addr().expect("it has an address");
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&requests);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = { runtime }.enable_all().build().expect("it runs");
            let tasks = tokio::task::LocalSet::new();
            tasks.block_on(&runtime, accept(listener, manner, counted));
        });
        Self { address, requests }
    }

    /// The base address to name with `--graph-url`.
    pub fn url(&self) -> String {
        format!("http://{}/v1.0", self.address)
    }

    /// How many requests came since it was last asked, a batch counted as one.
    pub fn take_requests(&self) -> usize {
        self.requests.swap(0, Ordering::Relaxed)
    }
}

async fn accept(listener: std::net::TcpListener, manner: Manner, requests: Arc<AtomicUsize>) {
    let listener = TcpListener::from_std(listener).expect("it listens");
    loop {
        let (stream, _) = listener.accept().await.expect("somebody comes");
        let requests = Arc::clone(&requests);
        // A visitor who hangs up has had enough.
        tokio::task::spawn_local(async move { talk(stream, manner, &requests).await.ok() });
    }
}

/// Answers one request after the other.
async fn talk(stream: TcpStream, manner: Manner, requests: &AtomicUsize) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some((address, content)) = request(&mut stream).await? {
        requests.fetch_add(1, Ordering::Relaxed);
        let addresses = addresses(&content);
        let rounds = addresses.len().div_ceil(manner.of_batch_at_a_time).max(1);
        tokio::time::sleep(manner.delay * u32::try_from(rounds).unwrap_or(u32::MAX)).await;
        let body = if address.ends_with("/$batch") {
            batch(&addresses)
        } else {
            answer(&address)
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).await?;
    }
    Ok(())
}

/// The address and the content of the next request; none where the visitor is gone.
async fn request(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut first = String::new();
    if stream.read_line(&mut first).await? == 0 {
        return Ok(None);
    }
    let address = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
    }
    let mut content = vec![0; length];
    stream.read_exact(&mut content).await?;
    Ok(Some((address, content)))
}

/// The addresses that a batch asks for.
fn addresses(batch: &[u8]) -> Vec<String> {
    let batch: serde_json::Value = serde_json::from_slice(batch).unwrap_or_default();
    let requests = batch["requests"].as_array().into_iter().flatten();
    requests
        .filter_map(|request| request["url"].as_str().map(str::to_owned))
        .collect()
}

fn batch(addresses: &[String]) -> String {
    let responses = addresses.iter().enumerate().map(|(id, address)| {
        let body = answer(address);
        format!(r#"{{"id":"{id}","status":200,"headers":{{"Content-Type":"application/json"}},"body":{body}}}"#)
    });
    format!(
        r#"{{"responses":[{}]}}"#,
        responses.collect::<Vec<_>>().join(",")
    )
}

/// The list of a meeting, or one report; of organizers, a calendar or a meeting.
fn answer(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    if let Some(user) = path.strip_suffix("/calendarView") {
        return calendar(user.rsplit('/').next().unwrap_or_default());
    }
    if path.ends_with("/onlineMeetings") {
        let named = address.split("meeting_").nth(1).unwrap_or_default();
        let end = named.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
        let named = &named[..end.unwrap_or(named.len())];
        return format!(r#"{{"value":[{{"id":"held-{named}"}}]}}"#);
    }
    match path.rsplit_once("/attendanceReports/") {
        None if path.contains("/held-") => {
            format!(r#"{{"value":[{}]}}"#, report("r", ""))
        }
        Some((_, id)) => report(id, &records()),
        None => {
            let reports = (0..REPORTS_PER_MEETING).map(|number| report(&number.to_string(), ""));
            format!(r#"{{"value":[{}]}}"#, reports.collect::<Vec<_>>().join(","))
        }
    }
}

/// A calendar with a few online meetings, all of them long over.
fn calendar(user: &str) -> String {
    let event = |number: usize| {
        format!(
            r#"{{"isOrganizer":true,"isCancelled":false,"onlineMeeting":{{"joinUrl":"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{user}_{number}%40thread.v2/0"}},"end":{{"dateTime":"2026-10-06T10:00:00.0000000","timeZone":"UTC"}}}}"#
        )
    };
    let events: Vec<_> = (0..MEETINGS_PER_ORGANIZER).map(event).collect();
    format!(r#"{{"value":[{}]}}"#, events.join(","))
}

fn report(id: &str, records: &str) -> String {
    format!(
        r#"{{"id":"{id}","totalParticipantCount":{PEOPLE},"meetingStartDateTime":"2026-10-06T09:00:00Z","meetingEndDateTime":"2026-10-06T10:00:00Z","attendanceRecords":[{records}]}}"#
    )
}

fn records() -> String {
    let record = |person: usize| {
        format!(
            r##"{{"id":"record-{person}","emailAddress":"person.{person}@contoso.example","totalAttendanceInSeconds":3000,"role":"Attendee","identity":{{"@odata.type":"#microsoft.graph.communicationsUserIdentity","id":"identity-{person}","displayName":"Person {person}","tenantId":"tenant-1"}},"attendanceIntervals":[{{"joinDateTime":"2026-10-06T09:05:00Z","leaveDateTime":"2026-10-06T09:55:00Z","durationInSeconds":3000}}]}}"##
        )
    };
    let records = (0..PEOPLE).map(record);
    records.collect::<Vec<_>>().join(",")
}
