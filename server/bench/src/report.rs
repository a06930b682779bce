//! From measurements to tables: medians, ranges, ratios.

use std::{collections::BTreeMap, fmt::Write as _, fs::File, io::Write as _, path::Path};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::{load::Step, peers::Peer, product::Timed, workloads::Workload};

/// One measurement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    pub peer: String,
    pub load: Workload,
    pub finding: Finding,
}

/// What was found.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Finding {
    /// On the way to the highest rate: for plots.
    Step(Step),
    /// What counts.
    Best(Step),
    /// Of sockets that say nothing.
    Idle(Idle),
    /// Of Moodlight alone.
    Timed(Timed),
}

/// Of sockets that say nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Idle {
    pub sockets: usize,
    /// Memory for each, in KB (1,000 bytes).
    pub kb_per_socket: f64,
    /// Cores that the server kept busy with them.
    pub cores: f64,
    /// Signs of life that came from the server.
    pub heartbeats: u64,
    /// Memory before they came, in MB.
    pub at_rest_mb: f64,
}

/// Adds a line to the file.
pub fn append(path: &Path, record: &Record) -> Result<()> {
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory)?;
    }
    let mut file = File::options().create(true).append(true).open(path)?;
    writeln!(file, "{}", serde_json::to_string(record)?)?;
    Ok(())
}

/// All lines of the file.
pub fn read(path: &Path) -> Result<Vec<Record>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?)
}

/// The highest rate that held for a server under a load, if it was looked for already.
pub fn best_rate(records: &[Record], peer: Peer, load: Workload) -> Option<f64> {
    let mut rates: Vec<f64> = records
        .iter()
        .filter(|record| record.peer == peer.name() && record.load == load)
        .filter_map(|record| match &record.finding {
            Finding::Best(step) => step.offered,
            _ => None,
        })
        .collect();
    median(&mut rates)
}

/// The middle one; between the two middle ones where there are two.
fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = values.get(middle)?;
    Some(if values.len().is_multiple_of(2) {
        f64::midpoint(values[middle - 1], *upper)
    } else {
        *upper
    })
}

/// Median and range of something in several steps.
fn spread(steps: &[&Step], digits: usize, of: impl Fn(&Step) -> f64) -> String {
    let mut values: Vec<f64> = steps.iter().map(|step| of(step)).collect();
    let Some(middle) = median(&mut values) else {
        return "–".to_owned();
    };
    match (values.first(), values.last()) {
        (Some(least), Some(most)) if values.len() > 1 => format!(
            "{} ({} to {})",
            number(middle, digits),
            number(*least, digits),
            number(*most, digits)
        ),
        _ => number(middle, digits),
    }
}

/// With commas between thousands.
fn number(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, fraction)| {
            (whole, Some(fraction))
        });
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{grouped}.{fraction}"),
        None => grouped,
    }
}

/// Markdown for `docs/benchmarks.md`.
pub fn tables(records: &[Record]) -> String {
    let mut steps: BTreeMap<(Workload, usize), (&str, Vec<&Step>)> = BTreeMap::new();
    let mut idles: BTreeMap<(Workload, usize), (&str, Vec<&Idle>)> = BTreeMap::new();
    let mut times: BTreeMap<&str, Vec<&Timed>> = BTreeMap::new();
    // Servers in the order in which they were measured.
    let mut order: Vec<&str> = Vec::new();
    for record in records {
        let place = order
            .iter()
            .position(|peer| *peer == record.peer)
            .unwrap_or_else(|| {
                order.push(&record.peer);
                order.len() - 1
            });
        let key = (record.load, place);
        match &record.finding {
            Finding::Best(step) => steps
                .entry(key)
                .or_insert((&record.peer, Vec::new()))
                .1
                .push(step),
            Finding::Idle(idle) => idles
                .entry(key)
                .or_insert((&record.peer, Vec::new()))
                .1
                .push(idle),
            Finding::Timed(timed) => times.entry(&timed.what).or_default().push(timed),
            Finding::Step(_) => {}
        }
    }
    let mut out = String::new();
    // Writing to memory does not fail.
    if !steps.is_empty() {
        let _ = writeln!(
            out,
            "| load | server | accepted/s | deliveries/s | p50 ms | p99 ms | CPU s per million deliveries | cores, server/generator | lost, doubled, to strangers | MB |\n|---|---|---|---|---|---|---|---|---|---|"
        );
    }
    for ((load, _), (peer, steps)) in &steps {
        let wrong: u64 = steps
            .iter()
            .map(|step| step.lost + step.doubled + step.strangers)
            .sum();
        let _ = writeln!(
            out,
            "| {} | {peer} | {} | {} | {} | {} | {} | {}/{} | {wrong} | {} |",
            load.name(),
            spread(steps, 0, |step| step.accepted),
            spread(steps, 0, |step| step.deliveries),
            spread(steps, 2, |step| step.p50),
            spread(steps, 2, |step| step.p99),
            spread(steps, 2, |step| step.cpu_per_million),
            middle(steps, 2, |step| step.server_cores),
            middle(steps, 2, |step| step.generator_cores),
            middle(steps, 0, |step| step.resident_mb),
        );
    }
    if !idles.is_empty() {
        let _ = writeln!(
            out,
            "\n| load | server | KB per socket | cores | heartbeats | MB before |\n|---|---|---|---|---|---|"
        );
    }
    for ((load, _), (peer, idles)) in &idles {
        let of = |digits, of: fn(&Idle) -> f64| {
            let mut values: Vec<f64> = idles.iter().map(|idle| of(idle)).collect();
            median(&mut values).map_or_else(String::new, |value| number(value, digits))
        };
        let _ = writeln!(
            out,
            "| {} | {peer} | {} | {} | {} | {} |",
            load.name(),
            of(1, |idle| idle.kb_per_socket),
            of(3, |idle| idle.cores),
            of(0, |idle| idle.heartbeats as f64),
            of(1, |idle| idle.at_rest_mb),
        );
    }
    if !times.is_empty() {
        let _ = writeln!(
            out,
            "\n| what | p50 ms | p99 ms | a second |\n|---|---|---|---|"
        );
    }
    for (what, times) in &times {
        let of = |digits, of: fn(&Timed) -> Option<f64>| {
            let mut values: Vec<f64> = times.iter().filter_map(|timed| of(timed)).collect();
            median(&mut values).map_or_else(String::new, |value| number(value, digits))
        };
        let _ = writeln!(
            out,
            "| {what} | {} | {} | {} |",
            of(2, |timed| Some(timed.p50)),
            of(2, |timed| Some(timed.p99)),
            of(1, |timed| timed.per_second),
        );
    }
    out
}

fn middle(steps: &[&Step], digits: usize, of: impl Fn(&Step) -> f64) -> String {
    let mut values: Vec<f64> = steps.iter().map(|step| of(step)).collect();
    median(&mut values).map_or_else(String::new, |value| number(value, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_found() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(number(1_234_567.8, 0), "1,234,568");
        assert_eq!(number(999.0, 0), "999");
        assert_eq!(number(1_234.56, 1), "1,234.6");
        assert_eq!(number(0.5, 2), "0.50");
    }
}
