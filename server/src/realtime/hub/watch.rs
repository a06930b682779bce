//! Comparing with the database: what a broker lost, and sign-ins that ended elsewhere, are found within moments.

use domain::RoomId;

use super::{Hub, Standing, fan_out::advance};
use crate::Result;

/// Rooms compared in one query.
const PART: usize = 400;

impl Hub {
    /// Compares the heads and member lists of all rooms that someone here is in with the database.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn compare(&self) -> Result<()> {
        let rooms: Vec<RoomId> = self.lock().rooms.keys().copied().collect();
        for part in rooms.chunks(PART) {
            for standing in self.0.members.standings(part).await? {
                self.catch_up(standing);
            }
        }
        Ok(())
    }

    fn catch_up(&self, standing: Standing) {
        let mut state = self.lock();
        let Some(topic) = state.rooms.get_mut(&standing.room) else {
            return;
        };
        let is_stale = standing.version > topic.version;
        if topic.is_behind(standing.head) {
            topic.jump(standing.head);
            if !topic.cooling {
                topic.cooling = true;
                advance(&mut state, standing.room);
                self.spawn_cooling(standing.room);
            }
        }
        drop(state);
        if is_stale {
            self.reload(standing.room);
        }
    }
}
