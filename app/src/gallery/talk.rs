//! A whole talk made of the pieces, with real text in three scripts: the look can be judged without an account.

use leptos::prelude::*;

use super::look::Look;
use crate::ui::{
    Avatar, AvatarKind, AvatarSize, Badge, Bubble, BubblePosition, Button, ButtonVariant, Composer,
    Confidence, DayDivider, Delivery, Field, IconButton, IconName, InputType, LinkButton, ListItem,
    Menu, MenuItem, MenuSeparator, MoodChip, MoodLight, Presence, Side, TypingDots, UnreadDivider,
};

/// Rooms, talk and composer at full size.
#[component]
pub fn TalkSample(
    /// Mood, level, pane.
    look: Look,
) -> impl IntoView {
    let details = if look.details { "open" } else { "closed" };
    view! {
        <div class="shell" data-pane=look.pane data-details=details dir=look.direction>
            <nav class="shell-rooms pane" aria-label="Rooms">
                <Rooms/>
            </nav>
            <main class="shell-talk">
                <Talk look=look/>
            </main>
            {look.details.then(|| view! { <Details/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Rooms() -> impl IntoView {
    use AvatarKind::{Person, Room};
    let rows = [
        (
            "Garden Club",
            Room,
            None,
            Some("Оля:"),
            "можно ли с собакой?",
            "14:05",
            0,
            true,
        ),
        (
            "Ada Lovelace",
            Person,
            Some(Presence::Online),
            None,
            "I can bring the blanket.",
            "13:52",
            2,
            false,
        ),
        (
            "आशा शर्मा",
            Person,
            Some(Presence::Online),
            None,
            "फिर मिलते हैं।",
            "12:30",
            1,
            false,
        ),
        (
            "Night shift",
            Room,
            None,
            Some("Draft:"),
            "Could someone swap Thursday",
            "11:04",
            0,
            false,
        ),
        (
            "Bo Lindqvist",
            Person,
            Some(Presence::Away),
            Some("You:"),
            "Take your time.",
            "Mon",
            0,
            false,
        ),
        (
            "Книги",
            Room,
            None,
            Some("Milo:"),
            "chapter nine, no spoilers please",
            "Sun",
            34,
            false,
        ),
        (
            "Chloé Martin",
            Person,
            Some(Presence::Offline),
            None,
            "C'était parfait, merci encore pour hier soir.",
            "Sat",
            0,
            false,
        ),
        (
            "Choir",
            Room,
            None,
            Some("Eun-ji:"),
            "The hall is ours from seven.",
            "Fri",
            0,
            false,
        ),
    ]
    .map(
        |(name, kind, presence, lead, line, time, unread, current)| {
            view! {
                <li>
                    <ListItem
                        href="#"
                        name=name
                        kind=kind
                        presence=presence
                        lead=lead.map(str::to_owned)
                        last_line=line
                        time=time
                        unread=unread
                        current=current
                    />
                </li>
            }
        },
    );
    let find = RwSignal::new(String::new());
    view! {
        <header class="pane-head">
            <h2 class="pane-title">"Moodlight"</h2>
            <IconButton icon=IconName::MessagePlus label="New talk"/>
        </header>
        <div class="room-search">
            <Field label="Find" name="find" kind=InputType::Search placeholder="Find people and rooms" hide_label=true value=find/>
        </div>
        <div class="pane-scroll" tabindex="0" role="region" aria-label="Your rooms">
            <ul class="room-list" role="list">
                {rows.collect_view()}
            </ul>
        </div>
        <footer class="pane-foot">
            <a class="me" href="#me">
                <Avatar name="Mira Holm" size=AvatarSize::Small/>
                <span class="me-name">"Mira Holm"</span>
            </a>
            <IconButton icon=IconName::Settings label="Settings"/>
        </footer>
    }
    .into_any()
}

#[component]
fn Talk(look: Look) -> impl IntoView {
    let (tone, second) = look.tone();
    let draft = RwSignal::new(String::new());
    view! {
        <section
            class="talk"
            aria-label="Garden Club"
            data-mood=tone.mood()
            data-shade=tone.shade()
            data-mood-second=second
            data-mood-level=look.level
            data-mood-cause="received"
            data-testid="talk"
        >
            <MoodLight/>
            <header class="talk-header">
                <span class="only-one-pane">
                    <LinkButton href="#rooms" variant=ButtonVariant::Plain icon=IconName::ArrowLeft label="Back to rooms"/>
                </span>
                <Avatar name="Garden Club" kind=AvatarKind::Room/>
                <div class="talk-names">
                    <h1 class="talk-title">"Garden Club"</h1>
                    <p class="talk-about">"12 members, 4 online"</p>
                </div>
                <div class="talk-tools">
                    <MoodChip tone=tone confidence=Confidence::Plain on_click=|_| ()/>
                    <Menu label="More">
                        <MenuItem icon=IconName::BellOff on_select=|()| ()>"Mute"</MenuItem>
                        <MenuItem icon=IconName::UserPlus on_select=|()| ()>"Add people"</MenuItem>
                        <MenuSeparator/>
                        <MenuItem icon=IconName::Door danger=true on_select=|()| ()>"Leave"</MenuItem>
                    </Menu>
                </div>
            </header>
            <div class="timeline-frame">
                <div class="timeline" role="log" aria-label="Messages" tabindex="0">
                    <div class="timeline-column">{lines(look.mood)}</div>
                </div>
            </div>
            <footer class="talk-foot">
                <Composer
                    value=draft
                    on_send=move |()| draft.set(String::new())
                    label="Message Garden Club"
                    tools=|| view! { <IconButton icon=IconName::Smile label="Add an emoji"/> }
                />
            </footer>
        </section>
    }
    .into_any()
}

fn lines(mood: &str) -> AnyView {
    use BubblePosition::{First, Last, Middle, Single};
    use Delivery::{Delivered, Read};
    let [answer, closing] = match mood {
        "sad" | "mixed" => [
            "I miss her. She planted half of these beds.",
            "It is so quiet here without her. I sat on the bench for an hour.",
        ],
        "tense" => [
            "They cut the hedge again without asking. Third time.",
            "No one even wrote back. I am done being polite about it.",
        ],
        "fear" => [
            "The letter says the plot might go by spring.",
            "What if they just lock the gate? I can't stop thinking about it.",
        ],
        "happy" => [
            "The first strawberries are ripe!",
            "Best weekend in ages, I could do this forever.",
        ],
        "love" => [
            "You all carried the bench up for me. Thank you, truly.",
            "This place feels like home because of you.",
        ],
        _ => [
            "The hose reaches as far as the pear tree.",
            "I'll be there around ten, no hurry.",
        ],
    };
    view! {
        <DayDivider label="Yesterday" on_press=|()| ()/>
        {other("Ada Lovelace", First, "18:20", "Who has the key to the shed this week?")}
        {other("Ada Lovelace", Last, "18:20", "I left the small rake outside, sorry.")}
        {own(Single, "18:41", Read, "Me. I'll put it back in tomorrow.")}
        <DayDivider label="Today" on_press=|()| ()/>
        {other("आशा शर्मा", First, "09:12", "आज धूप बहुत अच्छी है।")}
        {other("आशा शर्मा", Last, "09:13", "टमाटर को पानी दे दिया।")}
        {own(First, "09:30", Read, "Lovely, thank you.")}
        {own(Last, "09:31", Read, "Notes from last time are here: https://example.org/garden/notes")}
        {other("Оля Оленич", Single, "13:48", "Кто-нибудь видел синюю лейку? И ещё: можно ли прийти с собакой, она тихая.")}
        <UnreadDivider label="3 new"/>
        {other("Bo Lindqvist", First, "14:01", answer)}
        {other("Bo Lindqvist", Middle, "14:02", "And the kettle is on.")}
        {other("Bo Lindqvist", Last, "14:03", closing)}
        {own(Single, "14:05", Delivered, "Wait for me, I'm bringing bread.")}
        <TypingDots who="Оля is writing"/>
    }
    .into_any()
}

fn other(
    author: &'static str,
    position: BubblePosition,
    time: &'static str,
    text: &'static str,
) -> AnyView {
    view! {
        <Bubble side=Side::Other position=position author=author time=time datetime=format!("2026-03-02T{time}:00Z")>
            {text}
        </Bubble>
    }
    .into_any()
}

fn own(
    position: BubblePosition,
    time: &'static str,
    delivery: Delivery,
    text: &'static str,
) -> AnyView {
    let text = match text.split_once("https://") {
        Some((before, address)) => view! {
            {before}
            <a href=format!("https://{address}")>{format!("https://{address}")}</a>
        }
        .into_any(),
        None => text.into_any(),
    };
    view! {
        <Bubble
            side=Side::Own
            position=position
            author="Mira Holm"
            time=time
            datetime=format!("2026-03-02T{time}:00Z")
            delivery=delivery
        >
            {text}
        </Bubble>
    }
    .into_any()
}

#[component]
fn Details() -> impl IntoView {
    let people = [
        ("Bo Lindqvist", Some(Presence::Away), true),
        ("Ada Lovelace", Some(Presence::Online), false),
        ("आशा शर्मा", Some(Presence::Online), false),
        ("Оля Оленич", Some(Presence::Online), false),
        ("Chloé Martin", Some(Presence::Offline), false),
    ]
    .map(|(name, presence, owner)| {
        view! {
            <li class="person">
                <Avatar name=name presence=presence/>
                <span class="person-main">
                    <a class="person-name" href="#" dir="auto">{name}</a>
                </span>
                {owner.then(|| view! { <Badge label="Owner"/> })}
            </li>
        }
    });
    view! {
        <aside class="shell-details pane" aria-label="About this room">
            <header class="pane-head">
                <h2 class="pane-title">"Details"</h2>
                <IconButton icon=IconName::X label="Close"/>
            </header>
            <div class="pane-scroll" tabindex="0" role="region" aria-label="Members and settings">
                <div class="profile">
                    <Avatar name="Garden Club" kind=AvatarKind::Room size=AvatarSize::Huge/>
                    <p class="profile-name">"Garden Club"</p>
                    <p class="profile-username">"Public room"</p>
                    <p class="profile-about">"Plot 14, by the canal. Tools are shared, so are tomatoes."</p>
                    <div class="profile-acts">
                        <Button variant=ButtonVariant::Quiet icon=IconName::UserPlus>"Add"</Button>
                        <Button variant=ButtonVariant::Quiet icon=IconName::BellOff>"Mute"</Button>
                    </div>
                </div>
                <section class="details-section">
                    <h3 class="details-head">"12 members"</h3>
                    <ul class="people">{people.collect_view()}</ul>
                </section>
            </div>
        </aside>
    }
    .into_any()
}
