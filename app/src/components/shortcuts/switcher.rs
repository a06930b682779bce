//! Going anywhere by a few letters: rooms, people, pages.

use domain::{people::Person, room::RoomSummary};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::{use_location, use_navigate};

use super::room_of;
use crate::{
    api::people::find_people,
    browser::{self, clock, page},
    components::{catch_up::use_catch_up, search},
    state::{Client, Theme, use_client},
    ui::{Avatar, AvatarKind, AvatarSize, Dialog, Icon, IconName, effect, live, memo},
};

/// Rooms that are shown, at most.
const ROOMS_MAX: usize = 8;
/// People from the server, at most.
const PEOPLE_MAX: usize = 5;
/// So long after the last key the server is asked for people, in milliseconds.
const PAUSE_MS: u32 = 200;

/// Where one can go, or what one can do.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    name: String,
    detail: String,
    face: Face,
    does: Does,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    Room,
    Person,
    Page(IconName),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Does {
    Go(String),
    Theme(Theme),
    AllRead,
    CatchUp,
    Keys,
    /// Goes to a day of the room that is open.
    Day,
}

/// The window: a field, and what fits it. Arrow keys choose, Enter goes.
#[component]
pub fn Switcher(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Opens the list of keys.
    telling: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open title="Go to" testid="switcher">
            {live(move || open.get().then(|| view! { <Field open=open telling=telling/> }))}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Field(open: RwSignal<bool>, telling: RwSignal<bool>) -> impl IntoView {
    let client = use_client();
    let navigate = use_navigate();
    let catch_up = use_catch_up();
    let query = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let people = RwSignal::new(Vec::<Person>::new());
    let field = NodeRef::<html::Input>::new();
    ask_for_people(query, people);
    effect(move || {
        if let Some(field) = field.get() {
            // Without focus one can still click.
            let _ = field.focus();
        }
    });
    let path = use_location().pathname;
    let is_talk = memo(move || path.with(|path| room_of(path).is_some()));
    let found = memo(move || {
        let query = query.get();
        let mut found = rooms(client, &query);
        found.extend(people.with(|people| others(client, &query, people)));
        found.extend(pages(&query, is_talk.get_untracked()));
        found.extend(messages(&query));
        found
    });
    let go = StoredValue::new(move |does: Does| {
        open.set(false);
        match does {
            Does::Go(path) => navigate(&path, Default::default()),
            Does::Theme(theme) => client.theme.set(theme),
            Does::AllRead => client.rooms.all_read(client),
            Does::CatchUp => catch_up(),
            Does::Keys => telling.set(true),
            Does::Day => client.calendar.set(Some(clock::local_day(clock::now()))),
        }
    });
    let act = move |does: Does| go.with_value(|go| go(does));
    let keys = move |event: ev::KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => chosen.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => chosen.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                let does = found.with_untracked(|found| {
                    found.get(chosen.get_untracked()).map(|t| t.does.clone())
                });
                if let Some(does) = does {
                    act(does);
                }
            }
            _ => return,
        }
        page::show_chosen("[data-chosen=true]");
        event.prevent_default();
    };
    view! {
        <input
            class="switcher-field"
            type="text"
            role="combobox"
            aria-label="Go to a room, a person or a page"
            aria-expanded="true"
            aria-controls="switcher-list"
            aria-activedescendant=move || format!("switcher-{}", chosen.get())
            placeholder="A room, a person, a page"
            autocomplete="off"
            node_ref=field
            prop:value=move || query.get()
            on:keydown=keys
            on:input=move |event| {
                query.set(event_target_value(&event));
                chosen.set(0);
            }
            data-testid="switcher-field"
        />
        <div class="switcher-list" id="switcher-list" role="listbox" aria-label="What fits">
            {live(move || {
                found
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(at, target)| row(at, target, chosen, act))
                    .collect::<Vec<AnyView>>()
            })}
        </div>
        <p class="visually-hidden" role="status">
            {live(move || format!("{} found", found.with(Vec::len)))}
        </p>
    }
    .into_any()
}

fn row(
    at: usize,
    target: Target,
    chosen: RwSignal<usize>,
    act: impl Fn(Does) + Copy + Send + Sync + 'static,
) -> AnyView {
    let Target {
        name,
        detail,
        face,
        does,
    } = target;
    let of = name.clone();
    let face = match face {
        Face::Room => {
            view! { <Avatar name=Signal::stored(of) size=AvatarSize::Small kind=Signal::stored(AvatarKind::Room)/> }.into_any()
        }
        Face::Person => {
            view! { <Avatar name=Signal::stored(of) size=AvatarSize::Small/> }.into_any()
        }
        Face::Page(icon) => {
            view! { <span class="switcher-icon"><Icon name=icon/></span> }.into_any()
        }
    };
    view! {
        <div
            class="switcher-row"
            id=format!("switcher-{at}")
            role="option"
            aria-selected=move || (chosen.get() == at).to_string()
            data-chosen=move || (chosen.get() == at).to_string()
            data-testid="switcher-row"
            on:pointermove=move |_| chosen.set(at)
            on:click=move |_| act(does.clone())
        >
            {face}
            <span class="switcher-name" dir="auto">{name}</span>
            <span class="switcher-detail" dir="auto">{detail}</span>
        </div>
    }
    .into_any()
}

/// Asks the server for people a moment after the last key; answers that come late are dropped.
fn ask_for_people(query: RwSignal<String>, people: RwSignal<Vec<Person>>) {
    effect(move || {
        let asked = query.get();
        if asked.trim().is_empty() {
            people.set(Vec::new());
            return;
        }
        browser::spawn(async move {
            clock::sleep(PAUSE_MS).await;
            let is_wanted = || query.try_get_untracked().as_ref() == Some(&asked);
            if is_wanted()
                && let Ok(mut found) = find_people(asked.trim().to_owned()).await
                && is_wanted()
            {
                found.truncate(PEOPLE_MAX);
                let _ = people.try_set(found);
            }
        });
    });
}

/// Rooms that fit: with nothing asked for those with unread messages first, as they stand in the list.
fn rooms(client: Client, query: &str) -> Vec<Target> {
    let order = client.rooms.order().get().into_iter();
    let mut fitting: Vec<(usize, RoomSummary)> = order
        .filter_map(|room| client.rooms.get(room))
        .filter_map(|summary| Some((rank(&summary.title(), query)?, summary)))
        .collect();
    if query.trim().is_empty() {
        fitting.sort_by_key(|(_, summary)| summary.unread == 0);
    } else {
        fitting.sort_by_key(|(rank, _)| *rank);
    }
    fitting.truncate(ROOMS_MAX);
    fitting
        .into_iter()
        .map(|(_, summary)| Target {
            name: summary.title(),
            detail: match summary.unread {
                0 => summary.room.topic.clone(),
                unread => format!("{unread} unread"),
            },
            face: if summary.other.is_some() {
                Face::Person
            } else {
                Face::Room
            },
            does: Does::Go(format!("/rooms/{}", summary.room.id)),
        })
        .collect()
}

/// People one has no talk with yet: one goes to their page. The others stand among the rooms.
fn others(client: Client, query: &str, people: &[Person]) -> Vec<Target> {
    if query.trim().is_empty() {
        return Vec::new();
    }
    let rooms = client.rooms.order().get_untracked();
    let has_talk = |person: &Person| {
        rooms.iter().any(|room| {
            let summary = client.rooms.get_untracked(*room);
            summary.is_some_and(|s| s.other.is_some_and(|other| other.id == person.id))
        })
    };
    people
        .iter()
        .filter(|person| !has_talk(person))
        .map(|person| Target {
            name: person.full_name(),
            detail: format!("@{}", person.username),
            face: Face::Person,
            does: Does::Go(format!("/people/{}", person.username)),
        })
        .collect()
}

/// Whatever is typed can be looked for in what was said.
fn messages(query: &str) -> Option<Target> {
    let query = query.trim();
    (!query.is_empty()).then(|| Target {
        name: format!("Messages with “{query}”"),
        detail: String::new(),
        face: Face::Page(IconName::Search),
        does: Does::Go(search::address(query)),
    })
}

/// Pages and acts that fit, with those of a talk where one is open.
fn pages(query: &str, is_talk: bool) -> Vec<Target> {
    let go = |path: &str| Does::Go(path.to_owned());
    let all = [
        ("New room", IconName::Plus, go("/rooms/new")),
        ("Search", IconName::Search, go("/search")),
        ("Find people", IconName::Users, go("/people")),
        ("Public rooms", IconName::Globe, go("/rooms")),
        ("Settings", IconName::Settings, go("/settings")),
        ("My moods", IconName::Lamp, go("/settings/moods")),
        ("About", IconName::Info, go("/about")),
        ("Dark", IconName::Moon, Does::Theme(Theme::Dark)),
        ("Light", IconName::Sun, Does::Theme(Theme::Light)),
        (
            "Mark everything as read",
            IconName::CheckCheck,
            Does::AllRead,
        ),
        (
            "Catch up with what is unread",
            IconName::Play,
            Does::CatchUp,
        ),
        ("Keys and marks", IconName::List, Does::Keys),
    ];
    let here = is_talk.then_some(("Go to a day", IconName::Calendar, Does::Day));
    let mut fitting: Vec<(usize, Target)> = all
        .into_iter()
        .chain(here)
        .filter_map(|(name, icon, does)| {
            let target = Target {
                name: name.to_owned(),
                detail: String::new(),
                face: Face::Page(icon),
                does,
            };
            Some((rank(name, query)?, target))
        })
        .collect();
    fitting.sort_by_key(|(rank, _)| *rank);
    fitting.into_iter().map(|(_, target)| target).collect()
}

/// How well a name fits what was typed, less is better; none: not at all. Each typed word must begin a word of the name, or be
/// somewhere in it.
fn rank(name: &str, query: &str) -> Option<usize> {
    let (name, query) = (name.to_lowercase(), query.trim().to_lowercase());
    if name.starts_with(&query) {
        return Some(0);
    }
    let mut worst = 1;
    for wanted in query.split_whitespace() {
        if name.split_whitespace().any(|word| word.starts_with(wanted)) {
            continue;
        }
        if !name.contains(wanted) {
            return None;
        }
        worst = 2;
    }
    Some(worst)
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn names_fit_by_their_beginnings_first() {
        for (name, query, expected) in [
            ("Garden club", "", Some(0)),
            ("Garden club", "gar", Some(0)),
            ("Garden club", "club", Some(1)),
            ("Garden club", "cl ga", Some(1)),
            ("Garden club", "arden", Some(2)),
            ("Garden club", "x", None),
            ("Аня Петрова", "пет", Some(1)),
        ] {
            assert_eq!(rank(name, query), expected, "{name} {query}");
        }
    }
}
