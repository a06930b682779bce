//! What the load program and the fault runs (`server/faults`) share: servers as processes, sockets by hand, people with
//! accounts and rooms, and messages that can be followed to everyone.

pub mod load;
pub mod peers;
pub mod processes;
pub mod wire;
