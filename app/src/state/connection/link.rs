//! Opens the connection, talks, and opens it again: as long as the page lives or until the sign-in ends.

use futures::{
    FutureExt, StreamExt,
    channel::mpsc::UnboundedReceiver,
    future::{Either, select},
    pin_mut, select_biased,
};
use leptos::prelude::*;
use protocol::{
    ApiError, ClientFrame, Command, Event, PROTOCOL_VERSION, ServerFrame, frame::close,
};

use super::{ConnectionState, Order, alive::Alive, way::Ways};
use crate::{
    api,
    browser::{
        backoff::Backoff,
        clock, random, signs,
        socket::{self, Incoming, Receiver, Sender, Way},
        storage::{self, Keep},
    },
    state::Client,
};

/// How often time is looked at.
const TICK_MS: u32 = 1_000;
/// Until the server says otherwise. Also how long its hello may take, twice over.
const HEARTBEAT_MS: u64 = 10_000;
/// How long the server may take to say whether one is signed in.
const ANSWER_MS: u32 = 5_000;
/// The build for which this tab has reloaded itself: once is enough.
const RELOADED_FOR: &str = "moodlight.reloaded-for";

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// Broken, silent, lagged or the server restarts: come back.
    Lost,
    /// The sign-in has ended.
    SignedOut,
    /// The page and the server do not understand each other.
    Version,
    /// There is a better way.
    Better,
    /// The page does not want it any more.
    Stopped,
}

/// Keeps the connection.
pub(super) async fn keep(client: Client, mut orders: UnboundedReceiver<Order>) {
    let connection = client.connection;
    let mut backoff = Backoff::default();
    let ways = Ways::remembered();
    loop {
        connection.set_state(ConnectionState::Connecting);
        let way = ways.choose(clock::now());
        let mut is_greeted = false;
        let mut ended = Ended::Lost;
        if let Some((sender, receiver)) = socket::open(way) {
            let mut link = Link::new(client, &ways, way, sender);
            let talk = Box::pin(link.talk(receiver, &mut orders, &mut backoff));
            let better = Box::pin(ways.until_better(way));
            ended = match select(talk, better).await {
                Either::Left((ended, _)) => ended,
                Either::Right(_) => Ended::Better,
            };
            is_greeted = link.is_greeted;
        }
        connection.forget_requests();
        client.disconnected();
        if ended == Ended::Better {
            continue;
        }
        if ended == Ended::Lost && !is_greeted {
            // What refuses a connection does not say why: ask in a way that answers.
            match is_signed_in().await {
                Some(true) => ways.refused(way, clock::now()),
                Some(false) => ended = Ended::SignedOut,
                None => {}
            }
        }
        match ended {
            Ended::Lost | Ended::Better => {}
            Ended::Stopped => return,
            Ended::SignedOut => {
                connection.set_state(ConnectionState::SignedOut);
                client.signed_out();
                return;
            }
            Ended::Version => {
                if !reload_once("other protocol") {
                    let _ = connection.needs_reload.try_set(true);
                }
            }
        }
        if wait(client, &mut orders, &mut backoff).await == Ended::Stopped {
            return;
        }
    }
}

/// Waits until it is time to try again, or something says that it may work now.
async fn wait(
    client: Client,
    orders: &mut UnboundedReceiver<Order>,
    backoff: &mut Backoff,
) -> Ended {
    let ms = backoff.next_ms(random::unit());
    client.connection.set_state(if signs::is_online() {
        ConnectionState::WaitingToReconnect {
            at: clock::now().plus_ms(i64::from(ms)),
        }
    } else {
        ConnectionState::Offline
    });
    let until = Box::pin(clock::sleep(ms));
    let mut until = until.fuse();
    loop {
        match select(orders.next(), &mut until).await {
            Either::Left((Some(Order::Wake), _)) | Either::Right(_) => return Ended::Lost,
            Either::Left((Some(Order::Stop) | None, _)) => return Ended::Stopped,
            // What was to be sent is asked again by whoever cares.
            Either::Left((Some(Order::Send(_)), _)) => {}
            Either::Left((Some(Order::LostNetwork), _)) => {
                client.connection.set_state(ConnectionState::Offline);
            }
        }
    }
}

/// Whether the server takes this page for signed in; nothing where it cannot be reached.
async fn is_signed_in() -> Option<bool> {
    let answer = Box::pin(api::accounts::load_account());
    match select(answer, Box::pin(clock::sleep(ANSWER_MS))).await {
        Either::Left((Ok(_), _)) => Some(true),
        Either::Left((Err(api::Failure(ApiError::NotSignedIn)), _)) => Some(false),
        // It fails or nobody answers: it is the server or the network.
        _ => None,
    }
}

/// Reloads this page for a server that was updated. False if it did so before and it did not help: then the person
/// decides.
pub(super) fn reload_once(build: &str) -> bool {
    let is_first = storage::get(Keep::Tab, RELOADED_FOR).as_deref() != Some(build)
        && storage::set(Keep::Tab, RELOADED_FOR, build);
    if is_first {
        signs::reload();
    }
    is_first
}

/// One conversation.
struct Link<'a> {
    client: Client,
    ways: &'a Ways,
    way: Way,
    sender: Sender,
    alive: Alive,
    /// The server has said hello. Before, the socket may still be connecting and what is sent waits for that, so nothing
    /// is sent that could not wait.
    is_greeted: bool,
}

impl<'a> Link<'a> {
    fn new(client: Client, ways: &'a Ways, way: Way, sender: Sender) -> Self {
        Self {
            client,
            ways,
            way,
            sender,
            alive: Alive::new(HEARTBEAT_MS, clock::now()),
            is_greeted: false,
        }
    }

    async fn talk(
        &mut self,
        mut receiver: Receiver,
        orders: &mut UnboundedReceiver<Order>,
        backoff: &mut Backoff,
    ) -> Ended {
        loop {
            let next = {
                let frame = receiver.next().fuse();
                let tick = Box::pin(clock::sleep(TICK_MS)).fuse();
                pin_mut!(frame, tick);
                select_biased! {
                    incoming = frame => Next::Incoming(incoming),
                    order = orders.next() => Next::Order(order.unwrap_or(Order::Stop)),
                    () = tick => Next::Tick,
                }
            };
            let ended = match next {
                Next::Incoming(Incoming::Text(text)) => self.hear(&text, backoff).await,
                Next::Incoming(Incoming::Closed(code)) => Some(match code {
                    close::SIGNED_OUT => Ended::SignedOut,
                    close::VERSION => Ended::Version,
                    _ => Ended::Lost,
                }),
                Next::Order(order) => self.obey(order).await,
                Next::Tick => self.tick().await,
            };
            if let Some(ended) = ended {
                return ended;
            }
        }
    }

    /// Understands one frame.
    async fn hear(&mut self, text: &str, backoff: &mut Backoff) -> Option<Ended> {
        let now = clock::now();
        self.alive.heard(now);
        // A newer server may say what this page does not know yet; numbers show if it mattered.
        let frame: ServerFrame = crate::json::read_json(text.as_bytes())?;
        match frame {
            ServerFrame::Hello {
                protocol,
                build,
                user_id,
                heartbeat_ms,
                ..
            } => {
                self.is_greeted = true;
                self.ways.succeeded(self.way, now);
                if Some(user_id) != self.client.session.me_untracked() {
                    // Another account signed in, in another tab: nothing of this page may stay.
                    signs::reload();
                    return Some(Ended::Stopped);
                }
                if protocol != PROTOCOL_VERSION {
                    return Some(Ended::Version);
                }
                self.alive.agree(heartbeat_ms);
                let own = self.client.session.build();
                if build != own {
                    self.client.server_updated(&build);
                }
                let hello = ClientFrame::Hello {
                    protocol: PROTOCOL_VERSION,
                    build: own,
                };
                if !self.send(&hello).await {
                    return Some(Ended::Lost);
                }
                backoff.reset();
                self.client.connection.set_state(ConnectionState::Open);
                self.client.connected();
                None
            }
            ServerFrame::Reply { id, outcome } => {
                self.client.connection.answered(id, outcome);
                None
            }
            ServerFrame::Event(event) => {
                self.client.apply(&event);
                (event == Event::SignedOut).then_some(Ended::SignedOut)
            }
            ServerFrame::Heartbeat { heads } => {
                for head in heads {
                    self.client.timelines.heard_head(head.room, head.number);
                }
                if self.alive.should_answer(now) {
                    self.beat().await
                } else {
                    None
                }
            }
            ServerFrame::Refused { error } => match error {
                ApiError::VersionMismatch => Some(Ended::Version),
                ApiError::NotSignedIn => Some(Ended::SignedOut),
                _ => None,
            },
        }
    }

    async fn obey(&mut self, order: Order) -> Option<Ended> {
        match order {
            Order::Send(frame) => (!self.send(&frame).await).then_some(Ended::Lost),
            Order::Wake if self.alive.should_probe(clock::now()) => {
                if self.is_greeted {
                    self.probe().await
                } else {
                    Some(Ended::Lost)
                }
            }
            Order::Wake => None,
            // The socket would notice much later, and what is written meanwhile would seem to be on its way.
            Order::LostNetwork => Some(Ended::Lost),
            Order::Stop => Some(Ended::Stopped),
        }
    }

    async fn tick(&mut self) -> Option<Ended> {
        let now = clock::now();
        if self.alive.is_silent(now) {
            Some(Ended::Lost)
        } else if self.is_greeted && self.alive.owes_heartbeat(now) {
            self.beat().await
        } else {
            None
        }
    }

    async fn beat(&mut self) -> Option<Ended> {
        (!self.send(&ClientFrame::Heartbeat {}).await).then_some(Ended::Lost)
    }

    /// Asks something that is answered at once: whether the viewer is away, which is worth repeating anyway.
    async fn probe(&mut self) -> Option<Ended> {
        self.alive.probed(clock::now());
        let question = ClientFrame::Request {
            id: u32::MAX,
            command: Command::SetAway {
                away: self.client.presence.is_away(),
            },
        };
        (!self.send(&question).await).then_some(Ended::Lost)
    }

    async fn send(&mut self, frame: &ClientFrame) -> bool {
        self.alive.sent(clock::now());
        match serde_json::to_string(frame) {
            Ok(text) => self.sender.send(text).await,
            Err(_) => true,
        }
    }
}

/// What comes next in a conversation.
enum Next {
    Incoming(Incoming),
    Order(Order),
    Tick,
}
