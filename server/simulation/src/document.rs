//! Tables in the document, each between its marks.

use anyhow::{Context, Result, bail};

/// Puts `table` between the marks that bear its name.
///
/// # Errors
/// Where the document does not have both marks, in their order.
pub fn replace(document: &str, name: &str, table: &str) -> Result<String> {
    let (begin, end) = (mark("", name), mark("/", name));
    let (before, rest) = document
        .split_once(&begin)
        .with_context(|| format!("the document has no {begin}"))?;
    let Some((_, after)) = rest.split_once(&end) else {
        bail!("the document has no {end} after {begin}");
    };
    Ok(format!("{before}{begin}\n{table}{end}{after}"))
}

fn mark(slash: &str, name: &str) -> String {
    format!("<!-- {slash}simulated:{name} -->")
}

/// A table of Markdown: heads, then rows.
pub fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
    let mut out = line(&heads);
    out.push_str(&format!("|{}\n", "---|".repeat(heads.len())));
    for row in rows {
        out.push_str(&line(row));
    }
    out
}

/// A number with commas between thousands: three digits that count, whole from a hundred on, and no more than three after
/// the point.
pub fn number(value: f64) -> String {
    let digits = match value.abs() {
        size if size.fract() == 0.0 || !(0.000_5..99.95).contains(&size) => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.9995 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// Seconds, as milliseconds.
pub fn ms(seconds: f64) -> String {
    number(seconds * 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let document = "a\n<!-- simulated:x -->\nold\n<!-- /simulated:x -->\nb\n";
        let new = replace(document, "x", "new\n").expect("both marks");
        assert_eq!(
            new,
            "a\n<!-- simulated:x -->\nnew\n<!-- /simulated:x -->\nb\n"
        );
        assert_eq!(replace(&new, "x", "new\n").expect("both marks"), new);
        assert!(replace(document, "y", "").is_err());
        assert!(replace("<!-- simulated:x -->", "x", "").is_err());
    }

    #[test]
    fn numbers_read_well() {
        let cases = [
            (1_234_567.8, "1,234,568"),
            (123.4, "123"),
            (12.34, "12.3"),
            (1.234, "1.23"),
            (0.1234, "0.123"),
            (0.0001, "0"),
            (3.0, "3"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }
}
