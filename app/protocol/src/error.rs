//! The one error that callers see, the same over socket, server functions and REST. It holds no English: the client
//! puts it into words by its code.

use domain::{search::QueryError, text::TextError};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A form field that was refused, named as in the request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Username.
    Username,
    /// E-mail address.
    Email,
    /// Password.
    Password,
    /// The present password, where a new one is chosen or something grave is confirmed.
    CurrentPassword,
    /// The line about oneself.
    About,
    /// One's own words beside a feeling.
    Note,
    /// Name of a room or of the place.
    Name,
    /// Topic of a room.
    Topic,
    /// Message text.
    Body,
    /// People to add.
    People,
    /// What is searched for.
    Query,
    /// An emoji.
    Emoji,
}

/// Why a request was refused. Codes are stable; parameters are typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// Nobody is signed in, or the sign-in has ended. 401.
    #[error("not signed in")]
    NotSignedIn,
    /// Username or e-mail and password do not belong together. 401.
    #[error("wrong credentials")]
    WrongCredentials,
    /// Signed in, but not allowed. 403.
    #[error("forbidden")]
    Forbidden,
    /// Signing up needs the invitation link. 403.
    #[error("invitation needed")]
    InvitationNeeded,
    /// The first sign-up from elsewhere needs the set-up code that the server printed. 403.
    #[error("set-up code needed")]
    SetupCodeNeeded,
    /// There is no such thing, or none that the viewer may know of. 404.
    #[error("not found")]
    NotFound,
    /// Not a member of the room, or no such room: to a stranger the two are the same. 404.
    #[error("not a member")]
    NotAMember,
    /// Only moderators post in this room. 403.
    #[error("read only")]
    ReadOnly,
    /// The other person of a direct chat cannot be written to. 403.
    #[error("unreachable")]
    Unreachable,
    /// A direct chat cannot be changed like this. 409.
    #[error("direct chat")]
    DirectChat,
    /// The last owner hands over before leaving. 409.
    #[error("last owner")]
    LastOwner,
    /// A field was refused. 422.
    #[error("{field:?}: {reason}")]
    InvalidField {
        /// Which.
        field: Field,
        /// Why.
        reason: TextError,
    },
    /// A search that cannot be made as it was typed. 422.
    #[error("{0}")]
    Search(QueryError),
    /// The username or address is in use. 409.
    #[error("{field:?} is taken")]
    Taken {
        /// Which of the two.
        field: Field,
    },
    /// The password is on a list of leaked ones, or a machine would guess it. 422.
    #[error("weak password")]
    WeakPassword,
    /// Too many at once (people, rooms, …). 422.
    #[error("at most {max}")]
    TooMany {
        /// The limit.
        max: u32,
    },
    /// The frame or body could not be understood. 400.
    #[error("malformed")]
    Malformed,
    /// The frame or body is larger than `max` bytes. 413.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// The limit, in bytes.
        max: u32,
    },
    /// Too many requests; try again after `retry_after_ms`. 429.
    #[error("rate limited for {retry_after_ms} ms")]
    RateLimited {
        /// Wait at least so long, in milliseconds.
        retry_after_ms: u64,
    },
    /// The request came from another site. 403.
    #[error("foreign origin")]
    ForeignOrigin,
    /// Client and server do not speak the same version. 426.
    #[error("version mismatch")]
    VersionMismatch,
    /// No such stream of this sign-in on this node: it has ended, or another node has it. 421.
    #[error("not here")]
    NotHere,
    /// The server is stopping or overloaded; trying again later is safe. 503.
    #[error("unavailable")]
    Unavailable,
    /// Something failed inside; it was logged. 500.
    #[error("internal error")]
    Internal,
    /// The server could not be reached. Made by the client itself, never sent.
    #[error("no connection")]
    NoConnection,
}

impl ApiError {
    /// The HTTP status that carries this error.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::NotSignedIn | Self::WrongCredentials => 401,
            Self::Forbidden
            | Self::InvitationNeeded
            | Self::SetupCodeNeeded
            | Self::ReadOnly
            | Self::Unreachable
            | Self::ForeignOrigin => 403,
            Self::NotFound | Self::NotAMember => 404,
            Self::DirectChat | Self::LastOwner | Self::Taken { .. } => 409,
            Self::TooLarge { .. } => 413,
            Self::InvalidField { .. }
            | Self::Search(_)
            | Self::WeakPassword
            | Self::TooMany { .. } => 422,
            Self::NotHere => 421,
            Self::VersionMismatch => 426,
            Self::RateLimited { .. } => 429,
            Self::Internal => 500,
            Self::Unavailable | Self::NoConnection => 503,
        }
    }

    /// Whether the same request may succeed later without change.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. } | Self::Unavailable | Self::NoConnection | Self::Internal
        )
    }

    /// A refused field.
    #[must_use]
    pub fn invalid(field: Field, reason: TextError) -> Self {
        Self::InvalidField { field, reason }
    }
}

impl From<domain::feeling::NoSuchDay> for ApiError {
    fn from(_: domain::feeling::NoSuchDay) -> Self {
        Self::Malformed
    }
}

impl From<domain::permissions::PostError> for ApiError {
    fn from(error: domain::permissions::PostError) -> Self {
        use domain::permissions::PostError;
        match error {
            PostError::NotAMember => Self::NotAMember,
            PostError::ReadOnly => Self::ReadOnly,
            PostError::Unreachable => Self::Unreachable,
            PostError::NoMessage => Self::NotFound,
            PostError::NotOwn => Self::Forbidden,
        }
    }
}

impl From<domain::permissions::RoomError> for ApiError {
    fn from(error: domain::permissions::RoomError) -> Self {
        use domain::permissions::RoomError;
        match error {
            RoomError::NotAMember => Self::NotAMember,
            RoomError::Forbidden => Self::Forbidden,
            RoomError::DirectChat => Self::DirectChat,
            RoomError::LastOwner => Self::LastOwner,
        }
    }
}
