//! Connections of the network: accepted, counted, served, ended in order. Who says nothing, or says it too slowly, is not
//! waited for. (axum's own loop waits, and counts nobody.)

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;
use tower::Service;

use crate::{AppState, limits::Place};

/// Largest head of a request, in bytes. Cookies and addresses of a page are far below.
const HEAD_MAX: usize = 32 * 1024;
/// Before the next try, where the system gives no more connections.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The place that a connection takes among those of its address; what goes on after the requests, a socket, keeps it.
pub type OfAddress = Arc<Place>;

/// Serves `router` until the server stops, and then what is under way.
pub async fn serve(listener: TcpListener, router: Router, state: &AppState) {
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = state.stop.cancelled() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                // Small frames are what a chat sends: none of them waits for the next.
                let _ = stream.set_nodelay(true);
                if let Some(place) = place(state, peer) {
                    connections.spawn(connection(
                        stream,
                        peer,
                        Arc::new(place),
                        router.clone(),
                        state.clone(),
                    ));
                } else {
                    tracing::debug!("an address has too many connections");
                }
            }
            Err(error) if is_of_the_other_side(&error) => {}
            Err(error) => {
                tracing::error!(error.cause = %error, "no connection could be accepted");
                tokio::time::sleep(AGAIN_AFTER).await;
            }
        }
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

/// None where the address has too many. A trusted proxy speaks for many.
fn place(state: &AppState, peer: SocketAddr) -> Option<Place> {
    let address = peer.ip().to_canonical();
    if state
        .config
        .trusted_proxies
        .iter()
        .any(|network| network.contains(&address))
    {
        return Some(Place::uncounted());
    }
    state.limits.connection(address)
}

fn is_of_the_other_side(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    place: OfAddress,
    router: Router,
    state: AppState,
) {
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        let extensions = request.extensions_mut();
        extensions.insert(ConnectInfo(peer));
        extensions.insert(place.clone());
        // A router is always ready.
        router.clone().call(request.map(Body::new))
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(state.config.patience.head)
        .max_header_size(HEAD_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut served = std::pin::pin!(served);
    let outcome = tokio::select! {
        outcome = served.as_mut() => outcome,
        () = state.stop.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(error.cause = %error, "a connection ended early");
    }
}
