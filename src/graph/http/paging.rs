//! Lists in pages: all of them, or an error. Never a part of a list as if it were all.

use std::collections::HashSet;

use reqwest::Url;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::graph::http::answer::{Answer, Content};
use crate::graph::http::client::{Graph, unexpected};
use crate::graph::http::error::{Cause, GraphError};

/// The most pages of one list that are read.
const MOST_PAGES: usize = 10_000;

/// One page of a list, its elements as the service wrote them.
#[derive(Debug, Deserialize)]
struct Page {
    value: Vec<Box<RawValue>>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

/// An element of a list, as it was read and as the service wrote it.
pub(in crate::graph) type Element<T> = (T, Box<RawValue>);

/// Gets the elements of a list, from all its pages.
///
/// # Errors
/// When any page fails, leads to another origin, or leads back, or an element is
/// something else.
pub(in crate::graph) async fn list<T: DeserializeOwned>(
    graph: &Graph,
    first: Url,
    content: Content,
) -> Result<Vec<Element<T>>, GraphError> {
    let mut elements = Vec::new();
    each_page(graph, first, content, |answer, page| {
        for raw in page {
            elements.push((answer.parse_part(raw.get().as_bytes())?, raw));
        }
        Ok::<_, GraphError>(())
    })
    .await?;
    Ok(elements)
}

/// Gets a list page by page, and hands out the elements of each, as the service wrote them.
///
/// # Errors
/// When any page fails, leads to another origin, or leads back, when all are larger together
/// than a report may be, or when they cannot be taken.
pub(in crate::graph) async fn each_page<E: From<GraphError>>(
    graph: &Graph,
    first: Url,
    content: Content,
    mut take: impl FnMut(&Answer, Vec<Box<RawValue>>) -> Result<(), E>,
) -> Result<(), E> {
    let mut seen = HashSet::new();
    let mut bytes = 0;
    let mut next = Some(first);
    while let Some(url) = next {
        if seen.len() == MOST_PAGES || !seen.insert(url.clone()) {
            return Err(unexpected(&url, Cause::EndlessPages(MOST_PAGES)).into());
        }
        let mut answer = graph.get_json(&url, content).await?;
        bytes += answer.body.len();
        if bytes > graph.most_bytes() {
            let most = graph.most_bytes() / 1024 / 1024;
            return Err(answer.wrong(Cause::TooLarge(most)).into());
        }
        let page: Page = answer.parse()?;
        // The elements are copies of it.
        answer.body = Vec::new();
        next = (page.next)
            .map(|link| next_address(&answer, &link))
            .transpose()?;
        take(&answer, page.value)?;
    }
    Ok(())
}

/// Returns the address of the next page, whole, as the service gave it.
pub(in crate::graph) fn next_address(here: &Answer, link: &str) -> Result<Url, GraphError> {
    Url::parse(link).map_err(|_| {
        let what = "its @odata.nextLink is no URL".to_owned();
        here.wrong(Cause::Unexpected(what))
    })
}
