// The staff's plain pages work without it; with it, a run is shown as it goes, and an upload how far it is.
const job = () => document.querySelector('#job');

const follow = async () => {
  try {
    const answer = await fetch('/intern/veroeffentlichen/stand', { headers: { accept: 'application/json' } });
    if (answer.status === 401) { location.reload(); return; }
    const { state, kind, html } = await answer.json();
    if (state !== 'running') {
      // What was found out stands further down.
      if (kind === 'preview' && state === 'done') location.hash = 'pruefung';
      location.reload();
      return;
    }
    const made = new DOMParser().parseFromString(html, 'text/html').querySelector('#job');
    // Put in piece by piece: a bar that is replaced would be read out anew every second.
    const [now, next] = [job().querySelector('.run'), made.querySelector('.run')];
    if (now && next && now.children.length === next.children.length) {
      [...now.children].forEach((part, at) => {
        const other = next.children[at];
        if (part.tagName === 'PROGRESS') {
          if (other.hasAttribute('max')) { part.max = other.max; part.value = other.value; }
        } else if (part.textContent !== other.textContent) part.textContent = other.textContent;
      });
    } else job().replaceChildren(...made.childNodes);
  } catch {
    // The server may just be starting anew: the next look tells.
  }
  setTimeout(follow, 1000);
};
if (job()?.dataset.state === 'running') setTimeout(follow, 1000);

const upload = document.querySelector('form.upload');
upload?.addEventListener('submit', (event) => {
  event.preventDefault();
  const request = new XMLHttpRequest();
  const [place, button] = [upload.querySelector('.sending'), upload.querySelector('[type=submit]')];
  const [bar, said] = [place.querySelector('progress'), place.querySelector('[role=status]')];
  place.hidden = false;
  button.disabled = true;
  said.textContent = upload.dataset.uploading;
  request.upload.onprogress = (step) => { if (step.lengthComputable) bar.value = (100 * step.loaded) / step.total; };
  request.onload = () => {
    if (request.responseURL && request.status < 400) { location.href = request.responseURL; return; }
    // A refusal is a page of its own, with the words for it.
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    const main = page.querySelector('main');
    if (main) {
      document.querySelector('main').replaceWith(main);
      document.title = page.title;
      main.querySelector('[role=alert]')?.scrollIntoView({ block: 'center' });
      main.focus();
      document.dispatchEvent(new CustomEvent('kiz:again'));
    } else {
      said.textContent = upload.dataset.failed;
      button.disabled = false;
    }
  };
  request.onerror = () => { said.textContent = upload.dataset.failed; button.disabled = false; };
  request.open('POST', upload.action);
  request.send(new FormData(upload));
});
// After a refusal the page has a new form, which this script does not know: load it again to try anew.
document.addEventListener('kiz:again', () => {
  document.querySelector('form.upload')?.removeAttribute('data-uploading');
});
