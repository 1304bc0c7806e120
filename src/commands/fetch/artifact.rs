//! `rollbook fetch attendee-report` and its like: one file, or the link to it.

use std::path::Path;

use rollbook::graph::block_on;
use rollbook::graph::http::address::Url;
use rollbook::graph::http::client::Graph;
use rollbook::graph::live_event::artifacts::{self, Artifact, Request};
use rollbook::graph::live_event::download::PartFile;
use rollbook::storage::folder::Existing;

use crate::cli::fetch::ArtifactFile;
use crate::commands::online::{OnlineFailure, connect};
use crate::commands::{Exit, Failure};
use crate::terminal::fetching::{DownloadProgress, downloaded, link};

/// Runs the command.
pub fn run(options: &ArtifactFile, artifact: Artifact) -> Result<Exit, Failure> {
    let request = Request {
        meeting: options.lead(),
        artifact,
        odata: options.odata.clone(),
    };
    let graph = connect(&options.connection)?;
    match &options.output {
        Some(target) => download(options, target, &graph, &request)?,
        None => link(found(&graph, &request)?.as_str()).map_err(Failure::Stdout)?,
    }
    Ok(Exit::Success)
}

fn found(graph: &Graph, request: &Request) -> Result<Url, OnlineFailure> {
    let found = block_on(artifacts::link(graph, request)).map_err(OnlineFailure::Network)?;
    Ok(found?)
}

fn download(
    options: &ArtifactFile,
    target: &Path,
    graph: &Graph,
    request: &Request,
) -> Result<(), OnlineFailure> {
    let existing = if options.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    let what = request.artifact.segment();
    let of = format!("{what} of {:?} {:?}", request.meeting, request.odata);
    let mut part = PartFile::open(target, &of, existing)?;
    let progress = DownloadProgress::new(options.quiet);
    let fetching = artifacts::download(graph, request, &mut part, |step| progress.at(&step));
    let came = block_on(fetching).map_err(OnlineFailure::Network)??;
    drop(progress);
    let path = part.finish()?;
    if !options.quiet {
        downloaded(&came, &path);
    }
    Ok(())
}
