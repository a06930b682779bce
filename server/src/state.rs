//! The running server: what handlers share, and how it is put together.

use std::{ops::Deref, sync::Arc};

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Config,
    clock::{Clock, Ids, SystemClock},
    realtime::broker::{Broker, Local},
    services::writer::{Tools, Writer},
    store::Database,
};

/// What everything shares; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// Behind [`AppState`].
pub struct Shared {
    /// Settings.
    pub config: Config,
    /// Reading.
    pub db: Database,
    /// Writing.
    pub writer: Writer,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Ids,
    /// Publishing what needs no commit.
    pub broker: Arc<dyn Broker>,
    /// Background tasks that an orderly end waits for.
    pub tasks: TaskTracker,
    /// Cancelled when the server stops.
    pub stop: CancellationToken,
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// A server, ready to be served.
pub struct Application {
    /// What handlers share.
    pub state: AppState,
}

impl Application {
    /// Opens the database, brings it up to date, starts the background tasks.
    ///
    /// # Errors
    /// Where the data directory cannot be used.
    pub async fn build(config: Config) -> anyhow::Result<Self> {
        Self::build_at(config, Arc::new(SystemClock)).await
    }

    /// The same with another clock.
    ///
    /// # Errors
    /// As [`Application::build`].
    pub async fn build_at(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let db = Database::open(&config.data_dir).await?;
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        let ids = Ids::new(clock.clone());
        let (broker, _notices) = Local::new();
        let broker: Arc<dyn Broker> = Arc::new(broker);
        let writer = Writer::start(
            Tools {
                db: db.clone(),
                clock: clock.clone(),
                ids: ids.clone(),
                broker: broker.clone(),
            },
            &tasks,
            stop.clone(),
        );
        tasks.spawn(db.clone().checkpoint_until(stop.clone()));
        let state = AppState(Arc::new(Shared {
            config,
            db,
            writer,
            clock,
            ids,
            broker,
            tasks,
            stop,
        }));
        Ok(Self { state })
    }
}
