//! The client's side of HTTP/1.1 upgrades and WebSocket frames (RFC 6455), by hand: the generator has one core, and must
//! cost less than any server that it measures.

use std::io::ErrorKind;

use anyhow::{Result, bail};
use tokio::net::TcpStream;

pub const TEXT: u8 = 1;
pub const CLOSE: u8 = 8;
pub const PING: u8 = 9;
pub const PONG: u8 = 10;

/// Any key masks; what travels over loopback hides from nobody.
const MASK: [u8; 4] = [0x5a, 0x3c, 0x96, 0x0f];

/// A frame in a buffer.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame {
    pub kind: u8,
    /// Where its payload begins and ends.
    pub start: usize,
    pub end: usize,
}

/// The frame at `at`; none while some of it is missing.
///
/// # Errors
/// For what was never agreed on: masks, fragments, compression.
pub fn parse(buffer: &[u8], at: usize) -> Result<Option<Frame>> {
    let rest = &buffer[at..];
    let &[first, second, ..] = rest else {
        return Ok(None);
    };
    if first & 0xf0 != 0x80 || second & 0x80 != 0 {
        bail!("a frame that begins with {first:02x} {second:02x}");
    }
    let (length, header) = match second {
        126 => match rest.get(2..4) {
            Some(bytes) => (u64::from(u16::from_be_bytes(bytes.try_into()?)), 4),
            None => return Ok(None),
        },
        127 => match rest.get(2..10) {
            Some(bytes) => (u64::from_be_bytes(bytes.try_into()?), 10),
            None => return Ok(None),
        },
        length => (u64::from(length), 2),
    };
    let (start, length) = (at + header, usize::try_from(length)?);
    if buffer.len() < start + length {
        return Ok(None);
    }
    Ok(Some(Frame {
        kind: first & 0x0f,
        start,
        end: start + length,
    }))
}

/// Appends a frame as a client sends it.
pub fn frame(kind: u8, payload: &[u8], out: &mut Vec<u8>) {
    out.push(0x80 | kind);
    let length = payload.len();
    if let Ok(length @ 0..=125) = u8::try_from(length) {
        out.push(0x80 | length);
    } else if let Ok(length) = u16::try_from(length) {
        out.push(0x80 | 126);
        out.extend_from_slice(&length.to_be_bytes());
    } else {
        out.push(0x80 | 127);
        out.extend_from_slice(&(length as u64).to_be_bytes());
    }
    out.extend_from_slice(&MASK);
    let at = out.len();
    out.extend_from_slice(payload);
    for (index, byte) in out[at..].iter_mut().enumerate() {
        *byte ^= MASK[index % 4];
    }
}

/// The server closed the socket with a frame that says so.
#[derive(Clone, Copy, Debug)]
pub struct Closed {
    /// Why, if it says.
    pub code: Option<u16>,
}

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.code {
            Some(code) => write!(f, "closed with {code}"),
            None => f.write_str("closed without a code"),
        }
    }
}

impl std::error::Error for Closed {}

/// A socket while it is opened, said hello to and subscribed, one step after the other.
pub struct Opening {
    pub stream: TcpStream,
    pub received: Vec<u8>,
}

impl Opening {
    /// Connects and upgrades.
    pub async fn upgrade(address: &str, path: &str, headers: &[(&str, &str)]) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        Self::upgrade_on(stream, address, path, headers).await
    }

    /// Upgrades a connection to `address`.
    pub async fn upgrade_on(
        stream: TcpStream,
        address: &str,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<Self> {
        stream.set_nodelay(true)?;
        let mut request = format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: bW9vZGxpZ2h0IGJlbmNobQ==\r\n"
        );
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        let mut opening = Self {
            stream,
            received: Vec::new(),
        };
        opening.write(request.as_bytes()).await?;
        loop {
            if let Some(end) = memchr::memmem::find(&opening.received, b"\r\n\r\n") {
                if !opening.received.starts_with(b"HTTP/1.1 101") {
                    bail!("{}", String::from_utf8_lossy(&opening.received[..end]));
                }
                opening.received.drain(..end + 4);
                return Ok(opening);
            }
            opening.read().await?;
        }
    }

    /// Sends a text frame.
    pub async fn send(&mut self, text: &str) -> Result<()> {
        let mut bytes = Vec::new();
        frame(TEXT, text.as_bytes(), &mut bytes);
        self.write(&bytes).await
    }

    /// The next text frame that fits; others are left behind.
    pub async fn until(&mut self, fits: impl Fn(&str) -> bool) -> Result<String> {
        loop {
            while let Some(frame) = parse(&self.received, 0)? {
                let payload = &self.received[frame.start..frame.end];
                if frame.kind == CLOSE {
                    let code = payload.first_chunk().map(|code| u16::from_be_bytes(*code));
                    return Err(Closed { code }.into());
                }
                let (kind, text) = (frame.kind, String::from_utf8_lossy(payload).into_owned());
                self.received.drain(..frame.end);
                if kind == TEXT && fits(&text) {
                    return Ok(text);
                }
            }
            self.read().await?;
        }
    }

    /// Writes bytes as they are.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            self.stream.writable().await?;
            match self.stream.try_write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn read(&mut self) -> Result<()> {
        loop {
            self.stream.readable().await?;
            match self.stream.try_read_buf(&mut self.received) {
                Ok(0) => bail!("the server closed the connection"),
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_every_length_are_found_one_after_the_other() {
        let lengths = [0, 125, 126, 65_535, 65_536];
        let mut bytes = Vec::new();
        for length in lengths {
            let mut masked = Vec::new();
            frame(TEXT, &vec![b'x'; length], &mut masked);
            // As a server would send it: the same without the mask.
            let header = masked.len() - length - 4;
            masked[1] &= 0x7f;
            bytes.extend_from_slice(&masked[..header]);
            bytes.extend(std::iter::repeat_n(b'x', length));
        }
        let mut at = 0;
        for length in lengths {
            let found = parse(&bytes, at).expect("a frame").expect("all of it");
            assert_eq!((found.kind, found.end - found.start), (TEXT, length));
            if length > 0 {
                assert_eq!(
                    parse(&bytes[..found.end - 1], at).expect("begins well"),
                    None
                );
            }
            at = found.end;
        }
        assert_eq!(at, bytes.len());
        assert!(parse(&[0xc1, 0x00], 0).is_err(), "compressed");
    }
}
