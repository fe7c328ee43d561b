// Photos made small before they travel, and a voice taken down: a merchant's phone plan pays for every byte.
const LONGEST_SIDE = 1600;
const SMALL_ENOUGH = 1_500_000;
const LONGEST_VOICE = 120_000;

// A photo as a data address, at most 1600 px and JPEG; what the browser cannot read travels as it is, for the server to judge.
export async function shrunk(file) {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (!picture) return address(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size <= SMALL_ENOUGH && /^image\/(jpeg|png|webp)$/.test(file.type)) return address(file);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const paper = canvas.getContext('2d');
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return address(await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82)));
}

export function address(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

// The bytes behind a data address. No fetch: the page's policy lets nothing but its own server be asked.
export function stored(data) {
  const text = atob(data.slice(data.indexOf(',') + 1));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

// A sound the page may play: its policy takes none from a data address.
export function playable(data) {
  return URL.createObjectURL(new Blob([stored(data)], { type: data.slice(5, data.search(/[;,]/)) }));
}

export const canRecord = Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);

export class Recorder {
  async start() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    this.recorder = new MediaRecorder(stream, { audioBitsPerSecond: 24000 });
    const parts = [];
    this.recorder.ondataavailable = (event) => parts.push(event.data);
    this.done = new Promise((resolve) => {
      this.recorder.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        resolve(new Blob(parts, { type: this.recorder.mimeType }));
      };
    });
    this.recorder.start();
    setTimeout(() => this.stop(), LONGEST_VOICE);
  }

  stop() {
    if (this.recorder.state !== 'inactive') this.recorder.stop();
    return this.done;
  }
}
