//! What people do over HTTP.

use std::net::SocketAddr;

use domain::{
    RoomId, SignInId, UserId,
    message::Message,
    room::{Role, RoomSummary},
};
use protocol::{
    ApiError,
    rooms::{CreateRoom, MessagePage, PageAt, RoomPage, UpdateRoom},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{PATIENCE, Socket};

/// Someone signed in on one device.
#[derive(Clone)]
pub struct Person {
    pub id: UserId,
    pub sign_in: SignInId,
    pub token: String,
    address: SocketAddr,
    http: reqwest::Client,
}

impl Person {
    pub fn new(address: SocketAddr, id: UserId, sign_in: SignInId, token: String) -> Self {
        Self {
            id,
            sign_in,
            token,
            address,
            http: reqwest::Client::builder()
                .timeout(PATIENCE)
                .build()
                .unwrap(),
        }
    }

    /// The same person on a server that runs elsewhere now.
    pub fn at(&self, address: SocketAddr) -> Self {
        Self {
            address,
            ..self.clone()
        }
    }

    /// Calls a server function.
    pub async fn call<T: DeserializeOwned>(&self, name: &str, body: Value) -> Result<T, ApiError> {
        let answer = self
            .http
            .post(format!("http://{}/api/ui/{name}", self.address))
            .bearer_auth(&self.token)
            .header("accept", "application/json")
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        if status.is_success() {
            Ok(serde_json::from_str(&text)
                .unwrap_or_else(|error| panic!("{name}: {text}: {error}")))
        } else {
            let error: ApiError = serde_json::from_str(&text)
                .unwrap_or_else(|error| panic!("{name}: {status} {text}: {error}"));
            assert_eq!(status.as_u16(), error.status(), "{name}");
            Err(error)
        }
    }

    /// A socket that has said hello and is subscribed.
    pub async fn socket(&self) -> Socket {
        Socket::open(self.address, &self.token).await
    }

    /// The same over a stream.
    pub async fn stream(&self) -> Socket {
        Socket::connect_stream(self.address, &self.token)
            .await
            .greeted()
            .await
    }

    /// The status with which a socket is answered: 101 where it opens.
    pub async fn tries_socket(&self) -> u16 {
        Socket::status(self.address, &self.token).await
    }

    pub async fn opens_direct(&self, other: &Self) -> RoomId {
        self.try_direct(other.id).await.unwrap()
    }

    pub async fn try_direct(&self, other: UserId) -> Result<RoomId, ApiError> {
        self.call("rooms/open-direct", json!({ "user": other }))
            .await
    }

    pub async fn makes_group(&self, name: &str, people: &[&Self]) -> RoomId {
        self.makes(CreateRoom {
            name: name.to_owned(),
            people: people.iter().map(|person| person.id).collect(),
            ..CreateRoom::default()
        })
        .await
        .unwrap()
    }

    pub async fn makes(&self, body: CreateRoom) -> Result<RoomId, ApiError> {
        self.call("rooms/create", json!({ "body": body })).await
    }

    pub async fn joins(&self, room: RoomId) -> Result<(), ApiError> {
        self.call("rooms/join", json!({ "room": room })).await
    }

    pub async fn leaves(&self, room: RoomId) -> Result<(), ApiError> {
        self.call("rooms/leave", json!({ "room": room })).await
    }

    pub async fn adds(&self, room: RoomId, people: &[&Self]) -> Result<(), ApiError> {
        let people: Vec<UserId> = people.iter().map(|person| person.id).collect();
        self.call(
            "rooms/add-members",
            json!({ "room": room, "people": people }),
        )
        .await
    }

    pub async fn removes(&self, room: RoomId, user: &Self) -> Result<(), ApiError> {
        let body = json!({ "room": room, "user": user.id });
        self.call("rooms/remove-member", body).await
    }

    pub async fn gives(&self, room: RoomId, user: &Self, role: Role) -> Result<(), ApiError> {
        let body = json!({ "room": room, "user": user.id, "role": role });
        self.call("rooms/change-role", body).await
    }

    pub async fn updates(&self, room: RoomId, body: UpdateRoom) -> Result<(), ApiError> {
        self.call("rooms/update", json!({ "room": room, "body": body }))
            .await
    }

    /// Their list of rooms.
    pub async fn rooms(&self) -> Vec<RoomSummary> {
        self.call("rooms/summaries", json!({ "rooms": [] }))
            .await
            .unwrap()
    }

    /// One room of their list.
    pub async fn summary(&self, room: RoomId) -> Option<RoomSummary> {
        let body = json!({ "rooms": [room] });
        let mut rooms: Vec<RoomSummary> = self.call("rooms/summaries", body).await.unwrap();
        rooms.pop()
    }

    pub async fn page(&self, room: RoomId) -> Result<RoomPage, ApiError> {
        self.call("rooms/page", json!({ "room": room })).await
    }

    pub async fn reads_at(&self, room: RoomId, at: PageAt) -> Result<MessagePage, ApiError> {
        self.call("messages/list", json!({ "room": room, "at": at }))
            .await
    }

    /// Everything in a room that is not deleted, from the beginning.
    pub async fn reads_all(&self, room: RoomId) -> Vec<Message> {
        let mut all = Vec::new();
        let mut at = PageAt::After(0);
        loop {
            let page = self.reads_at(room, at).await.unwrap();
            all.extend(page.messages);
            if page.at_end {
                return all;
            }
            at = PageAt::After(all.last().unwrap().seq);
        }
    }

    pub async fn blocks(&self, user: &Self, blocked: bool) {
        let body = json!({ "user": user.id, "blocked": blocked });
        self.call::<()>("people/block", body).await.unwrap();
    }
}
