//! Signing in: the OAuth 2.0 flows of programs and of people, without passwords.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use oauth2::basic::{BasicClient, BasicTokenResponse};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    DeviceAuthorizationUrl, EndpointNotSet, EndpointSet, ErrorResponse, HttpRequest, HttpResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope,
    StandardDeviceAuthorizationResponse, TokenResponse, TokenUrl,
};
use reqwest::{StatusCode, Url};
use tokio::time::{Instant, sleep};

use crate::graph::auth::authority::Authority;
use crate::graph::auth::error::{AuthError, Told, token};
use crate::graph::auth::token::Token;
use crate::graph::http::answer::may_try_again;
use crate::graph::http::error::is_about_certificates;
use crate::graph::http::network::{Network, SetupError};
use crate::graph::http::retry::Again;
use crate::graph::http::throttle::{GiveUp, Throttle};

/// How long a token is taken to be good where the authority does not say.
const SHORT: SignedDuration = SignedDuration::from_mins(10);

/// What a signed statement is called in a request (RFC 7523).
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What `login` asks for: to read attendance, to find meetings, and to stay signed in.
pub const USER_SCOPES: [&str; 3] = [
    "OnlineMeetingArtifact.Read.All",
    "OnlineMeetings.Read",
    "offline_access",
];

/// Who signs in where.
#[derive(Clone, Debug)]
pub struct Application {
    /// Where.
    pub authority: Authority,
    /// The tenant's id or domain.
    pub tenant: String,
    /// The application's id.
    pub client_id: String,
    /// The permissions that an application asks for without a user.
    pub scope: String,
}

/// What a sign-in gives.
#[derive(Debug)]
pub struct Grant {
    /// The access token.
    pub token: Token,
    /// What renews it.
    pub refresh: Option<RefreshToken>,
    /// Until when it is good.
    pub expires: Timestamp,
}

type OAuth = BasicClient<EndpointSet, EndpointSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// A sign-in, ready to be made.
#[derive(Debug)]
pub struct SignIn {
    application: Application,
    oauth: OAuth,
    http: reqwest::Client,
    /// Of all sign-ins of a run: an authority that is down is waited for once.
    throttle: Throttle,
}

/// Why a request to the authority failed.
#[derive(Debug, thiserror::Error)]
enum HttpError {
    #[error("the request could not be sent, or its answer did not come")]
    Connection(#[source] reqwest::Error),
    #[error("the answer cannot be read")]
    Answer(#[source] oauth2::http::Error),
    #[error("it answered {status}")]
    Busy {
        status: StatusCode,
        wait: Option<Duration>,
    },
}

impl HttpError {
    /// Returns whether another try may help.
    fn again(&self) -> Option<Again> {
        match self {
            Self::Connection(error) if !is_about_certificates(error) => Some(Again::Connection),
            Self::Connection(_) | Self::Answer(_) | Self::Busy { .. } => None,
        }
    }
}

impl SignIn {
    /// Gets ready; sends nothing yet.
    ///
    /// # Errors
    /// When connections cannot be set up.
    pub fn new(application: Application, network: &Network) -> Result<Self, SetupError> {
        let endpoint = |name| application.authority.endpoint(&application.tenant, name);
        let oauth = BasicClient::new(ClientId::new(application.client_id.clone()))
            .set_auth_type(AuthType::RequestBody)
            .set_auth_uri(AuthUrl::from_url(endpoint("authorize")))
            .set_device_authorization_url(DeviceAuthorizationUrl::from_url(endpoint("devicecode")))
            .set_token_uri(TokenUrl::from_url(endpoint("token")));
        let http = network.client(application.authority.url())?;
        Ok(Self {
            application,
            oauth,
            http,
            throttle: Throttle::new(network.patience().busy),
        })
    }

    /// Returns who signs in where.
    pub fn application(&self) -> &Application {
        &self.application
    }

    /// Signs an application in with its secret.
    ///
    /// # Errors
    /// When the authority refuses or cannot be reached.
    pub async fn with_secret(&self, secret: &ClientSecret) -> Result<Grant, AuthError> {
        let oauth = self.oauth.clone().set_client_secret(secret.clone());
        let http = |request| self.send(request);
        let request = oauth.exchange_client_credentials();
        let request = request.add_scope(Scope::new(self.application.scope.clone()));
        self.grant(request.request_async(&http).await)
    }

    /// Signs an application in by a statement that somebody whom the authority trusts
    /// has signed.
    ///
    /// # Errors
    /// When the authority refuses or cannot be reached.
    pub async fn with_assertion(&self, assertion: &str) -> Result<Grant, AuthError> {
        let http = |request| self.send(request);
        let request = self.oauth.exchange_client_credentials();
        let request = request
            .add_scope(Scope::new(self.application.scope.clone()))
            .add_extra_param("client_assertion_type", ASSERTION)
            .add_extra_param("client_assertion", assertion);
        self.grant(request.request_async(&http).await)
    }

    /// Returns where tokens are asked for: who a statement must be addressed to.
    pub(in crate::graph) fn token_endpoint(&self) -> Url {
        let Application {
            authority, tenant, ..
        } = &self.application;
        authority.endpoint(tenant, "token")
    }

    /// Renews a sign-in.
    ///
    /// # Errors
    /// When the authority refuses or cannot be reached.
    pub async fn with_refresh(
        &self,
        refresh: RefreshToken,
        scopes: &[String],
    ) -> Result<Grant, AuthError> {
        let http = |request| self.send(request);
        let request = self
            .oauth
            .exchange_refresh_token(&refresh)
            .add_scopes(named(scopes));
        let response = request.request_async(&http).await;
        self.grant(response)
    }

    /// Signs a person in who enters a code elsewhere; `tell` says where and which.
    ///
    /// # Errors
    /// When the authority refuses or cannot be reached, or nobody enters the code in time.
    pub async fn with_device_code(
        &self,
        scopes: &[String],
        tell: impl FnOnce(&str, &str),
    ) -> Result<Grant, AuthError> {
        let http = |request| self.send(request);
        let request = self.oauth.exchange_device_code().add_scopes(named(scopes));
        let details: Result<StandardDeviceAuthorizationResponse, _> =
            request.request_async(&http).await;
        let details = details.map_err(|error| self.failed(error))?;
        tell(details.verification_uri(), details.user_code().secret());
        let request = self.oauth.exchange_device_access_token(&details);
        let response = request.request_async(&http, tokio::time::sleep, None).await;
        self.grant(response)
    }

    /// Returns the address at which a person signs in who then comes back to `redirect`.
    pub(in crate::graph) fn browser_address(
        &self,
        scopes: &[String],
        redirect: &RedirectUrl,
    ) -> BrowserAddress {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = self
            .oauth
            .authorize_url(CsrfToken::new_random)
            .add_scopes(named(scopes))
            .set_pkce_challenge(challenge)
            .set_redirect_uri(std::borrow::Cow::Borrowed(redirect))
            .url();
        BrowserAddress {
            url,
            state,
            verifier,
        }
    }

    /// Takes the code that a person came back with.
    pub(in crate::graph) async fn with_code(
        &self,
        code: String,
        verifier: PkceCodeVerifier,
        redirect: &RedirectUrl,
    ) -> Result<Grant, AuthError> {
        let http = |request| self.send(request);
        let request = self
            .oauth
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(verifier)
            .set_redirect_uri(std::borrow::Cow::Borrowed(redirect));
        let response = request.request_async(&http).await;
        self.grant(response)
    }

    /// Sends a request until it is answered, a fault is for good, or patience ends.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let mut tried = 0;
        loop {
            tried += 1;
            let sent = Instant::now();
            let answer = self.send_once(request.clone()).await;
            let again = match &answer {
                Ok(answer) => may_try_again(answer.status(), answer.headers()),
                Err(error) => error.again(),
            };
            let Some(again) = again else {
                self.throttle.answered();
                return answer;
            };
            match self.throttle.before_next(again, tried, sent) {
                Ok(wait) => sleep(wait).await,
                Err(GiveUp(wait)) => {
                    let answer = answer?;
                    let has_words = answer.body().starts_with(b"{");
                    if wait.is_none() && has_words {
                        return Ok(answer);
                    }
                    let status = answer.status();
                    return Err(HttpError::Busy { status, wait });
                }
            }
        }
    }

    async fn send_once(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let connection = |error: reqwest::Error| HttpError::Connection(error.without_url());
        let request = reqwest::Request::try_from(request).map_err(connection)?;
        let response = self.http.execute(request).await.map_err(connection)?;
        let mut answer = oauth2::http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        let body = response.bytes().await.map_err(connection)?;
        answer.body(body.to_vec()).map_err(HttpError::Answer)
    }

    fn grant<E: ErrorResponse + Told + 'static>(
        &self,
        response: Result<BasicTokenResponse, RequestTokenError<HttpError, E>>,
    ) -> Result<Grant, AuthError> {
        let response = response.map_err(|error| self.failed(error))?;
        let lasts = response
            .expires_in()
            .and_then(|lasts| SignedDuration::try_from(lasts).ok());
        let lasts = lasts.unwrap_or(SHORT);
        Ok(Grant {
            token: token(
                response.access_token().secret(),
                &self.application.authority.host(),
            )?,
            refresh: response.refresh_token().cloned(),
            expires: Timestamp::now()
                .saturating_add(lasts)
                .unwrap_or(Timestamp::MAX),
        })
    }

    fn failed<E: ErrorResponse + Told + 'static>(
        &self,
        error: RequestTokenError<HttpError, E>,
    ) -> AuthError {
        let host = self.application.authority.host();
        match error {
            RequestTokenError::ServerResponse(response) => AuthError::Refused {
                said: response.told(),
            },
            RequestTokenError::Request(HttpError::Busy { status, wait }) => AuthError::StayedBusy {
                host,
                status,
                wait_seconds: wait.map(|wait| wait.as_secs_f64()),
            },
            RequestTokenError::Request(error) => AuthError::Unreachable {
                host,
                source: Box::new(error),
            },
            // What came could hold a secret: it is not shown.
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                AuthError::NoToken { host }
            }
        }
    }
}

/// An address at which a person signs in, and what proves that it is the same who comes back.
pub(in crate::graph) struct BrowserAddress {
    pub(in crate::graph) url: Url,
    pub(in crate::graph) state: CsrfToken,
    pub(in crate::graph) verifier: PkceCodeVerifier,
}

fn named(scopes: &[String]) -> Vec<Scope> {
    scopes.iter().cloned().map(Scope::new).collect()
}
