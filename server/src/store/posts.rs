//! A batch of posts, and how PostgreSQL takes it. (For SQLite there is an appender.)

use std::collections::BTreeMap;

use domain::{RoomId, Timestamp, message::Message};
use sea_orm::{ConnectionTrait, Statement, Value};

use super::{Result, column, number};

/// What one batch of posts writes.
#[derive(Clone, Debug)]
pub struct Posts {
    /// In the order of their numbers, room by room.
    pub messages: Vec<Message>,
    /// The last number of each room.
    pub heads: BTreeMap<RoomId, u64>,
    /// When they were accepted.
    pub at: Timestamp,
}

/// How it went.
#[derive(Debug)]
pub enum Appended {
    /// All of it is on disk.
    Written(Posts),
    /// Somebody has used one of the client ids before: nothing was written.
    UsedBefore,
}

/// Writes posts of rooms that this transaction has locked. False: one of the client ids has been used before, also by a
/// transaction that this one has waited for; nothing of this one may be kept then.
///
/// One statement for each table, however many posts there are; columns travel as arrays.
///
/// # Errors
/// Those of the database.
pub async fn insert(db: &impl ConnectionTrait, posts: &Posts) -> Result<bool> {
    let messages = &posts.messages;
    let ids = column(messages.iter().map(|message| message.id.0));
    let rooms = column(messages.iter().map(|message| message.room.0));
    let authors = column(messages.iter().map(|message| message.author.0));
    let names = column(messages.iter().map(|message| message.client_message_id.0));
    let seqs = column(messages.iter().map(|message| number(message.seq)));
    let times = column(messages.iter().map(|message| message.sent_at.0));
    let bodies = column(messages.iter().map(|message| message.body.clone()));
    // Zero is nobody's number: an array of the driver has no place for what is absent.
    let answered = column(
        messages
            .iter()
            .map(|message| number(message.reply_to.unwrap_or(0))),
    );
    let entered = run(
        db,
        "INSERT INTO client_ids (user_id, client_message_id, room_id, message_id, seq, sent_at) \
         SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[]) \
         ON CONFLICT DO NOTHING",
        [&authors, &names, &rooms, &ids, &seqs, &times],
    )
    .await?;
    if entered < messages.len() as u64 {
        return Ok(false);
    }
    run(
        db,
        "INSERT INTO messages (id, room_id, seq, author_id, client_message_id, body, sent_at, reply_to) \
         SELECT id, room_id, seq, author_id, client_message_id, body, sent_at, NULLIF(reply_to, 0) \
         FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::bigint[]) \
         AS new (id, room_id, seq, author_id, client_message_id, body, sent_at, reply_to)",
        [&ids, &rooms, &seqs, &authors, &names, &bodies, &times, &answered],
    )
    .await?;
    let rooms = column(posts.heads.keys().map(|room| room.0));
    let heads = column(posts.heads.values().map(|head| number(*head)));
    run(
        db,
        "UPDATE rooms SET head = new.head, active_at = GREATEST(active_at, $3) \
         FROM (SELECT * FROM UNNEST($1::uuid[], $2::bigint[])) AS new (id, head) WHERE rooms.id = new.id",
        [&rooms, &heads, &posts.at.0.into()],
    )
    .await?;
    Ok(true)
}

/// Runs a statement; answers how many rows it has written.
async fn run<const N: usize>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: [&Value; N],
) -> Result<u64> {
    let values = values.map(Clone::clone);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}
