//! The practice's system exports visits and changes them; insurers decide, correct, reverse.

use time::Duration;

use crate::action::{Action, Paper, Tells};
use crate::files::{self, Claim, Row};
use crate::history::History;
use crate::model::Visit;

const INSURERS: [&str; 2] = ["LARKSPUR HEALTH PLAN", "BITTERN MUTUAL"];

impl History {
    /// A file that comes in.
    pub(crate) fn paper(&mut self) -> Option<Action> {
        // One that met a dead server comes again before any other.
        if let Some(paper) = self.on_desk.clone() {
            return Some(Action::Import(paper));
        }
        let paper = match self.chance.below(10) {
            0..=2 => Some(self.new_visit()),
            3..=4 => self.changed_visit(),
            5..=6 => self.decision(),
            7 => self.decision_before_visit(),
            8 => self.reversal(),
            _ => self.chance.pick(&self.papers).map(|old| Paper { tells: Tells::Nothing, ..old.clone() }),
        }?;
        self.on_desk = Some(paper.clone());
        Some(Action::Import(paper))
    }

    /// The visits everything begins with.
    pub(crate) fn first_visits(&mut self) -> Action {
        let mut visits = Vec::new();
        for _ in 0..self.chance.between(5, 9) {
            visits.push(self.invent());
        }
        let paper = self.export(visits);
        self.on_desk = Some(paper.clone());
        Action::Import(paper)
    }

    fn invent(&mut self) -> (String, Visit) {
        self.numbers += 1;
        let insurers: Vec<&'static str> = match self.chance.below(10) {
            0..=6 => Vec::new(),
            7..=8 => vec![INSURERS[0]],
            _ => INSURERS.to_vec(),
        };
        let lines = (0..self.chance.between(1, 2)).map(|_| self.chance.between(50, 30_000)).collect();
        let visit = Visit {
            account: self.chance.below(self.patients.len()) + 1,
            on: self.house.today() - Duration::days(self.chance.between(1, 60)),
            lines,
            decided: insurers.iter().map(|_| None).collect(),
            insurers,
            known: true,
        };
        (format!("V{}", self.numbers), visit)
    }

    fn export(&mut self, visits: Vec<(String, Visit)>) -> Paper {
        let mut rows = Vec::new();
        for (number, visit) in &visits {
            for (cents, line) in visit.lines.iter().zip(1..) {
                rows.push(Row {
                    account: visit.account,
                    visit: number,
                    on: visit.on,
                    insurers: &visit.insurers,
                    line,
                    cents: *cents,
                });
            }
        }
        let text = files::export(&rows);
        self.numbers += 1;
        Paper { name: format!("export-{}.csv", self.numbers), text, tells: Tells::Visits(visits) }
    }

    fn new_visit(&mut self) -> Paper {
        // One that an insurer has written about already, when there is one.
        let early = self.model.visits.iter().find(|(_, visit)| !visit.known);
        let early = early.map(|(number, visit)| (number.clone(), Visit { known: true, ..visit.clone() }));
        let visit = early.unwrap_or_else(|| self.invent());
        self.export(vec![visit])
    }

    /// Another amount, or an insurance that was not on file.
    fn changed_visit(&mut self) -> Option<Paper> {
        let known: Vec<String> = self
            .model
            .visits
            .iter()
            .filter(|(_, visit)| visit.known)
            .map(|(number, _)| number.clone())
            .collect();
        let number = self.chance.pick(&known)?.clone();
        let mut visit = self.model.visits.get(&number)?.clone();
        if visit.insurers.is_empty() && self.chance.percent(30) {
            visit.insurers = vec![INSURERS[0]];
            visit.decided = vec![None];
        } else {
            let at = self.chance.below(visit.lines.len());
            *visit.lines.get_mut(at)? = self.chance.between(50, 30_000);
        }
        Some(self.export(vec![(number, visit)]))
    }

    /// The visits that an insurer may decide on, with which of them is to.
    fn undecided(&self, known: bool) -> Vec<(String, usize)> {
        let of = |(number, visit): (&String, &Visit)| {
            visit.next_insurer().filter(|_| visit.known == known).map(|rank| (number.clone(), rank))
        };
        self.model.visits.iter().filter_map(of).collect()
    }

    fn decision(&mut self) -> Option<Paper> {
        let open = self.undecided(true);
        let (number, rank) = self.chance.pick(&open)?.clone();
        let claim = self.claim(&number, rank)?;
        Some(self.remittance(&number, rank, vec![claim]))
    }

    /// A decision on a visit that the practice has not exported yet.
    fn decision_before_visit(&mut self) -> Option<Paper> {
        if self.model.visits.values().any(|visit| !visit.known) {
            return None;
        }
        let (number, visit) = self.invent();
        let insurers = vec![INSURERS[0]];
        let visit = Visit { known: false, decided: vec![None], insurers, ..visit };
        self.model.visits.insert(number.clone(), visit);
        let claim = self.claim(&number, 0)?;
        Some(self.remittance(&number, 0, vec![claim]))
    }

    /// Takes the last decision of a visit back, and most often decides again.
    fn reversal(&mut self) -> Option<Paper> {
        let one = |visit: &Visit| visit.known && visit.decided.len() == 1 && visit.decided[0].is_some();
        let decided: Vec<String> = self
            .model
            .visits
            .iter()
            .filter(|(_, visit)| one(visit))
            .map(|(number, _)| number.clone())
            .collect();
        let number = self.chance.pick(&decided)?.clone();
        let old = self.model.visits.get(&number)?.decided.first()?.clone()?;
        let mut claims = vec![old.reversed()];
        if self.chance.percent(70) {
            claims.extend(self.claim(&number, 0));
        }
        Some(self.remittance(&number, 0, claims))
    }

    fn claim(&mut self, number: &str, rank: usize) -> Option<Claim> {
        let visit = self.model.visits.get(number)?;
        let charged = visit.charged();
        let prior = match rank {
            0 => 0,
            // All but what the first insurer would have left to the patient.
            _ => charged - visit.decided.first()?.as_ref().map(|first| first.patient + first.denied)?,
        };
        self.numbers += 1;
        let claim = Claim {
            visit: number.to_owned(),
            number: format!("K{}", self.numbers),
            status: if rank == 0 { 1 } else { 2 },
            charged,
            paid: 0,
            patient: 0,
            prior,
            denied: 0,
        };
        if rank == 0 && self.chance.percent(12) && visit.insurers.len() == 1 {
            return Some(Claim { status: 4, denied: charged, ..claim });
        }
        let patient = self.chance.between(0, charged - prior);
        let paid = self.chance.between(0, charged - prior - patient);
        Some(Claim { patient, paid, ..claim })
    }

    fn remittance(&mut self, number: &str, rank: usize, claims: Vec<Claim>) -> Paper {
        self.numbers += 1;
        let payer = INSURERS.get(rank).copied().unwrap_or_default();
        let trace = format!("T{}", self.numbers);
        let text = files::remittance(payer, &trace, self.house.today(), &claims);
        let name = format!("{number}-{trace}.835");
        Paper { name, text, tells: Tells::Decisions(rank, claims) }
    }

    /// What a file told is believed from now on.
    pub(crate) fn believe(&mut self, paper: Paper, taken: bool) {
        self.on_desk = None;
        if taken {
            match paper.tells.clone() {
                Tells::Nothing => return,
                Tells::Visits(visits) => {
                    for (number, visit) in visits {
                        self.model.visits.insert(number, visit);
                    }
                }
                Tells::Decisions(rank, claims) => {
                    for claim in claims {
                        let Some(visit) = self.model.visits.get_mut(&claim.visit) else { continue };
                        if let Some(decided) = visit.decided.get_mut(rank) {
                            *decided = (claim.status != 22).then_some(claim);
                        }
                    }
                }
            }
            // An old export would change charges back; an old remittance changes nothing.
            if matches!(paper.tells, Tells::Decisions(..)) {
                self.papers.push(paper);
            }
        }
    }
}
