//! Writes the people, rooms and history of the demo into a fresh database.

use std::collections::HashMap;

use anyhow::Context;
use domain::{
    RoomId, Timestamp, UserId,
    people::PlaceRole,
    place::{JoinPolicy, Purpose},
    room::{Posting, Role, RoomKind, Visibility},
};

use super::{
    cast::{CHARACTERS, GUESTS, Kind, PLACE, ROOMS, Setting},
    history::{self, Talk},
};
use crate::{
    AppState,
    auth::tokens::readable_code,
    store::{
        self,
        credentials::Credential,
        import::{NewMember, NewMessage, NewRoom},
        place::PlaceRow,
        users::NewUser,
    },
};

/// How one of the two printed people signs in.
#[derive(Clone, Debug)]
pub struct Guest {
    pub username: &'static str,
    pub password: String,
}

/// What was written.
#[derive(Debug)]
pub struct Loaded {
    pub guests: Vec<Guest>,
    pub people: usize,
    pub rooms: usize,
    pub messages: usize,
}

/// Writes everything. With `long_room` there is one room more, with that many messages.
///
/// # Errors
/// Where the talks are not in their form or the database refuses.
pub async fn load(state: &AppState, seed: u64, long_room: Option<usize>) -> anyhow::Result<Loaded> {
    let now = state.clock.now();
    let users: Vec<UserId> = CHARACTERS.iter().map(|_| state.ids.make()).collect();
    let guests: Vec<Guest> = GUESTS
        .iter()
        .map(|&username| Guest {
            username,
            password: password(),
        })
        .collect();
    let mut credentials = Vec::new();
    for (character, user) in CHARACTERS.iter().zip(&users) {
        let guest = guests.iter().find(|it| it.username == character.username);
        // Nobody is told how the others sign in, so nobody does.
        let password = guest.map_or_else(password, |guest| guest.password.clone());
        credentials.push(Credential {
            user: *user,
            email: format!("{}@example.org", character.username),
            password_hash: state.passwords.hash(&password).await?,
        });
    }

    let talks = history::write(now, seed)?;
    let mut rooms: Vec<NewRoom> = ROOMS
        .iter()
        .zip(talks)
        .map(|(setting, talk)| furnish(state, setting, talk, &users, now))
        .collect::<anyhow::Result<_>>()?;
    if let Some(count) = long_room {
        let talk = history::long(now, count, seed)?;
        rooms.push(furnish(state, &super::cast::LONG_ROOM, talk, &users, now)?);
    }
    let loaded = Loaded {
        guests,
        people: users.len(),
        rooms: rooms.len(),
        messages: rooms.iter().map(|room| room.messages.len()).sum(),
    };

    let imported: Vec<RoomId> = rooms.iter().map(|room| room.id).collect();
    let ids = state.ids.clone();
    let began = history::beginning(now);
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let db = tx.db();
                for (index, character) in CHARACTERS.iter().enumerate() {
                    let user = NewUser {
                        id: users[index],
                        username: character.username.to_owned(),
                        first_name: character.first_name.to_owned(),
                        last_name: character.last_name.to_owned(),
                        role: if index == 0 {
                            PlaceRole::Owner
                        } else {
                            PlaceRole::Member
                        },
                    };
                    store::users::insert(db, user, began).await?;
                    store::users::update_profile(
                        db,
                        users[index],
                        character.first_name,
                        character.last_name,
                        character.about,
                    )
                    .await?;
                }
                for credential in credentials {
                    store::credentials::insert(db, credential).await?;
                }
                let place = store::place::find(db).await?;
                let first_room = rooms.first().map(|room| room.id);
                store::place::update(
                    db,
                    PlaceRow {
                        name: PLACE.to_owned(),
                        purpose: Purpose::Community,
                        join_policy: JoinPolicy::Anyone,
                        is_set_up: true,
                        invitation_code: place.map(|it| it.invitation_code).unwrap_or_default(),
                        first_room,
                    },
                )
                .await?;
                for room in rooms {
                    store::import::room(db, &ids, room).await?;
                }
                Ok(())
            })
        })
        .await
        .context("The demo could not be written.")?;
    // Nothing was told of them.
    state.unindexed.note(imported);
    Ok(loaded)
}

/// Puts people and their talk into a room.
fn furnish(
    state: &AppState,
    setting: &Setting,
    talk: Talk,
    users: &[UserId],
    now: Timestamp,
) -> anyhow::Result<NewRoom> {
    let (kind, name, topic, visibility, posting) = match setting.kind {
        Kind::Direct => (
            RoomKind::Direct,
            "",
            "",
            Visibility::Private,
            Posting::Everyone,
        ),
        Kind::Group {
            name,
            topic,
            visibility,
            posting,
        } => (RoomKind::Group, name, topic, visibility, posting),
    };
    let mut read: HashMap<usize, usize> = talk.read;
    let count = talk.messages.len();
    let mut members = Vec::new();
    for (index, username) in setting.members.iter().enumerate() {
        let person = super::cast::character(username).context("a member who lives nowhere")?;
        members.push(NewMember {
            user: users[person],
            role: match (kind, index) {
                (RoomKind::Group, 0) => Role::Owner,
                _ if setting.moderators.contains(username) => Role::Moderator,
                _ => Role::Member,
            },
            read: read.remove(&person).unwrap_or(count) as u64,
        });
    }
    Ok(NewRoom {
        id: state.ids.make(),
        kind,
        visibility,
        posting,
        name: name.to_owned(),
        topic: topic.to_owned(),
        created_at: history::beginning(now),
        members,
        messages: talk
            .messages
            .into_iter()
            .map(|said| NewMessage {
                author: users[said.author],
                body: said.body,
                sent_at: said.sent_at,
            })
            .collect(),
    })
}

/// Four groups of four letters: 80 random bits that can be copied by hand.
fn password() -> String {
    let groups: Vec<String> = (0..4).map(|_| readable_code(4)).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Application, Config, auth::passwords::Verdict, config::PasswordCost};

    #[tokio::test]
    async fn the_whole_demo_fits_into_a_fresh_database() {
        let directory = tempfile::tempdir().expect("a directory");
        let mut config = Config::new(directory.path().to_owned());
        config.password_cost = PasswordCost {
            memory_kib: 8,
            iterations: 1,
        };
        let application = Application::build(config).await.expect("it starts");
        let state = &application.state;
        let loaded = load(state, 7, Some(1_500)).await.expect("it loads");

        assert_eq!((loaded.people, loaded.rooms), (8, 13));
        assert!(loaded.messages > 4_000, "{}", loaded.messages);
        assert_eq!(
            store::import::count_messages(state.db.read())
                .await
                .expect("counted"),
            loaded.messages as u64
        );
        let place = store::place::find(state.db.read()).await.expect("read");
        assert!(place.is_some_and(|place| place.is_set_up && place.name == PLACE));
        for guest in &loaded.guests {
            let credential = store::credentials::find_by_username(state.db.read(), guest.username)
                .await
                .expect("read")
                .expect("they live here");
            let verdict = state
                .passwords
                .verify(&guest.password, Some(&credential.password_hash))
                .await
                .expect("checked");
            assert_eq!(verdict, Verdict::Right);
        }
    }

    #[test]
    fn passwords_differ_and_can_be_typed() {
        let (one, other) = (password(), password());
        assert_ne!(one, other);
        assert_eq!(one.len(), 19);
        assert!(one.is_ascii());
    }
}
