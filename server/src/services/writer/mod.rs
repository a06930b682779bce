//! The node's one writer: every durable change goes through here, in batches.
//!
//! What waits is taken together (the first at once, then all that queued meanwhile, up to limits in rows and bytes) and
//! committed in one transaction of changes and one of messages. Only when that is on disk are the callers answered and
//! the notices published. A change that fails does so alone: each runs inside a savepoint.

mod job;
mod known;
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
    realtime::{Notice, broker::Broker},
    store::{Database, client_ids::Sent},
};
use job::{Change, DurableChange};
use known::Known;
pub(crate) use sends::NewMessage;
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
    Change(Box<dyn DurableChange>, Touches),
}

/// What a change may do to what the writer knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Touches {
    Anything,
    NothingOfPosts,
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
        self.change(change, Touches::Anything).await
    }

    /// The same for a change that touches nothing on which a post depends: no room, member, name, block or account.
    ///
    /// # Errors
    /// As [`Writer::run`].
    pub async fn run_aside<T, F>(&self, change: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + 'static,
    {
        self.change(change, Touches::NothingOfPosts).await
    }

    async fn change<T, F>(&self, change: F, touches: Touches) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let change = Box::new(Change::new(change, reply));
        self.enqueue(Job::Change(change, touches))?;
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
    let mut known = Known::default();
    let mut has_failed = false;
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
        let is_written = batch.commit(&tools, &mut known).await;
        if has_failed && is_written {
            tracing::info!("the database can be written again");
        }
        has_failed = !is_written;
    }
}

/// What is committed together. Changes come before messages, so that who was removed in this batch does not post in it.
#[derive(Default)]
struct Batch {
    changes: Vec<Box<dyn DurableChange>>,
    /// One of them may touch what posts depend on.
    touches_posts: bool,
    sends: Vec<NewMessage>,
}

impl Batch {
    fn gather(first: Job, jobs: &mut mpsc::Receiver<Job>) -> Self {
        let mut batch = Self::default();
        let mut bytes = 0;
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Change(change, touches) => {
                    batch.changes.push(change);
                    batch.touches_posts |= touches == Touches::Anything;
                }
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

    /// False where something that should be on disk is not; who asked for it has been told.
    async fn commit(mut self, tools: &Tools, known: &mut Known) -> bool {
        let started = Instant::now();
        let mut is_all_written = true;
        let rows = self.rows();
        if !self.changes.is_empty() {
            if self.touches_posts {
                known.forget();
            }
            let outcome = self.change(tools).await;
            let is_written = outcome.is_ok();
            is_all_written &= is_written;
            match outcome {
                Ok(notices) => tools.broker.publish(notices).await,
                Err(error) => {
                    tracing::error!(error.cause = %error, batch.rows = rows, "changes could not be written");
                }
            }
            for change in self.changes {
                change.answer(is_written);
            }
        }
        if !self.sends.is_empty() {
            let posted = sends::post(&tools.db, known, &self.sends, tools.clock.now(), &tools.ids);
            let outcomes = match posted.await {
                Ok(posted) => {
                    // In this order a sender's answer and their own copy meet in one write to their socket.
                    tools.broker.publish(posted.notices).await;
                    Some(posted.outcomes)
                }
                Err(error) => {
                    tracing::error!(error.cause = %error, batch.rows = rows, "messages could not be written");
                    known.forget();
                    is_all_written = false;
                    None
                }
            };
            answer(self.sends, outcomes);
        }
        tracing::trace!(
            batch.rows = rows,
            duration_ms = started.elapsed().as_secs_f64() * 1_000.0,
            "wrote a batch"
        );
        is_all_written
    }

    /// Makes the changes in one transaction; answers what is to be told of them.
    async fn change(&mut self, tools: &Tools) -> Result<Vec<Notice>> {
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

/// Tells the senders how it went; none: nothing is on disk.
fn answer(sends: Vec<NewMessage>, outcomes: Option<Vec<Result<Sent, PostError>>>) {
    let mut outcomes = outcomes.map(Vec::into_iter);
    for send in sends {
        let outcome = match &mut outcomes {
            Some(outcomes) => outcomes.next().map(|outcome| outcome.map_err(Error::from)),
            None => None,
        };
        // The cause is logged once, above; trying again is safe. Who does not wait any more does not mind.
        let _ = send
            .reply
            .send(outcome.unwrap_or(Err(Error::Api(ApiError::Internal))));
    }
}
