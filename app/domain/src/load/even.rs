//! Several nodes: how busy they are on average, and how evenly. The two are different things: a mean of one half may be
//! two nodes at one half each, or one at its end beside one that rests.

use super::{Figure, Undefined, Utilisation};

/// Mean utilisation E = ΣU / n.
///
/// # Errors
/// `NoNodes`.
pub fn mean_utilisation(nodes: &[Utilisation]) -> Figure {
    if nodes.is_empty() {
        return Err(Undefined::NoNodes);
    }
    Ok(sum(nodes) / nodes.len() as f64)
}

/// Jain's index (ΣU)² / (n·ΣU²): 1 where every node is as busy as the others, 1/n where one does all the work.
///
/// # Errors
/// `NoNodes`; `AllIdle`, where nothing is spread that could be even or not.
pub fn evenness(nodes: &[Utilisation]) -> Figure {
    if nodes.is_empty() {
        return Err(Undefined::NoNodes);
    }
    // Against the busiest, which changes nothing about the index and keeps squares of very small numbers from vanishing.
    let busiest = nodes.iter().map(|node| node.share()).fold(0.0, f64::max);
    if busiest <= 0.0 {
        return Err(Undefined::AllIdle);
    }
    let total = sum(nodes) / busiest;
    let squares: f64 = nodes
        .iter()
        .map(|node| (node.share() / busiest).powi(2))
        .sum();
    Ok(total * total / (nodes.len() as f64 * squares))
}

fn sum(nodes: &[Utilisation]) -> f64 {
    nodes.iter().map(|node| node.share()).sum()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn nodes(shares: &[f64]) -> Vec<Utilisation> {
        shares.iter().copied().map(Utilisation).collect()
    }

    #[test]
    fn the_mean_does_not_see_what_evenness_sees() {
        let (even, uneven) = (nodes(&[0.5, 0.5]), nodes(&[1.0, 0.0]));
        assert_eq!(mean_utilisation(&even), Ok(0.5));
        assert_eq!(mean_utilisation(&uneven), Ok(0.5));
        assert_eq!(evenness(&even), Ok(1.0));
        assert_eq!(evenness(&uneven), Ok(0.5));
        assert_eq!(evenness(&nodes(&[0.3])), Ok(1.0), "one node alone is even");
    }

    #[test]
    fn without_nodes_or_work_there_is_nothing_to_say() {
        assert_eq!(mean_utilisation(&[]), Err(Undefined::NoNodes));
        assert_eq!(evenness(&[]), Err(Undefined::NoNodes));
        assert_eq!(mean_utilisation(&nodes(&[0.0, 0.0])), Ok(0.0));
        assert_eq!(evenness(&nodes(&[0.0, 0.0])), Err(Undefined::AllIdle));
        assert_eq!(evenness(&nodes(&[1e-200, 1e-200])), Ok(1.0));
    }

    proptest! {
        #[test]
        fn evenness_lies_between_one_over_n_and_one(
            shares in vec(0.0..=1.0_f64, 0..20),
            busy in 1e-6..=1.0_f64,
        ) {
            let all = nodes(&[&shares[..], &[busy]].concat());
            let index = evenness(&all).expect("one is busy");
            let least = 1.0 / all.len() as f64;
            prop_assert!(index >= least - 1e-9 && index <= 1.0 + 1e-9, "{index}");
        }

        #[test]
        fn only_the_proportions_count(
            shares in vec(0.01..=1.0_f64, 1..20),
            scale in 0.001..=1.0_f64,
        ) {
            let smaller: Vec<f64> = shares.iter().map(|share| share * scale).collect();
            let index = evenness(&nodes(&shares)).expect("busy");
            let scaled = evenness(&nodes(&smaller)).expect("busy");
            prop_assert!((index - scaled).abs() < 1e-9);
        }

        #[test]
        fn one_busy_node_among_n_gives_one_over_n(idle in 0_usize..50, busy in 1e-6..=1.0_f64) {
            let mut shares = vec![0.0; idle];
            shares.push(busy);
            let index = evenness(&nodes(&shares)).expect("one is busy");
            prop_assert!((index - 1.0 / (idle + 1) as f64).abs() < 1e-12);
        }

        #[test]
        fn the_mean_lies_between_the_idlest_and_the_busiest(shares in vec(0.0..=1.0_f64, 1..20)) {
            let mean = mean_utilisation(&nodes(&shares)).expect("there are nodes");
            let least = shares.iter().copied().fold(f64::INFINITY, f64::min);
            let most = shares.iter().copied().fold(0.0, f64::max);
            prop_assert!(mean >= least - 1e-9 && mean <= most + 1e-9);
        }
    }
}
