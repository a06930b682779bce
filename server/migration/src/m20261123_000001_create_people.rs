//! People, how they sign in, whom they block, and the place they are in.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, binary, boolean, integer, string, text, uuid, uuid_null,
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
                    .table("users")
                    .col(uuid("id").primary_key())
                    .col(string("username").unique_key())
                    .col(string("first_name"))
                    .col(string("last_name"))
                    .col(string("about"))
                    // Names and username with case folded: SQLite folds only a to z by itself.
                    .col(string("search_text"))
                    .col(string("role"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("deleted_at"))
                    .col(big_integer_null("last_seen_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("credentials")
                    .col(uuid("user_id").primary_key())
                    .col(string("email").unique_key())
                    .col(string("password_hash"))
                    .foreign_key(&mut belongs_to("credentials", "user_id", "users"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("sign_ins")
                    .col(uuid("id").primary_key())
                    .col(uuid("user_id"))
                    .col(binary("token_hash").unique_key())
                    .col(string("device_name"))
                    .col(big_integer("created_at"))
                    .col(big_integer("last_used_at"))
                    .col(big_integer("expires_at"))
                    .foreign_key(&mut belongs_to("sign_ins", "user_id", "users"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("sign_ins_by_user")
                    .table("sign_ins")
                    .col("user_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("place")
                    .col(integer("id").primary_key())
                    .col(string("name"))
                    .col(string("purpose"))
                    .col(string("join_policy"))
                    .col(boolean("is_set_up"))
                    .col(string("invitation_code"))
                    // The room that everyone who signs up joins.
                    .col(uuid_null("first_room_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("secrets")
                    .col(string("name").primary_key())
                    .col(binary("value"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("blocks")
                    .col(uuid("user_id"))
                    .col(uuid("blocked_id"))
                    .col(big_integer("created_at"))
                    .primary_key(Index::create().col("user_id").col("blocked_id"))
                    .foreign_key(&mut belongs_to("blocks", "user_id", "users"))
                    .foreign_key(&mut belongs_to("blocks", "blocked_id", "users"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("blocks_by_blocked")
                    .table("blocks")
                    .col("blocked_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("audit")
                    .col(uuid("id").primary_key())
                    .col(big_integer("at"))
                    .col(uuid_null("actor_id"))
                    .col(string("act"))
                    .col(text("subject"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "audit",
            "blocks",
            "secrets",
            "place",
            "sign_ins",
            "credentials",
            "users",
        ] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

/// Rows go with the person they belong to.
fn belongs_to(
    table: &'static str,
    column: &'static str,
    owner: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table, column)
        .to(owner, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
