//! A network that misbehaves: what goes through it is cut, halved, delayed, stalled, or arrives when nobody waits for it
//! any more. Seeded; a TCP proxy, so that it needs no rights.

use std::{cell::Cell, rc::Rc, time::Duration};

use anyhow::Result;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, spawn_local},
    time::sleep,
};

/// What happens to one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// After so many bytes both ends are closed, in the middle of a frame if it comes to that.
    Cut(usize),
    /// After so many bytes nothing comes any more; later both ends are closed.
    Half(usize, Duration),
    /// Everything takes so long, until both ends are closed after so many bytes.
    Delay(usize, Duration),
    /// After so many bytes nothing comes for a while, then everything; after as many again both ends are closed.
    Stall(usize, Duration),
    /// After so many bytes the client is cut off; what it said last reaches the server so much later, when the client is
    /// long there again.
    Late(usize, Duration),
}

impl Fault {
    fn any(random: &mut StdRng) -> Self {
        let bytes = random.random_range(300..30_000);
        let time = |random: &mut StdRng, ms: std::ops::Range<u64>| {
            Duration::from_millis(random.random_range(ms))
        };
        match random.random_range(0..5) {
            0 => Self::Cut(bytes),
            1 => Self::Half(bytes, time(random, 500..4_000)),
            2 => Self::Delay(bytes, time(random, 5..300)),
            3 => Self::Stall(bytes, time(random, 200..4_000)),
            _ => Self::Late(bytes, time(random, 500..4_000)),
        }
    }
}

/// How often each of them happened.
pub type Seen = Rc<[Cell<u64>; 5]>;

/// The network before a server.
pub struct Proxy {
    /// Where clients connect.
    pub address: String,
    /// Faults so far: cut, half, delay, stall, late.
    pub seen: Seen,
    is_fair: Rc<Cell<bool>>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Listens, and carries to `server`.
    pub async fn before(server: &str, seed: u64) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let (is_fair, seen) = (Rc::new(Cell::new(false)), Seen::default());
        let mut random = StdRng::seed_from_u64(seed);
        let task = spawn_local({
            let (is_fair, seen, server) = (is_fair.clone(), seen.clone(), server.to_owned());
            async move {
                while let Ok((client, _)) = listener.accept().await {
                    let fault = Fault::any(&mut random);
                    let way = Way {
                        fault,
                        is_fair: is_fair.clone(),
                        seen: seen.clone(),
                    };
                    let server = server.clone();
                    spawn_local(async move {
                        // Ends of connections are what this is for.
                        let _ = way.carry(client, &server).await;
                    });
                }
            }
        });
        Ok(Self {
            address,
            seen,
            is_fair,
            task,
        })
    }

    /// From now on nothing happens any more, to connections that are there neither.
    pub fn clear_up(&self) {
        self.is_fair.set(true);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Way {
    fault: Fault,
    is_fair: Rc<Cell<bool>>,
    seen: Seen,
}

impl Way {
    async fn carry(mut self, mut client: TcpStream, server: &str) -> Result<()> {
        let mut server = TcpStream::connect(server).await?;
        server.set_nodelay(true)?;
        client.set_nodelay(true)?;
        let (mut up, mut down) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
        let mut passed = 0;
        if matches!(self.fault, Fault::Delay(..)) {
            self.note();
        }
        loop {
            let (is_up, count) = tokio::select! {
                count = client.read(&mut up) => (true, count?),
                count = server.read(&mut down) => (false, count?),
            };
            if count == 0 {
                return Ok(());
            }
            let chunk = if is_up { &up[..count] } else { &down[..count] };
            let mut goes = count;
            let at = self.strikes_at();
            if passed + count > at && !self.is_fair.get() {
                goes = at.saturating_sub(passed).min(count);
            }
            passed += goes;
            if let Fault::Delay(_, time) = self.fault
                && !self.is_fair.get()
            {
                sleep(time).await;
            }
            let to = if is_up { &mut server } else { &mut client };
            to.write_all(&chunk[..goes]).await?;
            if goes == count {
                continue;
            }
            let rest = chunk[goes..].to_vec();
            match self.fault {
                Fault::Delay(..) => return Ok(()),
                Fault::Cut(_) => {
                    self.note();
                    return Ok(());
                }
                Fault::Half(_, time) => {
                    self.note();
                    sleep(time).await;
                    return Ok(());
                }
                Fault::Stall(at, time) => {
                    self.note();
                    sleep(time).await;
                    to.write_all(&rest).await?;
                    passed += rest.len();
                    self.fault = Fault::Cut(passed + at);
                }
                Fault::Late(_, time) => {
                    self.note();
                    let held = if is_up {
                        rest
                    } else {
                        last_words(&mut client).await
                    };
                    drop(client);
                    sleep(time).await;
                    server.write_all(&held).await?;
                    server.shutdown().await?;
                    while server.read(&mut down).await? > 0 {}
                    return Ok(());
                }
            }
        }
    }

    /// After how many bytes.
    fn strikes_at(&self) -> usize {
        match self.fault {
            Fault::Cut(at)
            | Fault::Half(at, _)
            | Fault::Delay(at, _)
            | Fault::Stall(at, _)
            | Fault::Late(at, _) => at,
        }
    }

    fn note(&self) {
        let place = match self.fault {
            Fault::Cut(_) => 0,
            Fault::Half(..) => 1,
            Fault::Delay(..) => 2,
            Fault::Stall(..) => 3,
            Fault::Late(..) => 4,
        };
        self.seen[place].set(self.seen[place].get() + 1);
    }
}

/// What the client says next, if it says something soon.
async fn last_words(client: &mut TcpStream) -> Vec<u8> {
    let mut words = vec![0; 16 * 1024];
    let said = tokio::time::timeout(Duration::from_millis(500), client.read(&mut words)).await;
    words.truncate(said.ok().and_then(Result::ok).unwrap_or(0));
    words
}
