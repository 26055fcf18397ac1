//! Staff's pages about money: usual, crowded, empty, wrong.

use app::FormState;
use app::model::*;
use domain::write_off::WriteOffReason;
use domain::{GuarantorId, Money, PaymentId, RefundId, VisitId};
use time::OffsetDateTime;
use time::macros::{date, datetime};
use uuid::Uuid;

use super::{cents, visit_id};

const LONG: &str = "Maximiliano Bartholomew Featherstonehaugh-Alvarez de la Guadalupe";

fn guarantor() -> GuarantorId {
    GuarantorId(Uuid::from_u128(1))
}

fn visa() -> Method {
    Method::Online { card: Some("Visa ending 4242".into()) }
}

fn dues() -> Vec<StaffDue> {
    let due = |n, title: &str, date, name: &str, due, credit| StaffDue {
        visit: visit_id(n),
        title: title.into(),
        date,
        patient_name: name.into(),
        due: cents(due),
        credit: cents(credit),
    };
    vec![
        due(1, "Office visit", date!(2026 - 10 - 14), "Maria", 12_840, 0),
        due(2, "Blood test", date!(2026 - 10 - 21), "Leo", 5_580, 0),
        due(3, "Annual checkup", date!(2026 - 08 - 03), "Maria", 0, 2_500),
    ]
}

fn rows() -> Vec<StaffPaymentRow> {
    use StaffPaymentState::*;
    let states = [Paid, OnTheWay, Checking, Failed, Refunded, PartlyRefunded, ChargedBack];
    let methods = [
        Method::Cash,
        Method::Bank,
        Method::Online { card: None },
        visa(),
        visa(),
        Method::Check,
        Method::Terminal,
    ];
    let rows = states.into_iter().zip(methods).zip(1_u8..);
    rows.map(|((state, method), n)| {
        let amount = cents(12_345 * i64::from(n));
        StaffPaymentRow {
            id: PaymentId(Uuid::from_u128(n.into())),
            date: date!(2026 - 11 - 24) - time::Duration::days(11 * i64::from(n)),
            method,
            amount,
            refunded: match state {
                Refunded => amount,
                PartlyRefunded => cents(2_500),
                _ => Money::ZERO,
            },
            charged_back: if state == ChargedBack { amount } else { Money::ZERO },
            state,
        }
    })
    .collect()
}

/// One far above what was told, one of which nothing was.
fn estimates() -> AccountEstimates {
    let visit = |n, title: &str, told| EstimateVisit {
        visit: VisitId(Uuid::from_u128(n)),
        title: title.into(),
        date: date!(2026 - 11 - 02),
        insured: n == 73,
        told,
    };
    let visits = vec![
        visit(71, "Colonoscopy", Some(super::dispute::told_before())),
        visit(72, "Flu shot", None),
        visit(73, "X-ray", None),
    ];
    AccountEstimates { visits, excess: cents(40_000), press: "press-3".into() }
}

fn write_offs() -> AccountWriteOffs {
    let row = |n: u128, amount, state, own| WriteOffRow {
        id: Uuid::from_u128(n),
        title: "Office visit".into(),
        on: date!(2026 - 11 - 20),
        amount: cents(amount),
        standing: if state == WriteOffState::Done { cents(amount / 2) } else { Money::ZERO },
        reason: WriteOffReason::Assistance,
        note: "Lost the job in October, told Nadia at the desk.".into(),
        by: Some("Nadia Petrova".into()),
        own,
        state,
    };
    let visit = |n, title: &str, most| WriteOffVisit {
        visit: visit_id(n),
        title: title.into(),
        date: date!(2026 - 10 - 14),
        most: cents(most),
    };
    AccountWriteOffs {
        visits: vec![visit(1, "Office visit", 12_840), visit(2, "Blood test", 5_580)],
        rows: vec![
            row(31, 60_000, WriteOffState::Waits, false),
            row(32, 55_000, WriteOffState::Waits, true),
            row(33, 1_200, WriteOffState::Done, false),
            row(34, 90_000, WriteOffState::Refused, false),
            row(35, 70_000, WriteOffState::LessOwed, true),
        ],
    }
}

pub fn accounts() -> Vec<(&'static str, StaffAccountPage)> {
    let usual = StaffAccountPage {
        guarantor: guarantor(),
        name: "Maria Alvarez".into(),
        account_number: "A-20418".into(),
        household: vec!["Maria".into(), "Leo".into()],
        due: cents(18_420),
        in_question: cents(4_000),
        with_insurance: cents(124_000),
        credit: cents(2_500),
        on_the_way: cents(24_690),
        holds: super::holds().into_iter().filter(|hold| hold.reason == HoldReason::Chargeback).collect(),
        dues: dues(),
        payments: rows(),
        statements: super::staff_statement_rows(),
        people: super::people(),
        helpers: super::helpers(),
        notes: super::desk_answering::notes(),
        sent: super::desk_answering::sent(),
        changes: super::desk_answering::change_rows(),
        press: "press-1".into(),
        disputes: super::queue_rows().into_iter().take(2).collect(),
        estimates: estimates(),
        plans: super::account_plans(),
        write_offs: write_offs(),
        form: FormState::default(),
        notice: Some(AccountNotice::Issued),
    };
    let names = ["Maria", "Leo", "Ana", "José", "Guadalupe", "Maximiliano", "Inés", "Sofía", "Bartholomew"];
    let crowd = StaffAccountPage {
        name: LONG.into(),
        household: names.map(Into::into).into(),
        due: cents(123_456_789),
        payments: std::iter::repeat_with(rows).take(6).flatten().collect(),
        holds: super::holds(),
        plans: AccountPlans::default(),
        form: FormState::wrong("reason", "error-reason").with_error("until", "error-plan-day"),
        notice: None,
        ..usual.clone()
    };
    let empty = StaffAccountPage {
        notes: Vec::new(),
        sent: Vec::new(),
        changes: Vec::new(),
        household: vec![],
        due: Money::ZERO,
        with_insurance: Money::ZERO,
        credit: Money::ZERO,
        on_the_way: Money::ZERO,
        holds: vec![],
        dues: vec![],
        payments: vec![],
        statements: vec![],
        people: vec![],
        helpers: vec![],
        estimates: AccountEstimates::default(),
        plans: AccountPlans::default(),
        write_offs: AccountWriteOffs::default(),
        notice: Some(AccountNotice::NotIssued(WhyNot::NothingDue)),
        ..usual.clone()
    };
    vec![("staff-account", usual), ("staff-account-crowd", crowd), ("staff-account-empty", empty)]
}

pub fn takes() -> Vec<(&'static str, TakePaymentPage)> {
    let usual = TakePaymentPage {
        guarantor: guarantor(),
        name: "Maria Alvarez".into(),
        dues: dues(),
        due: cents(18_420),
        form: FormState::default(),
        picked: vec![],
        press: "press-1".into(),
    };
    let wrong = TakePaymentPage {
        form: FormState::wrong("reference", "error-reference")
            .with_error("amount", "error-amount-form")
            .with_error("visit", "error-no-visit")
            .with_value("method", "check")
            .with_value("amount", "fifty")
            .with_value("choice", "visits"),
        picked: vec![visit_id(2)],
        ..usual.clone()
    };
    let none = TakePaymentPage { dues: vec![], due: Money::ZERO, ..usual.clone() };
    vec![("staff-take", usual), ("staff-take-error", wrong), ("staff-take-nothing", none)]
}

fn refund(n: u128, amount: i64, reason: RefundReason, state: RefundState) -> RefundRow {
    RefundRow {
        id: RefundId(Uuid::from_u128(n)),
        amount: cents(amount),
        reason,
        note: None,
        state,
        asked_by: Some("Nadia Petrova".into()),
        approved_by: None,
        at: datetime!(2026-11-20 14:05 UTC),
        settled_on: None,
        failure: None,
        by_hand: None,
        can_approve: false,
        can_decline: false,
        own: false,
    }
}

pub fn refunds() -> Vec<RefundRow> {
    use RefundReason::*;
    use RefundState::*;
    vec![
        RefundRow {
            can_approve: true,
            can_decline: true,
            note: Some("Called on Friday; meant to pay half. Agreed with Dr. Chen.".into()),
            ..refund(1, 41_200, Other, WaitingApproval)
        },
        RefundRow { can_decline: true, own: true, ..refund(2, 30_000, Courtesy, WaitingApproval) },
        RefundRow { failure: Some("expired_or_canceled_card".into()), ..refund(3, 2_500, Duplicate, Failed) },
        RefundRow { failure: Some("brand_new_reason".into()), ..refund(4, 1_500, PaidByMistake, Failed) },
        refund(5, 1_000, PaidByMistake, Sending),
        refund(6, 1_000, PaidByMistake, Checking),
        RefundRow { asked_by: None, ..refund(7, 1_000, Credit, OnTheWay) },
        RefundRow {
            approved_by: Some("Tomás Ibarra".into()),
            settled_on: Some(date!(2026 - 11 - 22)),
            ..refund(8, 50_000, Credit, Done)
        },
        RefundRow {
            by_hand: Some("1042".into()),
            settled_on: Some(date!(2026 - 11 - 22)),
            ..refund(9, 700, Credit, Done)
        },
        RefundRow { approved_by: Some("Tomás Ibarra".into()), ..refund(10, 99_900, Courtesy, Declined) },
    ]
}

fn chargebacks() -> Vec<ChargebackRow> {
    use ChargebackState::*;
    let row = |reason: &str, state, fee, due| ChargebackRow {
        amount: cents(15_000),
        fee: cents(fee),
        reason: reason.into(),
        state,
        opened: date!(2026 - 11 - 18),
        evidence_due: due,
    };
    vec![
        row("fraudulent", NeedsResponse, 1_500, Some(datetime!(2026-11-25 23:59 UTC))),
        row("brand_new_reason", Inquiry, 0, Some(datetime!(2026-12-09 23:59 UTC))),
        row("duplicate", UnderReview, 1_500, Some(datetime!(2026-11-01 23:59 UTC))),
        row("unrecognized", Won, 0, None),
        row("insufficient_funds", Lost, 400, None),
        row("general", Closed, 0, None),
    ]
}

pub fn staff_payments() -> Vec<(&'static str, StaffPaymentPage)> {
    let part = |title: &str, date, name: &str, amount| ReceiptPart {
        title: title.into(),
        date,
        patient_name: name.into(),
        provider: None,
        amount: cents(amount),
    };
    let usual = StaffPaymentPage {
        id: PaymentId(Uuid::from_u128(1)),
        number: "R-000412".into(),
        guarantor: guarantor(),
        name: "Maria Alvarez".into(),
        date: date!(2026 - 11 - 24),
        method: Method::Check,
        reference: Some("1042".into()),
        amount: cents(20_000),
        parts: vec![
            part("Office visit", date!(2026 - 10 - 14), "Maria", 12_840),
            part("Blood test", date!(2026 - 10 - 21), "Leo", 5_580),
        ],
        credit: cents(1_580),
        refundable: cents(20_000),
        refunds: vec![],
        chargebacks: vec![],
        taken_by: Some("Nadia Petrova".into()),
        state: StaffPaymentState::Paid,
        form: FormState::default(),
        press: "press-1".into(),
        limit: cents(20_000),
        fresh: true,
    };
    let crowd = StaffPaymentPage {
        name: LONG.into(),
        method: visa(),
        reference: None,
        amount: cents(250_000),
        credit: cents(231_580),
        refundable: cents(71_200),
        refunds: refunds(),
        chargebacks: chargebacks(),
        taken_by: None,
        state: StaffPaymentState::PartlyRefunded,
        form: FormState::wrong("amount", "error-refund-most")
            .with_error("note", "error-note")
            .with_error("reference", "error-reference")
            .with_value("amount", "9,000")
            .with_value("reason", "other")
            .with_value("refund", &RefundId(Uuid::from_u128(4)).to_string()),
        fresh: false,
        ..usual.clone()
    };
    let gone = StaffPaymentPage {
        method: Method::Bank,
        reference: None,
        taken_by: None,
        refundable: Money::ZERO,
        chargebacks: chargebacks().split_off(4),
        state: StaffPaymentState::ChargedBack,
        fresh: false,
        ..usual.clone()
    };
    let waiting =
        StaffPaymentPage { state: StaffPaymentState::OnTheWay, chargebacks: vec![], ..gone.clone() };
    vec![
        ("staff-payment", usual),
        ("staff-payment-crowd", crowd),
        ("staff-payment-taken-back", gone),
        ("staff-payment-waiting", waiting),
    ]
}

pub fn work() -> WorkPage {
    use WorkKind::*;
    let item = |n, kind, amount, name: Option<&str>, due: Option<OffsetDateTime>, late| WorkItem {
        id: Uuid::from_u128(n),
        kind,
        amount: cents(amount),
        name: name.map(Into::into),
        opened: datetime!(2026-11-20 14:05 UTC),
        due,
        late,
        link: Some("/staff/payments/1".into()),
        note: None,
        closable: false,
    };
    let soon = Some(datetime!(2026-11-24 23:59 UTC));
    WorkPage {
        items: vec![
            item(1, Chargeback, 15_000, Some("Maria Alvarez"), Some(datetime!(2026-11-22 23:59 UTC)), true),
            item(2, PaymentUnknown, 18_420, Some(LONG), soon, false),
            item(
                3,
                RefundUnknown,
                2_500,
                Some("Alan Lindqvist"),
                Some(datetime!(2026-11-25 09:00 UTC)),
                false,
            ),
            item(4, RefundApproval, 41_200, Some("Maria Alvarez"), None, false),
            WorkItem {
                closable: true,
                note: Some("Left a message on Monday; call again after 4.".into()),
                ..item(
                    5,
                    RefundFailed,
                    2_500,
                    Some("Albert O’Brien"),
                    Some(datetime!(2026-12-20 09:00 UTC)),
                    false,
                )
            },
            item(6, Difference, 1_234_567, None, None, false),
            WorkItem {
                link: None,
                closable: true,
                ..item(7, CreditApproval, 1, Some("Alma Okafor"), None, false)
            },
        ],
        done: false,
    }
}

fn payouts() -> Vec<PayoutRow> {
    let row = |id: &str, date, amount, parts: Vec<(PartKind, u64, i64)>, agrees, state| PayoutRow {
        id: id.into(),
        date,
        amount: cents(amount),
        parts: parts.into_iter().map(|(kind, count, sum)| (kind, count, cents(sum))).collect(),
        agrees,
        state,
    };
    use PartKind::*;
    vec![
        row(
            "po_1QKd8cLkdIwHu7ixQ2rGxM4f",
            date!(2026 - 11 - 25),
            410_220,
            vec![(Payments, 31, 425_000), (Refunds, 1, -2_500), (Fees, 32, -12_280)],
            true,
            PayoutState::OnTheWay,
        ),
        row(
            "po_1QJc7bLkdIwHu7ix8nWq03Tz",
            date!(2026 - 11 - 24),
            -16_500,
            vec![(Chargebacks, 1, -15_000), (Fees, 1, -1_500), (Other, 1, -5)],
            false,
            PayoutState::Paid,
        ),
        row("po_1QJb6aLkdIwHu7ixByHand01", date!(2026 - 11 - 20), 100_000, vec![], true, PayoutState::Failed),
    ]
}

pub fn differences() -> Vec<DifferenceRow> {
    use DifferenceAction::*;
    let row =
        |n: u64, kind, stripe: Option<i64>, books: Option<i64>, actions: &[DifferenceAction]| DifferenceRow {
            id: n.to_string(),
            kind,
            stripe: stripe.map(cents),
            books: books.map(cents),
            date: date!(2026 - 11 - 22),
            reference: format!("txn_1QKd8cLkdIwHu7ix{n:08}"),
            actions: actions.to_vec(),
        };
    use DifferenceKind::*;
    vec![
        row(1, ChargeNotOurs, Some(12_000), None, &[BookUnidentified, AskAgain]),
        row(2, RefundNotOurs, Some(-2_500), None, &[AdoptRefund]),
        row(3, AmountDiffers, Some(18_420), Some(18_400), &[CorrectAmount, AskAgain]),
        row(4, NotAtStripe, None, Some(5_000), &[AskAgain, TakeBack]),
        row(5, RefundNotAtStripe, None, Some(-5_000), &[AskAgain, TakeBack]),
        row(6, PayoutDiffers, Some(-16_500), Some(-16_505), &[AskAgain]),
        row(7, Unassigned, Some(-30), None, &[BookFee]),
    ]
}

pub fn reconciles() -> Vec<(&'static str, ReconcilePage)> {
    let good = ReconcilePage {
        last_run: Some(datetime!(2026-11-24 06:00 UTC)),
        checked_through: Some(datetime!(2026-11-24 05:58 UTC)),
        movements: 12_404,
        payouts: payouts().drain(..1).collect(),
        differences: vec![],
        notice: Some(ReconcileNotice::Ran { new: 12, recovered: 1 }),
        configured: true,
    };
    let off = ReconcilePage { configured: false, ..ReconcilePage::default() };
    let never = ReconcilePage {
        configured: true,
        notice: Some(ReconcileNotice::NoAnswer),
        ..ReconcilePage::default()
    };
    let bad = ReconcilePage { payouts: payouts(), differences: differences(), notice: None, ..good.clone() };
    vec![
        ("staff-reconcile", bad),
        ("staff-reconcile-good", good),
        ("staff-reconcile-never", never),
        ("staff-reconcile-off", off),
    ]
}

pub fn closes() -> Vec<(&'static str, ClosePage)> {
    let row = |method, payments, taken, refunds, chargebacks| CloseRow {
        method,
        payments,
        taken: cents(taken),
        refunds: cents(refunds),
        chargebacks: cents(chargebacks),
        net: cents(taken - refunds - chargebacks),
    };
    let rows = vec![
        row(CloseMethod::Card, 31, 425_000, 2_500, 15_000),
        row(CloseMethod::Bank, 2, 61_250, 0, 0),
        row(CloseMethod::Cash, 3, 12_000, 2_000, 0),
        row(CloseMethod::Check, 2, 30_000, 0, 0),
        row(CloseMethod::Terminal, 0, 0, 0, 0),
    ];
    let item = |n: u64, name: &str, method, reference: Option<&str>, amount| CloseItem {
        number: format!("R-00041{n}"),
        time: datetime!(2026-11-24 09:03 UTC) + time::Duration::minutes(37 * i64::try_from(n).unwrap_or(0)),
        name: name.into(),
        method,
        reference: reference.map(Into::into),
        amount: cents(amount),
    };
    let mark = |over_short, changed_since, note: Option<&str>| CloseMark {
        at: datetime!(2026-11-24 17:31 UTC),
        by: "Nadia Petrova".into(),
        counted_cash: cents(10_000 + over_short),
        counted_checks: cents(30_000),
        over_short: cents(over_short),
        note: note.map(Into::into),
        changed_since,
    };
    let usual = ClosePage {
        day: date!(2026 - 11 - 23),
        today: date!(2026 - 11 - 24),
        total: rows.iter().map(|row| row.net).sum(),
        rows,
        fees: cents(13_780),
        items: vec![
            item(1, "Maria Alvarez", Method::Cash, None, 4_000),
            item(2, LONG, Method::Check, Some("1042"), 20_000),
            item(3, "Alan Lindqvist", Method::Check, Some("77120"), 10_000),
            item(4, "Albert O’Brien", Method::Cash, None, 5_500),
            item(5, "Alma Okafor", Method::Cash, None, 2_500),
        ],
        payouts: payouts().split_off(1),
        expected_cash: cents(10_000),
        expected_checks: cents(30_000),
        closes: vec![mark(0, false, None), mark(-500, true, Some("Five short; gave change twice?"))],
        form: FormState::default(),
    };
    let empty = ClosePage {
        day: date!(2026 - 11 - 24),
        rows: usual.rows.iter().map(|zero| row(zero.method, 0, 0, 0, 0)).collect(),
        total: Money::ZERO,
        fees: Money::ZERO,
        items: vec![],
        payouts: vec![],
        expected_cash: Money::ZERO,
        expected_checks: Money::ZERO,
        closes: vec![],
        form: FormState::wrong("counted_cash", "error-amount-form").with_value("counted_cash", "ten"),
        ..usual.clone()
    };
    vec![("staff-close", usual), ("staff-close-empty", empty)]
}
