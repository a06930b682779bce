//! `moodlight serve`.

use std::net::SocketAddr;

use tokio::{net::TcpListener, signal};
use tokio_util::sync::CancellationToken;

use crate::{Application, Config, site, telemetry};

/// Serves until the process is told to stop, then ends in order.
///
/// # Errors
/// Where the address is in use or the data directory cannot be used.
#[expect(
    clippy::print_stdout,
    reason = "the person who starts it reads these lines; the log is for later"
)]
pub async fn run(config: Config) -> anyhow::Result<()> {
    telemetry::start(&config.log, config.log_format)?;
    let (listen, metrics_listen, storage, base_url) = (
        config.listen,
        config.metrics_listen,
        config.storage.clone(),
        config.base_url.clone(),
    );
    let application = Application::build(config).await?;
    let listener = bind(listen).await?;
    if let Some(listen) = metrics_listen {
        application.serve_metrics(bind(listen).await?);
    }
    let bound = listener.local_addr()?;
    let url = base_url.map_or_else(|| format!("http://{bound}"), |base| base.origin);
    println!("Moodlight is at {url}");
    println!("Data: {storage}");
    if let Some(listen) = metrics_listen {
        println!("Metrics: http://{listen}/metrics");
    }
    if let Some(code) = &application.setup_code {
        println!("Nobody has signed up yet. The first person becomes the owner.");
        println!("From another machine than this one they need the set-up code: {code}");
    }
    if site::is_empty() {
        println!("This build carries no page; `cargo xtask build` makes one that does.");
    }
    until_stopped(application, listener).await;
    Ok(())
}

async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| anyhow::anyhow!("The address {address} cannot be listened on: {error}."))
}

/// Every open page is a file to the system, which allows few at first and more to who asks.
fn allow_many_sockets() {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, getrlimit, setrlimit};
        let raised = getrlimit(Resource::RLIMIT_NOFILE)
            .and_then(|(_, most)| setrlimit(Resource::RLIMIT_NOFILE, most, most));
        if let Err(error) = raised {
            tracing::warn!(error.cause = %error, "the limit of open files stays as it is");
        }
    }
}

/// Serves until Ctrl-C or SIGTERM, then ends in order.
pub(super) async fn until_stopped(application: Application, listener: TcpListener) {
    allow_many_sockets();
    tokio::spawn(stop_on_signal(application.state.stop.clone()));
    application.serve(listener).await;
}

/// Asks for an orderly end at the first Ctrl-C or SIGTERM, and does not wait for it at the second.
async fn stop_on_signal(stop: CancellationToken) {
    asked_to_stop().await;
    tracing::info!("stopping: no new connections, what is under way is finished");
    stop.cancel();
    asked_to_stop().await;
    tracing::warn!("stopping at once");
    std::process::exit(1);
}

async fn asked_to_stop() {
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        () = terminate => {}
    }
}
