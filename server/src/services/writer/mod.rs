//! The node's one writer: every durable change goes through here, in batches.
//!
//! What waits is taken together (the first at once, then all that queued meanwhile, up to limits in rows and bytes) and
//! committed in a single transaction. Only when that is on disk are the callers answered and the notices published. A
//! change that fails does so alone: each runs inside a savepoint.

mod job;
mod sends;
mod tx;

use std::{sync::Arc, time::Instant};

use domain::permissions::PostError;
use futures::future::BoxFuture;
use protocol::ApiError;
use sea_orm::TransactionTrait;
use tokio::sync::{mpsc, oneshot};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Error, Result,
    clock::{Clock, Ids},
    realtime::broker::Broker,
    store::{Database, client_ids::Sent},
};
use job::{Change, DurableChange};
pub(crate) use sends::NewMessage;
use sends::Posted;
pub use tx::Tx;

/// Changes that may wait; above that callers are told to come back.
const QUEUE: usize = 4_096;
/// Most changes in one transaction.
const BATCH_ROWS: usize = 1_000;
/// Most text in one transaction, in bytes: a long commit is a long wait for everyone in it.
const BATCH_BYTES: usize = 2 * 1024 * 1024;

/// Hands changes to the writer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
}

enum Job {
    Send(NewMessage),
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

    /// Queues a message; its answer comes when it is on disk. Messages are numbered in the order in which they are queued.
    ///
    /// # Errors
    /// `Unavailable` if too much waits or the server is stopping.
    pub(crate) fn send(&self, send: NewMessage) -> Result<()> {
        self.enqueue(Job::Send(send))
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

/// What is committed together. Changes come before messages, so that who was removed in this batch does not post in it.
#[derive(Default)]
struct Batch {
    changes: Vec<Box<dyn DurableChange>>,
    sends: Vec<NewMessage>,
}

impl Batch {
    fn gather(first: Job, jobs: &mut mpsc::Receiver<Job>) -> Self {
        let mut batch = Self::default();
        let mut bytes = 0;
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Change(change) => batch.changes.push(change),
                Job::Send(send) => {
                    bytes += send.body.len();
                    batch.sends.push(send);
                }
            }
            if batch.rows() >= BATCH_ROWS || bytes >= BATCH_BYTES {
                break;
            }
            next = jobs.try_recv().ok();
        }
        batch
    }

    fn rows(&self) -> usize {
        self.changes.len() + self.sends.len()
    }

    async fn commit(mut self, tools: &Tools) {
        let started = Instant::now();
        let rows = self.rows();
        match self.write(tools).await {
            Ok(posted) => {
                self.answer(posted.outcomes);
                tools.broker.publish(posted.notices).await;
            }
            Err(error) => {
                tracing::error!(error.cause = %error, batch.rows = rows, "a batch could not be written");
                self.fail();
            }
        }
        tracing::trace!(
            batch.rows = rows,
            duration_ms = started.elapsed().as_secs_f64() * 1_000.0,
            "wrote a batch"
        );
    }

    async fn write(&mut self, tools: &Tools) -> Result<Posted> {
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
        let mut posted = Posted::default();
        if !self.sends.is_empty() {
            posted = sends::post(&transaction, &self.sends, now, &tools.ids).await?;
        }
        transaction.commit().await?;
        notices.append(&mut posted.notices);
        posted.notices = notices;
        Ok(posted)
    }

    fn answer(self, outcomes: Vec<Result<Sent, PostError>>) {
        for change in self.changes {
            change.answer(true);
        }
        for (send, outcome) in self.sends.into_iter().zip(outcomes) {
            // Who does not wait any more does not mind.
            let _ = send.reply.send(outcome.map_err(Error::from));
        }
    }

    fn fail(self) {
        for change in self.changes {
            change.answer(false);
        }
        for send in self.sends {
            // The cause is logged once, above; trying again is safe.
            let _ = send.reply.send(Err(Error::Api(ApiError::Internal)));
        }
    }
}
