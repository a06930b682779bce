//! In a database that nobody else writes to: no reading as long as nothing is new.

use std::collections::HashMap;

use anyhow::Context;
use domain::Timestamp;

use super::{NewMessage, Plan, Posted};
use crate::{
    Result,
    clock::Ids,
    services::writer::known::Known,
    store::{self, Appended, Appender, Database, Posts},
};

pub(super) async fn post(
    db: &Database,
    appender: &Appender,
    known: &mut Known,
    sends: &[NewMessage],
    now: Timestamp,
    ids: &Ids,
) -> Result<Posted> {
    known
        .learn(db.read(), sends.iter().map(|send| (send.room, send.author)))
        .await?;
    let before = known.heads(sends.iter().map(|send| send.room));
    // Hardly any message is sent twice: the ledger is asked only where it turns out that one was, or may have been.
    let mut plan = Plan::of(known, HashMap::new(), sends, now, ids);
    let mut written = None;
    if plan.outcomes.iter().all(Result::is_ok) {
        written = write(appender, plan.take_posts(now)).await?;
    }
    if written.is_none() {
        known.return_to(&before);
        let used =
            store::client_ids::list_used(db.read(), sends.iter().map(NewMessage::name)).await?;
        plan = Plan::of(known, used, sends, now, ids);
        written = write(appender, plan.take_posts(now)).await?;
    }
    let posts = written.context("a client id was used by somebody else meanwhile")?;
    Ok(plan.posted(known, posts))
}

/// Gives back what was written; none: a client id was used before, and nothing was written.
async fn write(appender: &Appender, posts: Posts) -> Result<Option<Posts>> {
    if posts.messages.is_empty() {
        return Ok(Some(posts));
    }
    Ok(match appender.append(posts).await? {
        Appended::Written(posts) => Some(posts),
        Appended::UsedBefore => None,
    })
}
