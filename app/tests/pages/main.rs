//! Every page as the server renders it, with a fake place behind it: what stands in the HTML is what people without
//! JavaScript read, and what the browser begins with.

mod door;
mod fake;
mod page;
mod rooms;
mod settings;
