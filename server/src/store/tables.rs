//! Every table as a whole: copied row by row from one database to another, and weighed to see whether both hold the same.

use std::{fmt, marker::PhantomData};

use async_trait::async_trait;
use entity::{
    audit, blocks, client_ids, credentials, drafts, feelings, members, messages, outbox, place,
    reactions, room_changes, rooms, secrets, sign_ins, users, wordings,
};
use sea_orm::{
    ActiveModelBehavior, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Iterable,
    ModelTrait, PaginatorTrait, PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect, Value,
    sea_query::{Expr, ExprTrait},
};
use sha2::{Digest, Sha256};

use super::Result;

/// Rows in one statement: PostgreSQL takes 65,535 values, and a room has fifteen.
const ROWS: u64 = 2_000;

/// All of them, each after those that its rows belong to. A test compares the list with the schema.
pub const TABLES: [&dyn Table; 17] = [
    &Of::<place::Entity>(PhantomData),
    &Of::<secrets::Entity>(PhantomData),
    &Of::<users::Entity>(PhantomData),
    &Of::<credentials::Entity>(PhantomData),
    &Of::<sign_ins::Entity>(PhantomData),
    &Of::<blocks::Entity>(PhantomData),
    &Of::<feelings::Entity>(PhantomData),
    &Of::<audit::Entity>(PhantomData),
    &Of::<rooms::Entity>(PhantomData),
    &Of::<members::Entity>(PhantomData),
    &Of::<drafts::Entity>(PhantomData),
    &Of::<messages::Entity>(PhantomData),
    &Of::<reactions::Entity>(PhantomData),
    &Of::<wordings::Entity>(PhantomData),
    &Of::<room_changes::Entity>(PhantomData),
    &Of::<client_ids::Entity>(PhantomData),
    &Of::<outbox::Entity>(PhantomData),
];

/// A table, whatever is in it.
#[async_trait]
pub trait Table: Send + Sync {
    /// As the database calls it.
    fn name(&self) -> &'static str;

    /// As the database calls them.
    #[cfg(test)]
    fn columns(&self) -> Vec<String>;

    /// Those of the primary key, in the order in which rows are read.
    #[cfg(test)]
    fn key(&self) -> Vec<String>;

    /// Copies all rows; `told` hears how many there are so far. Holds some thousand rows in memory.
    ///
    /// # Errors
    /// Those of either database.
    async fn copy(
        &self,
        from: &DatabaseTransaction,
        to: &DatabaseTransaction,
        told: &mut (dyn FnMut(u64) + Send),
    ) -> Result<u64>;

    /// Reads all rows.
    ///
    /// # Errors
    /// Those of the database.
    async fn weigh(&self, db: &DatabaseTransaction) -> Result<Weight>;

    /// How many rows there are.
    ///
    /// # Errors
    /// Those of the database.
    async fn count(&self, db: &DatabaseTransaction) -> Result<u64>;
}

/// Two tables with the same rows have the same weight, in whatever order the rows come and whichever database holds them.
/// With other rows they have another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// How many rows, counted by the database.
    pub rows: u64,
    /// The SHA-256 of each row, added up in four parts.
    sum: [u64; 4],
}

impl Weight {
    fn add(&mut self, row: impl Iterator<Item = Value>) -> Result<()> {
        let mut hash = Sha256::new();
        for value in row {
            feed(&mut hash, value)?;
        }
        let digest = hash.finalize();
        let (parts, _) = digest.as_chunks::<8>();
        for (sum, part) in self.sum.iter_mut().zip(parts) {
            *sum = sum.wrapping_add(u64::from_be_bytes(*part));
        }
        Ok(())
    }
}

/// The first part of the checksum.
impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.sum[0])
    }
}

/// With its length before it, so that no two rows read the same.
fn feed(hash: &mut Sha256, value: Value) -> Result<()> {
    let bytes = match value {
        Value::Bool(value) => value.map(|value| vec![u8::from(value)]),
        Value::Int(value) => value.map(|value| value.to_be_bytes().to_vec()),
        Value::BigInt(value) => value.map(|value| value.to_be_bytes().to_vec()),
        Value::String(value) => value.map(String::into_bytes),
        Value::Bytes(value) => value,
        Value::Uuid(value) => value.map(|value| value.as_bytes().to_vec()),
        other => return Err(DbErr::Type(format!("no table has values like {other:?}"))),
    };
    match bytes {
        None => hash.update([0]),
        Some(bytes) => {
            hash.update([1]);
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        }
    }
    Ok(())
}

/// The table of an entity.
struct Of<E>(PhantomData<E>);

impl<E> Of<E>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E>,
{
    /// The next rows in the order of the primary key, after that of `last`.
    async fn page(
        &self,
        db: &DatabaseTransaction,
        last: Option<&E::Model>,
    ) -> Result<Vec<E::Model>> {
        let key = || E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
        let mut rows = E::find().limit(ROWS);
        for column in key() {
            rows = rows.order_by_asc(column);
        }
        if let Some(last) = last {
            let columns = key().map(Expr::col);
            let values = key().map(|column| Expr::val(last.get(column)));
            rows = rows.filter(Expr::tuple(columns).gt(Expr::tuple(values)));
        }
        rows.all(db).await
    }
}

#[async_trait]
impl<E> Table for Of<E>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel> + Sync,
    E::ActiveModel: ActiveModelBehavior + Send,
{
    fn name(&self) -> &'static str {
        E::default().table_name()
    }

    #[cfg(test)]
    fn columns(&self) -> Vec<String> {
        E::Column::iter().map(name_of).collect()
    }

    #[cfg(test)]
    fn key(&self) -> Vec<String> {
        let columns = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
        columns.map(name_of).collect()
    }

    async fn copy(
        &self,
        from: &DatabaseTransaction,
        to: &DatabaseTransaction,
        told: &mut (dyn FnMut(u64) + Send),
    ) -> Result<u64> {
        let (mut copied, mut last) = (0, None);
        loop {
            let rows = self.page(from, last.as_ref()).await?;
            let Some(newest) = rows.last() else {
                return Ok(copied);
            };
            last = Some(newest.clone());
            copied += rows.len() as u64;
            E::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model))
                .exec_without_returning(to)
                .await?;
            told(copied);
        }
    }

    async fn weigh(&self, db: &DatabaseTransaction) -> Result<Weight> {
        let mut weight = Weight {
            rows: self.count(db).await?,
            ..Weight::default()
        };
        let mut last = None;
        loop {
            let rows = self.page(db, last.as_ref()).await?;
            for row in &rows {
                weight.add(E::Column::iter().map(|column| row.get(column)))?;
            }
            last = rows.into_iter().last();
            if last.is_none() {
                return Ok(weight);
            }
        }
    }

    async fn count(&self, db: &DatabaseTransaction) -> Result<u64> {
        E::find().count(db).await
    }
}

#[cfg(test)]
fn name_of(column: impl sea_orm::IdenStatic) -> String {
    column.as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sea_orm::{ConnectionTrait, Statement};

    use super::*;
    use crate::store::Database;

    async fn names(db: &Database, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(db.read().get_database_backend(), sql);
        let rows = db.read().query_all_raw(statement).await.expect("a list");
        rows.iter()
            .map(|row| row.try_get_by_index(0).expect("a name"))
            .collect()
    }

    fn set(names: Vec<String>) -> BTreeSet<String> {
        names.into_iter().collect()
    }

    #[tokio::test]
    async fn no_table_and_no_column_is_forgotten() {
        let directory = tempfile::tempdir().expect("a directory");
        let db = Database::open_directory(directory.path())
            .await
            .expect("opens");
        let all = "SELECT name FROM sqlite_schema WHERE type = 'table' \
            AND name NOT LIKE 'sqlite_%' AND name <> 'seaql_migrations'";
        let ours = TABLES.iter().map(|table| table.name().to_owned()).collect();
        assert_eq!(set(names(&db, all).await), set(ours));
        for table in TABLES {
            let columns = format!("SELECT name FROM pragma_table_info('{}')", table.name());
            let all = names(&db, &columns).await;
            assert_eq!(set(all), set(table.columns()), "{}", table.name());
            // In another order than that of its index, every page would be sorted out of all rows.
            let key = names(&db, &format!("{columns} WHERE pk > 0 ORDER BY pk")).await;
            assert_eq!(key, table.key(), "{}", table.name());
        }
    }

    fn weight(rows: &[&[Value]]) -> Weight {
        let mut weight = Weight::default();
        for row in rows {
            weight.add(row.iter().cloned()).expect("known values");
        }
        weight
    }

    #[test]
    fn a_weight_depends_on_all_values_and_not_on_the_order_of_rows() {
        let one: &[Value] = &["a".into(), "bc".into()];
        let two: &[Value] = &["ab".into(), "c".into()];
        assert_eq!(weight(&[one, two]), weight(&[two, one]));
        assert_ne!(weight(&[one]), weight(&[two]));
        assert_ne!(weight(&[one, one]), weight(&[two, two]));
        let nothing: &[Value] = &[Value::String(None)];
        assert_ne!(weight(&[nothing]), weight(&[&["".into()]]));
        assert_ne!(weight(&[&[1_i64.into()]]), weight(&[&[2_i64.into()]]));
    }
}
