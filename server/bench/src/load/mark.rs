//! What a message carries, so that every one of them can be followed to every recipient.

use std::collections::HashSet;

use super::words;

/// Bytes of a message's text.
pub const BODY: usize = 100;
const EDGE: &[u8] = b"@@";
/// Of sender, message and instant, as decimal digits.
const WIDTHS: [usize; 3] = [6, 9, 16];
const MARK: usize = 6 + 1 + 9 + 1 + 16;

/// Which message, and when it was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The client that sent it.
    pub sender: usize,
    /// Its number among that client's messages, from 0.
    pub seq: u32,
    /// When it was due, in nanoseconds since the generator's start.
    pub due: u64,
}

impl Mark {
    /// The text of the message: needs no escape in JSON.
    pub fn write(self, out: &mut Vec<u8>) {
        let at = out.len();
        out.extend_from_slice(EDGE);
        let numbers = [self.sender as u64, u64::from(self.seq), self.due];
        for (index, (number, width)) in numbers.into_iter().zip(WIDTHS).enumerate() {
            if index > 0 {
                out.push(b':');
            }
            write_digits(number, width, out);
        }
        out.extend_from_slice(EDGE);
        let seed = (self.sender as u64) << 32 | u64::from(self.seq);
        words::fill(seed, at, out);
    }

    /// The mark in a payload.
    pub fn find(payload: &[u8]) -> Option<Self> {
        let at = memchr::memmem::find(payload, EDGE)? + EDGE.len();
        let mut parts = payload.get(at..at + MARK)?.split(|byte| *byte == b':');
        let mut next = || read_digits(parts.next()?);
        Some(Self {
            sender: usize::try_from(next()?).ok()?,
            seq: u32::try_from(next()?).ok()?,
            due: next()?,
        })
    }
}

/// A number with leading noughts.
pub fn write_digits(mut number: u64, width: usize, out: &mut Vec<u8>) {
    let at = out.len();
    out.resize(at + width, b'0');
    for digit in out[at..].iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// A number of digits and nothing else.
pub fn read_digits(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u64, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u64::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// Which of one sender's messages one recipient has.
#[derive(Debug, Default)]
pub struct Received {
    /// All before it are there.
    next: u32,
    /// Those beyond it.
    ahead: HashSet<u32>,
}

/// How a message arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// After all before it.
    InOrder,
    /// Before another that was sent earlier; or that one was refused.
    Early,
    /// Once more.
    Again,
}

impl Received {
    /// Notes a message.
    pub fn note(&mut self, seq: u32) -> Arrival {
        if seq < self.next {
            return Arrival::Again;
        }
        if seq > self.next {
            return if self.ahead.insert(seq) {
                Arrival::Early
            } else {
                Arrival::Again
            };
        }
        self.next += 1;
        while self.ahead.remove(&self.next) {
            self.next += 1;
        }
        Arrival::InOrder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_again() {
        let mark = Mark {
            sender: 999,
            seq: 123_456,
            due: 12_345_678_901,
        };
        let mut body = b"{\"body\":\"".to_vec();
        mark.write(&mut body);
        assert_eq!(body.len(), 9 + BODY);
        assert_eq!(Mark::find(&body), Some(mark));
        assert_eq!(Mark::find(b"@@short"), None);
        assert_eq!(Mark::find(b"no mark"), None);
    }

    #[test]
    fn every_message_counts_once() {
        let mut received = Received::default();
        let arrivals = [0, 2, 2, 1, 1, 3].map(|seq| received.note(seq));
        use Arrival::{Again, Early, InOrder};
        assert_eq!(arrivals, [InOrder, Early, Again, InOrder, Again, InOrder]);
    }
}
