//! Errors in plain words. The wire carries codes; here they become sentences that say what happened and what to do.

use domain::text::TextError;
use protocol::error::{ApiError, Field};

/// What a field is called in a sentence.
#[must_use]
pub fn field_name(field: Field) -> &'static str {
    match field {
        Field::FirstName => "first name",
        Field::LastName => "last name",
        Field::Username => "username",
        Field::Email => "e-mail address",
        Field::Password => "password",
        Field::CurrentPassword => "current password",
        Field::About => "line about you",
        Field::Note => "note",
        Field::Name => "name",
        Field::Topic => "topic",
        Field::Body => "message",
        Field::People => "list of people",
        Field::Query => "search",
        Field::Emoji => "emoji",
    }
}

/// One or two sentences for a person.
#[must_use]
pub fn explain(error: &ApiError) -> String {
    let text: &str = match error {
        ApiError::NotSignedIn => "You are signed out. Please sign in again.",
        ApiError::WrongCredentials => {
            "That name and password do not go together. Please try again."
        }
        ApiError::Forbidden => "Your role does not allow this.",
        ApiError::InvitationNeeded => {
            "This place is by invitation. Please open the link you were given."
        }
        ApiError::SetupCodeNeeded => {
            "The first account needs the set-up code that the server printed when it started."
        }
        ApiError::NotFound => "There is nothing here, or nothing you may see.",
        ApiError::NotAMember => "You are not a member of this room.",
        ApiError::ReadOnly => "Only moderators write here.",
        ApiError::Unreachable => "This person cannot be written to.",
        ApiError::DirectChat => "A talk between two stays between two. Start a group instead.",
        ApiError::LastOwner => "You are the last owner. Make someone else owner first.",
        ApiError::InvalidField { field, reason } => {
            let name = field_name(*field);
            return match reason {
                TextError::Empty => format!("Please fill in the {name}."),
                TextError::TooLong { max } => format!("The {name} can have at most {max} characters."),
                TextError::TooShort { min } => format!("The {name} needs at least {min} characters."),
                TextError::Malformed if *field == Field::Username => {
                    "A username is made of the letters a to z, digits, dots, dashes and underscores.".to_owned()
                }
                TextError::Malformed => format!("This does not look like a valid {name}."),
            };
        }
        ApiError::Search(_) => "This cannot be looked for as it is written.",
        ApiError::Taken { field } => {
            return format!("That {} is already in use.", field_name(*field));
        }
        ApiError::WeakPassword => {
            "That password is on a list of leaked ones or easy to guess. Please choose another."
        }
        ApiError::TooMany { max } => return format!("At most {max} at once, please."),
        ApiError::Malformed | ApiError::Internal => {
            "Something went wrong on our side. Please try again."
        }
        ApiError::TooLarge { .. } => "That is too large to send.",
        ApiError::RateLimited { retry_after_ms } => {
            let seconds = retry_after_ms.div_ceil(1_000).max(1);
            return format!("That was a bit fast. Please try again in {seconds} s.");
        }
        ApiError::ForeignOrigin => {
            "This request came from another site, so it was not carried out."
        }
        ApiError::VersionMismatch => "Moodlight was updated. Please reload the page.",
        ApiError::NotHere | ApiError::Unavailable => {
            "The server is busy or restarting. Please try again in a moment."
        }
        ApiError::NoConnection => "The server cannot be reached. Please check your connection.",
    };
    text.to_owned()
}

/// The field that an error belongs beside, if it belongs beside one.
#[must_use]
pub fn field_of(error: &ApiError) -> Option<Field> {
    match error {
        ApiError::InvalidField { field, .. } | ApiError::Taken { field } => Some(*field),
        ApiError::WeakPassword => Some(Field::Password),
        _ => None,
    }
}
