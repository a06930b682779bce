//! The end of a sign-in is the end of its sockets.

use protocol::frame::close;
use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn signing_out_a_device_closes_its_sockets_and_no_others() {
    let app = TestApp::start().await;
    let laptop = app.user("ada").await;
    let phone = app.sign_in(laptop.id).await;
    let (mut on_laptop, mut on_phone) = (laptop.socket().await, phone.socket().await);
    laptop
        .call::<()>(
            "account/devices/sign-out",
            json!({ "device": phone.sign_in }),
        )
        .await
        .unwrap();
    assert_eq!(on_phone.closes().await, Some(close::SIGNED_OUT));
    assert_eq!(on_laptop.so_far().await, []);
}
