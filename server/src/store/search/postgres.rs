//! Arrays of terms under an inverted index (GIN).

use std::collections::{HashMap, HashSet};

use domain::{RoomId, search::Term};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, Statement, TransactionTrait,
    Value,
};
use uuid::Uuid;

use super::{Candidate, Entry, Key, Wanted};
use crate::store::{column, counted, number};

/// Any number that nothing else in this database uses: who holds it, writes the index.
const LOCK: i64 = 0x6d6f_6f64_7365_6172;

/// See the module.
#[derive(Clone, Debug)]
pub struct PostgresIndex {
    /// Whose commits need not be on disk when they return: what a crash takes is made again.
    write: DatabaseConnection,
    read: DatabaseConnection,
}

impl PostgresIndex {
    /// Of a database that has the tables.
    pub fn new(write: DatabaseConnection, read: DatabaseConnection) -> Self {
        Self { write, read }
    }

    pub async fn progress(&self, rooms: Vec<RoomId>) -> anyhow::Result<HashMap<RoomId, u64>> {
        let rows = query(
            &self.read,
            "SELECT room_id, upto FROM search_progress WHERE room_id = ANY($1::uuid[])",
            vec![column(rooms.iter().map(|room| room.0))],
        )
        .await?;
        let mut known = HashMap::with_capacity(rows.len());
        for row in rows {
            let room: Uuid = row.try_get("", "room_id")?;
            known.insert(room.into(), counted(row.try_get("", "upto")?));
        }
        Ok(known)
    }

    pub async fn write(
        &self,
        known: HashMap<RoomId, u64>,
        entries: Vec<Entry>,
    ) -> anyhow::Result<()> {
        let transaction = self.write.begin().await?;
        // One server after the other, so that a key that is free stays free.
        query(
            &transaction,
            "SELECT pg_advisory_xact_lock($1)",
            vec![LOCK.into()],
        )
        .await?;
        let advanced = advance(&transaction, &known).await?;
        let entries: Vec<Entry> = entries
            .into_iter()
            .filter(|entry| advanced.contains(&entry.room))
            .collect();
        put(&transaction, &entries).await?;
        Ok(transaction.commit().await?)
    }

    pub async fn list_rooms(
        &self,
        last: Option<RoomId>,
        limit: u32,
    ) -> anyhow::Result<Vec<RoomId>> {
        let rows = query(
            &self.read,
            "SELECT room_id FROM search_progress WHERE room_id > $1 ORDER BY room_id LIMIT $2",
            vec![last.map_or(Uuid::nil(), |room| room.0).into(), limit.into()],
        )
        .await?;
        let rooms = rows.into_iter();
        rooms
            .map(|row| Ok(row.try_get::<Uuid>("", "room_id")?.into()))
            .collect()
    }

    pub async fn forget(&self, rooms: Vec<RoomId>) -> anyhow::Result<()> {
        for table in ["search_terms", "search_progress"] {
            let sql = format!("DELETE FROM {table} WHERE room_id = ANY($1::uuid[])");
            let rooms = column(rooms.iter().map(|room| room.0));
            query(&self.write, &sql, vec![rooms]).await?;
        }
        Ok(())
    }

    pub async fn list(&self, wanted: Wanted) -> anyhow::Result<Vec<Candidate>> {
        let (from, until) = wanted.keys();
        let mut values: Vec<Value> = vec![from.0.into(), until.0.into(), wanted.limit.into()];
        let mut conditions = String::new();
        for alternatives in &wanted.terms {
            if alternatives.iter().any(Vec::is_empty) {
                continue;
            }
            let mut compared = |operator: &str, terms: &mut dyn Iterator<Item = &Term>| {
                values.push(column(terms.map(written)));
                format!("terms {operator} ${}::int[]", values.len())
            };
            let condition = if alternatives.iter().all(|all| all.len() == 1) {
                compared("&&", &mut alternatives.iter().flatten())
            } else {
                let each = alternatives.iter();
                let each: Vec<String> = each.map(|all| compared("@>", &mut all.iter())).collect();
                each.join(" OR ")
            };
            conditions.push_str(&format!(" AND ({condition})"));
        }
        let sql = format!(
            "SELECT id, room_id, seq FROM search_terms WHERE id >= $1 AND id < $2{conditions} ORDER BY id DESC LIMIT $3"
        );
        let rows = query(&self.read, &sql, values).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let room: Uuid = row.try_get("", "room_id")?;
            found.push(Candidate {
                key: Key(row.try_get("", "id")?),
                room: room.into(),
                seq: counted(row.try_get("", "seq")?),
            });
        }
        Ok(found)
    }

    pub async fn close(&self) {
        if let Err(error) = self.write.close_by_ref().await {
            tracing::warn!(error.cause = %error, "a database connection did not close");
        }
    }
}

/// PostgreSQL has no numbers without sign; which number it is means nothing.
fn written(Term(term): &Term) -> i32 {
    term.cast_signed()
}

async fn query(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<sea_orm::QueryResult>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.query_all_raw(statement).await
}

/// Answers the rooms that are known further than before; the transaction has them to itself.
async fn advance(
    transaction: &DatabaseTransaction,
    known: &HashMap<RoomId, u64>,
) -> Result<HashSet<RoomId>, DbErr> {
    let rows = query(
        transaction,
        "INSERT INTO search_progress AS known (room_id, upto) \
         SELECT room_id, upto FROM UNNEST($1::uuid[], $2::bigint[]) AS new (room_id, upto) \
         ORDER BY room_id \
         ON CONFLICT (room_id) DO UPDATE SET upto = excluded.upto WHERE known.upto < excluded.upto RETURNING room_id",
        vec![
            column(known.keys().map(|room| room.0)),
            column(known.values().map(|upto| number(*upto))),
        ],
    )
    .await?;
    let rooms = rows.into_iter();
    rooms
        .map(|row| Ok(row.try_get::<Uuid>("", "room_id")?.into()))
        .collect()
}

/// One statement for each kind of thing to do, however many entries there are.
async fn put(transaction: &DatabaseTransaction, entries: &[Entry]) -> Result<(), DbErr> {
    let (gone, new): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.terms.is_empty());
    let rooms = |entries: &[&Entry]| column(entries.iter().map(|entry| entry.room.0));
    let seqs = |entries: &[&Entry]| column(entries.iter().map(|entry| number(entry.seq)));
    query(
        transaction,
        "DELETE FROM search_terms USING UNNEST($1::uuid[], $2::bigint[]) AS gone (room_id, seq) \
         WHERE search_terms.room_id = gone.room_id AND search_terms.seq = gone.seq",
        vec![rooms(&gone), seqs(&gone)],
    )
    .await?;
    let ids = free_ids(transaction, &new).await?;
    let terms = new.iter().map(|entry| {
        let terms: Vec<String> = entry
            .terms
            .iter()
            .map(|term| written(term).to_string())
            .collect();
        format!("{{{}}}", terms.join(","))
    });
    query(
        transaction,
        "INSERT INTO search_terms (room_id, seq, id, terms) \
         SELECT room_id, seq, id, terms::int[] FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[], $4::text[]) \
         AS new (room_id, seq, id, terms) ON CONFLICT (room_id, seq) DO UPDATE SET terms = excluded.terms",
        vec![rooms(&new), seqs(&new), column(ids.into_iter()), column(terms)],
    )
    .await?;
    Ok(())
}

/// A key for each entry that no other message has. Those of messages that are known already are not used.
async fn free_ids(db: &DatabaseTransaction, entries: &[&Entry]) -> Result<Vec<i64>, DbErr> {
    let mut taken = HashSet::new();
    loop {
        let mut used = taken.clone();
        let ids: Vec<i64> = entries
            .iter()
            .map(|entry| {
                let Key(mut id) = Key::of(entry);
                while !used.insert(id) {
                    id += 1;
                }
                id
            })
            .collect();
        let rows = query(
            db,
            "SELECT id FROM search_terms WHERE id = ANY($1::bigint[])",
            vec![column(ids.iter().copied())],
        )
        .await?;
        let before = taken.len();
        for row in rows {
            taken.insert(row.try_get::<i64>("", "id")?);
        }
        if taken.len() == before {
            return Ok(ids);
        }
    }
}
