//! Frames as they travel: text with the WebSocket's own header in front (RFC 6455, section 5.2), made once for all who
//! hear it. What a server sends is not masked, so the bytes are the same for everyone, and go to each socket uncopied.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use protocol::ServerFrame;

/// A final frame of text, as the first byte says it.
const FINAL_TEXT: u8 = 0x81;
/// Room for the longest header.
const HEADER_MAX: usize = 10;

/// Whole frames, one after the other. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framed(Bytes);

impl Framed {
    /// One frame.
    #[must_use]
    pub fn new(frame: &ServerFrame) -> Self {
        let mut bytes = BytesMut::new();
        write(frame, &mut bytes);
        Self(bytes.freeze())
    }

    /// All of it.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// The frames without their headers, for what is no WebSocket. Not copied either.
    pub fn texts(&self) -> impl Iterator<Item = Bytes> + use<> {
        let mut rest = self.0.clone();
        std::iter::from_fn(move || {
            let (header, length) = match *rest.get(1)? {
                126 => (4, usize::from(u16::from_be_bytes([rest[2], rest[3]]))),
                127 => {
                    let length = rest[2..HEADER_MAX].try_into().expect("eight bytes");
                    (HEADER_MAX, u64::from_be_bytes(length) as usize)
                }
                length => (2, usize::from(length)),
            };
            rest.advance(header);
            Some(rest.split_to(length))
        })
    }
}

/// Frames that will travel together.
#[derive(Debug, Default)]
pub struct Gathered(BytesMut);

impl Gathered {
    /// Adds one.
    pub fn push(&mut self, frame: &ServerFrame) {
        write(frame, &mut self.0);
    }

    /// Nothing was gathered since the last taking.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was gathered, if anything was; what comes next is gathered anew.
    pub fn take(&mut self) -> Option<Framed> {
        let bytes = std::mem::take(&mut self.0);
        (!bytes.is_empty()).then(|| Framed(bytes.freeze()))
    }
}

fn write(frame: &ServerFrame, out: &mut BytesMut) {
    let start = out.len();
    // The header comes before the text, but is known after it: at first it has all the room that it may need.
    out.put_bytes(0, HEADER_MAX);
    serde_json::to_writer(out.writer(), frame)
        .expect("frames hold nothing that JSON cannot, and memory takes what is written");
    let text = start + HEADER_MAX..out.len();
    let length = text.len();
    let mut header = [FINAL_TEXT; HEADER_MAX];
    let size = if length < 126 {
        header[1] = length as u8;
        2
    } else if let Ok(length) = u16::try_from(length) {
        header[1] = 126;
        header[2..4].copy_from_slice(&length.to_be_bytes());
        4
    } else {
        header[1] = 127;
        header[2..].copy_from_slice(&(length as u64).to_be_bytes());
        HEADER_MAX
    };
    out.copy_within(text, start + size);
    out.truncate(start + size + length);
    out[start..start + size].copy_from_slice(&header[..size]);
}

/// A frame with so long a text in it, for tests.
#[cfg(test)]
#[must_use]
pub fn of_length(length: usize) -> ServerFrame {
    ServerFrame::Hello {
        protocol: 1,
        build: "x".repeat(length),
        user_id: domain::UserId::from_parts(1, [0; 10]),
        sign_in_id: domain::SignInId::from_parts(1, [0; 10]),
        now: domain::Timestamp(1),
        heartbeat_ms: 1,
    }
}

#[cfg(test)]
mod tests {
    use protocol::{ApiError, frame::Outcome};
    use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket};

    use super::*;

    /// Frames of lengths on both sides of where the header grows.
    fn frames() -> Vec<ServerFrame> {
        [1, 60, 70, 100, 65_000, 65_400, 70_000]
            .map(of_length)
            .into_iter()
            .chain([
                ServerFrame::Heartbeat { heads: Vec::new() },
                ServerFrame::Reply {
                    id: 1,
                    outcome: Outcome::Error(ApiError::Unavailable),
                },
            ])
            .collect()
    }

    #[test]
    fn a_client_reads_what_was_gathered() {
        let mut gathered = Gathered::default();
        assert_eq!(gathered.take(), None);
        for frame in &frames() {
            gathered.push(frame);
        }
        let all = gathered.take().expect("something");
        assert_eq!(gathered.take(), None);
        let mut texts = all.texts();
        let stream = std::io::Cursor::new(all.bytes().to_vec());
        let mut client = WebSocket::from_raw_socket(stream, Role::Client, None);
        for frame in frames() {
            let heard = client.read().expect("a frame").into_text().expect("text");
            assert_eq!(texts.next().expect("a text"), heard.as_bytes());
            assert_eq!(
                serde_json::from_str::<ServerFrame>(&heard).expect("ours"),
                frame
            );
        }
        assert_eq!(texts.next(), None);
    }

    #[test]
    fn one_frame_is_the_same_alone_and_gathered() {
        for frame in frames() {
            let mut gathered = Gathered::default();
            gathered.push(&frame);
            assert_eq!(gathered.take(), Some(Framed::new(&frame)));
        }
    }
}
