//! Whatever a client says: it is understood or refused, soon, and never anything else.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};
use proptest::prelude::*;
use protocol::{ApiError, CLIENT_FRAME_MAX};
use serde_json::{Value, json};

use super::frames::decode;

/// Reading the largest frame takes some milliseconds, unoptimized.
const SOON: Duration = Duration::from_millis(500);

/// What this thread has had of the processor: by the clock it may be late because others have it.
fn worked() -> Duration {
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID);
    Duration::from(time.expect("threads have a clock"))
}

/// Cases of one property; `FUZZ_FACTOR` makes more of them.
fn cases(ordinary: u32) -> ProptestConfig {
    let factor = std::env::var("FUZZ_FACTOR").ok();
    let factor = factor.and_then(|factor| factor.parse().ok()).unwrap_or(1);
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(ordinary * factor)
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        Just(json!("0192f0c1-2b7e-7c55-9d2f-3a1b5c7d9e0f")),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((any_key(), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_key() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "hello", "request", "heartbeat", "id", "command", "room", "body", "after", "up_to", "backwards", "positions",
            "number", "client_message_id", "send_message", "open_room", "resume", "mark_read", "mark_delivered", "set_away",
            "away", "protocol", "build", "edit_message", "delete_message", "set_reaction", "seq", "emoji", "on", "reply_to",
        ])
        .prop_map(str::to_owned),
        1 => ".{0,8}",
    ]
}

/// A request that is nearly right.
fn near_request() -> impl Strategy<Value = Value> {
    let command = prop_oneof![
        Just("send_message"),
        Just("edit_message"),
        Just("delete_message"),
        Just("set_reaction"),
        Just("resume"),
        Just("mark_delivered"),
        Just("set_away")
    ];
    let fields = prop::collection::vec((any_key(), any_value()), 0..5);
    (any::<u32>(), command, fields).prop_map(|(id, command, fields)| {
        let fields: Value = Value::Object(fields.into_iter().collect());
        json!({ "request": { "id": id, "command": { command: fields } } })
    })
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => ".{0,200}",
        3 => any_value().prop_map(|value| value.to_string()),
        4 => near_request().prop_map(|value| value.to_string()),
        // Cut off, or with something in the middle.
        3 => (near_request(), any::<prop::sample::Index>(), ".{0,3}").prop_map(|(value, at, middle)| {
            let text = value.to_string();
            let at = text.floor_char_boundary(at.index(text.len() + 1));
            format!("{}{middle}", &text[..at])
        }),
        // Deep.
        1 => (0..20_000_usize, prop::sample::select(vec!["[", "{\"a\":", "{\"request\":"])).prop_map(|(depth, open)| open.repeat(depth.min(CLIENT_FRAME_MAX / open.len()))),
        // Long.
        1 => (0..3 * CLIENT_FRAME_MAX, prop::sample::select(vec!["x", "1", "é", "\\u0000"])).prop_map(|(length, part)| {
            format!(r#"{{"request":{{"id":1,"command":{{"send_message":"{}"}}}}}}"#, part.repeat(length / part.len()))
        }),
    ]
}

proptest! {
    #![proptest_config(cases(20_000))]

    #[test]
    fn any_frame_is_understood_or_refused(text in any_text()) {
        let started = worked();
        let outcome = decode(&text);
        let took = worked().saturating_sub(started);
        prop_assert!(took < SOON, "{} bytes took {took:?}", text.len());
        match outcome {
            Ok(frame) => {
                let again = serde_json::to_string(&frame).expect("writes");
                prop_assert_eq!(decode(&again), Ok(frame));
            }
            Err(bad) => {
                let is_large = text.len() > CLIENT_FRAME_MAX;
                let expected = if is_large {
                    ApiError::TooLarge { max: CLIENT_FRAME_MAX as u32 }
                } else {
                    ApiError::Malformed
                };
                prop_assert_eq!(bad.error, expected);
                if let Some(id) = bad.id {
                    prop_assert!(text.contains(&id.to_string()), "{id} comes from nowhere");
                }
            }
        }
    }
}
