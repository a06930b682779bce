//! One room's draft on this device, and how it stands to the server's. Two devices may both write: what neither has seen of the
//! other is put together, so nothing is lost (ADR 25).

use protocol::drafts::Draft;
use serde::{Deserialize, Serialize};

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    /// The text here.
    pub text: String,
    /// The server's, as far as it was heard of,
    #[serde(default)]
    there: String,
    /// and its version.
    #[serde(default)]
    version: u64,
    /// What is on its way to the server, or was when nobody answered: it may be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    perhaps_there: Option<String>,
    #[serde(skip)]
    is_on_way: bool,
    /// What the server does not take.
    #[serde(skip)]
    refused: Option<String>,
}

impl Written {
    /// As the device kept it: before drafts went to the server, that was the text alone.
    pub fn kept(text: &str) -> Self {
        crate::json::read_json(text.as_bytes()).unwrap_or_else(|| Self {
            text: text.to_owned(),
            ..Self::default()
        })
    }

    /// Nothing to be kept: nothing is written, and nothing is to be told.
    pub fn is_nothing(&self) -> bool {
        self.text.is_empty() && self.is_saved()
    }

    /// Whether the server has it.
    pub fn is_saved(&self) -> bool {
        self.text == self.there && self.perhaps_there.is_none()
    }

    /// The device kept it, and this page may have been written on before that could be read.
    pub fn found(&mut self, kept: Self) {
        let text = both(kept.text.clone(), std::mem::take(&mut self.text));
        *self = Self { text, ..kept };
    }

    /// What to send to the server, and which version of its own it is to take the place of. One at a time.
    pub fn next_to_save(&mut self) -> Option<(String, u64)> {
        if self.is_on_way || self.is_saved() || self.refused.as_ref() == Some(&self.text) {
            return None;
        }
        self.is_on_way = true;
        self.perhaps_there = Some(self.text.clone());
        Some((self.text.clone(), self.version))
    }

    /// The server has answered what it has now: what was on its way, or what another device wrote before. True: the text here
    /// is another one now.
    pub fn answered(&mut self, draft: &Draft) -> bool {
        // Also where its versions went back, because a copy was restored.
        let differs = self.take(draft);
        self.is_on_way = false;
        self.perhaps_there = None;
        differs
    }

    /// Nobody has answered, or the server does not take it.
    pub fn failed(&mut self, is_refused: bool) {
        self.is_on_way = false;
        if is_refused {
            self.refused = self.perhaps_there.take();
        }
    }

    /// The server tells what it has; true: the text here is another one now.
    pub fn heard(&mut self, draft: &Draft) -> bool {
        draft.version > self.version && self.take(draft)
    }

    fn take(&mut self, draft: &Draft) -> bool {
        let is_changed = self.text != self.there;
        let is_own = self.perhaps_there.as_ref() == Some(&draft.text);
        self.version = draft.version;
        draft.text.clone_into(&mut self.there);
        if is_own {
            if !self.is_on_way {
                self.perhaps_there = None;
            }
            return false;
        }
        let text = if is_changed {
            both(draft.text.clone(), self.text.clone())
        } else {
            draft.text.clone()
        };
        let differs = text != self.text;
        self.text = text;
        differs
    }
}

/// Two drafts that do not know of each other. One that begins with the other is a later state of it.
fn both(one: String, other: String) -> String {
    if other.starts_with(&one) {
        other
    } else if one.starts_with(&other) {
        one
    } else {
        format!("{one}\n{other}")
    }
}

#[cfg(test)]
mod tests {
    use domain::RoomId;

    use super::*;

    fn draft(version: u64, text: &str) -> Draft {
        Draft {
            room: RoomId::from_parts(1, [0; 10]),
            text: text.to_owned(),
            version,
        }
    }

    fn typed(text: &str) -> Written {
        Written {
            text: text.to_owned(),
            ..Written::default()
        }
    }

    fn saves(written: &mut Written, text: &str, after: u64) {
        assert_eq!(written.next_to_save(), Some((text.to_owned(), after)));
    }

    fn again(written: &Written) -> Written {
        Written::kept(&serde_json::to_string(written).expect("text"))
    }

    #[test]
    fn nothing_of_two_drafts_is_lost() {
        let both = |one: &str, other: &str| super::both(one.to_owned(), other.to_owned());
        assert_eq!(both("a long story", ""), "a long story");
        assert_eq!(both("a long", "a long story"), "a long story");
        assert_eq!(both("a long story", "a long"), "a long story");
        assert_eq!(both("a long story", "Hi"), "a long story\nHi");
    }

    #[test]
    fn a_draft_goes_to_the_server_once() {
        let mut here = Written::default();
        assert_eq!(here.next_to_save(), None);
        here.text = "a".to_owned();
        saves(&mut here, "a", 0);
        here.text = "ab".to_owned();
        assert_eq!(here.next_to_save(), None, "one at a time");
        // Its own echo is no news, whether it comes before the answer or after it.
        assert!(!here.heard(&draft(7, "a")));
        assert!(!here.answered(&draft(7, "a")));
        saves(&mut here, "ab", 7);
        assert!(!here.answered(&draft(8, "ab")));
        assert!(!here.heard(&draft(8, "ab")));
        assert!(here.is_saved());
        assert_eq!(here.next_to_save(), None);
        assert_eq!(here.text, "ab");
    }

    #[test]
    fn what_is_sent_before_a_rest_is_never_saved() {
        let mut here = typed("hello");
        here.text = String::new();
        assert!(here.is_nothing());
        assert_eq!(here.next_to_save(), None);
    }

    #[test]
    fn another_device_goes_on_with_it() {
        let mut here = Written::default();
        assert!(here.heard(&draft(3, "from the phone")));
        assert_eq!(here.text, "from the phone");
        assert!(here.is_saved());
        assert!(!here.heard(&draft(2, "older")));
        assert!(here.heard(&draft(4, "")));
        assert!(here.is_nothing());
    }

    #[test]
    fn what_two_devices_wrote_at_once_is_put_together() {
        let mut here = typed("mine");
        saves(&mut here, "mine", 0);
        // The other one was faster: the server keeps its text, and says so.
        assert!(here.answered(&draft(5, "theirs")));
        assert_eq!(here.text, "theirs\nmine");
        saves(&mut here, "theirs\nmine", 5);
        assert!(!here.answered(&draft(6, "theirs\nmine")));
        assert!(here.is_saved());
    }

    #[test]
    fn what_was_sent_does_not_come_back() {
        let mut here = typed("abc");
        saves(&mut here, "abc", 0);
        here.failed(false);
        // It did arrive, and the page was closed after the message had been written.
        here.text = String::new();
        let mut here = again(&here);
        assert!(!here.heard(&draft(1, "abc")));
        assert_eq!(here.text, "");
        saves(&mut here, "", 1);
        assert!(!here.answered(&draft(2, "")));
        assert!(here.is_nothing());
    }

    #[test]
    fn what_is_refused_is_not_sent_again_and_not_lost() {
        let mut here = typed("too long");
        saves(&mut here, "too long", 0);
        here.failed(true);
        assert_eq!(here.next_to_save(), None);
        assert!(here.heard(&draft(1, "theirs")));
        assert_eq!(here.text, "theirs\ntoo long");
        saves(&mut here, "theirs\ntoo long", 1);
    }

    #[test]
    fn a_restored_copy_is_written_over() {
        let mut here = Written::default();
        assert!(here.heard(&draft(9, "late")));
        assert!(!here.heard(&draft(4, "early")));
        here.text = "later".to_owned();
        saves(&mut here, "later", 9);
        assert!(here.answered(&draft(4, "early")));
        saves(&mut here, "early\nlater", 4);
        assert!(!here.answered(&draft(5, "early\nlater")));
        assert!(here.is_saved());
    }

    #[test]
    fn what_was_kept_is_taken_up() {
        let old = Written::kept("plain text of before");
        let mut here = Written::default();
        here.found(old);
        saves(&mut here, "plain text of before", 0);
        assert!(!here.answered(&draft(1, "plain text of before")));
        let mut later = Written::default();
        later.found(again(&here));
        assert!(later.is_saved());
        assert_eq!(later.text, "plain text of before");
        let mut early = typed("Hi");
        early.found(again(&here));
        assert_eq!(early.text, "plain text of before\nHi");
        assert!(!early.is_saved());
    }
}
