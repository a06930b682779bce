//! Messages. `seq` is the room's number at posting, the place of the message for ever.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub room_id: Uuid,
    pub seq: i64,
    pub author_id: Uuid,
    pub client_message_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub sent_at: i64,
    pub edited_at: Option<i64>,
    pub deleted_at: Option<i64>,
    /// The number of the message in the same room that it answers.
    pub reply_to: Option<i64>,
    /// The number of the latest change of it.
    pub changed: Option<i64>,
    /// Who has reacted, as pages tell it (JSON): what `reactions` holds, counted once and not for every reader.
    #[sea_orm(column_type = "Text", nullable)]
    pub reactions: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
