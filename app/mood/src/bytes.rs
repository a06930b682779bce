//! Reading a model's file, byte by byte: whatever the bytes are, the outcome is a model or an error.

use std::fmt;

/// Why bytes are no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// They begin otherwise than a model of this version does.
    OtherKind,
    /// They end too early or too late.
    Length,
    /// They hold something that no model holds, such as an eighth emotion.
    Content,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherKind => "this is not a mood model of this version",
            Self::Length => "the mood model is not whole",
            Self::Content => "the mood model holds what no model can hold",
        })
    }
}

impl std::error::Error for ModelError {}

/// What is left to read. Numbers are little-endian.
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next `n` bytes.
    pub fn take(&mut self, n: usize) -> Result<&'a [u8], ModelError> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(ModelError::Length)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The next `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(ModelError::Length)?;
        self.0 = rest;
        Ok(*taken)
    }

    /// A count or a seed.
    pub fn number(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// A weight, at most 100 either way.
    pub fn weight(&mut self) -> Result<f32, ModelError> {
        let weight = f32::from_le_bytes(self.array()?);
        if weight.abs() <= 100.0 {
            Ok(weight)
        } else {
            Err(ModelError::Content)
        }
    }

    /// A text of up to 255 bytes, after its length.
    pub fn text(&mut self) -> Result<&'a str, ModelError> {
        let [length] = self.array()?;
        let text = self.take(usize::from(length))?;
        std::str::from_utf8(text).map_err(|_| ModelError::Content)
    }

    /// Nothing may be left.
    pub fn end(&self) -> Result<(), ModelError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(ModelError::Length)
        }
    }
}
