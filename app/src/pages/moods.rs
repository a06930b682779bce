//! `/settings/moods`: how many of one's own texts read as which mood, for whoever wants to know. It never leaves the device.

use leptos::prelude::*;

use crate::{
    browser::{clock, files, local_time},
    components::{confirm::Confirm, hydration::use_hydrated, page_frame::PageFrame},
    state::{
        mood::{Column, Diary, DiarySpan, MoodLevel},
        use_client,
    },
    ui::{
        Button, ButtonSize, ButtonVariant, Drawing, EmptyState, Followed, Icon, IconSize,
        LinkButton, MoodTone, Segment, Segments, Switch, derived, live, memo,
    },
};

/// The name under which the table is saved.
const FILE: &str = "moodlight-moods.csv";

/// What is counted, in the order of [`Diary`]'s counts.
const PARTS: [(&str, MoodTone); 4] = [
    ("happy", MoodTone::Bright),
    ("sad", MoodTone::Low),
    ("tense", MoodTone::Heated),
    ("nothing in particular", MoodTone::Neutral),
];

const SPANS: [Segment; 3] = [
    Segment {
        name: "days",
        word: "30 days",
        testid: "span-days",
    },
    Segment {
        name: "weeks",
        word: "Half a year",
        testid: "span-weeks",
    },
    Segment {
        name: "months",
        word: "All",
        testid: "span-months",
    },
];

/// The switch, the plot, and the ways out.
#[component]
pub fn MoodsPage() -> impl IntoView {
    let mood = use_client().mood;
    let hydrated = use_hydrated();
    let span = RwSignal::new(DiarySpan::Days);
    let erasing = RwSignal::new(false);
    let diary = memo(move || mood.diary().get());
    let is_empty = memo(move || diary.with(Diary::is_empty));
    // Which day it is only the device knows.
    let columns = memo(move || {
        let today = if hydrated.get() {
            clock::local_day(clock::now())
        } else {
            0
        };
        diary.with(|diary| diary.columns(today, span.get()))
    });
    view! {
        <PageFrame title="Your moods" back="/settings" testid="moods">
            <div class="page-section">
            <p class="page-about">
                "If you like, this device counts which moods your own texts read as when you send them. It keeps numbers for each day, never the texts, for at most 400 days. Nothing of it is sent anywhere, and it goes when you sign out. It counts words, not how you are, and it is often wrong."
            </p>
            <Switch
                label="Count the moods of what I send"
                on=mood.is_diary_on()
                on_change=move |is_on| mood.set_diary(is_on)
                testid="diary-switch"
            />
            {live(move || {
                (mood.is_diary_on().get() && mood.level().get() == MoodLevel::Off)
                    .then(|| view! { <p class="quiet-line">"The light is off, so nothing is read and nothing is counted."</p> })
            })}
            {live(move || {
                if is_empty.get() {
                    view! { <EmptyState drawing=Drawing::Rooms text="Nothing has been counted yet." testid="diary-empty"/> }.into_any()
                } else {
                    view! {
                        <Segments
                            label="Show"
                            segments=SPANS.to_vec()
                            value=derived(move || name_of(span.get()))
                            on_choose=move |name| span.set(span_of(name))
                        />
                        <Plot columns=columns/>
                        <Table columns=columns/>
                        <div class="form-acts">
                            <LinkButton
                                href=derived(move || diary.with(|diary| files::data_address("text/csv", &diary.to_csv())))
                                variant=ButtonVariant::Quiet
                                size=ButtonSize::Small
                                download=FILE
                                testid="diary-save"
                            >
                                "Save as a table"
                            </LinkButton>
                            <Button
                                variant=ButtonVariant::Quiet
                                size=ButtonSize::Small
                                on_click=move |_| erasing.set(true)
                                testid="diary-erase"
                            >
                                "Erase all of it"
                            </Button>
                        </div>
                    }
                    .into_any()
                }
            })}
            </div>
            <Confirm
                open=erasing
                title="Erase what was counted?"
                text="It cannot be brought back."
                act="Erase it"
                on_confirm=move |()| {
                    erasing.set(false);
                    mood.erase_diary();
                }
            />
        </PageFrame>
    }
    .into_any()
}

/// A column for each span of days, the moods upon each other. Whoever cannot see it reads the table.
#[component]
fn Plot(columns: Followed<Vec<Column>>) -> impl IntoView {
    let drawn = move || {
        let columns = columns.get();
        let most = columns.iter().map(total).max().unwrap_or_default().max(1);
        let bars = columns
            .into_iter()
            .map(|column| {
                let parts = PARTS
                    .into_iter()
                    .zip(column.counts)
                    .filter(|(_, count)| *count > 0)
                    .map(|((_, tone), count)| {
                        view! { <span class="plot-part" data-mood=tone.mood() style=format!("flex-grow:{count}")></span> }
                    })
                    .collect_view();
                let height = 100.0 * f64::from(total(&column)) / f64::from(most);
                view! {
                    <span class="plot-column" title=words_of(&column)>
                        <span class="plot-bar" style=format!("block-size:{height}%")>{parts}</span>
                    </span>
                }
            })
            .collect_view();
        view! { <div class="plot-columns" data-most=most.to_string()>{bars}</div> }
    };
    let ends = move || {
        columns.with(|columns| {
            columns.first().zip(columns.last()).map(|(first, last)| {
                view! {
                    <span>{local_time::date_of(first.first)}</span>
                    <span>{local_time::date_of(last.last)}</span>
                }
            })
        })
    };
    let legend = PARTS
        .into_iter()
        .map(|(word, tone)| {
            view! {
                <span class="plot-key" data-mood=tone.mood()>
                    <Icon name=tone.icon() size=IconSize::Small/>
                    {word}
                </span>
            }
        })
        .collect_view();
    view! {
        <div class="plot" aria-hidden="true" data-testid="diary-plot">
            {live(drawn)}
            <div class="plot-ends">{live(ends)}</div>
            <div class="plot-legend">{legend}</div>
        </div>
    }
    .into_any()
}

/// The same in numbers.
#[component]
fn Table(columns: Followed<Vec<Column>>) -> impl IntoView {
    let rows = move || {
        let told = columns.get().into_iter().rev();
        told.filter(|column| total(column) > 0)
            .map(|column| {
                let counts = column
                    .counts
                    .map(|count| view! { <td>{count.to_string()}</td> });
                view! {
                    <tr>
                        <th scope="row">{days_of(&column)}</th>
                        {counts.into_iter().collect_view()}
                    </tr>
                }
            })
            .collect_view()
    };
    let heads = PARTS
        .into_iter()
        .map(|(word, _)| view! { <th scope="col">{word}</th> })
        .collect_view();
    view! {
        <details class="plot-table" data-testid="diary-table">
            <summary>"In numbers"</summary>
            <table>
                <thead>
                    <tr>
                        <th scope="col">"when"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{live(rows)}</tbody>
            </table>
        </details>
    }
    .into_any()
}

fn total(column: &Column) -> u32 {
    column.counts.iter().sum()
}

fn days_of(column: &Column) -> String {
    let first = local_time::date_of(column.first);
    if column.first == column.last {
        first
    } else {
        format!("{first} – {}", local_time::date_of(column.last))
    }
}

/// "24 November: 3 happy, 1 sad"
fn words_of(column: &Column) -> String {
    let parts: Vec<String> = PARTS
        .into_iter()
        .zip(column.counts)
        .filter(|(_, count)| *count > 0)
        .map(|((word, _), count)| format!("{count} {word}"))
        .collect();
    let parts = if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    };
    format!("{}: {parts}", days_of(column))
}

fn name_of(span: DiarySpan) -> &'static str {
    match span {
        DiarySpan::Days => "days",
        DiarySpan::Weeks => "weeks",
        DiarySpan::Months => "months",
    }
}

fn span_of(name: &str) -> DiarySpan {
    match name {
        "weeks" => DiarySpan::Weeks,
        "months" => DiarySpan::Months,
        _ => DiarySpan::Days,
    }
}
