//! `moodlight backup`: a copy of the database, while a server uses it or while none does.

use std::path::PathBuf;

use super::stamp;
use crate::{
    Config,
    clock::{Clock, SystemClock},
    config::Storage,
    store::{Contents, copies},
};

/// Writes the copy and says what is in it.
///
/// # Errors
/// In words for the person at the terminal: where there is no database, the file is there already, or everything is kept in
/// PostgreSQL.
#[expect(clippy::print_stdout, reason = "the answer to the person who asks")]
pub async fn run(config: Config, to: Option<PathBuf>) -> anyhow::Result<()> {
    let Storage::Directory(data) = config.storage else {
        anyhow::bail!(
            "This place is kept in PostgreSQL, which makes its own copies: use `pg_dump --format=custom` for one moment, \
             or `pg_basebackup` with an archive of its log (WAL) for every moment."
        );
    };
    let to = to.unwrap_or_else(|| {
        let name = format!("moodlight-{}.db", stamp(SystemClock.now()));
        copies::place(&data).join(name)
    });
    let contents = copies::back_up(&data, &to).await?;
    println!("{}", to.display());
    println!("Checked: {}.", describe(contents));
    Ok(())
}

pub(super) fn describe(contents: Contents) -> String {
    let Contents {
        people,
        rooms,
        messages,
    } = contents;
    format!("{people} people, {rooms} rooms, {messages} messages; nothing is missing or damaged")
}
