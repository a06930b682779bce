//! What people have written in a room and not sent. An empty one stays, so that versions go on.

use domain::UserId;
use entity::{
    drafts::{ActiveModel, Column, Entity, Model},
    members,
};
use protocol::drafts::Draft;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{Result, counted, number};

/// Of the rooms in which somebody is: all of theirs, in no particular order.
pub async fn list(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Draft>> {
    let rooms = members::Entity::find()
        .select_only()
        .column(members::Column::RoomId)
        .filter(members::Column::UserId.eq(Uuid::from(user)))
        .into_query();
    let rows = Entity::find()
        .filter(Column::UserId.eq(Uuid::from(user)))
        .filter(Column::RoomId.in_subquery(rooms))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(draft).collect())
}

/// Writes one down instead of that of version `after`. Where there is another one it stays, and is answered.
pub async fn set(
    db: &impl ConnectionTrait,
    user: UserId,
    new: &Draft,
    after: u64,
) -> Result<Option<Draft>> {
    let updated = Entity::update_many()
        .col_expr(Column::Body, Expr::val(&new.text))
        .col_expr(Column::Version, Expr::val(number(new.version)))
        .filter(Column::UserId.eq(Uuid::from(user)))
        .filter(Column::RoomId.eq(Uuid::from(new.room)))
        .filter(Column::Version.eq(number(after)))
        .exec(db)
        .await?;
    if updated.rows_affected > 0 {
        return Ok(None);
    }
    if let Some(other) = Entity::find_by_id((user.0, new.room.0)).one(db).await? {
        return Ok(Some(draft(other)));
    }
    Entity::insert(ActiveModel {
        user_id: Set(user.0),
        room_id: Set(new.room.0),
        body: Set(new.text.clone()),
        version: Set(number(new.version)),
    })
    .exec_without_returning(db)
    .await?;
    Ok(None)
}

fn draft(row: Model) -> Draft {
    Draft {
        room: row.room_id.into(),
        text: row.body,
        version: counted(row.version),
    }
}

/// Forgets all of somebody's.
pub async fn delete_all(db: &impl ConnectionTrait, user: UserId) -> Result<()> {
    Entity::delete_many()
        .filter(Column::UserId.eq(Uuid::from(user)))
        .exec(db)
        .await?;
    Ok(())
}
