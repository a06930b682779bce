//! `moodlight reset-password <username>`: for a person who forgot, by whoever runs the server.

use domain::UserId;
use sea_orm::TransactionTrait;

use crate::{
    Config,
    auth::{passwords::Passwords, tokens::readable_code},
    store::{self, Database},
};

/// 20 letters of 5 random bits: nobody guesses it before the person has chosen another.
const LENGTH: usize = 20;

/// Prints the new password and ends the person's sign-ins. A running server closes their sockets within a minute, when
/// it looks after its sign-ins.
///
/// # Errors
/// Where there is no such person or no such data directory.
#[expect(clippy::print_stdout, reason = "the answer to the person who asks")]
pub async fn run(config: Config, username: &str) -> anyhow::Result<()> {
    let password = readable_code(LENGTH);
    let hash = Passwords::new(config.password_cost)?
        .hash(&password)
        .await?;
    let db = Database::open_beside(&config.storage).await?;
    let name = username.trim_start_matches('@').to_lowercase();
    let person = store::users::find_by_username(&db, &name)
        .await?
        .ok_or_else(|| anyhow::anyhow!("There is nobody with the username {name:?} here."))?;
    let user: UserId = person.id;
    let transaction = db.begin().await?;
    store::credentials::update_password(&transaction, user, hash).await?;
    store::sign_ins::delete_others(&transaction, user, None).await?;
    transaction.commit().await?;
    db.close().await?;
    println!("New password for {name}: {password}");
    println!("They are signed out everywhere, and should choose another under Settings.");
    Ok(())
}
