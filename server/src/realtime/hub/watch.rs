//! Comparing with the database: what a broker lost, and sign-ins that ended elsewhere, are found within moments.

use domain::RoomId;

use super::{Hub, Standing, fan_out::advance};
use crate::Result;

/// Rooms compared in one query.
const PART: usize = 400;

/// Whether a head that is ahead of what was told may still be on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    MayBeComing,
    WasMissed,
}

impl Hub {
    /// Compares the heads and member lists of all rooms that someone here is in with the database.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn compare(&self) -> Result<()> {
        let rooms = self.rooms();
        self.compare_these(&rooms, Doubt::MayBeComing).await
    }

    /// The same for rooms of which notices may have been lost; for all of them if none are named.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn catch_up_with(&self, rooms: Option<Vec<RoomId>>) -> Result<()> {
        let rooms = rooms.unwrap_or_else(|| self.rooms());
        self.compare_these(&rooms, Doubt::WasMissed).await
    }

    fn rooms(&self) -> Vec<RoomId> {
        self.lock().rooms.keys().copied().collect()
    }

    async fn compare_these(&self, rooms: &[RoomId], doubt: Doubt) -> Result<()> {
        for part in rooms.chunks(PART) {
            for standing in self.0.members.standings(part).await? {
                self.catch_up(standing, doubt);
            }
        }
        Ok(())
    }

    fn catch_up(&self, standing: Standing, doubt: Doubt) {
        let mut state = self.lock();
        let Some(topic) = state.rooms.get_mut(&standing.room) else {
            return;
        };
        if standing.version > topic.version {
            // Who is a member comes first. That something was missed is told next time, to those who are.
            drop(state);
            self.reload(standing.room);
            return;
        }
        let is_behind = topic.is_behind(standing.head)
            || doubt == Doubt::WasMissed && standing.head > topic.head;
        if !is_behind {
            return;
        }
        topic.jump(standing.room, standing.head);
        if !topic.cooling {
            topic.cooling = true;
            advance(&mut state, standing.room);
            self.spawn_cooling(standing.room);
        }
    }
}
