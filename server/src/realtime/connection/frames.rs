//! What a client said, from its bytes.

use protocol::{ApiError, CLIENT_FRAME_MAX, ClientFrame};

/// A frame that could not be understood, with the request's id as far as it could be read.
#[derive(Debug, PartialEq, Eq)]
pub struct BadFrame {
    /// Of the request.
    pub id: Option<u32>,
    /// Why.
    pub error: ApiError,
}

/// What a client said.
///
/// # Errors
/// [`BadFrame`], so that even a request that cannot be understood is answered.
pub fn decode(text: &str) -> Result<ClientFrame, BadFrame> {
    if text.len() > CLIENT_FRAME_MAX {
        return Err(BadFrame {
            // Not worth reading, but whoever waits for the answer should get it.
            id: request_id(text),
            error: ApiError::TooLarge {
                max: CLIENT_FRAME_MAX as u32,
            },
        });
    }
    serde_json::from_str(text).map_err(|_| BadFrame {
        id: request_id(text),
        error: ApiError::Malformed,
    })
}

fn request_id(text: &str) -> Option<u32> {
    // A map, not a struct: serde would take a bare list for one.
    let frame: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    frame.get("request")?.get("id")?.as_u64()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_understood_is_answered_under_its_id() {
        let check = |text: &str, id, error| {
            assert_eq!(decode(text), Err(BadFrame { id, error }), "{text}");
        };
        check("", None, ApiError::Malformed);
        check("[1]", None, ApiError::Malformed);
        check(r#"{"dance":{}}"#, None, ApiError::Malformed);
        check(
            r#"{"request":{"id":7,"command":{"dance":{}}}}"#,
            Some(7),
            ApiError::Malformed,
        );
        check(
            r#"{"request":{"id":-1,"command":{"set_away":{"away":true}}}}"#,
            None,
            ApiError::Malformed,
        );
        let long = format!(
            r#"{{"request":{{"id":8,"command":{{"{}":{{}}}}}}}}"#,
            "x".repeat(CLIENT_FRAME_MAX)
        );
        let max = CLIENT_FRAME_MAX as u32;
        check(&long, Some(8), ApiError::TooLarge { max });
    }
}
