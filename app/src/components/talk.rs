//! The talk: light, head, timeline, and where one writes.

use leptos::prelude::*;

use super::{
    composer::RoomComposer, mood_card::MoodCard, mood_layer::MoodLayer, room_header::RoomHeader,
    timeline::Timeline, typing_line::TypingLine,
};
use crate::{
    pages::beside::Beside,
    state::{TimelineStore, use_client},
    ui::live,
};

/// One room's talk.
#[component]
pub fn Talk(
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let room = timeline.room();
    // Counts own messages: after each, the end is shown.
    let (sent, set_sent) = signal(0_u32);
    let finding = use_client().finding;
    // Another room is another talk.
    on_cleanup(move || finding.set(false));
    view! {
        <MoodLayer>
            <RoomHeader timeline=timeline/>
            {live(move || finding.get().then(|| Beside::Find(timeline).drawn()))}
            <Timeline timeline=timeline sent=sent/>
            <div class="talk-foot">
                <MoodCard/>
                <TypingLine room=room/>
                <RoomComposer timeline=timeline on_sent=move |()| set_sent.update(|sent| *sent += 1)/>
            </div>
        </MoodLayer>
    }
    .into_any()
}
