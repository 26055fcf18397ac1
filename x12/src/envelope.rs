//! Follows what stands around transaction sets: `ISA`, `GS`, `GE` and `IEA`.

use crate::error::{X12ErrorKind, shown_control};
use crate::{CountNote, Segment, X12Error};

/// Something open that must be closed by its own control number.
#[derive(Debug)]
struct Opened {
    segment: u64,
    control: String,
    inside: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Envelope {
    interchange: Option<Opened>,
    group: Option<Opened>,
    /// Once one envelope was seen, sets outside of one are damage.
    seen_interchange: bool,
    seen_group: bool,
    test: bool,
    notes: Vec<CountNote>,
}

/// So many notes are kept; a file with more has made its point.
const NOTES: usize = 100;

impl Envelope {
    /// True while the interchange is marked as a test (`ISA15`).
    pub(crate) fn is_test(&self) -> bool {
        self.test
    }

    pub(crate) fn notes(&self) -> &[CountNote] {
        &self.notes
    }

    pub(crate) fn note(&mut self, note: CountNote) {
        if self.notes.len() < NOTES {
            self.notes.push(note);
        }
    }

    /// Takes a segment outside of any set; true if it opens one.
    pub(crate) fn take(&mut self, segment: &Segment<'_>) -> Result<bool, X12Error> {
        match segment.id() {
            "ISA" => {
                self.all_closed().map_err(|kind| segment.error(kind))?;
                self.seen_interchange = true;
                self.test = segment.text(15) == "T";
                self.interchange = Some(open(segment, 13)?);
            }
            "GS" if self.group.is_none() && (self.interchange.is_some() || !self.seen_interchange) => {
                self.seen_group = true;
                if let Some(interchange) = &mut self.interchange {
                    interchange.inside += 1;
                }
                self.group = Some(open(segment, 6)?);
            }
            "ST" if self.group.is_some() || !(self.seen_group || self.seen_interchange) => {
                if let Some(group) = &mut self.group {
                    group.inside += 1;
                }
                return Ok(true);
            }
            "GE" if let Some(group) = self.group.take() => self.close(segment, ("GE01", "GE02"), &group)?,
            "IEA"
                if self.group.is_none()
                    && let Some(interchange) = self.interchange.take() =>
            {
                self.close(segment, ("IEA01", "IEA02"), &interchange)?;
            }
            "TA1" if self.interchange.is_some() && self.group.is_none() => {}
            found => {
                return Err(segment
                    .error(X12ErrorKind::Unexpected { found: found.to_owned(), expected: self.expected() }));
            }
        }
        Ok(false)
    }

    /// What is missing if the file ends here.
    pub(crate) fn all_closed(&self) -> Result<(), X12ErrorKind> {
        let open =
            |missing, opened: &Opened| Err(X12ErrorKind::Truncated { missing, opened: opened.segment });
        match (&self.group, &self.interchange) {
            (Some(group), _) => open("GE", group),
            (None, Some(interchange)) => open("IEA", interchange),
            (None, None) => Ok(()),
        }
    }

    fn close(
        &mut self,
        segment: &Segment<'_>,
        (count, control): (&'static str, &'static str),
        opened: &Opened,
    ) -> Result<(), X12Error> {
        check_control(segment, control, &opened.control)?;
        if let Some(note) = check_count(segment, count, opened.inside) {
            self.note(note);
        }
        Ok(())
    }

    fn expected(&self) -> &'static str {
        match (&self.interchange, &self.group) {
            (_, Some(_)) => "a transaction set (ST) or the group's end (GE)",
            (Some(_), None) => "a group (GS) or the interchange's end (IEA)",
            (None, None) => "a new interchange (ISA) or the end of the file",
        }
    }
}

fn open(segment: &Segment<'_>, control: usize) -> Result<Opened, X12Error> {
    let Some(number) = segment.owned(control) else {
        return Err(segment.error(X12ErrorKind::Missing(segment.name_of(control))));
    };
    Ok(Opened { segment: segment.number(), control: number, inside: 0 })
}

/// Compares a closing segment's control number with the opening one's. Some senders
/// pad only one of them with zeros.
pub(crate) fn check_control(
    segment: &Segment<'_>,
    trailer: &'static str,
    opened: &str,
) -> Result<(), X12Error> {
    let closed = segment.text(2);
    let bare = |number: &str| number.trim_start_matches('0').to_owned();
    if !closed.is_empty() && bare(&closed) == bare(opened) {
        return Ok(());
    }
    Err(segment.error(X12ErrorKind::ControlNumber {
        trailer,
        closed: shown_control(&closed),
        opened: shown_control(opened),
    }))
}

/// Compares a closing segment's count with what was counted.
pub(crate) fn check_count(segment: &Segment<'_>, element: &'static str, counted: u64) -> Option<CountNote> {
    let declared = segment.text(1).parse().ok();
    (declared != Some(counted)).then_some(CountNote { segment: segment.number(), element, declared, counted })
}
