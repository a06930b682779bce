//! The last thing said, short enough for a list, from a message that came whole.

use domain::message::{LAST_LINE_MAX, LastLine, Message};

use crate::components::marks;

/// The line of a message.
pub(super) fn last_line(message: &Message, author_name: String) -> LastLine {
    let folded = marks::plain(&message.body)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    LastLine {
        seq: message.seq,
        author: message.author,
        author_name,
        text: folded.chars().take(LAST_LINE_MAX).collect(),
        sent_at: message.sent_at,
    }
}
