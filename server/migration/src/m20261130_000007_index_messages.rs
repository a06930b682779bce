//! The index of what was said. In PostgreSQL only: SQLite's has a file of its own. Rows refer to rooms without a foreign key, so
//! that nobody who writes a message or deletes a room waits for the index; what is left of a room is taken out later.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, uuid},
    sea_orm::{ConnectionTrait, DbBackend},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        manager
            .create_table(
                Table::create()
                    .table("search_progress")
                    .col(uuid("room_id").primary_key())
                    .col(big_integer("upto"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("search_terms")
                    .col(uuid("room_id"))
                    .col(big_integer("seq"))
                    // The order in which they are found.
                    .col(big_integer("id").unique_key())
                    .col(
                        ColumnDef::new("terms")
                            .array(ColumnType::Integer)
                            .not_null(),
                    )
                    .primary_key(Index::create().col("room_id").col("seq"))
                    .to_owned(),
            )
            .await?;
        let db = manager.get_connection();
        db.execute_unprepared(
            "CREATE INDEX search_terms_by_term ON search_terms USING gin (terms)",
        )
        .await?;
        // How often a term is there decides along which index is read: by far more than the usual hundred are told apart.
        db.execute_unprepared("ALTER TABLE search_terms ALTER COLUMN terms SET STATISTICS 1000")
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["search_terms", "search_progress"] {
            manager
                .drop_table(Table::drop().table(table).if_exists().to_owned())
                .await?;
        }
        Ok(())
    }
}
