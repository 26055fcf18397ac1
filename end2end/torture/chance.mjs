// Chance from a seed, so that a run can be had again.

/** mulberry32 (Tommy Ettinger, public domain): numbers from 0 up to 1. */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    /** Whether something that happens so often happens now. */
    of: (share) => next() < share,
    /** A whole number from `from` up to and with `to`. */
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    /** One of a list. */
    one: (list) => list[Math.floor(next() * list.length)],
  };
}
