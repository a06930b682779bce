//! Feature pieces: what knows about rooms, people and talks. They read the stores and call their acts; how things look is
//! the design system's part.

pub mod answered;
pub mod app_shell;
pub mod composer;
pub mod confirm;
pub mod connection_banner;
pub mod cool_down;
pub mod details_pane;
pub mod door;
pub mod feeling;
pub mod hydration;
pub mod mood_card;
pub mod mood_chip;
pub mod mood_layer;
pub mod mood_telling;
pub mod page_frame;
pub mod page_title;
pub mod people_search;
pub mod person_picker;
pub mod person_row;
pub mod place_fields;
pub mod presence_label;
pub mod problems;
pub mod requests;
pub mod room_fields;
pub mod room_header;
pub mod room_list;
pub mod room_row;
pub mod server_form;
pub mod strength;
pub mod talk;
pub mod time;
pub mod timeline;
pub mod toasts;
pub mod typing_line;
