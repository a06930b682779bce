//! The talk: light, head, timeline, and where one writes.

use leptos::prelude::*;

use super::{
    composer::RoomComposer, mood_card::MoodCard, mood_layer::MoodLayer, room_header::RoomHeader,
    timeline::Timeline, typing_line::TypingLine,
};
use crate::{
    pages::beside::Beside,
    state::{Client, TimelineStore, use_client},
    ui::{live, memo},
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
    let Client {
        finding,
        calendar,
        catch_up,
        ..
    } = use_client();
    // Another room is another talk.
    on_cleanup(move || {
        finding.set(false);
        calendar.set(None);
    });
    let is_caught_up_here = memo(move || catch_up.now().is_some_and(|now| now.room == room));
    view! {
        <MoodLayer>
            <RoomHeader timeline=timeline/>
            {live(move || finding.get().then(|| Beside::Find(timeline).drawn()))}
            <Timeline timeline=timeline sent=sent/>
            <div class="talk-foot">
                {live(move || is_caught_up_here.get().then(|| Beside::CatchUp(timeline).drawn()))}
                <MoodCard/>
                <TypingLine room=room/>
                <RoomComposer timeline=timeline on_sent=move |()| set_sent.update(|sent| *sent += 1)/>
            </div>
            {live(move || calendar.get().map(|day| Beside::Calendar(timeline, day).drawn()))}
        </MoodLayer>
    }
    .into_any()
}
