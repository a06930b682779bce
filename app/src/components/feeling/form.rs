//! What the viewer chooses and writes to say how they feel. Nothing of it is sent before they press.

use domain::feeling::{self, Declared, Feeling, Lasting, NOTE_MAX};
use leptos::{ev::SubmitEvent, prelude::*};
use protocol::{ApiError, error::Field as Slot};

use super::look;
use crate::{
    api::{
        Failure,
        feelings::{clear_feeling, set_feeling},
    },
    browser::clock,
    components::{
        problems::{FormError, Problems},
        requests::use_requests,
        time::{TimeStyle, use_time},
    },
    state::use_client,
    ui::{
        Button, ButtonType, ButtonVariant, Choice, Field, Icon, IconName, IconSize, RadioGroup,
        Select, derived, live,
    },
};

/// Value and words of each choice of how long.
const LASTING: [(&str, &str); 4] = [
    ("half-hour", "30 minutes"),
    ("hour", "1 hour"),
    ("four-hours", "4 hours"),
    ("day", "The rest of today"),
];

/// The form. Made anew each time that the window opens.
#[component]
pub fn FeelingForm() -> impl IntoView {
    let client = use_client();
    let requests = use_requests();
    let open = client.feelings.is_asked();
    let me = client.session.me_untracked();
    let said = me.and_then(|me| client.feelings.of_untracked(me));
    let suggested = client.mood.suggested();
    let first = said.as_ref().map(|said| said.feeling).or(suggested);
    let chosen = RwSignal::new(first.map(Feeling::word).unwrap_or_default().to_owned());
    let note = RwSignal::new(said.map(|said| said.note).unwrap_or_default());
    let lasting = RwSignal::new("four-hours".to_owned());
    let answer = RwSignal::new(None::<ApiError>);
    let is_unchosen = RwSignal::new(false);
    let problems = Problems::new(&[Slot::Note], move || {
        answer.get().map(|error| Err::<(), _>(Failure(error)))
    });
    let general = problems.general();
    let general = derived(move || {
        let unchosen = is_unchosen
            .get()
            .then(|| "Please choose how you feel.".to_owned());
        unchosen.or_else(|| general.get())
    });
    let done = move |declared: Option<Declared>| {
        if let Some(me) = me {
            client.feelings.learn(me, declared);
        }
        open.try_set(false);
    };
    let refused = move |error| {
        answer.try_set(Some(error));
    };
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        answer.set(None);
        let feeling = chosen.with_untracked(|word| Feeling::from_word(word));
        is_unchosen.set(feeling.is_none());
        let text = note.get_untracked();
        let is_refused = problems.found([(Slot::Note, feeling::note(&text))]);
        let Some(feeling) = feeling.filter(|_| !is_refused) else {
            return;
        };
        let lasting = lasting.with_untracked(|value| lasting_of(value));
        requests.run_or(
            set_feeling(feeling, text, lasting),
            move |declared| done(Some(declared)),
            refused,
        );
    };
    let take_back = move |_| {
        answer.set(None);
        requests.run_or(clear_feeling(), move |()| done(None), refused);
    };
    let choices = Feeling::ALL
        .map(|feeling| {
            let choice = Choice::new(feeling.word(), feeling.word()).icon(look(feeling).1);
            if suggested == Some(feeling) {
                choice.hint("suggested")
            } else {
                choice
            }
        })
        .to_vec();
    view! {
        <form class="form feeling-form" on:submit=send novalidate data-testid="feeling-form">
            <Said/>
            <RadioGroup
                label="I feel"
                name="feeling"
                choices=choices
                value=chosen
                on_change=move |word| {
                    is_unchosen.set(false);
                    chosen.set(word);
                }
                testid="feeling-choices"
            />
            {suggested
                .map(|feeling| {
                    view! {
                        <p class="feeling-suggested" data-testid="feeling-suggested" data-feeling=feeling.word()>
                            <Icon name=IconName::Sparkles size=IconSize::Small/>
                            <span>{format!("Suggested from what you wrote, on this device: {}.", feeling.word())}</span>
                        </p>
                    }
                })}
            <Field
                label="In your words, if you like"
                name="note"
                value=note
                placeholder="go easy"
                max_length=u32::try_from(NOTE_MAX).unwrap_or(u32::MAX)
                autocomplete="off"
                error=problems.beside(Slot::Note)
                testid="feeling-note"
            />
            <Select
                label="For"
                name="lasting"
                options=LASTING.to_vec()
                value=lasting
                on_change=move |value| lasting.set(value)
                testid="feeling-lasting"
            />
            <p class="quiet-line">
                "People here see it beside your name until then. Nothing is sent before you press."
            </p>
            <FormError text=general/>
            <div class="form-acts" data-end>
                {live(move || {
                    me.and_then(|me| client.feelings.of(me))
                        .map(|_| {
                            view! {
                                <Button variant=ButtonVariant::Quiet loading=requests.busy() on_click=take_back testid="feeling-clear">
                                    "Take it back"
                                </Button>
                            }
                        })
                })}
                <Button kind=ButtonType::Submit loading=requests.busy() testid="feeling-send">"Tell them"</Button>
            </div>
        </form>
    }
    .into_any()
}

/// What the viewer says now, and until when.
#[component]
fn Said() -> impl IntoView {
    let client = use_client();
    let time = use_time(TimeStyle::Clock);
    live(move || {
        let me = client.session.me()?;
        client.feelings.of(me).map(|said| {
            view! {
                <p class="quiet-line" data-testid="feeling-said">
                    "You say: " <bdi>{said.words()}</bdi> {format!(", until {}.", time(said.until))}
                </p>
            }
        })
    })
    .into_any()
}

fn lasting_of(value: &str) -> Lasting {
    match value {
        "half-hour" => Lasting::HalfHour,
        "hour" => Lasting::Hour,
        "day" => Lasting::RestOfDay {
            left_ms: clock::left_of_day_ms(),
        },
        _ => Lasting::FourHours,
    }
}
