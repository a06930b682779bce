//! Going to a day of a room: a calendar that shows on which days something was said.

use domain::{
    Timestamp,
    time::{Month, civil, weekday},
};
use leptos::{ev, prelude::*};

use super::requests::use_requests;
use crate::{
    api::messages::first_since,
    browser::{clock, local_time, page},
    state::{TimelineStore, ToastKind, use_client},
    ui::{Button, ButtonVariant, Dialog, IconButton, IconName, derived, effect, live, memo},
};

/// What was said in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    month: Month,
    /// The first message of all.
    first: Option<u64>,
    /// The first one since each of its days began, and since it ended.
    since: Vec<Option<u64>>,
}

impl Said {
    /// The moments to ask for.
    fn moments(month: Month) -> Vec<Timestamp> {
        let days = (month.first()..=month.last() + 1).map(clock::midnight);
        std::iter::once(Timestamp(0)).chain(days).collect()
    }

    fn of(month: Month, mut answer: Vec<Option<u64>>) -> Self {
        let since = answer.split_off(answer.len().min(1));
        Self {
            month,
            first: answer.pop().flatten(),
            since,
        }
    }

    /// The first message since this day began; none where it is the last day with any or later.
    fn since(&self, day: i64) -> Option<u64> {
        let at = usize::try_from(day - self.month.first()).ok()?;
        self.since.get(at).copied().flatten()
    }

    /// Something was said on this day.
    fn on(&self, day: i64) -> bool {
        self.since(day).is_some() && self.since(day) != self.since(day + 1)
    }

    /// Something was said in an earlier month.
    fn before(&self) -> bool {
        self.first != self.since(self.month.first())
    }
}

/// The calendar of a room, in a window.
#[component]
pub fn RoomCalendar(
    /// The room's timeline.
    timeline: TimelineStore,
    /// The day that is chosen at first, as [`clock::local_day`] counts.
    from: i64,
) -> impl IntoView {
    let client = use_client();
    let open = RwSignal::new(true);
    let close = move |()| client.calendar.set(None);
    view! {
        <Dialog open=open title="Go to a day" on_close=close testid="calendar">
            <Days timeline=timeline from=from/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Days(timeline: TimelineStore, from: i64) -> impl IntoView {
    let client = use_client();
    let today = clock::local_day(clock::now());
    let first_weekday = local_time::first_weekday();
    let day = RwSignal::new(from.min(today));
    let month = memo(move || Month::of(day.get()));
    let said = RwSignal::new(None::<Said>);
    let is_late = RwSignal::new(false);
    let requests = use_requests();
    // A day that was chosen before it was known what was said on it.
    let wanted = RwSignal::new(None::<i64>);
    let ask = move || {
        let asked = month.get();
        is_late.set(false);
        requests.run_or(
            first_since(timeline.room(), Said::moments(asked)),
            move |answer| {
                said.try_set(Some(Said::of(asked, answer)));
            },
            move |_| {
                is_late.try_set(true);
            },
        );
    };
    let known = memo(move || said.get().filter(|said| said.month == month.get()));
    effect(move || {
        // One question at a time: the month that is shown by then is asked for next.
        if !requests.busy().get() && known.get().is_none() && !is_late.get() {
            ask();
        }
    });
    let go = move |seq: Option<u64>, otherwise: Option<String>| {
        client.calendar.set(None);
        page::focus("main");
        match seq {
            Some(seq) => timeline.go_to(seq),
            None => timeline.jump_to_end(),
        }
        if let Some(words) = otherwise {
            client.toasts.show(ToastKind::Info, words);
        }
    };
    effect(move || {
        let (Some(day), Some(said)) = (wanted.get(), known.get()) else {
            return;
        };
        wanted.set(None);
        if Month::of(day) != said.month {
            return;
        }
        let seq = said.since(day);
        let words = (!said.on(day)).then(|| {
            let date = local_time::date_of(day);
            match seq {
                Some(_) => format!("Nothing was said on {date}. This is what came next."),
                None => format!("Nothing was said on {date} or since."),
            }
        });
        go(seq, words);
    });
    // The focus goes along, once the day stands there.
    let focus = move || {
        page::after_paint(move || {
            if let Some(day) = day.try_get_untracked() {
                page::focus(&id(day));
            }
        });
    };
    let step = move |to: i64| {
        wanted.set(None);
        is_late.set(false);
        day.set(to.min(today));
    };
    let keys = move |event: ev::KeyboardEvent| {
        let (now, this) = (day.get_untracked(), month.get_untracked());
        let in_week = (weekday(now) - first_weekday).rem_euclid(7);
        let months = if event.shift_key() { 12 } else { 1 };
        let to = match event.key().as_str() {
            "ArrowLeft" => now - 1,
            "ArrowRight" => now + 1,
            "ArrowUp" => now - 7,
            "ArrowDown" => now + 7,
            "Home" => now - in_week,
            "End" => now + 6 - in_week,
            "PageUp" => this.plus(-months).like(now),
            "PageDown" => this.plus(months).like(now),
            _ => return,
        };
        step(to);
        focus();
        event.prevent_default();
    };
    let turn =
        move |months: i64| step(month.get_untracked().plus(months).like(day.get_untracked()));
    let is_first =
        derived(move || known.with(|said| said.as_ref().is_some_and(|said| !said.before())));
    let is_last = derived(move || month.get() >= Month::of(today));
    view! {
        <div class="calendar">
            <header class="calendar-head">
                <IconButton icon=IconName::ChevronLeft label="The month before" disabled=is_first on_click=move |_| turn(-1) testid="calendar-before"/>
                <h3 class="calendar-month" aria-live="polite" data-testid="calendar-month">
                    {live(move || local_time::month_of(month.get().first()))}
                </h3>
                <IconButton icon=IconName::ChevronRight label="The month after" disabled=is_last on_click=move |_| turn(1) testid="calendar-after"/>
            </header>
            <table class="calendar-days" role="grid" aria-label="Days" aria-busy=move || known.get().is_none().to_string() on:keydown=keys>
                <thead><tr>{weekdays(first_weekday)}</tr></thead>
                <tbody>
                    {live(move || {
                        let weeks = month.get().weeks(first_weekday);
                        weeks
                            .into_iter()
                            .map(|week| {
                                let cells = week.map(|cell| {
                                    let of = cell.map(|of| {
                                        let is_said = derived(move || known.with(|said| said.as_ref().map(|said| said.on(of))));
                                        view! {
                                            <Day day=of chosen=derived(move || day.get() == of) said=is_said today=today on_choose=move |()| wanted.set(Some(of))/>
                                        }
                                    });
                                    view! { <td role="gridcell">{of}</td> }
                                });
                                view! { <tr>{cells.into_iter().collect::<Vec<_>>()}</tr> }
                            })
                            .collect::<Vec<_>>()
                    })}
                </tbody>
            </table>
            <p class="calendar-says" role="status" data-testid="calendar-says">
                {live(move || match (is_late.get(), known.get()) {
                    (true, _) => "What was said when could not be read.",
                    (false, None) => "…",
                    (false, Some(said)) if said.first.is_none() => "Nothing has been said here yet.",
                    (false, Some(_)) => "Days with a dot have messages.",
                })}
            </p>
            <footer class="calendar-foot">
                {live(move || is_late.get().then(|| view! {
                    <Button variant=ButtonVariant::Quiet on_click=move |_| is_late.set(false)>"Try again"</Button>
                }))}
                {live(move || {
                    let first = known.with(|said| said.as_ref()?.first)?;
                    Some(view! {
                        <Button variant=ButtonVariant::Quiet on_click=move |_| go(Some(first), None) testid="calendar-first">"The first message"</Button>
                    })
                })}
            </footer>
        </div>
    }
    .into_any()
}

/// Where the focus goes.
fn id(day: i64) -> String {
    format!("day-{day}")
}

fn weekdays(first: i64) -> Vec<AnyView> {
    (0..7)
        .map(|at| {
            // Some week.
            let day = (0..7).find(|day| weekday(*day) == (first + at) % 7);
            let (short, full) = local_time::weekday_of(day.unwrap_or_default());
            view! { <th scope="col" abbr=full>{short}</th> }.into_any()
        })
        .collect()
}

#[component]
fn Day(
    day: i64,
    chosen: Signal<bool>,
    /// Something was said on it, as far as that is known.
    said: Signal<Option<bool>>,
    today: i64,
    #[prop(into)] on_choose: Callback<()>,
) -> impl IntoView {
    let (_, _, number) = civil(day);
    let is_to_come = day > today;
    let label = move || {
        let date = local_time::full_date_of(day);
        match said.get() {
            Some(false) if !is_to_come => format!("{date}, nothing said"),
            _ => date,
        }
    };
    view! {
        <button
            type="button"
            class="calendar-day"
            id=id(day)
            aria-label=label
            aria-current=(day == today).then_some("date")
            disabled=is_to_come
            tabindex=move || if chosen.get() { "0" } else { "-1" }
            // Where a window puts the focus when it opens.
            autofocus=chosen.get_untracked()
            data-chosen=move || chosen.get().to_string()
            data-said=move || said.get().map(|said| said.to_string())
            data-testid="calendar-day"
            on:click=move |_| on_choose.run(())
        >
            {number}
        </button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_with_messages_is_one_after_which_less_has_been_said() {
        let month = Month::of(domain::time::day_of_iso("2026-02-10").expect("a day"));
        let moments = Said::moments(month);
        assert_eq!(moments.len(), 1 + 28 + 1);
        assert!(moments.len() <= protocol::MOMENTS_MAX as usize);
        // Three messages of earlier months, some on the 2nd and on the 28th, and one later.
        let mut answer = vec![Some(1)];
        answer.extend([Some(4); 2]);
        answer.extend([Some(9); 26]);
        answer.push(Some(12));
        let said = Said::of(month, answer);
        let day = |number: i64| month.first() + number - 1;
        let on: Vec<i64> = (1..=28).filter(|number| said.on(day(*number))).collect();
        assert_eq!(on, [2, 28]);
        assert_eq!(said.since(day(1)), Some(4));
        assert_eq!(said.since(day(3)), Some(9));
        assert!(said.before());
        let nothing = Said::of(month, vec![None; 30]);
        assert!(!nothing.on(day(1)) && !nothing.before() && nothing.first.is_none());
    }
}
