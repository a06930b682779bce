//! Which other languages this server has models for, and where.

use mood::Language;

use crate::browser::signs;

/// Where the model of a language is. None: there is none.
pub(super) fn address(language: Language) -> Option<String> {
    of(&signs::told("languages")?, language).map(str::to_owned)
}

/// `ru=/a uk=/b`: letters and paths.
fn of(all: &str, language: Language) -> Option<&str> {
    let mut each = all.split(' ').filter_map(|one| one.split_once('='));
    let (_, path) = each.find(|(code, _)| *code == language.code())?;
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_its_own_file_or_none() {
        let all = "es=/pkg/a.model ru=/pkg/b.model";
        assert_eq!(of(all, Language::Russian), Some("/pkg/b.model"));
        assert_eq!(of(all, Language::German), None);
        assert_eq!(of(all, Language::Other), None);
        assert_eq!(of("", Language::Spanish), None);
    }
}
