//! Signing in: the OAuth 2.0 flows of programs and of people, without passwords.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use oauth2::basic::{BasicClient, BasicErrorResponse, BasicTokenResponse};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    DeviceAuthorizationUrl, EndpointNotSet, EndpointSet, ErrorResponse, HttpRequest, HttpResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope,
    StandardDeviceAuthorizationResponse, TokenResponse, TokenUrl,
};
use reqwest::Url;

use super::address::{BadAddress, GraphUrl, is_safe};
use super::auth_error::{AuthError, token};
use super::network::{Network, SetupError};
use super::token::Token;

/// The clouds whose sign-in is elsewhere than the public one, by the host of Graph.
const NATIONAL_CLOUDS: [(&str, &str); 3] = [
    ("graph.microsoft.us", "https://login.microsoftonline.us"),
    ("dod-graph.microsoft.us", "https://login.microsoftonline.us"),
    (
        "microsoftgraph.chinacloudapi.cn",
        "https://login.chinacloudapi.cn",
    ),
];

/// Where the public cloud signs in.
const PUBLIC: &str = "https://login.microsoftonline.com";

/// How long a token is taken to be good where the authority does not say.
const SHORT: SignedDuration = SignedDuration::from_mins(10);

/// What `login` asks for: to read attendance, to find meetings, and to stay signed in.
pub const USER_SCOPES: [&str; 3] = [
    "OnlineMeetingArtifact.Read.All",
    "OnlineMeetings.Read",
    "offline_access",
];

/// Where people and programs sign in, such as `https://login.microsoftonline.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority(Url);

impl Authority {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is no URL, or not safe for a secret.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let url = Url::parse(text.trim_end_matches('/')).map_err(|_| BadAddress::NotUrl)?;
        if is_safe(&url) {
            Ok(Self(url))
        } else {
            Err(BadAddress::Insecure)
        }
    }

    /// The one that makes tokens for a service.
    pub fn of(service: &GraphUrl) -> Self {
        let national = NATIONAL_CLOUDS
            .iter()
            .find(|(host, _)| *host == service.host());
        let address = national.map_or(PUBLIC, |(_, address)| address);
        // Both are constants that a test reads.
        Url::parse(address)
            .map(Self)
            .unwrap_or_else(|_| Self(service.url().clone()))
    }

    fn host(&self) -> String {
        self.0.host_str().unwrap_or_default().to_owned()
    }

    fn endpoint(&self, tenant: &str, name: &str) -> Url {
        let mut url = self.0.clone();
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{path}/{tenant}/oauth2/v2.0/{name}"));
        url
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// What a program may do at a service without a user, as permissions are named in requests.
pub fn application_scope(service: &GraphUrl) -> String {
    let host = service.host();
    let national = NATIONAL_CLOUDS.iter().any(|(known, _)| *known == host);
    let host = if national {
        host
    } else {
        "graph.microsoft.com"
    };
    format!("https://{host}/.default")
}

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
}

/// Why a request to the authority failed.
#[derive(Debug, thiserror::Error)]
enum HttpError {
    #[error("the request could not be sent, or its answer did not come")]
    Connection(#[source] reqwest::Error),
    #[error("the answer cannot be read")]
    Answer(#[source] oauth2::http::Error),
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
        let http = network.client(&application.authority.0)?;
        Ok(Self {
            application,
            oauth,
            http,
        })
    }

    /// Who signs in where.
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

    /// The address at which a person signs in who then comes back to `redirect`.
    pub(super) fn browser_address(
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
    pub(super) async fn with_code(
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

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
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
pub(super) struct BrowserAddress {
    pub(super) url: Url,
    pub(super) state: CsrfToken,
    pub(super) verifier: PkceCodeVerifier,
}

fn named(scopes: &[String]) -> Vec<Scope> {
    scopes.iter().cloned().map(Scope::new).collect()
}

/// An error answer of the authority in words.
trait Told {
    fn told(&self) -> String;
}

impl Told for BasicErrorResponse {
    fn told(&self) -> String {
        words(self.error().as_ref(), self.error_description())
    }
}

impl Told for oauth2::DeviceCodeErrorResponse {
    fn told(&self) -> String {
        words(self.error().as_ref(), self.error_description())
    }
}

/// The code, and the first line of the words behind it: the others are ids and times.
fn words(code: &str, description: Option<&String>) -> String {
    let first = description
        .and_then(|text| text.lines().next())
        .unwrap_or_default();
    let first: String = first.chars().take(300).collect();
    if first.is_empty() {
        code.to_owned()
    } else {
        format!("{code}: {first}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cloud_signs_in_at_its_own_place() {
        for (service, authority, scope) in [
            (
                "https://graph.microsoft.com/v1.0",
                PUBLIC,
                "https://graph.microsoft.com/.default",
            ),
            (
                "https://graph.microsoft.us/v1.0",
                "https://login.microsoftonline.us",
                "https://graph.microsoft.us/.default",
            ),
            (
                "https://mirror.example/v1.0",
                PUBLIC,
                "https://graph.microsoft.com/.default",
            ),
        ] {
            let service = GraphUrl::parse(service).unwrap();
            assert_eq!(Authority::of(&service).to_string(), authority);
            assert_eq!(application_scope(&service), scope);
        }
    }

    #[test]
    fn a_secret_is_sent_over_https_or_to_this_computer_only() {
        assert_eq!(
            Authority::parse("http://login.example"),
            Err(BadAddress::Insecure)
        );
        let authority = Authority::parse("https://login.example/a/").unwrap();
        assert_eq!(
            authority.endpoint("t", "token").as_str(),
            "https://login.example/a/t/oauth2/v2.0/token"
        );
    }
}
