//! Durable changes that are no posts, under the numbers they took.

use domain::{
    MessageId, RoomId, Timestamp, UserId,
    room::{Role, Room},
};
use entity::room_changes::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Result, counted, listed, messages::Stretch, number};

/// What changed, without what can be looked up when it is told (names may have changed since).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "subject", rename_all = "snake_case")]
pub enum Subject {
    /// Someone joined, or was added.
    MemberJoined {
        /// Who.
        user: UserId,
        /// As what.
        role: Role,
        /// By whom, if not by themselves.
        by: Option<UserId>,
    },
    /// Someone left, or was removed.
    MemberLeft {
        /// Who.
        user: UserId,
        /// By whom, if not by themselves.
        by: Option<UserId>,
    },
    /// A new role.
    RoleChanged {
        /// Whose.
        user: UserId,
        /// Which.
        role: Role,
    },
    /// New settings.
    RoomUpdated {
        /// As they became.
        room: Room,
    },
    /// A message's content is gone.
    MessageDeleted {
        /// Which.
        message_id: MessageId,
        /// Its number.
        seq: u64,
    },
    /// A message has another text.
    MessageEdited {
        /// Which.
        message_id: MessageId,
        /// Its number.
        seq: u64,
    },
    /// Someone reacted, or took that back.
    ReactionChanged {
        /// The number of the message.
        seq: u64,
        /// Who.
        user: UserId,
        /// With what.
        emoji: String,
        /// False: taken back.
        on: bool,
    },
    /// Written by a newer version of this server, beside which this one still runs.
    #[serde(skip)]
    Unknown,
}

impl Subject {
    /// It changes who is a member.
    #[must_use]
    pub fn is_of_membership(&self) -> bool {
        matches!(self, Self::MemberJoined { .. } | Self::MemberLeft { .. })
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Where.
    pub room: RoomId,
    /// Its number.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub subject: Subject,
}

/// The two columns of a subject.
#[derive(Serialize, Deserialize)]
struct Columns {
    kind: String,
    subject: serde_json::Value,
}

/// Adds a change.
pub async fn insert(db: &impl ConnectionTrait, change: &ChangeRow) -> Result<()> {
    let columns: Columns = serde_json::to_value(&change.subject)
        .and_then(serde_json::from_value)
        .map_err(|error| DbErr::Type(error.to_string()))?;
    Entity::insert(ActiveModel {
        room_id: Set(change.room.into()),
        number: Set(number(change.number)),
        kind: Set(columns.kind),
        subject: Set(columns.subject.to_string()),
        at: Set(change.at.0),
    })
    .exec_without_returning(db)
    .await?;
    Ok(())
}

/// The changes of a stretch in order.
pub async fn list(
    db: &impl ConnectionTrait,
    room: RoomId,
    stretch: Stretch,
    limit: u64,
) -> Result<Vec<ChangeRow>> {
    let rows = Entity::find()
        .filter(Column::RoomId.eq(Uuid::from(room)))
        .filter(Column::Number.between(number(stretch.from), number(stretch.to)))
        .order_by_asc(Column::Number)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|model| ChangeRow {
            room: model.room_id.into(),
            number: counted(model.number),
            at: Timestamp(model.at),
            subject: subject(&model).unwrap_or_else(|error| {
                let room = RoomId::from(model.room_id);
                tracing::warn!(error.cause = %error, room.id = %room, change.kind = model.kind, "a change is not understood");
                Subject::Unknown
            }),
        })
        .collect())
}

/// The messages whose texts have changed in one stretch of each of these rooms.
pub async fn list_changed_messages(
    db: &impl ConnectionTrait,
    stretches: &[(RoomId, Stretch)],
) -> Result<Vec<(RoomId, u64)>> {
    let (rows, values) = listed(stretches.iter().map(|(room, stretch)| {
        let (from, to) = (number(stretch.from), number(stretch.to));
        [Uuid::from(*room).into(), from.into(), to.into()]
    }));
    let sql = format!(
        "WITH wanted(room_id, first, last) AS (VALUES {rows}) \
         SELECT c.* FROM wanted w JOIN room_changes c ON c.room_id = w.room_id AND c.number BETWEEN w.first AND w.last \
         WHERE c.kind IN ('message_edited', 'message_deleted')"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let models = Entity::find().from_raw_sql(statement).all(db).await?;
    let messages = models.iter().filter_map(|model| match subject(model) {
        Ok(Subject::MessageEdited { seq, .. } | Subject::MessageDeleted { seq, .. }) => {
            Some((model.room_id.into(), seq))
        }
        _ => None,
    });
    Ok(messages.collect())
}

fn subject(model: &Model) -> serde_json::Result<Subject> {
    let subject: serde_json::Value = serde_json::from_str(&model.subject)?;
    serde_json::from_value(serde_json::json!({ "kind": model.kind, "subject": subject }))
}
