//! That help in one's own language is free, in the fifteen languages that most people with
//! limited English speak in the United States (45 CFR 92.11; the law counts by state, and these
//! are the fifteen of the whole country).
//!
//! The sentences are those that the Office for Civil Rights published for everybody's use. They
//! are not translated from ours; they were taken from published copies, and a practice's counsel compares
//! them with the originals before they are relied on.

/// One language's notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Its BCP 47 tag.
    pub tag: &'static str,
    /// What its speakers call it.
    pub name: &'static str,
    /// It is written from right to left.
    pub from_right: bool,
    /// That help is free.
    pub free: &'static str,
    /// Whom to call: what stands before the number, and after it.
    call: (&'static str, &'static str),
}

impl Notice {
    /// The sentence that names a telephone: what stands before the number, and after it.
    #[must_use]
    pub const fn call(&self) -> (&'static str, &'static str) {
        self.call
    }
}

const fn notice(
    tag: &'static str,
    name: &'static str,
    free: &'static str,
    call: (&'static str, &'static str),
) -> Notice {
    Notice { tag, name, from_right: false, free, call }
}

/// The notices, the language of most people first.
pub const NOTICES: [Notice; 15] = [
    notice(
        "es",
        "Español",
        "ATENCIÓN: si habla español, tiene a su disposición servicios gratuitos de asistencia lingüística.",
        ("Llame al ", "."),
    ),
    notice("zh-Hant", "中文", "注意：如果您使用繁體中文，您可以免費獲得語言援助服務。", ("請致電 ", "。")),
    notice(
        "vi",
        "Tiếng Việt",
        "CHÚ Ý: Nếu bạn nói Tiếng Việt, có các dịch vụ hỗ trợ ngôn ngữ miễn phí dành cho bạn.",
        ("Gọi số ", "."),
    ),
    notice(
        "ko",
        "한국어",
        "주의: 한국어를 사용하시는 경우, 언어 지원 서비스를 무료로 이용하실 수 있습니다.",
        ("", " 번으로 전화해 주십시오."),
    ),
    notice(
        "tl",
        "Tagalog",
        "PAUNAWA: Kung nagsasalita ka ng Tagalog, maaari kang gumamit ng mga serbisyo ng tulong sa wika nang walang bayad.",
        ("Tumawag sa ", "."),
    ),
    notice(
        "ru",
        "Русский",
        "ВНИМАНИЕ: Если вы говорите на русском языке, то вам доступны бесплатные услуги перевода.",
        ("Звоните ", "."),
    ),
    Notice {
        from_right: true,
        ..notice(
            "ar",
            "العربية",
            "ملحوظة: إذا كنت تتحدث العربية، فإن خدمات المساعدة اللغوية تتوافر لك بالمجان.",
            ("اتصل برقم ", "."),
        )
    },
    notice(
        "ht",
        "Kreyòl Ayisyen",
        "ATANSYON: Si w pale Kreyòl Ayisyen, gen sèvis èd pou lang ki disponib gratis pou ou.",
        ("Rele ", "."),
    ),
    notice(
        "fr",
        "Français",
        "ATTENTION : Si vous parlez français, des services d’aide linguistique vous sont proposés gratuitement.",
        ("Appelez le ", "."),
    ),
    notice(
        "pt",
        "Português",
        "ATENÇÃO: Se fala português, encontram-se disponíveis serviços linguísticos, grátis.",
        ("Ligue para ", "."),
    ),
    notice(
        "pl",
        "Polski",
        "UWAGA: Jeżeli mówisz po polsku, możesz skorzystać z bezpłatnej pomocy językowej.",
        ("Zadzwoń pod numer ", "."),
    ),
    notice(
        "it",
        "Italiano",
        "ATTENZIONE: In caso la lingua parlata sia l’italiano, sono disponibili servizi di assistenza linguistica gratuiti.",
        ("Chiamare il numero ", "."),
    ),
    notice(
        "de",
        "Deutsch",
        "ACHTUNG: Wenn Sie Deutsch sprechen, stehen Ihnen kostenlos sprachliche Hilfsdienstleistungen zur Verfügung.",
        ("Rufnummer: ", "."),
    ),
    notice(
        "ja",
        "日本語",
        "注意事項：日本語を話される場合、無料の言語支援をご利用いただけます。",
        ("", " まで、お電話にてご連絡ください。"),
    ),
    Notice {
        from_right: true,
        ..notice(
            "fa",
            "فارسی",
            "توجه: اگر به زبان فارسی گفتگو می کنید، تسهیلات زبانی بصورت رایگان برای شما فراهم می باشد.",
            ("با ", " تماس بگیرید."),
        )
    },
];
