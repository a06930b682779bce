//! Enumerations are stored as the words they have on the wire, so that one place spells them.

use sea_orm::DbErr;
use serde::{Serialize, de::DeserializeOwned};

/// The word for a value of an enumeration without fields.
pub fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => {
            unreachable!("only enumerations without fields are stored as words, not {other:?}")
        }
    }
}

/// The value for a word.
///
/// # Errors
/// Where the database holds a word that this version does not know.
pub fn from_word<T: DeserializeOwned>(word: &str) -> Result<T, DbErr> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|error| DbErr::Type(format!("unknown word {word:?}: {error}")))
}

#[cfg(test)]
mod tests {
    use domain::room::{HistoryAccess, Role};

    use super::*;

    #[test]
    fn values_are_stored_as_their_words() {
        assert_eq!(word(HistoryAccess::FromJoining), "from_joining");
        assert_eq!(from_word::<Role>("moderator").ok(), Some(Role::Moderator));
        assert!(from_word::<Role>("king").is_err());
    }
}
