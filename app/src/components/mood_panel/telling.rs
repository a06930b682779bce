//! Why this colour, in one text: the one that says most, its sum, and the person's own word for it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    browser::page,
    components::mood_chip::PANEL,
    state::{
        mood::{Mood, Telling},
        use_client,
    },
    ui::{Button, ButtonSize, ButtonVariant, live},
};

/// Longer texts are cut in the panel.
const SHOWN_CHARS: usize = 90;

/// The text, its sum, and what else it could be called.
#[component]
pub fn MoodTelling() -> impl IntoView {
    let mood = use_client().mood;
    // Whom one has corrected one sees on, to take it back.
    let about = RwSignal::new(None::<Arc<str>>);
    let telling = mood.telling(about);
    let call = move |text: &Arc<str>, called: Option<Mood>| {
        about.set(Some(Arc::clone(text)));
        mood.correct(text, called);
        // What was pressed is gone, and the next press of Tab should not begin at the page's top.
        page::after_paint(|| page::focus(PANEL));
    };
    live(move || {
        telling.get().map(|told| {
            let sum = sum_of(&told);
            let text = Arc::clone(&told.text);
            let acts = if told.is_corrected {
                let back = move |_| call(&text, None);
                view! {
                    <p class="telling-called">
                        {format!("You call this {}.", word_for(told.mood))}
                        <Button variant=ButtonVariant::Plain size=ButtonSize::Small on_click=back testid="mood-uncall">
                            "Take it back"
                        </Button>
                    </p>
                }
                .into_any()
            } else {
                let others = CALLS
                    .into_iter()
                    .filter(|(called, _, testid)| *called != told.mood || *testid == "mood-call-joke")
                    .map(|(called, words, testid)| {
                        let text = Arc::clone(&text);
                        view! {
                            <button class="telling-call" type="button" data-testid=testid on:click=move |_| call(&text, Some(called))>
                                {words}
                            </button>
                        }
                    })
                    .collect_view();
                view! {
                    <div class="telling-calls" role="group" aria-label="What would you call it?">
                        <span class="segments-label" aria-hidden="true">"No? I’d call it"</span>
                        {others}
                    </div>
                }
                .into_any()
            };
            view! {
                <div class="telling" data-testid="mood-telling">
                    <p class="telling-text" dir="auto">{excerpt(&told.text)}</p>
                    {sum.map(|sum| view! { <p class="telling-sum" data-testid="mood-sum">{sum}</p> })}
                    {acts}
                </div>
            }
        })
    })
    .into_any()
}

/// What one may call a text. A joke is not meant: it says nothing.
const CALLS: [(Mood, &str, &str); 5] = [
    (Mood::Neutral, "a joke", "mood-call-joke"),
    (Mood::Happy, "happy", "mood-call-happy"),
    (Mood::Sad, "sad", "mood-call-sad"),
    (Mood::Tense, "tense", "mood-call-tense"),
    (Mood::Neutral, "nothing", "mood-call-neutral"),
];

fn word_for(mood: Mood) -> &'static str {
    match mood {
        Mood::Happy => "happy",
        Mood::Sad => "sad",
        Mood::Tense => "tense",
        Mood::Neutral => "nothing in particular",
    }
}

/// `happy +2.7, not good −1.4: S = 1.3, S / √(S² + 15) = 0.32`; nothing where no word is pleasant or unpleasant.
fn sum_of(told: &Telling) -> Option<String> {
    let parts: Vec<String> = told
        .polarities
        .iter()
        .map(|(word, weight)| format!("{word} {}", signed(*weight)))
        .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "{}: S = {}, S / √(S² + 15) = {}",
            parts.join(", "),
            signed(told.sum),
            signed(told.valence)
        )
    })
}

fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("“{}…”", line[..end].trim_end()),
        None => format!("“{line}”"),
    }
}

/// With its sign and one place. The library's own way would bring 10 KB of code into the page's program.
#[expect(clippy::cast_possible_truncation, reason = "rounded, and small")]
fn signed(number: f32) -> String {
    let tenths = (number * 10.0).round() as i32;
    let sign = match tenths {
        0 => "",
        1.. => "+",
        _ => "−",
    };
    let size = tenths.unsigned_abs();
    format!("{sign}{}.{}", size / 10, size % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_sign_and_one_place() {
        let written = [0.0, 0.04, 2.7, -1.44, -0.96, 12.0].map(signed);
        assert_eq!(written, ["0.0", "0.0", "+2.7", "−1.4", "−1.0", "+12.0"]);
    }

    #[test]
    fn a_sum_names_its_words() {
        let told = Telling {
            text: "happy, not good".into(),
            mood: Mood::Happy,
            is_corrected: false,
            polarities: vec![("happy".to_owned(), 2.7), ("good".to_owned(), -1.4)],
            sum: 1.3,
            valence: 0.32,
        };
        let sum = sum_of(&told).expect("a sum");
        assert_eq!(
            sum,
            "happy +2.7, good −1.4: S = +1.3, S / √(S² + 15) = +0.3"
        );
        let silent = Telling {
            polarities: Vec::new(),
            ..told
        };
        assert_eq!(sum_of(&silent), None);
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        let text = "я".repeat(200);
        let cut = excerpt(&text);
        assert_eq!(cut.chars().count(), SHOWN_CHARS + 3);
        assert_eq!(excerpt("one\n\n two"), "“one two”");
    }
}
