//! What the service's error answers mean, and what mends them.

/// What an error answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorMeaning {
    /// The token is expired, for another audience, or must carry more claims.
    SignInAgain,
    /// The tenant lets no application read meetings on behalf of this user.
    AccessPolicy,
    /// A policy of Exchange keeps the application out of this mailbox.
    MailboxPolicy,
    /// The user lacks a licence.
    Licence,
    /// The token lacks a permission.
    Permission,
    /// The user is neither organizer nor co-organizer.
    NotOrganizer,
    /// The meeting belongs to another user.
    WrongUser,
    /// There is no such meeting or report.
    NotFound,
    /// The user has no mailbox that the service reads.
    NoMailbox,
    /// There is no report of this id.
    UnknownReport,
    /// The report is past its year.
    Expired,
    /// The join link was not encoded.
    LinkNotEncoded,
    /// The service is busy.
    Busy,
    /// The service made a mistake.
    Mistake,
    /// Something else.
    Other,
}

impl ErrorMeaning {
    /// Reads an error answer; `message` is what the service says in words.
    pub fn of(status: u16, code: &str, message: &str) -> Self {
        let says = |words: &str| {
            let has = |text: &str| text.to_ascii_lowercase().contains(words);
            has(message) || has(code)
        };
        match status {
            401 => Self::SignInAgain,
            403 if says("application access policy") || says("on behalf of user") => {
                Self::AccessPolicy
            }
            403 if says("3003") || says("does not have access to lookup meeting") => {
                Self::NotOrganizer
            }
            403 if says("[raop]") || says("apponly accesspolicy") => Self::MailboxPolicy,
            403 if says("license") || says("licence") => Self::Licence,
            403 => Self::Permission,
            404 if says("organizer id mismatch") => Self::WrongUser,
            404 if says("mailbox") => Self::NoMailbox,
            404 | 410 => Self::NotFound,
            400 if says("index was out of range") => Self::UnknownReport,
            400 if says("value cannot be null") => Self::Expired,
            400 if says("could not find a property named 'joinweburl'") => Self::LinkNotEncoded,
            429 | 503 | 504 => Self::Busy,
            500.. => Self::Mistake,
            _ => Self::Other,
        }
    }

    /// Returns a stable word for it, for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignInAgain => "sign-in",
            Self::AccessPolicy => "access-policy",
            Self::MailboxPolicy => "mailbox-policy",
            Self::Licence => "licence",
            Self::Permission => "permission",
            Self::NotOrganizer => "not-organizer",
            Self::WrongUser => "wrong-user",
            Self::NotFound => "not-found",
            Self::NoMailbox => "no-mailbox",
            Self::UnknownReport => "unknown-report",
            Self::Expired => "expired",
            Self::LinkNotEncoded => "link-not-encoded",
            Self::Busy => "busy",
            Self::Mistake => "mistake",
            Self::Other => "refused",
        }
    }

    /// Returns what it means, in the words of those who run a tenant.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SignInAgain => {
                "the token is expired, was made for another service, or must carry more claims"
            }
            Self::AccessPolicy => {
                "the tenant has no Teams application access policy that lets this application read meetings on behalf of this user"
            }
            Self::MailboxPolicy => {
                "an access policy of Exchange Online keeps this application out of the user's mailbox"
            }
            Self::Licence => "the user, or the tenant, lacks a licence for this",
            Self::Permission => "the token lacks a permission",
            Self::NotOrganizer => {
                "only the organizer or a co-organizer of a meeting may read its attendance"
            }
            Self::WrongUser => "the meeting belongs to another organizer than the user named",
            Self::NotFound => "there is no such meeting, report or user, or it has been deleted",
            Self::NoMailbox => "the user has no mailbox in Exchange Online, and so no calendar",
            Self::UnknownReport => "the service knows no report of this id, or the id is malformed",
            Self::Expired => "the report has expired: the service keeps reports for one year",
            Self::LinkNotEncoded => {
                "the join link in the filter was not percent-encoded when it arrived"
            }
            Self::Busy => "the service is busy and asks to wait",
            Self::Mistake => "the service made a mistake",
            Self::Other => "the service does not take the request as it is",
        }
    }

    /// Returns what to do about it.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::SignInAgain => {
                "sign in again with `rollbook login`, or put a fresh token for Microsoft Graph into GRAPH_TOKEN"
            }
            Self::AccessPolicy => {
                "in Teams PowerShell: New-CsApplicationAccessPolicy -Identity Rollbook -AppIds APPLICATION_ID; \
                 Grant-CsApplicationAccessPolicy -PolicyName Rollbook -Identity USER_ID (or -Global); \
                 it takes up to 30 minutes to work"
            }
            Self::MailboxPolicy => {
                "in Exchange Online PowerShell: Test-ApplicationAccessPolicy -Identity USER_ID -AppId APPLICATION_ID \
                 tells which policy; add the user to its group, or find meetings with --source call-records"
            }
            Self::Licence => {
                "assign a licence with Teams to the user in the Microsoft 365 admin centre; it takes some hours to work"
            }
            Self::Permission => {
                "grant OnlineMeetingArtifact.Read.All, and OnlineMeetings.Read.All to find meetings \
                 (Calendars.Read for --organizer, VirtualEvent.Read.All for webinars and town halls), \
                 with admin consent, then sign in again"
            }
            Self::NotOrganizer => {
                "name the organizer with --user, or sign in as the organizer; the token needs OnlineMeetingArtifact.Read.All"
            }
            Self::WrongUser => "name the organizer's object id with --user",
            Self::NotFound => "check the meeting's id, and that --user is its organizer",
            Self::NoMailbox => {
                "nothing, unless the user should have a mailbox: assign a licence with Exchange Online, or name the meetings themselves"
            }
            Self::UnknownReport => "list the meeting again; if it stays, the report is gone",
            Self::Expired => {
                "nothing brings it back; run the fetch every night so that none is missed"
            }
            Self::LinkNotEncoded => {
                "something between here and the service decodes addresses: look at proxies and --graph-url"
            }
            Self::Busy => {
                "run the same command again later; what is in the archive is not fetched twice"
            }
            Self::Mistake => {
                "try again later; if it stays, report it to Microsoft with the request-id"
            }
            Self::Other => "check the ids and --odata, and look the message up with the request-id",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_of_the_error_table_is_told_apart() {
        let rows = [
            (
                401,
                "Access token has expired or is not yet valid.",
                ErrorMeaning::SignInAgain,
            ),
            (
                403,
                "No Application Access Policy found for this app: '1' on the user: '2'.",
                ErrorMeaning::AccessPolicy,
            ),
            (
                403,
                "Application is not authorized to perform this action on behalf of user 7",
                ErrorMeaning::AccessPolicy,
            ),
            (403, "Forbidden", ErrorMeaning::Permission),
            (
                403,
                "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.",
                ErrorMeaning::MailboxPolicy,
            ),
            (
                403,
                "User does not have a valid license for Teams.",
                ErrorMeaning::Licence,
            ),
            (
                403,
                "3003: User does not have access to lookup meeting.",
                ErrorMeaning::NotOrganizer,
            ),
            (404, "Organizer Id mismatch", ErrorMeaning::WrongUser),
            (404, "Resource not found", ErrorMeaning::NotFound),
            (
                404,
                "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
                ErrorMeaning::NoMailbox,
            ),
            (
                400,
                "Index was out of range. Must be non-negative",
                ErrorMeaning::UnknownReport,
            ),
            (
                400,
                "Value cannot be null. (Parameter 'x')",
                ErrorMeaning::Expired,
            ),
            (
                400,
                "Could not find a property named 'JoinWebUrl' on type",
                ErrorMeaning::LinkNotEncoded,
            ),
            (400, "Bad request", ErrorMeaning::Other),
            (429, "Too many requests", ErrorMeaning::Busy),
            (503, "", ErrorMeaning::Busy),
            (504, "", ErrorMeaning::Busy),
            (
                500,
                "Object reference not set to an instance of an object.",
                ErrorMeaning::Mistake,
            ),
        ];
        for (status, message, meaning) in rows {
            assert_eq!(
                ErrorMeaning::of(status, "code", message),
                meaning,
                "{status} {message}"
            );
        }
    }
}
