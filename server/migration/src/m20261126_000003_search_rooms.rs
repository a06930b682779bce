//! Name and topic of rooms with case folded, for the directory: SQLite folds only a to z by itself.

use sea_orm_migration::{
    prelude::*,
    schema::string,
    sea_orm::{ConnectionTrait, prelude::Uuid},
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
            .alter_table(
                Table::alter()
                    .table("rooms")
                    .add_column(string("search_text").default(""))
                    .to_owned(),
            )
            .await?;
        let db = manager.get_connection();
        let rooms = db
            .query_all(
                Query::select()
                    .columns(["id", "name", "topic"])
                    .from("rooms"),
            )
            .await?;
        for room in rooms {
            let (id, name, topic): (Uuid, String, String) = (
                room.try_get("", "id")?,
                room.try_get("", "name")?,
                room.try_get("", "topic")?,
            );
            let text = format!("{name} {topic}").to_lowercase();
            db.execute(
                Query::update()
                    .table("rooms")
                    .value("search_text", text)
                    .and_where(Expr::col("id").eq(id)),
            )
            .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("rooms")
                    .drop_column("search_text")
                    .to_owned(),
            )
            .await
    }
}
