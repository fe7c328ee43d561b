// Draws one message. Whatever somebody wrote becomes text and never markup.
import { playable } from './media.js';

export function make(tag, className = '', text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function button(label, className = '') {
  const element = make('button', className, label);
  element.type = 'button';
  return element;
}

// `state`: what was chosen on it, whether its choices are closed, whether it is still on its way.
export function drawLetter(letter, state, context) {
  const element = make('article', `letter ${letter.direction}`);
  element.append(make('span', 'unseen', `${letter.direction === 'in' ? context.words.you : context.words.bot}：`));
  const bubble = make('div', 'bubble');
  const text = letter.kind === 'tap' ? letter.label : letter.text;
  if (text) bubble.append(letter.direction === 'out' ? linked(text) : make('p', 'text', text));
  for (const file of letter.files || []) bubble.append(drawFile(file, letter, context));
  element.append(bubble);
  if (state.going && letter.files?.length) bubble.append(drawProgress(letter.uuid, context));
  if (letter.pick) bubble.append(drawPick(letter, state, context));
  if (letter.buttons) element.append(drawButtons(letter, state, context));
  if (state.late || state.refused) element.append(drawTrouble(state, context));
  element.classList.toggle('going', Boolean(state.going));
  return element;
}

// How far the photos on their way are, in a bar and in words.
function drawProgress(uuid, context) {
  const line = make('p', 'progress');
  const bar = make('progress');
  bar.max = 100;
  line.dataset.uuid = uuid;
  line.append(bar, make('span'));
  progressed(line, context.gone(uuid), context.words);
  return line;
}

export function progressed(line, share, words) {
  const percent = Math.round(share * 100);
  const [bar, told] = line.children;
  bar.value = percent;
  told.textContent = words.sending_share.replace('{percent}', percent);
  bar.setAttribute('aria-label', told.textContent);
}

// What we say may hold an address to tap; what people typed stays plain words.
function linked(text) {
  const words = make('p', 'text');
  for (const part of text.split(/(https?:\/\/[^\s，。）]+)/)) {
    if (!/^https?:\/\//.test(part)) { words.append(part); continue; }
    const link = make('a', '', part);
    link.href = part;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    words.append(link);
  }
  return words;
}

function drawButtons(letter, state, context) {
  const group = make('div', 'choices');
  group.setAttribute('role', 'group');
  for (const row of letter.buttons) {
    const line = make('div', 'row');
    for (const { label, data } of row) line.append(drawButton(letter, label, data, state, context));
    group.append(line);
  }
  return group;
}

function drawButton(letter, label, data, state, context) {
  const element = button(label);
  const chosen = state.chosen?.choice === data && !letter.stays;
  if (chosen) {
    element.classList.add('chosen');
    element.append(make('span', 'unseen', `（${context.words.chosen}）`));
  }
  if (state.closed) element.setAttribute('aria-disabled', 'true');
  element.addEventListener('click', () => {
    if (element.getAttribute('aria-disabled') === 'true') return;
    context.tap(letter, { choice: data, label });
  });
  return element;
}

// One checklist with one submit, whatever the number of options.
function drawPick(letter, state, context) {
  const { options, submit, data, chosen } = letter.pick;
  const ticked = new Set(state.chosen ? state.chosen.picked : chosen);
  const list = make('fieldset', 'pick');
  list.append(make('legend', 'unseen', letter.text.trim().split('\n')[0]));
  list.disabled = Boolean(state.closed);
  const boxes = options.map((option, number) => {
    const line = make('label');
    const box = make('input');
    box.type = 'checkbox';
    box.checked = ticked.has(number);
    const [name, ...rest] = option.split(' · ');
    const words = make('span');
    words.append(make('strong', '', name));
    if (rest.length) words.append(' ', make('small', '', rest.join(' · ')));
    line.append(box, words);
    list.append(line);
    return box;
  });
  const send = button(submit, state.chosen ? 'submit chosen' : 'submit');
  send.addEventListener('click', () => {
    const picked = boxes.flatMap((box, number) => (box.checked ? [number] : []));
    if (!picked.length) return context.hint(context.words.pick_none);
    const label = picked.map((number) => options[number].split(' · ')[0]).join('、');
    context.tap(letter, { choice: data, label, picked });
  });
  list.append(send);
  return list;
}

function drawFile(file, letter, context) {
  const source = file.data || `/chat/photo/${encodeURIComponent(file.name)}${context.query}`;
  const shown = /\.(jpg|png|webp)$/.test(file.name || '') || file.data?.startsWith('data:image/');
  if (file.kind === 'voice') {
    const player = make('audio');
    Object.assign(player, { controls: true, preload: 'none', src: file.data ? playable(file.data) : source });
    player.setAttribute('aria-label', context.words.voice_sending);
    return player;
  }
  if (!shown) return drawDownload(file, source, context);
  const frame = button('', 'photo');
  frame.title = context.words.enlarge;
  const picture = make('img');
  picture.loading = 'lazy';
  picture.alt = spokenPicture(file, letter, context.words);
  picture.addEventListener('load', () => context.grown());
  picture.src = source;
  frame.append(picture);
  frame.addEventListener('click', () => enlarge(picture));
  return frame;
}

// A picture in words: whose it is, and what was said with it.
function spokenPicture(file, letter, words) {
  const whose = letter.direction === 'in' ? words.picture_from_you : words.picture_from_bot;
  const name = (file.title || '').replace(/\.\w+$/, '');
  const about = /[^ -~]/.test(name) ? name : (letter.text || name).trim().split('\n')[0];
  return about ? `${whose}：${about}` : whose;
}

function drawDownload(file, source, context) {
  const link = make('a', 'download', file.title || `${context.words.file} ${/\.\w+$/.exec(file.name || '') || ''}`);
  link.href = source;
  link.download = file.title || '';
  link.prepend(make('span', 'unseen', context.words.download));
  return link;
}

function enlarge(picture) {
  const dialog = document.getElementById('large');
  const large = dialog.querySelector('img');
  large.src = picture.src;
  large.alt = picture.alt;
  dialog.showModal();
}

function drawTrouble(state, context) {
  const line = make('p', state.refused ? 'trouble refused' : 'trouble', state.words || context.words.unsent);
  if (state.refused) {
    const drop = button(context.words.refused_discard);
    drop.addEventListener('click', () => context.discard(state.uuid));
    line.append(' ', drop);
  }
  return line;
}

// “今天 09:05”, “昨天 18:00”, “11月24日 星期二 09:05”: as a person would say it.
export function spokenTime(at, facts) {
  const locale = facts.language === 'en' ? 'en-GB' : 'zh-CN';
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86400000);
  if (days === 0) return `${facts.words.today} ${time}`;
  if (days === 1) return `${facts.words.yesterday} ${time}`;
  const date = { month: 'long', day: 'numeric', weekday: 'long' };
  if (new Date(at).getFullYear() !== new Date().getFullYear()) date.year = 'numeric';
  return `${new Intl.DateTimeFormat(locale, date).format(at)} ${time}`;
}
