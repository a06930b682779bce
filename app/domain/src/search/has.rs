//! What is in a message besides words.

use super::Has;
use crate::markup::{Block, Inline};

pub(super) fn has(blocks: &[Block<'_>], what: Has) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph(inside) => in_line(inside, what),
        Block::Quote(inside) => has(inside, what),
        Block::List { items, .. } => items.iter().any(|item| has(item, what)),
        Block::Code { .. } => what == Has::Code,
        Block::Table { head, rows, .. } => {
            let mut cells = head.iter().chain(rows.iter().flatten());
            cells.any(|cell| in_line(cell, what))
        }
    })
}

fn in_line(inlines: &[Inline<'_>], what: Has) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text(_) | Inline::Break | Inline::Mention(_) => false,
        Inline::Code(_) => what == Has::Code,
        Inline::Address(_) => what == Has::Link,
        Inline::Link { label, .. } => what == Has::Link || in_line(label, what),
        Inline::Strong(inside)
        | Inline::Emphasis(inside)
        | Inline::Strike(inside)
        | Inline::Spoiler(inside) => in_line(inside, what),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse;

    #[test]
    fn links_and_code_are_found_wherever_they_stand() {
        for (text, link, code) in [
            ("plain https", false, false),
            ("see https://example.org", true, false),
            ("> - **[here](https://example.org)**", true, false),
            ("run `ls`", false, true),
            ("```\nls\n```", false, true),
            ("||https://example.org `ls`||", true, true),
        ] {
            assert_eq!(has(&parse(text), Has::Link), link, "{text}");
            assert_eq!(has(&parse(text), Has::Code), code, "{text}");
        }
    }
}
