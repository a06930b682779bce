//! What people have written in a room and not sent, the same on all their devices.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, uuid},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("drafts")
            .col(uuid("user_id"))
            .col(uuid("room_id"))
            .col(text("body"))
            .col(big_integer("version"))
            .primary_key(Index::create().col("user_id").col("room_id"));
        for (column, to) in [("user_id", "users"), ("room_id", "rooms")] {
            table.foreign_key(
                ForeignKey::create()
                    .name(format!("drafts_{column}"))
                    .from("drafts", column)
                    .to(to, "id")
                    .on_delete(ForeignKeyAction::Cascade),
            );
        }
        manager.create_table(table).await?;
        // A room that goes takes its drafts along.
        manager
            .create_index(
                Index::create()
                    .name("drafts_by_room")
                    .table("drafts")
                    .col("room_id")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("drafts").to_owned())
            .await
    }
}
