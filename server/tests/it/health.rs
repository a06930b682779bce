//! Whether it lives, and whether it may be given requests.

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use sea_orm::TransactionTrait;
use server::{Application, Config};
use tower::ServiceExt;

struct Place {
    app: Application,
    _data: tempfile::TempDir,
}

impl Place {
    async fn open() -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = Config::new(data.path().to_owned());
        Self {
            app: Application::build(config).await.unwrap(),
            _data: data,
        }
    }

    /// Status and body of a path.
    async fn asked(&self, path: &str) -> (u16, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = self.app.router().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        let body = to_bytes(answer.into_body(), 1_000).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }
}

#[tokio::test]
async fn a_server_that_stops_lives_and_wants_no_more_requests() {
    let place = Place::open().await;
    assert_eq!(
        place.asked("/health/ready").await,
        (200, "ready\n".to_owned())
    );
    place.app.state.stop.cancel();
    assert_eq!(
        place.asked("/health/live").await,
        (200, "alive\n".to_owned())
    );
    assert_eq!(
        place.asked("/health/ready").await,
        (503, "stopping\n".to_owned())
    );
}

#[tokio::test]
async fn without_its_database_it_is_not_ready() {
    let place = Place::open().await;
    place.app.state.db.close().await;
    assert_eq!(
        place.asked("/health/ready").await,
        (503, "no database\n".to_owned())
    );
    assert_eq!(place.asked("/health/live").await.0, 200);
}

#[tokio::test]
async fn nor_with_one_that_does_not_answer() {
    let place = Place::open().await;
    let mut busy = Vec::new();
    // Every connection that reads is taken.
    while let Ok(taken) = tokio::time::timeout(
        std::time::Duration::from_millis(300),
        place.app.state.db.read().begin(),
    )
    .await
    {
        busy.push(taken.unwrap());
    }
    assert!(busy.len() > 1);
    let (status, told) = place.asked("/health/ready").await;
    assert_eq!((status, told.as_str()), (503, "no database\n"));
    drop(busy);
    let until_ready = async { while place.asked("/health/ready").await.0 != 200 {} };
    tokio::time::timeout(crate::support::PATIENCE, until_ready)
        .await
        .expect("ready again");
}
