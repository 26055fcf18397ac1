//! Statements of every kind, drawn as the product draws them. Nobody in them is real.

use domain::ledger::{Account, Entry, Kind, Reason};
use domain::statement::{Drawn, Frame, Position, Recipient, Sender, Statement};
use domain::story::{Posted, VisitStory};
use domain::{ChargeId, Group, Money, VisitId};
use time::Date;
use time::macros::date;
use uuid::Uuid;

/// A charge line: what was done, and where its cents went.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub service: String,
    pub code: String,
    pub discount: i64,
    pub other: i64,
    pub insurer: i64,
    pub waiting: i64,
    pub refused: i64,
    /// Reason code and cents; an empty code when nobody insures it.
    pub share: Vec<(&'static str, i64)>,
}

/// A visit.
#[derive(Clone, Debug)]
pub struct Visit {
    pub title: String,
    pub date: Date,
    pub patient: String,
    pub provider: Option<String>,
    pub payer: Option<String>,
    pub lines: Vec<Line>,
    pub paid: i64,
    /// Interest of a payment plan.
    pub plan_cost: i64,
}

pub fn line(service: &str, code: &str, discount: i64, insurer: i64, share: &[(&'static str, i64)]) -> Line {
    Line {
        service: service.into(),
        code: code.into(),
        discount,
        insurer,
        share: share.to_vec(),
        ..Line::default()
    }
}

pub fn visit(title: &str, date: Date, patient: &str, lines: Vec<Line>, paid: i64) -> Visit {
    Visit {
        title: title.into(),
        date,
        patient: patient.into(),
        provider: Some("Dr. Chen".into()),
        payer: Some("Larkspur Health PPO".into()),
        lines,
        paid,
        plan_cost: 0,
    }
}

pub fn office(patient: &str, paid: i64) -> Visit {
    let lines = vec![
        line("Office visit, 30 to 39 minutes", "99214", 17_360, 17_840, &[("1", 10_000)]),
        line("Ultrasound of the belly", "76700", 6_000, 7_160, &[("2", 2_840)]),
    ];
    visit("Office visit", date!(2026 - 10 - 14), patient, lines, paid)
}

pub fn blood(patient: &str) -> Visit {
    let lines = vec![line("Blood count", "85025", 6_420, 0, &[("1", 5_580)])];
    visit("Blood test", date!(2026 - 10 - 21), patient, lines, 0)
}

pub fn with_insurance(patient: &str) -> Visit {
    let waiting = Line { waiting: 124_000, ..line("Knee, magnetic resonance imaging", "73721", 0, 0, &[]) };
    visit("Knee scan", date!(2026 - 11 - 3), patient, vec![waiting], 0)
}

fn drawn(n: u128, visit: &Visit) -> Drawn {
    let id = VisitId(Uuid::from_u128(n));
    let mut entries = Vec::new();
    let mut charges = Vec::new();
    let mut share = 0;
    for (at, line) in (0_u128..).zip(&visit.lines) {
        let charge = ChargeId(Uuid::from_u128(n * 1_000 + at));
        charges.push((charge, line.service.clone(), line.code.clone()));
        let mut post = |kind, account, cents: i64, carc: &str| {
            let mut entry = Entry::new(account, Money::from_cents(cents)).of_visit(id, Some(charge));
            if !carc.is_empty() {
                entry.reason = Some(Reason { group: Group::PR, carc: carc.to_owned() });
            }
            entries.push(Posted { entry, kind, date: visit.date, payer: None, trace: None, before: false });
        };
        let own: i64 = line.share.iter().map(|(_, cents)| cents).sum();
        share += own;
        let charged = line.discount + line.other + line.insurer + line.waiting + line.refused + own;
        post(Kind::Charge, Account::Revenue, -charged, "");
        post(Kind::Remittance, Account::ContractualAdjustment, line.discount, "");
        post(Kind::Remittance, Account::OtherAdjustment, line.other, "");
        post(Kind::Remittance, Account::InsurerCash, line.insurer, "");
        post(Kind::Charge, Account::InsuranceReceivable, line.waiting, "");
        post(Kind::Remittance, Account::DeniedReceivable, line.refused, "");
        for (carc, cents) in &line.share {
            let kind = if carc.is_empty() { Kind::Charge } else { Kind::Remittance };
            post(kind, Account::PatientReceivable, *cents, carc);
        }
    }
    for (account, cents) in
        [(Account::PlanInterest, -visit.plan_cost), (Account::PatientReceivable, visit.plan_cost)]
    {
        let entry = Entry::new(account, Money::from_cents(cents)).of_visit(id, None);
        entries.push(Posted {
            entry,
            kind: Kind::PlanCharge,
            date: visit.date,
            payer: None,
            trace: None,
            before: false,
        });
    }
    let (yours, owed) = (share + visit.plan_cost, (share + visit.plan_cost - visit.paid).max(0));
    for (account, cents) in
        [(Account::PatientReceivable, owed - yours), (Account::PatientCredit, -(visit.paid - yours).max(0))]
    {
        let entry = Entry::new(account, Money::from_cents(cents)).of_visit(id, None);
        entries.push(Posted {
            entry,
            kind: Kind::PatientPayment,
            date: visit.date,
            payer: None,
            trace: None,
            before: false,
        });
    }
    Drawn {
        aside: Money::ZERO,
        story: VisitStory::of(id, &entries),
        title: visit.title.clone(),
        date: visit.date,
        patient_name: visit.patient.clone(),
        provider: visit.provider.clone(),
        payer: visit.payer.clone(),
        charges,
    }
}

pub fn frame(number: &str) -> Frame {
    Frame {
        number: number.into(),
        corrects: None,
        spanish: false,
        issued_on: date!(2026 - 11 - 20),
        due_on: date!(2026 - 12 - 12),
        from: Sender {
            name: "Riverside Family Medicine".into(),
            address: vec!["418 River Street, Suite 2".into(), "Springfield, OH 45501".into()],
            phone: Some("(555) 010-0142".into()),
            email: Some("billing@riverside.example".into()),
            hours: Some("Monday to Friday, 8 am to 5 pm".into()),
        },
        to: Recipient {
            name: "Maria Ortega".into(),
            account_number: "RFM-20418".into(),
            address: vec!["2207 Maple Avenue, Apt 5".into(), "Springfield, OH 45503".into()],
        },
        on_its_way: Money::ZERO,
        in_plan: Money::ZERO,
        position: Position { entries: 12, last: None },
    }
}

pub fn draw(frame: Frame, visits: &[Visit], before: Option<&Statement>) -> Statement {
    let drawn: Vec<Drawn> = (1..).zip(visits).map(|(n, visit)| drawn(n, visit)).collect();
    Statement::draw(frame, &drawn, before)
}

/// A visit, and what it says for the first time.
pub fn one_visit() -> Statement {
    draw(frame("2026-0412"), &[office("Maria", 0)], None)
}

/// Two visits due, one with insurance, and a statement before.
pub fn two_visits() -> Statement {
    let before = Frame { issued_on: date!(2026 - 10 - 30), ..frame("2026-0398") };
    let before = draw(before, &[office("Maria", 0)], None);
    let visits = [office("Maria", 3_500), blood("Leo"), with_insurance("Maria")];
    draw(frame("2026-0412"), &visits, Some(&before))
}

/// Nine people, a visit each and more.
pub fn household() -> Statement {
    let names = ["Maria", "Leo", "Ana Sofía", "Mateo", "Lucía", "Diego", "Valentina", "Abuela Rosa", "Tomás"];
    let mut visits: Vec<Visit> = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        let mut visit = if at % 2 == 0 { office(name, (at as i64) * 1_000) } else { blood(name) };
        visit.date = date!(2026 - 10 - 01) + time::Duration::days(at as i64 * 3);
        visits.push(visit);
    }
    visits.push(with_insurance("Diego"));
    draw(frame("2026-0413"), &visits, None)
}

/// A visit of so many lines, some of each kind.
pub fn many_lines(count: i64) -> Statement {
    let lines = (0..count).map(|n| {
        let share: &[(&'static str, i64)] = match n % 4 {
            0 => &[("1", 1_250)],
            1 => &[("2", 333)],
            2 => &[("3", 2_500)],
            _ => &[("96", 999)],
        };
        let mut line =
            line(&format!("Infusion of medicine, hour {}", n + 1), "96365", 101 + n, 2_000 + n, share);
        if n % 50 == 0 {
            line.waiting = 700;
        }
        if n % 70 == 0 {
            line.refused = 1_111;
            line.other = 25;
        }
        line
    });
    let stay = visit("Hospital stay", date!(2026 - 09 - 28), "Maria", lines.collect(), 2_345);
    draw(frame("2026-0414"), &[stay], None)
}

/// Long names, accents, apostrophes, and names that run from the right.
pub fn names() -> Statement {
    let mut frame = frame("2026-0415");
    frame.to.name =
        "Wolfeschlegelsteinhausenbergerdorff-Nguyễn Thị Hương O’Connor-Łukaszewicz de la Peña y Ibáñez"
            .into();
    frame.to.address = vec![
        "12345 North-Northwest Martin Luther King Junior Boulevard, Building 27".into(),
        "Apartment 1204-B".into(),
        "Ho-Ho-Kus, NJ 07423".into(),
    ];
    let mut visits = vec![
        office("דָּוִד בן־גוריון", 0),
        blood("محمد عبد الرحمن"),
        office("Siobhán O’Néill", 0),
        blood("Đặng Thị Mỹ Ngọc"),
    ];
    visits[0].provider = Some("ד״ר שרה לוי".into());
    visits[1].payer = Some("شركة التأمين".into());
    visits[2].title =
        "Follow-up after a very long procedure whose name the practice wrote out in full, with every detail"
            .into();
    visits[3].provider = Some("Dra. Αλεξάνδρα Παπαδοπούλου".into());
    draw(frame, &visits, None)
}

/// An address in Puerto Rico: with an urbanization, a line more than others.
pub fn puerto_rico() -> Statement {
    let mut frame = Frame { spanish: true, ..frame("2026-0416") };
    frame.to.name = "José Ángel Rivera Muñoz".into();
    frame.to.address =
        vec!["Urb. Las Gladiolas".into(), "150 Calle A, Apt 3".into(), "San Juan, PR 00926-3232".into()];
    draw(frame, &[office("José Ángel", 0)], None)
}

/// Nothing due, and a credit.
pub fn credit() -> Statement {
    let before = draw(frame("2026-0398"), &[office("Maria", 0)], None);
    draw(frame("2026-0417"), &[office("Maria", 15_000)], Some(&before))
}

/// A plan with interest, of which one payment is missed.
pub fn plan_cost() -> Statement {
    let visit = Visit { plan_cost: 280, ..office("Maria", 4_000) };
    draw(frame("2026-0423"), &[visit, blood("Leo")], None)
}

/// Everything is with insurance.
pub fn all_waiting() -> Statement {
    let mut refused = blood("Leo");
    refused.lines = vec![Line { refused: 12_000, ..line("Blood count", "85025", 0, 0, &[]) }];
    draw(frame("2026-0418"), &[with_insurance("Maria"), refused], None)
}

/// One that corrects another.
pub fn correction() -> Statement {
    let before = draw(frame("2026-0412"), &[office("Maria", 0), blood("Leo")], None);
    let mut office = office("Maria", 0);
    office.lines[0] = line("Office visit, 30 to 39 minutes", "99214", 17_360, 22_840, &[("1", 5_000)]);
    let frame = Frame { corrects: Some("2026-0412".into()), ..frame("2026-0419") };
    draw(frame, &[office, blood("Leo")], Some(&before))
}

/// The household's letter in Spanish, with money on its way.
pub fn spanish() -> Statement {
    let before = draw(frame("2026-0398"), &[office("Maria", 0)], None);
    let frame = Frame { spanish: true, on_its_way: Money::from_cents(6_000), ..frame("2026-0420") };
    draw(frame, &[office("Maria", 3_500), blood("Leo"), with_insurance("Maria")], Some(&before))
}

/// A cent.
pub fn cent() -> Statement {
    draw(frame("2026-0421"), &[office("Maria", 12_839)], None)
}

/// No insurance, an address nobody gave, nothing known of the practice but its name.
pub fn bare() -> Statement {
    let mut frame = frame("1");
    frame.from = Sender { name: "Willow".into(), address: vec![], phone: None, email: None, hours: None };
    frame.to.address = vec![];
    let mut visit = visit(
        "Checkup",
        date!(2026 - 10 - 02),
        "Wren",
        vec![line("Checkup", "99395", 0, 0, &[("", 12_000)])],
        2_000,
    );
    visit.payer = None;
    visit.provider = None;
    draw(frame, &[visit], None)
}

/// Due for one visit, a credit kept on another, money on its way, a plan for a part: everything at once.
pub fn mixed() -> Statement {
    let frame = Frame {
        on_its_way: Money::from_cents(2_000),
        in_plan: Money::from_cents(1_500),
        ..frame("2026-0422")
    };
    let mut refused = blood("Leo");
    refused.lines.push(Line { refused: 4_200, other: 100, ..line("Urine test", "81001", 300, 0, &[]) });
    draw(frame, &[office("Maria", 20_000), refused, with_insurance("Leo")], None)
}

/// Every case by its name.
pub fn all() -> Vec<(&'static str, Statement)> {
    vec![
        ("one", one_visit()),
        ("plan-cost", plan_cost()),
        ("two", two_visits()),
        ("household", household()),
        ("lines", many_lines(60)),
        ("names", names()),
        ("puerto-rico", puerto_rico()),
        ("credit", credit()),
        ("waiting", all_waiting()),
        ("correction", correction()),
        ("spanish", spanish()),
        ("cent", cent()),
        ("bare", bare()),
        ("mixed", mixed()),
    ]
}
