//! `moodlight restore <file>`: puts a copy in the place of the database.

use std::path::Path;

use super::{backup::describe, stamp};
use crate::{
    Config,
    clock::{Clock, SystemClock},
    config::Storage,
    store::copies,
};

/// Puts it there and says how to go on.
///
/// # Errors
/// In words for the person at the terminal: where a server is running, the file is not a whole database of this version or
/// an older one, or everything is kept in PostgreSQL.
#[expect(clippy::print_stdout, reason = "the answer to the person who asks")]
pub async fn run(config: Config, file: &Path) -> anyhow::Result<()> {
    let Storage::Directory(data) = config.storage else {
        anyhow::bail!(
            "This place is kept in PostgreSQL: read what `pg_dump` wrote with `pg_restore` into a new database, and name \
             that one in `database-url`."
        );
    };
    let kept = format!("replaced-{}", stamp(SystemClock.now()));
    let restored = copies::restore(&data, file, &kept).await?;
    println!("Restored: {}.", describe(restored.contents));
    if let Some(kept) = restored.kept {
        println!("What was there before is in {}.", kept.display());
    }
    println!(
        "Start the server again: moodlight serve --data {}",
        data.display()
    );
    Ok(())
}
