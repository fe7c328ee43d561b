// Draws what the stand-in of the API has received, and tells it what the visitor does.
const style = new CSSStyleSheet();
style.replaceSync(`
  body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem; background: #eef0f2; color: #1a1a1a }
  main { display: flex; flex-wrap: wrap; gap: 1rem }
  section { flex: 1 1 20rem; max-width: 26rem; background: #fff; border-radius: 1rem; padding: 1rem }
  ol { list-style: none; padding: 0; height: 60vh; overflow-y: auto }
  li { margin: .5rem 0; padding: .5rem .75rem; border-radius: .5rem; background: #f3f4f6; white-space: pre-wrap }
  li.me { background: #d3f0d8; margin-left: 4rem }
  li.card { border: 1px solid #b9c3cf; background: #fff }
  li button { display: block; width: 100%; margin-top: .4rem; padding: .5rem }
  label { display: block } form { display: flex; gap: .5rem } input { flex: 1; padding: .5rem }
`);
document.adoptedStyleSheets = [style];
const drawn = {};

async function act(did) {
  await fetch('/stage/act', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(did) });
  await look();
}

function draw(who, shown) {
  const item = document.createElement('li');
  item.className = shown.from === 'me' ? 'me' : shown.task ? 'card' : '';
  if (shown.title) { const head = document.createElement('strong'); head.textContent = shown.title; item.append(head, '\n'); }
  item.append(shown.text || '');
  (shown.options || []).forEach((name, number) => {
    const label = document.createElement('label'), box = document.createElement('input');
    box.type = 'checkbox'; box.value = number; label.append(box, ' ', name); item.append(label);
  });
  for (const choice of shown.buttons || shown.menu || []) {
    const button = document.createElement('button');
    button.textContent = shown.done && choice.key.endsWith('|' + shown.done) ? shown.done + ' ✓' : choice.text;
    button.disabled = Boolean(shown.done);
    button.onclick = () => act({
      who, text: choice.text, key: choice.key, task: shown.task || '',
      picked: [...item.querySelectorAll('input:checked')].map((box) => Number(box.value)),
    });
    item.append(button);
  }
  return item;
}

async function look() {
  const screens = await (await fetch('/stage/screens')).json();
  for (const section of document.querySelectorAll('section')) {
    const who = section.dataset.who, now = JSON.stringify(screens[who] || []);
    if (drawn[who] === now) continue;
    drawn[who] = now;
    const list = section.querySelector('ol');
    list.replaceChildren(...(screens[who] || []).map((shown) => draw(who, shown)));
    list.scrollTop = list.scrollHeight;
  }
}

for (const section of document.querySelectorAll('section')) {
  section.querySelector('form').onsubmit = (event) => {
    event.preventDefault();
    const field = section.querySelector('form input');
    if (field.value.trim()) act({ who: section.dataset.who, text: field.value.trim() });
    field.value = '';
  };
}
setInterval(look, 1000);
look();
