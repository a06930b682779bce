//! What is committed together. Changes come before messages, so that who was removed in this batch does not post in it.

use std::time::Instant;

use domain::permissions::PostError;
use protocol::ApiError;
use tokio::sync::mpsc;

use super::{
    Job, Tools, Touches, changes, job::DurableChange, known::Known, sends, sends::NewMessage,
};
use crate::{Error, Result, metrics::CommitKind, store::client_ids::Sent};

/// Most changes in one transaction.
const ROWS: usize = 1_000;
/// Most text in one transaction, in bytes: a long commit is a long wait for everyone in it.
const BYTES: usize = 2 * 1024 * 1024;

/// See the module.
#[derive(Default)]
pub(super) struct Batch {
    changes: Vec<Box<dyn DurableChange>>,
    /// One of them may touch what posts depend on.
    touches_posts: bool,
    sends: Vec<NewMessage>,
}

impl Batch {
    /// The first, and what else waits.
    pub fn gather(first: Job, jobs: &mut mpsc::Receiver<Job>) -> Self {
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
            if batch.rows() >= ROWS || bytes >= BYTES {
                break;
            }
            next = jobs.try_recv().ok();
        }
        batch
    }

    fn rows(&self) -> usize {
        self.changes.len() + self.sends.len()
    }

    /// Writes it, tells what has come of it, and answers those who wait. False where something that should be on disk is
    /// not.
    pub async fn commit(self, tools: &Tools, known: &mut Known) -> bool {
        let started = Instant::now();
        let mut is_written = true;
        let rows = self.rows();
        if !self.changes.is_empty() {
            if self.touches_posts {
                known.forget();
            }
            is_written &= changes::make(tools, self.changes).await;
        }
        if !self.sends.is_empty() {
            is_written &= post(tools, known, self.sends).await;
        }
        tracing::trace!(
            batch.rows = rows,
            duration_ms = started.elapsed().as_secs_f64() * 1_000.0,
            "wrote a batch"
        );
        is_written
    }
}

/// Whether they were written.
async fn post(tools: &Tools, known: &mut Known, sends: Vec<NewMessage>) -> bool {
    let began = Instant::now();
    let posted = sends::post(&tools.db, known, &sends, tools.clock.now(), &tools.ids).await;
    tools.metrics.writer.committed(
        CommitKind::Messages,
        sends.len(),
        began.elapsed(),
        posted.is_ok(),
    );
    let outcomes = match posted {
        Ok(posted) => {
            tools.metrics.writer.accepted(posted.received.len());
            let transit = &tools.metrics.live.transit;
            transit.depart(&posted.received, Instant::now());
            // In this order a sender's answer and their own copy meet in one write to their socket.
            tools.tell(posted.notices).await;
            Ok(posted.outcomes)
        }
        Err(error) => {
            known.forget();
            // Trying again is safe.
            Err(error.logged("messages could not be written"))
        }
    };
    let is_written = outcomes.is_ok();
    answer(sends, outcomes);
    is_written
}

/// Tells the senders how it went. Who does not wait any more does not mind.
fn answer(sends: Vec<NewMessage>, outcomes: Result<Vec<Result<Sent, PostError>>, ApiError>) {
    match outcomes {
        Ok(outcomes) => {
            for (send, outcome) in sends.into_iter().zip(outcomes) {
                let _ = send.reply.send(outcome.map_err(Error::from));
            }
        }
        Err(error) => {
            for send in sends {
                let _ = send.reply.send(Err(Error::Api(error.clone())));
            }
        }
    }
}
