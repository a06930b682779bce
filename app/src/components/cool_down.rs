//! The line above the composer when words read as angry. It asks, and never holds anything back.

use domain::RoomId;
use leptos::{ev, html, prelude::*};

use crate::{
    browser::{self, clock},
    pages::beside::Beside,
    state::{mood::MoodStore, use_client},
    ui::{Button, ButtonSize, ButtonVariant, live, memo},
};

/// "Wait" sends after so many seconds.
const WAIT_SECONDS: u32 = 30;

/// Where a message stands that reads as angry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// It has been asked what to do.
    Asked,
    /// It goes out after so many seconds.
    Waits(u32),
}

/// The question, for one composer.
#[derive(Clone, Copy)]
pub struct CoolDown {
    room: RoomId,
    mood: MoodStore,
    step: RwSignal<Option<Step>>,
    /// Counts the waits: who stops one and begins another waits anew.
    turn: StoredValue<u32>,
}

/// One for the composer of this room.
#[must_use]
pub fn use_cool_down(room: RoomId) -> CoolDown {
    CoolDown {
        room,
        mood: use_client().mood,
        step: RwSignal::new(None),
        turn: StoredValue::new(0),
    }
}

impl CoolDown {
    /// Somebody presses send. True: they are asked first. Whoever presses again has answered.
    pub fn asks(self, text: &str) -> bool {
        if self.is_open() {
            self.answer(false);
            return false;
        }
        let asks = self.mood.asks_before(self.room, text);
        if asks {
            self.step.set(Some(Step::Asked));
        }
        asks
    }

    /// Back to writing: whoever goes on writing has taken the advice.
    pub fn edit(self) {
        self.answer(true);
    }

    /// Whether there is a question.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.step.get_untracked().is_some()
    }

    fn answer(self, heeded: bool) {
        match self.step.get_untracked() {
            None => return,
            Some(Step::Asked) => self.mood.cooled_down(heeded),
            Some(Step::Waits(_)) => {}
        }
        self.step.set(None);
    }

    fn never_again(self) {
        self.mood.set_cool_down(false);
        self.step.set(None);
    }

    /// Sends later, unless somebody writes on or leaves the room: then it is still a draft.
    fn wait(self, send: Callback<()>) {
        self.mood.cooled_down(true);
        self.step.set(Some(Step::Waits(WAIT_SECONDS)));
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        browser::spawn(async move {
            loop {
                clock::sleep(1_000).await;
                if self.turn.try_get_value() != Some(turn) {
                    return;
                }
                match self.step.try_get_untracked().flatten() {
                    Some(Step::Waits(left)) if left > 1 => {
                        self.step.set(Some(Step::Waits(left - 1)));
                    }
                    Some(Step::Waits(_)) => {
                        self.step.set(None);
                        return send.run(());
                    }
                    Some(Step::Asked) | None => return,
                }
            }
        });
    }
}

/// What the question is drawn with.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The composer's.
    pub cool_down: CoolDown,
    /// Sends what is written, as it is.
    pub on_send: Callback<()>,
    /// Where one goes on writing.
    pub field: NodeRef<html::Textarea>,
}

/// What is asked, and the answers. They are fetched with the rest that stands beside the talk.
#[component]
pub fn CoolDownLine(
    /// What it is drawn with.
    asked: Asked,
) -> impl IntoView {
    let step = asked.cool_down.step;
    let is_open = memo(move || step.get().is_some());
    let is_asked = memo(move || step.get() == Some(Step::Asked));
    view! {
        // Said once; the seconds are not read out.
        <p class="visually-hidden" role="status">
            {live(move || is_asked.get().then_some("This may read as angry. Enter sends it, Escape goes back to writing."))}
        </p>
        {live(move || {
            is_open
                .get()
                .then(|| Beside::CoolDown(asked).drawn())
        })}
    }
    .into_any()
}

/// The same, drawn.
#[component]
pub fn CoolDownQuestion(
    /// What it is drawn with.
    asked: Asked,
) -> impl IntoView {
    let Asked {
        cool_down,
        on_send,
        field,
    } = asked;
    let step = cool_down.step;
    let write_on = move || {
        if let Some(field) = field.get_untracked() {
            // Without focus one can still press it.
            let _ = field.focus();
        }
    };
    let edit = move |_: ev::MouseEvent| {
        cool_down.edit();
        write_on();
    };
    let send = move |_: ev::MouseEvent| {
        cool_down.answer(false);
        on_send.run(());
        write_on();
    };
    let wait = move |_: ev::MouseEvent| {
        cool_down.wait(on_send);
        write_on();
    };
    let never = move |_: ev::MouseEvent| {
        cool_down.never_again();
        write_on();
    };
    let is_asked = memo(move || step.get() == Some(Step::Asked));
    let left = move || match step.get() {
        Some(Step::Waits(left)) => Some(format!("Goes out in {left} s")),
        Some(Step::Asked) | None => None,
    };
    view! {
        <div class="cool-down" role="group" aria-label="Before it is sent" data-testid="cool-down">
            <p class="cool-down-words">
                {live(move || left().unwrap_or_else(|| "This may read as angry.".to_owned()))}
            </p>
            <div class="cool-down-acts">
                <Button variant=ButtonVariant::Quiet size=ButtonSize::Small on_click=send testid="cool-down-send">"Send"</Button>
                <Button variant=ButtonVariant::Quiet size=ButtonSize::Small on_click=edit testid="cool-down-edit">"Edit"</Button>
                {live(move || {
                    is_asked
                        .get()
                        .then(|| {
                            view! {
                                <Button variant=ButtonVariant::Quiet size=ButtonSize::Small on_click=wait testid="cool-down-wait">
                                    {format!("Wait {WAIT_SECONDS} s")}
                                </Button>
                                <Button variant=ButtonVariant::Plain size=ButtonSize::Small on_click=never testid="cool-down-never">
                                    "Don’t ask again"
                                </Button>
                            }
                        })
                })}
            </div>
            </div>
    }
    .into_any()
}
