//! A text with what is selected in it, as a field has them, and what can be done there. Pure; places are counted in UTF-16, as
//! browsers do.

/// A text that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing {
    text: Vec<u16>,
    /// Where the selection begins; where one writes, if nothing is selected.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// What is being typed after a sign that asks for suggestions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The sign: `@` or `:`.
    pub sign: char,
    /// What stands behind it so far, in lower case.
    pub word: String,
    /// Where the sign stands.
    start: usize,
}

impl Writing {
    /// A text with this selection.
    pub fn new(text: &str, start: usize, end: usize) -> Self {
        let text: Vec<u16> = text.encode_utf16().collect();
        let end = end.min(text.len());
        Self {
            start: start.min(end),
            end,
            text,
        }
    }

    /// The text.
    pub fn text(&self) -> String {
        String::from_utf16_lossy(&self.text)
    }

    /// Puts words in place of what is selected; one writes on behind them.
    pub fn insert(&mut self, words: &str) {
        let words: Vec<u16> = words.encode_utf16().collect();
        let behind = self.start + words.len();
        self.text.splice(self.start..self.end, words);
        (self.start, self.end) = (behind, behind);
    }

    /// Puts what is selected between two marks, or takes them away where they are around it. With nothing selected one writes
    /// between them.
    pub fn wrap(&mut self, mark: &str) {
        let mark: Vec<u16> = mark.encode_utf16().collect();
        let (size, start, end) = (mark.len(), self.start, self.end);
        let before = start.checked_sub(size).map(|from| &self.text[from..start]);
        let after = self.text.get(end..end + size);
        if before == Some(&mark[..]) && after == Some(&mark[..]) {
            self.text.drain(end..end + size);
            self.text.drain(start - size..start);
            (self.start, self.end) = (start - size, end - size);
        } else {
            self.text.splice(end..end, mark.iter().copied());
            self.text.splice(start..start, mark);
            (self.start, self.end) = (start + size, end + size);
        }
    }

    /// Begins each selected line with a mark, or takes it away where all of them have it.
    pub fn begin_lines(&mut self, mark: &str) {
        let mark: Vec<u16> = mark.encode_utf16().collect();
        let newline = u16::from(b'\n');
        let first = self.text[..self.start]
            .iter()
            .rposition(|unit| *unit == newline)
            .map_or(0, |at| at + 1);
        let lines: Vec<&[u16]> = self.text[first..self.end]
            .split(|u| *u == newline)
            .collect();
        let has_all = lines.iter().all(|line| line.starts_with(&mark));
        let changed: Vec<Vec<u16>> = lines
            .iter()
            .map(|line| match line.strip_prefix(&mark[..]) {
                Some(rest) if has_all => rest.to_vec(),
                _ => [&mark[..], line].concat(),
            })
            .collect();
        let changed = changed.join(&newline);
        let end = first + changed.len();
        self.text.splice(first..self.end, changed);
        (self.start, self.end) = (end, end);
    }

    /// What is being typed behind `@`, or behind `:` with two letters at least.
    pub fn token(&self) -> Option<Token> {
        if self.start != self.end {
            return None;
        }
        let before = String::from_utf16_lossy(&self.text[..self.start]);
        let sign_at = before.rfind(['@', ':'])?;
        let sign = before[sign_at..].chars().next()?;
        let word = &before[sign_at + 1..];
        let begins_word = !before[..sign_at].ends_with(|c: char| c.is_alphanumeric() || c == ':');
        let is_long_enough = sign == '@' || word.chars().count() >= 2;
        let is_one_word = word
            .chars()
            .all(|c| c.is_alphanumeric() || "._-+".contains(c));
        (begins_word && is_long_enough && is_one_word).then(|| Token {
            sign,
            word: word.to_lowercase(),
            start: before[..sign_at].encode_utf16().count(),
        })
    }

    /// Puts words in place of what was typed, with a blank behind them.
    pub fn complete(&mut self, token: &Token, words: &str) {
        self.start = token.start;
        self.insert(&format!("{words} "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[` and `]` stand for the selection, `|` for where one writes.
    fn writing(marked: &str) -> Writing {
        let units = |text: &str| text.encode_utf16().count();
        let plain = marked.replace(['[', ']', '^'], "");
        match marked.find('^') {
            Some(at) => Writing::new(&plain, units(&marked[..at]), units(&marked[..at])),
            None => {
                let start = marked.find('[').expect("a selection");
                let end = marked.find(']').expect("its end");
                Writing::new(&plain, units(&marked[..start]), units(&marked[..end]) - 1)
            }
        }
    }

    fn check(before: &str, act: impl Fn(&mut Writing), after: &str) {
        let mut found = writing(before);
        act(&mut found);
        assert_eq!(found, writing(after), "{before}: {}", found.text());
    }

    #[test]
    fn words_are_put_where_one_writes() {
        check("Happy ^ day", |w| w.insert("🎉"), "Happy 🎉^ day");
        check("🌷[old]🌷", |w| w.insert("new"), "🌷new^🌷");
        check("^", |w| w.insert("a"), "a^");
    }

    #[test]
    fn marks_are_put_around_and_taken_away() {
        check("so [good] it is", |w| w.wrap("**"), "so **[good]** it is");
        check("so **[good]** it is", |w| w.wrap("**"), "so [good] it is");
        check("^", |w| w.wrap("`"), "`^`");
        check("`^`", |w| w.wrap("`"), "^");
    }

    #[test]
    fn lines_begin_with_marks() {
        check(
            "one\n[two\nthree]",
            |w| w.begin_lines("> "),
            "one\n> two\n> three^",
        );
        check("[> two\n> three]", |w| w.begin_lines("> "), "two\nthree^");
        check("^", |w| w.begin_lines("- "), "- ^");
    }

    #[test]
    fn suggestions_are_for_words_behind_a_sign() {
        let token = |marked: &str| writing(marked).token().map(|t| (t.sign, t.word));
        let some = |sign: char, word: &str| Some((sign, word.to_owned()));
        assert_eq!(token("hi @Ad^"), some('@', "ad"));
        assert_eq!(token("@^"), some('@', ""));
        assert_eq!(token(":pa^"), some(':', "pa"));
        for none in [
            "me@home^",
            ":p^",
            "at 10:30^",
            "@ada l^",
            "a^",
            "::ab^",
            "[@ada]",
        ] {
            assert_eq!(token(none), None, "{none}");
        }
        let mut found = writing("🌷 hi @a^ there");
        let token = found.token().expect("one");
        found.complete(&token, "@ada");
        assert_eq!(found, writing("🌷 hi @ada ^ there"));
    }
}
