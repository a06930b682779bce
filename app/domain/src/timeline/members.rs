//! The members as the timeline needs them: who is there, and how far each has received and read.

use super::Receipt;
use crate::{
    UserId,
    room::{Member, Role},
};

#[derive(Clone, Debug, Default)]
pub(super) struct Members(Vec<Member>);

impl Members {
    pub fn new(members: Vec<Member>) -> Self {
        Self(members)
    }

    pub fn all(&self) -> &[Member] {
        &self.0
    }

    pub fn join(&mut self, member: Member) {
        match self.find(member.person.id) {
            Some(known) => *known = member,
            None => self.0.push(member),
        }
    }

    pub fn leave(&mut self, user: UserId) {
        self.0.retain(|member| member.person.id != user);
    }

    pub fn set_role(&mut self, user: UserId, role: Role) {
        if let Some(member) = self.find(user) {
            member.role = role;
        }
    }

    pub fn advance(&mut self, user: UserId, delivered: u64, read: u64) {
        if let Some(member) = self.find(user) {
            member.delivered = member.delivered.max(delivered);
            member.read = member.read.max(read);
        }
    }

    /// The others' positions, sorted, so that each row's receipt is two binary searches.
    pub fn positions(&self, me: UserId) -> Positions {
        let others = || self.0.iter().filter(move |member| member.person.id != me);
        let mut read: Vec<u64> = others().map(|member| member.read).collect();
        // Who has read it has received it, whichever notice was lost.
        let mut delivered: Vec<u64> = others().map(|m| m.delivered.max(m.read)).collect();
        read.sort_unstable();
        delivered.sort_unstable();
        Positions { delivered, read }
    }

    fn find(&mut self, user: UserId) -> Option<&mut Member> {
        self.0.iter_mut().find(|member| member.person.id == user)
    }
}

/// The others' positions, ascending.
pub(super) struct Positions {
    delivered: Vec<u64>,
    read: Vec<u64>,
}

impl Positions {
    pub fn receipt(&self, seq: u64) -> Receipt {
        let reached = |sorted: &[u64]| {
            let count = sorted.len() - sorted.partition_point(|&position| position < seq);
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        Receipt {
            others: u32::try_from(self.read.len()).unwrap_or(u32::MAX),
            delivered: reached(&self.delivered),
            read: reached(&self.read),
        }
    }
}
