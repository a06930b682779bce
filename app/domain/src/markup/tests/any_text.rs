//! What holds for any text, also for texts that are meant to do harm.

use std::fmt::Write;

use super::*;
use crate::text::BODY_MAX;

/// What unfriendly people send: `BODY_MAX` characters that begin everything and end nothing.
fn unfriendly() -> Vec<String> {
    let mut texts: Vec<String> = [
        "*",
        "_*",
        "*a ",
        "**a *b ",
        "*a_b~~c||d",
        "***a ",
        "***a*** ",
        "a***",
        "[",
        "[a](",
        "[](https://a",
        "[a](https://a.b)",
        "[http://a](",
        "[http://a ",
        "||",
        "||a",
        "` ",
        "`a``b```",
        "````",
        "> ",
        ">",
        "- ",
        "1. ",
        "* *",
        "\\",
        "\\>",
        "\\*",
        "``\\",
        "a|``\\``\n-|-\n",
        "@",
        "@a.",
        "@ada",
        "http://",
        "xhttp://a",
        "https://a.b/)",
        ")",
        "h",
        "|",
        "|-",
        "-|\n",
        "a|b\n-|-\n",
        "```\n",
        "`\n",
        "> ```\n",
        "\n",
        "- a\n",
        "- \n\n",
        "1. a\n3. b\n",
        "> - ",
        "- > 1. ",
        "é*",
        "😀_",
        "\u{202E}[",
    ]
    .iter()
    .map(|text| text.repeat(BODY_MAX / text.chars().count()))
    .collect();
    texts.push((0..120).map(|depth| " ".repeat(depth) + "- a\n").collect());
    texts.push((0..80).map(|depth| "> ".repeat(depth) + "a\n").collect());
    texts.push(
        "*a **b _c __d ~~e ||f [g ".repeat(200) + &"](https://a.b)|| ~~ __ _ ** *".repeat(100),
    );
    texts.push(format!("https://a.org/{}", ")".repeat(7_000)));
    texts.push(" ".repeat(4_000) + &"\\>".repeat(2_000));
    texts.push(format!("a{0}\n{0}", "|-".repeat(2_000)));
    texts
}

#[test]
fn unfriendly_texts_lose_nothing_and_stay_flat() {
    for text in unfriendly() {
        check_honest(&text).expect("nothing lost");
    }
}

fn check_honest(text: &str) -> Result<(), proptest::test_runner::TestCaseError> {
    let mut content = Content::default();
    content.blocks(&parse(text), 1);
    proptest::prop_assert!(content.deepest <= DEPTH_MAX, "too deep: {:?}", text);
    let words = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    proptest::prop_assert_eq!(words(&content.text), words(text));
    let mut typed = text.chars();
    let in_order = content.text.chars().all(|c| typed.any(|next| next == c));
    proptest::prop_assert!(in_order, "{:?} became {:?}", text, content.text);
    let is_emoji = is_only_emoji(text);
    if is_plain(text) {
        proptest::prop_assert!(!is_emoji);
        proptest::prop_assert_eq!(as_it_is(text), Some(text.to_owned()));
    }
    let _ = plain(text);
    Ok(())
}

/// The text of a tree that is nothing but lines of it.
fn as_it_is(text: &str) -> Option<String> {
    let blocks = parse(text);
    let [Block::Paragraph(line)] = blocks.as_slice() else {
        return None;
    };
    let pieces = line.iter().map(|piece| match piece {
        Inline::Text(text) => Some(*text),
        Inline::Break => Some("\n"),
        _ => None,
    });
    pieces.collect()
}

#[test]
fn most_of_what_people_say_is_plain() {
    for text in [
        "See you at 5, ok? I'm well-known here: (ask) \"Bo\" & co; it's 3 < 4 > 2",
        "привет, как дела?",
        "one\ntwo",
        "so happy 🎉",
    ] {
        assert!(is_plain(text), "{text}");
    }
    for text in [
        "",
        "🎉",
        "*a*",
        "see https://a.org",
        "@ada",
        "- a",
        "a\n\nb",
        "a\n1. b",
        "> a",
        "<3 \\* a",
    ] {
        assert!(!is_plain(text), "{text}");
    }
}

/// All text of a tree in its order, and how deep blocks stand in blocks or formatting in formatting.
#[derive(Default)]
struct Content {
    text: String,
    deepest: usize,
}

impl Content {
    fn blocks(&mut self, blocks: &[Block<'_>], depth: usize) {
        for block in blocks {
            self.deepest = self.deepest.max(depth);
            match block {
                Block::Paragraph(inside) => self.inlines(inside, 0),
                Block::Quote(inside) => self.blocks(inside, depth + 1),
                Block::List { first, items } => {
                    for (number, item) in items.iter().enumerate() {
                        if let Some(first) = first {
                            write!(self.text, "{}.", *first as usize + number)
                                .expect("a string grows");
                        }
                        self.blocks(item, depth + 1);
                    }
                }
                Block::Code { language, lines } => {
                    self.text.push_str(language.unwrap_or(""));
                    self.text.push_str(&lines.concat());
                }
                Block::Table { align, head, rows } => {
                    assert_eq!(align.len(), head.len());
                    for cell in head.iter().chain(rows.iter().flatten()) {
                        self.inlines(cell, 0);
                    }
                }
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline<'_>], depth: usize) {
        self.deepest = self.deepest.max(depth);
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) | Inline::Address(text) => {
                    self.text.push_str(text);
                }
                Inline::Break => self.text.push('\n'),
                Inline::Mention(name) => {
                    self.text.push('@');
                    self.text.push_str(name);
                }
                Inline::Strong(inside)
                | Inline::Emphasis(inside)
                | Inline::Strike(inside)
                | Inline::Spoiler(inside) => self.inlines(inside, depth + 1),
                Inline::Link { address, label } => {
                    self.inlines(label, depth + 1);
                    self.text.push_str(address);
                }
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_text_loses_nothing_and_stays_flat(text in r"(?s).{0,60}") {
        check_honest(&text)?;
    }

    #[test]
    fn any_marks_lose_nothing_and_stay_flat(
        text in r"(?s)([-*_~|`\[\]()>@\\.:# \n\t]|\*\*|\|\||```|\n> |\n- |\n1\. |2\. |  |\n\|-\|-\||\]\(https://a\.b/|https?://|[a-c1ж😀]|.){0,60}"
    ) {
        check_honest(&text)?;
    }
}
