//! The schema's history: also what tests make their databases with. Portable between SQLite and PostgreSQL.

pub use sea_orm_migration::prelude::*;

mod m20261123_000001_create_people;
mod m20261123_000002_create_rooms;
mod m20261126_000003_search_rooms;
mod m20261126_000004_write_less;
mod m20261129_000005_create_feelings;
mod m20261130_000006_change_messages;
mod m20261130_000007_index_messages;
mod m20261130_000008_create_drafts;

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_create_people::Migration),
            Box::new(m20261123_000002_create_rooms::Migration),
            Box::new(m20261126_000003_search_rooms::Migration),
            Box::new(m20261126_000004_write_less::Migration),
            Box::new(m20261129_000005_create_feelings::Migration),
            Box::new(m20261130_000006_change_messages::Migration),
            Box::new(m20261130_000007_index_messages::Migration),
            Box::new(m20261130_000008_create_drafts::Migration),
        ]
    }
}
