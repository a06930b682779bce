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
mod person;
mod socket;

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use domain::{Timestamp, people::PlaceRole};
use server::{
    AppState, Application, Config,
    auth::tokens::Token,
    clock::{Clock, SystemClock},
    store::{self, sign_ins::SignInRow, users::NewUser},
};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};

pub use person::Person;
pub use socket::{Heard, Socket, new_id};

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A running server.
pub struct TestApp {
    pub state: AppState,
    pub address: SocketAddr,
    pub setup_code: Option<String>,
    serving: JoinHandle<()>,
    data: Arc<TempDir>,
}

impl TestApp {
    /// On a new directory.
    pub async fn start() -> Self {
        Self::start_on(Arc::new(tempfile::tempdir().unwrap())).await
    }

    /// On a directory that is there already.
    pub async fn start_on(data: Arc<TempDir>) -> Self {
        Self::start_as(data, Arc::new(SystemClock), |_| {}).await
    }

    /// With another clock.
    pub async fn start_at(clock: Arc<dyn Clock>) -> Self {
        Self::start_as(Arc::new(tempfile::tempdir().unwrap()), clock, |_| {}).await
    }

    /// With other settings.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let data = Arc::new(tempfile::tempdir().unwrap());
        Self::start_as(data, Arc::new(SystemClock), change).await
    }

    async fn start_as(
        data: Arc<TempDir>,
        clock: Arc<dyn Clock>,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let mut config = Config::new(data.path().to_owned());
        config.rates.factor = 10_000.0;
        config.password_cost.memory_kib = 8;
        config.password_cost.iterations = 1;
        change(&mut config);
        let app = Application::build_at(config, clock).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        Self {
            state: app.state.clone(),
            address,
            setup_code: app.setup_code.clone(),
            serving: tokio::spawn(app.serve(listener)),
            data,
        }
    }

    /// An orderly end. Gives the directory back.
    pub async fn stop(self) -> Arc<TempDir> {
        self.state.stop.cancel();
        self.serving.await.unwrap();
        drop(self.state);
        self.data
    }

    /// Where the data is.
    pub fn data_dir(&self) -> PathBuf {
        self.data.path().to_owned()
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
