//! Rooms. `head` is the number of the latest change; `members_version` grows by one with each change of membership.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rooms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub visibility: String,
    pub posting: String,
    pub history: String,
    pub name: String,
    pub topic: String,
    pub search_text: String,
    pub started_from: Option<Uuid>,
    #[sea_orm(unique)]
    pub direct_key: Option<Vec<u8>>,
    pub head: i64,
    pub members_version: i64,
    pub created_by: Uuid,
    pub created_at: i64,
    pub active_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
