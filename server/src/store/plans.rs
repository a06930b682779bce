//! How the database means to answer the queries that must not grow with a room: along an index, row by row, and stopping
//! at the limit. A plan is the same on any machine, so this holds where a stop-watch would not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use domain::{RoomId, UserId};
use sea_orm::{ConnectionTrait, DbBackend, QueryTrait, Statement, Value};
use uuid::Uuid;

use super::{Database, messages, messages::Stretch, summaries};

async fn plan(db: &Database, query: Statement) -> Vec<String> {
    let explain = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", query.sql),
        ..query
    };
    db.read()
        .query_all_raw(explain)
        .await
        .unwrap()
        .iter()
        .map(|row| row.try_get::<String>("", "detail").unwrap())
        .collect()
}

const STRETCH: Stretch = Stretch {
    from: 1,
    to: 100_000,
};

#[tokio::test]
async fn a_page_of_a_long_room_is_read_along_its_index() {
    let directory = tempfile::tempdir().unwrap();
    let db = Database::open_directory(directory.path()).await.unwrap();
    let room = RoomId::from_parts(1, [0; 10]);
    for query in [
        messages::latest(room, STRETCH, 51),
        messages::earliest(room, STRETCH, 51),
    ] {
        let statement = query.build(DbBackend::Sqlite);
        let plan = plan(&db, statement).await;
        assert_eq!(plan.len(), 1, "{plan:?}");
        assert!(
            plan[0].starts_with(
                "SEARCH messages USING INDEX messages_by_room (room_id=? AND seq>? AND seq<?)"
            ),
            "no scan and no sorting: {plan:?}"
        );
    }
}

#[tokio::test]
async fn unread_messages_are_counted_along_the_index_of_their_room() {
    let directory = tempfile::tempdir().unwrap();
    let db = Database::open_directory(directory.path()).await.unwrap();
    let room = RoomId::from_parts(1, [0; 10]);
    let readers = [1, 2].map(|n| (room, UserId::from_parts(n, [0; 10]), STRETCH));
    let (sql, values) = messages::unread(&readers);
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    let plan = plan(&db, statement).await;
    let of_messages = "SEARCH n USING INDEX messages_by_room (room_id=? AND seq>? AND seq<?)";
    assert!(
        plan.iter().any(|step| step.starts_with(of_messages)),
        "{plan:#?}"
    );
    assert!(
        !plan.iter().any(|step| step.starts_with("SCAN n")),
        "{plan:#?}"
    );
}

#[tokio::test]
async fn a_list_of_rooms_scans_no_table_of_messages() {
    let directory = tempfile::tempdir().unwrap();
    let db = Database::open_directory(directory.path()).await.unwrap();
    let user = UserId::from_parts(1, [0; 10]);
    let one = RoomId::from_parts(1, [0; 10]);
    for only in [&[][..], &[one][..]] {
        let (sql, values) = summaries::query(user, only);
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
        let plan = plan(&db, statement).await;
        assert!(
            plan.iter()
                .all(|step| !step.starts_with("SCAN") || step.contains("few")),
            "{plan:#?}"
        );
        assert!(
            plan.iter()
                .filter(|step| step.contains("messages_by_room"))
                .count()
                >= 3,
            "{plan:#?}"
        );
    }
}

#[tokio::test]
async fn what_was_said_beside_a_message_is_found_in_a_few_steps() {
    let directory = tempfile::tempdir().unwrap();
    let db = Database::open_directory(directory.path()).await.unwrap();
    let room: Value = Uuid::from(RoomId::from_parts(1, [0; 10])).into();
    let values = vec![room, 50.into(), 1.into(), 100_000.into()];
    let sql = messages::beside("($1, $2, $3, $4)");
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    let plan = plan(&db, statement).await;
    for step in ["SEARCH m ", "SEARCH n "] {
        let step = format!("{step}USING INDEX messages_by_room (room_id=? AND seq");
        let count = plan.iter().filter(|line| line.starts_with(&step)).count();
        assert_eq!(count, 2, "{plan:#?}");
    }
    let is_scan = |line: &&String| line.starts_with("SCAN m") || line.starts_with("SCAN n");
    assert_eq!(plan.iter().find(is_scan), None);
}

#[tokio::test]
async fn the_first_message_of_a_stretch_is_found_in_one_step() {
    let directory = tempfile::tempdir().unwrap();
    let db = Database::open_directory(directory.path()).await.unwrap();
    let room: Value = Uuid::from(RoomId::from_parts(1, [0; 10])).into();
    let values = vec![room, 0.into(), 1.into(), 100_000.into()];
    let sql = messages::firsts("($1, $2, $3, $4)");
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    let plan = plan(&db, statement).await;
    for step in ["SEARCH m ", "SEARCH n "] {
        let step = format!("{step}USING INDEX messages_by_room (room_id=? AND seq");
        assert!(plan.iter().any(|line| line.starts_with(&step)), "{plan:#?}");
    }
}
