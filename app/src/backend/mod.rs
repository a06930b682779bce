//! What the server implements for the pages and server functions: one trait per feature, given to both through the
//! context as [`Backend`].

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    RoomId, SignInId, Timestamp, UserId,
    feeling::{Declared, Feeling, Lasting},
    message::Wording,
    people::{Person, Viewer},
    place::Place,
    room::{NotificationLevel, Role, RoomSummary},
};
use http::request::Parts;
use protocol::{
    ApiError,
    accounts::{Account, Bootstrap, Device, OwnPlace, SetUpPlace, SignIn, SignUp},
    drafts::Draft,
    people::Profile,
    rooms::{CreateRoom, MessagePage, PageAt, PublicRoom, RoomPage, SomeMessages, UpdateRoom},
    search::{Search, SearchPage},
};

/// Everything behind the pages.
#[derive(Clone)]
pub struct Backend {
    /// Accounts, sign-ins, the place.
    pub accounts: Arc<dyn Accounts>,
    /// Other people.
    pub people: Arc<dyn People>,
    /// Rooms and members.
    pub rooms: Arc<dyn Rooms>,
    /// History.
    pub messages: Arc<dyn Messages>,
}

/// A `Set-Cookie` value that the answer must carry.
#[derive(Clone, Debug)]
pub struct SetCookie(pub String);

/// Accounts, sign-ins, the place. Text arrives as typed; implementations check it.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Who asks, by the request's cookie or bearer token. [`ApiError::NotSignedIn`] if nobody.
    async fn viewer(&self, parts: &Parts) -> Result<Viewer, ApiError>;
    /// Makes an account and signs it in.
    async fn sign_up(&self, parts: &Parts, body: SignUp) -> Result<SetCookie, ApiError>;
    /// Signs in.
    async fn sign_in(&self, parts: &Parts, body: SignIn) -> Result<SetCookie, ApiError>;
    /// Ends the viewer's sign-in and its sockets.
    async fn sign_out(&self, viewer: &Viewer) -> Result<SetCookie, ApiError>;
    /// The place as everyone sees it.
    async fn place(&self) -> Result<Place, ApiError>;
    /// The place as its owner sees it.
    async fn own_place(&self, viewer: &Viewer) -> Result<OwnPlace, ApiError>;
    /// The owner's three answers, at first or later.
    async fn set_up_place(&self, viewer: &Viewer, body: SetUpPlace) -> Result<(), ApiError>;
    /// Makes a new invitation link; the old one stops working.
    async fn renew_invitation(&self, viewer: &Viewer) -> Result<OwnPlace, ApiError>;
    /// Whether an invitation code is the current one.
    async fn is_invitation(&self, code: &str) -> Result<bool, ApiError>;
    /// Whether this request's first sign-up needs the set-up code (nobody has signed up, and it comes from elsewhere).
    async fn needs_setup_code(&self, parts: &Parts) -> Result<bool, ApiError>;
    /// What the first page needs.
    async fn bootstrap(&self, viewer: &Viewer) -> Result<Bootstrap, ApiError>;
    /// The viewer's own account.
    async fn account(&self, viewer: &Viewer) -> Result<Account, ApiError>;
    /// Names and the line about oneself.
    async fn update_profile(
        &self,
        viewer: &Viewer,
        first_name: &str,
        last_name: &str,
        about: &str,
    ) -> Result<Account, ApiError>;
    /// How the viewer feels, as they say it themselves.
    async fn set_feeling(
        &self,
        viewer: &Viewer,
        feeling: Feeling,
        note: &str,
        lasting: Lasting,
    ) -> Result<Declared, ApiError>;
    /// The viewer takes that back.
    async fn clear_feeling(&self, viewer: &Viewer) -> Result<(), ApiError>;
    /// A new password; every other sign-in ends.
    async fn change_password(
        &self,
        viewer: &Viewer,
        current: &str,
        new: &str,
    ) -> Result<(), ApiError>;
    /// Where the viewer is signed in.
    async fn devices(&self, viewer: &Viewer) -> Result<Vec<Device>, ApiError>;
    /// Ends one sign-in.
    async fn sign_out_device(&self, viewer: &Viewer, device: SignInId) -> Result<(), ApiError>;
    /// Ends all sign-ins but this one.
    async fn sign_out_others(&self, viewer: &Viewer) -> Result<(), ApiError>;
    /// Deletes the account: sign-ins, address and password go, names are replaced, what was said in rooms stays.
    async fn delete_account(&self, viewer: &Viewer, password: &str) -> Result<SetCookie, ApiError>;
}

/// Other people.
#[async_trait]
pub trait People: Send + Sync {
    /// By name or username, best match first; an empty query lists people by name. Never by address.
    async fn find(&self, viewer: &Viewer, query: &str) -> Result<Vec<Person>, ApiError>;
    /// A profile.
    async fn profile(&self, viewer: &Viewer, username: &str) -> Result<Profile, ApiError>;
    /// Blocks or unblocks: neither can write to the other in a direct chat.
    async fn set_blocked(
        &self,
        viewer: &Viewer,
        user: UserId,
        blocked: bool,
    ) -> Result<(), ApiError>;
}

/// Rooms and members.
#[async_trait]
pub trait Rooms: Send + Sync {
    /// The direct chat with someone; made if there is none.
    async fn open_direct(&self, viewer: &Viewer, user: UserId) -> Result<RoomId, ApiError>;
    /// A new group.
    async fn create(&self, viewer: &Viewer, body: CreateRoom) -> Result<RoomId, ApiError>;
    /// Public rooms whose name or topic holds the query.
    async fn list_public(&self, viewer: &Viewer, query: &str) -> Result<Vec<PublicRoom>, ApiError>;
    /// Joins a public room.
    async fn join(&self, viewer: &Viewer, room: RoomId) -> Result<(), ApiError>;
    /// Leaves a group.
    async fn leave(&self, viewer: &Viewer, room: RoomId) -> Result<(), ApiError>;
    /// Adds people to a group.
    async fn add_members(
        &self,
        viewer: &Viewer,
        room: RoomId,
        people: &[UserId],
    ) -> Result<(), ApiError>;
    /// Removes someone.
    async fn remove_member(
        &self,
        viewer: &Viewer,
        room: RoomId,
        user: UserId,
    ) -> Result<(), ApiError>;
    /// Gives someone a role.
    async fn change_role(
        &self,
        viewer: &Viewer,
        room: RoomId,
        user: UserId,
        role: Role,
    ) -> Result<(), ApiError>;
    /// Changes name, topic, settings.
    async fn update(&self, viewer: &Viewer, room: RoomId, body: UpdateRoom)
    -> Result<(), ApiError>;
    /// The viewer's own notification level.
    async fn set_notifications(
        &self,
        viewer: &Viewer,
        room: RoomId,
        level: NotificationLevel,
    ) -> Result<(), ApiError>;
    /// The viewer's rooms as a list shows them: these, or all if none are named.
    async fn summaries(
        &self,
        viewer: &Viewer,
        rooms: &[RoomId],
    ) -> Result<Vec<RoomSummary>, ApiError>;
    /// Everything to show a room: around a number, the first unread message, or its end.
    async fn page(
        &self,
        viewer: &Viewer,
        room: RoomId,
        around: Option<u64>,
    ) -> Result<RoomPage, ApiError>;
}

/// History.
#[async_trait]
pub trait Messages: Send + Sync {
    /// One page.
    async fn list(
        &self,
        viewer: &Viewer,
        room: RoomId,
        at: PageAt,
    ) -> Result<MessagePage, ApiError>;
    /// Messages by their numbers, at most [`protocol::PAGE_SIZE`].
    async fn some(
        &self,
        viewer: &Viewer,
        room: RoomId,
        seqs: &[u64],
    ) -> Result<SomeMessages, ApiError>;
    /// Of each of these moments the number of the first message since then, at most [`protocol::MOMENTS_MAX`].
    async fn first_since(
        &self,
        viewer: &Viewer,
        room: RoomId,
        moments: &[Timestamp],
    ) -> Result<Vec<Option<u64>>, ApiError>;
    /// Messages by what they say.
    async fn search(&self, viewer: &Viewer, search: Search) -> Result<SearchPage, ApiError>;
    /// What the viewer has written and not sent, in all rooms; with empty ones where something was.
    async fn drafts(&self, viewer: &Viewer) -> Result<Vec<Draft>, ApiError>;
    /// What one's own message said before.
    async fn wordings(
        &self,
        viewer: &Viewer,
        room: RoomId,
        seq: u64,
    ) -> Result<Vec<Wording>, ApiError>;
}
