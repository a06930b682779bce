//! Rooms, their members, what was said and done in them, and the ledger of client ids.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, binary_null, integer, string, string_null, text, uuid,
        uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("rooms")
                    .col(uuid("id").primary_key())
                    .col(string("kind"))
                    .col(string("visibility"))
                    .col(string("posting"))
                    .col(string("history"))
                    .col(string("name"))
                    .col(string("topic"))
                    .col(uuid_null("started_from"))
                    // Both people's ids, sorted: two people can have one direct chat only.
                    .col(binary_null("direct_key").unique_key())
                    .col(big_integer("head"))
                    .col(big_integer("members_version"))
                    .col(uuid("created_by"))
                    .col(big_integer("created_at"))
                    .col(big_integer("active_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("rooms_by_visibility")
                    .table("rooms")
                    .col("visibility")
                    .col("active_at")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("members")
                    .col(uuid("room_id"))
                    .col(uuid("user_id"))
                    .col(string("role"))
                    .col(big_integer("joined_at"))
                    .col(big_integer("visible_from"))
                    .col(big_integer("delivered"))
                    .col(big_integer("read"))
                    .col(big_integer("read_version"))
                    .col(string("notification_level"))
                    .col(string_null("theme"))
                    .primary_key(Index::create().col("room_id").col("user_id"))
                    .foreign_key(&mut of_room("members"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("members_by_user")
                    .table("members")
                    .col("user_id")
                    .to_owned(),
            )
            .await?;
        // Authors have no foreign key: their rows are never deleted, and this is the table where an insert must be cheap.
        manager
            .create_table(
                Table::create()
                    .table("messages")
                    .col(uuid("id").primary_key())
                    .col(uuid("room_id"))
                    .col(big_integer("seq"))
                    .col(uuid("author_id"))
                    .col(uuid("client_message_id"))
                    .col(text("body"))
                    .col(big_integer("sent_at"))
                    .col(big_integer_null("edited_at"))
                    .col(big_integer_null("deleted_at"))
                    .foreign_key(&mut of_room("messages"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("messages_by_room")
                    .table("messages")
                    .col("room_id")
                    .col("seq")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("room_changes")
                    .col(uuid("room_id"))
                    .col(big_integer("number"))
                    .col(string("kind"))
                    .col(text("subject"))
                    .col(big_integer("at"))
                    .primary_key(Index::create().col("room_id").col("number"))
                    .foreign_key(&mut of_room("room_changes"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("client_ids")
                    .col(uuid("user_id"))
                    .col(uuid("client_message_id"))
                    .col(uuid("room_id"))
                    .col(uuid("message_id"))
                    .col(big_integer("seq"))
                    .col(big_integer("sent_at"))
                    .primary_key(Index::create().col("user_id").col("client_message_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("client_ids_by_age")
                    .table("client_ids")
                    .col("sent_at")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("outbox")
                    .col(uuid("id").primary_key())
                    .col(string("kind"))
                    .col(text("payload"))
                    .col(big_integer("created_at"))
                    .col(big_integer("run_at"))
                    .col(integer("attempts"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("outbox_by_time")
                    .table("outbox")
                    .col("run_at")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "outbox",
            "client_ids",
            "room_changes",
            "messages",
            "members",
            "rooms",
        ] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

/// Rows go with their room.
fn of_room(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_room_id"))
        .from(table, "room_id")
        .to("rooms", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
