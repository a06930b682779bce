//! The server's last word on a new password: long enough, on no list of common ones, not made of the person's own names.
//!
//! The dictionaries (30,000 common passwords, names, words, keyboard walks) are those that `zxcvbn` carries.

use domain::{
    password::{PASSWORD_MAX, PASSWORD_MIN},
    text::TextError,
};
use protocol::{ApiError, error::Field};
use zxcvbn::Score;

/// Checks a new password. `own` holds the person's names, username, address and the place's name.
///
/// # Errors
/// [`ApiError::InvalidField`] where it is too short or too long, [`ApiError::WeakPassword`] where it would be guessed.
pub fn check(password: &str, own: &[&str]) -> Result<(), ApiError> {
    let length = password.chars().count();
    let refuse = |reason| Err(ApiError::invalid(Field::Password, reason));
    if length == 0 {
        return refuse(TextError::Empty);
    }
    if length < PASSWORD_MIN {
        return refuse(TextError::TooShort {
            min: u32::try_from(PASSWORD_MIN).unwrap_or(u32::MAX),
        });
    }
    if length > PASSWORD_MAX {
        return refuse(TextError::TooLong {
            max: u32::try_from(PASSWORD_MAX).unwrap_or(u32::MAX),
        });
    }
    let words: Vec<&str> = own
        .iter()
        .flat_map(|text| text.split(['@', '.', ' ', '-', '_']).chain([*text]))
        .filter(|word| word.chars().count() >= 3)
        .collect();
    let without_names = without(password, &words);
    // Two estimates: as it is, and with the person's own words cut out, which may be all there was to it.
    let guessed = zxcvbn::zxcvbn(password, &words).score() < Score::Two
        || without_names.chars().count() < password.chars().count()
            && zxcvbn::zxcvbn(&without_names, &[]).score() < Score::Two;
    if guessed {
        return Err(ApiError::WeakPassword);
    }
    Ok(())
}

fn without(password: &str, words: &[&str]) -> String {
    words
        .iter()
        .map(|word| word.to_lowercase())
        .fold(password.to_lowercase(), |rest, word| {
            rest.replace(&word, "")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str, expected: Result<(), ApiError>) {
        let own = [
            "ada.l",
            "Ada",
            "Lovelace",
            "ada.l@example.org",
            "Our Kitchen",
        ];
        assert_eq!(super::check(password, &own), expected, "{password}");
    }

    #[test]
    fn what_would_be_guessed_is_refused() {
        let refuse = |reason| Err(ApiError::invalid(Field::Password, reason));
        check("", refuse(TextError::Empty));
        check("walrus", refuse(TextError::TooShort { min: 8 }));
        check(&"x".repeat(257), refuse(TextError::TooLong { max: 256 }));
        check("password1", Err(ApiError::WeakPassword));
        check("qwertyuiop", Err(ApiError::WeakPassword));
        check("iloveyou12", Err(ApiError::WeakPassword));
        check("AdaLovelace", Err(ApiError::WeakPassword));
        check("lovelace2024", Err(ApiError::WeakPassword));
        check("aaaaaaaaaaaa", Err(ApiError::WeakPassword));
        check("green walrus sings", Ok(()));
        check("зелёный морж поёт", Ok(()));
        check("Tr7-kvz_Qp", Ok(()));
    }
}
