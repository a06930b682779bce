//! The program, asked to do one thing.

use std::{
    ffi::OsStr,
    process::{Command, Output},
};

/// Runs it in an empty environment until it ends.
pub fn moodlight<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_moodlight"))
        .args(arguments)
        .env_clear()
        .current_dir(std::env::temp_dir())
        .output()
        .unwrap()
}

/// What it wrote.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What it answered, when all went well.
#[track_caller]
pub fn told(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// Why it could not: one sentence, or several in one line.
#[track_caller]
pub fn refused(output: &Output) -> String {
    assert!(!output.status.success(), "{}", text(&output.stdout));
    let said = text(&output.stderr);
    assert_eq!(said.trim().lines().count(), 1, "{said}");
    said
}
