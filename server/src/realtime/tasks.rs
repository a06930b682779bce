//! What the live side does in the background.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{MessageId, SignInId, people::Presence};
use futures::FutureExt;
use protocol::RoomChangeKind;
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval},
};

use super::{
    Hub, Notice,
    broker::{Incoming, NodeId},
    hub::Sighting,
};
use crate::{AppState, Result, metrics::Metrics, store, telemetry};

/// How often heads and member lists are compared with the database.
const COMPARE_EVERY: Duration = Duration::from_secs(5);
/// The same while other nodes cannot be heard.
const COMPARE_EVERY_ALONE: Duration = Duration::from_secs(1);
/// Comings and goings that may wait to be shown.
const SIGHTINGS: usize = 4_096;
/// How often sign-ins that have a socket are checked again.
const RECHECK_EVERY: Duration = Duration::from_secs(60);

/// How often an open socket is noted as a use of its sign-in.
const TOUCH_EVERY: Duration = Duration::from_secs(10 * 60);

/// Starts them all. They end with the server.
pub(crate) fn start(
    state: &AppState,
    incoming: mpsc::Receiver<Incoming>,
    sightings: mpsc::UnboundedReceiver<Sighting>,
) {
    let (seen, to_show) = mpsc::channel(SIGHTINGS);
    let (hub, metrics, node) = (
        state.hub.clone(),
        state.metrics.clone(),
        state.broker.node(),
    );
    state.tasks.spawn(until_stop(
        state,
        deliver(hub, node, metrics, incoming, seen),
    ));
    state
        .tasks
        .spawn(until_stop(state, show(state.hub.clone(), to_show)));
    state
        .tasks
        .spawn(until_stop(state, tell_sightings(state.clone(), sightings)));
    state.tasks.spawn(until_stop(state, compare(state.clone())));
    state.tasks.spawn(until_stop(
        state,
        every("recheck_sign_ins", RECHECK_EVERY, state.clone(), |state| {
            recheck_sign_ins(state).boxed()
        }),
    ));
    state.tasks.spawn(until_stop(
        state,
        every("touch_sign_ins", TOUCH_EVERY, state.clone(), |state| {
            touch_sign_ins(state).boxed()
        }),
    ));
}

fn until_stop(
    state: &AppState,
    work: impl Future<Output = ()> + Send + 'static,
) -> impl Future<Output = ()> + Send + 'static {
    let stop = state.stop.clone();
    async move {
        stop.run_until_cancelled_owned(work).await;
    }
}

async fn deliver(
    hub: Hub,
    node: NodeId,
    metrics: Arc<Metrics>,
    mut incoming: mpsc::Receiver<Incoming>,
    seen: mpsc::Sender<Notice>,
) {
    while let Some(next) = incoming.recv().await {
        match next {
            Incoming::Notices(mut batch) => {
                metrics.broker.delivered(batch.len());
                let is_sighting = |notice: &mut Notice| matches!(notice, Notice::Sighted { .. });
                for sighting in batch.extract_if(.., is_sighting) {
                    let is_own = matches!(sighting, Notice::Sighted { node: at, .. } if at == node);
                    if is_own {
                        // Gone only while the server stops.
                        let _ = seen.send(sighting).await;
                    } else if seen.try_send(sighting).is_err() {
                        // The next list of that node tells how it is.
                        metrics.broker.dropped(1);
                    }
                }
                let messages: Vec<MessageId> = batch.iter().filter_map(message).collect();
                hub.deliver(batch).await;
                if !messages.is_empty() {
                    metrics.live.transit.arrive(&messages, Instant::now());
                }
            }
            Incoming::Node(node, people) => hub.replace_node(node, people).await,
            Incoming::Nodes(nodes) => hub.forget_other_nodes(&nodes).await,
            Incoming::Missed(rooms) => {
                if let Err(error) = hub.catch_up_with(rooms).await {
                    // The next comparison finds it too, a little later.
                    tracing::error!(error.cause = %error, "what was missed could not be asked for");
                }
            }
        }
    }
}

/// Shows who came and went. Beside the messages, which do not wait for it: of people who are connected elsewhere the rooms
/// have to be read.
async fn show(hub: Hub, mut seen: mpsc::Receiver<Notice>) {
    while let Some(sighting) = seen.recv().await {
        hub.deliver(vec![sighting]).await;
    }
}

/// Finds what the broker has lost, often while it loses everything.
async fn compare(state: AppState) {
    loop {
        let (wait, missed) = if state.broker.is_connected() {
            (COMPARE_EVERY, false)
        } else {
            (COMPARE_EVERY_ALONE, true)
        };
        tokio::time::sleep(wait).await;
        let run = async {
            let outcome = if missed {
                state.hub.catch_up_with(None).await
            } else {
                state.hub.compare().await
            };
            if let Err(error) = outcome {
                tracing::error!(error.cause = %error, "rooms could not be compared with the database");
            }
        };
        telemetry::job("compare_heads", run).await;
    }
}

/// The message that a notice tells of, if it does.
fn message(notice: &Notice) -> Option<MessageId> {
    match notice {
        Notice::RoomChanged { change, .. } => match &change.kind {
            RoomChangeKind::MessagePosted { message } => Some(message.id),
            _ => None,
        },
        _ => None,
    }
}

/// Publishes who came and went, and notes when someone was last here.
async fn tell_sightings(state: AppState, mut sightings: mpsc::UnboundedReceiver<Sighting>) {
    while let Some(Sighting {
        user,
        state: presence,
    }) = sightings.recv().await
    {
        let notice = Notice::Sighted {
            node: state.broker.node(),
            user,
            state: presence,
        };
        state.broker.publish(vec![notice]).await;
        if let (Presence::Offline, Some(at)) = (presence.presence, presence.last_seen)
            && !state.hub.is_elsewhere(user)
        {
            let noted = state
                .writer
                .run_aside(move |tx| {
                    Box::pin(async move {
                        Ok(store::people::update_last_seen(tx.db(), user, at).await?)
                    })
                })
                .await;
            if let Err(error) = noted {
                tracing::warn!(error.cause = %error, user.id = %user, "when someone was last here was not noted");
            }
        }
    }
}

/// Closes sockets whose sign-in has ended, however it ended.
async fn recheck_sign_ins(state: AppState) -> Result<()> {
    let open: Vec<SignInId> = state.hub.sign_ins().into_iter().collect();
    let idle_ms = state.config.sign_ins.idle_ms;
    for part in open.chunks(500) {
        let now = state.clock.now();
        let live = store::sign_ins::list_live(state.db.read(), part, now, idle_ms).await?;
        for sign_in in part.iter().filter(|sign_in| !live.contains(sign_in)) {
            state.hub.sign_out(*sign_in);
        }
    }
    Ok(())
}

/// Who keeps a page open uses their sign-in.
async fn touch_sign_ins(state: AppState) -> Result<()> {
    let open: Vec<SignInId> = state.hub.sign_ins().into_iter().collect();
    if open.is_empty() {
        return Ok(());
    }
    state
        .writer
        .run_aside(move |tx| {
            Box::pin(async move {
                for part in open.chunks(500) {
                    store::sign_ins::touch_all(tx.db(), part, tx.now()).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn every(
    name: &'static str,
    period: Duration,
    state: AppState,
    work: fn(AppState) -> futures::future::BoxFuture<'static, Result<()>>,
) {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first comes at once.
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let run = async {
            if let Err(error) = work(state.clone()).await {
                tracing::error!(error.cause = %error, "a check in the background failed");
            }
        };
        telemetry::job(name, run).await;
    }
}
