//! Parts of texts. Nobody has labelled them, but larger nets can read them, and from what they read in more texts than
//! there are a small net learns more of what they know.
//! Source: Jiao et al., "TinyBERT: distilling BERT for natural language understanding" (2020), whose texts are changed otherwise.

use rand::{RngExt, rngs::StdRng};

/// Shorter texts are left whole.
const WORDS_MIN: usize = 5;
/// How much of a text is taken, at least and at most, in tenths.
const TENTHS: [usize; 2] = [3, 8];

/// Some neighbouring words of a text.
pub fn crop(text: &str, random: &mut StdRng) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() < WORDS_MIN {
        return None;
    }
    let [least, most] = TENTHS.map(|tenths| words.len() * tenths / 10);
    let length = random.random_range(least.max(2)..=most);
    let begin = random.random_range(0..=words.len() - length);
    Some(words[begin..begin + length].join(" "))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a_part_is_shorter_and_stands_in_its_text() {
        let mut random = StdRng::seed_from_u64(3);
        for count in WORDS_MIN..40 {
            let text: Vec<String> = (0..count).map(|i| format!("w{i}")).collect();
            let text = text.join(" ");
            let part = crop(&text, &mut random).expect("long enough");
            let words = part.split(' ').count();
            assert!((2..count).contains(&words), "{part}");
            assert!(format!(" {text} ").contains(&format!(" {part} ")), "{part}");
        }
        assert_eq!(crop("four words are few", &mut random), None);
    }
}
