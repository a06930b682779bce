//! One durable change on its way through the writer, its answer kept until the commit.

use std::panic::AssertUnwindSafe;

use async_trait::async_trait;
use futures::{FutureExt, future::BoxFuture};
use protocol::ApiError;
use tokio::sync::oneshot;

use super::Tx;
use crate::{Error, Result};

/// A change of any result type.
#[async_trait]
pub(super) trait DurableChange: Send {
    /// Does it; true: keep it.
    async fn run(&mut self, tx: &mut Tx) -> bool;
    /// Tells the caller, once it is known whether everything is on disk.
    fn answer(self: Box<Self>, committed: bool);
}

pub(super) struct Change<T, F> {
    work: Option<F>,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Change<T, F> {
    pub(super) fn new(work: F, reply: oneshot::Sender<Result<T>>) -> Self {
        Self {
            work: Some(work),
            outcome: None,
            reply,
        }
    }
}

#[async_trait]
impl<T, F> DurableChange for Change<T, F>
where
    T: Send + 'static,
    F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + 'static,
{
    async fn run(&mut self, tx: &mut Tx) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        // A mistake in one change must not take the writer with it.
        let outcome = AssertUnwindSafe(async { work(tx).await })
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(Error::Internal(anyhow::anyhow!("a change panicked"))));
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, committed: bool) {
        let outcome = match self.outcome {
            // A refusal stands whatever became of the others.
            Some(Err(error)) => Err(error),
            Some(Ok(value)) if committed => Ok(value),
            // The cause is logged once, by the batch; trying again is safe.
            _ => Err(Error::Api(ApiError::Internal)),
        };
        // Who does not wait any more does not mind.
        let _ = self.reply.send(outcome);
    }
}
