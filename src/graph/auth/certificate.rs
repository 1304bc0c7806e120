//! An application's certificate: it signs in by a statement that only the owner of
//! the certificate's key can have made. The key itself goes nowhere.

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{KeyPair as _, RSA_PSS_SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error as PfxError;
use pem::Pem;
use pkcs8::EncryptedPrivateKeyInfoRef;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::graph::http::ids::fresh_id;

/// How long a statement is good: long enough for a clock that is off by minutes.
const LASTS: SignedDuration = SignedDuration::from_mins(10);

/// How much earlier than now it begins to be good.
const EARLIER: SignedDuration = SignedDuration::from_mins(5);

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The file cannot be read.
    #[error("it cannot be read")]
    Read(#[from] std::io::Error),
    /// It is binary, as PFX is, and none that can be read.
    #[error("it is no PEM file, and no PFX file that can be read")]
    Pfx,
    /// It holds no PEM, or damaged PEM.
    #[error("it is no PEM file, or a damaged one")]
    NotPem,
    /// It holds no key.
    #[error("it holds no private key")]
    NoKey,
    /// The key is encrypted, and no password is there.
    #[error("its key has a password, and AZURE_CLIENT_CERTIFICATE_PASSWORD is not set")]
    Locked,
    /// The password does not fit.
    #[error("its key does not open with the password in AZURE_CLIENT_CERTIFICATE_PASSWORD")]
    WrongPassword,
    /// The key is of another kind.
    #[error("its key is no RSA key of 2048 bits or more")]
    NotRsa,
    /// No certificate belongs to the key.
    #[error("it holds no certificate that belongs to its key")]
    NoCertificate,
    /// The key signs nothing.
    #[error("its key does not sign")]
    Unsigned,
}

impl CertificateError {
    /// Returns what to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Read(_) => "check the path, and that you may read the file",
            Self::Pfx => {
                "export it once more with its key, or convert it: openssl pkcs12 -in FILE.pfx -out FILE.pem -noenc (leave -noenc out to keep a password)"
            }
            Self::NotPem | Self::NoKey | Self::NoCertificate => {
                "put both into one file: the block `BEGIN PRIVATE KEY` and the block `BEGIN CERTIFICATE`"
            }
            Self::Locked | Self::WrongPassword => {
                "set the variable AZURE_CLIENT_CERTIFICATE_PASSWORD to the key's password"
            }
            Self::NotRsa | Self::Unsigned => {
                "make a certificate with an RSA key of 2048 bits or more"
            }
        }
    }
}

/// A certificate and its key. Neither its `Debug` nor anything else prints the key.
pub struct Certificate {
    key: KeyPair,
    /// SHA-256 of the certificate, as statements name it.
    thumbprint: String,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, [key not shown])", self.thumbprint)
    }
}

impl Certificate {
    /// Reads a certificate and its key from PEM, or from PFX as Windows exports it.
    ///
    /// # Errors
    /// When one is missing, the key cannot be opened, or is no RSA key.
    pub fn read(text: &[u8], password: Option<&str>) -> Result<Self, CertificateError> {
        // A PFX file begins with a sequence of DER; text never with this sign.
        if text.first() == Some(&0x30) {
            return Self::read_pfx(text, password);
        }
        let blocks = pem::parse_many(text).map_err(|_| CertificateError::NotPem)?;
        if blocks.is_empty() {
            return Err(CertificateError::NotPem);
        }
        let key = blocks.iter().find_map(|block| key(block, password));
        let key = key.ok_or(CertificateError::NoKey)??;
        let certificates = blocks.iter().filter(|block| block.tag() == "CERTIFICATE");
        Self::of(key, certificates.map(Pem::contents))
    }

    /// Reads the first key of a PFX file, and the certificate that belongs to it.
    fn read_pfx(bytes: &[u8], password: Option<&str>) -> Result<Self, CertificateError> {
        let archive = Pkcs12Archive::from_pkcs12(bytes, password.unwrap_or_default());
        let archive = archive.map_err(|error| match (error, password) {
            (PfxError::MacError(_), None) => CertificateError::Locked,
            (PfxError::MacError(_), Some(_)) => CertificateError::WrongPassword,
            _ => CertificateError::Pfx,
        })?;
        let key = archive.keys.first().ok_or(CertificateError::NoKey)?;
        let key = KeyPair::from_pkcs8(key.key.as_der()).map_err(|_| CertificateError::NotRsa)?;
        Self::of(key, archive.certs.iter().map(|bag| bag.cert.as_der()))
    }

    /// Returns the key with the certificate that belongs to it.
    fn of<'c>(
        key: KeyPair,
        mut certificates: impl Iterator<Item = &'c [u8]>,
    ) -> Result<Self, CertificateError> {
        let own = certificates.find(|der| belongs(der, &key));
        let certificate = own.ok_or(CertificateError::NoCertificate)?;
        let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(certificate));
        Ok(Self { key, thumbprint })
    }

    /// Returns a statement to this place that we are this application (RFC 7523).
    ///
    /// # Errors
    /// When the key does not sign.
    pub(in crate::graph) fn assertion(
        &self,
        audience: &str,
        client_id: &str,
        now: Timestamp,
    ) -> Result<String, CertificateError> {
        let header = json!({"alg": "PS256", "typ": "JWT", "x5t#S256": self.thumbprint});
        let claims = json!({
            "aud": audience,
            "iss": client_id,
            "sub": client_id,
            "jti": fresh_id(),
            "nbf": (now - EARLIER).as_second(),
            "exp": (now + LASTS).as_second(),
        });
        let encode = |part: serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let statement = format!("{}.{}", encode(header), encode(claims));
        let mut signature = vec![0; self.key.public_modulus_len()];
        let signed = self.key.sign(
            &RSA_PSS_SHA256,
            &SystemRandom::new(),
            statement.as_bytes(),
            &mut signature,
        );
        signed.map_err(|_| CertificateError::Unsigned)?;
        Ok(format!("{statement}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// Returns the key in a block; none where it holds something else.
fn key(block: &Pem, password: Option<&str>) -> Option<Result<KeyPair, CertificateError>> {
    let not_rsa = |_| CertificateError::NotRsa;
    let der = block.contents();
    match block.tag() {
        "PRIVATE KEY" => Some(KeyPair::from_pkcs8(der).map_err(not_rsa)),
        "RSA PRIVATE KEY" => Some(KeyPair::from_der(der).map_err(not_rsa)),
        "ENCRYPTED PRIVATE KEY" => Some(unlocked(der, password)),
        "EC PRIVATE KEY" => Some(Err(CertificateError::NotRsa)),
        _ => None,
    }
}

fn unlocked(der: &[u8], password: Option<&str>) -> Result<KeyPair, CertificateError> {
    let password = password.ok_or(CertificateError::Locked)?;
    let locked = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| CertificateError::NotPem)?;
    let open = locked.decrypt(password);
    let open = open.map_err(|_| CertificateError::WrongPassword)?;
    KeyPair::from_pkcs8(open.as_bytes()).map_err(|_| CertificateError::NotRsa)
}

/// Returns whether a certificate is about this key: it then holds the public half as it is.
fn belongs(certificate: &[u8], key: &KeyPair) -> bool {
    let public = key.public_key().as_ref();
    memchr::memmem::find(certificate, public).is_some()
}
