//! What was measured, drawn: one line for each server, both axes logarithmic.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    peers::Peer,
    report::{Finding, Record},
    workloads::Workload,
};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
/// Left, top, right and bottom of the drawing, inside the picture.
const FRAME: [f64; 4] = [64.0, 48.0, 620.0, 368.0];
/// Each line has its label at its end besides.
const COLOURS: [(Peer, &str); 5] = [
    (Peer::Moodlight, "#2a78d6"),
    (Peer::MoodlightPostgres, "#1f9d8a"),
    (Peer::Floor, "#8a8a86"),
    (Peer::Socketio, "#c4622d"),
    (Peer::Channels, "#7a5bb5"),
];
const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#3b3b38}.axis{stroke:#c9c8c2}.limit{stroke:#b3392f;stroke-dasharray:5 4}\
    .title{font-weight:600;font-size:15px}@media(prefers-color-scheme:dark){text{fill:#d8d7d0}.axis{stroke:#4a4a46}}";

/// An axis: its ends, and the values that are marked.
struct Axis {
    ends: [f64; 2],
    marks: &'static [(f64, &'static str)],
}

const RATES: Axis = Axis {
    ends: [5.0, 200_000.0],
    marks: &[
        (10.0, "10"),
        (100.0, "100"),
        (1_000.0, "1,000"),
        (10_000.0, "10,000"),
        (100_000.0, "100,000"),
    ],
};
const TIMES: Axis = Axis {
    ends: [0.2, 1_000.0],
    marks: &[
        (1.0, "1 ms"),
        (10.0, "10 ms"),
        (100.0, "100 ms"),
        (1_000.0, "1 s"),
    ],
};
const CONNECTIONS: Axis = Axis {
    ends: [80.0, 6_000.0],
    marks: &[
        (100.0, "100"),
        (500.0, "500"),
        (2_000.0, "2,000"),
        (5_000.0, "5,000"),
    ],
};
const DELIVERIES: Axis = Axis {
    ends: [1_000.0, 2_000_000.0],
    marks: &[
        (1_000.0, "1,000"),
        (10_000.0, "10,000"),
        (100_000.0, "100,000"),
        (1_000_000.0, "1 million"),
    ],
};

/// What a picture is of.
struct Picture {
    title: String,
    x: (Axis, &'static str),
    y: Axis,
    /// A mark of the second axis that must not be passed.
    limit: Option<&'static str>,
}

/// Points by server.
type Lines<'a> = BTreeMap<&'a str, Vec<(f64, f64)>>;

/// Latency over load, if there is anything to draw.
pub fn latency(records: &[Record], load: Workload) -> Option<String> {
    // By server, and by rate: every attempt counts.
    let mut tried: BTreeMap<&str, BTreeMap<u64, Vec<f64>>> = BTreeMap::new();
    for record in records.iter().filter(|record| record.load == load) {
        if let Finding::Step(step) = &record.finding
            && let Some(rate) = step.offered
            && step.closed == 0
        {
            let rates = tried.entry(&record.peer).or_default();
            rates.entry(bucket(rate)).or_default().push(step.p99);
        }
    }
    let picture = Picture {
        title: format!("{}: 99 of 100 messages arrive within", load.name()),
        x: (RATES, "messages a second"),
        y: TIMES,
        limit: Some("100 ms"),
    };
    draw(&picture, &middles(tried))
}

/// Throughput over connections, if it was measured for more than one number of them.
pub fn throughput(records: &[Record]) -> Option<String> {
    let mut found: BTreeMap<&str, BTreeMap<u64, Vec<f64>>> = BTreeMap::new();
    for record in records {
        if let Finding::Best(step) = &record.finding
            && let Some(connections) = record.load.connections_in_tens()
        {
            let counts = found.entry(&record.peer).or_default();
            let deliveries = step.accepted * 10.0;
            counts.entry(connections).or_default().push(deliveries);
        }
    }
    found.retain(|_, counts| counts.len() > 1);
    let picture = Picture {
        title:
            "Rooms of 10, highest rate with 99 of 100 messages within 100 ms: deliveries a second"
                .to_owned(),
        x: (CONNECTIONS, "connections"),
        y: DELIVERIES,
        limit: None,
    };
    draw(&picture, &middles(found))
}

/// The middle of what was found at each place.
fn middles(found: BTreeMap<&str, BTreeMap<u64, Vec<f64>>>) -> Lines<'_> {
    let middle = |(at, mut values): (u64, Vec<f64>)| {
        values.sort_by(f64::total_cmp);
        #[expect(clippy::cast_precision_loss, reason = "values far below 2^52")]
        let at = at as f64;
        (at, values[values.len() / 2])
    };
    found
        .into_iter()
        .map(|(peer, places)| (peer, places.into_iter().map(middle).collect()))
        .collect()
}

fn draw(picture: &Picture, lines: &Lines<'_>) -> Option<String> {
    if lines.is_empty() {
        return None;
    }
    let [left, top, right, bottom] = FRAME;
    let (x_axis, unit) = (&picture.x.0, picture.x.1);
    let mut out = String::new();
    // Writing to memory does not fail.
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{0}</title><style>{STYLE}</style><text class="title" x="{left}" y="24">{0}</text>"#,
        picture.title,
    );
    for (value, label) in picture.y.marks {
        let y = picture.y.up(*value);
        let class = if picture.limit == Some(label) {
            "limit"
        } else {
            "axis"
        };
        let _ = write!(
            out,
            r#"<line class="{class}" x1="{left}" x2="{right}" y1="{y:.1}" y2="{y:.1}"/><text x="{:.1}" y="{:.1}" text-anchor="end">{label}</text>"#,
            left - 8.0,
            y + 4.0,
        );
    }
    for (value, label) in x_axis.marks {
        let x = x_axis.along(*value);
        let _ = write!(
            out,
            r#"<line class="axis" x1="{x:.1}" x2="{x:.1}" y1="{top}" y2="{bottom}"/><text x="{x:.1}" y="{:.1}" text-anchor="middle">{label}</text>"#,
            bottom + 20.0,
        );
    }
    let _ = write!(
        out,
        r#"<text x="{right}" y="{:.1}" text-anchor="end">{unit}</text>"#,
        bottom + 40.0
    );
    let mut labels: Vec<(f64, f64, &str, &str)> = Vec::new();
    for (peer, values) in lines {
        let colour = COLOURS
            .iter()
            .find(|(known, _)| known.name() == *peer)
            .map_or("#8a8a86", |(_, colour)| colour);
        let points: Vec<(f64, f64)> = values
            .iter()
            .map(|(x, y)| (x_axis.along(*x), picture.y.up(*y)))
            .collect();
        let path: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let _ = write!(
            out,
            r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>"#,
            path.join(" ")
        );
        for (x, y) in &points {
            let _ = write!(
                out,
                r#"<circle cx="{x:.1}" cy="{y:.1}" r="3" fill="{colour}"/>"#
            );
        }
        if let Some((x, y)) = points.last() {
            labels.push((*x, *y, peer, colour));
        }
    }
    // One below the other where lines end beside each other.
    labels.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut free = 0.0_f64;
    for (x, y, peer, colour) in labels {
        let y = y.max(free);
        free = y + 18.0;
        let _ = write!(
            out,
            r#"<text x="{:.1}" y="{:.1}" style="fill:{colour}">{peer}</text>"#,
            x + 10.0,
            y + 4.0
        );
    }
    out.push_str("</svg>\n");
    Some(out)
}

/// Rates that differ by less than a twentieth are one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rates are positive and far below 2^64"
)]
fn bucket(rate: f64) -> u64 {
    let step = 1.05_f64.ln();
    ((rate.ln() / step).round() * step).exp().round() as u64
}

impl Axis {
    fn along(&self, value: f64) -> f64 {
        place(value, self.ends, FRAME[0], FRAME[2])
    }

    fn up(&self, value: f64) -> f64 {
        place(value, self.ends, FRAME[3], FRAME[1])
    }
}

fn place(value: f64, [least, most]: [f64; 2], from: f64, to: f64) -> f64 {
    let share = (value.clamp(least, most) / least).ln() / (most / least).ln();
    from + share * (to - from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Step;

    #[test]
    fn a_line_for_each_server_that_was_measured() {
        let step = |peer: &str, rate, p99| Record {
            peer: peer.to_owned(),
            load: Workload::Groups,
            finding: Finding::Step(Step {
                offered: Some(rate),
                p99,
                ..Step::default()
            }),
        };
        let records = [
            step("Moodlight", 1_000.0, 1.0),
            step("Moodlight", 10_000.0, 10.0),
            step("floor", 1_000.0, 1.0),
        ];
        let drawn = latency(&records, Workload::Groups).expect("a picture");
        assert_eq!(drawn.matches("<polyline").count(), 2);
        assert_eq!(drawn.matches("<circle").count(), 3);
        assert!(latency(&records, Workload::Pairs).is_none());
    }

    #[test]
    fn throughput_is_drawn_where_it_was_measured_more_than_once() {
        let best = |peer: &str, load| Record {
            peer: peer.to_owned(),
            load,
            finding: Finding::Best(Step {
                accepted: 1_000.0,
                ..Step::default()
            }),
        };
        let mut records = vec![
            best("Moodlight", Workload::Groups),
            best("floor", Workload::Groups),
        ];
        assert!(throughput(&records).is_none());
        records.push(best("Moodlight", Workload::ManyGroups));
        let drawn = throughput(&records).expect("a picture");
        assert_eq!(drawn.matches("<polyline").count(), 1);
    }

    #[test]
    fn the_ends_of_an_axis_are_the_ends_of_the_frame() {
        assert!((RATES.along(RATES.ends[0]) - FRAME[0]).abs() < 1e-9);
        assert!((RATES.along(RATES.ends[1] * 10.0) - FRAME[2]).abs() < 1e-9);
        assert!((TIMES.up(TIMES.ends[1]) - FRAME[1]).abs() < 1e-9);
    }
}
