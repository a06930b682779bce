//! Time: now, later, and in the viewer's own words.

/// Ends after `ms` milliseconds. On the server: never.
#[cfg(feature = "hydrate")]
pub async fn sleep(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}

/// Ends after `ms` milliseconds. On the server: never.
#[cfg(not(feature = "hydrate"))]
pub async fn sleep(_ms: u32) {
    std::future::pending().await
}
