// What the visitor did and the server has not confirmed: kept in the browser, tried until it went, always under the same name.
import { stored } from './media.js';
import { store } from './store.js';
import { upload } from './upload.js';

export class Outgoing {
  constructor(key, identity, { onChange, onProgress }) {
    this.identity = identity;
    this.life = '';
    this.place = `fivestar:unsent:${key}`;
    this.query = key ? `?as=${encodeURIComponent(key)}` : '';
    this.onChange = onChange;
    this.onProgress = onProgress;
    this.gone = new Map();
    this.items = this.remembered();
    this.sent = [];
    this.wake = () => {};
    addEventListener('online', () => this.retry());
    this.work();
  }

  remembered() {
    try {
      return JSON.parse(store.get(this.place)) || [];
    } catch {
      return [];
    }
  }

  remember() {
    if (!store.set(this.place, JSON.stringify(this.items))) store.remove(this.place);
    this.onChange();
  }

  add(item) {
    const uuid = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, '0')).join('');
    this.items.push({ uuid, at: Date.now(), life: this.life, ...item });
    this.remember();
    this.retry();
  }

  discard(uuid) {
    this.items = this.items.filter((item) => item.uuid !== uuid);
    this.remember();
  }

  // The message itself has come back from the server, so what stood for it may go. It is only settled once the server says so:
  // a message may lie in the mailbox while the bot could not handle it yet.
  arrived(uuids) {
    this.sent = this.sent.filter((item) => !uuids.has(item.uuid));
  }

  retry() {
    this.wake();
  }

  async work() {
    for (let failures = 0; ; ) {
      const item = this.items.find((each) => !each.refused);
      if (!item || this.identity.trouble) {
        await new Promise((resolve) => (this.wake = resolve));
        continue;
      }
      const pause = await this.attempt(item);
      failures = pause ? failures + 1 : 0;
      if (!pause) continue;
      await new Promise((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, Math.max(pause, Math.min(1000 * 2 ** failures, 15000)));
      });
    }
  }

  // Try once; how many milliseconds to wait before the next try, nothing when this one is settled.
  async attempt(item) {
    try {
      const pictures = item.pictures || [];
      for (const [before, picture] of pictures.entries()) {
        if (!picture.name) {
          const answer = await this.upload(picture, (share) => this.moved(item, (before + share) / pictures.length));
          if (!answer.ok) return await this.failed(item, answer);
          picture.name = (await answer.json()).name;
        }
      }
      const { uuid, kind, text, choice, label, picked, on, life } = item;
      const files = (item.pictures || []).map((picture) => picture.name);
      const body = JSON.stringify({ uuid, kind, text, choice, label, picked, on, life, files });
      const answer = await this.post('send', body, 'application/json');
      if (!answer.ok) return await this.failed(item, answer);
    } catch {
      return this.later(item, 1000);
    }
    this.items = this.items.filter((each) => each.uuid !== item.uuid);
    this.gone.delete(item.uuid);
    if (item.kind !== 'hello') this.sent.push({ ...item, late: false, words: '' });
    this.remember();
    return 0;
  }

  upload(picture, moved) {
    const headers = { 'content-type': 'application/octet-stream', 'x-fivestar': '1' };
    return upload(`/chat/upload${this.query}`, stored(picture.data), headers, moved);
  }

  // How far the photos of an item are; not kept in the browser, since it is told again from the start after a reload.
  moved(item, share) {
    this.gone.set(item.uuid, share);
    this.onProgress(item.uuid, share);
  }

  post(where, body, type) {
    const headers = { 'content-type': type, 'x-fivestar': '1' };
    return fetch(`/chat/${where}${this.query}`, { method: 'POST', body, headers, signal: AbortSignal.timeout(60000) });
  }

  async failed(item, answer) {
    const { words } = await answer.json().catch(() => ({}));
    if (answer.status === 429) return this.later(item, 1000 * (Number(answer.headers.get('retry-after')) || 3), words);
    if (answer.status === 401) return this.later(item, 3000, words); // the request for news sees to it
    if (answer.status >= 500) return this.later(item, 1000, words);
    item.refused = true;
    item.words = words;
    this.remember();
    return 0;
  }

  later(item, pause, words = '') {
    item.late = true;
    item.words = words;
    this.remember();
    return pause;
  }
}
