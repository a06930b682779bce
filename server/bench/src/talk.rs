//! One sender, many listeners, one message at a time: how long until it is on disk, and until the last listener has it.

use std::{
    collections::HashMap,
    fmt,
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Result, bail};
use domain::{ClientMessageId, RoomId};
use protocol::{Command, Event, Reply, RoomChangeKind, ServerFrame, frame::Outcome};
use tokio::sync::mpsc;

use crate::person::Person;

/// What was seen.
pub struct Times {
    /// From sending to the acknowledgement.
    pub acknowledged: Quantiles,
    /// From sending to the last listener.
    pub delivered: Quantiles,
    /// Deliveries that never came.
    pub lost: usize,
    /// Deliveries that came more than once.
    pub doubled: usize,
}

/// Median and 99th percentile.
pub struct Quantiles {
    p50: Duration,
    p99: Duration,
}

impl Quantiles {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |share: usize| {
            times
                .get(times.len() * share / 100)
                .or(times.last())
                .copied()
                .unwrap_or_default()
        };
        Self {
            p50: at(50),
            p99: at(99),
        }
    }
}

impl fmt::Display for Quantiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        write!(f, "{:.2} ms / {:.2} ms", ms(self.p50), ms(self.p99))
    }
}

/// A message arrived at a listener.
struct Arrival {
    message: ClientMessageId,
    at: Instant,
}

/// Runs the talk.
pub async fn run(
    people: &[Person],
    room: RoomId,
    listeners: usize,
    messages: usize,
) -> Result<Times> {
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    for number in 0..listeners {
        let mut socket = people[number % people.len()].connect().await?;
        socket.open(room).await?;
        let arrived = arrived.clone();
        tokio::spawn(async move {
            while let Ok(frame) = socket.next().await {
                if let ServerFrame::Event(Event::RoomChanged(change)) = frame
                    && let RoomChangeKind::MessagePosted { message } = change.kind
                    && arrived
                        .send(Arrival {
                            message: message.client_message_id,
                            at: Instant::now(),
                        })
                        .is_err()
                {
                    return;
                }
            }
        });
    }
    drop(arrived);

    let mut sender = people[0].connect().await?;
    let mut acknowledged = Vec::with_capacity(messages);
    let mut sent = HashMap::with_capacity(messages);
    for number in 0..messages {
        #[expect(
            clippy::disallowed_methods,
            reason = "a client names its messages by its own clock"
        )]
        let now_ms = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)?
            .as_millis();
        let name = ClientMessageId::from_parts(u64::try_from(now_ms)?, rand::random());
        let body = format!(
            "message {number}: the kettle is on, come over when you like; bring the dog and the good blanket"
        );
        let at = Instant::now();
        let wanted = sender
            .request(Command::SendMessage {
                room,
                client_message_id: name,
                body,
            })
            .await?;
        sent.insert(name, at);
        loop {
            match sender.next().await? {
                ServerFrame::Reply {
                    id,
                    outcome: Outcome::Ok(Reply::Sent { .. }),
                } if id == wanted => break,
                ServerFrame::Reply {
                    id,
                    outcome: Outcome::Error(error),
                } if id == wanted => bail!("{error}"),
                _ => {}
            }
        }
        acknowledged.push(at.elapsed());
    }

    // How often each message arrived, and when last.
    let mut seen: HashMap<ClientMessageId, (usize, Instant)> = HashMap::with_capacity(messages);
    let expected = messages * listeners;
    let mut count = 0;
    while count < expected {
        let Ok(Some(arrival)) = tokio::time::timeout(Duration::from_secs(5), arrivals.recv()).await
        else {
            break;
        };
        let entry = seen.entry(arrival.message).or_insert((0, arrival.at));
        entry.0 += 1;
        entry.1 = entry.1.max(arrival.at);
        count += 1;
    }
    let deliveries = |name| seen.get(name).map_or(0, |(times, _)| *times);
    Ok(Times {
        acknowledged: Quantiles::of(acknowledged),
        delivered: Quantiles::of(
            sent.iter()
                .filter_map(|(name, at)| seen.get(name).map(|(_, last)| last.duration_since(*at)))
                .collect(),
        ),
        lost: sent
            .keys()
            .map(|name| listeners.saturating_sub(deliveries(name)))
            .sum(),
        doubled: sent
            .keys()
            .map(|name| deliveries(name).saturating_sub(listeners))
            .sum(),
    })
}
