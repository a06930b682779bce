//! The fields of the account forms, checked by the rules of `domain`, each refusal naming its field.

use domain::text;
use protocol::{ApiError, error::Field};

/// Names as they are stored.
pub struct Names {
    /// First name.
    pub first: String,
    /// Last name.
    pub last: String,
}

/// Checks both names.
pub fn names(first: &str, last: &str) -> Result<Names, ApiError> {
    Ok(Names {
        first: text::person_name(first)
            .map_err(|reason| ApiError::invalid(Field::FirstName, reason))?,
        last: text::person_name(last)
            .map_err(|reason| ApiError::invalid(Field::LastName, reason))?,
    })
}

/// Checks a username.
pub fn username(typed: &str) -> Result<String, ApiError> {
    text::username(typed).map_err(|reason| ApiError::invalid(Field::Username, reason))
}

/// Checks an e-mail address.
pub fn email(typed: &str) -> Result<String, ApiError> {
    text::email(typed).map_err(|reason| ApiError::invalid(Field::Email, reason))
}

/// Checks the line about oneself.
pub fn about(typed: &str) -> Result<String, ApiError> {
    text::topic(typed).map_err(|reason| ApiError::invalid(Field::About, reason))
}
