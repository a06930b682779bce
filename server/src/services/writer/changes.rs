//! Making the changes of a batch.
//!
//! Where this server has the database to itself, they share a transaction, each in a savepoint of its own. Where others
//! write too, each has a transaction: it locks rooms in an order of its own, and two of them in one transaction could wait
//! for two of another server, each for the other; and what stood in the way of one is no reason to undo the others.

use std::time::Instant;

use sea_orm::{DbErr, TransactionTrait};

use super::{
    Tools, Tx,
    job::{DurableChange, Ran},
    retries::Retries,
};
use crate::{Error, Result, metrics::CommitKind, realtime::Notice};

type Changes = Vec<Box<dyn DurableChange>>;

/// Makes them, tells what has come of them, and answers those who wait. False where one that should be on disk is not.
pub(super) async fn make(tools: &Tools, mut changes: Changes) -> bool {
    let committed = |count, began: Instant, is_written| {
        let writer = &tools.metrics.writer;
        writer.committed(CommitKind::Changes, count, began.elapsed(), is_written);
    };
    if tools.db.appender().is_some() {
        let began = Instant::now();
        let written = together(tools, &mut changes).await;
        committed(changes.len(), began, written.is_ok());
        return finish(tools, changes, written.map_err(Error::from)).await;
    }
    let mut are_written = true;
    for mut change in changes {
        let began = Instant::now();
        let written = alone(tools, change.as_mut()).await;
        committed(1, began, written.is_ok());
        are_written &= finish(tools, vec![change], written.map_err(Error::from)).await;
    }
    are_written
}

async fn finish(tools: &Tools, changes: Changes, written: Result<Vec<Notice>>) -> bool {
    let failure = match written {
        Ok(notices) => {
            tools.tell(notices).await;
            None
        }
        Err(error) => Some(error.logged("changes could not be written")),
    };
    let is_written = failure.is_none();
    for change in changes {
        change.answer(failure.clone());
    }
    is_written
}

/// Makes the changes in one transaction; answers what is to be told of them.
async fn together(tools: &Tools, changes: &mut Changes) -> Result<Vec<Notice>, DbErr> {
    let transaction = tools.db.begin().await?;
    let now = tools.clock.now();
    let mut notices = Vec::new();
    for change in changes {
        let mut tx = Tx::new(transaction.begin().await?, now, tools.ids.clone());
        let ran = change.run(&mut tx).await;
        let (savepoint, told) = tx.into_parts();
        if ran == Ran::Keep {
            savepoint.commit().await?;
            notices.extend(told);
        } else {
            savepoint.rollback().await?;
        }
    }
    transaction.commit().await?;
    Ok(notices)
}

/// Makes one change in a transaction of its own, as often as others are in the way.
async fn alone(tools: &Tools, change: &mut dyn DurableChange) -> Result<Vec<Notice>, DbErr> {
    let mut retries = Retries::default();
    loop {
        let transaction = tools.db.begin().await?;
        let mut tx = Tx::new(transaction, tools.clock.now(), tools.ids.clone());
        let ran = change.run(&mut tx).await;
        let (transaction, told) = tx.into_parts();
        match ran {
            Ran::Keep => {
                transaction.commit().await?;
                return Ok(told);
            }
            Ran::Refused => {
                transaction.rollback().await?;
                return Ok(Vec::new());
            }
            Ran::Conflict => {
                transaction.rollback().await?;
                if !retries.wait().await {
                    return Ok(Vec::new());
                }
            }
        }
    }
}
