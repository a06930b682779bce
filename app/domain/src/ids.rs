//! One newtype per entity over a UUID version 7, so that a room's id can never stand where a person's is wanted.
//!
//! Ids are written as text (`018f…`) on the wire. They sort by the time they were made.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Makes an id from milliseconds since the Unix epoch and ten random bytes (RFC 9562, version 7).
            #[must_use]
            pub fn from_parts(unix_ms: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    };
}

id!(
    /// A person or bot.
    UserId
);
id!(
    /// A room: a direct chat or a group.
    RoomId
);
id!(
    /// A message, given by the server.
    MessageId
);
id!(
    /// A message, named by the client before it is sent, so that sending twice posts once.
    ClientMessageId
);
id!(
    /// One sign-in of a person on one device.
    SignInId
);
id!(
    /// One socket: lives as long as the connection and is never stored.
    ConnectionId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_travel_as_text() {
        let early = RoomId::from_parts(1_000, [7; 10]);
        let late = RoomId::from_parts(2_000, [1; 10]);
        assert!(early < late);
        let text = serde_json::to_string(&late).expect("an id serializes");
        assert_eq!(text, format!("\"{late}\""));
        assert_eq!(
            serde_json::from_str::<RoomId>(&text).expect("and back"),
            late
        );
        assert_eq!(late.0.get_version_num(), 7);
    }
}
