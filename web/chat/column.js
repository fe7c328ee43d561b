// One conversation: its messages, what is still on its way, and the place to write.
import { drawLetter, make, progressed, spokenTime } from './letter.js';
import { shrunk } from './media.js';
import { Outgoing } from './outgoing.js';
import { store } from './store.js';
import { Voice } from './voice.js';

const PAUSE = 15 * 60 * 1000;
const FULL_PAGE = 60;

// What to say of something that has not gone; nothing while the first try is still under way.
const trouble = ({ uuid, late, refused, words } = {}) => (late || refused ? { uuid, late, refused, words } : {});

export class Column {
  constructor(person, facts, identity, { onChange }) {
    Object.assign(this, { key: person.key, facts, words: facts.words, onChange, version: null, life: '' });
    this.letters = new Map();
    this.drawn = new Map();
    this.query = person.key ? `?as=${encodeURIComponent(person.key)}` : '';
    this.element = document.getElementById('column').content.firstElementChild.cloneNode(true);
    this.find = (selector) => this.element.querySelector(selector);
    this.log = this.find('.log');
    this.field = this.find('textarea');
    const who = [person.role, person.label].filter(Boolean).join(' · ');
    this.find('.who').append(...(person.key ? [make('strong', '', person.role), ' ', make('span', '', person.label)] : []));
    this.find('.who').hidden = !person.key;
    this.tried = `fivestar:quick:${person.key}`;
    const tries = person.key ? facts.words[`try_${person.key}`] || '' : store.get(this.tried) || '';
    this.offer(tries.split('|').filter(Boolean));
    this.element.setAttribute('aria-label', who || facts.words.log);
    this.log.setAttribute('aria-label', who ? `${facts.words.log} · ${who}` : facts.words.log);
    const told = { onChange: () => this.draw(), onProgress: (uuid, share) => this.progress(uuid, share) };
    this.outgoing = new Outgoing(person.key, identity, told);
    this.listen();
  }

  listen() {
    this.find('form').addEventListener('submit', (event) => this.submit(event));
    this.field.addEventListener('input', () => this.fit());
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) this.submit(event);
    });
    this.find('input[type=file]').addEventListener('change', (event) => this.sendPhotos(event.target));
    this.find('.news').addEventListener('click', () => this.toEnd());
    this.find('.earlier').addEventListener('click', () => this.earlier());
    this.log.addEventListener('scroll', () => this.scrolled(), { passive: true });
    // A keyboard that opens or a window that changes must not hide the newest message.
    new ResizeObserver(() => this.following && this.toEnd()).observe(this.log);
    const say = { send: (item) => this.send(item), hint: (words) => this.hint(words) };
    this.voice = new Voice(this.find('.voice'), this.find('.heard'), this.words, say);
  }

  // What this person says most, or in the demonstration might say next: one tap each, always in sight.
  offer(phrases) {
    const list = this.find('.tries');
    list.hidden = !phrases.length;
    list.replaceChildren();
    for (const words of phrases) {
      const chip = make('button', '', words);
      chip.type = 'button';
      chip.addEventListener('click', () => this.send({ kind: 'message', text: words }));
      list.append(chip);
    }
  }

  // The words the bot says should stay within reach; in the demonstration its own phrases stay.
  reach(quick) {
    if (!quick || this.key) return;
    store.set(this.tried, quick.join('|'));
    this.offer(quick);
  }

  // What the server has: messages and their edits, however often and in whatever order they come.
  take({ letters, version, life }) {
    if (this.life && life !== this.life) this.begin();
    this.life = this.outgoing.life = life;
    const first = this.version === null;
    const stay = first || this.atEnd;
    for (const letter of letters) this.letters.set(letter.number, letter);
    this.reach(letters.findLast((letter) => letter.quick)?.quick);
    this.version = version;
    if (first) this.find('.earlier').hidden = letters.length < FULL_PAGE;
    if (first) this.find('.empty').textContent = this.words.greeting;
    if (first && this.key && !this.spoke) this.outgoing.add({ kind: 'hello' });
    this.outgoing.arrived(new Set(letters.map((letter) => letter.uuid).filter(Boolean)));
    this.draw();
    if (first) requestAnimationFrame(() => this.log.setAttribute('aria-busy', String(!(this.lively = true))));
    if (stay) this.toEnd();
    else if (letters.some((letter) => letter.direction === 'out')) this.find('.news').hidden = false;
  }

  // A copy was restored: what stood here is of another life of the database, in which numbers meant other things.
  begin() {
    this.version = null;
    this.spoke = true;
    this.letters.clear();
    this.outgoing.sent = [];
  }

  // Nothing can be said here: why, and what to do.
  cannot(words) {
    this.find('.empty').textContent = words;
    this.log.setAttribute('aria-busy', 'false');
    this.hint(words);
  }

  draw() {
    if (!this.outgoing || this.version === null) return;
    const letters = [...this.letters.values()].sort((a, b) => a.number - b.number);
    const known = new Set(letters.map((letter) => letter.uuid));
    const waiting = [...this.outgoing.sent, ...this.outgoing.items].filter((item) => !known.has(item.uuid));
    const unsettled = new Map(this.outgoing.items.map((item) => [item.uuid, item]));
    const taps = new Map();
    for (const tap of [...letters, ...waiting]) if (tap.kind === 'tap') taps.set(tap.on, tap);
    const topics = new Map(letters.filter((letter) => letter.topic).map((letter) => [letter.topic, letter.number]));
    const wanted = [];
    let last = 0;
    const add = (id, letter, state) => {
      if (letter.at - last > PAUSE || new Date(letter.at).getDate() !== new Date(last).getDate()) wanted.push(this.when(letter));
      last = letter.at;
      wanted.push(this.piece(id, JSON.stringify([letter, state]), () => drawLetter(letter, state, this.context())));
    };
    for (const letter of letters) {
      if (this.hidden(letter)) continue;
      const chosen = letter.direction === 'out' ? taps.get(letter.number) : undefined;
      const closed = !letter.stays && (Boolean(chosen) || topics.get(letter.topic) > letter.number);
      const choice = chosen && { choice: chosen.choice, picked: chosen.picked || [] };
      const mine = unsettled.get(letter.stays ? undefined : chosen?.uuid || letter.uuid);
      add(`n${letter.number}`, letter, { chosen: choice, closed, ...trouble(mine) });
    }
    for (const item of waiting) {
      if (item.kind === 'hello' || this.hidden(item)) continue;
      const files = (item.pictures || []).map((picture) => ({ data: picture.data, kind: picture.kind, title: picture.title }));
      const shown = { ...item, pictures: undefined, direction: 'in', files };
      add(`u${item.uuid}`, shown, { going: true, ...trouble(item) });
    }
    this.place(wanted);
    this.find('.empty').hidden = wanted.length > 0;
  }

  // A tap shows on the button it chose; only a menu that stays open gets a message of its own.
  hidden(letter) {
    return letter.kind === 'tap' && this.letters.has(letter.on) && !this.letters.get(letter.on).stays;
  }

  when(letter) {
    const words = spokenTime(letter.at, this.facts);
    return this.piece(`t${letter.number || letter.uuid}`, words, () => {
      const line = make('p', 'when');
      const time = make('time', '', words);
      time.dateTime = new Date(letter.at).toISOString();
      line.append(time);
      return line;
    });
  }

  // The same thing looking the same keeps its element: nothing is announced twice and no focus is lost.
  piece(id, look, draw) {
    const old = this.drawn.get(id);
    return old?.look === look ? old : { id, look, element: draw(), instead: old?.element };
  }

  place(wanted) {
    const list = this.find('.letters');
    const kept = new Map(wanted.map((piece) => [piece.id, piece]));
    for (const [id, piece] of this.drawn) if (!kept.has(id)) piece.element.remove();
    let before = list.firstElementChild;
    for (const { element, instead } of wanted) {
      if (instead?.isConnected) {
        const focused = [...instead.querySelectorAll('button, input')].indexOf(document.activeElement);
        if (before === instead) before = element;
        instead.replaceWith(element);
        if (focused >= 0) element.querySelectorAll('button, input')[focused]?.focus({ preventScroll: true });
      }
      else if (this.lively && !element.isConnected) element.classList.add('fresh');
      if (element !== before) list.insertBefore(element, before);
      else before = before.nextElementSibling;
    }
    this.drawn = new Map(wanted.map(({ id, look, element }) => [id, { id, look, element }]));
  }

  context() {
    return {
      words: this.words,
      query: this.query,
      hint: (words) => this.hint(words),
      grown: () => this.following && this.toEnd(),
      gone: (uuid) => this.outgoing.gone.get(uuid) || 0,
      discard: (uuid) => this.outgoing.discard(uuid),
      tap: (letter, { choice, label, picked = [] }) => this.send({ kind: 'tap', choice, label, picked, on: letter.number }),
    };
  }

  progress(uuid, share) {
    const line = this.find(`[data-uuid="${uuid}"]`);
    if (line) progressed(line, share, this.words);
  }

  send(item) {
    this.hint('');
    this.outgoing.add(item);
    this.toEnd();
  }

  submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    this.field.value = '';
    this.fit();
    this.send({ kind: 'message', text });
  }

  async sendPhotos(input) {
    const files = [...input.files].slice(0, 9);
    input.value = '';
    const text = this.field.value.trim();
    const pictures = [];
    for (const file of files) {
      const picture = file.type.startsWith('image/');
      pictures.push({ kind: picture ? 'photo' : 'file', title: picture ? '' : file.name, data: await shrunk(file) });
    }
    if (!pictures.length) return;
    if (text) this.field.value = '';
    this.fit();
    this.send({ kind: 'message', text, pictures });
  }

  async earlier() {
    const oldest = Math.min(...this.letters.keys());
    const query = `${this.query || '?'}&before=${oldest}`;
    const answer = await fetch(`/chat/earlier${query}`).catch(() => null);
    if (!answer?.ok) return;
    const letters = await answer.json();
    const fromEnd = this.log.scrollHeight - this.log.scrollTop;
    for (const letter of letters) if (!this.letters.has(letter.number)) this.letters.set(letter.number, letter);
    this.find('.earlier').hidden = letters.length < FULL_PAGE;
    this.draw();
    this.log.scrollTop = this.log.scrollHeight - fromEnd;
  }

  get unread() {
    const newest = Math.max(0, ...[...this.letters.values()].filter((l) => l.direction === 'out').map((l) => l.number));
    return newest > Number(store.get(this.seenPlace) || 0);
  }

  get seenPlace() {
    return `fivestar:seen:${this.key}:${this.life}`;
  }

  // `seen` by a person just now; `shown` at all.
  show(seen, shown) {
    const opened = this.element.hidden && shown;
    this.element.hidden = !shown;
    this.seen = seen;
    if (opened) this.toEnd();
    if (seen && this.atEnd) this.seeAll();
  }

  seeAll() {
    this.find('.news').hidden = true;
    if (!this.seen || !this.unread) return;
    const newest = Math.max(...this.letters.keys());
    store.set(this.seenPlace, newest);
    this.onChange();
  }

  get atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  // Somebody who scrolls up reads; whoever comes back to the end follows again. A shrinking window scrolls nobody.
  scrolled() {
    if (this.log.clientHeight === this.height) this.following = this.atEnd;
    this.height = this.log.clientHeight;
    if (this.atEnd) this.seeAll();
  }

  toEnd() {
    this.following = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.seeAll();
  }

  settle() {
    this.toEnd();
    if (matchMedia('(pointer: fine)').matches) this.field.focus({ preventScroll: true });
  }

  retry() {
    this.outgoing.retry();
  }

  hint(words) {
    this.find('.hint').textContent = words;
  }

  fit() {
    this.field.style.height = 'auto';
    this.field.style.height = `${Math.min(this.field.scrollHeight, 160)}px`;
  }
}
