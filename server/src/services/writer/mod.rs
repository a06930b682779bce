//! The node's one writer: every durable change goes through here, in batches.
//!
//! What waits is taken together (the first at once, then all that queued meanwhile, up to limits in rows and bytes) and
//! committed in a single transaction. Only when that is on disk are the callers answered and the notices published. A
//! change that fails does so alone: each runs inside a savepoint.

mod job;
mod tx;

use std::{sync::Arc, time::Instant};

use futures::future::BoxFuture;
use protocol::ApiError;
use sea_orm::TransactionTrait;
use tokio::sync::{mpsc, oneshot};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Error, Result,
    clock::{Clock, Ids},
    realtime::{Notice, broker::Broker},
    store::Database,
};
use job::{Change, DurableChange};
pub use tx::Tx;

/// Changes that may wait; above that callers are told to come back.
const QUEUE: usize = 4_096;
/// Most changes in one transaction.
const BATCH_ROWS: usize = 1_000;

/// Hands changes to the writer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
}

enum Job {
    Change(Box<dyn DurableChange>),
}

/// What the writer works with.
pub(crate) struct Tools {
    pub db: Database,
    pub clock: Arc<dyn Clock>,
    pub ids: Ids,
    pub broker: Arc<dyn Broker>,
}

impl Writer {
    /// Starts the writer on `tracker`. After `stop` it finishes what waits, and ends.
    pub(crate) fn start(tools: Tools, tracker: &TaskTracker, stop: CancellationToken) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        tracker.spawn(run(tools, jobs, stop));
        Self { queue }
    }

    /// Runs `change` inside the writer's transaction and answers when it is on disk. What it publishes through
    /// [`Tx::publish`] is told after that, and not at all if it fails.
    ///
    /// ```ignore
    /// writer.run(move |tx| Box::pin(async move {
    ///     store::users::update(tx.db(), user, &name).await?;
    ///     tx.publish(Notice::AboutPerson { … });
    ///     Ok(())
    /// })).await
    /// ```
    ///
    /// # Errors
    /// What `change` answers, or `Internal` if the commit fails. `Unavailable` if too much waits or the server is stopping.
    pub async fn run<T, F>(&self, change: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.enqueue(Job::Change(Box::new(Change::new(change, reply))))?;
        answer
            .await
            .unwrap_or(Err(Error::Api(ApiError::Unavailable)))
    }

    fn enqueue(&self, job: Job) -> Result<()> {
        self.queue
            .try_send(job)
            .map_err(|_| Error::Api(ApiError::Unavailable))
    }
}

async fn run(tools: Tools, mut jobs: mpsc::Receiver<Job>, stop: CancellationToken) {
    loop {
        let first = tokio::select! {
            job = jobs.recv() => job,
            () = stop.cancelled() => {
                // Nothing new from now on; what was accepted is finished.
                jobs.close();
                jobs.recv().await
            }
        };
        let Some(first) = first else { break };
        let batch = Batch::gather(first, &mut jobs);
        batch.commit(&tools).await;
    }
}

/// What is committed together.
#[derive(Default)]
struct Batch {
    changes: Vec<Box<dyn DurableChange>>,
}

impl Batch {
    fn gather(first: Job, jobs: &mut mpsc::Receiver<Job>) -> Self {
        let mut batch = Self::default();
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Change(change) => batch.changes.push(change),
            }
            if batch.changes.len() >= BATCH_ROWS {
                break;
            }
            next = jobs.try_recv().ok();
        }
        batch
    }

    async fn commit(mut self, tools: &Tools) {
        let started = Instant::now();
        let rows = self.changes.len();
        let outcome = self.write(tools).await;
        let committed = outcome.is_ok();
        match outcome {
            Ok(notices) => {
                for change in self.changes {
                    change.answer(committed);
                }
                tools.broker.publish(notices).await;
            }
            Err(error) => {
                tracing::error!(error.cause = %error, batch.rows = rows, "a batch could not be written");
                for change in self.changes {
                    change.answer(committed);
                }
            }
        }
        tracing::trace!(
            batch.rows = rows,
            duration_ms = started.elapsed().as_secs_f64() * 1_000.0,
            "wrote a batch"
        );
    }

    async fn write(&mut self, tools: &Tools) -> Result<Vec<Notice>> {
        let transaction = tools.db.begin().await?;
        let now = tools.clock.now();
        let mut notices = Vec::new();
        for change in &mut self.changes {
            let savepoint = transaction.begin().await?;
            let mut tx = Tx::new(savepoint, now, tools.ids.clone());
            let keep = change.run(&mut tx).await;
            let (savepoint, told) = tx.into_parts();
            if keep {
                savepoint.commit().await?;
                notices.extend(told);
            } else {
                savepoint.rollback().await?;
            }
        }
        transaction.commit().await?;
        Ok(notices)
    }
}
