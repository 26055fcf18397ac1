//! The bar from charge to share: to scale, with every part's name and amount beside
//! it as text. The drawing itself is hidden from screen readers, because the text
//! says it all; its widths are attributes of an SVG, because the content security
//! policy allows no inline style.

use domain::Money;
use domain::statement::Columns;
use leptos::prelude::*;

use super::words::{capital, payer_or, sole};
use crate::Text;
use crate::model::VisitCard;

/// How a part of the charge looks; the name is a CSS class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tone {
    /// The whole charge.
    Charged,
    /// Taken off; nobody pays it.
    Discount,
    /// An insurer paid it.
    Insurer,
    /// An insurer has not decided, or refused it.
    Waiting,
    /// The patient paid it.
    Paid,
    /// The patient's to pay.
    Yours,
}

impl Tone {
    /// The name.
    pub fn class(self) -> &'static str {
        match self {
            Self::Charged => "tone-charged",
            Self::Discount => "tone-discount",
            Self::Insurer => "tone-insurer",
            Self::Waiting => "tone-waiting",
            Self::Paid => "tone-paid",
            Self::Yours => "tone-yours",
        }
    }
}

/// A part of the charge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Piece {
    /// How it looks.
    pub tone: Tone,
    /// What it is called.
    pub name: String,
    /// How much.
    pub amount: Money,
}

/// A charge and its parts, in the order in which they are drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bar {
    /// What was charged.
    pub whole: Money,
    /// The parts, which add up to it.
    pub pieces: Vec<Piece>,
}

impl Bar {
    /// A visit's bar. What the patient paid and what is left are parts of the share:
    /// `share = forgiven + paid + due − credit`.
    pub fn of(card: &VisitCard, t: Text) -> Self {
        let payer = payer_or(sole(&card.payers), t);
        Self::of_columns(&Columns::of(&card.breakdown), (card.forgiven, card.paid), &payer, t)
    }

    /// The bar of a charge's columns, of what the practice forgave and of what the patient paid;
    /// `payer` is who is named for every insurer's part.
    pub fn of_columns(columns: &Columns, (forgiven, paid): (Money, Money), payer: &str, t: Text) -> Self {
        let Columns { charged, discount, other, insurers, with_insurance, refused, share } = *columns;
        let paid = paid.min(share).or_zero();
        // It may be for what a plan cost beside the share, which is not drawn.
        let forgiven = forgiven.min(share - paid).or_zero();
        let left = share - paid - forgiven;
        let whole = paid.is_zero() && forgiven.is_zero();
        let pieces = [
            (Tone::Discount, t.t("part-discount"), discount),
            (Tone::Discount, t.t("part-other"), other),
            (Tone::Insurer, t.with("part-insurer", &[("payer", payer)]), insurers),
            (Tone::Waiting, t.with("part-waiting", &[("payer", payer)]), with_insurance),
            (Tone::Waiting, t.with("part-refused", &[("payer", payer)]), refused),
            (Tone::Discount, t.t("step-forgiven"), forgiven),
            (Tone::Paid, t.t("part-paid"), paid),
            (Tone::Yours, t.t(if whole { "part-yours" } else { "part-left" }), left),
        ];
        let pieces = pieces.into_iter().filter(|(_, _, amount)| !amount.is_zero());
        Self {
            whole: charged,
            pieces: pieces.map(|(tone, name, amount)| Piece { tone, name: capital(&name), amount }).collect(),
        }
    }
}

/// The width of the drawing in its own units.
const UNITS: i64 = 1000;

/// The least that a part is drawn with, so that a cent of a large bill is still seen.
const SLIVER: i64 = 20;

/// Where each amount is drawn: start and width. The widths add up to no more than
/// [`UNITS`]; what slivers gain, the widest part gives up.
fn spans(whole: Money, amounts: &[Money]) -> Vec<(i64, i64)> {
    let whole = whole.cents().max(amounts.iter().map(|amount| amount.or_zero().cents()).sum()).max(1);
    let mut widths: Vec<i64> = amounts
        .iter()
        .map(|amount| amount.or_zero().cents())
        .map(|cents| if cents == 0 { 0 } else { (cents.saturating_mul(UNITS) / whole).max(SLIVER) })
        .collect();
    let over = widths.iter().sum::<i64>() - UNITS;
    if let Some(widest) = widths.iter_mut().max().filter(|_| over > 0) {
        *widest = (*widest - over).max(SLIVER);
    }
    let mut at = 0;
    let place = |width| {
        at += width;
        (at - width, width)
    };
    widths.into_iter().map(place).collect()
}

fn drawing(rects: Vec<(i64, i64, Tone)>, class: &'static str) -> AnyView {
    // A part that stands alone on its ground has ends of its own.
    let round = (rects.iter().filter(|(_, width, _)| *width > 0).count() == 1).then_some("12");
    let rects = rects
        .into_iter()
        .filter(|(_, width, _)| *width > 0)
        .map(|(x, width, tone)| view! { <rect class=tone.class() x=x.to_string() width=width.to_string() height="10" rx=round ry=round.map(|_| "5")/> })
        .collect_view();
    view! {
        <svg class=class viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            {rects}
        </svg>
    }
    .into_any()
}

/// The bar alone, beside figures that say what it says.
pub(crate) fn drawn(bar: &Bar) -> AnyView {
    let amounts: Vec<Money> = bar.pieces.iter().map(|piece| piece.amount).collect();
    let mut spans = spans(bar.whole, &amounts);
    // Rounding leaves a hair at the end; the last part takes it when nothing is missing.
    if amounts.iter().copied().sum::<Money>() >= bar.whole
        && let Some((at, width)) = spans.last_mut()
    {
        *width = (UNITS - *at).max(*width);
    }
    let rects = spans.iter().zip(&bar.pieces).map(|((x, width), piece)| (*x, *width, piece.tone)).collect();
    drawing(rects, "bar-drawing")
}

/// The bar with its legend.
pub(crate) fn bar(bar: &Bar, t: Text) -> AnyView {
    let legend = bar
        .pieces
        .iter()
        .map(|piece| {
            let dot = format!("dot {}", piece.tone.class());
            view! {
                <li>
                    <span class=dot aria-hidden="true"></span>
                    <span>{piece.name.clone()}</span>" "
                    <b class="num">{t.money(piece.amount)}</b>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="bar">
            {drawn(bar)}
            <ul class="legend" role="list">{legend}</ul>
        </div>
    }
    .into_any()
}

/// One step of a visit's story: where on the whole charge this part lies. Steps come
/// off the end, so `before` is what is still open when this one begins.
pub(crate) fn piece_bar(whole: Money, before: Money, amount: Money, tone: Tone) -> AnyView {
    let unit = |amount: Money| amount.or_zero().cents().saturating_mul(UNITS) / whole.cents().max(1);
    let end = unit(before).min(UNITS);
    let width = if amount.is_positive() { unit(amount).max(SLIVER).min(end.max(SLIVER)) } else { 0 };
    drawing(vec![((end - width).max(0), width, tone)], "bar-drawing bar-step")
}

/// The patient's share at the end of the story, split into paid and left.
pub(crate) fn share_bar(whole: Money, paid: Money, left: Money) -> AnyView {
    let spans = spans(whole, &[paid, left]);
    let tones = [Tone::Paid, Tone::Yours];
    drawing(
        spans.into_iter().zip(tones).map(|((x, width), tone)| (x, width, tone)).collect(),
        "bar-drawing bar-step",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(whole: i64, cents: &[i64]) -> Vec<i64> {
        let amounts: Vec<Money> = cents.iter().copied().map(Money::from_cents).collect();
        spans(Money::from_cents(whole), &amounts).into_iter().map(|(_, width)| width).collect()
    }

    #[test]
    fn parts_are_drawn_to_scale() {
        assert_eq!(widths(61_200, &[23_360, 25_000, 12_840]), [381, 408, 209]);
        assert_eq!(widths(100, &[0, 50, 50]), [0, 500, 500]);
    }

    #[test]
    fn a_cent_of_a_large_bill_is_seen_and_nothing_overflows() {
        let drawn = widths(9_999_999, &[9_999_998, 1]);
        assert_eq!(drawn, [980, SLIVER]);
        assert!(widths(0, &[0]).iter().sum::<i64>() <= UNITS);
        assert!(widths(100, &[-50, 150]).iter().sum::<i64>() <= UNITS);
    }
}
