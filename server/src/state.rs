//! The running server: what handlers share, and how it is put together.

use std::{ops::Deref, sync::Arc, time::Duration};

use axum::Router;
use tokio::{net::TcpListener, sync::mpsc};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Config,
    auth::{cookies::SessionCookie, passwords::Passwords},
    clock::{Clock, Ids, SystemClock},
    http, jobs,
    limits::Limits,
    metrics::Metrics,
    realtime::{
        self, Hub,
        broker::{Broker, Incoming, Local, Redis},
        streams::Streams,
    },
    services::{
        load::Readings,
        place,
        receipts::Receipts,
        search::Unindexed,
        writer::{Tools, Writer},
    },
    store::Database,
};

/// How long an orderly end may take.
const STOP_WITHIN: Duration = Duration::from_secs(10);
/// The version, until the build names itself more precisely.
const BUILD: &str = env!("CARGO_PKG_VERSION");

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
    /// Who hears what.
    pub hub: Hub,
    /// Connections whose frames come by `POST`.
    pub streams: Streams,
    /// Rooms that the search index has to look at.
    pub unindexed: Unindexed,
    /// Delivered and read positions on their way to the disk.
    pub receipts: Receipts,
    /// Publishing what needs no commit.
    pub broker: Arc<dyn Broker>,
    /// Hashing and checking passwords.
    pub passwords: Passwords,
    /// How sign-ins travel.
    pub cookie: SessionCookie,
    /// How often is too often.
    pub limits: Limits,
    /// What is counted, for whoever watches over the server.
    pub metrics: Arc<Metrics>,
    /// The counts of the last minute.
    pub readings: Readings,
    /// What this build is called: a client made by another one reloads itself.
    pub build: String,
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
    /// What the first person to sign up from elsewhere has to know; none once somebody has signed up.
    pub setup_code: Option<String>,
    /// Ends the writing of positions, after the connections that tell them.
    receipts: Phase,
    /// Ends the writer, after everything that writes.
    writer: Phase,
}

/// Tasks that end together, when those before them have.
#[derive(Default)]
struct Phase {
    stop: CancellationToken,
    tasks: TaskTracker,
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
        let db = Database::open(&config.storage).await?;
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        let (receipts_phase, writer_phase) = (Phase::default(), Phase::default());
        let ids = Ids::new(clock.clone());
        let metrics = Arc::new(Metrics::new(BUILD));
        let unindexed = Unindexed::default();
        let (broker, incoming) = broker(&config, &metrics)?;
        let writer = Writer::start(
            Tools {
                db: db.clone(),
                clock: clock.clone(),
                ids: ids.clone(),
                broker: broker.clone(),
                metrics: metrics.clone(),
                unindexed: unindexed.clone(),
            },
            &writer_phase.tasks,
            writer_phase.stop.clone(),
        );
        tasks.spawn(db.clone().tend_until(stop.clone()));
        let (hub, sightings) = Hub::new(
            Arc::new(db.clone()),
            clock.clone(),
            broker.clone(),
            metrics.live.deliveries.clone(),
        );
        let state = AppState(Arc::new(Shared {
            passwords: Passwords::new(config.password_cost)?,
            cookie: SessionCookie {
                is_secure: config.is_https(),
            },
            limits: Limits::new(config.rates),
            config,
            db,
            writer,
            clock,
            ids,
            hub,
            streams: Streams::default(),
            unindexed,
            receipts: Receipts::default(),
            broker,
            metrics,
            readings: Readings::default(),
            build: BUILD.to_owned(),
            tasks,
            stop,
        }));
        realtime::start(&state, incoming, sightings);
        jobs::start(&state);
        receipts_phase.tasks.spawn({
            let (state, stop) = (state.clone(), receipts_phase.stop.clone());
            async move { state.receipts.write_until(&state.writer, stop).await }
        });
        state.tasks.spawn(forget_the_quiet(state.clone()));
        let setup_code = place::prepare(&state.writer).await?;
        Ok(Self {
            state,
            setup_code,
            receipts: receipts_phase,
            writer: writer_phase,
        })
    }

    /// Everything this server answers.
    pub fn router(&self) -> Router {
        http::router(&self.state)
    }

    /// Answers `GET /metrics` on a listener of its own until the server stops.
    pub fn serve_metrics(&self, listener: TcpListener) {
        let state = self.state.clone();
        self.state.tasks.spawn(async move {
            if let Err(error) = http::metrics::serve(state, listener).await {
                tracing::error!(error.cause = %error, "the metrics are not served any more");
            }
        });
    }

    /// Serves until `state.stop` is cancelled, then ends in order.
    pub async fn serve(self, listener: TcpListener) {
        let stop = self.state.stop.clone();
        let serving = http::connections::serve(listener, self.router(), &self.state);
        let too_long = async {
            stop.cancelled().await;
            tokio::time::sleep(STOP_WITHIN).await;
        };
        tokio::select! {
            () = serving => {}
            () = too_long => tracing::warn!("some requests were not finished in time"),
        }
        self.stop().await;
    }

    /// An orderly end: connections are told to come back, what was accepted is written, one file is left behind.
    pub async fn stop(self) {
        let state = self.state;
        for (stop, tasks) in [
            (&state.stop, &state.tasks),
            (&self.receipts.stop, &self.receipts.tasks),
            (&self.writer.stop, &self.writer.tasks),
        ] {
            stop.cancel();
            tasks.close();
            if tokio::time::timeout(STOP_WITHIN, tasks.wait())
                .await
                .is_err()
            {
                tracing::warn!("some tasks did not end in time");
            }
        }
        state.broker.leave().await;
        state.db.close().await;
    }
}

/// What carries notices, and what comes out of it.
fn broker(
    config: &Config,
    metrics: &Metrics,
) -> anyhow::Result<(Arc<dyn Broker>, mpsc::Receiver<Incoming>)> {
    let metrics = metrics.broker.clone();
    Ok(match &config.redis {
        Some(url) => {
            let (broker, incoming) = Redis::start(url, metrics)?;
            (Arc::new(broker), incoming)
        }
        None => {
            let (broker, incoming) = Local::new(metrics);
            (Arc::new(broker), incoming)
        }
    })
}

/// The limits' memory stays as small as the number of those who asked lately.
async fn forget_the_quiet(state: AppState) {
    let mut ticks = tokio::time::interval(Duration::from_secs(300));
    loop {
        tokio::select! {
            () = state.stop.cancelled() => break,
            _ = ticks.tick() => state.limits.forget_the_quiet(),
        }
    }
}
