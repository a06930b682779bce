//! Who lives in the demo and which rooms they have.

use domain::room::{Posting, Visibility};

/// One of the eight people.
pub struct Character {
    /// Also the name before the colon in `talks/*.txt`.
    pub username: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub about: &'static str,
    /// Begins lines with a capital letter, as some people do even in a chat.
    pub capitals: bool,
}

/// What a room is, beyond its members.
pub enum Kind {
    /// Two people, no name.
    Direct,
    /// A group with a name and a topic.
    Group {
        name: &'static str,
        topic: &'static str,
        visibility: Visibility,
        posting: Posting,
    },
}

/// One of the rooms.
pub struct Setting {
    /// The word after `@room` in `talks/*.txt`.
    pub key: &'static str,
    pub kind: Kind,
    /// Usernames; the first made the room and owns it.
    pub members: &'static [&'static str],
    /// Members who may post where not everybody may.
    pub moderators: &'static [&'static str],
    /// Which exchanges of `smalltalk/rooms.txt` fit here, besides those that fit everywhere.
    pub about: &'static str,
    /// How many exchanges of small talk fill the weeks.
    pub exchanges: usize,
}

/// The two people whose sign-in the command prints: both find unread messages.
pub const GUESTS: [&str; 2] = ["nora", "tomas"];

/// The name of the place.
pub const PLACE: &str = "Linden Quarter";

/// How many days the history goes back.
pub const DAYS: i64 = 42;

/// Everyone; the first one set the place up.
pub const CHARACTERS: [Character; 8] = [
    Character {
        username: "nora",
        first_name: "Nora",
        last_name: "Lindqvist",
        about: "Keeps the garden keys and usually a pot of soup.",
        capitals: false,
    },
    Character {
        username: "tomas",
        first_name: "Tomás",
        last_name: "Herrera",
        about: "Cooks for more people than there are chairs.",
        capitals: false,
    },
    Character {
        username: "ines",
        first_name: "Inés",
        last_name: "Herrera",
        about: "Owner of Horacio, a dramatic fig tree.",
        capitals: false,
    },
    Character {
        username: "yusuf",
        first_name: "Yusuf",
        last_name: "Demir",
        about: "Tool library, peppers, one knee that knows the weather.",
        capitals: false,
    },
    Character {
        username: "anya",
        first_name: "Anya",
        last_name: "Petrova",
        about: "Кот Компот и книги. Kompot the cat, and books.",
        capitals: true,
    },
    Character {
        username: "priya",
        first_name: "Priya",
        last_name: "Sharma",
        about: "Writes code by day, reads by night. नमस्ते!",
        capitals: false,
    },
    Character {
        username: "jonas",
        first_name: "Jonas",
        last_name: "Weber",
        about: "Builds things from other things.",
        capitals: false,
    },
    Character {
        username: "mei",
        first_name: "Mei",
        last_name: "Chen",
        about: "Radish farmer, student, opinions on olives.",
        capitals: false,
    },
];

const fn group(name: &'static str, topic: &'static str) -> Kind {
    Kind::Group {
        name,
        topic,
        visibility: Visibility::Private,
        posting: Posting::Everyone,
    }
}

const fn public(name: &'static str, topic: &'static str) -> Kind {
    Kind::Group {
        name,
        topic,
        visibility: Visibility::Public,
        posting: Posting::Everyone,
    }
}

/// A dozen rooms: direct chats, private groups, public rooms and one where only few may post.
pub const ROOMS: [Setting; 12] = [
    Setting {
        key: "the-square",
        kind: public("The square", "Everything and everyone in the quarter"),
        members: &[
            "nora", "tomas", "ines", "yusuf", "anya", "priya", "jonas", "mei",
        ],
        moderators: &[],
        about: "square",
        exchanges: 90,
    },
    Setting {
        key: "notices",
        kind: Kind::Group {
            name: "Notices",
            topic: "Short and useful. Talk is in The square.",
            visibility: Visibility::Public,
            posting: Posting::Moderators,
        },
        members: &[
            "nora", "yusuf", "tomas", "ines", "anya", "priya", "jonas", "mei",
        ],
        moderators: &["yusuf"],
        about: "",
        exchanges: 0,
    },
    Setting {
        key: "garden",
        kind: public("Shared garden", "Beds, slugs, frost and who has the key"),
        members: &["nora", "yusuf", "anya", "mei", "jonas"],
        moderators: &[],
        about: "garden",
        exchanges: 80,
    },
    Setting {
        key: "football",
        kind: public("Sunday football", "Eleven o'clock, meadow by the canal"),
        members: &["yusuf", "tomas", "jonas", "ines", "priya"],
        moderators: &[],
        about: "football",
        exchanges: 75,
    },
    Setting {
        key: "pine-street",
        kind: group("Pine Street 14", "The flat: kitchen, keys, Horacio"),
        members: &["nora", "tomas", "ines", "jonas"],
        moderators: &[],
        about: "home",
        exchanges: 95,
    },
    Setting {
        key: "book-club",
        kind: group("Book club", "One book a month, olives included"),
        members: &["anya", "nora", "priya", "mei"],
        moderators: &[],
        about: "books",
        exchanges: 70,
    },
    Setting {
        key: "rosa-80",
        kind: group("Rosa turns eighty", "Not a word to Rosa"),
        members: &["ines", "tomas", "nora"],
        moderators: &[],
        about: "family",
        exchanges: 55,
    },
    Setting {
        key: "tool-app",
        kind: group("Tool library app", "The booking page and who mends it"),
        members: &["priya", "jonas", "yusuf", "mei"],
        moderators: &[],
        about: "tools",
        exchanges: 70,
    },
    Setting {
        key: "nora+tomas",
        kind: Kind::Direct,
        members: &["nora", "tomas"],
        moderators: &[],
        about: "",
        exchanges: 65,
    },
    Setting {
        key: "nora+anya",
        kind: Kind::Direct,
        members: &["nora", "anya"],
        moderators: &[],
        about: "",
        exchanges: 60,
    },
    Setting {
        key: "tomas+priya",
        kind: Kind::Direct,
        members: &["tomas", "priya"],
        moderators: &[],
        about: "",
        exchanges: 60,
    },
    Setting {
        key: "jonas+mei",
        kind: Kind::Direct,
        members: &["jonas", "mei"],
        moderators: &[],
        about: "",
        exchanges: 65,
    },
];

/// One room more, for whoever wants to see how a long history behaves.
pub const LONG_ROOM: Setting = Setting {
    key: "long-talk",
    kind: group("The long talk", "Thousands of numbered messages"),
    members: &["nora", "tomas"],
    moderators: &[],
    about: "",
    exchanges: 0,
};

/// The place of a person in [`CHARACTERS`].
pub fn character(username: &str) -> Option<usize> {
    CHARACTERS
        .iter()
        .position(|person| person.username == username)
}

/// The place of a room in [`ROOMS`].
pub fn room(key: &str) -> Option<usize> {
    ROOMS.iter().position(|room| room.key == key)
}
