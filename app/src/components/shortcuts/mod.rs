//! What keys do wherever one is: go to another room, open the switcher, tell all keys, mark everything as read.

mod list;
mod switcher;

use domain::{RoomId, room::RoomSummary};
use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*};
use leptos_router::hooks::{use_location, use_navigate};

use self::{list::KeyList, switcher::Switcher};
use crate::{
    browser::page,
    components::catch_up::use_go_on,
    state::{Client, use_client},
};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// The switcher.
    Switch,
    /// All keys.
    Keys,
    /// The next room of the list, or the one before; only among those with unread messages, if so wished.
    Step { forward: bool, unread: bool },
    /// Everything counts as read.
    AllRead,
    /// Looking for words: in the room that is open, or in all.
    Find { everywhere: bool },
}

/// Holding which keys while pressing another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Held {
    /// Control, or Command.
    control: bool,
    alt: bool,
    shift: bool,
}

impl Held {
    fn of(event: &ev::KeyboardEvent) -> Self {
        Self {
            control: event.ctrl_key() || event.meta_key(),
            alt: event.alt_key(),
            shift: event.shift_key(),
        }
    }
}

/// What a press asks for, if anything. On some keyboards `/` needs Shift.
fn wish(key: &str, held: Held) -> Option<Wish> {
    let Held {
        control,
        alt,
        shift,
    } = held;
    Some(match (key, control, alt, shift) {
        ("k" | "K", true, false, false) => Wish::Switch,
        ("/", true, false, _) => Wish::Keys,
        ("f" | "F", true, false, everywhere) => Wish::Find { everywhere },
        ("ArrowDown" | "ArrowUp", false, true, unread) => Wish::Step {
            forward: key == "ArrowDown",
            unread,
        },
        ("Escape", false, false, true) => Wish::AllRead,
        _ => return None,
    })
}

/// Listens, and opens the windows. It stands in the frame of every page, and comes with what stands beside the talk.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let client = use_client();
    let path = use_location().pathname;
    let navigate = use_navigate();
    let go_on = use_go_on();
    let (switching, telling) = (RwSignal::new(false), RwSignal::new(false));
    let keys = window_event_listener(ev::keydown, move |event| {
        let Some(wish) = wish(&event.key(), Held::of(&event)) else {
            return;
        };
        // A window that is open has its own keys, but for the one that closes it again.
        let is_busy = page::holds("dialog[open]");
        match wish {
            Wish::Switch if switching.get_untracked() => switching.set(false),
            Wish::Keys if telling.get_untracked() => telling.set(false),
            _ if is_busy => return,
            Wish::Switch => switching.set(true),
            Wish::Keys => telling.set(true),
            Wish::Step {
                forward: true,
                unread: true,
            } if is_catching_up(client, path) => go_on(),
            Wish::Step { forward, unread } => {
                let here = path.with_untracked(|path| room_of(path));
                let Some(room) = step(client, here, forward, unread) else {
                    return;
                };
                navigate(&format!("/rooms/{room}"), Default::default());
            }
            Wish::AllRead => client.rooms.all_read(client),
            Wish::Find { everywhere: true } => navigate("/search", Default::default()),
            // Pressed again, or where there is no talk, it is the browser's own.
            Wish::Find { everywhere: false } => {
                let is_talk = path.with_untracked(|path| room_of(path)).is_some();
                if !is_talk || client.finding.get_untracked() {
                    return;
                }
                client.finding.set(true);
            }
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
    view! {
        <Switcher open=switching telling=telling/>
        <KeyList open=telling/>
    }
    .into_any()
}

/// One is in the room to which the way through what is unread has led. Elsewhere the way is left.
fn is_catching_up(client: Client, path: Memo<String>) -> bool {
    let now = untrack(|| client.catch_up.now());
    let is_there =
        now.is_some_and(|now| path.with_untracked(|path| room_of(path) == Some(now.room)));
    if now.is_some() && !is_there {
        client.catch_up.end();
    }
    is_there
}

fn room_of(path: &str) -> Option<RoomId> {
    path.strip_prefix("/rooms/")?.parse().ok()
}

/// The room after `here` in the order of the list, or before it; the first or the last one where `here` is none of them.
fn step(client: Client, here: Option<RoomId>, forward: bool, unread: bool) -> Option<RoomId> {
    let order = client.rooms.order().get_untracked();
    let is_wanted = |room: &&RoomId| {
        let summary = client.rooms.get_untracked(**room);
        !unread || summary.is_some_and(|summary: RoomSummary| summary.unread > 0)
    };
    let at = here.and_then(|here| order.iter().position(|room| *room == here));
    match (at, forward) {
        (Some(at), true) => order[at + 1..].iter().find(is_wanted),
        (Some(at), false) => order[..at].iter().rev().find(is_wanted),
        (None, true) => order.iter().find(is_wanted),
        (None, false) => order.iter().rev().find(is_wanted),
    }
    .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_the_list_says() {
        let control = Held {
            control: true,
            ..Held::default()
        };
        let alt = Held {
            alt: true,
            ..Held::default()
        };
        let shift = Held {
            shift: true,
            ..Held::default()
        };
        let down = |unread| Wish::Step {
            forward: true,
            unread,
        };
        for (key, held, meant) in [
            ("k", control, Some(Wish::Switch)),
            ("k", Held::default(), None),
            ("/", control, Some(Wish::Keys)),
            ("f", control, Some(Wish::Find { everywhere: false })),
            (
                "F",
                Held {
                    shift: true,
                    ..control
                },
                Some(Wish::Find { everywhere: true }),
            ),
            ("f", Held::default(), None),
            ("ArrowDown", alt, Some(down(false))),
            ("ArrowDown", Held { shift: true, ..alt }, Some(down(true))),
            ("ArrowDown", Held::default(), None),
            ("Escape", shift, Some(Wish::AllRead)),
            ("Escape", Held::default(), None),
        ] {
            assert_eq!(wish(key, held), meant, "{key} {held:?}");
        }
        assert!(room_of("/rooms/new").is_none());
    }
}
