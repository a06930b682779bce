//! What the composer is for, where that is not a new message: an answer, or another text of an old message.

use domain::{markup::plain, text::excerpt};
use leptos::prelude::*;

use crate::{
    state::{TimelineStore, timeline::Aim, use_client},
    ui::{ButtonSize, Icon, IconButton, IconName, live},
};

/// Characters of the message it is about; the page shows as many as a line holds.
const SHOWN: usize = 160;

/// The line above the composer.
#[component]
pub fn AimLine(
    /// The room's timeline.
    timeline: TimelineStore,
    /// Leaves it.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    let people = use_client().people;
    live(move || {
        let (seq, icon, leave) = match timeline.aim() {
            Aim::New => return None,
            Aim::Reply(seq) => (seq, IconName::Reply, "Do not reply"),
            Aim::Edit(seq) => (seq, IconName::Pencil, "Leave it as it was"),
        };
        let message = timeline.message(seq)?;
        let author = message.author;
        let words = move || match icon {
            IconName::Pencil => "Editing your message".to_owned(),
            _ => format!("Replying to {}", people.full_name(author)),
        };
        let text = excerpt(&plain(&message.body), SHOWN);
        Some(view! {
            <div class="aim" data-testid="aim">
                <Icon name=icon/>
                <p class="aim-words">
                    <span class="aim-title" dir="auto" role="status">{live(words)}</span>
                    <span class="aim-text" dir="auto">{text}</span>
                </p>
                <IconButton
                    icon=IconName::X
                    label=leave
                    size=ButtonSize::Small
                    on_click=move |_| on_leave.run(())
                    testid="aim-leave"
                />
            </div>
        })
    })
}
