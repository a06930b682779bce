//! `docs/protocol.md` says all that travels. What has a name on the wire and no line there fails here.

use std::{collections::BTreeSet, fmt, path::Path};

use domain::{
    feeling::{Feeling, Lasting, NOTE_MAX},
    people::{PlaceRole, Presence},
    place::{JoinPolicy, Purpose},
    room::{HistoryAccess, NotificationLevel, Posting, Role, RoomKind, Visibility},
    search::{Closeness, PARTS_MAX, QUERY_MAX, QueryReason},
    text::TextError,
};
use protocol::{
    ADD_MEMBERS_MAX, ApiError, CLIENT_FRAME_MAX, ClientFrame, Command, Event, MOMENTS_MAX,
    NUMBER_HEADER, OPEN_ROOMS_MAX, PAGE_SIZE, POST_MAX, PROTOCOL_VERSION, RESUME_MAX, Reply,
    RoomChangeKind, SEARCH_MAX, STREAM_HEADER, SUBPROTOCOL, ServerFrame, error::Field,
    frame::Outcome, rooms::PageAt, search::PAGE,
};
use serde::{Deserializer, Serialize, de::DeserializeOwned, de::Visitor};
use serde_json::Value;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn document() -> String {
    read("../../docs/protocol.md")
}

/// Wants to read a choice, and learns from the type which there are.
struct Names;

#[derive(Debug)]
struct Learned(Vec<&'static str>);

impl fmt::Display for Learned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Learned {}

impl serde::de::Error for Learned {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(Vec::new())
    }
}

impl<'de> Deserializer<'de> for Names {
    type Error = Learned;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Learned> {
        Err(Learned(Vec::new()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Learned> {
        Err(Learned(variants.to_vec()))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The names of a type's choices, as they are written.
fn choices<T: DeserializeOwned + fmt::Debug>() -> Vec<&'static str> {
    let Learned(names) = T::deserialize(Names).expect_err("nothing was read");
    assert!(
        !names.is_empty(),
        "no choice: {}",
        std::any::type_name::<T>()
    );
    names
}

#[test]
fn every_choice_has_its_line() {
    let document = document();
    let check = |kind: &str, names: Vec<&str>| {
        for name in names {
            assert!(
                document.contains(&format!("`{name}`")),
                "docs/protocol.md has no word for the {kind} `{name}`"
            );
        }
    };
    check("frame of a client", choices::<ClientFrame>());
    check("frame of the server", choices::<ServerFrame>());
    check("outcome", choices::<Outcome>());
    check("field", choices::<Field>());
    check("reason of a search", choices::<QueryReason>());
    check("closeness", choices::<Closeness>());
    for (kind, names) in [
        ("command", choices::<Command>()),
        ("reply", choices::<Reply>()),
        ("event", choices::<Event>()),
        ("kind of change", choices::<RoomChangeKind>()),
        ("error", choices::<ApiError>()),
    ] {
        for name in names {
            assert!(
                document
                    .lines()
                    .any(|line| line.starts_with(&format!("| `{name}` |"))),
                "docs/protocol.md has no row for the {kind} `{name}`"
            );
        }
    }
}

#[test]
fn every_word_of_a_record_is_there() {
    let document = document();
    for names in [
        choices::<PlaceRole>(),
        choices::<Purpose>(),
        choices::<JoinPolicy>(),
        choices::<RoomKind>(),
        choices::<Visibility>(),
        choices::<Posting>(),
        choices::<HistoryAccess>(),
        choices::<Role>(),
        choices::<NotificationLevel>(),
        choices::<Presence>(),
        choices::<Feeling>(),
        choices::<Lasting>(),
        choices::<TextError>(),
        choices::<PageAt>(),
    ] {
        for name in names {
            assert!(
                document.contains(&format!("`\"{name}\"`"))
                    || document.contains(&format!("{{\"{name}\":")),
                "docs/protocol.md has no `\"{name}\"`"
            );
        }
    }
}

#[test]
fn every_field_is_there() {
    let document = document();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let mut fields = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("snapshots") {
        let path = entry.expect("a snapshot").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "snap")
        {
            let text = read(&path.display().to_string());
            let (_, json) = text.rsplit_once("---\n").expect("a head");
            let shape: Value = serde_json::from_str(json).expect("the shape");
            gather(&shape, &mut fields);
        }
    }
    assert!(fields.len() > 80, "{}", fields.len());
    for field in fields {
        assert!(
            document.contains(&format!("`{field}`"))
                || document.contains(&format!("`{{\"{field}\":")),
            "docs/protocol.md has no word for the field `{field}`"
        );
    }
}

fn gather(shape: &Value, fields: &mut BTreeSet<String>) {
    match shape {
        Value::Object(object) => {
            for (field, inner) in object {
                fields.insert(field.clone());
                gather(inner, fields);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| gather(inner, fields)),
        _ => {}
    }
}

#[test]
fn every_close_code_has_its_row() {
    let document = document();
    let source = read("src/frame.rs");
    let codes: Vec<&str> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub const ")?.strip_suffix(';'))
        .filter_map(|line| line.split_once(": u16 = "))
        .map(|(_, code)| code)
        .collect();
    assert!(codes.len() >= 6, "{codes:?}");
    for code in codes {
        assert!(
            document
                .lines()
                .any(|line| line.starts_with(&format!("| {code} |"))),
            "docs/protocol.md has no row for the close code {code}"
        );
    }
}

#[test]
fn every_error_has_its_status() {
    // With any content: the status depends on the name only.
    let contents = [
        Value::Null,
        serde_json::json!({ "field": "name", "reason": "empty" }),
        serde_json::json!({ "max": 1 }),
        serde_json::json!({ "reason": "no_day", "value": "soon" }),
        serde_json::json!({ "retry_after_ms": 1 }),
    ];
    let document = document();
    for name in choices::<ApiError>() {
        let error: ApiError = serde_json::from_value(name.into())
            .or_else(|_| {
                contents
                    .iter()
                    .map(|content| serde_json::from_value(serde_json::json!({ name: content })))
                    .find(Result::is_ok)
                    .expect("one of these contents")
            })
            .expect("an error");
        let row = format!("| `{name}` | {} |", error.status());
        assert!(document.contains(&row), "docs/protocol.md has no row {row}");
    }
}

#[test]
fn limits_and_versions_are_those_of_the_code() {
    let document = document();
    let grouped = |size: usize| format!("{},{:03}", size / 1_000, size % 1_000);
    let thousands = grouped(CLIENT_FRAME_MAX);
    let twice = grouped(2 * CLIENT_FRAME_MAX);
    let posted = grouped(POST_MAX);
    for row in [
        format!("| frame of a client | {thousands} bytes: `too_large`; above {twice} "),
        format!("| body of a `POST /live` | {posted} bytes: `too_large` |"),
        format!("| rooms one socket has open | {OPEN_ROOMS_MAX}: "),
        format!("| changes behind which `resume` answers | {RESUME_MAX}, "),
        format!("| messages in one page of history | {PAGE_SIZE} |"),
        format!("| moments in one `messages/since` | {MOMENTS_MAX}: `too_many` |"),
        format!("| people in one `rooms/add-members` or `rooms/create` | {ADD_MEMBERS_MAX}: "),
        format!("| results of one search | {SEARCH_MAX} |"),
        format!("| results of one page of `messages/search` | {PAGE} |"),
        format!(
            "| a search for messages | {QUERY_MAX} characters, {PARTS_MAX} words and filters: "
        ),
        format!("| own words beside a feeling | {NOTE_MAX} characters: "),
    ] {
        assert!(document.contains(&row), "docs/protocol.md has no row {row}");
    }
    assert!(document.contains(&format!("subprotocol `{SUBPROTOCOL}`")));
    for header in [STREAM_HEADER, NUMBER_HEADER] {
        let is_sent = |line: &str| {
            line.split_once(": ")
                .is_some_and(|(name, _)| name.eq_ignore_ascii_case(header))
        };
        assert!(
            document.lines().any(is_sent),
            "docs/protocol.md shows no {header}"
        );
    }
    assert!(document.contains(&format!("{{\"hello\":{{\"protocol\":{PROTOCOL_VERSION},")));
}

/// What stands in the fences of this kind, value by value.
fn examples<'a>(document: &'a str, fence: &'a str) -> impl Iterator<Item = Value> + 'a {
    document
        .split("\n```")
        .filter_map(move |part| part.strip_prefix(fence)?.strip_prefix('\n'))
        .flat_map(|block| serde_json::Deserializer::from_str(block).into_iter())
        .map(|value| value.unwrap_or_else(|error| panic!("an example is no JSON: {error}")))
}

/// Read and written again an example is the same: it has all fields, and no others.
fn holds<T: DeserializeOwned + Serialize>(examples: impl Iterator<Item = Value>) -> usize {
    let mut count = 0;
    for example in examples {
        let text = example.to_string();
        let read: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(serde_json::to_value(read).expect("written"), example);
        count += 1;
    }
    count
}

#[test]
fn examples_are_what_travels() {
    let document = document();
    assert!(holds::<ClientFrame>(examples(&document, "json client")) >= 8);
    assert!(holds::<ServerFrame>(examples(&document, "json server")) >= 20);
    assert!(examples(&document, "json").count() >= 5);
}
