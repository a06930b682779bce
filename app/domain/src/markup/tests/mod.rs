//! What people type, and what becomes of it. Trees are written as tags, so that a case is a line.

mod any_text;
mod block;
mod inline;

use std::fmt::Write;

use super::*;

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(show(&parse(text)), *expected, "{text:?}");
    }
}

/// Paragraphs without a tag: these cases are one.
fn check_inlines(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let expected = format!("<p>{expected}</p>");
        assert_eq!(show(&parse(text)), expected, "{text:?}");
    }
}

fn check_unchanged(texts: &[&str]) {
    for text in texts {
        assert_eq!(parse(text), [Block::Paragraph(vec![Inline::Text(text)])]);
    }
}

fn show(blocks: &[Block<'_>]) -> String {
    let show_block = |block: &Block<'_>| match block {
        Block::Paragraph(inside) => format!("<p>{}</p>", show_inlines(inside)),
        Block::Quote(inside) => format!("<quote>{}</quote>", show(inside)),
        Block::List { first, items } => {
            let tag = first.map_or("ul".to_owned(), |first| format!("ol {first}"));
            let items: String = items
                .iter()
                .map(|item| format!("<li>{}", show(item)))
                .collect();
            format!("<{tag}>{items}</>")
        }
        Block::Code { language, lines } => {
            let language = language.unwrap_or("-");
            format!("<pre {language}>{}</pre>", lines.join("⏎"))
        }
        Block::Table { align, head, rows } => {
            let mut out = format!("<table {align:?}>");
            for row in std::iter::once(head).chain(rows) {
                let cells: Vec<_> = row.iter().map(|cell| show_inlines(cell)).collect();
                write!(out, "<tr>{}", cells.join("<td>")).expect("a string grows");
            }
            out + "</table>"
        }
    };
    blocks.iter().map(show_block).collect()
}

fn show_inlines(inlines: &[Inline<'_>]) -> String {
    let show_inline = |inline: &Inline<'_>| match inline {
        Inline::Text(text) => (*text).to_owned(),
        Inline::Break => "⏎".to_owned(),
        Inline::Strong(inside) => format!("<b>{}</b>", show_inlines(inside)),
        Inline::Emphasis(inside) => format!("<i>{}</i>", show_inlines(inside)),
        Inline::Strike(inside) => format!("<s>{}</s>", show_inlines(inside)),
        Inline::Spoiler(inside) => format!("<hide>{}</hide>", show_inlines(inside)),
        Inline::Code(text) => format!("<code>{text}</code>"),
        Inline::Mention(name) => format!("<@{name}>"),
        Inline::Address(address) => format!("<{address}>"),
        Inline::Link { address, label } => format!("<{address}>{}</>", show_inlines(label)),
    };
    inlines.iter().map(show_inline).collect()
}
