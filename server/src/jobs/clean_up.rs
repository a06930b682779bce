//! Forgets what has had its time.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::{AppState, Result, store};

/// How often.
const EVERY: Duration = Duration::from_secs(60 * 60);
/// How long a client may take to send a message again under its old name and be answered with the first result.
const CLIENT_IDS_KEPT_MS: i64 = 14 * 86_400_000;

pub(super) async fn run(state: AppState) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = state.stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = forget_client_ids(&state).await {
            tracing::warn!(error.cause = %error, "the ledger of client ids was not cleaned up");
        }
    }
}

async fn forget_client_ids(state: &AppState) -> Result<()> {
    let before = state.clock.now().plus_ms(-CLIENT_IDS_KEPT_MS);
    let forgotten = state
        .writer
        .run(move |tx| {
            Box::pin(async move { Ok(store::client_ids::delete_before(tx.db(), before).await?) })
        })
        .await?;
    if forgotten > 0 {
        tracing::debug!(rows = forgotten, "forgot old client ids");
    }
    Ok(())
}
