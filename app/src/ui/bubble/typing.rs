//! Someone is writing: three dots that breathe, and a sentence for those who do not see them.

use leptos::prelude::*;

use crate::ui::live;

/// The line below the last message. Its place is kept while nobody writes, so nothing jumps.
#[component]
pub fn TypingDots(
    /// Who is writing, in a sentence ("Ada is writing"); nothing while nobody is.
    #[prop(into)]
    who: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <div class="typing" data-testid="typing-line">
            {live(move || {
                who.get()
                    .map(|who| {
                        view! {
                            <span class="typing-dots" aria-hidden="true">
                                <i></i>
                                <i></i>
                                <i></i>
                            </span>
                            <span class="typing-words" dir="auto">{who}</span>
                        }
                    })
            })}
        </div>
    }
    .into_any()
}
