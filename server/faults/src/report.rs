//! What a run found, for people: a line each, and the table of `docs/reliability.md`.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use crate::account::Counts;

/// The table stands between these.
const BEGIN: &str = "<!-- results: written by `make faults` -->";
const END: &str = "<!-- end of results -->";

/// What a run found.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Of all its talks.
    pub counts: Counts,
    /// How often, how long, how much: in the order in which they are worth knowing.
    pub notes: Vec<String>,
    /// What should not have been.
    pub wrong: Vec<String>,
}

impl Outcome {
    /// Of one talk.
    pub fn of(counts: Counts) -> Self {
        Self {
            counts,
            ..Self::default()
        }
    }

    /// Something worth knowing.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Something that must hold.
    pub fn expect(&mut self, holds: bool, else_wrong: impl Into<String>) {
        if !holds {
            self.wrong.push(else_wrong.into());
        }
    }

    /// Nothing was found that should not be.
    pub fn is_good(&self) -> bool {
        self.counts.wrong() == 0 && self.wrong.is_empty()
    }

    /// In one line.
    pub fn line(&self) -> String {
        let mut parts = self.notes.clone();
        if self.counts != Counts::default() {
            parts.push(self.counts.to_string());
        }
        parts.extend(self.wrong.iter().map(|wrong| format!("WRONG: {wrong}")));
        parts.join("; ")
    }
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What is promised.
    pub promise: &'static str,
    /// What is done to it.
    pub fault: &'static str,
    /// Which run.
    pub run: &'static str,
    /// What was found.
    pub result: String,
}

/// Puts rows into the document's table: in the place of those of the same runs, the others stay. `order` has the names of
/// all runs.
pub fn write(path: &Path, rows: &[Row], order: &[&str]) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    fs::write(path, with_rows(&text, rows, order)?)?;
    Ok(())
}

fn with_rows(text: &str, rows: &[Row], order: &[&str]) -> Result<String> {
    let (before, rest) = text
        .split_once(BEGIN)
        .context("the document has no place for results")?;
    let (table, after) = rest
        .split_once(END)
        .context("the document's table has no end")?;
    let mut lines: Vec<String> = table
        .lines()
        .filter(|line| line.starts_with('|'))
        .skip(2)
        .map(str::to_owned)
        .collect();
    for row in rows {
        let line = format!(
            "| {} | {} | `{}` | {} |",
            row.promise, row.fault, row.run, row.result
        );
        match lines.iter_mut().find(|line| is_of(line, row.run)) {
            Some(old) => *old = line,
            None => lines.push(line),
        }
    }
    lines.sort_by_key(|line| order.iter().position(|run| is_of(line, run)));
    let head = "| promise | fault | run | result |\n|---|---|---|---|";
    Ok(format!(
        "{before}{BEGIN}\n{head}\n{}\n{END}{after}",
        lines.join("\n")
    ))
}

/// A line of the table is that of a run.
fn is_of(line: &str, run: &str) -> bool {
    line.contains(&format!("| `{run}` |"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_take_the_place_of_their_runs() {
        let row = |run, result: &str| Row {
            promise: "kept",
            fault: "broken",
            run,
            result: result.to_owned(),
        };
        let text = format!("a\n{BEGIN}\n{END}\nb\n");
        let order = ["one", "two"];
        let text = with_rows(&text, &[row("two", "2"), row("one", "1")], &order).expect("written");
        let text = with_rows(&text, &[row("one", "3")], &order).expect("written");
        assert!(text.contains("| kept | broken | `one` | 3 |\n| kept | broken | `two` | 2 |\n"));
        assert!(text.starts_with("a\n") && text.ends_with("\nb\n"));
        assert!(with_rows("nothing", &[], &order).is_err());
    }

    #[test]
    fn a_wrong_count_makes_a_bad_outcome() {
        let mut outcome = Outcome::default();
        outcome.note("twice");
        assert!(outcome.is_good());
        outcome.counts.lost_at_members = 1;
        assert!(!outcome.is_good() && outcome.line().contains("1 lost"));
        let mut outcome = Outcome::default();
        outcome.expect(false, "slow");
        assert!(!outcome.is_good() && outcome.line().contains("WRONG: slow"));
    }
}
