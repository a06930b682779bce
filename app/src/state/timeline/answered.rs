//! What messages answer, where that is not in the window, and what was changed without being told: asked for by number.

use domain::{
    message::Touch,
    timeline::{Change, ChangeKind},
};
use leptos::prelude::*;
use protocol::PAGE_SIZE;

use super::TimelineStore;
use crate::{
    api,
    browser::{self, clock},
};

/// How long to wait before a question that got no answer is asked again.
const AGAIN_MS: u32 = 3_000;

impl TimelineStore {
    /// Asks for these messages, unless they are being asked for.
    pub(super) fn ask_for(self, seqs: Vec<u64>) {
        if seqs.is_empty() || !self.is_open() {
            return;
        }
        let new = self.core.try_update_value(|core| {
            let new = seqs.into_iter().filter(|seq| core.asked.insert(*seq));
            new.collect::<Vec<u64>>()
        });
        for some in new.unwrap_or_default().chunks(PAGE_SIZE as usize) {
            browser::spawn(self.find(some.to_vec()));
        }
    }

    /// Changes that came without their content: the messages are asked for.
    pub(super) fn ask_for_changed(self, applied: &[Change]) {
        let withheld = applied.iter().filter_map(|change| match &change.kind {
            ChangeKind::Touched {
                seq,
                touch: Touch::Edited(None),
            } => Some(*seq),
            _ => None,
        });
        self.ask_for(withheld.collect());
    }

    async fn find(self, seqs: Vec<u64>) {
        let answer = api::messages::find_messages(self.room(), seqs.clone()).await;
        if answer.is_err() {
            clock::sleep(AGAIN_MS).await;
        }
        self.core.try_update_value(|core| {
            core.asked.retain(|seq| !seqs.contains(seq));
        });
        match (answer, self.client()) {
            (Ok(found), Some(client)) => {
                client.people.learn(&found.authors);
                let head = found.head;
                let is_new = self.update(|timeline| timeline.learn(&seqs, found.messages, head));
                if is_new == Some(false) {
                    self.ask_for(seqs);
                } else {
                    client.mood.retold(self.room());
                }
            }
            // What is still missing is asked for with the next step.
            _ => {
                self.update(|_| ());
            }
        }
    }
}
