//! Tells the server which messages have reached this device, several rooms at a time.

use std::collections::HashMap;

use domain::RoomId;
use leptos::prelude::*;
use protocol::{Command, command::RoomPosition};

use super::ConnectionStore;
use crate::browser::{self, clock};

/// Taken together for so long.
const GATHER_MS: u32 = 400;
/// Most rooms in one command.
const ROOMS_MAX: usize = 100;

/// What has arrived.
#[derive(Clone, Copy)]
pub struct DeliveryStore {
    due: StoredValue<HashMap<RoomId, u64>>,
    told: StoredValue<HashMap<RoomId, u64>>,
    is_gathering: StoredValue<bool>,
}

impl DeliveryStore {
    pub(super) fn new() -> Self {
        Self {
            due: StoredValue::new(HashMap::new()),
            told: StoredValue::new(HashMap::new()),
            is_gathering: StoredValue::new(false),
        }
    }

    /// Everything up to this number has reached the device.
    pub(super) fn received(self, connection: ConnectionStore, room: RoomId, number: u64) {
        if !browser::IS_BROWSER
            || self
                .told
                .with_value(|told| told.get(&room).is_some_and(|&n| n >= number))
        {
            return;
        }
        self.due.update_value(|due| {
            let known = due.entry(room).or_default();
            *known = (*known).max(number);
        });
        if !self.is_gathering.get_value() {
            self.is_gathering.set_value(true);
            browser::spawn(async move {
                clock::sleep(GATHER_MS).await;
                self.is_gathering.set_value(false);
                self.tell(connection).await;
            });
        }
    }

    /// Tells again what was not taken when the connection broke.
    pub(super) async fn tell(self, connection: ConnectionStore) {
        let due: Vec<RoomPosition> = self
            .due
            .try_with_value(|due| {
                due.iter()
                    .map(|(&room, &number)| RoomPosition { room, number })
                    .collect()
            })
            .unwrap_or_default();
        for positions in due.chunks(ROOMS_MAX) {
            let command = Command::MarkDelivered {
                positions: positions.to_vec(),
            };
            if connection.request(command).await.is_err() {
                // They stay due until the next opening or arrival.
                return;
            }
            self.settle(positions);
        }
    }

    fn settle(self, positions: &[RoomPosition]) {
        let _ = self.told.try_update_value(|told| {
            for position in positions {
                told.insert(position.room, position.number);
            }
        });
        let _ = self.due.try_update_value(|due| {
            for position in positions {
                if due.get(&position.room) == Some(&position.number) {
                    due.remove(&position.room);
                }
            }
        });
    }
}
