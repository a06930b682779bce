//! Two neighbouring versions side by side.

use sea_orm::{ConnectionTrait, TransactionTrait};
use server::store::Database;

use crate::nodes::Cluster;

/// What a next version may do to the schema while this one goes on: add, with a default. It writes itself into the list
/// of migrations as every version does.
const NEXT: [&str; 5] = [
    "ALTER TABLE messages ADD COLUMN mark text NOT NULL DEFAULT ''",
    "ALTER TABLE rooms ADD COLUMN colour text",
    "ALTER TABLE members ADD COLUMN mood bigint NOT NULL DEFAULT 0",
    "CREATE TABLE next_things (id uuid PRIMARY KEY)",
    "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_next', 0)",
];

#[tokio::test]
async fn a_node_goes_on_and_starts_again_beside_the_next_version() {
    let mut cluster = Cluster::start(2).await;
    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.at(cluster.nodes[0].address).socket().await;
    let mut b = bea.at(cluster.nodes[1].address).socket().await;
    a.opens(room).await;
    b.opens(room).await;
    cluster.listen(room, 2).await;
    a.says(room, "before").await;
    assert_eq!(b.message().await.body, "before");

    let next = Database::open_beside(&cluster.data.storage())
        .await
        .unwrap();
    let migration = next.begin().await.unwrap();
    for statement in NEXT {
        migration.execute_unprepared(statement).await.unwrap();
    }
    migration.commit().await.unwrap();

    b.says(room, "beside it").await;
    a.message().await;
    assert_eq!(a.message().await.body, "beside it");
    let added = bea.makes_group("Made beside it", &[&ada]).await;
    assert_eq!(ada.summary(added).await.unwrap().member_count, 2);

    // The old version has to start again while the new one is there.
    let old = cluster.nodes.pop().unwrap();
    old.stop().await;
    let again = cluster.another().await;
    let mut b = bea.at(again.address).socket().await;
    b.opens(room).await;
    cluster.listen(room, 2).await;
    a.says(room, "still here").await;
    assert_eq!(b.message().await.body, "still here");
}
