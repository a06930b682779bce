//! Lines to formatted text, in one pass: what could begin something is put down as text and remembered; when its end
//! comes, all that was put down since is taken up again and put inside. What never ends is text already.

use std::ops::Range;

use super::{DEPTH_MAX, Inline, flanks::flanks, label};
use crate::{links, text::USERNAME_MAX};

/// What some lines hold; `source` is the text that they are cut from.
pub(super) fn inlines<'a>(source: &'a str, lines: &[&'a str]) -> Vec<Inline<'a>> {
    let mut reader = Reader {
        source,
        out: Vec::new(),
        open: Vec::new(),
        said: 0,
    };
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            reader.out.push(Inline::Break);
        }
        reader.line(line);
    }
    joined(source, reader.out)
}

struct Reader<'a> {
    source: &'a str,
    out: Vec<Inline<'a>>,
    /// What waits for its end, the innermost last: never more than may stand in each other.
    open: Vec<Open<'a>>,
    /// How much came that is more than punctuation.
    said: usize,
}

struct Open<'a> {
    mark: u8,
    /// What is left of the marks.
    run: &'a str,
    /// Where they stand in `out`.
    at: usize,
    /// What had been said before them.
    said: usize,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str) {
        let bytes = line.as_bytes();
        let indent = line.len() - line.trim_start().len();
        // Up to `from` all is put down, up to `at` all is read.
        let mut from = 0;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let rest = &bytes[at..];
            let run_len = || rest.iter().take_while(|next| **next == byte).count();
            match byte {
                b'\\' => {
                    let run_end = at + run_len();
                    let kept = (run_end - at) / 2;
                    let is_odd = (run_end - at) % 2 == 1;
                    let is_escape = match bytes.get(run_end) {
                        Some(b'*' | b'_' | b'~' | b'|' | b'`' | b'[' | b']' | b'@') => true,
                        Some(b'>' | b'-') => at == indent,
                        _ => false,
                    };
                    // The arm of ¯\_(ツ)_/¯ stays.
                    let is_arm = run_end == at + 1 && line[..at].ends_with('¯');
                    if is_escape && !is_arm {
                        self.text(line, from..at + kept);
                        from = run_end;
                    }
                    at = run_end;
                    if is_escape && is_odd {
                        // Of backticks all: fewer would have no partner, and each would be sought to the line's end.
                        at += backticks(line, at).max(1);
                    }
                }
                b'`' => {
                    if let Some((inside, end)) = code(line, at) {
                        self.text(line, from..at);
                        self.piece(Inline::Code(inside));
                        at = end;
                        from = end;
                    } else {
                        at += run_len();
                    }
                }
                b'*' | b'_' | b'~' | b'|' => {
                    let end = at + run_len();
                    let (opens, closes) = flanks(line, at, end);
                    if closes && self.can_close(byte, end - at).is_some() {
                        self.text(line, from..at);
                        from = end - self.close(byte, &line[at..end]);
                    }
                    let start = from.max(at);
                    if opens && start < end {
                        self.text(line, from..start);
                        self.open(byte, &line[start..end]);
                        from = end;
                    }
                    at = end;
                }
                b'[' => {
                    self.text(line, from..at);
                    at += 1;
                    self.open(byte, &line[at - 1..at]);
                    from = at;
                }
                b']' => {
                    self.text(line, from..at);
                    from = at;
                    at += self.close_label(&line[at..]).map_or(1, |len| {
                        from += len;
                        len
                    });
                }
                _ => {
                    let found = match byte {
                        b'@' => mention(line, at),
                        b'h' | b'H' => self.address(line, at),
                        _ => None,
                    };
                    if let Some((piece, len)) = found {
                        self.text(line, from..at);
                        self.piece(piece);
                        at += len;
                        from = at;
                    } else {
                        self.said += usize::from(byte.is_ascii_alphanumeric() || byte >= 0x80);
                        at += 1;
                    }
                }
            }
        }
        self.text(line, from..line.len());
    }

    #[inline(never)]
    fn text(&mut self, line: &'a str, range: Range<usize>) {
        if !range.is_empty() {
            self.out.push(Inline::Text(&line[range]));
        }
    }

    fn piece(&mut self, piece: Inline<'a>) {
        self.said += 1;
        self.out.push(piece);
    }

    fn open(&mut self, mark: u8, run: &'a str) {
        // Three marks are emphasis and strong.
        let levels = |run: &str| 1 + run.len() / 3;
        let mut depth: usize = self.open.iter().map(|open| levels(open.run)).sum();
        while depth + levels(run) > DEPTH_MAX {
            depth -= levels(self.open.remove(0).run);
        }
        self.open.push(Open {
            mark,
            run,
            at: self.out.len(),
            said: self.said,
        });
        self.out.push(Inline::Text(run));
    }

    /// The nearest opening marks that so many marks can close.
    fn can_close(&self, mark: u8, len: usize) -> Option<usize> {
        let matches = |open: &Open| {
            let fits = match len {
                1 => open.run.len() != 2,
                2 => open.run.len() >= 2,
                _ => true,
            };
            // `*.*` and `^_^` hold nothing to stress.
            let says = self.said > open.said || matches!(mark, b'|' | b'~');
            open.mark == mark && fits && says
        };
        self.open.iter().rposition(matches)
    }

    /// Closes what a run of marks can close, and tells how many marks are left of it.
    fn close(&mut self, mark: u8, run: &'a str) -> usize {
        let mut left = run.len();
        while left > 0
            && let Some(index) = self.can_close(mark, left)
        {
            self.open.truncate(index + 1);
            let open = &mut self.open[index];
            let used = if open.run.len() >= 2 && left >= 2 {
                2
            } else {
                1
            };
            left -= used;
            let inside = joined(self.source, self.out.split_off(open.at + 1));
            open.run = &open.run[used..];
            if open.run.is_empty() {
                self.open.pop();
                self.out.pop();
            } else {
                self.out[open.at] = Inline::Text(open.run);
            }
            self.out.push(match (mark, used) {
                (b'~', _) => Inline::Strike(inside),
                (b'|', _) => Inline::Spoiler(inside),
                (_, 2) => Inline::Strong(inside),
                _ => Inline::Emphasis(inside),
            });
        }
        left
    }

    /// Makes a link when `rest`, from its `]` on, closes a label, and tells how much of it that took.
    fn close_label(&mut self, rest: &'a str) -> Option<usize> {
        let index = self.open.iter().rposition(|open| open.mark == b'[')?;
        let from = self.open[index].at + 1;
        let target = rest.strip_prefix("](").and_then(target);
        let Some(address) = target.filter(|target| label::is_honest(&self.out[from..], target))
        else {
            self.open.remove(index);
            return None;
        };
        let mut label = joined(self.source, self.out.split_off(from));
        if let [Inline::Address(text)] = label[..] {
            label = vec![Inline::Text(text)];
        }
        self.out.pop();
        self.open.truncate(index);
        // There are no links in links.
        self.open.retain(|open| open.mark != b'[');
        self.piece(Inline::Link { address, label });
        Some(address.len() + "]()".len())
    }

    fn address(&self, line: &'a str, at: usize) -> Option<(Inline<'a>, usize)> {
        let in_label = self.open.iter().any(|open| open.mark == b'[');
        if line[..at].ends_with(char::is_alphanumeric) {
            return None;
        }
        let address = links::address(&line[at..], in_label)?;
        Some((Inline::Address(address), address.len()))
    }
}

/// A person's name after the `@` at `at`, and how long both are.
fn mention(line: &str, at: usize) -> Option<(Inline<'_>, usize)> {
    let rest = &line[at + 1..];
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let after = rest.trim_start_matches(is_name);
    let name =
        rest[..rest.len() - after.len()].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let in_word = |c: char| c.is_alphanumeric() || c == '@';
    let is_whole = !line[..at].ends_with(|c| in_word(c) || c == '/') && !after.starts_with(in_word);
    let is_legal = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && (2..=USERNAME_MAX).contains(&name.len());
    (is_whole && is_legal).then_some((Inline::Mention(name), name.len() + 1))
}

/// The address that stands before the next `)` that it did not open.
fn target(rest: &str) -> Option<&str> {
    let scheme = links::scheme_len(rest)?;
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            ')' if depth == 0 => {
                let begins = rest[scheme..at].starts_with(char::is_alphanumeric);
                return begins.then_some(&rest[..at]);
            }
            ')' => depth -= 1,
            '(' => depth += 1,
            ']' if rest[at + 1..].starts_with('(') => return None,
            _ if links::ends_address(c) => return None,
            _ => {}
        }
    }
    None
}

/// The code between the backticks at `at` and as many others, and where those end. Of runs of one, two or three
/// only the last of each in a line can be without a partner: a line is searched to its end three times at most.
fn code(line: &str, at: usize) -> Option<(&str, usize)> {
    let width = backticks(line, at);
    if width > 3 {
        return None;
    }
    let start = at + width;
    let mut end = start;
    loop {
        end += line[end..].find('`')?;
        let closing = backticks(line, end);
        if closing == width {
            break;
        }
        end += closing;
    }
    let inside = &line[start..end];
    // One blank on each side is there to hold a backtick off.
    let bare = inside
        .strip_prefix(' ')
        .and_then(|inside| inside.strip_suffix(' '))
        .filter(|bare| !bare.trim().is_empty());
    Some((bare.unwrap_or(inside), end + width))
}

fn backticks(line: &str, at: usize) -> usize {
    line.as_bytes()[at..]
        .iter()
        .take_while(|byte| **byte == b'`')
        .count()
}

/// Where the next bar stands that is neither escaped nor in code.
pub(super) fn bar(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'|' => return Some(at),
            b'\\' => {
                at += 1;
                at += match bytes.get(at) {
                    Some(b'|' | b'\\') => 1,
                    _ => backticks(line, at),
                };
            }
            b'`' => at = code(line, at).map_or(at + backticks(line, at), |(_, end)| end),
            _ => at += 1,
        }
    }
    None
}

/// Puts together texts that stand side by side in `source`.
fn joined<'a>(source: &'a str, pieces: Vec<Inline<'a>>) -> Vec<Inline<'a>> {
    let start = |text: &str| text.as_ptr() as usize - source.as_ptr() as usize;
    let mut out: Vec<Inline> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if let Inline::Text(text) = piece
            && let Some(Inline::Text(before)) = out.last_mut()
            && start(before) + before.len() == start(text)
        {
            *before = &source[start(before)..start(text) + text.len()];
        } else {
            out.push(piece);
        }
    }
    out
}
