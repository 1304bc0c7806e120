//! What an access token says of itself, for advice only: the service alone decides.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;

use crate::graph::auth::token::Token;

/// What a token says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Claims {
    /// Until when it is good, in seconds since 1970.
    pub exp: Option<i64>,
    /// From when on it is good, in seconds since 1970.
    pub nbf: Option<i64>,
    /// The tenant's id.
    pub tid: Option<String>,
    /// The application's id.
    pub appid: Option<String>,
    /// The permissions a user gave, divided by blanks.
    pub scp: Option<String>,
    /// The permissions an administrator gave to the application.
    #[serde(default)]
    pub roles: Vec<String>,
    /// The service it was made for.
    pub aud: Option<String>,
}

impl Claims {
    /// Reads them; `None` where the token does not say, as tokens need not.
    pub fn of(token: &Token) -> Option<Self> {
        let payload = token.reveal().split('.').nth(1)?;
        let json = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// Until when it is good.
    pub fn expires(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.exp?).ok()
    }

    /// From when on it is good.
    pub fn begins(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.nbf?).ok()
    }

    /// Returns whether it stands for an application, without a user.
    pub fn is_of_application(&self) -> bool {
        self.scp.is_none()
    }

    /// Returns the permissions in it.
    pub fn permissions(&self) -> Vec<&str> {
        let scopes = self.scp.iter().flat_map(|scopes| scopes.split_whitespace());
        scopes
            .chain(self.roles.iter().map(String::as_str))
            .collect()
    }

    /// Returns whether it has a permission, or one of the same name that allows more.
    pub fn allows(&self, permission: &str) -> bool {
        let stem = permission
            .trim_end_matches(".All")
            .replace("ReadWrite", "Read");
        let same = |own: &&str| own.trim_end_matches(".All").replace("ReadWrite", "Read") == stem;
        self.permissions().iter().any(same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> Token {
        Token::new(&format!("head.{}.sig", URL_SAFE_NO_PAD.encode(claims))).unwrap()
    }

    #[test]
    fn permissions_of_users_and_applications_are_read() {
        let user = Claims::of(&token(r#"{"scp":"OnlineMeetings.Read openid","exp":0}"#)).unwrap();
        assert!(!user.is_of_application() && user.allows("OnlineMeetings.Read.All"));
        assert_eq!(user.expires(), Some(Timestamp::UNIX_EPOCH));
        let program =
            Claims::of(&token(r#"{"roles":["OnlineMeetingArtifact.Read.All"]}"#)).unwrap();
        assert!(program.is_of_application() && program.allows("OnlineMeetingArtifact.Read.All"));
        assert!(!program.allows("OnlineMeetings.Read.All"));
    }

    #[test]
    fn a_token_need_not_say_anything() {
        assert_eq!(Claims::of(&Token::new("opaque").unwrap()), None);
        assert_eq!(Claims::of(&Token::new("a.b.c").unwrap()), None);
    }
}
