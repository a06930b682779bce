//! The design system: pieces that know how things look and behave, and nothing about chat, stores or the network.
//!
//! Each piece is a folder: the component here, every variant of it in `examples.rs` (shown at `/gallery`), its look in
//! `style/ui/<piece>.css`. Pieces render the same on the server and in the browser; whatever needs the document happens in
//! effects and event handlers.

pub mod avatar;
pub mod badge;
pub mod banner;
pub mod bubble;
pub mod button;
pub mod checkbox;
pub mod chip;
pub mod composer;
pub mod dialog;
pub mod divider;
pub mod empty_state;
pub mod feeling;
pub mod field;
pub mod file_button;
pub mod icon;
pub mod link_button;
pub mod list_item;
pub mod menu;
pub mod mood_chip;
pub mod mood_light;
pub mod progress;
pub mod radio_group;
pub mod segments;
pub mod select;
pub mod skeleton;
pub mod slider;
pub mod strength_meter;
pub mod switch;
pub mod tabs;
pub mod textarea;
pub mod toast;
pub mod tooltip;

mod bind;
mod erased;
#[cfg(feature = "gallery")]
mod example;

#[cfg(feature = "gallery")]
pub use self::example::{Example, PIECES, Piece};
pub use self::{
    avatar::{Avatar, AvatarKind, AvatarSize, Presence},
    badge::{Badge, UnreadBadge},
    banner::{Banner, Tone},
    bubble::{Bubble, BubblePosition, Delivery, Side, TypingDots},
    button::{Button, ButtonSize, ButtonType, ButtonVariant, IconButton},
    checkbox::Checkbox,
    chip::Chip,
    composer::Composer,
    dialog::{Dialog, Sheet},
    divider::{DayDivider, UnreadDivider},
    empty_state::{Drawing, EmptyState},
    erased::{Followed, derived, effect, effect_keeping, live, memo, rows},
    feeling::{FeelingChip, FeelingMark},
    field::{Field, InputType, PasswordField},
    file_button::FileButton,
    icon::{Icon, IconName, IconSize},
    link_button::LinkButton,
    list_item::ListItem,
    menu::{Menu, MenuItem, MenuLink, MenuSeparator},
    mood_chip::{Confidence, MoodChip, MoodTone},
    mood_light::MoodLight,
    progress::Progress,
    radio_group::{Choice, RadioGroup},
    segments::{Segment, Segments},
    select::Select,
    skeleton::{Skeleton, SkeletonRooms, SkeletonShape, SkeletonTalk},
    slider::Slider,
    strength_meter::StrengthMeter,
    switch::Switch,
    tabs::{Tab, TabPanel, Tabs},
    textarea::Textarea,
    toast::{ToastRegion, Toaster, provide_toaster, use_toaster},
    tooltip::Tooltip,
};
