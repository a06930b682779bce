//! The settings of a group as form fields, for making one and for changing one.

use domain::room::{HistoryAccess, Posting, Visibility};
use leptos::prelude::*;

use crate::ui::{Choice, IconName, RadioGroup, derived};

/// The three choices.
#[derive(Clone, Copy)]
pub struct RoomChoices {
    /// Who can find it.
    pub visibility: RwSignal<Visibility>,
    /// Who may post.
    pub posting: RwSignal<Posting>,
    /// What newcomers see.
    pub history: RwSignal<HistoryAccess>,
}

impl RoomChoices {
    /// As they are now.
    #[must_use]
    pub fn new(visibility: Visibility, posting: Posting, history: HistoryAccess) -> Self {
        Self {
            visibility: RwSignal::new(visibility),
            posting: RwSignal::new(posting),
            history: RwSignal::new(history),
        }
    }
}

/// The choices as cards.
#[component]
pub fn RoomChoiceFields(
    /// The choices.
    choices: RoomChoices,
) -> impl IntoView {
    let RoomChoices {
        visibility,
        posting,
        history,
    } = choices;
    view! {
        <RadioGroup
            label="Who can find it?"
            name="visibility"
            value=derived(move || {
                match visibility.get() {
                    Visibility::Private => "private",
                    Visibility::Public => "public",
                }
                    .to_owned()
            })
            on_change=move |value: String| visibility.set(if value == "public" { Visibility::Public } else { Visibility::Private })
            choices=vec![
                Choice::new("private", "Private").hint("Only those who are added.").icon(IconName::Lock).testid("visibility-private"),
                Choice::new("public", "Public").hint("Anyone here can find it and join.").icon(IconName::Globe).testid("visibility-public"),
            ]
        />
        <RadioGroup
            label="Who writes?"
            name="posting"
            value=derived(move || {
                match posting.get() {
                    Posting::Everyone => "everyone",
                    Posting::Moderators => "moderators",
                }
                    .to_owned()
            })
            on_change=move |value: String| posting.set(if value == "moderators" { Posting::Moderators } else { Posting::Everyone })
            choices=vec![
                Choice::new("everyone", "Everyone").icon(IconName::Users).testid("posting-everyone"),
                Choice::new("moderators", "Only owners and moderators")
                    .hint("For announcements: the others read.")
                    .icon(IconName::Megaphone)
                    .testid("posting-moderators"),
            ]
        />
        <RadioGroup
            label="What do newcomers see?"
            name="history"
            value=derived(move || {
                match history.get() {
                    HistoryAccess::All => "all",
                    HistoryAccess::FromJoining => "from_joining",
                }
                    .to_owned()
            })
            on_change=move |value: String| {
                history.set(if value == "from_joining" { HistoryAccess::FromJoining } else { HistoryAccess::All });
            }
            choices=vec![
                Choice::new("all", "Everything said so far").icon(IconName::List).testid("history-all"),
                Choice::new("from_joining", "Only what is said from then on").icon(IconName::Clock).testid("history-from-joining"),
            ]
        />
    }
    .into_any()
}
