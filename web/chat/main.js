// Puts the page together: one column for each person this browser may be, and one request that waits for news of all.
import { Column } from './column.js';
import { Identity } from './identity.js';

const facts = JSON.parse(document.getElementById('facts').textContent);
const people = facts.personas.length ? facts.personas : [{ key: '', label: '', role: '' }];
const wide = matchMedia('(min-width: 68rem)');
const connection = document.getElementById('connection');
const title = document.title;
const identity = new Identity(facts);
let current = facts.persona || people[0].key;

const columns = people.map((person) => new Column(person, facts, identity, { onChange: refresh }));
document.getElementById('columns').append(...columns.map((column) => column.element));
const tabs = people.length > 1 ? people.map(tab) : [];
const bar = document.getElementById('personas');
bar.append(...tabs);
bar.hidden = !tabs.length;
document.body.classList.toggle('many', tabs.length > 0);
document.getElementById('large').addEventListener('click', (event) => event.currentTarget.close());
wide.addEventListener('change', refresh);
document.addEventListener('visibilitychange', refresh);
refresh();
columns.find((column) => column.key === current)?.settle();
enrol();
listen();

// A door sign's QR code brings its code behind the #, which no server log sees: it is said once, as if it had been typed.
function enrol() {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (!code || !/^[\w-]{4,64}$/.test(code)) return;
  history.replaceState(null, '', location.pathname + location.search);
  columns[0].spoke = true;
  columns[0].send({ kind: 'message', text: code });
}

function tab(person) {
  const link = document.createElement('a');
  link.href = `?as=${encodeURIComponent(person.key)}`;
  const role = document.createElement('strong');
  role.textContent = person.role;
  const label = document.createElement('span');
  label.textContent = person.label;
  const dot = document.createElement('span');
  dot.className = 'dot';
  dot.hidden = true;
  const spoken = document.createElement('span');
  spoken.className = 'unseen';
  spoken.textContent = facts.words.new_messages;
  dot.append(spoken);
  link.append(role, label, dot);
  link.addEventListener('click', (event) => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    current = person.key;
    history.replaceState(null, '', link.href);
    refresh();
    columns.find((column) => column.key === current).settle();
  });
  return link;
}

// Which column is seen, who has unread messages, and what the window's title and the language link say.
function refresh() {
  let unread = 0;
  columns.forEach((column, index) => {
    const seen = wide.matches || column.key === current;
    column.show(seen && !document.hidden, seen);
    unread += column.unread ? 1 : 0;
    if (!tabs.length) return;
    tabs[index].querySelector('.dot').hidden = !column.unread;
    if (column.key === current) tabs[index].setAttribute('aria-current', 'page');
    else tabs[index].removeAttribute('aria-current');
  });
  document.title = unread ? `● ${title}` : title;
  const language = document.getElementById('language');
  const query = new URLSearchParams({ lang: facts.language === 'en' ? 'zh' : 'en' });
  if (current) query.set('as', current);
  else if (new URLSearchParams(location.search).has('me')) query.set('me', '');
  language.href = `?${query}`;
}

// One request for everybody: a browser opens only six connections to a server.
async function listen() {
  for (let failures = 0; ; ) {
    const query = new URLSearchParams({
      as: columns.map((column) => column.key).join(','),
      after: columns.map((column) => column.version ?? '').join(','),
      life: columns[0].life,
    });
    try {
      const answer = await fetch(`/chat/messages?${query}`, { signal: AbortSignal.timeout(40000) });
      if (answer.status === 401) {
        if (await identity.renewed()) continue;
        return nobody();
      }
      if (!answer.ok) throw new Error(answer.status);
      const feeds = await answer.json();
      identity.known();
      connected(true);
      failures = 0;
      for (const column of columns) column.take(feeds[column.key]);
      refresh();
    } catch {
      failures += 1;
      if (failures > 1) connected(false);
      await new Promise((resolve) => {
        setTimeout(resolve, Math.min(500 * 2 ** failures, 8000));
        addEventListener('online', resolve, { once: true });
      });
    }
  }
}

// The server cannot tell who we are: say what to do, and ask no more.
function nobody() {
  connection.textContent = identity.trouble;
  for (const column of columns) column.cannot(identity.trouble);
}

function connected(yes) {
  if (yes && connection.textContent) for (const column of columns) column.retry();
  const words = yes ? '' : facts.words.offline;
  if (connection.textContent !== words) connection.textContent = words;
}
