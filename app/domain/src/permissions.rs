//! Who may do what in a room. Pure: load first, decide here, then write.

use thiserror::Error;

use crate::room::{Posting, Role, RoomKind, Visibility};

/// What these rules need to know of a room.
#[derive(Clone, Copy, Debug)]
pub struct RoomFacts {
    /// Direct or group.
    pub kind: RoomKind,
    /// Private or public.
    pub visibility: Visibility,
    /// Who may post.
    pub posting: Posting,
}

/// Why a message may not be posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PostError {
    /// Not a member, or the room does not exist: to a stranger the two are the same.
    #[error("not a member")]
    NotAMember,
    /// A broadcast room, and the person is no moderator.
    #[error("only moderators post here")]
    ReadOnly,
    /// One of the two in a direct chat has blocked the other, or the other's account is gone.
    #[error("the other person cannot be written to")]
    Unreachable,
    /// There is no such message.
    #[error("no such message")]
    NoMessage,
    /// Somebody else has written it.
    #[error("not one's own")]
    NotOwn,
}

/// May a person with this role (none: not a member) post? `reachable` is false in a direct chat where one has blocked
/// the other or the other's account is gone.
///
/// # Errors
/// [`PostError`] with the reason.
pub fn post(room: RoomFacts, role: Option<Role>, reachable: bool) -> Result<(), PostError> {
    let role = role.ok_or(PostError::NotAMember)?;
    if room.kind == RoomKind::Direct && !reachable {
        return Err(PostError::Unreachable);
    }
    if room.posting == Posting::Moderators && role < Role::Moderator {
        return Err(PostError::ReadOnly);
    }
    Ok(())
}

/// May a person with this role give a message another text? Who may not post may not say something else either.
///
/// # Errors
/// [`PostError`] with the reason.
pub fn edit(
    room: RoomFacts,
    role: Option<Role>,
    reachable: bool,
    is_own: bool,
) -> Result<(), PostError> {
    post(room, role, reachable)?;
    if is_own {
        Ok(())
    } else {
        Err(PostError::NotOwn)
    }
}

/// May a person with this role delete a message for all? Authors may, and in groups those who look after the room.
///
/// # Errors
/// [`PostError`] with the reason.
pub fn delete(room: RoomFacts, role: Option<Role>, is_own: bool) -> Result<(), PostError> {
    let role = role.ok_or(PostError::NotAMember)?;
    if is_own || room.kind == RoomKind::Group && role >= Role::Moderator {
        Ok(())
    } else {
        Err(PostError::NotOwn)
    }
}

/// May a person with this role react? In a broadcast room too.
///
/// # Errors
/// [`PostError`] with the reason.
pub fn react(room: RoomFacts, role: Option<Role>, reachable: bool) -> Result<(), PostError> {
    let everyone = RoomFacts {
        posting: Posting::Everyone,
        ..room
    };
    post(everyone, role, reachable)
}

/// Why a change to a room or its members is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RoomError {
    /// Not a member, or no such room.
    #[error("not a member")]
    NotAMember,
    /// The role does not allow it.
    #[error("not allowed for this role")]
    Forbidden,
    /// A direct chat stays what it is; a group is a new, linked room.
    #[error("a direct chat cannot be changed")]
    DirectChat,
    /// The last owner hands over first.
    #[error("the last owner hands over first")]
    LastOwner,
}

/// May this member add people?
///
/// # Errors
/// [`RoomError`] with the reason.
pub fn add_people(room: RoomFacts, role: Option<Role>) -> Result<(), RoomError> {
    let role = role.ok_or(RoomError::NotAMember)?;
    if room.kind == RoomKind::Direct {
        return Err(RoomError::DirectChat);
    }
    // In a broadcast room the audience is the moderators' business.
    if room.posting == Posting::Moderators && role < Role::Moderator {
        return Err(RoomError::Forbidden);
    }
    Ok(())
}

/// May this member change name, topic and settings?
///
/// # Errors
/// [`RoomError`] with the reason.
pub fn change_settings(room: RoomFacts, role: Option<Role>) -> Result<(), RoomError> {
    let role = role.ok_or(RoomError::NotAMember)?;
    if room.kind == RoomKind::Direct {
        return Err(RoomError::DirectChat);
    }
    if role < Role::Owner {
        Err(RoomError::Forbidden)
    } else {
        Ok(())
    }
}

/// May a member with role `actor` give a member with role `subject` the role `to`?
///
/// # Errors
/// [`RoomError`] with the reason.
pub fn change_role(
    room: RoomFacts,
    actor: Option<Role>,
    subject: Role,
    to: Role,
    owners: u64,
) -> Result<(), RoomError> {
    change_settings(room, actor)?;
    if subject == Role::Owner && to != Role::Owner && owners <= 1 {
        return Err(RoomError::LastOwner);
    }
    Ok(())
}

/// May a member with role `actor` remove a member with role `subject`?
///
/// # Errors
/// [`RoomError`] with the reason.
pub fn remove(room: RoomFacts, actor: Option<Role>, subject: Role) -> Result<(), RoomError> {
    let actor = actor.ok_or(RoomError::NotAMember)?;
    if room.kind == RoomKind::Direct {
        return Err(RoomError::DirectChat);
    }
    if actor >= Role::Moderator && actor > subject || actor == Role::Owner {
        Ok(())
    } else {
        Err(RoomError::Forbidden)
    }
}

/// May this member leave? `owners` and `members` count the member too. The last owner of a room with others in it hands
/// over first; the very last member may always go.
///
/// # Errors
/// [`RoomError`] with the reason.
pub fn leave(
    room: RoomFacts,
    role: Option<Role>,
    owners: u64,
    members: u64,
) -> Result<(), RoomError> {
    let role = role.ok_or(RoomError::NotAMember)?;
    if room.kind == RoomKind::Direct {
        return Err(RoomError::DirectChat);
    }
    if role == Role::Owner && owners <= 1 && members > 1 {
        Err(RoomError::LastOwner)
    } else {
        Ok(())
    }
}

/// May someone who is not a member join by themselves?
///
/// # Errors
/// [`RoomError::NotAMember`]: to a stranger a private room does not exist.
pub fn join(room: RoomFacts) -> Result<(), RoomError> {
    if room.kind == RoomKind::Group && room.visibility == Visibility::Public {
        Ok(())
    } else {
        Err(RoomError::NotAMember)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUP: RoomFacts = RoomFacts {
        kind: RoomKind::Group,
        visibility: Visibility::Private,
        posting: Posting::Everyone,
    };
    const DIRECT: RoomFacts = RoomFacts {
        kind: RoomKind::Direct,
        ..GROUP
    };
    const BROADCAST: RoomFacts = RoomFacts {
        posting: Posting::Moderators,
        ..GROUP
    };
    const PUBLIC: RoomFacts = RoomFacts {
        visibility: Visibility::Public,
        ..GROUP
    };

    #[test]
    fn members_post_and_strangers_do_not() {
        let check =
            |room, role, reachable, expected| assert_eq!(post(room, role, reachable), expected);
        check(GROUP, Some(Role::Member), true, Ok(()));
        check(GROUP, None, true, Err(PostError::NotAMember));
        check(PUBLIC, None, true, Err(PostError::NotAMember));
        check(DIRECT, Some(Role::Member), true, Ok(()));
        check(
            DIRECT,
            Some(Role::Member),
            false,
            Err(PostError::Unreachable),
        );
        check(GROUP, Some(Role::Member), false, Ok(()));
        check(
            BROADCAST,
            Some(Role::Member),
            true,
            Err(PostError::ReadOnly),
        );
        check(BROADCAST, Some(Role::Moderator), true, Ok(()));
    }

    #[test]
    fn texts_are_changed_by_their_authors_and_deleted_by_those_who_look_after_the_room_too() {
        let member = Some(Role::Member);
        assert_eq!(edit(GROUP, member, true, true), Ok(()));
        assert_eq!(
            edit(GROUP, Some(Role::Owner), true, false),
            Err(PostError::NotOwn)
        );
        assert_eq!(edit(GROUP, None, true, true), Err(PostError::NotAMember));
        assert_eq!(
            edit(BROADCAST, member, true, true),
            Err(PostError::ReadOnly)
        );
        assert_eq!(
            edit(DIRECT, member, false, true),
            Err(PostError::Unreachable)
        );
        assert_eq!(delete(GROUP, member, true), Ok(()));
        assert_eq!(delete(GROUP, member, false), Err(PostError::NotOwn));
        assert_eq!(delete(GROUP, Some(Role::Moderator), false), Ok(()));
        assert_eq!(
            delete(DIRECT, Some(Role::Owner), false),
            Err(PostError::NotOwn)
        );
        assert_eq!(delete(GROUP, None, true), Err(PostError::NotAMember));
        assert_eq!(react(BROADCAST, member, true), Ok(()));
        assert_eq!(react(DIRECT, member, false), Err(PostError::Unreachable));
        assert_eq!(react(GROUP, None, true), Err(PostError::NotAMember));
    }

    #[test]
    fn a_direct_chat_stays_between_two() {
        assert_eq!(
            add_people(DIRECT, Some(Role::Owner)),
            Err(RoomError::DirectChat)
        );
        assert_eq!(
            leave(DIRECT, Some(Role::Member), 0, 2),
            Err(RoomError::DirectChat)
        );
        assert_eq!(
            remove(DIRECT, Some(Role::Owner), Role::Member),
            Err(RoomError::DirectChat)
        );
        assert_eq!(
            change_settings(DIRECT, Some(Role::Owner)),
            Err(RoomError::DirectChat)
        );
        assert_eq!(join(DIRECT), Err(RoomError::NotAMember));
    }

    #[test]
    fn members_invite_but_not_to_a_broadcast() {
        assert_eq!(add_people(GROUP, Some(Role::Member)), Ok(()));
        assert_eq!(add_people(GROUP, None), Err(RoomError::NotAMember));
        assert_eq!(
            add_people(BROADCAST, Some(Role::Member)),
            Err(RoomError::Forbidden)
        );
        assert_eq!(add_people(BROADCAST, Some(Role::Moderator)), Ok(()));
    }

    #[test]
    fn only_owners_change_a_room_and_the_last_one_stays_until_handing_over() {
        assert_eq!(
            change_settings(GROUP, Some(Role::Moderator)),
            Err(RoomError::Forbidden)
        );
        assert_eq!(change_settings(GROUP, Some(Role::Owner)), Ok(()));
        assert_eq!(
            leave(GROUP, Some(Role::Owner), 1, 3),
            Err(RoomError::LastOwner)
        );
        assert_eq!(leave(GROUP, Some(Role::Owner), 1, 1), Ok(()));
        assert_eq!(leave(GROUP, Some(Role::Owner), 2, 3), Ok(()));
        assert_eq!(leave(GROUP, Some(Role::Member), 1, 3), Ok(()));
        assert_eq!(
            change_role(GROUP, Some(Role::Owner), Role::Owner, Role::Member, 1),
            Err(RoomError::LastOwner)
        );
        assert_eq!(
            change_role(GROUP, Some(Role::Owner), Role::Member, Role::Owner, 1),
            Ok(())
        );
        assert_eq!(
            change_role(GROUP, Some(Role::Moderator), Role::Member, Role::Owner, 1),
            Err(RoomError::Forbidden)
        );
    }

    #[test]
    fn moderators_remove_members_but_not_their_equals() {
        assert_eq!(remove(GROUP, Some(Role::Moderator), Role::Member), Ok(()));
        assert_eq!(
            remove(GROUP, Some(Role::Moderator), Role::Moderator),
            Err(RoomError::Forbidden)
        );
        assert_eq!(
            remove(GROUP, Some(Role::Member), Role::Member),
            Err(RoomError::Forbidden)
        );
        assert_eq!(remove(GROUP, Some(Role::Owner), Role::Owner), Ok(()));
        assert_eq!(
            remove(GROUP, None, Role::Member),
            Err(RoomError::NotAMember)
        );
    }

    #[test]
    fn public_rooms_are_open_and_private_ones_unknown() {
        assert_eq!(join(PUBLIC), Ok(()));
        assert_eq!(join(GROUP), Err(RoomError::NotAMember));
    }
}
