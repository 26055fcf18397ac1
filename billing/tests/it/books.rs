//! The ledger itself: what the database refuses, and what no order of events breaks.

use billing::payments::{self, Checkout, Progress};
use billing::testing::on_each_engine;
use domain::PaymentId;

use crate::practice::{Practice, era, export};

/// A small generator of chance (SplitMix64), so that a failing seed replays.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap() % bound.max(1)
    }

    fn cents(&mut self, most: i64) -> i64 {
        i64::try_from(self.below(usize::try_from(most).unwrap_or(0) + 1)).unwrap()
    }
}

impl Practice {
    /// A payment on the hosted page over what is due, pressed by a login made for it.
    pub async fn intent(&self, account: &str, cents: i64) -> Option<PaymentId> {
        let guarantor = self.guarantor(account).await;
        let mut tx = self.t.db.begin().await.unwrap();
        let dues = billing::visits::dues(&mut tx, self.id, guarantor).await.unwrap();
        let parts = domain::payment::oldest_first(domain::Money::from_cents(cents), &dues);
        let amount: domain::Money = parts.iter().map(|part| part.amount).sum();
        if !amount.is_positive() {
            return None;
        }
        let (id, user, now) =
            (PaymentId(self.t.door.id()), domain::UserId(self.t.door.id()), self.t.door.now());
        billing::run!(&mut tx, sqlx::query(
            "INSERT INTO users (id, email, name, password_hash, created_at) VALUES ($1, $2, 'Wren', '', $3)",
        )
        .bind(user)
        .bind(user.to_string())
        .bind(now))
        .unwrap();
        billing::run!(&mut tx, sqlx::query(
            "INSERT INTO payments (practice_id, id, guarantor_id, user_id, press, amount_cents, state, session_id, created_at, changed_at)
             VALUES ($1, $2, $3, $4, $2, $5, 'open', $6, $7, $7)",
        )
        .bind(self.id)
        .bind(id)
        .bind(guarantor)
        .bind(user)
        .bind(amount.cents())
        .bind(format!("cs_{id}"))
        .bind(now))
        .unwrap();
        for part in parts {
            billing::run!(&mut tx, sqlx::query(
                "INSERT INTO payment_parts (practice_id, payment_id, visit_id, amount_cents) VALUES ($1, $2, $3, $4)",
            )
            .bind(self.id)
            .bind(id)
            .bind(part.visit)
            .bind(part.amount.cents()))
            .unwrap();
        }
        tx.commit().await.unwrap();
        Some(id)
    }

    /// The gateway says that the money is here.
    pub async fn money_came(&self, id: PaymentId) {
        let mut tx = self.t.db.begin().await.unwrap();
        payments::apply_in(&mut tx, &self.t.door, self.id, id, &paid(id, self.amount(id).await))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn amount(&self, id: PaymentId) -> i64 {
        let mut tx = self.t.db.read().await.unwrap();
        billing::on!(&mut tx, c => sqlx::query_scalar("SELECT amount_cents FROM payments WHERE id = $1").bind(id).fetch_one(c))
            .unwrap()
    }

    pub async fn pays(&self, account: &str, cents: i64) {
        if let Some(id) = self.intent(account, cents).await {
            self.money_came(id).await;
        }
    }
}

fn paid(id: PaymentId, cents: i64) -> Checkout {
    Checkout {
        id: format!("cs_{id}"),
        url: None,
        progress: Progress::Paid,
        amount: domain::Money::from_cents(cents),
        payment_intent: Some(format!("pi_{id}")),
        instrument: None,
        payment: Some(id),
        practice: None,
    }
}

const DECISION: [&str; 4] = ["CLP*V1*1*150*80*70*12*K1", "SVC*HC:99213*150*80", "CAS*PR*3*70", "LQ*HE*N1"];

#[tokio::test]
async fn a_patient_who_paid_before_a_correction_gets_a_credit_that_pays_again() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00"])).await;
        practice.take("b.835", era("LARKSPUR", "T1", &DECISION)).await;
        practice.pays("A1", 7_000).await;
        assert_eq!(practice.open("V1").await, (0, 0, 0, 0));
        let reversal = ["CLP*V1*22*-150*-80*-70*12*K1", "SVC*HC:99213*-150*-80", "CAS*PR*3*-70"];
        practice.take("c.835", era("LARKSPUR", "T2", &reversal)).await;
        assert_eq!(practice.open("V1").await, (15_000, 0, 0, 7_000), "never a negative due");
        practice.is_sound().await;
        let corrected = ["CLP*V1*1*150*60*90*12*K2", "SVC*HC:99213*150*60", "CAS*PR*1*90"];
        practice.take("d.835", era("LARKSPUR", "T3", &corrected)).await;
        assert_eq!(practice.open("V1").await, (0, 0, 2_000, 0), "the credit pays again");
        let story = practice.story("V1").await;
        assert_eq!((story.paid.cents(), story.breakdown.share.cents()), (7_000, 9_000));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_coverage_or_a_lower_charge_after_payment_leaves_a_credit_and_a_true_story() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1||99213 150.00", "V2||99213 100"])).await;
        practice.pays("A1", 25_000).await;
        practice.take("b.csv", export(&["V1|Larkspur|99213 150.00", "V2||99213 70"])).await;
        assert_eq!(practice.open("V1").await, (15_000, 0, 0, 15_000));
        assert_eq!(practice.open("V2").await, (0, 0, 0, 3_000));
        practice.is_sound().await;
        practice.take("c.csv", export(&["V2||99213 70,81002 50"])).await;
        assert_eq!(practice.open("V2").await, (0, 0, 2_000, 0), "the credit pays for the new charge");
        practice.take("d.835", era("LARKSPUR", "T1", &DECISION)).await;
        assert_eq!(practice.open("V1").await, (0, 0, 0, 8_000));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_decision_during_checkout_makes_a_credit_and_never_a_negative_due() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1||99213 150.00"])).await;
        let payment = practice.intent("A1", 15_000).await.unwrap();
        practice.take("b.csv", export(&["V1|Larkspur|99213 150.00"])).await;
        practice.take("c.835", era("LARKSPUR", "T1", &DECISION)).await;
        assert_eq!(practice.open("V1").await, (0, 0, 7_000, 0));
        practice.money_came(payment).await;
        assert_eq!(practice.open("V1").await, (0, 0, 0, 8_000));
        practice.money_came(payment).await;
        assert_eq!(practice.open("V1").await, (0, 0, 0, 8_000), "told twice, posted once");
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_the_books() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00"])).await;
        let before = practice.books().await;
        let entry = |line: i64, cents: i64| {
            format!(
                "INSERT INTO ledger_entries (practice_id, transaction_id, line, account, cents)
                 SELECT practice_id, id, {line}, 'insurer_cash', {cents} FROM ledger_transactions;"
            )
        };
        // Entries of a new transaction, under the practice's own id, and the header that seals them.
        let loose = |cents: i64, n: i64| {
            format!(
                "INSERT INTO ledger_entries (practice_id, transaction_id, line, account, cents)
                 SELECT id, id, {n}, 'insurer_cash', {cents} FROM practices;"
            )
        };
        let seal = "INSERT INTO ledger_transactions (practice_id, id, kind, effective_on, posted_at, fact)
                    SELECT p.id, p.id, 'charge', t.effective_on, t.posted_at, 'by-hand'
                    FROM practices p JOIN ledger_transactions t ON t.practice_id = p.id;";
        let mut attacks = vec![
            ("UPDATE ledger_entries SET cents = cents + 1".to_owned(), "append only"),
            ("UPDATE ledger_transactions SET fact = 'x'".to_owned(), "append only"),
            ("DELETE FROM ledger_entries".to_owned(), "append only"),
            ("DELETE FROM ledger_transactions".to_owned(), "append only"),
            (format!("{}{}", entry(8, 5), entry(9, -5)), "sealed"),
            (seal.to_owned(), "sum to zero"),
            (format!("{}{}{seal}", loose(5, 1), loose(-4, 2)), "sum to zero"),
            (format!("{}{}", loose(5, 1), loose(-5, 2)), ""),
            (format!("{}{}", loose(0, 1), loose(0, 2)), ""),
            ("UPDATE visit_balances SET insurance_cents = -1".to_owned(), ""),
        ];
        match practice.t.engine {
            "postgres" => attacks.extend([
                ("TRUNCATE ledger_entries CASCADE".to_owned(), "append only"),
                ("TRUNCATE ledger_transactions CASCADE".to_owned(), "append only"),
            ]),
            _ => attacks.push((
                "INSERT OR REPLACE INTO ledger_transactions
                 SELECT practice_id, id, 'remittance', effective_on, posted_at, claim_id, payment_id, reverses_id, fact, refund_id
                 FROM ledger_transactions;"
                    .to_owned(),
                "append only",
            )),
        }
        for (attack, says) in attacks {
            let refusal = practice.by_hand(&attack).await.expect_err(&attack);
            assert!(refusal.contains(says), "{attack}: {refusal}");
            assert_eq!(practice.books().await, before);
        }
        assert!(practice.by_hand(&format!("{}{}{seal}", loose(5, 1), loose(-5, 2))).await.is_ok(), "whole ones pass");
        practice.is_sound().await;
    })
    .await;
}

/// What the walk knows of a decision it sent, so that it can take it back.
struct Sent {
    segments: Vec<String>,
    reversal: Vec<String>,
}

/// A decision on a visit that takes at most `open`, split by chance.
fn decision(dice: &mut Dice, visit: &str, open: i64, number: usize) -> Sent {
    let rank = ["1", "1", "1", "2", "3", "19", "4"][dice.below(7)];
    let mut left = dice.cents(open.max(100) * 11 / 10).max(1);
    let charge = left;
    let mut adjustments = Vec::new();
    for (group, reason) in [("CO", "45"), ("PR", "1"), ("PR", "2"), ("CO", "16"), ("OA", "23"), ("PI", "94")]
    {
        let cents = if dice.below(3) == 0 { dice.cents(left) } else { 0 };
        if cents != 0 {
            left -= cents;
            adjustments.push((group, reason, cents));
        }
    }
    let money = |cents: i64| domain::Money::from_cents(cents).to_string();
    let code = ["99213", "81002", "36415"][dice.below(3)];
    let write = |status: &str, sign: i64| {
        let mut segments = vec![format!(
            "CLP*{visit}*{status}*{}*{}*0*12*K{number}",
            money(sign * charge),
            money(sign * left)
        )];
        segments.push(format!("SVC*HC:{code}*{}*{}", money(sign * charge), money(sign * left)));
        segments.extend(
            adjustments
                .iter()
                .map(|(group, reason, cents)| format!("CAS*{group}*{reason}*{}", money(sign * cents))),
        );
        segments
    };
    Sent { segments: write(rank, 1), reversal: write("22", -1) }
}

#[tokio::test]
async fn no_order_of_charges_decisions_reversals_and_payments_breaks_the_books() {
    let seeds = std::env::var("OPENBALANCE_TEST_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    for seed in 0..seeds {
        on_each_engine(|t| walk(t, seed)).await;
    }
}

async fn walk(t: billing::testing::TestDb, seed: u64) {
    let practice = Practice::new(t).await;
    let mut dice = Dice(seed);
    let mut visits: Vec<(String, String, Vec<i64>)> = Vec::new();
    let mut sent: Vec<Sent> = Vec::new();
    let mut files: Vec<Vec<u8>> = Vec::new();
    for step in 0..40_usize {
        let doing = dice.below(10);
        match doing {
            0 | 1 => {
                let number = format!("V{}", dice.below(4));
                let at = visits.iter().position(|(known, ..)| *known == number).unwrap_or_else(|| {
                    visits.push((number.clone(), String::new(), Vec::new()));
                    visits.len() - 1
                });
                let (_, payers, charges) = &mut visits[at];
                if payers.is_empty() {
                    *payers = ["", "Larkspur", "Larkspur;Bittern", "Larkspur;Bittern;Heron"][dice.below(4)]
                        .to_owned();
                }
                match charges.len() {
                    0 => charges.push(dice.cents(40_000) + 100),
                    n if n < 3 && dice.below(2) == 0 => charges.push(dice.cents(40_000) + 100),
                    n => charges[dice.below(n)] = dice.cents(40_000) + 100,
                }
                let lines: Vec<String> = charges
                    .iter()
                    .zip(["99213", "81002", "36415"])
                    .map(|(cents, code)| format!("{code} {}", domain::Money::from_cents(*cents)))
                    .collect();
                let file = export(&[&format!("{number}|{payers}|{}", lines.join(","))]);
                let report = practice.import("walk.csv", &file).await;
                if report.incomplete {
                    assert!(
                        report.refused[0].reason.contains("already decided"),
                        "seed {seed}: {:?}",
                        report.refused
                    );
                    // The practice keeps what was on file.
                    let known = practice.story(&number).await;
                    charges.truncate(known.lines.iter().filter(|line| line.charge.is_some()).count());
                    let mut tx = practice.t.db.read().await.unwrap();
                    let visit = practice.visit(&number).await;
                    let stored = billing::visits::charges(&mut tx, practice.id, visit).await.unwrap();
                    *charges = stored.iter().map(|charge| charge.amount_cents).collect();
                }
            }
            2..=5 => {
                let visit = format!("V{}", dice.below(5));
                let known = practice.visits().await.iter().any(|(number, _)| *number == visit);
                let open = if known { practice.open(&visit).await } else { (30_000, 0, 0, 0) };
                let one = decision(&mut dice, &visit, open.0 + open.1 + open.2, step);
                let segments: Vec<&str> = one.segments.iter().map(String::as_str).collect();
                files.push(era(["LARKSPUR", "BITTERN"][dice.below(2)], &format!("T{step}"), &segments));
                practice.import("walk.835", files.last().unwrap()).await;
                sent.push(one);
            }
            6 if !sent.is_empty() => {
                let one = sent.remove(dice.below(sent.len()));
                let segments: Vec<&str> = one.reversal.iter().map(String::as_str).collect();
                files.push(era("LARKSPUR", &format!("R{step}"), &segments));
                practice.import("walk.835", files.last().unwrap()).await;
            }
            7 if !files.is_empty() => {
                let report = practice.import("again.835", &files[dice.below(files.len())]).await;
                assert_eq!(report.duplicates, report.claims, "seed {seed} step {step}");
            }
            8 | 9 if !visits.is_empty() => {
                let cents = dice.cents(30_000);
                practice.pays("A1", cents).await;
            }
            _ => {}
        }
        println!("seed {seed} step {step}: {doing}");
        practice.is_sound().await;
    }
    assert!(
        practice.count("SELECT COUNT(*) FROM ledger_transactions").await > 5,
        "seed {seed} did something"
    );
}
