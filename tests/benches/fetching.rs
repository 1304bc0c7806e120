//! How long fetching 10,000 reports takes, 16 requests at a time, from a service that
//! takes 50 ms for each answer; and how much memory.
//!
//! And how long two nights of 5,000 organizers with 4 meetings each take.
//!
//! `cargo bench --bench fetching`, two minutes; `-- tenant` for the nights alone. Ends with 1
//! where a promise is not kept: requests alone take at most 1.3 times what the answers' delay
//! takes, 128 MiB do for reports and 160 MiB for a tenant, and its second night asks for less
//! than a third of the first.

mod slow_graph;

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use slow_graph::{MEETINGS_PER_ORGANIZER, Manner, REPORTS_PER_MEETING, SlowGraph};

const REPORTS: usize = 10_000;
const PARALLEL: u32 = 16;
const DELAY: Duration = Duration::from_millis(50);

/// How much longer than the delays alone a run may take.
const MOST_TIMES: f64 = 1.3;

/// How much memory it may use, in MiB.
const MOST_MEMORY: f64 = 128.0;

/// How many organizers the tenant has.
const ORGANIZERS: usize = 5_000;

/// How many requests are under way at a time where nothing is said of it.
const DEFAULT_PARALLEL: u32 = 8;

/// How much memory a night of the tenant may use, in MiB.
const MOST_MEMORY_OF_A_TENANT: f64 = 160.0;

/// A way to fetch, and how the service takes it.
struct Course {
    name: &'static str,
    together: &'static str,
    of_batch_at_a_time: usize,
}

const COURSES: [Course; 3] = [
    Course {
        name: "each alone",
        together: "1",
        of_batch_at_a_time: 1,
    },
    Course {
        name: "batches, answered at once",
        together: "20",
        of_batch_at_a_time: 20,
    },
    Course {
        name: "batches, 4 answers at a time",
        together: "20",
        of_batch_at_a_time: 4,
    },
];

fn main() -> ExitCode {
    println!("| way | requests | time | delays alone | ratio | memory |");
    println!("|---|---|---|---|---|---|");
    let tenant_alone = std::env::args().any(|word| word == "tenant");
    let courses = if tenant_alone { &[][..] } else { &COURSES[..] };
    let mut kept = courses.iter().map(run).collect::<Vec<_>>();
    kept.push(tenant());
    if kept.iter().all(|&kept| kept) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Fetches everything once, prints what it took, and tells whether the promises are kept.
fn run(course: &Course) -> bool {
    let manner = Manner {
        delay: DELAY,
        of_batch_at_a_time: course.of_batch_at_a_time,
    };
    let graph = SlowGraph::start(manner);
    let place = tempfile::tempdir().expect("there is a place for files");
    let (took, memory) = fetch(&graph.url(), course.together, place.path());
    let fetched = reports_in(&place.path().join("archive"));
    assert_eq!(fetched, REPORTS, "{}: reports in the archive", course.name);
    let meetings = REPORTS / REPORTS_PER_MEETING;
    let alone = DELAY * u32::try_from(REPORTS + meetings).unwrap_or(u32::MAX) / PARALLEL;
    let ratio = took.as_secs_f64() / alone.as_secs_f64();
    let told = memory.map_or("unknown".into(), |memory| format!("{memory:.0} MiB"));
    println!(
        "| {} | {} | {:.1} s | {:.1} s | {ratio:.2} | {told} |",
        course.name,
        graph.take_requests(),
        took.as_secs_f64(),
        alone.as_secs_f64(),
    );
    ratio <= MOST_TIMES && memory.is_none_or(|memory| memory <= MOST_MEMORY)
}

/// Two nights of a tenant at the defaults; tells whether the promises are kept.
fn tenant() -> bool {
    let graph = SlowGraph::start(Manner {
        delay: DELAY,
        of_batch_at_a_time: 20,
    });
    let place = tempfile::tempdir().expect("there is a place for files");
    let list = place.path().join("organizers.txt");
    let organizers = (0..ORGANIZERS).map(|number| format!("U{number}\n"));
    std::fs::write(&list, organizers.collect::<String>()).expect("it is written");
    let archive = place.path().join("archive");
    let night = |name: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rollbook"));
        let words = ["fetch", "reports", "--quiet", "--graph-url", &graph.url()];
        command.args(words).arg("--organizers-from").arg(&list);
        command.arg("--archive").arg(&archive);
        let (took, memory) = watched(&mut command);
        let requests = graph.take_requests();
        let alone = DELAY * u32::try_from(requests).unwrap_or(u32::MAX) / DEFAULT_PARALLEL;
        let ratio = took.as_secs_f64() / alone.as_secs_f64();
        let told = memory.map_or("unknown".into(), |memory| format!("{memory:.0} MiB"));
        println!(
            "| {name} | {requests} | {:.1} s | {:.1} s | {ratio:.2} | {told} |",
            took.as_secs_f64(),
            alone.as_secs_f64(),
        );
        (requests, ratio, memory.unwrap_or(0.0))
    };
    let (first, ratio, memory) = night("a tenant's first night");
    assert_eq!(
        reports_in(&archive),
        ORGANIZERS * MEETINGS_PER_ORGANIZER,
        "reports in the archive"
    );
    let (second, _, memory_then) = night("its second night");
    ratio <= MOST_TIMES && memory.max(memory_then) <= MOST_MEMORY_OF_A_TENANT && second * 3 < first
}

/// Fetches meetings by a list of them; how long it took, and the most memory.
fn fetch(url: &str, together: &str, place: &Path) -> (Duration, Option<f64>) {
    let list = place.join("meetings.txt");
    let meetings = (0..REPORTS / REPORTS_PER_MEETING).map(|number| format!("M{number}\n"));
    std::fs::write(&list, meetings.collect::<String>()).expect("it is written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_rollbook"));
    command
        .args(["fetch", "reports", "--quiet", "--graph-url", url])
        .args(["--parallel", &PARALLEL.to_string(), "--batch", together])
        .arg("--meetings-from")
        .arg(&list)
        .arg("--archive")
        .arg(place.join("archive"));
    watched(&mut command)
}

/// Runs the program; how long it took, and its most memory in MiB where that is told.
fn watched(command: &mut Command) -> (Duration, Option<f64>) {
    let began = Instant::now();
    let mut child = command
        .env("GRAPH_TOKEN", "e30.e30.signature")
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut memory = None;
    loop {
        // What the system says last holds the most there was.
        memory = most_memory(child.id()).or(memory);
        if let Some(ended) = child.try_wait().expect("it ends") {
            assert!(ended.success(), "{ended}");
            return (began.elapsed(), memory);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The most memory that a process has used so far, in MiB, as Linux tells it.
fn most_memory(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

fn reports_in(archive: &Path) -> usize {
    let files = walkdir::WalkDir::new(archive).into_iter().flatten();
    let reports = files.filter(|entry| {
        let hidden = entry
            .path()
            .components()
            .any(|part| part.as_os_str() == ".rollbook");
        entry.file_type().is_file() && !hidden
    });
    reports.count()
}
