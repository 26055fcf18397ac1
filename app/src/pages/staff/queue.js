(() => {
  const list = document.querySelector('[data-queue]');
  if (!list) return;
  const rows = [...list.querySelectorAll('[data-case]')];
  const link = (row) => row.querySelector('a');
  // Only with focus inside this list, so that whoever speaks to their computer moves nothing.
  list.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('select')) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    link(rows[Math.max(0, Math.min(rows.length - 1, at + step))])?.focus();
  });
  // A box for all of a page shows it on each row; one that is cleared means not all of it.
  const all = list.querySelector('[name=all]');
  list.addEventListener('change', ({ target }) => {
    if (target === all) for (const box of list.querySelectorAll('[name=case]:enabled')) box.checked = all.checked;
    else if (target.name === 'case' && !target.checked && all) all.checked = false;
  });
  let last = Date.now();
  for (const what of ['keydown', 'pointerdown', 'focus']) addEventListener(what, () => (last = Date.now()));
  let mark;
  const look = async () => {
    // Whoever has left is signed out anyway.
    if (document.hidden || Date.now() - last > 300_000) return;
    const headers = mark ? { 'if-none-match': mark } : {};
    const answer = await fetch(list.dataset.queue, { headers, redirect: 'manual', cache: 'no-store' });
    if (answer.status !== 200) return;
    mark = answer.headers.get('etag');
    const now = new Map((await answer.json()).map((one) => [one.id, one]));
    for (const row of rows) {
      const one = now.get(row.dataset.case);
      if (one && String(one.seq) === row.dataset.seq) continue;
      row.classList.add('row-moved');
      row.querySelector('[data-who]').textContent = one?.who || list.dataset.moved;
      for (const control of row.querySelectorAll('input, button')) control.disabled = true;
    }
    const moved = rows.filter((row) => row.classList.contains('row-moved')).length;
    const said = document.querySelector('[data-said]');
    if (moved && said.hidden) said.hidden = false;
  };
  setInterval(() => look().catch(() => {}), Number(list.dataset.every));
})();
