//! Files that are refused: where, why, and before they cost anything.

mod support;

use std::io::{self, Read};

use support::{bare, payments, refusal, refused};
use x12::{Event, Limits, Reader, X12Error, X12ErrorKind};

const HEAD: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       \
                    *260102*0930*^*00501*000000001*0*P*:~GS*HP*P*R*20260102*0930*5*X*005010X221A1~";
const SET: &str = "ST*835*0001~BPR*I*0*C*NON~TRN*1*77~LX*1~SE*5*0001~";
const TAIL: &str = "GE*1*5~IEA*1*000000001~";

fn whole() -> String {
    format!("{HEAD}{SET}{TAIL}")
}

/// Counts what is asked of it, and repeats a pattern for as long as anyone reads.
struct Endless {
    head: io::Cursor<Vec<u8>>,
    pattern: Vec<u8>,
    at: usize,
    given: usize,
}

impl Endless {
    fn new(head: &str, pattern: &str) -> Self {
        Self { head: io::Cursor::new(head.into()), pattern: pattern.into(), at: 0, given: 0 }
    }
}

impl Read for &mut Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut count = self.head.read(into)?;
        if count == 0 {
            for byte in into.iter_mut() {
                *byte = self.pattern[self.at];
                self.at = (self.at + 1) % self.pattern.len();
            }
            count = into.len();
        }
        self.given += count;
        Ok(count)
    }
}

/// Reads until refused; gives the error, the bytes taken and the largest claim.
fn exhaust(mut source: Endless) -> (X12Error, usize, usize) {
    let mut largest = 0;
    let mut reader = Reader::new(&mut source);
    let error = loop {
        match reader.next_event() {
            Ok(Some(Event::Claim(claim))) => largest = largest.max(claim.canonical().len()),
            Ok(Some(_)) => {}
            Ok(None) => panic!("an endless file has no end"),
            Err(error) => break error,
        }
    };
    drop(reader);
    (error, source.given, largest)
}

#[test]
fn a_complete_envelope_is_accepted() {
    assert_eq!(payments(whole().as_bytes()).unwrap().len(), 1);
    let no_last_terminator = whole().trim_end_matches('~').to_owned();
    assert!(payments(no_last_terminator.as_bytes()).is_ok());
    let padded = format!("\u{feff}\r\n{}\r\n \r\n\u{1a}", whole());
    assert!(payments(padded.as_bytes()).is_ok());
    let zero_padded_trailer = whole().replace("GE*1*5", "GE*1*000005");
    assert!(payments(zero_padded_trailer.as_bytes()).is_ok());
}

#[test]
fn what_is_no_x12_is_refused_at_its_first_byte() {
    for file in ["%PDF-1.7", "PK\x03\x04", "patient,amount\n1,2\n", "{\"a\":1}", "ISAAC NEWTON", "isa*00*"] {
        let sentence = refused(file.as_bytes());
        assert!(sentence.starts_with("segment 1 (byte 0): this is not an X12 file"), "{file}: {sentence}");
    }
    assert!(refused(b"").contains("the file is empty"));
    assert!(refused(b" \r\n").contains("the file is empty"));
}

#[test]
fn other_encodings_are_named() {
    let utf16: Vec<u8> = whole().encode_utf16().flat_map(u16::to_le_bytes).collect();
    for file in [utf16.clone(), [&[0xFF, 0xFE][..], &utf16].concat(), [&[0xFE, 0xFF][..], &utf16].concat()] {
        assert!(refused(&file).contains("UTF-16"), "{}", refused(&file));
    }
    let hole = whole().replace("LX*1", "LX*\0");
    assert!(refused(hole.as_bytes()).starts_with("segment 6 (byte "), "{}", refused(hole.as_bytes()));
}

#[test]
fn every_cut_through_a_file_is_noticed() {
    let whole = whole();
    for end in 0..whole.len() - 1 {
        assert!(payments(&whole.as_bytes()[..end]).is_err(), "cut at byte {end}");
    }
}

#[test]
fn a_missing_trailer_names_what_it_would_close() {
    let cut = |text: String| refused(text.as_bytes());
    assert!(cut(format!("{HEAD}{SET}GE*1*5~")).contains("before the IEA that closes segment 1"));
    assert!(cut(format!("{HEAD}{SET}")).contains("before the GE that closes segment 2"));
    assert!(cut(format!("{HEAD}ST*835*1~BPR*I*0~")).contains("before the SE that closes segment 3"));
    let joined = cut(format!("{HEAD}{SET}{HEAD}{SET}{TAIL}"));
    assert!(joined.contains("before the GE that closes segment 2"), "{joined}");
    let unclosed = cut(format!("{HEAD}ST*835*1~BPR*I*0*C~TRN*1*7~{SET}{TAIL}"));
    assert!(
        unclosed.starts_with("segment 6") && unclosed.contains("the SE that closes segment 3"),
        "{unclosed}"
    );
}

#[test]
fn control_numbers_must_close_what_they_opened() {
    for (from, to, says) in [
        ("SE*5*0001", "SE*5*0002", "SE02 closes control number 0002, but 0001 was opened"),
        ("GE*1*5", "GE*1*6", "GE02 closes control number 6, but 5 was opened"),
        (
            "IEA*1*000000001",
            "IEA*1*000000009",
            "IEA02 closes control number 000000009, but 000000001 was opened",
        ),
        ("SE*5*0001", "SE*5", "SE02 closes control number something unreadable"),
    ] {
        let sentence = refused(whole().replace(from, to).as_bytes());
        assert!(sentence.contains(says), "{sentence}");
    }
}

#[test]
fn counts_are_noted_and_not_refused() {
    let file = whole().replace("SE*5", "SE*x").replace("GE*1", "GE*3").replace("IEA*1*", "IEA*2*");
    let (payments, notes) = support::read(file.as_bytes()).unwrap();
    assert_eq!(payments.len(), 1);
    let notes: Vec<_> = notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "segment 7: SE01 gives no number of segments in the transaction set, there are 5",
            "segment 8: GE01 says 3 transaction sets in the group, there are 1",
            "segment 9: IEA01 says 2 groups in the interchange, there are 1",
        ]
    );
}

#[test]
fn only_remittances_are_read() {
    let claim = whole().replace("ST*835", "ST*837");
    let sentence = refused(claim.as_bytes());
    assert!(sentence.contains("transaction set 837 is not a remittance (835)"), "{sentence}");
}

#[test]
fn what_stands_between_sets_must_belong_there() {
    for (file, says) in [
        (format!("{HEAD}{SET}CLP*1*1*1*1~{TAIL}"), "segment 8 (byte 197): CLP cannot stand here"),
        (format!("{}hello world", whole()), "what stands here is not a segment"),
        (format!("{}CLP*1*1*1*1~", whole()), "a new interchange (ISA) or the end of the file"),
        (format!("{}{SET}", whole()), "ST cannot stand here"),
        (format!("{HEAD}{SET}IEA*1*000000001~"), "IEA cannot stand here"),
        (format!("{SET}GE*1*1~"), "GE cannot stand here"),
        (
            format!("{HEAD}ST*835*0001~BPR*I*0~TRN*1*7~LX*1~SVC*HC:1*1*1~SE*6*0001~{TAIL}"),
            "SVC cannot stand here",
        ),
        (format!("{HEAD}ST*835*0001~BPR*I*0~TRN*1*7~CAS*CO*45*1~SE*5*0001~{TAIL}"), "CAS cannot stand here"),
    ] {
        let sentence = refused(file.as_bytes());
        assert!(sentence.contains(says), "{sentence}");
    }
}

#[test]
fn a_payment_needs_its_amount_and_its_trace() {
    let without = |segment: &str| refused(SET.replace(segment, "").as_bytes());
    assert!(without("BPR*I*0*C*NON~").contains("the payment has no BPR segment"));
    assert!(without("TRN*1*77~").contains("the payment has no TRN segment"));
    assert!(refused(SET.replace("I*0*C", "I**C").as_bytes()).contains("BPR02 is empty"));
    assert!(refused(SET.replace("I*0*C", "I*0*X").as_bytes()).contains("BPR03 holds X"));
}

#[test]
fn amounts_and_codes_must_be_what_they_claim() {
    for (segments, says) in [
        (&["CLP*A*1**0"][..], "segment 5 (byte 48): CLP03 is empty, and may not be"),
        (&["CLP*A*1*1"], "CLP04 is empty"),
        (&["CLP*A**1*1"], "CLP02 is empty"),
        (&["CLP*A*1*1,50*0"], "CLP03 cannot be used: this is not an amount of money"),
        (&["CLP*A*1*1.005*0"], "CLP03 cannot be used: an amount has at most two decimal places"),
        (&["CLP*A*1*1*999999999999"], "CLP04 cannot be used: the amount is too large"),
        (&["CLP*A*1*1*1", "SVC*HC:1*1e2*1"], "segment 6 (byte 60): SVC02 cannot be used"),
        (&["CLP*A*1*1*1", "CAS*XX*45*1"], "CAS01 holds XX, which is not an adjustment group"),
        (&["CLP*A*1*1*1", "CAS*CO**1"], "CAS02 is empty"),
        (&["CLP*A*1*1*1", "CAS*CO"], "CAS02 is empty"),
        (&["CLP*A*1*1*1", "CAS*CO*45"], "CAS03 is empty"),
        (&["CLP*A*1*1*1", "CAS*CO*45*1**16"], "CAS06 is empty"),
        (&["CLP*A*1*1*1", "CAS*CO*TOOLONG*1"], "CAS02 holds something unreadable"),
        (&["CLP*A*1*1*1", "CAS*CO*1*1**2*1**3*1**4*1**5*1**6*1**7*1"], "more than 6 adjustments in one CAS"),
        (&["PLB*1*20261231*WO:9"], "PLB04 is empty"),
        (&["PLB*1*20261231**5"], "PLB03 is empty"),
        (&["PLB*1*20261231"], "PLB03 is empty"),
    ] {
        let sentence = refusal(segments);
        assert!(sentence.contains(says), "{segments:?}: {sentence}");
    }
}

#[test]
fn errors_never_repeat_what_a_person_wrote() {
    for segments in [
        &["CLP*DOE JANE*1*JANE DOE*0"][..],
        &["CLP*A*1*1*1", "CAS*DOE-JANE*45*1"],
        &["CLP*A*1*1*1", "CAS*CO*JANE DOE*1"],
        &["CLP*A*1*1*1", "CAS*JANE*45*1"],
        &["CLP*A*1*1*1", "CAS*CO*JANEDOE77*1"],
        &["CLP*A*1*1*1", "NM1*QC*1*DOE*JANE", "SVC*HC:1*JANE*1"],
        &["CLP*A*1*1*1", "NM1*QC*1*DOE*JANE", "doe jane"],
    ] {
        let error = payments(&bare(segments)).unwrap_err();
        assert!(!format!("{error} {error:?}").to_uppercase().contains("JANE"), "{error:?}");
    }
    let claim = support::claim(&["CLP*ACCT-9*1*1*1", "NM1*QC*1*DOE*JANE****MI*M77"]);
    let debug = format!("{claim:?} {:?} {:?}", claim.patient, Event::Claim(Box::new(claim.clone())));
    for secret in ["DOE", "JANE", "M77", "ACCT-9"] {
        assert!(!debug.contains(secret), "{debug}");
    }
}

#[test]
fn garbage_without_an_end_costs_one_buffer() {
    let (error, taken, _) = exhaust(Endless::new("", "x"));
    assert!(matches!(error.kind, X12ErrorKind::NotX12));
    assert!(taken <= Limits::BUFFER_BYTES, "{taken}");

    let (error, taken, _) = exhaust(Endless::new(HEAD, "x"));
    assert!(matches!(error.kind, X12ErrorKind::SegmentTooLong(_)), "{error}");
    assert!(taken <= 2 * Limits::BUFFER_BYTES, "{taken}");

    let (error, taken, _) = exhaust(Endless::new(HEAD, "*"));
    assert!(matches!(error.kind, X12ErrorKind::TooManyElements(_)), "{error}");
    assert!(taken <= 2 * Limits::BUFFER_BYTES, "{taken}");

    let (error, taken, _) = exhaust(Endless::new(&whole(), "\n"));
    assert!(matches!(error.kind, X12ErrorKind::Blank(_)), "{error}");
    assert!(taken <= 2 * Limits::BUFFER_BYTES, "{taken}");

    let (error, ..) = exhaust(Endless::new("ISA*00*", "x"));
    assert!(matches!(error.kind, X12ErrorKind::Delimiters("ISA")), "{error}");
}

#[test]
fn segments_without_an_end_are_refused_early() {
    let head = format!("{HEAD}ST*835*0001~BPR*I*0*C*NON~TRN*1*77~");
    let claim = format!("{head}LX*1~CLP*A*1*0*0~");
    let filler = format!("REF*ZZ*{}~", "9".repeat(8_000));
    for (start, pattern, what) in [
        (&head, "REF*EV*1~", "segments before the first claim"),
        (&format!("{head}LX*1~"), "LX*1~", "segments in a row outside of a claim"),
        (&claim, "REF*EA*1~", "segments in one claim"),
        (&claim, "SVC*HC:1*0*0~", "service lines in one claim"),
        (&claim, filler.as_str(), "bytes in one claim"),
        (&head, "PLB*1*20261231*WO*0~", "PLB segments in one payment"),
    ] {
        let (error, taken, largest) = exhaust(Endless::new(start, pattern));
        assert!(error.to_string().contains(what), "{error}");
        assert!(error.to_string().ends_with("this is not an honest 835"), "{error}");
        assert!(taken < 6 * 1024 * 1024, "{what}: {taken}");
        assert!(largest <= Limits::CLAIM_BYTES);
    }
}

#[test]
fn a_failing_source_is_reported_and_a_hesitant_one_is_not() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let error = Reader::new(Broken).next_event().unwrap_err();
    assert_eq!(error.to_string(), "segment 1 (byte 0): the file could not be read: the disk is gone");

    /// One byte at a time, with an interruption before each.
    struct Hesitant<'a>(&'a [u8], bool);
    impl Read for Hesitant<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let count = self.0.len().min(into.len()).min(1);
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }
    let whole = whole();
    let mut reader = Reader::new(Hesitant(whole.as_bytes(), false));
    let mut events = 0;
    while reader.next_event().unwrap().is_some() {
        events += 1;
    }
    assert_eq!(events, 2);
}

#[test]
fn a_reader_may_move_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&Reader::new(io::empty()));
    is_send(&Reader::new(io::empty()).next_event());
}
