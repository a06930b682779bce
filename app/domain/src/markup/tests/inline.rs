//! Formatting, code, people and links in a line.

use super::*;

#[test]
fn marks_around_words_format_them() {
    check_inlines(&[
        ("**a** and __b c__", "<b>a</b> and <b>b c</b>"),
        ("*a* and _b c_", "<i>a</i> and <i>b c</i>"),
        ("~~a~~, ||b||", "<s>a</s>, <hide>b</hide>"),
        (
            "***both*** and ___both___",
            "<i><b>both</b></i> and <i><b>both</b></i>",
        ),
        ("***a** b*", "<i><b>a</b> b</i>"),
        ("***a* b**", "<b><i>a</i> b</b>"),
        ("**a *b***", "<b>a <i>b</i></b>"),
        ("*a **b***", "<i>a <b>b</b></i>"),
        ("*a *b* c*", "<i>a <i>b</i> c</i>"),
        ("**_~~||x||~~_**", "<b><i><s><hide>x</hide></s></i></b>"),
        ("*a*b, un*believ*able", "<i>a</i>b, un<i>believ</i>able"),
        (
            "(*a*), \"_b_\"; **c**!",
            "(<i>a</i>), \"<i>b</i>\"; <b>c</b>!",
        ),
        ("**really?!**, _so..._", "<b>really?!</b>, <i>so...</i>"),
        ("**over\ntwo lines**", "<b>over⏎two lines</b>"),
        (
            "**「強調」**です, **да**!",
            "<b>「強調」</b>です, <b>да</b>!",
        ),
        ("*unclosed **but** this", "*unclosed <b>but</b> this"),
        ("*a **b* c**", "<i>a **b</i> c**"),
        ("*a _b* c_", "<i>a _b</i> c_"),
        (
            "...*sighs*... ..._sighs_...",
            "...<i>sighs</i>... ...<i>sighs</i>...",
        ),
        ("||a||... **a**-b", "<hide>a</hide>... <b>a</b>-b"),
        ("||:)||", "<hide>:)</hide>"),
    ]);
}

#[test]
fn what_is_not_clearly_a_mark_stays_as_typed() {
    check_unchanged(&[
        "2 * 3 * 4",
        "2*3*4 and 2**10**2",
        "snake_case_name and _private_thing",
        "__init__.py",
        "std::__priv__::x, a/_b_/c, foo._bar_",
        "* hugs *",
        "*",
        "**",
        "****",
        "||||",
        "** **",
        "f*** that, ****",
        "if (a||b) && (c||d)",
        "a || b || c",
        "~5 minutes, ~10~",
        "*.rs and *.toml, src/*.rs and lib/*.rs",
        "*.rs or src/*.rs",
        "the \"_\" and the \"_\"",
        ":) :* :( <3 -> <- => :*) *_*",
        ">_<",
        ">.< >:( >.<",
        ">o<",
        ">5 people, a > b",
        ">>>",
        "> > >",
        "^_^ -_- ._. ;_; ^_^ -_- ._. ;_; >_< >_<",
        "¯\\_(ツ)_/¯",
        "¯\\_(ツ)_/¯ and again ¯\\_(ツ)_/¯",
        "C:\\new\\text \\\\server\\share \\d+\\.\\d",
        "# heading",
        "#42",
        "---",
        "- - -",
        "-",
        "-5 degrees",
        "1.5 and 1.",
        "2026. A year",
        "007. Bond",
        "`",
        "a ` b `` c",
        "[x] [ ] [a][b] [a]: b",
        "a | b",
        "```",
        "<b>no</b> &amp;",
    ]);
}

#[test]
fn a_backslash_takes_a_mark_its_meaning() {
    check_inlines(&[
        (r"\*a\* \_b\_ \~~c~~ \||d||", "*a* _b_ ~~c~~ ||d||"),
        (r"\`a` \[a](b) \@ada", "`a` [a](b) @ada"),
        (r"**a\** b**", "<b>a** b</b>"),
        (r"\\\*a", r"\*a"),
        (r"¯\\\_(ツ)\_/¯", r"¯\_(ツ)_/¯"),
        (r"\> a", "> a"),
        (r"\- a", "- a"),
        (r"a \- b \> c", r"a \- b \> c"),
        (r"`a\*`", r"<code>a\*</code>"),
    ]);
}

#[test]
fn code_is_as_typed() {
    check_inlines(&[
        ("`a`", "<code>a</code>"),
        (
            "`*a* @ada https://a.org`",
            "<code>*a* @ada https://a.org</code>",
        ),
        ("`` a`b ``", "<code>a`b</code>"),
        ("`` ` ``", "<code>`</code>"),
        ("```a```", "<code>a</code>"),
        ("` `", "<code> </code>"),
        ("*`a*`", "*<code>a*</code>"),
        ("**`a`**", "<b><code>a</code></b>"),
        ("`a\nb`", "`a⏎b`"),
        ("`a`` b`", "<code>a`` b</code>"),
    ]);
}

#[test]
fn mentions_begin_a_word_and_leave_the_punctuation() {
    check_inlines(&[
        ("@ada, @Cem.Y. and @x_y-", "<@ada>, <@Cem.Y>. and <@x_y>-"),
        (
            "_@ada_ (@cem) **@ada**",
            "<i><@ada></i> (<@cem>) <b><@ada></b>",
        ),
        ("@ada's", "<@ada>'s"),
        ("ada@example.org я@ada @@ada", "ada@example.org я@ada @@ada"),
        ("@a @ @-ada @адa @adaж", "@a @ @-ada @адa @adaж"),
        ("@ada@example.org, x/@ada", "@ada@example.org, x/@ada"),
    ]);
    let longest = format!("@{}", "x".repeat(32));
    assert_eq!(
        parse(&longest),
        [Block::Paragraph(vec![Inline::Mention(&longest[1..])])]
    );
    check_unchanged(&[&format!("@{}", "x".repeat(33))]);
}

#[test]
fn addresses_keep_their_signs() {
    check_inlines(&[
        (
            "see https://a.org/x_y_z*b*c, *now*",
            "see <https://a.org/x_y_z*b*c>, <i>now</i>",
        ),
        ("**https://a.org**", "<b><https://a.org></b>"),
        ("||https://a.org||", "<hide><https://a.org></hide>"),
        ("_HTTP://a.org/b_", "<i><HTTP://a.org/b></i>"),
        (
            "xhttps://a.org http:// ftp://a.org",
            "xhttps://a.org http:// ftp://a.org",
        ),
        ("<https://a.org>", "<<https://a.org>>"),
    ]);
}

#[test]
fn labels_are_links() {
    check_inlines(&[
        ("[a](https://a.org)b", "<https://a.org>a</>b"),
        (
            "[a *b*](http://a.org/(x))",
            "<http://a.org/(x)>a <i>b</i></>",
        ),
        ("**[a](https://a.org)**", "<b><https://a.org>a</></b>"),
        (
            "[see [1] here](https://a.org)",
            "<https://a.org>see [1] here</>",
        ),
        ("[`x`](https://a.org)", "<https://a.org><code>x</code></>"),
        ("[a][b](https://a.org)", "[a]<https://a.org>b</>"),
        ("[*a](https://a.org)*", "<https://a.org>*a</>*"),
        (
            "[a](javascript:alert) [b](/c)",
            "[a](javascript:alert) [b](/c)",
        ),
        ("[](https://a.org)", "[](<https://a.org>)"),
        ("[a](https://a.org", "[a](<https://a.org>"),
        ("[a] (https://a.org)", "[a] (<https://a.org>)"),
        ("[a](https://)", "[a](https://)"),
        (
            "[a [b](https://b.org)](https://a.org)",
            "[a <https://b.org>b</>](<https://a.org>)",
        ),
    ]);
}

#[test]
fn a_label_does_not_deceive() {
    check_inlines(&[
        (
            "[https://a.org](https://a.org)",
            "<https://a.org>https://a.org</>",
        ),
        (
            "[a.org/x](https://a.org/x?y)",
            "<https://a.org/x?y>a.org/x</>",
        ),
        (
            "[at A.org, e.g. 1.5](https://a.org/x)",
            "<https://a.org/x>at A.org, e.g. 1.5</>",
        ),
        ("[b.org](https://a.org)", "[b.org](<https://a.org>)"),
        (
            "[https://b.org](https://a.org)",
            "[<https://b.org>](<https://a.org>)",
        ),
        (
            "[b.**org**](https://a.org)",
            "[b.<b>org</b>](<https://a.org>)",
        ),
        (
            "[||b.org||](https://a.org)",
            "[<hide>b.org</hide>](<https://a.org>)",
        ),
        (
            "[`b.org`](https://a.org)",
            "[<code>b.org</code>](<https://a.org>)",
        ),
        (
            "[a.org](https://a.org.b.org)",
            "[a.org](<https://a.org.b.org>)",
        ),
        (
            "[a.org](https://a.org:x@b.org)",
            "[a.org](<https://a.org:x@b.org>)",
        ),
        (
            "[a.org](https://b.org/a.org)",
            "[a.org](<https://b.org/a.org>)",
        ),
        ("[b。org](https://a.org)", "[b。org](<https://a.org>)"),
        (
            "[b\u{200B}.org](https://a.org)",
            "[b\u{200B}.org](<https://a.org>)",
        ),
        (
            "[gro.\u{202E}b](https://a.org)",
            "[gro.\u{202E}b](<https://a.org>)",
        ),
        ("[10.0.0.1](https://a.org)", "[10.0.0.1](<https://a.org>)"),
        ("[@ada](https://a.org)", "[<@ada>](<https://a.org>)"),
    ]);
}
