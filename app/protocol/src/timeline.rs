//! From the wire to the timeline's own shape.

use domain::{
    message::Touch,
    timeline::{Change, ChangeKind, Page},
};

use crate::{
    event::{RoomChange, RoomChangeKind},
    rooms::MessagePage,
};

impl From<RoomChange> for Change {
    fn from(change: RoomChange) -> Self {
        Self {
            number: change.number,
            at: change.at,
            kind: match change.kind {
                RoomChangeKind::MessagePosted { message } => ChangeKind::Posted(message),
                RoomChangeKind::MessageDeleted { seq, .. } => ChangeKind::Deleted { seq },
                RoomChangeKind::MessageEdited { seq, body, .. } => ChangeKind::Touched {
                    seq,
                    touch: Touch::Edited(body),
                },
                RoomChangeKind::ReactionChanged {
                    seq,
                    user,
                    emoji,
                    on,
                } => ChangeKind::Touched {
                    seq,
                    touch: Touch::Reacted { user, emoji, on },
                },
                RoomChangeKind::MemberJoined { member, by } => ChangeKind::Joined { member, by },
                RoomChangeKind::MemberLeft { user, by } => ChangeKind::Left { user, by },
                RoomChangeKind::RoleChanged { user, role } => {
                    ChangeKind::RoleChanged { user, role }
                }
                RoomChangeKind::RoomUpdated { room_now } => ChangeKind::Updated { room: room_now },
                RoomChangeKind::Withheld => ChangeKind::Withheld,
            },
        }
    }
}

impl From<MessagePage> for Page {
    fn from(page: MessagePage) -> Self {
        Self {
            messages: page.messages,
            at_start: page.at_start,
            at_end: page.at_end,
            head: page.head,
            quoted: page.quoted,
        }
    }
}
