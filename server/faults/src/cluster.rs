//! Three servers on one PostgreSQL and one Redis, behind HAProxy.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use bench::peers::Shape;
use engines::{Durability, LoadBalancer, Postgres, Redis};
use tokio::task::spawn_blocking;

use crate::{
    lane::Lane,
    runs::Plan,
    server::{Flags, Server},
    talk::Talk,
};

/// What the servers' user is called: one who has no more rights than are needed.
const USER: &str = "place";

/// See the module.
pub struct Cluster {
    /// Each a process of its own.
    pub nodes: Vec<Server>,
    /// The way to PostgreSQL.
    pub lane: Lane,
    balancer: LoadBalancer,
    postgres: Option<Postgres>,
    redis: Option<Redis>,
}

impl Cluster {
    /// Starts all of it.
    pub async fn start(plan: &Plan) -> Result<Self> {
        let (postgres, redis) = spawn_blocking(|| -> Result<_> {
            let postgres = Postgres::start(Durability::Real)?;
            postgres.execute("postgres", &format!("CREATE ROLE {USER} LOGIN"))?;
            postgres.execute("postgres", &format!("CREATE DATABASE {USER} OWNER {USER}"))?;
            Ok((postgres, Redis::start()?))
        })
        .await??;
        let lane = Lane::to(postgres.port()).await?;
        let engines = vec![
            ("DATABASE_URL", postgres.url_of(USER, USER, lane.port)),
            ("REDIS_URL", redis.url()),
        ];
        let mut nodes = Vec::new();
        for _ in 0..3 {
            let flags = Flags {
                engines: engines.clone(),
                ..Flags::default()
            };
            let mut node = Server::new(&plan.server, None, flags)?;
            node.start().await?;
            nodes.push(node);
        }
        let addresses: Vec<SocketAddr> = nodes
            .iter()
            .map(|node| node.address.parse())
            .collect::<Result<_, _>>()?;
        let addresses: [SocketAddr; 3] = addresses.try_into().ok().context("three")?;
        let balancer = spawn_blocking(move || LoadBalancer::before(addresses)).await??;
        Ok(Self {
            nodes,
            lane,
            balancer,
            postgres: Some(postgres),
            redis: Some(redis),
        })
    }

    /// Makes people and rooms, and lets their clients in through the balancer.
    pub async fn talk(&self, shape: Shape) -> Result<Talk> {
        let balancer = self.balancer.address().to_string();
        Talk::begin_behind(&balancer, &self.nodes[0].address, shape).await
    }

    /// Runs SQL as whoever may do everything.
    pub async fn execute(&mut self, sql: String) -> Result<()> {
        let postgres = self.postgres.take().context("PostgreSQL is gone")?;
        let (postgres, outcome) = spawn_blocking(move || {
            let outcome = postgres.execute("postgres", &sql);
            (postgres, outcome)
        })
        .await?;
        self.postgres = Some(postgres);
        outcome.map(drop)
    }

    /// So many connections at once are all that the servers get; those that there are end.
    pub async fn allow_connections(&mut self, count: i32) -> Result<()> {
        self.execute(format!("ALTER ROLE {USER} CONNECTION LIMIT {count}"))
            .await?;
        self.execute(format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{USER}'"
        ))
        .await
    }

    /// Ends PostgreSQL as a crash does.
    pub async fn kill_postgres(&mut self) -> Result<()> {
        let mut postgres = self.postgres.take().context("PostgreSQL is gone")?;
        self.postgres = Some(spawn_blocking(move || postgres.kill().map(|()| postgres)).await??);
        Ok(())
    }

    /// Starts it again.
    pub async fn resume_postgres(&mut self) -> Result<()> {
        let mut postgres = self.postgres.take().context("PostgreSQL is gone")?;
        self.postgres = Some(spawn_blocking(move || postgres.resume().map(|()| postgres)).await??);
        Ok(())
    }

    /// Ends Redis as a crash does.
    pub async fn kill_redis(&mut self) -> Result<()> {
        let mut redis = self.redis.take().context("Redis is gone")?;
        self.redis = Some(spawn_blocking(move || redis.kill().map(|()| redis)).await??);
        Ok(())
    }

    /// Starts it again, empty.
    pub async fn resume_redis(&mut self) -> Result<()> {
        let mut redis = self.redis.take().context("Redis is gone")?;
        self.redis = Some(spawn_blocking(move || redis.resume().map(|()| redis)).await??);
        Ok(())
    }

    /// An orderly end of all servers.
    pub async fn stop(mut self) -> Result<()> {
        for node in &mut self.nodes {
            node.stop().await?;
        }
        Ok(())
    }
}
