//! What becomes of a message after it was posted: other words, reactions, answers.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, string, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time: SQLite adds one column a statement.
        for column in [
            big_integer_null("reply_to"),
            big_integer_null("changed"),
            text_null("reactions"),
        ] {
            manager
                .alter_table(
                    Table::alter()
                        .table("messages")
                        .add_column(column)
                        .to_owned(),
                )
                .await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("reactions")
                    .col(uuid("message_id"))
                    .col(string("emoji"))
                    .col(uuid("user_id"))
                    .col(big_integer("number"))
                    .primary_key(
                        Index::create()
                            .col("message_id")
                            .col("emoji")
                            .col("user_id"),
                    )
                    .foreign_key(&mut of_message("reactions"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("wordings")
                    .col(uuid("message_id"))
                    .col(big_integer("number"))
                    .col(text("body"))
                    .col(big_integer("at"))
                    .primary_key(Index::create().col("message_id").col("number"))
                    .foreign_key(&mut of_message("wordings"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["wordings", "reactions"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        for column in ["reactions", "changed", "reply_to"] {
            manager
                .alter_table(
                    Table::alter()
                        .table("messages")
                        .drop_column(column)
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }
}

/// Rows go with their message.
fn of_message(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_message_id"))
        .from(table, "message_id")
        .to("messages", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
