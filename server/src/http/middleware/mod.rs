//! What stands before every route, one idea per file.

pub mod body;
pub mod headers;
pub mod origin;
pub mod panics;
pub mod rate;
pub mod status;
pub mod trace;
