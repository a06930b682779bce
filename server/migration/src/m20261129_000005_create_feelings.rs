//! How people say they feel: a status that they send themselves, with the time at which it ends.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string, uuid},
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
                    .table("feelings")
                    .col(uuid("user_id").primary_key())
                    .col(string("feeling"))
                    .col(string("note"))
                    .col(big_integer("until"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("feelings_user_id")
                            .from("feelings", "user_id")
                            .to("users", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("feelings").to_owned())
            .await
    }
}
