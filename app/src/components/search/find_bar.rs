//! Looking for words in the room that is open: from one place to the next, with the talk around it.

use leptos::{ev, html, prelude::*};
use protocol::search::{Search, SearchMark};

use super::{problem, search_for};
use crate::{
    api::messages::search_messages,
    browser::{self, clock, page},
    state::{TimelineStore, use_client},
    ui::{ButtonSize, IconButton, IconName, effect, live},
};

/// So long after the last key the server is asked, in milliseconds.
const PAUSE_MS: u32 = 250;

/// What is looked for, and where it was found.
#[derive(Clone, Copy)]
struct Finding {
    timeline: TimelineStore,
    text: RwSignal<String>,
    /// Numbers of messages, newest first.
    found: RwSignal<Vec<u64>>,
    /// From where there may be more.
    next: RwSignal<Option<SearchMark>>,
    /// Which of them one is at.
    at: RwSignal<usize>,
    state: RwSignal<State>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Nothing is asked for.
    Idle,
    Asking,
    Answered,
    Refused(String),
}

impl Finding {
    fn new(timeline: TimelineStore) -> Self {
        Self {
            timeline,
            text: RwSignal::new(String::new()),
            found: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            at: RwSignal::new(0),
            state: RwSignal::new(State::Idle),
        }
    }

    /// Asks a moment after the last key; answers that come late are dropped.
    fn typed(self, text: String) {
        self.text.set(text.clone());
        if text.trim().is_empty() {
            self.nothing();
            self.state.set(State::Idle);
            return;
        }
        self.state.set(State::Asking);
        browser::spawn(async move {
            clock::sleep(PAUSE_MS).await;
            if self.is_about(&text) {
                self.ask(text, None).await;
            }
        });
    }

    fn nothing(self) {
        self.found.set(Vec::new());
        self.next.set(None);
    }

    fn is_about(self, text: &str) -> bool {
        self.text.try_get_untracked().is_some_and(|now| now == text)
    }

    /// The first page, or the one after `mark`; and goes to its first message.
    async fn ask(self, text: String, mark: Option<SearchMark>) {
        let search = Search {
            room: Some(self.timeline.room()),
            after: mark,
            ..search_for(text.clone())
        };
        let answer = search_messages(search).await;
        if !self.is_about(&text) {
            return;
        }
        match answer {
            Ok(page) => {
                let first = mark.map_or(0, |_| self.found.with_untracked(Vec::len));
                self.found.update(|found| {
                    found.truncate(first);
                    found.extend(page.found.iter().map(|found| found.seq));
                });
                self.next.set(page.next);
                self.state.set(State::Answered);
                self.go_to(first);
            }
            Err(failure) => {
                self.nothing();
                self.state.set(State::Refused(problem(&failure.0)));
            }
        }
    }

    fn go_to(self, at: usize) {
        if let Some(seq) = self.found.with_untracked(|found| found.get(at).copied()) {
            self.at.set(at);
            self.timeline.go_to(seq);
        }
    }

    fn older(self) {
        let at = self.at.get_untracked() + 1;
        if at < self.found.with_untracked(Vec::len) {
            self.go_to(at);
        } else if let Some(mark) = self.next.get_untracked()
            && self.state.get_untracked() == State::Answered
        {
            self.state.set(State::Asking);
            browser::spawn(self.ask(self.text.get_untracked(), Some(mark)));
        }
    }

    fn newer(self) {
        if let Some(at) = self.at.get_untracked().checked_sub(1) {
            self.go_to(at);
        }
    }

    /// Where one is, in words.
    fn words(self) -> String {
        match self.state.get() {
            State::Idle => String::new(),
            State::Asking => "…".to_owned(),
            State::Refused(why) => why,
            State::Answered => {
                let count = self.found.with(Vec::len);
                match (count, self.next.with(Option::is_some)) {
                    (0, false) => "Nothing".to_owned(),
                    (0, true) => "Not lately".to_owned(),
                    (count, false) => format!("{} of {count}", self.at.get() + 1),
                    (count, true) => format!("{} of {count}+", self.at.get() + 1),
                }
            }
        }
    }
}

/// The bar. It stands under the head of a talk, and comes with what stands beside the talk.
#[component]
pub fn FindBar(
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let open = use_client().finding;
    let finding = Finding::new(timeline);
    let field = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(field) = field.get() {
            page::focus_soon(field.into());
        }
    });
    let close = move || {
        open.set(false);
        page::focus("main");
    };
    let keys = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match (event.key().as_str(), event.shift_key()) {
            ("Enter", false) | ("ArrowUp", _) => finding.older(),
            ("Enter", true) | ("ArrowDown", _) => finding.newer(),
            ("Escape", false) => close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let is_refused = move || matches!(finding.state.get(), State::Refused(_));
    let has_found =
        move || finding.found.with(|found| !found.is_empty()) || finding.next.with(Option::is_some);
    view! {
        <div class="find-bar" role="search" on:keydown=keys data-testid="find-bar">
            <input
                class="find-field"
                type="search"
                aria-label="Find in this room"
                placeholder="Find in this room"
                dir="auto"
                autocomplete="off"
                enterkeyhint="search"
                node_ref=field
                on:input=move |event| finding.typed(event_target_value(&event))
                data-testid="find-field"
            />
            <span class="find-count" data-refused=move || is_refused().to_string() role="status" data-testid="find-count">{live(move || finding.words())}</span>
            {live(move || has_found().then(|| view! {
                <IconButton icon=IconName::ChevronUp label="Older" size=ButtonSize::Small on_click=move |_| finding.older() testid="find-older"/>
                <IconButton icon=IconName::ChevronDown label="Newer" size=ButtonSize::Small on_click=move |_| finding.newer() testid="find-newer"/>
            }))}
            <IconButton icon=IconName::X label="Close" size=ButtonSize::Small on_click=move |_| close() testid="find-close"/>
        </div>
    }
    .into_any()
}
