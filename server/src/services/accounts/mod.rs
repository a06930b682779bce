//! Accounts: making one, signing in, changing it, ending it.

mod deletion;
mod fields;
mod own;
mod password;
mod sign_in;
mod sign_up;

pub use deletion::delete;
pub use own::{account, update_profile};
pub use password::change as change_password;
pub use sign_in::sign_in;
pub use sign_up::{needs_setup_code, sign_up};
