//! The page's words, in English and Spanish.

/// Language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// From a session's `locale`; English when it is neither.
    #[must_use]
    pub fn of(locale: &str) -> Self {
        if locale.starts_with("es") { Self::Es } else { Self::En }
    }

    /// For `<html lang>`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }
}

/// Every text of the page in one language.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field's name says where its text stands")]
pub struct Words {
    pub test: &'static str,
    pub test_more: &'static str,
    pub title: &'static str,
    pub title_setup: &'static str,
    pub total: &'static str,
    pub how: &'static str,
    pub card: &'static str,
    pub bank: &'static str,
    pub number: &'static str,
    pub number_hint: &'static str,
    pub expiry: &'static str,
    pub expiry_hint: &'static str,
    pub cvc: &'static str,
    pub cvc_hint: &'static str,
    pub name: &'static str,
    pub account: &'static str,
    pub account_clears: &'static str,
    pub account_empty: &'static str,
    pub account_closed: &'static str,
    pub account_taken_back: &'static str,
    pub account_hint: &'static str,
    pub account_agree: &'static str,
    pub pay: &'static str,
    pub save: &'static str,
    pub back: &'static str,
    pub back_done: &'static str,
    pub cards: &'static str,
    pub cards_pay: &'static str,
    pub cards_decline: &'static str,
    pub cards_funds: &'static str,
    pub cards_ask: &'static str,
    pub problem: &'static str,
    pub complete: &'static str,
    pub expired: &'static str,
    pub bank_asks: &'static str,
    pub bank_asks_more: &'static str,
    pub bank_yes: &'static str,
    pub bank_no: &'static str,
    pub number_wrong: &'static str,
    pub number_real: &'static str,
    pub expiry_wrong: &'static str,
    pub expiry_past: &'static str,
    pub cvc_wrong: &'static str,
    pub name_missing: &'static str,
    pub bank_missing: &'static str,
    declined: &'static str,
    insufficient: &'static str,
    card_expired: &'static str,
    cvc_refused: &'static str,
    processing: &'static str,
    not_authenticated: &'static str,
}

/// The words of a language.
#[must_use]
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

/// What to tell a patient about an issuer's refusal.
#[must_use]
pub fn refusal(lang: Lang, code: &str, decline: &str) -> &'static str {
    let words = words(lang);
    match (code, decline) {
        (_, "insufficient_funds") => words.insufficient,
        ("expired_card", _) => words.card_expired,
        ("incorrect_cvc", _) => words.cvc_refused,
        ("processing_error", _) => words.processing,
        (code, _) if code.ends_with("authentication_failure") => words.not_authenticated,
        _ => words.declined,
    }
}

static EN: Words = Words {
    test: "Test payment page: no real money",
    test_more: "Use a test card below. Never type a real card number here.",
    title: "Pay",
    title_setup: "Save a payment method",
    total: "Total",
    how: "How would you like to pay?",
    card: "Card",
    bank: "Bank account (test)",
    number: "Card number",
    number_hint: "For example 4242 4242 4242 4242",
    expiry: "Expiration date",
    expiry_hint: "Month and year, for example 12/34",
    cvc: "Security code",
    cvc_hint: "3 or 4 digits",
    name: "Name on the card or account",
    account: "Test account",
    account_clears: "···· 6789: clears",
    account_empty: "···· 2227: returned, no funds",
    account_closed: "···· 1113: returned, closed",
    account_taken_back: "···· 5559: clears, taken back later",
    account_hint: "A bank payment takes some days. It counts as paid once the bank confirms it.",
    account_agree: "By pressing the button you allow one withdrawal of this amount from the account.",
    pay: "Pay",
    save: "Save",
    back: "Back without paying",
    back_done: "Back to",
    cards: "Test cards",
    cards_pay: "pays",
    cards_decline: "is declined",
    cards_funds: "has not enough money",
    cards_ask: "asks you to confirm with the bank",
    problem: "Please check this:",
    complete: "This payment is done. You will not be charged again.",
    expired: "This payment page has expired. Nothing was charged. Go back to start again.",
    bank_asks: "Confirm with your bank",
    bank_asks_more: "A real bank would now ask whether it is you. Here you choose the answer.",
    bank_yes: "Complete authentication",
    bank_no: "Fail authentication",
    number_wrong: "Enter the whole card number.",
    number_real: "This is not a test card. Use one of the test cards; nothing was charged.",
    expiry_wrong: "Enter month and year, like 12/34.",
    expiry_past: "This date has passed. Use another card.",
    cvc_wrong: "Enter the 3 or 4 digits of the security code.",
    name_missing: "Enter the name on the card or account.",
    bank_missing: "Choose a test account.",
    declined: "The card was declined. Nothing was charged. Try another card.",
    insufficient: "The card does not have enough money. Nothing was charged. Try another card.",
    card_expired: "The card has expired. Nothing was charged. Try another card.",
    cvc_refused: "The security code is wrong. Nothing was charged. Check it and try again.",
    processing: "The bank could not be reached. Nothing was charged. Try again in a moment.",
    not_authenticated: "The bank could not confirm that it is you. Nothing was charged. Try again or use another card.",
};

static ES: Words = Words {
    test: "Página de pago de prueba: no es dinero real",
    test_more: "Use una tarjeta de prueba de la lista. Nunca escriba aquí un número de tarjeta real.",
    title: "Pagar",
    title_setup: "Guardar una forma de pago",
    total: "Total",
    how: "¿Cómo quiere pagar?",
    card: "Tarjeta",
    bank: "Cuenta bancaria (prueba)",
    number: "Número de tarjeta",
    number_hint: "Por ejemplo 4242 4242 4242 4242",
    expiry: "Fecha de vencimiento",
    expiry_hint: "Mes y año, por ejemplo 12/34",
    cvc: "Código de seguridad",
    cvc_hint: "3 o 4 cifras",
    name: "Nombre en la tarjeta o la cuenta",
    account: "Cuenta de prueba",
    account_clears: "···· 6789: se completa",
    account_empty: "···· 2227: devuelta, sin fondos",
    account_closed: "···· 1113: devuelta, cerrada",
    account_taken_back: "···· 5559: se completa, luego se retira",
    account_hint: "Un pago del banco tarda unos días. Se da por pagado cuando el banco lo confirma.",
    account_agree: "Al pulsar el botón autoriza un solo cargo de este importe en la cuenta.",
    pay: "Pagar",
    save: "Guardar",
    back: "Volver sin pagar",
    back_done: "Volver a",
    cards: "Tarjetas de prueba",
    cards_pay: "paga",
    cards_decline: "es rechazada",
    cards_funds: "no tiene fondos suficientes",
    cards_ask: "pide confirmar con el banco",
    problem: "Revise lo siguiente:",
    complete: "Este pago está hecho. No se le cobrará otra vez.",
    expired: "Esta página de pago venció. No se cobró nada. Vuelva para empezar de nuevo.",
    bank_asks: "Confirme con su banco",
    bank_asks_more: "Un banco real le preguntaría ahora si es usted. Aquí elige usted la respuesta.",
    bank_yes: "Completar la autenticación",
    bank_no: "Rechazar la autenticación",
    number_wrong: "Escriba el número de tarjeta completo.",
    number_real: "Esta no es una tarjeta de prueba. Use una de las tarjetas de prueba; no se cobró nada.",
    expiry_wrong: "Escriba mes y año, como 12/34.",
    expiry_past: "Esta fecha ya pasó. Use otra tarjeta.",
    cvc_wrong: "Escriba las 3 o 4 cifras del código de seguridad.",
    name_missing: "Escriba el nombre en la tarjeta o la cuenta.",
    bank_missing: "Elija una cuenta de prueba.",
    declined: "La tarjeta fue rechazada. No se cobró nada. Pruebe con otra tarjeta.",
    insufficient: "La tarjeta no tiene fondos suficientes. No se cobró nada. Pruebe con otra tarjeta.",
    card_expired: "La tarjeta venció. No se cobró nada. Pruebe con otra tarjeta.",
    cvc_refused: "El código de seguridad no es correcto. No se cobró nada. Revíselo y vuelva a intentarlo.",
    processing: "No se pudo contactar con el banco. No se cobró nada. Inténtelo de nuevo en un momento.",
    not_authenticated: "El banco no pudo confirmar que es usted. No se cobró nada. Inténtelo de nuevo o use otra tarjeta.",
};
