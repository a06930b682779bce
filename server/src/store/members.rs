//! Who is in which room, and how far they have got.

use std::collections::{HashMap, HashSet};

use domain::{
    RoomId, Timestamp, UserId,
    room::{Member, NotificationLevel, Role},
};
use entity::{
    blocks,
    members::{ActiveModel, Column, Entity, Model},
    rooms, users,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{Result, counted, from_word, is_one_of, listed, number, users::person, word};

/// One person in one room.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// Where.
    pub room: RoomId,
    /// Who.
    pub user: UserId,
    /// Role.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
    /// The first number they may see the content of.
    pub visible_from: u64,
    /// Up to which number a device has it.
    pub delivered: u64,
    /// Up to which number they have read.
    pub read: u64,
    /// Grows with each change of `read`.
    pub read_version: u64,
    /// What they want to be told.
    pub notifications: NotificationLevel,
}

pub(super) fn row(model: Model) -> Result<MemberRow> {
    Ok(MemberRow {
        room: model.room_id.into(),
        user: model.user_id.into(),
        role: from_word(&model.role)?,
        joined_at: Timestamp(model.joined_at),
        visible_from: counted(model.visible_from),
        delivered: counted(model.delivered),
        read: counted(model.read),
        read_version: counted(model.read_version),
        notifications: from_word(&model.notification_level)?,
    })
}

/// A person's membership of a room: the only door to what is in it.
pub async fn find(
    db: &impl ConnectionTrait,
    room: RoomId,
    user: UserId,
) -> Result<Option<MemberRow>> {
    Entity::find_by_id((Uuid::from(room), Uuid::from(user)))
        .one(db)
        .await?
        .map(row)
        .transpose()
}

/// Which of these pairs are memberships, with the role.
pub async fn list_roles(
    db: &impl ConnectionTrait,
    pairs: impl IntoIterator<Item = (RoomId, UserId)>,
) -> Result<HashMap<(RoomId, UserId), Role>> {
    let pairs = pairs.into_iter().map(|(r, u)| (r.0, u.0));
    let rows: Vec<(Uuid, Uuid, String)> = Entity::find()
        .select_only()
        .columns([Column::RoomId, Column::UserId, Column::Role])
        .filter(is_one_of(
            Expr::col(Column::RoomId),
            Expr::col(Column::UserId),
            pairs,
        ))
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(room, user, role)| Ok(((room.into(), user.into()), from_word(&role)?)))
        .collect()
}

/// These memberships, those that there are, kept from changing until the transaction ends, and locked in the order of
/// their keys.
pub async fn list_for_update(
    db: &impl ConnectionTrait,
    pairs: impl IntoIterator<Item = (RoomId, UserId)>,
) -> Result<Vec<MemberRow>> {
    let pairs = pairs.into_iter().map(|(r, u)| (r.0, u.0));
    Entity::find()
        .filter(is_one_of(
            Expr::col(Column::RoomId),
            Expr::col(Column::UserId),
            pairs,
        ))
        .order_by_asc(Column::RoomId)
        .order_by_asc(Column::UserId)
        .lock_exclusive()
        .all(db)
        .await?
        .into_iter()
        .map(row)
        .collect()
}

/// Those of these direct chats in which one has blocked the other, or whose other person has no account any more.
pub async fn list_unreachable(
    db: &impl ConnectionTrait,
    rooms: &HashSet<RoomId>,
) -> Result<HashSet<RoomId>> {
    if rooms.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::RoomId, Column::UserId])
        .filter(Column::RoomId.is_in(rooms.iter().copied().map(Uuid::from)))
        .into_tuple()
        .all(db)
        .await?;
    let mut people: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (room, user) in &rows {
        people.entry(*room).or_default().push(*user);
    }
    let gone: HashSet<Uuid> = users::Entity::find()
        .select_only()
        .column(users::Column::Id)
        .filter(users::Column::Id.is_in(rows.iter().map(|(_, user)| *user)))
        .filter(users::Column::DeletedAt.is_not_null())
        .into_tuple::<Uuid>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let both_ways = people.values().filter_map(|pair| match pair.as_slice() {
        [one, other] => Some([(*one, *other), (*other, *one)]),
        _ => None,
    });
    let blocked: HashSet<(Uuid, Uuid)> = blocks::Entity::find()
        .select_only()
        .columns([blocks::Column::UserId, blocks::Column::BlockedId])
        .filter(is_one_of(
            Expr::col(blocks::Column::UserId),
            Expr::col(blocks::Column::BlockedId),
            both_ways.flatten(),
        ))
        .into_tuple::<(Uuid, Uuid)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    Ok(people
        .into_iter()
        .filter(|(_, pair)| match pair.as_slice() {
            [one, other] => {
                gone.contains(one)
                    || gone.contains(other)
                    || blocked.contains(&(*one, *other))
                    || blocked.contains(&(*other, *one))
            }
            _ => true,
        })
        .map(|(room, _)| room.into())
        .collect())
}

/// Whom this person has blocked, and who has blocked them.
pub async fn list_hidden(db: &impl ConnectionTrait, user: UserId) -> Result<HashSet<UserId>> {
    let user = Uuid::from(user);
    let rows = blocks::Entity::find()
        .filter(
            blocks::Column::UserId
                .eq(user)
                .or(blocks::Column::BlockedId.eq(user)),
        )
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            if row.user_id == user {
                row.blocked_id.into()
            } else {
                row.user_id.into()
            }
        })
        .collect())
}

/// Who has blocked this person.
pub async fn list_blockers(db: &impl ConnectionTrait, user: UserId) -> Result<HashSet<UserId>> {
    let rows = blocks::Entity::find()
        .filter(blocks::Column::BlockedId.eq(Uuid::from(user)))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.user_id.into()).collect())
}

/// Members with their profiles, by name.
pub async fn list(db: &impl ConnectionTrait, room: RoomId, limit: u64) -> Result<Vec<Member>> {
    let rows = users::Entity::find()
        .filter(
            users::Column::Id.in_subquery(
                sea_orm::sea_query::Query::select()
                    .column(Column::UserId)
                    .from(Entity)
                    .and_where(Column::RoomId.eq(Uuid::from(room)))
                    .to_owned(),
            ),
        )
        .order_by_asc(users::Column::FirstName)
        .order_by_asc(users::Column::LastName)
        .order_by_asc(users::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut memberships: HashMap<Uuid, Model> = Entity::find()
        .filter(Column::RoomId.eq(Uuid::from(room)))
        .filter(Column::UserId.is_in(ids))
        .all(db)
        .await?
        .into_iter()
        .map(|model| (model.user_id, model))
        .collect();
    rows.into_iter()
        .filter_map(|user| memberships.remove(&user.id).map(|m| member(user, m)))
        .collect()
}

/// Some members of a room with their profiles.
pub async fn list_some(
    db: &impl ConnectionTrait,
    room: RoomId,
    people: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, Member>> {
    let ids: Vec<Uuid> = people.into_iter().map(Uuid::from).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut people: HashMap<Uuid, users::Model> = users::Entity::find()
        .filter(users::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?
        .into_iter()
        .map(|model| (model.id, model))
        .collect();
    let memberships = Entity::find()
        .filter(Column::RoomId.eq(Uuid::from(room)))
        .filter(Column::UserId.is_in(ids))
        .all(db)
        .await?;
    memberships
        .into_iter()
        .filter_map(|m| people.remove(&m.user_id).map(|user| (user, m)))
        .map(|(user, m)| Ok((user.id.into(), member(user, m)?)))
        .collect()
}

fn member(user: users::Model, membership: Model) -> Result<Member> {
    let membership = row(membership)?;
    Ok(Member {
        person: person(user),
        role: membership.role,
        delivered: membership.delivered,
        read: membership.read,
    })
}

/// How many members and how many owners a room has.
pub async fn count(db: &impl ConnectionTrait, room: RoomId) -> Result<(u64, u64)> {
    let of_room = Entity::find().filter(Column::RoomId.eq(Uuid::from(room)));
    let owners = of_room
        .clone()
        .filter(Column::Role.eq(word(Role::Owner)))
        .count(db)
        .await?;
    Ok((of_room.count(db).await?, owners))
}

/// From which number on every member sees what was said.
pub async fn seen_by_all_from(db: &impl ConnectionTrait, room: RoomId) -> Result<u64> {
    let latest: Option<Option<i64>> = Entity::find()
        .select_only()
        .column_as(Column::VisibleFrom.max(), "latest")
        .filter(Column::RoomId.eq(Uuid::from(room)))
        .into_tuple()
        .one(db)
        .await?;
    Ok(latest.flatten().map_or(0, counted))
}

/// How many members each of these rooms has.
pub async fn count_each(
    db: &impl ConnectionTrait,
    rooms: &[RoomId],
) -> Result<HashMap<RoomId, u32>> {
    let rows: Vec<(Uuid, i64)> = Entity::find()
        .select_only()
        .column(Column::RoomId)
        .column_as(Column::UserId.count(), "members")
        .filter(Column::RoomId.is_in(rooms.iter().copied().map(Uuid::from)))
        .group_by(Column::RoomId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(room, members)| (room.into(), u32::try_from(members).unwrap_or(u32::MAX)))
        .collect())
}

/// Everyone in a room.
pub async fn list_ids(db: &impl ConnectionTrait, room: RoomId) -> Result<HashSet<UserId>> {
    let rows: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::UserId)
        .filter(Column::RoomId.eq(Uuid::from(room)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The member who has been there longest, of the highest role, other than `but`: who inherits a room.
pub async fn find_heir(
    db: &impl ConnectionTrait,
    room: RoomId,
    but: UserId,
) -> Result<Option<UserId>> {
    let rows = Entity::find()
        .filter(Column::RoomId.eq(Uuid::from(room)))
        .filter(Column::UserId.ne(Uuid::from(but)))
        // Of the words, "moderator" comes after "member": the last is the highest below owner.
        .order_by_desc(Column::Role)
        .order_by_asc(Column::JoinedAt)
        .limit(1)
        .one(db)
        .await?;
    Ok(rows.map(|model| model.user_id.into()))
}

/// The rooms of a person with the counters a subscription begins from: membership version and head.
pub async fn list_subscriptions(
    db: &impl ConnectionTrait,
    user: UserId,
) -> Result<Vec<(RoomId, u64, u64)>> {
    let mine = sea_orm::sea_query::Query::select()
        .column(Column::RoomId)
        .from(Entity)
        .and_where(Column::UserId.eq(Uuid::from(user)))
        .to_owned();
    let rows: Vec<(Uuid, i64, i64)> = rooms::Entity::find()
        .select_only()
        .columns([
            rooms::Column::Id,
            rooms::Column::MembersVersion,
            rooms::Column::Head,
        ])
        .filter(rooms::Column::Id.in_subquery(mine))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, version, head)| (id.into(), counted(version), counted(head)))
        .collect())
}

/// The rooms of a person, each with the first number they may see the content of.
pub async fn list_visible_from(
    db: &impl ConnectionTrait,
    user: UserId,
) -> Result<HashMap<RoomId, u64>> {
    let rows: Vec<(Uuid, i64)> = Entity::find()
        .select_only()
        .columns([Column::RoomId, Column::VisibleFrom])
        .filter(Column::UserId.eq(Uuid::from(user)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(room, from)| (room.into(), counted(from)))
        .collect())
}

/// New members.
pub async fn insert_many(db: &impl ConnectionTrait, new: &[MemberRow]) -> Result<()> {
    Entity::insert_many(new.iter().map(|member| ActiveModel {
        room_id: Set(member.room.into()),
        user_id: Set(member.user.into()),
        role: Set(word(member.role)),
        joined_at: Set(member.joined_at.0),
        visible_from: Set(number(member.visible_from)),
        delivered: Set(number(member.delivered)),
        read: Set(number(member.read)),
        read_version: Set(number(member.read_version)),
        notification_level: Set(word(member.notifications)),
        theme: Set(None),
    }))
    .exec_without_returning(db)
    .await?;
    Ok(())
}

/// Ends a membership.
pub async fn delete(db: &impl ConnectionTrait, room: RoomId, user: UserId) -> Result<()> {
    Entity::delete_by_id((Uuid::from(room), Uuid::from(user)))
        .exec(db)
        .await?;
    Ok(())
}

/// A new role.
pub async fn update_role(
    db: &impl ConnectionTrait,
    room: RoomId,
    user: UserId,
    role: Role,
) -> Result<()> {
    update(db, room, user, [(Column::Role, Expr::value(word(role)))]).await
}

/// A new notification level.
pub async fn update_notifications(
    db: &impl ConnectionTrait,
    room: RoomId,
    user: UserId,
    level: NotificationLevel,
) -> Result<()> {
    let level = Expr::value(word(level));
    update(db, room, user, [(Column::NotificationLevel, level)]).await
}

/// New positions of these members, in one statement however many they are.
pub async fn update_positions(db: &impl ConnectionTrait, members: &[MemberRow]) -> Result<()> {
    if members.is_empty() {
        return Ok(());
    }
    let (rows, values) = listed(members.iter().map(|member| {
        [
            Uuid::from(member.room).into(),
            Uuid::from(member.user).into(),
            number(member.delivered).into(),
            number(member.read).into(),
            number(member.read_version).into(),
        ]
    }));
    let sql = format!(
        "WITH new(room_id, user_id, delivered, read, read_version) AS (VALUES {rows}) \
         UPDATE members SET delivered = new.delivered, read = new.read, read_version = new.read_version \
         FROM new WHERE members.room_id = new.room_id AND members.user_id = new.user_id"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.execute_raw(statement).await?;
    Ok(())
}

async fn update(
    db: &impl ConnectionTrait,
    room: RoomId,
    user: UserId,
    values: impl IntoIterator<Item = (Column, Expr)>,
) -> Result<()> {
    let mut query = Entity::update_many();
    for (column, value) in values {
        query = query.col_expr(column, value);
    }
    query
        .filter(Column::RoomId.eq(Uuid::from(room)))
        .filter(Column::UserId.eq(Uuid::from(user)))
        .exec(db)
        .await?;
    Ok(())
}

/// Groups both are in, as id and name.
pub async fn list_shared_groups(
    db: &impl ConnectionTrait,
    one: UserId,
    other: UserId,
) -> Result<Vec<(RoomId, String)>> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT r.id, r.name FROM members a \
         JOIN members b ON b.room_id = a.room_id AND b.user_id = $2 \
         JOIN rooms r ON r.id = a.room_id AND r.kind = 'group' \
         WHERE a.user_id = $1 ORDER BY r.name LIMIT 100",
        [Uuid::from(one).into(), Uuid::from(other).into()],
    );
    db.query_all_raw(statement)
        .await?
        .into_iter()
        .map(|row| {
            Ok((
                row.try_get::<Uuid>("", "id")?.into(),
                row.try_get("", "name")?,
            ))
        })
        .collect()
}
