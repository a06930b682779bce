//! A server of one's own, with people and what they do.
//!
//! ```ignore
//! let app = TestApp::start().await;
//! let (ada, bea) = (app.user("ada").await, app.user("bea").await);
//! let room = ada.opens_direct(&bea).await;
//! let mut socket = ada.socket().await;
//! socket.opens(room).await;
//! socket.says(room, "hello").await;
//! ```

pub mod browser;
mod data;
mod person;
pub mod program;
mod socket;
mod stream;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use domain::{Timestamp, people::PlaceRole};
use server::{
    AppState, Application, Config,
    auth::tokens::Token,
    clock::{Clock, SystemClock},
    store::{self, sign_ins::SignInRow, users::NewUser},
};
use tokio::{net::TcpListener, task::JoinHandle};

pub use data::Data;
pub use person::Person;
pub use socket::{Heard, Socket, new_id};
pub use stream::Stream;

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A running server.
pub struct TestApp {
    pub state: AppState,
    pub address: SocketAddr,
    pub metrics_address: SocketAddr,
    pub setup_code: Option<String>,
    serving: JoinHandle<()>,
    data: Arc<Data>,
}

impl TestApp {
    /// On new data.
    pub async fn start() -> Self {
        Self::start_on(Data::new().await).await
    }

    /// On data that are there already.
    pub async fn start_on(data: Arc<Data>) -> Self {
        Self::start_as(data, Arc::new(SystemClock), |_| {}).await
    }

    /// With another clock.
    pub async fn start_at(clock: Arc<dyn Clock>) -> Self {
        Self::start_as(Data::new().await, clock, |_| {}).await
    }

    /// With other settings.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_with_data(Data::new().await, change).await
    }

    /// On data that others may use too, with other settings.
    pub async fn start_with_data(data: Arc<Data>, change: impl FnOnce(&mut Config)) -> Self {
        Self::start_as(data, Arc::new(SystemClock), change).await
    }

    async fn start_as(
        data: Arc<Data>,
        clock: Arc<dyn Clock>,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let mut config = Config::new(data.directory().to_owned());
        config.storage = data.storage();
        config.rates.factor = 10_000.0;
        config.password_cost.memory_kib = 8;
        config.password_cost.iterations = 1;
        change(&mut config);
        let app = Application::build_at(config, clock).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let metrics = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let metrics_address = metrics.local_addr().unwrap();
        app.serve_metrics(metrics);
        Self {
            state: app.state.clone(),
            address,
            metrics_address,
            setup_code: app.setup_code.clone(),
            serving: tokio::spawn(app.serve(listener)),
            data,
        }
    }

    /// An orderly end. Gives the data back.
    pub async fn stop(self) -> Arc<Data> {
        self.state.stop.cancel();
        self.serving.await.unwrap();
        drop(self.state);
        self.data
    }

    /// What it keeps.
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Someone with an account, signed in on one device.
    pub async fn user(&self, username: &str) -> Person {
        let id = self.state.ids.make();
        let new = NewUser {
            id,
            username: username.to_owned(),
            first_name: capitalized(username),
            last_name: "Test".to_owned(),
            role: PlaceRole::Member,
        };
        self.state
            .writer
            .run(move |tx| {
                Box::pin(async move { Ok(store::users::insert(tx.db(), new, tx.now()).await?) })
            })
            .await
            .unwrap();
        self.sign_in(id).await
    }

    /// Another device of someone.
    pub async fn sign_in(&self, user: domain::UserId) -> Person {
        let (token, sign_in) = (Token::random(), self.state.ids.make());
        let hash = token.hash();
        self.state
            .writer
            .run(move |tx| {
                Box::pin(async move {
                    let row = SignInRow {
                        id: sign_in,
                        user,
                        device_name: "a test".to_owned(),
                        created_at: tx.now(),
                        last_used_at: tx.now(),
                        expires_at: Timestamp(i64::MAX),
                    };
                    Ok(store::sign_ins::insert(tx.db(), row, hash).await?)
                })
            })
            .await
            .unwrap();
        Person::new(self.address, user, sign_in, token.reveal().to_owned())
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
