//! What a reading costs here: reads one text per line from standard input, over and over.
//!
//! `cargo run --release -p mood --example speed < texts.txt`

use std::{
    hint::black_box,
    io::{read_to_string, stdin},
    time::Instant,
};

use mood::Model;

const ROUNDS: u32 = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let input = read_to_string(stdin())?;
    let texts: Vec<&str> = input.lines().collect();
    let started = Instant::now();
    for _ in 0..ROUNDS {
        black_box(Model::from_bytes(black_box(Model::BYTES))?);
    }
    println!(
        "ready after {:.1} ms",
        started.elapsed().as_secs_f64() * 1e3 / f64::from(ROUNDS)
    );
    let model = Model::bundled();
    let started = Instant::now();
    for _ in 0..ROUNDS {
        for text in &texts {
            black_box(model.read(black_box(text)));
        }
    }
    let readings = f64::from(ROUNDS) * texts.len() as f64;
    println!(
        "{:.1} µs a message, {} messages",
        started.elapsed().as_secs_f64() * 1e6 / readings,
        texts.len()
    );
    let long = "I never thought that this would be so terribly wonderful! ".repeat(2_000);
    let started = Instant::now();
    for _ in 0..ROUNDS {
        black_box(model.read(black_box(&long)));
    }
    println!(
        "{:.2} ms for {} characters",
        started.elapsed().as_secs_f64() * 1e3 / f64::from(ROUNDS),
        long.len()
    );
    let started = Instant::now();
    black_box(model.explain(black_box(&long)));
    println!(
        "{:.1} ms to explain them",
        started.elapsed().as_secs_f64() * 1e3
    );
    Ok(())
}
