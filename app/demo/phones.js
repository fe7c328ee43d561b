// Draws what the stand-in of the API has received, and tells it what the visitor does.
const style = new CSSStyleSheet();
style.replaceSync(`
  * { box-sizing: border-box }
  body { font: 16px/1.5 system-ui, "Noto Sans SC", sans-serif; margin: 0; padding: 1rem; background: #dfe3e6; color: #1a1a1a }
  header { max-width: 76rem; margin: 0 auto 1rem } header p { margin: .25rem 0 0 } h1 { font-size: 1.4rem; margin: 0 }
  small { font-weight: normal; color: #4d5560; font-size: .85rem }
  main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1rem; max-width: 76rem; margin: 0 auto }
  section { display: flex; flex-direction: column; height: min(46rem, calc(100vh - 9rem)); min-height: 26rem; background: #ededed;
            border: 6px solid #23262b; border-radius: 1.6rem; overflow: hidden }
  h2 { font-size: 1rem; margin: 0; padding: .6rem 1rem; background: #f7f7f7; border-bottom: 1px solid #d5d5d5 }
  .window { display: flex; align-items: center; gap: .5rem; margin: 0; padding: .4rem 1rem; background: #fff7df; font-size: .85rem }
  .window button { margin-left: auto }
  ol { list-style: none; margin: 0; padding: .75rem; flex: 1; overflow-y: auto; overflow-wrap: anywhere }
  li { width: fit-content; max-width: 88%; margin: 0 0 .6rem; padding: .5rem .75rem; border-radius: .5rem; background: #fff; white-space: pre-wrap }
  li.me { margin-left: auto; background: #95ec69 }
  li.card, li.menu { width: 88%; padding: 0; overflow: hidden } li.card > p, li.menu > p { margin: 0; padding: .6rem .75rem }
  li.card strong { display: block }
  li label { display: flex; gap: .5rem; align-items: center; min-height: 2.5rem; padding: 0 .75rem; border-top: 1px solid #ececec }
  li input { width: 1.2rem; height: 1.2rem }
  li button { display: block; width: 100%; min-height: 2.75rem; border: 0; border-top: 1px solid #ececec; background: #fff; color: #35589b; font: inherit; cursor: pointer }
  li button:hover:enabled { background: #f3f6fb } li button:disabled { color: #6b6b6b; cursor: default } li button.chosen { color: #1a6b34; font-weight: 600 }
  li > a { display: block; padding: .6rem .75rem; border-top: 1px solid #ececec } a { color: #35589b }
  nav { display: flex; background: #f7f7f7; border-top: 1px solid #d5d5d5 } nav:empty { display: none }
  nav button { flex: 1; min-height: 2.6rem; border: 0; border-right: 1px solid #d5d5d5; background: none; font: inherit; cursor: pointer }
  form { display: flex; gap: .5rem; padding: .6rem; background: #f7f7f7; border-top: 1px solid #d5d5d5 }
  form input { flex: 1; min-width: 0; padding: .4rem .6rem; border: 1px solid #c9c9c9; border-radius: .4rem; font: inherit }
  form button, .window button { min-height: 2.5rem; padding: 0 .8rem; border: 1px solid #b9b9b9; border-radius: .4rem; background: #fff; font: inherit; cursor: pointer }
  form button:last-child { border-color: #07803f; background: #07803f; color: #fff }
  .window button { min-height: 2rem; font-size: .85rem }
  :focus-visible { outline: 3px solid #35589b; outline-offset: 1px }
`);
document.adoptedStyleSheets = [style];
const drawn = {};

async function act(did) {
  await fetch('/stage/act', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(did) });
  await look();
}

function make(tag, text, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: text }, more);
}

function link(href, text) {
  return make('a', text, { href, target: '_blank', rel: 'noopener' });
}

function draw(who, shown) {
  const choices = shown.buttons || shown.menu || [];
  const item = make('li', '', { className: shown.from === 'me' ? 'me' : shown.task ? 'card' : choices.length ? 'menu' : '' });
  const words = item.className === 'card' || item.className === 'menu' ? item.appendChild(document.createElement('p')) : item;
  if (shown.title) words.append(make('strong', shown.title));
  for (const part of (shown.text || '').split(/(https?:\/\/\S+)/)) words.append(part.startsWith('http') ? link(part, part) : part);
  for (const one of shown.links || []) item.append(link(one.url, one.content));
  (shown.options || []).forEach((name, number) => {
    const label = document.createElement('label'), box = make('input', '', { type: 'checkbox', value: number });
    box.disabled = Boolean(shown.done);
    label.append(box, name);
    item.append(label);
  });
  for (const choice of choices) {
    const chosen = shown.done && choice.key.endsWith('|' + shown.done);
    const button = make('button', chosen ? shown.done + ' ✓' : choice.text, { disabled: Boolean(shown.done), className: chosen ? 'chosen' : '' });
    button.onclick = () => act({
      who, text: choice.text, key: choice.key, task: shown.task || '',
      picked: [...item.querySelectorAll('input:checked')].map((box) => Number(box.value)),
    });
    item.append(button);
  }
  return item;
}

function drawWindow(line, left) {
  const words = left ? `可以回 ${left} 条 · ${left} left` : '等店主开口，信先存着 · held until the next word';
  const days = make('button', '过两天 · two days later', { hidden: !left });
  days.onclick = () => act({ who: 'wmli', shut: true });
  line.replaceChildren(words, days);
}

async function look() {
  const { screens, menu, left } = await (await fetch('/stage/screens')).json();
  for (const section of document.querySelectorAll('section')) {
    const who = section.dataset.who, now = JSON.stringify([screens[who], menu, left]);
    if (drawn[who] === now) continue;
    drawn[who] = now;
    const list = section.querySelector('ol');
    list.replaceChildren(...(screens[who] || []).map((shown) => draw(who, shown)));
    list.scrollTop = list.scrollHeight;
    const line = section.querySelector('.window');
    if (line) drawWindow(line, left);
    else section.querySelector('nav').replaceChildren(...menu.map((key) => make('button', key.name, { onclick: () => act({ who, text: key.key }) })));
  }
}

for (const section of document.querySelectorAll('section')) {
  section.append(document.querySelector('template').content.cloneNode(true));
  const who = section.dataset.who, form = section.querySelector('form');
  form.querySelector('input').placeholder = who === 'wmli' ? '好' : who === 'wangfang' ? '我的商户' : '帮助';
  form.querySelector('.photo').onclick = () => act({ who, photo: true });
  form.onsubmit = (event) => {
    event.preventDefault();
    const field = form.querySelector('input');
    if (field.value.trim()) act({ who, text: field.value.trim() });
    field.value = '';
  };
}
setInterval(look, 1000);
look();
