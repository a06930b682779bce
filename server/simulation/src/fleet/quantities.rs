//! What a fleet is made of, in numbers.

/// What so many people need, in the busiest second. Rates are of the whole place and of one second, unless they say
/// otherwise.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fleet {
    /// Of those signed up, connected.
    pub connected: f64,
    /// Their sockets.
    pub sockets: f64,
    /// Messages posted.
    pub messages: f64,
    /// Members' sockets that a message reaches, on average.
    pub deliveries_per_message: f64,
    /// Writes to sockets: of messages, and of typing, receipts and presence.
    pub writes_of_messages: f64,
    /// See `writes_of_messages`.
    pub writes_of_the_rest: f64,
    /// Cores that all nodes keep busy.
    pub cores: f64,
    /// Nodes, so that a zone may be lost.
    pub nodes: f64,
    /// Of the cores that are left when a zone is lost, the share that is busy.
    pub cpu_share_with_a_zone_lost: f64,
    /// Memory of one node, in bytes.
    pub node_memory: f64,
    /// Of a node's writer, the time that readers' positions take: one statement after the other.
    pub writer_share_of_receipts: f64,
    /// Of a node's delivering task, the time that it waits for the rooms of people who are connected elsewhere.
    pub delivering_share_of_presence: f64,
    /// Changes of presence.
    pub presence_changes: f64,
    /// Transactions of PostgreSQL that write.
    pub commits: f64,
    /// Rows that they write.
    pub row_writes: f64,
    /// Short queries of PostgreSQL.
    pub queries: f64,
    /// Of them, for the rooms of people who are connected to another node.
    pub queries_of_presence: f64,
    /// Rows that PostgreSQL reads to compare rooms.
    pub rows_compared: f64,
    /// Connections to PostgreSQL.
    pub postgres_connections: f64,
    /// Messages of a day.
    pub messages_per_day: f64,
    /// What PostgreSQL keeps after a year, in bytes.
    pub bytes_per_year: f64,
    /// Messages published to Redis.
    pub redis_received: f64,
    /// Messages that Redis sends to nodes.
    pub redis_sent: f64,
    /// Of them, receipts.
    pub redis_sent_of_receipts: f64,
    /// Bytes that Redis sends, the roster included.
    pub redis_bytes: f64,
    /// Of them, the roster.
    pub roster_bytes: f64,
    /// Channels that nodes listen to.
    pub subscriptions: f64,
    /// Load balancers, one to spare.
    pub balancers: f64,
    /// What goes out to people, in bits.
    pub bits_out: f64,
}
