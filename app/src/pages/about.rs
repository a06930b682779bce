//! `/about`: what this is, how the light works, and whose work it stands on.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::{ButtonVariant, IconName, LinkButton};

/// Readable by everyone, signed in or not.
#[component]
pub fn AboutPage() -> impl IntoView {
    view! {
        <Title text="About"/>
        <main class="page prose" data-alone="true" data-testid="about">
            <header class="page-head">
                <LinkButton href="/" variant=ButtonVariant::Plain icon=IconName::ArrowLeft label="Back"/>
                <h1 class="pane-title">"About Moodlight"</h1>
            </header>
            <p>
                "Moodlight is a chat that people run themselves. As people write, the light of the room follows what the words sound like: bright, warm, calm, low, uneasy or heated."
            </p>
            <h2>"The light"</h2>
            <p>
                "The light is a guess about words, made in your browser from the text alone. Beside messages that people had labelled it was wrong about three times in ten; where it was surest, once in ten. It knows English and, less well, Spanish, Russian, Hindi, Romanian, Ukrainian and Chinese; in other languages it stays even. It says nothing about how anyone is."
            </p>
            <p>
                "What is guessed never leaves your device: it is not sent, not stored on the server, and nobody else sees it. What reads a language is fetched from this server when a text in it is seen, so the server may know which languages you read. You can hold it still, make it subtle or switch it off, for one talk or for all."
            </p>
            <p>
                "A heavy light is there for a moment and then eases towards calm; in the settings you can let it stand, turn its hues, or have patterns in the place of colours. Touch the word above the talk to see which words made the light. Where it is wrong, say what you would call the text: your device then reads texts like it so, keeps marks of their words instead of the text, and forgets them when you sign out. Before something goes out that reads as angry you may be asked once whether to send it as it is; that stays on your device too, and you can switch it off."
            </p>
            <p>
                "If you want to, your device counts which moods your own texts read as, day by day; it is off until you turn it on, and goes when you sign out. You can dictate where your browser understands speech on the device: what you say becomes text like any other, your voice is sent nowhere, and its tone is never read."
            </p>
            <h2>"How you feel"</h2>
            <p>
                "If you like, you say it yourself: one word, a few of your own, for as long as you choose. Others see it beside your name until then, and you can take it back at any time. The light may suggest a word; it is sent only when you press."
            </p>
            <h2>"Whose work this stands on"</h2>
            <ul>
                <li>"The word list behind the light: VADER, by C.J. Hutto and Eric Gilbert (MIT licence), through the crate vader_sentiment."</li>
                <li>"What reads was trained on public collections: GoEmotions (Apache 2.0), XED and BRIGHTER (CC BY 4.0). The file NOTICE names their authors."</li>
                <li>"Typefaces: Figtree by the Figtree Project Authors and Noto Sans by the Noto Project Authors (SIL Open Font License 1.1)."</li>
                <li>"Icons: Lucide (ISC licence)."</li>
            </ul>
            <p>"Moodlight itself is free software under the MIT or the Apache 2.0 licence, as you like."</p>
        </main>
    }
}
