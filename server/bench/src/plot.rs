//! Latency over load, drawn: one line for each server, both axes logarithmic.

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
/// Of the axes: messages a second, and milliseconds.
const RATES: [f64; 2] = [5.0, 200_000.0];
const TIMES: [f64; 2] = [0.2, 1_000.0];
/// Each line has its label at its end besides.
const COLOURS: [(Peer, &str); 4] = [
    (Peer::Moodlight, "#2a78d6"),
    (Peer::Floor, "#8a8a86"),
    (Peer::Socketio, "#c4622d"),
    (Peer::Channels, "#7a5bb5"),
];
const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#3b3b38}.axis{stroke:#c9c8c2}.limit{stroke:#b3392f;stroke-dasharray:5 4}\
    .title{font-weight:600;font-size:15px}@media(prefers-color-scheme:dark){text{fill:#d8d7d0}.axis{stroke:#4a4a46}}";

/// The picture for a load, if there is anything to draw.
pub fn latency(records: &[Record], load: Workload) -> Option<String> {
    // By server, and by rate: every attempt counts.
    let mut lines: BTreeMap<&str, BTreeMap<u64, Vec<f64>>> = BTreeMap::new();
    for record in records.iter().filter(|record| record.load == load) {
        if let Finding::Step(step) = &record.finding
            && let Some(rate) = step.offered
            && step.closed == 0
        {
            let rates = lines.entry(&record.peer).or_default();
            rates.entry(bucket(rate)).or_default().push(step.p99);
        }
    }
    if lines.is_empty() {
        return None;
    }
    let [left, top, right, bottom] = FRAME;
    let mut out = String::new();
    // Writing to memory does not fail.
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{}</title><style>{STYLE}</style><text class="title" x="{left}" y="24">{}: 99 of 100 messages arrive within</text>"#,
        load.name(),
        load.name(),
    );
    for (time, label) in [
        (1.0, "1 ms"),
        (10.0, "10 ms"),
        (100.0, "100 ms"),
        (1_000.0, "1 s"),
    ] {
        let y = height(time);
        let class = if label == "100 ms" { "limit" } else { "axis" };
        let _ = write!(
            out,
            r#"<line class="{class}" x1="{left}" x2="{right}" y1="{y:.1}" y2="{y:.1}"/><text x="{:.1}" y="{:.1}" text-anchor="end">{label}</text>"#,
            left - 8.0,
            y + 4.0,
        );
    }
    for (rate, label) in [
        (10.0, "10"),
        (100.0, "100"),
        (1_000.0, "1,000"),
        (10_000.0, "10,000"),
        (100_000.0, "100,000"),
    ] {
        let x = along(rate);
        let _ = write!(
            out,
            r#"<line class="axis" x1="{x:.1}" x2="{x:.1}" y1="{top}" y2="{bottom}"/><text x="{x:.1}" y="{:.1}" text-anchor="middle">{label}</text>"#,
            bottom + 20.0,
        );
    }
    let _ = write!(
        out,
        r#"<text x="{right}" y="{:.1}" text-anchor="end">messages a second</text>"#,
        bottom + 40.0
    );
    let mut labels: Vec<(f64, f64, &str, &str)> = Vec::new();
    for (peer, rates) in &lines {
        let colour = COLOURS
            .iter()
            .find(|(known, _)| known.name() == *peer)
            .map_or("#8a8a86", |(_, colour)| colour);
        let points: Vec<(f64, f64)> = rates
            .iter()
            .map(|(rate, times)| {
                let mut times = times.clone();
                times.sort_by(f64::total_cmp);
                #[expect(clippy::cast_precision_loss, reason = "rates far below 2^52")]
                let rate = *rate as f64;
                (along(rate), height(times[times.len() / 2]))
            })
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

fn along(rate: f64) -> f64 {
    place(rate, RATES, FRAME[0], FRAME[2])
}

fn height(time: f64) -> f64 {
    place(time, TIMES, FRAME[3], FRAME[1])
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
    fn the_ends_of_an_axis_are_the_ends_of_the_frame() {
        assert!((along(RATES[0]) - FRAME[0]).abs() < 1e-9);
        assert!((along(RATES[1] * 10.0) - FRAME[2]).abs() < 1e-9);
        assert!((height(TIMES[1]) - FRAME[1]).abs() < 1e-9);
    }
}
