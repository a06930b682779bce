//! How often something may be tried: per network address and per account, each with its own measure.
//!
//! The counts live in memory and begin anew with the server. They are no defence of secrets (those cannot be guessed)
//! but of passwords that people chose, and of the machine.

use std::{
    any::Any,
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::UserId;

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use protocol::ApiError;

use crate::config::Rates;

/// All of them.
pub struct Limits {
    requests: Limit<Network>,
    sign_ins_of_address: Limit<Network>,
    sign_ins_to_account: Limit<String>,
    sign_up_attempts: Limit<Network>,
    sign_ups: Limit<Network>,
    searches: Limit<UserId>,
    connections: Arc<Places<Network>>,
    sockets: Arc<Places<UserId>>,
}

/// Connections of one address at the same time. A house full of people with many tabs has some hundred.
const CONNECTIONS: f64 = 1_000.0;
/// Sockets of one person at the same time: tabs on all devices.
const SOCKETS: f64 = 64.0;
/// Before someone with too many sockets should come back.
const SOCKET_AFTER_MS: u64 = 10_000;

impl Limits {
    /// With an operator's factor.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        let limit = |burst, every: Duration| (burst, every, rates.factor);
        Self {
            // A page and its data are a dozen requests; a fast reader opens some pages a minute.
            requests: Limit::new(limit(240, Duration::from_millis(50))),
            sign_ins_of_address: Limit::new(limit(30, Duration::from_secs(6))),
            // An account is slower than an address: guesses may come from many.
            sign_ins_to_account: Limit::new(limit(10, Duration::from_secs(20))),
            sign_up_attempts: Limit::new(limit(30, Duration::from_secs(6))),
            sign_ups: Limit::new(limit(
                rates.sign_ups_per_hour,
                Duration::from_secs(3_600) / rates.sign_ups_per_hour.max(1),
            )),
            // Each may take a tenth of a second of one core; who types is asked for now and then.
            searches: Limit::new(limit(30, Duration::from_millis(250))),
            connections: Places::new(CONNECTIONS * rates.factor),
            sockets: Places::new(SOCKETS * rates.factor),
        }
    }

    /// One more connection of an address; none where it has too many.
    pub fn connection(&self, from: IpAddr) -> Option<Place> {
        Places::take(&self.connections, Network::of(from))
    }

    /// One more socket of a person.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`].
    pub fn socket(&self, of: UserId) -> Result<Place, ApiError> {
        Places::take(&self.sockets, of).ok_or(ApiError::RateLimited {
            retry_after_ms: SOCKET_AFTER_MS,
        })
    }

    /// Any request.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`].
    pub fn request(&self, from: IpAddr) -> Result<(), ApiError> {
        self.requests.check(&Network::of(from))
    }

    /// A search for messages.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`].
    pub fn search(&self, by: UserId) -> Result<(), ApiError> {
        self.searches.check(&by)
    }

    /// A sign-in from an address to an account, or the confirmation of something grave with its password.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`].
    pub fn password(&self, from: Option<IpAddr>, account: &str) -> Result<(), ApiError> {
        if let Some(from) = from {
            self.sign_ins_of_address.check(&Network::of(from))?;
        }
        self.sign_ins_to_account.check(&account.to_owned())
    }

    /// A sign-up form that was sent, right or wrong.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`].
    pub fn sign_up_attempt(&self, from: IpAddr) -> Result<(), ApiError> {
        self.sign_up_attempts.check(&Network::of(from))
    }

    /// An account that is about to be made.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`].
    pub fn sign_up(&self, from: IpAddr) -> Result<(), ApiError> {
        self.sign_ups.check(&Network::of(from))
    }

    /// Forgets whoever has been quiet for long enough. Called every few minutes.
    pub fn forget_the_quiet(&self) {
        self.requests.0.retain_recent();
        self.sign_ins_of_address.0.retain_recent();
        self.sign_ins_to_account.0.retain_recent();
        self.sign_up_attempts.0.retain_recent();
        self.sign_ups.0.retain_recent();
        self.searches.0.retain_recent();
    }
}

/// Whom an address stands for: itself, or with IPv6 the /64 that one household has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Network(IpAddr);

impl Network {
    fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => {
                Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into()
            }
        })
    }
}

/// How many of something each has at the same time.
struct Places<Key> {
    most: usize,
    taken: Mutex<HashMap<Key, usize>>,
}

impl<Key: Hash + Eq + Copy + Send + Sync + 'static> Places<Key> {
    fn new(most: f64) -> Arc<Self> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the factor is checked to be positive and small; rounding is welcome"
        )]
        let most = most.max(1.0) as usize;
        Arc::new(Self {
            most,
            taken: Mutex::default(),
        })
    }

    fn take(this: &Arc<Self>, key: Key) -> Option<Place> {
        let mut taken = this.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(key).or_default();
        if *count >= this.most {
            return None;
        }
        *count += 1;
        Some(Place(Some(Box::new(Taken {
            key,
            places: this.clone(),
        }))))
    }
}

/// A place among the few that somebody has. Free again when this is dropped.
#[derive(Debug)]
pub struct Place(
    #[expect(dead_code, reason = "it is there to be dropped")] Option<Box<dyn Any + Send + Sync>>,
);

impl Place {
    /// One that nobody counts.
    #[must_use]
    pub fn uncounted() -> Self {
        Self(None)
    }
}

struct Taken<Key: Hash + Eq + Copy> {
    key: Key,
    places: Arc<Places<Key>>,
}

impl<Key: Hash + Eq + Copy> Drop for Taken<Key> {
    fn drop(&mut self) {
        let mut taken = self
            .places
            .taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.key);
            }
        }
    }
}

struct Limit<Key: Hash + Eq + Clone>(RateLimiter<Key, DefaultKeyedStateStore<Key>, DefaultClock>);

impl<Key: Hash + Eq + Clone> Limit<Key> {
    fn new((burst, every, factor): (u32, Duration, f64)) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the factor is checked to be positive and small; rounding is welcome"
        )]
        let burst = (f64::from(burst) * factor).clamp(1.0, 1e9) as u32;
        let every = every.div_f64(factor).max(Duration::from_nanos(1));
        let quota = Quota::with_period(every).map_or_else(
            || Quota::per_second(NonZeroU32::MIN),
            |quota| quota.allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN)),
        );
        Self(RateLimiter::keyed(quota))
    }

    fn check(&self, key: &Key) -> Result<(), ApiError> {
        self.0.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            ApiError::RateLimited {
                retry_after_ms: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(factor: f64) -> Limits {
        Limits::new(Rates {
            factor,
            sign_ups_per_hour: 2,
        })
    }

    #[test]
    fn after_the_burst_one_has_to_wait() {
        let limits = limits(1.0);
        let address = IpAddr::from([192, 0, 2, 1]);
        assert!(limits.sign_up(address).is_ok());
        assert!(limits.sign_up(address).is_ok());
        let Err(ApiError::RateLimited { retry_after_ms }) = limits.sign_up(address) else {
            panic!("a third within the hour");
        };
        assert!(
            (1..=1_800_000).contains(&retry_after_ms),
            "{retry_after_ms}"
        );
        assert!(limits.sign_up(IpAddr::from([192, 0, 2, 2])).is_ok());
    }

    #[test]
    fn a_factor_moves_them_all() {
        let limits = limits(10.0);
        let address = IpAddr::from([192, 0, 2, 1]);
        assert_eq!(
            (0..30).filter(|_| limits.sign_up(address).is_ok()).count(),
            20
        );
    }

    #[test]
    fn places_are_free_again_when_they_are_left() {
        let limits = limits(0.03);
        let of = UserId::from_parts(1, [0; 10]);
        let held = limits.socket(of).expect("the first");
        assert!(matches!(
            limits.socket(of),
            Err(ApiError::RateLimited { .. })
        ));
        assert!(limits.socket(UserId::from_parts(2, [0; 10])).is_ok());
        drop(held);
        assert!(limits.socket(of).is_ok());
    }

    #[test]
    fn a_household_with_many_addresses_is_one() {
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let of = |text| Network::of(address(text));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
