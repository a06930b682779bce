//! Notices as they travel: channels have names, and what is told together in one channel is one message.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Channel, NodeId, Notice};

/// A message and the channel that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Packet {
    pub channel: String,
    pub bytes: Vec<u8>,
}

#[derive(Serialize)]
struct Outgoing<'a> {
    node: NodeId,
    notices: &'a [&'a Notice],
}

#[derive(Deserialize)]
struct Incoming<'a> {
    node: NodeId,
    /// Read one by one: a node of a newer version may tell what this one does not know.
    #[serde(borrow)]
    notices: Vec<&'a RawValue>,
}

/// What was unpacked.
#[derive(Debug, Default)]
pub(super) struct Unpacked {
    pub notices: Vec<Notice>,
    /// Some could not be read.
    pub is_partial: bool,
}

/// The name of a channel. One Redis is for one place.
pub(super) fn name(channel: Channel) -> String {
    match channel {
        Channel::Everyone => "moodlight:everyone".to_owned(),
        Channel::Person(user) => format!("moodlight:person:{user}"),
        Channel::Room(room) => format!("moodlight:room:{room}"),
    }
}

/// Where a notice is told.
fn channel(notice: &Notice) -> Channel {
    match notice {
        Notice::RoomChanged { change, .. } => Channel::Room(change.room),
        Notice::InRoom { room, .. } => Channel::Room(*room),
        Notice::Personal { user, .. } | Notice::SignedOut { user, .. } => Channel::Person(*user),
        Notice::AboutPerson { .. } | Notice::Blocked { .. } | Notice::Sighted { .. } => {
            Channel::Everyone
        }
    }
}

/// Packs notices in their order; those that follow each other in one channel together.
pub(super) fn pack(node: NodeId, notices: &[Notice]) -> Vec<Packet> {
    let notices: Vec<&Notice> = notices.iter().collect();
    notices
        .chunk_by(|one, next| channel(one) == channel(next))
        .filter_map(|together| {
            let channel = name(channel(together.first()?));
            let packed = serde_json::to_vec(&Outgoing {
                node,
                notices: together,
            });
            match packed {
                Ok(bytes) => Some(Packet { channel, bytes }),
                Err(error) => {
                    tracing::error!(error.cause = %error, "a notice could not be packed");
                    None
                }
            }
        })
        .collect()
}

/// Unpacks a message; none if it is this node's own.
///
/// # Errors
/// Where it is no message of a node.
pub(super) fn unpack(own: NodeId, bytes: &[u8]) -> serde_json::Result<Option<Unpacked>> {
    let incoming: Incoming = serde_json::from_slice(bytes)?;
    if incoming.node == own {
        return Ok(None);
    }
    let mut unpacked = Unpacked::default();
    for notice in incoming.notices {
        match serde_json::from_str(notice.get()) {
            Ok(notice) => unpacked.notices.push(notice),
            Err(error) => {
                tracing::debug!(error.cause = %error, "a notice that this version does not know");
                unpacked.is_partial = true;
            }
        }
    }
    Ok(Some(unpacked))
}

#[cfg(test)]
mod tests {
    use domain::{RoomId, UserId};
    use protocol::Event;
    use uuid::Uuid;

    use super::*;

    fn node(n: u128) -> NodeId {
        NodeId(Uuid::from_u128(n))
    }

    fn signed_out(user: u64) -> Notice {
        Notice::SignedOut {
            user: UserId::from_parts(user, [0; 10]),
            sign_ins: Vec::new(),
        }
    }

    fn left(user: u64) -> Notice {
        Notice::Personal {
            user: UserId::from_parts(user, [0; 10]),
            event: Box::new(Event::RoomLeft {
                room: RoomId::from_parts(1, [0; 10]),
            }),
        }
    }

    #[test]
    fn what_is_told_in_one_channel_travels_together_and_in_order() {
        let notices = [signed_out(1), left(1), left(2), signed_out(1)];
        let packets = pack(node(1), &notices);
        assert_eq!(packets.len(), 3);
        assert_eq!(packets[0].channel, packets[2].channel);
        let unpacked: Vec<Notice> = packets
            .iter()
            .filter_map(|packet| unpack(node(2), &packet.bytes).expect("a message"))
            .flat_map(|unpacked| unpacked.notices)
            .collect();
        assert_eq!(unpacked, notices);
    }

    #[test]
    fn ones_own_messages_are_passed_over() {
        let packets = pack(node(1), &[left(1)]);
        let own = unpack(node(1), &packets[0].bytes).expect("a message");
        assert!(own.is_none());
    }

    #[test]
    fn what_a_newer_version_tells_does_not_stand_in_the_way_of_the_rest() {
        let packets = pack(node(1), &[left(1), left(1)]);
        let text = String::from_utf8(packets[0].bytes.clone()).expect("text");
        let newer = text.replacen("personal", "not_yet_invented", 1);
        let unpacked = unpack(node(2), newer.as_bytes()).expect("a message");
        let unpacked = unpacked.expect("another node's");
        assert!(unpacked.is_partial);
        assert_eq!(unpacked.notices, [left(1)]);
        assert!(unpack(node(2), b"rubbish").is_err());
    }
}
