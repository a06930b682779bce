//! One connection of a member, from its upgrade to its end.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use bench::wire::Opening;
use protocol::{ClientFrame, Command, PROTOCOL_VERSION, SUBPROTOCOL, ServerFrame};
use tokio::time::timeout;

use super::{Member, told::Told};
use crate::account::Name;

/// As the page: how long an answer may take, and how long the server may be silent.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);
const SILENT_AFTER: Duration = Duration::from_secs(40);
const HEARTBEAT_EVERY: Duration = Duration::from_secs(15);
/// What a request was about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked {
    Open,
    Resume,
    Send(Name),
}

/// One connection that stands.
pub struct Link {
    pub socket: Opening,
    asked: HashMap<u32, (Asked, Instant)>,
    next_id: u32,
    pub heard_at: Instant,
    sent_at: Instant,
    /// What it has told by itself.
    pub told: Told,
}

impl Link {
    /// Both hellos, and the first heartbeat.
    pub async fn open(member: &Member) -> Result<Self> {
        let origin = format!("http://{}", member.address);
        let headers = [
            ("cookie", member.shared.place.cookie_of(member.number)),
            ("origin", &origin),
            ("sec-websocket-protocol", SUBPROTOCOL),
        ];
        let mut socket = Opening::upgrade(&member.address, "/ws", &headers).await?;
        let hello = socket
            .until(|text| text.starts_with(r#"{"hello":"#))
            .await?;
        let ServerFrame::Hello { build, .. } = serde_json::from_str(&hello)? else {
            bail!("no hello: {hello}");
        };
        let hello = ClientFrame::Hello {
            protocol: PROTOCOL_VERSION,
            build,
        };
        socket.send(&serde_json::to_string(&hello)?).await?;
        socket
            .until(|text| text.starts_with(r#"{"heartbeat":"#))
            .await?;
        let now = Instant::now();
        Ok(Self {
            socket,
            asked: HashMap::new(),
            next_id: 0,
            heard_at: now,
            sent_at: now,
            told: Told::default(),
        })
    }

    pub async fn ask(&mut self, asked: Asked, command: Command) -> Result<()> {
        let id = self.next_id;
        self.next_id += 1;
        self.asked.insert(id, (asked, Instant::now()));
        self.send(&ClientFrame::Request { id, command }).await
    }

    async fn send(&mut self, frame: &ClientFrame) -> Result<()> {
        self.sent_at = Instant::now();
        let text = serde_json::to_string(frame)?;
        // A socket that takes nothing for so long is as good as none.
        timeout(SILENT_AFTER, self.socket.send(&text)).await?
    }

    pub fn answered(&mut self, id: u32) -> Option<Asked> {
        self.asked.remove(&id).map(|(asked, _)| asked)
    }

    /// What happened after the cursor has been asked for.
    pub fn is_resuming(&self) -> bool {
        self.asked
            .values()
            .any(|(asked, _)| *asked == Asked::Resume)
    }

    /// A message is under way.
    pub fn is_sending(&self) -> bool {
        self.asked
            .values()
            .any(|(asked, _)| matches!(asked, Asked::Send(_)))
    }

    pub async fn tick(&mut self) -> Result<()> {
        if self.heard_at.elapsed() > SILENT_AFTER {
            bail!("silent");
        }
        if self.sent_at.elapsed() > HEARTBEAT_EVERY {
            self.send(&ClientFrame::Heartbeat {}).await?;
        }
        if let Some((asked, _)) = self
            .asked
            .values()
            .find(|(_, at)| at.elapsed() > ANSWER_WITHIN)
        {
            bail!("{asked:?} was not answered");
        }
        Ok(())
    }
}
