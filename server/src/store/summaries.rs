//! A person's rooms as their list shows them, in a fixed number of statements however many rooms there are.

use std::collections::HashMap;

use domain::{
    RoomId, Timestamp, UserId, markup,
    message::{LAST_LINE_MAX, LastLine},
    people::Person,
    room::{Room, RoomKind, RoomSummary, UNREAD_CAP},
    text::excerpt,
};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};
use uuid::Uuid;

use super::{Result, counted, from_word, people};

/// Members named in a summary, for presence and typing.
const SOME_MEMBERS: i64 = 50;

/// The rooms of `user`: these, or all if none are named; latest activity first.
pub async fn list(
    db: &impl ConnectionTrait,
    user: UserId,
    only: &[RoomId],
) -> Result<Vec<RoomSummary>> {
    let (sql, values) = query(user, only);
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(
            db.get_database_backend(),
            sql,
            values,
        ))
        .await?;
    let mut summaries = rows.iter().map(summary).collect::<Result<Vec<_>>>()?;
    add_members(db, user, &mut summaries).await?;
    Ok(summaries)
}

/// One statement for all rooms. Each subselect walks a few steps along the index on `(room_id, seq)`, bounded by its LIMIT.
pub(super) fn query(user: UserId, only: &[RoomId]) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![Uuid::from(user).into()];
    let mut which = String::new();
    if !only.is_empty() {
        let places: Vec<String> = only
            .iter()
            .map(|room| {
                values.push(Uuid::from(*room).into());
                format!("${}", values.len())
            })
            .collect();
        which = format!(" AND m.room_id IN ({})", places.join(", "));
    }
    let sql = format!(
        "SELECT r.id, r.kind, r.visibility, r.posting, r.history, r.name, r.topic, r.started_from, r.created_at, \
         r.head, r.active_at, m.role, m.read, m.read_version, m.notification_level, \
         l.seq AS last_seq, l.author_id AS last_author, l.body AS last_body, l.sent_at AS last_sent_at, \
         u.first_name AS last_name, \
         (SELECT COUNT(*) FROM members c WHERE c.room_id = m.room_id) AS member_count, \
         (SELECT COUNT(*) FROM (SELECT 1 FROM messages n WHERE n.room_id = m.room_id AND n.seq > m.read \
           AND n.seq >= m.visible_from AND n.deleted_at IS NULL AND n.author_id <> m.user_id LIMIT {UNREAD_CAP}) AS few) AS unread \
         FROM members m JOIN rooms r ON r.id = m.room_id \
         LEFT JOIN messages l ON l.room_id = m.room_id AND l.seq = (SELECT p.seq FROM messages p \
           WHERE p.room_id = m.room_id AND p.seq >= m.visible_from AND p.deleted_at IS NULL ORDER BY p.seq DESC LIMIT 1) \
         LEFT JOIN users u ON u.id = l.author_id \
         WHERE m.user_id = $1{which} ORDER BY r.active_at DESC, r.id DESC"
    );
    (sql, values)
}

fn summary(row: &QueryResult) -> Result<RoomSummary> {
    let text = |column: &str| row.try_get::<String>("", column);
    let number = |column: &str| row.try_get::<i64>("", column);
    let last = match row.try_get::<Option<i64>>("", "last_seq")? {
        Some(seq) => Some(LastLine {
            seq: counted(seq),
            author: row.try_get::<Uuid>("", "last_author")?.into(),
            author_name: row
                .try_get::<Option<String>>("", "last_name")?
                .unwrap_or_default(),
            text: excerpt(&markup::plain(&text("last_body")?), LAST_LINE_MAX),
            sent_at: Timestamp(number("last_sent_at")?),
        }),
        None => None,
    };
    Ok(RoomSummary {
        room: Room {
            id: row.try_get::<Uuid>("", "id")?.into(),
            kind: from_word(&text("kind")?)?,
            visibility: from_word(&text("visibility")?)?,
            posting: from_word(&text("posting")?)?,
            history: from_word(&text("history")?)?,
            name: text("name")?,
            topic: text("topic")?,
            started_from: row
                .try_get::<Option<Uuid>>("", "started_from")?
                .map(Into::into),
            created_at: Timestamp(number("created_at")?),
        },
        head: counted(number("head")?),
        last,
        active_at: Timestamp(number("active_at")?),
        unread: count(number("unread")?),
        read: counted(number("read")?),
        read_version: counted(number("read_version")?),
        role: from_word(&text("role")?)?,
        notifications: from_word(&text("notification_level")?)?,
        other: None,
        member_count: count(number("member_count")?),
        some_members: Vec::new(),
    })
}

fn count(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Who else is there: some members of each, and the other person of direct chats.
async fn add_members(
    db: &impl ConnectionTrait,
    user: UserId,
    summaries: &mut [RoomSummary],
) -> Result<()> {
    let mut members: HashMap<RoomId, Vec<UserId>> = HashMap::new();
    // Parameters of one statement are limited, so a long list goes in parts.
    for part in summaries.chunks(500) {
        let mut values: Vec<Value> = Vec::with_capacity(part.len());
        let rooms: Vec<String> = part
            .iter()
            .map(|summary| {
                values.push(Uuid::from(summary.room.id).into());
                format!("(${})", values.len())
            })
            .collect();
        // The bound is found once for each room, so a room of thousands costs no more than one of fifty.
        values.push(Uuid::max().into());
        let sql = format!(
            "WITH wanted(room_id) AS (VALUES {}) \
             SELECT m.room_id, m.user_id FROM wanted w JOIN members m ON m.room_id = w.room_id \
             AND m.user_id <= COALESCE((SELECT s.user_id FROM members s WHERE s.room_id = w.room_id \
             ORDER BY s.user_id LIMIT 1 OFFSET {}), ${})",
            rooms.join(", "),
            SOME_MEMBERS - 1,
            values.len()
        );
        let rows = db
            .query_all_raw(Statement::from_sql_and_values(
                db.get_database_backend(),
                sql,
                values,
            ))
            .await?;
        for row in rows {
            let room: Uuid = row.try_get("", "room_id")?;
            let member: Uuid = row.try_get("", "user_id")?;
            members.entry(room.into()).or_default().push(member.into());
        }
    }
    let others = summaries
        .iter()
        .filter(|summary| summary.room.kind == RoomKind::Direct)
        .filter_map(|summary| other_of(members.get(&summary.room.id)?, user));
    let people = people::list(db, others).await?;
    for summary in summaries {
        let ids = members.remove(&summary.room.id).unwrap_or_default();
        if summary.room.kind == RoomKind::Direct {
            summary.other = Some(other_person(&ids, user, &people)?);
        }
        summary.some_members = ids;
    }
    Ok(())
}

fn other_of(members: &[UserId], user: UserId) -> Option<UserId> {
    members.iter().copied().find(|member| *member != user)
}

fn other_person(
    members: &[UserId],
    user: UserId,
    people: &HashMap<UserId, Person>,
) -> Result<Person> {
    other_of(members, user)
        .and_then(|other| people.get(&other))
        .cloned()
        .ok_or_else(|| DbErr::RecordNotFound("the other person of a direct chat".to_owned()))
}
