//! The node's one writer: every durable change goes through here, in batches.
//!
//! What waits is taken together (the first at once, then all that queued meanwhile, up to limits in rows and bytes) and
//! committed: messages in one transaction, changes in another ([`changes`] says why not always). Only when that is on disk
//! are the callers answered and the notices published. A change that fails does so alone.

mod batch;
mod changes;
mod job;
mod known;
mod retries;
mod sends;
mod tx;

use std::sync::Arc;

use futures::future::BoxFuture;
use protocol::ApiError;
use tokio::sync::{mpsc, oneshot};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Error, Result,
    clock::{Clock, Ids},
    metrics::Metrics,
    realtime::{Notice, broker::Broker},
    services::search::Unindexed,
    store::Database,
};
use batch::Batch;
use job::{Change, DurableChange};
use known::Known;
pub(crate) use sends::NewMessage;
pub use tx::Tx;

/// Changes that may wait; above that callers are told to come back.
const QUEUE: usize = 4_096;

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
    pub metrics: Arc<Metrics>,
    pub unindexed: Unindexed,
}

impl Tools {
    /// Tells what is on disk now.
    async fn tell(&self, notices: Vec<Notice>) {
        self.unindexed
            .note(notices.iter().filter_map(Notice::changed_room));
        self.broker.publish(notices).await;
    }
}

impl Writer {
    /// Starts the writer on `tracker`. After `stop` it finishes what waits, and ends.
    pub(crate) fn start(tools: Tools, tracker: &TaskTracker, stop: CancellationToken) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        tracker.spawn(run(tools, jobs, stop));
        Self { queue }
    }

    /// Runs `change` inside the writer's transaction and answers when it is on disk. What it publishes through
    /// [`Tx::publish`] is told after that, and not at all if it fails. Where other servers write to the same database, it
    /// may run more than once: what an earlier run did is undone then.
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
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Clone + Send + 'static,
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
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Clone + Send + 'static,
    {
        self.change(change, Touches::NothingOfPosts).await
    }

    async fn change<T, F>(&self, change: F, touches: Touches) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Clone + Send + 'static,
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

    /// How many changes and messages wait.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
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
