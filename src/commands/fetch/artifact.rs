//! `rollbook fetch attendee-report` and its like: one file, or the link to it.

use std::path::Path;

use rollbook::graph::block_on;
use rollbook::graph::http::address::Url;
use rollbook::graph::http::client::Graph;
use rollbook::graph::live_event::artifacts::{self, Request};
use rollbook::graph::live_event::download::PartFile;

use crate::commands::online::{OnlineFailure, connect};
use crate::commands::{Exit, Failure};
use crate::plan::fetch::FilePlan;
use crate::terminal::fetching::{DownloadProgress, downloaded, link};

/// Runs the command.
pub fn run(plan: &FilePlan) -> Result<Exit, Failure> {
    let graph = connect(&plan.connection)?;
    match &plan.output {
        Some(target) => download(plan, target, &graph)?,
        None => link(found(&graph, &plan.request)?.as_str()).map_err(Failure::Stdout)?,
    }
    Ok(Exit::Success)
}

fn found(graph: &Graph, request: &Request) -> Result<Url, OnlineFailure> {
    let found = block_on(artifacts::link(graph, request)).map_err(OnlineFailure::Network)?;
    Ok(found?)
}

fn download(plan: &FilePlan, target: &Path, graph: &Graph) -> Result<(), OnlineFailure> {
    let request = &plan.request;
    let what = request.artifact.segment();
    let of = format!("{what} of {:?} {:?}", request.meeting, request.odata);
    let mut part = PartFile::open(target, &of, plan.existing)?;
    let progress = DownloadProgress::new(plan.quiet);
    let fetching = artifacts::download(graph, request, &mut part, |step| progress.at(&step));
    let came = block_on(fetching).map_err(OnlineFailure::Network)??;
    drop(progress);
    let path = part.finish()?;
    if !plan.quiet {
        downloaded(&came, &path);
    }
    Ok(())
}
