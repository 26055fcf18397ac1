//! Every page in every state, by name.

use app::model::*;
use app::{Ctx, FormState, Lang, pages};
use domain::access::Role;

use super::fixtures as f;

fn stranger(lang: Lang, path: &str) -> Ctx {
    Ctx { user: None, ..f::ctx(lang, path) }
}

/// Name and document of every page in this language.
pub fn all(lang: Lang) -> Vec<(String, String)> {
    let ctx = |path: &str| f::ctx(lang, path);
    let mut shown: Vec<(String, String)> = Vec::new();
    let mut show = |name: &str, html: String| shown.push((name.into(), html));

    for (name, page) in f::homes() {
        show(name, pages::home(&ctx("/home"), &page));
    }
    let mut long = Ctx { demo: true, ..ctx("/home") };
    if let Some(practice) = &mut long.practice {
        practice.name = "The Very Reverend Bartholomew Featherstonehaugh Memorial Orthopaedic and Rheumatology Associates of Greater Wilmington".into();
    }
    if let Some(user) = &mut long.user {
        user.name = "Maximiliano Guadalupe".into();
    }
    show("home-long-name", pages::home(&long, &f::homes().swap_remove(0).1));
    for (name, page) in f::visits() {
        show(name, pages::visit(&ctx("/visits/1"), &page));
    }
    for (name, page) in f::dispute::tells() {
        show(name, pages::tell(&ctx("/visits/1/tell"), &page));
    }
    for (name, page) in f::dispute::disputes() {
        show(name, pages::dispute(&ctx("/disputes/1"), &page));
    }
    let asked = AskedForHelp {
        on: time::macros::date!(2026 - 11 - 24),
        answer_by: time::macros::date!(2026 - 12 - 02),
        answered: None,
    };
    let waits = AffordPage { request: Some(asked), sent: true, plans: true, ..AffordPage::default() };
    for (name, page) in [("afford", AffordPage::default()), ("afford-waits", waits)] {
        show(name, pages::afford(&ctx("/afford"), &page));
    }
    show("tell-which", pages::tell_which(&ctx("/tell"), &f::dispute::which()));
    show("disputes", pages::disputes(&ctx("/disputes"), &f::dispute::list()));
    let aside = HomePage { cases: f::dispute::open_ones(), ..f::homes().swap_remove(0).1 };
    show("home-aside", pages::home(&ctx("/home"), &aside));
    for (name, page) in f::pays() {
        show(name, pages::pay(&ctx("/pay"), &page));
    }
    let cancelled = PayCancelledPage {
        amount: f::cents(5_580),
        choice: PayChoice::Visits(vec![f::visit_id(2)]),
        plan: None,
        token: "press-2".into(),
    };
    show("pay-cancelled", pages::pay_cancelled(&ctx("/home"), &cancelled));
    for (name, bank) in [("pay-checking", false), ("pay-bank", true)] {
        let page = PayCheckingPage { payment: f::payment(1), amount: f::cents(18_420), bank };
        show(name, pages::pay_checking(&ctx("/pay/checking/1"), &page));
    }
    for (name, page) in f::plans_new() {
        show(name, pages::plan_new(&ctx("/plans/new"), &page));
    }
    for (name, page) in f::plan_reviews() {
        show(name, pages::plan_review(&ctx("/plans/new"), &page));
    }
    for (name, page) in f::plan_methods() {
        show(name, pages::plan_method(&ctx("/plans/1/method"), &page));
    }
    let checking = PlanCheckingPage { setup: f::payment(1).0 };
    show("method-checking", pages::plan_checking(&ctx("/plans/method/1"), &checking));
    for (name, page) in f::households() {
        show(name, pages::household(&ctx("/household"), &page));
    }
    for (name, page) in f::shareds() {
        show(name, pages::shared(&stranger(lang, "/shared/abc"), &page));
    }
    show("withheld", pages::withheld_visit(&ctx("/visits/1"), &f::withheld()));
    for (name, page) in f::togethers() {
        show(name, pages::together(&ctx("/pay/together"), &page));
    }
    for (name, page) in f::together_done() {
        show(name, pages::together_done(&ctx("/pay/together/1"), &page));
    }
    let gone = f::desk_answering::gone();
    show("gone-visit", pages::gone_visit(&ctx("/visits/1"), &gone));
    let home = HomePage { gone: vec![gone], ..f::homes().swap_remove(0).1 };
    show("home-gone", pages::home(&ctx("/home"), &home));
    let came = f::visits().swap_remove(0).1;
    let came = VisitPage { since: Some(gone.since), plan_before: true, ..came };
    show("visit-came", pages::visit(&ctx("/visits/1"), &came));
    show("languages", pages::languages(&ctx("/languages")));
    show("languages-stranger", pages::languages(&Ctx { practice: None, ..stranger(lang, "/languages") }));
    for (name, html) in f::plan_all(lang) {
        show(name, html);
    }
    show("payments", pages::payments(&ctx("/payments"), &f::payments()));
    show("payments-none", pages::payments(&ctx("/payments"), &PaymentsPage::default()));
    show("receipt", pages::receipt(&ctx("/receipts/1"), &f::receipt(false)));
    show("receipt-fresh", pages::receipt(&ctx("/receipts/1"), &f::receipt(true)));
    show("receipt-back", pages::receipt(&ctx("/receipts/1"), &f::receipt_back()));
    for (name, about) in
        [("help", None), ("help-wrong", Some(About::Wrong)), ("help-afford", Some(About::Afford))]
    {
        show(name, pages::help(&ctx("/help"), &HelpPage { about, guest: false }));
    }
    let form = FormState::wrong("current_password", "error-current-password");
    let settings = |form, saved| SettingsPage {
        form,
        lang,
        email: "maria@example.com".into(),
        saved,
        passkeys: f::passkeys(),
    };
    show(
        "settings",
        pages::settings(&ctx("/settings"), &settings(FormState::default(), Some(Saved::Language))),
    );
    show("settings-error", pages::settings(&ctx("/settings"), &settings(form, None)));

    let here = |path: &str| stranger(lang, path);
    show(
        "sign-in",
        pages::sign_in(
            &here("/sign-in"),
            &SignInPage { notice: Some(SignInNotice::Expired), passkeys: true, ..SignInPage::default() },
        ),
    );
    let form = FormState::wrong("", "error-sign-in").with_value("email", "maria@example.com");
    show("sign-in-error", pages::sign_in(&here("/sign-in"), &SignInPage { form, ..SignInPage::default() }));
    let one =
        RegisterPage { practices: vec![("riverside".into(), "Riverside".into())], ..RegisterPage::default() };
    show("register", pages::register(&here("/register"), &one));
    show("register-error", pages::register(&here("/register"), &f::register_wrong()));
    show("forgot", pages::forgot(&here("/forgot"), &ForgotPage::default()));
    for (name, kind) in
        [("check-register", CheckEmailKind::Register), ("check-forgot", CheckEmailKind::Forgot)]
    {
        show(name, pages::check_email(&here("/check-email"), &CheckEmailPage { kind }));
    }
    for (name, kind) in
        [("invitation", TokenKind::Invitation), ("confirm", TokenKind::Confirm), ("reset", TokenKind::Reset)]
    {
        let page = TokenPage {
            kind,
            token_path: format!("/{name}/abc"),
            email: (kind == TokenKind::Invitation).then(|| "maria@example.com".into()),
            form: FormState::default(),
            known: false,
        };
        show(name, pages::token(&here("/sign-in"), &page));
        show(&format!("bad-{name}"), pages::bad_token(&here("/sign-in"), &BadTokenPage { kind }));
    }
    for (name, html) in f::guests(&here("/l"))
        .into_iter()
        .chain(f::staff_links(&ctx("/staff/links")))
        .chain(f::staff_many(&ctx("/staff/links")))
        .chain(f::staff_api(&ctx("/staff/api")))
    {
        show(name, html);
    }
    let kinds = [
        ("error-not-found", ErrorKind::NotFound),
        ("error-forbidden", ErrorKind::Forbidden),
        ("error-too-many", ErrorKind::TooMany),
        ("error-gone", ErrorKind::Gone),
        ("error-broken", ErrorKind::Broken { request_id: "01JD-4F".into() }),
    ];
    for (name, kind) in kinds {
        show(name, pages::error(&here("/sign-in"), &kind));
    }
    show("outbox", pages::outbox(&Ctx { demo: true, ..here("/outbox") }, &f::outbox()));

    show("staff-sign-in", pages::staff::sign_in(&here("/staff/sign-in"), &StaffSignInPage::default()));
    show("staff", pages::staff::home(&ctx("/staff"), &f::staff_home()));
    let upload =
        ImportsPage { form: FormState::wrong("file", "error-file-missing"), imports: f::import_rows() };
    show("staff-imports", pages::staff::imports(&ctx("/staff/imports"), &upload));
    show("staff-imports-none", pages::staff::imports(&ctx("/staff/imports"), &ImportsPage::default()));
    show("staff-report", pages::staff::import_report(&ctx("/staff/imports/23"), &f::import_report()));
    show("staff-answers", pages::staff::answers(&ctx("/staff/disputes/answers"), &f::answers()));
    show(
        "staff-unmatched-one",
        pages::staff::unmatched_claim(&ctx("/staff/unmatched/1"), &f::unmatched_claim()),
    );
    show("staff-unmatched", pages::staff::unmatched(&ctx("/staff/unmatched"), &f::unmatched()));
    show(
        "staff-unmatched-none",
        pages::staff::unmatched(&ctx("/staff/unmatched"), &UnmatchedPage::default()),
    );
    show("staff-patients", pages::staff::patients(&ctx("/staff/patients"), &f::staff_patients()));
    let start = StaffPatientsPage { invited: Some("Alma Okafor".into()), ..StaffPatientsPage::default() };
    show("staff-patients-start", pages::staff::patients(&ctx("/staff/patients"), &start));
    shown.extend(money(lang));
    shown.extend(told(lang));
    shown.extend(sent(lang));
    shown
}

/// Statements and what is behind them, as patients read them.
fn told(lang: Lang) -> Vec<(String, String)> {
    let ctx = |path: &str| f::ctx(lang, path);
    let mut shown: Vec<(String, String)> = Vec::new();
    let mut show = |name: &str, html: String| shown.push((name.into(), html));
    for (name, page) in f::statement_lists() {
        show(name, pages::statements(&ctx("/statements"), &page));
    }
    for (name, page) in f::statements() {
        show(name, pages::statement(&ctx("/statements/412"), &page));
    }
    for (name, page) in f::histories() {
        show(name, pages::history(&ctx("/history"), &page));
    }
    for (name, page) in f::years() {
        show(name, pages::year(&ctx("/history/2026"), &page));
    }
    shown
}

/// Statements as staff send them.
fn sent(lang: Lang) -> Vec<(String, String)> {
    let ctx = |path: &str| f::ctx(lang, path);
    let mut shown: Vec<(String, String)> = Vec::new();
    let mut show = |name: &str, html: String| shown.push((name.into(), html));
    for (name, page) in f::run_lists() {
        show(name, pages::staff::statements(&ctx("/staff/statements"), &page));
    }
    for (name, page) in f::run_pages() {
        show(name, pages::staff::statement_run(&ctx("/staff/statements/4"), &page));
    }
    for (name, page) in f::statements() {
        let name = format!("staff-{name}");
        let page = f::staff_statement(page);
        show(&name, pages::staff::statement(&ctx("/staff/accounts/1/statements/412"), &page));
    }
    shown
}

/// What staff see of money.
fn money(lang: Lang) -> Vec<(String, String)> {
    let ctx = |path: &str| f::ctx(lang, path);
    let mut shown: Vec<(String, String)> = Vec::new();
    let mut show = |name: &str, html: String| shown.push((name.into(), html));
    for (name, page) in f::accounts() {
        show(name, pages::staff::account(&ctx("/staff/accounts/1"), &page));
    }
    for (name, page) in f::desk_answering::registrations() {
        show(name, pages::staff::registration(&ctx("/staff/accounts/1/registration"), &page));
    }
    for (name, page) in f::desk_answering::guarantor_pages() {
        show(name, pages::staff::guarantor(&ctx("/staff/accounts/1/guarantor"), &page));
    }
    for (name, page) in f::desk_answering::looks() {
        show(name, pages::staff::guarantor_look(&ctx("/staff/accounts/1/guarantor"), &page));
    }
    for (name, page) in f::desk_answering::changes() {
        show(name, pages::staff::change(&ctx("/staff/changes/1"), &page));
    }
    let ledger = f::desk_answering::ledger();
    show("staff-ledger", pages::staff::ledger(&ctx("/staff/accounts/1/ledger"), &ledger));
    show("staff-people", pages::staff::people(&ctx("/staff/people"), &f::members()));
    show("staff-audit", pages::staff::audit(&ctx("/staff/audit"), &f::audit()));
    let desk = Ctx { role: Some(Role::FrontDesk), ..ctx("/staff/close") };
    show("staff-not-allowed", pages::staff::not_allowed(&desk));
    show("staff-window", pages::staff::window(&desk));
    for (name, page) in f::emergency_pages() {
        show(name, pages::staff::emergency(&ctx("/staff/emergency"), &page));
    }
    show("staff-under-emergency", pages::staff::window(&Ctx { emergencies: f::lasting(), ..desk.clone() }));
    show("staff-places", pages::staff::window(&Ctx { places: Some(f::places()), ..desk.clone() }));
    let other = OtherPracticePage {
        made_for: Some("Riverside Family Medicine".into()),
        now: "Lakeside Pediatrics".into(),
        action: "/staff/close?at=1".into(),
        fields: vec![("note".into(), "Counted twice".into())],
        typed: vec!["Counted twice".into(), "412.00".into()],
        files: false,
    };
    show(
        "staff-other-practice",
        pages::staff::other_practice(&Ctx { practice: None, user: None, ..ctx("/staff/close") }, &other),
    );
    for (name, page) in f::seconds() {
        show(name, pages::staff::second(&ctx("/staff/second"), &page));
    }
    for (name, asks, error) in [
        ("staff-again", Asks::Password, "error-again"),
        ("staff-again-code", Asks::Code, "error-code"),
        ("staff-again-passkey", Asks::Passkey, "error-passkey-unknown"),
    ] {
        let form = FormState::wrong(if asks == Asks::Passkey { "" } else { "again" }, error);
        let page = AgainPage {
            form,
            asks,
            owed: asks == Asks::Code,
            passkeys: true,
            action: "/staff/people".into(),
            fields: Vec::new(),
        };
        show(name, pages::staff::again(&Ctx { practice: None, user: None, ..ctx("/staff/people") }, &page));
    }
    let form = FormState::wrong("code", "error-code");
    show(
        "staff-code",
        pages::staff::code(
            &Ctx { practice: None, user: None, ..ctx("/staff/sign-in/code") },
            &CodePage { form, asks: Asks::Code, passkeys: true },
        ),
    );
    show("passkey-new", pages::passkey_new(&ctx("/passkeys/new"), &f::passkey_new(false)));
    show("staff-passkey-new", pages::passkey_new(&ctx("/staff/passkeys/new"), &f::passkey_new(true)));
    show("staff-denials", pages::staff::denials(&ctx("/staff/denials"), &f::refusals()));
    for (name, page) in f::refusals_pressed() {
        show(name, pages::staff::denials(&ctx("/staff/denials"), &page));
    }
    for (name, page) in f::payers() {
        show(name, pages::staff::payers(&ctx("/staff/denials/payers"), &page));
    }
    for (name, page) in f::refusal_cases() {
        show(name, pages::staff::denial(&ctx("/staff/denials/1"), &page));
    }
    for (name, page) in f::queues() {
        show(name, pages::staff::disputes(&ctx("/staff/disputes"), &page));
    }
    for (name, page) in f::cases() {
        show(name, pages::staff::dispute(&ctx("/staff/disputes/1"), &page));
    }
    for (name, page) in f::staff_plan_lists() {
        show(name, pages::staff::plans(&ctx("/staff/plans"), &page));
    }
    for (name, page) in f::staff_plan_pages() {
        show(name, pages::staff::plan(&ctx("/staff/plans/1"), &page));
    }
    for (name, page) in f::plan_rules() {
        show(name, pages::staff::plan_policy(&ctx("/staff/plans/policy"), &page));
    }
    for (name, page) in f::takes() {
        show(name, pages::staff::take_payment(&ctx("/staff/accounts/1/payment"), &page));
    }
    for (name, page) in f::staff_payments() {
        show(name, pages::staff::payment(&ctx("/staff/payments/1"), &page));
    }
    show("staff-work", pages::staff::work(&ctx("/staff/work"), &f::work()));
    let idle = Ctx { work: Some(0), ..ctx("/staff/work") };
    show("staff-work-none", pages::staff::work(&idle, &WorkPage { items: vec![], done: true }));
    for (name, page) in f::reconciles() {
        show(name, pages::staff::reconcile(&ctx("/staff/reconcile"), &page));
    }
    for (name, page) in f::closes() {
        show(name, pages::staff::close(&ctx("/staff/close"), &page));
    }
    shown
}
