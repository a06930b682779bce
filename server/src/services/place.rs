//! The place: what its owner decides, who may sign up, and the secrets of its first start.

use domain::{
    people::{PlaceRole, Viewer},
    place::{JoinPolicy, Place, Purpose},
    text,
};
use protocol::{
    ApiError,
    accounts::{OwnPlace, SetUpPlace},
    error::Field,
};
use sea_orm::ConnectionTrait;

use crate::{
    AppState, Result,
    auth::tokens::{readable_code, same_secret},
    services::writer::{Tx, Writer},
    store::{self, place::PlaceRow},
};

const SETUP_CODE: &str = "setup-code";
const SETUP_CODE_LENGTH: usize = 12;
const INVITATION_LENGTH: usize = 20;

/// At the start: makes the place if there is none. Answers the set-up code if nobody has signed up.
///
/// # Errors
/// Those of the database.
pub async fn prepare(writer: &Writer) -> Result<Option<String>> {
    writer
        .run(|tx| {
            Box::pin(async move {
                if store::place::find(tx.db()).await?.is_none() {
                    // Servers may start together: one makes it, the others begin again and find it.
                    store::place::insert(tx.db(), new_place()).await?;
                }
                store::place::lock(tx.db()).await?;
                if store::users::count(tx.db()).await? > 0 {
                    return Ok(None);
                }
                if let Some(code) = setup_code(tx.db()).await? {
                    return Ok(Some(code));
                }
                make_setup_code(tx).await.map(Some)
            })
        })
        .await
}

/// A new set-up code: the next person to sign up becomes the owner.
///
/// # Errors
/// Those of the database.
pub async fn make_setup_code(tx: &mut Tx) -> Result<String> {
    let code = readable_code(SETUP_CODE_LENGTH);
    store::place::keep_secret(tx.db(), SETUP_CODE, code.clone().into_bytes()).await?;
    Ok(code)
}

async fn setup_code(db: &impl ConnectionTrait) -> Result<Option<String>> {
    let bytes = store::place::secret(db, SETUP_CODE).await?;
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

fn new_place() -> PlaceRow {
    PlaceRow {
        name: "Moodlight".to_owned(),
        purpose: Purpose::default(),
        join_policy: JoinPolicy::default(),
        is_set_up: false,
        invitation_code: readable_code(INVITATION_LENGTH),
        first_room: None,
    }
}

/// The place as it is.
///
/// # Errors
/// Those of the database.
pub async fn row(db: &impl ConnectionTrait) -> Result<PlaceRow> {
    Ok(store::place::find(db).await?.unwrap_or_else(new_place))
}

/// The place as everyone may see it.
///
/// # Errors
/// Those of the database.
pub async fn load(state: &AppState) -> Result<Place> {
    let row = row(state.db.read()).await?;
    let is_empty = is_empty(state.db.read()).await?;
    Ok(seen_by_all(row, is_empty))
}

/// Nobody has an account: the next person becomes the owner.
///
/// # Errors
/// Those of the database.
pub async fn is_empty(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(store::users::count(db).await? == 0)
}

fn seen_by_all(row: PlaceRow, is_empty: bool) -> Place {
    Place {
        name: row.name,
        purpose: row.purpose,
        join_policy: row.join_policy,
        is_set_up: row.is_set_up,
        is_empty,
    }
}

/// What a person who wants to sign up shows at the door.
#[derive(Clone, Debug)]
pub struct Keys {
    /// They sit at the server's own machine.
    pub is_this_machine: bool,
    /// The code of the invitation link, or nothing.
    pub invitation: String,
    /// The set-up code, or nothing.
    pub setup_code: String,
}

/// Opens the door: answers the role that the newcomer gets. Asked again inside the transaction that makes the account,
/// so two who come first at once do not both become owner.
///
/// # Errors
/// [`ApiError::SetupCodeNeeded`] or [`ApiError::InvitationNeeded`].
pub async fn open_door(db: &impl ConnectionTrait, keys: &Keys) -> Result<PlaceRole> {
    if is_empty(db).await? {
        let code = setup_code(db).await?;
        let knows_code = code.is_some_and(|code| same_secret(keys.setup_code.trim(), &code));
        return if keys.is_this_machine || knows_code {
            Ok(PlaceRole::Owner)
        } else {
            Err(ApiError::SetupCodeNeeded.into())
        };
    }
    let row = row(db).await?;
    let is_invited = same_secret(keys.invitation.trim(), &row.invitation_code);
    match row.join_policy {
        JoinPolicy::Anyone => Ok(PlaceRole::Member),
        JoinPolicy::Invitation if is_invited => Ok(PlaceRole::Member),
        JoinPolicy::Invitation => Err(ApiError::InvitationNeeded.into()),
    }
}

/// The set-up code has done its work.
///
/// # Errors
/// Those of the database.
pub async fn forget_setup_code(tx: &mut Tx) -> Result<()> {
    Ok(store::place::forget_secret(tx.db(), SETUP_CODE).await?)
}

/// Whether a code is that of the invitation link.
///
/// # Errors
/// Those of the database.
pub async fn is_invitation(state: &AppState, code: &str) -> Result<bool> {
    let row = row(state.db.read()).await?;
    Ok(same_secret(code.trim(), &row.invitation_code))
}

/// The place as its owner sees it.
///
/// # Errors
/// [`ApiError::Forbidden`] to everyone else.
pub async fn own(state: &AppState, viewer: &Viewer) -> Result<OwnPlace> {
    only_owner(viewer)?;
    let row = row(state.db.read()).await?;
    let invitation_path = format!("/join/{}", row.invitation_code);
    Ok(OwnPlace {
        place: seen_by_all(row, false),
        invitation_path,
    })
}

/// The owner's three answers. The first time they open the first room, too.
///
/// # Errors
/// [`ApiError::Forbidden`] to everyone else, [`ApiError::InvalidField`] for the name.
pub async fn set_up(state: &AppState, viewer: &Viewer, body: SetUpPlace) -> Result<()> {
    only_owner(viewer)?;
    let name =
        text::room_name(&body.name).map_err(|reason| ApiError::invalid(Field::Name, reason))?;
    let is_first = state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                store::place::lock(tx.db()).await?;
                let row = row(tx.db()).await?;
                let is_first = !row.is_set_up;
                let changed = PlaceRow {
                    name,
                    purpose: body.purpose,
                    join_policy: body.join_policy,
                    is_set_up: true,
                    ..row
                };
                store::place::update(tx.db(), changed).await?;
                Ok(is_first)
            })
        })
        .await?;
    if is_first {
        super::first_room::open(state, viewer).await?;
    }
    Ok(())
}

/// A new invitation link; the old one stops working.
///
/// # Errors
/// [`ApiError::Forbidden`] to everyone but the owner.
pub async fn renew_invitation(state: &AppState, viewer: &Viewer) -> Result<OwnPlace> {
    only_owner(viewer)?;
    state
        .writer
        .run(|tx| {
            Box::pin(async move {
                store::place::lock(tx.db()).await?;
                let changed = PlaceRow {
                    invitation_code: readable_code(INVITATION_LENGTH),
                    ..row(tx.db()).await?
                };
                store::place::update(tx.db(), changed).await?;
                Ok(())
            })
        })
        .await?;
    own(state, viewer).await
}

fn only_owner(viewer: &Viewer) -> Result<()> {
    if viewer.role == PlaceRole::Owner {
        Ok(())
    } else {
        Err(ApiError::Forbidden.into())
    }
}
