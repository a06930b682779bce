//! What queueing theory says where it has a formula: the simulation is held against it.
//!
//! Kleinrock, *Queueing Systems* I (1975), has the first three; the model of the last is Bailey, "On queueing processes
//! with bulk service", Journal of the Royal Statistical Society B 16 (1954), with batches of any size.

/// M/M/1: mean time from arrival to end of service, 1 / (μ − λ).
#[cfg(test)]
pub fn mm1_mean_sojourn_seconds(arrivals_per_second: f64, service_seconds: f64) -> f64 {
    1.0 / (1.0 / service_seconds - arrivals_per_second)
}

/// M/M/1: what a share of the sojourn times does not exceed, −ln(1 − share) / (μ − λ): they are exponentially distributed.
#[cfg(test)]
pub fn mm1_sojourn_quantile_seconds(
    arrivals_per_second: f64,
    service_seconds: f64,
    share: f64,
) -> f64 {
    -(1.0 - share).ln() * mm1_mean_sojourn_seconds(arrivals_per_second, service_seconds)
}

/// M/G/1: mean time waited before service, λ·E\[S²\] / (2·(1 − ρ)) with ρ = λ·E\[S\] < 1 (Pollaczek–Khinchine).
pub fn mg1_mean_wait_seconds(
    arrivals_per_second: f64,
    mean_service_seconds: f64,
    mean_square_service: f64,
) -> f64 {
    let utilisation = arrivals_per_second * mean_service_seconds;
    arrivals_per_second * mean_square_service / (2.0 * (1.0 - utilisation))
}

/// Batch service without limit: Poisson arrivals at λ; a server that takes *all* who wait, the first at once, and needs the
/// same time T for any number of them. This is group commit where the fixed part is all that counts.
///
/// During a service Poisson(λT) arrive. If none did, which has probability e^(−λT), the server waits 1/λ for the next. So a
/// cycle lasts T + e^(−λT)/λ. Who comes during a service waits for the rest of it, which is uniform on (0, T), and then
/// T; who comes to an idle server waits T.
#[derive(Clone, Copy, Debug)]
pub struct BatchService {
    /// λ.
    pub arrivals_per_second: f64,
    /// T.
    pub service_seconds: f64,
}

impl BatchService {
    /// Batches in a second: 1 / (T + e^(−λT)/λ).
    pub fn batches_per_second(self) -> f64 {
        let (rate, service) = (self.arrivals_per_second, self.service_seconds);
        rate / (rate * service + (-rate * service).exp())
    }

    /// Messages in a batch on average: λT + e^(−λT).
    #[cfg(test)]
    pub fn mean_batch(self) -> f64 {
        self.arrivals_per_second / self.batches_per_second()
    }

    /// Of those who come, how many meet a busy server: λT / (λT + e^(−λT)), which is how much of the time it is busy.
    #[cfg(test)]
    pub fn utilisation(self) -> f64 {
        self.batches_per_second() * self.service_seconds
    }

    /// Mean time from arrival to the end of one's batch: T + utilisation · T/2.
    #[cfg(test)]
    pub fn mean_latency_seconds(self) -> f64 {
        self.service_seconds * (1.0 + self.utilisation() / 2.0)
    }

    /// What a share of the latencies does not exceed: T for those who meet an idle server, else uniform on (T, 2T).
    #[cfg(test)]
    pub fn latency_quantile_seconds(self, share: f64) -> f64 {
        let waits = self.utilisation();
        let part = ((share - (1.0 - waits)) / waits).max(0.0);
        self.service_seconds * (1.0 + part)
    }
}

/// On how many of `nodes` at least one of `people` is, each on any of them by chance: n·(1 − (1 − 1/n)^k), the classical
/// occupancy problem (Feller, *An Introduction to Probability Theory* I).
pub fn nodes_with_somebody(people: f64, nodes: f64) -> f64 {
    nodes * (1.0 - (1.0 - 1.0 / nodes).powf(people))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_one_by_one_where_little_comes_and_back_to_back_where_much_comes() {
        let at = |arrivals_per_second| BatchService {
            arrivals_per_second,
            service_seconds: 0.001,
        };
        assert!((at(1.0).mean_batch() - 1.0).abs() < 1e-5);
        assert!((at(1.0).latency_quantile_seconds(0.99) - 0.001).abs() < 1e-9);
        assert!((at(1e5).batches_per_second() - 1_000.0).abs() < 1e-6);
        assert!((at(1e5).latency_quantile_seconds(0.5) - 0.0015).abs() < 1e-9);
    }

    #[test]
    fn few_people_are_on_as_many_nodes_and_many_on_all() {
        assert!((nodes_with_somebody(1.0, 100.0) - 1.0).abs() < 1e-9);
        assert!((nodes_with_somebody(2.0, 2.0) - 1.5).abs() < 1e-9);
        assert!((nodes_with_somebody(1e6, 100.0) - 100.0).abs() < 1e-6);
    }
}
