//! Who is asking: passwords, the tokens of sign-ins and the cookie that carries them.

pub mod cookies;
pub mod devices;
pub mod passwords;
pub mod strength;
pub mod tokens;
