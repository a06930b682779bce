//! How people say they feel, beside their names, and the window in which the viewer says it.

mod form;

use domain::{UserId, feeling::Feeling};
use leptos::prelude::*;

use self::form::FeelingForm;
use super::time::{TimeStyle, use_time};
use crate::{
    pages::beside::Beside,
    state::use_client,
    ui::{self, Button, ButtonSize, ButtonVariant, Dialog, Icon, IconName, MoodTone, live, memo},
};

/// Its colour and its drawing. Both are those of the light, so that a look is enough.
fn look(feeling: Feeling) -> (MoodTone, IconName) {
    match feeling {
        Feeling::Happy => (MoodTone::Bright, IconName::Sun),
        Feeling::Thankful => (MoodTone::Warm, IconName::Heart),
        Feeling::Calm => (MoodTone::Calm, IconName::Waves),
        Feeling::Low => (MoodTone::Low, IconName::CloudRain),
        Feeling::Worried => (MoodTone::Uneasy, IconName::Wind),
        Feeling::Tense => (MoodTone::Heated, IconName::Triangle),
        Feeling::Tired => (MoodTone::Neutral, IconName::Moon),
    }
}

/// What somebody says; nothing while they say nothing.
#[component]
pub fn FeelingChip(
    /// Who, if anyone.
    #[prop(into)]
    user: Signal<Option<UserId>>,
) -> impl IntoView {
    let feelings = use_client().feelings;
    live(move || {
        user.get()
            .and_then(|user| feelings.of(user))
            .map(|declared| {
                let (tone, icon) = look(declared.feeling);
                let word = declared.feeling.word();
                view! { <ui::FeelingChip tone=tone icon=icon word=word note=declared.note/> }
            })
    })
    .into_any()
}

/// The same as a drawing, in lists.
#[component]
pub fn FeelingMark(
    /// Who, if anyone.
    #[prop(into)]
    user: Signal<Option<UserId>>,
) -> impl IntoView {
    let feelings = use_client().feelings;
    live(move || {
        user.get().and_then(|user| feelings.of(user)).map(|declared| {
            let (tone, icon) = look(declared.feeling);
            view! { <ui::FeelingMark tone=tone icon=icon words=format!("feels {}", declared.words())/> }
        })
    })
    .into_any()
}

/// What somebody says and when it ends, on their profile.
#[component]
pub fn FeelingLine(
    /// Who.
    user: UserId,
) -> impl IntoView {
    let feelings = use_client().feelings;
    let time = use_time(TimeStyle::Clock);
    live(move || {
        feelings.of(user).map(|declared| {
            view! {
                <p class="profile-feeling">
                    <FeelingChip user=Signal::stored(Some(user))/>
                    <span class="quiet-line">{format!("until {}", time(declared.until))}</span>
                </p>
            }
        })
    })
    .into_any()
}

/// Beside one's own name: what one says, and the way to say it.
#[component]
pub fn OwnFeeling() -> impl IntoView {
    let client = use_client();
    let feelings = client.feelings;
    let own = memo(move || client.session.me().and_then(|me| feelings.of(me)));
    let label = move || {
        own.with(|own| match own {
            Some(declared) => format!("You feel {}. Change", declared.words()),
            None => "Say how you feel".to_owned(),
        })
    };
    let tone = move || own.with(|own| own.as_ref().map(|own| look(own.feeling).0.name()));
    let icon = ui::derived(move || {
        own.with(|own| {
            own.as_ref()
                .map_or(IconName::Smile, |own| look(own.feeling).1)
        })
    });
    view! {
        <button
            class="own-feeling"
            type="button"
            data-mood-tone=tone
            data-tip=label
            aria-label=label
            aria-haspopup="dialog"
            data-testid="own-feeling"
            on:click=move |_| feelings.is_asked().set(true)
        >
            <Icon name=icon/>
        </button>
    }
    .into_any()
}

/// In the panel of the light: what is guessed there is nobody else's business, but one may say it.
#[component]
pub fn SayFeeling(
    /// Called first: the panel closes, and gives the focus to where it goes back to.
    #[prop(into)]
    on_open: Callback<()>,
) -> impl IntoView {
    let feelings = use_client().feelings;
    let open = move |_| {
        on_open.run(());
        feelings.is_asked().set(true);
    };
    view! {
        <Button variant=ButtonVariant::Quiet size=ButtonSize::Small icon=IconName::Smile wide=true on_click=open testid="mood-say">
            "Tell others how you feel"
        </Button>
    }
    .into_any()
}

/// The window. It is fetched when somebody opens it, and stays then, to give the focus back when it closes.
#[component]
pub fn FeelingDialog() -> impl IntoView {
    let open = use_client().feelings.is_asked();
    let was_asked =
        Memo::new(move |before: Option<&bool>| before.copied().unwrap_or(false) || open.get());
    live(move || was_asked.get().then(|| Beside::Feeling.drawn()))
}

/// The window, drawn.
#[component]
pub fn FeelingWindow() -> impl IntoView {
    let open = use_client().feelings.is_asked();
    view! {
        <Dialog open=open title="How do you feel?" testid="feeling-dialog">
            {live(move || open.get().then(|| view! { <FeelingForm/> }))}
        </Dialog>
    }
    .into_any()
}
