//! In a database that other servers write to: the rooms are locked, in the order of their ids, and everything is read
//! after that and in the same transaction.

use std::collections::HashMap;

use domain::Timestamp;
use sea_orm::DbErr;

use super::{NewMessage, Plan, Posted};
use crate::{
    Result,
    clock::Ids,
    services::writer::{known::Known, retries::Retries},
    store::{self, Database},
};

pub(super) async fn post(
    db: &Database,
    sends: &[NewMessage],
    now: Timestamp,
    ids: &Ids,
) -> Result<Posted> {
    let mut retries = Retries::default();
    // Hardly any message is sent twice: the ledger is asked only where it turns out that one was, or may have been.
    let mut asks_ledger = false;
    loop {
        match attempt(db, sends, now, ids, asks_ledger).await {
            Ok(Some(posted)) => return Ok(posted),
            Ok(None) => asks_ledger = true,
            Err(error) if store::is_conflict(&error) && retries.wait().await => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// None: the ledger has to be asked.
async fn attempt(
    db: &Database,
    sends: &[NewMessage],
    now: Timestamp,
    ids: &Ids,
    asks_ledger: bool,
) -> Result<Option<Posted>, DbErr> {
    let transaction = db.begin().await?;
    let mut known = Known::default();
    known
        .learn(
            &transaction,
            sends.iter().map(|send| (send.room, send.author)),
        )
        .await?;
    let used = if asks_ledger {
        store::client_ids::list_used(&transaction, sends.iter().map(NewMessage::name)).await?
    } else {
        HashMap::new()
    };
    let mut plan = Plan::of(&mut known, used, sends, now, ids);
    if !asks_ledger && plan.outcomes.iter().any(Result::is_err) {
        transaction.rollback().await?;
        return Ok(None);
    }
    let posts = plan.take_posts(now);
    if !posts.messages.is_empty() && !store::posts::insert(&transaction, &posts).await? {
        transaction.rollback().await?;
        return Ok(None);
    }
    transaction.commit().await?;
    Ok(Some(plan.posted(&known, posts)))
}
