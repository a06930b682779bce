//! Whatever is said and looked for: the index brings every message that has it, and what is found is where it is said to be.

use proptest::prelude::*;

use super::{Closeness, Query, excerpt, terms};

/// Letters that fold, join and stand alone, in texts short enough that queries hit.
fn any_text() -> impl Strategy<Value = String> {
    let letters = prop::sample::select(vec![
        'a', 'b', 'A', 'é', 'e', '\u{301}', 'ß', 's', 'İ', 'ﷺ', '手', '机', 'が', 'か', '\u{3099}',
        'ั', 'ก', 'ि', 'ह', '한', '🎉', '\u{FE0F}', '\u{200D}', '-', '"', '“', ':', '.', ' ', ' ',
        '\n', '1',
    ]);
    prop::collection::vec(letters, 0..40).prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    #[test]
    fn what_is_found_was_brought(text in any_text(), query in any_text()) {
        let query: Query = match query.parse() {
            Ok(query) => query,
            Err(_) => return Ok(()),
        };
        let of_text = terms::terms(&text);
        for closeness in [Closeness::Exact, Closeness::Near] {
            let Some(places) = query.find(&text, closeness) else { continue };
            for any in query.terms(closeness) {
                let is_brought = any.iter().any(|all| all.iter().all(|term| of_text.contains(term)));
                prop_assert!(is_brought, "{closeness:?}: {any:?}");
            }
            let mut end = 0;
            for place in &places {
                prop_assert!(place.start >= end && place.end > place.start);
                prop_assert!(text.get(place.clone()).is_some(), "at characters");
                end = place.end;
            }
            let shown: String = excerpt(&text, &places, 80).into_iter().map(|piece| piece.text).collect();
            prop_assert_eq!(shown.chars().count(), text.chars().count());
        }
    }

    #[test]
    fn a_word_of_a_text_is_found_in_it(text in any_text(), from in 0_usize..40, length in 3_usize..10) {
        let part: String = text.chars().skip(from).take(length).collect();
        let is_word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric());
        if is_word(&part) && part.len() >= 3 {
            let query: Query = part.parse().expect("a word");
            prop_assert!(query.find(&text, Closeness::Exact).is_some());
            prop_assert!(query.find(&text, Closeness::Near).is_some());
        }
    }
}
