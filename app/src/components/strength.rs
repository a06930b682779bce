//! Passwords as forms check and rate them.

use domain::{
    password::{PASSWORD_MAX, PASSWORD_MIN, Strength},
    text::TextError,
};

/// The length, before anything is sent. Whether it is leaked only the server can tell.
///
/// # Errors
/// [`TextError`] with the reason.
pub fn check_password(password: &str) -> Result<String, TextError> {
    let limit = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    match password.chars().count() {
        0 => Err(TextError::Empty),
        length if length < PASSWORD_MIN => Err(TextError::TooShort {
            min: limit(PASSWORD_MIN),
        }),
        length if length > PASSWORD_MAX => Err(TextError::TooLong {
            max: limit(PASSWORD_MAX),
        }),
        _ => Ok(password.to_owned()),
    }
}

/// The meter's step for a strength.
#[must_use]
pub fn meter(strength: Strength) -> u8 {
    match strength {
        Strength::TooWeak => 1,
        Strength::Fair => 2,
        Strength::Good => 3,
        Strength::Strong => 4,
    }
}
