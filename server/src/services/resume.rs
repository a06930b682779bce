//! What happened in a room after a number: posts and other changes, merged, a page at a time.

use domain::{RoomId, UserId};
use protocol::{RESUME_MAX, Reply, RoomChange, RoomChangeKind};
use sea_orm::ConnectionTrait;

use super::{changes, messages::membership};
use crate::{
    Error, Result,
    store::{
        self,
        changes::ChangeRow,
        messages::{MessageRow, Stretch},
    },
};

/// Most changes in one answer.
const PAGE: u64 = 200;
/// An answer ends early when its texts grow beyond this many bytes.
const PAGE_BYTES: usize = 256 * 1024;

/// The changes after number `after`, or [`Reply::Reset`] where the client is too far behind (or ahead of a database that
/// was restored from a copy).
///
/// # Errors
/// `NotAMember`.
pub async fn resume(
    db: &impl ConnectionTrait,
    viewer: UserId,
    room: RoomId,
    after: u64,
) -> Result<Reply> {
    let member = membership(db, room, viewer).await?;
    // The head comes first: every number up to it is committed, so both lists below are complete up to it, whatever is
    // written meanwhile.
    let head = store::rooms::find(db, room)
        .await?
        .ok_or(Error::Api(protocol::ApiError::NotAMember))?
        .head;
    if after > head || head - after > RESUME_MAX {
        return Ok(Reply::Reset { room, head });
    }
    let stretch = Stretch {
        from: after + 1,
        to: head.min(after + PAGE),
    };
    let mut posts = store::messages::list_posts(db, room, stretch, PAGE).await?;
    let mut others = store::changes::list(db, room, stretch, PAGE).await?;
    let upto = shorten(&mut posts, &mut others, stretch.to);
    let mut told: Vec<RoomChange> = posts
        .into_iter()
        .map(|row| post(row, member.visible_from))
        .collect();
    let others = changes::tell(db, others, member.visible_from).await?;
    told.extend(
        others
            .into_iter()
            .map(|change| other(change, member.visible_from)),
    );
    told.sort_unstable_by_key(|change| change.number);
    Ok(Reply::Changes {
        room,
        changes: told,
        upto,
        head,
    })
}

/// Ends the page where its texts grow too long; answers the last number in it.
fn shorten(posts: &mut Vec<MessageRow>, others: &mut Vec<ChangeRow>, upto: u64) -> u64 {
    let mut bytes = 0;
    let full_at = posts.iter().position(|row| {
        bytes += row.message.body.len();
        bytes > PAGE_BYTES
    });
    let Some(last) = full_at.and_then(|at| posts.get(at)) else {
        return upto;
    };
    let upto = last.message.seq;
    posts.retain(|row| row.message.seq <= upto);
    others.retain(|row| row.number <= upto);
    upto
}

/// Another change as told to someone who sees content from `visible_from` on.
fn other(change: RoomChange, visible_from: u64) -> RoomChange {
    match change.kind {
        RoomChangeKind::MessageEdited { seq, .. } | RoomChangeKind::ReactionChanged { seq, .. }
            if seq < visible_from =>
        {
            RoomChange {
                kind: RoomChangeKind::Withheld,
                ..change
            }
        }
        _ => change,
    }
}

/// A post as told to someone who sees content from `visible_from` on.
fn post(row: MessageRow, visible_from: u64) -> RoomChange {
    let message = row.message;
    RoomChange {
        room: message.room,
        number: message.seq,
        at: message.sent_at,
        kind: if row.is_deleted || message.seq < visible_from {
            RoomChangeKind::Withheld
        } else {
            RoomChangeKind::MessagePosted { message }
        },
    }
}
