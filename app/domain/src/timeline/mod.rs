//! The timeline of one open room: a state machine fed with pages, changes and answers, that says what to show.

mod row;

pub use row::{Bubble, GroupPosition, Notice, Receipt, ReceiptState, Row, RowBody, RowKey, Status};
