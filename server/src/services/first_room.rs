//! The first room: there from the first minute, with a hello in it, and everyone who signs up joins it.

use domain::{
    UserId,
    people::Viewer,
    room::{Role, Visibility},
};
use protocol::rooms::CreateRoom;

use super::{members, messages, place, rooms, writer::Tx};
use crate::{
    AppState, Result,
    store::{self, place::PlaceRow},
};

/// Opens it, its maker the owner of the place.
///
/// # Errors
/// Those of making a room and of sending.
pub async fn open(state: &AppState, viewer: &Viewer) -> Result<()> {
    let place = place::load(state).await?;
    let body = CreateRoom {
        name: "Welcome".to_owned(),
        topic: format!("Everyone who joins {} starts here.", place.name),
        visibility: Visibility::Public,
        ..CreateRoom::default()
    };
    let room = rooms::create(state, viewer.user_id, body).await?;
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                store::place::lock(tx.db()).await?;
                let changed = PlaceRow {
                    first_room: Some(room),
                    ..place::row(tx.db()).await?
                };
                store::place::update(tx.db(), changed).await?;
                Ok(())
            })
        })
        .await?;
    let hello = format!(
        "Welcome to {}. This is the first room: everyone who joins starts here. Say hello.",
        place.name
    );
    let id = state.ids.make();
    let sent = messages::send(state, viewer.user_id, room, id, &hello, None)?;
    // The room is there even if the hello is not.
    if !matches!(sent.await, Ok(Ok(_))) {
        tracing::warn!(room.id = %room, "the hello of the first room could not be written");
    }
    Ok(())
}

/// Takes a newcomer in, as part of their sign-up. A place whose first room was given up has none.
///
/// # Errors
/// Those of the database.
pub async fn join(tx: &mut Tx, user: UserId) -> Result<()> {
    let Some(room) = place::row(tx.db()).await?.first_room else {
        return Ok(());
    };
    let Some(mut row) = store::rooms::find_for_update(tx.db(), room).await? else {
        return Ok(());
    };
    members::admit(tx, &mut row, user, Role::Member, None).await?;
    members::welcome(tx, room, &[user]).await
}
