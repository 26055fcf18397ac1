//! The bar from charge to share, to scale. The text beside it says it all, so that the drawing itself is
//! decoration.

use domain::Money;
use domain::statement::StatedVisit;

use crate::look::{BAR_DISCOUNT, BAR_GROUND, BAR_INSURER, BAR_PAID, BAR_WAITING, BAR_YOURS, Colour, Pt};
use crate::piece::{Ink, Piece};

const HEIGHT: Pt = 9.0;
const GAP: Pt = 1.5;
/// The width of the drawing in its own units.
const UNITS: i64 = 1000;
/// The least that a part is drawn with, so that a cent of a large bill is still seen.
const SLIVER: i64 = 12;

/// A visit's bar.
pub(crate) fn bar(visit: &StatedVisit, width: Pt) -> Piece {
    let columns = &visit.columns;
    let paid = visit.paid.min(columns.share).or_zero();
    let forgiven = visit.forgiven.min(columns.share - paid).or_zero();
    let parts = [
        (columns.discount + columns.other, BAR_DISCOUNT),
        (columns.insurers, BAR_INSURER),
        (columns.with_insurance + columns.refused, BAR_WAITING),
        (forgiven, BAR_DISCOUNT),
        (paid, BAR_PAID),
        (columns.share - paid - forgiven, BAR_YOURS),
    ];
    let parts: Vec<(Money, Colour)> = parts.into_iter().filter(|(amount, _)| amount.is_positive()).collect();
    let mut piece = fill(width, BAR_GROUND);
    let widths = widths(columns.charged, &parts.iter().map(|(amount, _)| *amount).collect::<Vec<_>>());
    let mut x = 0.0;
    for ((_, colour), units) in parts.iter().zip(widths) {
        let part = width * (units as Pt) / (UNITS as Pt);
        let end = x + part;
        let drawn = if end < width - GAP { part - GAP } else { part };
        piece.put(x, 0.0, fill(drawn.max(GAP), *colour));
        x = end;
    }
    piece
}

fn fill(width: Pt, colour: Colour) -> Piece {
    Piece::decoration(Ink::Fill { width, height: HEIGHT, radius: 2.0, colour }, HEIGHT)
}

/// How wide each amount is drawn, together at most [`UNITS`]; what slivers gain, the widest part gives up.
fn widths(whole: Money, amounts: &[Money]) -> Vec<i64> {
    let whole = whole.cents().max(amounts.iter().map(|amount| amount.cents()).sum()).max(1);
    let mut widths: Vec<i64> =
        amounts.iter().map(|amount| (amount.cents().saturating_mul(UNITS) / whole).max(SLIVER)).collect();
    let over = widths.iter().sum::<i64>() - UNITS;
    if let Some(widest) = widths.iter_mut().max().filter(|_| over > 0) {
        *widest -= over;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cent_of_a_large_bill_is_seen_and_nothing_runs_over() {
        let cents = |cents| Money::from_cents(cents);
        let drawn = widths(cents(1_000_001), &[cents(1_000_000), cents(1)]);
        assert_eq!(drawn, [UNITS - SLIVER, SLIVER]);
        let halves = widths(cents(1_000), &[cents(250), cents(250)]);
        assert_eq!(halves, [250, 250]);
    }
}
