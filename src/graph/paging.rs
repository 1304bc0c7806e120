//! Lists in pages: all of them, or an error. Never a part of a list as if it were all.

use std::collections::HashSet;

use reqwest::Url;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::client::{Graph, unexpected};
use super::error::{Cause, GraphError};

/// The most pages of one list that are read.
const MOST_PAGES: usize = 10_000;

/// One page of a list, its elements as the service wrote them.
#[derive(Debug, Deserialize)]
struct Page {
    value: Vec<Box<RawValue>>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

/// Gets the elements of a list, from all its pages, as the service wrote them.
///
/// # Errors
/// When any page fails, leads to another origin, or leads back.
pub async fn list(graph: &Graph, first: Url) -> Result<Vec<Box<RawValue>>, GraphError> {
    let mut elements = Vec::new();
    let mut seen = HashSet::new();
    let mut next = Some(first);
    while let Some(url) = next {
        if seen.len() == MOST_PAGES || !seen.insert(url.clone()) {
            return Err(unexpected(&url, Cause::EndlessPages(MOST_PAGES)));
        }
        let answer = graph.get(&url).await?;
        let page: Page = Graph::parse(&url, &answer.body)?;
        elements.extend(page.value);
        next = page
            .next
            .map(|link| next_address(&url, &link))
            .transpose()?;
    }
    Ok(elements)
}

/// The address of the next page, whole, as the service gave it.
pub(super) fn next_address(here: &Url, link: &str) -> Result<Url, GraphError> {
    Url::parse(link).map_err(|_| {
        let what = "its @odata.nextLink is no URL".to_owned();
        unexpected(here, Cause::Unexpected(what))
    })
}
