//! Formatted messages: text in, a tree out, with the marks that people know from other chats.
//!
//! A message is written for people first, so whatever is not clearly meant as a mark stays the text it is: faces, globs,
//! names with underscores, `2 * 3`. A newline is a newline. There are no headings (`#` begins channels, numbers and tags), no HTML and
//! no pictures. Nothing is lost: each character that is not a mark is somewhere in the tree, in its place.
//!
//! Texts come from strangers: nesting is bounded, so that drawing may recurse, and the time grows with the length only.
//! Who a mention means, and whether anybody has that name, is not known here.

mod blocks;
mod emoji;
mod flanks;
mod inlines;
mod label;
mod plain;

#[cfg(test)]
mod tests;

pub use emoji::is_only_emoji;
pub use plain::plain;

/// How deep blocks may stand in blocks, and formatting in formatting. What is marked deeper stays text.
pub const DEPTH_MAX: usize = 8;

/// What stands by itself, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// Lines of text.
    Paragraph(Vec<Inline<'a>>),
    /// Lines that began with `> `.
    Quote(Vec<Block<'a>>),
    /// Lines that began with `- ` or `* `, or with `1. `.
    List {
        /// The number of the first item, each next item has the next number; none where items have bullets.
        first: Option<u32>,
        /// What each item holds.
        items: Vec<Vec<Block<'a>>>,
    },
    /// Text between lines of three backticks, to be shown as it is.
    Code {
        /// The word after the first backticks, as typed.
        language: Option<&'a str>,
        /// The lines, without their ends.
        lines: Vec<&'a str>,
    },
    /// Lines of cells.
    Table {
        /// How each column is set: as many as `head` has cells.
        align: Vec<Align>,
        /// The cells of the first row.
        head: Vec<Vec<Inline<'a>>>,
        /// The other rows. None has more cells than there are columns; some may have fewer.
        rows: Vec<Vec<Vec<Inline<'a>>>>,
    },
}

/// A piece of text in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline<'a> {
    /// Text as it is, without line ends.
    Text(&'a str),
    /// The end of a line that is not the last one.
    Break,
    /// `**strong**` or `__strong__`.
    Strong(Vec<Inline<'a>>),
    /// `*emphasis*` or `_emphasis_`.
    Emphasis(Vec<Inline<'a>>),
    /// `~~strike~~`.
    Strike(Vec<Inline<'a>>),
    /// `||spoiler||`, to be hidden until asked for.
    Spoiler(Vec<Inline<'a>>),
    /// `` `code` ``.
    Code(&'a str),
    /// `@username`, without the `@`, as typed: in any case, and perhaps nobody's.
    Mention(&'a str),
    /// An `http` or `https` address, at once what is shown and where it leads.
    Address(&'a str),
    /// `[label](address)`.
    Link {
        /// Where it leads: `http` or `https`.
        address: &'a str,
        /// What is shown: no links or mentions in it, nor anything that looks like another address.
        label: Vec<Inline<'a>>,
    },
}

/// How a column of a table is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// As the text's direction wants: `---`.
    Auto,
    /// `:--`.
    Left,
    /// `:-:`.
    Center,
    /// `--:`.
    Right,
}

/// Whether a text surely has no marks in it, nor is only emoji: it may then be shown as it is. Cheap, and for most of what
/// people say true.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    let is_mark = |byte| b"*_~`|[@\\\r".contains(&byte);
    let begins_block = |line: &str| {
        let first = line.trim_start().bytes().next();
        first.is_none_or(|first| first.is_ascii_digit() || first == b'-' || first == b'>')
    };
    !text.bytes().any(is_mark)
        && !text.contains("://")
        && !text.ends_with('\n')
        && !text.lines().any(begins_block)
        && text.chars().any(char::is_alphanumeric)
}

/// Reads a message.
#[must_use]
pub fn parse(text: &str) -> Vec<Block<'_>> {
    let lines: Vec<_> = text.lines().collect();
    blocks::blocks(text, &lines, 1)
}
