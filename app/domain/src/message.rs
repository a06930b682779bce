//! Messages as members see them.

use serde::{Deserialize, Serialize};

use crate::{ClientMessageId, MessageId, RoomId, Timestamp, UserId};

/// One message. Holds nothing that depends on who reads it, so that it is encoded once for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// Where.
    pub room: RoomId,
    /// Its place in the room for ever: the room's number at posting.
    pub seq: u64,
    /// Who wrote it.
    pub author: UserId,
    /// What its author's client called it before it was sent; keeps the row in the page the same row.
    pub client_message_id: ClientMessageId,
    /// The text.
    pub body: String,
    /// When the server accepted it.
    pub sent_at: Timestamp,
    /// The number of the message in the same room that it answers. Whoever may see that one finds it by its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<u64>,
    /// What has become of it since.
    #[serde(default, skip_serializing_if = "Since::is_nothing")]
    pub since: Since,
}

/// What has become of a message since it was posted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// The room's number of the latest change that is in here: one with a smaller number is in here too.
    pub number: u64,
    /// When its author last changed the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// With which emoji people have reacted, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
}

impl Since {
    /// Nothing has happened.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.number == 0
    }
}

/// What a message said before its author changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// The text.
    pub body: String,
    /// Since when it said that.
    pub at: Timestamp,
}

/// An emoji under a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// The emoji.
    pub emoji: String,
    /// How many people.
    pub count: u32,
    /// The first [`REACTION_NAMES_MAX`] of them; on a page also the viewer, if they are one.
    pub by: Vec<UserId>,
}

/// Different emoji under one message, at most.
pub const REACTIONS_MAX: usize = 30;

/// People named with a reaction; beyond it they are counted only.
pub const REACTION_NAMES_MAX: usize = 20;

/// A change of a message that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touch {
    /// Its author changed the text; absent where not every member may see it, who may asks for the message.
    Edited(Option<String>),
    /// Someone reacted, or took that back.
    Reacted {
        /// Who.
        user: UserId,
        /// With which emoji.
        emoji: String,
        /// False: not any more.
        on: bool,
    },
}

impl Message {
    /// Applies a change under its number, once: what is in already, or has not come with its text, changes nothing. Names
    /// `me` with a reaction however many others there are.
    pub fn touch(&mut self, number: u64, at: Timestamp, touch: &Touch, me: UserId) {
        let since = &mut self.since;
        if number <= since.number {
            return;
        }
        match touch {
            Touch::Edited(None) => return,
            Touch::Edited(Some(body)) => {
                self.body.clone_from(body);
                since.edited_at = Some(at);
            }
            Touch::Reacted { user, emoji, on } => {
                if *on {
                    react(&mut since.reactions, *user, emoji, me);
                } else {
                    take_back(&mut since.reactions, *user, emoji);
                }
            }
        }
        since.number = number;
    }
}

fn react(reactions: &mut Vec<Reaction>, user: UserId, emoji: &str, me: UserId) {
    let at = reactions.iter().position(|known| known.emoji == emoji);
    let at = at.unwrap_or_else(|| {
        reactions.push(Reaction {
            emoji: emoji.to_owned(),
            count: 0,
            by: Vec::new(),
        });
        reactions.len() - 1
    });
    let reaction = &mut reactions[at];
    reaction.count += 1;
    if reaction.by.len() < REACTION_NAMES_MAX || user == me {
        reaction.by.push(user);
    }
}

fn take_back(reactions: &mut Vec<Reaction>, user: UserId, emoji: &str) {
    if let Some(at) = reactions.iter().position(|known| known.emoji == emoji) {
        let reaction = &mut reactions[at];
        reaction.count = reaction.count.saturating_sub(1);
        reaction.by.retain(|known| *known != user);
        if reaction.count == 0 {
            reactions.remove(at);
        }
    }
}

/// The last thing said in a room, short enough for a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastLine {
    /// Its number.
    pub seq: u64,
    /// Who said it.
    pub author: UserId,
    /// How the author is called in a list (first name).
    pub author_name: String,
    /// At most [`LAST_LINE_MAX`] characters of it, on one line.
    pub text: String,
    /// When.
    pub sent_at: Timestamp,
}

/// Longest text of a [`LastLine`], in characters.
pub const LAST_LINE_MAX: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    fn user(n: u128) -> UserId {
        UserId(uuid::Uuid::from_u128(n))
    }

    fn message() -> Message {
        Message {
            id: MessageId(uuid::Uuid::from_u128(1)),
            room: RoomId(uuid::Uuid::from_u128(2)),
            seq: 1,
            author: user(0),
            client_message_id: ClientMessageId(uuid::Uuid::from_u128(3)),
            body: "one".to_owned(),
            sent_at: Timestamp(0),
            reply_to: None,
            since: Since::default(),
        }
    }

    fn reacted(user: UserId, emoji: &str, on: bool) -> Touch {
        Touch::Reacted {
            user,
            emoji: emoji.to_owned(),
            on,
        }
    }

    #[test]
    fn a_change_is_applied_once_and_never_after_a_later_one() {
        let mut message = message();
        let edited = |text: &str| Touch::Edited(Some(text.to_owned()));
        message.touch(5, Timestamp(50), &edited("five"), user(9));
        message.touch(4, Timestamp(40), &edited("four"), user(9));
        message.touch(6, Timestamp(60), &Touch::Edited(None), user(9));
        assert_eq!(message.body, "five");
        assert_eq!(message.since.edited_at, Some(Timestamp(50)));
        assert_eq!(
            message.since.number, 5,
            "the one without its text is still to come"
        );
        message.touch(7, Timestamp(70), &reacted(user(1), "👍", true), user(9));
        message.touch(7, Timestamp(70), &reacted(user(1), "👍", true), user(9));
        assert_eq!(message.since.reactions[0].count, 1);
    }

    #[test]
    fn reactions_come_and_go() {
        let mut message = message();
        for (number, (n, emoji, on)) in (2..).zip([
            (1, "👍", true),
            (2, "🎉", true),
            (2, "👍", true),
            (1, "👍", false),
            (2, "🎉", false),
        ]) {
            message.touch(number, Timestamp(0), &reacted(user(n), emoji, on), user(9));
        }
        let expected = Reaction {
            emoji: "👍".to_owned(),
            count: 1,
            by: vec![user(2)],
        };
        assert_eq!(message.since.reactions, [expected]);
    }

    #[test]
    fn names_are_bounded_but_for_ones_own() {
        let mut message = message();
        let me = user(50);
        for n in 1..=50 {
            let touch = reacted(user(u128::from(n)), "👍", true);
            message.touch(n + 1, Timestamp(0), &touch, me);
        }
        let reaction = &message.since.reactions[0];
        assert_eq!(reaction.count, 50);
        assert_eq!(reaction.by.len(), REACTION_NAMES_MAX + 1);
        assert!(reaction.by.contains(&me));
    }
}
