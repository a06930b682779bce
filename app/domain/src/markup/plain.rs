//! What is left of a message where it cannot be drawn: in lists, notifications, labels.

use super::{Block, Inline, parse};

/// What stands for a spoiler.
const HIDDEN: &str = "▇▇▇▇";

/// The text that a person reads, without its marks and with spoilers hidden, each block on a line of its own.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut lines = Lines {
        out: String::with_capacity(text.len()),
        lead: String::new(),
    };
    lines.blocks(&parse(text));
    lines.out
}

struct Lines {
    out: String,
    /// The bullets and numbers that the next line begins with.
    lead: String,
}

impl Lines {
    fn blocks(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            match block {
                Block::Paragraph(inside) => self.cells(std::slice::from_ref(inside)),
                Block::Quote(inside) => self.blocks(inside),
                Block::List { first, items } => {
                    for (number, item) in (first.unwrap_or(0)..).zip(items) {
                        if first.is_some() {
                            self.lead.push_str(&number.to_string());
                            self.lead.push_str(". ");
                        } else {
                            self.lead.push_str("• ");
                        }
                        self.blocks(item);
                    }
                }
                Block::Code { lines, .. } => {
                    self.begin();
                    for line in lines {
                        self.out.push_str(line.trim());
                        self.out.push(' ');
                    }
                    self.end();
                }
                Block::Table { head, rows, .. } => {
                    self.cells(head);
                    for row in rows {
                        self.cells(row);
                    }
                }
            }
        }
    }

    fn cells(&mut self, cells: &[Vec<Inline<'_>>]) {
        self.begin();
        for (number, cell) in cells.iter().enumerate() {
            if number > 0 {
                self.out.push_str(" · ");
            }
            write_inlines(cell, &mut self.out, true);
        }
        self.end();
    }

    fn begin(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(&self.lead);
        self.lead.clear();
    }

    fn end(&mut self) {
        self.out.truncate(self.out.trim_end().len());
    }
}

/// The text of some pieces on one line; labels stand for their links.
pub(super) fn write_inlines(inlines: &[Inline<'_>], out: &mut String, hide: bool) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Address(text) => out.push_str(text),
            Inline::Break => out.push(' '),
            Inline::Spoiler(_) if hide => out.push_str(HIDDEN),
            Inline::Mention(name) => {
                out.push('@');
                out.push_str(name);
            }
            Inline::Strong(inside)
            | Inline::Emphasis(inside)
            | Inline::Strike(inside)
            | Inline::Spoiler(inside)
            | Inline::Link { label: inside, .. } => write_inlines(inside, out, hide),
        }
    }
}
