//! Gathers the head of a transaction set, segment by segment.

use crate::error::{X12ErrorKind, shown};
use crate::{CreditDebit, RemittanceHeader, Segment, X12Error};

/// Whose address, contacts and numbers are being listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum About {
    #[default]
    Payment,
    Payer,
    Payee,
    Other,
}

#[derive(Debug, Default)]
pub(crate) struct HeaderBuilder {
    header: RemittanceHeader,
    about: About,
    has_payment: bool,
    has_trace: bool,
}

impl HeaderBuilder {
    /// Begins at the `ST` segment.
    pub(crate) fn new(st: &Segment<'_>, test: bool) -> Self {
        let header = RemittanceHeader {
            segment: st.number(),
            control_number: st.text(2).into_owned(),
            test,
            ..RemittanceHeader::default()
        };
        Self { header, ..Self::default() }
    }

    pub(crate) fn take(&mut self, segment: &Segment<'_>) -> Result<(), X12Error> {
        match segment.id() {
            "BPR" => self.payment(segment)?,
            "TRN" if !self.has_trace => {
                self.has_trace = true;
                self.header.trace = segment.text(2).into_owned();
                self.header.originator_id = segment.owned(3);
            }
            "DTM" if segment.text(1) == "405" => self.header.production_date = segment.date(2),
            "N1" => self.party(segment),
            "REF" => self.reference(segment),
            // Money or a claim's detail here would mean that its CLP was lost.
            "CAS" | "SVC" | "NM1" | "AMT" | "MIA" | "MOA" => {
                return Err(segment.error(X12ErrorKind::Unexpected {
                    found: segment.id().to_owned(),
                    expected: "the payment's head or a claim (CLP)",
                }));
            }
            _ => {}
        }
        Ok(())
    }

    /// The head, when the first claim (or the end) comes at `next`.
    pub(crate) fn finish(self, next: &Segment<'_>) -> Result<RemittanceHeader, X12Error> {
        if !self.has_payment {
            return Err(next.error(X12ErrorKind::MissingSegment("BPR")));
        }
        if !self.has_trace {
            return Err(next.error(X12ErrorKind::MissingSegment("TRN")));
        }
        Ok(self.header)
    }

    fn payment(&mut self, segment: &Segment<'_>) -> Result<(), X12Error> {
        if self.has_payment {
            return Err(segment.error(X12ErrorKind::TooMany { what: "BPR segments in a payment", limit: 1 }));
        }
        self.has_payment = true;
        let header = &mut self.header;
        header.handling = segment.text(1).into_owned();
        header.payment = segment.required_money(2)?;
        header.credit_debit = match segment.text(3).as_ref() {
            "C" | "" => CreditDebit::Credit,
            "D" => CreditDebit::Debit,
            code => {
                return Err(segment.error(X12ErrorKind::Code {
                    element: segment.name_of(3),
                    code: shown(code),
                    expected: "credit (C) or debit (D)",
                }));
            }
        };
        header.method = segment.text(4).into_owned();
        header.payment_date = segment.date(16);
        Ok(())
    }

    fn party(&mut self, segment: &Segment<'_>) {
        let (name, id) = (segment.text(2).into_owned(), segment.owned(4));
        self.about = match segment.text(1).as_ref() {
            "PR" => {
                self.header.payer.name = name;
                self.header.payer.id = id;
                About::Payer
            }
            "PE" => {
                let payee = &mut self.header.payee;
                payee.name = name;
                match segment.text(3).as_ref() {
                    "XX" => payee.npi = id,
                    "FI" => payee.tax_id = id,
                    _ => payee.payer_assigned_id = id,
                }
                About::Payee
            }
            _ => About::Other,
        };
    }

    fn reference(&mut self, segment: &Segment<'_>) {
        let number = segment.owned(2);
        let place = match (self.about, segment.text(1).as_ref()) {
            (About::Payer, "2U") => &mut self.header.payer.id,
            (About::Payee, "TJ") => &mut self.header.payee.tax_id,
            (About::Payee, "PQ") => &mut self.header.payee.payer_assigned_id,
            (About::Payee, "HPI") => &mut self.header.payee.npi,
            _ => return,
        };
        if place.is_none() {
            *place = number;
        }
    }
}
