//! The log of a run that nobody watches: to standard error or to a file, for people or as
//! one JSON object a line.

use std::fs::File;
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::plan::fetch::{LogFormat, LogPlan};

/// Set once, before anything is told; standard error and text where it is not.
static LOG: OnceLock<Log> = OnceLock::new();

struct Log {
    format: LogFormat,
    file: Option<Arc<File>>,
}

/// Begins the log; the system rotates the file, and every line is one write to its end.
///
/// # Errors
/// When the file cannot be opened.
pub fn begin(plan: &LogPlan) -> io::Result<()> {
    let append = |path| File::options().append(true).create(true).open(path);
    let file = plan.file.as_ref().map(append).transpose()?;
    let file = file.map(Arc::new);
    if plan.format == LogFormat::Json {
        let to = file.clone();
        let events = fmt::layer()
            .json()
            .flatten_event(true)
            .with_writer(move || OneWrite::to(to.clone()))
            // Events of libraries are about bytes and sockets.
            .with_filter(filter_fn(|event| event.target().starts_with("rollbook")));
        // Only a second log of one run would be refused.
        let _ = tracing_subscriber::registry().with(events).try_init();
    }
    let format = plan.format;
    let _ = LOG.set(Log { format, file });
    Ok(())
}

/// Returns whether events are written as JSON, so that nothing else may be.
pub fn is_json() -> bool {
    LOG.get().is_some_and(|log| log.format == LogFormat::Json)
}

/// Returns whether people watch standard error.
pub fn is_watched() -> bool {
    LOG.get()
        .is_none_or(|log| log.format == LogFormat::Text && log.file.is_none())
}

/// Tells what people read: as it is, or as an event of what it begins with.
pub fn tell(text: &str) {
    let Some(log) = LOG.get() else {
        let _ = io::stderr().lock().write_all(text.as_bytes());
        return;
    };
    match (log.format, &log.file) {
        (LogFormat::Json, _) => {
            let said = text.trim_end();
            if said.starts_with("error") {
                tracing::error!("{said}");
            } else if said.starts_with("warning") {
                tracing::warn!("{said}");
            } else if !said.is_empty() {
                tracing::info!("{said}");
            }
        }
        (LogFormat::Text, Some(file)) => {
            let _ = file.as_ref().write_all(text.as_bytes());
        }
        (LogFormat::Text, None) => {
            let _ = io::stderr().lock().write_all(text.as_bytes());
        }
    }
}

/// Gathers an event, and writes it at once: two runs may add to one file.
struct OneWrite {
    event: Vec<u8>,
    file: Option<Arc<File>>,
}

impl OneWrite {
    fn to(file: Option<Arc<File>>) -> Self {
        let event = Vec::new();
        Self { event, file }
    }
}

impl Write for OneWrite {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.event.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for OneWrite {
    fn drop(&mut self) {
        // A log that cannot be written is no reason to fetch less.
        let _ = match &self.file {
            Some(file) => file.as_ref().write_all(&self.event),
            None => io::stderr().lock().write_all(&self.event),
        };
    }
}
