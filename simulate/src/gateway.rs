//! What Stripe, the banks behind it and people in its dashboard do; and its bad days.

use stripe_sandbox::faults::{Failure, Fault};
use stripe_sandbox::resources::{attempts, disputes, payouts, refunds};
use stripe_sandbox::store::{Doc, DocExt};
use time::Duration;

use crate::history::History;
use crate::stripe;

/// What may happen there.
#[derive(Clone, Copy, Debug)]
enum Turn {
    Clears,
    Returns,
    TakesBack,
    Disputes,
    Evidence,
    Decides,
    RefundFails,
    DashboardRefund,
    DashboardCharge,
    PaysOut,
    PayoutByHand,
    PayoutFails,
}

const TURNS: [(u32, Turn); 12] = [
    (20, Turn::Clears),
    (8, Turn::Returns),
    (5, Turn::TakesBack),
    (9, Turn::Disputes),
    (5, Turn::Evidence),
    (9, Turn::Decides),
    (8, Turn::RefundFails),
    (6, Turn::DashboardRefund),
    (2, Turn::DashboardCharge),
    (14, Turn::PaysOut),
    (2, Turn::PayoutByHand),
    (4, Turn::PayoutFails),
];

fn id(of: &Doc) -> String {
    of.text("id").to_owned()
}

impl History {
    /// Something happens at the gateway that nobody here asked for.
    pub(crate) fn gateway_acts(&mut self) {
        let Some(turn) = self.chance.weighed(&TURNS) else { return };
        let house = self.house.clone();
        let mut pick = |kind: &str, fits: &dyn Fn(&Doc) -> bool| {
            let all: Vec<Doc> = stripe::all(&house.shared.lock(), kind).into_iter().filter(fits).collect();
            self.chance.pick(&all).cloned()
        };
        let paid = |charge: &Doc| charge.text("status") == "succeeded";
        let card = |charge: &Doc| charge.text("id").starts_with("ch_");
        let found = match turn {
            Turn::Clears | Turn::Returns => pick("payment_intent", &|one| one.text("status") == "processing"),
            Turn::TakesBack => pick("charge", &|one| paid(one) && !card(one)),
            Turn::Disputes => pick("charge", &|one| paid(one) && card(one)),
            Turn::Evidence | Turn::Decides => {
                pick("dispute", &|one| !matches!(one.text("status"), "won" | "lost" | "warning_closed"))
            }
            Turn::RefundFails => pick("refund", &|one| one.text("status") != "failed"),
            Turn::DashboardRefund => pick("charge", &paid),
            Turn::PayoutFails => pick("payout", &|one| one.text("status") != "failed"),
            Turn::DashboardCharge | Turn::PaysOut | Turn::PayoutByHand => Some(Doc::default()),
        };
        let Some(found) = found else { return };
        let (some, yes) = (self.chance.between(1, 100), self.chance.percent(50));
        let part = (found.int("amount") * some / 100).max(1);
        let of = id(&found);
        let happened = house.at_gateway(|world| match turn {
            Turn::Clears => attempts::settle(world, &of, None).is_ok(),
            Turn::Returns => attempts::settle(world, &of, Some("insufficient_funds")).is_ok(),
            Turn::TakesBack => disputes::take_back(world, &of, None, "debit_not_authorized").is_ok(),
            Turn::Disputes => {
                let amount = (some > 60).then_some(part);
                disputes::open(world, &of, amount, "fraudulent", some % 4 == 0).is_ok()
            }
            Turn::Evidence => stripe::dashboard(
                world,
                &format!("disputes/{of}"),
                "evidence[uncategorized_text]=sent&submit=true",
            ),
            Turn::Decides => disputes::resolve(world, &of, yes, some > 80).is_ok(),
            Turn::RefundFails => refunds::fail(world, &of, None).is_ok(),
            Turn::DashboardRefund => {
                stripe::dashboard(world, "refunds", &format!("charge={of}&amount={part}"))
            }
            Turn::DashboardCharge => {
                let amount = 100 + some * 100;
                let form = format!("amount={amount}&currency=usd&payment_method=pm_card_visa&confirm=true");
                stripe::dashboard(world, "payment_intents", &form)
            }
            Turn::PaysOut => payouts::automatic(world, "usd").is_ok(),
            Turn::PayoutByHand => {
                stripe::dashboard(world, "payouts", &format!("amount={}&currency=usd", some * 10))
            }
            Turn::PayoutFails => payouts::fail(world, &of, "account_closed").is_ok(),
        });
        if happened {
            self.note(&format!("gateway: {turn:?} {of} {part} {yes}"));
        }
    }

    /// A few calls to the gateway fail, or all of them for hours.
    pub(crate) fn bad_weather(&mut self) {
        const KINDS: [Failure; 5] = [
            Failure::DropBefore,
            Failure::DropAfter,
            Failure::ErrorBefore,
            Failure::ErrorAfter,
            Failure::RateLimit,
        ];
        const PATHS: [&str; 4] = ["/v1", "/v1/checkout/sessions", "/v1/refunds", "/v1/balance_transactions"];
        if self.chance.percent(6) {
            let hours = self.chance.between(1, 11);
            self.down_until = Some(self.house.now() + Duration::hours(hours));
            self.note(&format!("gateway: down for {hours} hours"));
            self.fault("/v1", Failure::DropBefore, 1_000_000);
            return;
        }
        let kind = self.chance.pick(&KINDS).copied().unwrap_or(Failure::DropAfter);
        let path = self.chance.pick(&PATHS).copied().unwrap_or("/v1");
        // Three calls are one question of ours asked until it gives up.
        let times = u32::try_from(self.chance.between(1, 6)).unwrap_or(1);
        self.note(&format!("gateway: the next {times} calls to {path} fail ({kind:?})"));
        self.fault(path, kind, times);
    }

    fn fault(&self, path: &str, kind: Failure, times: u32) {
        let fault = Fault { path: path.to_owned(), method: None, kind, times, delay_ms: 0 };
        self.house.shared.lock().faults.add(fault);
    }

    /// The weather clears when its time has come.
    pub(crate) fn clear_weather(&mut self, all: bool) {
        if all || self.down_until.is_some_and(|until| until <= self.house.now()) {
            self.down_until = None;
            self.house.shared.lock().faults.clear();
        }
    }
}
