//! Lines to blocks. A quote or an item hands the lines it holds, less their marks, to the same function again.

use super::{
    Align, Block, DEPTH_MAX,
    inlines::{bar, inlines},
};

/// What lines hold that stand `depth` blocks deep; `source` is the text that they are cut from.
pub(super) fn blocks<'a>(source: &'a str, lines: &[&'a str], depth: usize) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let mut paragraph = 0;
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        let found = fence(rest)
            .or_else(|| quote(source, rest, depth))
            .or_else(|| list(source, rest, depth, paragraph < at))
            .or_else(|| table(source, rest));
        let is_blank = rest[0].trim().is_empty();
        if (found.is_some() || is_blank) && paragraph < at {
            blocks.push(Block::Paragraph(inlines(source, &lines[paragraph..at])));
        }
        if let Some((block, taken)) = found {
            blocks.push(block);
            at += taken;
            paragraph = at;
        } else {
            at += 1;
            if is_blank {
                paragraph = at;
            }
        }
    }
    if paragraph < at {
        blocks.push(Block::Paragraph(inlines(source, &lines[paragraph..])));
    }
    blocks
}

/// A block at the beginning of some lines, and how many it takes.
type Found<'a> = Option<(Block<'a>, usize)>;

const FENCE: &str = "```";

fn fence<'a>(lines: &[&'a str]) -> Found<'a> {
    let (indent, opening) = indented(lines[0], usize::MAX);
    let word = opening.trim_start_matches('`');
    let width = opening.len() - word.len();
    let word = word.trim();
    if width < FENCE.len() || word.contains('`') {
        return None;
    }
    let closes = |line: &&str| {
        let line = line.trim();
        line.len() >= width && is_only(line, b"`")
    };
    let closing = lines[1..].iter().position(closes);
    let inside = closing.map_or(&lines[1..], |len| &lines[1..=len]);
    let mut code: Vec<_> = inside.iter().map(|line| indented(line, indent).1).collect();
    if closing.is_none()
        && let Some(last) = code.last_mut()
        && let Some(before) = last.trim_end().strip_suffix(FENCE)
    {
        // Many close right after the last word.
        *last = before;
    }
    let is_language = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '#' | '.' | '_');
    let mut language = None;
    if code.iter().all(|line| line.trim().is_empty()) {
        if word.is_empty() {
            // Says nothing: backticks on their own stay as typed, unless they hold blank lines on purpose.
            closing?;
        } else {
            code = vec![word];
        }
    } else if word.chars().all(is_language) {
        language = Some(word).filter(|word| !word.is_empty());
    } else {
        code.insert(0, word);
    }
    let block = Block::Code {
        language,
        lines: code,
    };
    Some((block, closing.map_or(lines.len(), |len| len + 2)))
}

fn quote<'a>(source: &'a str, lines: &[&'a str], depth: usize) -> Found<'a> {
    if depth == DEPTH_MAX || is_only(quoted(lines[0])?, b"> \t") {
        return None;
    }
    let inside: Vec<_> = lines.iter().map_while(|line| quoted(line)).collect();
    let block = Block::Quote(blocks(source, &inside, depth + 1));
    Some((block, inside.len()))
}

/// What a line of a quote holds, less its `>`. Faces such as `>_<`, `>:(` and `>o<` are no quotes, nor is `>5`.
fn quoted(line: &str) -> Option<&str> {
    let inside = line.trim_start().strip_prefix('>')?;
    let text = inside.trim_start_matches('>');
    let mut word = text.split(char::is_whitespace).next()?.chars();
    let begins = word.next().is_none_or(|c| {
        c.is_ascii_alphabetic() || !c.is_ascii() || b"*`~|@[\"#".contains(&(c as u8))
    });
    if !begins || matches!(word.next_back(), Some('<' | '>')) {
        return None;
    }
    Some(inside.strip_prefix(' ').unwrap_or(inside))
}

/// The beginning of an item.
struct Marker<'a> {
    /// The columns before it.
    indent: usize,
    /// The columns of the mark with its blank.
    width: usize,
    number: Option<u32>,
    text: &'a str,
}

fn marker(line: &str) -> Option<Marker<'_>> {
    let (indent, line) = indented(line, usize::MAX);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, mark_len) = match digits {
        0 => line.starts_with(['-', '*']).then_some((None, 1))?,
        // Longer ones are years, and `007` would lose its noughts.
        1..=3 if digits == 1 || !line.starts_with('0') => {
            line[digits..].starts_with('.').then_some(())?;
            (Some(line[..digits].parse().ok()?), digits + 1)
        }
        _ => return None,
    };
    let text = line[mark_len..].strip_prefix([' ', '\t'])?;
    let is_hug = line.starts_with('*') && text.trim_end().ends_with(" *");
    let is_rule = is_only(text, b"-* \t");
    (!is_hug && !is_rule).then_some(Marker {
        indent,
        width: mark_len + 1,
        number,
        text,
    })
}

fn list<'a>(source: &'a str, lines: &[&'a str], depth: usize, in_paragraph: bool) -> Found<'a> {
    let mut item = marker(lines[0]).filter(|_| depth < DEPTH_MAX)?;
    let first = item.number;
    // In the middle of a sentence a number is more often a day or a house.
    if in_paragraph && first.is_some_and(|number| number != 1) {
        return None;
    }
    let mut items = Vec::new();
    let mut at = 0;
    loop {
        let mut inside = vec![item.text];
        at += 1;
        let next = loop {
            let blanks = lines[at..]
                .iter()
                .take_while(|line| line.trim().is_empty())
                .count();
            let Some(line) = lines.get(at + blanks) else {
                break None;
            };
            if indented(line, item.indent + 2).0 < item.indent + 2 {
                break marker(line).map(|next| (next, at + blanks));
            }
            inside.resize(inside.len() + blanks, "");
            inside.push(indented(line, item.indent + item.width).1);
            at += blanks + 1;
        };
        items.push(blocks(source, &inside, depth + 1));
        // A number that does not count on begins a list of its own: it shows as it was typed.
        let expected = first.map(|first| first + items.len() as u32);
        match next {
            Some((next, begin)) if next.number == expected => {
                item = next;
                at = begin;
            }
            _ => return Some((Block::List { first, items }, at)),
        }
    }
}

fn table<'a>(source: &'a str, lines: &[&'a str]) -> Found<'a> {
    let align = alignment(lines.get(1)?)?;
    let columns = align.len();
    // One more than there may be, to see whether there are too many.
    if cells(lines[0], columns + 1)?.len() != columns {
        return None;
    }
    let mut rows = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        if number == 1 {
            continue;
        }
        let Some(cells) = cells(line, columns) else {
            break;
        };
        let row = cells.iter().map(|cell| inlines(source, &[*cell]));
        rows.push(row.collect());
    }
    let taken = rows.len() + 1;
    let head = rows.remove(0);
    Some((Block::Table { align, head, rows }, taken))
}

/// The columns that a line such as `|:--|--:|` describes.
fn alignment(line: &str) -> Option<Vec<Align>> {
    if !is_only(line, b"|:- \t") {
        return None;
    }
    let mut columns = Vec::new();
    for cell in cells(line, usize::MAX)? {
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let is_left = dashes.len() < cell.len();
        let (dashes, is_right) = match dashes.strip_suffix(':') {
            Some(dashes) => (dashes, true),
            None => (dashes, false),
        };
        if dashes.is_empty() || !is_only(dashes, b"-") {
            return None;
        }
        columns.push(match (is_left, is_right) {
            (false, false) => Align::Auto,
            (true, false) => Align::Left,
            (true, true) => Align::Center,
            (false, true) => Align::Right,
        });
    }
    Some(columns)
}

/// The cells of a row: at most `most`, the last one takes what is left. None without a bar.
fn cells(line: &str, most: usize) -> Option<Vec<&str>> {
    let line = line.trim();
    let first = bar(line)?;
    let mut rest = if first == 0 { &line[1..] } else { line };
    let mut cells = Vec::new();
    loop {
        let end = bar(rest).unwrap_or(rest.len());
        let is_last = end + 1 >= rest.len();
        if is_last || cells.len() + 1 == most {
            let last = if is_last { &rest[..end] } else { rest };
            cells.push(last.trim_end_matches(" |").trim());
            return Some(cells);
        }
        cells.push(rest[..end].trim());
        rest = &rest[end + 1..];
    }
}

/// How many columns of blanks a line begins with, of which only `most` are looked at, and what comes after those. A tab is
/// four columns.
fn indented(line: &str, most: usize) -> (usize, &str) {
    let mut columns = 0;
    let mut blanks = 0;
    for byte in line.bytes() {
        columns += match byte {
            b' ' if columns < most => 1,
            b'\t' if columns < most => 4,
            _ => break,
        };
        blanks += 1;
    }
    (columns, &line[blanks..])
}

/// Whether a text holds nothing but these.
fn is_only(text: &str, bytes: &[u8]) -> bool {
    text.bytes().all(|byte| bytes.contains(&byte))
}
