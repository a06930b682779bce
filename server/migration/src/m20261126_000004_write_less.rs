//! Less to write for each message. The ledger of client ids comes in the order of the ids, which begin with a time: new
//! entries lie beside each other, and a batch writes a page or two instead of one for each author. Two indexes go that
//! every message changed and hardly anyone read along.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, uuid},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: [&str; 6] = [
    "user_id",
    "client_message_id",
    "room_id",
    "message_id",
    "seq",
    "sent_at",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rebuild(manager, ["client_message_id", "user_id"]).await?;
        list_rooms(manager, &["visibility"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rebuild(manager, ["user_id", "client_message_id"]).await?;
        manager
            .create_index(
                Index::create()
                    .name("client_ids_by_age")
                    .table("client_ids")
                    .col("sent_at")
                    .to_owned(),
            )
            .await?;
        list_rooms(manager, &["visibility", "active_at"]).await
    }
}

/// The index of the directory, along these columns.
async fn list_rooms(manager: &SchemaManager<'_>, columns: &[&'static str]) -> Result<(), DbErr> {
    let (name, table) = ("rooms_by_visibility", "rooms");
    manager
        .drop_index(Index::drop().name(name).table(table).to_owned())
        .await?;
    let mut index = Index::create().name(name).table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    manager.create_index(index).await
}

/// The same table with another primary key: SQLite cannot change one.
async fn rebuild(manager: &SchemaManager<'_>, key: [&'static str; 2]) -> Result<(), DbErr> {
    let old = "old_client_ids";
    manager
        .rename_table(Table::rename().table("client_ids", old).to_owned())
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
                .primary_key(Index::create().col(key[0]).col(key[1]))
                .to_owned(),
        )
        .await?;
    let rows = Query::select().columns(COLUMNS).from(old).to_owned();
    let mut copy = Query::insert();
    copy.into_table("client_ids").columns(COLUMNS);
    copy.select_from(rows)
        .map_err(|error| DbErr::Migration(error.to_string()))?;
    manager.get_connection().execute(&copy).await?;
    manager
        .drop_table(Table::drop().table(old).to_owned())
        .await
}
