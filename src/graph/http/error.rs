//! Why something could not be fetched: the address, the cause, and the ids that
//! Microsoft's support asks for. No secrets: not the token, not a continuation token.

use crate::graph::http::error_meaning::ErrorMeaning;
pub use crate::graph::http::ids::RequestIds;
pub use crate::graph::http::refusal::Refusal;

/// A request that did not give what was asked for.
#[derive(Debug, thiserror::Error)]
#[error("could not fetch `{address}`{ids}")]
pub struct GraphError {
    /// The address, as it may be shown.
    pub address: String,
    /// The ids of the request that failed last.
    pub ids: RequestIds,
    /// Why.
    #[source]
    pub cause: Box<Cause>,
}

impl GraphError {
    /// Returns what to do about it.
    pub fn hint(&self) -> &'static str {
        self.cause.hint()
    }
}

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// The service answered with an error.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// The service stayed busy until the time for waiting was used up.
    #[error(
        "the service stayed busy ({status}) and asks to wait {wait_seconds:.0} s more, which is beyond the time set for waiting"
    )]
    StayedBusy {
        /// The last status.
        status: u16,
        /// The wait that would have been next, in seconds.
        wait_seconds: f64,
    },
    /// No connection came about, or it broke.
    #[error("{}", connection_trouble(.0))]
    Connection(#[source] reqwest::Error),
    /// The answer took too long.
    #[error("the answer took too long: nothing came within the time set with --timeout")]
    Slow,
    /// The answer leads to another place.
    #[error(
        "the service answered with a redirect ({status}) to {origin}, which is not followed: the token must not go there"
    )]
    Redirect {
        /// The status.
        status: u16,
        /// Where it leads: scheme, host and port.
        origin: String,
    },
    /// The answer leads to another address of the service.
    #[error(
        "the service answered with a redirect ({status}) to `{address}` on the same host, which is not followed: each address must answer itself"
    )]
    OwnRedirect {
        /// The status.
        status: u16,
        /// Where it leads, as it may be shown.
        address: String,
    },
    /// The answer leads nowhere.
    #[error("the service answered with a redirect ({status}) without saying where to")]
    BlindRedirect {
        /// The status.
        status: u16,
    },
    /// An address in an answer leads to another place.
    #[error(
        "the next page is at {origin}, which is another place than the service: nothing was sent there"
    )]
    OtherOrigin {
        /// Where it leads: scheme, host and port.
        origin: String,
    },
    /// The pages of a list lead back to one that was read already.
    #[error("the pages of the list lead in a circle, or are more than {0}")]
    EndlessPages(usize),
    /// A success without content.
    #[error("the service answered {status} without any content")]
    Empty {
        /// The status.
        status: u16,
    },
    /// The answer is something else than JSON.
    #[error("the answer is {what}, and JSON was expected")]
    NotJson {
        /// What it is.
        what: String,
    },
    /// The answer is not what the endpoint is to answer.
    #[error("the answer is not what it should be: {0}")]
    Unexpected(String),
    /// Nothing was found.
    #[error("the service knows no such meeting of this user")]
    NoMeeting,
    /// No user has a name or address, or several have it.
    #[error("the service knows {} of this name or e-mail address", users(*.0))]
    NoUser(usize),
    /// The answer is not valid JSON.
    #[error("the answer is not valid JSON")]
    Malformed(#[source] serde_json::Error),
    /// The answer is larger than any report.
    #[error("the answer, or what its pages come to, is larger than {0} MiB, which no report is")]
    TooLarge(usize),
    /// The address cannot be made.
    #[error(transparent)]
    Address(#[from] crate::graph::http::address::BadSegment),
    /// There is no token to send.
    #[error(transparent)]
    SignIn(#[from] crate::graph::auth::AuthError),
}

impl Cause {
    /// Returns what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.meaning.hint(),
            Self::StayedBusy { .. } => ErrorMeaning::Busy.hint(),
            Self::Connection(error) if is_about_certificates(error) => {
                "if a proxy of your company opens connections, name its certificates with --ca-bundle"
            }
            Self::Connection(error) if is_about_proxy_sign_in(error) => {
                "the proxy wants a name and a password: HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT, signs such as @ in them percent-encoded; NO_PROXY names hosts that need none"
            }
            Self::Connection(_) | Self::Slow => {
                "check the network, the proxy (HTTPS_PROXY) and --graph-url, then run the same command again"
            }
            Self::Redirect { .. }
            | Self::OwnRedirect { .. }
            | Self::BlindRedirect { .. }
            | Self::OtherOrigin { .. } => {
                "check --graph-url: it must be the address that answers itself"
            }
            Self::NotJson { .. } | Self::Empty { .. } => {
                "something between here and the service may have answered, such as a proxy's sign-in page; check --graph-url and the proxy"
            }
            Self::TooLarge(_) => {
                "if the report is so large in truth, allow it with --max-report-size"
            }
            Self::EndlessPages(_) | Self::Unexpected(_) | Self::Malformed(_) => {
                "check that --graph-url is Microsoft Graph or a true mirror of it, and try again"
            }
            Self::NoMeeting => ErrorMeaning::NotFound.hint(),
            Self::NoUser(_) => "correct the name, or name the user's object id",
            Self::Address(_) => "check the ids that were named",
            Self::SignIn(error) => error.hint(),
        }
    }

    /// Returns a stable word for it, for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Connection(_) => "connection",
            Self::Slow => "slow",
            Self::Redirect { .. }
            | Self::OwnRedirect { .. }
            | Self::BlindRedirect { .. }
            | Self::OtherOrigin { .. } => "redirect",
            Self::EndlessPages(_) => "endless-pages",
            Self::Empty { .. }
            | Self::NotJson { .. }
            | Self::Unexpected(_)
            | Self::Malformed(_) => "answer",
            Self::TooLarge(_) => "too-large",
            Self::Address(_) => "address",
            Self::Refused(_)
            | Self::StayedBusy { .. }
            | Self::SignIn(_)
            | Self::NoMeeting
            | Self::NoUser(_) => self.meaning().map_or("refused", ErrorMeaning::name),
        }
    }

    /// Returns what the service meant, where it was the service that refused.
    pub fn meaning(&self) -> Option<ErrorMeaning> {
        match self {
            Self::Refused(refusal) => Some(refusal.meaning),
            Self::StayedBusy { .. } => Some(ErrorMeaning::Busy),
            Self::SignIn(_) => Some(ErrorMeaning::SignInAgain),
            Self::NoMeeting | Self::NoUser(_) => Some(ErrorMeaning::NotFound),
            _ => None,
        }
    }
}

fn users(count: usize) -> String {
    match count {
        0 => "no user".to_owned(),
        count => format!("{count} users"),
    }
}

/// Returns the first signs of a text, with `…` behind them where there are more.
pub(in crate::graph) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Returns the kind of trouble with a connection, in words.
fn connection_trouble(error: &reqwest::Error) -> &'static str {
    if is_about_certificates(error) {
        "the service's certificate is not trusted here"
    } else if error.is_connect() {
        "no connection came about"
    } else {
        "the connection broke, or the answer was damaged, before it was complete"
    }
}

/// Returns whether a proxy refuses because nobody signed in to it.
fn is_about_proxy_sign_in(error: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let said = error.to_string().to_ascii_lowercase();
        if said.contains("proxy auth") || said.contains("407") {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Returns whether trust in the other side is the trouble, which no second try mends.
pub(in crate::graph) fn is_about_certificates(error: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let said = error.to_string();
        if said.contains("certificate") || said.contains("UnknownIssuer") {
            return true;
        }
        cause = error.source();
    }
    false
}
