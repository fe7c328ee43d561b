// A voice message: recorded, heard before it is sent, and dropped at any moment until then.
import { Recorder, address, canRecord } from './media.js';

export class Voice {
  constructor(button, panel, words, { send, hint }) {
    Object.assign(this, { button, panel, words, send, hint });
    this.player = panel.querySelector('audio');
    this.clock = panel.querySelector('.clock');
    button.hidden = !canRecord;
    button.addEventListener('click', () => (this.recorder ? this.recorder.stop() : this.record()));
    panel.querySelector('.drop').addEventListener('click', () => this.drop());
    panel.querySelector('.keep').addEventListener('click', () => this.keep());
  }

  async record() {
    this.drop();
    const recorder = new Recorder();
    try {
      await recorder.start();
    } catch {
      return this.hint(this.words.voice_refused);
    }
    this.hint('');
    this.recorder = recorder;
    this.show('recording');
    const began = Date.now();
    const tick = () => (this.clock.textContent = clock(Date.now() - began));
    tick();
    const ticking = setInterval(tick, 500);
    const voice = await recorder.done;
    clearInterval(ticking);
    if (this.recorder !== recorder) return;
    this.recorder = null;
    if (!voice.size) return this.clear();
    this.voice = voice;
    this.player.src = URL.createObjectURL(voice);
    this.show('heard');
    this.panel.querySelector('.keep').focus();
  }

  drop() {
    const recorder = this.recorder;
    this.recorder = null;
    recorder?.stop();
    this.clear();
  }

  async keep() {
    const data = await address(this.voice);
    this.clear();
    this.send({ kind: 'message', text: '', pictures: [{ kind: 'voice', data }] });
  }

  clear() {
    if (this.player.src) URL.revokeObjectURL(this.player.src);
    this.player.removeAttribute('src');
    this.voice = null;
    this.clock.textContent = '';
    this.show('');
  }

  // `recording`, `heard`, or nothing.
  show(state) {
    const recording = state === 'recording';
    this.panel.hidden = !state;
    this.player.hidden = this.panel.querySelector('.keep').hidden = recording;
    this.clock.hidden = !recording;
    this.button.setAttribute('aria-pressed', String(recording));
    this.button.title = recording ? this.words.voice_stop : this.words.voice;
  }
}

function clock(passed) {
  const seconds = Math.floor(passed / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
