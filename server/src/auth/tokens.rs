//! Secrets that open doors: the token of a sign-in, the code of the invitation link, the set-up code, a new password.
//!
//! A token is known to its holder only; the server keeps its SHA-256. That needs no slow hash: 256 random bits cannot
//! be guessed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// The token of a sign-in. Has no `Debug` that shows it.
#[derive(Clone)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// A new one: 32 random bytes.
    #[must_use]
    pub fn random() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// One that came with a request; nothing if it cannot be one, so that no query is made for it.
    #[must_use]
    pub fn received(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    /// As it travels.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored in its stead.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

/// Letters that cannot be mistaken for each other when they are read aloud or copied by hand.
const READABLE: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// A code of `length` readable letters, 5 random bits each.
#[must_use]
pub fn readable_code(length: usize) -> String {
    rand::random_iter::<u8>()
        .take(length)
        .map(|byte| char::from(READABLE[usize::from(byte % 32)]))
        .collect()
}

/// Compares in a time that depends on the lengths only.
#[must_use]
pub fn same_secret(given: &str, right: &str) -> bool {
    // Hashing first makes both the same length and hides which byte differed.
    let (given, right) = (
        Sha256::digest(given.as_bytes()),
        Sha256::digest(right.as_bytes()),
    );
    given
        .iter()
        .zip(right.iter())
        .fold(0_u8, |difference, (a, b)| difference | (a ^ b))
        == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_survive_the_way_back() {
        let (one, other) = (Token::random(), Token::random());
        assert_ne!(one.reveal(), other.reveal());
        let back = Token::received(one.reveal()).expect("well formed");
        assert_eq!(back.hash(), one.hash());
        assert!(Token::received("short").is_none());
        assert!(Token::received("").is_none());
        assert!(!format!("{one:?}").contains(one.reveal()));
    }

    #[test]
    fn codes_are_compared_whole() {
        let code = readable_code(20);
        assert_eq!(code.len(), 20);
        assert!(same_secret(&code, &code));
        assert!(!same_secret(&code[..19], &code));
        assert!(!same_secret("", &code));
    }
}
