// Runs with the conversation: what to do where the server is not reached, was started anew, or has too much to do.
// Gradio would say so in English, and forget the question when it is back.
const notice = document.querySelector('#lost');
let last = '';

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
  };
  new MutationObserver((changes) => {
    const told = changes.some((change) => [...change.addedNodes].some((node) =>
      node.nodeType === 1 && (node.matches('.toast-body, .toast-item') || node.querySelector('.toast-body'))));
    if (told && notice.hidden) tell();
  }).observe(document.body, { childList: true, subtree: true });

  notice.querySelector('button').addEventListener('click', () => location.reload());
}
