//! `moodlight demo`: a throw-away place with people, rooms and talk already in it.

mod cast;
mod exchange;
mod history;
mod load;
mod script;

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context;
use tokio::net::TcpListener;

use self::load::{Guest, load};
use crate::{Application, Config, telemetry};

/// What the demo can be asked for.
#[derive(clap::Args, Debug)]
pub struct Wishes {
    /// Address and port. [default: 127.0.0.1:3000, or a free port where that one is taken]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Adds a room with this many messages, to see how a long history behaves.
    #[arg(long, value_name = "MESSAGES")]
    long_room: Option<usize>,
}

/// The same history every time.
const SEED: u64 = 14;

/// Makes the place in a temporary directory, tells how to come in, serves until stopped, and leaves nothing behind.
///
/// # Errors
/// In words for the person at the terminal.
#[expect(
    clippy::print_stdout,
    reason = "the person who starts it reads these lines"
)]
pub async fn run(wishes: Wishes) -> anyhow::Result<()> {
    let directory = tempfile::Builder::new()
        .prefix("moodlight-demo-")
        .tempdir()
        .context("There is no place for temporary files.")?;
    let mut config = Config::new(directory.path().to_owned());
    telemetry::start("warn", config.log_format)?;
    let listener = listen(wishes.listen).await?;
    config.listen = listener.local_addr()?;
    // Everybody who tries it sits at this one machine.
    config.rates.factor = 100.0;
    let url = format!("http://{}", config.listen);
    let application = Application::build(config).await?;
    let loaded = load(&application.state, SEED, wishes.long_room).await?;

    println!("{} is at {url}", cast::PLACE);
    println!(
        "{} people, {} rooms, {} messages. All of it is thrown away at the end (Ctrl-C).",
        loaded.people, loaded.rooms, loaded.messages
    );
    println!("Sign in as one of these two, or as both in two browsers:\n");
    for Guest { username, password } in &loaded.guests {
        println!("    {username:<8} {password}");
    }
    println!();
    super::serve::until_stopped(application, listener).await;
    Ok(())
}

async fn listen(wished: Option<SocketAddr>) -> anyhow::Result<TcpListener> {
    let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, 3000));
    let address = wished.unwrap_or(usual);
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(_) if wished.is_none() => Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?),
        Err(error) => {
            Err(error).with_context(|| format!("The address {address} cannot be listened on."))
        }
    }
}
