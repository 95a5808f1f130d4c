// Runs with the conversation: what to do where the server is not reached, was started anew, or has too much to do.
// Gradio would say so in English, and forget the question when it is back.
const notice = document.querySelector('#lost');
let last = '';
// The first word comes within a second; on a slow line, or in a queue, within some.
const SILENCE = 20000;
// What still comes behind the end of a stream has come by then.
const ENDED = 3000;

if (notice) {
  document.documentElement.classList.add('own-notices');
  const question = () => document.querySelector('#question textarea')?.value.trim() || '';
  const sent = () => { last = question() || last; };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.matches?.('#question textarea')) sent();
  }, true);
  document.addEventListener('click', (event) => { if (event.target.closest?.('#ask')) sent(); }, true);

  const tell = async () => {
    // What stays in the box was not taken; what an answer was under way to is in no box any more.
    const open = document.querySelector('.turn:last-child[aria-busy="true"] .asked p')?.textContent || '';
    last = question() || open || last;
    let there = false;
    try { there = (await fetch(notice.dataset.probe, { method: 'HEAD', cache: 'no-store' })).ok; } catch { /* not there */ }
    // Gradio loads the page anew once the server is back: the question goes along in the address, and to nobody
    // (`chat.js` puts it into the box).
    if (last) history.replaceState(history.state, '', `#${new URLSearchParams({ frage: last })}`);
    notice.querySelector('p').textContent = there ? notice.dataset.failed : notice.dataset.offline;
    notice.hidden = false;
    document.dispatchEvent(new CustomEvent('kiz:lost'));
  };
  new MutationObserver((changes) => {
    const told = changes.some((change) => [...change.addedNodes].some((node) =>
      node.nodeType === 1 && (node.matches('.toast-body, .toast-item') || node.querySelector('.toast-body'))));
    if (told && notice.hidden) tell();
  }).observe(document.body, { childList: true, subtree: true });

  // A stream that breaks off before the answer is whole, and one that never begins, are told by nobody else.
  const waiting = () => document.querySelector('#composer.sending, #chat .turn:last-child[aria-busy="true"]');
  const look = () => { if (notice.hidden && waiting()) tell(); };
  let since = 0;
  let silent = 0;
  document.addEventListener('kiz:sent', () => {
    since = performance.now();
    clearTimeout(silent);
    silent = setTimeout(() => { if (document.querySelector('#composer.sending')) look(); }, SILENCE);
  });
  new PerformanceObserver((list) => {
    const ended = list.getEntries().some((entry) => entry.name.includes('/queue/data') && entry.responseEnd > since);
    if (since && ended) setTimeout(look, ENDED);
  }).observe({ type: 'resource' });

  // Asked again from here the conversation stays; where that does not help, the page is loaded anew.
  let again = false;
  notice.querySelector('button').addEventListener('click', () => {
    if (again || !last || notice.querySelector('p').textContent === notice.dataset.offline) return location.reload();
    again = true;
    notice.hidden = true;
    document.dispatchEvent(new CustomEvent('kiz:ask', { detail: last }));
  });
  document.addEventListener('kiz:grown', () => {
    again = false;
    if (notice.hidden) return;
    notice.hidden = true;
    if (location.hash.startsWith('#frage=')) history.replaceState(history.state, '', location.pathname);
  });
}
