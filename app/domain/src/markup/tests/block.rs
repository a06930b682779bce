//! Paragraphs, quotes, lists, fences and tables; and what is left of them in a line.

use super::*;

#[test]
fn lines_make_paragraphs_and_quotes() {
    check(&[
        ("", ""),
        (" \n\n", ""),
        ("a\nb\n\n\nc", "<p>a⏎b</p><p>c</p>"),
        ("  a\n   b", "<p>  a⏎   b</p>"),
        (
            "a\n> b\n> *c\n>d*\ne",
            "<p>a</p><quote><p>b⏎<i>c⏎d</i></p></quote><p>e</p>",
        ),
        ("> a\n>\n> b", "<quote><p>a</p><p>b</p></quote>"),
        (
            "> a\n>> b\n> > c",
            "<quote><p>a</p><quote><p>b⏎c</p></quote></quote>",
        ),
        (
            "> - a\n> ```\n> x\n> ```",
            "<quote><ul><li><p>a</p></><pre ->x</pre></quote>",
        ),
        (">**a** b", "<quote><p><b>a</b> b</p></quote>"),
        (">привет", "<quote><p>привет</p></quote>"),
        ("> >_<", "<quote><p>>_<</p></quote>"),
    ]);
}

#[test]
fn lists_nest_by_their_blanks_and_count_as_typed() {
    check(&[
        (
            "a:\n- b\n* c\nd",
            "<p>a:</p><ul><li><p>b</p><li><p>c</p></><p>d</p>",
        ),
        (
            "- a\n  - b\n    - c\n  - d\n- e",
            "<ul><li><p>a</p><ul><li><p>b</p><ul><li><p>c</p></><li><p>d</p></><li><p>e</p></>",
        ),
        (
            "- a\n\tb\n\n  c\n\n- d",
            "<ul><li><p>a⏎b</p><p>c</p><li><p>d</p></>",
        ),
        (
            "1. a\n  - b\n2. c",
            "<ol 1><li><p>a</p><ul><li><p>b</p></><li><p>c</p></>",
        ),
        ("3. a\n4. b", "<ol 3><li><p>a</p><li><p>b</p></>"),
        ("1. a\n3. b", "<ol 1><li><p>a</p></><ol 3><li><p>b</p></>"),
        ("born on\n3. May", "<p>born on⏎3. May</p>"),
        ("so\n1. a", "<p>so</p><ol 1><li><p>a</p></>"),
        (
            "- > a\n- # b",
            "<ul><li><quote><p>a</p></quote><li><p># b</p></>",
        ),
        ("- ```\n  x\n    y\n  ```", "<ul><li><pre ->x⏎  y</pre></>"),
        ("* *a*", "<ul><li><p><i>a</i></p></>"),
    ]);
}

#[test]
fn fences_keep_what_is_between_them() {
    check(&[
        ("```rust\nlet x = *y;\n```", "<pre rust>let x = *y;</pre>"),
        ("a\n```\n\n  b\n```\nc", "<p>a</p><pre ->⏎  b</pre><p>c</p>"),
        ("```\na\nb", "<pre ->a⏎b</pre>"),
        ("```\na\nb```", "<pre ->a⏎b</pre>"),
        ("```\n/// ```\na\n```", "<pre ->/// ```⏎a</pre>"),
        ("````\n```\na\n````", "<pre ->```⏎a</pre>"),
        ("```c++\nx\n```", "<pre c++>x</pre>"),
        ("```let x = 1;\ny\n```", "<pre ->let x = 1;⏎y</pre>"),
        ("```hello\n```", "<pre ->hello</pre>"),
        ("  ```\n  a\n b\n```", "<pre ->a⏎b</pre>"),
    ]);
}

#[test]
fn tables_have_a_head_and_a_row_of_dashes() {
    check(&[
        (
            "| a | b |\n|---|:-:|\n| *1* | 2 |\n| 3 |\nx",
            "<table [Auto, Center]><tr>a<td>b<tr><i>1</i><td>2<tr>3</table><p>x</p>",
        ),
        (
            "a|b\n:-|-:\n1|2",
            "<table [Left, Right]><tr>a<td>b<tr>1<td>2</table>",
        ),
        (
            "so\na|b\n-|-\n`x|y`|1\\|2",
            "<p>so</p><table [Auto, Auto]><tr>a<td>b<tr><code>x|y</code><td>1|2</table>",
        ),
        (
            "|a|b|\n|-|-|\n|1|2|3|\n| 4 | ||5|| |",
            "<table [Auto, Auto]><tr>a<td>b<tr>1<td>2|3|<tr>4<td><hide>5</hide></table>",
        ),
        ("|a|\n|-|", "<table [Auto]><tr>a</table>"),
        ("|a|b|\n|-|", "<p>|a|b|⏎|-|</p>"),
        ("a\n-", "<p>a⏎-</p>"),
        ("|a|\n|-:-|", "<p>|a|⏎|-:-|</p>"),
    ]);
}

#[test]
fn plain_text_is_what_a_person_reads() {
    let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text:?}");
    check("**a** _b_\n~~c~~", "a b c");
    check("the end: ||he *dies*||!", "the end: ▇▇▇▇!");
    check("> a \n\nb [c](https://d.org) @ada `e`", "a\nb c @ada e");
    check("- a\n  1. b\n  2. c\n\nd", "• a\n1. b\n2. c\nd");
    check("- - a", "• • a");
    check("```js\na\n\n  b\n```\nc", "a  b\nc");
    check("|a|b|\n|-|-|\n|1|||2||", "a · b\n1 · ▇▇▇▇");
    check("", "");
}

#[test]
fn a_few_emoji_alone_are_told_from_text() {
    let check = |text: &str, expected: bool| assert_eq!(is_only_emoji(text), expected, "{text:?}");
    for text in [
        "😀",
        "😀😀 😀",
        "❤️",
        "👍🏽",
        "👩‍💻",
        "👨‍👩‍👧‍👦",
        "🇩🇪🇹🇷",
        "1️⃣",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "⭐",
        "🏳️‍🌈",
        " ☀️ ",
    ] {
        check(text, true);
    }
    for text in [
        "",
        " ",
        "a",
        "1",
        "#",
        "😀😀😀😀",
        "😀!",
        "ok 😀",
        "©",
        "→",
        "🇩",
        "\u{FE0F}",
        "\u{200D}",
        "😀\u{200D}",
        "日",
        "🏽",
    ] {
        check(text, false);
    }
}
