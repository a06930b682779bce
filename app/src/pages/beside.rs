//! The pages beside the talk. Their code is a file of its own in a release (`xtask/src/split.rs`): fetched first where one
//! of them is opened, and otherwise when the talk stands and nothing else is to be done.

use leptos::prelude::*;
use leptos_router::ChooseView;

use super::{
    about::AboutPage, gallery::GalleryPage, moods::MoodsPage, new_room::NewRoomPage,
    people::PeoplePage, profile::ProfilePage, public_rooms::PublicRoomsPage, search::SearchPage,
    set_up::SetUpPage, settings::SettingsPage, sign_in::SignInPage, sign_up::SignUpPage,
    start::StartPage,
};
use crate::{
    browser::{backoff::until_some, clock, page, signs},
    components::{
        catch_up::CatchUpBar,
        composer_emoji,
        composer_help::{self, ComposerHelp},
        cool_down::{self, CoolDownQuestion},
        details_pane::Pane,
        emoji_picker::EmojiPicker,
        feeling::FeelingWindow,
        marks,
        message_acts::{self, MessageActs},
        mood_card::FirstLight,
        mood_panel::{self, MoodPanel},
        room_calendar::RoomCalendar,
        search::FindBar,
        shortcuts::Shortcuts,
    },
    state::TimelineStore,
    ui::{Button, Drawing, EmptyState},
};

/// One of them, as the view of its route.
#[derive(Clone, Copy)]
pub enum Beside {
    About,
    /// Not a page: going to a day of a room, from this one.
    Calendar(TimelineStore, i64),
    /// Not a page: going through what is unread.
    CatchUp(TimelineStore),
    /// Not a page: help while one writes.
    ComposerHelp(composer_help::Asked),
    /// Not a page: what is asked before something angry is sent.
    CoolDown(cool_down::Asked),
    /// Not a page: what stands beside a talk on demand (`?details`).
    Details(TimelineStore),
    /// Not a page: the emoji to write with.
    Emoji(composer_emoji::Asked),
    /// Not a page: the window in which one says how one feels.
    Feeling,
    /// Not a page: looking for words in one room.
    Find(TimelineStore),
    /// Not a page: what is said when the light changes for the first time.
    FirstLight,
    Gallery,
    /// Not a page: what can be done with a message.
    MessageActs(message_acts::Asked),
    /// Not a page: what stands in the panel of the room's light.
    Mood(mood_panel::Asked),
    Moods,
    NewRoom,
    People,
    Profile,
    PublicRooms,
    Search,
    SetUp,
    Settings,
    /// Not a page: what keys do wherever one is.
    Shortcuts,
    SignIn,
    SignUp,
    Start,
}

impl ChooseView for Beside {
    async fn choose(self) -> AnyView {
        part::draw(self).await.unwrap_or_else(|_| not_loaded())
    }

    async fn preload(&self) {
        // What is missing is said when it is drawn.
        let _ = part::load().await;
    }
}

impl Beside {
    /// It, as soon as its code is there.
    #[must_use]
    pub fn drawn(self) -> AnyView {
        view! { <Suspense>{move || Suspend::new(self.choose())}</Suspense> }.into_any()
    }
}

/// How long to wait until their code is asked for, as the talk comes first.
const PAUSE_MS: u32 = 2_000;

/// Ends when the page at this address, a path with a query, can come alive.
pub async fn ready_for(address: &str) {
    if !is_talk(address) {
        load().await;
    }
    // A talk that is drawn already, be it with its details beside it.
    if page::holds("[data-marked]") {
        marks::load().await;
    }
}

/// Gets their code while nothing else is to be done.
pub async fn load_soon() {
    clock::sleep(PAUSE_MS).await;
    load().await;
}

async fn load() {
    until_some(async || {
        if !signs::is_online() {
            return None;
        }
        part::load().await.ok()
    })
    .await;
}

/// Whether it leads to a page that is none of them: `/`, or a room with nothing beside it.
fn is_talk(address: &str) -> bool {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    // The router takes no notice of a slash at the end.
    let path = path.trim_end_matches('/');
    let is_room = path
        .strip_prefix("/rooms/")
        .is_some_and(|room| room != "new");
    path.is_empty() || is_room && !query.contains("details")
}

fn draw(page: Beside) -> AnyView {
    match page {
        Beside::About => view! { <AboutPage/> }.into_any(),
        Beside::Calendar(timeline, day) => {
            view! { <RoomCalendar timeline=timeline from=day/> }.into_any()
        }
        Beside::CatchUp(timeline) => view! { <CatchUpBar timeline=timeline/> }.into_any(),
        Beside::ComposerHelp(asked) => view! { <ComposerHelp asked=asked/> }.into_any(),
        Beside::CoolDown(asked) => view! { <CoolDownQuestion asked=asked/> }.into_any(),
        Beside::Details(timeline) => view! { <Pane timeline=timeline/> }.into_any(),
        Beside::Emoji(asked) => view! {
            <EmojiPicker on_pick=move |emoji: String| asked.put(&emoji) on_leave=move |()| asked.leave()/>
        }
        .into_any(),
        Beside::Feeling => view! { <FeelingWindow/> }.into_any(),
        Beside::Find(timeline) => view! { <FindBar timeline=timeline/> }.into_any(),
        Beside::FirstLight => view! { <FirstLight/> }.into_any(),
        Beside::Gallery => view! { <GalleryPage/> }.into_any(),
        Beside::MessageActs(asked) => view! { <MessageActs asked=asked/> }.into_any(),
        Beside::Mood(asked) => view! { <MoodPanel asked=asked/> }.into_any(),
        Beside::Moods => view! { <MoodsPage/> }.into_any(),
        Beside::NewRoom => view! { <NewRoomPage/> }.into_any(),
        Beside::People => view! { <PeoplePage/> }.into_any(),
        Beside::Profile => view! { <ProfilePage/> }.into_any(),
        Beside::PublicRooms => view! { <PublicRoomsPage/> }.into_any(),
        Beside::Search => view! { <SearchPage/> }.into_any(),
        Beside::SetUp => view! { <SetUpPage/> }.into_any(),
        Beside::Settings => view! { <SettingsPage/> }.into_any(),
        Beside::Shortcuts => view! { <Shortcuts/> }.into_any(),
        Beside::SignIn => view! { <SignInPage/> }.into_any(),
        Beside::SignUp => view! { <SignUpPage/> }.into_any(),
        Beside::Start => view! { <StartPage/> }.into_any(),
    }
}

fn not_loaded() -> AnyView {
    view! {
        <EmptyState drawing=Drawing::Talk text="This page did not arrive. Is there a connection?" testid="page-missing">
            <Button on_click=|_| signs::reload()>"Try again"</Button>
        </EmptyState>
    }
    .into_any()
}

#[cfg(feature = "split")]
mod part {
    use leptos::{prelude::AnyView, wasm_split::wasm_split};

    use super::Beside;
    use crate::browser::Missing;

    #[wasm_split(beside, wasm_split_path = ::leptos::wasm_split, preload(load), fallible)]
    pub fn draw(page: Beside) -> Result<AnyView, Missing> {
        Ok(super::draw(page))
    }
}

/// Everything is in one file.
#[cfg(not(feature = "split"))]
mod part {
    use leptos::prelude::AnyView;

    use super::Beside;
    use crate::browser::Missing;

    pub async fn load() -> Result<(), Missing> {
        Ok(())
    }

    pub async fn draw(page: Beside) -> Result<AnyView, Missing> {
        Ok(super::draw(page))
    }
}

#[cfg(test)]
mod tests {
    use super::is_talk;

    #[test]
    fn the_talk_needs_no_other_code() {
        for address in ["/", "/?a=b", "/rooms/0192f0c1-2b7e-7c55-9d2f-3a1b5c7d9e0f"] {
            assert!(is_talk(address), "{address}");
        }
        for address in [
            "/rooms",
            "/rooms/",
            "/rooms/new",
            "/rooms/new/",
            "/rooms/0192f0c1?details",
            "/people/ada",
            "/start",
        ] {
            assert!(!is_talk(address), "{address}");
        }
    }
}
