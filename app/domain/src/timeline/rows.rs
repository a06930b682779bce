//! From state to rows: pure, and small enough (a window of two hundred) to be worked out afresh after each step.

use std::sync::Arc;

use super::{
    Bubble, GroupPosition, PendingState, Quote, Row, RowBody, RowKey, Status, Timeline,
    members::Positions,
    window::{Entry, EntryKind, Held},
};
use crate::Timestamp;

/// Messages of one author within this time of each other stand together.
pub const GROUP_WITHIN_MS: u64 = 5 * 60_000;

/// All rows: the window, and after its live end what is on its way.
pub(super) fn build<E: Clone + PartialEq>(
    timeline: &Timeline<E>,
    day_of: &impl Fn(Timestamp) -> i64,
) -> Vec<Row<E>> {
    let positions = timeline.members.positions(timeline.me);
    let mut rows: Vec<Row<E>> = timeline
        .window
        .entries()
        .iter()
        .map(|entry| posted(entry, timeline, &positions))
        .collect();
    draw_unread_line(timeline, &mut rows);
    if timeline.at_live_end() {
        rows.extend(pending(timeline));
    }
    divide_days(&mut rows, day_of);
    group(&mut rows);
    rows
}

fn posted<E: Clone + PartialEq>(
    entry: &Entry,
    timeline: &Timeline<E>,
    positions: &Positions,
) -> Row<E> {
    let (key, body) = match &entry.kind {
        EntryKind::Notice(notice) => (
            RowKey::Notice(entry.number),
            RowBody::Notice(notice.clone()),
        ),
        EntryKind::Message(Held { message, text }) => {
            let is_own = message.author == timeline.me;
            let key = if is_own {
                RowKey::Own(message.client_message_id)
            } else {
                RowKey::Other(message.id)
            };
            let bubble = Bubble {
                author: message.author,
                is_own,
                text: Arc::clone(text),
                is_edited: message.since.edited_at.is_some(),
                quote: quote(timeline, message.reply_to),
                reactions: message.since.reactions.clone(),
                client_message_id: message.client_message_id,
                message_id: Some(message.id),
                seq: Some(message.seq),
                group: GroupPosition::Single,
                status: is_own.then(|| Status::Posted(positions.receipt(message.seq))),
            };
            (key, RowBody::Bubble(bubble))
        }
    };
    Row {
        key,
        at: entry.at,
        body,
        starts_day: false,
        starts_unread: false,
    }
}

fn quote<E>(timeline: &Timeline<E>, reply_to: Option<u64>) -> Option<Quote> {
    reply_to.map(|seq| Quote {
        seq,
        quoted: timeline.window.quoted(seq),
    })
}

fn pending<E: Clone + PartialEq>(timeline: &Timeline<E>) -> impl Iterator<Item = Row<E>> {
    timeline.pending().iter().map(|pending| Row {
        key: RowKey::Own(pending.client_message_id),
        at: pending.written_at,
        body: RowBody::Bubble(Bubble {
            author: timeline.me,
            is_own: true,
            text: Arc::clone(&pending.text),
            is_edited: false,
            quote: quote(timeline, pending.reply_to),
            reactions: Vec::new(),
            client_message_id: pending.client_message_id,
            message_id: None,
            seq: None,
            group: GroupPosition::Single,
            status: Some(match &pending.state {
                PendingState::Sending => Status::Sending,
                PendingState::Failed(error) => Status::Failed(error.clone()),
            }),
        }),
        starts_day: false,
        starts_unread: false,
    })
}

/// The line stands above the first message of others after the read position, if the window knows which one that is.
fn draw_unread_line<E: Clone + PartialEq>(timeline: &Timeline<E>, rows: &mut [Row<E>]) {
    let Some(after) = timeline.unread_after else {
        return;
    };
    if !timeline.at_start() && timeline.lower() > after.saturating_add(1) {
        return;
    }
    let first = rows.iter_mut().find(|row| match &row.body {
        RowBody::Bubble(bubble) => !bubble.is_own && bubble.seq.is_some_and(|seq| seq > after),
        RowBody::Notice(_) => false,
    });
    if let Some(row) = first {
        row.starts_unread = true;
    }
}

fn divide_days<E>(rows: &mut [Row<E>], day_of: &impl Fn(Timestamp) -> i64) {
    let mut previous = None;
    for row in rows {
        let day = day_of(row.at);
        // A device's clock may run behind: a pending message never opens an earlier day.
        row.starts_day = previous.is_none_or(|known| day > known);
        previous = Some(previous.map_or(day, |known: i64| known.max(day)));
    }
}

fn group<E>(rows: &mut [Row<E>]) {
    let joins: Vec<bool> = std::iter::once(false)
        .chain(rows.windows(2).map(|pair| continues(&pair[0], &pair[1])))
        .chain(std::iter::once(false))
        .collect();
    for (at, row) in rows.iter_mut().enumerate() {
        if let RowBody::Bubble(bubble) = &mut row.body {
            bubble.group = match (joins[at], joins[at + 1]) {
                (false, false) => GroupPosition::Single,
                (false, true) => GroupPosition::First,
                (true, true) => GroupPosition::Middle,
                (true, false) => GroupPosition::Last,
            };
        }
    }
}

fn continues<E>(above: &Row<E>, below: &Row<E>) -> bool {
    let (RowBody::Bubble(a), RowBody::Bubble(b)) = (&above.body, &below.body) else {
        return false;
    };
    a.author == b.author
        && !below.starts_day
        && !below.starts_unread
        && below.at.since(above.at) <= GROUP_WITHIN_MS
}
