//! Forgets what has had its time.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::{AppState, Result, store, telemetry};

/// How often.
const EVERY: Duration = Duration::from_secs(60 * 60);
/// How long a client may take to send a message again under its old name and be answered with the first result.
const CLIENT_IDS_KEPT_MS: i64 = 14 * 86_400_000;

/// How many in one transaction.
const AT_ONCE: u64 = 500;

pub(super) async fn run(state: AppState) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = state.stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let run = async {
            if let Err(error) = forget_client_ids(&state).await {
                tracing::warn!(error.cause = %error, "the ledger of client ids was not cleaned up");
            }
        };
        telemetry::job("forget_client_ids", run).await;
        let run = async {
            if let Err(error) = forget_feelings(&state).await {
                tracing::warn!(error.cause = %error, "what people said of how they feel was not cleaned up");
            }
        };
        telemetry::job("forget_feelings", run).await;
    }
}

async fn forget_client_ids(state: &AppState) -> Result<()> {
    let before = state.clock.now().plus_ms(-CLIENT_IDS_KEPT_MS);
    let mut forgotten = 0;
    loop {
        // Looked for beside the writer, and a few at a time: no message waits for it.
        let names = store::client_ids::list_before(state.db.read(), before, AT_ONCE).await?;
        let count = names.len() as u64;
        if count > 0 {
            state
                .writer
                .run_aside(move |tx| {
                    Box::pin(async move { Ok(store::client_ids::delete(tx.db(), names).await?) })
                })
                .await?;
            forgotten += count;
        }
        if count < AT_ONCE {
            break;
        }
    }
    if forgotten > 0 {
        tracing::debug!(rows = forgotten, "forgot old client ids");
    }
    Ok(())
}

/// What has ended is shown to nobody, and soon kept nowhere.
async fn forget_feelings(state: &AppState) -> Result<()> {
    state
        .writer
        .run_aside(|tx| {
            Box::pin(async move {
                let gone = store::feelings::delete_ended(tx.db(), tx.now()).await?;
                if gone > 0 {
                    tracing::debug!(rows = gone, "forgot feelings that have ended");
                }
                Ok(())
            })
        })
        .await
}
