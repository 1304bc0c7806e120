//! Signing in with the browser: it comes back to this computer with a code.

use std::time::Duration;

use oauth2::RedirectUrl;
use reqwest::Url;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::graph::auth::error::AuthError;
use crate::graph::auth::sign_in::{Grant, SignIn};

/// How long to wait for the person.
const PATIENCE: Duration = Duration::from_secs(300);

/// The longest head of a request that is read, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;

/// How long one visitor may take to say what they want.
const VISIT: Duration = Duration::from_secs(10);

const DONE: &str = "You are signed in. You may close this page and go back to Rollbook.";
const NOT_DONE: &str = "The sign-in did not work. Rollbook says why.";

/// Signs a person in; `open` shows them the address.
///
/// # Errors
/// When they do not come back in time, or the authority refuses.
pub async fn sign_in(
    sign_in: &SignIn,
    scopes: &[String],
    open: impl FnOnce(&Url),
) -> Result<Grant, AuthError> {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .map_err(AuthError::Listen)?;
    let port = listener.local_addr().map_err(AuthError::Listen)?.port();
    let redirect = RedirectUrl::new(format!("http://localhost:{port}"));
    let redirect = redirect.map_err(|_| AuthError::NobodyCame)?;
    let address = sign_in.browser_address(scopes, &redirect);
    open(&address.url);
    let came_back = timeout(PATIENCE, visitors(&listener, address.state.secret())).await;
    let code = came_back.map_err(|_| AuthError::NobodyCame)??;
    sign_in.with_code(code, address.verifier, &redirect).await
}

/// Receives visitors until one brings the code.
async fn visitors(listener: &TcpListener, state: &str) -> Result<String, AuthError> {
    loop {
        let (mut visitor, _) = listener.accept().await.map_err(AuthError::Listen)?;
        let head = timeout(VISIT, head(&mut visitor)).await.unwrap_or_default();
        match brought(&head, state) {
            None => answer(&mut visitor, "404 Not Found", "There is nothing here.").await,
            Some(Ok(code)) => {
                answer(&mut visitor, "200 OK", DONE).await;
                return Ok(code);
            }
            Some(Err(said)) => {
                answer(&mut visitor, "200 OK", NOT_DONE).await;
                return Err(AuthError::Refused { said });
            }
        }
    }
}

/// Returns the code or the refusal that a visitor brings; `None` for others, such as one who
/// does not know the state.
fn brought(head: &str, state: &str) -> Option<Result<String, String>> {
    let target = head.strip_prefix("GET ")?.split(' ').next()?;
    let url = Url::parse("http://localhost").ok()?.join(target).ok()?;
    let value = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    };
    if value("state")? != state {
        return None;
    }
    let refusal = || {
        let description = value("error_description").unwrap_or_default();
        let first = description.lines().next().unwrap_or_default();
        value("error").map(|error| Err(format!("{error}: {first}")))
    };
    value("code").map(Ok).or_else(refusal)
}

async fn head(visitor: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    while head.len() < LONGEST_HEAD && !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match visitor.read(&mut piece).await {
            Ok(read) if read > 0 => head.extend_from_slice(&piece[..read]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// Answers a visitor; one who does not listen loses nothing.
async fn answer(visitor: &mut TcpStream, status: &str, text: &str) {
    let page = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    );
    let _ = visitor.write_all(page.as_bytes()).await;
    let _ = visitor.shutdown().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_knows_the_state_brings_the_code() {
        let head = |query: &str| format!("GET /?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assert_eq!(
            brought(&head("code=a%2Fb&state=s"), "s"),
            Some(Ok("a/b".into()))
        );
        assert_eq!(brought(&head("code=a&state=other"), "s"), None);
        assert_eq!(brought(&head("code=a"), "s"), None);
        assert_eq!(
            brought(
                &head("error=access_denied&error_description=no%0Aid&state=s"),
                "s"
            ),
            Some(Err("access_denied: no".into()))
        );
        assert_eq!(brought("GET /favicon.ico HTTP/1.1\r\n\r\n", "s"), None);
        assert_eq!(brought("", "s"), None);
    }
}
