//! What stands behind the pages: `app::backend`, implemented by the use cases.

mod messages;
mod rooms;

pub use messages::Messages;
pub use rooms::Rooms;
