//! What the calculator knows: the rule it is given, what is typed, and the schedule that
//! comes of it, by the function that the server signs ([`Policy::draw`]). No browser in
//! here, so that it is tested where it is written.
//!
//! A form is its fields and their values, as the browser sends them: reading them is the
//! same code on both sides.

use domain::plan::{Balance, Band, Instalment, Policy, Rate, Refusal, Request, Rhythm, Size};
use domain::{Money, VisitId};
use serde::{Deserialize, Serialize};
use time::{Date, Month};

use super::plan_words::{PlanWords, Value};

/// Of a policy, what decides about a schedule, and the balances that may be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanRule {
    /// Today where the practice is, as a Julian day.
    pub today: i32,
    /// [`Policy::least`].
    pub least: Money,
    /// [`Policy::most`].
    pub most: Money,
    /// [`Policy::smallest`].
    pub smallest: Money,
    /// [`Policy::longest`]: up to this balance, so many months.
    pub bands: Vec<(Option<Money>, u16)>,
    /// [`Policy::down_percent`].
    pub down_percent: u8,
    /// [`Policy::rate`] in hundredths of a percent.
    pub rate: u16,
    /// [`Policy::late_fee`].
    pub late_fee: Money,
    /// [`Policy::most_instalments`].
    pub most_instalments: u32,
    /// [`Policy::first_within_days`].
    pub first_within_days: u16,
    /// What may be chosen, oldest first.
    pub balances: Vec<(VisitId, Money)>,
}

impl PlanRule {
    /// The rule of a policy on a day, for these balances.
    #[must_use]
    pub fn of(policy: &Policy, balances: Vec<(VisitId, Money)>, today: Date) -> Self {
        Self {
            today: today.to_julian_day(),
            least: policy.least,
            most: policy.most,
            smallest: policy.smallest,
            bands: policy.longest.iter().map(|band| (band.up_to, band.months)).collect(),
            down_percent: policy.down_percent,
            rate: policy.rate.basis_points(),
            late_fee: policy.late_fee,
            most_instalments: policy.most_instalments,
            first_within_days: policy.first_within_days,
            balances,
        }
    }

    /// Today where the practice is.
    #[must_use]
    pub fn today(&self) -> Date {
        Date::from_julian_day(self.today).unwrap_or(Date::MIN)
    }

    /// The policy, as far as it decides about a schedule.
    #[must_use]
    pub fn policy(&self) -> Policy {
        let band = |(up_to, months): &(Option<Money>, u16)| Band { up_to: *up_to, months: *months };
        Policy {
            least: self.least,
            most: self.most,
            smallest: self.smallest,
            longest: self.bands.iter().map(band).collect(),
            down_percent: self.down_percent,
            rate: Rate::from_basis_points(self.rate).unwrap_or(Rate::MAX),
            late_fee: self.late_fee,
            most_instalments: self.most_instalments,
            first_within_days: self.first_within_days,
            ..Policy::usual(self.today())
        }
    }

    /// All that may be chosen.
    #[must_use]
    pub fn total(&self) -> Money {
        self.balances.iter().map(|(_, amount)| *amount).sum()
    }
}

/// The form as it is filled in: `visit` (repeated), `by` (`count` or `amount`), `count`,
/// `amount`, `rhythm` ([`RHYTHMS`]), `first`, `down`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PlanTyped {
    /// The ticked visits.
    pub visits: Vec<String>,
    /// `count` or `amount`.
    pub by: String,
    /// In how many payments.
    pub count: String,
    /// How much each time.
    pub amount: String,
    /// How often.
    pub rhythm: String,
    /// The first payment is on this day, or on the first pay day after it.
    pub first: String,
    /// Paid at signing; empty where nothing is asked for.
    pub down: String,
}

/// How often, by the value of the field `rhythm`.
pub const RHYTHMS: [&str; 4] = ["monthly", "month-end", "two-weeks", "first-fifteenth"];

impl PlanTyped {
    /// Reads a form; fields of other names are not this form's business.
    pub fn read<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            let field = match name {
                "visit" => {
                    typed.visits.push(value.to_owned());
                    continue;
                }
                "by" => &mut typed.by,
                "count" => &mut typed.count,
                "amount" => &mut typed.amount,
                "rhythm" => &mut typed.rhythm,
                "first" => &mut typed.first,
                "down" => &mut typed.down,
                _ => continue,
            };
            value.trim().clone_into(field);
        }
        typed
    }

    /// The form's fields and their values.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let visits = self.visits.iter().map(|visit| ("visit", visit.clone()));
        let rest = [
            ("by", &self.by),
            ("count", &self.count),
            ("amount", &self.amount),
            ("rhythm", &self.rhythm),
            ("first", &self.first),
            ("down", &self.down),
        ];
        visits.chain(rest.map(|(name, value)| (name, value.clone()))).collect()
    }

    /// What is chosen when the page opens: everything or these visits, monthly from a month
    /// from today on, in the most payments that are offered, which are the smallest; and their
    /// amount, for who would rather name one.
    #[must_use]
    pub fn usual(rule: &PlanRule, visits: &[VisitId]) -> Self {
        let chosen = rule.balances.iter().filter(|(visit, _)| visits.is_empty() || visits.contains(visit));
        let today = rule.today();
        let monthly = Rhythm::Monthly { day: today.day() };
        let latest = today.to_julian_day() + i32::from(rule.first_within_days);
        let month = monthly.after(today).map_or(latest, Date::to_julian_day);
        let first = Date::from_julian_day(month.min(latest)).unwrap_or(today);
        let mut typed = Self {
            visits: chosen.map(|(visit, _)| visit.to_string()).collect(),
            by: "count".to_owned(),
            count: "1".to_owned(),
            amount: String::new(),
            rhythm: "monthly".to_owned(),
            first: iso(first),
            down: String::new(),
        };
        let policy = rule.policy();
        let owed = typed.chosen(rule).iter().map(|balance| balance.amount).sum();
        let least = policy.least_down(owed);
        if least.is_positive() {
            typed.down = least.to_string();
        }
        if let Ok(request) = typed.request(rule) {
            typed.count = policy.most_payments(&request, today).to_string();
        }
        // Who would rather name an amount begins with that of the same plan.
        if let Ok(drawn) = typed.drawn(rule)
            && let Some(first) = drawn.first()
        {
            typed.amount = first.amount().to_string();
        }
        typed
    }

    fn chosen(&self, rule: &PlanRule) -> Vec<Balance> {
        let ticked = |(visit, _): &&(VisitId, Money)| self.visits.contains(&visit.to_string());
        let balance =
            |(visit, amount): &(VisitId, Money)| Balance { visit: *visit, amount: *amount, standing: None };
        rule.balances.iter().filter(ticked).map(balance).collect()
    }

    /// What is asked for.
    ///
    /// # Errors
    /// What cannot be read, each with what to do.
    pub fn request(&self, rule: &PlanRule) -> Result<Request, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let balances = self.chosen(rule);
        if balances.is_empty() {
            wrong.push(Wrong::new("visit", "new-plan-wrong-visit"));
        }
        let size = if self.by == "amount" {
            let amount = Money::parse_human(&self.amount).ok().filter(|amount| amount.is_positive());
            amount.map(Size::Amount).ok_or("amount")
        } else {
            self.count.parse().ok().filter(|count| *count > 0).map(Size::Count).ok_or("count")
        };
        let size =
            size.map_err(|field| wrong.push(Wrong::new(field, SIZE_FORM[usize::from(field == "count")])));
        let down = match self.down.as_str() {
            "" => Ok(Money::ZERO),
            typed => Money::parse_human(typed).ok().filter(|down| !down.is_negative()).ok_or(()),
        };
        let down = down.map_err(|()| wrong.push(Wrong::new("down", "error-amount-form")));
        let first = day_of(&self.first).and_then(|day| {
            let rhythm = rhythm_of(&self.rhythm, day)?;
            Some((rhythm, rhythm.first_from(day)?))
        });
        let first = first.ok_or_else(|| wrong.push(Wrong::new("first", "new-plan-wrong-day")));
        match (size, down, first) {
            (Ok(size), Ok(down), Ok((rhythm, first))) if wrong.is_empty() => {
                Ok(Request { balances, down, rhythm, first, size })
            }
            _ => Err(wrong),
        }
    }

    /// The schedule of what is asked for.
    ///
    /// # Errors
    /// What is in the way, each at its field with what can be chosen instead.
    pub fn drawn(&self, rule: &PlanRule) -> Result<Vec<Instalment>, Vec<Wrong>> {
        let request = self.request(rule)?;
        let (policy, today) = (rule.policy(), rule.today());
        let drawn = policy.draw(&request, today).map(|(_, instalments)| instalments);
        drawn.map_err(|refusals| instead(&refusals, &policy, &request, today))
    }
}

/// How much and how many are not readable.
const SIZE_FORM: [&str; 2] = ["error-amount-form", "new-plan-wrong-number"];

/// `2026-12-15`.
fn iso(day: Date) -> String {
    let two = |number: u8| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [&day.year().to_string(), "-", &two(u8::from(day.month())), "-", &two(day.day())].concat()
}

/// Reads `2026-12-15`.
fn day_of(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

fn rhythm_of(code: &str, from: Date) -> Option<Rhythm> {
    Some(match code {
        "monthly" => Rhythm::Monthly { day: from.day() },
        "month-end" => Rhythm::Monthly { day: 31 },
        "two-weeks" => Rhythm::EveryTwoWeeks,
        "first-fifteenth" => Rhythm::FirstAndFifteenth,
        _ => return None,
    })
}

/// What is wrong with a field of the form: the message and its values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// The field.
    pub at: &'static str,
    /// The message's id, one of [`super::plan_words::SAID`].
    pub say: &'static str,
    /// What stands in it: amounts, days (as [`Value::Day`]) and numbers.
    pub values: Vec<(&'static str, Value)>,
}

impl Wrong {
    fn new(at: &'static str, say: &'static str) -> Self {
        Self { at, say, values: Vec::new() }
    }

    fn put(mut self, name: &'static str, value: Value) -> Self {
        self.values.push((name, value));
        self
    }

    /// The sentence.
    #[must_use]
    pub fn sentence(&self, words: &PlanWords) -> String {
        words.say(self.say, &self.values)
    }
}

/// The policy's refusals, each at its field with what can be chosen instead.
fn instead(refusals: &[Refusal], policy: &Policy, request: &Request, today: Date) -> Vec<Wrong> {
    let wrong = |refusal: &Refusal| match *refusal {
        Refusal::Excluded { .. } => Wrong::new("visit", "new-plan-wrong-kept"),
        Refusal::TooLittle { least } => {
            Wrong::new("visit", "new-plan-wrong-little").put("least", Value::Money(least))
        }
        Refusal::TooMuch { most } => {
            Wrong::new("visit", "new-plan-wrong-much").put("most", Value::Money(most))
        }
        Refusal::DownPayment { least, owed } => Wrong::new("down", "new-plan-wrong-down")
            .put("least", Value::Money(least))
            .put("most", Value::Money(owed)),
        Refusal::Instalments { smallest, least, .. } => match request.size {
            Size::Amount(_) => {
                Wrong::new("amount", "new-plan-wrong-amount").put("least", Value::Money(least))
            }
            Size::Count(_) => Wrong::new("count", "new-plan-wrong-count")
                .put("n", Value::Number(policy.most_payments(request, today)))
                .put("least", Value::Money(smallest)),
        },
        Refusal::FirstDate { earliest, latest } => Wrong::new("first", "new-plan-wrong-first")
            .put("earliest", Value::Day(earliest))
            .put("latest", Value::Day(latest)),
        Refusal::PayDay => Wrong::new("first", "new-plan-wrong-day"),
        Refusal::NoSchedule => Wrong::new("", "new-plan-wrong-none"),
    };
    let mut all: Vec<Wrong> = refusals.iter().map(wrong).collect();
    // One sentence for one thing, however many balances it is said of.
    all.dedup();
    all
}
