//! Password hashes: argon2id, never on the threads that serve requests, and never more at once than there are cores.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::config::PasswordCost;

/// Makes and checks hashes.
#[derive(Clone)]
pub struct Passwords {
    params: Params,
    /// Each hash takes one core and some megabytes for tens of milliseconds: more at once would only make all slower.
    seats: Arc<Semaphore>,
    /// A hash of nothing that anyone knows, checked where there is no account, so that both take the same time.
    decoy: Arc<str>,
}

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password is right.
    Right,
    /// Right, but its hash was made with other parameters than today's: make a new one.
    RightButOld,
    /// Wrong, or there is no such account.
    Wrong,
}

impl Passwords {
    /// Ready to work at this cost.
    ///
    /// # Errors
    /// Where argon2 does not accept the cost.
    pub fn new(cost: PasswordCost) -> anyhow::Result<Self> {
        let params = Params::new(cost.memory_kib, cost.iterations, 1, None)
            .map_err(|error| anyhow::anyhow!("These password settings cannot be used: {error}."))?;
        let decoy = hash_now(&params, &rand::random::<[u8; 16]>())?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            params,
            seats: Arc::new(Semaphore::new(cores)),
            decoy: decoy.into(),
        })
    }

    /// A hash to store.
    ///
    /// # Errors
    /// Where the machine fails (no memory, no randomness) or the server stops.
    pub async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let params = self.params.clone();
        let password = password.to_owned();
        self.seated(move || hash_now(&params, password.as_bytes()))
            .await?
    }

    /// Compares with a stored hash. Without one it works just as long and finds the password wrong.
    ///
    /// # Errors
    /// Where the stored hash is damaged or the server stops.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> anyhow::Result<Verdict> {
        let known = stored.is_some();
        let hash = stored.unwrap_or(&self.decoy).to_owned();
        let password = password.to_owned();
        let params = self.params.clone();
        self.seated(move || {
            let parsed = PasswordHash::new(&hash)
                .map_err(|error| anyhow::anyhow!("a stored password hash is damaged: {error}"))?;
            let right = Argon2::default()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok();
            let old = Params::try_from(&parsed).map_or(true, |made_with| {
                (made_with.m_cost(), made_with.t_cost()) != (params.m_cost(), params.t_cost())
            });
            Ok(match (known && right, old) {
                (false, _) => Verdict::Wrong,
                (true, false) => Verdict::Right,
                (true, true) => Verdict::RightButOld,
            })
        })
        .await?
    }

    async fn seated<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> anyhow::Result<T> {
        let seat = Arc::clone(&self.seats).acquire_owned().await?;
        // The seat goes along, so that a caller who hangs up does not free it while the work goes on.
        Ok(tokio::task::spawn_blocking(move || {
            let _seat = seat;
            work()
        })
        .await?)
    }
}

fn hash_now(params: &Params, password: &[u8]) -> anyhow::Result<String> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password(password)
        .map(|hash: PasswordHash| hash.to_string())
        .map_err(|error| anyhow::anyhow!("a password could not be hashed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap(iterations: u32) -> Passwords {
        Passwords::new(PasswordCost {
            memory_kib: 8,
            iterations,
        })
        .expect("valid parameters")
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let passwords = cheap(1);
        let hash = passwords.hash("green walrus").await.expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
        let verdict = async |password: &str, stored: Option<&str>| {
            passwords.verify(password, stored).await.expect("checked")
        };
        assert_eq!(verdict("green walrus", Some(&hash)).await, Verdict::Right);
        assert_eq!(verdict("Green walrus", Some(&hash)).await, Verdict::Wrong);
        assert_eq!(verdict("green walrus", None).await, Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_of_other_cost_is_still_good_but_old() {
        let hash = cheap(1).hash("green walrus").await.expect("hashed");
        let verdict = cheap(2)
            .verify("green walrus", Some(&hash))
            .await
            .expect("checked");
        assert_eq!(verdict, Verdict::RightButOld);
    }

    #[tokio::test]
    async fn the_same_password_never_has_the_same_hash() {
        let passwords = cheap(1);
        let one = passwords.hash("green walrus").await.expect("hashed");
        let other = passwords.hash("green walrus").await.expect("hashed");
        assert_ne!(one, other);
    }
}
