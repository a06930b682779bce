//! What the writer commits.

use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};

use super::SECONDS;

/// Rows in a commit, up to what the writer takes at once.
const ROWS: [f64; 10] = [
    1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0,
];

/// See the module. Cheap to clone.
#[derive(Clone, Debug)]
pub struct WriterMetrics {
    changes: Commits,
    messages: Commits,
    accepted: Counter,
}

/// What is committed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitKind {
    /// Everything but messages.
    Changes,
    /// Messages.
    Messages,
}

/// Handles of one kind.
#[derive(Clone, Debug)]
struct Commits {
    rows: Histogram,
    seconds: Histogram,
    failed: Counter,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    kind: &'static str,
}

impl WriterMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let rows: Family<Of, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(ROWS));
        let seconds: Family<Of, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(SECONDS));
        let failed: Family<Of, Counter> = Family::default();
        let commits = |kind| Commits {
            rows: rows.get_or_create_owned(&Of { kind }),
            seconds: seconds.get_or_create_owned(&Of { kind }),
            failed: failed.get_or_create_owned(&Of { kind }),
        };
        let own = Self {
            changes: commits("changes"),
            messages: commits("messages"),
            accepted: Counter::default(),
        };
        registry.register(
            "commit_rows",
            "Changes or messages in one commit",
            rows.clone(),
        );
        registry.register_with_unit(
            "commit_duration",
            "From beginning a commit until it is on disk",
            Unit::Seconds,
            seconds.clone(),
        );
        registry.register(
            "commit_failures",
            "Commits that failed; nothing of them was kept",
            failed.clone(),
        );
        registry.register(
            "messages",
            "Messages accepted: on disk, each counted once",
            own.accepted.clone(),
        );
        own
    }

    /// A commit of so many rows has ended.
    pub fn committed(&self, kind: CommitKind, rows: usize, took: Duration, is_kept: bool) {
        let commits = match kind {
            CommitKind::Changes => &self.changes,
            CommitKind::Messages => &self.messages,
        };
        commits.rows.observe(rows as f64);
        commits.seconds.observe(took.as_secs_f64());
        if !is_kept {
            commits.failed.inc();
        }
    }

    /// So many messages are on disk.
    pub fn accepted(&self, messages: usize) {
        self.accepted.inc_by(messages as u64);
    }

    /// Messages accepted so far.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.accepted.get()
    }
}
