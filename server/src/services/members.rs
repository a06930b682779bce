//! Coming and going: joining, adding, leaving, removing, roles. Each is a durable change with a number of its own.

use std::collections::HashSet;

use domain::{
    RoomId, UserId, permissions,
    room::{HistoryAccess, NotificationLevel, Role, RoomKind},
};
use protocol::{ADD_MEMBERS_MAX, ApiError, Event};

use super::{changes::record, writer::Tx};
use crate::{
    AppState, Error, Result,
    realtime::Notice,
    store::{self, changes::Subject, members::MemberRow, rooms::RoomRow},
};

/// Joins a public room; who is a member already stays one.
///
/// # Errors
/// `NotAMember` for rooms that are not public.
pub async fn join(state: &AppState, viewer: UserId, room: RoomId) -> Result<()> {
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let (mut row, role) = room_for(tx, room, viewer).await?;
                if role.is_some() {
                    return Ok(());
                }
                permissions::join(row.facts())?;
                admit(tx, &mut row, viewer, Role::Member, None).await?;
                welcome(tx, room, &[viewer]).await
            })
        })
        .await
}

/// Adds people to a group. Those who are members already are passed over, and so are those who have blocked the person
/// who adds: saying so would tell who blocks whom.
///
/// # Errors
/// As [`permissions::add_people`] says; `NotFound` if one of them has no account, and then nobody is added.
pub async fn add(state: &AppState, viewer: UserId, room: RoomId, people: &[UserId]) -> Result<()> {
    let people = distinct(people)?;
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let (mut row, role) = room_for(tx, room, viewer).await?;
                permissions::add_people(row.facts(), role)?;
                add_all(tx, &mut row, viewer, people).await
            })
        })
        .await
}

/// Leaves a group. With its last member the room goes, and all that was said in it.
///
/// # Errors
/// As [`permissions::leave`] says.
pub async fn leave(state: &AppState, viewer: UserId, room: RoomId) -> Result<()> {
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let (mut row, role) = room_for(tx, room, viewer).await?;
                let (members, owners) = store::members::count(tx.db(), room).await?;
                permissions::leave(row.facts(), role, owners, members)?;
                dismiss(tx, &mut row, viewer, None, members).await
            })
        })
        .await
}

/// Removes someone.
///
/// # Errors
/// As [`permissions::remove`] says; `NotFound` if they are no member.
pub async fn remove(state: &AppState, viewer: UserId, room: RoomId, user: UserId) -> Result<()> {
    if user == viewer {
        return leave(state, viewer, room).await;
    }
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let (mut row, actor) = room_for(tx, room, viewer).await?;
                let subject = role_of(tx, room, user).await?;
                // To a stranger even the question whether someone is a member goes unanswered.
                permissions::remove(row.facts(), actor, subject.unwrap_or_default())?;
                if subject.is_none() {
                    return Err(ApiError::NotFound.into());
                }
                let (members, _) = store::members::count(tx.db(), room).await?;
                dismiss(tx, &mut row, user, Some(viewer), members).await
            })
        })
        .await
}

/// Gives someone a role.
///
/// # Errors
/// As [`permissions::change_role`] says; `NotFound` if they are no member.
pub async fn change_role(
    state: &AppState,
    viewer: UserId,
    room: RoomId,
    user: UserId,
    to: Role,
) -> Result<()> {
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let (mut row, actor) = room_for(tx, room, viewer).await?;
                permissions::change_settings(row.facts(), actor)?;
                let subject = role_of(tx, room, user)
                    .await?
                    .ok_or(Error::Api(ApiError::NotFound))?;
                let (_, owners) = store::members::count(tx.db(), room).await?;
                permissions::change_role(row.facts(), actor, subject, to, owners)?;
                if subject == to {
                    return Ok(());
                }
                set_role(tx, &mut row, user, to).await
            })
        })
        .await
}

/// The viewer's own notification level.
///
/// # Errors
/// `NotAMember`.
pub async fn set_notifications(
    state: &AppState,
    viewer: UserId,
    room: RoomId,
    level: NotificationLevel,
) -> Result<()> {
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                if role_of(tx, room, viewer).await?.is_none() {
                    return Err(ApiError::NotAMember.into());
                }
                store::members::update_notifications(tx.db(), room, viewer, level).await?;
                welcome(tx, room, &[viewer]).await
            })
        })
        .await
}

/// Takes a person out of every group, as when their account ends. A group they alone owned goes on with the member who
/// has been there longest as its owner. Direct chats stay: the other one keeps what was said.
///
/// # Errors
/// Only where the database fails.
pub async fn withdraw(tx: &mut Tx, user: UserId) -> Result<()> {
    let rooms: Vec<RoomId> = store::members::list_subscriptions(tx.db(), user)
        .await?
        .into_iter()
        .map(|(room, ..)| room)
        .collect();
    for mut row in store::rooms::list_for_update(tx.db(), rooms)
        .await?
        .into_values()
        .filter(|row| row.room.kind == RoomKind::Group)
    {
        let room = row.room.id;
        let (members, owners) = store::members::count(tx.db(), room).await?;
        let is_owner = role_of(tx, room, user).await? == Some(Role::Owner);
        if is_owner
            && owners == 1
            && let Some(heir) = store::members::find_heir(tx.db(), room, user).await?
        {
            set_role(tx, &mut row, heir, Role::Owner).await?;
        }
        dismiss(tx, &mut row, user, None, members).await?;
    }
    Ok(())
}

/// At most [`ADD_MEMBERS_MAX`] people, each once.
///
/// # Errors
/// `TooMany`.
pub(super) fn distinct(people: &[UserId]) -> Result<HashSet<UserId>> {
    let people: HashSet<UserId> = people.iter().copied().collect();
    if people.len() > ADD_MEMBERS_MAX {
        return Err(Error::Api(ApiError::TooMany {
            max: ADD_MEMBERS_MAX as u32,
        }));
    }
    Ok(people)
}

/// Adds all of these but those who are members or have blocked the person who adds.
pub(super) async fn add_all(
    tx: &mut Tx,
    row: &mut RoomRow,
    by: UserId,
    people: HashSet<UserId>,
) -> Result<()> {
    let room = row.room.id;
    let present = store::people::list_present(tx.db(), people.iter().copied()).await?;
    if present.len() < people.len() {
        return Err(ApiError::NotFound.into());
    }
    let blockers = store::members::list_blockers(tx.db(), by).await?;
    let roles =
        store::members::list_roles(tx.db(), present.iter().map(|person| (room, *person))).await?;
    let newcomers: Vec<UserId> = present
        .into_iter()
        .filter(|person| !blockers.contains(person) && !roles.contains_key(&(room, *person)))
        .collect();
    for person in &newcomers {
        admit(tx, row, *person, Role::Member, Some(by)).await?;
    }
    welcome(tx, room, &newcomers).await
}

/// Makes someone a member.
pub(super) async fn admit(
    tx: &mut Tx,
    row: &mut RoomRow,
    user: UserId,
    role: Role,
    by: Option<UserId>,
) -> Result<()> {
    let joining = row.head + 1;
    let member = MemberRow {
        room: row.room.id,
        user,
        role,
        joined_at: tx.now(),
        visible_from: match row.room.history {
            HistoryAccess::All => 0,
            HistoryAccess::FromJoining => joining,
        },
        // What was said before is history, not unread.
        delivered: joining,
        read: joining,
        read_version: 0,
        notifications: NotificationLevel::default(),
    };
    store::members::insert_many(tx.db(), &[member]).await?;
    record(tx, row, Subject::MemberJoined { user, role, by }).await?;
    Ok(())
}

/// Shows people their room as it is now, on all their devices.
pub(super) async fn welcome(tx: &mut Tx, room: RoomId, people: &[UserId]) -> Result<()> {
    for user in people {
        if let Some(summary) = store::summaries::list(tx.db(), *user, &[room]).await?.pop() {
            tx.publish(Notice::Personal {
                user: *user,
                event: Box::new(Event::RoomJoined {
                    summary: Box::new(summary),
                }),
            });
        }
    }
    Ok(())
}

/// Ends a membership; `members` counts the one who goes.
async fn dismiss(
    tx: &mut Tx,
    row: &mut RoomRow,
    user: UserId,
    by: Option<UserId>,
    members: u64,
) -> Result<()> {
    let room = row.room.id;
    store::members::delete(tx.db(), room, user).await?;
    if members <= 1 {
        store::rooms::delete(tx.db(), room).await?;
    } else {
        record(tx, row, Subject::MemberLeft { user, by }).await?;
    }
    tx.publish(Notice::Personal {
        user,
        event: Box::new(Event::RoomLeft { room }),
    });
    Ok(())
}

async fn set_role(tx: &mut Tx, row: &mut RoomRow, user: UserId, role: Role) -> Result<()> {
    let room = row.room.id;
    store::members::update_role(tx.db(), room, user, role).await?;
    record(tx, row, Subject::RoleChanged { user, role }).await?;
    welcome(tx, room, &[user]).await
}

/// The room for changing it, with the viewer's role. A room that does not exist looks like one of which the viewer is no
/// member.
pub(super) async fn room_for(
    tx: &Tx,
    room: RoomId,
    viewer: UserId,
) -> Result<(RoomRow, Option<Role>)> {
    let row = store::rooms::find_for_update(tx.db(), room)
        .await?
        .ok_or(Error::Api(ApiError::NotAMember))?;
    Ok((row, role_of(tx, room, viewer).await?))
}

async fn role_of(tx: &Tx, room: RoomId, user: UserId) -> Result<Option<Role>> {
    Ok(store::members::find(tx.db(), room, user)
        .await?
        .map(|member| member.role))
}
